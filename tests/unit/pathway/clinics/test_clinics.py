"""Clinics: a worker in a room, times that are filled with people, and nobody twice at one time."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.isolation.context import in_scheme
from kith.organisations.duty import Duty
from kith.pathway.clinics import actions, presenters, queries, rules
from kith.pathway.clinics.models import Clinic, Slot
from kith.pathway.contacts import actions as contacts
from kith.pathway.contacts.models import Contact
from kith.people import actions as people
from kith.resilience.errors import Refused, Stale
from kith.ui.dates import LONDON
from tests import cast
from tests.conftest import Company
from tests.unit.desk.people import case_of, member

Keys = Callable[[], dict[str, str]]
TOMORROW = timezone.localdate() + dt.timedelta(days=1)


def at(hour: int, minute: int = 0, day: dt.date = TOMORROW) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=LONDON)


def a_clinic(name: str = "Nadia", **told: Any) -> Clinic:
    """Nadia at the practice tomorrow from ten to one: four times of 45 minutes."""
    given = {
        "place": "Merchant Street Practice", "room": "Room 2", "starts_at": at(10),
        "ends_at": at(13), "slot_minutes": 45,
    }  # fmt: skip
    return actions.plan_clinic(by=cast.TESTS, worker=member(name), **(given | told))


def slots(clinic: Clinic) -> list[Slot]:
    return list(Slot.objects.filter(clinic=clinic).order_by("starts_at").select_related("clinic"))


def free(clinic: Clinic) -> list[bool]:
    return [rules.is_free(slot) for slot in queries.locked_slots(clinic)]


# Planning


def test_as_many_times_as_fit_and_no_half_one(in_bow: object) -> None:
    clinic = a_clinic(ends_at=at(12, 50))
    assert [slot.starts_at for slot in slots(clinic)] == [at(10), at(10, 45), at(11, 30)]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"ends_at": at(9)}, "Turn the times round"),
        ({"ends_at": at(10, 30)}, "Not one person fits"),
        ({"slot_minutes": 5}, "from 10 to 180"),
        ({"slot_minutes": 10, "ends_at": at(18)}, "more than 40"),
        ({"starts_at": at(10, day=dt.date(2020, 1, 1))}, "has gone"),
        ({"place": " "}, "Say where"),
    ],
)
def test_times_that_cannot_be_are_refused(in_bow: object, told: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        a_clinic(**told)
    assert not Clinic.objects.exists()
    assert a_clinic().slots.count() == 4


def test_neither_a_worker_nor_a_room_has_two_at_a_time(in_bow: object) -> None:
    first = a_clinic()
    with pytest.raises(Refused, match="Nadia Rahman has another clinic"):
        a_clinic(room="Room 3", starts_at=at(12), ends_at=at(14))
    with pytest.raises(Refused, match="Room 2 is taken"):
        a_clinic("Bea", starts_at=at(12), ends_at=at(14))
    a_clinic("Bea", room="Room 3")
    a_clinic("Tess", room="")
    a_clinic("Priya", room="")
    a_clinic(starts_at=at(13), ends_at=at(14))
    actions.call_off_clinic(by=cast.TESTS, clinic=first, why="Flood")
    a_clinic()


def test_the_database_holds_that_times_do_not_overlap(in_bow: object) -> None:
    clinic = a_clinic()
    with pytest.raises(IntegrityError, match="slot_once_at_a_time"), transaction.atomic():
        Slot.objects.create(scheme_id=cast.BOW, clinic=clinic, starts_at=at(10, 30), ends_at=at(11))


# Filling


def test_a_time_becomes_an_appointment_of_the_worker(in_bow: object, company: Company) -> None:
    clinic, case = a_clinic(), case_of()
    contact = actions.fill_slot(by=company.actor("bea"), slot=slots(clinic)[1], person=case.person)
    assert (contact.planned_for, contact.planned_minutes) == (at(10, 45), 45)
    assert (contact.by, contact.place) == (member("Nadia"), "Merchant Street Practice, Room 2")
    assert free(clinic) == [True, False, True, True]
    with pytest.raises(Refused, match="Somebody was put into this time"):
        actions.fill_slot(by=cast.TESTS, slot=slots(clinic)[1], person=case_of(number=1).person)


def test_an_interpreter_doubles_the_time(in_bow: object) -> None:
    clinic = a_clinic()
    plain = case_of(number=0).person
    needs = case_of(number=1, who={"needs_interpreter": True, "language": "syl"}).person
    actions.fill_slot(by=cast.TESTS, slot=slots(clinic)[1], person=plain)
    for taken in (0, 3):  # the next is taken; there is none after it
        with pytest.raises(Refused, match="twice the time"):
            actions.fill_slot(by=cast.TESTS, slot=slots(clinic)[taken], person=needs)
    contact = actions.fill_slot(by=cast.TESTS, slot=slots(clinic)[2], person=needs)
    assert contact.planned_minutes == 90
    assert free(clinic) == [True, False, False, False]


@pytest.mark.parametrize(("need", "minutes"), [("bsl-interpreter", 90), ("large-print", 45)])
def test_so_does_who_signs_or_spells_what_is_said(in_bow: object, need: str, minutes: int) -> None:
    person = case_of().person
    people.edit(by=cast.TESTS, person=person, access_needs=[need])
    contact = actions.fill_slot(by=cast.TESTS, slot=slots(a_clinic())[0], person=person)
    assert contact.planned_minutes == minutes


def test_what_is_called_off_or_moved_frees_its_time(in_bow: object) -> None:
    clinic, case = a_clinic(), case_of()
    contact = actions.fill_slot(by=cast.TESTS, slot=slots(clinic)[0], person=case.person)
    contacts.move(by=cast.TESTS, contact=contact, planned_for=at(15))
    assert free(clinic) == [True] * 4
    again = actions.fill_slot(by=cast.TESTS, slot=slots(clinic)[0], person=case.person)
    slot = queries.locked_slots(clinic)[0]
    actions.free_slot(by=cast.TESTS, slot=slot, by_person=True, why="The bus does not go")
    again.refresh_from_db()
    assert again.outcome == "cancelled_by_person"
    assert free(clinic) == [True] * 4
    with pytest.raises(Refused, match="Nobody stands"):
        actions.free_slot(by=cast.TESTS, slot=queries.locked_slots(clinic)[0], by_person=True)


def test_nobody_is_sent_where_the_worker_is_elsewhere_or_may_not_know_them(
    in_bow: object,
) -> None:
    clinic, case = a_clinic(), case_of()
    elsewhere = contacts.plan_contact(
        by=cast.TESTS, person=case.person, planned_for=at(9, 45), minutes=30,
        worker=member("Nadia"),
    )  # fmt: skip
    with pytest.raises(Refused, match="another appointment at 10am"):
        actions.fill_slot(by=cast.TESTS, slot=slots(clinic)[0], person=case.person)
    contacts.cancel(by=cast.TESTS, contact=elsewhere, by_person=False)
    actions.fill_slot(by=cast.TESTS, slot=slots(clinic)[0], person=case.person)
    with pytest.raises(Refused, match="may not open the record"):
        actions.fill_slot(
            by=cast.TESTS, slot=slots(clinic)[1], person=case_of("Sam", number=1).person
        )


def test_a_clinic_called_off_calls_each_appointment_off(in_bow: object) -> None:
    clinic = a_clinic()
    needs = case_of(number=1, who={"needs_interpreter": True, "language": "syl"}).person
    actions.fill_slot(by=cast.TESTS, slot=slots(clinic)[0], person=case_of().person)
    actions.fill_slot(by=cast.TESTS, slot=slots(clinic)[1], person=needs)
    with pytest.raises(Refused, match="Say why"):
        actions.call_off_clinic(by=cast.TESTS, clinic=clinic, why=" ")
    actions.call_off_clinic(by=cast.TESTS, clinic=clinic, why="Nadia is ill")
    assert set(Contact.objects.values_list("outcome", flat=True)) == {"cancelled_by_us"}
    with pytest.raises(Refused, match="called off"):
        actions.fill_slot(by=cast.TESTS, slot=slots(clinic)[3], person=case_of(number=2).person)
    with pytest.raises(Refused, match="already"):
        actions.call_off_clinic(by=cast.TESTS, clinic=clinic, why="Again")


# Changing


def test_who_was_put_into_a_time_keeps_it_when_the_hours_change(in_bow: object) -> None:
    clinic = a_clinic()  # 10, 10:45, 11:30, 12:15
    stands = actions.fill_slot(by=cast.TESTS, slot=slots(clinic)[1], person=case_of().person)
    hours = {"place": "Library", "room": "", "slot_minutes": 30}
    for starts, ends in ((at(11), at(14)), (at(9), at(11))):
        with pytest.raises(Refused, match="outside of these hours"):
            actions.change_clinic(
                by=cast.TESTS, clinic=clinic, **hours, starts_at=starts, ends_at=ends
            )
    assert len(slots(clinic)) == 4
    clinic = Clinic.objects.get()
    actions.change_clinic(
        by=cast.TESTS, clinic=clinic, **hours, starts_at=at(9, 30), ends_at=at(12, 35)
    )
    assert [slot.starts_at for slot in slots(clinic)] == [
        at(9, 30), at(10), at(10, 45), at(11, 30), at(12)
    ]  # fmt: skip
    assert free(clinic) == [True, True, False, True, True]
    stands.refresh_from_db()
    assert (stands.planned_for, stands.place) == (at(10, 45), "Library")


def test_a_place_that_changes_asks_for_the_interpreter_again(in_bow: object) -> None:
    clinic = a_clinic()
    needs = case_of(who={"needs_interpreter": True, "language": "syl"}).person
    contact = actions.fill_slot(by=cast.TESTS, slot=slots(clinic)[0], person=needs)
    booked = contacts.book_interpreter(
        by=cast.TESTS, contact=contact, supplier="Word for Word", language="syl"
    )
    contacts.confirm_interpreter(by=cast.TESTS, booking=booked, reference="W1")
    same = {"place": clinic.place, "starts_at": at(10), "slot_minutes": 45}
    actions.change_clinic(by=cast.TESTS, clinic=clinic, **same, room="Room 2", ends_at=at(14))
    booked.refresh_from_db()
    assert booked.confirmed_at is not None
    actions.change_clinic(by=cast.TESTS, clinic=clinic, **same, room="Room 9", ends_at=at(14))
    booked.refresh_from_db()
    assert booked.confirmed_at is None


def test_a_clinic_that_cannot_be_changed_says_why(in_bow: object) -> None:
    first, other = a_clinic(), a_clinic(starts_at=at(14), ends_at=at(16))
    told = {"place": "Merchant Street Practice", "room": "Room 2", "slot_minutes": 45}
    with pytest.raises(Refused, match="has another clinic"):
        actions.change_clinic(by=cast.TESTS, clinic=other, **told, starts_at=at(12), ends_at=at(15))
    with pytest.raises(Refused, match="has gone"):
        actions.change_clinic(
            by=cast.TESTS, clinic=other, **told, starts_at=at(10, day=dt.date(2020, 1, 1)),
            ends_at=at(15),
        )  # fmt: skip
    with pytest.raises(Stale):
        actions.change_clinic(
            by=cast.TESTS, clinic=other, **told, starts_at=at(13), ends_at=at(15),
            expected=other.version + 1,
        )  # fmt: skip
    actions.call_off_clinic(by=cast.TESTS, clinic=first, why="Flood")
    with pytest.raises(Refused, match="called off"):
        actions.change_clinic(by=cast.TESTS, clinic=first, **told, starts_at=at(10), ends_at=at(13))
    other = Clinic.objects.get(pk=other.pk)
    actions.change_clinic(by=cast.TESTS, clinic=other, **told, starts_at=at(12), ends_at=at(15))
    assert len(slots(other)) == 4


def test_a_worker_reads_on_today_what_a_colleague_changed_of_their_clinic(
    company: Company, in_bow: object, key: Keys
) -> None:
    clinic = a_clinic()
    tess, nadia = company.actor("tess"), company.actor("nadia")
    same = {"place": "Library", "room": "", "slot_minutes": 45}
    by_self = {**same, "starts_at": at(10), "ends_at": at(13)}
    actions.change_clinic(by=nadia, clinic=clinic, **by_self)
    duty = Duty(nadia, timezone.now())
    assert queries.for_today(duty) == []
    knew = clinic.when_and_where
    for starts, ends in ((at(11), at(13)), (at(12), at(15))):
        actions.change_clinic(
            by=tess, clinic=Clinic.objects.get(), **same, starts_at=starts, ends_at=ends
        )
    # Changed twice and read once: from how they knew it.
    [item] = presenters.on_today(queries.for_today(duty), duty)[0].rows
    assert (item.name, item.why) == (
        Clinic.objects.get().when_and_where, f"Changed by {tess.name}. It was {knew}.",
    )  # fmt: skip
    assert queries.for_today(Duty(tess, timezone.now())) == []
    client = company.client("nadia")
    assert "changed by a colleague" in client.get("/desk/").content.decode()
    read = f"/desk/clinics/{clinic.pk}/read"
    company.client("tess").post(read, key())
    assert Clinic.objects.get().was == knew
    assert client.post(read, key()).status_code == 302
    assert "changed by a colleague" not in client.get("/desk/").content.decode()
    with pytest.raises(Refused, match="already"):
        actions.note_read(by=nadia, clinic=Clinic.objects.get())


def test_what_was_put_back_needs_nobody_and_what_was_called_off_says_why(
    company: Company, in_bow: object
) -> None:
    clinic, duty = a_clinic(), Duty(company.actor("nadia"), timezone.now())
    same = {"place": clinic.place, "room": clinic.room, "slot_minutes": 45, "ends_at": at(13)}
    actions.change_clinic(by=company.actor("tess"), clinic=clinic, **same, starts_at=at(11))
    assert queries.for_today(duty)
    actions.change_clinic(by=company.actor("tess"), clinic=clinic, **same, starts_at=at(10))
    assert queries.for_today(duty) == []
    actions.call_off_clinic(by=company.actor("tess"), clinic=clinic, why="Flood")
    [item] = presenters.on_today(queries.for_today(duty), duty)[0].rows
    assert item.why == f"Called off by {company.actor('tess').name}: Flood"


@pytest.mark.parametrize("count", [1, 3])
def test_clinics_that_were_changed_are_asked_at_once(
    company: Company, in_bow: object, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        day = TOMORROW + dt.timedelta(days=number)
        clinic = a_clinic(starts_at=at(10, day=day), ends_at=at(13, day=day))
        actions.call_off_clinic(by=company.actor("tess"), clinic=clinic, why="Flood")
    duty = Duty(company.actor("nadia"), timezone.now())
    with django_assert_num_queries(1):
        assert len(queries.for_today(duty)) == count


# The pages


def date_parts(name: str, day: dt.date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def test_a_coordinator_plans_and_fills_a_clinic(
    company: Company, in_bow: object, key: Keys
) -> None:
    case = case_of()
    tess = company.client("tess")
    typed = {
        "worker": str(member("Nadia").pk), "place": "Library", "room": "Blue room",
        "starts": "10am", "ends": "1pm", "slot_minutes": "45", **date_parts("on", TOMORROW),
    }  # fmt: skip
    new = f"/desk/clinics/new/{cast.BOW}"
    bad = tess.post(new, {**key(), **typed, "ends": "9am"})
    assert bad.status_code == 400
    assert "Blue room" in bad.content.decode()  # what was typed is kept
    address = tess.post(new, {**key(), **typed}).url
    page = tess.get(address).content.decode()
    assert "4 of 4 free" in page
    fill = re.findall(r'href="(/desk/clinics/times/[^"]+)"', page)[0]
    assert "Amina Begum" in tess.get(fill).content.decode()
    found = tess.post(fill, {"q": "amina"}).content.decode()
    person = re.findall(rf'href="({fill}/people/[^"]+)"', found)[0]
    assert tess.post(person, {**key(), "note": "Bring the letter"}).url == address
    page = tess.get(address).content.decode()
    assert "10am to 10:45am: Amina Begum" in page
    assert "3 of 4 free" in page
    again = tess.post(person, {**key(), "note": ""})
    assert again.status_code == 400
    assert Contact.objects.get().note == "Bring the letter"
    week = company.client("nadia").get(f"/desk/week?on={TOMORROW}").content.decode()
    assert "Library, Blue room" in week
    record = company.client("nadia").get(f"/desk/people/{case.person_id}").content.decode()
    assert "Library, Blue room" in record
    change = tess.get(f"{address}/change").content.decode()
    assert 'value="10am"' in change
    version = re.findall(r'name="version"[^>]*value="([^"]+)"', change)
    hours = {
        **typed,
        "starts": "9am",
        "ends": "11am",
        **({"version": version[0]} if version else {}),
    }
    assert tess.post(f"{address}/change", {**key(), **hours, "ends": "10:15am"}).status_code == 400
    assert tess.post(f"{address}/change", {**key(), **hours}).url == address
    assert "1 of 2 free" in tess.get(address).content.decode()
    off = f"{fill}/free"
    assert tess.post(off, key()).status_code == 400
    assert tess.post(off, {**key(), "who": "person", "why": "Ill"}).url == address
    assert "2 of 2 free" in tess.get(address).content.decode()


def test_strangers_see_no_clinic_and_another_team_no_name(company: Company, in_bow: object) -> None:
    clinic = a_clinic()
    actions.fill_slot(by=cast.TESTS, slot=slots(clinic)[0], person=case_of().person)
    address = f"/desk/clinics/{clinic.pk}"
    for name, status in (
        ("nadia", 200),
        ("bea", 200),
        ("priya", 200),
        ("sam", 404),
        ("sana", 404),
        ("ruth", 403),
    ):
        assert company.client(name).get(address).status_code == status, name
    assert "Amina" in company.client("bea").get(address).content.decode()
    assert company.client("nadia").get("/desk/clinics").content.decode().count("3 of 4 free") == 1
    assert "Nadia" not in company.client("sam").get("/desk/clinics").content.decode()
    # A link worker plans, changes and calls off their own alone; a lead those of their employer.
    for name, status in (("nadia", 200), ("tess", 200), ("bea", 404), ("sam", 404)):
        client = company.client(name)
        for act in ("change", "call-off"):
            assert client.get(f"{address}/{act}").status_code == status, (name, act)
        if name != "sam":
            shown = "Call the clinic off" in client.get(address).content.decode()
            assert shown is (status == 200), name
    offered = company.client("nadia").get(f"/desk/clinics/new/{cast.BOW}").content.decode()
    assert "Bea Halloran" not in offered
    assert (
        "Bea Halloran"
        in company.client("tess").get(f"/desk/clinics/new/{cast.BOW}").content.decode()
    )


@pytest.mark.parametrize("place", ["list", "one"])
def test_three_of_everything_take_as_many_reads_as_one(
    company: Company, in_bow: object, place: str
) -> None:
    client, clinic = company.client("nadia"), a_clinic()
    address = "/desk/clinics" if place == "list" else f"/desk/clinics/{clinic.pk}"

    def fill(number: int) -> int:
        actions.fill_slot(
            by=cast.TESTS, slot=slots(clinic)[number], person=case_of(number=number).person
        )
        a_clinic(starts_at=at(10, day=TOMORROW + dt.timedelta(days=number + 1)),
                 ends_at=at(13, day=TOMORROW + dt.timedelta(days=number + 1)))  # fmt: skip
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    at_one = fill(0)
    fill(1)
    assert fill(2) == at_one
    assert at_one <= 20


def test_two_coordinators_at_once_put_one_person_into_a_time(
    committed: object, company: Company, key: Keys
) -> None:
    with in_scheme(cast.BOW, actor=cast.TESTS.key):
        [slot, *_] = slots(a_clinic())
        people = [case_of(number=number).person for number in range(2)]
    nadia, answers = company.client("nadia"), []

    def fill(person: Any) -> None:
        client = Client()
        client.cookies = nadia.cookies
        answer = client.post(
            f"/desk/clinics/times/{slot.pk}/people/{person.pk}", {"note": "", **key()}
        )
        answers.append(answer.status_code)
        connection.close()

    threads = [threading.Thread(target=fill, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 400]
    with in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert Contact.objects.filter(planned_for=slot.starts_at).count() == 1
