"""What a case weighs and why it may be stuck, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from kith.desk.presenters.people import counted
from kith.desk.queries.standing import Standing, Stuck
from kith.desk.queries.team import Load
from kith.desk.queries.weights import EVERYBODY, RULES


def why_words(keys: Iterable[str]) -> list[str]:
    """Why a case weighs what it does: the words of the rules that hold."""
    return [RULES[key].words for key in keys]


def rule_rows() -> list[list[Any]]:
    """The declared rules, as the rows of a table."""
    rows = [("Everybody", EVERYBODY), *((rule.words, rule.points) for rule in RULES.values())]
    return [[words, {"text": f"{points:+d}", "numeric": True}] for words, points in rows]


def load_words(load: Load) -> str:
    """Of how many of a worker's people each rule holds, and over how many working days the weight lies."""
    days = len(load.member.works_on)
    said = [f"over {counted(days, 'working day')}"] if days else []
    return ". ".join([*said, _of_how_many(load.why)]) if load.why else "".join(said)


def _of_how_many(why: Mapping[str, int]) -> str:
    return "; ".join(f"{RULES[key].words.lower()}: {why[key]}" for key in RULES if why.get(key))


def stuck_words(row: Standing, today: dt.date, *, short: bool = False) -> tuple[str, ...]:
    """Why a case may be stuck. `short` leaves out what the columns beside it say."""
    said = {
        Stuck.NO_STEP: "No next step",
        Stuck.QUIET: f"No conversation for {counted(row.days_silent(today), 'day')}",
        Stuck.SAME_STAGE: f"{row.stage.label} for {counted((today - row.since).days, 'day')}",
    }
    if short:
        return ("long in this stage",) if Stuck.SAME_STAGE in row.stuck(today) else ()
    return tuple(said[why] for why in row.stuck(today))
