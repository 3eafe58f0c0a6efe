"""Servers of our own: the wheel's PostgreSQL, and every other one on the machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kith.environment import Environment, read


def _other_servers() -> list[str]:
    """Program folders of PostgreSQL 15 or newer found on this machine."""
    named = os.environ.get("KITH_POSTGRES_BIN")
    folders = [Path(named)] if named else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return [str(folder) for folder in folders if _version(folder) >= 15]


def _version(folder: Path) -> int:
    program = folder / "postgres"
    if not (program.is_file() and (folder / "initdb").is_file()):
        return 0
    said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0


@pytest.fixture(scope="session", params=["", *_other_servers()], ids=lambda p: p or "embedded")
def programs(request: pytest.FixtureRequest) -> str:
    """KITH_POSTGRES_BIN: empty for the wheel's."""
    return str(request.param)


@pytest.fixture
def home() -> Iterator[Path]:
    """A new home in a short path, in a folder that others cannot read."""
    with tempfile.TemporaryDirectory(prefix="kith-") as folder:
        yield Path(folder) / "home"


def environment(home: Path, **variables: str) -> Environment:
    """What would be read with these variables set and no others."""
    return read({"KITH_HOME": str(home), **variables})


HOLD = """
import sys
from kith.environment import read
from kith.operate.postgres import running
from kith.operate.processes import stopping_on_signals
with stopping_on_signals(), running(read()) as server:
    print(server.admin_url, flush=True)
    sys.stdin.readline()
"""


class Holder:
    """Another process that keeps a home's server running until it is told to leave."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD],
            env={"PATH": os.environ["PATH"], "KITH_HOME": str(home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()

    def leave(self) -> None:
        self.process.communicate("\n", timeout=60)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=60)


@pytest.fixture
def hold() -> Iterator[Callable[[Path], Holder]]:
    """`hold(home)` starts such a process; it is gone after the test."""
    holders: list[Holder] = []

    def start(home: Path) -> Holder:
        holders.append(Holder(home))
        return holders[-1]

    yield start
    for holder in holders:
        if holder.process.poll() is None:
            holder.leave()
