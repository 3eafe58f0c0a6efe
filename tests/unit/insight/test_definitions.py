"""Each definition at its edges."""

from __future__ import annotations

import datetime as dt

from kith.directory import actions as directory
from kith.insight.rules.periods import Period
from kith.isolation import context
from kith.organisations import actions as organisations
from kith.organisations.models import PCN, Practice
from kith.pathway.caseload import actions as caseload
from kith.pathway.closures import actions as closures
from kith.pathway.connections import actions as connections
from kith.pathway.connections.models import Introduction
from kith.pathway.connections.states import Progress
from kith.pathway.contacts import actions as contacts
from kith.pathway.outcomes import actions as outcomes
from kith.pathway.plans import actions as plans
from kith.pathway.referrals.models import Referral
from kith.vocabulary import closure_reasons
from tests import cast
from tests.unit.insight.conftest import BY, moment
from tests.unit.insight.generated import Maker
from tests.unit.pathway.stories import a_goal

LOCKDOWN = Period(dt.date(2020, 3, 23), dt.date(2020, 6, 30))


def in_bow():  # type: ignore[no-untyped-def]
    return context.in_scheme(cast.BOW, actor=BY.key)


def test_nothing_is_counted_where_nothing_happened(story) -> None:
    counts = story.counts(Period(dt.date(2011, 1, 1), dt.date(2011, 12, 31)))
    assert (counts.people_supported, counts.proactive_calls, counts.referred) == (0, 0, 0)
    assert (counts.outreach_age_min, counts.median_days_to_first_contact) == (None, None)
    assert (counts.practices, counts.registered_patients, counts.changes) == (0, 0, ())


def test_a_person_supported_twice_in_a_year_is_one_person(story) -> None:
    case = story.case(moment(2019, 7, 1))
    story.talked(case.person, moment(2019, 7, 3))
    with in_bow():
        closures.close(by=BY, case=case, reason=closure_reasons.COMPLETED, at=moment(2019, 9, 1))
        case.refresh_from_db()
        closures.reopen(by=BY, case=case, why="She rang us", at=moment(2020, 1, 10))
    story.talked(case.person, moment(2020, 1, 12))
    counts = story.counts()
    assert (counts.people_supported, counts.conversations) == (1, 2)


def test_support_given_counts_as_a_conversation_does(story) -> None:
    case = story.case(moment(2019, 7, 1))
    assert story.counts().people_supported == 0
    with in_bow():
        contacts.give_support(by=BY, case=case, kind="form", given_on=dt.date(2020, 6, 30))
    counts = story.counts()
    assert (counts.people_supported, counts.conversations, counts.support_given) == (1, 0, 1)
    assert counts.helped_by_link_worker_alone == 1


def test_an_attempt_supports_nobody(story) -> None:
    case = story.case(moment(2019, 7, 1))
    story.talked(case.person, moment(2019, 7, 2), outcome="left_message")
    assert story.counts().people_supported == 0
    assert story.counts().contacted == 0


def test_someone_only_called_counts_once_a_case_is_opened(story) -> None:
    asha = story.person()
    story.called(asha, moment(2020, 4, 1))
    before = story.counts()
    assert (before.proactive_calls, before.outreach_people, before.people_supported) == (1, 1, 0)
    with in_bow():
        referral = Referral.objects.create(
            scheme_id=cast.BOW, person=asha, source="05", referred_on=dt.date(2020, 4, 2),
            received_at=moment(2020, 4, 2),
        )  # fmt: skip
        caseload.take_on(by=BY, referral=referral, at=moment(2020, 4, 3))
    assert story.counts().people_supported == 1
    # A case opened after the period is no case of the period.
    assert story.counts(Period(dt.date(2020, 4, 1), dt.date(2020, 4, 2))).people_supported == 0


def test_the_first_and_the_last_day_of_the_lockdown_are_in_it(story) -> None:
    asha = story.person()
    for at in (
        moment(2020, 3, 22, 23, 59), moment(2020, 3, 23, 0, 0), moment(2020, 6, 30, 23, 59),
        moment(2020, 7, 1, 0, 0),
    ):  # fmt: skip
        story.called(asha, at, outcome="no_answer")
    assert story.counts(LOCKDOWN).proactive_calls == 2


def test_days_are_london_days_when_the_clocks_change(story) -> None:
    """In summer half past midnight in London is the day before in UTC."""
    asha = story.person()
    story.called(asha, moment(2020, 4, 1, 0, 30))
    story.called(asha, moment(2020, 3, 29, 0, 30))  # an hour before the clocks go forward
    story.called(asha, moment(2019, 10, 27, 23, 30))  # a day of 25 hours
    for day, calls in (
        (dt.date(2020, 4, 1), 1), (dt.date(2020, 3, 31), 0), (dt.date(2020, 3, 29), 1),
        (dt.date(2020, 3, 28), 0), (dt.date(2019, 10, 27), 1), (dt.date(2019, 10, 28), 0),
    ):  # fmt: skip
        assert story.counts(Period(day, day)).proactive_calls == calls, day


def test_an_age_is_that_of_the_day_of_the_call(story) -> None:
    story.called(story.person(dt.date(2010, 5, 10), "Ten"), moment(2020, 5, 9, 23, 59))
    story.called(story.person(dt.date(1930, 5, 10), "Ninety"), moment(2020, 5, 10, 0, 1))
    unheard = story.person(dt.date(1915, 1, 1), "Never reached")
    story.called(unheard, moment(2020, 5, 10), outcome="no_answer")
    counts = story.counts()
    assert (counts.outreach_age_min, counts.outreach_age_max) == (9, 90)
    leap = Period(dt.date(2019, 2, 1), dt.date(2019, 3, 31))
    story.called(story.person(dt.date(2004, 2, 29), "Leap"), moment(2019, 2, 28))
    assert story.counts(leap).outreach_age_max == 14
    story.called(story.person(dt.date(2004, 2, 29), "Leaps"), moment(2019, 3, 1))
    assert story.counts(leap).outreach_age_max == 15


def test_the_funnel_counts_what_follows_the_referral_up_to_the_last_day(story) -> None:
    case = story.case(moment(2020, 6, 10))
    story.talked(case.person, moment(2020, 6, 20))
    earlier = Period(dt.date(2020, 6, 1), dt.date(2020, 6, 19))
    assert (story.counts(earlier).referred, story.counts(earlier).contacted) == (1, 0)
    counts = story.counts()
    assert (counts.referred, counts.contacted, counts.plan) == (1, 1, 0)
    assert counts.median_days_to_first_contact == 10
    july = Period(dt.date(2020, 7, 1), dt.date(2020, 7, 31))
    assert story.counts(july).referred == 0


def test_something_got_better_by_the_measures_own_direction(story) -> None:
    """Anxiety that falls is better; each stage needs the one before."""
    case = story.case(moment(2019, 7, 1))
    story.talked(case.person, moment(2019, 7, 1, 15))
    goal = a_goal(case)
    with in_bow():
        for measured, anxiety, day in (("start", 8, 2), ("end", 3, 20)):
            answers = {1: 5, 2: 5, 3: 5, 4: anxiety}
            outcomes.record_score(
                by=BY, case=case, measure="ons4", moment=measured, answers=answers,
                taken_on=dt.date(2019, 7, day), mode="phone",
            )  # fmt: skip
    assert (story.counts().measured_better, story.counts().changed) == (1, 0)
    with in_bow():
        outcomes.rate_goal(
            by=BY, case=case, goal=goal, moment="start", rating=3, taken_on=dt.date(2019, 7, 2)
        )
        outcomes.rate_goal(
            by=BY, case=case, goal=goal, moment="end", rating=2, taken_on=dt.date(2019, 7, 20)
        )
    changes = {(one.measure, one.part): one for one in story.counts().changes}
    assert (changes["ons4", "4"].better, changes["ons4", "1"].same) == (1, 1)
    assert (changes["goal", ""].worse, changes["goal", ""].before) == (1, 3)


def test_a_whole_way_through(story) -> None:
    case = story.case(moment(2019, 7, 1))
    story.talked(case.person, moment(2019, 7, 4))
    goal = a_goal(case)
    with in_bow():
        plans.agree(by=BY, case=case, agreed_with="her", agreed_on=dt.date(2019, 7, 5))
        service = directory.add_service(by=BY, scheme_id=cast.BOW, name="Lunch club")
        made = Introduction.objects.create(
            scheme_id=cast.BOW, person=case.person, case=case, service=service,
            service_name="Lunch club", agreed_fields=["name"], agreed_how="by phone",
            agreed_on=dt.date(2019, 7, 6), made_at=moment(2019, 7, 6),
            progress_at=moment(2019, 7, 6), by_name="Nadia",
        )  # fmt: skip
        assert story.counts().connected == 1
        connections.record_progress(
            by=BY, introduction=made, progress=Progress.CAME, at=moment(2019, 7, 20)
        )
        connections.record_progress(
            by=BY, introduction=made, progress=Progress.FINISHED, at=moment(2020, 9, 1)
        )
        for rated, rating, day in (("start", 2, 5), ("end", 7, 25)):
            outcomes.rate_goal(
                by=BY, case=case, goal=goal, moment=rated, rating=rating,
                taken_on=dt.date(2019, 7, day),
            )  # fmt: skip
    counts = story.counts()
    stages = (counts.contacted, counts.plan, counts.connected, counts.attended, counts.changed)
    assert stages == (1, 1, 1, 1, 1)  # what was heard after the period does not undo it
    assert (counts.foundations, counts.helped_by_link_worker_alone) == ({"belonging": 1}, 0)


def test_practices_of_the_network_and_their_newest_list_size(story) -> None:
    with in_bow():
        first, second = Practice.objects.order_by("ods_code")
        for practice, day, size in (
            (first, dt.date(2019, 4, 1), 9_000), (first, dt.date(2020, 6, 30), 10_000),
            (first, dt.date(2020, 7, 1), 11_000), (second, dt.date(2018, 4, 1), 7_500),
        ):  # fmt: skip
            organisations.record_list_size(by=BY, practice=practice, on_date=day, registered=size)
        organisations.add_practice(
            by=BY, scheme_id=cast.BOW, name="Joined late", ods_code="F84999",
            pcn=PCN.objects.get(), since=dt.date(2020, 7, 1),
        )  # fmt: skip
    assert (story.counts().practices, story.counts().registered_patients) == (2, 17_500)


def test_another_scheme_is_never_counted(story) -> None:
    case = story.case(moment(2019, 7, 1))
    story.talked(case.person, moment(2019, 7, 4))
    alone = story.counts()
    Maker(5, scheme_id=cast.POPLAR).make(people=30)
    assert story.counts() == alone
    assert alone.people_supported == 1
