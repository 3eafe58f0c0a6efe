"""Support given: money is said whole, in pence, and can be put right."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from kith.isolation.actor import Actor
from kith.pathway.contacts import actions, queries
from kith.resilience.errors import Refused, Stale
from kith.ui import dates
from tests.unit.pathway.stories import a_case

MONEY = {"money_pence": 543_210, "money_frequency": "yearly", "money_certainty": "estimated"}


def test_a_form_filled_with_money_each_year(in_bow: Actor) -> None:
    case = a_case()
    given = actions.give_support(
        by=in_bow, case=case, kind="form", minutes=90, result="Attendance Allowance", **MONEY
    )
    assert (given.money_pence, given.person_id) == (543_210, case.person_id)
    assert list(queries.support_of(case)) == [given]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "magic"}, "kind"),
        ({"given_on": dates.today() + datetime.timedelta(days=1)}, "given_on"),
        ({"minutes": 721}, "minutes"),
        ({**MONEY, "money_frequency": ""}, "money_frequency"),
        ({**MONEY, "money_certainty": ""}, "money_certainty"),
        ({"money_frequency": "yearly"}, "money_pence"),
        ({**MONEY, "money_pence": -1}, "money_pence"),
        ({**MONEY, "money_pence": 100_000_001}, "money_pence"),
    ],
)
def test_half_said_support_is_refused(in_bow: Actor, wrong: dict[str, Any], field: str) -> None:
    case = a_case()
    with pytest.raises(Refused) as refusal:
        actions.give_support(by=in_bow, case=case, **{"kind": "call", **wrong})
    assert refusal.value.field == field
    assert actions.give_support(by=in_bow, case=case, kind="call").pk


def test_an_estimate_is_confirmed_later_and_two_corrections_meet(in_bow: Actor) -> None:
    case = a_case()
    given = actions.give_support(by=in_bow, case=case, kind="form", **MONEY)
    right = {"kind": "form", "given_on": given.given_on, **MONEY, "money_certainty": "confirmed"}
    seen = given.version
    actions.correct_support(by=in_bow, support=given, expected=seen, **right)
    assert given.money_certainty == "confirmed"
    with pytest.raises(Stale):
        actions.correct_support(by=in_bow, support=given, expected=seen, **right)
