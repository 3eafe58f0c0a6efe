"""Asked for: what came in by each door, and the doors themselves."""

from kith.pathway.referrals.models.ask import Ask, SavedAsk
from kith.pathway.referrals.models.door import DoorPage, DoorQuestion, Signposting
from kith.pathway.referrals.models.referral import Referral, ReferralReason
from kith.pathway.referrals.models.sorting import Question, Reading, Redirect

__all__ = [
    "Ask", "DoorPage", "DoorQuestion", "Question", "Reading", "Redirect", "Referral", "ReferralReason",
    "SavedAsk", "Signposting",
]  # fmt: skip
