"""Reading people: who may be seen, finding them, and how they can safely be reached."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404

from kith.accounts.permissions import Permission
from kith.accounts.roles import permissions_of
from kith.isolation.actor import Actor, Seat
from kith.organisations.models import Scheme
from kith.people.models import (
    ChildAgreement,
    ContactPoint,
    LinkedPerson,
    Merge,
    PartnerAccess,
    Person,
    RiskStatement,
)
from kith.people.rules import is_child
from kith.ui.dates import today
from kith.vocabulary import names, nhs_number

MOST_FOUND = 50
FEWEST_DIGITS = 4
DATE_SHAPES = (
    "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d %m %Y",
)  # fmt: skip


def visible_to(actor: Actor) -> QuerySet[Person]:
    """The people an actor may see: those of their own delivery partner, or of the whole scheme when
    their seat or a rule of the scheme opens it. Jobs and commands see their scheme; nobody else
    sees anyone.
    """
    return with_merged_visible_to(actor).filter(merged_into=None)


def with_merged_visible_to(actor: Actor) -> QuerySet[Person]:
    """The records whose rows an actor may read: those of `visible_to`, and what was merged into them.

    Who sees the record that is kept sees both; access to the other one alone opens nothing.
    """
    people = Person.objects.all()
    if actor.kind == "system":
        return people
    seats = [s for s in actor.seats if Permission.SEE_PEOPLE in permissions_of(s.roles)]
    if actor.kind != "staff" or not seats:
        return people.none()
    opened = Q(scheme_id__in=[seat.scheme_id for seat in seats if seat.sees_all])
    narrow = [seat for seat in seats if not seat.sees_all]
    if narrow:
        opened |= Q(scheme_id__in=_opened_by_rule(narrow))
    for seat in narrow:
        opened |= Q(Exists(_access(seat)), scheme_id=seat.scheme_id)
    return people.filter(opened)


def _opened_by_rule(seats: list[Seat]) -> QuerySet[Scheme]:
    ids = [seat.scheme_id for seat in seats if seat.partner_id]
    return Scheme.objects.filter(pk__in=ids, partners_see_each_other=True).values("pk")  # type: ignore[return-value]


def _access(seat: Seat) -> QuerySet[PartnerAccess]:
    day = today()
    return PartnerAccess.objects.filter(
        Q(to_date=None) | Q(to_date__gte=day),
        person=Coalesce(OuterRef("merged_into"), OuterRef("pk")),
        scheme_id=seat.scheme_id,
        partner_id=seat.partner_id,
        from_date__lte=day,
    )


def person_for(actor: Actor, person_id: UUID) -> Person:
    """One person the actor may see; raises the one 404 otherwise.

    The id of a record that was merged leads to the one that is kept.
    """
    rows = with_merged_visible_to(actor).select_related("practice", "merged_into__practice")
    found = rows.filter(pk=person_id).first()
    if found is None:
        raise Http404
    return found.kept


def locked(person: Person) -> Person:
    """The same person, whom no other transaction changes or locks until this one ends."""
    return Person.objects.select_for_update().get(pk=person.pk)


def locked_pair(one: Person, other: Person) -> tuple[Person, Person]:
    """The kept records of two, locked in the order of their ids so that two who lock the same never
    wait in a ring; asked again while either was merged as we waited.
    """
    while True:
        ids = [_kept_id(one), _kept_id(other)]
        rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
        found = {row.pk: row for row in rows}
        if all(row.merged_into_id is None for row in found.values()):
            return found[ids[0]], found[ids[1]]


def _kept_id(person: Person) -> UUID:
    into = Person.objects.values_list("merged_into", flat=True).get(pk=person.pk)
    return into or person.pk


def agreement_of(person: Person) -> ChildAgreement | None:
    """Who agreed to our support of a child, as it stands."""
    rows = ChildAgreement.objects.filter(person__in=person.records, ended_on=None)
    return rows.select_related("parent").first()


def without_agreement(people: Iterable[Person], on: datetime.date) -> set[UUID]:
    """Those who are children on a day and for whom nobody has agreed yet; one read, none without children."""
    children = {person.pk for person in people if is_child(person, on)}
    if not children:
        return set()
    kept = Coalesce("person__merged_into", "person")
    rows = ChildAgreement.objects.filter(person__in=records_of_all(children), ended_on=None)
    return children - set(rows.annotate(kept_id=kept).values_list("kept_id", flat=True))


def merges_of(person: Person) -> QuerySet[Merge]:
    """The merges in force of the records that are read as this person, newest first."""
    rows = Merge.objects.filter(lost__in=person.records, undone_at=None)
    return rows.select_related("lost__practice", "kept").order_by("-at")


def search(actor: Actor, text: str) -> list[Person]:
    """The people an actor may see who fit what was typed, at most 50, in reading order.

    An NHS number, a date of birth (day first, or ISO), four or more digits of a phone number, or
    parts of a name in any order, accents and case ignored.
    """
    typed = " ".join(text.split())
    if not typed:
        return []
    rows = with_merged_visible_to(actor).select_related("practice", "merged_into__practice")
    rows = rows.order_by("sort_name", "date_of_birth")
    kept = {
        row.kept.pk: row.kept for fits in _fits(typed) for row in rows.filter(fits)[:MOST_FOUND]
    }
    return list(kept.values())[:MOST_FOUND]


def _fits(typed: str) -> list[Q]:
    """What is asked, one question after the other: each finds its own index."""
    digits = re.sub(r"[\s()+.\-]", "", typed)
    day = _as_date(typed)
    if day is not None:
        return [Q(date_of_birth=day)]
    if digits.isascii() and digits.isdigit():
        return _fits_digits(digits)
    fits = Q()
    for word in typed.split():
        folded = names.sort_key("", word)
        part = Q(preferred_name__icontains=word)
        for piece in folded.split():
            part |= Q(sort_name__contains=piece)
        fits &= part
    return [fits]


def _fits_digits(digits: str) -> list[Q]:
    fits = [Q(nhs_number=digits)] if nhs_number.is_valid(digits) else []
    if len(digits) >= FEWEST_DIGITS:
        fits.append(Q(pk__in=whose_number(digits)))
    return fits


def whose_number(digits: str) -> QuerySet[ContactPoint, Any]:
    """The ids of those of the context whose number in use holds these digits, with 0 or 44 before them or not; for
    a query.

    It reads an index of numbers from end to end: one that finds any part of a number is for leakproof operators
    alone, which `LIKE` is not.
    """
    local = digits.removeprefix("44").lstrip("0") or digits
    rows = ContactPoint.objects.filter(
        kind=ContactPoint.Kind.PHONE, ended_on=None, value__contains=local
    )
    return rows.values("person_id")


def _as_date(typed: str) -> datetime.date | None:
    for shape in DATE_SHAPES:
        try:
            return datetime.datetime.strptime(typed, shape).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def contact_points(person: Person) -> QuerySet[ContactPoint]:
    """The ways to reach someone that are in use, the preferred first."""
    rows = ContactPoint.objects.filter(person__in=person.records, ended_on=None)
    return rows.order_by("-is_preferred", "kind", "created_at")


def safe_points(person: Person, channel: str) -> list[ContactPoint]:
    """The ways the person said are safe for a channel, the preferred first. Nothing automatic may
    use another.
    """
    return [point for point in contact_points(person) if point.is_safe_for(channel)]


def linked_people(person: Person) -> QuerySet[LinkedPerson]:
    """The people around someone, by name."""
    return LinkedPerson.objects.filter(person__in=person.records, ended_on=None).order_by("name")


def risks(person: Person) -> QuerySet[RiskStatement]:
    """Every statement about risk, those that ended included, newest first."""
    rows = RiskStatement.objects.filter(person__in=person.records).select_related("stated_by")
    return rows.order_by("-stated_on", "-created_at")


Row = TypeVar("Row", ContactPoint, RiskStatement)


def of_each(rows: QuerySet[Row], people: Iterable[Person]) -> dict[UUID, list[Row]]:
    """The rows of each of these people by the id of the record that is kept, those of records merged
    into it among them; in one read.
    """
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows.filter(person__in=records_of_all(p.kept.pk for p in people)).annotate(
        kept_id=Coalesce("person__merged_into", "person")
    ):
        found[row.kept_id].append(row)
    return found


def records_of_all(kept: Iterable[UUID]) -> QuerySet[Person, Any]:
    """The ids of every record of these people, for a query."""
    ids = list(kept)
    return Person.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids)).values("pk")


def partners_who_see(person: Person, on: datetime.date) -> QuerySet[PartnerAccess]:
    """The delivery partners whose staff see this record on a day; while it is merged, nobody sees it
    for its own sake.
    """
    rows = PartnerAccess.objects.filter(person=person, from_date__lte=on).exclude(to_date__lt=on)
    return rows.select_related("partner").order_by("from_date")


def seen_of(actor: Actor, people: Iterable[UUID]) -> set[UUID]:
    """Of some records those that an actor may open; no read for none."""
    ids = list(people)
    if not ids:
        return set()
    return set(with_merged_visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
