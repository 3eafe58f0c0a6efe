"""Two people editing one thing: the second is told, and neither loses a word."""

from __future__ import annotations

from typing import Any

from django.db import models

from kith.resilience.errors import Stale


def change(row: models.Model, *, expected: int | None = None, **values: Any) -> None:
    """Write `values` to a row, in memory too.

    `expected` is the version the writer saw; raises Stale, and writes nothing, when the row has
    another by now. The version itself is raised by a trigger.
    """
    manager = type(row)._default_manager
    rows = manager.filter(pk=row.pk)
    if expected is not None:
        rows = rows.filter(version=expected)
    if not rows.update(**values):
        raise Stale()
    for name, value in values.items():
        setattr(row, name, value)
    if hasattr(row, "version"):
        row.refresh_from_db(fields=["version"])
