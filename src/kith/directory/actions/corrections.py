"""What the team knows better than a feed, and what it keeps to itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.directory import as_a_whole
from kith.directory.actions import addresses
from kith.directory.actions.parts import (
    publish_organisation,
    put_places,
    put_sessions,
)
from kith.directory.facts import ServiceFacts
from kith.directory.models import CommunityOrganisation, Correction, Service, TeamNote
from kith.directory.queries import organisation_corrected
from kith.directory.rules import ORGANISATIONS_ADDRESS, THEIR_ADDRESS
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change

_PLAIN = (
    "name", "description", "status", "phone", "email", "url", "cost", "is_free", "eligibility",
    "minimum_age", "maximum_age", "setting", "is_women_only", "takes_no_recourse", "places_free",
)  # fmt: skip
CORRECTABLE = frozenset((*_PLAIN, *as_a_whole.WHOLE))
"""What can be put right here of a service that comes from a feed."""
FROM_FEED = "This entry comes from a directory feed, which keeps that. Ask whoever keeps the feed to put it right."


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

    `values` are plain fields; and as wholes `languages`, `terms` as they are stored, `places` and `sessions` as facts,
    `organisation` as a row or None. A value that is the feed's own ends the correction. Raises Refused for what
    cannot be put right here, and Stale when someone else changed the service.
    """
    if set(values) - CORRECTABLE:
        raise Refused(FROM_FEED)
    now = at or timezone.now()
    standing = {row.field: row for row in _standing(service)}
    put: dict[str, Any] = {}
    for name, value in values.items():
        ours, row = as_a_whole.kept(name, value), standing.get(name)
        theirs = row.theirs if row else as_a_whole.standing(service, name)
        if as_a_whole.same(name, ours, theirs):
            _end([row] if row else [], now)
            put |= {name: theirs} if row else {}
        elif row is None:
            Correction.objects.create(
                scheme_id=service.scheme_id, service=service, field=name, theirs=theirs, ours=ours,
                corrected_by=by.name[:200], corrected_at=now,
            )  # fmt: skip
            put[name] = ours
        elif row.ours != ours:
            change(row, ours=ours, corrected_by=by.name[:200], corrected_at=now)
            put[name] = ours
    _put(service, put, now, expected)
    return service


@action("directory.drop_correction")
def drop_correction(*, by: Actor, correction: Correction) -> Service:
    """Let the feed's own word stand again. Raises Refused when the correction has ended."""
    if correction.ended_at is not None:
        raise Refused("This correction has ended already.")
    now = timezone.now()
    _end([correction], now)
    _put(correction.service, {correction.field: correction.theirs}, now)
    return correction.service


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
    service: Service, facts: ServiceFacts, standing: Iterable[Correction], now: datetime.datetime
) -> list[Correction]:
    """Keep the team's word over what a feed has just said, on the row in memory; those corrections
    that the feed has caught up with end. Returns the rows that changed, to be written.
    """
    changed = []
    for row in standing:
        in_parts = row.field in ("places", "sessions")
        theirs = (
            as_a_whole.said(facts, row.field)
            if in_parts
            else as_a_whole.standing(service, row.field)
        )
        if as_a_whole.same(row.field, theirs, row.ours):
            row.ended_at, row.caught_up = now, True
        elif row.field == "organisation":
            service.organisation = organisation_corrected(service.scheme_id, row.ours)
        elif not in_parts:
            setattr(service, row.field, row.ours)
        if row.ended_at or theirs != row.theirs:
            row.theirs = theirs
            changed.append(row)
    return changed


def with_ours(facts: ServiceFacts, standing: Iterable[Correction]) -> ServiceFacts:
    """What is written of where and when: the team's word in place of a feed's."""
    ours: dict[str, Any] = {row.field: row.ours for row in standing if row.ended_at is None}
    if "places" in ours:
        facts = replace(facts, places=tuple(as_a_whole.places_of(ours["places"])))
    if "sessions" in ours:
        facts = replace(facts, sessions=tuple(as_a_whole.sessions_of(ours["sessions"])))
    return facts


def standing_of(scheme_id: UUID, feed_id: UUID) -> dict[UUID, list[Correction]]:
    """The corrections that stand for the services of a feed, by service."""
    found: dict[UUID, list[Correction]] = {}
    rows = Correction.objects.filter(
        scheme_id=scheme_id, service__feed_id=feed_id, ended_at=None
    ).order_by("field")
    for row in rows:
        found.setdefault(row.service_id, []).append(row)
    return found


def _put(
    service: Service, values: dict[str, Any], now: datetime.datetime, expected: int | None = None
) -> None:
    """Write values as corrections keep them. Raises Stale."""
    columns = {name: value for name, value in values.items() if name not in ("places", "sessions")}
    ran_it = service.organisation
    if "organisation" in values:
        columns["organisation"] = organisation_corrected(service.scheme_id, values["organisation"])
        columns |= _let_go(service, columns, now)
    change(service, expected=expected, modified_at=now, corrected=_fields(service), **columns)
    if "places" in values:
        put_places(service, as_a_whole.places_of(values["places"]))
    if "sessions" in values:
        put_sessions(service, as_a_whole.sessions_of(values["sessions"]))
    if "organisation" in values:
        _runs_instead(service, ran_it, now)


def _let_go(service: Service, columns: dict[str, Any], now: datetime.datetime) -> dict[str, Any]:
    """An address that was held back because of who runs it waits no longer once the team says who does."""
    held = Correction.objects.filter(
        service=service, ended_at=None, field=THEIR_ADDRESS, theirs="",
        corrected_by=addresses.HELD_BY,
    )  # fmt: skip
    if THEIR_ADDRESS in columns or not (rows := list(held)):
        return {}
    _end(rows, now)
    addresses.settle(service, THEIR_ADDRESS, now)
    return {THEIR_ADDRESS: ""}


def _runs_instead(
    service: Service, before: CommunityOrganisation | None, now: datetime.datetime
) -> None:
    """What waits about an organisation's address is asked beside a service that it runs."""
    addresses.settle(service, ORGANISATIONS_ADDRESS, now)
    for organisation in (before, service.organisation):
        publish_organisation(organisation)
        if organisation is not None and organisation.offered_email:
            addresses.ask_of_organisation(organisation, now)


def _standing(service: Service) -> list[Correction]:
    return list(Correction.objects.filter(service=service, ended_at=None))


def _fields(service: Service) -> list[str]:
    return sorted(row.field for row in _standing(service))


def _end(rows: list[Correction], now: datetime.datetime) -> None:
    for row in rows:
        change(row, ended_at=now)
