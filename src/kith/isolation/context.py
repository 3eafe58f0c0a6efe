"""The signed context that row security reads: which schemes this transaction may touch, and why.

A context is set with `set_config(..., is_local => true)`, so it ends with its transaction and
cannot leak through a pooled connection. It is signed with a key that SQL cannot read, so that a
statement smuggled into a query cannot grant itself another scheme; and for one database session at
one moment, so that a text seen in a log or another transaction opens nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction

SETTING = "kith.context"
clock = time.time  # a name of its own: tests travel in time, and the database does not


class Kind(StrEnum):
    """What a context is for; each table lists the kinds that may read and write it."""

    SCHEME = "scheme"  # the schemes of a signed-in user's memberships
    USER = "user"  # signed in, before a scheme is chosen
    PUBLIC = "public"  # a stranger on a public page
    LINK = "link"  # the holder of a private link, for its single purpose
    REPORT = "report"  # one scheme, read only, for aggregates
    JOB = "job"  # a job, a command, the demonstration: one scheme


@dataclass(frozen=True)
class Context:
    """What the database is told about the transaction."""

    kind: Kind
    schemes: tuple[UUID, ...] = ()
    user_id: UUID | None = None
    actor: str = ""
    subject: str = ""

    def signed(self, *, key: bytes, session: int, at: float) -> str:
        """The text the database verifies: fields separated by `|`, then their HMAC-SHA256.

        It is good in the database session of that process number alone, in a transaction that had begun
        `at` that time or begins within half a minute.
        """
        parts = (
            self.kind.value,
            ",".join(str(scheme) for scheme in self.schemes),
            str(self.user_id or ""),
            self.actor.replace("|", "/"),
            self.subject.replace("|", "/"),
            str(session),
            f"{at:.3f}",
        )
        payload = "|".join(parts)
        mac = hmac.new(key, payload.encode(), hashlib.sha256).hexdigest()
        return f"{payload}|{mac}"


class NoContext(RuntimeError):
    """Code that touches scheme data was reached without a context."""


_current: ContextVar[Context | None] = ContextVar("kith_context", default=None)


def current() -> Context:
    """The context of the running code.

    Raises NoContext when there is none, which is a defect and never an empty list.
    """
    context = _current.get()
    if context is None:
        raise NoContext("This code touches a scheme's data and was reached without a context.")
    return context


@contextmanager
def enter(
    kind: Kind,
    *,
    schemes: Iterable[UUID] = (),
    user_id: UUID | None = None,
    actor: str = "",
    subject: str = "",
) -> Iterator[Context]:
    """Open a transaction (or a savepoint) and set its context; put the former one back after.

    `subject` is the one object a private link is for.
    """
    context = Context(kind, tuple(schemes), user_id, actor, subject)
    former, within = _current.get(), connections["default"].in_atomic_block
    with transaction.atomic():
        _tell_database(context)
        token = _current.set(context)
        try:
            yield context
        finally:
            _current.reset(token)
        # After an exception the rollback has restored the setting, and where the transaction was
        # opened here it ends with it: so this is for the way out of a savepoint.
        if within and not transaction.get_rollback():
            _tell_database(former)


@contextmanager
def in_scheme(scheme_id: UUID, *, actor: str) -> Iterator[Context]:
    """The context of a job or command working in one scheme."""
    with enter(Kind.JOB, schemes=[scheme_id], actor=actor) as context:
        yield context


def _tell_database(context: Context | None) -> None:
    database, text = connections["default"], ""
    with database.cursor() as cursor:
        if context is not None:
            session = database.connection.info.backend_pid  # told once, when it connected
            text = context.signed(key=settings.CONTEXT_KEY, session=session, at=clock())
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, text])
