"""What the plan said each time it was agreed or corrected, two of them beside each other."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.pathway.caseload.views.opening import open_case
from kith.pathway.plans import presenters, queries, wording


@allowed(Permission.WORK_WITH_PEOPLE)
def versions(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Two versions side by side (`?from=1&to=2`); without being asked, the last and the plan as it stands."""
    case = open_case(request, case_id)
    there = presenters.stands(list(queries.versions(case)), queries.contents(case))
    older, newer = _asked(request, there)
    return render(
        request,
        "plans/versions.html",
        {
            "case": case,
            "person": case.person,
            "record_url": reverse("desk:record", args=[case.person_id]),
            "choices": [(one.key, one.words) for one in there],
            "older": older,
            "newer": newer,
            "changes": wording.compare(older.contents, newer.contents) if older and newer else [],
        },
    )


def _asked(request: ActingRequest, there: list[presenters.Standing]) -> tuple[Any, Any]:
    """The two that are asked for; the last two where another is asked for, or none."""
    by_key = {one.key: one for one in there}
    usual = there[-2:] if len(there) > 1 else [None, None]
    older = by_key.get(request.GET.get("from", ""), usual[0])
    newer = by_key.get(request.GET.get("to", ""), usual[1])
    return older, newer
