"""Child processes: run to their end, or kept running; and stopping when told to."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType

STOP_SECONDS = 6.0  # then the hard way; with the database's own stop this stays within ten
LOOK_SECONDS = 0.25
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds before a dead child is started again
SETTLED_SECONDS = 60.0  # a child that lived this long starts with a clean sheet
FALSE_START_SECONDS = 15.0
PR_SET_PDEATHSIG = 1  # prctl(2)

Say = Callable[[str], None]


class ProcessRefused(Exception):
    """A process cannot run. The text is one sentence saying why and what to do."""


class Interrupted(KeyboardInterrupt):
    """Someone asked us to stop."""


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """The first SIGINT, SIGTERM or SIGHUP raises Interrupted in the block; later ones change
    nothing, so that the stop itself is not cut short."""
    told = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in told}

    def stop(number: int, _: FrameType | None) -> None:
        for other in told:
            signal.signal(other, signal.SIG_IGN)
        raise Interrupted(signal.Signals(number).name)

    for number in told:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def check_port(port: int) -> None:
    """Raise ProcessRefused where the port on the loopback address is not free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except PermissionError:
            raise ProcessRefused(
                f"Port {port} is for administrators only: set KITH_PORT to one above 1023."
            ) from None
        except OSError:
            raise ProcessRefused(
                f"Port {port} is taken by another program: stop that program, or choose another"
                f" port, for example KITH_PORT={port + 1 if port < 65535 else 8000}."
            ) from None


def run_to_end(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a command and return its exit code; if we are interrupted, so is it."""
    process = _spawn(command, environment)
    try:
        return process.wait()
    except BaseException:
        _stop_all([process])
        raise


@dataclass(slots=True)
class Child:
    """A process to keep running."""

    name: str
    """As a person knows it, with its article: "the web server"."""
    command: Sequence[str]
    needed: bool = False
    """Without it nothing else makes sense: if its first start fails, all stop."""
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    starts: int = field(default=0, init=False)
    started_at: float = field(default=0.0, init=False)
    start_at: float = field(default=0.0, init=False)
    wait: float = field(default=FIRST_WAIT, init=False)


def supervise(
    children: Sequence[Child],
    environment: Mapping[str, str],
    *,
    say: Say,
    look: Callable[[], None] = lambda: None,
) -> None:
    """Keep the children running until interrupted, then stop them all.

    `look` is called every quarter of a second. Raises ProcessRefused when a needed child ends at
    its first start, and whatever interrupted.
    """
    try:
        while True:
            for child in children:
                _look_after(child, environment, say)
            look()
            time.sleep(LOOK_SECONDS)
    finally:
        _stop_all([child.process for child in children if child.process is not None])


def _look_after(child: Child, environment: Mapping[str, str], say: Say) -> None:
    now = time.monotonic()
    if child.process is None:
        if now >= child.start_at:
            child.process = _spawn(child.command, environment)
            child.started_at = now
            child.starts += 1
        return
    code = child.process.poll()
    if code is None:
        return
    _kill_group(child.process)
    child.process = None
    lived = now - child.started_at
    if child.needed and child.starts == 1 and lived < FALSE_START_SECONDS:
        raise ProcessRefused(
            f"{child.name[0].upper()}{child.name[1:]} ended as it started (exit code {code}): what"
            " it said is above."
        )
    if lived > SETTLED_SECONDS:
        child.wait = FIRST_WAIT
    say(
        f"{child.name[0].upper()}{child.name[1:]} ended (exit code {code}); it is started again in"
        f" {child.wait:.0f} s."
    )
    child.start_at = now + child.wait
    child.wait = min(child.wait * 2, LONGEST_WAIT)


def _spawn(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # Its own session, so that Ctrl-C reaches us alone and we stop things in order.
    return subprocess.Popen(
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )


_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """If we are killed without a word, our children are told to stop."""
    assert _libc is not None
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def _stop_all(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        _kill_group(process)
        process.wait()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End what is left of a child and of what it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
