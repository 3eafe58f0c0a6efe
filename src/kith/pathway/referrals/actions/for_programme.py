"""What a programme asks for beside a referral: answers, stage and concerns, then and later."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import ProgrammeQuestion, ProgrammeStage
from kith.pathway.referrals.models import HolisticConcern, Referral, StageReached
from kith.pathway.referrals.questions import Question
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today
from kith.vocabulary import foundations, holistic_concerns

KINDS = ProgrammeQuestion.Kind
_KINDS: dict[str, str] = {
    KINDS.TEXT: "text", KINDS.LONG_TEXT: "long", KINDS.ONE_OF: "one", KINDS.SEVERAL_OF: "several",
    KINDS.DATE: "date", KINDS.YES_NO: "yes_no", KINDS.LETTER_TO: "long",
}  # fmt: skip
ONE_A_LINE = "One a line: name, team or organisation. The person is asked before anything is sent."
Answer = tuple[ProgrammeQuestion, Any]


@dataclass(frozen=True)
class RatedConcern:
    """A concern as it is entered: `what` of the list, or `words` of one's own with its foundation."""

    rating: int
    what: str = ""
    words: str = ""
    foundation: str = ""


@dataclass(frozen=True)
class ForProgramme:
    """What a referral brings for its programme."""

    answers: Sequence[Answer] = ()
    stage: ProgrammeStage | None = None
    stage_on: datetime.date | None = None
    said_by: str = ""
    concerns: Sequence[RatedConcern] = ()


def answer_rows(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """Answers as `Referral.more` keeps them, without those left empty. Raises Refused for one not offered."""
    return [_row(question, value) for question, value in answers if value not in (None, "", [])]


def _row(question: ProgrammeQuestion, value: Any) -> dict[str, Any]:
    kept = value.isoformat() if isinstance(value, datetime.date) else value
    said = kept if isinstance(kept, list) else [kept]
    if question.choices and set(said) - set(question.choices):
        raise Refused(f"Choose an answer of the list to “{question.label}”.")
    asked = as_question(question)
    row = {"key": asked.key, "question": asked.label, "value": kept}
    return {**row, "answer": asked.in_words(value)}


def as_question(question: ProgrammeQuestion) -> Question:
    """A programme's question as every form of a door asks one."""
    return Question(
        key=key_of(question),
        label=question.label,
        kind=_KINDS[question.kind],
        hint=question.hint or (ONE_A_LINE if question.kind == KINDS.LETTER_TO else ""),
        required=question.is_required,
        choices=[(choice, choice) for choice in question.choices],
    )


def key_of(question: ProgrammeQuestion) -> str:
    """The key of a programme's question in `Referral.more`: what came with the referral is told from what
    the person said later.
    """
    came_along = question.asked == ProgrammeQuestion.Moment.REFERRAL
    return f"{'programme' if came_along else 'conversation'}_{question.pk.hex}"


def keep_for_programme(by: Actor, referral: Referral, brought: ForProgramme) -> None:
    """Inside the door that receives a referral: its stage and concerns."""
    if brought.stage is not None:
        record_stage(
            by=by, referral=referral, stage=brought.stage, said_by=brought.said_by,
            on=brought.stage_on or referral.referred_on, came_along=True,
        )  # fmt: skip
    if brought.concerns:
        record_concerns(
            by=by, referral=referral, concerns=brought.concerns, on=referral.referred_on,
            said_by=brought.said_by, came_along=True,
        )  # fmt: skip


@action("referrals.answer_questions")
def answer_questions(
    *, by: Actor, referral: Referral, answers: Sequence[Answer], expected: int | None = None
) -> Referral:
    """Keep answers of the first conversation; a question answered again has its last answer.

    Raises Refused for an answer that is not on the list, Stale on another's change.
    """
    asked = {key_of(question) for question, _ in answers}
    stay = [row for row in referral.more if row["key"] not in asked]
    change(referral, expected=expected, more=[*stay, *answer_rows(answers)])
    return referral


@action("referrals.record_stage")
def record_stage(
    *,
    by: Actor,
    referral: Referral,
    stage: ProgrammeStage,
    on: datetime.date,
    said_by: str = "",
    came_along: bool = False,
) -> StageReached:
    """Record that the person came to a stage of their programme on a day, and who said so.

    Raises Refused for a stage of another programme, a day to come, or the same stage and day again.
    """
    if stage.programme_id != referral.programme_id:
        raise Refused("Choose a stage of this person's programme.", field="stage")
    if on > today():
        raise Refused("This day has not come yet. Check the date.", field="on")
    if StageReached.objects.filter(
        referral=referral, stage=stage, on_date=on, taken_back_at=None
    ).exists():
        raise Refused("This stage is on the record with that day already.", field="stage")
    return StageReached.objects.create(
        scheme_id=referral.scheme_id,
        referral=referral,
        stage=stage,
        on_date=on,
        said_by=said_by.strip() or by.name,
        by_id=by.membership_id(referral.scheme_id),
        by_name=by.name,
        came_along=came_along,
    )


@action("referrals.take_back_stage")
def take_back_stage(*, by: Actor, reached: StageReached) -> StageReached:
    """Take back a stage that was entered by mistake; the history keeps it."""
    change(reached, taken_back_at=timezone.now())
    return reached


@action("referrals.record_concerns")
def record_concerns(
    *,
    by: Actor,
    referral: Referral,
    concerns: Sequence[RatedConcern],
    on: datetime.date,
    said_by: str = "",
    came_along: bool = False,
) -> Referral:
    """Record the concerns of a holistic needs assessment as they were on a day, and who said so.

    Raises Refused for none, a rating that is not 0 to 10, one without words, or a day to come.
    """
    if not concerns:
        raise Refused("Give at least one concern a number from 0 to 10.")
    if on > today():
        raise Refused("This day has not come yet. Check the date.", field="on")
    for concern in concerns:
        _check_concern(concern)
    for concern in concerns:
        HolisticConcern.objects.create(
            scheme_id=referral.scheme_id,
            referral=referral,
            what=concern.what,
            words=concern.words.strip(),
            foundation=concern.foundation or holistic_concerns.foundation_of(concern.what),
            rating=concern.rating,
            on_date=on,
            by_id=by.membership_id(referral.scheme_id),
            by_name=said_by or by.name,
            came_along=came_along,
        )
    return referral


def _check_concern(concern: RatedConcern) -> None:
    if not holistic_concerns.LEAST <= concern.rating <= holistic_concerns.MOST:
        raise Refused("Give each concern a number from 0 (none) to 10 (most).")
    if concern.what not in holistic_concerns.CONCERNS and not concern.words.strip():
        raise Refused("Say what the other concern is.", field="other_concern")
    if concern.foundation and concern.foundation not in dict(foundations.choices()):
        raise Refused("Choose where the other concern belongs.", field="other_foundation")
