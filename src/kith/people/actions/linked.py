"""The people around someone, and what each may be told."""

from __future__ import annotations

import datetime

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.people.models import LinkedPerson, Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today
from kith.vocabulary import phone as phones

NOTHING = LinkedPerson.MayBeTold.NOTHING
Part = LinkedPerson.Part


@action("people.add_linked_person")
def add_linked_person(
    *,
    by: Actor,
    person: Person,
    name: str,
    relationship: str,
    phone: str = "",
    phone_is_safe: bool | None = None,
    parental_responsibility: bool = False,
    may_be_told: str = NOTHING,
    on_whose_say_so: str = "",
    said_on: datetime.date | None = None,
    until: datetime.date | None = None,
    note: str = "",
    part: str = Part.AROUND,
    supported: Person | None = None,
    at: datetime.datetime | None = None,
) -> LinkedPerson:
    """Add someone around a person. They may be told nothing until somebody says so.

    `supported` is their own record, where the scheme supports them too; nothing of either is shared by it.
    Raises Refused without a name, when more than nothing may be told on nobody's say-so, for a parent as the
    safeguarding contact, and for a record that is linked already or is the person's own.
    """
    _check_part(part, parental_responsibility)
    _check_supported(person, supported)
    values = _checked(name, relationship, phone, may_be_told, on_whose_say_so, said_on, until, note)
    values |= {
        "phone_is_safe": phone_is_safe,
        "parental_responsibility": parental_responsibility,
        "part": part,
        "supported": supported,
    }
    return LinkedPerson.objects.create(scheme_id=person.scheme_id, person=person, **values)


@action("people.change_linked_person")
def change_linked_person(
    *,
    by: Actor,
    linked: LinkedPerson,
    name: str,
    relationship: str,
    phone: str = "",
    phone_is_safe: bool | None = None,
    parental_responsibility: bool = False,
    may_be_told: str = NOTHING,
    on_whose_say_so: str = "",
    said_on: datetime.date | None = None,
    until: datetime.date | None = None,
    note: str = "",
    part: str = Part.AROUND,
    expected: int | None = None,
) -> LinkedPerson:
    """Change who they are or what they may be told. Raises as adding does, and Stale."""
    _check_part(part, parental_responsibility)
    values = _checked(name, relationship, phone, may_be_told, on_whose_say_so, said_on, until, note)
    values |= {
        "phone_is_safe": phone_is_safe,
        "parental_responsibility": parental_responsibility,
        "part": part,
    }
    change(linked, expected=expected, **values)
    return linked


@action("people.end_linked_person")
def end_linked_person(
    *, by: Actor, linked: LinkedPerson, ended_on: datetime.date | None = None
) -> LinkedPerson:
    """Take someone off the list: they may be told nothing more. Raises Refused twice."""
    if linked.ended_on is not None:
        raise Refused("This has ended already. Reload the page to see who is there now.")
    change(linked, ended_on=ended_on or today())
    return linked


def _check_part(part: str, parental_responsibility: bool) -> None:
    if part not in Part.values:
        raise Refused("Choose what part they have.", field="part")
    if part == Part.SAFEGUARDING and parental_responsibility:
        raise Refused(
            "A parent cannot be the safeguarding contact: name somebody else for it.", field="part"
        )


def _check_supported(person: Person, supported: Person | None) -> None:
    if supported is None:
        return
    if supported.scheme_id != person.scheme_id or supported.kept.pk == person.kept.pk:
        raise Refused("Choose the record of somebody else of this scheme.")
    there = LinkedPerson.objects.filter(
        person__in=person.records, supported__in=supported.records, ended_on=None
    )
    if there.exists():
        raise Refused(f"{supported.full_name} is among the people around them already.")


def _checked(
    name: str,
    relationship: str,
    phone: str,
    may_be_told: str,
    on_whose_say_so: str,
    said_on: datetime.date | None,
    until: datetime.date | None,
    note: str,
) -> dict[str, object]:
    if not name.strip():
        raise Refused("Enter their name.", field="name")
    if may_be_told not in LinkedPerson.MayBeTold.values:
        raise Refused("Choose what they may be told.", field="may_be_told")
    if may_be_told != NOTHING and not on_whose_say_so.strip():
        raise Refused(
            "Say on whose say-so they may be told this, such as the person themself.",
            field="on_whose_say_so",
        )
    said = said_on or (today() if may_be_told != NOTHING else None)
    if said is not None and said > today():
        raise Refused("This day has not come yet. Check the date.", field="said_on")
    if said is not None and until is not None and until < said:
        raise Refused("It would run out before it was said. Check both dates.", field="until")
    return {
        "name": name.strip(),
        "relationship": relationship.strip(),
        "phone": _phone(phone),
        "may_be_told": may_be_told,
        "on_whose_say_so": on_whose_say_so.strip(),
        "said_on": said,
        "until": until,
        "note": note.strip(),
    }


def _phone(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return phones.normalise(text)
    except phones.InvalidPhone as error:
        raise Refused(str(error), field="phone") from error
