"""Asked for: what came in by each door, the doors themselves, and what a programme keeps."""

from kith.pathway.referrals.models.ask import Ask, SavedAsk
from kith.pathway.referrals.models.attachment import Attachment, IncomingLetter
from kith.pathway.referrals.models.door import DoorPage, DoorQuestion, Signposting
from kith.pathway.referrals.models.programme import HolisticConcern, StageReached
from kith.pathway.referrals.models.referral import Referral, ReferralReason

__all__ = [
    "Ask", "Attachment", "DoorPage", "DoorQuestion", "HolisticConcern", "IncomingLetter", "Referral",
    "ReferralReason", "SavedAsk", "Signposting", "StageReached",
]  # fmt: skip
