"""The mark that every route carries, saying who may do what there; and whether somebody may."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from kith.accounts.roles import Permission, permissions_of
from kith.isolation.actor import Actor
from kith.isolation.context import Kind
from kith.isolation.links import Link

__all__ = [
    "Access",
    "ActingRequest",
    "LinkRequest",
    "Permission",
    "access_of",
    "allowed",
    "by_link",
    "check",
    "holds",
    "keeping_drafts",
    "open_to_all",
    "public",
    "signed_in",
    "signing_in",
]


class ActingRequest(HttpRequest):
    """A request after the middleware: it knows who acts."""

    actor: Actor


class LinkRequest(ActingRequest):
    """A request by a private link: it knows what the link is for."""

    link: Link


@dataclass(frozen=True)
class Access:
    """A route's rule: in which kind of context it runs, and what its visitor must be allowed."""

    kind: Kind | None
    permission: Permission | None = None
    needs_key: bool = True
    purpose: str = ""
    """For private links: the purpose for which the address's token must have been given."""
    again: str = ""
    """And the name of the route that sends a new link in place of one that has ended, where there is one."""
    over: Callable[[Link, Actor], str] | None = None
    """And what to do where its subject has ended too, in a sentence; "" while a new link would open something."""
    stands: Callable[[Link], bool] | None = None
    """What else a link must hold to, where there is something: else it counts as one that has ended."""


class View(Protocol):
    def __call__(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse: ...


def _marked(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def allowed(permission: Permission, *, needs_key: bool = True) -> Callable[[View], View]:
    """For staff: the route runs in the schemes of the actor, who needs `permission` in one of them.

    Without it: 403. What the actor may see of an object is asked by `check()`. A POST that writes
    nothing (a search) goes without an idempotency key.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def checked(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not holds(request.actor, permission):
                raise PermissionDenied(f"Your role does not let you {permission.value}.")
            return view(request, *args, **kwargs)

        return _marked(checked, Access(Kind.SCHEME, permission, needs_key))

    return decorate


def public(view: View) -> View:
    """For anyone: the route runs in a public context, of the scheme its address names if any."""
    return _marked(view, Access(Kind.PUBLIC))


def by_link(
    purpose: str,
    *,
    again: str = "",
    stands: Callable[[Link], bool] | None = None,
    over: Callable[[Link, Actor], str] | None = None,
) -> Callable[[View], View]:
    """For the holder of a private link of that purpose, whose token the address holds as `token`.

    The route runs in a link context of the link's scheme and subject. Another token is not found, and one
    that has ended gets a page that says so, where a new one can be asked for by the route `again`, unless `over` says
    that its subject has ended too; so does one of which `stands` says that it does so no longer.
    """

    def decorate(view: View) -> View:
        rule = Access(Kind.LINK, purpose=purpose, again=again, stands=stands, over=over)
        return _marked(view, rule)

    return decorate


def signing_in(view: View) -> View:
    """For anyone, without an idempotency key: signing in and out."""
    return _marked(view, Access(Kind.PUBLIC, needs_key=False))


def signed_in(view: View) -> View:
    """For anyone signed in, whatever their role."""
    return _marked(view, Access(Kind.SCHEME))


def keeping_drafts(view: View) -> View:
    """For anyone signed in, without an idempotency key: what is typed is kept as it is typed."""
    return _marked(view, Access(Kind.SCHEME, needs_key=False))


def open_to_all(view: View) -> View:
    """For anyone, and touching no scheme's data: health, version."""
    return _marked(view, Access(None, needs_key=False))


def access_of(view: object) -> Access | None:
    """The rule a view carries, or None when it was given none."""
    return getattr(view, "access", None)


def holds(actor: Actor, permission: Permission, scheme_id: UUID | None = None) -> bool:
    """Whether the actor may, in that scheme or (without one) in any of theirs."""
    return any(
        permission in permissions_of(seat.roles)
        for seat in actor.seats
        if scheme_id is None or seat.scheme_id == scheme_id
    )


def check(actor: Actor, permission: Permission, scheme_id: UUID) -> None:
    """Raise the one 404 unless the actor may do this in that scheme. Jobs and commands may."""
    if actor.kind != "system" and not holds(actor, permission, scheme_id):
        raise Http404
