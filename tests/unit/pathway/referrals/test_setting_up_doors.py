"""A manager sets the doors up: words, questions, who has a page, and how people see it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.directory import actions as directory
from kith.organisations.models import Practice, ReferringOrganisation
from kith.pathway.referrals import actions
from kith.pathway.referrals.models import Ask
from tests import documents
from tests.cast import BOW, TESTS
from tests.unit.exchange.referral_sheet.sheets import AMINA, HEADER, as_csv
from tests.unit.exchange.test_sheet_pages import sent as send_sheet
from tests.unit.pathway.referrals.test_for_programmes import TYPED
from tests.unit.pathway.referrals.test_letters_typed_in import CAME, LETTERS
from tests.unit.pathway.referrals.test_outside import SAID, Key, bow, page_of, practice

__all__ = ["practice"]


@pytest.mark.parametrize("door", ["account", "sheet", "letter"])
def test_a_way_in_of_those_who_sign_in_is_closed_with_words_and_opened_again(
    company: Any, key: Key, settings: Any, tmp_path: Any, door: str
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    mo, ruth = company.client("mo"), company.client("ruth")
    here = f"/desk/setup/{BOW}/doors/{door}"

    def sends() -> Any:
        if door == "account":
            return ruth.post("/desk/referrals/new", {**key(), **TYPED})
        if door == "sheet":
            return send_sheet(mo, as_csv(HEADER, AMINA))
        letter = SimpleUploadedFile("letter.pdf", documents.pdf())
        return mo.post(LETTERS, {**key(), **CAME, "file": letter})

    said = {"is_open": "no", "introduction": "Read me.", "closed_words": "Closed till May."}
    assert mo.post(here, {**key(), **said}).status_code == 302
    refused = sends()
    assert refused.status_code == 400
    assert "Closed till May." in refused.content.decode()
    assert "Read me." in refused.content.decode()
    again = {**said, "is_open": "yes", "version": "2"}
    assert mo.post(here, {**key(), **again}).status_code == 302, "opened again"
    assert sends().status_code == 302
    assert mo.get(f"{here}/questions").status_code == 404


def test_a_manager_words_a_door_and_sees_what_people_will(company: Any, key: Key) -> None:
    mo, here = company.client("mo"), f"/desk/setup/{BOW}/doors/practice"
    assert "Open" in mo.get(f"/desk/setup/{BOW}/doors").content.decode()
    typed = {"is_open": "yes", "introduction": "For anyone at the desk.", "closed_words": ""}
    assert mo.post(here, {**key(), **typed}).status_code == 302
    assert "For anyone at the desk." in mo.get(here).content.decode()
    for number in range(3):
        asked = {"label": f"Question {number}?", "kind": "text", "is_required": "yes"}
        assert mo.post(f"{here}/questions", {**key(), **asked}).status_code == 302
    shown = mo.get(f"{here}/questions").content.decode()
    assert "People then leave the form" in shown
    assert "Question 2?" in shown
    assert mo.post(f"{here}/questions", {**key(), **asked}).status_code == 400
    assert mo.get(f"/desk/setup/{BOW}/doors/team").status_code == 404


def test_an_organisation_is_added_and_gets_its_own_page(company: Any, key: Key) -> None:
    mo = company.client("mo")
    typed = {"name": "Bow Food Bank", "source": "20"}
    added = mo.post(f"/desk/setup/{BOW}/doors", {**key(), **typed}, follow=True)
    assert "The page of Bow Food Bank" in added.content.decode()
    assert "A partner organisation" not in added.content.decode()


def test_an_organisation_of_the_directory_refers_as_it_is_listed(company: Any, key: Key) -> None:
    with bow():
        listed = directory.add_organisation(
            by=TESTS, scheme_id=BOW, name="Level Ground", email="hello@level.example",
            phone="020 7946 0177",
        )  # fmt: skip
    mo, address = company.client("mo"), f"/desk/setup/{BOW}/doors"
    assert "Level Ground" in mo.get(address).content.decode()
    for typed in ({"source": "20"}, {"source": "20", "listed": listed.pk, "name": "Another"}):
        assert mo.post(address, {**key(), **typed}).status_code == 400
    added = mo.post(address, {**key(), "source": "20", "listed": listed.pk}, follow=True)
    assert "The page of Level Ground" in added.content.decode()
    with bow():
        row = ReferringOrganisation.objects.get(name="Level Ground")
    assert (row.listed_id, row.email, row.phone) == (listed.pk, listed.email, listed.phone)
    assert "One of your directory" not in mo.get(address).content.decode()


# How people see it


@pytest.mark.parametrize("door", ["practice", "professional", "partner", "ask"])
def test_a_manager_sees_the_page_itself_and_nothing_can_be_sent_from_it(
    company: Any, practice: Practice, key: Key, door: str
) -> None:
    mo, here = company.client("mo"), f"/desk/setup/{BOW}/doors/{door}"
    with bow():
        actions.change_door(by=TESTS, scheme_id=BOW, door=door, introduction="Come in.")
        actions.add_question(by=TESTS, scheme_id=BOW, door=door, label="Do they have a carer?")
    page = mo.get(here)
    assert f'src="{here}/as-people-see-it' in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    seen = mo.get(f"{here}/as-people-see-it")
    words = seen.content.decode()
    assert "Come in." in words
    assert ("Do they have a carer?" in words) == (door != "ask"), "it has a page of its own there"
    assert "<fieldset" in words
    assert words.index("disabled><legend") < words.index("<form")
    policy = seen["Content-Security-Policy"]
    assert "form-action 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert seen["X-Frame-Options"] == "SAMEORIGIN"
    assert mo.post(f"{here}/as-people-see-it", {**key(), **SAID}).status_code == 405
    with bow():
        assert not Ask.objects.exists()
    for other in ("ruth", "tess"):
        assert company.client(other).get(f"{here}/as-people-see-it").status_code == 403
    assert company.client("max").get(f"{here}/as-people-see-it").status_code == 404


def test_each_question_of_the_public_page_is_seen_and_a_closed_door_is_closed(
    company: Any, practice: Practice
) -> None:
    mo, here = company.client("mo"), f"/desk/setup/{BOW}/doors/ask"
    with bow():
        actions.add_question(by=TESTS, scheme_id=BOW, door="ask", label="Do you have a dog?")
    assert "?see=question-1" in mo.get(here).content.decode()
    last = mo.get(f"{here}/as-people-see-it?step=question-1").content.decode()
    assert "Do you have a dog?" in last
    assert mo.get(f"{here}/as-people-see-it?step=check").status_code == 404
    assert mo.get(f"{here}?see=nonsense").status_code == 200
    with bow():
        actions.change_door(
            by=TESTS, scheme_id=BOW, door="ask", is_open=False, closed_words="Back in May."
        )
    assert "Back in May." in mo.get(f"{here}/as-people-see-it").content.decode()


def test_a_places_own_page_is_seen_without_its_address(company: Any, practice: Practice) -> None:
    page_of(practice)
    seen = company.client("mo").get(f"/desk/setup/places/{practice.pk}/as-people-see-it")
    words = seen.content.decode()
    assert "Merchant Street" in words
    assert not re.search(r"/refer/(?!preview)", words)
    assert (
        company.client("max").get(f"/desk/setup/places/{practice.pk}/as-people-see-it").status_code
        == 404
    )
