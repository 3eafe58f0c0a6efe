"""The list of volunteers, each of them, and what was checked."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check, holds
from kith.audit.write import looked_at_each
from kith.groups import actions, rules
from kith.groups.forms import CheckForm, VolunteerForm, VolunteerPolicyForm
from kith.groups.models import Volunteer
from kith.groups.presenters import volunteers as presenters
from kith.groups.queries import volunteers as queries
from kith.organisations import queries as organisations
from kith.pathway.caseload.queries import schemes_where
from kith.resilience.pages import carry_out, page, press
from kith.ui import dates

FIELDS = ("name", "phone", "email", "offers", "languages", "areas", "note")


@allowed(Permission.WORK_WITH_PEOPLE)
def volunteers(request: ActingRequest) -> HttpResponse:
    """Which checks ran out or run out soon, then everybody on the list, and what is asked of them."""
    actor, today = request.actor, dates.today()
    runs = schemes_where(actor, Permission.RUN_GROUPS)
    works = schemes_where(actor, Permission.WORK_WITH_PEOPLE)
    policies = queries.policies(works)
    listed = [row for row in organisations.schemes() if row.pk in policies]
    shown = {
        "due": [presenters.check_item(one) for one in queries.checks_due(runs, today)],
        "rows": presenters.volunteer_rows(queries.volunteers(actor), policies, today),
        "schemes": [(row.pk, row.name) for row in listed if row.pk in runs],
        "asked": [
            {
                "scheme": row.name,
                "words": presenters.policy_words(policies[row.pk]),
                "href": reverse("groups:check_policy", args=[row.pk])
                if holds(actor, Permission.SET_UP, row.pk)
                else "",
            }
            for row in listed
        ],
    }
    return render(request, "groups/volunteers.html", shown)


@allowed(Permission.SET_UP)
def check_policy(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """Which checks a scheme asks for, and how many days before one runs out it warns."""
    check(request.actor, Permission.SET_UP, scheme_id)
    row = queries.policy_of(scheme_id)
    initial = {"required": row.required, "warn_days": row.warn_days}
    form = VolunteerPolicyForm(request, version_of=row, initial=initial)
    done = carry_out(
        form,
        lambda typed: actions.set_volunteer_policy(
            by=request.actor, scheme_id=scheme_id, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, "Saved. It holds from now on.")
        return redirect("groups:check_policy", scheme_id)
    scheme = organisations.scheme(scheme_id)
    return page(request, "groups/check_policy.html", form=form, scheme=scheme)


@allowed(Permission.RUN_GROUPS)
def new_volunteer(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """Put somebody on the list."""
    check(request.actor, Permission.RUN_GROUPS, scheme_id)
    form = VolunteerForm(request)
    made = carry_out(
        form,
        lambda typed: actions.add_volunteer(by=request.actor, scheme_id=scheme_id, **typed),
    )
    if made is not None:
        messages.success(request, f"{made.name} is on the list. Note what was checked.")
        return redirect("groups:volunteer", made.pk)
    return page(
        request, "groups/volunteer_form.html", form=form, title="A new volunteer", button="Add them"
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def volunteer(request: ActingRequest, volunteer_id: UUID) -> HttpResponse:
    """One volunteer: what they offer, how their checks stand, whom they befriend."""
    row, today = queries.volunteer_for(request.actor, volunteer_id), dates.today()
    policy, checks = queries.policy_of(row.scheme_id), row.checks.all()
    matched = queries.matches_of(request.actor, row)
    looked_at_each(
        by=request.actor,
        about=[(one.scheme_id, one.person_id) for one in matched if one.visible],
        page="groups:volunteer",
    )
    shown = {
        "volunteer": row,
        "tag_words": presenters.checks_tag(policy, checks, today),
        "checks": presenters.check_rows(rules.standings(policy, checks, today)),
        "matches": [presenters.match_item(one) for one in matched],
        "runs": holds(request.actor, Permission.RUN_GROUPS, row.scheme_id),
    }
    return render(request, "groups/volunteer.html", shown)


@allowed(Permission.RUN_GROUPS)
def change_volunteer(request: ActingRequest, volunteer_id: UUID) -> HttpResponse:
    """Put what is known of them right."""
    row = _to_run(request, volunteer_id)
    initial = {name: getattr(row, name) for name in FIELDS}
    form = VolunteerForm(request, version_of=row, initial=initial)
    done = carry_out(
        form,
        lambda typed: actions.change_volunteer(
            by=request.actor, volunteer=row, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, "Saved.")
        return redirect("groups:volunteer", row.pk)
    return page(
        request,
        "groups/volunteer_form.html",
        form=form,
        volunteer=row,
        title="What is known of them",
        button="Save",
    )


@allowed(Permission.RUN_GROUPS)
def add_check(request: ActingRequest, volunteer_id: UUID) -> HttpResponse:
    """Something was checked: when, and until when it holds."""
    row = _to_run(request, volunteer_id)
    form = CheckForm(request)
    made = carry_out(
        form, lambda typed: actions.note_check(by=request.actor, volunteer=row, **typed)
    )
    if made is not None:
        messages.success(request, "Noted. What was noted before is kept.")
        return redirect("groups:volunteer", row.pk)
    return page(
        request,
        "groups/volunteer_form.html",
        form=form,
        volunteer=row,
        title="What was checked",
        button="Note it",
    )


@require_POST
@allowed(Permission.RUN_GROUPS)
def end_volunteer(request: ActingRequest, volunteer_id: UUID) -> HttpResponse:
    """Somebody leaves the list."""
    row = _to_run(request, volunteer_id)
    press(
        request,
        lambda: actions.end_volunteer(by=request.actor, volunteer=row),
        done=f"{row.name} is off the list. What they did stays.",
    )
    return redirect("groups:volunteer", row.pk)


def _to_run(request: ActingRequest, volunteer_id: UUID) -> Volunteer:
    row: Volunteer = queries.volunteer_for(request.actor, volunteer_id)
    if not holds(request.actor, Permission.RUN_GROUPS, row.scheme_id):
        raise Http404
    return row
