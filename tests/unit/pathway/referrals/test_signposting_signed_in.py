"""Signposting by one press, by somebody who signed in where they refer from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kith.organisations.models import Membership, Practice
from kith.pathway.referrals.queries import doors
from tests.unit.pathway.referrals.test_outside import bow
from tests.unit.pathway.referrals.test_pages import NEW

Key = Callable[[], dict[str, str]]
BUTTON = "I gave someone the name of a group"


@pytest.fixture
def practices(db: None) -> dict[str, Practice]:
    with bow():
        rows = Membership.objects.exclude(practice=None).select_related("practice")
        return {row.name.split()[0].lower(): row.practice for row in rows}


def test_the_button_stands_above_the_form_counts_and_is_taken_back(
    company: Any, practices: dict[str, Practice], key: Key
) -> None:
    ruth, here = company.client("ruth"), f"/desk/referrals/signposted/{practices['ruth'].pk}"
    shown = ruth.get(NEW).content.decode()
    assert shown.index(BUTTON) < shown.index("First name")
    assert f'action="{here}"' in shown
    ruth.post(here, key())
    counted = ruth.post(here, {**key(), "foundation": "money"}, follow=True).content.decode()
    assert "Counted. Thank you" in counted
    assert "<strong>2</strong> counted here this month" in counted
    assert "Take the last one back" in counted
    back = ruth.post(f"{here}/take-back", key(), follow=True).content.decode()
    assert "<strong>1</strong> counted here this month" in back
    with bow():
        assert [row.foundation for row in doors.standing()] == [""]
        assert doors.signposted_in_month(practices["ray"].pk) == 0


def test_nobody_counts_for_a_place_that_is_not_theirs(
    company: Any, practices: dict[str, Practice], key: Key
) -> None:
    here = f"/desk/referrals/signposted/{practices['ruth'].pk}"
    for who in ("ray", "tess", "mo", "max"):
        for path in (here, f"{here}/take-back"):
            assert company.client(who).post(path, key()).status_code == 404
    assert BUTTON not in company.client("tess").get(NEW).content.decode(), "she refers for nobody"
    with bow():
        assert doors.signposted_in_month(practices["ruth"].pk) == 0


def test_nothing_to_take_back_and_no_such_kind_are_said(
    company: Any, practices: dict[str, Practice], key: Key
) -> None:
    ruth, here = company.client("ruth"), f"/desk/referrals/signposted/{practices['ruth'].pk}"
    nothing = ruth.post(f"{here}/take-back", key(), follow=True).content.decode()
    assert "nothing to take back" in nothing
    wrong = ruth.post(here, {**key(), "foundation": "luck"}, follow=True).content.decode()
    assert "Choose one of these" in wrong
    with bow():
        assert not doors.standing().exists()
