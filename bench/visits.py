"""One request after another through the product's own WSGI application, in this process.

Nothing is left out: every middleware, the context of the run-time role, row security, rendering and closing.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import urlencode, urlsplit

TOKEN = "b" * 32


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: to where, by whom (a session's cookie), with what posted, from which address."""

    path: str
    cookie: str = ""
    posted: dict[str, str] | None = None
    address: str = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, after how many milliseconds of the server's time."""

    status: int
    milliseconds: float
    size: int


class Door:
    """The WSGI application of the product."""

    def __init__(self) -> None:
        from django.conf import settings

        from kith.config.wsgi import application

        self.application = application
        self.csrf = settings.CSRF_COOKIE_NAME

    def visit(self, visit: Visit) -> Answer:
        """Ask for a page and read the whole of the answer."""
        environ, status = self._environ(visit), [0]

        def start(line: str, headers: object, exc_info: object = None) -> Callable[[bytes], None]:
            status[0] = int(line.split()[0])
            return lambda _: None

        began = time.perf_counter()
        response = self.application(environ, start)  # type: ignore[arg-type]
        size = sum(map(len, response))
        response.close()
        return Answer(status[0], (time.perf_counter() - began) * 1000, size)

    def count(self, visit: Visit) -> int:
        """How many statements the database is sent for a page."""
        from django.db import connection

        count = 0

        def counted(execute: Any, *given: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*given)

        with connection.execute_wrapper(counted):
            self.visit(visit)
        return count

    def _environ(self, visit: Visit) -> dict[str, Any]:
        body = b""
        if visit.posted is not None:
            body = urlencode({"csrfmiddlewaretoken": TOKEN, **visit.posted}).encode()
        cookies = [f"{self.csrf}={TOKEN}", visit.cookie]
        parts = urlsplit(visit.path)
        return {
            "REQUEST_METHOD": "GET" if visit.posted is None else "POST",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_COOKIE": "; ".join(filter(None, cookies)),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": visit.address,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }


def sign_in(user_id: str) -> str:
    """A session as a person with the second factor has it; returns its cookie."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from kith.accounts.models import User

    user = User.objects.get(pk=user_id)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["seen_at"] = int(time.time())
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
