"""Opening a page of a record: may they, and that they did."""

from __future__ import annotations

from uuid import UUID

from kith.accounts.permissions import ActingRequest, Permission, check
from kith.audit.write import looked_at
from kith.people import queries
from kith.people.models import Person


def open_record(
    request: ActingRequest,
    person_id: UUID,
    permission: Permission = Permission.WORK_WITH_PEOPLE,
) -> Person:
    """The person, for someone with `permission` in their scheme; the look is noted.

    Raises the one 404 for anyone else. Every page about one person begins here.
    """
    person = queries.person_for(request.actor, person_id)
    check(request.actor, permission, person.scheme_id)
    note_look(request, person.scheme_id, person.pk)
    return person


def note_look(request: ActingRequest, scheme_id: UUID, person_id: UUID) -> None:
    """Note that the page of this request, by the name of its view, showed something of a person.

    For pages that open by what else one may see, such as a referrer's own referral.
    """
    assert request.resolver_match is not None
    looked_at(
        by=request.actor,
        scheme_id=scheme_id,
        person_id=person_id,
        page=request.resolver_match.view_name,
    )
