"""Concerns and visits in the words of a page: who has it, since when, and whom to ring."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from kith.concerns import rules
from kith.concerns.models import (
    Concern,
    ConcernEntry,
    LadderStep,
    SafetyNumber,
    SafetyPolicy,
    Visit,
)
from kith.concerns.queries import Desk
from kith.concerns.rules import Rung
from kith.concerns.states import ConcernState, VisitState
from kith.organisations.duty import Duty
from kith.ui.dates import clock, day_of
from kith.ui.items import Block, Item, Press, blocks
from kith.ui.text import bidi
from kith.vocabulary import concerns as terms
from kith.vocabulary import phone as phones
from kith.vocabulary.urgent_help import LINES, Line

Kind = ConcernEntry.Kind


def when(moment: datetime.datetime, now: datetime.datetime) -> str:
    """`2:20pm` on the same day; otherwise the day with it."""
    if day_of(moment) == day_of(now):
        return clock(moment)
    day = day_of(moment)
    year = "" if day.year == day_of(now).year else f" {day.year}"
    return f"{clock(moment)} on {day:%A} {day.day} {day:%B}{year}"


def number(phone: str) -> dict[str, str]:
    """A number as people read it, and as a link that rings."""
    if phones.is_valid(phone):
        return {
            "text": phones.display(phone),
            "href": f"tel:{phones.normalise(phone).split(';')[0]}",
        }
    digits = "".join(one for one in phone if one.isdigit())
    return {"text": phone, "href": f"tel:{digits}" if digits else ""}


@dataclass(frozen=True)
class Ring:
    """Whom to ring: those of the scheme, its numbers, and those that answer everywhere."""

    is_open: bool
    people: list[dict[str, str]] = field(default_factory=list)
    numbers: list[dict[str, str]] = field(default_factory=list)
    lines: tuple[Line, ...] = LINES


def ring(
    policy: SafetyPolicy,
    rungs: Iterable[Rung],
    numbers: Iterable[SafetyNumber],
    *,
    now: datetime.datetime,
) -> Ring:
    """Whom to ring now. What a scheme has not set up is left out; the rest answers everywhere."""
    return Ring(
        is_open=rules.is_open(policy, now),
        people=[
            {"what": rung.what, "name": rung.member.name, **number(rung.member.phone)}
            for rung in rungs
        ],
        numbers=[
            {
                "what": SafetyNumber.Kind(row.kind).label,
                "name": row.name,
                "hours": row.hours,
                **number(row.phone),
            }
            for row in numbers
        ],
    )


def standing(concern: Concern, now: datetime.datetime) -> str:
    """Who has a concern and since when, in a sentence. Nothing says that it is seen to before somebody accepted."""
    if concern.state == ConcernState.ACCEPTED and concern.accepted_at:
        return f"{concern.holder_name} has it since {when(concern.accepted_at, now)}"
    if concern.state == ConcernState.CLOSED and concern.closed_at:
        return f"Closed at {when(concern.closed_at, now)} by {concern.closed_by_name}"
    ladder = concern.ladder
    if ladder.asked is None or ladder.asked_at is None:
        return "Nobody has it, and there is nobody to ask"
    if ladder.ended_at:
        ended = when(ladder.ended_at, now)
        return f"Nobody has it: everybody was asked by {ended}, and nobody answered"
    return f"Nobody has it yet: {ladder.asked.name} was asked at {when(ladder.asked_at, now)}"


def short(concern: Concern, now: datetime.datetime) -> dict[str, Any]:
    """What everybody with the record open may know of a concern."""
    return {
        "row": concern,
        "href": reverse("concerns:concern", args=[concern.pk]),
        "since": when(concern.raised_at, now),
        "standing": standing(concern, now),
        "keep_safe": concern.keep_safe,
        "nobodys": concern.state == ConcernState.RAISED,
    }


def in_list(
    concern: Concern, now: datetime.datetime, *, to_accept: bool = False, away: bool = False
) -> Item:
    """A concern in the list of somebody who may read it; `to_accept`: they are asked to have it; `away`: whoever has
    it is away today.
    """
    nobodys = concern.state == ConcernState.RAISED
    left = concern.ladder.climb_at if nobodys and not concern.ladder.ended_at else None
    urgency = terms.SHORT[concern.urgency]
    why = Markup("{}{}.{} Raised {} by {}.").format(
        Markup("<strong>You are asked to accept it.</strong> ") if to_accept else "",
        bidi(standing(concern, now)),
        f" Asked on at {when(left, now)} unless somebody accepts." if left else "",
        when(concern.raised_at, now),
        bidi(concern.raised_by_name),
    )
    return Item(
        concern.person.full_name,
        why,
        href=reverse("concerns:concern", args=[concern.pk]),
        what=terms.KINDS.label(concern.kind),
        tags=[
            *([("Nobody has it", "red")] if nobodys else []),
            *(
                [(f"{concern.holder.name} has it, and is away", "orange")]
                if away and concern.holder
                else []
            ),
            (urgency.capitalize(), "orange" if urgency == "now" else "white"),
        ],
    )


def on_today(desk: Desk, duty: Duty, heading: str = "Concerns") -> list[Block]:
    """What waits for somebody: their own visit and colleagues who are not out before any concern, and of those
    the ones they are asked to accept before all others.
    """
    now = duty.now
    rows = [in_list(row, now, to_accept=True) for row in desk.to_accept]
    rows += [in_list(row, now) for row in desk.mine]
    rows += [in_list(row, now, away=True) for row in desk.resting]
    rows += [in_list(row, now) for row in desk.raised]
    late = [_not_out(row, now) for row in desk.overdue]
    own = [_own_visit(desk.own_visit, now)] if desk.own_visit else []
    return blocks(
        Block("own-visit", "You are inside", own, urgent=True),
        Block(
            "not-out",
            "Not out yet",
            late,
            line="A colleague is not out." if late else "",
            urgent=True,
        ),
        Block("concerns", heading, rows, line=_concerns_line(desk), urgent=bool(desk.to_accept)),
    )


def _concerns_line(desk: Desk) -> str:
    if desk.to_accept:
        return "You are asked to accept a concern."
    open_ones = len(desk.mine) + len(desk.resting) + len(desk.raised)
    return f"{open_ones} {'concern' if open_ones == 1 else 'concerns'} open"


def _own_visit(row: Visit, now: datetime.datetime) -> Item:
    shown = visit(row, now)
    late = f"You are overdue by {shown['late_by']}. Somebody is alerted, unless you say that you are safe."
    return Item(
        f"You went in at {shown['went']}",
        late if shown["overdue"] else f"Expected out by {shown['expected']}.",
        href=shown["href"],
        tags=[("Overdue", "red")] if shown["overdue"] else [],
        acts=[
            Press(
                "I am out and safe", reverse("concerns:safe", args=[row.pk]), sends={}, first=True
            ),
            Press("Longer, or not gone in", shown["href"]),
        ],
    )


def _not_out(row: Visit, now: datetime.datetime) -> Item:
    shown = visit(row, now)
    return Item(
        f"{row.worker_name} should have been out by {shown['expected']}",
        bidi(f"{shown['standing']}."),
        href=shown["href"],
        tags=[("Overdue", "red")],
        acts=[Press("Where they are, and whom to ring", shown["href"], first=True)],
    )


def facts(concern: Concern, entries: Sequence[ConcernEntry]) -> dict[str, Any]:
    """Everything that was said as a concern was raised, and who of those who must know was told."""
    told = {entry.whom for entry in entries if entry.whom}
    source = Concern.Source(concern.source).label
    return {
        "kind": terms.KINDS.label(concern.kind),
        "urgency": terms.URGENCIES.label(concern.urgency),
        "source": f"Told by {concern.told_by}" if concern.told_by else source,
        "must_know": [(terms.WHOM.label(code), code in told) for code in concern.must_know],
        "not_told": [terms.WHOM.label(code) for code in concern.must_know if code not in told],
    }


def course(
    concern: Concern,
    entries: Iterable[ConcernEntry],
    steps: Iterable[LadderStep],
    *,
    own: frozenset[Any],
) -> list[dict[str, Any]]:
    """What happened, newest first; one's own entries can be put right."""
    found = [(entry.happened_at, _entry(entry, own)) for entry in entries]
    found += [(step.at, _step(step)) for step in steps]
    found.append((concern.raised_at, {"heading": "Raised", "who": concern.raised_by_name}))
    found.sort(key=lambda pair: pair[0], reverse=True)
    return [{**item, "at": at, "datetime": at.isoformat()} for at, item in found]


def _entry(entry: ConcernEntry, own: frozenset[Any]) -> dict[str, Any]:
    heading = {
        Kind.NOTE: "Note",
        Kind.RANG: f"Rang {entry.place}, spoke to {entry.spoke_to}",
        Kind.REFERRED: f"Referred to {entry.place}",
        Kind.STATE: "",
    }[Kind(entry.kind)]
    reference = f"Reference {entry.reference}" if entry.reference else ""
    text = "\n\n".join(part for part in (reference, entry.text) if part)
    mine = entry.by_id in own and entry.kind != Kind.STATE
    if not heading:
        heading, _, text = text.partition(": ")
    return {
        "heading": heading,
        "who": entry.by_name,
        "text": text,
        "correct": reverse("concerns:correct", args=[entry.pk]) if mine else "",
    }


def _step(step: LadderStep) -> dict[str, Any]:
    said = LadderStep.Kind(step.kind)
    if said == LadderStep.Kind.ASKED:
        heading = f"Asked {step.member_name} ({step.as_what.lower()})"
    elif said == LadderStep.Kind.TAKEN:
        heading = f"{step.member_name} sees to it"
    else:
        heading = said.label
    return {"heading": heading, "who": ""}


def visit(row: Visit, now: datetime.datetime) -> dict[str, Any]:
    """A visit as its page and the lists show it."""
    late = row.is_overdue(now)
    minutes = int(abs((now - row.expected_at).total_seconds()) // 60)
    return {
        "row": row,
        "href": reverse("concerns:visit", args=[row.pk]),
        "went": when(row.went_at, now),
        "expected": when(row.expected_at, now),
        "overdue": late,
        "late_by": f"{minutes} minutes" if minutes != 1 else "1 minute",
        "phone": number(row.phone),
        "standing": _visit_standing(row, now, late),
    }


def _visit_standing(row: Visit, now: datetime.datetime, late: bool) -> str:
    if row.state == VisitState.SAFE and row.ended_at:
        by = f", by the word of {row.on_word_of} to {row.ended_by_name}" if row.on_word_of else ""
        return f"Safe since {when(row.ended_at, now)}{by}"
    if row.state == VisitState.CALLED_OFF:
        return "Did not go in"
    if not late:
        return f"Inside, expected out by {when(row.expected_at, now)}"
    if row.taken_by_name:
        return f"Overdue. {row.taken_by_name} sees to it; they are not known to be safe"
    if row.ladder.ended_at:
        return "Overdue. Everybody was alerted, and nobody has answered"
    if row.ladder.asked and row.ladder.asked_at:
        return f"Overdue. {row.ladder.asked.name} was alerted at {when(row.ladder.asked_at, now)}"
    return "Overdue. Nobody was alerted yet"


def steps_shown(steps: Iterable[LadderStep]) -> list[dict[str, Any]]:
    """The steps of an alert, oldest first."""
    return [{**_step(step), "at": step.at, "datetime": step.at.isoformat()} for step in steps]
