"""Each part's rows through the doors of its room: what comes back are the rows that were made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from kith.exchange.moving_in import queries
from kith.exchange.moving_in.lists import Lists
from kith.exchange.moving_in.reading import MIDDAY, Row
from kith.exchange.runs.engine import NotTaken
from kith.exchange.tables import cells
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.organisations.queries import seat_of
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.rules import first_call_by, may_hold
from kith.pathway.closures import actions as closures
from kith.pathway.contacts import actions as contacts
from kith.pathway.outcomes import actions as outcomes
from kith.pathway.outcomes.scoring import score as score_answers
from kith.pathway.plans import actions as plans
from kith.pathway.referrals import actions as referrals
from kith.people import actions as people
from kith.people.actions.identity import UNCONFIRMED
from kith.people.models import ContactPoint, PartnerAccess, Person
from kith.ui.dates import today
from kith.vocabulary import closure_reasons
from kith.vocabulary.doors import Door
from kith.vocabulary.terms import fold

ENDED = "ended"
"""The first pass over the cases: those that are over."""
READ_AND_CALL = "Read what moved in and call"
NOT_THERE = "The person is not among the people who were moved in."
NO_CASE = "There is no case of this person to hang it on."
_NONE_KNOWN = frozenset(("none", "noneknown", "no", "norisks", "norisk", "noknownrisks", "nil"))
Rows = list[models.Model]


@dataclass(slots=True)
class Scene:
    """Into which scheme, by whom, and what is known: `people` and `cases` that are only looked at."""

    by: Actor
    scheme_id: UUID
    lists: Lists
    looking: bool
    people: set[str] = field(default_factory=set)
    cases: dict[str, str] = field(default_factory=dict)
    open_of: set[str] = field(default_factory=set)

    def remember(self, part: str, old_id: str, row: Row) -> None:
        """Keep in mind, while only looking, that this row would be there."""
        if part == "people":
            self.people.add(old_id)
        elif part == "cases":
            self.cases[old_id] = row.key("person")

    def author(self, row: Row, name: str = "worker") -> Actor:
        """Whoever did it: a colleague by their place here, anybody else by their name alone."""
        code, words = row.code(name), row.line_of(name)
        member = self.lists.worker(code)
        if member is None:
            return Actor.system(words) if words else self.by
        return Actor(
            "staff", member.name, f"user:{member.user_id}", member.user_id, (seat_of(member),)
        )


@dataclass(frozen=True, slots=True)
class Made:
    """The rows that one row became, each after those it hangs on; its old number stands for `first`."""

    first: models.Model
    rows: Rows
    joined: bool = False


Taker = Callable[[Row, Scene], Made | None]


def take_person(row: Row, scene: Scene) -> Made | None:
    """Somebody, with how to reach them and their risks, "not yet asked" unless stated."""
    born = row.day("date_of_birth", needed=True)
    assert born is not None
    began = timezone.now()
    person, joined = people.know(
        by=scene.by, scheme_id=scene.scheme_id, who=who_of(row, scene, born)
    )
    points = ContactPoint.objects.filter(person=person)
    if joined:
        points = points.filter(note=UNCONFIRMED, created_at__gte=began)
    made: Rows = [*([] if joined else [person]), *points, *risks_of(row, scene, person, joined)]
    return Made(person, made, joined)


def who_of(row: Row, scene: Scene, born: date) -> people.Who:
    none: tuple[str, ...] = ()
    phones = row.convert("phone", cells.phones, none)
    others = (*phones[1:], *row.convert("other_phone", cells.phones, none))
    return people.Who(
        first_name=row.convert("first_name", cells.name, ""),
        last_name=row.convert("last_name", cells.name, ""),
        preferred_name=row.convert("preferred_name", cells.name, ""),
        date_of_birth=born,
        nhs_number=row.convert("nhs_number", cells.nhs_number, None) or "",
        gender=row.code("gender"),
        ethnicity=row.code("ethnicity"),
        language=row.code("language"),
        needs_interpreter=row.yes("interpreter"),
        practice=scene.lists.practice(row.code("practice")),
        phone=phones[0] if phones else "",
        other_phones=others,
        email=row.convert("email", cells.email, ""),
        address=row.prose("address"),
        postcode=row.line_of("postcode"),
    )


def risks_of(row: Row, scene: Scene, person: Person, joined: bool) -> Rows:
    text = row.prose("risks")
    if cells.is_not_given(text) and fold(text) not in _NONE_KNOWN:
        return []
    if fold(text) in _NONE_KNOWN:
        if joined:
            return []  # what is stated here stays; "none known" elsewhere ends nothing
        return [people.state_none_known(by=scene.by, person=person)]
    return [people.state_risk(by=scene.by, person=person, text=text)]


def take_case(row: Row, scene: Scene) -> Made | None:
    """A referral that was taken on, its case, and its end where it has one."""
    old, opened, closed = row.needed("person"), row.moment("opened_on"), row.day("closed_on")
    if closed is not None and closed < opened.date():
        raise NotTaken("It would end before it began: check both dates.", "closed_on")
    reason = row.code("close_reason") or closure_reasons.COMPLETED if closed else ""
    holder = _holder(row, scene) if closed is None else None
    if scene.looking:
        _look_at_case(scene, old, closed)
        return None
    person = _person(scene, old)
    referral = _referral(row, scene, person, opened)
    before = set(PartnerAccess.objects.filter(person=person).values_list("pk", flat=True))
    step, due = next_step_of(row)
    case = caseload.take_on(
        by=scene.by, referral=referral, holder=holder, at=opened, next_step=step, next_step_on=due,
        why_young="Supported in the other system already",
    )  # fmt: skip
    if row.yes("agreed"):
        caseload.record_agreed(by=scene.by, case=case, at=opened)
    closure = [closure_of(row, scene, case, max(opened, midday(closed)), reason)] if closed else []
    access = PartnerAccess.objects.filter(person=person).exclude(pk__in=before)
    reasons, holdings = referral.reasons.all(), case.holdings.all()
    return Made(case, [referral, *reasons, case, *holdings, *closure, *access])


def _look_at_case(scene: Scene, old: str, closed: date | None) -> None:
    _check_person(scene, old)
    if closed is None:
        if old in scene.open_of:
            raise NotTaken("This person has another open case. Only one can be open.", "person")
        scene.open_of.add(old)


def _holder(row: Row, scene: Scene) -> Membership | None:
    member = scene.lists.worker(row.code("worker"))
    return member if member is not None and may_hold(member) else None


def _referral(row: Row, scene: Scene, person: Person, opened: datetime) -> Any:
    words, code = row.prose("reason"), row.code("reason")
    reason = scene.lists.reason(code)
    worker = row.line_of("worker")
    unknown = worker and scene.lists.worker(row.code("worker")) is None
    return referrals.receive(
        by=scene.by,
        scheme_id=scene.scheme_id,
        person=person,
        source=row.code("source"),
        door=Door.MOVED_IN,
        referred_on=min(row.day("referred_on") or opened.date(), opened.date()),
        organisation_name=row.line_of("organisation"),
        referrer_name=row.line_of("referrer_name")[:140],
        urgency=row.code("urgency"),
        reasons=[reason] if reason else [],
        referrer_sees=words,
        notes=f"Held in the other system by {worker}." if unknown else "",
        at=opened,
    )


def next_step_of(row: Row) -> tuple[str, date]:
    """Theirs, if it was given; a day gone by, or none, becomes the day of a first call from today."""
    due = row.day("next_step_on", future=True)
    soon = first_call_by("routine", today())
    step = row.line_of("next_step")[:200] or READ_AND_CALL
    return step, due if due is not None and due >= today() else soon


def closure_of(row: Row, scene: Scene, case: Case, at: datetime, reason: str) -> models.Model:
    return closures.close(
        by=scene.author(row),
        case=case,
        reason=reason,
        summary=row.prose("closing_words"),
        why_now="Finished in the other system.",
        letter_owed=False,
        at=min(at, timezone.now()),
    )


def take_contact(row: Row, scene: Scene) -> Made | None:
    """A contact or a note, on its own day, by whoever wrote it."""
    at, minutes = row.moment("happened_on", "time"), row.number("minutes", 0, 720)
    medium, outcome = row.code("medium", needed=True), row.code("outcome", needed=True)
    direction, note = row.code("direction", needed=True), row.prose("note")
    if scene.looking:
        _check_person(scene, row.needed("person"))
        return None
    person = _person(scene, row.needed("person"))
    case = _case(row, scene, person, at)
    contact = contacts.record(
        by=scene.author(row), person=person, case=case, medium=medium, outcome=outcome,
        direction=direction, minutes=minutes, note=note, at=at, of_the_past=True,
    )  # fmt: skip
    return Made(contact, [contact])


def take_plan(row: Row, scene: Scene) -> Made | None:
    """A need, with its goal and its action where the row has them."""
    at, need_text = row.moment("written_on"), row.prose("need")
    foundation = row.code("foundation") or "health"
    importance, confidence = row.number("importance", 1, 10), row.number("confidence", 1, 10)
    done, by_when = row.day("done_on"), row.day("by_when", future=True)
    if not need_text:
        raise NotTaken("This must not be empty.", "need")
    if scene.looking:
        _check_case(row, scene)
        return None
    person = _person(scene, row.needed("person"))
    case = _needed_case(row, scene, person, at)
    by = scene.author(row)
    had_plan = case.plans.exists()
    need = plans.add_need(
        by=by, case=case, foundation=foundation, text=need_text, at=_within(case, at)
    )
    rows: Rows = [*([] if had_plan else [need.plan]), need]
    if goal_text := row.prose("goal") or row.prose("action"):
        goal = plans.add_goal(
            by=by, need=need, text=goal_text, importance=importance, at=_within(case, at)
        )
        rows.append(goal)
        if action_text := row.prose("action"):
            who = row.code("who")
            step = plans.add_action(
                by=by, goal=goal, text=action_text, who=who,
                who_name="Somebody else" if who == "other" else "",
                by_when=by_when, confidence=confidence, at=_within(case, at),
            )  # fmt: skip
            if done is not None:
                plans.mark_action(by=by, step=step, status="done", on=done, at=_within(case, at))
            rows.append(step)
    return Made(need, rows)


def take_score(row: Row, scene: Scene) -> Made | None:
    """The answers of a measure, scored by its own rules; a total without answers is not kept."""
    measure, moment = row.code("measure", needed=True), row.code("moment", needed=True)
    at = row.moment("taken_on")
    answers = {number: text for number in range(1, 15) if (text := row.key(f"item_{number}"))}
    if not answers:
        raise NotTaken("The answers are needed one by one: a total alone is not kept.", "item_1")
    score_answers(measure, answers)
    if scene.looking:
        _check_case(row, scene)
        return None
    person = _person(scene, row.needed("person"))
    case = _needed_case(row, scene, person, at)
    score = outcomes.record_score(
        by=scene.author(row), case=case, measure=measure, moment=moment, answers=answers, at=at
    )
    return Made(score, [score])


TAKERS: dict[str, Taker] = {
    "people": take_person,
    "cases": take_case,
    "contacts": take_contact,
    "plans": take_plan,
    "scores": take_score,
}


def _person(scene: Scene, old_id: str) -> Person:
    person = queries.person_of(scene.scheme_id, old_id)
    if person is None:
        raise NotTaken(NOT_THERE, "person")
    return person


def _check_person(scene: Scene, old_id: str) -> None:
    if old_id not in scene.people:
        _person(scene, old_id)


def _check_case(row: Row, scene: Scene) -> None:
    old = row.needed("person")
    _check_person(scene, old)
    if old in scene.cases.values():
        return
    person = queries.person_of(scene.scheme_id, old)
    if person is None or queries.case_at(person, today()) is None:
        raise NotTaken(NO_CASE, "case" if row.key("case") else "person")


def _case(row: Row, scene: Scene, person: Person, at: datetime) -> Case | None:
    named = row.key("case")
    case = queries.case_of(scene.scheme_id, named) if named else queries.case_at(person, at)
    if named and case is None:
        raise NotTaken("The case is not among those that were moved in.", "case")
    if case is not None and case.person_id != person.pk:
        raise NotTaken("This case is another person's.", "case")
    return case


def _needed_case(row: Row, scene: Scene, person: Person, at: datetime) -> Case:
    case = _case(row, scene, person, at)
    if case is None:
        raise NotTaken(NO_CASE, "case" if row.key("case") else "person")
    return case


def _within(case: Case, at: datetime) -> datetime:
    """The moment, or the case's end where it was written down after that."""
    return min(at, case.ended_at) if case.ended_at else at


def midday(day: date) -> datetime:
    """The middle of a day."""
    """The end of a case, as its row has it."""
    """What a row states of risk, put on record; "none known" beside somebody who was here ends nothing."""
    """The person that a row is about."""
    return timezone.make_aware(datetime.combine(day, MIDDAY))
