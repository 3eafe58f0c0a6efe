"""The envelope of a page (Open Referral UK 3.0), and lines without one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from django.db.models import QuerySet

from kith.exchange.open_referral.asked import A_PAGE

Rows = QuerySet[Any] | Sequence[Any]
AT_ONCE = 500


def page_of(
    rows: Rows, asked: dict[str, Any], shown: Callable[[list[Any]], list[Any]]
) -> dict[str, Any]:
    """One page of `rows`, each turned into a record by `shown`; past the last one an empty page."""
    size, number = asked.get("per_page", A_PAGE), asked.get("page", 1)
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    pages = -(-total // size)
    contents = shown(list(rows[(number - 1) * size : number * size])) if number <= pages else []
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }


def lines_of(
    find: Callable[[], Rows],
    shown: Callable[[list[Any]], list[Any]],
    opened: Callable[[], AbstractContextManager[Any]],
) -> Iterator[bytes]:
    """Every record as a line of JSON, a few hundred in memory at a time.

    The answer is sent after its request's transaction has ended, so each piece is read in a context
    of its own, from where the last one stopped.
    """
    last, at = None, 0
    while True:
        with opened():
            rows = find()
            if isinstance(rows, QuerySet):
                part = list((rows.filter(pk__gt=last) if last else rows)[:AT_ONCE])
            else:
                part = list(rows[at : at + AT_ONCE])
            records = shown(part)
        if not part:
            return
        for record in records:
            yield json.dumps(record, ensure_ascii=False).encode() + b"\n"
        last, at = getattr(part[-1], "pk", None), at + len(part)
