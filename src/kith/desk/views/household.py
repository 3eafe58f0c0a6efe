"""Who lives with somebody, of those whom we support."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.audit.write import looked_at_each
from kith.desk.presenters import household as presented
from kith.desk.queries.cases import positions_of_people
from kith.people import queries as people
from kith.people.views.opening import open_record
from kith.ui.dates import day_of


@allowed(Permission.SEE_PEOPLE)
def household(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """One address, several people supported: who they are to each other and who supports each; no notes."""
    person = open_record(request, person_id, Permission.SEE_PEOPLE)
    now = timezone.now()
    found = people.household_of(request.actor, person)
    everyone = [person, *found.together, *found.elsewhere]
    looked_at_each(
        by=request.actor,
        about=[(one.scheme_id, one.pk) for one in everyone[1:]],
        page="desk:household",
    )
    supported = positions_of_people(everyone, today=day_of(now))
    return render(
        request,
        "desk/household.html",
        {
            "person": person,
            "household": found,
            "works": holds(request.actor, Permission.WORK_WITH_PEOPLE, person.scheme_id),
            **presented.shown(person, found, supported, now=now),
        },
    )
