"""Opens the transaction of a request, tells the database on whose behalf, and closes it.

The transaction is held around rendering too: a page rendered after it would find nothing, and "no
concerns" shown wrongly is a danger, not an untidiness.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ImproperlyConfigured, RequestDataTooBig
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode

from kith.accounts import their_screen
from kith.accounts.backends import stands
from kith.accounts.permissions import Access, access_of
from kith.config.errors import not_found, too_large
from kith.config.receiving import LARGEST_BODY
from kith.isolation import context, links
from kith.isolation.actor import Actor
from kith.isolation.context import Kind
from kith.organisations import queries as organisations
from kith.resilience import drafts, idempotency

Respond = Callable[[HttpRequest], HttpResponse]
NOT_FOUND = Access(None, needs_key=False)
SIGN_IN_FIRST = Access(Kind.USER, needs_key=False)
LINK_ENDED = {
    "title": "This link has ended",
    "what_happened": "It was for a while only, or someone ended it. Nothing was sent.",
    "what_to_do": "Ask whoever sent it to you for a new one.",
}

LINK_OVER = {"title": "This has ended", "what_happened": "Nothing was sent."}


def private_pages(respond: Respond) -> Respond:
    """Nothing that may hold personal data is kept by a browser or a proxy."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        return response

    return middleware


def in_context(respond: Respond) -> Respond:
    """One transaction a request, in the context its route declares; none means a defect, said loudly."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            match = None
        if _too_large(request):
            return too_large(request)
        access = access_of(match.func) if match else NOT_FOUND
        if access is None:
            raise ImproperlyConfigured(f"{request.path_info} has no access rule.")
        request.access = access  # type: ignore[attr-defined]
        if access.kind is None:
            return respond(request)
        given = match.kwargs if match else {}
        if access.kind is Kind.PUBLIC:
            return _as_public(request, respond, given.get("scheme"))
        if access.kind is Kind.LINK:
            return _by_link(request, respond, given["token"], access)
        return _as_staff(request, respond)

    # Called when the view's turn has come: after the CSRF check, which stands before this one.
    middleware.process_view = _to_sign_in  # type: ignore[attr-defined]
    return middleware


def _too_large(request: HttpRequest) -> bool:
    """Read what was sent, before a connection to the database is held for it."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return True
    try:
        request.POST.keys()
    except RequestDataTooBig:
        return True
    return False


def once_only(respond: Respond) -> Respond:
    """Each POST is carried out once; see resilience.idempotency."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.access.needs_key:  # type: ignore[attr-defined]
            return idempotency.once(request, respond)
        return respond(request)

    return middleware


def _hold(request: HttpRequest, respond: Respond) -> HttpResponse:
    response = respond(request)
    if response.status_code >= 500:
        transaction.set_rollback(True)
    return response


def _as_public(request: HttpRequest, respond: Respond, slug: str | None) -> HttpResponse:
    actor = Actor.public(_browser(request))
    request.actor = actor  # type: ignore[attr-defined]
    scheme_id = None
    if slug is not None:
        scheme_id = organisations.scheme_of_slug(slug)
        if scheme_id is None:
            nowhere = _not_found(request)
            # A script that reads our open data from another page is told so too, rather than seeing nothing.
            nowhere.headers["Access-Control-Allow-Origin"] = "*"
            return nowhere
    schemes = [scheme_id] if scheme_id else organisations.open_schemes()
    user_id = request.user.pk if request.user.is_authenticated else None
    with context.enter(Kind.PUBLIC, schemes=schemes, user_id=user_id, actor=actor.key):
        return _hold(request, respond)


def _by_link(request: HttpRequest, respond: Respond, token: str, access: Access) -> HttpResponse:
    link = links.link_of(token)
    if link is None or link.purpose != access.purpose:
        return _not_found(request)
    actor = Actor.link(link.id, _browser(request))
    if link.ended or (access.stands is not None and not access.stands(link)):
        request.access = NOT_FOUND  # type: ignore[attr-defined]
        over = access.over(link, actor) if access.over else ""
        again = reverse(access.again, args=[token]) if access.again and not over else ""
        said = {**LINK_OVER, "what_to_do": over} if over else LINK_ENDED
        return render(request, "ui/error.html", {**said, "again": again}, status=410)
    request.link, request.actor = link, actor  # type: ignore[attr-defined]
    with context.enter(
        Kind.LINK, schemes=[link.scheme_id], actor=actor.key, subject=str(link.subject_id)
    ):
        return _hold(request, respond)


def _not_found(request: HttpRequest) -> HttpResponse:
    """The one 404, by the way every other takes."""
    request.access = NOT_FOUND  # type: ignore[attr-defined]
    return not_found(request, Http404())


def _as_staff(request: HttpRequest, respond: Respond) -> HttpResponse:
    if not request.user.is_authenticated or _idle(request):
        request.access = SIGN_IN_FIRST  # type: ignore[attr-defined]
        return respond(request)
    if page := their_screen.elsewhere(request):
        return HttpResponseRedirect(page)
    user = request.user
    key = f"user:{user.pk}"
    seats = organisations.seats_of(user.pk)
    with context.enter(
        Kind.SCHEME, schemes=[scheme for scheme, _ in seats], user_id=user.pk, actor=key
    ):
        request.actor = Actor(  # type: ignore[attr-defined]
            kind="staff",
            name=user.name,
            key=key,
            user_id=user.pk,
            seats=organisations.seats([membership for _, membership in seats]),
        )
        return _hold(request, respond)


def _idle(request: HttpRequest) -> bool:
    """Whether nobody has touched the session for too long; such a session ends."""
    now = int(time.time())
    seen = request.session.get("seen_at", now)
    if now - seen > settings.IDLE_SECONDS:
        logout(request)
        return True
    if now - seen > 60 or "seen_at" not in request.session:
        request.session["seen_at"] = now
    return False


def _to_sign_in(request: HttpRequest, *view: Any) -> HttpResponse | None:
    """In place of the view, for who must sign in first; what they had typed is kept for them."""
    if request.access is not SIGN_IN_FIRST:  # type: ignore[attr-defined]
        return None
    asked = {"next": request.get_full_path()}
    author = drafts.author_of(request.POST)
    if author and stands(author.actor, author.stamp) and drafts.rescue(request, author):
        asked["kept"] = "1"
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode(asked)}")


def _browser(request: HttpRequest) -> str:
    """A name for the browser, without knowing who it is: a hash of its CSRF cookie."""
    cookie = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    return hashlib.sha256(cookie.encode()).hexdigest()[:32] if cookie else ""
