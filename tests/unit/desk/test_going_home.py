"""Safe to go home: what cannot wait and who has it; the rest dated for the next day at work, and taken back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.concerns import actions as concerns
from kith.organisations import actions as organisations
from kith.organisations.duty import next_day, next_of
from kith.organisations.models import Absence, Membership
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case, PutOff
from kith.pathway.contacts import actions as contacts
from kith.pathway.plans import actions as plans
from kith.resilience.errors import Refused
from kith.ui.dates import LONDON
from tests import cast
from tests.conftest import Company
from tests.unit.desk.people import case_of, member

Keys = Callable[[], dict[str, str]]
HOME = "/desk/going-home"
FRIDAY = dt.datetime(2026, 12, 18, 16, 30, tzinfo=LONDON)
MONDAY = dt.date(2026, 12, 21)


@pytest.fixture
def friday(in_bow: object) -> Iterator[None]:
    """Half past four on a Friday."""
    with time_machine.travel(FRIDAY, tick=True):
        yield


def seen(page: str) -> list[str]:
    """What the page carries of each promise it shows."""
    return re.findall(r'name="seen" value="([^"]+)"', page)


def days() -> list[tuple[str, dt.date | None]]:
    return list(Case.objects.order_by("next_step_on").values_list("next_step", "next_step_on"))


# The next day at work


@pytest.mark.parametrize(
    ("works_on", "after", "on"),
    [
        ([0, 1, 2, 3, 4], dt.date(2026, 12, 17), dt.date(2026, 12, 18)),
        ([0, 1, 2, 3, 4], dt.date(2026, 12, 18), MONDAY),
        ([1, 2], dt.date(2026, 12, 18), dt.date(2026, 12, 22)),
        ([5], dt.date(2026, 12, 18), dt.date(2026, 12, 19)),
        # Christmas Day is a Friday, and Boxing Day's holiday the Monday after.
        ([0, 1, 2, 3, 4], dt.date(2026, 12, 24), dt.date(2026, 12, 29)),
        # Good Friday and Easter Monday.
        ([0, 1, 2, 3, 4], dt.date(2027, 3, 25), dt.date(2027, 3, 30)),
        ([], dt.date(2026, 12, 18), MONDAY),
    ],
)
def test_the_next_day_is_the_workers_own_and_no_holiday(
    works_on: list[int], after: dt.date, on: dt.date
) -> None:
    assert next_of(Membership(works_on=works_on), [], after).on == on


def test_while_the_worker_is_away_it_is_the_covers_day_or_the_first_day_back() -> None:
    worker, cover = Membership(works_on=[0, 1, 2, 3, 4]), Membership(works_on=[2, 3])
    away = Absence(from_date=MONDAY, to_date=MONDAY + dt.timedelta(days=4))
    alone = next_of(worker, [away], FRIDAY.date())
    assert (alone.on, alone.cover, alone.away) == (dt.date(2026, 12, 29), None, away)
    away.cover = cover
    covered = next_of(worker, [away], FRIDAY.date())
    assert (covered.on, covered.cover) == (dt.date(2026, 12, 23), cover)
    later = Absence(from_date=dt.date(2027, 2, 1), to_date=dt.date(2027, 2, 5))
    assert next_of(worker, [later], FRIDAY.date()).away is None


# The page


def test_what_can_wait_is_dated_for_monday_in_one_press_and_taken_back(
    company: Company, friday: None, key: Keys
) -> None:
    case_of(number=0, in_days=-2, days_ago=20, step="Ring about the lunch club")
    case_of(number=1, in_days=None, days_ago=10)
    case_of(number=2, in_days=6, days_ago=20)
    nadia = company.client("nadia")
    page = nadia.get(HOME).content.decode()
    assert "Date all 2 for Monday 21 December 2026" in page
    assert "Chidi" not in page
    before = days()
    nadia.post(f"{HOME}/date", {**key(), "seen": seen(page)})
    assert [on for _, on in days()] == [MONDAY, MONDAY, dt.date(2026, 12, 24)]
    assert {text for text, on in days() if on == MONDAY} == {
        "Ring about the lunch club",
        "Make the first call",
    }
    done = nadia.get(HOME).content.decode()
    assert "2 promises are dated for Monday 21 December 2026." in done
    assert "You can go home." in done
    assert "Nothing due" in nadia.get("/desk/").content.decode()
    nadia.post(f"{HOME}/{PutOff.objects.first().press}/undo", key())  # type: ignore[union-attr]
    assert days() == before
    assert "Date all 2" in nadia.get(HOME).content.decode()


def test_what_was_changed_meanwhile_stays_and_is_said(
    company: Company, friday: None, key: Keys
) -> None:
    first, second = case_of(number=0, in_days=0), case_of(number=1, in_days=0)
    nadia = company.client("nadia")
    shown = seen(nadia.get(HOME).content.decode())
    caseload.set_next_step(by=cast.TESTS, case=first, text="Ring today!", on=FRIDAY.date())
    page = nadia.post(f"{HOME}/date", {**key(), "seen": shown}, follow=True).content.decode()
    assert "Some were changed meanwhile" in page
    second.refresh_from_db()
    assert second.next_step_on == MONDAY
    caseload.set_next_step(by=cast.TESTS, case=second, text="Another thing", on=MONDAY)
    row = PutOff.objects.get()
    answer = nadia.post(f"{HOME}/{row.press}/undo", key(), follow=True).content.decode()
    assert "each of these has changed since" in answer
    second.refresh_from_db()
    assert (second.next_step, second.next_step_on) == ("Another thing", MONDAY)


@pytest.mark.parametrize("sent", [[], ["nonsense"], ["\x00:1"]])
def test_nothing_chosen_dates_nothing(
    company: Company, friday: None, key: Keys, sent: list[str]
) -> None:
    case_of(in_days=0)
    answer = company.client("nadia").post(f"{HOME}/date", {**key(), "seen": sent}, follow=True)
    assert "Nothing is left to be dated." in answer.content.decode()
    assert not PutOff.objects.exists()


def test_what_somebody_else_put_off_is_not_taken_back_by_another(
    company: Company, friday: None, key: Keys
) -> None:
    case_of(in_days=0)
    nadia = company.client("nadia")
    nadia.post(f"{HOME}/date", {**key(), "seen": seen(nadia.get(HOME).content.decode())})
    row = PutOff.objects.get()
    for name in ("bea", "sana"):
        answer = company.client(name).post(f"{HOME}/{row.press}/undo", key())
        assert answer.status_code == 404, name
    assert PutOff.objects.get().undone_at is None
    with time_machine.travel(FRIDAY + dt.timedelta(days=3), tick=True):
        assert "dated for" not in company.client("nadia").get(HOME).content.decode()


def test_what_cannot_wait_is_said_with_who_has_it_and_what_was_agreed_keeps_its_day(
    company: Company, friday: None
) -> None:
    reviewed = case_of(number=0, in_days=12, days_ago=20)
    at = timezone.now() - dt.timedelta(hours=30)
    contacts.record(by=cast.TESTS, person=reviewed.person, outcome="reached", at=at)
    plans.start(by=cast.TESTS, case=reviewed)
    plans.set_review(by=cast.TESTS, case=reviewed, on=FRIDAY.date())
    with time_machine.travel(FRIDAY - dt.timedelta(hours=4)):
        contacts.plan_contact(
            by=cast.TESTS, person=reviewed.person, planned_for=FRIDAY - dt.timedelta(hours=2)
        )
    nadia = company.actor("nadia")
    concerns.raise_concern(
        by=nadia, person=reviewed.person, kind="home", urgency="today", words="No heating."
    )
    page = company.client("nadia").get(HOME).content.decode()
    assert "Cannot wait, and who has it" in page
    assert "Nobody has it" in page
    assert "Say what happened" in page
    assert "keeps it, and stays on your list: 1 review" in page
    assert "Date it" not in page
    assert "No heating." not in page


def test_before_leave_the_page_says_who_has_them_or_that_nobody_does(
    company: Company, friday: None
) -> None:
    case_of(in_days=0)
    nadia = member("Nadia")
    leave = {"from_date": MONDAY, "to_date": MONDAY + dt.timedelta(days=3)}
    alone = organisations.add_absence(by=cast.TESTS, member=nadia, **leave)
    client = company.client("nadia")
    page = client.get(HOME).content.decode()
    assert "nobody covers" in page
    assert "Date it for Tuesday 29 December 2026" in page
    organisations.remove_absence(by=cast.TESTS, absence=alone)
    organisations.add_absence(by=cast.TESTS, member=nadia, cover=member("Tess"), **leave)
    page = client.get(HOME).content.decode()
    assert "Tess Whitlock</bdi> has your people" in page
    assert "Date it for Monday 21 December 2026" in page
    assert next_day(nadia, FRIDAY.date()).cover == member("Tess")


def test_a_promise_is_put_off_to_a_day_to_come_alone(friday: None) -> None:
    case = case_of(in_days=0)
    for promises in ((), (caseload.Later(case, FRIDAY.date(), ""),)):
        with pytest.raises(Refused):
            caseload.put_off(by=cast.TESTS, promises=promises)
    assert not PutOff.objects.exists()


def test_forty_people_take_as_many_reads_as_one(company: Company, friday: None) -> None:
    client = company.client("nadia")

    def reads() -> int:
        client.get(HOME)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(HOME).status_code == 200
        return len(captured)

    case_of(number=0, in_days=0)
    at_one = reads()
    for number in range(1, 40):
        case_of(number=number, in_days=-(number % 3))
    assert reads() == at_one
