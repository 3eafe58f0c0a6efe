"""Planned, moved, completed, called off; and the nights when the clocks change."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.utils import timezone

from kith.isolation.actor import Actor
from kith.pathway.contacts import actions, queries
from kith.pathway.contacts.rules import moment
from kith.resilience.errors import Refused, Stale
from kith.ui import dates
from tests.conftest import Company
from tests.unit.desk.people import member
from tests.unit.pathway.stories import a_case

UTC = datetime.UTC


def ahead(days: int = 1) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days)


def test_an_appointment_is_planned_moved_and_completed(in_bow: Actor) -> None:
    case = a_case()
    planned = actions.plan_contact(
        by=in_bow,
        person=case.person,
        planned_for=ahead(),
        medium="01",
        place="The library",
        minutes=60,
    )
    assert list(queries.planned_with(case.person)) == [planned]
    later = ahead(3)
    actions.move(by=in_bow, contact=planned, planned_for=later)
    assert planned.planned_for == later
    actions.complete(
        by=in_bow,
        contact=planned,
        outcome="reached",
        minutes=55,
        note="Talked about lunch",
        next_step="Visit the lunch club",
        next_step_on=later.date(),
    )
    case.refresh_from_db()
    assert case.next_step == "Visit the lunch club"
    assert not queries.planned_with(case.person)
    assert planned.happened_at is not None
    assert planned.happened_at <= timezone.now()


def test_an_appointment_in_the_past_is_refused(in_bow: Actor) -> None:
    case = a_case()
    with pytest.raises(Refused, match="This time has gone"):
        actions.plan_contact(by=in_bow, person=case.person, planned_for=ahead(-1))
    made = actions.plan_contact(by=in_bow, person=case.person, planned_for=ahead(-1), at=ahead(-2))
    with pytest.raises(Refused, match="This time has gone"):
        actions.move(by=in_bow, contact=made, planned_for=ahead(-3))


def test_calling_off_says_by_whom(in_bow: Actor) -> None:
    case = a_case()
    for by_person, outcome in ((True, "cancelled_by_person"), (False, "cancelled_by_us")):
        planned = actions.plan_contact(by=in_bow, person=case.person, planned_for=ahead())
        actions.cancel(by=in_bow, contact=planned, by_person=by_person, note="Has a cold")
        assert (planned.outcome, planned.note) == (outcome, "Has a cold")


def test_what_has_happened_is_not_moved_nor_called_off(in_bow: Actor) -> None:
    case = a_case()
    done = actions.plan_contact(by=in_bow, person=case.person, planned_for=ahead())
    actions.complete(by=in_bow, contact=done, outcome="did_not_attend")
    for act in (
        lambda: actions.move(by=in_bow, contact=done, planned_for=ahead(2)),
        lambda: actions.cancel(by=in_bow, contact=done, by_person=True),
        lambda: actions.complete(by=in_bow, contact=done, outcome="reached"),
    ):
        with pytest.raises(Refused, match="said already"):
            act()


def test_two_people_moving_one_appointment(in_bow: Actor) -> None:
    case = a_case()
    planned = actions.plan_contact(by=in_bow, person=case.person, planned_for=ahead())
    seen = planned.version
    actions.move(by=in_bow, contact=planned, planned_for=ahead(2), expected=seen)
    with pytest.raises(Stale):
        actions.move(by=in_bow, contact=planned, planned_for=ahead(3), expected=seen)


def test_a_home_visit_cannot_be_planned_before_risk_was_asked_about(in_bow: Actor) -> None:
    case = a_case(risk_asked=False)
    with pytest.raises(Refused, match="what might go wrong"):
        actions.plan_contact(
            by=in_bow, person=case.person, planned_for=ahead(), medium="01", at_home=True
        )
    assert actions.plan_contact(by=in_bow, person=case.person, planned_for=ahead(), medium="02").pk


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        (datetime.date(2026, 10, 24), datetime.time(10), (24, 9)),
        (datetime.date(2026, 10, 25), datetime.time(0, 30), (24, 23)),
        (datetime.date(2026, 10, 25), datetime.time(1, 30), (25, 0)),
        (datetime.date(2026, 10, 25), datetime.time(2, 30), (25, 2)),
        (datetime.date(2026, 10, 25), datetime.time(10), (25, 10)),
        (datetime.date(2027, 3, 28), datetime.time(0, 30), (28, 0)),
        (datetime.date(2027, 3, 28), datetime.time(2), (28, 1)),
        (datetime.date(2027, 3, 28), datetime.time(10), (28, 9)),
    ],
)
def test_a_london_time_is_kept_where_the_clocks_change(
    day: datetime.date, clock: datetime.time, utc: tuple[int, int]
) -> None:
    found = moment(day, clock)
    assert (found.astimezone(UTC).day, found.astimezone(UTC).hour) == utc
    assert (dates.day_of(found), dates.local(found).time()) == (day, clock)


def test_the_hour_that_march_skips_is_refused() -> None:
    with pytest.raises(Refused, match="skipped") as refusal:
        moment(datetime.date(2027, 3, 28), datetime.time(1, 30))
    assert refusal.value.field == "time"


def test_an_appointment_across_the_change_is_shown_at_the_hour_it_was_given(
    in_bow: Actor,
) -> None:
    case = a_case()
    with time_machine.travel(datetime.datetime(2026, 10, 23, 9, tzinfo=UTC), tick=False):
        planned = actions.plan_contact(
            by=in_bow,
            person=case.person,
            planned_for=moment(datetime.date(2026, 10, 26), datetime.time(14)),
        )
    planned.refresh_from_db()
    assert planned.planned_for is not None
    assert dates.date_and_time(planned.planned_for) == "26 October 2026 at 2pm"


def test_a_visit_alone_begins_from_its_appointment_and_what_came_of_it_says_that_one_is_out(
    company: Company, in_bow: Actor, key: Callable[[], dict[str, str]]
) -> None:
    case, nadia = a_case(), company.client("nadia")
    by = company.actor("nadia")
    planned = actions.plan_contact(
        by=by, person=case.person, planned_for=ahead(), medium="01", at_home=True
    )
    page = nadia.get(f"/desk/contacts/{planned.pk}/appointment").content.decode()
    assert f"/desk/contacts/{planned.pk}/go-in" in page
    address = f"/desk/contacts/{planned.pk}/go-in"
    assert "12 Fairfield Road" in nadia.get(address).content.decode()
    sent = {**key(), "where": "12 Fairfield Road", "how_long": "60", "phone": "07700 900111"}
    assert nadia.post(address, {**sent, "where": ""}).status_code == 400
    gone = nadia.post(address, {**sent, **key()})
    planned.refresh_from_db()
    visit = planned.visit
    assert visit is not None
    assert (gone.status_code, visit.state, visit.person) == (302, "out", case.person)
    # Somebody else's word on the appointment says nothing of where the worker is.
    other = actions.plan_contact(
        by=by, person=case.person, planned_for=ahead(2), medium="01", at_home=True
    )
    actions.complete(by=by, contact=other, outcome="reached")
    visit.refresh_from_db()
    assert visit.state == "out"
    mark = f"/desk/contacts/{planned.pk}/mark?outcome=reached"
    day = dates.today()
    typed = {
        **key(), "note": "Tea", "version": planned.version, "agreed": "yes", "medium": "01",
        "on_day": day.day, "on_month": day.month, "on_year": day.year, "time": "00:01",
    }  # fmt: skip
    saved = nadia.post(mark, typed, follow=True)
    assert "You are noted as safe" in saved.content.decode()
    visit.refresh_from_db()
    assert visit.state == "safe"
    assert nadia.post(address, {**sent, **key()}).status_code == 400  # it has happened
    assert company.client("sam").get(address).status_code == 404


def test_a_colleague_who_says_what_came_of_it_does_not_say_that_the_worker_is_out(
    company: Company, in_bow: Actor
) -> None:
    case, by = a_case(), company.actor("nadia")
    planned = actions.plan_contact(
        by=by, person=case.person, planned_for=ahead(), medium="01", at_home=True
    )
    visit = actions.go_in(
        by=by, contact=planned, worker=member("Nadia"), where="12 Fairfield Road",
        phone="07700 900111", expected_at=ahead(0) + datetime.timedelta(hours=1),
    )  # fmt: skip
    actions.complete(by=company.actor("tess"), contact=planned, outcome="no_answer")
    visit.refresh_from_db()
    assert visit.state == "out"
