"""What may be done, and the mark every route carries saying who may do it there."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from kith.isolation.actor import Actor
from kith.isolation.context import Kind


class Permission(StrEnum):
    """One thing someone may be allowed to do. Roles are made of these."""

    REFER = "make referrals and see what became of one's own"
    READ_REFERRALS = "read every referral of the scheme"
    DECIDE_REFERRALS = "take referrals on, return them or not take them on"
    ALLOCATE = "give a person to a link worker"
    SEE_PEOPLE = "open the records of the people one may see"
    WORK_WITH_PEOPLE = "write on the records of the people one may see"
    FIND_SERVICES = "search the directory"
    KEEP_DIRECTORY = "add and correct services"
    ANSWER_INTRODUCTIONS = "answer introductions sent to one's own organisation"
    SEE_TEAM = "see the caseloads of a team"
    SEE_REPORTS = "see the figures of the scheme, and no person"
    SEE_ACCESS_LOG = "see who looked at which record"
    SET_UP = "set the scheme up: its lists, practices, staff and invitations"
    TRAIN = "run courses"
    LEARN = "take courses"
    FACILITATE = "see the published figures of several schemes"
    OPERATE = "look after the installation"


class ActingRequest(HttpRequest):
    """A request after the middleware: it knows who acts."""

    actor: Actor


@dataclass(frozen=True)
class Access:
    """A route's rule: in which kind of context it runs, and what its visitor must be allowed."""

    kind: Kind | None
    permission: Permission | None = None
    needs_key: bool = True


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
    from kith.accounts.roles import permissions_of  # roles are made of permissions

    return any(
        permission in permissions_of(seat.roles)
        for seat in actor.seats
        if scheme_id is None or seat.scheme_id == scheme_id
    )


def check(actor: Actor, permission: Permission, scheme_id: UUID) -> None:
    """Raise the one 404 unless the actor may do this in that scheme. Jobs and commands may."""
    if actor.kind != "system" and not holds(actor, permission, scheme_id):
        raise Http404
