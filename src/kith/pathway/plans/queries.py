"""Reading a plan: whole, as the person would read it, and what in it is due.

What was taken back is on no page but in `taken_back`, from where it can be put back.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from kith.isolation import links
from kith.isolation.models import PrivateLink
from kith.organisations.duty import Duty
from kith.pathway.caseload.models import Case
from kith.pathway.plans import wording
from kith.pathway.plans.models import Action, Correction, Goal, Need, PersonPage, Plan, PlanVersion

Row = TypeVar("Row", Need, Goal, Action)

PAGE = "plans.page"
"""The purpose of the private link to a person's own page."""


def plan_of(case: Case) -> Plan | None:
    """The plan of a case, if one was started."""
    return Plan.objects.filter(case=case).select_related("review_by", "started_from").first()


def needs(case: Case) -> list[Need]:
    """The needs of a case in their order, with `.goals.all()` and their `.actions.all()` read
    already; three queries however many there are."""
    return _needs(Need.objects.filter(plan__case=case))


def _needs(rows: QuerySet[Need]) -> list[Need]:
    standing: dict[str, Any] = {"taken_back_at": None}
    actions = Prefetch("actions", Action.objects.filter(**standing).order_by("created_at", "id"))
    in_order = Goal.objects.filter(**standing).order_by("position", "created_at", "id")
    goals = Prefetch("goals", in_order.prefetch_related(actions))
    rows = rows.filter(**standing).select_related("reason")
    return list(rows.order_by("position", "created_at", "id").prefetch_related(goals))


def goals(case: Case) -> QuerySet[Goal]:
    """The goals of a case, in their order."""
    return (
        Goal.objects.filter(need__plan__case=case, taken_back_at=None, need__taken_back_at=None)
        .select_related("need")
        .order_by("need__position", "need__created_at", "position", "created_at", "id")
    )


def open_actions(case: Case) -> QuerySet[Action]:
    """What is still to be done, soonest first; those without a day last."""
    return (
        _standing_actions()
        .filter(goal__need__plan__case=case, status=Action.Status.TO_DO)
        .select_related("goal")
        .order_by("by_when", "created_at")
    )


def _standing_actions() -> QuerySet[Action]:
    return Action.objects.filter(
        taken_back_at=None, goal__taken_back_at=None, goal__need__taken_back_at=None
    )


def taken_back(case: Case) -> list[Need | Goal | Action]:
    """What was written by mistake and taken back, newest first."""
    found: list[Need | Goal | Action] = [
        *Need.objects.filter(plan__case=case).exclude(taken_back_at=None),
        *Goal.objects.filter(need__plan__case=case).exclude(taken_back_at=None),
        *Action.objects.filter(goal__need__plan__case=case).exclude(taken_back_at=None),
    ]
    return sorted(found, key=lambda row: str(row.taken_back_at), reverse=True)


def of_case(kind: type[Row], case: Case, row_id: UUID) -> Row:
    """A need, a goal or an action of a case, taken back or not; raises the one 404 otherwise."""
    to_plan = {Need: "plan", Goal: "need__plan", Action: "goal__need__plan"}[kind]
    rows: QuerySet[Row] = kind.objects.filter(**{f"{to_plan}__case": case})
    found = rows.select_related(f"{to_plan}__case").filter(pk=row_id).first()
    if found is None:
        raise Http404
    return found


def beside(row: Need | Goal) -> list[Any]:
    """A need and the others under its foundation, or a goal and the others under its need, in their order."""
    if isinstance(row, Need):
        rows: QuerySet[Any] = Need.objects.filter(plan=row.plan_id, foundation=row.foundation)
    else:
        rows = Goal.objects.filter(need=row.need_id)
    return list(rows.filter(taken_back_at=None).order_by("position", "created_at", "id"))


def earlier(case: Case) -> list[Plan]:
    """The plans of the person's earlier cases, and of those that go on with this one, newest first, each with its
    `.read` needs.
    """
    before = Q(case__opened_at__lt=case.opened_at) | Q(case__merged_into=case)
    rows = Plan.objects.filter(before, person__in=case.person.records)
    found = list(rows.select_related("case").order_by("-case__opened_at"))
    by_plan: dict[UUID, list[Need]] = {plan.pk: [] for plan in found}
    for need in _needs(Need.objects.filter(plan__in=found)) if found else ():
        by_plan[need.plan_id].append(need)
    for plan in found:
        plan.read = by_plan[plan.pk]  # type: ignore[attr-defined]
    return found


def due(cases: Iterable[UUID], *, on: datetime.date) -> QuerySet[Plan]:
    """Plans of these cases whose review is due on or before a day."""
    rows = Plan.objects.filter(case__in=list(cases), review_on__lte=on)
    return rows.select_related("case", "person").order_by("review_on")


def steps_due(cases: Iterable[UUID], *, on: datetime.date) -> QuerySet[Action]:
    """What the holders of these cases promised to do by a day and have not done, the oldest first."""
    return (
        _standing_actions()
        .filter(
            who=Action.Who.WORKER,
            status=Action.Status.TO_DO,
            by_when__lte=on,
            goal__need__plan__case__in=list(cases),
            goal__need__ended_on=None,
            goal__status__in=wording.GOALS_NOW,
        )
        .select_related("goal__need__plan")
        .order_by("by_when", "created_at")
    )


def versions(case: Case) -> QuerySet[PlanVersion]:
    """What the plan said each time it was agreed or corrected, the first one first."""
    return PlanVersion.objects.filter(plan__case=case).order_by("number")


def contents(case: Case) -> wording.Contents | None:
    """The plan as it stands, as a version would keep it; None before it was started."""
    plan = plan_of(case)
    return wording.contents(plan, needs(case)) if plan else None


def last_page(case: Case) -> PersonPage | None:
    """The page that was given last, whether or not its link opens anything still."""
    rows = PersonPage.objects.filter(plan__case=case)
    return rows.select_related("given_by").order_by("-created_at").first()


def link_of(page: PersonPage) -> PrivateLink | None:
    """The link of a page, while it opens something."""
    return links.in_force(purpose=PAGE, subject_id=page.pk).first()


def corrections(case: Case) -> QuerySet[Correction]:
    """What the person wrote about the plan of a case, newest first."""
    return Correction.objects.filter(page__plan__case=case).order_by("-created_at")


def correction_rows() -> QuerySet[Correction]:
    """Everything that people wrote, with the case it is about."""
    return Correction.objects.select_related(
        "page__plan__case__holder", "page__person__merged_into"
    )


def for_today(duty: Duty) -> list[Correction]:
    """What people wrote that waits for the holders of their cases, the oldest first."""
    rows = correction_rows().filter(
        Q(page__plan__case__holder__in=duty.looked_after, page__plan__case__merged_into=None)
        | Q(page__plan__case__merged_into__holder__in=duty.looked_after),
        state=Correction.State.WAITING,
    )
    return list(rows.order_by("created_at"))


def page_whole(page_id: UUID, *, lock: bool = False) -> PersonPage:
    """A page with what it is made of, for the door that writes it afresh; with `lock`, for one at a time."""
    rows = PersonPage.objects.select_related(
        "person__merged_into", "plan__case__holder", "plan__case__person__merged_into"
    )
    return (rows.select_for_update(of=("self",)) if lock else rows).get(pk=page_id)


def page_shown(page_id: UUID) -> PersonPage | None:
    """The page behind a private link, for its holder."""
    return PersonPage.objects.filter(pk=page_id).first()


def written_on(page_id: UUID) -> list[Correction]:
    """What was written on a page, newest first, for the holder of its link."""
    return list(Correction.objects.filter(page_id=page_id).order_by("-created_at"))
