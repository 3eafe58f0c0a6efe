"""The clocks of many referrals are counted in SQL as those of one are in Python."""

from __future__ import annotations

import datetime as dt

import pytest

from kith.desk.queries.clocks import (
    chosen_days,
    pressing,
    standards_of,
    taken_on,
    times_of,
    undecided,
)
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.pathway.caseload.models import Case
from kith.pathway.clocks import Clock, Name, State, clocks
from kith.pathway.counted_clocks import counted
from kith.pathway.progress import ContactFacts
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.queries import visible_to
from kith.ui.dates import LONDON
from tests import cast
from tests.unit.insight.generated import Maker, Rows

# Nights on which the clocks change, the last moments before holidays, a bank holiday that was moved.
RECEIVED = (
    dt.datetime(2019, 3, 31, 0, 59, 59, tzinfo=dt.UTC),
    dt.datetime(2019, 3, 31, 1, 0, tzinfo=dt.UTC),
    dt.datetime(2019, 3, 29, 23, 59, 59, tzinfo=dt.UTC),
    dt.datetime(2019, 10, 27, 0, 30, tzinfo=dt.UTC),
    dt.datetime(2019, 10, 27, 1, 30, tzinfo=dt.UTC),
    dt.datetime(2019, 10, 25, 23, 0, tzinfo=dt.UTC),
    dt.datetime(2019, 12, 24, 23, 59, tzinfo=LONDON),
    dt.datetime(2020, 4, 9, 16, 0, tzinfo=LONDON),
    dt.datetime(2020, 5, 7, 23, 30, tzinfo=dt.UTC),
)
TODAY = (
    dt.date(2019, 4, 1),
    dt.date(2019, 10, 28),
    dt.date(2019, 12, 27),
    dt.date(2020, 4, 14),
    dt.date(2020, 5, 8),
    dt.date(2020, 10, 1),
)


def asked():
    """Every referral of Bow: those with a case, and those without."""
    held = Case.objects.all()
    alone = visible_to(Actor.system("tests")).exclude(pk__in=held.values("referral_id"))
    return undecided(alone).union(taken_on(held), all=True)


def in_python(rows: Rows, today: dt.date) -> dict[tuple[str, str], Clock]:
    assert rows.scheme is not None
    chosen, found = chosen_days([case.pk for case in rows.cases]), {}
    for referral in rows.referrals:
        case = next((one for one in rows.cases if one.referral is referral), None)
        contacts = [
            ContactFacts(c.outcome, c.happened_at, False, c.medium, c.planned_for is not None)
            for c in rows.contacts
            if case is not None and c.case is case
        ]
        read = [one for one in rows.readings if one.referral is referral]
        times = times_of(
            referral,
            min(read, key=lambda one: one.read_at, default=None),
            contacts=contacts,
            ended_at=case.ended_at if case else None,
            chosen=chosen.get(case.pk) if case else None,
        )
        for clock in clocks(times, standards_of(rows.scheme), today=today):
            found[str(referral.pk), clock.name] = clock
    return found


@pytest.fixture
def rows(db, request) -> Rows:
    made = Maker(request.param).make()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        for referral, at in zip(made.referrals, RECEIVED, strict=False):
            referral.received_at = at
        Referral.objects.bulk_update(made.referrals[: len(RECEIVED)], ["received_at"])
    return made


@pytest.mark.parametrize("rows", [1, 2], indirect=True)
def test_sql_and_python_agree_on_every_clock_on_every_day(rows: Rows) -> None:
    states = set()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        for today in TODAY:
            said = {
                (str(one.referral_id), one.clock.name.value): one.clock
                for one in counted(asked(), today=today)
            }
            meant = {
                (pk, Name(name).value): clock
                for (pk, name), clock in in_python(rows, today).items()
            }
            assert said == meant, today
            states |= {clock.state for clock in said.values()}
            assert any(clock.chosen for clock in said.values())
    assert states == set(State)


@pytest.mark.parametrize("rows", [3], indirect=True)
def test_of_each_referral_the_clock_that_ran_out_first_presses(rows: Rows) -> None:
    today = TODAY[3]
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        found = pressing(asked(), today=today)
        meant = in_python(rows, today)
    firsts: dict[str, Clock] = {}
    for (pk, _), clock in meant.items():
        if clock.breached or clock.nearly:
            held = firsts.setdefault(pk, clock)
            firsts[pk] = clock if clock.due_on < held.due_on else held
    assert {str(one.referral_id): one.clock for one in found} == firsts
    assert [one.clock.due_on for one in found] == sorted(one.due_on for one in firsts.values())


def test_nobodys_clocks_are_counted_for_whoever_may_see_nobody(in_bow: Actor) -> None:
    assert counted(undecided(visible_to(Actor.public())), today=TODAY[0]) == []
