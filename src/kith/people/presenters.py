"""Ways to reach someone, and the people around them, in the words of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from kith.people.models import (
    AddressWarning,
    Channel,
    ChildAgreement,
    ContactPoint,
    LinkedPerson,
    Person,
)
from kith.people.rules import DECIDES_FROM, agreed_words, may_be_told
from kith.ui.dates import medium_date, today
from kith.vocabulary import phone as phones

KINDS = (("phone", "a phone"), ("email", "an e-mail"), ("address", "an address"))
SAFE = {
    Channel.CALL: "calls",
    Channel.VOICEMAIL: "voicemail",
    Channel.TEXT: "texts",
    Channel.EMAIL: "e-mail",
    Channel.LETTER: "letters",
    Channel.VISIT: "visits",
}


def value(point: ContactPoint) -> str:
    """A phone as people read it; anything else as it is."""
    if point.kind == ContactPoint.Kind.PHONE and phones.is_valid(point.value):
        return phones.display(point.value)
    return point.value


def safe_words(point: ContactPoint) -> str:
    """What a way of reaching someone is safe for, in a sentence."""
    channels = [SAFE[Channel(channel)] for channel in point.safe_for]
    if not channels:
        return "Not asked what is safe"
    *most, last = channels
    said = f"{', '.join(most)} and {last}" if most else last
    return f"Safe for {said}" + (f": {point.when_safe}" if point.when_safe else "")


def point(row: ContactPoint) -> dict[str, Any]:
    """One way of reaching someone, for its card."""
    shown = ", ".join(part for part in (value(row), row.postcode) if part)
    return {"row": row, "value": shown, "safe": safe_words(row), "is_safe": bool(row.safe_for)}


def linked(row: LinkedPerson, *, seen: bool) -> dict[str, Any]:
    """Someone around the person, with what they may be told today. `seen`: the reader may open their own record."""
    told = may_be_told(row, today())
    over = told != row.may_be_told and row.until is not None
    said = f"On the say-so of {row.on_whose_say_so}" if row.on_whose_say_so else ""
    if said and row.said_on:
        said += f", {medium_date(row.said_on)}"
    if row.until:
        said += f", until {medium_date(row.until)}"
    return {
        "row": row,
        "part": "" if row.part == LinkedPerson.Part.AROUND else LinkedPerson.Part(row.part).label,
        "record": row.supported_id if seen else None,
        "told": f"{told.label} (it ran out)" if over else told.label,
        "said": said,
        "phone": phones.display(row.phone) if phones.is_valid(row.phone) else row.phone,
    }


def child(
    person: Person, linked: Sequence[LinkedPerson], agreement: ChildAgreement | None, on: date
) -> dict[str, Any]:
    """Of a child: who may agree for them and who did, who has parental responsibility, the school, and whom to ring
    about their safety.
    """
    decides = person.age_on(on) >= DECIDES_FROM
    return {
        "may_agree": f"{person.called} decides, if able to: they are {DECIDES_FROM} or older."
        if decides
        else f"Somebody with parental responsibility; or {person.called}, where somebody finds Gillick competence,"
        " for each decision anew.",
        "agreed": agreed_words(agreement) if agreement else "",
        "parents": [around(row) for row in linked if row.parental_responsibility],
        "school": person.school,
        "at_school": [around(row) for row in linked if row.part == LinkedPerson.Part.SCHOOL],
        "safeguarding": [
            around(row) for row in linked if row.part == LinkedPerson.Part.SAFEGUARDING
        ],
    }


def around(row: LinkedPerson) -> str:
    """Somebody around a person on one line: name, who they are, and their number with whether it is safe."""
    if not row.phone:
        return f"{row.name}, {row.relationship}"
    number = phones.display(row.phone) if phones.is_valid(row.phone) else row.phone
    safe = {True: "", False: ": not safe to ring", None: ": not asked whether it is safe"}
    return f"{row.name}, {row.relationship} ({number}{safe[row.phone_is_safe]})"


def homes(points: Iterable[ContactPoint]) -> dict[str, dict[str, Any]]:
    """The addresses among somebody's ways, by id."""
    return {str(row.pk): point(row) for row in points if row.kind == ContactPoint.Kind.ADDRESS}


def warnings(
    rows: Iterable[AddressWarning], points: Iterable[ContactPoint], day: date
) -> list[dict[str, Any]]:
    """What to know at a door, in words, with whether it is due for review.

    Who wrote it is said where it was written for this person: a name from next door would tell who else is supported.
    """
    own = {row.pk for row in points}
    return [_warning(row, row.point_id in own, day) for row in rows]


def _warning(row: AddressWarning, own: bool, day: date) -> dict[str, Any]:
    kind = AddressWarning.Kind(row.kind).label
    said = f"Seen {medium_date(row.seen_on)} by {row.by_name if own else 'a colleague'}"
    if row.reviewed_on:
        said += f"; still so {medium_date(row.reviewed_on)}"
    return {
        "row": row,
        "kind": kind,
        "words": f"{kind}: {row.text}" if row.text else kind,
        "said": said,
        "due": row.review_on <= day,
        "review_on": row.review_on,
    }
