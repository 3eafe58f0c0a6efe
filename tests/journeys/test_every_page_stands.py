"""Every page that can be reached by links, as everyone, in three windows.

As whoever opens Kith, with whatever eyes, hands and screen
I want every page to be readable
so that I am never the one who cannot use it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.journeys.visitor import Visitor, kind_of

ROLES = (
    "", "linkworker", "teamlead", "manager", "referrer", "provider", "funder", "trainer", "learner",
    "facilitator", "privacylead", "operator",
)  # fmt: skip
# A desk, a small phone, and a desk at 400 % (WCAG 2.2, 1.4.10: 1280 by 1024 becomes 320 by 256).
DESK, PHONE, ZOOMED = (1280, 900), (320, 640), (320, 256)
MOST_PAGES = 60
NO_PAGE = re.compile(r"\.\w{2,4}$|/print$|^/open-referral/")
_stood_small = set[str]()
STARTS = ("/", "/s/bow-demo/", "/s/bow-demo/ask", "/sign-in")


class Walk:
    """Follows every link from where a role begins, to one page of each kind."""

    def __init__(self, at: Visitor) -> None:
        self.at, self.kinds, self.ways = at, set[str](), list[str]()

    def from_here(self, starts: tuple[str, ...]) -> None:
        """Walk until nothing new is found; every page must answer, and is judged by the visitor."""
        waiting = deque(self.at.address + start for start in starts)
        while waiting and len(self.ways) < MOST_PAGES:
            address = waiting.popleft()
            kind = kind_of(address).split("?")[0]
            if kind in self.kinds:
                continue
            self.kinds.add(kind)
            answer = self.at.open(address)
            assert answer is not None
            assert answer.status == 200, f"{answer.status} for {address}"
            self.ways.append(self.at.page.url)
            waiting.extend(self._links())

    def _links(self) -> list[str]:
        """The links of this page within the instance, without fragments and files."""
        found: list[str] = self.at.page.evaluate(
            "[...document.querySelectorAll('a[href]')].filter(a => a.origin === location.origin)"
            ".map(a => a.href.split('#')[0])"
        )
        return [link for link in found if not NO_PAGE.search(urlsplit(link).path)]


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "nobody")
def test_every_page_stands(visit: Callable[..., Visitor], role: str) -> None:
    # Given a role at its own first page, at a desk
    at = visit(*DESK)
    starts: tuple[str, ...] = STARTS
    if role:
        at.sign_in(role)
        starts = (at.page.url.removeprefix(at.address),)
    walk = Walk(at)
    walk.from_here(starts)
    assert walk.ways
    # Then each kind of page stands in the small windows too: the role's first with its navigation,
    # the others unless another role has been there
    for nth, address in enumerate(walk.ways):
        kind = kind_of(address).split("?")[0]
        if nth and kind in _stood_small:
            continue
        _stood_small.add(kind)
        at.resize(*PHONE)
        at.open(address)
        at.resize(*ZOOMED)
        at.look(with_axe=False)  # the styles ask for the width alone
    print(f"{role or 'nobody'}: {len(walk.ways)} kinds of page")  # noqa: T201


@pytest.mark.parametrize("size", [DESK, PHONE, ZOOMED], ids=str)
def test_pages_of_refusal_stand(visit: Callable[..., Visitor], size: tuple[int, int]) -> None:
    # Given a page that is not there
    at = visit(*size)
    assert status_of(at, "/nowhere") == 404
    # And a page that a role does not reach
    at.sign_in("funder")
    assert status_of(at, "/desk/triage") == 403
    # And a record of another scheme
    worker = visit()
    worker.sign_in("linkworker")
    record = worker.page.locator("a[href*='/desk/people/']").first.get_attribute("href") or ""
    assert status_of(worker, record) == 200
    at.sign_in("stranger")
    assert status_of(at, record) == 404
    of_another = at.text()
    # Then it reads like a record that nobody has
    assert status_of(at, "/desk/people/00000000-0000-4000-8000-000000000000") == 404
    assert at.text() == of_another
    # And a form without its token is refused with a page too
    at.page.evaluate(
        "() => { const form = document.createElement('form'); form.method = 'post';"
        " form.action = '/sign-out'; document.body.append(form); form.submit(); }"
    )
    at.page.wait_for_url("**/sign-out")
    at.look()
    assert at.heading() == "This form has gone stale"


def status_of(at: Visitor, path: str) -> int:
    """Open an address and look at the page; the status it came with."""
    answer = at.open(path)
    assert answer is not None
    return answer.status
