"""How often something may be tried, counted in the database so that every process agrees."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from kith.resilience.errors import Refused

SAID = "Too many tries. Wait a few minutes, then try again."


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

    Raises TooOften when the bucket is empty, or when so many wait for it that its turn does not
    come. One statement, so parallel tries cannot both take the last token. Inside a door that then
    refuses, the token is given back with everything else: count before the door.
    """
    try:
        tokens = _take(limit, hashlib.sha256(f"{limit.name}:{by}".encode()).hexdigest())
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise TooOften(SAID) from error
        raise
    if tokens < 0:
        raise TooOften(SAID)


def _take(limit: Limit, bucket: str) -> float:
    with transaction.atomic(), connection.cursor() as cursor:
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
        left: float = cursor.fetchone()[0]
        return left
