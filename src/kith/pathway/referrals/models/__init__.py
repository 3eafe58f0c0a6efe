"""Asked for: what came in by each door, and the doors themselves."""

from kith.pathway.referrals.models.ask import Ask, SavedAsk
from kith.pathway.referrals.models.codes import CodeOwed, CodesSheet
from kith.pathway.referrals.models.door import DoorPage, DoorQuestion, Signposting
from kith.pathway.referrals.models.referral import Referral, ReferralReason
from kith.pathway.referrals.models.sorting import Question, Reading, Redirect
from kith.pathway.referrals.models.word_back import Reply, WordBack, WordWanted

__all__ = [
    "Ask", "CodeOwed", "CodesSheet", "DoorPage", "DoorQuestion", "Question", "Reading", "Redirect", "Referral",
    "ReferralReason", "Reply", "SavedAsk", "Signposting", "WordBack", "WordWanted",
]  # fmt: skip
