"""A human read it; a question went to the referrer and was answered."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.referrals.actions import word_back
from kith.pathway.referrals.actions.decisions import check_deciding
from kith.pathway.referrals.models import Question, Reading, Referral
from kith.pathway.referrals.states import Decision
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.vocabulary.word_back import Kind

LONGEST = 2000


@action("referrals.mark_read")
def mark_read(
    *, by: Actor, referral: Referral, at: datetime.datetime | None = None
) -> Reading | None:
    """Note that somebody who may decide has read a referral: by opening it, or by deciding. Once each.

    A job reads nothing, and whoever sees only part of it (referrals.queries.Standing) has not read it.
    """
    member_id = by.membership_id(referral.scheme_id)
    if member_id is None:
        return None
    return Reading.objects.get_or_create(
        scheme_id=referral.scheme_id,
        referral=referral,
        by_id=member_id,
        defaults={"read_at": at or timezone.now()},
    )[0]


@action("referrals.ask_question")
def ask_question(
    *, by: Actor, referral: Referral, text: str, at: datetime.datetime | None = None
) -> Question:
    """Ask the referrer something; the referral stays in the queue, waiting for the answer.

    Raises Refused for no words, a referral that was decided on or is closed to the actor, or a second
    question before the first is answered.
    """
    check_deciding(by, referral)
    words = text.strip()
    if referral.decision != Decision.RECEIVED:
        raise Refused("This was decided on already. Reload the page to see where it is.")
    if not words:
        raise Refused("Write what you want to know.", field="question")
    if len(words) > LONGEST:
        raise Refused(f"Keep the question to {LONGEST} characters.", field="question")
    if Question.objects.filter(referral=referral, answered_at=None).exists():
        raise Refused(
            "A question waits for an answer already. Note the answer first, or decide without it.",
            field="question",
        )
    mark_read(by=by, referral=referral, at=at)
    word_back.tell(by=by, referral=referral, kind=Kind.QUESTION, asked=words, at=at)
    return Question.objects.create(
        scheme_id=referral.scheme_id,
        referral=referral,
        text=words,
        asked_at=at or timezone.now(),
        asked_by_id=by.membership_id(referral.scheme_id),
    )


@action("referrals.answer_question")
def answer_question(
    *,
    by: Actor,
    question: Question,
    answer: str,
    name: str = "",
    at: datetime.datetime | None = None,
) -> Question:
    """Answer a question; `name` is who answered, when it is not the actor (by telephone, by a link).

    The caller has asked whether the referral is theirs to answer for. Raises Refused for no words, or
    when it was answered already.
    """
    words = answer.strip()
    if question.answered_at is not None:
        raise Refused("This was answered already. Nothing was changed.")
    if not words:
        raise Refused("Write the answer.", field="answer")
    if len(words) > LONGEST:
        raise Refused(f"Keep the answer to {LONGEST} characters.", field="answer")
    change(
        question,
        expected=question.version,
        answer=words,
        answered_at=at or timezone.now(),
        answered_by_name=(name.strip() or by.name)[:140],
    )
    word_back.tell(by=by, referral=question.referral, kind=Kind.SENT_AGAIN, at=at)
    return question
