"""The pages: raising from anywhere, the list, what stands first on Today and Team, setting up."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.concerns import actions, queries
from kith.concerns.models import Concern
from kith.isolation.context import in_scheme
from kith.pathway.caseload.models import Case
from kith.pathway.closures import actions as closures
from kith.pathway.contacts import actions as contacts
from kith.people.models import Person
from kith.resilience.errors import Refused
from tests.cast import BOW, TESTS
from tests.unit.concerns.scene import WORDS, bow, ladder_of_bow, member, somebody, worry
from tests.unit.pathway.stories import a_case

TYPED = {"kind": "money", "urgency": "today", "words": WORDS, "source": "seen"}


def test_raising_says_999_first_and_whom_it_goes_to(company, ada: Person, key) -> None:
    nadia = company.client("nadia")
    page = nadia.get(f"/desk/concerns/about/{ada.pk}").content.decode()
    assert page.index("Ring 999 first") < page.index("What are you worried about?")
    assert "Tell Pia Lindqvist" in page
    assert "116 123" in page
    slip = nadia.post(f"/desk/concerns/about/{ada.pk}", {**key(), **TYPED, "kind": ""})
    assert slip.status_code == 400
    assert WORDS in slip.content.decode()
    sent = nadia.post(f"/desk/concerns/about/{ada.pk}", {**key(), **TYPED})
    shown = nadia.get(sent["Location"]).content.decode()
    assert "Nobody has it yet: Pia Lindqvist was asked" in shown
    assert WORDS in shown


def test_the_form_is_of_use_before_anything_is_set_up(company, key) -> None:
    with in_scheme(BOW, actor=TESTS.key):
        person = somebody()
    page = company.client("nadia").get(f"/desk/concerns/about/{person.pk}").content.decode()
    assert "Tell Pia Lindqvist" in page
    assert "has not given the numbers of the local authority" in page
    with bow():
        actions.add_number(
            by=TESTS, scheme_id=BOW, kind="adult_team", name="Bow adult duty team",
            phone="020 7946 0111", hours="Day and night",
        )  # fmt: skip
    page = company.client("nadia").get(f"/desk/concerns/about/{person.pk}").content.decode()
    assert "Bow adult duty team" in page
    assert 'href="tel:+442079460111"' in page


def test_accept_ring_and_close_by_the_pages(company, acting, ada: Person, key) -> None:
    concern = worry(acting("nadia"), ada, kind="health", must_know=["practice"])
    acting("sana")
    pia, at = company.client("pia"), f"/desk/concerns/{concern.pk}"
    assert "Accept: I have it" in pia.get(at).content.decode()
    assert "Accept: I have it" not in company.client("nadia").get(at).content.decode()
    pia.post(f"{at}/accept", key())
    page = pia.get(at).content.decode()
    assert "Ring a clinician" in page
    assert "not told yet" in page
    day = timezone.localdate()
    rang = {
        **key(), "place": "Merchant Street Practice", "spoke_to": "Bel, reception", "whom": "practice",
        "on_day": day.day, "on_month": day.month, "on_year": day.year, "time": "0:01",
    }  # fmt: skip
    assert pia.post(f"{at}/write?kind=rang", {**rang, "spoke_to": ""}).status_code == 400
    assert pia.post(f"{at}/write?kind=rang", {**rang, **key()}).status_code == 302
    page = pia.get(at).content.decode()
    assert "Rang Merchant Street Practice, spoke to Bel, reception" in page
    assert "Ring a clinician" not in page
    with bow():
        version = Concern.objects.get(pk=concern.pk).version
    done = {**key(), "version": version, "outcome": "safer", "closed_words": "A nurse went."}
    assert pia.post(f"{at}/close", done).status_code == 302
    assert "You closed it just now" in pia.get(at).content.decode()
    assert "A nurse went." in company.client("nadia").get(at).content.decode()


def test_two_who_change_it_are_shown_both(company, acting, ada: Person, key) -> None:
    concern = worry(acting("nadia"), ada)
    acting("sana")
    seen = concern.version
    at = f"/desk/concerns/{concern.pk}/change"
    first = {
        **key(),
        "kind": "money",
        "urgency": "today",
        "version": seen,
        "keep_safe": "Ring first.",
    }
    assert company.client("pia").post(at, first).status_code == 302
    second = {**first, **key(), "keep_safe": "Two to visit, always."}
    answer = company.client("nadia").post(at, second)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Ring first." in page
    assert "Two to visit, always." in page


def test_it_stands_first_for_who_is_asked_who_has_it_and_who_raised_it(
    company, acting, ada
) -> None:
    concern = worry(acting("nadia"), ada)
    acting("sana")
    for who, path in (("nadia", "/desk/"), ("pia", "/desk/concerns")):
        page = company.client(who).get(path).content.decode()
        assert f"/desk/concerns/{concern.pk}" in page, who
    assert str(concern.pk) not in company.client("bea").get("/desk/").content.decode()
    team = company.client("tess").get("/desk/team").content.decode()
    assert "Nobody has it yet: Pia Lindqvist was asked" in team
    actions.accept(by=acting("tess"), concern=concern)
    acting("sana")
    assert "Tess Whitlock has it since" in company.client("tess").get("/desk/").content.decode()
    assert "Tess Whitlock has it since" in company.client("nadia").get("/desk/").content.decode()
    team = company.client("tess").get("/desk/team").content.decode()
    assert "None: somebody has each open concern." in team


@pytest.mark.parametrize("name", ["record", "contact"])
def test_one_press_from_the_record_and_the_contact_form(company, ada: Person, name) -> None:
    path = {"record": f"/desk/people/{ada.pk}", "contact": f"/desk/contacts/new/{ada.pk}"}[name]
    page = company.client("nadia").get(path).content.decode()
    assert f'href="/desk/concerns/about/{ada.pk}"' in page


def test_one_press_for_the_privacy_lead_too_and_none_for_a_referrer(company, ada: Person) -> None:
    page = company.client("pia").get(f"/desk/people/{ada.pk}").content.decode()
    assert f'href="/desk/concerns/about/{ada.pk}"' in page
    assert company.client("ruth").get(f"/desk/concerns/about/{ada.pk}").status_code == 403
    assert company.client("sam").get(f"/desk/concerns/about/{ada.pk}").status_code == 404


def test_the_manager_sets_the_ladder_and_the_numbers(company, db, key) -> None:
    mo = company.client("mo")
    at = f"/desk/setup/{BOW}/concerns"
    assert order(mo.get(at)) == ["Pia", "Mo"]
    with bow():
        tess, pia = member("Tess").pk, member("Pia").pk
    typed = {
        "lead": tess, "deputy": pia, "manager": "", "now_minutes": 5, "today_minutes": 30,
        "week_days": 1, "visit_minutes": 0, "opens": "8am", "closes": "6pm", "open_on": ["0", "1"],
        "version": 1,
    }  # fmt: skip
    assert mo.post(at, {**key(), **typed, "deputy": tess}).status_code == 400
    assert mo.post(at, {**key(), **typed}).status_code == 302
    assert order(mo.get(at)) == ["Tess", "Pia", "Mo"]
    numbers = f"/desk/setup/{BOW}/numbers"
    given = {"kind": "crisis", "name": "Crisis line", "phone": "020 7946 0112"}
    assert mo.post(numbers, {**key(), **given}).status_code == 302
    assert mo.post(numbers, {**key(), **given}).status_code == 400
    with bow():
        (row,) = queries.numbers(BOW)
    assert company.client("max").post(f"/desk/setup/numbers/{row.pk}/end", key()).status_code == 404
    mo.post(f"/desk/setup/numbers/{row.pk}/end", key())
    assert "Crisis line" not in mo.get(numbers).content.decode().split("<form")[0]


def order(answer: HttpResponse) -> list[str]:
    """Those whom the set-up page says are asked, by first name."""
    listed = answer.content.decode().split('<ol class="nhsuk-list nhsuk-list--number">')[1]
    return re.findall(r"<li>(?:<bdi>)?(\w+)", listed.split("</ol>")[0])


def test_the_manager_gives_the_numbers_of_the_staff(company, db, key) -> None:
    mo = company.client("mo")
    at = f"/desk/setup/{BOW}/phones"
    with bow():
        pia = member("Pia").pk
    assert mo.post(at, {**key(), f"phone_{pia}": "12"}).status_code == 400
    assert mo.post(at, {**key(), f"phone_{pia}": "+447700900106"}).status_code == 302
    assert "07700 900106" in mo.get(at).content.decode()
    assert company.client("max").get(at).status_code == 404


@pytest.fixture
def case(db: None) -> Case:
    """Maya, whom Nadia supports and about whom a concern is open."""
    found = a_case(agreed=True)
    with bow():
        ladder_of_bow()
        actions.raise_concern(
            by=TESTS, person=found.person, kind="home", urgency="week", words=WORDS
        )
    return found


def test_nobody_finishes_silently_while_a_concern_is_open(company, case) -> None:
    page = company.client("nadia").get(f"/desk/closures/{case.pk}").content.decode()
    assert "A concern is open. Speak with whoever has it" in page
    assert "Why is it right to finish now?" in page
    with bow():
        with pytest.raises(Refused, match="Say why it is right to finish now"):
            closures.close(by=TESTS, case=case, reason="02")
        closures.close(by=TESTS, case=case, reason="02", why_now="Pia and her team have it.")


def test_a_no_while_a_concern_is_open_needs_a_word_of_what_they_said(case) -> None:
    with bow():
        with pytest.raises(Refused, match="A concern about them is open"):
            contacts.record(by=TESTS, person=case.person, outcome="reached", agreed=False)
        contacts.record(
            by=TESTS, person=case.person, outcome="reached", agreed=False,
            answer_note="She has her sister now.",
        )  # fmt: skip


def test_the_policy_on_tries_never_proposes_to_stop_while_a_concern_is_open(company, case) -> None:
    page = company.client("nadia").get(f"/desk/contacts/new/{case.person_id}").content.decode()
    assert "A concern is open" in page


@pytest.mark.parametrize("path", ["/desk/", "/desk/concerns", "/desk/team"])
def test_three_concerns_take_as_many_queries_as_one(company, acting, ada: Person, path) -> None:
    client = company.client("tess")
    by = acting("nadia")
    concerns = [worry(by, ada)]
    acting("sana")
    at_one = _queries(client, path)
    by = acting("nadia")
    concerns += [worry(by, ada, kind="home"), worry(by, ada, kind="other")]
    acting("sana")
    assert _queries(client, path) == at_one


@pytest.mark.parametrize(("count", "queries"), [(1, 15), (3, 15)])
def test_the_list_at_one_and_three_rows(company, acting, ada: Person, count, queries) -> None:
    by = acting("nadia")
    for _ in range(count):
        worry(by, ada)
    acting("sana")
    client = company.client("pia")
    assert _queries(client, "/desk/concerns") == queries


def _queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
