"""One visit to a list of services: what is new, what changed, what is the same.

Services are written in batches, each in a savepoint of its own; where a batch fails its services
are tried one by one, so that one that cannot be kept costs no other.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import prefetch_related_objects

from kith.directory.actions import addresses
from kith.directory.actions.corrections import reapply, standing_of, with_ours
from kith.directory.actions.differences import TOLD, differences
from kith.directory.actions.parts import place_rows, session_rows
from kith.directory.facts import OrganisationFacts, ServiceFacts
from kith.directory.models import (
    CommunityOrganisation,
    Correction,
    Feed,
    Place,
    Service,
    Session,
)
from kith.directory.queries.checking import address_of
from kith.directory.rules import THEIR_ADDRESS
from kith.ui.dates import day_of

NOT_KEPT = "The service could not be kept: something in it does not fit. The rest went in."
_PLAIN = (*TOLD, "fingerprint", "raw", "more")
_WRITTEN = (
    *_PLAIN, "languages", "terms", "organisation", "gone_at", "assured_on", "assured_by",
    "assured_how", "modified_at", "corrected", "last_email",
)  # fmt: skip

COUNTED = ("services", "new", "changed", "unchanged", "gone")
# A report shows this many changes, and names; who wants all of them has the history.
MOST_CHANGES = 400
MOST_NAMES = 400


@dataclass(slots=True)
class FeedRun:
    """What one visit to a feed did. `refused` are (source id, name, reason), `came` the names of what is new, `went`
    id and name of what was not in it. `listed`: how many stood there before; `held`: the feed's ids of those that
    were too many to be marked.
    """

    services: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    came: list[str] = field(default_factory=list)
    went: list[tuple[str, str]] = field(default_factory=list)
    listed: int = 0
    held: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many of what."""
        return {name: getattr(self, name) for name in COUNTED}

    @property
    def words(self) -> str:
        """The run in a sentence, for the log."""
        return (
            f"{self.services} services: {self.new} new, {self.changed} changed,"
            f" {self.unchanged} unchanged, {len(self.refused)} refused,"
            f" {self.gone} no longer listed"
        )


class Taking:
    """One visit to a list: what is known of it so far, and what was done. Where somebody `looked_at` it before, as at
    a sheet, an address changes at once.
    """

    def __init__(self, feed: Feed, now: datetime.datetime, *, looked_at: bool = False) -> None:
        self.feed, self.now, self.looked_at = feed, now, looked_at
        self.done = FeedRun()
        self.seen: set[str] = set()
        self.known: dict[str, Service] = {}
        self._recall()
        self.done.listed = sum(row.gone_at is None for row in self.known.values())

    def take(self, batch: list[ServiceFacts]) -> None:
        self.done.services += len(batch)
        self.seen |= {facts.source_id for facts in batch}
        fresh = [facts for facts in batch if not self._is_same(facts)]
        self.done.unchanged += len(batch) - len(fresh)
        told = len(self.done.changes)
        try:
            with transaction.atomic():
                self._write(fresh)
        except DatabaseError:
            del self.done.changes[told:]
            self._recall([facts.source_id for facts in fresh])
            self._one_by_one(fresh)
        else:
            self._count(fresh)

    def compare(self, facts: ServiceFacts) -> bool:
        """Whether a service is here and says the same; what it says otherwise is noted."""
        row = self.known.get(facts.source_id)
        if row is not None and not self._is_same(facts):
            self._note_changes(row, facts)
        return self._is_same(facts)

    def _recall(self, only: Sequence[str] | None = None) -> None:
        """What stands in the database; of the services `only` these, after a batch of them failed."""
        rows = Service.objects.filter(scheme_id=self.feed.scheme_id, feed=self.feed)
        rows = rows if only is None else rows.filter(source_id__in=only)
        self.known |= {
            row.source_id: row for row in rows.select_related("organisation").defer("raw")
        }
        self.corrections = standing_of(self.feed.scheme_id, self.feed.pk)
        theirs = CommunityOrganisation.objects.filter(scheme_id=self.feed.scheme_id, feed=self.feed)
        self.organisations = {row.source_id: row for row in theirs}
        self._pinned: list[Correction] = []
        self._changed: list[Correction] = []
        self._offered: dict[UUID, CommunityOrganisation] = {}

    def _is_same(self, facts: ServiceFacts) -> bool:
        row = self.known.get(facts.source_id)
        return row is not None and row.fingerprint == facts.fingerprint and row.gone_at is None

    def _one_by_one(self, batch: list[ServiceFacts]) -> None:
        for facts in batch:
            try:
                with transaction.atomic():
                    self._write([facts])
            except DatabaseError:
                self.done.refused.append((facts.source_id, facts.name, NOT_KEPT))
            else:
                self._count([facts])

    def _count(self, written: list[ServiceFacts]) -> None:
        new = [facts.name for facts in written if facts.source_id not in self.known]
        self.done.changed += len(written) - len(new)
        self.done.new += len(new)
        self.done.came += new[: max(0, MOST_NAMES - len(self.done.came))]

    def _write(self, batch: list[ServiceFacts]) -> None:
        known = [self.known[one.source_id] for one in batch if one.source_id in self.known]
        if len(self.done.changes) < MOST_CHANGES:
            prefetch_related_objects(known, "places", "sessions")
        made = self._organisations_of(batch)
        rows = [(facts, self._row(facts, made)) for facts in batch]
        old = [row for facts, row in rows if facts.source_id in self.known]
        Service.objects.bulk_create(row for facts, row in rows if facts.source_id not in self.known)
        if old:
            self._keep_corrections(old)
            Service.objects.bulk_update(old, _WRITTEN)
            for part in (Place, Session):
                part.objects.filter(scheme_id=self.feed.scheme_id, service__in=old).delete()
        kept = [(with_ours(facts, self._standing(row)), row) for facts, row in rows]
        Place.objects.bulk_create(
            place for facts, row in kept for place in place_rows(row, facts.places)
        )
        Session.objects.bulk_create(
            session for facts, row in kept for session in session_rows(row, facts.sessions)
        )
        # Whoever runs nothing that is public, as after a correction, is not; a new service of theirs changes that.
        shown = [row.organisation_id for _, row in rows if row.is_published and row.organisation_id]
        CommunityOrganisation.objects.filter(pk__in=shown, is_published=False).update(
            is_published=True
        )
        self.organisations |= made
        for organisation in self._offered.values():
            addresses.ask_of_organisation(organisation, self.now)
        self._offered = {}

    def _note_changes(self, row: Service, facts: ServiceFacts) -> None:
        """What was before and what the feed says now, as far as a report goes."""
        ours = {correction.field for correction in self.corrections.get(row.pk, [])}
        room = MOST_CHANGES - len(self.done.changes)
        for name, before, after in islice(differences(row, facts, day_of(self.now)), room):
            self.done.changes.append(
                {
                    "service": str(row.pk), "name": facts.name, "field": name, "before": before,
                    "after": after, "ours_stands": name in ours,
                }
            )  # fmt: skip

    def _keep_corrections(self, rows: list[Service]) -> None:
        Correction.objects.bulk_update(
            self._changed, ("theirs", "ours", "corrected_by", "ended_at", "caught_up")
        )
        Correction.objects.bulk_create(self._pinned)
        by_id = {row.pk: row for row in rows}
        addresses.ask_of_services([*self._pinned, *self._changed], by_id, self.now)
        self._pinned, self._changed = [], []

    def _keep_ours(self, row: Service, facts: ServiceFacts, was: str) -> None:
        """The team's word over what was just read; and the address `was` to which introductions went."""
        standing = self.corrections.setdefault(row.pk, [])
        changed = reapply(row, facts, self._standing(row), self.now)
        changed += addresses.came_back(row, self._standing(row), self.now)
        held = None if self.looked_at else addresses.pinned(row, was, standing, self.now)
        if held is not None:
            row.email = str(held.ours)
            self._note_waiting(row)
        if held is not None and held not in standing:
            standing.append(held)
            self._pinned.append(held)
        elif held is not None:
            changed.append(held)
        self._changed += list({one.pk: one for one in changed}.values())
        row.corrected = sorted(one.field for one in self._standing(row))

    def _standing(self, row: Service) -> list[Correction]:
        return [one for one in self.corrections.get(row.pk, []) if one.ended_at is None]

    def _note_waiting(self, row: Service) -> None:
        for change in reversed(self.done.changes):
            if change["service"] == str(row.pk) and change["field"] == THEIR_ADDRESS:
                change["waits"] = True
                break

    def _row(self, facts: ServiceFacts, organisations: dict[str, CommunityOrganisation]) -> Service:
        row = self.known.get(facts.source_id) or Service(
            scheme_id=self.feed.scheme_id,
            feed=self.feed,
            source_id=facts.source_id,
            foundations=list(facts.foundations),
        )
        was = address_of(row) or row.last_email
        if facts.source_id in self.known:
            self._note_changes(row, facts)
        for name in _PLAIN:
            setattr(row, name, getattr(facts, name))
        row.languages, row.terms = list(facts.languages), list(facts.terms)
        row.organisation = (
            organisations.get(_key(facts.organisation)) if facts.organisation else None
        )
        row.gone_at, row.modified_at = None, self.now
        # What somebody here made sure of later than the feed did stands.
        known = row.assured_on if row.assured_on and row.assured_on <= day_of(self.now) else None
        if facts.assured_on and (known is None or facts.assured_on > known):
            row.assured_on = facts.assured_on
            row.assured_by = facts.organisation.name[:200] if facts.organisation else ""
            row.assured_how = Service.How.FEED
        if facts.source_id in self.known:
            self._keep_ours(row, facts, was)
        row.last_email = address_of(row) or was
        return row

    def _organisations_of(self, batch: list[ServiceFacts]) -> dict[str, CommunityOrganisation]:
        made = dict(self.organisations)
        for facts in batch:
            if facts.organisation is None:
                continue
            key = _key(facts.organisation)
            values: dict[str, Any] = asdict(facts.organisation) | {"source_id": key}
            row = made.get(key)
            if row is not None and not self.looked_at:
                values |= addresses.kept(row, values["email"])
                if values["offered_email"] != row.offered_email:
                    self._offered[row.pk] = row
            if row is None:
                made[key] = CommunityOrganisation.objects.create(
                    scheme_id=self.feed.scheme_id, feed=self.feed, **values
                )
            elif any(getattr(row, name) != value for name, value in values.items()):
                CommunityOrganisation.objects.filter(pk=row.pk).update(**values)
                for name, value in values.items():
                    setattr(row, name, value)
        return made


def _key(organisation: OrganisationFacts) -> str:
    """A feed may name an organisation without an id: then its name tells it from others."""
    return organisation.source_id or f"name:{organisation.name}"[:300]
