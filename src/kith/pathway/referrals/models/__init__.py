"""Asked for: what came in by each door, and the doors themselves."""

from kith.pathway.referrals.models.ask import Ask, SavedAsk
from kith.pathway.referrals.models.door import DoorPage, DoorQuestion, Signposting
from kith.pathway.referrals.models.referral import Referral, ReferralReason

__all__ = [
    "Ask", "DoorPage", "DoorQuestion", "Referral", "ReferralReason", "SavedAsk", "Signposting",
]  # fmt: skip
