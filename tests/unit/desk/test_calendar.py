"""One's own times in another calendar: when and how, nothing of whom, and revocable."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import icalendar
import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from kith.desk.presenters.calendar import feed
from kith.desk.queries.feed import Time
from kith.organisations import actions as organisations
from kith.organisations.models import Membership
from kith.pathway.caseload import actions as caseload
from kith.pathway.contacts import actions as contacts
from kith.resilience.errors import Refused
from kith.ui.dates import LONDON
from tests import cast
from tests.conftest import Company
from tests.unit.desk.people import case_of, member

Keys = Callable[[], dict[str, str]]
PAGE = "/desk/calendar-link"


def give(company: Company, key: Keys, name: str = "nadia", do: str = "give") -> str:
    """Press on the page of the link; the address that it shows, if any."""
    client = company.client(name)
    chosen = re.search(r'name="member" value="([^"]+)"', client.get(PAGE).content.decode())
    assert chosen is not None
    page = client.post(PAGE, {**key(), "do": do, "member": chosen[1]}, follow=True)
    found = re.search(r"/calendar/[^<\s]+\.ics", page.content.decode())
    return found[0] if found else ""


def read(address: str) -> list[tuple[str, dt.datetime, dt.datetime]]:
    """(words, from, to) of the events behind an address, as another program reads them."""
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return [(str(one["SUMMARY"]), one["DTSTART"].dt, one["DTEND"].dt) for one in events]


@pytest.fixture
def busy(in_bow: object) -> dt.datetime:
    """A call, a home visit and an appointment of Nadia's tomorrow, and a promise at an hour and one without."""
    at = (timezone.now() + dt.timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    case, other = case_of(in_days=None, no_risk_known=True), case_of(number=1, in_days=3)
    plan = {"by": cast.TESTS, "person": case.person}
    contacts.plan_contact(planned_for=at, medium="02", **plan)
    contacts.plan_contact(
        planned_for=at + dt.timedelta(hours=1), medium="01", at_home=True, minutes=90,
        reason="They asked", **plan,
    )  # fmt: skip
    contacts.plan_contact(
        planned_for=at + dt.timedelta(hours=3), medium="01", place="Café Amina", **plan
    )
    on = at.astimezone(LONDON).date()
    caseload.set_next_step(
        by=cast.TESTS, case=case, text="Ring Amina about her rent", on=on, time=dt.time(16)
    )
    assert other.next_step_time is None
    return at


def test_it_says_when_and_how_and_nothing_of_whom(
    company: Company, busy: dt.datetime, key: Keys
) -> None:
    address = give(company, key)
    hour = dt.timedelta(hours=1)
    four = dt.datetime.combine(busy.astimezone(LONDON).date(), dt.time(16), tzinfo=LONDON)
    assert read(address) == [
        ("Call", busy, busy + hour / 2),
        ("Home visit", busy + hour, busy + hour * 2.5),
        ("Appointment", busy + hour * 3, busy + hour * 3.75),
        ("Call", four, four + hour / 2),
    ]
    text = Client().get(address).content.decode()
    for word in ("Amina", "Begum", "Café", "rent", "Nadia", "Fictional", "Bow"):
        assert word not in text, word
    assert all(len(line) < 75 for line in text.split("\r\n"))
    text.encode("ascii")


def test_a_new_address_ends_the_old_and_ending_it_ends_it(
    company: Company, busy: dt.datetime, key: Keys
) -> None:
    old = give(company, key)
    new = give(company, key)
    assert old != new
    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200
    assert give(company, key, do="end") == ""
    assert Client().get(new).status_code == 410
    assert Client().get("/calendar/nonsense.ics").status_code == 404
    assert Client().post(new).status_code in (404, 405, 410)


def test_another_link_opens_no_calendar_and_nobody_gives_anothers(
    company: Company, in_bow: object, key: Keys
) -> None:
    nadia = member("Nadia")
    with pytest.raises(Refused, match="own times"):
        organisations.give_calendar(by=company.actor("bea"), member=nadia)
    with pytest.raises(Refused, match="own times"):
        organisations.end_calendar(by=company.actor("tess"), member=nadia)
    client = company.client("bea")
    for do, whose in (("give", str(nadia.pk)), ("look", str(member("Bea").pk)), ("give", "\x00")):
        assert client.post(PAGE, {**key(), "do": do, "member": whose}).status_code == 404


def test_it_ends_with_the_place_of_the_worker(
    company: Company, busy: dt.datetime, key: Keys
) -> None:
    address = give(company, key)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Membership.objects.filter(pk=member("Nadia").pk).update(to_date=yesterday)
    assert Client().get(address).status_code == 404


def test_a_worker_of_two_schemes_has_two_addresses(company: Company, db: None, key: Keys) -> None:
    page = company.client("bea").get(PAGE).content.decode()
    assert page.count("Make an address") >= 2
    assert "Poplar Social Prescribing" in page


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (dt.date(2027, 3, 27), "20270327T100000Z"),
        (dt.date(2027, 3, 28), "20270328T090000Z"),
        (dt.date(2027, 10, 30), "20271030T090000Z"),
        (dt.date(2027, 10, 31), "20271031T100000Z"),
    ],
)
def test_ten_in_the_morning_is_ten_on_both_sides_of_both_changes(day: dt.date, utc: str) -> None:
    at = dt.datetime.combine(day, dt.time(10), tzinfo=LONDON)
    one = Time(cast.SPACE, at, at + dt.timedelta(minutes=45), "Call")
    text = feed([one], link_id=cast.SPACE, now=at)
    assert f"DTSTART:{utc}" in text
    event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    assert event["DTSTART"].dt.astimezone(LONDON).hour == 10


def test_what_is_called_off_goes_from_the_feed(company: Company, in_bow: object, key: Keys) -> None:
    case = case_of(in_days=None)
    soon = timezone.now() + dt.timedelta(hours=2)
    planned = contacts.plan_contact(by=cast.TESTS, person=case.person, planned_for=soon)
    address = give(company, key)
    assert len(read(address)) == 1
    contacts.cancel(by=cast.TESTS, contact=planned, by_person=True)
    assert read(address) == []
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        assert read(address) == []
