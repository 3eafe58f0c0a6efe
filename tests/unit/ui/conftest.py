"""A browser and a small site for the pages of the gallery."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.unit.ui import served


@pytest.fixture(scope="session")
def site() -> Iterator[served.Site]:
    assert (served.STATIC / "ui/build/staff.css").exists(), "Build the styles first: npm run build"
    with served.served() as running:
        yield running


# For one file at a time: while Playwright runs, Django takes its thread for an asynchronous one.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """Script errors and refusals of the policy; a test that causes one on purpose clears it."""
    return []


@pytest.fixture
def page(chromium: Browser, complaints: list[str]) -> Iterator[Page]:
    """A page that fails the test on any complaint."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console", lambda said: complaints.append(said.text) if said.type == "error" else None
    )
    yield opened
    context.close()
    assert complaints == []
