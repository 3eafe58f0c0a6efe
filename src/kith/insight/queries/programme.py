"""The figures of one programme for a period, small numbers withheld."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kith.insight.rules import small_numbers
from kith.insight.rules.periods import Period
from kith.isolation import context
from kith.isolation.context import Kind
from kith.organisations import queries as organisations
from kith.organisations.models import Programme
from kith.pathway.contacts.models import Contact, Outcome
from kith.pathway.referrals.models import HolisticConcern, Referral, StageReached
from kith.ui.dates import day_of
from kith.vocabulary import foundations, referral_sources

STAGE_UNKNOWN = "Not recorded"
# From this number a concern is one that weighs on the person. Ours.
WEIGHS_FROM = 5


@dataclass(frozen=True)
class Line:
    """A count under a heading; None is too few to show."""

    words: str
    count: int | None


@dataclass(frozen=True)
class ProgrammeFigures:
    """The figures of a programme. `median_days` is None when too few were spoken with to say."""

    programme: str
    period: Period
    referrals: int | None
    spoken: int | None
    median_days: float | None
    by_source: tuple[Line, ...]
    by_stage: tuple[Line, ...]
    asked_for: tuple[Line, ...]
    concerns: tuple[Line, ...]


@dataclass(frozen=True)
class _Received:
    id: UUID
    person_id: UUID
    referred_on: dt.date
    source: str
    foundations: frozenset[str]


def programme_of(scheme_ids: Iterable[UUID], programme_id: UUID) -> Programme | None:
    """A programme of one of these schemes, or None."""
    found = (organisations.programme(scheme_id, programme_id) for scheme_id in scheme_ids)
    return next((row for row in found if row is not None), None)


def programme_figures(programme: Programme, period: Period) -> ProgrammeFigures:
    """Count what the programme did, read only and in its scheme alone."""
    with context.enter(Kind.REPORT, schemes=[programme.scheme_id], actor="report:programme"):
        received = _received(programme, period)
        waits = _waits(received, period)
        stages = _stages(received, period)
        concerns = _concerns(received, period)
    whole = len(received)
    return ProgrammeFigures(
        programme=programme.name,
        period=period,
        referrals=small_numbers.shown(whole),
        spoken=small_numbers.part(len(waits), whole),
        median_days=None
        if small_numbers.is_small(len(waits)) or not waits
        else statistics.median(waits),
        by_source=_adding_up(Counter(row.source for row in received), _source_words),
        by_stage=_adding_up(Counter(stages.get(row.id, STAGE_UNKNOWN) for row in received), str),
        asked_for=_parts(Counter(f for row in received for f in row.foundations), whole),
        concerns=_parts(Counter(f for found in concerns.values() for f in found), whole),
    )


def _received(programme: Programme, period: Period) -> list[_Received]:
    rows = Referral.objects.filter(
        programme=programme, received_at__gte=period.since, received_at__lt=period.until
    ).prefetch_related("reasons__reason")
    return [
        _Received(
            row.pk,
            row.person_id,
            row.referred_on,
            row.source,
            frozenset(given.reason.foundation for given in row.reasons.all()),
        )
        for row in rows
    ]


def _waits(received: list[_Received], period: Period) -> list[int]:
    """Days from each referral to the first conversation after it, within the period."""
    rows = Contact.objects.filter(
        person_id__in={row.person_id for row in received},
        outcome=Outcome.REACHED,
        happened_at__gte=period.since,
        happened_at__lt=period.until,
    )
    days: dict[UUID, list[dt.date]] = {}
    for person_id, moment in rows.values_list("person_id", "happened_at"):
        if moment is not None:
            days.setdefault(person_id, []).append(day_of(moment))
    firsts = (
        (row, min((d for d in days.get(row.person_id, ()) if d >= row.referred_on), default=None))
        for row in received
    )
    return [(first - row.referred_on).days for row, first in firsts if first is not None]


def _stages(received: list[_Received], period: Period) -> dict[UUID, str]:
    """Referral -> the last stage that was reached by the end of the period."""
    rows = StageReached.objects.filter(
        referral_id__in=[row.id for row in received],
        taken_back_at=None,
        on_date__lte=period.last,
    ).order_by("on_date", "created_at")
    return dict(rows.values_list("referral_id", "stage__label"))


def _concerns(received: list[_Received], period: Period) -> dict[UUID, set[str]]:
    """Referral -> the foundations in which something weighed on the person."""
    rows = HolisticConcern.objects.filter(
        referral_id__in=[row.id for row in received],
        rating__gte=WEIGHS_FROM,
        on_date__lte=period.last,
    )
    found: dict[UUID, set[str]] = {}
    for referral_id, foundation in rows.values_list("referral_id", "foundation"):
        found.setdefault(referral_id, set()).add(foundation)
    return found


def _adding_up(counts: Mapping[str, int], words: Callable[[str], str]) -> tuple[Line, ...]:
    """Rows that make up the whole, the greatest first; withheld so that none can be worked out."""
    found = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    whole = sum(counts.values())
    shown = (
        [None] * len(found)
        if small_numbers.is_small(whole)
        else small_numbers.adding_up([n for _, n in found])
    )
    return tuple(Line(words(key), n) for (key, _), n in zip(found, shown, strict=True))


def _parts(counts: Mapping[str, int], whole: int) -> tuple[Line, ...]:
    """Rows that overlap, each judged beside the whole, in the order of the foundations."""
    return tuple(
        Line(title, small_numbers.part(counts[key], whole))
        for key, title in foundations.choices()
        if counts.get(key)
    )


def _source_words(source: str) -> str:
    return referral_sources.label(source)
