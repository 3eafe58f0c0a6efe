"""The pages of money in hand: asked, decided, given, shown; who sees what."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kith.funds import actions, queries
from kith.funds.models import Approver, Deposit, Fund, MoneyRequest, Receipt, Voucher
from kith.isolation import context
from kith.ui.dates import today
from tests import cast, documents
from tests.conftest import Company
from tests.unit.funds.money import a_fund, approved, asked, given, vouchers
from tests.unit.meetings.people import as_staff
from tests.unit.pathway.stories import a_case

Key = Callable[[], dict[str, str]]
HIDDEN = "Somebody whose record you may not open"
FARE = {
    "what": "Bus fares", "purpose": "travel", "foundation": "belonging", "pence": "12.00", "way": "fare",
    "why": "Has no pass until April",
}  # fmt: skip


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def on(name: str, day: dt.date | None = None) -> dict[str, str]:
    day = day or today()
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}  # fmt: skip


def of(row: Any) -> str:
    return f"/desk/money/requests/{row.pk}"


def test_a_fare_is_asked_approved_given_shown_and_on_the_record(
    company: Company, in_bow: object, key: Key
) -> None:
    fund, person = a_fund(), a_case().person
    nadia, tess = company.client("nadia"), company.client("tess")
    ask = f"/desk/people/{person.pk}/money"
    assert "Left: £100, and vouchers for £0." in read(nadia, ask)
    bad = nadia.post(ask, {**key(), **FARE, "fund": fund.pk, "pence": "50.01"})
    assert bad.status_code == 400
    assert b"at most \xc2\xa350" in bad.content
    assert b"Has no pass until April" in bad.content  # what was typed is kept
    address = nadia.post(ask, {**key(), **FARE, "fund": fund.pk}).url
    assert "waits on the Today of Mo Castellanos, Tess Whitlock" in read(nadia, address)
    row = MoneyRequest.objects.get()
    assert "Money to decide on" in read(tess, "/desk/")
    assert "Bus fares" in read(tess, "/desk/money")
    decide = {"decision": "approve", "approved_pence": "10"}
    assert tess.post(f"{of(row)}/decide", {**key(), **decide}).status_code == 302
    assert "Approved: to be given" in read(nadia, "/desk/")
    paid = {"pence": "9.50", "reference": "T 1", **on("on")}
    assert nadia.post(f"{of(row)}/give", {**key(), **paid}).status_code == 302
    assert "Receipts to come" in read(nadia, "/desk/")
    assert nadia.post(f"{of(row)}/receipt", key()).status_code == 400
    file = SimpleUploadedFile("ticket.png", documents.picture("PNG"))
    assert nadia.post(f"{of(row)}/receipt", {**key(), "file": file}).status_code == 302
    assert "Receipts to come" not in read(nadia, "/desk/")
    receipt = Receipt.objects.get()
    shown = read(nadia, f"/desk/money/receipts/{receipt.pk}")
    assert f"/desk/money/receipts/{receipt.pk}/1" in shown
    assert nadia.get(f"/desk/money/receipts/{receipt.pk}/1")["Content-Type"] == "image/png"
    assert nadia.get(f"/desk/money/receipts/{receipt.pk}/2").status_code == 404
    back = {"pence": "0.50", "why": "A cheaper ticket", **on("on")}
    assert nadia.post(f"{of(row)}/returned", {**key(), **back}).status_code == 302
    record = read(nadia, f"/desk/people/{person.pk}?show=money")
    for words in (
        "Asked Hardship fund for £12: Bus fares", "Approved: £10 (Bus fares)",
        "Given: £9.50 on", "Came back: £0.50",
    ):  # fmt: skip
        assert words in record, words


def test_a_refusal_is_read_and_a_question_answered(
    company: Company, in_bow: object, key: Key
) -> None:
    row = asked(a_fund(), a_case().person)
    nadia, tess = company.client("nadia"), company.client("tess")
    assert tess.post(f"{of(row)}/decide", {**key(), "decision": "refuse"}).status_code == 400
    more = {"decision": "more", "asked": "Why no pass?"}
    tess.post(f"{of(row)}/decide", {**key(), **more})
    assert "Money: asked for more" in read(nadia, "/desk/")
    assert "Why no pass?" in read(nadia, f"{of(row)}/answer")
    nadia.post(f"{of(row)}/answer", {**key(), "answer": "It comes in April"})
    assert "It comes in April" in read(tess, f"{of(row)}/decide")
    tess.post(f"{of(row)}/decide", {**key(), "decision": "refuse", "refused_why": "A minibus goes"})
    assert "A minibus goes" in read(nadia, "/desk/")
    nadia.post(f"{of(row)}/read", key())
    assert "A minibus goes" not in read(nadia, "/desk/")
    tess.post(f"{of(row)}/undo", key())
    row.refresh_from_db()
    assert row.state == "asked"
    nadia.post(f"{of(row)}/withdraw", key())
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_an_approver_who_may_not_open_the_record_decides_without_the_name(
    company: Company, in_bow: object
) -> None:
    person = a_case(holder="Sam Adeyemi").person  # of Limehouse; Tess is of Roman Road
    fund = a_fund(approvers=("Tess",))
    row = asked(fund, person, by="Sam")
    page = read(company.client("tess"), f"{of(row)}/decide")
    assert HIDDEN in page
    assert "Has no pass until April" in page
    for address in ("/desk/", "/desk/money", of(row), f"/desk/money/{fund.pk}"):
        assert "Maya" not in read(company.client("tess"), address)
    for name, status in (("nadia", 404), ("bea", 404), ("sana", 404), ("ruth", 403), ("sam", 200)):
        assert company.client(name).get(of(row)).status_code == status, name
    assert company.client("sam").get(f"{of(row)}/decide").status_code == 404
    assert "Maya" not in read(company.client("nadia"), f"/desk/money/{fund.pk}")


def test_vouchers_are_chosen_by_their_end_and_shown_whole_to_whoever_gives_them(
    company: Company, in_bow: object, key: Key
) -> None:
    fund, person = a_fund(), a_case().person
    vouchers(fund, "SECRET-1001", "SECRET-1002")
    row = approved(fund, person, pence=1_000, way="voucher")
    nadia = company.client("nadia")
    page = read(nadia, f"{of(row)}/give")
    assert "Supermarket card, £10, …1001" in page
    assert "SECRET" not in page
    one = Voucher.objects.get(folded="SECRET1001")
    assert nadia.post(f"{of(row)}/give", {**key(), **on("on")}).status_code == 400
    sent = {**key(), "vouchers": [str(one.pk)], **on("on")}
    assert nadia.post(f"{of(row)}/give", sent).status_code == 302
    assert "SECRET-1001" in read(nadia, of(row))
    listed = read(nadia, f"/desk/money/{fund.pk}/vouchers")
    assert "…1001" in listed
    assert "Maya Okafor" in listed
    assert "SECRET" not in listed
    other = read(company.client("sam"), f"/desk/money/{fund.pk}/vouchers")
    assert "Maya" not in other
    lost = Voucher.objects.get(folded="SECRET1002")
    place = f"/desk/money/{fund.pk}/vouchers/{lost.pk}"
    assert nadia.post(place, {**key(), "state": "lost"}).status_code == 400
    assert nadia.post(place, {**key(), "state": "lost", "why": "On the bus"}).status_code == 302
    lost.refresh_from_db()
    assert lost.state == "lost"


def test_a_manager_sets_a_fund_up(company: Company, in_bow: object, key: Key) -> None:
    mo = company.client("mo")
    base = f"/desk/setup/{cast.BOW}/funds"
    assert "No fund yet" in read(mo, base)
    assert "Money in hand: funds for people" in read(mo, "/desk/setup")
    assert mo.post(base, {**key(), "name": "Hardship"}).status_code == 400
    fund = {"name": "Hardship", "rule": "Food", "most_pence": "50", "funder": ""}
    place = mo.post(base, {**key(), **fund}).url
    row = Fund.objects.get()
    assert "Nobody is named, so nobody can ask" in read(mo, place)
    tess = as_staff("Tess").seats[0].membership_id
    assert mo.post(f"{place}/approvers", {**key(), "member": str(tess)}).status_code == 302
    assert "Tess Whitlock" in read(mo, f"{place}/approvers")
    money = {"kind": "start", "pence": "1,000", "evidence": "Remittance 1", **on("on")}
    assert mo.post(f"{place}/deposits", {**key(), **money}).status_code == 302
    assert "£1,000" in read(mo, place)
    file = SimpleUploadedFile("serials.csv", "\ufeffAB-1001\r\nAB-1002\r\n".encode())
    batch = {
        "kind": "Cards",
        "pence": "10",
        "evidence": "Bill",
        "serials": "AB-1003",
        **on("bought_on"),
    }
    bought = mo.post(f"{place}/vouchers", {**key(), **batch, "file": file})
    assert bought.status_code == 302, bought.content.decode()
    assert Voucher.objects.count() == 3
    again = mo.post(f"{place}/vouchers", {**key(), **batch})
    assert again.status_code == 400
    assert b"is there already" in again.content
    deposit = Deposit.objects.get()
    mo.post(f"{place}/deposits/{deposit.pk}/take-back", key())
    assert queries.standing(row).balance == 97_000  # the vouchers were bought from it
    mo.post(f"{place}/approvers/{Approver.objects.get().pk}/end", key())
    assert not queries.approvers(row)
    change = {**fund, "name": "Hardship and heat", "is_open": "no", "version": row.version}
    assert mo.post(place, {**key(), **change}).status_code == 302
    stale = mo.post(place, {**key(), **change, "name": "Mine"})
    assert stale.status_code == 409
    assert b"Hardship and heat" in stale.content
    for name in ("tess", "nadia"):
        assert company.client(name).get(base).status_code == 403


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0", b"", "ÄÖ-1001".encode("cp1252")])
def test_any_file_of_serials_is_read_or_refused(
    company: Company, in_bow: object, key: Key, content: bytes
) -> None:
    fund = a_fund()
    file = SimpleUploadedFile("serials.csv", content)
    batch = {"kind": "Cards", "pence": "10", "evidence": "Bill", "serials": "", **on("bought_on")}
    place = f"/desk/setup/{cast.BOW}/funds/{fund.pk}/vouchers"
    answer = company.client("mo").post(place, {**key(), **batch, "file": file})
    assert answer.status_code in (302, 400)


def test_a_funder_gets_figures_and_no_names(company: Company, in_bow: object) -> None:
    fund, person = a_fund(), a_case().person
    row = given(fund, person)
    given(fund, person)
    actions.note_returned(by=as_staff("Nadia"), request=row, pence=205, why="For Maya")
    address = f"/desk/money/{fund.pk}/spent.csv"
    sheet = company.client("fay").get(address).content.decode()
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert rows == [
        {
            "month": f"{today():%Y-%m}", "foundation": "Friends and belonging", "purpose": "Fares and travel",
            "paid_by": "A fare", "requests": "2", "given": "24.00", "returned": "2.05",
        }
    ]  # fmt: skip
    for words in ("Maya", "Okafor", "lunch", "pass"):
        assert words not in sheet
    assert company.client("mo").get(address).status_code == 200
    assert company.client("nadia").get(address).status_code == 403
    with context.in_scheme(cast.POPLAR, actor=cast.TESTS.key):
        pass
    assert company.client("max").get(address).status_code == 404


def test_empty_pages_say_what_to_do(company: Company, in_bow: object) -> None:
    nadia, person = company.client("nadia"), a_case().person
    assert "There is no fund yet" in read(nadia, "/desk/money")
    assert "There is no fund that takes requests" in read(nadia, f"/desk/people/{person.pk}/money")
    fund = a_fund(0, approvers=())
    page = read(nadia, f"/desk/money/{fund.pk}")
    for words in ("Nothing was given yet", "Nobody has asked yet", "Nobody is named yet"):
        assert words in page
    assert "None were bought yet" in read(nadia, f"/desk/money/{fund.pk}/vouchers")


@pytest.mark.parametrize("address", ["/desk/money", "fund", "vouchers", "/desk/", "record"])
def test_three_of_everything_take_as_many_queries_as_one(
    company: Company, in_bow: object, address: str
) -> None:
    fund, case = a_fund(900_000), a_case()
    client = company.client("nadia")
    place = {
        "fund": f"/desk/money/{fund.pk}",
        "vouchers": f"/desk/money/{fund.pk}/vouchers",
        "record": f"/desk/people/{case.person_id}",
    }.get(address, address)

    def fill(first: int, count: int) -> int:
        for number in range(first, first + count):
            person = (
                case.person if address == "record" else a_case(first_name=f"Ada{number}").person
            )
            row = given(fund, person)
            actions.note_returned(by=as_staff("Nadia"), request=row, pence=1, why="x")
            approved(fund, person)
            vouchers(fund, f"AB-{number}00", f"AB-{number}01")
            by_voucher = approved(fund, person, pence=1_000, way="voucher")
            actions.give_vouchers(
                by=as_staff("Nadia"), request=by_voucher, vouchers=queries.in_hand(fund)[:1]
            )
        client.get(place)
        with CaptureQueriesContext(connection) as captured:
            read(client, place)
        return len(captured)

    at_one = fill(1, 1)
    assert fill(2, 2) == at_one
    assert at_one <= 60
