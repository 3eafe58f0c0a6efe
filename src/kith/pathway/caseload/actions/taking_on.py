"""A referral is taken on: the case opens."""

from __future__ import annotations

import datetime

from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.models import DeliveryPartner, Membership
from kith.organisations.rules import is_too_young
from kith.pathway.caseload.actions.holding import allocate, check_giving
from kith.pathway.caseload.models import Case, Holding
from kith.pathway.caseload.queries import open_case_of
from kith.pathway.caseload.rules import FIRST_STEP, first_call_by
from kith.pathway.caseload.states import CaseState
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.rules import age_at
from kith.people import actions as people
from kith.people import queries as people_queries
from kith.people.models import PartnerAccess, Person
from kith.resilience.errors import Refused
from kith.ui.dates import day_of
from kith.vocabulary.word_back import Kind


@action("caseload.take_on")
def take_on(
    *,
    by: Actor,
    referral: Referral,
    holder: Membership | None = None,
    next_step: str = "",
    next_step_on: datetime.date | None = None,
    next_step_time: datetime.time | None = None,
    note: str = "",
    why_young: str = "",
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Case:
    """Take a referral on and open the case; with `holder`, give it to them in the same act.

    Without words for the next step it is the first call, due by the referral's urgency. Without a
    holder the case waits for one, seen by the partner of whoever took it on. `why_young` is why the scheme
    takes on somebody younger than those whom it supports. Raises Refused without it, and when the person has
    an open case, is closed to the actor or was decided on; Stale when it changed meanwhile.
    """
    moment = at or timezone.now()
    # Two referrals of one person, taken on at the same moment: the second sees the first's case.
    person = people_queries.locked(referral.person.kept)
    referrals.check_deciding(by, referral)
    _check_no_open_case(person)
    why = _why_young(referral, why_young)
    if holder is not None:
        check_giving(by, holder)
    referrals.mark_taken_on(by=by, referral=referral, why=why, at=moment, expected=expected)
    day = day_of(moment)
    case = Case.objects.create(
        scheme_id=referral.scheme_id,
        person=person,
        referral=referral,
        programme=referral.programme,
        contract=_contract(referral, day),
        opened_at=moment,
        next_step=next_step.strip() or FIRST_STEP,
        next_step_on=next_step_on or first_call_by(referral.urgency, day),
        next_step_time=next_step_time,
    )
    called_by = case.next_step_on
    referrals.tell(by=by, referral=referral, kind=Kind.TAKEN_ON, next_by=called_by, at=at)
    if holder is not None:
        return allocate(by=by, case=case, holder=holder, note=note, at=at)
    partner = _partner_of(by, referral)
    if partner is not None:
        case.partner = partner
        case.save(update_fields=["partner"])
        case.refresh_from_db(fields=["version"])
        people.give_partner_access(by=by, person=person, partner=partner, from_date=day)
    return case


@action("caseload.undo_take_on")
def undo_take_on(*, by: Actor, case: Case, at: datetime.datetime | None = None) -> Referral:
    """Take back taking on, within its minute: the referral is unread again and the case is gone.

    Its rows stay in the history. Raises Refused after the minute, or when something was written on
    the case meanwhile, its end included.
    """
    if case.state != CaseState.OPEN:
        raise Refused(
            "This case has ended already, so taking on cannot be undone."
            " Open the record to see why."
        )
    referral = case.referral
    referrals.undo(by=by, referral=referral, at=at)
    try:
        PartnerAccess.objects.filter(
            person=case.person, partner=case.partner, created_at__gte=case.created_at
        ).delete()
        Holding.objects.filter(case=case).delete()
        Case.objects.get(pk=case.pk).delete()
    except (ProtectedError, IntegrityError) as error:
        raise Refused(
            "Something was written on this case already, so taking on cannot be undone."
            " Finish it from the record instead."
        ) from error
    return referral


def _check_no_open_case(person: Person) -> None:
    there = open_case_of(person)
    if there is None:
        return
    held = f"with {there.holder.name}" if there.holder else "waiting for a worker"
    raise Refused(
        f"{person.full_name} has an open case already, {held}. Do not take this referral"
        " on a second time: open it and join it to the case."
    )


def _why_young(referral: Referral, said: str) -> str:
    """Why somebody younger than the scheme supports is taken on; nothing of anybody else."""
    scheme, age = organisations.scheme(referral.scheme_id), age_at(referral)
    if not is_too_young(scheme, age):
        return ""
    if not said.strip():
        raise Refused(
            f"{referral.name_given} is {age}, and your service supports people from {scheme.youngest_age}."
            " Open it: send it to who can help, or say why you take them on.",
            field="why_young",
        )
    return said.strip()


def _contract(referral: Referral, day: datetime.date):  # type: ignore[no-untyped-def]
    practice = referral.practice or referral.person.practice
    return organisations.paying_contract(
        referral.scheme_id,
        on=day,
        practice_code=practice.ods_code if practice else "",
        programme_id=referral.programme_id,
    )


def _partner_of(by: Actor, referral: Referral) -> DeliveryPartner | None:
    seat = by.seat(referral.scheme_id)
    if seat is None or seat.partner_id is None:
        return None
    return DeliveryPartner.objects.get(pk=seat.partner_id)
