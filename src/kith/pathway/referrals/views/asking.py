"""The public page: asking for support, for oneself or for someone else, one question a page.

What is answered stays in the visitor's session until it is sent, so that going back is always safe; who
wants to go on another day saves it and gets a private link.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, LinkRequest, by_link, public
from kith.accounts.views import network_of
from kith.organisations import queries as organisations
from kith.organisations.models import Scheme
from kith.pathway.referrals import actions, rules
from kith.pathway.referrals.ask_forms import STEPS, Own, Question, Send
from kith.pathway.referrals.ask_path import FIRST, AskPath
from kith.pathway.referrals.models import Ask, SavedAsk
from kith.pathway.referrals.paper import paper
from kith.pathway.referrals.queries import doors
from kith.resilience.limits import Limit, spend
from kith.resilience.pages import carry_out, page, press
from kith.resilience.strangers import doubt
from kith.ui.dates import date_in_words
from kith.vocabulary import ring_us
from kith.vocabulary.doors import Door

FROM_NETWORK = Limit("ask for support by network", burst=20, per_hour=30)
SAVING = Limit("save what one asks by network", burst=20, per_hour=30)
GONE = {
    "title": "There is nothing here any more",
    "what_happened": "What you saved was sent or deleted, or more than a fortnight has passed.",
    "what_to_do": "Start again, or ring us: we can fill it in with you.",
}


@public
def ask(request: ActingRequest, scheme: str) -> HttpResponse:
    """The first question."""
    return _ask(request, scheme, FIRST)


@public
def ask_step(request: ActingRequest, scheme: str, step: str) -> HttpResponse:
    """A later question; someone who comes to it before the ones above it goes to those first."""
    if step == FIRST:
        raise Http404
    return _ask(request, scheme, step)


@public
def ask_check(request: ActingRequest, scheme: str) -> HttpResponse:
    """Everything that was answered, to check and send."""
    way = _way(request, scheme)
    closed = _closed(request, way.scheme)
    if closed is not None:
        return closed
    if way.missing:
        return redirect(way.onwards)
    form = Send(request)
    sent = carry_out(form, lambda typed: _send(request, way))
    if sent is not None:
        _forget(request, way.scheme)
        told = {
            "reference": sent.reference,
            "for_other": way.for_other,
            "young": way.young,
            "by_email": bool(way.answers.get("asker_email") if way.for_other else way.safe_email()),
        }
        request.session[f"{_drawer(way.scheme)}:sent"] = told
        return redirect("referrals:ask_sent", way.scheme.slug)
    return page(
        request,
        "referrals/ask_check.html",
        form=form,
        rows=way.summary(),
        back=way.address(way.steps[-1]),
        young=way.young,
        **about(way.scheme),
    )


@public
def ask_sent(request: ActingRequest, scheme: str) -> HttpResponse:
    """What happens next. Someone who has sent nothing starts at the first question."""
    where = _scheme(scheme)
    told = request.session.get(f"{_drawer(where)}:sent")
    if not told:
        return redirect("referrals:ask", where.slug)
    return render(request, "referrals/ask_sent.html", {**told, **about(where)})


@public
@require_POST
def ask_save(request: ActingRequest, scheme: str) -> HttpResponse:
    """Keep what was answered for a fortnight, for whoever has the link to it."""
    way = _way(request, scheme)
    if not way.answers.get("done"):
        return redirect("referrals:ask", way.scheme.slug)
    saved = press(request, lambda: _save(request, way))
    if saved is None:
        return redirect(way.onwards)
    request.session[f"{_drawer(way.scheme)}:saved"] = str(saved.pk)
    return redirect("referrals:ask_saved", way.scheme.slug)


@public
def ask_saved(request: ActingRequest, scheme: str) -> HttpResponse:
    """The link to what was saved. Someone who has saved nothing starts at the first question."""
    way = _way(request, scheme)
    saved_id = _saved_id(request, way.scheme)
    if saved_id is None:
        return redirect("referrals:ask", way.scheme.slug)
    path = doors.resume_path(saved_id, scheme_id=way.scheme.pk, actor=request.actor.key)
    if not path:
        return redirect("referrals:ask", way.scheme.slug)
    shown = {
        "address": request.build_absolute_uri(path),
        "onwards": way.onwards,
        "email": way.safe_email(),
        "days": rules.SAVED_FOR.days,
    }
    return render(request, "referrals/ask_saved.html", {**shown, **about(way.scheme)})


@by_link(doors.RESUME)
def resume(request: LinkRequest, token: str) -> HttpResponse:
    """Go on with what was saved, or delete it. Nothing of it is shown before a press."""
    link = request.link
    where, saved = organisations.scheme(link.scheme_id), doors.saved(link.subject_id)
    if saved is None:
        return render(request, "ui/error.html", {**GONE, "scheme": where}, status=410)
    if request.method != "POST":
        return render(request, "referrals/resume.html", {"saved": saved, **about(where)})
    if request.POST.get("do") == "delete":
        actions.forget_saved(by=request.actor, scheme_id=where.pk, saved_id=saved.pk)
        return redirect("scheme", where.slug)
    request.session[_drawer(where)] = saved.answers
    request.session[f"{_drawer(where)}:saved"] = str(saved.pk)
    return redirect("referrals:ask_check", where.slug)


@public
def ask_paper(request: ActingRequest, scheme: str) -> HttpResponse:
    """The same questions to print and fill in by hand; `?print=large` in large print."""
    where = _scheme(scheme)
    door = doors.door_page(where.pk, Door.ASK)
    asked = doors.asked(where.pk, Door.ASK)
    large = request.GET.get("print") == "large"
    made = paper(where, door.introduction, asked, large=large)
    return HttpResponse(made, content_type="application/pdf")


def _ask(request: ActingRequest, slug: str, step: str) -> HttpResponse:
    way = _way(request, slug)
    closed = _closed(request, way.scheme)
    if closed is not None:
        return closed
    if step not in (*STEPS, *way.steps):
        raise Http404
    steps, missing = way.steps, way.missing
    if step not in steps or (missing and steps.index(missing) < steps.index(step)):
        return redirect(way.address(missing or FIRST))
    form = form_of(request, way, step)
    if carry_out(form, lambda typed: _keep(request, way, step, typed)):
        return redirect(way.onwards)
    here = steps.index(step)
    return page(
        request,
        "referrals/ask.html",
        form=form,
        title=form.other_title if way.for_other else form.title,
        back=way.address(steps[here - 1]) if here else f"/s/{way.scheme.slug}/",
        number=here + 1,
        most=len(steps),
        may_save=bool(way.answers.get("done")),
        young=way.young if steps.index(step) > steps.index("birth-date") else {},
        **about(way.scheme),
    )


def form_of(request: ActingRequest, way: AskPath, step: str) -> Question:
    """The form of one question, filled with what was answered."""
    own = way.own(step)
    if own is not None:
        return Own(request, asked=own, initial=way.as_initial())
    return STEPS[step](request, initial=way.as_initial())


def _keep(request: ActingRequest, way: AskPath, step: str, typed: dict[str, Any]) -> dict[str, Any]:
    way.answers = request.session[_drawer(way.scheme)] = way.keep(step, typed)
    return way.answers


def _send(request: ActingRequest, way: AskPath) -> Ask:
    spend(FROM_NETWORK, by=f"{way.scheme.pk}:{network_of(request)}")
    return actions.send_ask(
        by=request.actor,
        scheme_id=way.scheme.pk,
        answers=way.to_send(),
        doubt=doubt(request, way.answers.get("began", 0.0)),
    )


def _save(request: ActingRequest, way: AskPath) -> SavedAsk:
    spend(SAVING, by=f"{way.scheme.pk}:{network_of(request)}")
    return actions.save_ask(
        by=request.actor,
        scheme_id=way.scheme.pk,
        answers=way.answers,
        saved_id=_saved_id(request, way.scheme),
        email=way.safe_email(),
    )


def _forget(request: ActingRequest, where: Scheme) -> None:
    """What was sent is neither kept in the session nor for later."""
    saved_id = _saved_id(request, where)
    if saved_id:
        actions.forget_saved(by=request.actor, scheme_id=where.pk, saved_id=saved_id)
    for name in (_drawer(where), f"{_drawer(where)}:saved"):
        request.session.pop(name, None)


def _closed(request: ActingRequest, where: Scheme) -> HttpResponse | None:
    door = doors.door_page(where.pk, Door.ASK)
    if door.is_open:
        return None
    return render(request, "referrals/closed.html", {"scheme": where, "door": door})


def _way(request: ActingRequest, slug: str) -> AskPath:
    where = _scheme(slug)
    kept: dict[str, Any] = request.session.get(_drawer(where), {})
    return AskPath(where, doors.asked(where.pk, Door.ASK), kept)


def about(where: Scheme) -> dict[str, Any]:
    """What each page of the door says beside its question."""
    now = timezone.now()
    return {
        "scheme": where,
        "introduction": doors.door_page(where.pk, Door.ASK).introduction,
        "read_by": date_in_words(rules.read_by(now), now=now),
        "languages": ring_us.LINES,
    }


def _scheme(slug: str) -> Scheme:
    found = organisations.schemes().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _drawer(scheme: Scheme) -> str:
    return f"ask:{scheme.pk}"


def _saved_id(request: ActingRequest, where: Scheme) -> UUID | None:
    kept = request.session.get(f"{_drawer(where)}:saved")
    return UUID(kept) if kept else None
