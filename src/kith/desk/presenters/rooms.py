"""Which rooms are asked what is due to somebody, in the order in which a good colleague would say it.

A room has `for_today(duty)` among its queries (a fixed number of reads) and `on_today(found, duty)` among its
presenters, which gives its blocks of rows, each row with its reason. To add one, add a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kith.academy import presenters as academy_presenters
from kith.academy import queries as academy
from kith.concerns import presenters as concern_presenters
from kith.concerns import queries as concerns
from kith.desk.presenters import absences as absence_presenters
from kith.desk.presenters import doors as door_presenters
from kith.desk.queries import absences, doors
from kith.directory import check_presenters as directory_presenters
from kith.directory import queries as directory
from kith.funds import presenters as fund_presenters
from kith.funds import queries as funds
from kith.groups import presenters as group_presenters
from kith.groups import queries as groups
from kith.meetings import presenters as meeting_presenters
from kith.meetings import queries as meetings
from kith.organisations.duty import Duty
from kith.pathway.caseload import presenters as caseload_presenters
from kith.pathway.caseload import queries as caseload
from kith.pathway.caseload import together_presenters, together_queries
from kith.pathway.clinics import presenters as clinic_presenters
from kith.pathway.clinics import queries as clinics
from kith.pathway.closures import presenters as closure_presenters
from kith.pathway.closures import queries as closures
from kith.pathway.connections import ended_presenters
from kith.pathway.connections import presenters as connection_presenters
from kith.pathway.connections import queries as connections
from kith.pathway.connections.queries import ended
from kith.pathway.contacts import presenters as contact_presenters
from kith.pathway.contacts import queries as contacts
from kith.pathway.outcomes import queries as outcomes
from kith.pathway.outcomes.presenters import alerts
from kith.pathway.plans import presenters as plan_presenters
from kith.pathway.plans import queries as plans
from kith.pathway.referrals import sent_on_presenters
from kith.pathway.referrals.queries import sent_on
from kith.ui.items import Block


@dataclass(frozen=True)
class Room:
    """Where something may be due: what asks, and what says it."""

    ask: Callable[[Duty], Any]
    say: Callable[[Any, Duty], list[Block]]


# Whoever may come to harm, and whoever waits by the telephone: nobody goes home before these.
CANNOT_WAIT = (
    Room(concerns.for_today, concern_presenters.on_today),
    Room(outcomes.for_today, alerts.on_today),
    Room(contacts.for_today, contact_presenters.on_today),
)
# Before the people of the day: those, and what changes what one says to somebody.
FIRST = (
    *CANNOT_WAIT,
    Room(caseload.for_today, caseload_presenters.on_today),
    Room(together_queries.for_today, together_presenters.on_today),
    Room(sent_on.for_today, sent_on_presenters.on_today),
    Room(plans.for_today, plan_presenters.on_today),
)
# After the next person: what others must plan for, what has an hour of its own, then what can be done between
# two calls.
THEN = (
    Room(closures.for_today, closure_presenters.on_today),
    Room(ended.for_today, ended_presenters.on_today),
    Room(connections.for_today, connection_presenters.on_today),
    Room(absences.for_today, absence_presenters.on_today),
    Room(groups.for_today, group_presenters.on_today),
    Room(doors.for_today, door_presenters.on_today),
    Room(clinics.for_today, clinic_presenters.on_today),
    Room(meetings.for_today, meeting_presenters.on_today),
    Room(academy.for_today, academy_presenters.on_today),
    Room(funds.for_today, fund_presenters.on_today),
    Room(directory.for_today, directory_presenters.on_today),
)


def due(rooms: Iterable[Room], duty: Duty) -> list[Block]:
    """What these rooms have for somebody's day."""
    return [block for room in rooms for block in room.say(room.ask(duty), duty)]


def line_of(blocks: Sequence[Block], counts: Iterable[str]) -> tuple[str, str]:
    """A day in one line: what cannot wait, and the rest with how many people are on the list."""
    urgent = " ".join(block.line for block in blocks if block.urgent and block.line)
    rest = [*counts, *(block.line for block in blocks if block.line and not block.urgent)]
    return urgent, " · ".join(rest) or ("" if blocks else "Nothing due.")
