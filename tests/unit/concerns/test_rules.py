"""Who is asked, how long they have, and whether the scheme is at work."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.concerns import rules
from kith.concerns.models import SafetyPolicy
from kith.organisations.models import DeliveryPartner, Membership
from kith.ui.dates import LONDON, local
from kith.vocabulary import working_days
from tests.cast import BOW

MOMENTS = st.integers(min_value=1_577_836_800, max_value=1_893_456_000).map(
    lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC)
)  # 2020 to 2029


def someone(name: str, *roles: str, partner: DeliveryPartner | None = None) -> Membership:
    return Membership(pk=uuid.uuid4(), scheme_id=BOW, name=name, roles=list(roles), partner=partner)


FRIENDS, LINKS = DeliveryPartner(name="Friends"), DeliveryPartner(name="Links")
NADIA = someone("Nadia", "linkworker", partner=FRIENDS)
TESS = someone("Tess", "teamlead", partner=FRIENDS)
LEO = someone("Leo", "teamlead", partner=LINKS)
PIA = someone("Pia", "privacylead")
MO = someone("Mo", "manager")
STAFF = [NADIA, TESS, LEO, PIA, MO]


def names(policy: SafetyPolicy, staff: list[Membership] = STAFF, **how: object) -> list[str]:
    near = {"near": {FRIENDS.pk}, **how}
    return [rung.member.name for rung in rules.rungs(policy, staff, **near)]  # type: ignore[arg-type]


def test_without_a_policy_the_roles_say_who_is_asked_and_other_partners_leads_are_not() -> None:
    assert names(SafetyPolicy(scheme_id=BOW)) == ["Pia", "Tess", "Mo"]


def test_the_policy_names_them_and_whoever_left_gives_way_to_the_roles() -> None:
    policy = SafetyPolicy(scheme_id=BOW, lead_id=TESS.pk, deputy_id=MO.pk, manager_id=PIA.pk)
    assert names(policy) == ["Tess", "Mo", "Pia"]
    assert names(policy, [NADIA, LEO, PIA, MO]) == ["Pia", "Mo"]


def test_whoever_raised_it_is_not_asked_unless_there_is_nobody_else() -> None:
    policy = SafetyPolicy(scheme_id=BOW, lead_id=TESS.pk)
    assert "Tess" not in names(policy, without=TESS.pk)
    assert names(policy, [NADIA, TESS], without=TESS.pk) == ["Tess"]
    assert names(policy, [NADIA]) == []


def test_a_buddy_comes_first_and_whoever_is_away_last() -> None:
    policy = SafetyPolicy(scheme_id=BOW)
    assert names(policy, first=NADIA.pk) == ["Nadia", "Pia", "Tess", "Mo"]
    assert names(policy, last={PIA.pk}) == ["Tess", "Mo", "Pia"]


@given(MOMENTS, st.sampled_from(["now", "today", "week"]))
def test_whoever_is_asked_has_time_and_more_of_it_the_less_urgent(
    asked: dt.datetime, urgency: str
) -> None:
    policy = SafetyPolicy(scheme_id=BOW)
    until = {one: rules.answer_by(policy, one, asked) for one in ("now", "today", "week")}
    assert asked < until[urgency]
    assert until["now"] < until["today"] < until["week"] + dt.timedelta(hours=1)
    assert until["now"] - asked == dt.timedelta(minutes=10)
    assert until["today"] - asked == dt.timedelta(hours=1)


@given(MOMENTS, st.integers(min_value=1, max_value=5))
def test_what_can_wait_is_asked_on_a_working_day_at_the_same_time_on_the_clock(
    asked: dt.datetime, days: int
) -> None:
    until = local(rules.answer_by(SafetyPolicy(scheme_id=BOW, week_days=days), "week", asked))
    assert working_days.is_working_day(until.date())
    assert working_days.between(local(asked).date(), until.date()) == days
    # The hour that the clocks skip in March is taken an hour later; nobody works then.
    if local(asked).hour != 1:
        assert until.time() == local(asked).time()


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-26T09:00", True),
        ("2026-11-26T08:59", False),
        ("2026-11-26T17:00", False),
        ("2026-11-28T10:00", False),  # a Saturday
        ("2026-12-25T10:00", False),  # Christmas Day
    ],
)
def test_a_scheme_is_at_work_in_its_hours_and_on_no_holiday(moment: str, is_open: bool) -> None:
    there = dt.datetime.fromisoformat(moment).replace(tzinfo=LONDON)
    assert rules.is_open(SafetyPolicy(scheme_id=BOW), there) is is_open
