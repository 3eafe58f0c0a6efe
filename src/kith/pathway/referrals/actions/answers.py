"""What the person says to our support."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.referrals import rules
from kith.pathway.referrals.actions.codes import owe_code
from kith.pathway.referrals.actions.decisions import check_deciding, decide
from kith.pathway.referrals.actions.word_back import tell
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.states import ANSWERS, Answer, Decision
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import day_of, medium_date, midday, today
from kith.vocabulary.word_back import Kind


@action("referrals.record_answer")
def record_answer(
    *,
    by: Actor,
    referral: Referral,
    answer: str,
    note: str = "",
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Referral:
    """Record that the person agreed, declined or withdrew, in their own words if there are any.

    Only what the person said: somebody we could not reach has not answered. Raises Refused when
    the answer cannot follow the one before.
    """
    said = Answer(answer)
    ANSWERS.check(referral.answer, said)
    change(
        referral,
        expected=referral.version if expected is None else expected,
        answer=said,
        answered_at=at or timezone.now(),
        answer_note=note.strip()[:300],
    )
    owe_code(by=by, referral=referral, at=at)
    return referral


@action("referrals.record_no")
def record_no(
    *,
    by: Actor,
    referral: Referral,
    words: str,
    heard_by: str,
    heard_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Referral:
    """Record that the person said no before anybody took the referral on: it leaves the queue as withdrawn.

    Whom somebody else referred declines, and their practice is owed the declined code; who asked for
    themselves withdraws, and nobody is owed anything. Only what they said, in their `words`, to `heard_by` on
    `heard_on` (default: today): somebody whom we could not reach has not answered. Raises Refused without
    these, for a day to come or before the referral, for one decided on, and Stale.
    """
    day = heard_on or today(at)
    _check_heard(referral, words, heard_by, day)
    check_deciding(by, referral)
    themselves = rules.asked_for_themselves(referral)
    said = Answer.WITHDRAWN if themselves else Answer.DECLINED
    ANSWERS.check(referral.answer, said)
    why = f"The person said so. Heard by {heard_by.strip()} on {medium_date(day)}."
    decide(by, referral, Decision.WITHDRAWN, why, at, expected)
    moment = at or timezone.now()
    change(
        referral,
        expected=referral.version,
        answer=said,
        answered_at=moment if day == day_of(moment) else midday(day),
        answer_note=words.strip()[:300],
        answer_heard_by=heard_by.strip()[:140],
    )
    owe_code(by=by, referral=referral, at=at)
    tell(by=by, referral=referral, kind=Kind.WITHDRAWN if themselves else Kind.DECLINED, at=at)
    return referral


def _check_heard(referral: Referral, words: str, heard_by: str, day: datetime.date) -> None:
    if not words.strip():
        raise Refused("Write what they said, in their words.", field="no_words")
    if not heard_by.strip():
        raise Refused("Say who heard it.", field="no_heard_by")
    if day > today():
        raise Refused("This day has not come yet. Check the date.", field="no_heard_on")
    if day < referral.referred_on:
        raise Refused(
            "That was before this referral was made. Ask them again, or check the date.",
            field="no_heard_on",
        )
