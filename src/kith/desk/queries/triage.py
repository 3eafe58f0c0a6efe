"""What the triage page reads: who came in, what is known of them, whom to give them to."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kith.accounts.permissions import Permission
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.pathway.caseload import queries as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.rules import Suggestion, suggested_holder
from kith.pathway.caseload.states import CaseState
from kith.pathway.referrals import queries as referrals
from kith.pathway.referrals.models import Ask, Referral
from kith.pathway.referrals.queries import Standing, doors
from kith.pathway.referrals.rules import UNDO_WITHIN, risk_given
from kith.pathway.referrals.states import Decision
from kith.people import queries as people
from kith.people.models import ContactPoint, Person, RiskStatement
from kith.people.rules import Comparison, RiskSummary, risk_summary
from kith.ui.dates import today

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
    suggestion: Suggestion | None
    open_case: Case | None
    days: int


def incoming(actor: Actor, referred: Sequence[Referral]) -> list[Incoming]:
    """Referrals with what is known; the reads do not grow with their number.

    Of a person whose record is closed to the actor, what the referral carried and nothing else.
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
    suggest = _suggester(actor, referred)
    day = today()
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
            suggestion=suggest(row)
            if standings[row.pk].decides and row.person.kept.pk not in held
            else None,
            open_case=held.get(row.person.kept.pk) if standings[row.pk].seen else None,
            days=max((day - row.referred_on).days, 0),
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


def _suggester(actor: Actor, referred: Sequence[Referral]):  # type: ignore[no-untyped-def]
    """Whom to suggest, each scheme's staff and caseloads read once."""
    schemes = {row.scheme_id for row in referred}
    holders = {one: caseload.possible_holders(actor, one) for one in schemes}
    weights = {one: caseload.weights(one) for one in schemes}
    counts = {one: caseload.case_counts(one) for one in schemes}
    serving = {one: caseload.partners_by_practice(one) for one in schemes}

    def suggest(row: Referral) -> Suggestion | None:
        practice = row.practice or row.person.practice
        return suggested_holder(
            holders[row.scheme_id],
            weights[row.scheme_id],
            cases=counts[row.scheme_id],
            practice=practice,
            partner_ids_of_practice=serving[row.scheme_id].get(practice.pk, ()) if practice else (),
        )

    return suggest


def just_decided(actor: Actor) -> list[Referral]:
    """What the actor decided within the minute in which it can be undone, newest first."""
    own = [seat.membership_id for seat in actor.seats]
    rows = Referral.objects.filter(
        decided_by_id__in=own,
        decided_at__gt=timezone.now() - UNDO_WITHIN,
        decision__in=[Decision.TAKEN_ON, Decision.RETURNED, Decision.NOT_TAKEN_ON],
    )
    return list(rows.select_related("person").order_by("-decided_at")[:5])


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


def doubtful(actor: Actor) -> int:
    """How many things came that probably no person wrote; they have a list of their own."""
    return doors.doubtful(caseload.schemes_where(actor, Permission.DECIDE_REFERRALS)).count()


def holders(actor: Actor, scheme_id: UUID) -> list[tuple[Membership, int, int]]:
    """(worker, open cases, weight) of those to whom the actor may give a case, the lightest first."""
    weights, counts = caseload.weights(scheme_id), caseload.case_counts(scheme_id)
    found = [
        (m, counts.get(m.pk, 0), weights.get(m.pk, 0))
        for m in caseload.possible_holders(actor, scheme_id)
    ]
    return sorted(found, key=lambda row: (row[2], row[0].name))


def last_came(actor: Actor) -> datetime.datetime | None:
    """When the last referral came, for the page of somebody who has read them all."""
    last = referrals.last_received(actor)
    return last.received_at if last else None
