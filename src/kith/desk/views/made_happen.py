"""A private page: what one made happen."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.audit.write import looked_at_each
from kith.desk.presenters.made_happen import shown
from kith.desk.queries import made_happen as queries
from kith.ui.dates import day_of


@allowed(Permission.WORK_WITH_PEOPLE)
def made_happen(request: ActingRequest) -> HttpResponse:
    """A year of one's own work, for oneself: no address opens anybody else's."""
    now = timezone.now()
    made = queries.made_happen(request.actor, day_of(now))
    about = {(row.scheme_id, row.page.person_id) for row in made.words}
    looked_at_each(by=request.actor, about=sorted(about), page="desk:made_happen")
    return render(request, "desk/made_happen.html", shown(made, now=now))
