"""A befriender for somebody: proposed from their record, agreed by both, visits noted, paused, ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.groups import actions, rules
from kith.groups import presenters as groups
from kith.groups.forms import AgreeForm, ProposeForm, VisitForm, WhyForm
from kith.groups.presenters import volunteers as presenters
from kith.groups.queries import volunteers as queries
from kith.groups.states import MatchState
from kith.isolation import links
from kith.people.queries import contact_points
from kith.people.views.opening import note_look, open_record
from kith.resilience.forms import Form
from kith.resilience.pages import carry_out, page, press
from kith.ui import dates


@allowed(Permission.WORK_WITH_PEOPLE)
def befriender(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Who befriends somebody, and proposing a volunteer."""
    person, today = open_record(request, person_id), dates.today()
    policy = queries.policy_of(person.scheme_id)
    matches = queries.matches_of_person(person)
    suited = rules.suited(
        queries.of_scheme(person.scheme_id),
        person,
        queries.homes_of(person),
        policy=policy,
        matched={one.volunteer_id for one in matches if one.state != MatchState.ENDED},
        today=today,
    )
    offered = presenters.choices(suited, person)
    form = ProposeForm(
        request, volunteers=offered, cannot=[one.volunteer for one in suited if one.why_not]
    )
    made = carry_out(
        form, lambda typed: actions.propose_match(by=request.actor, person=person, **typed)
    )
    if made is not None:
        messages.success(request, "Proposed. Ask both, and note what each said.")
        return redirect("groups:match", made.pk)
    return page(
        request,
        "groups/befriender.html",
        form=form,
        person=person,
        offered=offered,
        rows=presenters.befrienders(matches, policy, today),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def match(request: ActingRequest, match_id: UUID) -> HttpResponse:
    """One match: who agreed, how the visits go, what can be done."""
    row = _open(request, match_id)
    link, checks = queries.link_of(row), queries.checks_of(row.volunteer)
    return page(
        request,
        "groups/match.html",
        match=row,
        person=row.person.kept,
        volunteer=row.volunteer,
        state=presenters.state_tag(row),
        tag_words=presenters.checks_tag(queries.policy_of(row.scheme_id), checks, dates.today()),
        agreed=presenters.agreed_rows(row),
        still=presenters.still_to_agree(row),
        visits=[presenters.visit_item(one) for one in queries.visits_of(row)],
        number=groups.safe_number(contact_points(row.person.kept)),
        address=_address(links.token_of(link.pk)) if link else "",
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def agree(request: ActingRequest, match_id: UUID) -> HttpResponse:
    """One of the two agreed: when, and how."""
    row = _open(request, match_id)
    form = AgreeForm(
        request,
        still=presenters.still_to_agree(row),
        version_of=row,
        initial={"on": dates.today()},
    )
    done = carry_out(
        form,
        lambda typed: actions.agree_match(
            by=request.actor, match=row, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        on = "Both agreed: it goes on." if done.is_going_on else "Noted. Now ask the other."
        messages.success(request, on)
        return redirect("groups:match", row.pk)
    return _form_page(request, row, form, "Who agreed", "Note it")


@allowed(Permission.WORK_WITH_PEOPLE)
def pause(request: ActingRequest, match_id: UUID) -> HttpResponse:
    """It rests for a while, and why."""
    row = _open(request, match_id)
    form = WhyForm(request)
    done = carry_out(form, lambda typed: actions.pause_match(by=request.actor, match=row, **typed))
    if done is not None:
        messages.success(request, "It rests. Tell the volunteer.")
        return redirect("groups:match", row.pk)
    return _form_page(request, row, form, "Let it rest", "Let it rest")


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def go_on(request: ActingRequest, match_id: UUID) -> HttpResponse:
    """It goes on after a pause."""
    row = _open(request, match_id)
    press(request, lambda: actions.go_on(by=request.actor, match=row), done="It goes on.")
    return redirect("groups:match", row.pk)


@allowed(Permission.WORK_WITH_PEOPLE)
def end_match(request: ActingRequest, match_id: UUID) -> HttpResponse:
    """It ends, and why; the volunteer's link ends with it."""
    row = _open(request, match_id)
    form = WhyForm(request)
    done = carry_out(form, lambda typed: actions.end_match(by=request.actor, match=row, **typed))
    if done is not None:
        messages.success(request, "Ended. Tell the volunteer, and say thank you.")
        return redirect("groups:match", row.pk)
    return _form_page(request, row, form, "End the match", "End it")


@allowed(Permission.WORK_WITH_PEOPLE)
def log_visit(request: ActingRequest, match_id: UUID) -> HttpResponse:
    """A visit, as the volunteer told of it; what worried them leads to saying so."""
    row = _open(request, match_id)
    form = VisitForm(request)
    made = carry_out(form, lambda typed: actions.log_visit(by=request.actor, match=row, **typed))
    if made is None:
        return _form_page(request, row, form, "A visit", "Save the visit")
    if made.worry:
        messages.warning(
            request, "The visit is saved. Say below what is worrying, so that somebody has it."
        )
        return redirect("concerns:raise_concern", row.person.kept.pk)
    messages.success(request, "Saved. It is on the record.")
    return redirect("groups:match", row.pk)


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def give_link(request: ActingRequest, match_id: UUID) -> HttpResponse:
    """A link for the volunteer, on which they note their visits; one given before ends."""
    row = _open(request, match_id)
    press(
        request,
        lambda: actions.give_visit_page(by=request.actor, match=row),
        done="Below is the link. Send it to the volunteer alone.",
    )
    return redirect("groups:match", row.pk)


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def end_link(request: ActingRequest, match_id: UUID) -> HttpResponse:
    """The volunteer's link opens nothing any more."""
    row = _open(request, match_id)
    press(
        request,
        lambda: (actions.end_visit_page(by=request.actor, match=row),),
        done="The link has ended.",
    )
    return redirect("groups:match", row.pk)


def _open(request: ActingRequest, match_id: UUID) -> Any:
    row = queries.match_for(request.actor, match_id)
    note_look(request, row.scheme_id, row.person_id)
    return row


def _address(token: str) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("groups:own_visits", args=[token])


def _form_page(
    request: ActingRequest, row: Any, form: Form, title: str, button: str
) -> HttpResponse:
    return page(
        request,
        "groups/match_form.html",
        form=form,
        match=row,
        person=row.person.kept,
        volunteer=row.volunteer,
        title=title,
        button=button,
    )
