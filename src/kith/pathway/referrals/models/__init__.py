"""Asked for: what came in by each door, the doors themselves, and what a programme keeps."""

from kith.pathway.referrals.models.ask import Ask, SavedAsk
from kith.pathway.referrals.models.attachment import Attachment, IncomingLetter
from kith.pathway.referrals.models.codes import CodeOwed, CodesSheet
from kith.pathway.referrals.models.door import DoorPage, DoorQuestion, Signposting
from kith.pathway.referrals.models.programme import HolisticConcern, StageReached
from kith.pathway.referrals.models.referral import Referral, ReferralReason
from kith.pathway.referrals.models.sorting import Question, Reading, Redirect
from kith.pathway.referrals.models.word_back import Reply, WordBack, WordWanted

__all__ = [
    "Ask", "Attachment", "CodeOwed", "CodesSheet", "DoorPage", "DoorQuestion", "HolisticConcern",
    "IncomingLetter", "Question", "Reading", "Redirect", "Referral", "ReferralReason", "Reply", "SavedAsk",
    "Signposting", "StageReached", "WordBack", "WordWanted",
]  # fmt: skip
