"""Somebody whom we supported is referred again: the case opens once more, inside its window."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from kith.isolation.actor import Actor
from kith.messages.models import Email
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case, Holding, Joining
from kith.pathway.caseload.rules import first_call_by
from kith.pathway.closures import actions, queries, rules
from kith.pathway.closures.models import Closure
from kith.pathway.referrals.models import CodeOwed, Referral, WordBack
from kith.pathway.referrals.states import Decision
from kith.people.rules import RiskSummary
from kith.resilience.errors import Refused
from kith.ui.dates import today
from kith.vocabulary import closure_reasons
from tests.cast import TESTS
from tests.unit.desk.people import case_of, referred


def finished(days_ago: int = 20, **more: Any) -> Case:
    """A case that ended `days_ago`, thirty days after it opened."""
    case = case_of(days_ago=days_ago + 30, **more)
    caseload.record_agreed(by=TESTS, case=case)
    at = timezone.now() - datetime.timedelta(days=days_ago)
    actions.close(by=TESTS, case=case, reason=closure_reasons.COMPLETED, at=at)
    return Case.objects.get(pk=case.pk)


def heard(referral: Referral) -> list[str]:
    rows = WordBack.objects.filter(referral=referral).order_by("said_at", "created_at")
    return list(rows.values_list("kind", flat=True))


def test_the_same_episode_goes_on_with_its_worker_and_no_new_code(in_bow: Actor) -> None:
    case = finished()
    owed = CodeOwed.objects.count()
    second = referred(referrer_contact="sen@gp.example", urgency="soon")
    actions.reopen_for(by=in_bow, referral=second, case=case)
    case.refresh_from_db()
    second.refresh_from_db()
    assert (case.state, case.holder.name) == ("open", "Nadia Rahman")
    assert second.decision == Decision.JOINED
    assert (case.next_step, case.next_step_on) == (
        "Call: referred again", first_call_by("soon", today()),
    )  # fmt: skip
    assert heard(second) == ["acknowledged", "taken_on"]
    assert heard(case.referral)[-1] == "reopened"
    assert CodeOwed.objects.count() == owed
    closure = Closure.objects.get(case=case)
    assert closure.reopened_why.startswith("Referred again by Dr Ruth Abelson")


def test_outside_the_window_only_a_new_case_begins_and_the_old_one_stays(in_bow: Actor) -> None:
    old = finished(days_ago=400)
    second = referred()
    with pytest.raises(Refused, match="could be re-opened until"):
        actions.reopen_for(by=in_bow, referral=second, case=old)
    new = caseload.take_on(by=in_bow, referral=second)
    old.refresh_from_db()
    assert (old.state, new.state) == ("closed", "open")
    caseload.record_agreed(by=in_bow, case=new)
    assert CodeOwed.objects.filter(referral=second).count() == 1


def test_nobody_elses_case_is_opened(in_bow: Actor) -> None:
    case = finished()
    with pytest.raises(Refused, match="another person"):
        actions.reopen_for(by=in_bow, referral=referred(number=1), case=case)
    case.refresh_from_db()
    assert case.state == "closed"


def test_undone_it_has_ended_as_before_and_nobody_was_told(in_bow: Actor) -> None:
    case = finished()
    before = (case.state, case.ended_at, case.holder_id, case.next_step)
    holdings = Holding.objects.count()
    second = referred(referrer_contact="sen@gp.example")
    actions.reopen_for(by=in_bow, referral=second, case=case)
    actions.undo_join(by=in_bow, referral=Referral.objects.get(pk=second.pk))
    case.refresh_from_db()
    second.refresh_from_db()
    assert (case.state, case.ended_at, case.holder_id, case.next_step) == before
    assert second.decision == Decision.RECEIVED
    assert (Holding.objects.count(), Joining.objects.count()) == (holdings, 0)
    closure = Closure.objects.get(case=case)
    assert (closure.reopened_at, closure.reopened_why) == (None, "")
    assert "reopened" not in heard(case.referral)
    assert "closed" in heard(case.referral)
    waiting = Email.objects.filter(kind__in=["word_taken_on", "word_news"], state="queued")
    assert not waiting.exists()


def test_undone_the_calls_of_the_months_after_are_planned_again(in_bow: Actor) -> None:
    case = finished()
    three, six = actions.plan_calls(by=in_bow, closure=Closure.objects.get(case=case))
    actions.call_off(by=in_bow, call=six, why="They moved")
    second = referred()
    actions.reopen_for(by=in_bow, referral=second, case=case)
    three.refresh_from_db()
    assert three.called_off_why == "Our support began again."
    assert list(queries.calls_planned(case.person)) == []
    actions.undo_join(by=in_bow, referral=Referral.objects.get(pk=second.pk))
    assert list(queries.calls_planned(case.person)) == [three]
    six.refresh_from_db()
    assert six.called_off_why == "They moved"


def test_what_was_joined_and_not_read_is_a_loose_end(in_bow: Actor) -> None:
    case = case_of()
    caseload.join(by=in_bow, referral=referred(organisation_name="Poplar Homes", practice=None))
    ends = queries.loose_ends(case)
    said = rules.warnings(case.person, RiskSummary("stated", "x", ("x",)), ends, on=today())
    assert "Nobody has read the later referral from Dr Ruth Abelson." in said
