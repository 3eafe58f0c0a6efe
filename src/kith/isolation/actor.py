"""Who acts: a value handed to every write, so that no row and no log line is anonymous."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

SOMEONE = "Someone on a public page"


@dataclass(frozen=True)
class Seat:
    """One person's place in one scheme: a membership, as values.

    `sees_all` is true for those whose role or employer opens the whole scheme to them;
    everyone else sees the people of their own delivery partner. `works_on` are the days of the week on which
    they work, Monday being 0.
    """

    scheme_id: UUID
    membership_id: UUID
    roles: frozenset[str]
    name: str
    partner_id: UUID | None = None
    organisation_id: UUID | None = None
    sees_all: bool = False
    works_on: frozenset[int] = frozenset(range(5))


@dataclass(frozen=True)
class Actor:
    """Someone or something that acts.

    `kind` is one of `staff` (signed in), `public` (a stranger on a public page), `link` (the
    holder of a private link) or `system` (a job, a command, the demonstration).
    `key` names the actor for things that belong to the actor alone (drafts, idempotency keys).
    """

    kind: str
    name: str
    key: str
    user_id: UUID | None = None
    seats: tuple[Seat, ...] = field(default=())

    @property
    def schemes(self) -> tuple[UUID, ...]:
        """The schemes the actor may act in, in the order of the seats."""
        return tuple(seat.scheme_id for seat in self.seats)

    def seat(self, scheme_id: UUID) -> Seat | None:
        """The actor's seat in a scheme, or None."""
        return next((seat for seat in self.seats if seat.scheme_id == scheme_id), None)

    def membership_id(self, scheme_id: UUID) -> UUID | None:
        """The membership to write on a row of that scheme, or None for a system actor."""
        seat = self.seat(scheme_id)
        return seat.membership_id if seat else None

    @classmethod
    def system(cls, name: str) -> Actor:
        """A job or command, named so that the log says which."""
        return cls(kind="system", name=name, key=f"system:{name}")

    @classmethod
    def link(cls, link_id: UUID, browser: str = "") -> Actor:
        """The holder of a private link, whoever that is; `browser` tells one of them from another."""
        return cls(
            kind="link", name="The holder of a private link", key=f"link:{link_id}:{browser}"
        )

    @classmethod
    def public(cls, key: str = "") -> Actor:
        """A stranger on a public page; `key` tells one browser session from another."""
        return cls(kind="public", name=SOMEONE, key=f"public:{key}")
