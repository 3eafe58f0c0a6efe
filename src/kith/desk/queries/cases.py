"""Open cases, and where each of their people is, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404

from kith.isolation.actor import Actor
from kith.pathway.caseload import queries as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.caseload.together_queries import rests_until
from kith.pathway.closures.models import Closure
from kith.pathway.connections.models import Introduction
from kith.pathway.connections.states import Progress
from kith.pathway.contacts.models import Contact
from kith.pathway.contacts.queries import last_notes
from kith.pathway.outcomes.models import Moment, Score
from kith.pathway.plans.models import Need, Plan
from kith.pathway.progress import (
    CaseFacts,
    ContactFacts,
    Facts,
    IntroductionFacts,
    Position,
    ReferralFacts,
    position,
)
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.states import Answer, Decision
from kith.people.models import ContactPoint, Person
from kith.people.queries import records_of_all, with_merged_visible_to
from kith.ui.dates import day_of


@dataclass
class Placed:
    """A case with what a list says of it. `days_silent` counts from the last conversation, or from
    the opening of the case when there has been none. `paused_until` is given while it is paused.
    """

    case: Case
    facts: Facts
    position: Position
    days_silent: int
    last_note: str = ""
    last_at: dt.datetime | None = None
    phone: ContactPoint | None = None
    foundations: frozenset[str] = frozenset()
    paused_until: dt.date | None = None

    @property
    def person(self) -> Person:
        """Whose case it is, as the record that is kept."""
        return self.case.person.kept


@dataclass
class Rows:
    """The rows of several cases, by case."""

    contacts: dict[UUID, list[ContactFacts]] = field(default_factory=lambda: defaultdict(list))
    plans: dict[UUID, dt.date | None] = field(default_factory=dict)
    introductions: dict[UUID, list[IntroductionFacts]] = field(
        default_factory=lambda: defaultdict(list)
    )
    ends: dict[UUID, list[dt.date]] = field(default_factory=lambda: defaultdict(list))
    reopened: dict[UUID, dt.datetime] = field(default_factory=dict)


def open_cases(actor: Actor, schemes: Iterable[UUID] | None = None) -> QuerySet[Case]:
    """The open cases of the people whom the actor may see, by name."""
    rows = Case.objects.filter(state=CaseState.OPEN, person__in=with_merged_visible_to(actor))
    if schemes is not None:
        rows = rows.filter(scheme_id__in=list(schemes))
    rows = rows.annotate(rests_until=rests_until())
    return rows.select_related("person__merged_into", "holder", "referral").order_by(
        "person__sort_name", "pk"
    )


def facts_of(referral: Referral, case: Case | None, rows: Rows) -> Facts:
    """The rows of one person's stages, as the values that the position is computed from."""
    said = ReferralFacts(
        Decision(referral.decision),
        referral.received_at,
        referral.decided_at,
        Answer(referral.answer),
        referral.answered_at,
    )
    if case is None:
        return Facts(said)
    return Facts(
        said,
        CaseFacts(
            CaseState(case.state),
            case.opened_at,
            case.ended_at,
            rows.reopened.get(case.pk),
            case.next_step,
            case.next_step_on,
        ),
        tuple(rows.contacts[case.pk]),
        rows.plans.get(case.pk),
        tuple(rows.introductions[case.pk]),
        tuple(rows.ends[case.pk]),
    )


def position_of(referral: Referral, case: Case | None, rows: Rows, *, today: dt.date) -> Position:
    """Where the person of one referral, and of its case if there is one, is."""
    return position(facts_of(referral, case, rows), today=today)


def placed(cases: Sequence[Case], *, today: dt.date) -> list[Placed]:
    """The cases in their order, each with its position, last words and safe phone."""
    rows = _rows([case.pk for case in cases])
    people = [case.person.kept.pk for case in cases]
    notes, phones = last_notes(people), safe_phones(people)
    found = []
    for case in cases:
        facts = facts_of(case.referral, case, rows)
        where = position(facts, today=today)
        noted = notes.get(case.person.kept.pk)
        found.append(
            Placed(
                case=case,
                facts=facts,
                position=where,
                days_silent=_silent(case, where, today),
                last_note=noted.note if noted else "",
                last_at=noted.happened_at if noted else None,
                phone=phones.get(case.person.kept.pk),
                paused_until=_paused(case, today),
            )
        )
    return found


def _paused(case: Case, today: dt.date) -> dt.date | None:
    """Until when a case rests, as `open_cases` read it; None where it does not."""
    until: dt.date | None = getattr(case, "rests_until", None)
    return until if until is not None and until > today else None


def safe_phones(person_ids: Iterable[UUID]) -> dict[UUID, ContactPoint]:
    """For each person, the phone that is safe to call: the preferred one, else the first kept."""
    points = ContactPoint.objects.filter(
        person__in=records_of_all(person_ids),
        kind=ContactPoint.Kind.PHONE,
        safe_for__contains=["call"],
        ended_on=None,
    ).order_by("is_preferred", "-created_at")
    kept = Coalesce("person__merged_into", "person")
    return {point.kept_id: point for point in points.annotate(kept_id=kept)}


def _silent(case: Case, where: Position, today: dt.date) -> int:
    if where.quiet_days is not None:
        return where.quiet_days
    return max((today - day_of(case.opened_at)).days, 0)


def with_foundations(rows: Sequence[Placed]) -> Sequence[Placed]:
    """The same rows, each with the foundations of its needs, for a page that shows them."""
    found: dict[UUID, set[str]] = defaultdict(set)
    cases = [row.case.pk for row in rows]
    needs = Need.objects.filter(plan__case_id__in=cases, ended_on=None, taken_back_at=None)
    for case_id, foundation in needs.values_list("plan__case_id", "foundation"):
        found[case_id].add(foundation)
    for row in rows:
        row.foundations = frozenset(found[row.case.pk])
    return rows


def _rows(case_ids: list[UUID]) -> Rows:
    rows = Rows()
    happened = Contact.objects.filter(case_id__in=case_ids, happened_at__isnull=False)
    wanted = ("case_id", "outcome", "happened_at", "direction", "medium", "planned_for", "counts")
    for case_id, outcome, at, direction, medium, planned, counts in happened.values_list(*wanted):
        if case_id and at:
            inbound = direction == Contact.Direction.IN
            facts = ContactFacts(outcome, at, inbound, medium, planned is not None, counts)
            rows.contacts[case_id].append(facts)
    rows.plans = dict(Plan.objects.filter(case_id__in=case_ids).values_list("case_id", "agreed_on"))
    introductions = Introduction.objects.filter(case_id__in=case_ids)
    for case_id, progress, at in introductions.values_list("case_id", "progress", "progress_at"):
        rows.introductions[case_id].append(IntroductionFacts(Progress(progress), at))
    ends = Score.objects.filter(case_id__in=case_ids, moment=Moment.END, replaced_at=None)
    for case_id, taken_on in ends.values_list("case_id", "taken_on"):
        rows.ends[case_id].append(taken_on)
    reopened = Closure.objects.filter(case_id__in=case_ids, reopened_at__isnull=False)
    for case_id, at in reopened.order_by("reopened_at").values_list("case_id", "reopened_at"):
        if at:
            rows.reopened[case_id] = at
    return rows


def open_case_of(person: Person) -> Case:
    """The open case of a person the actor may see. Raises the one 404 when there is none."""
    case = caseload.open_case_of(person)
    if case is None:
        raise Http404
    return case


def positions_of_people(people: Iterable[Person], *, today: dt.date) -> dict[UUID, Placed]:
    """The open case of each person, placed; those without one are left out."""
    records = records_of_all(person.pk for person in people)
    cases = Case.objects.filter(person__in=records, state=CaseState.OPEN)
    rows = cases.select_related("person__merged_into", "holder", "referral")
    rows = rows.annotate(rests_until=rests_until())
    return {row.person.pk: row for row in placed(list(rows), today=today)}
