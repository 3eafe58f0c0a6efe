"""A sheet of services as the engine takes it in: each row one service of the sheet's own list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.directory import actions as directory
from kith.directory.facts import ServiceFacts
from kith.directory.models import Feed
from kith.exchange.directory_feed.facts import as_facts
from kith.exchange.directory_feed.records import ServiceRefused
from kith.exchange.directory_feed.translate import translate_service
from kith.exchange.directory_sheet.columns import NAME, SERVICES
from kith.exchange.directory_sheet.records import record_of
from kith.exchange.directory_sheet.tabular import records_of, tables_of
from kith.exchange.moving_in.reading import MappedSheet, Row, columns_of
from kith.exchange.runs.engine import NotTaken, ThereAlready
from kith.exchange.runs.models import RunFile
from kith.exchange.tables.reader import read_table
from kith.exchange.tables.table import Table
from kith.isolation.actor import Actor
from kith.vocabulary.terms import fold

TABULAR = "tabular"
TWICE = "The same service stands further up in the sheet. Only the first was taken."
MOST_SAID = 300
# The names of the standard, for what the page of columns calls otherwise.
_STANDARD = {
    "byday": "days", "opens_at": "opens", "closes_at": "closes", "postal_code": "postcode",
    "ages": "minimum_age", "fees": "cost", "organisation_email": "organisation",
}  # fmt: skip
_LABELS = {field.name: field.label for field in SERVICES.fields}
_LABELS |= {name: _LABELS[ours] for name, ours in _STANDARD.items()}
# What a plain sheet need not say of each service: a line about it for every row would hide the rest.
_USUAL = ("status: none given", "organisation: none given")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what can be made a service of, or why it cannot."""

    line: int
    record: dict[str, Any] | None
    refused: NotTaken | None = None
    notes: tuple[str, ...] = ()


def open_sheet(data: bytes, filename: str) -> Table:
    """A plain sheet as a table. Raises SheetRefused."""
    return read_table(data, filename, columns_of(SERVICES))


class ServiceSource:
    """The services of a file, taken into the list it belongs to, in a context of whose scheme it must be made.

    While `looking` nothing is written; what is new and what would change lies in the file's facts, as does what was
    left out of a row.
    """

    def __init__(
        self, *, by: Actor, scheme_id: UUID, file: RunFile, data: bytes, looking: bool
    ) -> None:
        self._by, self._file, self._looking = by, file, looking
        feed = Feed.objects.get(pk=file.mapping["feed"], scheme_id=scheme_id)
        self._taking = directory.Taking(feed, timezone.now(), looked_at=True)
        self._data = data
        self._said: list[str] = []
        self._seen: set[str] = set()
        self._named: dict[tuple[str, str], int] = {}

    def rows(self, *, after: int) -> Iterator[Line]:
        """The rows below a line."""
        if not after:
            self._file.facts.update(new=[], changes=[], warnings=[])
        lines = self._tabular() if self._file.part == TABULAR else self._plain()
        return (one for one in lines if one.line > after)

    def _tabular(self) -> Iterator[Line]:
        tables = tables_of(self._data, self._file.file.name) or {}
        return (Line(line, record) for line, record in records_of(tables))

    def _plain(self) -> Iterator[Line]:
        table = open_sheet(self._data, self._file.file.name)
        self._said = table.notices
        sheet = MappedSheet.of_part(SERVICES, self._file.mapping)
        for row in table.rows:
            notes: list[str] = []
            try:
                record = record_of(Row(row, sheet, table.epoch), notes)
                yield Line(row.line, record, notes=tuple(notes))
            except NotTaken as refusal:
                yield Line(row.line, None, refusal)

    def notices(self) -> list[str]:
        """What is to know of the sheet."""
        if not self._looking:
            run = self._taking.done
            directory.part_from_closed(by=self._by, feed=self._taking.feed)
            directory.note_feed_run(
                by=self._by, feed=self._taking.feed, run=run, version="sheet", reason=run.words
            )
        return list(self._said)

    def take(self, line: Line) -> None:
        """Take a service in. Raises ThereAlready when it is here and says the same, and NotTaken."""
        if line.refused is not None or line.record is None:
            raise line.refused or NotTaken("The row could not be read.")
        service = translate_service(line.record)
        if isinstance(service, ServiceRefused):
            raise NotTaken(service.reason)
        if service.source_id in self._seen:
            raise NotTaken(TWICE)
        self._seen.add(service.source_id)
        facts = as_facts(service)
        is_new = service.source_id not in self._taking.known
        took = self._looked(facts) if self._looking else self._taken(facts)
        if took.refused:
            raise NotTaken(took.refused)
        self._keep("new", [[facts.name, *_said_of(facts)]] if is_new else [])
        self._keep("changes", took.changes)
        notes = [*line.notes, *_worth(service.warnings), *self._alike(line, facts)]
        self._keep("warnings", [[line.line, facts.name, in_our_words(note)] for note in notes])
        if took.same:
            raise ThereAlready

    def _alike(self, line: Line, facts: ServiceFacts) -> list[str]:
        """That a service further up has the same name and postcode: it is taken, and somebody looks."""
        said = [(fold(facts.name), one.postcode) for one in facts.places if one.postcode]
        above = next((self._named[one] for one in said if one in self._named), None)
        self._named.update({one: line.line for one in said if one not in self._named})
        if above is None:
            return []
        return [f"The same name and postcode stand in line {above}. Look under “Listed twice?”"]

    def _looked(self, facts: ServiceFacts) -> directory.Took:
        return directory.would_take(taking=self._taking, facts=facts)

    def _taken(self, facts: ServiceFacts) -> directory.Took:
        feed = self._taking.feed
        return directory.take_listing(by=self._by, feed=feed, taking=self._taking, facts=facts)

    def _keep(self, name: str, rows: Sequence[Any]) -> None:
        kept = self._file.facts.setdefault(name, [])
        kept += rows[: max(0, MOST_SAID - len(kept))]


def _said_of(facts: ServiceFacts) -> list[str]:
    """Who runs a service and where, by which it is recognised in a list."""
    where = (", ".join(filter(None, (one.name, one.postcode))) for one in facts.places)
    return [facts.organisation.name if facts.organisation else "", "; ".join(filter(None, where))]


def in_our_words(note: str) -> str:
    """A note under the name that the page of columns has for what it is about."""
    about, colon, rest = note.partition(": ")
    name = about.replace(" ", "_")
    return f"{_LABELS.get(name, about)}: {rest}" if colon else note


def _worth(warnings: tuple[str, ...]) -> list[str]:
    return [note for note in warnings if not note.startswith(_USUAL)]


__all__ = ["NAME", "TABULAR", "ServiceSource", "open_sheet"]
