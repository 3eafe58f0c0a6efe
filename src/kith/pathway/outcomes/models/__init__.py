"""What changed, how the scheme keeps its measures, and answers that ask somebody to act."""

from kith.pathway.outcomes.models.alerts import Alert
from kith.pathway.outcomes.models.keeping import OwnQuestion, Registration, Setting
from kith.pathway.outcomes.models.scores import (
    GivenIn,
    GoalRating,
    Mode,
    Moment,
    NotNow,
    OutsideScore,
    Score,
    StepRating,
)

__all__ = [
    "Alert",
    "GivenIn",
    "GoalRating",
    "Mode",
    "Moment",
    "NotNow",
    "OutsideScore",
    "OwnQuestion",
    "Registration",
    "Score",
    "Setting",
    "StepRating",
]
