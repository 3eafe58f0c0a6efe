"""The plan as lines of words: what a version keeps, what two versions differ in, what the person reads.

Pure functions over the rows. A line is named by its `key`: `about:please_do`, or `need:`, `goal:` or `step:` and an id.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kith.pathway.caseload.models import Case
from kith.pathway.plans.about_me import ELEMENTS
from kith.pathway.plans.models import Action, Goal, Need, Plan
from kith.ui import dates
from kith.vocabulary import foundations

Contents = Mapping[str, Any]
GOALS_NOW = (Goal.Status.OPEN, Goal.Status.PARTLY)


@dataclass(frozen=True)
class Line:
    """One line of a plan: what it is, and what it says. `beside` says how it stands, which is no part of the text."""

    key: str
    heading: str
    text: str
    beside: str = ""


@dataclass(frozen=True)
class Change:
    """One line in two versions, each in pieces: ("same" | "out" | "in", words)."""

    heading: str
    said: str
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]

    @property
    def is_same(self) -> bool:
        """Whether both say the same."""
        return self.said == SAME


SAME, CHANGED, ADDED, GONE = "The same", "Changed", "Added", "Taken out"


def contents(plan: Plan, needs: Iterable[Need]) -> dict[str, Any]:
    """The whole plan as plain values, as a version keeps it."""
    return {
        "about": {one.field: getattr(plan, one.field) for one in ELEMENTS},
        "needs": [_need(need) for need in needs],
        "agreed_on": _iso(plan.agreed_on),
        "agreed_with": plan.agreed_with,
        "also_present": plan.also_present,
        "review_on": _iso(plan.review_on),
    }


def _need(need: Need) -> dict[str, Any]:
    return {
        "id": str(need.pk),
        "foundation": need.foundation,
        "text": need.text,
        "ended_on": _iso(need.ended_on),
        "goals": [_goal(goal) for goal in need.goals.all()],
    }


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "id": str(goal.pk),
        "text": goal.text,
        "importance": goal.importance,
        "status": goal.status,
        "steps": [_step(step) for step in goal.actions.all()],
    }


def _step(step: Action) -> dict[str, Any]:
    return {
        "id": str(step.pk),
        "text": step.text,
        "who": step.who_name or step.get_who_display(),
        "by_when": _iso(step.by_when),
        "confidence": step.confidence,
        "status": step.status,
    }


def lines(kept: Contents) -> list[Line]:
    """A version, line by line, in the order in which it is read."""
    found = [
        Line(f"about:{one.field}", one.label, kept["about"][one.field])
        for one in ELEMENTS
        if kept["about"].get(one.field)
    ]
    for need in kept["needs"]:
        settled = f"Settled {_day(need['ended_on'])}" if need["ended_on"] else ""
        heading = foundations.label(need["foundation"])
        found.append(Line(f"need:{need['id']}", heading, need["text"], settled))
        for goal in need["goals"]:
            found.append(_goal_line(goal))
            found += [_step_line(step) for step in goal["steps"]]
    if kept["review_on"]:
        found.append(Line("review", "Look at it again", _day(kept["review_on"])))
    return found


def _goal_line(goal: Mapping[str, Any]) -> Line:
    weight = f" (importance {goal['importance']} of 10)" if goal["importance"] else ""
    status = "" if goal["status"] == Goal.Status.OPEN else Goal.Status(goal["status"]).label
    return Line(f"goal:{goal['id']}", "Goal", goal["text"] + weight, status)


def _step_line(step: Mapping[str, Any]) -> Line:
    when = f", by {_day(step['by_when'])}" if step["by_when"] else ""
    sure = f" (confidence {step['confidence']} of 10)" if step["confidence"] else ""
    status = "" if step["status"] == Action.Status.TO_DO else Action.Status(step["status"]).label
    return Line(f"step:{step['id']}", "Step", f"{step['who']}{when}: {step['text']}{sure}", status)


def compare(old: Contents, new: Contents) -> list[Change]:
    """Two versions line by line: in the order of the newer, then what is no longer there."""
    before, after = ({line.key: line for line in lines(kept)} for kept in (old, new))
    found = [_compared(before.get(key), line) for key, line in after.items()]
    return found + [_compared(line, None) for key, line in before.items() if key not in after]


def _compared(old: Line | None, new: Line | None) -> Change:
    there = new or old
    assert there is not None
    if old is None or new is None:
        pieces = (("in" if new else "out", _whole(there)),)
        said = ADDED if new else GONE
        return Change(there.heading, said, () if new else pieces, pieces if new else ())
    said = SAME if _whole(old) == _whole(new) else CHANGED
    return Change(there.heading, said, *_pieces(_whole(old), _whole(new)))


def _whole(line: Line) -> str:
    return f"{line.text} [{line.beside}]" if line.beside else line.text


def _pieces(old: str, new: str) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Both texts word by word, what went and what came marked."""
    before, after = old.split(), new.split()
    left, right = [], []
    for how, a, b, c, d in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        same = how == "equal"
        if a < b:
            left.append(("same" if same else "out", " ".join(before[a:b])))
        if c < d:
            right.append(("same" if same else "in", " ".join(after[c:d])))
    return tuple(left), tuple(right)


def differs(old: Contents, new: Contents) -> bool:
    """Whether what was agreed has changed since: the words, not how far it has come."""
    return _agreed(old) != _agreed(new)


def _agreed(kept: Contents) -> list[tuple[str, str]]:
    return [(line.key, line.text) for line in lines(kept) if line.key != "review"]


def for_person(
    plan: Plan, needs: Iterable[Need], case: Case, *, title: str, is_open: bool
) -> dict[str, Any]:
    """What the person reads on their own page, as plain values, and nothing else of their record."""
    holder = case.kept.holder
    return {
        "called": case.person.kept.called,
        "is_open": is_open,
        "next_step": case.next_step,
        "next_step_on": _in_words(case.next_step_on),
        "worker": {
            "name": holder.name if holder else "",
            "title": title,
            "phone": holder.phone if holder else "",
        },
        "about": [
            {"key": f"about:{one.field}", "heading": one.to_the_person, "text": text, "own": False}
            for one in ELEMENTS
            if (text := getattr(plan, one.field))
        ],
        "needs": [_need_for_person(need, case) for need in needs if need.ended_on is None],
        "agreed": agreed_words(plan),
        "review_on": _in_words(plan.review_on),
    }


def _need_for_person(need: Need, case: Case) -> dict[str, Any]:
    return {
        "heading": foundations.label(need.foundation),
        "line": {"key": f"need:{need.pk}", "text": need.text, "own": False},
        "goals": [
            {
                "line": {"key": f"goal:{goal.pk}", "text": goal.text, "own": False},
                "status": goal.get_status_display() if goal.status != Goal.Status.OPEN else "",
                "steps": [_step_for_person(step, case) for step in goal.actions.all()],
            }
            for goal in need.goals.all()
            if goal.status != Goal.Status.SET_ASIDE
        ],
    }


def _step_for_person(step: Action, case: Case) -> dict[str, Any]:
    to_do = step.status == Action.Status.TO_DO
    return {
        "key": f"step:{step.pk}",
        "text": step.text,
        "who": who(case, step, "You"),
        "by_when": _in_words(step.by_when),
        "status": "" if to_do else step.get_status_display(),
        "own": to_do and step.who == Action.Who.PERSON,
    }


def who(case: Case, step: Action, person: str) -> str:
    """Who does it, by name where there is one; `person` is how the person is called here."""
    if step.who_name:
        return step.who_name
    if step.who == Action.Who.PERSON:
        return person
    if step.who == Action.Who.WORKER:
        holder = case.kept.holder
        return holder.name if holder else "Your link worker"
    return "Your GP or another professional" if step.who == "professional" else "Someone else"


def agreed_words(plan: Plan) -> str:
    """With whom and when it was agreed, as a sentence; "" when it is not."""
    if plan.agreed_on is None:
        return ""
    with_whom = (
        f"{plan.agreed_with}, with {plan.also_present}" if plan.also_present else plan.agreed_with
    )
    return f"This was agreed with {with_whom} on {dates.long_date(plan.agreed_on)}."


def line_shown(shown: Contents, key: str) -> dict[str, Any] | None:
    """The line of a person's page by its key, or None."""
    steps = [
        step for need in shown.get("needs", ()) for goal in need["goals"] for step in goal["steps"]
    ]
    goals = [goal["line"] for need in shown.get("needs", ()) for goal in need["goals"]]
    needs = [need["line"] for need in shown.get("needs", ())]
    everything = [*shown.get("about", ()), *needs, *goals, *steps]
    return next((line for line in everything if line["key"] == key), None)


def _in_words(day: datetime.date | None) -> str:
    return dates.long_date(day) if day else ""


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _day(iso: str) -> str:
    return dates.long_date(datetime.date.fromisoformat(iso))
