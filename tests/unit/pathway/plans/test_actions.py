"""A plan is what the person said: needs, goals, actions; and it stands when support ends."""

from __future__ import annotations

import datetime

import pytest

from kith.isolation.actor import Actor
from kith.pathway.caseload import actions as caseload
from kith.pathway.plans import actions, presenters, queries
from kith.resilience.errors import Refused, Stale
from kith.ui import dates
from tests.unit.pathway.stories import a_case, a_goal

TOMORROW = dates.today() + datetime.timedelta(days=1)


def test_there_is_one_plan_a_case(in_bow: Actor) -> None:
    case = a_case()
    assert queries.plan_of(case) is None
    first = actions.start(by=in_bow, case=case)
    assert actions.start(by=in_bow, case=case) == first


def test_strengths_and_what_matters_survive_two_writers(in_bow: Actor) -> None:
    case = a_case()
    plan = actions.save_about(by=in_bow, case=case, strengths="Sings")
    seen = plan.version
    actions.save_about(by=in_bow, case=case, strengths="Sings alto", expected=seen)
    with pytest.raises(Stale):
        actions.save_about(by=in_bow, case=case, strengths="Bakes", expected=seen)
    with pytest.raises(Stale):  # somebody who saw an empty page
        actions.save_about(by=in_bow, case=case, strengths="Bakes")
    found = queries.plan_of(case)
    assert found is not None
    assert found.strengths == "Sings alto"


@pytest.mark.parametrize(
    ("value", "fits"), [(None, True), (1, True), (10, True), (0, False), (11, False)]
)
def test_importance_and_confidence_are_1_to_10(
    in_bow: Actor, value: int | None, fits: bool
) -> None:
    goal = a_goal(a_case())

    def both() -> None:
        actions.add_goal(by=in_bow, need=goal.need, text="Sing again", importance=value)
        actions.add_action(by=in_bow, goal=goal, text="Ring", who="person", confidence=value)

    if fits:
        both()
    else:
        with pytest.raises(Refused):
            both()


def test_every_part_needs_its_words(in_bow: Actor) -> None:
    case = a_case()
    goal = a_goal(case)
    for act in (
        lambda text: actions.add_need(by=in_bow, case=case, foundation="money", text=text),
        lambda text: actions.add_goal(by=in_bow, need=goal.need, text=text),
        lambda text: actions.add_action(by=in_bow, goal=goal, text=text, who="worker"),
    ):
        assert act("Something").pk
        with pytest.raises(Refused):
            act("   ")


def test_a_need_belongs_to_a_foundation(in_bow: Actor) -> None:
    case = a_case()
    with pytest.raises(Refused, match="where this belongs"):
        actions.add_need(by=in_bow, case=case, foundation="luck", text="Win")
    assert actions.add_need(by=in_bow, case=case, foundation="health", text="Walk more").pk


def test_someone_else_has_a_name(in_bow: Actor) -> None:
    goal = a_goal(a_case())
    with pytest.raises(Refused, match="who will do it"):
        actions.add_action(by=in_bow, goal=goal, text="Drive", who="other")
    assert actions.add_action(by=in_bow, goal=goal, text="Drive", who="other", who_name="Jo").pk


def test_an_action_is_done_undone_and_never_in_the_future(in_bow: Actor) -> None:
    step = actions.add_action(by=in_bow, goal=a_goal(a_case()), text="Ring", who="person")
    with pytest.raises(Refused, match="not come yet"):
        actions.mark_action(by=in_bow, step=step, status="done", on=TOMORROW)
    actions.mark_action(by=in_bow, step=step, status="done")
    assert step.done_on == dates.today()
    actions.mark_action(by=in_bow, step=step, status="to_do")
    assert step.done_on is None
    with pytest.raises(Refused):
        actions.mark_action(by=in_bow, step=step, status="perhaps")


def test_agreed_with_whom_or_why_not(in_bow: Actor) -> None:
    case = a_case()
    with pytest.raises(Refused):
        actions.agree(by=in_bow, case=case, agreed_with=" ")
    with pytest.raises(Refused, match="not come yet"):
        actions.agree(by=in_bow, case=case, agreed_with="Maya", agreed_on=TOMORROW)
    assert actions.agree(by=in_bow, case=case, agreed_with="Maya").agreed_on == dates.today()
    with pytest.raises(Refused):
        actions.leave_unagreed(by=in_bow, case=case, why="")
    plan = actions.leave_unagreed(by=in_bow, case=case, why="Wants to think")
    assert (plan.agreed_on, plan.not_agreed_why) == (None, "Wants to think")


def test_a_review_is_due_for_whoever_holds_the_case(in_bow: Actor) -> None:
    case = a_case()
    plan = actions.set_review(by=in_bow, case=case, on=dates.today())
    assert list(queries.due([case.pk], on=dates.today())) == [plan]
    assert not queries.due([case.pk], on=dates.today() - datetime.timedelta(days=1))


def test_a_finished_plan_stays_as_it_was(in_bow: Actor) -> None:
    case = a_case()
    goal = a_goal(case)
    caseload.mark_closed(by=in_bow, case=case)
    goal.refresh_from_db()
    for act in (
        lambda: actions.save_about(by=in_bow, case=case, strengths="x"),
        lambda: actions.add_need(by=in_bow, case=case, foundation="money", text="x"),
    ):
        with pytest.raises(Refused, match="has finished"):
            act()


def test_it_reads_as_plain_english(in_bow: Actor) -> None:
    case = a_case()
    goal = a_goal(case)
    actions.save_about(by=in_bow, case=case, strengths="Sings", what_matters="Not eating alone")
    actions.add_action(
        by=in_bow,
        goal=goal,
        text="Ring the club",
        who="person",
        by_when=datetime.date(2026, 11, 27),
    )
    actions.add_action(by=in_bow, goal=goal, text="Go along", who="worker")
    actions.agree(by=in_bow, case=case, agreed_with="Maya", agreed_on=datetime.date(2026, 11, 20))
    said = presenters.summary(case, queries.plan_of(case), queries.needs(case))
    assert said == [
        "You told us what is strong: Sings.",
        "What matters to you: Not eating alone.",
        "You want: Have lunch with others. To you that is 8 of 10.",
        "You, by Friday 27 November 2026: Ring the club.",
        "Nadia Rahman: Go along.",
        "This was agreed with Maya on Friday 20 November 2026.",
    ]
