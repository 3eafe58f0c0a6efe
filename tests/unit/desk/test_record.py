"""One page shows a person's whole record, to those who may see it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.audit.models import Entry
from kith.desk.scheme_words import FIRST_CALL
from kith.directory import actions as directory
from kith.messages import actions as messages
from kith.organisations.models import Reason
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.closures import actions as closures
from kith.pathway.connections import actions as connections
from kith.pathway.connections.states import Progress
from kith.pathway.contacts import actions as contacts
from kith.pathway.outcomes import actions as outcomes
from kith.pathway.plans import actions as plans
from kith.people import actions as people
from kith.ui.dates import medium_date
from tests import cast
from tests.conftest import Company
from tests.unit.desk.people import case_of, referred

BY = cast.TESTS
Keys = Callable[[], dict[str, str]]


def page_of(client: Client, case: Case, query: str = "") -> str:
    answer = client.get(f"/desk/people/{case.person_id}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def fill(case: Case, times: int, first: int = 0) -> None:
    """`times` rows of everything a record holds, the oldest first."""
    person = case.person
    people.state_risk(by=BY, person=person, text=f"A dog that jumps up {first}")
    for number in range(first, first + times):
        ago = timezone.now() - dt.timedelta(days=9 - number, hours=1)
        people.add_linked_person(
            by=BY, person=person, name=f"Rafiq {number}", relationship="brother",
            may_be_told="appointments", on_whose_say_so="Amina",
        )  # fmt: skip
        contacts.record(
            by=BY, person=person, outcome="reached", note=f"Talked about dominoes {number}", at=ago
        )
        need = plans.add_need(by=BY, case=case, foundation="belonging", text=f"Company {number}")
        goal = plans.add_goal(by=BY, need=need, text=f"Eat with others {number}", importance=8)
        plans.add_action(by=BY, goal=goal, text="Ring the club", who="worker", confidence=7)
        contacts.give_support(
            by=BY, case=case, kind="form", result="Blue badge form", money_pence=42_000,
            money_frequency="yearly", money_certainty="confirmed",
        )  # fmt: skip
        connections.introduce(
            by=BY, person=person, case=case, agreed_fields=["name"], agreed_how="on the phone",
            agreed_on=timezone.localdate(), need=need, keep_safe="Nothing", getting_there="Walks",
            service=directory.add_service(by=BY, scheme_id=cast.BOW, name=f"Lunch club {number}"),
        )  # fmt: skip
        connections.signpost(by=BY, person=person, service_name=f"Library {number}", case=case)
        outcomes.rate_goal(by=BY, case=case, goal=goal, moment="start", rating=3)
        outcomes.rate_goal(by=BY, case=case, goal=goal, moment="end", rating=6)


def test_before_the_first_conversation_it_offers_the_first_calls_script(
    company: Company, in_bow: object
) -> None:
    reason = Reason.objects.get(label="Loneliness or isolation")
    case = case_of(days_ago=1, reasons=[reason])
    page = page_of(company.client("nadia"), case)
    assert "What we know so far" in page
    assert "The first call" in page
    assert "Loneliness or isolation" in page
    assert "Lost her husband in May" in page
    assert "I miss the noise of people." in page
    contacts.record(by=BY, person=case.person, outcome="reached")
    assert "The first call</h2>" not in page_of(company.client("nadia"), case)


def test_risks_are_always_said_in_words(company: Company, in_bow: object) -> None:
    client = company.client("nadia")
    case = case_of()
    assert "Not yet asked" in page_of(client, case)
    people.state_none_known(by=BY, person=case.person, stated_by_name="Dr Ruth Abelson")
    assert "None known to Dr Ruth Abelson on" in page_of(client, case)
    people.state_risk(by=BY, person=case.person, text="A dog that jumps up")
    assert "A dog that jumps up" in page_of(client, case)


def test_the_header_says_who_this_is_and_how_to_reach_them(
    company: Company, in_bow: object
) -> None:
    who = {"preferred_name": "Mina", "language": "syl", "needs_interpreter": True}
    page = page_of(company.client("nadia"), case_of(who=who))
    assert "Mina" in page
    assert "Sylheti, needs an interpreter" in page
    assert "tel:+447700900100" in page
    assert "mornings" in page
    assert "Nadia Rahman" in page
    assert "Ring about the lunch club" in page


def test_who_must_not_be_called_is_reached_another_way(company: Company, in_bow: object) -> None:
    page = page_of(company.client("nadia"), case_of(who={"phone_safe_for": ("text",)}))
    assert "<strong>Do not call.</strong> Safe for texts: 07700 900100" in page
    assert "tel:" not in page


def test_every_act_it_offers_opens(company: Company, in_bow: object) -> None:
    case = case_of()
    fill(case, 1)
    client = company.client("nadia")
    page = page_of(client, case)
    addresses = {a.replace("&amp;", "&") for a in re.findall(r'href="(/desk/[^"#]+)', page)}
    assert len(addresses) > 12
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_everything_that_happened_is_there(company: Company, in_bow: object) -> None:
    case = case_of()
    fill(case, 1)
    made = case.introductions.get()
    connections.record_progress(
        by=BY, introduction=made, progress=Progress.CAME, note="Stayed for pudding"
    )
    page = page_of(company.client("nadia"), case)
    for said in (
        "Rafiq 0", "Appointments and next steps", "Talked about dominoes 0", "Company 0",
        "Eat with others 0", "importance 8 of 10", "Ring the club", "confidence 7 of 10",
        "£420 each year", "Lunch club 0", "Stayed for pudding", "Library 0", "Referred by Dr Ruth",
        "Nadia Rahman holds the case", "What changed", "Up 3",
    ):  # fmt: skip
        assert said in page, said


def test_the_timeline_is_narrowed_by_the_address(company: Company, in_bow: object) -> None:
    case = case_of()
    fill(case, 1)
    client = company.client("nadia")
    page = page_of(client, case, "?show=contacts")
    assert "Talked about dominoes 0" in page
    assert "Nadia Rahman holds the case" not in page
    both = page_of(client, case, "?show=contacts&show=case&show=nonsense")
    assert "Talked about dominoes 0" in both
    assert "Nadia Rahman holds the case" in both


def test_a_long_timeline_shows_the_newest_and_offers_the_rest(
    company: Company, in_bow: object
) -> None:
    case = case_of()
    for number in range(45):
        at = timezone.now() - dt.timedelta(hours=number + 1)
        contacts.record(by=BY, person=case.person, outcome="reached", note=f"Note {number}.", at=at)
    client = company.client("nadia")
    assert "Note 0." in page_of(client, case)
    assert "Note 44." not in page_of(client, case)
    assert "Note 44." in page_of(client, case, "?all=1")


def test_three_of_everything_take_as_many_queries_as_one(company: Company, in_bow: object) -> None:
    case = case_of(days_ago=12)
    client = company.client("nadia")
    fill(case, 1)
    at_one = _queries(client, case)
    fill(case, 2, first=1)
    assert _queries(client, case) == at_one


def _queries(client: Client, case: Case) -> int:
    page_of(client, case)
    with CaptureQueriesContext(connection) as captured:
        page_of(client, case)
    return len(captured)


def test_only_those_who_may_see_the_person_open_the_record(
    company: Company, in_bow: object
) -> None:
    case = case_of()
    missing = "/desk/people/00000000-0000-4000-8000-000000000000"
    for name in ("sam", "sana"):
        client = company.client(name)
        for path in ("", "/looked", "/next-step"):
            answer = client.get(f"/desk/people/{case.person_id}{path}")
            assert answer.status_code == 404
            assert answer.content == client.get(missing).content or name
    for name in ("nadia", "tess", "priya", "mo", "pia"):
        assert company.client(name).get(f"/desk/people/{case.person_id}").status_code == 200
    for name in ("ruth", "fay", "della"):
        assert company.client(name).get(f"/desk/people/{case.person_id}").status_code == 403


def test_who_may_only_read_is_offered_nothing_to_write(company: Company, in_bow: object) -> None:
    case = case_of()
    assert "Write a contact or note" not in page_of(company.client("pia"), case)
    assert "Write a contact or note" in page_of(company.client("nadia"), case)


def test_opening_it_leaves_a_line_that_the_record_shows(company: Company, in_bow: object) -> None:
    case = case_of()
    client = company.client("nadia")
    page_of(client, case)
    lines = Entry.objects.filter(person_id=case.person_id, action="record.opened")
    assert [line.by_name for line in lines] == ["Nadia Rahman"]
    page = client.get(f"/desk/people/{case.person_id}/looked").content.decode()
    assert "Nadia Rahman" in page
    assert "Opened the record" in page
    assert "Caseload: set next step" in page


def test_a_finished_case_says_so_and_offers_what_still_can_be_done(
    company: Company, in_bow: object
) -> None:
    case = case_of(days_ago=30)
    at = timezone.now() - dt.timedelta(days=20)
    contacts.record(by=BY, person=case.person, outcome="reached", at=at)
    closures.close(by=BY, case=case, reason="02", summary="Cooks for the lunch club now")
    page = page_of(company.client("nadia"), case)
    assert "Finished since" in page
    assert "Cooks for the lunch club now" in page
    assert "/next-step" not in page


def test_someone_referred_and_not_yet_taken_on_has_a_record(
    company: Company, in_bow: object
) -> None:
    referral = referred()
    answer = company.client("mo").get(f"/desk/people/{referral.person_id}")
    assert "Waiting to be read" in answer.content.decode()


def test_the_next_step_is_changed_on_its_own_page(
    company: Company, in_bow: object, key: Keys
) -> None:
    case = case_of()
    client = company.client("nadia")
    address = f"/desk/people/{case.person_id}/next-step"
    day = timezone.localdate() + dt.timedelta(days=4)
    typed: dict[str, Any] = {
        "next_step": "Go along to the club",
        "next_step_on_day": day.day, "next_step_on_month": day.month, "next_step_on_year": day.year,
        "next_step_time": "10.30am",
        "version": case.version,
    }  # fmt: skip
    answer = client.post(address, {**key(), **typed})
    assert answer["Location"] == f"/desk/people/{case.person_id}"
    case.refresh_from_db()
    assert (case.next_step, case.next_step_on) == ("Go along to the club", day)
    stale = client.post(address, {**key(), **typed, "next_step": "Something else"})
    assert stale.status_code == 409
    wrong = client.post(address, {**key(), "next_step": "Kept", "version": case.version})
    assert wrong.status_code == 400
    assert "Kept" in wrong.content.decode()


def test_words_from_outside_are_text(company: Company, in_bow: object) -> None:
    case = case_of(referrer_sees="<script>alert(1)</script>", who={"preferred_name": "<b>Mina"})
    page = page_of(company.client("nadia"), case)
    assert "<script>alert" not in page
    assert "<b>Mina" not in page


class TestAlwaysInSight:
    def test_consent_is_said_as_it_stands(self, company: Company, in_bow: object) -> None:
        client, case = company.client("nadia"), case_of()
        page = page_of(client, case)
        assert "Has not said yes to our support yet" in page
        assert "not asked what the referrer may hear" in page
        assert "nothing shared with services" in page
        caseload.record_agreed(by=BY, case=case)
        fill(case, 1)
        page = page_of(client, case)
        assert f"Agreed to our support {medium_date(timezone.localdate())}" in page
        assert "shared with Lunch club 0" in page
        fill(case, 2, first=1)
        assert "shared with 3 services" in page_of(client, case)

    def test_what_is_not_known_is_said_too(self, company: Company, in_bow: object) -> None:
        page = page_of(company.client("nadia"), case_of())
        for said in ("Language not asked", "Nothing on record", "Nobody else", "Nothing known"):
            assert said in page, said

    def test_the_safe_way_says_what_is_not_safe(self, company: Company, in_bow: object) -> None:
        page = page_of(company.client("nadia"), case_of(who={"phone_safe_for": ("call",)}))
        assert "No voicemail and no text." in page
        both = case_of(number=1, who={"phone_safe_for": ("call", "voicemail", "text")})
        assert "No voicemail" not in page_of(company.client("nadia"), both)

    def test_one_line_says_the_gravest_where_there_is_no_room(
        self, company: Company, in_bow: object
    ) -> None:
        case = case_of(who={"needs_interpreter": True})
        people.warn_of_address(
            by=BY, person=case.person, point=case.person.contact_points.get(kind="address"),
            kind="two_to_visit", review_on=timezone.localdate() + dt.timedelta(days=9),
        )  # fmt: skip
        brief = (
            page_of(company.client("nadia"), case).split('class="kith-brief"')[1].split("</p>")[0]
        )
        flags = re.findall(r'kith-flag">([^<]+)', brief)
        assert flags == ["Two to visit", "Risks not asked", "Interpreter"]
        assert "tel:+447700900100" in brief

    def test_everything_is_one_or_two_keys_away(self, company: Company, in_bow: object) -> None:
        case = case_of()
        fill(case, 1)
        page = page_of(company.client("nadia"), case)
        keys = re.findall(r'data-key="([^"]+)"', page)
        assert len(keys) == len(set(keys)), "a key stands for two things"
        assert all(len(key.split()) <= 2 for key in keys)
        for part in (r'<nav class="kith-acts".*?</nav>', r'<div class="kith-sticky.*?</dl>'):
            found = re.search(part, page, re.DOTALL)
            assert found is not None
            for link in re.findall(r"<a [^>]*>", found.group()):
                assert "data-key" in link, link
        for link in re.findall(r"<a [^>]*kith-card__action[^>]*>", page):
            assert "data-key" in link, link
        for section in re.findall(r'<section class="kith-card[^>]*id="[^>]*>', page):
            assert "data-key" in section, section
        both = {key.split()[0] for key in keys if " " in key}
        assert not both & {key for key in keys if " " not in key}, "one key hides two"


def test_the_first_call_is_said_in_the_schemes_words(company: Company, in_bow: object) -> None:
    client, case = company.client("nadia"), case_of(days_ago=1)
    assert "“My name is Nadia Rahman. Dr Ruth Abelson asked us to ring you." in page_of(
        client, case
    )
    messages.change_words(
        by=BY, scheme_id=cast.BOW, piece=FIRST_CALL, text="“Good day, $name?”\nListen."
    )
    page = page_of(client, case)
    assert '<li dir="auto">“Good day, Amina Begum?”</li>' in page
    assert "Nadia Rahman. Dr Ruth" not in page
