"""One page that shows a person's whole record and timeline."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.desk.forms import NextStepForm
from kith.desk.links import acts_on
from kith.desk.presenters import merging
from kith.desk.presenters import record as presented
from kith.desk.presenters.clocks import Shown, whole
from kith.desk.queries import merging as merging_queries
from kith.desk.queries.cases import open_case_of
from kith.desk.queries.clocks import of_record
from kith.desk.queries.record import Record, record_of
from kith.desk.scheme_words import FIRST_CALL
from kith.messages import queries as messages_queries
from kith.pathway.caseload import actions as caseload_actions
from kith.people import queries as people
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page
from kith.ui.dates import date_in_words, day_of


@allowed(Permission.SEE_PEOPLE)
def record(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Who is this, are they safe, what did we promise?"""
    person = open_record(request, person_id, Permission.SEE_PEOPLE)
    if person.pk != person_id:
        return redirect("desk:record", person.pk)
    now = timezone.now()
    found = record_of(person, today=day_of(now))
    works = holds(request.actor, Permission.WORK_WITH_PEOPLE, person.scheme_id)
    shown = {
        "person": person,
        "record": found,
        "header": presented.header(found, now=now),
        "clocks": clocks_of(found, now=now),
        "story": presented.story(found, now=now),
        "script": script_of(request, found) if found.is_open and not found.spoken else [],
        "history": presented.timeline(
            found, request.GET.getlist("show"), whole="all" in request.GET, works=works
        ),
        "merges": [
            (merge, merging.merged_words(merge), merging.gap_lines(merge, person))
            for merge in people.merges_of(person)
        ],
        "alike": merging_queries.alike(request.actor, person) if works else [],
        "acts": acts_on(found) if works else {},
        "works": works,
        "looks_out": holds(request.actor, Permission.LOOK_OUT, person.scheme_id),
        "gives": holds(request.actor, Permission.ALLOCATE, person.scheme_id),
        "own_ids": [seat.membership_id for seat in request.actor.seats],
    }
    return render(request, "desk/record.html", shown)


def script_of(request: ActingRequest, found: Record) -> list[str]:
    """What is said on the first call, in the scheme's words, line by line."""
    words = messages_queries.words(found.person.scheme_id, FIRST_CALL)
    return presented.script(words, found, worker=request.actor.name)


def clocks_of(found: Record, *, now: dt.datetime) -> list[Shown]:
    """How long this referral has waited, against what the scheme promised."""
    return whole(of_record(found, today=day_of(now)), now=now)


@allowed(Permission.WORK_WITH_PEOPLE)
def next_step(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """What is promised next, and for when."""
    person = open_record(request, person_id)
    case = open_case_of(person)
    form = NextStepForm(
        request,
        version_of=case,
        initial={
            "next_step": case.next_step,
            "next_step_on": case.next_step_on,
            "next_step_time": case.next_step_time,
        },
    )
    done = carry_out(
        form,
        lambda typed: caseload_actions.set_next_step(
            by=request.actor,
            case=case,
            text=typed["next_step"],
            on=typed["next_step_on"],
            time=typed["next_step_time"],
            expected=form.seen_version,
        ),
    )
    if done is not None:
        said = date_in_words(form.cleaned_data["next_step_on"], now=timezone.now())
        messages.success(request, f"Next step: {done.next_step}, {said}.")
        return redirect("desk:record", person.pk)
    return page(request, "desk/next_step.html", form=form, person=person)
