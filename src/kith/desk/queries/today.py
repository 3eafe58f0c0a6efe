"""What somebody's day holds: what is owed, in the order in which it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q

from kith.desk.queries.cases import Placed, open_cases, placed
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.duty import Duty
from kith.organisations.models import Absence, ProgrammePrompt
from kith.pathway.caseload import prompts
from kith.pathway.caseload.models import Holding
from kith.pathway.caseload.queries import merged_in
from kith.pathway.caseload.together_queries import along
from kith.pathway.connections.models import Introduction
from kith.pathway.connections.rules import (
    AGREEMENT_ENDS_SOON,
    BROUGHT_BY_OTHERS,
    NEEDS_AGREEMENT,
    said_no,
    to_speak_of,
)
from kith.pathway.connections.states import Progress
from kith.pathway.contacts import queries as contacts
from kith.pathway.contacts.models import Contact, Outcome
from kith.pathway.plans import queries as plans
from kith.pathway.plans.models import Action
from kith.pathway.progress import Stage
from kith.people.queries import without_agreement
from kith.ui.dates import LONDON, day_of
from kith.vocabulary import working_days

# Ours, until a scheme sets its own: after four weeks without a conversation somebody is going quiet.
QUIET_AFTER_DAYS = 28
# Nobody is forgotten who has a next step within as many days.
SOON_DAYS = 28
# Somebody just taken on is shown at once, before the day of their first call, on so many of one's own days.
NEW_FOR_DAYS = 2
# Working days ahead in which an interpreter can still be found.
INTERPRETER_DAYS = 3
REPLIES = (Progress.ACCEPTED, Progress.FULL, Progress.NOT_RIGHT, Progress.DID_NOT_COME)
# Good news that somebody else brought: to be read, with nothing else to do.
GOOD_NEWS = (Progress.CAME, Progress.FINISHED)


class Kind(StrEnum):
    """Why somebody is on today's list, in the order of the list."""

    APPOINTMENT = "appointment"
    PROMISED = "promised"
    REPLY = "reply"
    INTERPRETER = "interpreter"
    NEWS = "news"
    NEW = "new"
    STILL = "still"
    STEP = "step"
    REVIEW = "review"
    PROMPT = "prompt"
    QUIET = "quiet"


@dataclass
class Due:
    """One thing owed to one person. `on` is the London day it was due; `at` an appointment's time; `plan_of` the
    case in whose plan a step or a review stands.
    """

    kind: Kind
    placed: Placed
    on: dt.date
    at: dt.datetime | None = None
    contact: Contact | None = None
    introduction: Introduction | None = None
    prompt: ProgrammePrompt | None = None
    step: Action | None = None
    plan_of: UUID | None = None


@dataclass
class Day:
    """A whole day: one line for each person, with what else is due to them in `also`; and one for each piece of news.

    `covering` are the absences one covers, whose people are among the dues; `nobody_agreed` the children
    among them for whom nobody has agreed yet; `schemes` the names of one's schemes, where there are several;
    `outside` the appointments with people who have no open case, `to_interpret` those of the days ahead for
    which no interpreter has said yes.
    """

    dues: list[Due]
    also: dict[UUID, list[Due]]
    quietest: list[Placed]
    schemes: dict[UUID, str]
    people: int
    counts: dict[Kind, int] = field(default_factory=dict)
    covering: list[Absence] = field(default_factory=list)
    nobody_agreed: set[UUID] = field(default_factory=set)
    mine: frozenset[UUID] = frozenset()
    outside: list[Contact] = field(default_factory=list)
    to_interpret: list[Contact] = field(default_factory=list)


def for_today(duty: Duty) -> Day:
    """The people of whoever holds cases, across all their schemes: a fixed number of queries."""
    today, looked_after = duty.day, duty.looked_after
    planned, outside = _planned(duty)
    mine = Q(holder_id__in=looked_after) | Q(along=True)
    cases = open_cases(duty.actor).annotate(
        along=along(looked_after), is_mine=mine, merged_in=merged_in()
    )
    everyone = placed(list(cases.filter(Q(is_mine=True) | Q(pk__in=list(planned)))), today=today)
    held = [row for row in everyone if row.case.is_mine]  # type: ignore[attr-defined]
    own = [row for row in held if row.case.holder_id in duty.own]
    to_interpret = _to_interpret(duty, _by_case(held))
    new_since = duty.days_back(NEW_FOR_DAYS)
    dues = [*_appointments(everyone, planned), *_owed(held, to_interpret, today, new_since)]
    dues.sort(key=_order)
    first, also = _one_each(dues)
    return Day(
        dues=first,
        also=also,
        quietest=sorted(_awake(own), key=lambda row: -row.days_silent)[:6],
        schemes=_names_of_schemes(duty.actor),
        people=len(own),
        covering=list(duty.covering),
        nobody_agreed=without_agreement([due.placed.person for due in first], today),
        mine=frozenset(duty.own),
        outside=outside,
        to_interpret=[row for row in to_interpret if _is_nobodys(row, held)],
        counts={kind: sum(due.kind is kind for due in first) for kind in Kind},
    )


def _awake(rows: Iterable[Placed]) -> list[Placed]:
    """Those whose case does not rest."""
    return [row for row in rows if row.paused_until is None]


def _names_of_schemes(actor: Actor) -> dict[UUID, str]:
    """Where somebody works for several schemes, each row says for which."""
    if len(actor.seats) < 2:
        return {}
    return {scheme.pk: scheme.name for scheme in organisations.schemes()}


def _planned(duty: Duty) -> tuple[dict[UUID, list[Contact]], list[Contact]]:
    """Appointments up to the end of today whose outcome nobody has said: by the open case of their person,
    whenever they were planned; and those with somebody who has none.
    """
    tomorrow = dt.datetime.combine(duty.day + dt.timedelta(days=1), dt.time.min, tzinfo=LONDON)
    found: dict[UUID, list[Contact]] = {}
    outside: list[Contact] = []
    for row in contacts.unsaid(duty.looked_after, duty.actor, before=tomorrow):
        (found.setdefault(row.open_case, []) if row.open_case else outside).append(row)
    return found, [row for row in outside if row.visible]  # type: ignore[attr-defined]


def _is_nobodys(row: Any, held: Iterable[Placed]) -> bool:
    """Whether an appointment is on the day of no holder by its case, so that it is for whoever keeps it."""
    if row.open_case is None:
        return bool(row.visible)
    mine = {one.case.pk for one in held}
    return row.visible and row.open_case != row.case_id and row.open_case not in mine


def _to_interpret(duty: Duty, by_case: Mapping[UUID, Placed]) -> list[Any]:
    """Appointments of the next days for which no interpreter has said yes."""
    last = working_days.add(duty.day, INTERPRETER_DAYS)
    before = dt.datetime.combine(last + dt.timedelta(days=1), dt.time.min, tzinfo=LONDON)
    rows = contacts.needing_interpreter(by_case, duty.looked_after, duty.actor, before=before)
    return list(rows)


def _appointments(rows: Iterable[Placed], planned: Mapping[UUID, list[Contact]]) -> list[Due]:
    return [
        Due(Kind.APPOINTMENT, row, day_of(contact.planned_for), contact.planned_for, contact)
        for row in rows
        for contact in planned.get(row.case.pk, ())
        if contact.planned_for
    ]


def _by_case(rows: Iterable[Placed]) -> dict[UUID, Placed]:
    """Rows by their case, and by those that go on with it since two records became one."""
    found: dict[UUID, Placed] = {}
    for row in rows:
        merged: list[UUID] = row.case.merged_in  # type: ignore[attr-defined]
        found |= dict.fromkeys((row.case.pk, *merged), row)
    return found


def _owed(
    held: list[Placed], to_interpret: list[Any], today: dt.date, new_since: dt.date
) -> list[Due]:
    by_case, awake = _by_case(held), _by_case(_awake(held))
    given = _given(by_case, new_since)
    return [
        *(due for row in held if (due := _of_case(row, given.get(row.case.pk), today))),
        *_interpreters(by_case, to_interpret),
        *_introductions(by_case, today),
        *_unanswered(awake, today),
        *_steps(by_case, today),
        *_reviews(awake, today),
        *_prompts(_awake(held), today),
    ]


def _given(by_case: Mapping[UUID, Placed], since: dt.date) -> dict[UUID, dt.datetime]:
    """Case -> when it was given to whoever holds it, for those given since a day."""
    lately = dt.datetime.combine(since, dt.time.min, tzinfo=LONDON)
    rows = Holding.objects.filter(case_id__in=list(by_case), to_at=None, from_at__gte=lately)
    return dict(rows.values_list("case_id", "from_at"))


def _of_case(row: Placed, given: dt.datetime | None, today: dt.date) -> Due | None:
    """What the case itself asks for: its promise, its first call, that it was given to somebody lately, or
    that it was not forgotten."""
    promised = row.case.next_step_on
    if promised and promised <= today:
        return Due(Kind.PROMISED, row, promised)
    if row.paused_until:
        return None
    if row.position.stage is Stage.FIRST_CALL:
        if given is not None or not promised:
            return Due(Kind.NEW, row, day_of(row.case.opened_at))
    elif given is not None and all(c.happened_at < given for c in row.facts.contacts):
        return Due(Kind.NEW, row, day_of(given))
    soon = promised is not None and (promised - today).days <= SOON_DAYS
    if not promised or (row.days_silent >= QUIET_AFTER_DAYS and not soon):
        return Due(Kind.QUIET, row, today - dt.timedelta(days=row.days_silent))
    return None


def _interpreters(by_case: Mapping[UUID, Placed], rows: Iterable[Any]) -> list[Due]:
    owned = ((by_case[row.open_case], row) for row in rows if row.open_case in by_case)
    return [
        Due(Kind.INTERPRETER, owner, day_of(row.planned_for), contact=row) for owner, row in owned
    ]


def _introductions(by_case: Mapping[UUID, Placed], today: dt.date) -> list[Due]:
    """Replies to tell, and what is to be asked: the group, the person how it went, the agreement anew."""
    soon = today + AGREEMENT_ENDS_SOON
    rows = Introduction.objects.filter(
        Q(ask_news_on__lte=today)
        | Q(ask_person_on__lte=today)
        | Q(thanks_to_tell=True)
        | ~Q(changed=[])
        | Q(agreement_until__lte=soon, progress__in=NEEDS_AGREEMENT)
        | Q(progress__in=(*REPLIES, *GOOD_NEWS), seen_at=None),
        case_id__in=list(by_case),
    ).order_by("progress_at")
    rows = rows.select_related("service__organisation")
    return [due for row in rows if (due := _of_introduction(row, by_case[row.case_id], today))]


def _of_introduction(row: Introduction, owner: Placed, today: dt.date) -> Due | None:
    if to_speak_of(row):
        return Due(Kind.NEWS, owner, today, introduction=row)
    if _is_reply(row, owner, today):
        return Due(Kind.REPLY, owner, day_of(_heard_at(row)), introduction=row)
    asked = [day for day in (row.ask_news_on, row.ask_person_on) if day and day <= today]
    if row.thanks_to_tell and row.thanked_at:
        asked.append(day_of(row.thanked_at))
    until = row.agreement_until
    if until and row.progress in NEEDS_AGREEMENT and until <= today + AGREEMENT_ENDS_SOON:
        asked.append(until)
    if owner.paused_until or not asked:
        return None
    return Due(Kind.NEWS, owner, min(asked), introduction=row)


def _is_reply(row: Introduction, owner: Placed, today: dt.date) -> bool:
    """Whether somebody else's news is still to be read, or told: a no is told to the person. What the person said no
    to is talked about with them instead.
    """
    if row.seen_at is not None or _spoken_since(owner, _heard_at(row)):
        return False
    if said_no(row, today):
        return False
    brought = row.heard in BROUGHT_BY_OTHERS or row.person_said
    return row.progress in REPLIES or bool(row.progress in GOOD_NEWS and brought)


def _heard_at(row: Introduction) -> dt.datetime:
    """When the last news came, of the group or of the person."""
    return max(row.progress_at, row.person_said_at or row.progress_at)


def _unanswered(by_case: Mapping[UUID, Placed], today: dt.date) -> list[Due]:
    """Whom we asked whether they still want this, and heard nothing: for a human, and for nobody else."""
    return [
        Due(Kind.STILL, by_case[row.case_id], row.remind_on)
        for row in contacts.unanswered_asks(by_case, on=today)
        if row.remind_on and not _heard_since(by_case[row.case_id], row.noted_at)
    ]


def _heard_since(row: Placed, moment: dt.datetime) -> bool:
    return any(
        c.happened_at > moment and (c.outcome == Outcome.REACHED or c.inbound)
        for c in row.facts.contacts
    )


def _spoken_since(row: Placed, moment: dt.datetime) -> bool:
    """Whether the person has heard from us since: a reply is answered by telling them."""
    return any(c.happened_at >= moment and c.outcome == Outcome.REACHED for c in row.facts.contacts)


def _reviews(by_case: Mapping[UUID, Placed], today: dt.date) -> list[Due]:
    return [
        Due(Kind.REVIEW, by_case[plan.case_id], plan.review_on, plan_of=plan.case_id)
        for plan in plans.due(by_case, on=today)
        if plan.review_on
    ]


def _steps(by_case: Mapping[UUID, Placed], today: dt.date) -> list[Due]:
    """What a worker promised in a plan, for the day it was promised for."""
    return [
        Due(Kind.STEP, by_case[case_id], step.by_when, step=step, plan_of=case_id)
        for step in plans.steps_due(by_case, on=today)
        if (case_id := step.goal.need.plan.case_id) and step.by_when
    ]


def _prompts(rows: Iterable[Placed], today: dt.date) -> list[Due]:
    by_case = {row.case.pk: row for row in rows}
    return [
        Due(Kind.PROMPT, by_case[one.case_id], one.on, prompt=one.prompt)
        for one in prompts.due([row.case for row in by_case.values()], today)
    ]


def _order(due: Due) -> tuple[int, str, str]:
    moment = due.at.astimezone(dt.UTC).isoformat() if due.at else due.on.isoformat()
    return list(Kind).index(due.kind), moment, due.placed.person.sort_name


def _one_each(dues: list[Due]) -> tuple[list[Due], dict[UUID, list[Due]]]:
    """The first thing owed to each person with what else there is, and each piece of news (decision 0056). Of whom
    there is news nobody hears that they are going quiet.
    """
    news = [due for due in dues if due.kind is Kind.REPLY]
    told = {due.placed.case.pk for due in news}
    first: dict[UUID, Due] = {}
    also: dict[UUID, list[Due]] = {}
    for due in dues:
        person = due.placed.case.pk
        if due.kind is Kind.REPLY or (due.kind is Kind.QUIET and person in {*first, *told}):
            continue
        if person not in first:
            first[person] = due
        else:
            also.setdefault(person, []).append(due)
    return sorted([*first.values(), *news], key=_order), also
