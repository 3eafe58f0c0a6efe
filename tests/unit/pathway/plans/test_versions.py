"""Each agreement keeps the plan as it stood, and two of them say what changed, in words and in marks."""

from __future__ import annotations

from django.test import Client

from kith.isolation import context
from kith.isolation.actor import Actor
from kith.pathway.plans import actions, presenters, queries, wording
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.stories import a_case, a_goal


def test_each_agreement_makes_a_version_and_a_change_asks_for_a_new_one(in_bow: Actor) -> None:
    case = a_case()
    goal = a_goal(case)

    def asks() -> bool:
        versions = list(queries.versions(case))
        return presenters.changed_since(queries.plan_of(case), queries.needs(case), versions)

    assert not asks()
    actions.agree(by=in_bow, case=case, agreed_with="Maya", also_present="Her son")
    assert not asks()
    step = actions.add_action(by=in_bow, goal=goal, text="Ring", who="person")
    assert asks()
    actions.agree(by=in_bow, case=case, agreed_with="Maya")
    assert not asks()
    actions.mark_action(by=in_bow, step=step, status="done")  # how far it has come is no change
    assert not asks()
    assert [row.number for row in queries.versions(case)] == [1, 2]
    assert queries.versions(case)[0].contents["also_present"] == "Her son"


def test_two_versions_say_what_changed_word_by_word(in_bow: Actor) -> None:
    case = a_case()
    goal = a_goal(case)
    actions.save_about(by=in_bow, case=case, what_matters="Not eating alone")
    actions.agree(by=in_bow, case=case, agreed_with="Maya")
    actions.change_goal(by=in_bow, goal=goal, text="Have supper with others", importance=8)
    actions.save_about(by=in_bow, case=case, please_dont="Ring after nine")
    old, new = queries.versions(case)[0].contents, queries.contents(case)
    assert new is not None
    changes = {one.heading: one for one in wording.compare(old, new)}
    assert changes["What matters most to them"].is_same
    assert changes["Please don’t"].said == wording.ADDED
    assert changes["Goal"].said == wording.CHANGED
    assert ("out", "lunch") in changes["Goal"].before
    assert ("in", "supper") in changes["Goal"].after
    actions.take_back(by=in_bow, row=goal)
    gone = wording.compare(old, queries.contents(case) or {})
    assert [one.said for one in gone if one.heading == "Goal"] == [wording.GONE]


def test_the_page_shows_two_beside_each_other(company: Company) -> None:
    case = a_case()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        goal = a_goal(case)
        actions.agree(by=cast.TESTS, case=case, agreed_with="Maya")
    at, client = f"/desk/plans/{case.pk}/versions", company.client("nadia")
    assert "one version so far" in text_of(client, at)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.change_goal(by=cast.TESTS, goal=goal, text="Have supper with others", importance=8)
    for address in (at, f"{at}?from=1&to=now", f"{at}?from=nothing&to=2"):
        page = text_of(client, address)
        assert "taken out: " in page
        assert "<del>" in page
        assert "1 of 2 lines differ" in page
    assert company.client("sam").get(at).status_code == 404


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()
