"""Child processes: run to the end, kept running, and stopped in good order."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from kith.operate.processes import (
    Child,
    Interrupted,
    ProcessRefused,
    check_port,
    run_to_end,
    stopping_on_signals,
    supervise,
)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket that listens on a port of its own."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        found.listen()
        yield found


def test_a_taken_port_is_one_sentence_and_a_free_one_is_fine(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    with pytest.raises(ProcessRefused, match=f"Port {port} is taken.*KITH_PORT="):
        check_port(port)
    listener.close()
    check_port(port)


def test_a_command_runs_to_its_end_with_the_variables_it_is_given() -> None:
    command = [sys.executable, "-c", "import os, sys; sys.exit(int(os.environ['CODE']))"]
    assert run_to_end(command, {"CODE": "0"}) == 0
    assert run_to_end(command, {"CODE": "7"}) == 7


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_interrupts_once_and_the_stop_is_not_cut_short(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    finished = []

    def work() -> None:
        try:
            os.kill(os.getpid(), number)
        finally:
            os.kill(os.getpid(), number)
            finished.append(True)

    with stopping_on_signals(), pytest.raises(Interrupted):
        work()
    assert finished
    assert signal.getsignal(number) == before


def test_a_child_that_dies_is_started_again_until_all_is_stopped(tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    script = f"open({str(lines)!r}, 'a').write('here\\n')"
    said: list[str] = []

    def look() -> None:
        if lines.exists() and lines.read_text().count("here") == 2:
            raise Interrupted

    with pytest.raises(Interrupted):
        supervise(
            [Child("the worker", [sys.executable, "-c", script])],
            dict(os.environ),
            say=said.append,
            look=look,
        )
    assert said[0] == "The worker ended (exit code 0); it is started again in 1 s."


def test_a_needed_child_that_fails_at_once_stops_the_others() -> None:
    other = Child("the other", [sys.executable, "-c", "import time; time.sleep(600)"])
    needed = Child("the web server", [sys.executable, "-c", "raise SystemExit(3)"], needed=True)
    with pytest.raises(ProcessRefused, match=r"The web server ended as it started \(exit code 3\)"):
        supervise([other, needed], dict(os.environ), say=lambda _: None)
    assert other.process is not None
    assert other.process.returncode == -signal.SIGTERM


PARENT = """
import os, sys
from kith.operate.processes import Child, stopping_on_signals, supervise
sleeper = [sys.executable, "-c", "import time; print('child', flush=True); time.sleep(600)"]
with stopping_on_signals():
    supervise([Child("the sleeper", sleeper)], dict(os.environ), say=print)
"""


@pytest.fixture
def parent() -> Iterator[tuple[subprocess.Popen[str], psutil.Process]]:
    """A process that supervises another, and that other."""
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "child\n"
        (child,) = psutil.Process(process.pid).children()
        yield process, child
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_children_end_with_their_supervisor_however_it_ends(
    parent: tuple[subprocess.Popen[str], psutil.Process], number: signal.Signals
) -> None:
    process, child = parent
    process.send_signal(number)
    process.wait(60)
    child.wait(60)
    assert not child.is_running()
