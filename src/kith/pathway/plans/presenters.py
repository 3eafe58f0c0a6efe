"""The plan as the page shows it, as the person could be read it, and as a document to hold."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from kith.messages.documents.letterhead import Letterhead, LinkWorker
from kith.messages.documents.plan import PlanAction, PlanDocument, PlanGoal
from kith.organisations.duty import Duty
from kith.organisations.models import Reason, Scheme
from kith.pathway.caseload.models import Case
from kith.pathway.plans import wording
from kith.pathway.plans.about_me import ELEMENTS, MATTERS, STRENGTHS
from kith.pathway.plans.models import Action, Correction, Goal, Need, Plan, PlanVersion
from kith.pathway.plans.wording import GOALS_NOW, who
from kith.ui import dates
from kith.ui.items import Block, Item, Press, blocks
from kith.vocabulary import languages
from kith.vocabulary.foundations import Foundation


@dataclass
class Row:
    """One foundation on the page."""

    key: str
    title: str
    prompt: str
    needs: list[Need] = field(default_factory=list)
    taps: list[Reason] = field(default_factory=list)
    """The scheme's own reasons that are not among the needs yet: each makes one in a press."""

    @property
    def said(self) -> str:
        """What the closed row says of itself."""
        now = [need for need in self.needs if need.ended_on is None]
        if not now:
            return "not talked about" if not self.needs else "settled"
        goals = sum(len(need.goals.all()) for need in now)
        return f"{_count(len(now), 'need')}, {_count(goals, 'goal')}"


def rows(
    needs: Iterable[Need], reasons: Iterable[Reason] = (), prompts: Mapping[str, str] | None = None
) -> list[Row]:
    """Five calm rows, then health and daily life, each with its needs and its tap-words."""
    asked = prompts or {}
    found = {one.value: Row(one.value, one.label, asked.get(one.value, "")) for one in Foundation}
    said = set()
    for need in needs:
        found[need.foundation].needs.append(need)
        if need.ended_on is None:
            said.add(need.reason_id)
    for reason in reasons:
        if reason.pk not in said:
            found[reason.foundation].taps.append(reason)
    return list(found.values())


def summary(case: Case, plan: Plan | None, needs: Iterable[Need]) -> list[str]:
    """The plan in plain English, as sentences to the person."""
    said: list[str] = []
    if plan and plan.strengths:
        said.append(f"You told us what is strong: {_sentence(plan.strengths)}")
    if plan and plan.what_matters:
        said.append(f"What matters to you: {_sentence(plan.what_matters)}")
    said += _about(plan) if plan else []
    said += [f"You said: {_sentence(need.text)}" for need in _without_goal(needs)]
    for goal in _goals_now(needs):
        said.append(f"You want: {_sentence(goal.text)}{_weight(goal)}")
        said += [_step(case, one) for one in goal.actions.all() if one.status == "to_do"]
    if plan and plan.agreed_on:
        said.append(wording.agreed_words(plan))
    if plan and plan.review_on:
        said.append(f"We look at it together again on {dates.long_date(plan.review_on)}.")
    return said


def _about(plan: Plan) -> list[str]:
    """The rest of “About me”, each under the words that the person reads above it."""
    rest = (one for one in ELEMENTS if one not in (STRENGTHS, MATTERS))
    return [
        f"{one.to_the_person}: {_sentence(text)}"
        for one in rest
        if (text := getattr(plan, one.field))
    ]


def _without_goal(needs: Iterable[Need]) -> list[Need]:
    return [need for need in needs if need.ended_on is None and not need.goals.all()]


def _weight(goal: Goal) -> str:
    return f" To you that is {goal.importance} of 10." if goal.importance else ""


def became_of(plans: Iterable[Plan]) -> list[tuple[datetime.date, list[tuple[str, str]]]]:
    """The days of earlier plans, each with (what they wanted, what became of it); a need without a goal for itself."""
    found = []
    for plan in plans:
        lines: list[tuple[str, str]] = []
        for need in plan.read:  # type: ignore[attr-defined]
            settled = (
                f"settled {dates.medium_date(need.ended_on)}" if need.ended_on else "left open"
            )
            goals = [(goal.text, _became(goal)) for goal in need.goals.all()]
            lines += goals or [(need.text, settled)]
        found.append((plan.agreed_on or dates.day_of(plan.case.opened_at), lines))
    return found


def _became(goal: Goal) -> str:
    return "left open" if goal.status == Goal.Status.OPEN else goal.get_status_display().lower()


def language_note(case: Case) -> str:
    """What a plan in English says to somebody whose language is another; "" for English or unknown."""
    code = case.person.kept.language
    if code not in languages.TABLE or code == languages.ENGLISH:
        return ""
    holder = case.kept.holder
    worker = holder.name if holder else "us"
    return (
        f"Your language is {languages.label(code)}. This plan is in English."
        f" Ask {worker} to read it to you in your language. It is free."
    )


def document(
    case: Case,
    plan: Plan | None,
    needs: Iterable[Need],
    scheme: Scheme,
    *,
    large: bool,
    own_page: str = "",
) -> PlanDocument:
    """The person's own copy; `own_page` is the address of their page, where they were given one."""
    holder = case.kept.holder
    return PlanDocument(
        scheme=Letterhead(
            scheme.name, tuple(scheme.address.splitlines()), scheme.phone, scheme.email
        ),
        date=dates.today(),
        person_name=case.person.called,
        strengths=plan.strengths if plan else "",
        what_matters=plan.what_matters if plan else "",
        about=tuple(
            (one.to_the_person, text)
            for one in ELEMENTS
            if plan and one not in (STRENGTHS, MATTERS) and (text := getattr(plan, one.field))
        ),
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
        next_step=_next(case),
        review_on=plan.review_on if plan else None,
        agreed=wording.agreed_words(plan) if plan else "",
        language_note=language_note(case),
        own_page=own_page,
        large_print=large,
    )


def _next(case: Case) -> str:
    on = f"\n{dates.long_date(case.next_step_on)}" if case.next_step_on else ""
    return f"{case.next_step}{on}"


def beside(correction: Correction) -> dict[str, str]:
    """What somebody wrote, beside what their page said: for the worker who reads it."""
    heads = {
        Correction.Kind.NOT_MEANT: "That is not what I meant",
        Correction.Kind.DONE: "I have done this",
        Correction.Kind.WENT: "How it went",
    }
    press = {
        Correction.Kind.NOT_MEANT: "Take over their words",
        Correction.Kind.DONE: "Mark it as done",
        Correction.Kind.WENT: "I have read it",
    }
    kind = Correction.Kind(correction.kind)
    return {
        "head": heads[kind],
        "press": press[kind],
        "old": correction.old_text,
        "new": correction.text,
    }


def on_today(found: Sequence[Correction], duty: Duty) -> list[Block]:
    """What people wrote on their plans: nothing of it holds until somebody has read it."""
    rows = [_wrote(one, duty) for one in found]
    line = f"{len(rows)} wrote on their plan"
    return blocks(Block("wrote", "Wrote on their plan", rows, line=line))


def _wrote(one: Correction, duty: Duty) -> Item:
    person, shown = one.page.person.kept, beside(one)
    at, about = reverse("plans:correction", args=[one.pk]), f"of {person.full_name}"
    said = (("The plan says", shown["old"]), ("They say", shown["new"]))
    return Item(
        person.full_name,
        f"{shown['head']}, {dates.relative_day(one.created_at, now=duty.now)}",
        href=reverse("desk:record", args=[person.pk]),
        said=[(heading, text) for heading, text in said if text],
        acts=[
            Press(shown["press"], at, about=about, sends={"take_over": "1", "back": "today"}),
            Press("Answer", at, about=person.full_name),
        ],
    )


def _step(case: Case, one: Action) -> str:
    when = f", by {dates.long_date(one.by_when)}" if one.by_when else ""
    return f"{who(case, one, 'You')}{when}: {_sentence(one.text)}"


def _goals_now(needs: Iterable[Need]) -> list[Goal]:
    return [
        goal
        for need in needs
        if need.ended_on is None
        for goal in need.goals.all()
        if goal.status in GOALS_NOW
    ]


def _when(day: datetime.date | None) -> str:
    return dates.long_date(day) if day else ""


def _sentence(text: str) -> str:
    said = text.strip()
    return said if said.endswith((".", "!", "?", "…")) else f"{said}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def changed_since(
    plan: Plan | None, needs: Iterable[Need], versions: Sequence[PlanVersion]
) -> bool:
    """Whether what was agreed, or corrected since, is not what the plan says now."""
    if plan is None or plan.agreed_on is None or not versions:
        return False
    return wording.differs(versions[-1].contents, wording.contents(plan, needs))


@dataclass(frozen=True)
class Standing:
    """A version to choose: its key, what it is called, and what it said."""

    key: str
    words: str
    contents: wording.Contents


def stands(versions: Iterable[PlanVersion], now: wording.Contents | None) -> list[Standing]:
    """The versions in their order, and at the end the plan as it stands where it says something else."""
    found = [
        Standing(
            str(one.number),
            f"Version {one.number}, {one.get_why_display().lower()} {dates.medium_date(one.made_at)}",
            one.contents,
        )
        for one in versions
    ]
    if now is not None and (not found or found[-1].contents != now):
        found.append(Standing("now", "As it stands now", now))
    return found


def written(rows: Iterable[Correction]) -> list[dict[str, str]]:
    """What the person wrote on their page, and what became of it, as they read it."""
    return [
        {
            **beside(row),
            "when": dates.medium_date(row.created_at),
            "became": _became_of_words(row),
            "answer": row.answer,
        }
        for row in rows
    ]


def _became_of_words(row: Correction) -> str:
    if row.state == Correction.State.WAITING:
        return "Your link worker has not read it yet."
    who_read, when = (
        row.decided_by_name,
        dates.medium_date(row.decided_at) if row.decided_at else "",
    )
    if row.state == Correction.State.ANSWERED:
        return f"{who_read} answered on {when}:"
    took = "read it" if row.kind == Correction.Kind.WENT else "put it into your plan"
    return f"{who_read} {took} on {when}."
