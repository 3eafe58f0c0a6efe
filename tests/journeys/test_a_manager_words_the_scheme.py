"""The scheme speaks in its own words.

As a manager
I want to change what Kith says, see it as people will, and take it back
so that letters and texts sound like us, and nobody has to ask a developer.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.people import someone
from tests.journeys.visitor import Visitor


@pytest.mark.parametrize("width", [1280, 390])
def test_a_text_is_worded_seen_used_and_put_back(visit: Callable[..., Visitor], width: int) -> None:
    mark = someone().last
    manager = visit(width=width)
    # Given the manager at the words of the scheme
    manager.sign_in("manager")
    manager.open("/desk/setup")
    manager.press("Words of this scheme: prompts, letters, texts, e-mails")
    manager.press("Beside the note, when they were reached")
    # When a slip is made in what is filled in, it is said and kept
    manager.write("The words", f"What made $person smile, {mark}?")
    manager.press("Use these words")
    assert manager.sees("There is no $person here. Nothing is filled in here.")
    # And when it is right it is seen first, then kept
    manager.write("The words", f"What made them smile, {mark}?")
    manager.press("See how it looks")
    assert manager.sees("As it reads, with made-up people")
    manager.press("Use these words")
    assert manager.sees("Kept. It is said so from now on.")
    assert manager.sees("What was said, in their words. They may read it.")
    # Then whoever writes a note reads it
    nadia = visit(width=width)
    nadia.sign_in("linkworker")
    nadia.page.locator(".kith-card--now").get_by_role("link", name="Reached").click()
    nadia.look()
    assert nadia.sees(f"What made them smile, {mark}?")
    note = nadia.page.url
    # And it can be put back, with who and when kept
    manager.page.get_by_role("button", name="Put back the words of Kith").click()
    manager.look()
    assert manager.sees("Put back. It is said so from now on.")
    assert manager.sees("Yusuf Demir")
    nadia.open(note)
    assert not nadia.sees(f"What made them smile, {mark}?")


def test_a_letter_is_seen_as_a_letter(visit: Callable[..., Visitor]) -> None:
    mark = someone().last
    at = visit()
    at.sign_in("manager")
    at.open("/desk/setup")
    at.press("Words of this scheme: prompts, letters, texts, e-mails")
    at.unfold("under letters and word back")
    at.press("Agreed, being supported: what we say")
    at.write("The words", f"They said yes to us, says {mark}.")
    form = at.page.locator("form:has(textarea)")
    sent = {
        name: form.locator(f"[name={name}]").first.input_value()
        for name in ("csrfmiddlewaretoken", "idempotency_key", "seen", "text", "author")
    }
    answer = at.page.context.request.post(
        at.page.url, form={**sent, "look": "pdf"}, headers={"Referer": at.page.url}
    )
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
    at.press("Use these words")
    assert at.sees("Kept.")
    at.page.get_by_role("button", name="Put back the words of Kith").click()
    at.look()
