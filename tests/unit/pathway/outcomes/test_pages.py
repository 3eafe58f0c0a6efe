"""Measures on the page: offered, skipped, put right, and what changed in words."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.isolation import context
from kith.pathway.outcomes import actions, queries
from kith.pathway.outcomes.models import GoalRating, Score
from kith.ui import dates
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.stories import a_case, a_goal

Key = Callable[[], dict[str, str]]
TODAY = dates.today()
ON = {
    "taken_on_day": str(TODAY.day),
    "taken_on_month": str(TODAY.month),
    "taken_on_year": str(TODAY.year),
}
SENT = {**ON, "item_1": "6", "item_2": "7", "item_3": "6", "item_4": "5", "mode": "phone"}


def inside(act: Callable[[], Any]) -> Any:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return act()


def test_a_measure_is_answered_and_put_right(company: Company, key: Key) -> None:
    case, client = a_case(), company.client("nadia")
    url = f"/desk/outcomes/{case.pk}/ons4/start"
    page = client.get(url).content.decode()
    assert "Overall, how satisfied are you with your life nowadays?" in page
    sent = {**SENT, "answered_by": "person"}
    assert client.post(url, {**key(), **sent}).status_code == 302
    assert client.post(url, {**key(), **sent, "item_1": "0"}).status_code == 302
    (standing,) = inside(lambda: list(queries.scores(case)))
    assert standing.answers["1"] == 0
    assert inside(Score.objects.count) == 2


def test_a_missing_answer_is_not_guessed_and_what_was_given_stays(
    company: Company, key: Key
) -> None:
    case, client = a_case(), company.client("nadia")
    url = f"/desk/outcomes/{case.pk}/ons4/start"
    sent = {**SENT, "answered_by": "person"}
    answer = client.post(url, {**key(), **sent, "item_4": ""})
    assert answer.status_code == 400
    assert "Nothing is guessed" in answer.content.decode()
    proxy = client.post(url, {**key(), **SENT, "answered_by": "other"})
    assert proxy.status_code == 400
    assert "only be answered by the person" in proxy.content.decode()
    assert not inside(Score.objects.exists)


def test_it_is_skipped_with_a_reason(company: Company, key: Key) -> None:
    case, client = a_case(), company.client("nadia")
    url = f"/desk/outcomes/{case.pk}/ucla-3/start"
    assert client.post(url, {**key(), "do": "skip", "skipped_why": ""}).status_code == 400
    sent = {**key(), "do": "skip", "skipped_why": "Tired today"}
    assert client.post(url, sent).status_code == 302
    assert "Tired today" in client.get(f"/desk/outcomes/{case.pk}").content.decode()


def test_a_child_is_not_asked_and_rates_goals(company: Company, key: Key) -> None:
    born = TODAY - datetime.timedelta(days=12 * 365)
    case, client = a_case(born=born), company.client("nadia")
    goal = a_goal(case)
    url = f"/desk/outcomes/{case.pk}/ons4/start"
    assert "under 16" in client.get(url).content.decode()
    assert client.post(url, {**key(), **SENT, "answered_by": "person"}).status_code == 400
    rate = f"/desk/outcomes/{case.pk}/goals/start"
    assert goal.text in client.get(rate).content.decode()
    assert client.post(rate, {**key(), **ON, f"goal_{goal.pk}": "11"}).status_code == 400
    assert client.post(rate, {**key(), **ON, f"goal_{goal.pk}": "3"}).status_code == 302
    assert inside(GoalRating.objects.get).rating == 3


def test_change_is_said_in_words_and_is_no_proof(company: Company) -> None:
    case, client = a_case(), company.client("nadia")
    for moment, value, days in (("start", 3, 60), ("end", 6, 0)):
        inside(
            lambda m=moment, v=value, d=days: actions.record_score(
                by=cast.TESTS,
                case=case,
                measure="ons4",
                moment=m,
                answers=dict.fromkeys(range(1, 5), v),
                taken_on=TODAY - datetime.timedelta(days=d),
            )
        )
    page = client.get(f"/desk/outcomes/{case.pk}").content.decode()
    assert "3 → 6" in page
    assert "Up 3: better (low → medium)." in page
    assert "Up 3: worse (low → high). Lower is better here." in page
    assert "change, not proof" in page


def test_what_is_not_offered_is_the_one_404(company: Company) -> None:
    case, client = a_case(), company.client("nadia")
    for path in ("swemwbs/start", "ons4/middle", "phq-9/start", "goals/middle"):
        assert client.get(f"/desk/outcomes/{case.pk}/{path}").status_code == 404
    assert client.get(f"/desk/outcomes/{case.pk}/loneliness/end").status_code == 200


def test_a_stranger_and_another_partner_get_the_one_404(company: Company, key: Key) -> None:
    case = a_case()
    for path in ("", "/ons4/start", "/goals/start"):
        address = f"/desk/outcomes/{case.pk}{path}"
        assert company.client("nadia").get(address).status_code == 200
        for name in ("sana", "sam"):
            assert company.client(name).get(address).status_code == 404
            assert company.client(name).post(address, key()).status_code == 404
    assert company.client("pia").get(f"/desk/outcomes/{case.pk}").status_code == 403


def test_three_scores_ask_no_more_than_one(company: Company) -> None:
    case, client = a_case(), company.client("nadia")
    counts = []
    for days in ((30,), (20, 10)):
        for ago in days:
            inside(
                lambda d=ago: actions.record_score(
                    by=cast.TESTS,
                    case=case,
                    measure="loneliness",
                    moment="review",
                    answers={1: 2},
                    taken_on=TODAY - datetime.timedelta(days=d),
                )
            )
        client.get(f"/desk/outcomes/{case.pk}")
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/desk/outcomes/{case.pk}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1], counts
