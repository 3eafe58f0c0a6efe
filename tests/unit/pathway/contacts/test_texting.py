"""A text before the call, and a contact in a few lines for the practice."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from urllib.parse import unquote

from django.utils import timezone

from kith.isolation import context
from kith.pathway.contacts import actions
from kith.pathway.contacts.models import Contact
from kith.ui import dates
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.contacts.test_pages import day
from tests.unit.pathway.stories import a_case

Keys = Callable[[], dict[str, str]]
TOMORROW = dates.today() + datetime.timedelta(days=1)


def test_one_press_notes_the_text_and_the_promise(company: Company, key: Keys) -> None:
    case = a_case()
    nadia = company.client("nadia")
    assert "Text before ringing" in nadia.get(f"/desk/people/{case.person_id}").content.decode()
    typed = {**day("on", TOMORROW), "time": "14:00", "ring_from": "020 7946 0101"}
    answer = nadia.post(f"/desk/contacts/text/{case.person_id}", {**key(), **typed})
    page = nadia.get(answer["Location"]).content.decode()
    link = page.split('href="sms:')[1].split('"')[0]
    assert link.startswith("+447700900123?body=Hello%20Maya")
    assert "at 2pm from 020 7946 0101" in unquote(link)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        contact = Contact.objects.get(person=case.person)
        case.refresh_from_db()
    assert (contact.medium, contact.outcome) == ("06", "sent")
    assert "this is Nadia from" in contact.note
    assert (case.next_step_on, case.next_step_time) == (TOMORROW, datetime.time(14))


def test_nothing_is_texted_where_it_is_not_safe(company: Company, key: Keys) -> None:
    case = a_case(safe_for=("call",))
    nadia = company.client("nadia")
    assert "Text before ringing" not in nadia.get(f"/desk/people/{case.person_id}").content.decode()
    typed = {**day("on", TOMORROW), "time": "14:00", "ring_from": "020 7946 0101"}
    answer = nadia.post(f"/desk/contacts/text/{case.person_id}", {**key(), **typed}, follow=True)
    assert "No number of Maya is marked safe for texts" in answer.content.decode()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert not Contact.objects.filter(person=case.person).exists()


def test_a_time_without_its_number_is_asked_again(company: Company, key: Keys) -> None:
    case = a_case()
    nadia = company.client("nadia")
    typed = {**day("on", TOMORROW), "time": "25:99", "ring_from": ""}
    answer = nadia.post(f"/desk/contacts/text/{case.person_id}", {**key(), **typed})
    assert answer.status_code in (200, 400)
    assert "There is a problem" in answer.content.decode()
    assert "25:99" in answer.content.decode()


def test_the_words_for_the_practice_hold_the_code_and_not_the_note(company: Company) -> None:
    case = a_case(agreed=True)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        contact = actions.record(
            by=cast.TESTS,
            person=case.person,
            outcome="reached",
            note="Told me about her brother",
            next_step="Visit the lunch club",
            next_step_on=TOMORROW,
        )
    page = company.client("nadia").get(f"/desk/contacts/{contact.pk}/edit").content.decode()
    words = page.split('data-copy="')[1].split('"')[0]
    assert "social prescribing, phone call" in words
    assert "Next: Visit the lunch club" in words
    assert "871731000000106 Referral to social prescribing service" in words
    assert "brother" not in words


def test_every_contact_on_the_timeline_opens(company: Company) -> None:
    case = a_case()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        contact = actions.record(
            by=cast.TESTS, person=case.person, outcome="no_answer", at=timezone.now()
        )
    path = f"/desk/contacts/{contact.pk}/edit"
    assert path in company.client("nadia").get(f"/desk/people/{case.person_id}").content.decode()
