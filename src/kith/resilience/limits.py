"""How often something may be tried, counted in the database so that every process agrees."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import connection

from kith.resilience.errors import Refused


@dataclass(frozen=True)
class Limit:
    """`burst` tries at once, refilled at `per_hour`."""

    name: str
    burst: int
    per_hour: float


class TooOften(Refused):
    """The limit is reached for now."""


def spend(limit: Limit, *, by: str) -> None:
    """Take one token from the bucket of `limit` and `by` (a normalised name or network).

    Raises TooOften when the bucket is empty. One statement, so parallel tries cannot both take the
    last token.
    """
    bucket = hashlib.sha256(f"{limit.name}:{by}".encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO resilience_allowance AS kept (bucket, tokens, filled_at)"
            " VALUES (%(bucket)s, %(burst)s - 1, clock_timestamp())"
            " ON CONFLICT (bucket) DO UPDATE SET"
            "   tokens = greatest(-1, least(%(burst)s, greatest(kept.tokens, 0) + %(rate)s"
            "     * extract(epoch FROM clock_timestamp() - kept.filled_at) / 3600) - 1),"
            "   filled_at = clock_timestamp()"
            " RETURNING tokens",
            {"bucket": bucket, "burst": limit.burst, "rate": limit.per_hour},
        )
        (tokens,) = cursor.fetchone()
    if tokens < 0:
        raise TooOften("Too many tries. Wait a few minutes, then try again.")
