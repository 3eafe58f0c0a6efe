"""Which ways of reaching someone the person said are safe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kith.pathway.contacts.models import Contact, Outcome
from kith.people.models import Channel, ContactPoint, Person
from kith.resilience.errors import Refused

_KINDS = {
    Channel.CALL: (ContactPoint.Kind.PHONE, "phone number", "a call"),
    Channel.VOICEMAIL: (ContactPoint.Kind.PHONE, "phone number", "a voicemail"),
    Channel.TEXT: (ContactPoint.Kind.PHONE, "phone number", "a text"),
    Channel.EMAIL: (ContactPoint.Kind.EMAIL, "e-mail address", "an e-mail"),
    Channel.LETTER: (ContactPoint.Kind.ADDRESS, "address", "a letter"),
    Channel.VISIT: (ContactPoint.Kind.ADDRESS, "address", "a visit"),
}
MEDIA = {
    "02": Channel.CALL,
    "04": Channel.CALL,
    "05": Channel.EMAIL,
    "06": Channel.TEXT,
    "08": Channel.TEXT,
    "letter": Channel.LETTER,
}


@dataclass(frozen=True)
class Way:
    """One contact point for one channel, safe or not as the person said."""

    channel: Channel
    value: str
    safe: bool
    when: str


def ways(points: Iterable[ContactPoint]) -> list[Way]:
    """Every way the points on record could be used, the safe ones first."""
    found = [
        Way(channel, point.value, point.is_safe_for(channel), point.when_safe)
        for point in points
        for channel, (kind, _, _) in _KINDS.items()
        if point.kind == kind
    ]
    order = list(Channel)
    return sorted(found, key=lambda way: (not way.safe, order.index(way.channel)))


def channel_of(medium: str, outcome: str, *, at_home: bool) -> Channel | None:
    """What a contact used, or None where it used nothing of the person's (met elsewhere)."""
    if at_home:
        return Channel.VISIT
    if medium == "02" and outcome == Outcome.LEFT_MESSAGE:
        return Channel.VOICEMAIL
    return MEDIA.get(medium)


def unsafe_reason_missing(person: Person, channel: Channel | None, reason: str) -> str:
    """The sentence to show when a channel is not marked safe and nobody said why it was used."""
    if channel is None or reason.strip():
        return ""
    kind, noun, act = _KINDS[channel]
    points = [p for p in person.contact_points.all() if p.kind == kind and p.ended_on is None]
    if not points or any(point.is_safe_for(channel) for point in points):
        return ""
    return (
        f"No {noun} of {person.called} is marked safe for {act}. Say why it was right to use it,"
        " or choose another way. What you wrote is kept here."
    )


def check_safe(
    person: Person, *, medium: str, direction: str, outcome: str, at_home: bool, reason: str
) -> None:
    """Raise Refused when we used a way that is not marked safe, without saying why."""
    if direction == Contact.Direction.IN:
        return
    channel = channel_of(medium, outcome, at_home=at_home)
    missing = unsafe_reason_missing(person, channel, reason)
    if missing:
        raise Refused(missing, field="unsafe_why")
