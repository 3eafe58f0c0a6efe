"""A case that ended as two records became one: what rests and is worked along on comes back as it is undone."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.utils import timezone

from kith.isolation.actor import Actor
from kith.pathway.caseload import actions, together_queries
from kith.pathway.caseload.models import Case, JointWork, Pause
from kith.pathway.closures import actions as closures
from kith.people.models import Merge
from kith.ui.dates import today
from kith.vocabulary import closure_reasons
from tests.cast import TESTS
from tests.unit.desk.people import case_of, member

IN_A_WEEK = today() + datetime.timedelta(days=7)


def two(third: bool = False) -> list[Case]:
    """Amina’s case with Nadia, and Bert’s with Tess, who turn out to be one person; Chidi’s too."""
    cases = [case_of("Nadia"), case_of("Tess", 1)]
    return [*cases, case_of("Bea", 2)] if third else cases


def merged(kept: Case, lost: Case) -> Merge:
    kept.person.refresh_from_db()
    lost.person.refresh_from_db()
    return actions.merge_people(by=TESTS, kept=kept.person, lost=lost.person)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def rests(case: Case) -> None:
    actions.pause(
        by=TESTS, case=fresh(case), why="In hospital", until=IN_A_WEEK, agreed_with="Bert"
    )


def test_a_pause_and_who_worked_along_end_with_the_case_and_come_back(in_bow: Actor) -> None:
    kept, lost = two()
    rests(lost)
    actions.work_along(by=TESTS, case=fresh(lost), member=member("Bea"), why="Speaks Sylheti")
    done = merged(kept, lost)
    assert together_queries.pause_of(fresh(lost), today()) is None
    assert not JointWork.objects.filter(ended_on=None).exists()
    actions.undo_merge(by=TESTS, merge=done)
    pause = together_queries.pause_of(fresh(lost), today())
    assert pause is not None
    assert (pause.until, pause.ended_on, pause.ended_by) == (IN_A_WEEK, None, None)
    assert JointWork.objects.get(ended_on=None).member == member("Bea")
    assert fresh(lost).next_step == "After the pause: Ring about the lunch club"


def test_what_had_ended_before_stays_ended(in_bow: Actor) -> None:
    kept, lost = two()
    rests(lost)
    actions.go_on(by=TESTS, case=fresh(lost), next_step="Call", next_step_on=IN_A_WEEK)
    joint = actions.work_along(by=TESTS, case=fresh(lost), member=member("Bea"), why="Speaks it")
    actions.end_joint_work(by=TESTS, joint=joint)
    actions.undo_merge(by=TESTS, merge=merged(kept, lost))
    assert together_queries.pause_of(fresh(lost), today()) is None
    assert not JointWork.objects.filter(ended_on=None).exists()


def test_a_colleague_who_left_meanwhile_does_not_work_along_again(in_bow: Actor) -> None:
    kept, lost = two()
    for name in ("Bea", "Priya"):
        actions.work_along(by=TESTS, case=fresh(lost), member=member(name), why="Speaks Sylheti")
    done = merged(kept, lost)
    yesterday = today() - datetime.timedelta(days=1)
    actions.end_membership(by=TESTS, member=member("Bea"), to_date=yesterday)
    actions.undo_merge(by=TESTS, merge=done)
    assert [row.member for row in JointWork.objects.filter(ended_on=None)] == [member("Priya")]


def test_a_pause_whose_day_has_come_meanwhile_is_over(in_bow: Actor) -> None:
    kept, lost = two()
    rests(lost)
    done = merged(kept, lost)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=8), tick=True):
        actions.undo_merge(by=TESTS, merge=done)
        assert together_queries.pause_of(fresh(lost), today()) is None
    assert Pause.objects.get().over_on == IN_A_WEEK


def test_it_points_at_the_case_that_stays_while_they_are_one(in_bow: Actor) -> None:
    kept, lost = two()
    done = merged(kept, lost)
    assert (fresh(lost).merged_into, fresh(lost).goes_on) == (kept, True)
    assert fresh(kept).kept == kept
    actions.undo_merge(by=TESTS, merge=done)
    assert (fresh(lost).merged_into, fresh(lost).kept) == (None, lost)


@pytest.mark.parametrize("first", [True, False])
def test_of_three_records_each_case_comes_apart_alone(in_bow: Actor, first: bool) -> None:
    one, two_, three = two(third=True)
    merges = [merged(two_, three), merged(one, two_)]
    assert {fresh(two_).merged_into, fresh(three).merged_into} == {one}
    actions.undo_merge(by=TESTS, merge=merges[0 if first else 1])
    if first:
        assert (fresh(two_).merged_into, fresh(three).state) == (one, "open")
    else:
        assert (fresh(two_).state, fresh(three).merged_into) == ("open", two_)


def test_a_case_that_was_opened_again_and_finished_meanwhile_stays_finished(in_bow: Actor) -> None:
    kept, lost = two()
    done = merged(kept, lost)
    closures.close(by=TESTS, case=fresh(kept), reason=closure_reasons.COMPLETED)
    assert not fresh(lost).goes_on
    closures.reopen(by=TESTS, case=fresh(lost), why="They rang")
    assert (fresh(lost).state, fresh(lost).merged_into) == ("open", None)
    closures.close(by=TESTS, case=fresh(lost), reason=closure_reasons.COMPLETED)
    actions.undo_merge(by=TESTS, merge=done)
    assert [fresh(case).state for case in (kept, lost)] == ["closed", "closed"]
