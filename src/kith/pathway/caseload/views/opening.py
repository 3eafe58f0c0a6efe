"""Opening a page of a case: may they, and that they did."""

from __future__ import annotations

from uuid import UUID

from kith.accounts.permissions import ActingRequest, Permission, check
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.queries import case_for
from kith.people.views.opening import note_look


def open_case(
    request: ActingRequest,
    case_id: UUID,
    permission: Permission = Permission.WORK_WITH_PEOPLE,
) -> Case:
    """The case, for someone with `permission` in its scheme who may see its person; the look is noted.

    Raises the one 404 for anyone else.
    """
    case = case_for(request.actor, case_id)
    check(request.actor, permission, case.scheme_id)
    note_look(request, case.scheme_id, case.person_id)
    return case
