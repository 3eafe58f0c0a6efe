"""Funds and requests made for tests, through the write doors."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kith.funds import actions
from kith.funds.models import Fund, MoneyRequest, VoucherBatch
from kith.people.models import Person
from tests import cast
from tests.unit.meetings.people import as_staff, member

BY = cast.TESTS


def a_fund(
    pence: int = 10_000, *, approvers: tuple[str, ...] = ("Tess", "Mo"), **given: Any
) -> Fund:
    """A fund of £100, at most £50 for one request, approved by Tess and Mo."""
    told = {"name": "Hardship fund", "rule": "Food, fares and heat. No debts.", "most_pence": 5_000}
    fund = actions.open_fund(by=BY, scheme_id=cast.BOW, **{**told, **given})
    for name in approvers:
        actions.name_approver(by=BY, fund=fund, member=member(name))
    if pence:
        actions.put_in(by=BY, fund=fund, pence=pence, kind="start", evidence="Remittance 1")
    return fund


def asked(fund: Fund, person: Person, by: str = "Nadia", **given: Any) -> MoneyRequest:
    """A bus fare of £12 that Nadia asks for."""
    told = {
        "foundation": "belonging", "purpose": "travel", "what": "Bus fares to the lunch club",
        "why": "Has no pass until April", "pence": 1_200, "way": "fare",
    }  # fmt: skip
    return actions.ask(by=as_staff(by), fund=fund, person=person, **{**told, **given})


def approved(fund: Fund, person: Person, by: str = "Tess", **given: Any) -> MoneyRequest:
    """The same, approved by Tess."""
    row = asked(fund, person, **given)
    return actions.approve(by=as_staff(by), request=row, approved_pence=row.pence)


def given(fund: Fund, person: Person, **told: Any) -> MoneyRequest:
    """The same, given today."""
    row = approved(fund, person, **told)
    return actions.give(by=as_staff("Nadia"), request=row, pence=row.pence)


def vouchers(fund: Fund, *serials: str, pence: int = 1_000, **told: Any) -> VoucherBatch:
    """Vouchers of £10 each."""
    said = {"kind": "Supermarket card", "evidence": "Invoice 7", "bought_on": dt.date(2026, 1, 5)}
    return actions.buy_vouchers(
        by=BY, fund=fund, pence=pence, serials=serials or ("AB-1001", "AB-1002"), **{**said, **told}
    )
