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
