"""What was approved is given, shown, and partly comes back."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils import timezone

from kith.audit.write import action
from kith.files import actions as files
from kith.funds import queries, rules
from kith.funds.models import MoneyRequest, Receipt, Returned, Voucher, Way
from kith.funds.states import REQUESTS, RequestState
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui import dates
from kith.ui.money import money


@action("funds.give")
def give(
    *,
    by: Actor,
    request: MoneyRequest,
    pence: int,
    on: datetime.date | None = None,
    reference: str = "",
) -> MoneyRequest:
    """Note that approved money was paid, on a day (default: today); what was not needed is free again.

    Raises Refused for more than was approved, a day to come, a request that is paid by voucher, and one
    that is not approved.
    """
    rules.check_may_open(by, request.person)
    queries.locked_with(request)
    REQUESTS.check(request.state, RequestState.GIVEN)
    if request.way == Way.VOUCHER:
        raise Refused("This was approved as a voucher. Choose which voucher is given.")
    return _given(request, pence, on, reference)


@action("funds.give_vouchers")
def give_vouchers(
    *,
    by: Actor,
    request: MoneyRequest,
    vouchers: Sequence[Voucher],
    on: datetime.date | None = None,
) -> MoneyRequest:
    """Give vouchers by serial for an approved request, worth no more than was approved.

    Raises Refused for none, for one that is not in hand (any more) or of another fund, for more than was
    approved, and for a request that is not approved or not paid by voucher.
    """
    rules.check_may_open(by, request.person)
    fund = queries.locked_with(request)
    REQUESTS.check(request.state, RequestState.GIVEN)
    if request.way != Way.VOUCHER:
        raise Refused("This was not approved as a voucher.")
    ids = {voucher.pk for voucher in vouchers}
    rows = [row for row in queries.in_hand(fund) if row.pk in ids]
    if not rows or len(rows) != len(ids):
        raise Refused(
            "Choose vouchers that are in hand: one may have been given meanwhile.", field="vouchers"
        )
    _given(request, sum(row.batch.pence for row in rows), on, "")
    for row in rows:
        change(
            row,
            expected=row.version,
            state=Voucher.State.GIVEN,
            request=request,
            changed_at=timezone.now(),
            changed_by_name=by.name,
        )
    return request


@action("funds.take_giving_back")
def take_giving_back(*, by: Actor, request: MoneyRequest) -> MoneyRequest:
    """Take back that something was given, if that was a slip: its vouchers are in hand again.

    Raises Refused when nothing was given, when a receipt or money that came back is noted, and when the
    fund has meanwhile promised what would be promised again.
    """
    rules.check_may_open(by, request.person)
    fund = queries.locked_with(request)
    if request.state != RequestState.GIVEN:
        raise Refused("Nothing was given yet. Reload the page to see where it is.")
    if queries.receipts_of(request) or queries.returned_of(request):
        raise Refused("A receipt or money that came back is noted, so it was given.")
    rest = (request.approved_pence or 0) - (request.given_pence or 0)
    free = queries.standing(fund).free_for(request.way)
    if rest > free:
        raise Refused(
            f"The fund has promised the {money(rest)} that were not needed to others since."
        )
    for row in queries.vouchers_of(request):
        change(row, state=Voucher.State.IN_HAND, request=None, changed_at=timezone.now())
    change(
        request,
        state=RequestState.APPROVED.value,
        given_on=None,
        given_pence=None,
        reference="",
        no_receipt_why="",
    )
    return request


@action("funds.add_receipt")
def add_receipt(*, by: Actor, request: MoneyRequest, name: str, content: bytes) -> Receipt:
    """Keep a file that shows what was paid. Raises Refused before it was given, and for a file that
    cannot be shown.
    """
    rules.check_may_open(by, request.person)
    _check_given(request)
    upload = files.take_in(by=by, scheme_id=request.scheme_id, name=name, content=content)
    return Receipt.objects.create(
        scheme_id=request.scheme_id, request=request, upload=upload, by_name=by.name
    )


@action("funds.say_no_receipt")
def say_no_receipt(*, by: Actor, request: MoneyRequest, why: str) -> MoneyRequest:
    """Say why there will be no receipt. Raises Refused without a reason, before it was given, and for
    cash, which is given against a receipt.
    """
    rules.check_may_open(by, request.person)
    _check_given(request)
    if request.way == Way.CASH:
        raise Refused("Cash needs its receipt: a note that the person signed will do.", field="why")
    if not why.strip():
        raise Refused("Say why there is none.", field="why")
    change(request, no_receipt_why=why.strip())
    return request


@action("funds.note_returned")
def note_returned(
    *, by: Actor, request: MoneyRequest, pence: int, why: str, on: datetime.date | None = None
) -> Returned:
    """Note money that came back: it is in the fund again.

    Raises Refused for nothing or more than is out, a day to come, no reason, before it was given, and
    for vouchers, which come back one by one.
    """
    rules.check_may_open(by, request.person)
    queries.locked_with(request)
    _check_given(request)
    if request.way == Way.VOUCHER:
        raise Refused("Vouchers come back one by one: take the giving back, or mark them void.")
    rules.check_pence(pence)
    day = on or dates.today()
    rules.check_past(day, "on")
    if not why.strip():
        raise Refused("Say why it came back.", field="why")
    back = sum(row.pence for row in queries.returned_of(request))
    out = (request.given_pence or 0) - back
    if pence > out:
        raise Refused(f"Only {money(out)} of it is out.", field="pence")
    return Returned.objects.create(
        scheme_id=request.scheme_id,
        request=request,
        pence=pence,
        on=day,
        why=why.strip(),
        by_name=by.name,
    )


def _given(
    request: MoneyRequest, pence: int, on: datetime.date | None, reference: str
) -> MoneyRequest:
    rules.check_pence(pence)
    day = on or dates.today()
    rules.check_past(day, "on")
    assert request.approved_pence is not None
    if pence > request.approved_pence:
        raise Refused(
            f"{money(request.approved_pence)} were approved. For more, ask again.",
            field="vouchers" if request.way == Way.VOUCHER else "pence",
        )
    change(
        request,
        state=RequestState.GIVEN.value,
        given_on=day,
        given_pence=pence,
        reference=reference.strip(),
    )
    return request


def _check_given(request: MoneyRequest) -> None:
    if request.state != RequestState.GIVEN:
        raise Refused("Note first that it was given.")
