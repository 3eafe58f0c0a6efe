"""The web server's worker: it hangs up on whoever takes too long to say what they want.

gunicorn bounds the wait for the first byte of a connection and nothing after it, so that a few clients who
send a byte now and then would keep every thread.
"""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

RECEIVE_SECONDS = 15.0


class Worker(ThreadWorker):
    """Reads no more from a connection than comes in its time; what it has to say is still said."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.receiving: dict[Any, float] = {}
        self.taken: set[Any] = set()

    def enqueue_req(self, conn: Any) -> None:
        """Called by the main thread. One with no thread left leaves new visitors to the other workers."""
        self.taken.add(conn)
        super().enqueue_req(conn)
        if len(self.taken) >= self.cfg.threads:
            super().set_accept_enabled(False)

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Called by the main thread when a thread is free again."""
        self.taken.discard(conn)
        super().finish_request(conn, fs)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Called by the main thread whenever it is not as it could be."""
        super().set_accept_enabled(enabled and len(self.taken) < self.cfg.threads)

    def handle(self, conn: Any) -> Any:
        """One request, in its thread."""
        self.receiving[conn] = time.monotonic() + RECEIVE_SECONDS
        try:
            return super().handle(conn)
        finally:
            self.receiving.pop(conn, None)

    def murder_pending(self) -> None:
        """Called by the main thread about every second, also when all other threads wait."""
        super().murder_pending()
        now = time.monotonic()
        for conn, until in list(self.receiving.items()):
            if until < now:
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RD)
