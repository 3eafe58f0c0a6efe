"""Taking a feed in: what is new, what changed, what is the same, what has gone."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.directory.actions.gone import mark_gone
from kith.directory.actions.taking import MOST_NAMES, FeedRun, Taking
from kith.directory.actions.twice import part_from_closed
from kith.directory.facts import ServiceFacts
from kith.directory.models import Feed
from kith.directory.rules import too_many_gone
from kith.isolation.actor import Actor

BATCH = 200

Progress = Callable[[int], None]


@action("directory.take_in_feed")
def take_in_feed(
    *,
    by: Actor,
    scheme_id: UUID,
    source: str,
    version: str,
    services: Iterable[ServiceFacts],
    is_whole: Callable[[], bool],
    also_there: Collection[str] = (),
    title: str = "",
    progress: Progress | None = None,
    at: datetime.datetime | None = None,
) -> tuple[Feed, FeedRun]:
    """Write the services of one visit to the feed at `source`.

    A service whose fingerprint is known is not touched. `is_whole()` is asked when the last one was
    read: only when it says so, and there was a service at all, is one that was not among them (nor
    `also_there`: those that could not be read) marked as gone, and none where they are too many to be
    believed (`rules.too_many_gone`). `progress` is told how many were read so far.
    """
    feed, _ = Feed.objects.get_or_create(
        scheme_id=scheme_id, source=source[:500], defaults={"title": title[:200]}
    )
    run = Taking(feed, at or timezone.now())
    for batch in _batches(services):
        run.take(batch)
        if progress:
            progress(run.done.services)
    if run.seen and is_whole():
        _leave(by, run, also_there)
    part_from_closed(by=by, feed=feed)
    note_feed_run(by=by, feed=feed, run=run.done, version=version, at=at, reason=run.done.words)
    return feed, run.done


@dataclass(frozen=True, slots=True)
class Took:
    """What became of one service: the `same` as is here, what changed, or why it was refused."""

    same: bool = False
    changes: tuple[dict[str, Any], ...] = ()
    refused: str = ""


@action("directory.take_listing")
def take_listing(*, by: Actor, feed: Feed, taking: Taking, facts: ServiceFacts) -> Took:
    """Write one service of a list that is taken in row by row (`taking` is of that `feed`)."""
    before = len(taking.done.changes), len(taking.done.refused), taking.done.unchanged
    taking.take([facts])
    if len(taking.done.refused) > before[1]:
        return Took(refused=taking.done.refused[-1][2])
    return Took(taking.done.unchanged > before[2], tuple(taking.done.changes[before[0] :]))


def would_take(*, taking: Taking, facts: ServiceFacts) -> Took:
    """What `take_listing` would do of a service; nothing is written."""
    before = len(taking.done.changes)
    same = taking.compare(facts)
    return Took(same, tuple(taking.done.changes[before:]))


def _leave(by: Actor, run: Taking, also_there: Collection[str]) -> None:
    there = run.seen | set(also_there)
    missing = {
        key: row for key, row in run.known.items() if row.gone_at is None and key not in there
    }
    named = sorted((row.name, str(row.pk)) for row in missing.values())
    run.done.went = [(pk, name) for name, pk in named[:MOST_NAMES]]
    if too_many_gone(len(missing), run.done.listed):
        run.done.held = sorted(missing)
    else:
        run.done.gone = mark_gone(by=by, feed=run.feed, source_ids=sorted(missing), at=run.now)


@action("directory.note_feed_run")
def note_feed_run(
    *,
    by: Actor,
    feed: Feed,
    run: FeedRun,
    version: str,
    reason: str,
    at: datetime.datetime | None = None,
) -> Feed:
    """Keep how a visit to a feed went, on the feed and in the log."""
    feed.version, feed.last_pulled_at = version[:40], at or timezone.now()
    feed.last_result = {**run.counts, "refused": len(run.refused)}
    feed.save(update_fields=["version", "last_pulled_at", "last_result"])
    return feed


def _batches(services: Iterable[ServiceFacts]) -> Iterator[list[Any]]:
    rows = iter(services)
    while batch := list(islice(rows, BATCH)):
        yield batch
