"""A real instance for the journeys: `kith serve` with the demonstration, in a folder of its own.

Every page a visitor opens is checked with axe for WCAG 2.2 AA, and for scrolling sideways.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, Response, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 180
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


class Instance:
    """A running Kith."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.address = home, f"http://127.0.0.1:{port}"
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("KITH_", "DJANGO_", "PYTEST_"))
        }
        self.environment = {
            **kept, "KITH_HOME": str(home), "KITH_PORT": str(port), "KITH_DEMO": "1",
        }  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [Path(sys.executable).with_name("kith"), "serve"],
            env=self.environment,
            stdout=(self.home / "said.txt").open("wb"),
            stderr=subprocess.STDOUT,
        )
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > give_up_at:
                raise RuntimeError((self.home / "said.txt").read_text())
            time.sleep(0.3)

    def stop(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False


class Visitor:
    """Someone at a browser. Every page they open is looked at by axe."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        page.on("response", self._hear)
        page.on("console", lambda message: self._console(message.type, message.text))

    def sign_in(self, account: str) -> None:
        """By the demonstration's button."""
        self.page.goto(f"{self.address}/sign-in")
        self.page.locator(f"button[name=account][value={account}]").click()
        self.look()

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.look()

    def press(self, name: str, *, exact: bool = True, nth: int = 0) -> None:
        """Press a button or follow a link by its words."""
        button = self.page.get_by_role("button", name=name, exact=exact)
        link = self.page.get_by_role("link", name=name, exact=exact)
        (button.or_(link)).nth(nth).click()
        self.look()

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def sees(self, text: str) -> bool:
        return text in self.page.locator("body").inner_text()

    def look(self) -> None:
        """Axe, and nothing wider than the window."""
        self.page.wait_for_load_state()
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": WCAG}})
        where = self.page.url
        for violation in found.response["violations"]:
            nodes = [node["html"] for node in violation["nodes"]][:3]
            self.complaints.append(f"{where}: {violation['id']}: {violation['help']}: {nodes}")
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            self.complaints.append(f"{where}: scrolls sideways by {wide} pixels")

    def _hear(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.url}: {response.status}")

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:
            self.complaints.append(f"{self.page.url}: console: {text}")


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """One demonstration for the journeys of this process."""
    home = tmp_path_factory.mktemp("kith")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    running = Instance(home, port)
    running.start()
    yield running
    running.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium where there is one, else Playwright's."""
    with sync_playwright() as playwright:
        launched = _launch(playwright)
        yield launched
        launched.close()


def _launch(playwright: Playwright) -> Browser:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return playwright.chromium.launch(executable_path=found, args=CHROMIUM)


@pytest.fixture
def visit(instance: Instance, browser: Browser):  # type: ignore[no-untyped-def]
    """`visitor = visit(width=390)`: a new visitor; what axe found fails the test at its end."""
    opened: list[Visitor] = []

    def start(width: int = 1280, height: int = 900, *, scripts: bool = True) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(15_000)
        visitor = Visitor(context.new_page(), instance.address)
        opened.append(visitor)
        return visitor

    yield start
    complaints = [complaint for visitor in opened for complaint in visitor.complaints]
    for visitor in opened:
        visitor.page.context.close()
    assert not complaints, "\n".join(dict.fromkeys(complaints))
