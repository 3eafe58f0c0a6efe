"""A request is taken in wholly and within a time, or not at all."""

from __future__ import annotations

import io
import socket
import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from gunicorn.workers.gthread import ThreadWorker

from kith.config import receiving
from kith.config.worker import Worker


def _called(length: int, sent: bytes) -> tuple[list[str], list[bytes]]:
    """The statuses answered, and the bodies that reached the application."""
    said, seen = [], []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.append(environ["wsgi.input"].read(length))
        start_response("200 OK", [])
        return []

    served = receiving.whole_requests(application)
    environ = {"CONTENT_LENGTH": str(length), "wsgi.input": io.BytesIO(sent)}
    list(served(environ, lambda status, headers: said.append(status)))
    return said, seen


def test_a_whole_body_is_acted_on_and_half_a_body_is_not() -> None:
    assert _called(5, b"whole") == (["200 OK"], [b"whole"])
    assert _called(5, b"who") == (["408 Request Timeout"], [])


def test_a_large_body_is_taken_through_the_disk() -> None:
    body = b"x" * (receiving.IN_MEMORY + 1)
    assert _called(len(body), body) == (["200 OK"], [body])


def test_what_is_too_large_is_answered_with_a_page(db: None) -> None:
    client, plain = Client(), "application/x-www-form-urlencoded"
    file = SimpleUploadedFile("sheet.csv", b"x" * (receiving.LARGEST_BODY + 1))
    for answer in (
        client.post("/sign-in", {"file": file}),
        client.post("/sign-in", "a=" + "x" * 3_000_000, content_type=plain),
    ):
        assert answer.status_code == 413
        assert "too large" in answer.content.decode()
    assert client.post("/sign-in", {"email": "a@kith.example", "password": "x"}).status_code == 400


def test_what_was_sent_is_read_before_the_database_is_asked(
    db: None,
) -> None:
    asked: list[int] = []
    with connection.execute_wrapper(lambda run, *said: (asked.append(1), run(*said))[1]):

        class Slow(io.BytesIO):
            def read(self, *size: Any) -> bytes:
                assert not asked
                return super().read(*size)

        request = {"wsgi.input": Slow(b"email=a%40kith.example&password=x"), "CONTENT_LENGTH": 33}
        Client().generic(
            "POST", "/sign-in", content_type="application/x-www-form-urlencoded", **request
        )
    assert asked


def test_the_worker_hangs_up_on_those_whose_time_is_over_and_on_no_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ThreadWorker, "murder_pending", lambda self: None)
    worker = Worker.__new__(Worker)
    (slow, its_client), (quick, other_client) = socket.socketpair(), socket.socketpair()
    with slow, its_client, quick, other_client:
        now = time.monotonic()
        worker.receiving = {_Connection(slow): now - 1, _Connection(quick): now + 60}
        worker.murder_pending()
        assert slow.recv(10) == b""
        slow.sendall(b"answer")
        assert its_client.recv(10) == b"answer"
        quick.setblocking(False)
        with pytest.raises(BlockingIOError):
            quick.recv(10)


class _Connection:
    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
