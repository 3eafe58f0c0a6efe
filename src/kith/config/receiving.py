"""Taking a request in: wholly, within a time, and before anything is done for it.

A body that comes slowly costs a thread and nothing else: no connection to the database, no transaction.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from typing import IO, Any

LARGEST_BODY = 26_000_000  # bytes; the largest file that is taken is a referral sheet of 25 MB
IN_MEMORY = 1_000_000
AT_ONCE = 64 * 1024

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def whole_requests(application: Application) -> Application:
    """A WSGI application that is called with bodies that have arrived; half a body is never acted on.

    One that is too large is not read: the middleware answers it with a page.
    """

    def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if not 0 < length <= LARGEST_BODY:
            return application(environ, start_response)
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            if _take(environ["wsgi.input"], body, length) < length:
                start_response("408 Request Timeout", [("Connection", "close")])
                return [b""]
            body.seek(0)
            return application({**environ, "wsgi.input": body}, start_response)

    return serve


def _take(source: Any, body: IO[bytes], length: int) -> int:
    """Copy up to `length` bytes; how many came."""
    taken = 0
    while taken < length and (part := source.read(min(AT_ONCE, length - taken))):
        body.write(part)
        taken += len(part)
    return taken
