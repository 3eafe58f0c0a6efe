"""Nobody has a concern until somebody accepted it; until then the next is asked, and nothing is silent."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.concerns import actions, queries
from kith.concerns.jobs import climb_at
from kith.concerns.models import Concern, LadderStep
from kith.messages.models import Email
from kith.organisations import actions as organisations
from kith.people.models import Person
from kith.resilience.errors import Refused
from tests.cast import BOW, TESTS
from tests.unit.concerns.scene import WORDS, bow, member, somebody, worry

HOUR = dt.timedelta(hours=1)


def asked(concern: Concern) -> list[str]:
    """The steps of the ladder so far, by first name, or the kind of the step."""
    with bow():
        row = Concern.objects.select_related("ladder").get(pk=concern.pk)
        return [(step.member_name or step.kind).split()[0] for step in queries.steps(row.ladder)]


def mailed() -> list[tuple[str, str]]:
    """(kind, first name of whom) of the e-mails, in order."""
    with bow():
        rows = Email.objects.order_by("created_at", "to")
        return [(row.kind, row.to.split("@")[0]) for row in rows]


@pytest.fixture
def raised(acting, ada: Person) -> Concern:
    """Nadia is worried about Ada; nobody's context is open any more."""
    by = acting("nadia")
    concern = worry(by, ada)
    acting("sana")
    return concern


def test_the_lead_is_asked_at_once_by_an_e_mail_that_names_nobody(raised: Concern) -> None:
    assert asked(raised) == ["Pia"]
    assert mailed() == [("concern_waits", "pia")]
    with bow():
        email = Email.objects.get()
    assert email.subject == "A concern waits for you in Kith"
    assert str(raised.pk) in email.body
    for private in ("Ada", "Okafor", "Nadia", WORDS):
        assert private not in email.subject + email.body


def test_nobody_is_asked_before_the_time_is_over_and_the_next_is_asked_after_it(
    raised: Concern,
) -> None:
    assert climb_at(raised.raised_at + HOUR - dt.timedelta(seconds=1)) == 0
    assert asked(raised) == ["Pia"]
    assert climb_at(raised.raised_at + HOUR) == 1
    assert asked(raised) == ["Pia", "Tess"]
    assert climb_at(raised.raised_at + HOUR) == 0, "Tess has her hour too"
    assert climb_at(raised.raised_at + 2 * HOUR) == 1
    assert asked(raised) == ["Pia", "Tess", "Mo"]


def test_when_nobody_answers_everybody_is_told_and_asked_again_and_whoever_raised_it_too(
    raised: Concern,
) -> None:
    for hours in (1, 2, 3):
        climb_at(raised.raised_at + hours * HOUR)
    assert asked(raised) == ["Pia", "Tess", "Mo", "ended"]
    told = sorted(who for kind, who in mailed() if kind == "concern_unheld")
    assert told == ["mo", "nadia", "pia", "tess"]
    climb_at(raised.raised_at + 4 * HOUR)
    assert asked(raised)[-1] == "again"
    with bow():
        raised.refresh_from_db()
        raised.ladder.refresh_from_db()
    assert raised.state == "raised"
    assert raised.ladder.ended_at == raised.raised_at + 3 * HOUR


def test_once_somebody_accepted_nobody_else_is_asked(acting, raised: Concern) -> None:
    concern = actions.accept(by=acting("pia"), concern=raised)
    assert (concern.holder_name, concern.state) == ("Pia Lindqvist", "accepted")
    acting("sana")
    assert climb_at(raised.raised_at + 5 * HOUR) == 0
    assert asked(raised) == ["Pia"]


def test_an_earlier_rung_can_still_accept_after_the_ladder_climbed(acting, raised: Concern) -> None:
    climb_at(raised.raised_at + HOUR)
    assert actions.accept(by=acting("pia"), concern=raised).holder_name == "Pia Lindqvist"


def test_whoever_raised_it_does_not_accept_it_and_another_does(acting, ada: Person) -> None:
    by = acting("tess")
    concern = worry(by, ada)
    with pytest.raises(Refused, match="somebody else looks at it too"):
        actions.accept(by=by, concern=concern)
    with pytest.raises(Refused, match="Only those who are asked"):
        actions.accept(by=acting("nadia"), concern=concern)
    assert asked(concern) == ["Pia"]
    assert actions.accept(by=acting("mo"), concern=concern).holder_name == "Mo Castellanos"


def test_what_is_given_back_is_asked_of_the_others_first(acting, raised: Concern) -> None:
    by = acting("pia")
    concern = actions.accept(by=by, concern=raised)
    with pytest.raises(Refused, match="what the next must know"):
        actions.give_back(by=by, concern=concern, words=" ")
    actions.give_back(by=by, concern=concern, words="I am away from noon.")
    assert asked(concern) == ["Tess"]
    with bow():
        concern.refresh_from_db()
    assert (concern.state, concern.holder) == ("raised", None)
    climb_at(timezone.now() + HOUR)
    climb_at(timezone.now() + 2 * HOUR)
    assert asked(concern) == ["Tess", "Mo", "Pia"]


def test_the_lead_who_is_away_today_is_asked_last(acting, ada: Person) -> None:
    with bow():
        day = timezone.localdate()
        organisations.add_absence(by=TESTS, member=member("Pia"), from_date=day, to_date=day)
    assert asked(worry(acting("nadia"), ada)) == ["Tess"]


def test_what_is_for_now_climbs_after_ten_minutes_and_more_urgent_hurries_the_ladder(
    acting, raised: Concern, ada: Person
) -> None:
    by = acting("nadia")
    actions.change_concern(
        by=by, concern=raised, kind="abuse", urgency="now", expected=raised.version
    )
    acting("sana")
    assert climb_at(timezone.now() + dt.timedelta(minutes=9)) == 0
    assert climb_at(timezone.now() + dt.timedelta(minutes=10)) == 1
    assert asked(raised) == ["Pia", "Tess"]


def test_a_scheme_that_set_nothing_up_asks_by_role(acting, db) -> None:
    with bow():
        person = somebody()
    concern = worry(acting("nadia"), person)
    assert asked(concern) == ["Pia"]
    climb_at(concern.raised_at + HOUR)
    assert asked(concern) == ["Pia", "Tess"]


def test_an_address_that_cannot_be_used_keeps_nobody_from_being_asked(acting, ada, monkeypatch):
    def refuse(**given):
        raise Refused("No such address.")

    monkeypatch.setattr("kith.messages.actions.queue_email", refuse)
    assert asked(worry(acting("nadia"), ada)) == ["Pia"]


def test_one_ladder_that_fails_keeps_no_other_from_climbing(acting, ada, monkeypatch, caplog):
    by = acting("nadia")
    first, second = worry(by, ada), worry(by, ada, kind="home")
    acting("sana")
    whole = actions.climb_concern

    def fails_once(*, by, concern, now):
        if concern.pk == first.pk:
            raise RuntimeError(WORDS)
        return whole(by=by, concern=concern, now=now)

    monkeypatch.setattr("kith.concerns.actions.climb_concern", fails_once)
    climb_at(second.raised_at + HOUR)
    assert (asked(first), asked(second)) == (["Pia"], ["Pia", "Tess"])
    assert "RuntimeError" in caplog.text
    assert WORDS not in caplog.text
    monkeypatch.undo()
    climb_at(second.raised_at + HOUR)
    assert asked(first) == ["Pia", "Tess"]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(min_value=0, max_value=400), min_size=1, max_size=6))
def test_however_late_the_job_runs_each_is_asked_once_and_in_order(acting, ada, minutes):
    """The worker may have been down: each still has their time, nobody is left out, nobody asked twice."""
    by = acting("nadia")
    concern = worry(by, ada)
    acting("sana")
    now = concern.raised_at
    for step in minutes:
        now += dt.timedelta(minutes=step)
        climb_at(now)
    with bow():
        steps = list(LadderStep.objects.filter(ladder=concern.ladder_id).order_by("number"))
    people = [step for step in steps if step.kind == "asked"]
    assert [s.member_name.split()[0] for s in people] == ["Pia", "Tess", "Mo"][: len(people)]
    for before, after in itertools.pairwise(steps):
        assert after.at - before.at >= HOUR
    if len(people) < 3:
        assert all(step.kind == "asked" for step in steps)


def test_a_policy_names_three_people_of_the_scheme(acting, ada) -> None:
    by = acting("mo")
    tess = member("Tess")
    with pytest.raises(Refused, match="another person for each"):
        actions.set_policy(by=by, scheme_id=BOW, lead=tess, deputy=tess)
    with pytest.raises(Refused, match="no more time"):
        actions.set_policy(by=by, scheme_id=BOW, now_minutes=90, today_minutes=60)
    assert actions.set_policy(by=by, scheme_id=BOW, lead=tess).lead == tess
