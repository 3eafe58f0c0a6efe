"""A measure is offered, never forced; never under 16; never answered by another."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from kith.isolation.actor import Actor
from kith.pathway.caseload.models import Case
from kith.pathway.outcomes import actions, queries
from kith.pathway.outcomes.models import GoalRating, Score
from kith.resilience.errors import Refused, Stale
from kith.ui import dates
from tests.unit.pathway.stories import a_case, a_goal

LOW = {1: 3, 2: 4, 3: 3, 4: 8}
HIGHER = {1: 6, 2: 7, 3: 6, 4: 5}
TODAY = dates.today()


def take(by: Actor, case: Case, moment: str, answers: dict[int, int | str], days: int = 0) -> Score:
    return actions.record_score(
        by=by,
        case=case,
        measure="ons4",
        moment=moment,
        answers=answers,
        taken_on=TODAY - datetime.timedelta(days=days),
    )


def test_a_score_keeps_answers_and_result(in_bow: Actor) -> None:
    row = take(in_bow, a_case(), "start", LOW)
    row.refresh_from_db()
    assert row.answers == {"1": 3, "2": 4, "3": 3, "4": 8}
    assert [part["band"] for part in row.result["subscales"]] == ["low", "low", "low", "high"]


@pytest.mark.parametrize(("years", "asked"), [(15, False), (16, True)])
def test_nobody_under_sixteen_is_asked(in_bow: Actor, years: int, asked: bool) -> None:
    born = TODAY.replace(year=TODAY.year - years, day=min(TODAY.day, 28))
    case = a_case(born=born)
    if asked:
        assert take(in_bow, case, "start", LOW).pk
    else:
        with pytest.raises(Refused, match="under 16"):
            take(in_bow, case, "start", LOW)
        goal = a_goal(case)
        assert actions.rate_goal(by=in_bow, case=case, goal=goal, moment="start", rating=3).pk


def test_nobody_answers_for_someone_else(in_bow: Actor) -> None:
    case = a_case()
    with pytest.raises(Refused, match="only be answered by the person"):
        actions.record_score(
            by=in_bow,
            case=case,
            measure="ons4",
            moment="start",
            answers=LOW,
            answered_by_person=False,
        )
    assert actions.skip(
        by=in_bow, case=case, measure="ons4", moment="start", why="Her son answered"
    ).pk


def test_skipping_needs_its_reason(in_bow: Actor) -> None:
    case = a_case()
    with pytest.raises(Refused, match="few words"):
        actions.skip(by=in_bow, case=case, measure="ons4", moment="start", why="  ")
    row = actions.skip(by=in_bow, case=case, measure="ons4", moment="start", why="Too tired")
    assert (row.skipped_why, row.answers) == ("Too tired", {})


@pytest.mark.parametrize(
    "wrong",
    [
        {"moment": "middle"},
        {"mode": "by dream"},
        {"measure": "phq-9"},
        {"taken_on": TODAY + datetime.timedelta(days=1)},
        {"answers": {1: 3, 2: 4, 3: 3}},
        {"answers": {1: 3, 2: 4, 3: 3, 4: 11}},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    in_bow: Actor, wrong: dict[str, object]
) -> None:
    given = {"case": a_case(), "measure": "ons4", "moment": "start", "answers": LOW}
    with pytest.raises(Refused):
        actions.record_score(by=in_bow, **{**given, **wrong})
    assert not Score.objects.exists()
    assert actions.record_score(by=in_bow, **given).pk


def test_the_same_day_twice_is_a_correction_that_keeps_the_first(in_bow: Actor) -> None:
    case = a_case()
    first = take(in_bow, case, "start", LOW)
    with pytest.raises(Refused, match="recorded for that day already"):
        take(in_bow, case, "start", HIGHER)
    second = actions.replace(by=in_bow, score=first, answers=HIGHER)
    assert list(queries.scores(case)) == [second]
    assert Score.objects.count() == 2
    stale = Score.objects.get(pk=first.pk)
    with pytest.raises(Stale):
        actions.replace(by=in_bow, score=stale, answers=LOW)


def test_what_was_skipped_can_be_answered_later_that_day(in_bow: Actor) -> None:
    case = a_case()
    skipped = actions.skip(by=in_bow, case=case, measure="ons4", moment="start", why="Too tired")
    answered = actions.replace(by=in_bow, score=skipped, answers=LOW)
    assert queries.score_at(case, "ons4", "start") == answered


def test_change_is_first_start_against_last_end_question_by_question(in_bow: Actor) -> None:
    case = a_case()
    take(in_bow, case, "start", LOW, days=60)
    take(in_bow, case, "review", {1: 5, 2: 5, 3: 5, 4: 5}, days=30)
    review = queries.paired(case)
    assert [pair.end.value for pair in review] == [5, 5, 5, 5]
    take(in_bow, case, "end", HIGHER)
    pairs = queries.paired(case)
    assert [(p.title, p.start.value, p.end.value, p.direction) for p in pairs] == [
        ("Life satisfaction", 3, 6, "better"),
        ("Worthwhile", 4, 7, "better"),
        ("Happiness", 3, 6, "better"),
        ("Anxiety", 8, 5, "better"),
    ]


def test_a_skipped_end_pairs_with_nothing(in_bow: Actor) -> None:
    case = a_case()
    take(in_bow, case, "start", LOW, days=60)
    actions.skip(by=in_bow, case=case, measure="ons4", moment="end", why="Did not want to")
    assert queries.paired(case) == ()


@pytest.mark.parametrize(
    ("start", "end", "direction"), [(9, 5, "better"), (5, 9, "worse"), (6, 6, "same")]
)
def test_less_lonely_is_better(in_bow: Actor, start: int, end: int, direction: str) -> None:
    case = a_case()
    for moment, total, days in (("start", start, 9), ("end", end, 0)):
        step = {1: total // 3, 2: (total + 1) // 3, 3: (total + 2) // 3}
        actions.record_score(
            by=in_bow,
            case=case,
            measure="ucla-3",
            moment=moment,
            answers=step,
            taken_on=TODAY - datetime.timedelta(days=days),
        )
    (pair,) = queries.paired(case)
    assert (pair.difference, pair.direction) == (end - start, direction)


@pytest.mark.parametrize(("rating", "fits"), [(0, True), (10, True), (11, False), (-1, False)])
def test_a_goal_is_rated_0_to_10(in_bow: Actor, rating: int, fits: bool) -> None:
    case = a_case()
    goal = a_goal(case)
    if fits:
        row = actions.rate_goal(by=in_bow, case=case, goal=goal, moment="start", rating=rating)
        assert row.rating == rating
    else:
        with pytest.raises(Refused):
            actions.rate_goal(by=in_bow, case=case, goal=goal, moment="start", rating=rating)


def test_a_goal_rated_again_the_same_day_is_put_right(in_bow: Actor) -> None:
    case = a_case()
    goal = a_goal(case)
    for rating in (2, 3):
        actions.rate_goal(by=in_bow, case=case, goal=goal, moment="start", rating=rating)
    actions.rate_goal(by=in_bow, case=case, goal=goal, moment="end", rating=7)
    assert GoalRating.objects.count() == 3
    (pair,) = queries.paired(case)
    assert (pair.start.value, pair.end.value, pair.title) == (3, 7, goal.text)


def test_a_goal_of_another_plan_is_not_rated_here(in_bow: Actor) -> None:
    case = a_case()
    other = a_goal(a_case(first_name="Omar", last_name="Haddad"))
    with pytest.raises(Refused, match="another plan"):
        actions.rate_goal(by=in_bow, case=case, goal=other, moment="start", rating=3)


def test_the_past_is_recorded_as_of_its_day(in_bow: Actor) -> None:
    case = a_case()
    then = timezone.now() - datetime.timedelta(days=40)
    row = actions.record_score(
        by=in_bow, case=case, measure="loneliness", moment="start", answers={1: 2}, at=then
    )
    assert row.taken_on == dates.day_of(then)
