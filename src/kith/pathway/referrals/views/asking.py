"""The public page: asking for support, for oneself or for someone else, one question a page.

What is answered stays in the visitor's session until it is sent, so that going back is always safe.
"""

from __future__ import annotations

import datetime
import time
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kith.accounts.permissions import ActingRequest, public
from kith.accounts.views import network_of
from kith.organisations import queries as organisations
from kith.organisations.models import Scheme
from kith.pathway.referrals import actions
from kith.pathway.referrals.ask_forms import PLAIN, STEPS, Send
from kith.pathway.referrals.models import Ask
from kith.pathway.referrals.strangers import doubt
from kith.resilience.limits import Limit, spend
from kith.resilience.pages import carry_out, page
from kith.ui.dates import medium_date
from kith.vocabulary import languages
from kith.vocabulary import phone as phones

Answers = dict[str, Any]
CARRIED = ("done", "began")
FROM_NETWORK = Limit("ask for support by network", burst=20, per_hour=30)
MESSAGES = (("voicemail", "a voice message"), ("text", "a text"))
NONE_GIVEN = "None given"


@public
def ask(request: ActingRequest, scheme: str) -> HttpResponse:
    """The first question."""
    return _ask(request, scheme, "who-for")


@public
def ask_step(request: ActingRequest, scheme: str, step: str) -> HttpResponse:
    """A later question; someone who comes to it before the ones above it goes to those first."""
    if step not in STEPS or step == "who-for":
        raise Http404
    return _ask(request, scheme, step)


@public
def ask_check(request: ActingRequest, scheme: str) -> HttpResponse:
    """Everything that was answered, to check and send."""
    where = _scheme(scheme)
    answers = _kept(request, where)
    missing = _first_unanswered(answers)
    if missing:
        return redirect(_address(where, missing))
    form = Send(request)
    sent = carry_out(
        form,
        lambda typed: _send(request, where, answers),
    )
    if sent is not None:
        request.session.pop(_drawer(where), None)
        request.session[f"{_drawer(where)}:sent"] = True
        return redirect("referrals:ask_sent", where.slug)
    return page(
        request,
        "referrals/ask_check.html",
        form=form,
        scheme=where,
        rows=_summary(where, answers),
        back=_address(where, _steps(answers)[-1]),
    )


def _send(request: ActingRequest, where: Scheme, answers: Answers) -> Ask:
    spend(FROM_NETWORK, by=f"{where.pk}:{network_of(request)}")
    return actions.send_ask(
        by=request.actor,
        scheme_id=where.pk,
        answers={name: answers[name] for name in answers if name not in CARRIED},
        doubt=doubt(request, answers.get("began", 0.0)),
    )


@public
def ask_sent(request: ActingRequest, scheme: str) -> HttpResponse:
    """What happens next. Someone who has sent nothing starts at the first question."""
    where = _scheme(scheme)
    if not request.session.get(f"{_drawer(where)}:sent"):
        return redirect("referrals:ask", where.slug)
    return render(request, "referrals/ask_sent.html", {"scheme": where})


def _ask(request: ActingRequest, slug: str, step: str) -> HttpResponse:
    where = _scheme(slug)
    answers = _kept(request, where)
    steps = _steps(answers)
    missing = _first_unanswered(answers)
    if step not in steps or (missing and steps.index(missing) < steps.index(step)):
        return redirect(_address(where, missing or steps[0]))
    form = STEPS[step](request, initial=_as_initial(answers))
    if carry_out(form, lambda typed: _keep(request, where, step, typed)):
        return redirect(_after(where, _kept(request, where), step))
    here = steps.index(step)
    other = answers.get("for_whom") == "other"
    return page(
        request,
        "referrals/ask.html",
        form=form,
        scheme=where,
        title=form.other_title if other else form.title,
        back=_address(where, steps[here - 1]) if here else f"/s/{where.slug}/",
        number=here + 1,
        most=len(steps),
    )


def _scheme(slug: str) -> Scheme:
    found = organisations.schemes().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _drawer(scheme: Scheme) -> str:
    return f"ask:{scheme.pk}"


def _kept(request: ActingRequest, scheme: Scheme) -> Answers:
    kept: Answers = request.session.get(_drawer(scheme), {})
    return kept


def _keep(request: ActingRequest, scheme: Scheme, step: str, typed: Answers) -> Answers:
    plain = {
        name: value.isoformat() if isinstance(value, datetime.date) else value
        for name, value in typed.items()
    }
    kept = {**_kept(request, scheme), **plain}
    kept.setdefault("began", time.time())
    kept["done"] = [*dict.fromkeys([*kept.get("done", []), step])]
    request.session[_drawer(scheme)] = kept
    return kept


def _steps(answers: Answers) -> list[str]:
    other = answers.get("for_whom") == "other"
    return [step for step in STEPS if other or step != "about-you"]


def _first_unanswered(answers: Answers) -> str | None:
    done = answers.get("done", [])
    return next((step for step in _steps(answers) if step not in done), None)


def _after(scheme: Scheme, answers: Answers, step: str) -> str:
    missing = _first_unanswered(answers)
    return _address(scheme, missing) if missing else f"/s/{scheme.slug}/ask/check"


def _address(scheme: Scheme, step: str) -> str:
    return f"/s/{scheme.slug}/ask" + ("" if step == "who-for" else f"/{step}")


def _as_initial(answers: Answers) -> Answers:
    initial = dict(answers)
    if initial.get("date_of_birth"):
        initial["date_of_birth"] = datetime.date.fromisoformat(initial["date_of_birth"])
    if initial.get("phone"):
        initial["phone"] = phones.display(initial["phone"])
    return initial


def _summary(scheme: Scheme, answers: Answers) -> list[dict[str, Any]]:
    """What was answered, each with a way to change it."""

    def said(name: str, empty: Any = "") -> Any:
        return answers.get(name, empty)

    def yes_or_no(name: str) -> str:
        return {True: "Yes", False: "No"}.get(said(name, None), "")

    safe = [words for channel, words in MESSAGES if channel in said("phone_safe_for", [])]
    help_with = [words for key, words in PLAIN if key in said("foundations", [])]
    other = said("for_whom") == "other"
    phone, email, home = said("phone"), said("email"), said("address") or said("postcode")
    lines = [
        ("who-for", "Support for", "Someone else" if other else "Myself"),
        *_about_asker(answers, yes_or_no("person_knows")),
        ("name", "Name", f"{said('first_name')} {said('last_name')}".strip()),
        ("birth-date", "Born", medium_date(datetime.date.fromisoformat(said("date_of_birth")))),
        ("phone", "Phone", phones.display(phone) if phone else ""),
        ("phone", "Safe to ring", yes_or_no("ring_is_safe")) if phone and other else None,
        ("phone", "Safe to leave", " or ".join(safe) or "No message") if phone else None,
        ("phone", "Good time to ring", said("when_safe")) if phone else None,
        ("phone", "Language", languages.label(said("language")) if said("language") else ""),
        ("write", "E-mail", email),
        ("write", "Safe to write to this e-mail", yes_or_no("email_is_safe")) if email else None,
        ("write", "Address", " ".join(filter(None, (said("address"), said("postcode"))))),
        ("write", "Safe to send a letter there", yes_or_no("letter_is_safe")) if home else None,
        ("help", "What would help", "; ".join(help_with)),
        ("help", "In your own words", said("words")),
    ]
    return [
        {"key": line[1], "value": line[2] or NONE_GIVEN, "href": _address(scheme, line[0])}
        for line in lines
        if line
    ]


def _about_asker(answers: Answers, person_knows: str) -> list[tuple[str, str, str]]:
    if answers.get("for_whom") != "other":
        return []
    return [
        ("about-you", "Your name", answers.get("asker_name", "")),
        ("about-you", "How you know them", answers.get("asker_relationship", "")),
        ("about-you", "They know that you are asking", person_knows),
    ]
