"""What a visitor sees when something is not there, not allowed or broken."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The one 404: the same for what is not there and for what is not for you."""
    return _page(
        request,
        404,
        "Page not found",
        "Nothing was changed.",
        "Check the address, or go back to where you came from. If a link in Kith brought you here,"
        " what it pointed at may not be yours to see.",
        "Check the address, or go to the front page. If you need someone, ring the scheme: its number"
        " is there.",
    )


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the visitor's role does not reach here."""
    said = str(exception) if isinstance(exception, PermissionDenied) and str(exception) else ""
    return _page(
        request,
        403,
        "Your role does not include this page",
        said or "Nothing was changed.",
        "Ask your service manager if you think that it should.",
        "Go to the front page. If you need someone, ring the scheme: its number is there.",
    )


def bad(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be understood."""
    return _page(
        request,
        400,
        "We could not read what your browser sent",
        "Nothing was changed.",
        "Go back, reload the page and try again.",
    )


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than any form of ours sends."""
    request.actor = None  # type: ignore[attr-defined]
    return _page(
        request,
        413,
        "What you sent is too large",
        "It was not taken, and nothing was changed.",
        "Send a smaller file, or less text at once. A referral sheet can be sent in parts.",
        "Send a smaller file, or less text at once.",
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. The database may be what broke, so the page asks it nothing."""
    request.actor = None  # type: ignore[attr-defined]
    return _page(
        request,
        500,
        "Something went wrong on our side",
        "Nothing of what you just did was kept, so nothing is half done.",
        "Go back and try again. If it happens twice, tell your service manager the time it happened.",
        "Go back and try again. If it happens twice, ring the scheme: they can take down what you"
        " wanted to tell them.",
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form did not come from our page, or its cookie is gone."""
    return _page(
        request,
        403,
        "This form has gone stale",
        "It was not carried out.",
        "Go back, reload the page and send it again. Cookies must be allowed for this site.",
    )


def _page(
    request: HttpRequest,
    status: int,
    title: str,
    what_happened: str,
    for_staff: str,
    for_visitors: str = "",
) -> HttpResponse:
    """An error in words for whoever asked; the front page is the way on for who has not signed in."""
    user = getattr(request, "user", None)
    shown: dict[str, object] = {"title": title, "what_happened": what_happened}
    if user is not None and user.is_authenticated:
        shown["what_to_do"] = for_staff
    else:
        shown["what_to_do"] = for_visitors or for_staff
        shown["back"] = {"text": "The front page", "href": "/"}
    return render(request, "ui/error.html", shown, status=status)
