"""Reading a plan: whole, as the person would read it, and what in it is due."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.plans.models import Action, Goal, Need, Plan


def plan_of(case: Case) -> Plan | None:
    """The plan of a case, if one was started."""
    return Plan.objects.filter(case=case).select_related("review_by").first()


def needs(case: Case) -> list[Need]:
    """The needs of a case in the order they were said, with `.goals.all()` and their
    `.actions.all()` read already; three queries however many there are."""
    actions = Prefetch("actions", Action.objects.order_by("created_at", "id"))
    goals = Prefetch("goals", Goal.objects.order_by("created_at", "id").prefetch_related(actions))
    rows = Need.objects.filter(plan__case=case).select_related("reason")
    return list(rows.order_by("created_at", "id").prefetch_related(goals))


def goals(case: Case) -> QuerySet[Goal]:
    """The goals of a case, in the order they were said."""
    return (
        Goal.objects.filter(need__plan__case=case)
        .select_related("need")
        .order_by("created_at", "id")
    )


def open_actions(case: Case) -> QuerySet[Action]:
    """What is still to be done, soonest first; those without a day last."""
    return (
        Action.objects.filter(goal__need__plan__case=case, status=Action.Status.TO_DO)
        .select_related("goal")
        .order_by("by_when", "created_at")
    )


def due(holders: Iterable[UUID], *, on: datetime.date) -> QuerySet[Plan]:
    """Plans whose review is due on or before a day, in open cases held by these memberships."""
    return (
        Plan.objects.filter(
            case__holder__in=list(holders), case__state=CaseState.OPEN, review_on__lte=on
        )
        .select_related("case", "person")
        .order_by("review_on")
    )
