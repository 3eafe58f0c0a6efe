"""What is planned as our support ends: named with its day, called off by us unless it stays, and never lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from kith.desk.queries.today import for_today
from kith.isolation.actor import Actor
from kith.isolation.context import in_scheme
from kith.organisations.duty import duty_of
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.clinics import actions as clinics
from kith.pathway.clinics import rules as clinic_rules
from kith.pathway.clinics.models import Clinic
from kith.pathway.closures import actions, queries
from kith.pathway.connections import actions as connections
from kith.pathway.connections.models import Signpost
from kith.pathway.connections.queries import for_today as to_ask_today
from kith.pathway.contacts import actions as contacts
from kith.pathway.contacts import queries as contact_queries
from kith.pathway.contacts.models import Contact, InterpreterBooking, Outcome
from kith.pathway.contacts.wording import planned_words
from kith.resilience.errors import Refused
from kith.ui.dates import long_date, today
from kith.vocabulary import closure_reasons
from tests.cast import BOW, TESTS
from tests.conftest import Company
from tests.unit.desk.people import case_of, member

Keys = Callable[[], dict[str, str]]
IN_THREE_DAYS = dt.timedelta(days=3)
MOVED: dict[str, Any] = {"on": today(), "told_by": "Her son", "goes_on_until": None}


def planned(case: Case, ahead: dt.timedelta = IN_THREE_DAYS) -> Contact:
    return contacts.plan_contact(
        by=TESTS, person=case.person, planned_for=timezone.now() + ahead, place="Room 2",
        worker=member("Nadia"),
    )  # fmt: skip


def gone(case: Case) -> Contact:
    """An appointment of yesterday of which nobody has said what came."""
    row = planned(case)
    Contact.objects.filter(pk=row.pk).update(planned_for=timezone.now() - dt.timedelta(days=1))
    row.refresh_from_db()
    return row


def given(case: Case) -> Signpost:
    row = connections.signpost(
        by=TESTS, person=case.person, case=case, service_name="Age line",
        ask_news_on=today() + dt.timedelta(days=5),
    )  # fmt: skip
    Signpost.objects.filter(pk=row.pk).update(by=member("Nadia"))
    return row


def finish(case: Case, **more: Any) -> Any:
    return actions.close(
        by=TESTS, case=case, **{"reason": closure_reasons.COMPLETED, "why_now": "Well", **more}
    )


def how(row: Contact) -> str:
    return str(Contact.objects.get(pk=row.pk).outcome)


def asked_on(row: Signpost) -> dt.date | None:
    return Signpost.objects.get(pk=row.pk).ask_news_on


ENDINGS: list[Callable[..., Any]] = [
    finish,
    lambda case, **more: finish(case, reason=closure_reasons.PERSON_DECLINED, **more),
    lambda case, **more: actions.record_move(by=TESTS, person=case.person, **MOVED, **more),
    lambda case, **more: contacts.record(
        by=TESTS, person=case.person, outcome="reached", agreed=False, answer_note="No", **more
    ),
]


@pytest.mark.parametrize("ending", ENDINGS, ids=["finished", "declined", "moved", "said no"])
def test_what_is_to_come_is_called_off_by_us_or_stays(
    in_bow: Actor, company: Company, ending: Callable[..., Any]
) -> None:
    case, other = case_of(), case_of(number=1)
    off, kept, past = planned(case), planned(other), gone(case)
    ending(case)
    ending(other, keep_planned=True)
    assert [how(row) for row in (off, kept, past)] == [Outcome.CANCELLED_BY_US, "", ""]
    assert not Case.objects.filter(state="open").exists()
    # What stays, and what nobody has said anything of, is on the day of whoever keeps it.
    duty = duty_of(company.actor("nadia"), timezone.now())
    assert for_today(duty).outside == [past]
    Contact.objects.filter(pk=kept.pk).update(planned_for=timezone.now())
    assert for_today(duty).outside == [past, kept]
    contacts.complete(by=TESTS, contact=Contact.objects.get(pk=kept.pk), outcome="reached")
    assert for_today(duty).outside == [past]


def test_the_interpreter_and_the_time_in_the_clinic_are_free_again(in_bow: Actor) -> None:
    case = case_of()
    start = timezone.now() + IN_THREE_DAYS
    clinic = clinics.plan_clinic(
        by=TESTS, worker=member("Nadia"), place="Merchant Street", starts_at=start,
        ends_at=start + dt.timedelta(minutes=60), slot_minutes=30,
    )  # fmt: skip
    slot = clinic.slots.order_by("starts_at")[0]
    row = clinics.fill_slot(by=TESTS, slot=slot, person=case.person)
    contacts.book_interpreter(by=TESTS, contact=row, language="syl", supplier="Voices")
    assert not clinic_rules.is_free(Clinic.objects.get().slots.order_by("starts_at")[0])
    finish(case)
    assert clinic_rules.is_free(Clinic.objects.get().slots.order_by("starts_at")[0])
    assert InterpreterBooking.objects.get().ended_at is not None


def test_nobody_asks_about_a_name_given_after_the_end_unless_it_stays(
    in_bow: Actor, company: Company
) -> None:
    case, other = case_of(), case_of(number=1)
    stopped, stays = given(case), given(other)
    finish(case)
    finish(other, keep_planned=True)
    assert asked_on(stopped) is None
    assert asked_on(stays) == today() + dt.timedelta(days=5)
    Signpost.objects.filter(pk=stays.pk).update(ask_news_on=today())
    assert to_ask_today(duty_of(company.actor("nadia"), timezone.now())) == [stays]


def test_somebody_who_died_is_asked_nothing(in_bow: Actor) -> None:
    row = given(case_of())
    actions.record_death(by=TESTS, person=row.person, on=today(), told_by="Her son")
    assert asked_on(row) is None


def test_a_move_after_which_support_goes_on_calls_nothing_off(in_bow: Actor) -> None:
    case = case_of()
    row, name = planned(case), given(case)
    until = today() + dt.timedelta(days=30)
    actions.record_move(by=TESTS, person=case.person, **{**MOVED, "goes_on_until": until})
    assert (how(row), asked_on(name)) == ("", today() + dt.timedelta(days=5))


def test_finishing_that_is_refused_calls_nothing_off(in_bow: Actor) -> None:
    case = case_of()
    row, name = planned(case), given(case)
    with pytest.raises(Refused, match="Choose why"):
        finish(case, reason="99")
    assert (how(row), asked_on(name) is None) == ("", False)
    finish(Case.objects.get(pk=case.pk))
    assert how(row) == Outcome.CANCELLED_BY_US


def test_what_was_finished_in_the_past_calls_off_as_of_then(in_bow: Actor) -> None:
    case = case_of(days_ago=30)
    row = planned(case)
    then = timezone.now() - dt.timedelta(days=2)
    finish(case, at=then)
    row.refresh_from_db()
    assert (row.outcome, row.happened_at) == (Outcome.CANCELLED_BY_US, then)


# On the pages.


def made(**more: Any) -> tuple[Case, Contact, Signpost]:
    with in_scheme(BOW, actor=TESTS.key):
        case = case_of(**more)
        caseload.record_agreed(by=TESTS, case=case)
        return Case.objects.get(pk=case.pk), planned(case), given(case)


def outcome(row: Contact) -> str:
    with in_scheme(BOW, actor=TESTS.key):
        return how(row)


@pytest.mark.parametrize(
    ("chosen", "then", "says"),
    [
        ("", Outcome.CANCELLED_BY_US, "What is planned is called off, by us. Tell"),
        ("call_off", Outcome.CANCELLED_BY_US, "What is planned is called off, by us. Tell"),
        ("keep", "", "What is planned stays as it is"),
    ],
)
def test_the_finish_page_names_each_with_its_day_and_asks_once(
    company: Company, key: Keys, chosen: str, then: str, says: str
) -> None:
    case, row, name = made()
    nadia, address = company.client("nadia"), f"/desk/closures/{case.pk}"
    page = nadia.get(address).content.decode()
    assert f"An appointment is planned for {planned_words(row)}." in page
    assert f"Age line, on {long_date(name.ask_news_on)}" in page
    assert page.count('name="planned"') == 2
    typed = {"reason": closure_reasons.COMPLETED, "version": case.version, "planned": chosen}
    check = nadia.post(address, {**key(), **typed, "step": "check"}).content.decode()
    assert says in check
    assert f'name="planned" value="{chosen}"' in check
    assert outcome(row) == ""
    done = nadia.post(address, {**key(), **typed, "step": "finish"}, follow=True).content.decode()
    assert outcome(row) == then
    assert (f"Called off, by us: {planned_words(row)}. Tell Amina." in done) is bool(then)


def test_without_anything_planned_nothing_is_asked(company: Company, key: Keys) -> None:
    with in_scheme(BOW, actor=TESTS.key):
        case = case_of()
        past = gone(case)
    page = company.client("nadia").get(f"/desk/closures/{case.pk}").content.decode()
    assert 'name="planned"' not in page
    assert f"Nobody has said what came of the appointment on {planned_words(past)}" in page


def test_a_choice_that_is_none_is_refused_and_changes_nothing(company: Company, key: Keys) -> None:
    case, row, _ = made()
    typed = {"reason": closure_reasons.COMPLETED, "version": case.version, "planned": "burn"}
    address = f"/desk/closures/{case.pk}"
    answer = company.client("nadia").post(address, {**key(), **typed, "step": "finish"})
    assert (answer.status_code, outcome(row)) == (400, "")


def happened(key: Keys, planned_choice: str) -> dict[str, Any]:
    now = timezone.localtime()
    return {
        **key(), "agreed": "no", "answer_note": "No, thank you", "planned": planned_choice,
        "on_day": now.day, "on_month": now.month, "on_year": now.year, "time": "00:01",
        "medium": "02",
    }  # fmt: skip


@pytest.mark.parametrize(("chosen", "then"), [("call_off", Outcome.CANCELLED_BY_US), ("keep", "")])
def test_a_no_in_a_conversation_asks_the_same(
    company: Company, key: Keys, chosen: str, then: str
) -> None:
    with in_scheme(BOW, actor=TESTS.key):
        case = case_of()
        row = planned(case)
    nadia, address = company.client("nadia"), f"/desk/contacts/new/{case.person_id}?outcome=reached"
    page = nadia.get(address).content.decode()
    assert planned_words(row) in page
    answer = nadia.post(address, happened(key, chosen), follow=True)
    assert outcome(row) == then
    assert ("Called off, by us" in answer.content.decode()) is bool(then)
    with in_scheme(BOW, actor=TESTS.key):
        assert Case.objects.get().state == "declined"


def test_an_appointment_in_which_they_say_no_is_not_called_off_itself(in_bow: Actor) -> None:
    case = case_of()
    now, later = planned(case, dt.timedelta(minutes=1)), planned(case)
    contacts.complete(by=TESTS, contact=now, outcome="reached", agreed=False, answer_note="No")
    assert [how(row) for row in (now, later)] == ["reached", Outcome.CANCELLED_BY_US]


@pytest.mark.parametrize(("chosen", "then"), [("", Outcome.CANCELLED_BY_US), ("keep", "")])
def test_a_move_asks_the_same(company: Company, key: Keys, chosen: str, then: str) -> None:
    case, row, name = made()
    nadia, address = company.client("nadia"), f"/desk/people/{case.person_id}/moved"
    page = nadia.get(address).content.decode()
    assert planned_words(row) in page
    assert f"Age line, on {long_date(name.ask_news_on)}" in page
    day = today()
    typed = {
        "on_day": day.day, "on_month": day.month, "on_year": day.year, "told_by": "Her son",
        "support": "finishes", "planned": chosen,
    }  # fmt: skip
    assert nadia.post(address, {**key(), **typed}).status_code == 302
    assert outcome(row) == then


def test_of_a_merged_record_everything_is_named_and_called_off(in_bow: Actor) -> None:
    kept, lost = case_of(), case_of("Tess", 1)
    row, name = planned(lost), given(lost)
    people = [Case.objects.select_related("person").get(pk=one.pk).person for one in (kept, lost)]
    caseload.merge_people(by=TESTS, kept=people[0], lost=people[1])
    kept = Case.objects.get(pk=kept.pk)
    assert queries.loose_ends(kept).planned == [planned_words(row)]
    finish(kept)
    assert (how(row), asked_on(name)) == (Outcome.CANCELLED_BY_US, None)
    assert contact_queries.to_come(kept.person, timezone.now()) == []
