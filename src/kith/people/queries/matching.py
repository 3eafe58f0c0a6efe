"""Who of a scheme may be this person: looked for by equality alone, weighed in `rules.alike`.

Row security lets only leakproof operators reach an index, so likeness is not asked of the database: it gives
those of the same birth date or a slip beside it, the same name, number, phone or e-mail.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, Value

from kith.people.models import ContactPoint, NotTheSame, Person
from kith.people.rules.alike import (
    Comparison,
    Identity,
    compare,
    may_be_certain,
    may_be_likely,
    near,
)
from kith.vocabulary import names

MOST_OFFERED = 5
Kind = ContactPoint.Kind
Key = TypeVar("Key")


@dataclass(frozen=True)
class Match:
    """Somebody who may be the person looked for, and why; `person` is the record that is kept."""

    person: Person
    comparison: Comparison


@dataclass(frozen=True)
class Known:
    """Who certainly is the person looked for, if anyone; `number_is_anothers`: the NHS number given is
    on the record of somebody else.
    """

    person: Person | None
    number_is_anothers: bool


def known(
    scheme_id: UUID,
    *,
    first_name: str,
    last_name: str,
    date_of_birth: datetime.date,
    nhs_number: str = "",
    postcode: str = "",
    phones: Collection[str] = (),
    email: str = "",
    address: str = "",
) -> Known:
    """Who of a scheme certainly is this person (`rules.compare`).

    A record that was merged into another answers for that one. Values come in normalised.
    """
    wanted = identity(
        first_name=first_name, last_name=last_name, date_of_birth=date_of_birth,
        nhs_number=nhs_number, phones=phones, emails=[email], postcodes=[postcode],
        addresses=[address],
    )  # fmt: skip
    same = Q(date_of_birth=date_of_birth)
    if nhs_number:
        same |= Q(nhs_number=nhs_number)
    rows = Person.objects.filter(same, scheme_id=scheme_id).select_related("merged_into")
    beside = list(rows.order_by("created_at"))
    worth = [person for person in beside if may_be_certain(wanted, _bare(person))]
    found = _weighed({"": wanted}, {"": worth})[""]
    person = next((match.person for match in found if match.comparison.certain), None)
    holders = {p.kept.pk for p in beside if nhs_number and p.nhs_number == nhs_number}
    return Known(person, bool(holders - {person.pk if person else None}))


def likely(scheme_id: UUID, wanted: Mapping[Key, Identity]) -> dict[Key, list[Match]]:
    """For each identity, the people of the scheme who may be them, the likeliest first, certain ones
    included. The reads do not grow with their number.
    """
    by = _Blocks(_candidates(scheme_id, wanted.values()))
    worth = {
        key: [other.pk for other in by.beside(one) if may_be_likely(one, other.bare)]
        for key, one in wanted.items()
    }
    ids = {pk for found in worth.values() for pk in found}
    people = Person.objects.select_related("merged_into").in_bulk(ids)
    found = _weighed(wanted, {key: [people[pk] for pk in pks] for key, pks in worth.items()})
    return {key: [m for m in matches if m.comparison.likely] for key, matches in found.items()}


def possible_duplicates(person: Person) -> list[Match]:
    """Others of the scheme who may be this person, for a human to look at."""
    return possible_duplicates_of([person])[person.pk]


def possible_duplicates_of(people: Sequence[Person]) -> dict[UUID, list[Match]]:
    """For each person, others of their scheme who may be them, at most five, without those of whom
    somebody said that they are two people.
    """
    found: dict[UUID, list[Match]] = {person.pk: [] for person in people}
    own_record = {person.pk: person.kept.pk for person in people}
    apart = _said_apart(found)
    known = identities(people)
    for scheme_id in {person.scheme_id for person in people}:
        own = {p.pk: known[p.pk] for p in people if p.scheme_id == scheme_id}
        for pk, matches in likely(scheme_id, own).items():
            kept = [
                m for m in matches if m.person.pk != own_record[pk] and m.person.pk not in apart[pk]
            ]
            found[pk] = kept[:MOST_OFFERED]
    return found


def identities(people: Iterable[Person]) -> dict[UUID, Identity]:
    """People as they are compared, with the ways of reaching them that are in use; one read."""
    people = list(people)
    points: dict[UUID, list[ContactPoint]] = defaultdict(list)
    for point in ContactPoint.objects.filter(person__in=people, ended_on=None):
        points[point.person_id].append(point)
    return {person.pk: _with_ways(_bare(person), points[person.pk]) for person in people}


def identity(
    *,
    first_name: str,
    last_name: str,
    date_of_birth: datetime.date,
    preferred_name: str = "",
    nhs_number: str = "",
    phones: Iterable[str] = (),
    emails: Iterable[str] = (),
    postcodes: Iterable[str] = (),
    addresses: Iterable[str] = (),
) -> Identity:
    """An identity of normalised values; empty ones are left out."""
    return Identity(
        first_name,
        last_name,
        date_of_birth,
        preferred_name,
        nhs_number,
        frozenset(phones) - {""},
        frozenset(emails) - {""},
        frozenset(postcodes) - {""},
        frozenset(map(_folded, addresses)) - {""},
    )


@dataclass(frozen=True)
class _Candidate:
    """Somebody as far as is read to see whether they are worth reading whole: of hundreds a few are."""

    pk: UUID
    first_name: str
    last_name: str
    date_of_birth: datetime.date
    preferred_name: str
    nhs_number: str
    nhs_number_in_doubt: str
    sort_name: str
    way: str
    """The phone or e-mail, if it was by that that they were found."""

    @property
    def bare(self) -> Identity:
        return Identity(
            self.first_name,
            self.last_name,
            self.date_of_birth,
            self.preferred_name,
            self.nhs_number or self.nhs_number_in_doubt,
        )

    @property
    def values(self) -> tuple[object, ...]:
        """Each value in which they must equal whom they are compared with."""
        numbers = (self.nhs_number, self.nhs_number_in_doubt)
        return (self.date_of_birth, self.sort_name, *numbers, self.way)


READ = tuple(field.name for field in fields(_Candidate) if field.name != "way")


class _Blocks:
    """Candidates by each value in which they must equal whom they are compared with."""

    def __init__(self, rows: Iterable[_Candidate]) -> None:
        self.by: dict[object, dict[UUID, _Candidate]] = defaultdict(dict)
        for row in rows:
            for value in filter(None, row.values):
                self.by[value][row.pk] = row

    def beside(self, one: Identity) -> list[_Candidate]:
        values = (*_days(one), _sorted(one), one.nhs_number, *one.phones, *one.emails)
        found = {pk: row for value in values for pk, row in self.by.get(value, {}).items()}
        return list(found.values())


def _candidates(scheme_id: UUID, wanted: Collection[Identity]) -> list[_Candidate]:
    """Everyone who equals one of these in something; one read."""
    numbers = {one.nhs_number for one in wanted} - {""}
    same = Q(date_of_birth__in={day for one in wanted for day in _days(one)})
    same |= Q(sort_name__in={_sorted(one) for one in wanted})
    if numbers:
        same |= Q(nhs_number__in=numbers) | Q(nhs_number_in_doubt__in=numbers)
    rows = Person.objects.filter(same, scheme_id=scheme_id).annotate(way=Value(""))
    people = rows.values_list(*READ, "way")
    values = {way for one in wanted for way in (*one.phones, *one.emails)}
    if values:
        points = ContactPoint.objects.filter(
            scheme_id=scheme_id, kind__in=[Kind.PHONE, Kind.EMAIL], value__in=values, ended_on=None
        )
        reached = points.values_list(*(f"person__{name}" for name in READ), "value")
        people = people.union(reached, all=True)
    return [_Candidate(*row) for row in people]


def _weighed(
    wanted: Mapping[Key, Identity], beside: Mapping[Key, Sequence[Person]]
) -> dict[Key, list[Match]]:
    """Each of these compared, the likeliest first; a read of contact points."""
    known = identities({p.pk: p for people in beside.values() for p in people}.values())
    return {
        key: _best(Match(p.kept, compare(wanted[key], known[p.pk])) for p in people)
        for key, people in beside.items()
    }


def _best(matches: Iterable[Match]) -> list[Match]:
    """One match a kept record, the likeliest first; of two as likely, who was there first."""
    ordered = sorted(
        matches,
        key=lambda m: (not m.comparison.certain, -m.comparison.weight, m.person.created_at),
    )
    found: dict[UUID, Match] = {}
    for match in ordered:
        found.setdefault(match.person.pk, match)
    return list(found.values())


def _said_apart(people: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    apart: dict[UUID, set[UUID]] = {pk: set() for pk in people}
    rows = NotTheSame.objects.filter(Q(one__in=apart) | Q(other__in=apart))
    for one, other in rows.values_list("one_id", "other_id"):
        for mine, theirs in ((one, other), (other, one)):
            if mine in apart:
                apart[mine].add(theirs)
    return apart


def _bare(person: Person) -> Identity:
    return Identity(
        person.first_name,
        person.last_name,
        person.date_of_birth,
        person.preferred_name,
        person.nhs_number or person.nhs_number_in_doubt,
    )


def _with_ways(bare: Identity, points: Iterable[ContactPoint]) -> Identity:
    of: dict[str, set[str]] = defaultdict(set)
    for point in points:
        of[point.kind].add(point.value)
        of["postcode"].add(point.postcode)
    return replace(
        bare,
        phones=frozenset(of[Kind.PHONE]),
        emails=frozenset(of[Kind.EMAIL]),
        postcodes=frozenset(of["postcode"] - {""}),
        addresses=frozenset(map(_folded, of[Kind.ADDRESS])) - {""},
    )


def _days(one: Identity) -> frozenset[datetime.date]:
    return near(one.date_of_birth) | {one.date_of_birth}


def _sorted(one: Identity) -> str:
    return names.sort_key(one.first_name, one.last_name)


def _folded(address: str) -> str:
    """An address by its letters and digits alone, so that spelling does not tell two apart."""
    return "".join(letter for letter in address.casefold() if letter.isalnum())
