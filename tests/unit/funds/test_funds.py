"""Money in hand: what is in a fund, who decides, what is given, and vouchers by serial."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connections, transaction
from django.utils import timezone
from hypothesis import given as examples
from hypothesis import strategies as some

from kith.funds import actions, queries, rules
from kith.funds.models import Deposit, Fund, MoneyRequest, Voucher, Way
from kith.funds.states import RequestState
from kith.isolation import context
from kith.isolation.context import in_scheme
from kith.organisations.duty import duty_of
from kith.pathway.caseload import actions as caseload
from kith.resilience.errors import Refused, Stale
from kith.resilience.versions import change
from kith.ui.dates import today
from tests import cast, documents
from tests.unit.funds.money import a_fund, approved, asked, given, vouchers
from tests.unit.meetings.people import as_staff, member
from tests.unit.pathway.stories import a_case

BY = cast.TESTS
TOMORROW = today() + dt.timedelta(days=1)


def owed(name: str) -> dict[str, int]:
    """How many of each kind wait for somebody."""
    found = queries.for_today(duty_of(as_staff(name), timezone.now()))
    return {kind: len(rows) for kind, rows in vars(found).items() if rows}


# The fund


def test_a_balance_is_what_came_in_less_what_went_out_and_more_what_came_back(in_bow) -> None:
    fund, person = a_fund(), a_case().person
    actions.put_in(by=BY, fund=fund, pence=5_000, evidence="Cheque 12")
    row = given(fund, person)
    actions.note_returned(by=as_staff("Nadia"), request=row, pence=200, why="A cheaper ticket")
    vouchers(fund)
    approved(fund, person, pence=3_000)
    found = queries.standing(fund)
    assert (found.balance, found.promised, found.free) == (12_000, 3_000, 9_000)
    assert (found.stock, found.stock_free) == (2_000, 2_000)
    assert queries.spent(fund) == [
        {"foundation": "belonging", "purpose": "travel", "requests": 1, "given": 1_200, "returned": 200}
    ]  # fmt: skip


def test_a_fund_needs_a_name_of_its_own_a_rule_and_a_most(in_bow) -> None:
    fund = a_fund()
    for wrong in ({"name": " "}, {"rule": ""}, {"most_pence": 0}, {"name": "Hardship fund"}):
        with pytest.raises(Refused):
            a_fund(**{"name": "Another", **wrong})
    with pytest.raises(Stale):
        actions.change_fund(
            by=BY, fund=fund, name="Renamed", rule="x", most_pence=1, expected=fund.version + 1
        )
    second = a_fund(name="Warm homes")
    with pytest.raises(Refused, match="already"):
        actions.change_fund(by=BY, fund=second, name="Hardship fund", rule="x", most_pence=1)


def test_money_comes_in_with_evidence_and_a_slip_is_taken_back(in_bow) -> None:
    fund = a_fund()
    for wrong in (
        {"pence": 0}, {"pence": -5}, {"pence": rules.MOST_PENCE + 1}, {"evidence": " "}, {"on": TOMORROW},
        {"kind": "start"}, {"kind": "gift"},
    ):  # fmt: skip
        with pytest.raises(Refused):
            actions.put_in(by=BY, fund=fund, **{"pence": 100, "evidence": "Letter", **wrong})
    row = actions.put_in(
        by=BY, fund=fund, pence=500, evidence="Letter", content=documents.picture(), file_name="a"
    )
    assert row.upload is not None
    actions.take_back_deposit(by=BY, deposit=row)
    assert queries.standing(fund).balance == 10_000
    with pytest.raises(Refused, match="already"):
        actions.take_back_deposit(by=BY, deposit=row)
    approved(fund, a_case().person)
    with pytest.raises(Refused, match="neither spent nor promised"):
        actions.take_back_deposit(by=BY, deposit=Deposit.objects.get(kind="start"))


# Asking and deciding


def test_a_request_is_refused_that_the_rule_in_figures_does_not_allow(in_bow) -> None:
    fund, person = a_fund(), a_case().person
    for field, wrong in (
        ("pence", {"pence": 5_001}), ("pence", {"pence": 0}), ("what", {"what": " "}), ("why", {"why": ""}),
        ("payee", {"way": "supplier"}), ("way", {"way": "gold"}), ("purpose", {"purpose": "fun"}),
        ("foundation", {"foundation": "luck"}),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            asked(fund, person, **wrong)
        assert refused.value.field == field
    with pytest.raises(Refused, match="may open this person"):
        asked(fund, person, by="Sam")
    asked(fund, person, way="supplier", payee="Roman Road Cycles", pence=5_000)
    actions.change_fund(by=BY, fund=fund, name="x", rule="x", most_pence=1, is_open=False)
    with pytest.raises(Refused, match="no requests any more"):
        asked(fund, person)


def test_somebody_else_who_is_named_decides(in_bow) -> None:
    fund, person = a_fund(approvers=("Tess",)), a_case().person
    with pytest.raises(Refused, match="Nobody is named"):
        asked(fund, person, by="Tess")
    actions.name_approver(by=BY, fund=fund, member=member("Mo"))
    own = asked(fund, person, by="Tess")
    with pytest.raises(Refused, match="Somebody else decides"):
        actions.approve(by=as_staff("Tess"), request=own, approved_pence=1_200)
    for name in ("Nadia", "Priya", "Pia"):
        with pytest.raises(Refused, match="named for this fund"):
            actions.refuse(by=as_staff(name), request=own, why="No")
    with pytest.raises(Refused, match="role lets them"):
        actions.name_approver(by=BY, fund=fund, member=member("Nadia"))
    mos = queries.approvers(fund)[0]
    actions.end_approver(by=BY, approver=mos)
    with pytest.raises(Refused, match="named for this fund"):
        actions.refuse(by=as_staff("Mo"), request=own, why="No")
    actions.name_approver(by=BY, fund=fund, member=member("Mo"))
    actions.approve(by=as_staff("Mo"), request=own, approved_pence=1_000)
    assert (own.approved_pence, own.decided_by_name) == (1_000, "Mo Castellanos")


def test_a_decision_waits_on_the_approvers_today_and_then_on_the_askers(in_bow) -> None:
    fund, person = a_fund(), a_case().person
    row = asked(fund, person)
    assert (owed("Tess"), owed("Mo"), owed("Nadia")) == ({"to_decide": 1}, {"to_decide": 1}, {})
    with pytest.raises(Refused, match="what you need to know"):
        actions.ask_more(by=as_staff("Tess"), request=row, why="")
    actions.ask_more(by=as_staff("Tess"), request=row, why="Why no pass?")
    assert (owed("Tess"), owed("Nadia")) == ({}, {"asked_more": 1})
    with pytest.raises(Refused, match="Write the answer"):
        actions.answer_more(by=as_staff("Nadia"), request=row, answer="")
    actions.answer_more(by=as_staff("Nadia"), request=row, answer="It comes in April")
    assert row.more == "Asked: Why no pass?\nAnswered: It comes in April"
    with pytest.raises(Refused, match="Nothing is asked"):
        actions.answer_more(by=as_staff("Nadia"), request=row, answer="Again")
    with pytest.raises(Refused, match="Say why"):
        actions.refuse(by=as_staff("Tess"), request=row, why=" ")
    actions.refuse(by=as_staff("Tess"), request=row, why="The club has a minibus")
    assert owed("Nadia") == {"refused": 1}
    actions.see_refused(by=as_staff("Nadia"), request=row)
    assert owed("Nadia") == {}
    actions.take_decision_back(by=as_staff("Tess"), request=row)
    actions.approve(by=as_staff("Mo"), request=row, approved_pence=1_200)
    assert owed("Nadia") == {"to_give": 1}
    actions.give(by=as_staff("Nadia"), request=row, pence=1_200)
    assert owed("Nadia") == {"no_receipt": 1}
    actions.add_receipt(
        by=as_staff("Nadia"), request=row, name="ticket.png", content=documents.picture("PNG")
    )
    assert (owed("Nadia"), owed("Tess"), owed("Mo")) == ({}, {}, {})


def test_what_was_asked_for_somebody_is_with_whoever_holds_their_case_too(in_bow) -> None:
    fund, case = a_fund(), a_case()
    approved(fund, case.person)
    caseload.allocate(by=BY, case=case, holder=member("Bea"))
    assert (owed("Bea"), owed("Nadia"), owed("Priya")) == ({"to_give": 1}, {"to_give": 1}, {})
    caseload.allocate(by=BY, case=case, holder=member("Sam"))
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        assert (owed("Sam"), owed("Bea"), owed("Nadia")) == ({"to_give": 1}, {}, {})


def test_no_more_is_approved_than_was_asked_or_is_left(in_bow) -> None:
    fund, person = a_fund(2_000), a_case().person
    first, second = asked(fund, person), asked(fund, person)
    with pytest.raises(Refused, match="more than was asked"):
        actions.approve(by=as_staff("Tess"), request=first, approved_pence=1_201)
    actions.approve(by=as_staff("Tess"), request=first, approved_pence=1_200)
    with pytest.raises(Refused, match="£8 left"):
        actions.approve(by=as_staff("Tess"), request=second, approved_pence=1_200)
    actions.withdraw(by=as_staff("Nadia"), request=first)
    actions.approve(by=as_staff("Tess"), request=second, approved_pence=1_200)
    with pytest.raises(Refused, match="cannot become"):
        actions.approve(by=as_staff("Tess"), request=second, approved_pence=1_200)
    with pytest.raises(Refused, match="cannot become"):
        actions.withdraw(by=as_staff("Nadia"), request=first)


def test_two_approvals_at_once_do_not_overdraw(company: Any, committed: None) -> None:
    with in_scheme(cast.BOW, actor=BY.key):
        case = a_case()
        fund = a_fund(2_000)
        both = [asked(fund, case.person), asked(fund, case.person)]
    together = threading.Barrier(2)

    def approve(row: MoneyRequest) -> str:
        try:
            with in_scheme(cast.BOW, actor=BY.key):
                by = as_staff("Tess")
                together.wait()
                actions.approve(by=by, request=row, approved_pence=row.pence)
                return "approved"
        except Refused as refusal:
            return refusal.message
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(approve, both))
    assert "£8 left" in said[0]
    assert said[1] == "approved"
    with in_scheme(cast.BOW, actor=BY.key):
        assert queries.standing(fund).free == 800


def test_one_voucher_is_not_given_twice_at_once(company: Any, committed: None) -> None:
    with in_scheme(cast.BOW, actor=BY.key):
        case = a_case()
        fund = a_fund()
        vouchers(fund)
        both = [approved(fund, case.person, pence=1_000, way="voucher") for _ in range(2)]
        voucher = queries.in_hand(fund)[0]
    together = threading.Barrier(2)

    def give(row: MoneyRequest) -> str:
        try:
            with in_scheme(cast.BOW, actor=BY.key):
                by = as_staff("Nadia")
                together.wait()
                actions.give_vouchers(by=by, request=row, vouchers=[voucher])
                return "given"
        except Refused as refusal:
            return refusal.message
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(give, both))
    assert "in hand" in said[0]
    assert said[1] == "given"


# Giving


def test_no_more_is_given_than_was_approved_and_the_rest_is_free_again(in_bow) -> None:
    fund, person = a_fund(2_000), a_case().person
    row = asked(fund, person)
    with pytest.raises(Refused, match="cannot become"):
        actions.give(by=as_staff("Nadia"), request=row, pence=1_200)
    actions.approve(by=as_staff("Tess"), request=row, approved_pence=1_200)
    for wrong in ({"pence": 1_201}, {"pence": 0}, {"pence": 1, "on": TOMORROW}):
        with pytest.raises(Refused):
            actions.give(by=as_staff("Nadia"), request=row, **wrong)
    actions.give(by=as_staff("Nadia"), request=row, pence=900)
    assert queries.standing(fund).free == 1_100


def test_a_slip_in_giving_is_taken_back_unless_something_shows_it(in_bow) -> None:
    fund, person = a_fund(2_000), a_case().person
    row = approved(fund, person)
    with pytest.raises(Refused, match="Nothing was given"):
        actions.take_giving_back(by=as_staff("Nadia"), request=row)
    actions.give(by=as_staff("Nadia"), request=row, pence=900)
    actions.take_giving_back(by=as_staff("Nadia"), request=row)
    assert (row.state, queries.standing(fund).free) == (RequestState.APPROVED, 800)
    actions.give(by=as_staff("Nadia"), request=row, pence=200)
    other = asked(fund, person, pence=1_500)
    actions.approve(by=as_staff("Tess"), request=other, approved_pence=1_500)
    with pytest.raises(Refused, match="promised"):
        actions.take_giving_back(by=as_staff("Nadia"), request=row)
    actions.withdraw(by=as_staff("Nadia"), request=other)
    actions.note_returned(by=as_staff("Nadia"), request=row, pence=50, why="Child fare")
    with pytest.raises(Refused, match="so it was given"):
        actions.take_giving_back(by=as_staff("Nadia"), request=row)


def test_cash_needs_a_receipt_and_other_money_a_word(in_bow) -> None:
    fund, person = a_fund(), a_case().person
    cash, fare = given(fund, person, way="cash"), given(fund, person)
    with pytest.raises(Refused, match="Cash needs its receipt"):
        actions.say_no_receipt(by=as_staff("Nadia"), request=cash, why="Lost")
    with pytest.raises(Refused, match="why there is none"):
        actions.say_no_receipt(by=as_staff("Nadia"), request=fare, why="")
    actions.say_no_receipt(by=as_staff("Nadia"), request=fare, why="The bus gives none")
    assert owed("Nadia") == {"no_receipt": 1}
    with pytest.raises(Refused, match="given"):
        actions.add_receipt(
            by=BY, request=asked(fund, person), name="a.png", content=documents.picture("PNG")
        )


def test_no_more_comes_back_than_is_out(in_bow) -> None:
    fund, person = a_fund(), a_case().person
    row = given(fund, person)
    actions.note_returned(by=BY, request=row, pence=1_000, why="Returned ticket")
    for wrong in ({"pence": 201}, {"pence": 0}, {"why": " "}, {"on": TOMORROW}):
        with pytest.raises(Refused):
            actions.note_returned(by=BY, request=row, **{"pence": 1, "why": "x", **wrong})
    actions.note_returned(by=BY, request=row, pence=200, why="And the rest")
    assert queries.standing(fund).balance == 10_000


# Vouchers


def test_vouchers_are_bought_from_the_fund_each_serial_once(in_bow) -> None:
    fund, other = a_fund(2_500), a_fund(name="Warm homes")
    for wrong in ({"pence": 0}, {"kind": ""}, {"evidence": ""}, {"bought_on": TOMORROW}):
        with pytest.raises(Refused):
            vouchers(fund, **wrong)
    vouchers(fund)
    with pytest.raises(Refused, match="£5 left"):
        vouchers(fund, "AB-1003")
    with pytest.raises(Refused, match="ends in …1001 is there already, in Hardship fund"):
        vouchers(other, "ab 1001")
    assert Voucher.objects.count() == 2
    assert [row.masked for row in queries.in_hand(fund)] == ["…1001", "…1002"]


def test_vouchers_are_given_by_serial_up_to_what_was_approved(in_bow) -> None:
    fund, person = a_fund(), a_case().person
    with pytest.raises(Refused, match="Buy more first"):
        approved(fund, person, pence=1_000, way="voucher")
    MoneyRequest.objects.get()
    vouchers(fund)
    row = MoneyRequest.objects.get()
    actions.approve(by=as_staff("Tess"), request=row, approved_pence=1_000)
    both = queries.in_hand(fund)
    for wrong in ([], both):
        with pytest.raises(Refused):
            actions.give_vouchers(by=as_staff("Nadia"), request=row, vouchers=wrong)
    with pytest.raises(Refused, match="approved as a voucher"):
        actions.give(by=as_staff("Nadia"), request=row, pence=1_000)
    actions.give_vouchers(by=as_staff("Nadia"), request=row, vouchers=both[:1])
    found = queries.standing(fund)
    assert (found.balance, found.stock, row.given_pence) == (8_000, 1_000, 1_000)
    with pytest.raises(Refused, match="one by one"):
        actions.note_returned(by=as_staff("Nadia"), request=row, pence=1, why="x")
    actions.take_giving_back(by=as_staff("Nadia"), request=row)
    assert len(queries.in_hand(fund)) == 2


def test_a_voucher_is_void_or_lost_with_why_and_found_again(in_bow) -> None:
    fund = a_fund()
    vouchers(fund)
    one = queries.in_hand(fund)[0]
    with pytest.raises(Refused, match="what happened"):
        actions.mark_voucher(by=BY, voucher=one, state="lost")
    actions.mark_voucher(by=BY, voucher=one, state="lost", why="Left on the bus")
    assert queries.standing(fund).stock == 1_000
    actions.mark_voucher(by=BY, voucher=one, state="in_hand")
    assert queries.standing(fund).stock == 2_000
    row = approved(fund, a_case().person, pence=1_000, way="voucher")
    actions.give_vouchers(by=as_staff("Nadia"), request=row, vouchers=[one])
    with pytest.raises(Refused, match="given"):
        actions.mark_voucher(by=BY, voucher=one, state="void", why="x")


@pytest.mark.parametrize(
    ("text", "serials"),
    [
        ("AB-1001\nAB-1002", ["AB-1001", "AB-1002"]),
        ("AB-1001, AB-1002;AB-1003\tAB-1004\r\n\r\n", ["AB-1001", "AB-1002", "AB-1003", "AB-1004"]),
        ('"AB 1001"\n', ["AB 1001"]),
    ],
)
def test_a_list_of_serials_is_read_however_it_is_parted(text: str, serials: list[str]) -> None:
    assert rules.read_serials(text) == serials


@pytest.mark.parametrize(
    "text",
    ["", " ,;\n", "A1", "X" * 61, "AB-1001\nab1001", "\n".join(f"AB{n:04}" for n in range(501))],
)
def test_what_is_no_list_of_serials_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        rules.read_serials(text)


@examples(some.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        serials = rules.read_serials(text)
    except Refused:
        return
    assert serials
    assert len({rules.fold(serial) for serial in serials}) == len(serials)


# The walls


def test_a_fund_is_of_its_scheme(in_bow) -> None:
    a_fund()
    with context.in_scheme(cast.POPLAR, actor=BY.key):
        assert not Fund.objects.exists()


def test_the_database_keeps_money_true(in_bow) -> None:
    fund, person = a_fund(), a_case().person
    row, out = asked(fund, person), given(fund, person)
    vouchers(fund)
    for of, values in (
        (row, {"state": "approved"}),
        (row, {"approved_pence": 100}),
        (row, {"decided_by_id": row.asked_by_id}),
        (out, {"given_pence": 1_201}),
        (out, {"given_pence": None}),
        (fund, {"most_pence": 0}),
        (Voucher.objects.first(), {"state": "given"}),
        (Voucher.objects.first(), {"state": "lost"}),
        (Voucher.objects.get(folded="AB1002"), {"folded": "AB1001"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(of, **values)
    assert out.way == Way.FARE
