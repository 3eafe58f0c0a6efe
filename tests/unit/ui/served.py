"""A small server for drawn pages and the design system's files, under the strictest policy."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import kith.ui

STATIC = Path(kith.ui.__file__).parent / "static"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = "default-src 'none'; form-action 'self'" + "".join(
    f"; {kind}-src 'self'" for kind in ("script", "style", "img", "connect")
)


class Site:
    """Pages by address, what was posted to it, and where it listens."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.posted: list[tuple[str, str, str]] = []
        self.url = ""
        self.failing: set[str] = set()
        self._arrived = threading.Condition()

    def take(self, path: str, body: str, token: str) -> int:
        """Notes what was posted; returns the status to answer with."""
        with self._arrived:
            self.posted.append((path, body, token))
            self._arrived.notify_all()
        return 503 if path in self.failing else 204

    def wait_for(self, path: str) -> str:
        """The body first posted to an address, waiting for it. Raises AssertionError."""
        with self._arrived:
            came = self._arrived.wait_for(lambda: any(p == path for p, _, _ in self.posted), 10)
        assert came, f"Nothing was posted to {path}"
        return next(body for p, body, _ in self.posted if p == path)


@contextlib.contextmanager
def served() -> Iterator[Site]:
    """A running site on the loopback address, stopped at the end."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            file = STATIC / path.removeprefix("/static/")
            if path in site.pages:
                self.answer(200, "text/html; charset=utf-8", site.pages[path].encode())
            elif path.startswith("/static/") and file.is_file():
                self.answer(200, KINDS[file.suffix], file.read_bytes())
            else:
                self.answer(404, "text/plain", b"")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode(errors="replace")
            status = site.take(self.path, body, self.headers.get("X-CSRFToken", ""))
            self.answer(status, "text/plain", b"")

        def answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
