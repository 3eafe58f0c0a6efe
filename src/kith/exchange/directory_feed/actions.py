"""A visit to a directory feed, from its address to the directory."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kith.audit.write import action
from kith.directory import actions as directory
from kith.directory.facts import ServiceFacts
from kith.directory.models import Feed as StoredFeed
from kith.directory.models import FeedVisit
from kith.exchange.directory_feed.facts import as_facts
from kith.exchange.directory_feed.faults import FeedRefused
from kith.exchange.directory_feed.feed import Feed
from kith.exchange.directory_feed.records import ServiceRefused
from kith.exchange.directory_feed.sources import open_feed
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused

MOST_SAID = 500
READ = "directory_feed.read"


@dataclass(slots=True)
class Imported:
    """What a visit did, or (`dry_run`) would do."""

    run: directory.FeedRun
    warnings: list[str] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    incomplete: str = ""
    dry_run: bool = False

    @property
    def held_back(self) -> str:
        """Why nothing was marked as gone, where too much was; "" elsewhere."""
        if not self.run.held:
            return ""
        return (
            f"{len(self.run.held)} of the {self.run.listed} services that it listed are not in it any more: more than"
            " can be believed at once, so none is marked as gone. If they have gone, say so on the report."
        )

    def as_json(self) -> dict[str, Any]:
        """The counts and rows as plain data."""
        return {
            "services": self.run.services + len(self.refused) - len(self.run.refused),
            "new": self.run.new,
            "changed": self.run.changed,
            "unchanged": self.run.unchanged,
            "no_longer_listed": self.run.gone,
            "held_back": self.held_back,
            "incomplete": self.incomplete,
            "dry_run": self.dry_run,
            "warnings": self.warnings,
            "refused": self.refused,
        }


def visit_feed(
    *, by: Actor, feed: StoredFeed, look_only: bool = False, allow_hosts: Iterable[str] = ()
) -> FeedVisit:
    """Read a feed that the scheme knows, and keep a report, of a visit that failed as well. With
    `look_only` nothing else is kept.
    """
    scheme_id = feed.scheme_id
    try:
        done = import_feed(
            by=by, scheme_id=scheme_id, source=feed.source, dry_run=look_only,
            allow_hosts=allow_hosts,
        )  # fmt: skip
    except FeedRefused as refusal:
        report = directory.Report(FeedVisit.Outcome.FAILED, str(refusal))
    else:
        report = _report(done)
    with context.in_scheme(scheme_id, actor=by.key):
        return directory.report_visit(by=by, feed=feed, report=report)


@action("directory_feed.ask_for_visit")
def ask_for_visit(*, by: Actor, feed: StoredFeed, look_only: bool = False) -> StoredFeed:
    """Have a feed read soon: to look only, or to take in. Raises Refused for one that has no address
    of the web, whose file lies where a page cannot reach it.
    """
    if feed.is_sent:
        raise Refused("This is a list of your own. Send its newer sheet.")
    if feed.ended_at is not None:
        raise Refused("This feed is not read any more. Take it up again first.")
    if "://" not in feed.source:
        raise Refused("This came from a file. Give the new file to “kith directory import”.")
    defer_visit(feed, look_only=look_only)
    return feed


def defer_visit(feed: StoredFeed, *, look_only: bool = False) -> None:
    """Have a feed read soon, once however often that is asked."""
    lock = f"{READ}:{feed.pk}:{look_only}"
    given: dict[str, Any] = {
        "scheme_id": str(feed.scheme_id),
        "feed_id": str(feed.pk),
        "look_only": look_only,
    }
    with transaction.atomic(), contextlib.suppress(AlreadyEnqueued):
        app.configure_task(READ, queueing_lock=lock).defer(**given)


def _report(done: Imported) -> directory.Report:
    outcome = FeedVisit.Outcome.HELD if done.run.held else FeedVisit.Outcome.TAKEN
    if done.dry_run:
        outcome = FeedVisit.Outcome.LOOKED
    elif done.incomplete:
        outcome = FeedVisit.Outcome.PART
    elif not done.run.services and not done.refused:
        outcome = FeedVisit.Outcome.EMPTY
    return directory.Report(
        outcome,
        done.incomplete or done.held_back,
        done.run.counts,
        done.run.changes,
        done.refused[:MOST_SAID],
        done.warnings,
        done.run.came,
        done.run.went,
        [] if done.dry_run else done.run.held,
    )


def import_and_report(*, by: Actor, scheme_id: UUID, source: str, **how: Any) -> Imported:
    """`import_feed`, with a report that is kept where something was taken in. Raises FeedRefused as that does."""
    done = import_feed(by=by, scheme_id=scheme_id, source=source, **how)
    if not done.dry_run:
        with context.in_scheme(scheme_id, actor=by.key):
            feed = StoredFeed.objects.get(scheme_id=scheme_id, source=_lasting(source)[:500])
            directory.report_visit(by=by, feed=feed, report=_report(done))
    return done


class _OnlyLooking(Exception):
    """Ends a dry run, and with it everything it wrote."""


def import_feed(
    *,
    by: Actor,
    scheme_id: UUID,
    source: str,
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
    allow_hosts: Iterable[str] = (),
) -> Imported:
    """Read the feed at `source` (a web address, a file or a folder) and take it into a scheme.

    The feed is read to its end before the database is touched. `allow_hosts` are hosts that may be
    asked although they are not public, beside those of the settings. `progress` is told how many
    services were read so far. A dry run does all of it and keeps nothing. Raises FeedRefused when
    nothing of the feed can be used; then nothing was changed.
    """
    with open_feed(
        source,
        allow_hosts=(*settings.FEED_HOSTS, *allow_hosts),
        only_hosts=settings.FEED_ONLY_HOSTS,
    ) as feed:
        reading = _Reading(feed)
        try:
            with context.in_scheme(scheme_id, actor=by.key), transaction.atomic():
                _, run = directory.take_in_feed(
                    by=by,
                    scheme_id=scheme_id,
                    source=_lasting(source),
                    version=feed.version.value,
                    services=reading.services(),
                    also_there=reading.unread,
                    is_whole=lambda: not (feed.incomplete or feed.empty),
                    progress=progress,
                )
                if dry_run:
                    raise _OnlyLooking
        except _OnlyLooking:
            pass
        return Imported(
            run,
            warnings=[*feed.warnings, *reading.warnings][:MOST_SAID],
            refused=[*reading.refused, *_rows(run)],
            incomplete=feed.incomplete,
            dry_run=dry_run,
        )


class _Reading:
    """The services of a feed one after another; what could not be read is put aside."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self.unread: set[str] = set()
        self.refused: list[dict[str, str]] = []
        self.warnings: list[str] = []

    def services(self) -> Iterator[ServiceFacts]:
        for service in self._feed.services():
            if isinstance(service, ServiceRefused):
                self.unread.add(service.source_id)
                self.refused.append(_row(service.source_id, service.name, service.reason))
                continue
            self.warnings += [f"{service.name}: {warning}" for warning in service.warnings]
            yield as_facts(service)


def _rows(run: directory.FeedRun) -> list[dict[str, str]]:
    return [_row(*refusal) for refusal in run.refused]


def _row(source_id: str, name: str, reason: str) -> dict[str, str]:
    return {"id": source_id, "name": name, "reason": reason}


def _lasting(source: str) -> str:
    """The name by which the same feed is known next time, wherever the command is given."""
    return source if "://" in source else str(Path(source).resolve())
