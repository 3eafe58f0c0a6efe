"""What a scheme uses, the texts it may show, its own questions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kith.cli.main import run
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.pathway.outcomes import actions, queries
from kith.pathway.outcomes.models import OwnQuestion, Registration, Score
from kith.resilience.errors import Refused, Stale
from kith.ui import dates
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.outcomes.conftest import member
from tests.unit.pathway.stories import a_case

Key = Callable[[], dict[str, str]]
TODAY = dates.today()
STATEMENTS = [f"Made-up statement {n}" for n in range(1, 8)]
WORDS = ["None of it", "A little", "Some", "Much", "All of it"]
REGISTERED: dict[str, Any] = {
    "scheme_id": cast.BOW, "measure": "swemwbs", "organisation": "Bow Wellbeing",
    "registered_on": TODAY, "reference": "R-1234", "items": STATEMENTS, "answers": WORDS,
}  # fmt: skip
SETUP = f"/desk/setup/{cast.BOW}/measures"


def of_day(name: str) -> dict[str, str]:
    return {
        f"{name}_day": str(TODAY.day),
        f"{name}_month": str(TODAY.month),
        f"{name}_year": str(TODAY.year),
    }


def inside(act: Callable[[], Any]) -> Any:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return act()


# Texts under licence


def test_questions_are_shown_once_their_registration_is_on_record(in_bow: Actor) -> None:
    assert not queries.shelf(cast.BOW)["swemwbs"].measure.text_ships
    actions.register(by=in_bow, **REGISTERED)
    shown = queries.shelf(cast.BOW)["swemwbs"].measure
    assert [item.text for item in shown.items] == STATEMENTS
    assert shown.items[0].answers == tuple(enumerate(WORDS, start=1))
    assert "all rights reserved" in shown.notice
    actions.end_registration(by=in_bow, scheme_id=cast.BOW, measure="swemwbs")
    assert not queries.shelf(cast.BOW)["swemwbs"].measure.text_ships
    assert Registration.objects.count() == 1


def test_numbers_that_are_printed_turned_round_keep_their_words(in_bow: Actor) -> None:
    words = ["Never", "Seldom", "Sometimes", "Often", "Always"]
    actions.register(
        by=in_bow, **{**REGISTERED, "measure": "core-10", "items": [*STATEMENTS, *"abc"], "answers": words}
    )  # fmt: skip
    items = queries.shelf(cast.BOW)["core-10"].measure.items
    assert items[0].answers[0] == (0, "Never")
    assert items[1].answers[0] == (4, "Never")


@pytest.mark.parametrize(
    "wrong",
    [
        {"items": STATEMENTS[:6]}, {"items": [*STATEMENTS[:6], " "]}, {"answers": WORDS[:4]},
        {"items": [*STATEMENTS[:6], "x" * 401]}, {"organisation": " "}, {"reference": ""},
        {"registered_on": dates.today().replace(year=TODAY.year + 1)}, {"measure": "ons4"},
        {"measure": "pam"},
    ],
)  # fmt: skip
def test_a_registration_that_is_not_whole_is_refused(in_bow: Actor, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        actions.register(by=in_bow, **{**REGISTERED, **wrong})
    assert not Registration.objects.exists()


def test_another_scheme_s_registration_opens_nothing_here(in_bow: Actor) -> None:
    actions.register(by=in_bow, **REGISTERED)
    with context.in_scheme(cast.POPLAR, actor=cast.TESTS.key):
        assert not queries.shelf(cast.POPLAR)["swemwbs"].measure.text_ships


def test_the_operator_loads_them_by_command(
    in_bow: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "swemwbs.toml"
    file.write_text(f"items = {json.dumps(STATEMENTS)}\nanswers = {json.dumps(WORDS)}\n")
    words = [
        "measures", "load", "swemwbs", str(file), "--scheme", "bow", "--organisation", "Bow Wellbeing",
        "--registered-on", "2026-03-01", "--reference", "R-1234",
    ]  # fmt: skip
    assert run(words) == 0
    assert "7 questions loaded" in capsys.readouterr().out
    assert Registration.objects.get().reference == "R-1234"
    for text in ("items = 3", "items = ['a'", "items = ['one']", "items = ['a']\nmore = 1"):
        file.write_text(text)
        assert run(words) == 1
        assert capsys.readouterr().err
    assert run([*words[:3], str(tmp_path / "none.toml"), *words[4:]]) == 1


def test_without_a_registration_the_numbers_are_typed_from_paper(
    company: Company, key: Key
) -> None:
    case, client = a_case(), company.client("nadia")
    inside(
        lambda: actions.set_use(
            by=cast.TESTS, scheme_id=cast.BOW, measure="swemwbs", is_on=True, reason="Trial"
        )
    )
    url = f"/desk/outcomes/{case.pk}/swemwbs/start"
    page = client.get(url).content.decode()
    assert "Item 7" in page
    assert "without a registration" in page
    assert "answer on this screen" not in page
    assert client.get(f"/desk/outcomes/{case.pk}/swemwbs/paper.pdf").status_code == 404
    sent = {**of_day("taken_on"), "mode": "paper", "answered_by": "person", "given_in": "printed"}
    assert client.post(url, {**key(), **sent, "total": "36"}).status_code == 400
    assert client.post(url, {**key(), **sent, "total": "29"}).status_code == 302
    row = inside(Score.objects.get)
    assert (row.result["score"], row.answers) == (26.02, {"total": 29})
    assert 'value="29"' in client.get(url).content.decode()


def test_the_manager_loads_and_takes_back_on_a_page(company: Company, key: Key) -> None:
    client = company.client("mo")
    url = f"{SETUP}/swemwbs"
    sent = {
        "do": "text", "text-organisation": "Bow Wellbeing", "text-reference": "R-1234",
        "text-items": "\n".join(STATEMENTS), "text-answers": "\n".join(WORDS), "text-asks": "",
        "text-notice": "", **of_day("text-registered_on"),
    }  # fmt: skip
    assert client.post(url, {**key(), **sent, "text-reference": ""}).status_code == 400
    assert client.post(url, {**key(), **sent}).status_code == 302
    assert "R-1234" in client.get(url).content.decode()
    assert client.post(url, {**key(), "do": "end"}).status_code == 302
    assert "Loaded by" not in client.get(url).content.decode()


# What is used


def test_the_manager_decides_what_is_used_and_who_is_told(company: Company, key: Key) -> None:
    client = company.client("mo")
    url = f"{SETUP}/gad-7"
    sent = {"do": "use", "use": "yes", "reason": "Agreed", "version": ""}
    assert client.post(url, {**key(), **sent}).status_code == 400
    mo = str(member("Mo Castellanos").pk)
    assert client.post(url, {**key(), **sent, "responder": mo}).status_code == 302
    assert "Mo Castellanos" in client.get(SETUP).content.decode()
    assert client.post(f"{SETUP}/nothing", {**key(), **sent}).status_code == 404


def test_two_managers_deciding_at_once_are_told(in_bow: Actor) -> None:
    values = {"by": in_bow, "scheme_id": cast.BOW, "measure": "ons4", "reason": "Too much"}
    row = actions.set_use(**values, is_on=False)
    assert not queries.shelf(cast.BOW)["ons4"].is_on
    with pytest.raises(Stale):
        actions.set_use(**values, is_on=True, expected=row.version + 1)


def test_how_often_it_was_taken_and_put_off_is_counted(in_bow: Actor) -> None:
    for number, reason in enumerate(("tired", "tired", "would_not")):
        case = a_case(first_name=f"Person{number}")
        actions.skip(by=in_bow, case=case, measure="ons4", moment="start", reason=reason)
    actions.record_score(
        by=in_bow, case=a_case(first_name="Omar"), measure="ons4", moment="start",
        answers=dict.fromkeys(range(1, 5), 5),
    )  # fmt: skip
    use = queries.uses(cast.BOW, TODAY)["ons4"]
    assert (use.taken, use.not_now) == (1, 3)
    assert use.reasons[0] == ("Too tired or unwell today", 2)


# Questions of the scheme's own


OWN: dict[str, Any] = {
    "scheme_id": cast.BOW, "title": "At home", "words": "How safe do you feel at home?", "least": 0,
    "most": 5, "least_words": "Not at all", "most_words": "Wholly", "better": "higher",
}  # fmt: skip


def test_other_words_are_another_question_and_old_scores_stay_readable(in_bow: Actor) -> None:
    case = a_case()
    first = actions.ask_own(by=in_bow, **OWN)
    for moment, value in (("start", 2), ("end", 4)):
        actions.record_score(
            by=in_bow, case=case, measure=first.key, moment=moment, answers={1: value}
        )
    (pair,) = queries.paired(case)
    assert (pair.title, pair.difference, pair.direction) == ("At home", 2, "better")
    second = actions.ask_own(by=in_bow, **{**OWN, "words": "How safe is home?"}, follows=first)
    assert second.key != first.key
    with pytest.raises(Refused, match="not used here"):
        actions.record_score(
            by=in_bow, case=case, measure=first.key, moment="review", answers={1: 2}
        )
    assert queries.known(cast.BOW)[first.key].items[0].text == "How safe do you feel at home?"
    assert len(queries.paired(case)) == 1
    with pytest.raises(Refused, match="not asked any more"):
        actions.ask_own(by=in_bow, **OWN, follows=OwnQuestion.objects.get(pk=first.pk))


@pytest.mark.parametrize(
    "wrong",
    [
        {"most": 0}, {"most": 11}, {"words": " "}, {"title": ""}, {"better": "sideways"},
        {"alert_at": 6}, {"alert_at": 1},
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_is_refused(
    in_bow: Actor, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Refused):
        actions.ask_own(by=in_bow, **{**OWN, **wrong})
    assert actions.ask_own(by=in_bow, **OWN, alert_at=1, responder=member("Mo Castellanos")).pk


def test_a_manager_writes_one_and_a_worker_asks_it(company: Company, key: Key) -> None:
    manager, client, case = company.client("mo"), company.client("nadia"), a_case()
    sent = {
        "title": "At home", "words": "How safe do you feel at home?", "least": "0", "most": "5",
        "least_words": "", "most_words": "", "better": "higher", "minimum_age": "18", "alert_at": "",
        "responder": "",
    }  # fmt: skip
    assert manager.post(f"{SETUP}/new", {**key(), **sent, "most": "90"}).status_code == 400
    assert manager.post(f"{SETUP}/new", {**key(), **sent}).status_code == 302
    own = inside(OwnQuestion.objects.get)
    assert "How safe do you feel at home?" in manager.get(f"{SETUP}/{own.key}").content.decode()
    assert manager.get(f"{SETUP}/new?of={own.key}").status_code == 200
    assert manager.get(f"{SETUP}/new?of=ons4").status_code == 404
    url = f"/desk/outcomes/{case.pk}/{own.key}/start"
    assert "How safe do you feel at home?" in client.get(url).content.decode()
    given = {**of_day("taken_on"), "mode": "together", "answered_by": "person", "item_1": "3"}
    assert client.post(url, {**key(), **given}).status_code == 302
    assert "At home" in client.get(f"/desk/people/{case.person_id}").content.decode()


def test_only_managers_of_the_scheme_keep_its_library(company: Company) -> None:
    for path in (SETUP, f"{SETUP}/ons4", f"{SETUP}/new"):
        assert company.client("mo").get(path).status_code == 200
        assert company.client("max").get(path).status_code == 404
        assert company.client("nadia").get(path).status_code == 403
