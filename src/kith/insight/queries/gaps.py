"""What the community had nothing for: unmet needs, searches that found nothing, introductions answered "full", and
people whom a full group was not sent.

Counted in a report context and handed out with small numbers withheld. What is counted are people or
searches, so that a number tells of as many as it says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from kith.geography.postcodes import district
from kith.insight.models import EmptySearch
from kith.insight.rules import small_numbers
from kith.insight.rules.gaps import IN_THE_WAY, Gap
from kith.insight.rules.periods import Period
from kith.isolation import context
from kith.isolation.context import Kind
from kith.pathway.connections.models import News, NotSent, UnmetNeed
from kith.pathway.connections.states import Progress
from kith.people.models import ContactPoint, Person
from kith.vocabulary import foundations, languages

NOT_KNOWN = "Not known"


@dataclass(frozen=True)
class Line:
    """A row of a table: one number for each gap that the table counts. None is too few to show."""

    key: str
    words: str
    counts: Mapping[Gap, int | None]


@dataclass(frozen=True)
class Gaps:
    """The figures of a period. `left_out` is how many things were searched for too seldom to be named."""

    period: Period
    totals: Mapping[Gap, int | None]
    by_foundation: tuple[Line, ...]
    by_place: tuple[Line, ...]
    by_language: tuple[Line, ...]
    why: tuple[Line, ...]
    in_the_way: tuple[Line, ...]
    about: tuple[Line, ...]
    left_out: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not any(count is None or count for count in self.totals.values())


@dataclass(frozen=True)
class _Gap:
    """One gap as it is counted: `unit` is the person, or the search."""

    unit: UUID
    foundations: frozenset[str]
    place: str
    language: str
    why: str = ""
    about: frozenset[str] = frozenset()


_KeysOf = Callable[[_Gap], Iterable[str]]


@dataclass(frozen=True)
class _Person:
    kept: UUID
    language: str
    place: str


def gaps_of(scheme_id: UUID, period: Period) -> Gaps:
    """The gaps of one scheme and period, small numbers withheld."""
    with context.enter(Kind.REPORT, schemes=[scheme_id], actor="report:gaps"):
        found = {
            Gap.UNMET: list(_unmet(scheme_id, period)),
            Gap.SEARCHES: list(_searches(scheme_id, period)),
            Gap.FULL: list(_full(scheme_id, period)),
            Gap.NOT_SENT: list(_not_sent(scheme_id, period)),
        }
    searches = {Gap.SEARCHES: found[Gap.SEARCHES]}
    about = _overlapping(searches, lambda one: one.about, str)
    said = tuple(line for line in about if line.key and line.counts[Gap.SEARCHES])
    return Gaps(
        period=period,
        totals={gap: small_numbers.shown(len(_units(rows))) for gap, rows in found.items()},
        by_foundation=_covering(found, lambda one: one.foundations or {""}, _foundation),
        by_place=_adding_up(found, lambda one: one.place, lambda key: key or NOT_KNOWN),
        by_language=_adding_up(found, lambda one: one.language, _language),
        why=_covering({Gap.UNMET: found[Gap.UNMET]}, lambda one: {one.why}, _why),
        in_the_way=_adding_up(searches, lambda one: one.why, lambda key: IN_THE_WAY.get(key, key)),
        about=said,
        left_out=sum(1 for line in about if line.key) - len(said),
    )


def _unmet(scheme_id: UUID, period: Period) -> Iterator[_Gap]:
    rows = UnmetNeed.objects.filter(
        scheme_id=scheme_id, noted_on__range=(period.first, period.last)
    ).values_list("pk", "person_id", "foundation", "why")
    people = _people(scheme_id, (person for _, person, _, _ in rows))
    for pk, person_id, foundation, why in rows:
        person = people.get(person_id) or _Person(pk, "", "")
        named = frozenset([foundation])
        yield _Gap(person.kept, named, person.place, person.language, why)


def _searches(scheme_id: UUID, period: Period) -> Iterator[_Gap]:
    rows = EmptySearch.objects.filter(
        scheme_id=scheme_id, searched_on__range=(period.first, period.last)
    )
    for row in rows:
        named, about = frozenset(row.foundations), frozenset(row.about)
        yield _Gap(row.pk, named, row.district, row.language, row.in_the_way, about)


def _full(scheme_id: UUID, period: Period) -> Iterator[_Gap]:
    """Of the news itself, which nothing later takes back: a period that is over stays as it was."""
    rows = News.objects.filter(
        scheme_id=scheme_id, progress=Progress.FULL, at__gte=period.since, at__lt=period.until
    ).values_list(
        "introduction__person_id", "introduction__need__foundation", "introduction__service__foundations"
    )  # fmt: skip
    yield from _of_people(scheme_id, ((who, [need] if need else of) for who, need, of in rows))


def _not_sent(scheme_id: UUID, period: Period) -> Iterator[_Gap]:
    """No need is known of these yet: they have the foundations of the service. Periods are whole months."""
    rows = NotSent.objects.filter(scheme_id=scheme_id, month__range=(period.first, period.last))
    yield from _of_people(scheme_id, rows.values_list("person_id", "service__foundations"))


def _of_people(scheme_id: UUID, rows: Iterable[tuple[UUID, Iterable[str]]]) -> Iterator[_Gap]:
    known = list(rows)
    people = _people(scheme_id, (person_id for person_id, _ in known))
    for person_id, named in known:
        person = people[person_id]
        yield _Gap(person.kept, frozenset(named), person.place, person.language)


def _people(scheme_id: UUID, ids: Iterable[UUID | None]) -> dict[UUID | None, _Person]:
    """Each person by the id of any of their records: the record that is kept, its language, their district."""
    rows: Any = Person.objects.filter(
        scheme_id=scheme_id, pk__in={pk for pk in ids if pk}
    ).values_list("pk", "language", "merged_into_id", "merged_into__language")
    found = {pk: (into or pk, said if into else own) for pk, own, into, said in rows}
    places = _places(scheme_id, {kept for kept, _ in found.values()})
    return {pk: _Person(kept, said, places.get(kept, "")) for pk, (kept, said) in found.items()}


def _places(scheme_id: UUID, kept: set[UUID]) -> dict[UUID, str]:
    rows: Any = (
        ContactPoint.objects.filter(
            Q(person__in=kept) | Q(person__merged_into__in=kept),
            scheme_id=scheme_id, kind=ContactPoint.Kind.ADDRESS, ended_on=None,
        )
        .exclude(postcode="")
        .order_by("is_preferred", "created_at")
        .values_list("person_id", "person__merged_into_id", "postcode")
    )  # fmt: skip
    # The last of them stands: the preferred address, else the newest.
    return {merged or pk: district(postcode) for pk, merged, postcode in rows}


def _adding_up(
    found: Mapping[Gap, list[_Gap]], key_of: Callable[[_Gap], str], words: Callable[[str], str]
) -> tuple[Line, ...]:
    """Rows of which each person or search is in one."""
    return _lines(found, lambda one: {key_of(one)}, words, lambda counts, _: _withheld(counts))


def _withheld(counts: list[int]) -> list[int | None]:
    if small_numbers.is_small(sum(counts)):
        return [None if count else 0 for count in counts]
    return small_numbers.adding_up(counts)


def _covering(
    found: Mapping[Gap, list[_Gap]], keys_of: _KeysOf, words: Callable[[str], str]
) -> tuple[Line, ...]:
    """Rows of which a person or search can be in several, and is in one at least."""
    return _lines(found, keys_of, words, small_numbers.covering)


def _overlapping(
    found: Mapping[Gap, list[_Gap]], keys_of: _KeysOf, words: Callable[[str], str]
) -> tuple[Line, ...]:
    """Rows of which a person or search can be in several or in none, each judged beside the whole."""
    return _lines(
        found,
        keys_of,
        words,
        lambda counts, whole: [small_numbers.part(one, whole) for one in counts],
    )


def _lines(
    found: Mapping[Gap, list[_Gap]],
    keys_of: _KeysOf,
    words: Callable[[str], str],
    withheld: Callable[[list[int], int], list[int | None]],
) -> tuple[Line, ...]:
    """A row for each key, by how often it was counted as far as that is shown: an order by what is withheld would
    tell of it. What is not known comes last.
    """
    columns: dict[Gap, dict[str, int | None]] = {}
    counted = {gap: _counter(rows, keys_of) for gap, rows in found.items()}
    keys = sorted({key for counts in counted.values() for key in counts})
    for gap, rows in found.items():
        counts = [counted[gap][key] for key in keys]
        columns[gap] = dict(zip(keys, withheld(counts, len(_units(rows))), strict=True))
    lines = [Line(key, words(key), {gap: columns[gap][key] for gap in found}) for key in keys]
    return tuple(sorted(lines, key=lambda line: (not line.key, -_told(line), line.key)))


def _told(line: Line) -> int:
    return sum(count or 0 for count in line.counts.values())


def _counter(rows: Iterable[_Gap], keys_of: Callable[[_Gap], Iterable[str]]) -> Counter[str]:
    return Counter(key for _, key in {(row.unit, key) for row in rows for key in keys_of(row)})


def _units(rows: Iterable[_Gap]) -> set[UUID]:
    return {row.unit for row in rows}


def _foundation(key: str) -> str:
    return foundations.label(key) if key else "None named"


def _language(code: str) -> str:
    return languages.label(code) if code in languages.TABLE else (code or NOT_KNOWN)


def _why(key: str) -> str:
    return str(UnmetNeed.Why(key).label)
