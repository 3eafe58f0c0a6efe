"""Supervision and quality checks in the words of their pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from kith.academy.models import (
    AgreedAction,
    QualityAnswer,
    QualityCheck,
    QualityRound,
    SupervisionNote,
)
from kith.academy.queries import Due, Owed, Room
from kith.academy.rules import CHECKLIST
from kith.meetings import presenters as meetings
from kith.messages.documents.meeting import MeetingDocument, MeetingStep
from kith.organisations.duty import Duty
from kith.ui import dates
from kith.ui.items import Block, Item, Press, blocks
from kith.ui.text import bidi

COLOURS = {"to_do": "blue", "done": "green", "not_done": "grey"}


def due_words(due: Due, today: dt.date) -> str:
    """When somebody's supervision was, is planned, and is due."""
    last = f"Last on {dates.medium_date(due.last)}" if due.last else "None noted yet"
    if due.planned is not None:
        return f"{last}. Planned for {dates.date_and_time(due.planned)}"
    if due.due_on is None:
        return f"{last}. None planned"
    verb = "Was due by" if due.is_late(today) else "Due by"
    return f"{last}. {verb} {dates.medium_date(due.due_on)}, and none is planned"


def due_item(due: Due, today: dt.date, name: str = "") -> Item:
    """One worker's supervision in a list; `name` where it is one's own."""
    pressing = due.presses(today)
    late = due.is_late(today) and due.planned is None
    tags = [("Overdue", "orange")] if late else [("Due", "yellow")] if pressing else []
    plan = reverse("academy:plan", args=[due.member.pk])
    about = "" if name else f"with {due.member.name}"
    return Item(
        name or due.member.name,
        f"{due_words(due, today)}.",
        tags=tags,
        acts=[Press("Plan it", plan, about=about, first=pressing)],
    )


def agreed_item(step: AgreedAction, today: dt.date, back: str = "") -> Item:
    """What was agreed, whose it is, by when and what became of it; `back` is the list where it is pressed."""
    to_do = step.status == AgreedAction.Status.TO_DO
    late = to_do and step.by_when < today
    at = reverse("academy:settle", args=[step.pk])
    presses = (
        (("done", "Done"), ("not_done", "Will not happen"))
        if to_do
        else (("to_do", "Still to do"),)
    )
    label = AgreedAction.Status(step.status).label
    return Item(
        step.what,
        Markup("{}, by {}").format(bidi(step.owner_name), dates.medium_date(step.by_when)),
        tags=[("Overdue", "orange") if late else (label, COLOURS[step.status])],
        acts=[
            Press(words, at, step.what, {"status": status, "back": back}, first=status == "done")
            for status, words in presses
        ],
    )


def on_today(found: Owed, duty: Duty) -> list[Block]:
    """What supervision and looking at a sample ask of somebody: nothing here is about how well anybody works."""
    supervision = [due_item(one, duty.day, "Your supervision") for one in found.own]
    supervision += [due_item(one, duty.day) for one in found.team]
    supervision += [agreed_item(one, duty.day, "today") for one in found.agreed]
    return blocks(
        Block("supervision", "Supervision", supervision, line=f"{len(supervision)} of supervision"),
        Block("looked-at", "Records looked at together", [_finding(one) for one in found.findings]),
    )


def _finding(one: Any) -> Item:
    return Item(
        one.case.person.kept.full_name,
        Markup(
            "{} looked at this record, as one of a few drawn by chance. Read what would help."
        ).format(bidi(one.done_by_name)),
        href=reverse("academy:findings_read", args=[one.pk]),
    )


def papers(
    made: MeetingDocument,
    room: Room,
    points: Sequence[SupervisionNote],
    steps: Sequence[AgreedAction],
) -> MeetingDocument:
    """The papers of the meeting with the agenda and what was agreed. How things are is never printed."""
    return replace(
        made,
        meeting=f"{meetings.name_of(room.meeting)} with {room.supervisor.name}",
        points=tuple(one.text for one in points),
        steps=tuple(
            MeetingStep(one.what, one.owner_name, dates.medium_date(one.by_when))
            for one in steps
            if one.status != AgreedAction.Status.NOT_DONE
        ),
    )


def round_rows(rounds: Iterable[Any]) -> list[list[Any]]:
    """One row a sample."""
    return [
        [
            {
                "text": f"Drawn on {dates.medium_date(row.drawn_at)}",
                "href": reverse("academy:sample", args=[row.pk]),
                "hint": f"by {row.drawn_by_name}",
            },
            {"text": f"{row.looked} of {row.size}", "numeric": True},
        ]
        for row in rounds
    ]


def trend_rows(
    last: Sequence[QualityRound], found: Mapping[str, Mapping[UUID, tuple[int, int]]]
) -> list[list[Any]]:
    """One row a question: in each sample, of how many it was found. No row, and no column, is a worker."""
    return [
        [question.words, *(_share(found.get(key, {}).get(one.pk)) for one in last)]
        for key, question in CHECKLIST.items()
    ]


def _share(counted: tuple[int, int] | None) -> dict[str, Any]:
    yes, asked = counted or (0, 0)
    return {"text": f"{yes} of {asked}" if asked else "Not asked", "numeric": True}


def found_rows(check: QualityCheck) -> list[dict[str, str]]:
    """What was found, question by question, as the rows of a summary list."""
    said = {row.question: QualityAnswer.Found(row.found).label for row in check.answers.all()}
    return [
        {"key": question.words, "value": said[key]}
        for key, question in CHECKLIST.items()
        if key in said
    ]


def helps(check: QualityCheck) -> list[str]:
    """What would help in a record, where something is not there yet."""
    missing = {row.question for row in check.answers.all() if row.found == QualityAnswer.Found.NO}
    return [question.helps for key, question in CHECKLIST.items() if key in missing]
