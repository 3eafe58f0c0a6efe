"""What ends in groups and befriending when somebody has died."""

from __future__ import annotations

from kith.audit.write import action
from kith.groups import queries
from kith.groups.actions.matches import end_match
from kith.groups.actions.places import leave
from kith.groups.models import Volunteer
from kith.isolation.actor import Actor
from kith.people.models import Person


@action("groups.end_everything")
def end_everything(*, by: Actor, person: Person, why: str) -> list[Volunteer]:
    """Give every place of somebody up and end every match of theirs, with why; what comes free is offered to the
    next. The volunteers who befriended them, by name: somebody has to tell them. Raises Refused without a reason.
    """
    found = queries.of_person(person)
    places, matches = found.in_force, found.matches_in_force
    for place in places:
        leave(by=by, place=place, why=why)
    for match in matches:
        end_match(by=by, match=match, why=why)
    return sorted({match.volunteer for match in matches}, key=lambda row: row.name)
