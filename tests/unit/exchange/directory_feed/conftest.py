"""A feed on the loopback address, good or hostile, and the published mock feeds."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

MOCKS = Path(__file__).parents[3] / "data" / "oruk-mocks"


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    # Sent after the body; a generator may drip for as long as it likes.
    then: Callable[[], Iterator[bytes]] | None = None


Route = Callable[[dict[str, str]], Answer]


def as_json(document: Any) -> Answer:
    return Answer(json.dumps(document).encode())


class FeedServer:
    """Serves `routes`: a path to a function of the query. Keeps what was asked in `asked`."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        address = urlsplit(handler.path)
        self.asked.append(handler.path)
        self.agents.add(handler.headers["User-Agent"])
        route = self.routes.get(unquote(address.path))
        query = {key: values[0] for key, values in parse_qs(address.query).items()}
        answer = route(query) if route else Answer(b"{}", 404)
        handler.send_response(answer.status)
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(answer.body)
        for piece in answer.then() if answer.then else ():
            handler.wfile.write(piece)
            handler.wfile.flush()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def serve(self, path: str, document: Any) -> None:
        self.routes[path] = lambda _query: as_json(document)

    def serve_pages(self, services: list[Any], *, size: int, version: int = 3) -> None:
        """Serve /services in pages of `size`, in the envelope of HSDS 3 or of HSDS-UK 1.0."""
        total = -(-len(services) // size)

        def page(query: dict[str, str]) -> Answer:
            number = int(query.get("page", "1"))
            return as_json(
                envelope(
                    services[(number - 1) * size : number * size],
                    number,
                    total,
                    len(services),
                    version,
                )
            )

        self.routes["/services"] = page


def envelope(records: list[Any], number: int, pages: int, items: int, version: int = 3) -> Any:
    if version == 1:
        return {
            "totalElements": items,
            "totalPages": pages,
            "number": number,
            "size": len(records),
            "first": number == 1,
            "last": number >= pages,
            "empty": not records,
            "content": records,
        }
    return {
        "total_items": items,
        "total_pages": pages,
        "page_number": number,
        "size": len(records),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not records,
        "contents": records,
    }


def walking_group(number: int = 1, **more: Any) -> dict[str, Any]:
    """A full service, so that no detail is asked for."""
    return {
        "id": f"svc-{number}",
        "name": f"Walking group {number}",
        "description": "A gentle walk in the park.",
        "status": "active",
        "organization": {"id": "org-1", "name": "Steps Together", "description": "A charity"},
        "schedules": [{"id": "s", "freq": "WEEKLY", "byday": "TU", "opens_at": "10:00"}],
    } | more


@pytest.fixture
def server() -> Iterator[FeedServer]:
    running = FeedServer()
    running.serve("/", {"version": "HSDS-UK-3.0", "profile": "p", "openapi_url": "o"})
    yield running
    running.stop()


@pytest.fixture
def feeds() -> Any:
    """What the tests of this folder share: the data and the shapes above."""
    return _Shared


class _Shared:
    mocks = MOCKS
    Answer = Answer
    as_json = staticmethod(as_json)
    envelope = staticmethod(envelope)
    walking_group = staticmethod(walking_group)
