"""One person's whole record, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kith.concerns import queries as concerns
from kith.concerns.models import Concern
from kith.desk.queries.cases import Rows, position_of
from kith.funds import queries as funds
from kith.funds.models import MoneyRequest
from kith.groups import queries as groups
from kith.groups.queries import OfPerson
from kith.meetings import queries as meetings
from kith.meetings.models import Discussed
from kith.organisations import queries as organisations
from kith.pathway.caseload import prompts
from kith.pathway.caseload import together_queries as caseload
from kith.pathway.caseload.models import Case, Holding, Joining, JointWork, Pause
from kith.pathway.caseload.prompts import PromptDue
from kith.pathway.caseload.queries import joinings_of
from kith.pathway.caseload.states import CaseState
from kith.pathway.closures import queries as closures
from kith.pathway.closures.models import Closure, FollowUp
from kith.pathway.connections import queries as connections
from kith.pathway.connections.models import Introduction, Signpost, UnmetNeed
from kith.pathway.connections.states import Progress
from kith.pathway.contacts.models import Contact, Outcome, SupportGiven
from kith.pathway.outcomes import queries as outcomes
from kith.pathway.outcomes.instruments import Instrument
from kith.pathway.outcomes.models import Alert, Moment, Score
from kith.pathway.plans import queries as plans
from kith.pathway.plans.models import Need, Plan
from kith.pathway.progress import ContactFacts, IntroductionFacts, Position
from kith.pathway.referrals import queries as referral_queries
from kith.pathway.referrals.models import Referral, WordBack
from kith.pathway.referrals.programme_queries import ProgrammeFacts, facts_of
from kith.people import queries as people
from kith.people.models import (
    AddressWarning,
    ChildAgreement,
    ContactPoint,
    LifeEvent,
    LinkedPerson,
    Person,
    RiskStatement,
)
from kith.people.rules import is_child


@dataclass
class Record:
    """Everything a page says of one person. `case` is the open one, else the newest; `referral` is
    its own, else the newest.
    """

    person: Person
    points: list[ContactPoint]
    linked: list[LinkedPerson]
    risks: list[RiskStatement]
    referrals: list[Referral]
    cases: list[Case]
    contacts: list[Contact]
    support: list[SupportGiven]
    introductions: list[Introduction]
    signposts: list[Signpost]
    scores: list[Score]
    closures: list[Closure]
    holdings: list[Holding]
    life: list[LifeEvent]
    told: list[WordBack]
    joined: list[Joining]
    groups: OfPerson
    meetings: list[Discussed]
    money: list[MoneyRequest]
    concerns: list[Concern]
    pauses: list[Pause]
    joint: list[JointWork]
    unmet: list[UnmetNeed]
    agreement: ChildAgreement | None
    door: list[AddressWarning] = field(default_factory=list)
    codes_only_by_policy: bool = False
    case: Case | None = None
    referral: Referral | None = None
    position: Position | None = None
    plan: Plan | None = None
    needs: Iterable[Need] = ()
    pairs: tuple[outcomes.Pair, ...] = ()
    measures: Mapping[str, Instrument] = field(default_factory=dict)
    measured: Sequence[outcomes.Series] = ()
    to_measure: Sequence[outcomes.Prompt] = ()
    alerts: Sequence[Alert] = ()
    programme: ProgrammeFacts | None = None
    prompts: Sequence[PromptDue] = ()
    calls: Sequence[FollowUp] = ()

    @property
    def is_open(self) -> bool:
        """Whether the scheme supports the person now."""
        return self.case is not None and self.case.state == CaseState.OPEN

    def paused(self, today: dt.date) -> Pause | None:
        """The pause of the case that runs on a day, if it rests."""
        running = (row for row in self.pauses if row.from_on <= today < row.over_on)
        return next((row for row in running if self.case and row.case_id == self.case.pk), None)

    @property
    def spoken(self) -> bool:
        """Whether anyone of the scheme ever talked with the person."""
        return any(contact.outcome == Outcome.REACHED for contact in self.contacts)


def record_of(person: Person, *, today: dt.date) -> Record:
    """Read one person's record. Whether the reader may is asked before (`person_for`)."""
    mine = {"person__in": person.records}
    cases = list(
        Case.objects.filter(**mine)
        .select_related("holder", "partner", "referral")
        .order_by("-opened_at")
    )
    referrals = list(
        Referral.objects.filter(**mine)
        .select_related("practice", "referrer", "decided_by")
        .prefetch_related("reasons__reason")
        .order_by("-received_at")
    )
    points = list(people.contact_points(person))
    record = Record(
        person=person,
        points=points,
        linked=list(people.linked_people(person)),
        risks=list(people.risks(person)),
        referrals=referrals,
        cases=cases,
        contacts=list(Contact.objects.filter(**mine).order_by("-happened_at", "-planned_for")),
        support=list(SupportGiven.objects.filter(**mine).order_by("-given_on", "-created_at")),
        introductions=list(
            Introduction.objects.filter(**mine).select_related("need").order_by("-made_at")
        ),
        signposts=list(Signpost.objects.filter(**mine).order_by("-given_on")),
        scores=list(
            Score.objects.filter(**mine, replaced_at=None).order_by("-taken_on", "-created_at")
        ),
        closures=list(Closure.objects.filter(**mine).order_by("-closed_at")),
        holdings=list(
            Holding.objects.filter(case__person__in=person.records)
            .select_related("holder", "given_by")
            .order_by("-from_at")
        ),
        life=list(LifeEvent.objects.filter(**mine).order_by("-on", "-created_at")),
        told=list(referral_queries.words_back().filter(referral__person__in=person.records)),
        joined=joinings_of(person),
        groups=groups.of_person(person),
        meetings=meetings.of_person(person),
        money=funds.of_person(person),
        concerns=concerns.all_of(person),
        pauses=caseload.pauses_of(person),
        joint=caseload.joint_work_of(person),
        unmet=connections.unmet_of(person),
        agreement=people.agreement_of(person) if is_child(person, today) else None,
        door=people.warnings_of(points),
        codes_only_by_policy=organisations.scheme(person.scheme_id).codes_only_by_default,
    )
    if record.closures:
        record.calls = list(closures.calls_planned(person))
    _place(record, today)
    return record


def _place(record: Record, today: dt.date) -> None:
    opened = [case for case in record.cases if case.state == CaseState.OPEN]
    case = record.case = next(iter(opened or record.cases), None)
    newest = record.referrals[0] if record.referrals else None
    record.referral = case.referral if case else newest
    if case:
        record.plan = plans.plan_of(case)
        record.needs = plans.needs(case)
        _measure(record, case, today)
    if record.referral:
        record.programme = facts_of([record.referral])[record.referral.pk]
        record.prompts = prompts.due(opened, today)
        record.position = position_of(record.referral, case, _rows(record, case), today=today)


def _measure(record: Record, case: Case, today: dt.date) -> None:
    """What was measured over time, what changed in this case, and what it is a good moment for."""
    kept = outcomes.shelf(case.scheme_id)
    record.measures = {key: one.measure for key, one in kept.items()}
    record.pairs = outcomes.paired(case, record.measures)
    goals = outcomes.goal_lines(outcomes.ratings(case))
    record.measured = [*outcomes.lines(record.scores, record.measures), *goals]
    record.alerts = outcomes.open_alerts(record.person)
    if case.state != CaseState.OPEN:
        return
    talked = any(c.case_id == case.pk and c.outcome == Outcome.REACHED for c in record.contacts)
    stage = outcomes.Stage(talked, record.plan.review_on if record.plan else None)
    mine = [row for row in record.scores if row.case_id == case.pk]
    record.to_measure = outcomes.prompts(record.person, stage, kept, mine, today=today)


def _rows(record: Record, case: Case | None) -> Rows:
    """What the position of the case is computed from, of what was read already."""
    rows = Rows()
    if case is None:
        return rows
    for contact in record.contacts:
        if contact.case_id == case.pk and contact.happened_at:
            inbound = contact.direction == Contact.Direction.IN
            rows.contacts[case.pk].append(
                ContactFacts(
                    contact.outcome,
                    contact.happened_at,
                    inbound,
                    contact.medium,
                    counts=contact.counts,
                )
            )
    if record.plan:
        rows.plans[case.pk] = record.plan.agreed_on
    for row in record.introductions:
        if row.case_id == case.pk:
            rows.introductions[case.pk].append(
                IntroductionFacts(Progress(row.progress), row.progress_at)
            )
    ends = (row for row in record.scores if row.case_id == case.pk and row.moment == Moment.END)
    rows.ends[case.pk] = [row.taken_on for row in ends]
    reopened = (row.reopened_at for row in record.closures if row.case_id == case.pk)
    if last := max(filter(None, reopened), default=None):
        rows.reopened[case.pk] = last
    return rows
