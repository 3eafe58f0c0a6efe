"""New referrals: read, decided on, given to someone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.audit.write import looked_at_each
from kith.desk.presenters import triage as shown
from kith.desk.queries import triage as queries
from kith.desk.triage_forms import AllocateForm, AsideForm, DecideForm
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload import queries as cases
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.views.opening import open_case
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals import queries as referred
from kith.pathway.referrals.models import Ask, Referral
from kith.pathway.referrals.states import Decision
from kith.people.views.opening import note_look
from kith.resilience.pages import carry_out, page, press

PAGE_LENGTH = 10


@allowed(Permission.DECIDE_REFERRALS)
def triage(request: ActingRequest) -> HttpResponse:
    """The queue, oldest unread first; below it who waits for a worker."""
    actor = request.actor
    rows = Paginator(referred.waiting(actor), PAGE_LENGTH).get_page(request.GET.get("page"))
    found = queries.incoming(actor, list(rows))
    looked_at_each(
        by=actor,
        about=[(one.referral.scheme_id, one.referral.person_id) for one in found],
        page="desk:triage",
    )
    return render(
        request,
        "desk/triage.html",
        {
            "rows": rows,
            "cards": [shown.card(one) for one in found],
            "decided": [(row, shown.decided_words(row)) for row in queries.just_decided(actor)],
            "unallocated": queries.unallocated(actor),
            "asks": queries.asks(actor),
            "doubtful": queries.doubtful(actor),
            "last_came": None if found else queries.last_came(actor),
        },
    )


@allowed(Permission.DECIDE_REFERRALS)
def triage_referral(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """One referral, and every decision there is on it."""
    referral = _referral(request, referral_id)
    if referral.decision != Decision.RECEIVED:
        messages.info(request, "Somebody has decided on this referral already.")
        return redirect("referrals:detail", referral.pk)
    note_look(request, referral.scheme_id, referral.person_id)
    (one,) = queries.incoming(request.actor, [referral])
    if not one.standing.decides:
        return page(request, "desk/triage_closed.html", card=shown.card(one))
    form = DecideForm(
        request,
        version_of=referral,
        workers=queries.holders(request.actor, referral.scheme_id),
        initial={"holder": str(one.suggestion.holder.pk) if one.suggestion else ""},
    )
    if carry_out(form, lambda typed: _decide(request, form, referral, typed)) is not None:
        return redirect("desk:triage")
    return page(request, "desk/triage_referral.html", form=form, card=shown.card(one))


def _decide(
    request: ActingRequest, form: DecideForm, referral: Referral, typed: dict[str, Any]
) -> Referral | Case:
    given: dict[str, Any] = {
        "by": request.actor,
        "referral": referral,
        "expected": form.seen_version,
    }
    if typed["decision"] == "return":
        return referrals.return_to_referrer(**given, reason=typed["reason"])
    if typed["decision"] == "not_take_on":
        return referrals.not_take_on(
            **given, reason_code=typed["reason_code"], words=typed["words"]
        )
    holder = form.workers.get(typed["holder"])
    return caseload.take_on(**given, holder=holder, note=typed["note"])


@allowed(Permission.DECIDE_REFERRALS)
@require_POST
def triage_take_on(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """One press: take on, and give to the worker named by the button, if one is."""
    referral = _referral(request, referral_id)
    wanted = request.POST.get("holder", "")
    workers = {str(m.pk): m for m in cases.possible_holders(request.actor, referral.scheme_id)}
    if wanted and wanted not in workers:
        raise Http404
    seen = request.POST.get("version", "")
    press(
        request,
        lambda: caseload.take_on(
            by=request.actor,
            referral=referral,
            holder=workers.get(wanted),
            expected=int(seen) if seen.isdecimal() and len(seen) < 9 else None,
        ),
    )
    return redirect("desk:triage")


@allowed(Permission.DECIDE_REFERRALS)
@require_POST
def triage_undo(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """Take back a decision made less than a minute ago."""
    referral = referred.undoable_for(request.actor, referral_id)
    check(request.actor, Permission.DECIDE_REFERRALS, referral.scheme_id)
    case = Case.objects.filter(referral=referral).order_by("-opened_at").first()

    def undo() -> Referral:
        if referral.decision == Decision.TAKEN_ON and case is not None:
            return caseload.undo_take_on(by=request.actor, case=case)
        return referrals.undo(by=request.actor, referral=referral)

    press(request, undo, done="Undone. The referral is in the queue again.")
    return redirect("desk:triage")


@allowed(Permission.ALLOCATE)
def triage_allocate(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Give a case to a worker; from the list of those that wait for one."""
    case = open_case(request, case_id, Permission.ALLOCATE)
    workers = queries.holders(request.actor, case.scheme_id)
    form = AllocateForm(request, version_of=case, workers=workers)
    done = carry_out(
        form,
        lambda typed: caseload.allocate(
            by=request.actor,
            case=case,
            holder=form.workers[typed["holder"]],
            note=typed["note"],
            expected=form.seen_version,
        ),
    )
    if done is not None and done.holder is not None:
        messages.success(request, f"{case.person.full_name} is with {done.holder.name} now.")
        return redirect("desk:triage")
    return page(request, "desk/triage_allocate.html", form=form, case=case)


@allowed(Permission.DECIDE_REFERRALS)
def triage_ask(request: ActingRequest, ask_id: UUID) -> HttpResponse:
    """What came by the public page and could not be made a referral by itself."""
    ask = Ask.objects.filter(pk=ask_id, referral=None, handled_at=None).first()
    if ask is None:
        raise Http404
    check(request.actor, Permission.DECIDE_REFERRALS, ask.scheme_id)
    form = AsideForm(request)
    done = carry_out(
        form,
        lambda typed: referrals.put_aside_ask(by=request.actor, ask=ask, reason=typed["reason"]),
    )
    if done is not None:
        messages.success(request, "Put aside.")
        return redirect("desk:triage")
    return page(request, "desk/triage_ask.html", form=form, ask=ask, rows=shown.ask_rows(ask))


def _referral(request: ActingRequest, referral_id: UUID) -> Referral:
    referral = referred.referral_for(request.actor, referral_id)
    check(request.actor, Permission.DECIDE_REFERRALS, referral.scheme_id)
    return referral
