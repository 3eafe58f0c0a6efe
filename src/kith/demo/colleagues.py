"""How colleagues look after one another in the demonstration: supervision, a sample looked at, a pause, joint work."""

from __future__ import annotations

import datetime

from kith.academy import actions as academy
from kith.academy import queries
from kith.academy.rules import CHECKLIST
from kith.demo.accounts import BY_KEY
from kith.demo.year.ground import acting
from kith.isolation import context
from kith.meetings import actions as meetings
from kith.meetings.models import Meeting
from kith.organisations.models import Membership, Scheme
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.contacts.rules import moment
from kith.ui.dates import day_of
from kith.vocabulary import working_days

TWO, TEN = datetime.time(14), datetime.time(10)
SEED = 1984


def tell(scheme: Scheme, *, now: datetime.datetime) -> int:
    """A supervision that was held and one to come, a sample of cases with one looked at, a pause that was agreed,
    and a colleague who works along. Returns about how many people.
    """
    lead, owen, nadia = (_member(scheme, key) for key in ("teamlead", "linkworker2", "linkworker"))
    _supervised(owen, lead, now)
    _looked_at(scheme, lead)
    resting = _newest_of(owen)
    caseload.pause(
        by=acting(owen),
        case=resting,
        why="A month with a sister in Leeds",
        until=working_days.on_or_after(day_of(now) + datetime.timedelta(days=24)),
        agreed_with="Them, on the phone",
    )
    shared = _newest_of(nadia)
    caseload.work_along(
        by=acting(nadia),
        case=shared,
        member=owen,
        why="Goes along to the first session of the choir",
    )
    return len((resting, shared))


def _member(scheme: Scheme, key: str) -> Membership:
    return Membership.objects.get(scheme_id=scheme.pk, user__email=BY_KEY[key].email)


def _newest_of(worker: Membership) -> Case:
    rows = Case.objects.filter(holder=worker, state=CaseState.OPEN, pauses=None)
    return rows.order_by("-opened_at", "pk")[3]


def _supervised(worker: Membership, lead: Membership, now: datetime.datetime) -> None:
    today = day_of(now)
    held = academy.plan_supervision(
        by=acting(lead), worker=worker, supervisor=lead, place="The quiet room",
        starts_at=moment(today - datetime.timedelta(days=35), TWO),
    )  # fmt: skip
    _write(held, worker, "wellbeing", "Sleeps badly after evenings on call.")
    _agree(held, worker, "Take the Friday afternoon off that is owed", today)
    came = {worker.pk, lead.pk}
    meetings.close(by=acting(lead), meeting=held, minutes=60, came=came)
    ahead = academy.plan_supervision(
        by=acting(lead), worker=worker, supervisor=lead, place="The quiet room",
        starts_at=moment(working_days.add(today, 2), TEN),
    )  # fmt: skip
    _write(ahead, worker, "agenda", "Three people who do not answer: when is it enough?")


def _write(session: Meeting, worker: Membership, kind: str, text: str) -> None:
    """As the worker, since nobody else may: not the demonstration either."""
    by = acting(worker)
    with context.enter(
        context.Kind.SCHEME, schemes=[worker.scheme_id], user_id=by.user_id, actor=by.key
    ):
        academy.write_note(by=by, room=queries.room_of(by, session.pk), kind=kind, text=text)


def _agree(session: Meeting, worker: Membership, what: str, by_when: datetime.date) -> None:
    by = acting(worker)
    with context.enter(
        context.Kind.SCHEME, schemes=[worker.scheme_id], user_id=by.user_id, actor=by.key
    ):
        room = queries.room_of(by, session.pk)
        academy.agree(by=by, room=room, what=what, owner=worker, by_when=by_when)


def _looked_at(scheme: Scheme, lead: Membership) -> None:
    by = acting(lead)
    drawn = academy.draw(by=by, scheme_id=scheme.pk, seed=SEED)
    first = drawn.checks.order_by("number").first()
    if first is not None:
        found = {**dict.fromkeys(CHECKLIST, "yes"), "own_words": "no"}
        academy.note_findings(by=by, check=first, found=found, words="A kind talk, well written.")
