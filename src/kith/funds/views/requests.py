"""One request for money: asked, decided by somebody else, given, and what came back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.funds import actions, presenters, queries
from kith.funds.forms import (
    AnswerForm,
    AskForm,
    DecideForm,
    GiveForm,
    GiveVouchersForm,
    ReturnedForm,
    paid_today,
)
from kith.funds.models import MoneyRequest, Way
from kith.funds.states import RequestState
from kith.people.views.opening import note_look, open_record
from kith.resilience.forms import Form
from kith.resilience.pages import carry_out, page, press
from kith.ui import dates
from kith.ui.money import money


@allowed(Permission.WORK_WITH_PEOPLE)
def ask(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Ask for money for somebody, above what was asked before."""
    person = open_record(request, person_id)
    found = list(queries.funds_of(person.scheme_id).filter(is_open=True))
    standings = queries.standings(one.pk for one in found)
    offered = [(one, presenters.fund_words(one, standings[one.pk])) for one in found]
    form = AskForm(request, funds=offered)
    done = carry_out(form, lambda typed: actions.ask(by=request.actor, person=person, **typed))
    if done is not None:
        names = ", ".join(
            one.member.name
            for one in queries.approvers(done.fund)
            if one.member_id != done.asked_by_id
        )
        messages.success(request, f"Asked. It waits on the Today of {names}.")
        return redirect("funds:request", done.pk)
    return page(
        request,
        "funds/ask.html",
        form=form,
        person=person,
        any_fund=bool(found),
        before=[(row, presenters.state_tag(row)) for row in queries.of_person(person)],
        amount=presenters.amount,
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def request(request: ActingRequest, request_id: UUID) -> HttpResponse:
    """Everything about a request, and what can be done next."""
    row = queries.request_for(request.actor, request_id)
    note_look(request, row.scheme_id, row.person_id)
    return page(
        request,
        "funds/request.html",
        row=row,
        name=presenters.name_of(row),
        tag_words=presenters.state_tag(row),
        facts=presenters.facts(row, queries.returned_of(row)),
        vouchers=queries.vouchers_of(row) if row.visible else [],
        receipts=queries.receipts_of(row) if row.visible else [],
        decides=queries.may_decide(request.actor, row),
        by_voucher=row.way == Way.VOUCHER,
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def decide(request: ActingRequest, request_id: UUID) -> HttpResponse:
    """Approve, refuse, or ask more."""
    row = queries.request_to_decide(request.actor, request_id)
    note_look(request, row.scheme_id, row.person_id)
    form = DecideForm(request, row=row)
    done = carry_out(form, lambda typed: _decide(request, row, typed))
    if done is not None:
        messages.success(
            request,
            f"{presenters.state_tag(done)['text']}. {done.asked_by_name} finds it on Today.",
        )
        return redirect("funds:request", done.pk)
    standing = queries.standing(row.fund)
    return page(
        request,
        "funds/decide.html",
        form=form,
        row=row,
        facts=presenters.facts(row, ()),
        left=max(standing.free_for(row.way), 0),
        rule=row.fund.rule,
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def answer(request: ActingRequest, request_id: UUID) -> HttpResponse:
    """Answer what was asked before deciding."""
    row = _own(request, request_id)
    form = AnswerForm(request)
    done = carry_out(
        form, lambda typed: actions.answer_more(by=request.actor, request=row, **typed)
    )
    if done is not None:
        messages.success(request, "Sent. It waits for a decision again.")
        return redirect("funds:request", row.pk)
    return _form_page(request, row, form, "What was asked", "Send the answer", row.decided_why)


@allowed(Permission.WORK_WITH_PEOPLE)
def give(request: ActingRequest, request_id: UUID) -> HttpResponse:
    """Note that it was given: paid, or by which vouchers."""
    row = _own(request, request_id)
    form: Form
    if row.way == Way.VOUCHER:
        vouchers = queries.in_hand(row.fund)
        form = GiveVouchersForm(request, vouchers=vouchers, initial={"on": dates.today()})
    else:
        form = GiveForm(request, initial=paid_today(row))
    done = carry_out(form, lambda typed: _give(request, row, typed))
    if done is not None:
        messages.success(request, "Noted as given. Add the receipt when you have it.")
        return redirect("funds:request", row.pk)
    approved = money(row.approved_pence) if row.approved_pence else "Nothing yet"
    words = f"Approved: {approved}, {presenters.way_words(row).lower()}."
    return _form_page(request, row, form, "Give it", "Note that it was given", words)


@allowed(Permission.WORK_WITH_PEOPLE)
def returned(request: ActingRequest, request_id: UUID) -> HttpResponse:
    """Note money that came back."""
    row = _own(request, request_id)
    form = ReturnedForm(request, initial={"on": dates.today()})
    done = carry_out(
        form, lambda typed: actions.note_returned(by=request.actor, request=row, **typed)
    )
    if done is not None:
        messages.success(request, f"{money(done.pence)} are in the fund again.")
        return redirect("funds:request", row.pk)
    return _form_page(request, row, form, "Money that came back", "Note what came back")


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def undo(request: ActingRequest, request_id: UUID) -> HttpResponse:
    """Take the last step back that was a slip: giving, or the decision."""
    row = queries.request_for(request.actor, request_id)
    note_look(request, row.scheme_id, row.person_id)
    given = row.state == RequestState.GIVEN
    act = actions.take_giving_back if given else actions.take_decision_back
    said = "It is to be given again." if given else "It waits for a decision again."
    press(request, lambda: act(by=request.actor, request=row), done=said)
    return redirect("funds:request", row.pk)


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def withdraw(request: ActingRequest, request_id: UUID) -> HttpResponse:
    """It is not needed any more."""
    row = _own(request, request_id)
    press(
        request,
        lambda: actions.withdraw(by=request.actor, request=row),
        done="Withdrawn. What was promised is free again.",
    )
    return redirect("funds:request", row.pk)


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def read_refused(request: ActingRequest, request_id: UUID) -> HttpResponse:
    """One has read that it was refused."""
    row = _own(request, request_id)
    press(request, lambda: actions.see_refused(by=request.actor, request=row))
    return redirect("desk:today")


def _own(request: ActingRequest, request_id: UUID) -> Any:
    row = queries.own_request(request.actor, request_id)
    note_look(request, row.scheme_id, row.person_id)
    return row


def _decide(request: ActingRequest, row: MoneyRequest, typed: dict[str, Any]) -> MoneyRequest:
    if typed["decision"] == "approve":
        return actions.approve(
            by=request.actor, request=row, approved_pence=typed["approved_pence"]
        )
    if typed["decision"] == "refuse":
        return actions.refuse(by=request.actor, request=row, why=typed["refused_why"])
    return actions.ask_more(by=request.actor, request=row, why=typed["asked"])


def _give(request: ActingRequest, row: MoneyRequest, typed: dict[str, Any]) -> MoneyRequest:
    if row.way == Way.VOUCHER:
        return actions.give_vouchers(by=request.actor, request=row, **typed)
    return actions.give(by=request.actor, request=row, **typed)


def _form_page(
    request: ActingRequest, row: Any, form: Form, title: str, button: str, words: str = ""
) -> HttpResponse:
    return page(
        request,
        "funds/form.html",
        form=form,
        row=row,
        name=presenters.name_of(row),
        title=title,
        button=button,
        words=words,
    )
