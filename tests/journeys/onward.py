"""What every way in goes on to: somebody is taken on, a link worker has them, and whoever referred reads it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from tests.journeys.visitor import Visitor

WORKER = "Nadia Karim"


def is_listed(at: Visitor, path: str, name: str) -> bool:
    """Whether somebody is on one of the pages of a list; then they are in sight."""
    at.open(path)
    while not at.sees(name) and at.page.get_by_role("link", name="Next page").count():
        at.press("Next page")
    return at.sees(name)


def is_waiting(at: Visitor, name: str) -> bool:
    """Whether somebody is in the queue of new referrals; then their card is in sight."""
    return is_listed(at, "/desk/triage", name)


def card_of(at: Visitor, name: str) -> str:
    """What the queue of new referrals says about somebody."""
    assert is_waiting(at, name)
    return at.part(name, "section.kith-card").inner_text()


def give_to(at: Visitor, name: str, worker: str = WORKER) -> str:
    """Take somebody on whose card is in sight, and give them to this worker; the address of their referral."""
    decide = at.part(name, "section.kith-card").get_by_role("link", name=re.compile("ecide"))
    decide.first.click()
    at.page.wait_for_url("**/desk/triage/*-*")
    at.look()
    referral = at.page.url.rsplit("/", 1)[-1]
    at.choose("Take it on")
    holder = at.page.get_by_label("Give it to")
    label = holder.locator("option").filter(has_text=worker).first.inner_text()
    holder.select_option(label=label)
    at.press("Save the decision")
    return f"/desk/referrals/{referral}"


def onwards(
    lead: Visitor, worker: Visitor, name: str, page: str = "", *, account: str = "linkworker",
    who: str = WORKER,
) -> None:  # fmt: skip
    """From the card in the lead's sight to the worker's caseload, and to the page of whoever referred: their own
    private `page`, where they have one, else what the team reads of what they were told.
    """
    referral = give_to(lead, name, who)
    worker.sign_in(account)
    assert is_listed(worker, "/desk/caseload", name), "taken on, and on nobody's caseload"
    reader = worker if page else lead
    reader.open(page or referral)
    assert reader.sees("Taken on"), "whoever referred does not read it"


def own_page(at: Visitor) -> str:
    """The private page that is shown to somebody who referred and left no e-mail."""
    link = at.page.locator("main a[href*='/word/']").first
    return urlsplit(link.get_attribute("href") or "").path
