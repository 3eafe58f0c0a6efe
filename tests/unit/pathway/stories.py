"""People at a point on the pathway, brought there through the write doors.

`case = a_case(by)` is Maya, taken on for Nadia; name anyone else with `first_name=`.
"""

from __future__ import annotations

import datetime
from typing import Any

from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations.models import Membership, Practice
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.plans import actions as plans
from kith.pathway.plans.models import Goal
from kith.pathway.referrals import actions as referrals
from kith.people import actions as people
from tests import cast

PHONE = "07700 900123"


def a_case(
    by: Actor = cast.TESTS,
    *,
    holder: str = "Nadia Rahman",
    scheme_id: Any = cast.BOW,
    first_name: str = "Maya",
    last_name: str = "Okafor",
    born: datetime.date = datetime.date(1951, 3, 9),
    safe_for: tuple[str, ...] = ("call", "voicemail", "text"),
    letters_safe: bool = True,
    risk_asked: bool = True,
    agreed: bool = False,
    at: datetime.datetime | None = None,
) -> Case:
    """An open case of someone with a phone and an address, held by a member of the cast."""
    with context.in_scheme(scheme_id, actor=by.key):
        referral = referrals.receive(
            by=by,
            scheme_id=scheme_id,
            who=people.Who(
                first_name=first_name,
                last_name=last_name,
                date_of_birth=born,
                phone=PHONE,
                phone_safe_for=safe_for,
                address="12 Fairfield Road, London",
                postcode="E3 2QA",
                address_safe_for=("letter", "visit") if letters_safe else (),
            ),
            source="01",
            practice=Practice.objects.filter(scheme_id=scheme_id).order_by("name").first(),
            referrer_name="Dr Ruth Abelson",
            no_risk_known=risk_asked,
            at=at,
        )
        member = Membership.objects.get(scheme_id=scheme_id, name=holder)
        case = caseload.take_on(
            by=by, referral=referral, holder=member, why_young="Nobody else would", at=at
        )
        return caseload.record_agreed(by=by, case=case, at=at) if agreed else case


def a_goal(case: Case, by: Actor = cast.TESTS, text: str = "Have lunch with others") -> Goal:
    """A goal in the case's plan, under friends and belonging."""
    with context.in_scheme(case.scheme_id, actor=by.key):
        need = plans.add_need(
            by=by, case=case, foundation="belonging", text="I eat alone every day"
        )
        return plans.add_goal(by=by, need=need, text=text, importance=8)
