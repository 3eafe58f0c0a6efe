"""A programme's own questions as fields of a form: one mechanism for every page that asks them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import Field

from kith.files.examining import EXTENSIONS, MOST_BYTES
from kith.organisations import queries as organisations
from kith.organisations.models import Programme, ProgrammeQuestion
from kith.pathway.referrals.actions import ForProgramme, RatedConcern
from kith.pathway.referrals.actions.for_programme import Answer, as_question, key_of
from kith.pathway.referrals.questions import fields_of
from kith.ui.fields import (
    DateField,
    FilesField,
    IntegerField,
    SelectField,
    TextField,
)
from kith.vocabulary import foundations, holistic_concerns

KINDS = ProgrammeQuestion.Kind
MOST_FILES, MOST_TOGETHER = 5, 20_000_000
MOMENTS = ProgrammeQuestion.Moment


def name_of(question: ProgrammeQuestion) -> str:
    """The name of a question's field."""
    return as_question(question).name


def question_fields(questions: Iterable[ProgrammeQuestion]) -> dict[str, Field]:
    """The field of each question, by its name in the form."""
    return fields_of(as_question(question) for question in questions)


def answers_in(questions: Iterable[ProgrammeQuestion], typed: Mapping[str, Any]) -> list[Answer]:
    """(question, what was answered) of a form's values."""
    return [(question, typed.get(name_of(question))) for question in questions]


def answers_given(
    questions: Iterable[ProgrammeQuestion], more: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """The answers a referral holds, as initial values of the fields."""
    held = {row["key"]: row.get("value") for row in more}
    return {
        name_of(question): _initial(question, held.get(key_of(question))) for question in questions
    }


def _initial(question: ProgrammeQuestion, kept: Any) -> Any:
    if kept and question.kind == KINDS.DATE:
        return datetime.date.fromisoformat(kept)
    return kept


def stage_fields(programme: Programme) -> dict[str, Field]:
    """Which stage someone is at and since when; nothing for a programme without stages."""
    found = [(str(stage.pk), stage.label) for stage in organisations.stages(programme)]
    if not found:
        return {}
    return {
        "stage": SelectField(
            "Stage they are at", choices=found, optional=True, empty_label="Not known"
        ),
        "stage_on": DateField(
            "Since when?", optional=True, past_only=True, hint="As near as you know."
        ),
    }


def files_field(*, asks_concerns: bool) -> FilesField:
    """The field for the files that come along."""
    return FilesField(
        "Files, such as a holistic needs assessment" if asks_concerns else "Files",
        extensions=EXTENSIONS,
        max_bytes=MOST_BYTES,
        most=MOST_FILES,
        max_together=MOST_TOGETHER,
        optional=True,
        hint=f"PDFs or photos: up to {MOST_FILES}, each up to 10 MB, together up to 20 MB.",
    )


def concern_fields() -> dict[str, Field]:
    """A number from 0 to 10 for each concern, and one of the person's own."""
    made: dict[str, Field] = {
        f"concern_{what}": _rating(said) for what, (said, _) in holistic_concerns.CONCERNS.items()
    }
    made["other_concern"] = TextField(
        "Another concern, in their words", optional=True, max_length=150
    )
    made["other_foundation"] = SelectField(
        "Where that belongs", choices=foundations.choices(), optional=True, empty_label="Choose"
    )
    made["other_rating"] = _rating("Number for that concern")
    return made


def _rating(label: str) -> IntegerField:
    return IntegerField(
        label, required=False, width=2,
        least=holistic_concerns.LEAST, most=holistic_concerns.MOST,
    )  # fmt: skip


def concerns_in(typed: Mapping[str, Any]) -> list[RatedConcern]:
    """The concerns that a form gave a number to."""
    found = [
        RatedConcern(rating=typed[f"concern_{what}"], what=what)
        for what in holistic_concerns.CONCERNS
        if typed.get(f"concern_{what}") is not None
    ]
    words, rating = typed.get("other_concern") or "", typed.get("other_rating")
    if words or rating is not None:
        found.append(
            RatedConcern(
                rating=-1 if rating is None else rating,  # which the door refuses
                words=words,
                foundation=typed.get("other_foundation") or "hope",
            )
        )
    return found


class ProgrammeFields:
    """What a form asks for one programme at referral: `fields` to add, and what they brought."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.questions = list(organisations.questions(programme, MOMENTS.REFERRAL))
        self.stages = {str(stage.pk): stage for stage in organisations.stages(programme)}
        self.concerns = concern_fields() if programme.asks_concerns else {}
        self.plain = {**stage_fields(programme), **question_fields(self.questions)}
        self.files = {"files": files_field(asks_concerns=programme.asks_concerns)}

    @property
    def fields(self) -> dict[str, Field]:
        """Every field by its name."""
        return {**self.plain, **self.concerns, **self.files}

    def brought(self, typed: Mapping[str, Any], said_by: str) -> ForProgramme:
        """What was typed, as `actions.receive` takes it."""
        return ForProgramme(
            answers=answers_in(self.questions, typed),
            stage=self.stages.get(typed.get("stage") or ""),
            stage_on=typed.get("stage_on"),
            said_by=said_by,
            concerns=concerns_in(typed),
        )
