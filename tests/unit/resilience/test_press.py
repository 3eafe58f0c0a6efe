"""A button that asks nothing more: what came of it is a notice on the next page."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory

from kith.resilience.errors import Refused
from kith.resilience.pages import press


@pytest.fixture
def request_() -> HttpRequest:
    request = RequestFactory().post("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def notices(request: HttpRequest) -> list[tuple[str, str]]:
    return [(notice.level_tag, notice.message) for notice in get_messages(request)]


def test_what_was_done_is_said(request_: HttpRequest) -> None:
    assert press(request_, lambda: "row", done="Withdrawn.") == "row"
    assert notices(request_) == [("success", "Withdrawn.")]


def test_a_refusal_is_said_and_nothing_else(request_: HttpRequest) -> None:
    def refuse() -> str:
        raise Refused("It has ended already. Reload the page.")

    assert press(request_, refuse, done="Withdrawn.") is None
    assert notices(request_) == [("error", "It has ended already. Reload the page.")]
