"""How much of a worker's week each case takes: declared rules, each with its reason, counted in SQL.

The points are ours, to begin with: no published weighting of social prescribing caseloads is known. They say
how full a week is, and nothing of how well anybody works.
"""

from __future__ import annotations

from dataclasses import dataclass

IN_TOUCH_DAYS = 28
OFTEN, VERY_OFTEN = 4, 8
EVERYBODY = 1


@dataclass(frozen=True)
class Rule:
    """What makes a case heavier or lighter: its points, why in words, and when, as SQL over the part
    `standing` (`desk.queries.standing`).
    """

    points: int
    words: str
    when: str


RULES: dict[str, Rule] = {
    "beginning": Rule(1, "No plan agreed yet", "stage IN ('first_call', 'trying', 'talking')"),
    "urgent": Rule(
        1,
        "Referred as urgent, and not talked with yet",
        "urgency = 'urgent' AND stage IN ('first_call', 'trying')",
    ),
    "risk": Rule(1, "A risk is stated", "risk"),
    "concern": Rule(2, "A concern is open", "concern"),
    "interpreter": Rule(1, "Needs an interpreter", "interpreter"),
    "often": Rule(
        1, f"In touch {OFTEN} times or more in {IN_TOUCH_DAYS} days", f"lately >= {OFTEN}"
    ),
    "very_often": Rule(
        1, f"In touch {VERY_OFTEN} times or more in {IN_TOUCH_DAYS} days", f"lately >= {VERY_OFTEN}"
    ),
    "lighter": Rule(-1, "Lighter, by the worker’s own word", "own_weight = 1"),
    "heavier": Rule(2, "Heavier, by the worker’s own word", "own_weight = 3"),
}


def points() -> str:
    """The points of one case, as SQL; never less than that it is somebody's."""
    parts = (f"CASE WHEN {rule.when} THEN {rule.points} ELSE 0 END" for rule in RULES.values())
    return f"GREATEST({EVERYBODY} + {' + '.join(parts)}, {EVERYBODY})"


def reasons() -> str:
    """The keys of the rules that hold for one case, as SQL."""
    parts = (f"CASE WHEN {rule.when} THEN '{key}' END" for key, rule in RULES.items())
    return f"array_remove(ARRAY[{', '.join(parts)}], NULL)"
