"""Who agreed to our support of a child."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.people import actions, queries
from kith.people.forms import AgreedForm
from kith.people.rules import DECIDES_FROM, agreed_words, is_child
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page
from kith.ui.dates import today


@allowed(Permission.WORK_WITH_PEOPLE)
def agreed(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Who agreed, with what authority; and who must not be told. An adult agrees for themselves."""
    person, day = open_record(request, person_id), today()
    if not is_child(person, day):
        return redirect("desk:record", person.pk)
    now = queries.agreement_of(person)
    form = AgreedForm(
        request,
        parents=[row for row in queries.linked_people(person) if row.ended_on is None],
        sixteen=person.age_on(day) >= DECIDES_FROM,
        initial={"agreed_on": day, "school": person.school},
    )
    done = carry_out(
        form, lambda typed: actions.record_who_agreed(by=request.actor, person=person, **typed)
    )
    if done is not None:
        messages.success(request, f"Kept. {agreed_words(done)}.")
        return redirect("desk:record", person.pk)
    return page(
        request,
        "people/agreed.html",
        form=form,
        person=person,
        age=person.age_on(day),
        now=agreed_words(now) if now else "",
    )
