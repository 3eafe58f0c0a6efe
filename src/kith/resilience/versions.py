"""Two people editing one thing: the second is told, and neither loses a word."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.sql import UpdateQuery

from kith.resilience.errors import Stale


def change(row: models.Model, *, expected: int | None = None, **values: Any) -> None:
    """Write `values` to a row, in memory too.

    `expected` is the version the writer saw; raises Stale, and writes nothing, when the row has
    another by now. The version itself is raised by a trigger.
    """
    rows = type(row)._default_manager.filter(pk=row.pk)
    if expected is not None:
        rows = rows.filter(version=expected)
    version = _update(rows, values, versioned=hasattr(row, "version"))
    if version is None:
        raise Stale()
    for name, value in values.items():
        setattr(row, name, value)
    if hasattr(row, "version"):
        row.version = version


def _update(rows: models.QuerySet, values: dict[str, Any], *, versioned: bool) -> int | None:
    """Update one row in one statement: its new version (1 where it has none), or None."""
    if not versioned:
        return 1 if rows.update(**values) else None
    query = rows.query.chain(UpdateQuery)
    assert isinstance(query, UpdateQuery)
    query.add_update_values(values)
    try:
        statement, parameters = query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:  # a version that no row can have
        return None
    with connections[rows.db].cursor() as cursor:
        cursor.execute(f"{statement} RETURNING version", parameters)
        found = cursor.fetchone()
    return found[0] if found else None
