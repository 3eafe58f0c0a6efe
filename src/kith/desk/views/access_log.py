"""Who looked: on one person's record, and in the whole scheme."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.http import urlencode

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.audit.models import Entry
from kith.audit.queries import about_person
from kith.desk.presenters import access as presented
from kith.desk.queries import access
from kith.people.views.opening import open_record

PER_PAGE = 50
MOST = 5_000
"""Lines of the log that are counted and can be turned to: a scheme writes millions over the years."""


class Newest(Paginator):
    """The first lines alone, so that opening the log does not read all of it."""

    @cached_property
    def count(self) -> int:
        """How many there are, at most MOST."""
        lines = cast("QuerySet[Entry]", self.object_list)
        return lines.order_by().values("pk")[:MOST].count()

    @property
    def is_cut(self) -> bool:
        """Whether there may be more."""
        return self.count == MOST


@allowed(Permission.SEE_PEOPLE)
def looked(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Everyone who opened or changed one person's record, newest first."""
    person = open_record(request, person_id, Permission.SEE_PEOPLE)
    records = list(person.records.values_list("pk", flat=True))
    page = Paginator(about_person(person.scheme_id, records), PER_PAGE).get_page(
        request.GET.get("page")
    )
    in_log = holds(request.actor, Permission.SEE_ACCESS_LOG, person.scheme_id)
    shown = {"person": person, "page": page, "rows": presented.rows(page), "in_log": in_log}
    return render(request, "desk/looked.html", shown)


@allowed(Permission.SEE_ACCESS_LOG)
def access_log(request: ActingRequest) -> HttpResponse:
    """The recent entries of the schemes one answers for, narrowed by person and by staff."""
    person_id, staff_id = _id(request, "person"), _id(request, "staff")
    entries = access.recent(request.actor, person=person_id, staff=staff_id)
    page = Newest(entries, PER_PAGE).get_page(request.GET.get("page"))
    people = access.people_named(request.actor, [person_id, *(row.person_id for row in page)])
    chosen = {"person": person_id, "staff": staff_id}
    kept = {name: str(value) for name, value in chosen.items() if value}
    shown = {
        "page": page,
        "rows": presented.rows(page, people),
        "staff": [(str(row.pk), row.name) for row in access.staff_named(request.actor)],
        "chosen_staff": kept.get("staff", ""),
        "chosen_person": people.get(person_id) if person_id else None,
        "person_id": kept.get("person", ""),
        "query": "?" + urlencode({**kept, "page": ""}),
    }
    return render(request, "desk/access_log.html", shown)


def _id(request: ActingRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None
