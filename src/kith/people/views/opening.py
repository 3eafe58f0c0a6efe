"""Opening a page of a record: may they, and that they did."""

from __future__ import annotations

from uuid import UUID

from kith.accounts.permissions import ActingRequest, Permission, check
from kith.audit.write import looked_at
from kith.people import queries
from kith.people.models import Person


def open_record(request: ActingRequest, person_id: UUID, page: str) -> Person:
    """The person, for someone who may write on their record; raises the one 404 otherwise."""
    person = queries.person_for(request.actor, person_id)
    check(request.actor, Permission.WORK_WITH_PEOPLE, person.scheme_id)
    looked_at(by=request.actor, scheme_id=person.scheme_id, person_id=person.pk, page=page)
    return person
