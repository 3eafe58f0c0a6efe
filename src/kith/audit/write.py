"""The mark of a write door: its own savepoint, and a line in the log that cannot be forgotten."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import connection, models, transaction

from kith.audit.models import Entry
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused

Params = ParamSpec("Params")
Result = TypeVar("Result")


MOST_HELD = 1000
"""Lines of a long act are written as soon as there are so many."""


@dataclass
class _Lines:
    """The lines of one act, written together at its end. `at` is when it happened, if not now.

    `refusal`: of an act within it, which it may not outlive.
    """

    at: datetime | None = None
    refusal: Refused | None = None
    entries: list[Entry] = field(default_factory=list)
    depth: int = field(default_factory=lambda: len(connection.savepoint_ids))

    def take(self, entries: list[Entry]) -> None:
        """Keep lines for the end; at once, inside a savepoint that could go without this act."""
        if len(connection.savepoint_ids) != self.depth:
            Entry.objects.bulk_create(entries)
            return
        self.entries.extend(entries)
        if len(self.entries) >= MOST_HELD:
            self.write()

    def write(self) -> None:
        """Write what was kept."""
        Entry.objects.bulk_create(self.entries, batch_size=MOST_HELD)
        self.entries = []


_current: ContextVar[_Lines | None] = ContextVar("kith_lines", default=None)


def action(name: str) -> Callable[[Callable[Params, Result]], Callable[Params, Result]]:
    """Make a function a write door named `name` (room.verb).

    The function takes keyword arguments only, `by=` (an Actor) always among them. What it does is one
    savepoint, and the entry is written inside it. When it raises Refused, what it did is
    rolled back and a line says that it was refused.

    An act within another shares its savepoint: refused, it takes the other with it. Where the rest is to
    go on, the other puts `apart()` around it; a refusal caught without that leaves nothing of either.
    """

    def decorate(function: Callable[Params, Result]) -> Callable[Params, Result]:
        @functools.wraps(function)
        def wrapped(*args: Params.args, **kwargs: Params.kwargs) -> Result:
            by = kwargs["by"]
            assert isinstance(by, Actor)
            outer = _current.get()
            given = kwargs.get("at")
            at = given if isinstance(given, datetime) else outer.at if outer else None
            try:
                with transaction.atomic(savepoint=outer is None), _collecting(at) as lines:
                    result = function(*args, **kwargs)
                    lines.entries.append(_entry(name, by, kwargs, result, at))
                    if outer is None:
                        lines.write()
            except Refused as refusal:
                line = _entry(name, by, kwargs, None, at, refused=refusal.message)
                if outer is None:
                    line.save(force_insert=True)
                else:
                    outer.entries.append(line)
                    outer.refusal = refusal
                raise
            if outer is not None:
                outer.take(lines.entries)
            return result

        wrapped.write_door = name  # type: ignore[attr-defined]
        return wrapped

    return decorate


@contextmanager
def apart() -> Iterator[None]:
    """A part of an act that may be refused by itself, the refusal being caught around it.

    It is a savepoint; its lines come and go with it, but for those that say what was refused.
    """
    outer = _current.get()
    assert outer is not None, "this is for a part of an act"
    try:
        with transaction.atomic(), _collecting(outer.at) as lines:
            yield
    except Refused:
        outer.entries.extend(line for line in lines.entries if line.refused)
        raise
    outer.take(lines.entries)


@contextmanager
def wholly() -> Iterator[None]:
    """For a load of many acts in one transaction, kept wholly or not at all.

    Their lines are written together at the end, and a refusal, even one that is caught on the way, takes
    everything back, unless it comes from a part that stands `apart()`.
    """
    with _collecting(None) as lines:
        yield
    lines.write()


@contextmanager
def _collecting(at: datetime | None) -> Iterator[_Lines]:
    lines = _Lines(at)
    token = _current.set(lines)
    try:
        yield lines
    finally:
        _current.reset(token)
    if lines.refusal is not None:
        raise lines.refusal


def looked_at(
    *, by: Actor, scheme_id: UUID, person_id: UUID | None, page: str, reason: str = ""
) -> None:
    """Note that someone opened a page of a person's record, in the same transaction."""
    Entry.objects.create(
        scheme_id=scheme_id,
        action="record.opened",
        subject_type=page,
        person_id=person_id,
        reason=reason,
        **_who(by, scheme_id),
    )


def looked_at_each(*, by: Actor, about: Iterable[tuple[UUID, UUID]], page: str) -> None:
    """Note that a page showed something of several people: pairs of (scheme id, person id)."""
    Entry.objects.bulk_create(
        Entry(
            scheme_id=scheme_id,
            action="record.opened",
            subject_type=page,
            person_id=person_id,
            **_who(by, scheme_id),
        )
        for scheme_id, person_id in about
    )


def _entry(
    name: str,
    by: Actor,
    given: dict[str, Any],
    result: Any,
    at: datetime | None,
    refused: str = "",
) -> Entry:
    results = result if isinstance(result, tuple) else (result,)
    rows = [row for row in (*results, *given.values()) if isinstance(row, models.Model)]
    subject = rows[0] if rows else None
    scheme_id = next((found for row in rows if (found := _scheme_of(row))), given.get("scheme_id"))
    entry = Entry(
        scheme_id=scheme_id,
        action=name,
        refused=refused[:500],
        reason=str(given.get("reason") or given.get("why") or ""),
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        person_id=next((found for row in rows if (found := _person_of(row))), None),
        **_who(by, scheme_id),
    )
    if at is not None:
        entry.happened_at = at
    return entry


def _who(by: Actor, scheme_id: UUID | None) -> dict[str, Any]:
    return {
        "by_kind": by.kind,
        "by_user_id": by.user_id,
        "by_membership_id": by.membership_id(scheme_id) if scheme_id else None,
        "by_name": by.name[:200],
    }


def _scheme_of(row: models.Model) -> UUID | None:
    found: UUID | None = getattr(row, "scheme_id", None)
    return found


def _person_of(row: models.Model) -> UUID | None:
    found: UUID | None = getattr(row, "person_id", None)
    return row.pk if row._meta.label_lower == "people.person" else found
