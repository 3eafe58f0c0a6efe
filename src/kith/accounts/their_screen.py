"""While somebody else holds the phone, the session opens one page alone, until its owner's code is typed.

What the page needs in between is kept with the lock, in the session, and goes with it.
"""

from __future__ import annotations

import hmac
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest

KEY = "their_screen"
MOST_TRIES = 5


def begin(request: HttpRequest, *, path: str, code: str, back: str) -> None:
    """Lock the session to `path`; after `code`, it goes on at `back`."""
    request.session[KEY] = {"path": path, "code": code, "back": back, "tries": 0, "held": {}}


def elsewhere(request: HttpRequest) -> str:
    """The one page that is open, when the session is locked and the request asks for another; else ""."""
    lock = request.session.get(KEY)
    return lock["path"] if lock and request.path != lock["path"] else ""


def held(request: HttpRequest) -> dict[str, Any] | None:
    """What the locked page has kept; None when this page is not the one that is open."""
    lock = request.session.get(KEY)
    return lock["held"] if lock and request.path == lock["path"] else None


def hold(request: HttpRequest, held: dict[str, Any], *, back: str = "") -> None:
    """Keep something for the locked page; with `back`, where it goes on afterwards."""
    lock = request.session[KEY]
    request.session[KEY] = {**lock, "held": held, "back": back or lock["back"]}


def end(request: HttpRequest, code: str) -> str:
    """Unlock: where to go on, or "" for a wrong code. After five wrong ones the session ends."""
    lock = request.session[KEY]
    if hmac.compare_digest(lock["code"].encode(), code.encode()):
        del request.session[KEY]
        return str(lock["back"])
    request.session[KEY] = {**lock, "tries": lock["tries"] + 1}
    if lock["tries"] + 1 >= MOST_TRIES:
        logout(request)
        return "/sign-in"
    return ""
