"""What was measured, over time: a line for the eye, and the same in words and numbers."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from kith.isolation import context
from kith.isolation.actor import Actor
from kith.pathway.outcomes import actions, presenters, queries
from kith.pathway.outcomes.models import OutsideScore, StepRating
from kith.pathway.plans import actions as plans
from kith.pathway.plans import queries as plan_queries
from kith.resilience.errors import Refused
from kith.ui import dates
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.outcomes.conftest import switch_on
from tests.unit.pathway.stories import a_case, a_goal

Key = Callable[[], dict[str, str]]
TODAY = dates.today()


def day(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=days)


def of_day(name: str) -> dict[str, str]:
    return {
        f"{name}_day": str(TODAY.day),
        f"{name}_month": str(TODAY.month),
        f"{name}_year": str(TODAY.year),
    }


def take(by: Actor, case: Any, measure: str, moment: str, total: int, days: int) -> None:
    count = 7
    step = [total // count + (n < total % count) for n in range(count)]
    actions.record_score(
        by=by, case=case, measure=measure, moment=moment, answers=dict(enumerate(step, start=1)),
        taken_on=day(days),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (14, 10, "More than the measure’s own error."),
        (14, 11, "Within the measure’s own error."),
        (14, 14, "No change"),
    ],
)
def test_reliable_change_is_said_where_a_source_says_how_much(
    in_bow: Actor, start: int, end: int, words: str
) -> None:
    switch_on("gad-7")
    case = a_case()
    take(in_bow, case, "gad-7", "start", start, -30)
    take(in_bow, case, "gad-7", "end", end, 0)
    found = queries.lines(queries.scores(case), queries.known(cast.BOW))
    (row,) = presenters.over_time(found, queries.paired(case))
    assert words in row.words
    assert row.numbers == f"{start} → {end}"
    assert len(row.chart.dots) == 2
    assert [one.words for one in row.chart.stripes] == ["severe", "moderate", "mild", "minimal"]


def test_ons4_is_four_lines_and_says_nothing_of_error(in_bow: Actor) -> None:
    case = a_case()
    for moment, value, days in (("start", 3, -30), ("end", 6, 0)):
        actions.record_score(
            by=in_bow, case=case, measure="ons4", moment=moment, taken_on=day(days),
            answers=dict.fromkeys(range(1, 5), value),
        )  # fmt: skip
    found = queries.lines(queries.scores(case), queries.known(cast.BOW))
    rows = presenters.over_time(found, queries.paired(case))
    assert [row.title for row in rows] == [
        "Life satisfaction",
        "Worthwhile",
        "Happiness",
        "Anxiety",
    ]
    assert rows[3].words == "Up 3: worse (low → high). Lower is better here."


def test_how_sure_of_a_step_is_the_plan_s_own_answer_and_those_after(in_bow: Actor) -> None:
    case = a_case()
    goal = a_goal(case)
    step = plans.add_action(by=in_bow, goal=goal, text="Ring the club", who="person", confidence=4)
    actions.rate_step(by=in_bow, case=case, step=step, moment="review", confidence=7)
    actions.rate_step(by=in_bow, case=case, step=step, moment="review", confidence=8)
    (line,) = queries.step_lines(plan_queries.open_actions(case), queries.step_ratings(case))
    assert [reading.value for reading in line.readings] == [4, 8]
    assert StepRating.objects.count() == 2
    for wrong in (0, 11):
        with pytest.raises(Refused):
            actions.rate_step(by=in_bow, case=case, step=step, moment="end", confidence=wrong)
    with pytest.raises(Refused, match="another plan"):
        actions.rate_step(
            by=in_bow, case=a_case(first_name="Omar"), step=step, moment="end", confidence=5
        )


def test_a_measure_has_a_page_with_the_same_in_a_table(company: Company) -> None:
    case, client = a_case(), company.client("nadia")
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        for moment, value, days in (("start", 1, -30), ("end", 4, 0)):
            actions.record_score(
                by=cast.TESTS, case=case, measure="loneliness", moment=moment, answers={1: value},
                taken_on=day(days), given_in="interpreted", format_note="Sylheti, her daughter's friend",
            )  # fmt: skip
    page = client.get(f"/desk/outcomes/{case.pk}/loneliness").content.decode()
    assert "<polyline" in page
    assert "hardly ever lonely" in page
    assert "Sylheti" in page
    assert "change, not proof" in page
    assert "<polyline" in client.get(f"/desk/people/{case.person_id}").content.decode()
    assert client.get(f"/desk/outcomes/{case.pk}/nothing").status_code == 404
    assert client.get(f"/desk/outcomes/{case.pk}/gad-7").status_code == 200
    assert company.client("sam").get(f"/desk/outcomes/{case.pk}/loneliness").status_code == 404


def test_goals_and_steps_are_rated_on_one_page(company: Company, key: Key) -> None:
    case, client = a_case(), company.client("nadia")
    goal = a_goal(case)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        step = plans.add_action(by=cast.TESTS, goal=goal, text="Ring the club", who="person")
    url = f"/desk/outcomes/{case.pk}/goals/start"
    assert "Ring the club" in client.get(url).content.decode()
    sent = {**of_day("taken_on"), f"goal_{goal.pk}": "3", f"step_{step.pk}": "11"}
    assert client.post(url, {**key(), **sent}).status_code == 400
    assert client.post(url, {**key(), **sent, f"step_{step.pk}": "5"}).status_code == 302
    page = client.get(f"/desk/outcomes/{case.pk}").content.decode()
    assert "How sure they are of each step" in page


# Scores from elsewhere


OUTSIDE: dict[str, Any] = {
    "measure": "pam", "version": "PAM-13", "value": "56.4", "scored_on": TODAY,
    "scored_by": "Sister Ade, Merchant Street", "said": "Level 3",
}  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "101"}, {"value": "-1"}, {"value": "high"}, {"value": "NaN"}, {"value": ""},
        {"value": "1e9"}, {"version": "PAM-99"}, {"measure": "ons4"}, {"scored_by": " "},
        {"scored_on": day(1)},
    ],
)  # fmt: skip
def test_a_score_from_elsewhere_says_its_version_day_and_author(
    in_bow: Actor, wrong: dict[str, Any]
) -> None:
    case = a_case()
    with pytest.raises(Refused):
        actions.record_outside(by=in_bow, case=case, **{**OUTSIDE, **wrong})
    assert not OutsideScore.objects.exists()
    row = actions.record_outside(by=in_bow, case=case, **OUTSIDE)
    assert (float(row.value), row.version, row.scored_by) == (56.4, "PAM-13", OUTSIDE["scored_by"])


def test_it_is_kept_and_taken_off_on_a_page(company: Company, key: Key) -> None:
    case, client = a_case(), company.client("nadia")
    url = f"/desk/outcomes/{case.pk}/elsewhere"
    sent = {
        "which": "pam PAM-13", "value": "56.4", "said": "Level 3", "scored_by": "Sister Ade",
        **of_day("scored_on"),
    }  # fmt: skip
    assert client.post(url, {**key(), **sent, "which": "pam"}).status_code == 400
    assert client.post(url, {**key(), **sent}).status_code == 302
    assert "Sister Ade" in client.get(url).content.decode()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        row = OutsideScore.objects.get()
    back = f"{url}/{row.pk}/take-back"
    for name in ("sana", "sam"):
        assert company.client(name).post(back, key()).status_code == 404
    client.get(back)
    assert "Sister Ade" in client.get(url).content.decode()
    assert client.post(back, key()).status_code == 302
    assert "Sister Ade" not in client.get(url).content.decode()


def test_paper_has_the_questions_and_nobody_s_name(company: Company) -> None:
    import io

    from pypdf import PdfReader

    case, client = a_case(), company.client("nadia")
    for address in ("paper.pdf", "paper.pdf?large=yes"):
        answer = client.get(f"/desk/outcomes/{case.pk}/ons4/{address}")
        assert answer["Content-Type"] == "application/pdf"
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
        words = " ".join(text.split())
        assert "how satisfied are you with your life nowadays" in words
        assert "Maya" not in words
    assert client.get(f"/desk/outcomes/{case.pk}/gad-7/paper.pdf").status_code == 404
