"""In numbers: a scheme's headline figures for a period, as anybody may read them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.insight.queries.counting import (
    STAGES,
    Change,
    Counts,
    Door,
    Promise,
    count,
    received_by_month,
)
from kith.insight.queries.kept import Kept
from kith.insight.rules import small_numbers
from kith.insight.rules.periods import Period, tells_of_people
from kith.isolation import context
from kith.isolation.context import Kind
from kith.organisations import queries as organisations
from kith.organisations.models import Scheme
from kith.pathway.clocks import Name
from kith.vocabulary.foundations import FIVE, Foundation

AGE_BANDS = {
    "under_18": "Under 18",
    "18_to_39": "18 to 39",
    "40_to_64": "40 to 64",
    "65_to_79": "65 to 79",
    "80_and_over": "80 and over",
}
# The 16+1 categories by their headings (NHS Data Dictionary, ETHNIC CATEGORY).
ETHNIC_GROUPS = {
    "Asian or Asian British": "HJKL",
    "Black or Black British": "MNP",
    "Mixed": "DEFG",
    "White": "ABC",
    "Another ethnic group": "RS",
    "Did not wish to say": "Z",
}
NOT_ASKED = "Not known"


_counts: Kept[Counts] = Kept()
_months: Kept[dict[dt.date, int]] = Kept()


@dataclass(frozen=True)
class Shown:
    """Some of the people supported, under a heading; None is too few to show."""

    key: str
    words: str
    people: int | None


@dataclass(frozen=True)
class ShownChange:
    """A measure taken twice. The two means are None below thirty pairs, counts when too small."""

    measure: str
    part: str
    pairs: int | None
    started: int | None
    better: int | None
    same: int | None
    worse: int | None
    before: float | None
    after: float | None


@dataclass(frozen=True)
class ShownPromise:
    """How often a clock was met, in whole per cent; None where too few to say."""

    clock: str
    share: int | None


@dataclass(frozen=True)
class ShownDoor:
    """What came through a door. Waits are None for fewer than five people reached; `within` has every clock."""

    door: str
    referrals: int | None
    reached: int | None
    median_days: float | None
    nine_in_ten_days: int | None
    within: tuple[ShownPromise, ...]


@dataclass(frozen=True)
class InNumbers:
    """The figures with small numbers withheld (None). Days are London days; waits are in days.

    Ages are None unless the scheme decided to show them publicly; `ages_shown` says whether.
    `tells_of_people` is false where ages and ethnic groups are left out for the period's sake.
    """

    scheme: str
    name: str
    period: Period
    ages_shown: bool
    tells_of_people: bool
    people_supported: int | None
    conversations: int | None
    support_given: int | None
    referrals_received: int | None
    proactive_calls: int | None
    proactive_people: int | None
    outreach_age_min: int | None
    outreach_age_max: int | None
    practices: int
    registered_patients: int
    funnel: tuple[tuple[str, int | None], ...]
    median_days_to_first_contact: float | None
    nine_in_ten_days_to_first_contact: int | None
    foundations: tuple[tuple[str, int | None], ...]
    health_and_daily_life: int | None
    helped_by_link_worker_alone: int | None
    measured_twice: int | None
    measured_better: int | None
    people_by_age: tuple[Shown, ...]
    people_by_ethnicity: tuple[Shown, ...]
    measured_changes: tuple[ShownChange, ...]
    doors: tuple[ShownDoor, ...]
    is_empty: bool

    def stage(self, name: str) -> int | None:
        """How many people of the funnel reached a stage."""
        return dict(self.funnel)[name]

    def as_json(self) -> dict[str, Any]:
        """The answer of the command and of the address, the same for both."""
        left_out = {
            "name",
            "period",
            "ages_shown",
            "tells_of_people",
            "is_empty",
            "funnel",
            "foundations",
        }
        plain = {k: v for k, v in dataclasses.asdict(self).items() if k not in left_out}
        return {
            "scheme": plain.pop("scheme"),
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            **plain,
            "funnel": [{"stage": stage, "people": people} for stage, people in self.funnel],
            "foundations": [{"foundation": key, "people": n} for key, n in self.foundations],
            "suppressed_below": small_numbers.BELOW,
            "suppressed_means": "null: from 1 to 4 people, or a number that would give such a one"
            " away; ages are null unless the scheme decided to publish them; ages and ethnic groups are left"
            " out except for the scheme's published period and whole financial years apart from it",
        }


def in_numbers(scheme_id: UUID, period: Period) -> InNumbers:
    """The figures of one scheme and period, counted in a report context: read only, one scheme."""
    with context.enter(Kind.REPORT, schemes=[scheme_id], actor="report:in-numbers"):
        return withheld(organisations.scheme(scheme_id), period, count(scheme_id, period))


def in_numbers_lately(
    scheme_id: UUID, period: Period, *, before_counting: Callable[[], None]
) -> InNumbers:
    """The same for strangers, from counts that may be some minutes old; the scheme's decisions about
    them are always today's. `before_counting` is called when nothing is kept, and may raise.
    """

    def counted() -> Counts:
        before_counting()
        return count(scheme_id, period)

    with context.enter(Kind.REPORT, schemes=[scheme_id], actor="report:in-numbers"):
        counts = _counts.get(scheme_id, period, counted)
        scheme = organisations.scheme(scheme_id)
        return _for_anyone(scheme, withheld(scheme, period, counts))


def months_received_lately(scheme_id: UUID) -> dict[dt.date, int]:
    """The months of `months_received`, from counts that may be some minutes old."""
    return _months.get(scheme_id, "months", lambda: months_received(scheme_id))


def in_numbers_for_anyone(scheme_id: UUID, period: Period) -> InNumbers:
    """The figures as strangers may read them, counted now."""
    return _for_anyone(organisations.scheme(scheme_id), in_numbers(scheme_id, period))


def _for_anyone(scheme: Scheme, figures: InNumbers) -> InNumbers:
    """Without what people are, unless the period is one of the fixed ones."""
    published = None
    if scheme.published_from and scheme.published_to:
        published = Period(scheme.published_from, scheme.published_to)
    if tells_of_people(figures.period, published):
        return figures
    return dataclasses.replace(
        figures,
        tells_of_people=False,
        ages_shown=False,
        outreach_age_min=None,
        outreach_age_max=None,
        people_by_age=(),
        people_by_ethnicity=(),
    )


def months_received(scheme_id: UUID) -> dict[dt.date, int]:
    """Referrals received in each month, counted in a report context. Not for showing as it is."""
    with context.enter(Kind.REPORT, schemes=[scheme_id], actor="report:in-numbers"):
        return received_by_month(scheme_id)


def withheld(scheme: Scheme, period: Period, counts: Counts) -> InNumbers:
    """What may be shown of what was counted."""
    shown, part = small_numbers.shown, small_numbers.part
    supported = counts.people_supported
    ages_shown = scheme.shows_ages_publicly and counts.outreach_people >= small_numbers.BELOW
    waits_shown = counts.contacted >= small_numbers.BELOW
    stages = small_numbers.nested([getattr(counts, stage) for stage in STAGES])
    needs = {row: part(counts.foundations.get(row, 0), supported) for row in Foundation}
    few = small_numbers.is_small(supported)
    return InNumbers(
        scheme=scheme.slug,
        name=scheme.name,
        period=period,
        ages_shown=ages_shown,
        tells_of_people=True,
        people_supported=shown(supported),
        conversations=None if few else counts.conversations,
        support_given=None if few else counts.support_given,
        referrals_received=shown(counts.referrals_received),
        proactive_calls=shown(counts.proactive_calls),
        proactive_people=shown(counts.proactive_people),
        outreach_age_min=counts.outreach_age_min if ages_shown else None,
        outreach_age_max=counts.outreach_age_max if ages_shown else None,
        practices=counts.practices,
        registered_patients=counts.registered_patients,
        funnel=tuple(zip(STAGES, stages, strict=True)),
        median_days_to_first_contact=(counts.median_days_to_first_contact if waits_shown else None),
        nine_in_ten_days_to_first_contact=(
            counts.nine_in_ten_days_to_first_contact if waits_shown else None
        ),
        foundations=tuple((row.value, needs[row]) for row in FIVE),
        health_and_daily_life=needs[Foundation.HEALTH],
        helped_by_link_worker_alone=part(counts.helped_by_link_worker_alone, supported),
        measured_twice=part(counts.measured_twice, supported),
        measured_better=part(counts.measured_better, counts.measured_twice),
        people_by_age=_rows(AGE_BANDS, counts.ages),
        people_by_ethnicity=_ethnicities(counts.ethnicities),
        measured_changes=tuple(_change(one) for one in counts.changes),
        doors=_doors(counts.doors, counts.promises),
        is_empty=not (supported or counts.referrals_received or counts.proactive_calls),
    )


def _rows(words: dict[str, str], counted: dict[str, int]) -> tuple[Shown, ...]:
    people = small_numbers.adding_up([counted.get(key, 0) for key in words])
    return tuple(Shown(key, said, n) for (key, said), n in zip(words.items(), people, strict=True))


def _ethnicities(counted: dict[str, int]) -> tuple[Shown, ...]:
    groups = dict.fromkeys([*ETHNIC_GROUPS, NOT_ASKED], 0)
    for code, n in counted.items():
        group = next((g for g, codes in ETHNIC_GROUPS.items() if code[:1] in codes), NOT_ASKED)
        groups[group if code else NOT_ASKED] += n
    return _rows({words: words for words in groups}, groups)


def _doors(counted: tuple[Door, ...], promises: tuple[Promise, ...]) -> tuple[ShownDoor, ...]:
    referrals = small_numbers.adding_up([one.referrals for one in counted])
    shares = {(one.door, one.clock): _share_met(one) for one in promises}
    return tuple(
        _door(one, n, tuple(_promise(one, clock, shares, shown=bool(n)) for clock in Name))
        for one, n in zip(counted, referrals, strict=True)
    )


def _promise(
    one: Door, clock: Name, shares: dict[tuple[str, str], int | None], *, shown: bool
) -> ShownPromise:
    return ShownPromise(clock.value, shares.get((one.door, clock.value)) if shown else None)


def _share_met(one: Promise) -> int | None:
    """The share, in whole per cent: no count from which a few people could be worked out."""
    enough = one.ran >= small_numbers.BELOW
    met = small_numbers.part(one.met, one.ran) if enough else None
    return None if met is None else round(100 * met / one.ran)


def _door(one: Door, referrals: int | None, within: tuple[ShownPromise, ...]) -> ShownDoor:
    reached = small_numbers.part(one.reached, one.referrals) if referrals is not None else None
    waits = reached is not None and one.reached >= small_numbers.BELOW
    return ShownDoor(
        door=one.door,
        referrals=referrals,
        reached=reached,
        median_days=one.median_days if waits else None,
        nine_in_ten_days=one.nine_in_ten_days if waits else None,
        within=within,
    )


def _change(one: Change) -> ShownChange:
    enough = one.pairs >= small_numbers.FEWEST_PAIRS
    better, same, worse = small_numbers.adding_up([one.better, one.same, one.worse])
    return ShownChange(
        measure=one.measure,
        part=one.part,
        pairs=small_numbers.part(one.pairs, one.started),
        started=small_numbers.shown(one.started),
        better=better if enough else None,
        same=same if enough else None,
        worse=worse if enough else None,
        before=round(one.before, 2) if enough else None,
        after=round(one.after, 2) if enough else None,
    )
