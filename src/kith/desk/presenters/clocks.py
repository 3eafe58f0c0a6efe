"""Clocks in the words of a page."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kith.pathway.clocks import Clock, Name, State, next_running
from kith.pathway.counted_clocks import Counted
from kith.ui.dates import date_in_words, medium_date


@dataclass(frozen=True)
class Shown:
    """One clock: what is waited for, how it stands, and a colour beside the words ("" for none)."""

    label: str
    words: str
    colour: str = ""


def shown(clock: Clock, *, now: dt.datetime) -> Shown:
    """One clock as a page says it."""
    due = date_in_words(clock.due_on, now=now)
    why = ", as the pause ends" if clock.rested else ", the day they chose" if clock.chosen else ""
    by = f"{due}{why}"
    words, colour = {
        State.RUNNING: (f"By {by}", ""),
        State.NEARLY: (f"By {by}", "yellow"),
        State.BREACHED: (f"Was due {by}", "red"),
        State.STOPPED: ("Ended before it was due", ""),
        State.MET: (f"On {_on(clock)}", "green"),
        State.LATE: (f"On {_on(clock)}, later than promised", "orange"),
    }[clock.state]
    return Shown(clock.name.label, words, colour)


def ways_to_narrow(waits: Sequence[Counted]) -> list[tuple[str, str, int]]:
    """(clock, its words, how many press) for each clock that presses, in the order in which they come."""
    pressed = Counter(one.clock.name for one in waits)
    return [(name.value, name.label, pressed[name]) for name in Name if pressed[name]]


def whole(clocks: Sequence[Clock], *, now: dt.datetime) -> list[Shown]:
    """All clocks of one referral, in their order."""
    return [shown(clock, now=now) for clock in clocks]


def first(clocks: Sequence[Clock], *, now: dt.datetime) -> Shown | None:
    """The clock that runs out, or ran out, first."""
    clock = next_running(clocks)
    return shown(clock, now=now) if clock else None


def _on(clock: Clock) -> str:
    return medium_date(clock.stopped_on) if clock.stopped_on else ""
