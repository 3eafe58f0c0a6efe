"""Money in hand as it is read, and as a funder gets it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from kith.funds.models import Fund, MoneyRequest, Purpose, Returned, Voucher, Way
from kith.funds.queries import Owed
from kith.funds.rules import Standing
from kith.funds.states import REQUESTS, RequestState
from kith.organisations.duty import Duty
from kith.people.models import Person
from kith.ui import dates, text
from kith.ui.items import Block, Item, Press, blocks
from kith.ui.money import money
from kith.vocabulary import foundations

COLOURS = {
    RequestState.ASKED: "blue",
    RequestState.MORE_ASKED: "yellow",
    RequestState.APPROVED: "purple",
    RequestState.REFUSED: "orange",
    RequestState.GIVEN: "green",
    RequestState.WITHDRAWN: "grey",
}
VOUCHER_COLOURS = {"in_hand": "blue", "given": "green", "void": "grey", "lost": "orange"}
ELSEWHERE = "Somebody whose record you may not open"
SHEET_HEAD = ("month", "foundation", "purpose", "paid_by", "requests", "given", "returned")


def state_tag(row: MoneyRequest) -> dict[str, str]:
    """Where a request is, as a tag."""
    return {"text": REQUESTS.said(row.state), "colour": COLOURS[RequestState(row.state)]}


def name_of(row: Any) -> str:
    """Whom it is for, as far as the reader may know."""
    return row.person.kept.full_name if row.visible else ELSEWHERE


def fund_words(fund: Fund, standing: Standing) -> str:
    """What whoever asks needs to know of a fund: its rule, whom it is for, the most, what is left."""
    parts = [
        fund.rule,
        f"For whom: {fund.for_whom}." if fund.for_whom else "",
        f"At most {money(fund.most_pence)} for one request.",
        f"Left: {money(max(standing.free, 0))}, and vouchers for {money(max(standing.stock_free, 0))}.",
    ]
    return " ".join(part for part in parts if part)


def standing_rows(standing: Standing) -> list[dict[str, str]]:
    """What is in a fund, as the rows of a summary list."""
    rows = [
        ("Balance", standing.balance),
        ("Promised and not yet given", standing.promised),
        ("Left to promise", standing.free),
        ("Vouchers in hand", standing.stock),
        ("Vouchers promised and not yet given", standing.stock_promised),
    ]
    return [{"key": words, "value": money(pence)} for words, pence in rows]


def fund_rows(funds: Iterable[Fund], standings: dict[Any, Standing]) -> list[list[Any]]:
    """One row a fund."""
    return [
        [
            {
                "text": fund.name,
                "href": reverse("funds:fund", args=[fund.pk]),
                "hint": "" if fund.is_open else "Takes no requests any more",
            },
            {"text": fund.for_whom or "Anybody we support", "hint": fund.rule},
            {"text": money(fund.most_pence), "numeric": True},
            {"text": money(max(standings[fund.pk].free, 0)), "numeric": True},
        ]
        for fund in funds
    ]


def request_rows(rows: Iterable[Any]) -> list[list[Any]]:
    """One row a request; of a person whose record the reader may not open, no name and no words."""
    return [
        [
            {
                "text": name_of(row),
                **({"href": reverse("funds:request", args=[row.pk])} if row.visible else {}),
                "hint": row.what if row.visible else "",
            },
            Purpose(row.purpose).label,
            {"text": money(amount(row)), "numeric": True},
            dates.medium_date(row.given_on or row.asked_at),
            {"text": state_tag(row)["text"], "tag": state_tag(row)["colour"]},
        ]
        for row in rows
    ]


def amount(row: MoneyRequest) -> int:
    """What was given, else approved, else asked for."""
    return row.given_pence or row.approved_pence or row.pence


def facts(row: Any, returned: Iterable[Returned]) -> list[dict[str, Any]]:
    """Everything about a request, as the rows of a summary list."""
    found = [
        ("For", name_of(row)),
        ("Fund", row.fund.name),
        ("Kind of thing", Purpose(row.purpose).label),
        ("Helps with", foundations.label(row.foundation)),
        ("Asked for", money(row.pence)),
        ("To be paid by", way_words(row)),
        ("Why", text.paragraphs(row.why)),
        ("Asked by", f"{row.asked_by_name}, {dates.medium_date(row.asked_at)}"),
        ("Asked and answered", text.paragraphs(row.more) if row.more else ""),
        ("Decision", decision_words(row)),
        ("Given", given_words(row)),
        ("Came back", text.paragraphs("\n".join(map(returned_words, returned)))),
        ("No receipt", row.no_receipt_why),
    ]
    return [{"key": words, "value": value} for words, value in found if value]


def way_words(row: MoneyRequest) -> str:
    """How it is paid, and to whom."""
    label = str(Way(row.way).label)
    return f"{label}: {row.payee}" if row.payee else label


def decision_words(row: MoneyRequest) -> str:
    """The decision, whose and why; empty while there is none."""
    if row.decided_at is None:
        return ""
    said = {
        RequestState.REFUSED.value: "Refused",
        RequestState.MORE_ASKED.value: "More was asked",
    }.get(row.state, f"Approved: {money(row.approved_pence)}" if row.approved_pence else "Decided")
    why = f". {row.decided_why}" if row.decided_why else ""
    return f"{said}, by {row.decided_by_name} on {dates.medium_date(row.decided_at)}{why}"


def given_words(row: MoneyRequest) -> str:
    """What was given, and when; empty before."""
    if row.given_pence is None or row.given_on is None:
        return ""
    reference = f", {row.reference}" if row.reference else ""
    return f"{money(row.given_pence)} on {dates.medium_date(row.given_on)}{reference}"


def returned_words(row: Returned) -> str:
    """What came back, when and why."""
    return f"{money(row.pence)} on {dates.medium_date(row.on)}: {row.why}"


def spent_rows(found: Iterable[dict[str, Any]]) -> list[list[Any]]:
    """What was given, by foundation and purpose."""
    return [
        [
            foundations.label(one["foundation"]),
            Purpose(one["purpose"]).label,
            {"text": str(one["requests"]), "numeric": True},
            {"text": money(one["given"] - one["returned"]), "numeric": True},
        ]
        for one in found
    ]


def sheet_rows(found: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    """The same by month and way for a spreadsheet, in pounds: figures alone, no person in them."""
    for one in found:
        month: dt.date = one["month"]
        yield [
            f"{month:%Y-%m}",
            foundations.label(one["foundation"]),
            str(Purpose(one["purpose"]).label),
            str(Way(one["way"]).label),
            str(one["requests"]),
            f"{one['given'] // 100}.{one['given'] % 100:02}",
            f"{one['returned'] // 100}.{one['returned'] % 100:02}",
        ]


def voucher_rows(vouchers: Iterable[Any], fund: Fund) -> list[list[Any]]:
    """One row a voucher, its serial masked."""
    return [
        [
            {
                "text": row.masked,
                "hint": row.batch.kind,
                **(
                    {}
                    if row.state == Voucher.State.GIVEN
                    else {"href": reverse("funds:voucher", args=[fund.pk, row.pk])}
                ),
            },
            {"text": money(row.batch.pence), "numeric": True},
            {"text": row.get_state_display(), "tag": VOUCHER_COLOURS[row.state]},
            _whose(row),
        ]
        for row in vouchers
    ]


def _whose(row: Any) -> Any:
    if row.request is None:
        return row.why
    if not row.visible:
        return ELSEWHERE
    person: Person = row.request.person.kept
    return {"text": person.full_name, "href": reverse("funds:request", args=[row.request_id])}


def on_today(owed: Owed, duty: Duty) -> list[Block]:
    """What funds ask of somebody: refusals to tell, then what to decide, to give, to answer and to show."""
    groups = (
        ("decide", "to decide on", "Money to decide on", "Decide", "funds:decide", owed.to_decide),
        ("give", "to give", "Approved: to be given", "Give it", "funds:give", owed.to_give),
        ("more", "to explain", "Money: asked for more", "Answer", "funds:answer", owed.asked_more),
        (
            "no-receipt",
            "to show",
            "Receipts to come",
            "Add the receipt",
            "funds:receipt",
            owed.no_receipt,
        ),
    )
    return blocks(
        Block("money-refused", "Money refused", [_refused(one) for one in owed.refused]),
        *(
            Block(
                f"money-{key}",
                heading,
                [_owed(one, press, route) for one in rows],
                line=f"money {words}: {len(rows)}",
            )
            for key, words, heading, press, route, rows in groups
        ),
    )


def _owed(one: Any, press: str, route: str) -> Item:
    return Item(
        name_of(one),
        Markup("{}, asked by {} on {}").format(
            text.bidi(one.fund.name), text.bidi(one.asked_by_name), dates.medium_date(one.asked_at)
        ),
        href=reverse("funds:request", args=[one.pk]),
        what=f"{money(amount(one))}: {one.what}",
        acts=[Press(press, reverse(route, args=[one.pk]), about=f": {one.what}", first=True)],
    )


def _refused(one: Any) -> Item:
    at = reverse("funds:read_refused", args=[one.pk])
    return Item(
        name_of(one),
        f"Refused: {money(amount(one))}",
        href=reverse("funds:request", args=[one.pk]),
        what=one.what,
        said=[("Why", one.decided_why)],
        acts=[Press("I have read it", at, about=f": refused, {one.what}", sends={})],
    )
