"""Names and numbers beside the directory, whether they were used, and what we found nothing for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.pathway.caseload.queries import schemes_where
from kith.pathway.connections import actions, forms, queries
from kith.people.views.opening import note_look, open_record
from kith.resilience.pages import carry_out, page

PER_PAGE = 50


@allowed(Permission.WORK_WITH_PEOPLE)
def signpost_elsewhere(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Note that a name and number was given which the directory does not have."""
    person = open_record(request, person_id)
    form = forms.SignpostElsewhereForm(request)
    made = carry_out(
        form,
        lambda typed: actions.signpost(
            by=request.actor, person=person, case=queries.open_case(person), **typed
        ),
    )
    if made is not None:
        messages.success(request, f"Noted: {person.called} has the name and number.")
        return redirect("desk:record", person.pk)
    return page(request, "connections/signpost_elsewhere.html", form=form, person=person)


@allowed(Permission.WORK_WITH_PEOPLE)
def signpost_used(request: ActingRequest, signpost_id: UUID) -> HttpResponse:
    """Whether the person used it, or when to ask again."""
    found = queries.signpost_for(request.actor, signpost_id)
    check(request.actor, Permission.WORK_WITH_PEOPLE, found.scheme_id)
    note_look(request, found.scheme_id, found.person_id)
    form = forms.UsedForm(request)
    done = carry_out(
        form, lambda typed: actions.hear_of_signpost(by=request.actor, signpost=found, **typed)
    )
    if done is not None:
        messages.success(request, f"Noted what became of {done.service_name}.")
        return redirect("desk:record", found.person.kept.pk)
    return page(
        request,
        "connections/signpost_used.html",
        form=form,
        signpost=found,
        person=found.person.kept,
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def unmet(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Note that nothing fits a person, with what would have."""
    person = open_record(request, person_id)
    case = queries.open_case(person)
    needs = list(queries.needs_of(case)) if case else []
    form = forms.UnmetForm(request, needs=needs, initial=_searched(request))
    made = carry_out(
        form,
        lambda typed: actions.note_unmet(
            by=request.actor, scheme_id=person.scheme_id, person=person, **typed
        ),
    )
    if made is not None:
        messages.success(
            request, "Noted as an unmet need. It counts, without a name, for your scheme."
        )
        return redirect("desk:record", person.pk)
    return page(request, "connections/unmet.html", form=form, person=person)


@allowed(Permission.FIND_SERVICES)
def unmet_of_scheme(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """The same from a search for nobody in particular."""
    check(request.actor, Permission.FIND_SERVICES, scheme_id)
    form = forms.UnmetForm(request, needs=(), initial=_searched(request))
    made = carry_out(
        form, lambda typed: actions.note_unmet(by=request.actor, scheme_id=scheme_id, **typed)
    )
    if made is not None:
        messages.success(request, "Noted as an unmet need.")
        return redirect("directory:find")
    return page(request, "connections/unmet.html", form=form, person=None)


@allowed(Permission.WORK_WITH_PEOPLE)
def met(request: ActingRequest, unmet_id: UUID) -> HttpResponse:
    """Something was found after all."""
    found = queries.unmet_for(request.actor, unmet_id)
    check(request.actor, Permission.WORK_WITH_PEOPLE, found.scheme_id)
    if found.person_id:
        note_look(request, found.scheme_id, found.person_id)
    form = forms.MetForm(request)
    done = carry_out(form, lambda typed: actions.note_met(by=request.actor, unmet=found, **typed))
    if done is not None:
        messages.success(request, f"Noted: {done.met_words}")
        if found.person is None:
            return redirect("connections:unmet_needs")
        return redirect("desk:record", found.person.kept.pk)
    return page(request, "connections/met.html", form=form, unmet=found)


@allowed(Permission.SEE_TEAM)
def unmet_needs(request: ActingRequest) -> HttpResponse:
    """What the scheme found nothing for and is still missing; for whom, where the reader may know."""
    rows = queries.unmet_in(schemes_where(request.actor, Permission.SEE_TEAM), request.actor)
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "connections/unmet_needs.html", {"page": listed})


def _searched(request: ActingRequest) -> dict[str, Any]:
    """What was typed into the search, and the one foundation it was narrowed to."""
    chosen = request.GET.getlist("foundations")
    return {
        "looked_for": request.GET.get("words", ""),
        "foundation": chosen[0] if len(chosen) == 1 else "",
    }
