"""How a team learns: supervision, and looking together at a sample of its work."""

from kith.academy.models.quality import QualityAnswer, QualityCheck, QualityRound
from kith.academy.models.supervision import AgreedAction, SupervisionNote, SupervisionPolicy

__all__ = [
    "AgreedAction",
    "QualityAnswer",
    "QualityCheck",
    "QualityRound",
    "SupervisionNote",
    "SupervisionPolicy",
]
