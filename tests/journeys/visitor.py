"""Someone at a browser: signs in, reads, writes, presses, and complains of what is not right."""

from __future__ import annotations

import datetime
import io
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Response
from pypdf import PdfReader

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENCE_SECONDS = 60
_IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_SCRIPTS = re.compile(r"<script\b.*?</script>", re.DOTALL)
_looked_at: set[tuple[object, ...]] = set()


def kind_of(address: str) -> str:
    """The kind of page behind an address: its path without ids, and what the query asks for."""
    parts = urlsplit(address)
    asks = ",".join(sorted({name for name, _ in parse_qsl(parts.query)}))
    return _IDS.sub("*", parts.path) + (f"?{asks}" if asks else "")


class Visitor:
    """Opens pages in a window of `size` pixels, with or without scripts.

    What is wrong with a page is kept in `complaints`; the fixture fails the test for them.
    """

    def __init__(
        self, browser: Browser, address: str, size: tuple[int, int], scripts: bool = True
    ) -> None:
        self.address, self.size, self.scripts = address, size, scripts
        self.complaints: list[str] = []
        # KITH_LOOK=/some/folder keeps a picture of every kind of page, to be looked at by people.
        self.pictures = Path(os.environ["KITH_LOOK"]) if "KITH_LOOK" in os.environ else None
        self._browser = browser
        self._context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        self._context.set_default_timeout(15_000)
        self._examiner: Page | None = None
        self.page: Page = self._context.new_page()
        self.page.on("response", self._hear)
        self.page.on("console", lambda message: self._console(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    # Going about

    def sign_in(self, account: str, next_path: str = "") -> None:
        """By the demonstration's button, as the account with this key."""
        self.page.goto(f"{self.address}/sign-in" + (f"?next={next_path}" if next_path else ""))
        self.page.locator(f"button[name=account][value={account}]").click()
        self.look()

    def resize(self, width: int, height: int) -> None:
        """Another window; 400 % zoom is a window of a quarter."""
        self.size = (width, height)
        self.page.set_viewport_size({"width": width, "height": height})

    def sign_out(self) -> None:
        """By the button in the header."""
        self.press("Sign out")

    def open(self, path: str) -> Response | None:
        """Go to an address of this instance."""
        answer = self.page.goto(path if "://" in path else self.address + path)
        self.look()
        return answer

    def press(
        self, name: str | re.Pattern[str], *, inside: Locator | None = None, exact: bool = True
    ) -> None:
        """Press the first button, or follow the first link, of these words; under "More" or "Menu" if it is folded
        there.
        """
        place = inside or self.page.locator("body")
        folded = place.locator(".kith-fold:not([open])").filter(
            has=self.page.get_by_role("link", name=name, exact=exact, include_hidden=True)
        )
        button = place.get_by_role("button", name=name, exact=exact)
        link = place.get_by_role("link", name=name, exact=exact)
        if folded.count() and not button.or_(link).count():
            folded.first.locator("summary").click()
        menu = self.page.locator(".kith-nav__menu[aria-expanded=false]")
        listed = self.page.locator(".kith-nav__list").get_by_role(
            "link", name=name, exact=exact, include_hidden=True
        )
        if menu.is_visible() and listed.count() and not button.or_(link).count():
            menu.click()
        button.or_(link).first.click()
        self.look()

    def write(self, label: str, text: str, *, inside: Locator | None = None) -> None:
        """Type into the box with this label."""
        place = inside or self.page.locator("main")
        exact = place.get_by_label(label, exact=True)
        box = exact if exact.count() else place.get_by_label(label, exact=False)
        box.first.fill(text)

    def choose(self, label: str, *, of: str = "", inside: Locator | None = None) -> None:
        """Tick the box or the circle with this label, of the question `of` when it is given."""
        place = inside or self.page.locator("main")
        if of:
            place = place.get_by_role("group", name=of, exact=False).first
        place.get_by_label(label, exact=True).first.check()

    def write_date(
        self, question: str, day: datetime.date, *, inside: Locator | None = None
    ) -> None:
        """Type a date into its three boxes."""
        place = inside or self.page.locator("main")
        boxes = place.get_by_role("group", name=question, exact=False).first
        for box, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(box, exact=True).fill(str(value))

    def unfold(self, words: str, *, inside: Locator | None = None) -> None:
        """Open what is folded away under these words, unless it is open."""
        place = inside or self.page.locator("main")
        fold = place.locator("details").filter(
            has=self.page.locator("summary").filter(has_text=words)
        )
        innermost = fold.last
        if innermost.get_attribute("open") is None:
            innermost.locator("summary").first.click()

    def part(self, words: str, selector: str = "section, article, li, tr, details") -> Locator:
        """The innermost part of the page that holds these words."""
        return self.page.locator("main").locator(selector).filter(has_text=words).last

    # Reading

    def text(self) -> str:
        """Everything in the page's main part, as it is read."""
        return self.page.locator("main").inner_text()

    def sees(self, text: str) -> bool:
        """Whether the page says this, wherever its lines break."""
        return " ".join(text.split()) in " ".join(self.page.locator("body").inner_text().split())

    def heading(self) -> str:
        """The page's heading."""
        return self.page.locator("h1").first.inner_text()

    def pdf(self, link: str) -> str:
        """The text of the PDF behind a link of these words."""
        return "\n".join(self.pages(link))

    def pages(self, link: str) -> list[str]:
        """The text of each page of the PDF behind a link of these words."""
        href = self.page.get_by_role("link", name=link, exact=True).first.get_attribute("href")
        answer = self._context.request.get(f"{self.address}{href}")
        assert answer.headers["content-type"] == "application/pdf", answer.text()[:500]
        pages = PdfReader(io.BytesIO(answer.body())).pages
        return [page.extract_text() for page in pages]

    # Judging

    def look(self, *, with_axe: bool = True) -> None:
        """Judge the page as it stands."""
        self.page.wait_for_load_state()
        where = f"{self.page.url} at {self.size[0]}x{self.size[1]}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            self.complaints.append(f"{where}: scrolls sideways by {wide} pixels")
        headings = self.page.locator("h1").count()
        if headings != 1:
            self.complaints.append(f"{where}: {headings} headings of the first level")
        if not self.page.title().strip():
            self.complaints.append(f"{where}: no title")
        wrong = self.page.locator(".nhsuk-error-summary").count()
        kind = (kind_of(self.page.url), self.size, self.scripts, wrong)
        if with_axe and kind not in _looked_at:
            _looked_at.add(kind)
            self._examine(where)
            if self.pictures:
                name = re.sub(r"\W+", "-", kind[0]).strip("-") or "front"
                self.page.screenshot(
                    path=self.pictures / f"{name}-{self.size[0]}.png", full_page=True
                )

    def _examine(self, where: str) -> None:
        page = self.page if self.scripts else self._as_it_stands()
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
        for violation in found.response["violations"]:
            nodes = [node["html"][:200] for node in violation["nodes"]][:3]
            self.complaints.append(f"{where}: {violation['id']}: {violation['help']}: {nodes}")

    def _as_it_stands(self) -> Page:
        """The page, drawn again where axe can run but scripts of the page do not: they are cut out."""
        if self._examiner is None:
            context = self._browser.new_context(
                viewport={"width": self.size[0], "height": self.size[1]}
            )
            self._examiner = context.new_page()
        html = _SCRIPTS.sub("", self.page.content())
        self._examiner.unroute_all()
        self._examiner.route(
            self.page.url.split("#")[0],
            lambda route: route.fulfill(body=html, content_type="text/html"),
        )
        self._examiner.goto(self.page.url.split("#")[0])
        return self._examiner

    def until(
        self, there: Callable[[], bool], otherwise: str, seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Ask again and again whether what a job does has come. Fails with `otherwise` when it does not."""
        give_up_at = time.monotonic() + seconds
        while not there():
            assert time.monotonic() < give_up_at, otherwise
            time.sleep(1)

    def leave(self) -> None:
        """Close the window."""
        if self._examiner is not None:
            self._examiner.context.close()
        self._context.close()

    def _hear(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.url}: {response.status}")

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:
            self.complaints.append(f"{self.page.url}: console: {text}")
