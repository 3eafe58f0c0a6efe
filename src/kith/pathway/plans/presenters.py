"""The plan as the page shows it, as the person could be read it, and as a document to hold."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from kith.messages.documents.letterhead import Letterhead, LinkWorker
from kith.messages.documents.plan import PlanAction, PlanDocument, PlanGoal
from kith.organisations.models import Scheme
from kith.pathway.caseload.models import Case
from kith.pathway.plans.models import Action, Goal, Need, Plan
from kith.ui import dates
from kith.vocabulary.foundations import Foundation

PROMPTS = {
    Foundation.BELONGING: "Who do you see in a week? Who would you like to see more of?",
    Foundation.PURPOSE: "What gets you up in the morning? What do you miss doing?",
    Foundation.MONEY: "Does the money last to the end of the month? Is any letter worrying you?",
    Foundation.HOME: "How is home: warm, dry, safe, yours?",
    Foundation.HOPE: "If things went well, what would be different by the summer?",
    Foundation.HEALTH: "What does your health stop you doing? What helps you move, eat, sleep?",
}


@dataclass
class Row:
    """One foundation on the page."""

    key: str
    title: str
    prompt: str
    needs: list[Need] = field(default_factory=list)

    @property
    def said(self) -> str:
        """What the closed row says of itself."""
        now = [need for need in self.needs if need.ended_on is None]
        if not now:
            return "not talked about" if not self.needs else "settled"
        goals = sum(len(need.goals.all()) for need in now)
        return f"{_count(len(now), 'need')}, {_count(goals, 'goal')}"


def rows(needs: Iterable[Need]) -> list[Row]:
    """Five calm rows, then health and daily life, each with its needs."""
    found = {one.value: Row(one.value, one.label, PROMPTS[one]) for one in Foundation}
    for need in needs:
        found[need.foundation].needs.append(need)
    return list(found.values())


def summary(case: Case, plan: Plan | None, needs: Iterable[Need]) -> list[str]:
    """The plan in plain English, as sentences to the person."""
    said: list[str] = []
    if plan and plan.strengths:
        said.append(f"You told us what is strong: {_sentence(plan.strengths)}")
    if plan and plan.what_matters:
        said.append(f"What matters to you: {_sentence(plan.what_matters)}")
    for goal in _goals_now(needs):
        said.append(f"You want: {_sentence(goal.text)}")
        said += [_step(case, one) for one in goal.actions.all() if one.status == "to_do"]
    if plan and plan.agreed_on:
        said.append(
            f"This was agreed with {plan.agreed_with} on {dates.long_date(plan.agreed_on)}."
        )
    if plan and plan.review_on:
        said.append(f"We look at it together again on {dates.long_date(plan.review_on)}.")
    return said


def document(
    case: Case, plan: Plan | None, needs: Iterable[Need], scheme: Scheme, *, large: bool
) -> PlanDocument:
    """The person's own copy."""
    holder = case.holder
    return PlanDocument(
        scheme=Letterhead(
            scheme.name, tuple(scheme.address.splitlines()), scheme.phone, scheme.email
        ),
        date=dates.today(),
        person_name=case.person.called,
        what_matters=plan.what_matters if plan else "",
        goals=tuple(
            PlanGoal(
                goal.text,
                tuple(
                    PlanAction(one.text, who(case, one, "You"), _when(one.by_when))
                    for one in goal.actions.all()
                    if one.status == Action.Status.TO_DO
                ),
            )
            for goal in _goals_now(needs)
        ),
        link_worker=LinkWorker(
            holder.name if holder else "",
            scheme.link_worker_title,
            (holder.phone if holder else "") or scheme.phone,
        ),
        next_step=case.next_step,
        review_on=plan.review_on if plan else None,
        large_print=large,
    )


def who(case: Case, one: Action, person: str) -> str:
    """Who does it, by name where there is one; `person` is how the person is called here."""
    if one.who_name:
        return one.who_name
    if one.who == Action.Who.PERSON:
        return person
    if one.who == Action.Who.WORKER:
        return case.holder.name if case.holder else "Your link worker"
    return "Your GP or another professional" if one.who == "professional" else "Someone else"


def _step(case: Case, one: Action) -> str:
    when = f", by {dates.long_date(one.by_when)}" if one.by_when else ""
    return f"{who(case, one, 'You')}{when}: {_sentence(one.text)}"


def _goals_now(needs: Iterable[Need]) -> list[Goal]:
    return [
        goal
        for need in needs
        if need.ended_on is None
        for goal in need.goals.all()
        if goal.status in (Goal.Status.OPEN, Goal.Status.PARTLY)
    ]


def _when(day: datetime.date | None) -> str:
    return dates.long_date(day) if day else ""


def _sentence(text: str) -> str:
    said = text.strip()
    return said if said.endswith((".", "!", "?", "…")) else f"{said}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
