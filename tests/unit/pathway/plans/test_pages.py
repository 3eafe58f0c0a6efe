"""The plan's page: every small form returns to where it was."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from kith.isolation import context
from kith.pathway.caseload.models import Case
from kith.pathway.plans import actions
from kith.pathway.plans.models import Action, Goal, Need, Plan
from kith.ui import dates
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.stories import a_case, a_goal

Key = Callable[[], dict[str, str]]


def inside(act: Callable[[], Any]) -> Any:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return act()


def at(case: Case) -> str:
    return f"/desk/plans/{case.pk}"


def test_the_whole_plan_is_written_form_by_form(company: Company, key: Key) -> None:
    case, client = a_case(), company.client("nadia")

    def send(form: str, **typed: str) -> str:
        client.get(at(case))
        seen = inside(lambda: Plan.objects.filter(case=case).first())
        sent = {**key(), "form": form, **{f"{form}-{k}": v for k, v in typed.items()}}
        answer = client.post(at(case), {**sent, "version": seen.version if seen else ""})
        assert answer.status_code == 302, answer.content.decode()
        return answer.url

    assert send("about", strengths="Sings", what_matters="Company").endswith("#about")
    added = send("need-belonging", text="Eats alone")
    need = inside(Need.objects.get)
    assert added.endswith(f"?open=belonging&at=need-{need.pk}#need-{need.pk}")
    added = send(f"goal-{need.pk}", text="Lunch with others", importance="8")
    goal = inside(Goal.objects.get)
    assert added.endswith(f"#goal-{goal.pk}")
    assert send(f"action-{goal.pk}", text="Ring the club", who="person", confidence="6").endswith(
        f"#goal-{goal.pk}"
    )
    day = dates.today()
    send(
        "agree", agreed="yes", agreed_with="Maya", agreed_on_day=str(day.day),
        agreed_on_month=str(day.month), agreed_on_year=str(day.year),
    )  # fmt: skip
    send("review", review_on_day="1", review_on_month="2", review_on_year="2030")
    step = inside(Action.objects.get)
    for press, row, status in (("action", step, "done"), ("goal", goal, "reached")):
        sent = {**key(), "press": press, "id": str(row.pk), "status": status}
        assert client.post(at(case), sent).url.endswith(f"#goal-{goal.pk}")
    page = client.get(at(case)).content.decode()
    for words in ("Sings", "Lunch with others", "Ring the club", "8 of 10", "6 of 10", "Reached"):
        assert words in page
    plan = inside(Plan.objects.get)
    assert (plan.agreed_with, plan.review_on.year) == ("Maya", 2030)
    settled = {**key(), "press": "need", "id": str(need.pk)}
    assert client.post(at(case), settled).status_code == 302
    assert "Settled" in client.get(at(case)).content.decode()


def test_a_slip_stays_in_its_own_form(company: Company, key: Key) -> None:
    case, client = a_case(), company.client("nadia")
    goal = a_goal(case)
    form = f"action-{goal.pk}"
    sent = {**key(), "form": form, f"{form}-text": "Keep me", f"{form}-confidence": "11"}
    answer = client.post(at(case), sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Keep me" in page
    assert page.count("nhsuk-error-message") == 2  # who, and how confident
    assert not inside(Action.objects.exists)


def test_two_people_write_what_matters_and_both_texts_are_shown(company: Company, key: Key) -> None:
    case = a_case()
    inside(lambda: actions.save_about(by=cast.TESTS, case=case, what_matters="First"))
    nadia, tess = company.client("nadia"), company.client("tess")
    seen = re.search(r'name="version" value="(\d+)"', nadia.get(at(case)).content.decode())
    assert seen
    sent = {"form": "about", "version": seen[1], "about-strengths": ""}
    hers = {**key(), **sent, "about-what_matters": "Hers"}
    assert tess.post(at(case), hers).status_code == 302
    answer = nadia.post(at(case), {**key(), **sent, "about-what_matters": "Mine"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Hers" in page
    assert "Mine" in page


def test_what_is_not_on_the_page_is_the_one_404(company: Company, key: Key) -> None:
    case, client = a_case(), company.client("nadia")
    other = a_goal(a_case(first_name="Omar", last_name="Haddad"))
    for sent in (
        {"form": "nothing"},
        {"form": f"action-{other.pk}", "text": "x"},
        {"press": "goal", "id": str(other.pk), "status": "reached"},
        {"press": "goal", "id": "not an id", "status": "reached"},
    ):
        assert client.post(at(case), {**key(), **sent}).status_code == 404


def test_a_stranger_and_another_partner_get_the_one_404(company: Company, key: Key) -> None:
    case = a_case()
    for address in (at(case), f"{at(case)}/print"):
        assert company.client("nadia").get(address).status_code == 200
        for name in ("sana", "sam"):
            assert company.client(name).get(address).status_code == 404
            assert company.client(name).post(address, key()).status_code == 404
    assert company.client("pia").get(at(case)).status_code == 403


def test_the_persons_copy_is_a_pdf_ordinary_and_large(company: Company) -> None:
    case, client = a_case(), company.client("nadia")
    a_goal(case)
    for address in (f"{at(case)}/print", f"{at(case)}/print?large=yes"):
        answer = client.get(address)
        assert answer["Content-Type"] == "application/pdf"
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
        assert "Have lunch with others" in text


def test_three_goals_ask_no_more_than_one(company: Company) -> None:
    case, client = a_case(), company.client("nadia")
    counts = []
    for more in (1, 2):
        for _ in range(more):
            goal = a_goal(case)
            inside(
                lambda: actions.add_action(by=cast.TESTS, goal=goal, text="Ring", who="worker")  # noqa: B023
            )
        client.get(at(case))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(at(case)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1], counts
