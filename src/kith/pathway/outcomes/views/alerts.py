"""An answer that asks somebody to act: what to do now, and taking it up."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.concerns import presenters as concerns
from kith.concerns import queries as concern_queries
from kith.organisations import queries as organisations
from kith.pathway.outcomes import actions, queries
from kith.pathway.outcomes.forms import AcknowledgeForm
from kith.pathway.outcomes.models import Alert
from kith.people.views.opening import note_look
from kith.resilience.pages import carry_out, page, press


@allowed(Permission.LOOK_OUT)
def alert(request: ActingRequest, alert_id: UUID) -> HttpResponse:
    """What an answer said, what to do now, whom we told; the one who was told takes it up."""
    row = _opened(request, alert_id)
    form = AcknowledgeForm(request)
    done = carry_out(
        form, lambda typed: actions.acknowledge(by=request.actor, alert=row, done=typed["done"])
    )
    if done is not None:
        messages.success(request, "Taken up by you. What you did is kept with the answer.")
        return redirect("outcomes:alert", row.pk)
    return page(
        request,
        "outcomes/alert.html",
        form=form,
        alert=row,
        person=row.person.kept,
        measure=queries.known(row.scheme_id)[row.score.measure],
        lines=row.said.splitlines(),
        scheme_row=organisations.scheme(row.scheme_id),
        takes_it_up=row.acknowledged_at is None and queries.may_acknowledge(request.actor, row),
        steps=concerns.steps_shown(concern_queries.steps(row.ladder)) if row.ladder else [],
    )


@require_POST
@allowed(Permission.LOOK_OUT)
def raise_concern(request: ActingRequest, alert_id: UUID) -> HttpResponse:
    """One press: a concern with what the answer said."""
    row = _opened(request, alert_id)
    raised = press(
        request, lambda: actions.raise_concern_about(by=request.actor, alert=row),
        done="Raised. Below is who has it, and whom to ring until somebody has.",
    )  # fmt: skip
    return redirect("concerns:concern", raised.pk) if raised else redirect("outcomes:alert", row.pk)


def _opened(request: ActingRequest, alert_id: UUID) -> Alert:
    row = queries.alert_for(request.actor, alert_id)
    check(request.actor, Permission.LOOK_OUT, row.scheme_id)
    note_look(request, row.scheme_id, row.person_id)
    return row
