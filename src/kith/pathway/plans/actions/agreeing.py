"""Agreement and review; each agreement keeps the plan as a version."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.plans import queries, rules, wording
from kith.pathway.plans.actions.about import start
from kith.pathway.plans.models import Action, Plan, PlanVersion
from kith.resilience.versions import change
from kith.ui import dates
from kith.vocabulary.word_back import Kind


@action("plans.keep_version")
def keep_version(
    *, by: Actor, case: Case, why: str, at: datetime.datetime | None = None
) -> PlanVersion:
    """Keep the plan as it stands, numbered; `why` is one of `PlanVersion.Why`."""
    plan = start(by=by, case=case, at=at)
    last = queries.versions(case).last()
    return PlanVersion.objects.create(
        scheme_id=case.scheme_id,
        person_id=case.person_id,
        plan=plan,
        number=last.number + 1 if last else 1,
        why=why,
        made_at=at or timezone.now(),
        contents=wording.contents(plan, queries.needs(case)),
        by_id=by.membership_id(case.scheme_id),
        by_name=by.name,
    )


@action("plans.agree")
def agree(
    *,
    by: Actor,
    case: Case,
    agreed_with: str,
    also_present: str = "",
    agreed_on: datetime.date | None = None,
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Plan:
    """Record with whom the plan was agreed, who else was there, and when (PRSB v1.1, section 19).

    Raises Refused without a name or for a future day, Stale on another's change.
    """
    said = rules.check_said(agreed_with, "agreed_with", "Say who agreed the plan")
    day = agreed_on or dates.today(at)
    rules.check_not_future(day, "agreed_on")
    plan = start(by=by, case=case, at=at)
    change(
        plan,
        expected=expected,
        agreed_on=day,
        agreed_with=said[:200],
        also_present=also_present.strip()[:200],
        not_agreed_why="",
    )
    keep_version(by=by, case=case, why=PlanVersion.Why.AGREED, at=at)
    steps = list(queries.open_actions(case))
    asks = tuple(step.text for step in steps if step.who == Action.Who.PROFESSIONAL)
    own = tuple(step.text for step in steps if step.who == Action.Who.PERSON)
    caseload.tell(by=by, case=case, kind=Kind.PLAN, asks=asks, steps=own, at=at)
    return plan


@action("plans.leave_unagreed")
def leave_unagreed(*, by: Actor, case: Case, why: str, expected: int | None = None) -> Plan:
    """Record why the plan is not agreed (PRSB v1.1, section 19). Raises Refused without why."""
    said = rules.check_said(why, "not_agreed_why", "Say why it is not agreed")
    plan = start(by=by, case=case)
    change(
        plan,
        expected=expected,
        agreed_on=None,
        agreed_with="",
        also_present="",
        not_agreed_why=said[:300],
    )
    return plan


@action("plans.set_review")
def set_review(
    *,
    by: Actor,
    case: Case,
    on: datetime.date | None,
    reviewer: Membership | None = None,
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Plan:
    """Say when the plan is looked at again, and by whom (the case's holder unless said)."""
    plan = start(by=by, case=case, at=at)
    holder = reviewer.pk if reviewer else case.holder_id
    change(plan, expected=expected, review_on=on, review_by_id=holder if on else None)
    return plan
