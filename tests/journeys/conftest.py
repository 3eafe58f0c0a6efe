"""A real instance for the journeys: `kith serve` with the demonstration, in a folder of its own.

Every page a visitor comes to is checked: nothing wider than the window, one heading, a title, and
WCAG 2.2 AA as far as axe can tell. Axe looks once at each kind of page in each kind of window.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.journeys.visitor import Visitor
from tests.postbox import free_port

PATIENCE_SECONDS = 180
PATIENCE_FOR_THE_YEAR = 900
CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


class Instance:
    """A running Kith; with `year`, its demonstration tells the year too, which takes a minute or two. What is
    `told` besides is its environment."""

    def __init__(self, home: Path, port: int, *, year: bool = False, **told: str) -> None:
        self.patience = PATIENCE_FOR_THE_YEAR if year else PATIENCE_SECONDS
        self.home, self.address = home, f"http://127.0.0.1:{port}"
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("KITH_", "DJANGO_", "PYTEST_", "DATABASE_"))
        }
        self.environment = {
            **kept, "KITH_HOME": str(home), "KITH_PORT": str(port), "KITH_DEMO": "1",
            # The days around today are enough for most to walk through.
            "KITH_DEMO_YEAR": "1" if year else "0", **told,
        }  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers. Raises RuntimeError with what it said if it cannot."""
        with (self.home / "said.txt").open("ab") as said:
            self.process = subprocess.Popen(
                [Path(sys.executable).with_name("kith"), "serve"],
                env=self.environment,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        give_up_at = time.monotonic() + self.patience
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > give_up_at:
                raise RuntimeError((self.home / "said.txt").read_text())
            time.sleep(0.3)

    def run(self, *words: str) -> str:
        """Give the operator's command to this instance; what it says. Raises CalledProcessError."""
        command = [Path(sys.executable).with_name("kith"), *words]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def stop(self) -> int:
        """Tell it to stop; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def answers(self) -> bool:
        """Whether it answers at this moment, its database too."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """One demonstration for the journeys of this process."""
    home = tmp_path_factory.mktemp("kith")
    running = Instance(home, free_port())
    try:
        running.start()
        yield running
    finally:
        running.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium where there is one, else Playwright's.

    For one file at a time: while Playwright runs, Django takes its thread for an asynchronous one.
    """
    with sync_playwright() as playwright:
        launched = _launch(playwright)
        yield launched
        launched.close()


def _launch(playwright: Playwright) -> Browser:
    found = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    return playwright.chromium.launch(executable_path=found, args=CHROMIUM)


@pytest.fixture
def visit(instance: Instance, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """`visitor = visit(width=390)`: a new visitor; what they complain of fails the test at its end."""
    opened: list[Visitor] = []

    def start(
        width: int = 1280, height: int = 900, *, scripts: bool = True, address: str = ""
    ) -> Visitor:
        opened.append(Visitor(browser, address or instance.address, (width, height), scripts))
        return opened[-1]

    yield start
    complaints = [complaint for visitor in opened for complaint in visitor.complaints]
    for visitor in opened:
        visitor.leave()
    assert not complaints, "\n".join(dict.fromkeys(complaints))
