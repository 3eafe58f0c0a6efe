"""What stands on the days to come: appointments, calls promised, reviews, meetings, days away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, Q

from kith.meetings import queries as meetings
from kith.meetings.models import Meeting
from kith.meetings.states import MeetingState
from kith.organisations.duty import Duty
from kith.organisations.models import Absence
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.queries import going_on, open_now
from kith.pathway.caseload.states import CaseState
from kith.pathway.clinics import queries as clinics
from kith.pathway.contacts.models import Contact, Outcome
from kith.pathway.plans.models import Plan
from kith.people.models import Person
from kith.people.queries import with_merged_visible_to
from kith.ui.dates import LONDON, day_of

CALLED_OFF = (Outcome.CANCELLED_BY_PERSON, Outcome.CANCELLED_BY_US)


class Kind(StrEnum):
    """What stands on a day."""

    APPOINTMENT = "appointment"
    PROMISED = "promised"
    REVIEW = "review"
    MEETING = "meeting"
    CLINIC = "clinic"


@dataclass(frozen=True)
class Entry:
    """One thing on one day. `at` is its moment where it has one; `holder` whose it is, where one covers."""

    kind: Kind
    on: dt.date
    row: Any
    at: dt.datetime | None = None
    person: Person | None = None
    holder_id: UUID | None = None


@dataclass(frozen=True)
class Diary:
    """The days from `first` to `last`, both included, with the worker's own absences among them."""

    first: dt.date
    last: dt.date
    entries: list[Entry]
    away: list[Absence]


def diary(duty: Duty, first: dt.date, last: dt.date) -> Diary:
    """What stands on these days for somebody and those whom they cover: a fixed number of reads."""
    found = [
        *appointments(duty, first, last),
        *promises(duty, first, last),
        *_reviews(duty, first, last),
        *_meetings(duty, first, last),
        *_clinics(duty, first, last),
    ]
    found.sort(key=_order)
    away = Absence.objects.filter(member__in=duty.own, from_date__lte=last, to_date__gte=first)
    return Diary(first, last, found, list(away.select_related("cover").order_by("from_date")))


def _order(entry: Entry) -> tuple[dt.date, bool, float, str, str]:
    at = entry.at.timestamp() if entry.at else 0.0
    name = entry.person.sort_name if entry.person else ""
    return entry.on, entry.at is None, at, entry.kind, name


def midnight(day: dt.date) -> dt.datetime:
    """The moment at which a London day begins."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=LONDON)


def appointments(duty: Duty, first: dt.date, last: dt.date) -> Iterator[Entry]:
    """Appointments planned for these days: their own, those with people whose open case they hold, and those that
    were kept; not what was called off.
    """
    held = Exists(open_now().filter(holder__in=duty.looked_after))
    kept = Q(case__holder__in=duty.looked_after, happened_at__isnull=False)
    rows = Contact.objects.filter(
        Q(by__in=duty.looked_after) | kept | Q(held),
        planned_for__gte=midnight(first),
        planned_for__lt=midnight(last + dt.timedelta(days=1)),
        person__in=with_merged_visible_to(duty.actor),
    ).exclude(outcome__in=CALLED_OFF)
    for row in rows.select_related("person__merged_into", "case").distinct():
        assert row.planned_for is not None
        holder = row.case.holder_id if row.case else row.by_id
        on = day_of(row.planned_for)
        yield Entry(Kind.APPOINTMENT, on, row, row.planned_for, row.person.kept, holder)


def promises(duty: Duty, first: dt.date, last: dt.date) -> Iterator[Entry]:
    """What was promised for these days, at its hour where one was said."""
    rows = Case.objects.filter(
        holder__in=duty.looked_after,
        state=CaseState.OPEN,
        next_step_on__range=(first, last),
        person__in=with_merged_visible_to(duty.actor),
    )
    for row in rows.select_related("person__merged_into"):
        on, time = row.next_step_on, row.next_step_time
        assert on is not None
        at = dt.datetime.combine(on, time, tzinfo=LONDON) if time else None
        yield Entry(Kind.PROMISED, on, row, at, row.person.kept, row.holder_id)


def _reviews(duty: Duty, first: dt.date, last: dt.date) -> Iterator[Entry]:
    rows = Plan.objects.filter(
        case__in=going_on(duty.looked_after),
        review_on__range=(first, last),
        person__in=with_merged_visible_to(duty.actor),
    )
    for row in rows.select_related("person__merged_into", "case__merged_into"):
        assert row.review_on is not None
        holder = row.case.kept.holder_id
        yield Entry(Kind.REVIEW, row.review_on, row, person=row.person.kept, holder_id=holder)


def _meetings(duty: Duty, first: dt.date, last: dt.date) -> Iterator[Entry]:
    rows = meetings.meetings(duty.actor).filter(
        Q(mine=True) | Q(called_by__in=duty.own),
        starts_at__gte=midnight(first),
        starts_at__lt=midnight(last + dt.timedelta(days=1)),
    )
    row: Meeting
    for row in rows.exclude(state=MeetingState.CANCELLED):
        yield Entry(Kind.MEETING, row.on, row, row.starts_at)


def _clinics(duty: Duty, first: dt.date, last: dt.date) -> Iterator[Entry]:
    end = midnight(last + dt.timedelta(days=1))
    for row in clinics.between(duty.actor, midnight(first), end):
        yield Entry(Kind.CLINIC, day_of(row.starts_at), row, row.starts_at)
