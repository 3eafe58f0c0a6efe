"""What the triage page reads: who came in, what is known of them, whom to give them to."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kith.accounts.permissions import Permission
from kith.desk.queries.clocks import of_referrals, pressing, undecided
from kith.desk.queries.earlier import Earlier, earlier_of
from kith.desk.queries.standing import weights
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.models import Membership, Scheme
from kith.pathway.caseload import queries as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.rules import (
    FIRST_CALL_WORKING_DAYS,
    Suggestion,
    Wanted,
    candidates,
    first_call_by,
)
from kith.pathway.caseload.states import CaseState
from kith.pathway.clocks import Clock
from kith.pathway.referrals import queries as referrals
from kith.pathway.referrals.models import Ask, Question, Reading, Referral
from kith.pathway.referrals.programme_queries import ProgrammeFacts, facts_of
from kith.pathway.referrals.queries import Standing
from kith.pathway.referrals.queries import unseen as waits
from kith.pathway.referrals.queries.unseen import Unseen
from kith.pathway.referrals.rules import age_at, risk_given
from kith.people import queries as people
from kith.people.models import ContactPoint, Person, RiskStatement
from kith.people.rules import Comparison, RiskSummary, risk_summary
from kith.ui.dates import today

# Whom to suggest, beside everybody in the list of workers.
MOST = 4

# Of lists below the queue: the page stays one that can be read, however long they are.
MOST_WAITING = 20
MOST_ASKS = 5

Row = TypeVar("Row")


@dataclass(frozen=True)
class First(Generic[Row]):
    """The first rows of a list, and whether there are more."""

    rows: Sequence[Row]
    more: bool


@dataclass(frozen=True)
class Duplicate:
    """Someone who may be the same person. `seen`: the reader may open their record; `named`: they may
    at least read a referral of theirs.
    """

    person: Person
    why: Comparison
    seen: bool
    named: bool


@dataclass(frozen=True)
class Incoming:
    """One referral nobody has decided on, with what helps to decide."""

    referral: Referral
    standing: Standing
    risk: RiskSummary
    points: Sequence[ContactPoint]
    duplicates: Sequence[Duplicate]
    suggestions: Sequence[Suggestion]
    open_case: Case | None
    earlier: Sequence[Earlier]
    youngest: int
    days: int
    clocks: Sequence[Clock]
    reading: Reading | None
    question: Question | None
    answered: Question | None
    programme: ProgrammeFacts

    @property
    def suggestion(self) -> Suggestion | None:
        """Whom we suggest first."""
        return next(iter(self.suggestions), None)

    @property
    def too_young(self) -> bool:
        """Whether the scheme supports only people who are older."""
        return age_at(self.referral) < self.youngest

    @property
    def reopens(self) -> Earlier | None:
        """The last case, where it can be opened again instead of taking on anew."""
        last = next(iter(self.earlier), None)
        return last if last and last.until and not self.open_case else None


def incoming(actor: Actor, referred: Sequence[Referral], staffed: Workforces) -> list[Incoming]:
    """Referrals with what is known; the reads do not grow with their number.

    Of a person whose record is closed to the actor, what the referral carried and nothing else. `staffed`
    is read from, and may be asked by the caller too.
    """
    standings = referrals.standings_of(actor, referred)
    whom = [row.person for row in referred]
    risks = people.of_each(RiskStatement.objects.all(), whom)
    points = people.of_each(ContactPoint.objects.filter(ended_on=None), whom)
    alike = people.possible_duplicates_of(whom)
    ids = {match.person.pk for matches in alike.values() for match in matches}
    seen = set(people.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
    named = seen | set(
        referrals.visible_to(actor)
        .filter(person_id__in=ids, joined=False)
        .values_list("person_id", flat=True)
    )
    held = _open_cases(whom)
    day = today()
    earlier = earlier_of(actor, whom, day)
    programmes = facts_of(referred)
    schemes = {row.pk: row for row in Scheme.objects.filter(pk__in={r.scheme_id for r in referred})}
    readings = referrals.first_readings(referred)
    asked, answered = referrals.open_and_answered(referred)
    times = of_referrals(referred, readings, schemes, today=day)
    return [
        Incoming(
            referral=row,
            standing=standings[row.pk],
            risk=_risk(row, standings[row.pk], risks[row.person.kept.pk]),
            points=points[row.person.kept.pk],
            duplicates=[
                Duplicate(m.person, m.comparison, m.person.pk in seen, m.person.pk in named)
                for m in alike[row.person_id]
            ]
            if standings[row.pk].decides
            else [],
            suggestions=staffed[row.scheme_id].candidates(row)
            if standings[row.pk].decides and row.person.kept.pk not in held
            else [],
            open_case=held.get(row.person.kept.pk) if standings[row.pk].seen else None,
            earlier=earlier.get(row.person.kept.pk, ()) if standings[row.pk].seen else (),
            programme=programmes[row.pk],
            youngest=schemes[row.scheme_id].youngest_age,
            days=max((day - row.referred_on).days, 0),
            clocks=times[row.pk],
            reading=readings.get(row.pk),
            question=asked.get(row.pk),
            answered=answered.get(row.pk),
        )
        for row in referred
    ]


def _risk(row: Referral, standing: Standing, known: Sequence[RiskStatement]) -> RiskSummary:
    if standing.seen:
        return risk_summary(row.person, known)
    return risk_given(row)


def _open_cases(whom: Sequence[Person]) -> dict[UUID, Case]:
    records = people.records_of_all(person.kept.pk for person in whom)
    rows = Case.objects.filter(person__in=records, state=CaseState.OPEN)
    found = rows.select_related("holder", "partner", "person__merged_into")
    return {case.person.kept.pk: case for case in found}


class Workforce:
    """Those of one scheme to whom the actor may give a case, and what they carry, read once."""

    def __init__(self, actor: Actor, scheme_id: UUID) -> None:
        self.day = today()
        self.members = caseload.possible_holders(actor, scheme_id)
        self.loads = caseload.loads(scheme_id)
        self.weights = weights(Case.objects.filter(scheme_id=scheme_id, state=CaseState.OPEN))
        latest = max(first_call_by(urgency, self.day) for urgency in FIRST_CALL_WORKING_DAYS)
        self.absences = organisations.away_between(scheme_id, self.day, latest)
        self.away = {
            row.member_id: row.to_date for row in self.absences if row.from_date <= self.day
        }

    @property
    def holders(self) -> list[tuple[Membership, int, int]]:
        """(worker, open cases, weight), by name: whom to choose is the lead's to say."""
        counts = self.loads.counts
        found = [(m, counts.get(m.pk, 0), self.weights.get(m.pk, 0)) for m in self.members]
        return sorted(found, key=lambda row: (row[0].name, str(row[0].pk)))

    def candidates(self, row: Referral) -> list[Suggestion]:
        """Whom to suggest for a referral, the best first."""
        practice = row.practice or row.person.practice
        spoken = row.person.language if row.person.needs_interpreter else ""
        programme = row.programme
        wanted = Wanted(
            practice=practice,
            serving=frozenset(self.loads.serving.get(practice.pk, ()) if practice else ()),
            language=spoken if spoken != "en" else "",
            programme=programme.name if programme else "",
            in_programme=self.loads.programmes.get(programme.pk, {}) if programme else {},
            away=self.away,
            leaving=self._leaving(first_call_by(row.urgency, self.day)),
            today=self.day,
        )
        loads = self.loads
        return candidates(self.members, self.weights, cases=loads.counts, wanted=wanted)[:MOST]

    def _leaving(self, called_by: datetime.date) -> dict[UUID, tuple[datetime.date, datetime.date]]:
        """Who is here today and away, from when until when, by the day of a first call."""
        soon = [row for row in self.absences if self.day < row.from_date <= called_by]
        return {row.member_id: (row.from_date, row.to_date) for row in reversed(soon)}


class Workforces(dict[UUID, Workforce]):
    """The workforces of the actor's schemes, each read when it is first asked for."""

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self.actor = actor

    def __missing__(self, scheme_id: UUID) -> Workforce:
        self[scheme_id] = Workforce(self.actor, scheme_id)
        return self[scheme_id]


@dataclass(frozen=True)
class Narrowing:
    """Which referrals of the queue to show; empty values leave nothing out."""

    door: str = ""
    practice: str = ""
    urgency: str = ""
    programme: str = ""
    late: str = ""
    answer: str = ""


def queue(actor: Actor, only: Narrowing, day: datetime.date) -> QuerySet[Referral]:
    """The referrals to decide on, the oldest first, narrowed and never reordered."""
    rows = referrals.waiting(actor)
    if only.door:
        rows = rows.filter(door=only.door)
    if only.practice:
        rows = rows.filter(Q(practice_id=only.practice) | Q(person__practice_id=only.practice))
    if only.urgency:
        rows = rows.filter(urgency=only.urgency)
    if only.programme:
        rows = rows.filter(programme_id=only.programme)
    if only.answer:
        rows = rows.filter(
            Exists(Question.objects.filter(referral=OuterRef("pk"), answered_at=None))
        )
    if only.late:
        late = pressing(undecided(rows), today=day)
        rows = rows.filter(pk__in=[one.referral_id for one in late])
    return rows


def suggested(actor: Actor, referral: Referral) -> Membership | None:
    """Whom the queue suggests for one referral, read anew: each of many changes the next."""
    (one,) = incoming(actor, [referral], Workforces(actor))
    return one.suggestion.holder if one.suggestion else None


def just_decided(actor: Actor) -> list[Referral]:
    """What the actor decided within the minute in which it can be undone, newest first."""
    return list(referrals.just_decided(actor)[:5])


def unallocated(actor: Actor) -> First[Case]:
    """Cases that nobody holds, of the people the actor may see, where they may give them to someone."""
    schemes = caseload.schemes_where(actor, Permission.ALLOCATE)
    rows = caseload.open_cases(actor).filter(holder=None, scheme_id__in=schemes)
    return _first(rows.order_by("opened_at", "id"), MOST_WAITING)


def asks(actor: Actor) -> First[Ask]:
    """What came by the public page and could not be made a referral by itself."""
    schemes = caseload.schemes_where(actor, Permission.DECIDE_REFERRALS)
    return _first(referrals.asks_waiting(schemes), MOST_ASKS)


def _first(rows: QuerySet, most: int) -> First[Any]:
    found = list(rows[: most + 1])
    return First(found[:most], len(found) > most)


def unseen(actor: Actor) -> Unseen:
    """What waits beside the list, of the schemes whose referrals the actor decides on."""
    return waits.unseen(caseload.schemes_where(actor, Permission.DECIDE_REFERRALS))


def returned(actor: Actor) -> First[Referral]:
    """What waits for its referrer, the longest first."""
    schemes = caseload.schemes_where(actor, Permission.DECIDE_REFERRALS)
    return _first(waits.returned(actor, schemes), MOST_WAITING)


def last_came(actor: Actor) -> datetime.datetime | None:
    """When the last referral came, for the page of somebody who has read them all."""
    last = referrals.last_received(actor)
    return last.received_at if last else None
