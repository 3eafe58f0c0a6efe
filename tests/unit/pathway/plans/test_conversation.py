"""A conversation written down: “About me”, tap-words, order, what is taken back, beginning from an earlier plan."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations.models import Reason
from kith.pathway.caseload import actions as caseload
from kith.pathway.plans import actions, presenters, queries
from kith.pathway.plans.about_me import ELEMENTS
from kith.pathway.plans.models import Action, Need, Plan
from kith.resilience.errors import Refused
from kith.ui import dates
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.stories import a_case, a_goal

Key = Callable[[], dict[str, str]]
# PRSB Social Prescribing Information Standard v1.1, section 3; its link to a film has no home yet.
STANDARD = [
    "What is most important to me",
    "People who are important to me",
    "How I communicate and how to communicate with me",
    "My wellness",
    "Please do and please don't",
    "How and when to support me",
    "Also worth knowing about me",
    "Supported to write this by",
]


def test_about_me_has_every_element_of_the_standard_in_its_order(in_bow: Actor) -> None:
    named = list(dict.fromkeys(one.standard for one in ELEMENTS[1:]))
    assert named == STANDARD
    assert ELEMENTS[0].field == "strengths"
    assert {one.field for one in ELEMENTS} <= {field.name for field in Plan._meta.get_fields()}


def test_each_element_is_kept_by_itself_and_what_stands_there_is_no_change(in_bow: Actor) -> None:
    case = a_case()
    plan = actions.save_about(by=in_bow, case=case, who_matters="Joan")
    seen = plan.version
    plan = actions.save_about(by=in_bow, case=case, please_do="Ring first", expected=seen)
    assert (plan.who_matters, plan.please_do) == ("Joan", "Ring first")
    again = actions.save_about(by=in_bow, case=case, please_do="Ring first", expected=seen)
    assert again.version == plan.version
    with pytest.raises(KeyError):
        actions.save_about(by=in_bow, case=case, agreed_with="Nobody")


def test_a_reason_of_the_scheme_is_words_enough_and_is_offered_once(in_bow: Actor) -> None:
    case = a_case()
    reason = Reason.objects.filter(scheme_id=cast.BOW, foundation="money").first()
    assert reason is not None
    with pytest.raises(Refused):
        actions.add_need(by=in_bow, case=case, foundation="money")
    need = actions.add_need(by=in_bow, case=case, foundation="money", reason=reason)
    assert need.text == reason.label
    rows = presenters.rows(queries.needs(case), [reason])
    assert [tap for row in rows for tap in row.taps] == []
    actions.take_back(by=in_bow, row=need)
    rows = presenters.rows(queries.needs(case), [reason])
    assert [tap for row in rows for tap in row.taps] == [reason]


def test_what_is_taken_back_is_on_no_page_and_can_be_put_back(in_bow: Actor) -> None:
    case = a_case()
    goal = a_goal(case)
    step = actions.add_action(
        by=in_bow, goal=goal, text="Ring", who="worker", by_when=dates.today()
    )
    assert list(queries.steps_due([case.pk], on=dates.today())) == [step]
    actions.take_back(by=in_bow, row=goal)
    assert queries.taken_back(case) == [goal]
    assert not queries.goals(case)
    assert not queries.open_actions(case)
    assert not queries.steps_due([case.pk], on=dates.today())
    actions.put_back(by=in_bow, row=goal)
    assert list(queries.open_actions(case)) == [step]


def test_needs_and_goals_are_put_in_order_and_moved(in_bow: Actor) -> None:
    case = a_case()
    first, second = (
        actions.add_need(by=in_bow, case=case, foundation="money", text=text)
        for text in ("Rent", "Fares")
    )
    actions.move_up(by=in_bow, row=second)
    assert [need.text for need in queries.needs(case)] == ["Fares", "Rent"]
    actions.move_up(by=in_bow, row=second)  # at the top already
    actions.change_need(by=in_bow, need=first, text="The rent", foundation="home")
    rows = {row.key: row.needs for row in presenters.rows(queries.needs(case))}
    assert [need.text for need in rows["home"]] == ["The rent"]
    with pytest.raises(Refused, match="where this belongs"):
        actions.change_need(by=in_bow, need=first, text="The rent", foundation="luck")


def test_a_step_is_corrected_and_says_why_it_will_not_happen(in_bow: Actor) -> None:
    step = actions.add_action(by=in_bow, goal=a_goal(a_case()), text="Ring", who="person")
    actions.mark_action(by=in_bow, step=step, status="not_done", why="The club has closed")
    assert step.not_done_why == "The club has closed"
    actions.mark_action(by=in_bow, step=step, status="to_do")
    assert step.not_done_why == ""
    with pytest.raises(Refused, match="who will do it"):
        actions.change_action(by=in_bow, step=step, text="Ring", who="other")
    actions.change_action(by=in_bow, step=step, text="Ring", who="other", who_name="Jo")
    assert Action.objects.get(pk=step.pk).who_name == "Jo"


def test_a_new_plan_begins_from_the_last_by_one_press(in_bow: Actor) -> None:
    before = a_case(at=timezone.now() - datetime.timedelta(days=90))
    goal = a_goal(before)
    actions.save_about(by=in_bow, case=before, who_matters="Joan", strengths="Sings")
    actions.add_action(by=in_bow, goal=goal, text="Ring", who="person", by_when=dates.today())
    reached = actions.add_goal(by=in_bow, need=goal.need, text="Go out")
    actions.mark_goal(by=in_bow, goal=reached, status="reached")
    caseload.mark_closed(by=in_bow, case=before)
    case = a_case()
    assert case.person_id == before.person_id
    earlier = queries.earlier(case)
    (_, lines), *_ = presenters.became_of(earlier)
    assert lines == [("Have lunch with others", "left open"), ("Go out", "reached")]
    plan = actions.start_from(by=in_bow, case=case, earlier=earlier[0])
    assert (plan.who_matters, plan.started_from_id) == ("Joan", earlier[0].pk)
    (need,) = queries.needs(case)
    assert [one.text for one in need.goals.all()] == ["Have lunch with others"]
    (step,) = queries.open_actions(case)
    assert (step.text, step.by_when) == ("Ring", None)
    with pytest.raises(Refused, match="begun already"):
        actions.start_from(by=in_bow, case=case, earlier=earlier[0])


def inside(act: Callable[[], object]) -> object:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return act()


def test_one_press_on_the_page_makes_a_need_and_leads_to_its_goal(
    company: Company, key: Key
) -> None:
    case, client = a_case(), company.client("nadia")
    at = f"/desk/plans/{case.pk}"
    reason = inside(lambda: Reason.objects.filter(scheme_id=cast.BOW, foundation="money").first())
    assert reason.label in client.get(at).content.decode()  # type: ignore[attr-defined]
    sent = {**key(), "press": "tap", "id": str(reason.pk)}  # type: ignore[attr-defined]
    answer = client.post(at, sent)
    need = inside(Need.objects.get)
    assert answer.url == f"{at}?open=money&at=need-{need.pk}#need-{need.pk}"  # type: ignore[attr-defined]
    page = client.get(answer.url).content.decode()
    assert "autofocus" in page
    assert client.post(at, sent).url == answer.url  # the same press again makes nothing twice
    assert inside(Need.objects.count) == 1
    assert client.post(at, {**key(), "press": "tap", "id": str(uuid.uuid4())}).status_code == 404


def test_what_is_half_typed_is_a_draft_of_its_own_form(company: Company, key: Key) -> None:
    case, client = a_case(), company.client("nadia")
    at = f"/desk/plans/{case.pk}"
    for form, text in (("need-money", "The rent is"), ("need-home", "It is damp and")):
        answer = client.post(f"/desk/drafts?form={at}%23{form}", {f"{form}-text": text})
        assert json.loads(answer.content)["saved"]
    page = client.get(at).content.decode()
    assert "The rent is" in page
    assert "It is damp and" in page
    sent = {**key(), "form": "need-money", "need-money-text": "The rent is too much"}
    client.post(at, sent)
    page = client.get(at).content.decode()
    assert "It is damp and" in page
    assert 'value="The rent is"' not in page


def test_a_finished_plan_is_read_and_not_written(company: Company, key: Key) -> None:
    case, client = a_case(), company.client("nadia")
    goal = a_goal(case)
    inside(lambda: caseload.mark_closed(by=cast.TESTS, case=case))
    at = f"/desk/plans/{case.pk}"
    page = client.get(at).content.decode()
    assert "stays as it is" in page
    assert "Have lunch with others" in page
    assert "Take back" not in page
    client.post(at, {**key(), "press": "need", "id": str(goal.need_id), "do": "take_back"})
    assert inside(lambda: Need.objects.get().taken_back_at) is None
