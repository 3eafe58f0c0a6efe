"""How someone can be reached, and which of it is safe."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kith.audit.write import action
from kith.geography import postcodes
from kith.isolation.actor import Actor
from kith.people.models import Channel, ContactPoint, Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today
from kith.vocabulary import phone as phones

Kind = ContactPoint.Kind
CHANNELS: dict[str, frozenset[str]] = {
    Kind.PHONE: frozenset({Channel.CALL, Channel.VOICEMAIL, Channel.TEXT}),
    Kind.EMAIL: frozenset({Channel.EMAIL}),
    Kind.ADDRESS: frozenset({Channel.LETTER, Channel.VISIT}),
}


@action("people.add_contact_point")
def add_contact_point(
    *,
    by: Actor,
    person: Person,
    kind: str,
    value: str,
    postcode: str = "",
    safe_for: Sequence[str] = (),
    when_safe: str = "",
    note: str = "",
    is_preferred: bool = False,
    in_use: Sequence[ContactPoint] | None = None,
) -> ContactPoint:
    """Add a phone (kept as E.164), an e-mail or an address (its postcode put on the map).

    `safe_for` are the channels the person said are safe; none means that nothing automatic uses
    it. `in_use` is for who has read the ways that are there in this transaction. Raises Refused for
    a value that is not one, or that is there already.
    """
    values = _checked(kind, value, postcode, safe_for)
    if in_use is None:
        in_use = list(ContactPoint.objects.filter(person=person, kind=kind, ended_on=None))
    there = {(way.kind, way.value, way.postcode) for way in in_use}
    if (kind, values["value"], values["postcode"]) in there:
        raise Refused("This is on the record already. Change it there.", field="value")
    if is_preferred:
        _prefer_no_other(person, kind)
    return ContactPoint.objects.create(
        scheme_id=person.scheme_id,
        person=person,
        kind=kind,
        when_safe=when_safe.strip(),
        note=note.strip(),
        is_preferred=is_preferred,
        **values,
    )


@action("people.change_contact_point")
def change_contact_point(
    *,
    by: Actor,
    point: ContactPoint,
    value: str,
    postcode: str = "",
    safe_for: Sequence[str] = (),
    when_safe: str = "",
    note: str = "",
    is_preferred: bool = False,
    expected: int | None = None,
) -> ContactPoint:
    """Change a way of reaching someone, or what it is safe for. Raises as adding does, and Stale."""
    values = _checked(point.kind, value, postcode, safe_for)
    if is_preferred and not point.is_preferred:
        _prefer_no_other(point.person, point.kind)
    change(
        point,
        expected=expected,
        when_safe=when_safe.strip(),
        note=note.strip(),
        is_preferred=is_preferred,
        **values,
    )
    return point


@action("people.end_contact_point")
def end_contact_point(
    *, by: Actor, point: ContactPoint, ended_on: datetime.date | None = None
) -> ContactPoint:
    """Stop using a way of reaching someone; it stays in the history. Raises Refused twice."""
    if point.ended_on is not None:
        raise Refused("This has ended already. Reload the page to see what is in use.")
    change(point, ended_on=ended_on or today(), is_preferred=False)
    return point


def normal_phone(text: str, *, field: str = "value") -> str:
    """A phone as E.164, or "" for none. Raises Refused for anything else."""
    if not text.strip():
        return ""
    try:
        return phones.normalise(text)
    except phones.InvalidPhone as error:
        raise Refused(str(error), field=field) from error


def normal_email(text: str, *, field: str = "value") -> str:
    """An e-mail address in one case, or "" for none. Raises Refused for anything else."""
    kept = text.strip().casefold()
    if not kept:
        return ""
    try:
        validate_email(kept)
    except ValidationError as error:
        raise Refused(
            "This is not an e-mail address. It looks like name@example.com.", field=field
        ) from error
    return kept


def normal_postcode(text: str, *, field: str = "postcode") -> str:
    """A postcode with its one space, or "" for none. Raises Refused for anything else."""
    if not text.strip():
        return ""
    try:
        return postcodes.normalise(text)
    except postcodes.InvalidPostcode as error:
        raise Refused(str(error), field=field) from error


def _checked(kind: str, value: str, postcode: str, safe_for: Sequence[str]) -> dict[str, object]:
    if kind not in CHANNELS:
        raise Refused("Choose a phone, an e-mail or an address.", field="kind")
    wrong = set(safe_for) - CHANNELS[kind]
    if wrong:
        raise Refused("This cannot be used in that way. Choose again.", field="safe_for")
    normal = {Kind.PHONE: normal_phone, Kind.EMAIL: normal_email}.get(Kind(kind))
    kept = normal(value) if normal else value.strip()
    code = normal_postcode(postcode) if kind == Kind.ADDRESS else ""
    if not kept and not code:
        raise Refused("Enter the number or address.", field="value")
    point = postcodes.locate(code) if code else None
    return {
        "value": kept,
        "postcode": code,
        "latitude": point.latitude if point else None,
        "longitude": point.longitude if point else None,
        "safe_for": [channel for channel in Channel.values if channel in safe_for],
    }


def _prefer_no_other(person: Person, kind: str) -> None:
    for other in ContactPoint.objects.filter(person=person, kind=kind, is_preferred=True):
        change(other, is_preferred=False)
