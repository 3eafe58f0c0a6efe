"""The mark of a write door: its own savepoint, and a line in the log that cannot be forgotten."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import models, transaction

from kith.audit.models import Entry
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused

Params = ParamSpec("Params")
Result = TypeVar("Result")


def action(name: str) -> Callable[[Callable[Params, Result]], Callable[Params, Result]]:
    """Make a function a write door named `name` (room.verb).

    The function takes keyword arguments only, `by=` (an Actor) always among them. What it does is one
    savepoint; the entry is written inside it. When it raises Refused, what it did is
    rolled back and a line says that it was refused.
    """

    def decorate(function: Callable[Params, Result]) -> Callable[Params, Result]:
        @functools.wraps(function)
        def wrapped(*args: Params.args, **kwargs: Params.kwargs) -> Result:
            by = kwargs["by"]
            assert isinstance(by, Actor)
            try:
                with transaction.atomic():
                    result = function(*args, **kwargs)
                    _enter(name, by, kwargs, result)
            except Refused as refusal:
                _enter(name, by, kwargs, None, refused=refusal.message)
                raise
            return result

        wrapped.write_door = name  # type: ignore[attr-defined]
        return wrapped

    return decorate


def looked_at(*, by: Actor, scheme_id: UUID, person_id: UUID, page: str, reason: str = "") -> None:
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


def _enter(name: str, by: Actor, given: dict[str, Any], result: Any, refused: str = "") -> None:
    results = result if isinstance(result, tuple) else (result,)
    rows = [row for row in (*results, *given.values()) if isinstance(row, models.Model)]
    subject = rows[0] if rows else None
    scheme_id = next((found for row in rows if (found := _scheme_of(row))), given.get("scheme_id"))
    happened = given.get("at")
    entry = Entry(
        scheme_id=scheme_id,
        action=name,
        refused=refused[:500],
        reason=str(given.get("reason") or ""),
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        person_id=next((found for row in rows if (found := _person_of(row))), None),
        **_who(by, scheme_id),
    )
    if isinstance(happened, datetime):
        entry.happened_at = happened
    entry.save(force_insert=True)


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
