"""`kith serve`, whole: from nothing to an answering page, and back to nothing."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest


@pytest.fixture
def place() -> Iterator[dict[str, str]]:
    """The environment of a new instance on a free port."""
    with tempfile.TemporaryDirectory(prefix="kith-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        yield {"PATH": os.environ["PATH"], "KITH_HOME": folder, "KITH_PORT": str(port)}


def kith(*words: str) -> list[str]:
    return [sys.executable, "-c", "from kith.cli.main import main; main()", *words]


@pytest.fixture
def served(place: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """`kith serve`, once it has said that it is up."""
    with subprocess.Popen(kith("serve"), env=place, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("Kith is at"):
                break
        yield process
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def status(place: dict[str, str], address: str = "/healthz") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", int(place["KITH_PORT"]), timeout=30)
    try:
        connection.request("GET", address)
        return connection.getresponse().status
    finally:
        connection.close()


def test_it_serves_until_told_to_stop_and_leaves_nothing_running(
    place: dict[str, str], served: subprocess.Popen[str]
) -> None:
    assert status(place) == 200
    assert status(place, f"/s/none/?q={'long' * 1250}") == 404  # our page, no bare 414
    family = psutil.Process(served.pid).children(recursive=True)
    assert len(family) >= 4  # database, web server, its workers, job worker

    served.send_signal(signal.SIGINT)
    out, _ = served.communicate(timeout=60)

    assert served.returncode == 0
    assert out.endswith("Stopping…\nStopped. Everything is kept.\n")
    assert psutil.wait_procs(family, timeout=60)[1] == []
    assert not (Path(place["KITH_HOME"]) / "postgres/postmaster.pid").exists()


def test_beside_it_another_command_works_and_a_second_one_is_refused(
    place: dict[str, str], served: subprocess.Popen[str]
) -> None:
    beside = subprocess.run(kith("migrate"), env=place, capture_output=True, text=True)
    assert beside.returncode == 0, beside.stderr
    assert "up to date" in beside.stdout
    assert status(place) == 200

    second = subprocess.run(kith("serve"), env=place, capture_output=True, text=True)
    assert second.returncode == 1
    assert second.stderr.startswith(f"Port {place['KITH_PORT']} is taken")
    assert second.stderr.count("\n") == 1
    assert status(place) == 200


def test_slow_senders_leave_the_health_page_answering(
    place: dict[str, str], served: subprocess.Popen[str]
) -> None:
    """As many as three times the sixteen requests that a small machine can work on at once."""
    lines = [
        "POST /sign-in HTTP/1.1",
        f"Host: 127.0.0.1:{place['KITH_PORT']}",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Length: 2000",
        "",
        "a=",
    ]
    with contextlib.ExitStack() as held:
        for _ in range(48):
            sender = socket.create_connection(("127.0.0.1", int(place["KITH_PORT"])))
            held.enter_context(sender)
            sender.sendall("\r\n".join(lines).encode())
        assert status(place) == 200
