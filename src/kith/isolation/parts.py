"""A queryset as a part of a statement that is written by hand."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet


def part(rows: QuerySet[Any, Any]) -> tuple[str, dict[str, Any]]:
    """The text of a queryset with its parameters by name (w0, w1 and so on), and those parameters.

    One a statement. Raises django.core.exceptions.EmptyResultSet for a queryset that can have no row.
    """
    sql, values = rows.query.sql_with_params()
    named = {f"w{number}": value for number, value in enumerate(values)}
    return sql % tuple(f"%({name})s" for name in named), named
