"""The person says no before anybody took the referral on: their words, and never "could not reach"."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from kith.isolation.actor import Actor
from kith.isolation.context import in_scheme
from kith.messages.models import Email
from kith.pathway.progress import Facts, ReferralFacts, Stage, position
from kith.pathway.queues import Queue, Standing, queue_of
from kith.pathway.referrals import actions, queries, rules
from kith.pathway.referrals.models import CodeOwed, Referral, WordBack
from kith.pathway.referrals.states import Answer, Decision
from kith.resilience.errors import Refused, Stale
from kith.ui.dates import day_of, today
from kith.vocabulary import snomed
from tests.cast import BOW, TESTS
from tests.unit.desk.people import case_of, referred

NO: dict[str, Any] = {"words": "I have my sister for that.", "heard_by": "Dr Sen, by telephone"}


def heard(referral: Referral) -> list[str]:
    rows = WordBack.objects.filter(referral=referral).order_by("said_at", "created_at")
    return list(rows.values_list("kind", flat=True))


def test_it_leaves_the_queue_and_owes_the_declined_code(in_bow: Actor) -> None:
    referral = referred(referrer_contact="sen@gp.example")
    actions.record_no(by=in_bow, referral=referral, **NO)
    referral.refresh_from_db()
    assert (referral.decision, referral.answer) == (Decision.WITHDRAWN, Answer.DECLINED)
    assert (referral.answer_note, referral.answer_heard_by) == (NO["words"], NO["heard_by"])
    assert CodeOwed.objects.get().code == snomed.DECLINED.code
    assert referral not in queries.waiting(in_bow)
    assert queue_of(Standing(Decision(referral.decision))) is Queue.ENDED
    facts = ReferralFacts(
        Decision(referral.decision), referral.received_at, referral.decided_at,
        Answer(referral.answer), referral.answered_at,
    )  # fmt: skip
    assert position(Facts(facts), today=today()).stage is Stage.DECLINED


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("01", ["acknowledged", "declined"]),
        ("housing", ["acknowledged", "closed"]),
        ("03", ["acknowledged"]),
    ],
)
def test_the_referrer_hears_it_by_their_tier(in_bow: Actor, source: str, said: list[str]) -> None:
    referral = referred(source=source, practice=None, organisation_name="Somewhere")
    actions.record_no(by=in_bow, referral=referral, **NO)
    assert heard(referral) == said


def test_who_asked_for_themselves_withdraws_and_nothing_is_owed(in_bow: Actor) -> None:
    referral = referred(source="02", practice=None, referrer_name="")
    actions.record_no(by=in_bow, referral=referral, **NO)
    assert referral.answer == Answer.WITHDRAWN
    assert not CodeOwed.objects.exists()
    assert heard(referral) == ["acknowledged", "withdrawn"]


def test_without_words_or_who_heard_them_or_on_no_such_day_it_is_refused(in_bow: Actor) -> None:
    referral = referred()
    days = datetime.timedelta(days=1)
    for wrong, sentence in (
        ({"words": " "}, "in their words"),
        ({"heard_by": ""}, "who heard"),
        ({"heard_on": today() + days}, "not come yet"),
        ({"heard_on": today() - days}, "before this referral"),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.record_no(by=in_bow, referral=referral, **{**NO, **wrong})
    with pytest.raises(Stale):
        actions.record_no(by=in_bow, referral=referral, expected=referral.version + 1, **NO)
    referral.refresh_from_db()
    assert (referral.decision, CodeOwed.objects.count()) == (Decision.RECEIVED, 0)
    actions.record_no(by=in_bow, referral=referral, **NO)
    with pytest.raises(Refused, match="cannot become"):
        actions.record_no(by=in_bow, referral=referral, **NO)


def test_a_no_heard_some_days_ago_is_kept_on_its_day(in_bow: Actor) -> None:
    then = timezone.now() - datetime.timedelta(days=4)
    referral = referred(at=then)
    two = today() - datetime.timedelta(days=2)
    actions.record_no(by=in_bow, referral=referral, heard_on=two, **NO)
    referral.refresh_from_db()
    assert day_of(referral.answered_at) == two
    assert CodeOwed.objects.get().told_at is None


def test_undone_within_the_minute_nothing_was_owed_or_said(in_bow: Actor) -> None:
    referral = referred(referrer_contact="sen@gp.example")
    actions.record_no(by=in_bow, referral=referral, **NO)
    assert rules.may_undo(referral, timezone.now())
    assert Email.objects.get(kind="word_news").due_at > timezone.now()
    actions.undo(by=in_bow, referral=referral)
    referral.refresh_from_db()
    assert (referral.decision, referral.answer) == (Decision.RECEIVED, Answer.NOT_YET)
    assert (referral.answered_at, referral.answer_note, referral.answer_heard_by) == (None, "", "")
    assert not CodeOwed.objects.exists()
    assert heard(referral) == ["acknowledged"]
    assert Email.objects.get(kind="word_news").state == "taken_back"


def test_a_referrers_own_withdrawal_is_not_undone_for_them(in_bow: Actor) -> None:
    referral = referred()
    actions.withdraw(by=in_bow, referral=referral)
    assert not rules.may_undo(referral, timezone.now())
    with pytest.raises(Refused, match="withdrew this"):
        actions.undo(by=in_bow, referral=referral)
    assert CodeOwed.objects.count() == 0
    assert heard(referral) == ["acknowledged", "withdrawn"]


def test_somebody_to_whom_the_person_is_closed_records_no_answer(acting: Any) -> None:
    with in_scheme(BOW, actor=TESTS.key):
        case_of("Sam")
        second = referred(organisation_name="Elsewhere", practice=None)
    with pytest.raises(Refused, match="known here already"):
        actions.record_no(by=acting("tess"), referral=second, **NO)
    actions.record_no(by=acting("mo"), referral=second, **NO)
