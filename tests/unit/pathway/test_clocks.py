"""The clocks of a referral: working days, bank holidays, both nights on which the clocks change."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.pathway.clocks import (
    Happened,
    Name,
    Standards,
    State,
    Times,
    clocks,
    next_running,
)
from kith.ui.dates import LONDON, day_of
from kith.vocabulary import working_days

PROMISED = Standards()


def london(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=LONDON).astimezone(dt.UTC)  # type: ignore[misc]


def of(times: Times, today: dt.date, **promised: int):
    return {one.name: one for one in clocks(times, Standards(**promised), today=today)}


def test_every_clock_starts_on_the_day_of_receipt_and_counts_working_days():
    # Thursday 2 April 2026; Good Friday and Easter Monday follow.
    found = of(Times(london(2026, 4, 2, 16)), dt.date(2026, 4, 2))
    assert found[Name.READ].due_on == dt.date(2026, 4, 7)
    assert found[Name.ATTEMPT].due_on == dt.date(2026, 4, 13)
    assert found[Name.CONVERSATION].due_on == dt.date(2026, 4, 20)
    assert found[Name.READ].state is State.RUNNING


def test_urgent_and_soon_are_called_within_two_working_days():
    for urgency, due in (("urgent", 4), ("soon", 4), ("routine", 9)):
        found = of(Times(london(2026, 6, 2, 9), urgency), dt.date(2026, 6, 2))
        assert found[Name.ATTEMPT].due_on == dt.date(2026, 6, due)


@pytest.mark.parametrize(
    ("received", "read", "state"),
    [
        # Clocks go forward in the night of Sunday 29 March 2026: half past midnight is a Sunday still.
        (london(2026, 3, 29, 0, 30), london(2026, 3, 30, 23, 30), State.MET),
        (london(2026, 3, 27, 23, 30), london(2026, 3, 31, 0, 30), State.LATE),
        # 23:30 UTC in summer is the next London day.
        (dt.datetime(2026, 6, 2, 23, 30, tzinfo=dt.UTC), london(2026, 6, 4, 23), State.MET),
        # Clocks go back in the night of Sunday 25 October 2026; half past one is lived twice.
        (dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC), london(2026, 10, 26, 23, 59), State.MET),
        (dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC), london(2026, 10, 27, 0, 1), State.LATE),
        # Christmas: received on Christmas Eve 2026, a Thursday; the next working day is the 29th.
        (london(2026, 12, 24, 15), london(2026, 12, 29, 12), State.MET),
        (london(2026, 12, 24, 15), london(2026, 12, 30, 9), State.LATE),
    ],
)
def test_the_nights_on_which_clocks_change_and_holidays_move_no_day(received, read, state):
    found = of(Times(received, read_at=read), day_of(read))
    assert found[Name.READ].state is state


def test_an_attempt_a_conversation_and_an_appointment_are_three_things():
    received = london(2026, 6, 1, 9)
    contacts = (
        Happened("cancelled_by_us", london(2026, 6, 1, 12), "01", planned=True),
        Happened("no_answer", london(2026, 6, 2, 9), "02"),
        Happened("reached", london(2026, 6, 4, 9), "02"),
        Happened("did_not_attend", london(2026, 6, 8, 9), "01", planned=True),
        Happened("reached", london(2026, 6, 10, 9), "01", planned=True),
    )
    found = of(Times(received, contacts=contacts), dt.date(2026, 6, 20))
    days = [found[name].stopped_on for name in (Name.ATTEMPT, Name.CONVERSATION, Name.APPOINTMENT)]
    assert days == [dt.date(2026, 6, 2), dt.date(2026, 6, 4), dt.date(2026, 6, 10)]


@pytest.mark.parametrize(
    ("outcome", "tried"),
    [
        ("cancelled_by_us", False),
        ("no_interpreter", False),
        ("wrong_number", False),
        ("no_answer", True),
        ("cancelled_by_person", True),
    ],
)
def test_what_is_ours_and_nobodys_number_is_no_first_try(outcome: str, tried: bool) -> None:
    contacts = (Happened(outcome, london(2026, 6, 2, 9), "02"),)
    times = Times(london(2026, 6, 1, 9), contacts=contacts)
    clock = of(times, dt.date(2026, 6, 30))[Name.ATTEMPT]
    assert clock.state is (State.MET if tried else State.BREACHED)


def test_what_happened_before_the_referral_came_counts_for_nothing():
    before = (Happened("reached", london(2026, 5, 1, 9), "01"),)
    found = of(Times(london(2026, 6, 1, 9), contacts=before), dt.date(2026, 6, 2))
    assert found[Name.ATTEMPT].stopped_on is None


def test_a_day_they_chose_is_no_breach_and_runs_out_after_it():
    times = Times(london(2026, 6, 1, 9), chosen_on=dt.date(2026, 8, 3))
    waiting = of(times, dt.date(2026, 7, 20))
    assert waiting[Name.CONVERSATION].state is State.RUNNING
    assert waiting[Name.CONVERSATION].chosen
    assert of(times, dt.date(2026, 8, 4))[Name.CONVERSATION].state is State.BREACHED
    # Reading is ours alone, and an earlier day changes nothing.
    assert waiting[Name.READ].state is State.BREACHED
    early = Times(london(2026, 6, 1, 9), chosen_on=dt.date(2026, 6, 2))
    assert not of(early, dt.date(2026, 6, 3))[Name.CONVERSATION].chosen


def test_an_end_stops_what_has_not_happened_without_a_breach():
    times = Times(
        london(2026, 6, 1, 9), read_at=london(2026, 6, 1, 10), ended_at=london(2026, 7, 1, 9)
    )
    found = of(times, dt.date(2026, 9, 1))
    assert found[Name.READ].state is State.MET
    assert found[Name.CONVERSATION].state is State.STOPPED
    assert next_running(found.values()) is None


def test_about_to_be_late_is_today_or_the_next_working_day():
    received = london(2026, 6, 1, 9)  # a Monday
    assert of(Times(received), dt.date(2026, 6, 1))[Name.READ].state is State.RUNNING
    assert of(Times(received), dt.date(2026, 6, 2))[Name.READ].state is State.NEARLY
    # Due on Monday 8 June: said from Friday on, over the weekend, and breached on Tuesday.
    states = [
        of(Times(received), dt.date(2026, 6, day))[Name.ATTEMPT].state for day in range(4, 10)
    ]
    assert states == [State.RUNNING, *[State.NEARLY] * 4, State.BREACHED]


@given(
    st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2028, 12, 1), timezones=st.just(dt.UTC)),  # noqa: DTZ001
    st.integers(1, 20),
)
def test_no_clock_is_due_on_a_day_off(at, within):
    due = of(Times(at), day_of(at), read_within=within)[Name.READ].due_on
    assert working_days.is_working_day(due)
