"""An interpreter is booked with the appointment, and that none came is ours, never the person's."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.desk.queries.today import Kind, for_today
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations.duty import duty_of
from kith.organisations.queries import scheme
from kith.pathway.caseload.models import Case
from kith.pathway.contacts import actions, queries
from kith.pathway.contacts.models import Contact, InterpreterBooking, Outcome
from kith.pathway.contacts.rules import counted_tries, next_try
from kith.people import actions as people
from kith.resilience.errors import Refused, Stale
from kith.vocabulary import working_days
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.contacts.test_pages import new, value_of
from tests.unit.pathway.stories import a_case

Keys = Callable[[], dict[str, str]]


def ahead(days: int = 2) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days)


def who_speaks_sylheti(**told: str) -> Case:
    case = a_case(**told)
    person = case.person
    with context.in_scheme(case.scheme_id, actor=cast.TESTS.key):
        people.edit(by=cast.TESTS, person=person, language="syl", needs_interpreter=True)
    return case


def appointment(contact: Contact) -> str:
    return f"/desk/contacts/{contact.pk}/appointment"


def planned(by: Actor, case: Case, days: int = 2) -> Contact:
    return actions.plan_contact(
        by=by, person=case.person, planned_for=ahead(days), medium="01", place="The library"
    )


def booked(by: Actor, contact: Contact, **told: object) -> InterpreterBooking:
    return actions.book_interpreter(
        by=by, contact=contact, language="syl", supplier="Limehouse Voices", **told
    )


def test_one_is_asked_for_then_confirmed(in_bow: Actor) -> None:
    contact = planned(in_bow, who_speaks_sylheti())
    booking = booked(in_bow, contact, gender_wished="woman", dialect="from Beanibazar")
    assert booking.words == "Sylheti, from Beanibazar, a woman: asked of Limehouse Voices"
    actions.confirm_interpreter(by=in_bow, booking=booking, reference="LV-12")
    assert booking.words.endswith("confirmed by Limehouse Voices (LV-12)")


def test_one_appointment_has_one_interpreter(in_bow: Actor) -> None:
    contact = planned(in_bow, who_speaks_sylheti())
    first = booked(in_bow, contact)
    with pytest.raises(Refused, match="An interpreter is booked"):
        booked(in_bow, contact)
    actions.no_interpreter_needed(by=in_bow, booking=first)
    assert queries.booking_of(contact) is None
    assert booked(in_bow, contact).ended_at is None


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"language": "klingon", "supplier": "Voices"}, "Choose the language"),
        ({"language": "syl", "supplier": " "}, "Say whom you asked"),
    ],
)
def test_a_booking_says_what_and_of_whom(in_bow: Actor, told: dict[str, str], said: str) -> None:
    contact = planned(in_bow, who_speaks_sylheti())
    with pytest.raises(Refused, match=said):
        actions.book_interpreter(by=in_bow, contact=contact, **told)
    assert queries.booking_of(contact) is None
    assert booked(in_bow, contact).supplier == "Limehouse Voices"


def test_a_yes_to_another_time_is_no_yes(in_bow: Actor) -> None:
    contact = planned(in_bow, who_speaks_sylheti())
    booking = booked(in_bow, contact, confirmed=True)
    actions.move(by=in_bow, contact=contact, planned_for=ahead(5))
    booking.refresh_from_db()
    assert booking.confirmed_at is None
    assert booking.ended_at is None


def test_calling_off_ends_the_booking(in_bow: Actor) -> None:
    contact = planned(in_bow, who_speaks_sylheti())
    booking = booked(in_bow, contact, confirmed=True)
    actions.cancel(by=in_bow, contact=contact, by_person=True)
    booking.refresh_from_db()
    assert booking.ended_at is not None


@pytest.mark.parametrize(
    ("said", "came"),
    [
        ({"outcome": "reached", "interpreter": "1"}, True),
        ({"outcome": "reached", "interpreter": "5"}, False),
        ({"outcome": "no_interpreter"}, False),
        ({"outcome": "did_not_attend"}, None),
    ],
)
def test_afterwards_it_says_whether_one_came(
    in_bow: Actor, said: dict[str, str], came: bool | None
) -> None:
    contact = planned(in_bow, who_speaks_sylheti())
    booking = booked(in_bow, contact, confirmed=True)
    actions.complete(by=in_bow, contact=contact, at=timezone.now(), **said)
    booking.refresh_from_db()
    assert booking.came is came


def test_no_interpreter_is_ours_and_no_try(in_bow: Actor) -> None:
    case = who_speaks_sylheti()
    actions.record(by=in_bow, person=case.person, outcome=Outcome.NO_INTERPRETER, medium="01")
    contacts = list(queries.contacts_of(case.person))
    assert counted_tries(contacts) == []
    proposal = next_try(scheme(case.scheme_id), contacts, now=timezone.now())
    assert proposal.text == "Say sorry, and make another appointment"
    assert proposal.on == working_days.on_or_after(
        timezone.localdate() + datetime.timedelta(days=1)
    )


def test_two_who_change_one_booking_are_told(in_bow: Actor) -> None:
    booking = booked(in_bow, planned(in_bow, who_speaks_sylheti()))
    actions.confirm_interpreter(by=in_bow, booking=booking, reference="1", expected=1)
    with pytest.raises(Stale):
        actions.confirm_interpreter(by=in_bow, booking=booking, reference="2", expected=1)


def test_an_unconfirmed_one_is_on_today_until_somebody_said_yes(
    company: Company, in_bow: Actor
) -> None:
    def kinds() -> list[Kind]:
        day = for_today(duty_of(company.actor("nadia"), timezone.now()))
        also = [due for more in day.also.values() for due in more]
        return [due.kind for due in [*day.dues, *also]]

    contact = planned(in_bow, who_speaks_sylheti(), days=1)
    assert Kind.INTERPRETER in kinds()
    page = company.client("nadia").get("/desk/").content.decode()
    assert f"/desk/contacts/{contact.pk}/interpreter" in page
    booked(in_bow, contact, confirmed=True)
    assert Kind.INTERPRETER not in kinds()


@pytest.mark.parametrize(
    ("need", "due", "language", "dialect"),
    [
        ("bsl-interpreter", True, "q4", ""),
        ("lipspeaker", True, "en", "Lipspeaker"),
        ("large-print", False, "", ""),
    ],
)
def test_who_signs_or_speaks_for_somebody_is_to_be_found_like_an_interpreter(
    company: Company, in_bow: Actor, need: str, due: bool, language: str, dialect: str
) -> None:
    case, nadia = a_case(), company.client("nadia")
    people.edit(by=cast.TESTS, person=case.person, access_needs=[need], language="en")
    contact = planned(in_bow, case, days=1)
    found = queries.needing_interpreter([case.pk], (), cast.TESTS, before=ahead(3))
    assert [*found] == [contact] * due
    shown = nadia.get(f"/desk/contacts/plan/{case.person_id}").content.decode()
    assert value_of(shown, "planned_minutes") == ("90" if due else "45")
    assert ("No interpreter came" in nadia.get(new(case)).content.decode()) is due
    assert ("nobody was asked yet" in nadia.get(appointment(contact)).content.decode()) is due
    if due:
        shown = nadia.get(f"/desk/contacts/{contact.pk}/interpreter").content.decode()
        assert value_of(shown, "dialect") == dialect
        assert f'value="{language}" selected' in shown
        booked(in_bow, contact, confirmed=True)
        rows = queries.needing_interpreter([case.pk], (), cast.TESTS, before=ahead(3))
        assert not rows.exists()


def test_planning_leads_to_the_booking_and_back(company: Company, key: Keys) -> None:
    case = who_speaks_sylheti()
    nadia = company.client("nadia")
    page = nadia.get(f"/desk/contacts/plan/{case.person_id}").content.decode()
    assert 'value="90"' in page
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        contact = planned(cast.TESTS, case)
    path = f"/desk/contacts/{contact.pk}/interpreter"
    assert "Family and friends are not interpreters" in nadia.get(path).content.decode()
    typed = {"language": "syl", "supplier": "Limehouse Voices", "confirmed": "no"}
    answer = nadia.post(path, {**key(), **typed})
    assert answer.status_code == 302
    page = nadia.get(answer["Location"]).content.decode()
    assert "Sylheti: asked of Limehouse Voices" in page
    shown = nadia.get(path).content.decode()
    version = shown.split('name="version" value="')[1].split('"')[0]
    nadia.post(path, {**key(), "version": version, "reference": "LV-9"})
    assert "confirmed by Limehouse Voices (LV-9)" in nadia.get(path).content.decode()
    nadia.post(f"{path}/end", key())
    assert "nobody was asked yet" in nadia.get(answer["Location"]).content.decode()


def test_another_employer_sees_no_booking(company: Company, key: Keys) -> None:
    case = who_speaks_sylheti()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        contact = planned(cast.TESTS, case)
        booked(cast.TESTS, contact)
    for name in ("sam", "sana"):
        assert (
            company.client(name).get(f"/desk/contacts/{contact.pk}/interpreter").status_code == 404
        )
        answer = company.client(name).post(f"/desk/contacts/{contact.pk}/interpreter/end", key())
        assert answer.status_code == 404
    assert (
        company.client("nadia").get(f"/desk/contacts/{contact.pk}/interpreter").status_code == 200
    )
