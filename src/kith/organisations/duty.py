"""Whose people are somebody's today, their own and those of whom they cover; and when they are next looked after."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from kith.isolation.actor import Actor
from kith.organisations.models import Absence, Membership
from kith.organisations.queries import covered_by
from kith.ui.dates import day_of
from kith.vocabulary import working_days

# Nobody is away for longer than this without being handed over.
LOOK_AHEAD = 400


@dataclass(frozen=True)
class Duty:
    """Somebody's day: who and when, and the absences they cover. Each room is asked what is due to it."""

    actor: Actor
    now: datetime.datetime
    covering: tuple[Absence, ...] = ()

    @property
    def day(self) -> datetime.date:
        """The day in London."""
        return day_of(self.now)

    @property
    def own(self) -> list[UUID]:
        """Their memberships."""
        return [seat.membership_id for seat in self.actor.seats]

    @property
    def looked_after(self) -> list[UUID]:
        """The memberships whose people are theirs on this day."""
        return [*self.own, *(row.member_id for row in self.covering)]

    def at_work(self, day: datetime.date) -> datetime.date:
        """The day itself if they work on it, else their next day; without any on record, everybody's."""
        return next(self._worked(day, 1), working_days.on_or_after(day))

    def days_back(self, count: int) -> datetime.date:
        """The day on which the last `count` of the days that they work began, today among them if it is one; without
        any on record, so many days."""
        last = list(itertools.islice(self._worked(self.day, -1), count))
        return last[-1] if last else self.day - datetime.timedelta(days=count - 1)

    def _worked(self, day: datetime.date, step: int) -> Iterator[datetime.date]:
        week = {weekday for seat in self.actor.seats for weekday in seat.works_on}
        days = (day + datetime.timedelta(days=step * n) for n in range(LOOK_AHEAD))
        return (one for one in days if one.weekday() in week and not working_days.holiday(one))


def duty_of(actor: Actor, now: datetime.datetime) -> Duty:
    """The day of an actor, in one read."""
    own = [seat.membership_id for seat in actor.seats]
    return Duty(actor, now, tuple(covered_by(own, day_of(now))))


@dataclass(frozen=True)
class NextDay:
    """When a worker's people are looked after next: by themself, or by the cover of `away`.

    `away` without a cover: days of theirs on which nobody looks after them.
    """

    on: datetime.date
    away: Absence | None = None

    @property
    def cover(self) -> Membership | None:
        """Who looks after them on that day while the worker is away."""
        return self.away.cover if self.away and self.away.to_date >= self.on else None


def works_on(member: Membership, day: datetime.date) -> bool:
    """Whether a day is one of somebody's working days, and no public holiday."""
    return day.weekday() in member.works_on and not working_days.holiday(day)


def next_day(member: Membership, after: datetime.date) -> NextDay:
    """The next day after one on which a worker's people are looked after; in one read.

    Without any working day on record, the next working day of everybody.
    """
    rows = Absence.objects.filter(member=member, to_date__gt=after).select_related("cover")
    return next_of(member, rows.order_by("from_date"), after)


def next_of(member: Membership, absences: Iterable[Absence], after: datetime.date) -> NextDay:
    """The same, from the absences to come."""
    away, coming = None, list(absences)
    for ahead in range(1, LOOK_AHEAD):
        day = after + datetime.timedelta(days=ahead)
        absence = next((row for row in coming if row.from_date <= day <= row.to_date), None)
        away = away or absence
        at_work = absence.cover if absence else member
        if at_work is not None and works_on(at_work, day):
            return NextDay(day, absence or away)
    return NextDay(working_days.add(after, 1), away)
