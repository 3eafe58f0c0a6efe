"""Which ways of reaching someone the person said are safe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kith.pathway.contacts.models import Outcome
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


def points_for(points: Iterable[ContactPoint], channel: Channel | None) -> list[ContactPoint]:
    """Which of the points on record a channel may have used: the one to offer first, safe and preferred, leads."""
    if channel is None:
        return []
    kind = _KINDS[channel][0]
    fitting = [point for point in points if point.kind == kind and point.ended_on is None]
    return sorted(
        fitting, key=lambda point: (not point.is_safe_for(channel), not point.is_preferred)
    )


def point_used(
    points: Iterable[ContactPoint], channel: Channel | None, said: ContactPoint | None = None
) -> ContactPoint | None:
    """Which of somebody's points a contact used: the one that was said, or else the one offered first.

    One of another kind than the channel uses says nothing. None where nothing of theirs was used, or nothing of
    the kind is on record. Raises Refused for one that is not among their points in use.
    """
    points = list(points)
    if said is not None and said.pk not in {point.pk for point in points}:
        raise Refused("This number or address is not in use. Choose another.", field="point")
    fitting = points_for(points, channel)
    chosen = [point for point in fitting if said is not None and point.pk == said.pk]
    return next(iter([*chosen, *fitting]), None)


def is_unsafe(channel: Channel | None, point: ContactPoint | None) -> bool:
    """Whether a contact was by no way that is on record and marked safe; what uses nothing of theirs is not."""
    return channel is not None and (point is None or not point.is_safe_for(channel))


def check_safe(
    person: Person, *, channel: Channel | None, point: ContactPoint | None, reason: str
) -> None:
    """Raise Refused when we used a way on record that is not marked safe, without saying why."""
    if (
        channel is not None
        and point is not None
        and not (reason.strip() or point.is_safe_for(channel))
    ):
        _, noun, act = _KINDS[channel]
        raise Refused(
            f"This {noun} of {person.called} is not marked safe for {act}. Say why it was right to"
            " use it, or choose another way. What you wrote is kept here.",
            field="unsafe_why",
        )
