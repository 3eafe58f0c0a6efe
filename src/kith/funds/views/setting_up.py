"""Funds as a manager sets them up: the rule, who approves, what comes in, and vouchers bought."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.funds import actions, presenters, queries
from kith.funds.forms import ApproverForm, BuyForm, DepositForm, FundForm
from kith.funds.models import Deposit, Fund
from kith.organisations import queries as organisations
from kith.resilience.forms import Form
from kith.resilience.pages import carry_out, page, press
from kith.ui import dates
from kith.ui.money import money

FIELDS = ("name", "rule", "for_whom", "most_pence", "funder", "is_open")


@allowed(Permission.SET_UP)
def setup(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """The funds of a scheme, and opening one."""
    check(request.actor, Permission.SET_UP, scheme_id)
    form = FundForm(request, funders=organisations.funders(scheme_id))
    done = carry_out(
        form,
        lambda typed: actions.open_fund(by=request.actor, scheme_id=scheme_id, **_given(typed)),
    )
    if done is not None:
        messages.success(request, "Opened, and empty. Name who approves, and note what is in it.")
        return redirect("funds:change_fund", scheme_id, done.pk)
    found = list(queries.funds_of(scheme_id))
    rows = presenters.fund_rows(found, queries.standings(one.pk for one in found))
    for row, one in zip(rows, found, strict=True):
        row[0]["href"] = f"{request.path}/{one.pk}"
    return page(request, "funds/setup.html", form=form, rows=rows)


@allowed(Permission.SET_UP)
def change_fund(request: ActingRequest, scheme_id: UUID, fund_id: UUID) -> HttpResponse:
    """One fund: its rule, and the way to its approvers, money and vouchers."""
    row = _fund(request, scheme_id, fund_id)
    form = FundForm(
        request,
        version_of=row,
        funders=organisations.funders(scheme_id),
        initial={name: getattr(row, name) for name in FIELDS},
    )
    done = carry_out(
        form,
        lambda typed: actions.change_fund(
            by=request.actor, fund=row, expected=form.seen_version, **_given(typed)
        ),
    )
    if done is not None:
        messages.success(request, "Saved. Whoever asks reads it from now on.")
        return redirect("funds:change_fund", scheme_id, row.pk)
    return page(
        request,
        "funds/change_fund.html",
        form=form,
        fund=row,
        approvers=[one.member.name for one in queries.approvers(row)],
        standing=presenters.standing_rows(queries.standing(row)),
    )


@allowed(Permission.SET_UP)
def approvers(request: ActingRequest, scheme_id: UUID, fund_id: UUID) -> HttpResponse:
    """Who may approve: named here, and by a role that lets them."""
    row = _fund(request, scheme_id, fund_id)
    named = queries.approvers(row)
    there = {one.member_id for one in named}
    form = ApproverForm(
        request, members=[one for one in queries.could_approve(scheme_id) if one.pk not in there]
    )
    done = carry_out(form, lambda typed: actions.name_approver(by=request.actor, fund=row, **typed))
    if done is not None:
        messages.success(request, f"{done.member.name} may approve.")
        return redirect("funds:approvers", scheme_id, row.pk)
    return page(request, "funds/approvers.html", form=form, fund=row, approvers=named)


@require_POST
@allowed(Permission.SET_UP)
def end_approver(
    request: ActingRequest, scheme_id: UUID, fund_id: UUID, approver_id: UUID
) -> HttpResponse:
    """Somebody approves no more."""
    row = _fund(request, scheme_id, fund_id)
    one = queries.approver_of(row, approver_id)
    press(
        request,
        lambda: actions.end_approver(by=request.actor, approver=one),
        done="They approve no more. What they decided stays.",
    )
    return redirect("funds:approvers", scheme_id, row.pk)


@allowed(Permission.SET_UP)
def deposits(request: ActingRequest, scheme_id: UUID, fund_id: UUID) -> HttpResponse:
    """What came in, and noting more."""
    row = _fund(request, scheme_id, fund_id)
    found = queries.deposits(row)
    started = any(one.kind == Deposit.Kind.START and not one.taken_back_at for one in found)
    initial = {"on": dates.today(), "kind": "top_up" if started else "start"}
    form = DepositForm(request, initial=initial)
    done = carry_out(
        form, lambda typed: actions.put_in(by=request.actor, fund=row, **form.given(typed))
    )
    if done is not None:
        messages.success(request, f"{money(done.pence)} are in the fund.")
        return redirect("funds:deposits", scheme_id, row.pk)
    return page(request, "funds/deposits.html", form=form, fund=row, deposits=found)


@require_POST
@allowed(Permission.SET_UP)
def take_back_deposit(
    request: ActingRequest, scheme_id: UUID, fund_id: UUID, deposit_id: UUID
) -> HttpResponse:
    """It was noted by a slip."""
    row = _fund(request, scheme_id, fund_id)
    one = queries.deposit_of(row, deposit_id)
    press(
        request,
        lambda: actions.take_back_deposit(by=request.actor, deposit=one),
        done="Taken back. The row stays, and counts no more.",
    )
    return redirect("funds:deposits", scheme_id, row.pk)


@allowed(Permission.SET_UP)
def buy(request: ActingRequest, scheme_id: UUID, fund_id: UUID) -> HttpResponse:
    """Note vouchers that were bought, by serial."""
    row = _fund(request, scheme_id, fund_id)
    form = BuyForm(request, initial={"bought_on": dates.today()})
    done = carry_out(
        form, lambda typed: actions.buy_vouchers(by=request.actor, fund=row, **form.given(typed))
    )
    if done is not None:
        messages.success(request, f"{done.kind}: they are in hand, and paid from the fund.")
        return redirect("funds:vouchers", row.pk)
    return _form_page(request, row, form)


def _form_page(request: ActingRequest, row: Fund, form: Form) -> HttpResponse:
    left = max(queries.standing(row).free, 0)
    return page(request, "funds/buy.html", form=form, fund=row, left=left)


def _fund(request: ActingRequest, scheme_id: UUID, fund_id: UUID) -> Fund:
    check(request.actor, Permission.SET_UP, scheme_id)
    found = queries.funds_of(scheme_id).filter(pk=fund_id).first()
    if found is None:
        raise Http404
    return found


def _given(typed: dict[str, Any]) -> dict[str, Any]:
    return {**typed, "funder": typed["funder"] or None}
