"""What the team knows better than a feed, and what it keeps to itself."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.directory.models import Correction, Service, TeamNote
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change

CORRECTABLE = frozenset(
    [
        "name",
        "description",
        "status",
        "phone",
        "email",
        "url",
        "cost",
        "is_free",
        "eligibility",
        "minimum_age",
        "maximum_age",
        "setting",
        "is_women_only",
        "takes_no_recourse",
        "places_free",
    ]
)
"""What can be put right here of a service that comes from a feed."""


@action("directory.correct_service")
def correct_service(
    *,
    by: Actor,
    service: Service,
    expected: int | None = None,
    at: datetime.datetime | None = None,
    **values: Any,
) -> Service:
    """Put right what a feed says of a service; it stands when the feed is read again.

    A value that is the feed's own ends the correction. Raises Refused for what cannot be put right
    here, and Stale when someone else changed the service.
    """
    if set(values) - CORRECTABLE:
        raise Refused("Where and when are the feed’s. Ask whoever keeps it to put them right.")
    now = at or timezone.now()
    standing = {row.field: row for row in _standing(service)}
    for name, value in values.items():
        row = standing.get(name)
        theirs = row.theirs if row else getattr(service, name)
        if value == theirs:
            _end([row] if row else [], now)
        elif row is None:
            Correction.objects.create(
                scheme_id=service.scheme_id, service=service, field=name, theirs=theirs, ours=value,
                corrected_by=by.name[:200], corrected_at=now,
            )  # fmt: skip
        elif row.ours != value:
            change(row, ours=value, corrected_by=by.name[:200], corrected_at=now)
    change(service, expected=expected, modified_at=now, corrected=_fields(service), **values)
    return service


@action("directory.drop_correction")
def drop_correction(*, by: Actor, correction: Correction) -> Service:
    """Let the feed's own word stand again. Raises Refused when the correction has ended."""
    if correction.ended_at is not None:
        raise Refused("This correction has ended already.")
    service = correction.service
    now = timezone.now()
    _end([correction], now)
    theirs = {correction.field: correction.theirs}
    change(service, modified_at=now, corrected=_fields(service), **theirs)
    return service


@action("directory.write_note")
def write_note(
    *, by: Actor, service: Service, text: str, at: datetime.datetime | None = None
) -> TeamNote:
    """Tell the team something of a service. Raises Refused without words."""
    if not text.strip():
        raise Refused("Write the note.", field="text")
    return TeamNote.objects.create(
        scheme_id=service.scheme_id, service=service, text=text.strip(),
        written_by=by.name[:200], written_at=at or timezone.now(),
    )  # fmt: skip


@action("directory.end_note")
def end_note(*, by: Actor, note: TeamNote) -> TeamNote:
    """Take a note away that is true no longer; it stays in the history."""
    if note.ended_at is None:
        change(note, ended_at=timezone.now(), ended_by=by.name[:200])
    return note


def reapply(
    service: Service, corrections: list[Correction], now: datetime.datetime
) -> list[Correction]:
    """Keep the team's word over what a feed has just said, on the row in memory; those corrections
    that the feed has caught up with end. Returns the rows that changed, to be written.
    """
    changed = []
    for row in corrections:
        theirs = getattr(service, row.field)
        if theirs == row.ours:
            row.ended_at, row.caught_up = now, True
        else:
            setattr(service, row.field, row.ours)
        if row.ended_at or theirs != row.theirs:
            row.theirs = theirs
            changed.append(row)
    service.corrected = sorted(row.field for row in corrections if row.ended_at is None)
    return changed


def standing_of(scheme_id: UUID, feed_id: UUID) -> dict[UUID, list[Correction]]:
    """The corrections that stand for the services of a feed, by service."""
    found: dict[UUID, list[Correction]] = {}
    rows = Correction.objects.filter(
        scheme_id=scheme_id, service__feed_id=feed_id, ended_at=None
    ).order_by("field")
    for row in rows:
        found.setdefault(row.service_id, []).append(row)
    return found


def _standing(service: Service) -> list[Correction]:
    return list(Correction.objects.filter(service=service, ended_at=None))


def _fields(service: Service) -> list[str]:
    return sorted(row.field for row in _standing(service))


def _end(rows: list[Correction], now: datetime.datetime) -> None:
    for row in rows:
        change(row, ended_at=now)
