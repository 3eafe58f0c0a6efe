"""New referrals: read, decided on, given to someone."""

from __future__ import annotations

import functools
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.audit.write import looked_at_each
from kith.desk.presenters import triage as shown
from kith.desk.presenters import triage_filters as filters
from kith.desk.presenters.unseen import returned_line, unseen_rows
from kith.desk.queries import triage as queries
from kith.desk.triage_forms import AllocateForm, AsideForm, BulkForm, DecideForm
from kith.organisations import queries as organisations
from kith.organisations.models import Membership
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload import queries as cases
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.views.opening import open_case
from kith.pathway.closures import actions as closures
from kith.pathway.connections import actions as connections
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals import queries as referred
from kith.pathway.referrals.forms import AnswerForm
from kith.pathway.referrals.models import Ask, Redirect, Referral
from kith.pathway.referrals.rules import asked_for_themselves, waits_too_long
from kith.pathway.referrals.states import Decision
from kith.people.views.opening import note_look
from kith.resilience.errors import Refused
from kith.resilience.pages import carry_out, page, press
from kith.ui.dates import day_of, today

PAGE_LENGTH = 10
KEPT = "triage"


@allowed(Permission.DECIDE_REFERRALS)
def triage(request: ActingRequest) -> HttpResponse:
    """The queue, oldest first, narrowed as one left it; below it who waits for a worker."""
    actor, now = request.actor, timezone.now()
    offered = _offered(request)
    choice = _choice(request, offered)
    only = queries.Narrowing(**asdict(choice))
    rows = Paginator(queries.queue(actor, only, day_of(now)), PAGE_LENGTH).get_page(
        request.GET.get("page")
    )
    staffed = queries.Workforces(actor)
    found = queries.incoming(actor, list(rows), staffed)
    returned = queries.returned(actor)
    looked_at_each(
        by=actor,
        about=[
            (row.scheme_id, row.person_id)
            for row in (*(one.referral for one in found), *returned.rows)
        ],
        page="desk:triage",
    )
    return render(
        request,
        "desk/triage.html",
        {
            "rows": rows,
            "cards": [shown.card(one, now=now) for one in found],
            "choice": choice,
            "offered": offered,
            "chips": filters.chips(choice, offered),
            "bulk": BulkForm(request, workers=_all_holders(found, staffed)),
            "decided": [(row, shown.decided_words(row)) for row in queries.just_decided(actor)],
            "unallocated": queries.unallocated(actor),
            "asks": queries.asks(actor),
            "late": functools.partial(waits_too_long, day=day_of(now)),
            "unseen": unseen_rows(queries.unseen(actor), day_of(now)),
            "returned": returned,
            "returned_lines": [returned_line(row, now=now) for row in returned.rows],
            "last_came": None if found else queries.last_came(actor),
        },
    )


def _offered(request: ActingRequest) -> filters.Options:
    schemes = cases.schemes_where(request.actor, Permission.DECIDE_REFERRALS)
    practices = [row for one in schemes for row in organisations.practices(one)]
    programmes = [row for one in schemes for row in organisations.programmes(one)]
    return filters.options(practices, programmes)


def _choice(request: ActingRequest, offered: filters.Options) -> filters.Choice:
    """What the address says, else what was chosen last in this session."""
    if "narrowed" in request.GET:
        choice = filters.chosen(request.GET, offered)
        request.session[KEPT] = asdict(choice)
        return choice
    return filters.chosen(request.session.get(KEPT, {}), offered)


def _all_holders(
    found: list[queries.Incoming], staffed: queries.Workforces
) -> list[tuple[Membership, int, int]]:
    schemes = {one.referral.scheme_id for one in found if one.standing.decides}
    return [row for one in sorted(schemes, key=str) for row in staffed[one].holders]


@allowed(Permission.DECIDE_REFERRALS)
def triage_referral(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """One referral, and every decision there is on it. Opening it is reading it."""
    referral = to_decide(request, referral_id)
    if referral.decision != Decision.RECEIVED:
        messages.info(request, "Somebody has decided on this referral already.")
        return redirect("referrals:detail", referral.pk)
    note_look(request, referral.scheme_id, referral.person_id)
    if referred.standing_of(request.actor, referral).decides:
        referrals.mark_read(by=request.actor, referral=referral)
    staffed = queries.Workforces(request.actor)
    (one,) = queries.incoming(request.actor, [referral], staffed)
    card = shown.card(one, now=timezone.now())
    if not one.standing.decides:
        return page(request, "desk/triage_closed.html", card=card)
    form = DecideForm(
        request,
        version_of=referral,
        workers=staffed[referral.scheme_id].holders,
        schemes=organisations.other_schemes(referral.scheme_id),
        join=card["join"],
        reopen=(card["reopen"], card["reopen_hint"]),
        themselves=asked_for_themselves(referral),
        too_young=one.too_young,
        initial={
            "holder": str(one.suggestion.holder.pk) if one.suggestion else "",
            "no_heard_by": request.actor.name,
            "no_heard_on": today(),
        },
    )
    last = one.reopens.case if one.reopens else None
    done = carry_out(form, lambda typed: _decide(request, form, referral, last, typed))
    if done is not None:
        if form.cleaned_data["decision"] == "ask":
            messages.success(
                request, f"Asked. The referral of {card['name']} waits for the answer."
            )
        return redirect("desk:triage")
    return page(request, "desk/triage_referral.html", form=form, card=card)


def _decide(
    request: ActingRequest,
    form: DecideForm,
    referral: Referral,
    last: Case | None,
    typed: dict[str, Any],
) -> Any:
    given: dict[str, Any] = {
        "by": request.actor,
        "referral": referral,
        "expected": form.seen_version,
    }
    if typed["decision"] == "ask":
        return referrals.ask_question(by=request.actor, referral=referral, text=typed["question"])
    if typed["decision"] == "return":
        return referrals.return_to_referrer(**given, reason=typed["reason"])
    if typed["decision"] == "redirect":
        return _redirect(given, form, typed)
    if typed["decision"] == "not_take_on":
        return referrals.not_take_on(
            **given, reason_code=typed["reason_code"], words=typed["words"]
        )
    if typed["decision"] == "said_no":
        return referrals.record_no(
            **given,
            words=typed["no_words"],
            heard_by=typed["no_heard_by"],
            heard_on=typed["no_heard_on"],
        )
    if typed["decision"] == "join":
        return caseload.join(**given)
    if typed["decision"] == "reopen" and last is not None:
        return closures.reopen_for(**given, case=last)
    holder = form.workers.get(typed["holder"])
    why_young = typed.get("why_young", "")
    return caseload.take_on(**given, holder=holder, note=typed["note"], why_young=why_young)


def _redirect(given: dict[str, Any], form: DecideForm, typed: dict[str, Any]) -> Redirect:
    words, name = typed["redirect_words"], typed["redirect_name"]
    if typed["redirect_to"] == Redirect.To.SERVICE:
        return connections.redirect_to_service(**given, name=name, words=words)
    other = form.schemes.get(typed["redirect_scheme"])
    return referrals.redirect(
        **given,
        to=typed["redirect_to"],
        words=words,
        name=name,
        scheme_id=other.pk if other else None,
    )


@allowed(Permission.DECIDE_REFERRALS)
@require_POST
def triage_bulk(request: ActingRequest) -> HttpResponse:
    """Many ticked, one press, each with its own result: taken on and given as suggested or chosen."""
    ticked = [one for one in request.POST.getlist("referral") if _is_id(one)][:PAGE_LENGTH]
    if not ticked:
        messages.error(request, "Tick the referrals first, then press the button.")
    wanted = request.POST.get("holder", "")
    there = {str(row.pk): row for row in referred.waiting(request.actor).filter(pk__in=ticked)}
    if len(there) < len(set(ticked)):
        messages.error(
            request, "Some of them were decided on meanwhile. Nothing was done to those."
        )
    for referral in there.values():
        press(request, functools.partial(_take_on_one, request, referral, wanted))
    return redirect("desk:triage")


def _take_on_one(request: ActingRequest, referral: Referral, wanted: str) -> Case:
    """Take one of many on. Raises Refused with the name, so that each result can be told apart."""
    name = referral.name_given
    try:
        referrals.check_deciding(request.actor, referral)
        holder = _bulk_holder(request, referral, wanted)
        return caseload.take_on(by=request.actor, referral=referral, holder=holder)
    except Refused as refusal:
        raise Refused(f"{name}: {refusal.message}") from refusal


def _bulk_holder(request: ActingRequest, referral: Referral, wanted: str) -> Membership | None:
    if wanted == BulkForm.SUGGESTED:
        holder = queries.suggested(request.actor, referral)
        if holder is None:
            raise Refused(
                "Nobody can be suggested, or they have an open case already. Open it and decide."
            )
        return holder
    if not wanted:
        return None
    workers = {str(m.pk): m for m in cases.possible_holders(request.actor, referral.scheme_id)}
    if wanted not in workers:
        raise Refused("Choose a worker of its own scheme.")
    return workers[wanted]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@allowed(Permission.DECIDE_REFERRALS)
def triage_answer(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """Note what the referrer answered by telephone."""
    referral = to_decide(request, referral_id)
    question = referred.open_questions([referral]).get(referral.pk)
    if question is None:
        raise Http404
    if not referred.standing_of(request.actor, referral).decides:
        return redirect("desk:triage_referral", referral.pk)  # it says who decides
    note_look(request, referral.scheme_id, referral.person_id)
    form = AnswerForm(request, version_of=question, asks_who=True)
    done = carry_out(
        form,
        lambda typed: referrals.answer_question(by=request.actor, question=question, **typed),
    )
    if done is not None:
        messages.success(request, "The answer was noted.")
        return redirect("desk:triage_referral", referral.pk)
    return page(
        request, "desk/triage_answer.html", form=form, question=question, name=referral.name_given
    )


@allowed(Permission.DECIDE_REFERRALS)
@require_POST
def triage_take_on(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """One press: take on, and give to the worker named by the button, if one is."""
    referral = to_decide(request, referral_id)
    wanted = request.POST.get("holder", "")
    workers = {str(m.pk): m for m in cases.possible_holders(request.actor, referral.scheme_id)}
    if wanted and wanted not in workers:
        raise Http404
    press(
        request,
        lambda: caseload.take_on(
            by=request.actor,
            referral=referral,
            holder=workers.get(wanted),
            expected=seen_version(request),
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
        if referral.decision == Decision.JOINED:
            return closures.undo_join(by=request.actor, referral=referral)
        if referral.decision == Decision.REDIRECTED:
            return connections.undo_redirect(by=request.actor, referral=referral)
        return referrals.undo(by=request.actor, referral=referral)

    press(request, undo, done="Undone. The referral is in the queue again.")
    return redirect("desk:triage")


@allowed(Permission.ALLOCATE)
def triage_allocate(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Give a case to a worker; from the list of those that wait for one."""
    case = open_case(request, case_id, Permission.ALLOCATE)
    workers = queries.Workforce(request.actor, case.scheme_id).holders
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


def to_decide(request: ActingRequest, referral_id: UUID) -> Referral:
    """A referral of a scheme in which the visitor decides; raises the one 404 otherwise."""
    referral = referred.referral_for(request.actor, referral_id)
    check(request.actor, Permission.DECIDE_REFERRALS, referral.scheme_id)
    return referral


def seen_version(request: ActingRequest) -> int | None:
    """The version that the page of a one-press button was made with."""
    seen = request.POST.get("version", "")
    return int(seen) if seen.isdecimal() and len(seen) < 9 else None
