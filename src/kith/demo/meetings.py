"""Two practice huddles of the demonstration: one held last week, with something due today, and one to come."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.demo.accounts import BY_KEY
from kith.demo.year.ground import acting
from kith.isolation.actor import Actor
from kith.meetings import actions, queries
from kith.meetings.models import Meeting
from kith.organisations.models import Membership, Practice, Scheme
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.contacts.rules import moment
from kith.ui.dates import day_of

ONE_O_CLOCK = datetime.time(13)
SAID = (
    (
        "Has missed two appointments at the surgery.",
        "The surgery has an old number. She hears the door when it is knocked twice.",
        "Reception writes the new number down, and a visit instead of a call.",
        "Send the surgery the number that is safe to call",
    ),
    (
        "Medicines are piling up in the kitchen.",
        "The practice pharmacist did not know. Wants to manage it alone, with a better box.",
        "A medicines review at home, and we say who will come.",
        "Ring to say who comes about the medicines, and when",
    ),
)


def tell(scheme: Scheme, *, now: datetime.datetime) -> int:
    """A huddle of last week with two people, and the next one, called by the first account's link worker.

    Returns about how many people.
    """
    worker = Membership.objects.get(scheme_id=scheme.pk, user__email=BY_KEY["linkworker"].email)
    cases = Case.objects.filter(holder=worker, state=CaseState.OPEN).exclude(person__practice=None)
    pair = list(cases.select_related("person__practice").order_by("opened_at", "pk")[: len(SAID)])
    by, practice = acting(worker), pair[0].person.practice
    held = _huddle(by, scheme, practice, day_of(now) - datetime.timedelta(days=7))
    for case, (why, note, decision, what) in zip(pair, SAID, strict=True):
        row = actions.bring(by=by, meeting=held, person=case.person, why=why, basis="direct_care")
        actions.write(
            by=by, discussed=row, why=why, basis="direct_care", note=note, decision=decision
        )
        step = actions.add_action(
            by=by, discussed=row, what=what, owner=worker, by_when=day_of(now)
        )
        if case is pair[0]:
            actions.settle_action(by=by, step=step, status="done")
    actions.note_preparation(by=by, meeting=held, minutes=20)
    came = {row.pk for row in queries.attenders(held)}
    actions.close(by=by, meeting=held, minutes=40, came=came)
    actions.same_again(by=by, meeting=held)
    return len(pair)


def _huddle(by: Actor, scheme: Scheme, practice: Practice | None, on: datetime.date) -> Meeting:
    meeting = actions.plan_meeting(
        by=by,
        scheme_id=scheme.pk,
        kind="huddle",
        starts_at=min(moment(on, ONE_O_CLOCK), timezone.now()),
        place="Upstairs meeting room",
        practice=practice,
    )
    actions.add_outsider(
        by=by,
        meeting=meeting,
        name="Dr Bola Osei",
        role="GP",
        organisation=practice.name if practice else "The practice",
    )
    return meeting
