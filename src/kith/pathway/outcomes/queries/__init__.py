"""Reading measures: what was scored, what changed, what the scheme uses, who answers."""

from kith.pathway.outcomes.queries.answering import (
    alert_for,
    alerts_to_climb,
    answering,
    for_today,
    locked_alert,
    may_acknowledge,
    open_alerts,
)
from kith.pathway.outcomes.queries.lines import (
    Series,
    goal_lines,
    lines,
    outside_lines,
    outside_scores,
    step_lines,
)
from kith.pathway.outcomes.queries.prompts import Prompt, Stage, prompts
from kith.pathway.outcomes.queries.scores import (
    Pair,
    Reading,
    paired,
    ratings,
    ratings_at,
    score_at,
    scores,
    scores_of,
    step_ratings,
    step_ratings_at,
)
from kith.pathway.outcomes.queries.shelf import Kept, Shelf, Use, known, shelf, uses

__all__ = [
    "Kept",
    "Pair",
    "Prompt",
    "Reading",
    "Series",
    "Shelf",
    "Stage",
    "Use",
    "alert_for",
    "alerts_to_climb",
    "answering",
    "for_today",
    "goal_lines",
    "known",
    "lines",
    "locked_alert",
    "may_acknowledge",
    "open_alerts",
    "outside_lines",
    "outside_scores",
    "paired",
    "prompts",
    "ratings",
    "ratings_at",
    "score_at",
    "scores",
    "scores_of",
    "shelf",
    "step_lines",
    "step_ratings",
    "step_ratings_at",
    "uses",
]
