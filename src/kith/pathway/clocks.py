"""How long somebody has waited, against what the scheme promised. One pure function.

The definitions, for every page; `counted_clocks` says the same in SQL, for lists and figures:

    received      the London day of `Referral.received_at`: every clock starts with it
    read          the first `Reading` of somebody who may decide, or the decision itself
    attempt       the first contact of ours that happened after the referral came, whether or not it reached
                  anyone; or their own call, or any conversation. No attempt: what we called off, what no
                  interpreter came for, and a number that is not theirs
    conversation  the first contact with outcome "reached"
    appointment   the first contact that reached them face to face or by video, or that had been planned

A clock is due at the end of the day that lies so many working days (vocabulary.working_days: Monday to
Friday without England's public holidays) after the day of receipt; the number is the scheme's
(`Scheme.read_within`, `call_soon_within` for urgent and soon, `call_within`, `talk_within`, `meet_within`). It
is met when its event happened on that day or before. A later day that the person chose themselves takes the
place of the due day of everything but reading, with their words; after that day the clock runs out like any
other. So does the day on which a pause of the case is over, for a clock that would run out during the pause.
When the referral ends first (returned, not taken on, redirected, withdrawn, declined, closed, or joined to a
case with clocks of its own) a clock without its event is stopped, and neither met nor breached. Days are London
days, so a night on which the clocks change has no part in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kith.ui.dates import day_of
from kith.vocabulary import working_days

FACE_TO_FACE = frozenset({"01", "03"})
NEARLY_FROM = 2
REACHED = "reached"
# Ours to keep, and not kept; or nobody's number.
NO_TRY = frozenset({"cancelled_by_us", "no_interpreter", "wrong_number"})


class Name(StrEnum):
    """What is waited for, in the order in which it comes."""

    READ = "read"
    ATTEMPT = "attempt"
    CONVERSATION = "conversation"
    APPOINTMENT = "appointment"

    @property
    def label(self) -> str:
        """The words of a page."""
        return _LABELS[self]


_LABELS = {
    Name.READ: "Read by a person",
    Name.ATTEMPT: "First try to reach them",
    Name.CONVERSATION: "First conversation",
    Name.APPOINTMENT: "First appointment",
}


class State(StrEnum):
    """How a clock stands: met or later than promised; running, about to run out, or run out; ended without."""

    MET = "met"
    LATE = "late"
    RUNNING = "running"
    NEARLY = "nearly"
    BREACHED = "breached"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Standards:
    """What a scheme promises, in working days."""

    read_within: int = 1
    call_soon_within: int = 2
    call_within: int = 5
    talk_within: int = 10
    meet_within: int = 20

    def days(self, name: Name, urgency: str) -> int:
        """The working days of one clock."""
        call = self.call_within if urgency == "routine" else self.call_soon_within
        return {
            Name.READ: self.read_within,
            Name.ATTEMPT: call,
            Name.CONVERSATION: self.talk_within,
            Name.APPOINTMENT: self.meet_within,
        }[name]


@dataclass(frozen=True)
class Happened:
    """A contact: what came of it, when, how, and whether it had been planned."""

    outcome: str
    at: dt.datetime
    medium: str = ""
    planned: bool = False


@dataclass(frozen=True)
class Times:
    """When the things happened that the clocks wait for. `chosen_on` is a day the person chose; `pauses` are
    the first day of each pause of the case, with the day on which it was over.
    """

    received_at: dt.datetime
    urgency: str = "routine"
    read_at: dt.datetime | None = None
    contacts: tuple[Happened, ...] = ()
    ended_at: dt.datetime | None = None
    chosen_on: dt.date | None = None
    pauses: tuple[tuple[dt.date, dt.date], ...] = ()


@dataclass(frozen=True)
class Clock:
    """One clock. `chosen`: its due day is the one the person chose; `rested`: the one on which a pause is over."""

    name: Name
    due_on: dt.date
    state: State
    stopped_on: dt.date | None = None
    chosen: bool = False
    rested: bool = False

    @property
    def breached(self) -> bool:
        """Whether it ran out and still runs."""
        return self.state is State.BREACHED

    @property
    def nearly(self) -> bool:
        """Whether it is about to run out."""
        return self.state is State.NEARLY


def clocks(times: Times, standards: Standards, *, today: dt.date) -> tuple[Clock, ...]:
    """The four clocks of one referral on a London day (see the definitions above)."""
    happened = _happened(times)
    return tuple(_clock(name, times, standards, happened[name], today) for name in Name)


def next_running(found: Iterable[Clock]) -> Clock | None:
    """The clock that runs out, or ran out, first; None when none runs."""
    running = [one for one in found if one.state in (State.RUNNING, State.NEARLY, State.BREACHED)]
    return min(running, key=lambda one: one.due_on, default=None)


def _clock(
    name: Name, times: Times, standards: Standards, at: dt.datetime | None, today: dt.date
) -> Clock:
    days = standards.days(name, times.urgency)
    due = working_days.add(day_of(times.received_at), days)
    chosen = name is not Name.READ and times.chosen_on is not None and times.chosen_on > due
    if chosen and times.chosen_on is not None:
        due = times.chosen_on
    over = None if name is Name.READ else _rested(due, times.pauses)
    due, rested = over or due, over is not None and over > due
    if at is not None:
        day = day_of(at)
        return Clock(name, due, State.MET if day <= due else State.LATE, day, chosen, rested)
    if times.ended_at is not None:
        return Clock(name, due, State.STOPPED, day_of(times.ended_at), chosen, rested)
    return Clock(name, due, _running(due, days, today), None, chosen, rested)


def _rested(due: dt.date, pauses: Iterable[tuple[dt.date, dt.date]]) -> dt.date | None:
    """The day on which the pause is over during which a clock would run out."""
    return max((over for start, over in pauses if start <= due <= over), default=None)


def _running(due: dt.date, days: int, today: dt.date) -> State:
    if today > due:
        return State.BREACHED
    ahead = working_days.on_or_after(today + dt.timedelta(days=1)) if days > NEARLY_FROM else today
    return State.NEARLY if due <= ahead else State.RUNNING


def _happened(times: Times) -> dict[Name, dt.datetime | None]:
    since = [one for one in times.contacts if one.at >= times.received_at]
    reached = [one for one in since if one.outcome == REACHED]
    tried = [one.at for one in since if one.outcome not in NO_TRY]
    met = [one.at for one in reached if one.planned or one.medium in FACE_TO_FACE]
    return {
        Name.READ: times.read_at,
        Name.ATTEMPT: min(tried, default=None),
        Name.CONVERSATION: min((one.at for one in reached), default=None),
        Name.APPOINTMENT: min(met, default=None),
    }
