"""An error says what to do in words for whoever meets it: a member of the public, or staff."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kith.accounts.roles import Permission


def test_the_public_is_sent_to_the_front_page_and_to_the_telephone(db: None) -> None:
    page = Client().get("/s/nowhere/ask")
    assert page.status_code == 404
    said = page.content.decode()
    assert "ring the scheme" in said
    assert "The front page" in said
    assert "service manager" not in said
    assert "A link in Kith" not in said


def test_staff_are_told_whom_to_ask(company: Any) -> None:
    page = company.client("nadia").get("/desk/access-log")
    assert page.status_code == 403
    said = page.content.decode()
    assert "Your role does not let you see who looked at which record." in said
    assert "Ask your service manager" in said
    assert "ring the scheme" not in said


@pytest.mark.parametrize("permission", Permission)
def test_a_permission_reads_well_after_does_not_let_you(permission: Permission) -> None:
    words = permission.value.replace("’", " ").split()
    assert words[0].islower()
    assert not {"one", "one's", "oneself"} & set(words)
