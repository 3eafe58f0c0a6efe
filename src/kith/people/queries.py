"""Reading people: who may be seen, finding them, and how they can safely be reached."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from kith.accounts.permissions import Permission
from kith.accounts.roles import permissions_of
from kith.isolation.actor import Actor, Seat
from kith.organisations.models import Scheme
from kith.people.models import ContactPoint, LinkedPerson, PartnerAccess, Person, RiskStatement
from kith.ui.dates import today
from kith.vocabulary import names, nhs_number

MOST_FOUND = 50
DATE_SHAPES = (
    "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d %m %Y",
)  # fmt: skip


def visible_to(actor: Actor) -> QuerySet[Person]:
    """The people an actor may see: those of their own delivery partner, or of the whole scheme when
    their seat or a rule of the scheme opens it. Jobs and commands see their scheme; nobody else
    sees anyone.
    """
    people = Person.objects.filter(merged_into=None)
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
        person=OuterRef("pk"),
        scheme_id=seat.scheme_id,
        partner_id=seat.partner_id,
        from_date__lte=day,
    )


def person_for(actor: Actor, person_id: UUID) -> Person:
    """One person the actor may see; raises the one 404 otherwise."""
    found = visible_to(actor).select_related("practice").filter(pk=person_id).first()
    if found is None:
        raise Http404
    return found


def locked(person: Person) -> Person:
    """The same person, whom no other transaction changes or locks until this one ends."""
    return Person.objects.select_for_update().get(pk=person.pk)


def search(actor: Actor, text: str) -> list[Person]:
    """The people an actor may see who fit what was typed, at most 50, in reading order.

    An NHS number, a date of birth (day first, or ISO), four or more digits of a phone number, or
    parts of a name in any order, accents and case ignored.
    """
    typed = " ".join(text.split())
    if not typed:
        return []
    found = visible_to(actor).select_related("practice").filter(_fits(typed))
    return list(found.distinct().order_by("sort_name", "date_of_birth")[:MOST_FOUND])


def _fits(typed: str) -> Q:
    digits = re.sub(r"[\s()+.\-]", "", typed)
    day = _as_date(typed)
    if day is not None:
        return Q(date_of_birth=day)
    if digits.isascii() and digits.isdigit():
        return _fits_digits(digits)
    fits = Q()
    for word in typed.split():
        folded = names.sort_key("", word)
        part = Q(preferred_name__icontains=word)
        for piece in folded.split():
            part |= Q(sort_name__contains=piece)
        fits &= part
    return fits


def _fits_digits(digits: str) -> Q:
    fits = Q(pk=None)
    if nhs_number.is_valid(digits):
        fits |= Q(nhs_number=digits)
    if len(digits) >= 4:
        local = digits.removeprefix("44").lstrip("0") or digits
        phones = ContactPoint.objects.filter(
            person=OuterRef("pk"),
            kind=ContactPoint.Kind.PHONE,
            ended_on=None,
            value__contains=local,
        )
        fits |= Q(Exists(phones))
    return fits


def _as_date(typed: str) -> datetime.date | None:
    for shape in DATE_SHAPES:
        try:
            return datetime.datetime.strptime(typed, shape).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def contact_points(person: Person) -> QuerySet[ContactPoint]:
    """The ways to reach someone that are in use, the preferred first."""
    rows = ContactPoint.objects.filter(person=person, ended_on=None)
    return rows.order_by("-is_preferred", "kind", "created_at")


def safe_points(person: Person, channel: str) -> list[ContactPoint]:
    """The ways the person said are safe for a channel, the preferred first. Nothing automatic may
    use another.
    """
    return [point for point in contact_points(person) if point.is_safe_for(channel)]


def linked_people(person: Person) -> QuerySet[LinkedPerson]:
    """The people around someone, by name."""
    return LinkedPerson.objects.filter(person=person, ended_on=None).order_by("name")


def risks(person: Person) -> QuerySet[RiskStatement]:
    """Every statement about risk, those that ended included, newest first."""
    rows = RiskStatement.objects.filter(person=person).select_related("stated_by")
    return rows.order_by("-stated_on", "-created_at")


def partners_who_see(person: Person, on: datetime.date) -> QuerySet[PartnerAccess]:
    """The delivery partners whose staff see this person on a day."""
    rows = PartnerAccess.objects.filter(person=person, from_date__lte=on).exclude(to_date__lt=on)
    return rows.select_related("partner").order_by("from_date")


def matching(
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
) -> Person | None:
    """The person of a scheme who certainly is this one, or None.

    Certain: the same NHS number and date of birth; or the same full name (accents and case
    ignored) and date of birth and the same postcode, phone, e-mail or address. An NHS number is a
    check and never the only means; two different NHS numbers are two people. Values come in
    normalised.
    """
    people = Person.objects.filter(
        scheme_id=scheme_id, merged_into=None, date_of_birth=date_of_birth
    )
    if nhs_number:
        same = people.filter(nhs_number=nhs_number).first()
        if same is not None:
            return same
    named = people.filter(sort_name=names.sort_key(first_name, last_name))
    if nhs_number:
        named = named.filter(nhs_number="")
    ways = Q()
    if phones:
        ways |= Q(kind=ContactPoint.Kind.PHONE, value__in=phones)
    if email:
        ways |= Q(kind=ContactPoint.Kind.EMAIL, value=email)
    if address:
        ways |= Q(kind=ContactPoint.Kind.ADDRESS, value=address)
    if postcode:
        ways |= Q(kind=ContactPoint.Kind.ADDRESS, postcode=postcode)
    if not ways:
        return None
    points = ContactPoint.objects.filter(ways, person=OuterRef("pk"), ended_on=None)
    return named.filter(Exists(points)).order_by("created_at").first()


def possible_duplicates(person: Person) -> list[Person]:
    """Others of the scheme who may be this person, for a human to look at."""
    return possible_duplicates_of([person])[person.pk]


def possible_duplicates_of(people: Sequence[Person]) -> dict[UUID, list[Person]]:
    """For each person, others of their scheme who may be them, at most five; in two reads.

    The same birth date with a shared part of the name, or the same name with a shared phone or
    postcode.
    """
    others = Person.objects.filter(
        Q(date_of_birth__in={p.date_of_birth for p in people})
        | Q(sort_name__in={p.sort_name for p in people}),
        scheme_id__in={p.scheme_id for p in people},
        merged_into=None,
    )
    found = list(others.order_by("sort_name", "created_at").prefetch_related("contact_points"))
    by_id = {other.pk: other for other in found}
    return {
        person.pk: [o for o in found if o.pk != person.pk and _alike(by_id[person.pk], o)][:5]
        for person in people
        if person.pk in by_id
    } | {person.pk: [] for person in people if person.pk not in by_id}


def _alike(one: Person, other: Person) -> bool:
    if one.scheme_id != other.scheme_id:
        return False
    if one.date_of_birth == other.date_of_birth:
        return bool(set(one.sort_name.split()) & set(other.sort_name.split()))
    return one.sort_name == other.sort_name and bool(_marks(one) & _marks(other))


def _marks(person: Person) -> set[str]:
    points = [p for p in person.contact_points.all() if p.ended_on is None]
    phones = {p.value for p in points if p.kind == ContactPoint.Kind.PHONE}
    return phones | {p.postcode for p in points if p.postcode}
