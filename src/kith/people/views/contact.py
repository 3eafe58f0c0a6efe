"""How someone can be reached, and which of it is safe."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.people import actions, presenters, queries
from kith.people.forms import ContactPointForm
from kith.people.models import ContactPoint
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page, press


@allowed(Permission.WORK_WITH_PEOPLE)
def contact(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Every way to reach someone, and a form for another: `?kind=` phone, email or address."""
    person = open_record(request, person_id)
    kind = request.GET.get("kind", ContactPoint.Kind.PHONE)
    if kind not in ContactPoint.Kind.values:
        raise Http404
    form = ContactPointForm(request, kind=kind)
    done = carry_out(
        form,
        lambda typed: actions.add_contact_point(
            by=request.actor,
            person=person,
            kind=kind,
            **{**typed, "is_preferred": bool(typed["is_preferred"])},
        ),
    )
    if done is not None:
        messages.success(request, "Added.")
        return redirect("people:contact", person.pk)
    return page(
        request,
        "people/contact.html",
        form=form,
        person=person,
        kind=kind,
        kinds=presenters.KINDS,
        points=[presenters.point(row) for row in queries.contact_points(person)],
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def contact_point(request: ActingRequest, point_id: UUID) -> HttpResponse:
    """Change one way of reaching someone, or what it is safe for."""
    point = _point(request, point_id)
    form = ContactPointForm(
        request,
        kind=point.kind,
        version_of=point,
        initial={
            "value": presenters.value(point),
            "postcode": point.postcode,
            "safe_for": point.safe_for,
            "when_safe": point.when_safe,
            "note": point.note,
            "is_preferred": point.is_preferred,
        },
    )
    done = carry_out(
        form,
        lambda typed: actions.change_contact_point(
            by=request.actor,
            point=point,
            expected=form.seen_version,
            **{**typed, "is_preferred": bool(typed["is_preferred"])},
        ),
    )
    if done is not None:
        messages.success(request, "Saved.")
        return redirect("people:contact", point.person_id)
    return page(request, "people/contact_point.html", form=form, point=point, person=point.person)


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def end_contact_point(request: ActingRequest, point_id: UUID) -> HttpResponse:
    """Stop using one; it stays in the history."""
    point = _point(request, point_id)
    press(
        request,
        lambda: actions.end_contact_point(by=request.actor, point=point),
        done="It is not used any more.",
    )
    return redirect("people:contact", point.person_id)


def _point(request: ActingRequest, point_id: UUID) -> ContactPoint:
    point = ContactPoint.objects.filter(pk=point_id, ended_on=None).first()
    if point is None:
        raise Http404
    point.person = open_record(request, point.person_id)
    return point
