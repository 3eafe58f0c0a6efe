"""The pages of contacts: outcome first, and nothing typed is lost."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.isolation import context
from kith.pathway.caseload.models import Case
from kith.pathway.contacts import actions
from kith.pathway.contacts.models import Contact, SupportGiven
from kith.ui import dates
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.stories import a_case

Key = Callable[[], dict[str, str]]
TODAY = dates.today()
NOTES = {
    "nul": "a\x00b",
    "bidi": "abc\u202edef",
    "emoji": "She laughed 😀👩‍👧‍👦",
    "arabic": "قالت إنها بخير",
    "long": "x" * 9_000,
    "markup": "<script>alert(1)</script> & “quotes”",
}


def day(name: str, value: datetime.date) -> dict[str, str]:
    return {
        f"{name}_day": str(value.day),
        f"{name}_month": str(value.month),
        f"{name}_year": str(value.year),
    }


def happened(**typed: str) -> dict[str, str]:
    return {"medium": "02", **day("on", TODAY), "time": "00:01", "note": "", **typed}


def new(case: Case, outcome: str = "") -> str:
    return f"/desk/contacts/new/{case.person_id}" + (f"?outcome={outcome}" if outcome else "")


def value_of(page: str, name: str) -> str:
    """What stands in the box of that name."""
    box = next(tag for tag in re.findall("<input[^>]*>", page) if f'name="{name}"' in tag)
    return html.unescape(re.search('value="([^"]*)"', box)[1])  # type: ignore[index]


def inside(act: Callable[[], Any]) -> Any:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return act()


def test_first_the_five_choices(company: Company) -> None:
    page = company.client("nadia").get(new(a_case())).content.decode()
    for words in ("Reached", "No answer", "Left a message", "Did not come", "They contacted us"):
        assert words in page
    assert 'data-key="n"' in page


def test_a_child_is_not_brought(company: Company) -> None:
    page = company.client("nadia").get(new(a_case(born=TODAY - datetime.timedelta(days=3300))))
    assert "Was not brought" in page.content.decode()


def test_no_answer_is_one_press_and_save(company: Company, key: Key) -> None:
    case = a_case()
    # A Monday to come: the database's own clock finds a context of the past expired.
    monday = datetime.datetime(2031, 11, 24, 10, tzinfo=datetime.UTC)
    with time_machine.travel(monday, tick=False):
        client = company.client("nadia")
        page = client.get(new(case, "no_answer")).content.decode()
        assert value_of(page, "next_step") == "Call again, in the afternoon"
        assert value_of(page, "next_step_on_day") == "25"
        assert value_of(page, "next_step_time") == "2pm"
        sent = happened(
            next_step="Call again, in the afternoon",
            next_step_time="14:00",
            **day("on", monday.date()),
            **day("next_step_on", monday.date() + datetime.timedelta(days=1)),
        )
        answer = client.post(new(case, "no_answer"), {**key(), **sent})
    assert answer.status_code == 302
    assert answer.url == f"/desk/people/{case.person_id}"
    inside(case.refresh_from_db)
    assert case.next_step == "Call again, in the afternoon"


def test_the_same_form_twice_is_one_contact(company: Company, key: Key) -> None:
    case, client = a_case(), company.client("nadia")
    sent = {**key(), **happened()}
    for _ in range(2):
        assert client.post(new(case, "no_answer"), sent).status_code == 302
    assert inside(lambda: Contact.objects.filter(person_id=case.person_id).count()) == 1


def test_choosing_again_keeps_the_note_and_proposes_anew(company: Company, key: Key) -> None:
    case, client = a_case(), company.client("nadia")
    sent = happened(note="She was in the bath", next_step="Call again, in the afternoon")
    answer = client.post(new(case, "no_answer"), {**key(), **sent, "choose": "reached"})
    assert answer.url.endswith("?outcome=reached")
    page = client.get(answer.url).content.decode()
    assert "She was in the bath" in page
    assert value_of(page, "next_step") == "Talk again"
    assert not inside(Contact.objects.exists)


def test_the_first_conversation_asks_for_their_yes(company: Company, key: Key) -> None:
    case, client = a_case(), company.client("nadia")
    page = client.get(new(case, "reached")).content.decode()
    assert "Did they say yes" in page
    assert client.post(new(case, "reached"), {**key(), **happened()}).status_code == 400
    sent = {**key(), **happened(agreed="yes")}
    assert client.post(new(case, "reached"), sent).status_code == 302
    assert "Did they say yes" not in client.get(new(case, "reached")).content.decode()
    assert "Did they say yes" not in client.get(new(case, "no_answer")).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"time": "25:99"},
        {"on_day": "31", "on_month": "2"},
        {"minutes": "9999"},
        {"medium": "07"},
        {"next_step": "Call", "next_step_on_day": ""},
        {"next_step": "x" * 300},
    ],
)
def test_what_cannot_be_is_said_and_the_note_stays(
    company: Company, key: Key, wrong: dict[str, str]
) -> None:
    case, client = a_case(), company.client("nadia")
    sent = {**key(), **happened(note="Keep me"), **wrong}
    answer = client.post(new(case, "no_answer"), sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "There is a problem" in page
    assert "Keep me" in page
    right = {**key(), **happened(note="Keep me")}
    assert client.post(new(case, "no_answer"), right).status_code == 302


@pytest.mark.parametrize("name", NOTES)
def test_any_note_is_kept_or_refused_and_shown_as_text(
    company: Company, key: Key, name: str
) -> None:
    case, client = a_case(), company.client("nadia")
    answer = client.post(new(case, "no_answer"), {**key(), **happened(note=NOTES[name])})
    assert answer.status_code in (302, 400)
    assert (answer.status_code == 400) == (name in ("nul", "bidi"))
    if answer.status_code == 302:
        contact = inside(Contact.objects.get)
        assert contact.note == NOTES[name]
        page = client.get(f"/desk/contacts/{contact.pk}/edit").content.decode()
        assert "<script>alert" not in page


def test_a_way_that_is_not_safe_asks_why(company: Company, key: Key) -> None:
    case, client = a_case(safe_for=("text",)), company.client("nadia")
    page = client.get(new(case, "no_answer")).content.decode()
    assert "Not safe" in page
    answer = client.post(new(case, "no_answer"), {**key(), **happened()})
    assert answer.status_code == 400
    assert "marked safe for a call" in answer.content.decode()
    sent = {**key(), **happened(unsafe_why="She rang off and asked us to")}
    assert client.post(new(case, "no_answer"), sent).status_code == 302


def test_a_home_visit_before_risk_was_asked_about_links_to_asking(
    company: Company, key: Key
) -> None:
    case, client = a_case(risk_asked=False), company.client("nadia")
    sent = happened(medium="01", place_kind="home", agreed="not_asked")
    answer = client.post(new(case, "reached"), {**key(), **sent})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "what might go wrong" in page
    assert "Answer the risk question" in page


def test_two_people_correct_one_note_and_both_texts_are_shown(company: Company, key: Key) -> None:
    case = a_case()
    contact = inside(
        lambda: actions.record(by=cast.TESTS, person=case.person, outcome="no_answer", note="First")
    )
    nadia, tess = company.client("nadia"), company.client("tess")
    url = f"/desk/contacts/{contact.pk}/edit"
    seen = value_of(nadia.get(url).content.decode(), "version")
    assert tess.post(url, {**key(), "version": seen, "note": "Hers"}).status_code == 302
    answer = nadia.post(url, {**key(), "version": seen, "note": "Mine"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Hers" in page
    assert "Mine" in page
    inside(contact.refresh_from_db)
    assert contact.note == "Hers"


def test_an_appointment_is_planned_and_the_skipped_hour_refused(company: Company, key: Key) -> None:
    case, client = a_case(), company.client("nadia")
    url = f"/desk/contacts/plan/{case.person_id}"
    sent = {"medium": "02", "time": "1:30am", "note": ""}
    march = {**key(), **sent, **day("on", datetime.date(2027, 3, 28))}
    answer = client.post(url, march)
    assert answer.status_code == 400
    assert "clocks go forward" in answer.content.decode()
    later = {**key(), **sent, **day("on", datetime.date(2027, 3, 29))}
    assert client.post(url, later).status_code == 302
    planned = inside(Contact.objects.get)
    assert planned.planned_for == datetime.datetime(2027, 3, 29, 0, 30, tzinfo=datetime.UTC)
    assert (
        "Say what came of it"
        in client.get(f"/desk/contacts/{planned.pk}/appointment").content.decode()
    )


def test_an_appointment_is_moved_called_off_or_marked(company: Company, key: Key) -> None:
    case, client = a_case(), company.client("nadia")
    soon = timezone.now() + datetime.timedelta(days=2)
    rows = [
        inside(lambda: actions.plan_contact(by=cast.TESTS, person=case.person, planned_for=soon))
        for _ in range(2)
    ]
    url = f"/desk/contacts/{rows[0].pk}/appointment"
    moved = {**key(), "version": 1, **day("on", TODAY + datetime.timedelta(days=9)), "time": "3pm"}
    assert client.post(url, moved).status_code == 302
    assert "Call it off" in client.get(f"{url}?call-off=yes").content.decode()
    off = {**key(), "version": 2, "do": "cancel", "who": "person", "why": "A cold"}
    assert client.post(url, off).status_code == 302
    mark = f"/desk/contacts/{rows[1].pk}/mark"
    assert "Move it or call it off" in client.get(mark).content.decode()
    sent = {**key(), "version": 1, **happened(agreed="yes")}
    assert client.post(f"{mark}?outcome=reached", sent).status_code == 302
    outcomes = inside(lambda: sorted(Contact.objects.values_list("outcome", flat=True)))
    assert outcomes == ["cancelled_by_person", "reached"]


def test_support_is_given_and_put_right(company: Company, key: Key) -> None:
    case, client = a_case(), company.client("nadia")
    url = f"/desk/contacts/support/{case.pk}"
    sent = {**day("given_on", TODAY), "kind": "form", "money_pence": "1,234.56"}
    assert client.post(url, {**key(), **sent}).status_code == 400
    whole = {**sent, "money_frequency": "yearly", "money_certainty": "estimated"}
    assert client.post(url, {**key(), **whole}).status_code == 302
    given = inside(SupportGiven.objects.get)
    assert given.money_pence == 123_456
    assert "£1,234.56" in client.get(url).content.decode()
    right = {**key(), **whole, "money_certainty": "confirmed", "version": str(given.version)}
    assert client.post(f"/desk/contacts/support/{given.pk}/correct", right).status_code == 302
    inside(given.refresh_from_db)
    assert given.money_certainty == "confirmed"


def test_a_stranger_and_another_partner_get_the_one_404(company: Company, key: Key) -> None:
    case = a_case()
    contact = inside(lambda: actions.record(by=cast.TESTS, person=case.person, outcome="no_answer"))
    given = inside(lambda: actions.give_support(by=cast.TESTS, case=case, kind="call"))
    addresses = [
        new(case),
        f"/desk/contacts/plan/{case.person_id}",
        f"/desk/contacts/support/{case.pk}",
        f"/desk/contacts/support/{given.pk}/correct",
        f"/desk/contacts/{contact.pk}/edit",
        f"/desk/contacts/{contact.pk}/mark?outcome=reached",
        f"/desk/contacts/{contact.pk}/appointment",
    ]
    for address in addresses:
        assert company.client("nadia").get(address).status_code in (200, 302), address
        for name in ("sana", "sam"):
            assert company.client(name).get(address).status_code == 404, address
            assert company.client(name).post(address, key()).status_code == 404, address


def test_those_who_may_not_write_are_refused(company: Company) -> None:
    case = a_case()
    assert company.client("nadia").get(new(case)).status_code == 200
    assert company.client("pia").get(new(case)).status_code == 403


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_three_rows_ask_no_more_than_one(company: Company) -> None:
    case, client = a_case(), company.client("nadia")
    soon = timezone.now() + datetime.timedelta(days=2)
    counts: dict[str, list[int]] = {}
    for rows in (1, 2):
        for _ in range(rows):
            inside(lambda: actions.give_support(by=cast.TESTS, case=case, kind="call"))
            inside(
                lambda: actions.plan_contact(by=cast.TESTS, person=case.person, planned_for=soon)
            )
            inside(lambda: actions.record(by=cast.TESTS, person=case.person, outcome="no_answer"))
        for address in (
            f"/desk/contacts/support/{case.pk}",
            f"/desk/contacts/plan/{case.person_id}",
            new(case, "no_answer"),
        ):
            client.get(address)
            counts.setdefault(address, []).append(queries_of(client, address))
    assert all(one == three for one, three in counts.values()), counts
