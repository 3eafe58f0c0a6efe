"""The scheme's support of a person: who holds it, who works along, when it rests, and how it passes on."""

from kith.pathway.caseload.models.case import (
    Case,
    EndedByMerge,
    Holding,
    Joining,
    PromptAnswer,
    PutOff,
    moments,
)
from kith.pathway.caseload.models.passing import Passing
from kith.pathway.caseload.models.together import JointWork, Pause

__all__ = [
    "Case",
    "EndedByMerge",
    "Holding",
    "Joining",
    "JointWork",
    "Passing",
    "Pause",
    "PromptAnswer",
    "PutOff",
    "moments",
]
