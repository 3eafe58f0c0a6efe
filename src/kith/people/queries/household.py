"""Who lives with somebody, among the people whom a reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from kith.isolation.actor import Actor
from kith.people.models import ContactPoint, LinkedPerson, Person
from kith.people.queries.seeing import contact_points, with_merged_visible_to
from kith.people.rules.places import place_of

ADDRESS = ContactPoint.Kind.ADDRESS


@dataclass
class Household:
    """One address (or none), those at it, and those linked to the person who live elsewhere; `links` are the
    people around the person who have a record of their own.
    """

    address: str = ""
    together: list[Person] = field(default_factory=list)
    elsewhere: list[Person] = field(default_factory=list)
    links: list[LinkedPerson] = field(default_factory=list)


def household_of(actor: Actor, person: Person) -> Household:
    """Those at a person's address, and those linked to them, whom the actor may see and who live; by name.

    Of anybody else it says nothing, not even that they are there: the wall of delivery partners holds.
    """
    homes = [row for row in contact_points(person) if row.kind == ADDRESS]
    here = {row.pk: row for row in _at(actor, homes) if row.pk != person.pk}
    links = list(_links(person))
    linked = {row.supported.kept.pk: row.supported.kept for row in links if row.supported}
    seen = with_merged_visible_to(actor).filter(pk__in=linked).values_list("pk", flat=True)
    away = [linked[pk] for pk in set(seen) - set(here)]
    return Household(
        address=", ".join(filter(None, (homes[0].value, homes[0].postcode))) if homes else "",
        together=sorted(here.values(), key=lambda one: one.sort_name),
        elsewhere=sorted(away, key=lambda one: one.sort_name),
        links=links,
    )


def _links(person: Person) -> Iterable[LinkedPerson]:
    rows = LinkedPerson.objects.filter(person__in=person.records, ended_on=None)
    return rows.exclude(supported=None).select_related("supported__merged_into")


def _at(actor: Actor, homes: list[ContactPoint]) -> list[Person]:
    """The living people behind one of these doors, however their street is spelt (decision 0030)."""
    homes = [row for row in homes if row.postcode]
    wanted = {place_of(row.value, row.postcode) for row in homes} - {""}
    if not wanted:
        return []
    rows = ContactPoint.objects.filter(
        Q(person__merged_into=None, person__died_on=None)
        | Q(person__merged_into__isnull=False, person__merged_into__died_on=None),
        scheme_id=homes[0].scheme_id,
        kind=ADDRESS,
        ended_on=None,
        postcode__in={row.postcode for row in homes},
        person__in=with_merged_visible_to(actor),
    )
    found = rows.select_related("person__merged_into")
    same = [row.person.kept for row in found if place_of(row.value, row.postcode) in wanted]
    return list({one.pk: one for one in same}.values())
