"""The person holds the phone: one question a screen, and only the worker's digits lead back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kith.isolation import context
from kith.pathway.caseload.models import Case
from kith.pathway.outcomes.models import Alert, Score
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.stories import a_case

Key = Callable[[], dict[str, str]]


def inside(act: Callable[[], Any]) -> Any:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return act()


def give(client: Client, key: Key, case: Case, measure: str = "ucla-3") -> str:
    """Hand the phone over; the address of the person's own screen."""
    url = f"/desk/outcomes/{case.pk}/{measure}/start/give-screen"
    given = client.post(url, {**key(), "code": "4821"})
    assert given.status_code == 302
    return str(given["Location"])


def reply(client: Client, key: Key, path: str, item: int, answer: str, do: str = "answer") -> Any:
    return client.post(f"{path}?item={item}", {**key(), "answer": answer, "do": do})


def test_one_question_at_a_time_and_back_keeps_the_answer(company: Company, key: Key) -> None:
    client = company.client("nadia")
    case = a_case()
    path = give(client, key, case)
    assert "There are 3 questions" in client.get(path).content.decode()
    assert reply(client, key, path, 1, "2")["Location"] == f"{path}?item=2"
    second = client.get(f"{path}?item=2").content.decode()
    assert "left out" in second
    assert "Maya" not in second
    assert "Okafor" not in second
    first = client.get(f"{path}?item=1").content.decode()
    assert "checked" in first
    assert reply(client, key, path, 2, "").status_code == 400


@pytest.mark.parametrize(
    "elsewhere", ["/desk/", "/desk/people/{person}", "/desk/search", "/desk/outcomes/{case}"]
)
def test_nothing_else_opens_meanwhile(company: Company, key: Key, elsewhere: str) -> None:
    client, case = company.client("nadia"), a_case()
    address = elsewhere.format(person=case.person_id, case=case.pk)
    assert client.get(address).status_code == 200
    path = give(client, key, case)
    assert client.get(address)["Location"] == path
    assert client.post(address, key())["Location"] == path
    client.post(f"{path}?stop=1", {**key(), "do": "back", "code": "4821"})
    assert client.get(address).status_code == 200


def test_what_was_answered_is_scored_and_leads_back_by_the_digits(
    company: Company, key: Key
) -> None:
    client, case = company.client("nadia"), a_case()
    path = give(client, key, case)
    for item in (1, 2, 3):
        last = reply(client, key, path, item, "3")
    assert last["Location"] == path
    thanks = client.get(path).content.decode()
    assert "Thank you" in thanks
    row = inside(Score.objects.get)
    assert (row.result["score"], row.mode) == (9, "alone")
    assert client.get(f"{path}?item=1").content.decode().count("Thank you")
    wrong = client.post(path, {**key(), "do": "back", "code": "0000"})
    assert wrong.status_code == 400
    back = client.post(path, {**key(), "do": "back", "code": "4821"})
    assert back["Location"] == f"/desk/outcomes/{case.pk}"
    assert client.get(path)["Location"] == f"/desk/outcomes/{case.pk}/ucla-3/start"


def test_five_wrong_codes_sign_out(company: Company, key: Key) -> None:
    client, case = company.client("nadia"), a_case()
    path = give(client, key, case)
    for _ in range(4):
        assert (
            client.post(path + "?stop=1", {**key(), "do": "back", "code": "0000"}).status_code
            == 400
        )
    assert client.post(path, {**key(), "do": "back", "code": "0000"})["Location"] == "/sign-in"
    assert client.get("/desk/")["Location"].startswith("/sign-in")


def test_what_they_would_rather_not_say_is_kept_as_not_now(company: Company, key: Key) -> None:
    client, case = company.client("nadia"), a_case()
    path = give(client, key, case)
    reply(client, key, path, 1, "3")
    reply(client, key, path, 2, "", do="rather-not")
    reply(client, key, path, 3, "3")
    row = inside(Score.objects.get)
    assert row.answers == {}
    assert "left out item 2" in row.skipped_why


@pytest.mark.usefixtures("gad_7")
def test_an_alerting_answer_waits_for_the_worker(company: Company, key: Key) -> None:
    client, case = company.client("nadia"), a_case()
    path = give(client, key, case, "gad-7")
    for item in range(1, 8):
        reply(client, key, path, item, "3")
    assert "116 123" in client.get(path).content.decode()
    alert = inside(Alert.objects.get)
    back = client.post(path, {**key(), "do": "back", "code": "4821"})
    assert back["Location"] == f"/desk/outcomes/alerts/{alert.pk}"


@pytest.mark.parametrize("code", ["", "12", "12345", "12a4", "١٢٣٤"])
def test_the_code_is_four_digits(company: Company, key: Key, code: str) -> None:
    client, case = company.client("nadia"), a_case()
    url = f"/desk/outcomes/{case.pk}/ucla-3/start/give-screen"
    assert client.get(url).status_code == 200
    assert client.post(url, {**key(), "code": code}).status_code == 400
    assert client.get("/desk/").status_code == 200


def test_without_the_questions_or_the_hand_over_there_is_no_such_screen(
    company: Company, key: Key
) -> None:
    client, case = company.client("nadia"), a_case()
    assert client.get(f"/desk/outcomes/{case.pk}/ucla-3/start/own-screen").status_code == 302
    assert client.get(f"/desk/outcomes/{case.pk}/nothing/start/own-screen").status_code == 404
    assert client.get(f"/desk/outcomes/{case.pk}/swemwbs/start/give-screen").status_code == 404
    for name in ("sana", "sam"):
        other = company.client(name)
        assert other.get(f"/desk/outcomes/{case.pk}/ucla-3/start/give-screen").status_code == 404
