"""A feed that has been read whole: what it said of itself, and its services one after another."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Self

from kith.exchange.directory_feed.documents import FeedVersion
from kith.exchange.directory_feed.faults import FeedRefused
from kith.exchange.directory_feed.limits import MEGABYTE, FeedLimits
from kith.exchange.directory_feed.records import FeedService, ServiceRefused
from kith.exchange.directory_feed.taxonomies import Taxonomies
from kith.exchange.directory_feed.translate import translate_all

_MOST_WARNINGS = 500


@dataclass
class Feed:
    """A feed, gathered before the first service is handed over, so that no database transaction
    waits for a network.

    `incomplete` is "" or a sentence saying what is missing. From an `empty` or an incomplete feed
    nothing may be concluded about services that are not in it. `count` is the number of records.
    Use as a context manager.
    """

    source: str
    version: FeedVersion = FeedVersion.UK_3
    count: int = 0
    incomplete: str = ""
    warnings: list[str] = field(default_factory=list)
    refused: list[ServiceRefused] = field(default_factory=list)
    taxonomies: Taxonomies = field(default_factory=Taxonomies)
    _lines: IO[bytes] | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._lines is not None:
            self._lines.close()

    @property
    def empty(self) -> bool:
        """Whether the feed held no records at all."""
        return self.count == 0

    def raw_services(self) -> Iterator[Any]:
        """Yield every record as it came, from the first again at each call."""
        if self._lines is not None:
            self._lines.seek(0)
            for line in self._lines:
                yield json.loads(line)

    def services(self) -> Iterator[FeedService | ServiceRefused]:
        """Yield every service translated or refused, those first that could not even be fetched.

        `warnings` gains a line about repeated entries when the last one has been yielded.
        """
        yield from self.refused
        yield from translate_all(self.raw_services(), self.taxonomies, self.warnings)


class Gathering:
    """Where a source puts what it finds, until it becomes a Feed. Records wait on disk, not in
    memory.
    """

    def __init__(self, source: str, limits: FeedLimits, spool_in: Path | None = None) -> None:
        # Closed by the Feed, which outlives this.
        self._lines = tempfile.SpooledTemporaryFile(  # noqa: SIM115
            max_size=8 * MEGABYTE, dir=str(spool_in) if spool_in else None
        )
        self._limits = limits
        self.feed = Feed(source, _lines=self._lines)

    def add(self, record: Any) -> None:
        """Keep one record. Raises FeedRefused when there are more than a feed may have."""
        if self.feed.count >= self._limits.services:
            raise FeedRefused(
                f"The feed has more than {self._limits.services:,} services and was left."
            )
        try:
            line = json.dumps(record)
        except RecursionError:
            self.feed.refused.append(
                ServiceRefused("", "", "A service is nested too deeply to be read.")
            )
        else:
            self._lines.write(line.encode("ascii") + b"\n")
        self.feed.count += 1

    def warn(self, sentence: str) -> None:
        """Keep a warning, unless there are far too many already."""
        if len(self.feed.warnings) < _MOST_WARNINGS:
            self.feed.warnings.append(sentence)

    def left_out(self, source_id: str, name: str, reason: str) -> None:
        """Record a service that is in the feed but could not be fetched."""
        self.feed.refused.append(ServiceRefused(source_id, name, reason))

    def stop_short(self, sentence: str) -> None:
        """Mark the feed as incomplete; the first reason stands, all are warnings."""
        self.feed.incomplete = self.feed.incomplete or sentence
        self.warn(sentence)

    def close(self) -> None:
        """Throw away what was gathered."""
        self._lines.close()
