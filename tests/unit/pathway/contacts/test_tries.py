"""The attempts policy proposes another day, another time, another safe way; it closes nothing."""

from __future__ import annotations

import datetime

import pytest

from kith.organisations.models import Scheme
from kith.pathway.contacts.models import Contact, Outcome
from kith.pathway.contacts.rules import counted_tries, next_try
from kith.people.models import ContactPoint
from kith.ui.dates import LONDON

MONDAY = datetime.date(2026, 11, 23)
SCHEME = Scheme(contact_attempts=3)


def contact(
    days: int,
    hour: int,
    outcome: str = Outcome.NO_ANSWER,
    medium: str = "02",
    direction: str = "out",
) -> Contact:
    day = MONDAY + datetime.timedelta(days=days)
    moment = datetime.datetime.combine(day, datetime.time(hour), tzinfo=LONDON)
    return Contact(happened_at=moment, outcome=outcome, medium=medium, direction=direction)


def now(days: int, hour: int = 18) -> datetime.datetime:
    day = MONDAY + datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time(hour), tzinfo=LONDON)


def ways(*channels: str) -> list[ContactPoint]:
    return [ContactPoint(safe_for=list(channels))]


def test_after_a_morning_call_an_afternoon_one_on_another_day() -> None:
    step = next_try(SCHEME, [contact(0, 10)], now=now(0), points=ways("call"))
    assert (step.text, step.on, step.time) == (
        "Call again, in the afternoon",
        datetime.date(2026, 11, 24),
        datetime.time(14),
    )
    assert step.why.startswith("Try 2 of 3")


def test_the_third_try_is_in_the_early_evening() -> None:
    step = next_try(SCHEME, [contact(0, 10), contact(1, 14)], now=now(1), points=ways("call"))
    assert step.text == "Call again, in the early evening"


def test_another_safe_channel_after_two_calls() -> None:
    step = next_try(
        SCHEME, [contact(0, 10), contact(1, 14)], now=now(1), points=ways("call", "text")
    )
    assert step.text == "Text again, in the early evening"


def test_a_channel_that_is_not_safe_is_never_proposed() -> None:
    step = next_try(SCHEME, [contact(0, 10)], now=now(0), points=ways("text"))
    assert step.text.startswith("Text again")


def test_after_the_last_try_a_letter_then_closing_may_be_considered() -> None:
    tries = [contact(0, 10), contact(1, 14), contact(2, 18)]
    letter = next_try(SCHEME, tries, now=now(2), points=ways("call", "letter"))
    assert (letter.text, letter.may_consider_closing) == ("Send a letter", False)
    sent = contact(3, 9, Outcome.SENT, "letter")
    last = next_try(SCHEME, [*tries, sent], now=now(3), points=ways("call", "letter"))
    assert last.may_consider_closing
    assert last.on == datetime.date(2026, 12, 10)
    assert "nothing closes by itself" in last.why


def test_without_a_safe_address_the_team_lead_is_asked() -> None:
    tries = [contact(0, 10), contact(1, 14), contact(2, 18)]
    step = next_try(SCHEME, tries, now=now(2), points=ways("call"))
    assert "no safe way is left" in step.text


@pytest.mark.parametrize(
    ("second", "counted"),
    [
        (contact(0, 14), 1),  # the same day
        (contact(1, 11), 1),  # another day, the same time by the same channel
        (contact(1, 14), 2),  # another time
        (contact(1, 11, medium="06"), 2),  # another channel
    ],
)
def test_which_second_try_counts(second: Contact, counted: int) -> None:
    assert len(counted_tries([contact(0, 10), second])) == counted


def test_a_conversation_starts_the_count_again() -> None:
    rows = [contact(0, 10), contact(1, 14), contact(2, 10, Outcome.REACHED)]
    assert counted_tries(rows) == []
    assert next_try(SCHEME, rows, now=now(2)).text == "Talk again"
    rang_us = contact(2, 10, Outcome.REACHED, direction="in")
    assert counted_tries([contact(0, 10), rang_us]) == []


def test_a_wrong_number_sends_nobody_round_again() -> None:
    step = next_try(SCHEME, [contact(0, 10, Outcome.WRONG_NUMBER)], now=now(0))
    assert step.text == "Ask the referrer for another number"


@pytest.mark.parametrize(
    ("made", "proposed"), [(4, datetime.date(2026, 11, 30)), (5, datetime.date(2026, 11, 30))]
)
def test_nothing_is_proposed_for_a_weekend(made: int, proposed: datetime.date) -> None:
    assert next_try(SCHEME, [contact(made, 10)], now=now(made)).on == proposed


def test_the_number_of_tries_is_the_schemes() -> None:
    patient = Scheme(contact_attempts=5)
    tries = [contact(0, 10), contact(1, 14), contact(2, 18)]
    assert next_try(patient, tries, now=now(2), points=ways("call")).why.startswith("Try 4 of 5")


def test_nobody_tried_yet() -> None:
    assert next_try(SCHEME, [], now=now(0)).text == "Talk again"
