"""Finding a person. A POST, so that nothing personal is in an address or a log."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.audit.write import looked_at_each
from kith.desk.presenters.search import rows
from kith.desk.queries.cases import positions_of_people
from kith.people import queries as people
from kith.ui.dates import today
from kith.ui.text import visible

LONGEST = 100


@allowed(Permission.SEE_PEOPLE, needs_key=False)
def search(request: ActingRequest) -> HttpResponse:
    """The people who fit what was typed; a GET shows the empty box."""
    typed = visible(request.POST.get("q", ""))[:LONGEST].strip()
    found = people.search(request.actor, typed) if typed else []
    looked_at_each(
        by=request.actor,
        about=[(person.scheme_id, person.pk) for person in found],
        page="desk:search",
    )
    where = positions_of_people(found, today=today())
    return render(
        request,
        "desk/search.html",
        {
            "typed": typed,
            "people": rows(found, where, today=today()),
            "most": len(found) >= people.MOST_FOUND,
        },
    )
