"""The funds, what is in one, what it was given for, and its vouchers."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.audit.write import looked_at_each
from kith.funds import actions, presenters, queries
from kith.funds.actions.vouchers import AFTER
from kith.funds.forms import VoucherForm
from kith.funds.models import Voucher
from kith.organisations.duty import duty_of
from kith.resilience.pages import carry_out, page

PER_PAGE = 50


@allowed(Permission.WORK_WITH_PEOPLE)
def funds(request: ActingRequest) -> HttpResponse:
    """The funds one may ask, what waits for one, and one's own requests."""
    actor = request.actor
    found = list(queries.funds(actor))
    own = [seat.membership_id for seat in actor.seats]
    mine = queries.requests(actor).filter(asked_by__in=own)
    shown = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    duty = duty_of(actor, timezone.now())
    owed = queries.for_today(duty)
    _note_looks(request, [*shown, *owed.to_decide], "funds:funds")
    return render(
        request,
        "funds/funds.html",
        {
            "rows": presenters.fund_rows(found, queries.standings(one.pk for one in found)),
            "requests": presenters.request_rows(shown),
            "page": shown,
            "owed": presenters.on_today(owed, duty),
            "set_up": [seat.scheme_id for seat in actor.seats if _sets_up(request, seat.scheme_id)],
        },
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def fund(request: ActingRequest, fund_id: UUID) -> HttpResponse:
    """One fund: what is in it, what it was given for, and its requests."""
    row = queries.fund_for(request.actor, fund_id)
    rows = queries.requests(request.actor).filter(fund=row)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    _note_looks(request, shown, "funds:fund")
    return render(
        request,
        "funds/fund.html",
        {
            "fund": row,
            "standing": presenters.standing_rows(queries.standing(row)),
            "approvers": [one.member.name for one in queries.approvers(row)],
            "spent": presenters.spent_rows(queries.spent(row)),
            "rows": presenters.request_rows(shown),
            "page": shown,
            "sets_up": _sets_up(request, row.scheme_id),
            "reports": holds(request.actor, Permission.SEE_REPORTS, row.scheme_id),
        },
    )


@allowed(Permission.SEE_REPORTS)
def spent_csv(request: ActingRequest, fund_id: UUID) -> HttpResponse:
    """What a fund gave, by month, foundation, purpose and way, for whoever funds it: no names."""
    row = queries.fund_for(request.actor, fund_id, Permission.SEE_REPORTS)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="money-given.csv"'
    writer = csv.writer(answer)
    writer.writerow(presenters.SHEET_HEAD)
    writer.writerows(presenters.sheet_rows(queries.spent_by_month(row)))
    return answer


@allowed(Permission.WORK_WITH_PEOPLE)
def vouchers(request: ActingRequest, fund_id: UUID) -> HttpResponse:
    """The vouchers of a fund, their serials masked."""
    row = queries.fund_for(request.actor, fund_id)
    found = queries.vouchers(request.actor, row)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    seen = [one.request for one in shown if one.request is not None and one.visible]
    looked_at_each(
        by=request.actor,
        about=[(one.scheme_id, one.person_id) for one in seen],
        page="funds:vouchers",
    )
    return render(
        request,
        "funds/vouchers.html",
        {
            "fund": row,
            "batches": queries.batches(row),
            "rows": presenters.voucher_rows(shown, row),
            "page": shown,
            "sets_up": _sets_up(request, row.scheme_id),
        },
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def voucher(request: ActingRequest, fund_id: UUID, voucher_id: UUID) -> HttpResponse:
    """A voucher that nobody was given: void, lost, or found again."""
    row = queries.fund_for(request.actor, fund_id)
    one = queries.voucher_of(row, voucher_id)
    form = VoucherForm(request, states=AFTER.get(Voucher.State(one.state), ()))
    done = carry_out(
        form, lambda typed: actions.mark_voucher(by=request.actor, voucher=one, **typed)
    )
    if done is not None:
        messages.success(request, f"{done.masked}: {done.get_state_display().lower()}.")
        return redirect("funds:vouchers", row.pk)
    return page(request, "funds/voucher.html", form=form, fund=row, voucher=one)


def _sets_up(request: ActingRequest, scheme_id: UUID) -> bool:
    return holds(request.actor, Permission.SET_UP, scheme_id)


def _note_looks(request: ActingRequest, rows: Iterable[Any], name: str) -> None:
    seen = {(row.scheme_id, row.person_id) for row in rows if row.visible}
    looked_at_each(by=request.actor, about=sorted(seen), page=name)
