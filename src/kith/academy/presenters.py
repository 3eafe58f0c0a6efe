"""Supervision and quality checks in the words of their pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.urls import reverse

from kith.academy.models import (
    AgreedAction,
    QualityAnswer,
    QualityCheck,
    QualityRound,
    SupervisionNote,
)
from kith.academy.queries import Due, Room
from kith.academy.rules import CHECKLIST
from kith.meetings import presenters as meetings
from kith.messages.documents.meeting import MeetingDocument, MeetingStep
from kith.ui import dates

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


def due_rows(dues: Iterable[Due], today: dt.date) -> list[dict[str, Any]]:
    """Each worker with where their supervision is, in the order given: that of names."""
    return [
        {
            "member": due.member,
            "words": due_words(due, today),
            "late": due.is_late(today) and due.planned is None,
            "presses": due.presses(today),
            "href": reverse("academy:plan", args=[due.member.pk]),
        }
        for due in dues
    ]


def agreed_rows(steps: Iterable[AgreedAction], today: dt.date) -> list[dict[str, Any]]:
    """What was agreed, whose it is, by when, and what became of it."""
    return [
        {
            "row": one,
            "status": AgreedAction.Status(one.status).label,
            "colour": COLOURS[one.status],
            "to_do": one.status == AgreedAction.Status.TO_DO,
            "late": one.status == AgreedAction.Status.TO_DO and one.by_when < today,
        }
        for one in steps
    ]


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
