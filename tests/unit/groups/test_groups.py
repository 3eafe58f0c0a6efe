"""A group, its sessions, its places and its list: none is given twice, and none comes free in silence."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from kith.desk.queries.parts import parts_of
from kith.directory import actions as directory
from kith.groups import actions, queries
from kith.groups.models import Group, GroupPlace, GroupSession, Notice
from kith.groups.states import PlaceState
from kith.messages.models import Email
from kith.people import actions as people
from kith.resilience.errors import Refused, Stale
from kith.ui.dates import clock, local, today
from tests import cast
from tests.unit.groups.lunch import BY, WEEK, a_group, expected, joined, member, sessions, someone


def test_a_group_has_a_name_and_a_place_and_a_name_is_used_once(in_bow: object) -> None:
    group = a_group()
    assert Group.objects.get() == group
    for wrong, field in (
        ({"name": " "}, "name"),
        ({"name": "Other", "where": ""}, "where"),
        ({"name": "Other", "starts": None}, "starts"),
        ({"name": "Other", "weekday": 9}, "weekday"),
        ({"name": "Other", "minutes": 0}, "minutes"),
        ({"name": "Other", "places": 0}, "places"),
        ({}, "name"),
    ):
        with pytest.raises(Refused) as refused:
            a_group(**wrong)  # type: ignore[arg-type]
        assert refused.value.field == field, wrong
    assert Group.objects.count() == 1
    assert a_group(name="Mending", weekday=None, starts=None).starts is None


def test_sessions_are_made_at_the_same_time_by_the_clock_on_both_sides_of_a_change(
    in_bow: object,
) -> None:
    with time_machine.travel(dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)):
        group = a_group(weekday=3, starts=dt.time(14))
        made = actions.plan_sessions(
            by=BY, group=group, from_on=dt.date(2026, 3, 19), to_on=dt.date(2026, 4, 9)
        )
    # The clocks go forward on 29 March 2026.
    assert [clock(row.starts_at) for row in made] == ["2pm"] * 4
    hours = [row.starts_at.astimezone(dt.UTC).hour for row in made]
    assert hours == [14, 14, 13, 13]
    assert {local(row.starts_at).weekday() for row in made} == {3}


def test_planning_again_makes_what_is_missing_and_says_when_nothing_is(in_bow: object) -> None:
    group = a_group()
    sessions(group, back=0, ahead=1)
    more = actions.plan_sessions(by=BY, group=group, from_on=today(), to_on=today() + 3 * WEEK)
    assert len(more) == 2
    for span, words in (
        ((today(), today() + 3 * WEEK), "planned already"),
        ((today(), today() - WEEK), "before the first"),
        ((today(), today() + dt.timedelta(days=500)), "at most a year"),
        ((today() + dt.timedelta(days=1), today() + dt.timedelta(days=2)), "between these two"),
    ):
        with pytest.raises(Refused, match=words):
            actions.plan_sessions(by=BY, group=group, from_on=span[0], to_on=span[1])
    without = a_group(name="Now and then", weekday=None, starts=None)
    with pytest.raises(Refused, match="usually meets"):
        actions.plan_sessions(by=BY, group=without, from_on=today(), to_on=today() + WEEK)
    assert GroupSession.objects.count() == 4


def test_a_full_group_puts_people_on_its_list_and_what_comes_free_goes_to_the_first(
    in_bow: object,
) -> None:
    group = a_group(places=2)
    first, second = joined(group, "Ada", "Bea")
    third, fourth = joined(group, "Cleo", "Dora")
    assert [one.state for one in (first, second, third, fourth)] == ["taken"] * 2 + ["waiting"] * 2
    actions.leave(by=BY, place=first, why="Moved away")
    third.refresh_from_db()
    assert third.state == "offered"
    # While it is offered the place is kept: nobody else gets it.
    assert joined(group, "Eve")[0].state == "waiting"
    actions.answer_offer(by=BY, place=third, answer="yes")
    assert expected(group) == ["Bea", "Cleo"]
    with pytest.raises(Refused, match="cannot become"):
        actions.answer_offer(by=BY, place=third, answer="yes")


@pytest.mark.parametrize(("answer", "state"), [("no", "left"), ("later", "waiting")])
def test_a_place_that_is_not_taken_is_offered_to_the_next(
    in_bow: object, answer: str, state: str
) -> None:
    group = a_group(places=1)
    (first,) = joined(group, "Ada")
    second, third = joined(group, "Bea", "Cleo")
    actions.leave(by=BY, place=first, why="Enough")
    second.refresh_from_db()
    actions.answer_offer(by=BY, place=second, answer=answer)
    third.refresh_from_db()
    assert (second.state, third.state) == (state, "offered")
    with pytest.raises(Refused, match="whether they want"):
        actions.answer_offer(by=BY, place=third, answer="perhaps")


def test_more_places_are_offered_to_those_who_wait(in_bow: object) -> None:
    group = a_group(places=1)
    joined(group, "Ada")
    waits = joined(group, "Bea", "Cleo")
    actions.change_group(by=BY, group=group, name="Lunch", where="There", minutes=60, places=2)
    for one in waits:
        one.refresh_from_db()
    assert [one.state for one in waits] == ["offered", "waiting"]


def test_joining_asks_for_agreement_and_once_is_enough(in_bow: object) -> None:
    group, person = a_group(), someone()
    with pytest.raises(Refused) as refused:
        actions.join(
            by=BY, group=group, person=person, agreed=False, to_know="Nothing", arrives="Walks"
        )
    assert refused.value.field == "agreed"
    actions.join(by=BY, group=group, person=person, agreed=True, to_know="Nothing", arrives="Walks")
    with pytest.raises(Refused, match="already"):
        actions.join(
            by=BY, group=group, person=person, agreed=True, to_know="Nothing", arrives="Walks"
        )
    with pytest.raises(Refused, match="Say why"):
        actions.leave(by=BY, place=GroupPlace.objects.get(), why=" ")
    actions.leave(by=BY, place=GroupPlace.objects.get(), why="Too loud")
    assert actions.join(
        by=BY, group=group, person=person, agreed=True, to_know="Nothing", arrives="Walks"
    ).has_place


def test_a_group_with_people_or_sessions_does_not_end(in_bow: object) -> None:
    group = a_group()
    (place,) = joined(group, "Ada")
    (session,) = sessions(group, back=0, ahead=0)
    with pytest.raises(Refused, match="has a place"):
        actions.end_group(by=BY, group=group)
    actions.leave(by=BY, place=place, why="Moved")
    with pytest.raises(Refused, match="still planned"):
        actions.end_group(by=BY, group=group)
    actions.cancel(by=BY, session=session, why="Nobody left")
    actions.end_group(by=BY, group=group)
    with pytest.raises(Refused, match="has ended"):
        sessions(group)
    with pytest.raises(Refused, match="has ended"):
        actions.join(
            by=BY, group=group, person=someone(), agreed=True, to_know="Nothing", arrives="Walks"
        )
    assert a_group().ended_on is None  # the name is free again


def test_a_cancelled_session_tells_everybody_by_what_is_safe(in_bow: object) -> None:
    group = a_group()
    by_mail, by_phone = joined(group, "Ada", "Bea")
    people.add_contact_point(
        by=BY, person=by_mail.person, kind="email", value="ada@person.example", safe_for=["email"]
    )
    first, second = sessions(group, back=0, ahead=1)
    told = actions.cancel(by=BY, session=first, why="The boiler is broken")
    assert {one.joined_id: one.how for one in told} == {by_mail.pk: "email", by_phone.pk: "ring"}
    email = Email.objects.get()
    assert (email.to, email.state) == ("ada@person.example", "waiting")
    for private in ("Ada", "Lunch", "boiler"):
        assert private not in email.subject + email.body
    assert first.shown["why"] == "The boiler is broken"
    assert clock(second.starts_at) in first.shown["next"]
    with pytest.raises(Refused, match="cannot become"):
        actions.cancel(by=BY, session=first, why="Again")
    with pytest.raises(Refused, match="Say why"):
        actions.cancel(by=BY, session=second, why="")
    with pytest.raises(Stale):
        actions.cancel(by=BY, session=second, why="Late", expected=9)
    ring = Notice.objects.get(how="ring")
    actions.settle_notice(by=BY, notice=ring)
    assert ring.settled_by_name == cast.TESTS.name
    # Another can be planned at that time.
    assert len(actions.plan_sessions(by=BY, group=group, from_on=today(), to_on=today())) == 1


def test_what_is_due_to_a_worker_is_read_at_once(in_bow: object, company: object) -> None:
    from kith.organisations.duty import Duty
    from kith.ui.dates import midday

    group = a_group(places=1)
    (taken,) = joined(group, "Ada")
    (waits,) = joined(group, "Bea")
    actor = company.actor("nadia")  # type: ignore[attr-defined]
    duty = Duty(actor, midday(today()))
    assert queries.places_due(duty) == []
    actions.leave(by=BY, place=taken, why="Moved")
    assert [row.pk for row in queries.places_due(duty)] == [waits.pk]
    sams = Duty(company.actor("sam"), midday(today()))  # type: ignore[attr-defined]
    assert queries.places_due(sams) == []


def test_nobody_leaves_while_they_facilitate_a_group(in_bow: object) -> None:
    group = a_group()
    parts = [part.what for part in parts_of(member(), timezone.now())]
    assert parts == ["Facilitates Lunch club"]
    actions.end_group(by=BY, group=group)
    assert parts_of(member(), timezone.now()) == []


def test_what_the_listing_says_of_places_is_what_there_is(in_bow: object) -> None:
    listing = directory.add_service(by=BY, scheme_id=cast.BOW, name="Lunch club")
    group = a_group(places=2, listing=listing)

    def said() -> int | None:
        listing.refresh_from_db()
        return listing.places_free

    first, _ = joined(group, "Ada", "Bea")
    assert said() == 0
    (third,) = joined(group, "Cy")
    actions.leave(by=BY, place=first, why="Moved away")
    third.refresh_from_db()
    assert (said(), third.state) == (0, PlaceState.OFFERED)
    actions.answer_offer(by=BY, place=third, answer="no")
    assert said() == 1
    room_for_all = a_group(name="Walk", listing=listing)
    joined(room_for_all, "Di")
    assert said() == 1
