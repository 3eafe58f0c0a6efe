"""Who someone is: put on record, joined when certainly known, edited."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import Practice
from kith.people import queries
from kith.people.actions.contact_points import (
    add_contact_point,
    normal_email,
    normal_phone,
    normal_postcode,
)
from kith.people.models import ContactPoint, Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today
from kith.vocabulary import accessible_information, ethnicity, gender, languages, names
from kith.vocabulary import nhs_number as nhs_numbers

OLDEST_YEARS = 120
LONGEST_NAME = 70
UNCONFIRMED = "Came with a later referral. Ask them whether it is theirs and what it is safe for."
Kind = ContactPoint.Kind


@dataclass(frozen=True)
class Who:
    """A person as a referral gives them. One name is enough; everything but it and the birth date
    may be missing. `…_safe_for` are channels of people.models.Channel; `other_phones` are safe for
    none of them.
    """

    first_name: str
    last_name: str
    date_of_birth: datetime.date
    preferred_name: str = ""
    nhs_number: str = ""
    nhs_number_in_doubt: str = ""
    gender: str = ""
    ethnicity: str = ""
    language: str = ""
    needs_interpreter: bool | None = None
    access_needs: Sequence[str] = ()
    access_notes: str = ""
    practice: Practice | None = None
    phone: str = ""
    phone_safe_for: Sequence[str] = ()
    phone_when_safe: str = ""
    other_phones: Sequence[str] = ()
    email: str = ""
    email_safe_for: Sequence[str] = ()
    address: str = ""
    postcode: str = ""
    address_safe_for: Sequence[str] = ()


@action("people.register")
def register(
    *,
    by: Actor,
    scheme_id: UUID,
    first_name: str,
    last_name: str,
    date_of_birth: datetime.date,
    preferred_name: str = "",
    said_as: str = "",
    pronouns: str = "",
    nhs_number: str = "",
    nhs_number_in_doubt: str = "",
    gender: str = "",
    ethnicity: str = "",
    language: str = "",
    needs_interpreter: bool | None = None,
    access_needs: Sequence[str] = (),
    access_notes: str = "",
    practice: Practice | None = None,
    number_is_free: bool = False,
    at: datetime.datetime | None = None,
) -> Person:
    """Put someone on record. Nobody but the prime contractor sees them until a partner is given access.

    `number_is_free` is for who has just read that nobody here has that NHS number. Raises Refused without a
    name, for a birth date in the future or more than 120 years ago, an NHS number that is not one or is
    another person's, or a code that is on no list.
    """
    values = _checked(
        scheme_id,
        None,
        first_name=first_name,
        last_name=last_name,
        date_of_birth=date_of_birth,
        preferred_name=preferred_name,
        said_as=said_as,
        pronouns=pronouns,
        gender=gender,
        ethnicity=ethnicity,
        language=language,
        needs_interpreter=needs_interpreter,
        access_needs=list(access_needs),
        access_notes=access_notes,
        practice=practice,
        **({} if number_is_free else {"nhs_number": nhs_number}),
    )
    if number_is_free:
        values["nhs_number"] = _nhs_number(nhs_number)
    if nhs_number_in_doubt:
        values["nhs_number_in_doubt"] = _nhs_number(nhs_number_in_doubt)
    if at is not None:
        values["created_at"] = at
    return Person.objects.create(scheme_id=scheme_id, **values)


@action("people.edit")
def edit(*, by: Actor, person: Person, expected: int | None = None, **values: object) -> Person:
    """Change identity or needs; only the fields named change, and `died_on` may be among them.

    Raises Refused as `register` does, and Stale when someone else changed the row.
    """
    change(person, expected=expected, **_checked(person.scheme_id, person, **values))
    return person


@action("people.know")
def know(
    *, by: Actor, scheme_id: UUID, who: Who, at: datetime.datetime | None = None
) -> tuple[Person, bool]:
    """The person a referral is about, and whether they were on record before.

    Joined only when certainly the same (see `queries.known`); then what was missing is filled in
    and nothing is overwritten, and a new way to reach them is safe for nothing until they are asked:
    whoever knows a name, a birth date and an address could otherwise have our letters and texts. An
    NHS number that is somebody else's is kept in doubt, and triage offers the two side by side.
    Raises Refused as `register` and `add_contact_point` do.
    """
    phone = normal_phone(who.phone, field="phone")
    others = {normal_phone(other, field="phone") for other in who.other_phones} - {phone, ""}
    email = normal_email(who.email, field="email")
    postcode = normal_postcode(who.postcode)
    number = _nhs_number(who.nhs_number)
    known = queries.known(
        scheme_id,
        first_name=who.first_name,
        last_name=who.last_name,
        date_of_birth=who.date_of_birth,
        nhs_number=number,
        postcode=postcode,
        phones={phone, *others} - {""},
        email=email,
        address=who.address.strip(),
    )
    if known.number_is_anothers:
        who = replace(who, nhs_number="", nhs_number_in_doubt=number)
    person, joined = known.person, known.person is not None
    person = _fill(by, person, who) if person else _new(by, scheme_id, who, at)
    ways = (
        (Kind.PHONE, phone, "", who.phone_safe_for, who.phone_when_safe),
        *((Kind.PHONE, other, "", (), "") for other in sorted(others)),
        (Kind.EMAIL, email, "", who.email_safe_for, ""),
        (Kind.ADDRESS, who.address.strip(), postcode, who.address_safe_for, ""),
    )
    in_use = list(queries.contact_points(person)) if joined else []
    for kind, value, code, safe_for, when in ways:
        if (value or code) and not (joined and _has(in_use, kind, value, code)):
            way = add_contact_point(
                by=by,
                person=person,
                kind=kind,
                value=value,
                postcode=code,
                safe_for=() if joined else safe_for,
                when_safe=when,
                note=UNCONFIRMED if joined else "",
                in_use=in_use,
            )
            in_use.append(way)
    return person, joined


def _new(by: Actor, scheme_id: UUID, who: Who, at: datetime.datetime | None) -> Person:
    return register(
        by=by,
        scheme_id=scheme_id,
        first_name=who.first_name,
        last_name=who.last_name,
        date_of_birth=who.date_of_birth,
        preferred_name=who.preferred_name,
        nhs_number=who.nhs_number,
        nhs_number_in_doubt=who.nhs_number_in_doubt,
        gender=who.gender,
        ethnicity=who.ethnicity,
        language=who.language,
        needs_interpreter=who.needs_interpreter,
        access_needs=who.access_needs,
        access_notes=who.access_notes,
        practice=who.practice,
        number_is_free=True,  # `known` has read who has it
        at=at,
    )


def _fill(by: Actor, person: Person, who: Who) -> Person:
    given: dict[str, Any] = {
        "nhs_number": who.nhs_number,
        "nhs_number_in_doubt": who.nhs_number_in_doubt,
        "preferred_name": who.preferred_name,
        "gender": who.gender,
        "ethnicity": who.ethnicity,
        "language": who.language,
        "needs_interpreter": who.needs_interpreter,
        "access_needs": list(who.access_needs),
        "access_notes": who.access_notes,
        "practice": who.practice,
    }
    empty: tuple[object, ...] = ("", None, [])
    missing = {
        name: value
        for name, value in given.items()
        if value not in empty and getattr(person, name) in empty
    }
    return edit(by=by, person=person, **missing) if missing else person


def _has(in_use: Sequence[ContactPoint], kind: str, value: str, postcode: str) -> bool:
    ways = [way for way in in_use if way.kind == kind]
    if kind == Kind.ADDRESS and postcode:
        return any(way.postcode == postcode for way in ways)
    return any(way.value == value for way in ways)


def _checked(scheme_id: UUID, person: Person | None, **values: object) -> dict[str, object]:
    """The values as they are kept, checked one by one."""
    kept = {name: v.strip() if isinstance(v, str) else v for name, v in values.items()}
    if {"first_name", "last_name"} & set(kept):
        kept |= _names(
            str(kept.get("first_name", person.first_name if person else "")),
            str(kept.get("last_name", person.last_name if person else "")),
        )
    born = kept.get("date_of_birth")
    if isinstance(born, datetime.date):
        _check_birth(born)
    died = kept.get("died_on")
    if isinstance(died, datetime.date):
        since = born if isinstance(born, datetime.date) else person and person.date_of_birth
        _check_death(died, since or died)
    if "nhs_number" in kept:
        kept["nhs_number"] = _free_number(scheme_id, str(kept["nhs_number"]), person)
    _check_codes(kept)
    return kept


def _names(first: str, last: str) -> dict[str, object]:
    first, last = names.clean(first), names.clean(last)
    if not first and not last:
        raise Refused("Enter a name. One name is enough.", field="last_name")
    for field, name in (("first_name", first), ("last_name", last)):
        if len(name) > LONGEST_NAME:
            raise Refused(f"A name has at most {LONGEST_NAME} characters here.", field=field)
    return {
        "first_name": first,
        "last_name": last,
        "sort_name": names.sort_key(first, last)[:160],
    }


def _check_birth(born: datetime.date) -> None:
    day = today()
    if born > day:
        raise Refused("The date of birth is in the future. Check the year.", field="date_of_birth")
    if day.year - born.year > OLDEST_YEARS:
        raise Refused(
            f"The date of birth is more than {OLDEST_YEARS} years ago. Check the year.",
            field="date_of_birth",
        )


def _check_death(died: datetime.date, born: datetime.date) -> None:
    if died > today() or died < born:
        raise Refused(
            "The date of death is not between birth and today. Check it.", field="died_on"
        )


def _nhs_number(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return nhs_numbers.normalise(text)
    except nhs_numbers.InvalidNhsNumber as error:
        raise Refused(str(error), field="nhs_number") from error


def _free_number(scheme_id: UUID, text: str, person: Person | None) -> str:
    number = _nhs_number(text)
    taken = Person.objects.filter(scheme_id=scheme_id, nhs_number=number)
    if person:
        taken = taken.exclude(pk__in=person.records)
    if number and taken.exists():
        raise Refused(
            "This NHS number is on the record of someone with other details."
            " Check the number, the name and the date of birth.",
            field="nhs_number",
        )
    return number


def _check_codes(values: dict[str, object]) -> None:
    for name, codes in (
        ("gender", gender.choices()),
        ("ethnicity", ethnicity.choices()),
        ("language", languages.choices()),
    ):
        if values.get(name) and values[name] not in {code for code, _ in codes}:
            raise Refused("Choose an answer from the list.", field=name)
    needs = values.get("access_needs")
    known = {code for code, _ in accessible_information.choices()}
    if isinstance(needs, list) and set(needs) - known:
        raise Refused("Choose needs from the list.", field="access_needs")
