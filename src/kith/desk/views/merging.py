"""One person or two: compared side by side, joined, and taken apart again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.audit.write import looked_at_each
from kith.desk.merge_forms import DIFFERENT, SameForm, UndoMergeForm
from kith.desk.presenters import merging as shown
from kith.desk.queries import merging as queries
from kith.pathway.caseload import actions as caseload
from kith.people import actions as people
from kith.people.models import Merge, NotTheSame, Person
from kith.resilience.pages import carry_out, page, press


@allowed(Permission.WORK_WITH_PEOPLE)
def same(request: ActingRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Two records side by side, and who they are."""
    one, other = queries.both(request.actor, person_id, other_id)
    _opened(request, one, other)
    if one.kept.pk == other.kept.pk:
        messages.info(request, "These are one record already.")
        return redirect("desk:record", one.kept.pk)
    found = queries.side_by_side(one.kept, other.kept)
    sides = shown.sides(found)
    form = SameForm(request, sides=sides)
    done = carry_out(form, lambda typed: _decide(request, one.kept, other.kept, typed))
    if isinstance(done, Merge):
        messages.success(request, "They are one record now. It can be undone at any time.")
        return redirect("desk:record", done.kept_id)
    if done is not None:
        messages.success(request, "They are two people. We will not offer them as one again.")
        return redirect("desk:record", one.kept.pk)
    return page(
        request,
        "desk/same.html",
        form=form,
        person=one.kept,
        sides=sides,
        why_not=shown.why_not(found),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def undo_merge(request: ActingRequest, merge_id: UUID) -> HttpResponse:
    """What comes back when two records are taken apart; and taking them apart."""
    merge = queries.merge_for(request.actor, merge_id)
    _opened(request, merge.kept, merge.lost)
    form = UndoMergeForm(request)
    done = carry_out(form, lambda _: caseload.undo_merge(by=request.actor, merge=merge))
    if done is not None:
        messages.success(request, f"Undone. {done.lost.full_name} has a record of their own again.")
        return redirect("desk:record", done.kept.kept.pk)
    again = shown.undone_words(merge, queries.case_that_goes_on(merge))
    return page(
        request,
        "desk/undo_merge.html",
        form=form,
        person=merge.kept.kept,
        words=shown.merged_words(merge),
        why=merge.why,
        again=again,
    )


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def take_over(request: ActingRequest, merge_id: UUID) -> HttpResponse:
    """Fill what the kept record does not say from the one merged into it."""
    merge = queries.merge_for(request.actor, merge_id)
    _opened(request, merge.kept, merge.lost)
    press(
        request,
        lambda: people.fill_from_merged(by=request.actor, merge=merge),
        done="Taken over. Undoing the merge takes it back.",
    )
    return redirect("desk:record", merge.kept.kept.pk)


def _decide(
    request: ActingRequest, one: Person, other: Person, typed: dict[str, Any]
) -> Merge | NotTheSame:
    if typed["decision"] == DIFFERENT:
        return people.tell_apart(by=request.actor, one=one, other=other, why=typed["why"])
    kept, lost = (one, other) if typed["decision"] == str(one.pk) else (other, one)
    return caseload.merge_people(by=request.actor, kept=kept, lost=lost, why=typed["why"])


def _opened(request: ActingRequest, one: Person, other: Person) -> None:
    """May they write in this scheme; and that they looked at both."""
    check(request.actor, Permission.WORK_WITH_PEOPLE, one.scheme_id)
    assert request.resolver_match is not None
    looked_at_each(
        by=request.actor,
        about=[(one.scheme_id, one.pk), (other.scheme_id, other.pk)],
        page=request.resolver_match.view_name,
    )
