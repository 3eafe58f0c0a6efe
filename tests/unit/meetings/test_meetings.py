"""A meeting: who is asked, whom it talks about, what is done afterwards, and how it ends."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from kith.audit.models import Change
from kith.isolation import context
from kith.meetings import actions, queries
from kith.meetings.models import Attender, Discussed, Meeting, MeetingAction
from kith.organisations import actions as organisations
from kith.organisations.duty import duty_of
from kith.organisations.models import Membership
from kith.pathway.caseload import actions as caseload
from kith.pathway.contacts import actions as contacts
from kith.resilience.errors import Refused, Stale
from kith.resilience.versions import change
from kith.ui.dates import LONDON, today
from tests import cast
from tests.unit.meetings.people import a_huddle, as_staff, brought, member, outside, to_do
from tests.unit.pathway.stories import a_case

BY = cast.TESTS
YESTERDAY = today() - dt.timedelta(days=1)


def doing(name: str) -> queries.Doing:
    """What meetings ask of somebody today."""
    return queries.for_today(duty_of(as_staff(name), timezone.now()))


def due(name: str) -> list[str]:
    """What somebody has to do from meetings today, and may open."""
    return [row.what for row in doing(name).actions]


def test_whoever_plans_it_is_asked_and_colleagues_once(in_bow) -> None:
    meeting = a_huddle(asked=("Sam", "Sam"))
    assert [row.name for row in queries.attenders(meeting)] == ["Nadia Rahman", "Sam Adeyemi"]
    with pytest.raises(Refused, match="kind of meeting"):
        actions.plan_meeting(by=BY, scheme_id=cast.BOW, kind="party", starts_at=timezone.now())
    with pytest.raises(Refused, match="where they work"):
        actions.add_outsider(by=BY, meeting=meeting, name="Dr Achebe", organisation=" ")
    with context.in_scheme(cast.POPLAR, actor=BY.key):
        sana = member("Sana", cast.POPLAR)
    with pytest.raises(Refused, match="this scheme"):
        actions.add_attender(by=BY, meeting=meeting, member=sana)


def test_somebody_is_brought_with_a_reason_and_once(in_bow) -> None:
    meeting, person = a_huddle(), a_case().person
    with pytest.raises(Refused, match="why this person"):
        brought(meeting, person, why=" ")
    brought(meeting, person)
    with pytest.raises(Refused, match="already"):
        brought(meeting, person)
    assert [row.why for row in queries.of_person(person)] == ["Missed two calls"]


def test_only_who_may_open_the_record_brings_somebody_or_writes_of_them(in_bow) -> None:
    meeting, person = a_huddle(), a_case().person  # of Roman Road Friends; Sam is of Limehouse
    with pytest.raises(Refused, match="may open this person"):
        actions.bring(by=as_staff("Sam"), meeting=meeting, person=person, why="Heard something")
    row = brought(meeting, person)
    with pytest.raises(Refused, match="may open this person"):
        actions.write(by=as_staff("Sam"), discussed=row, why="x", note="Heard something")
    actions.write(by=as_staff("Nadia"), discussed=row, why=row.why, note="She is back home")
    row.refresh_from_db()
    assert row.note == "She is back home"


def test_with_people_from_outside_a_basis_is_asked_of_each_person(in_bow) -> None:
    meeting, person = a_huddle(), a_case().person
    row = brought(meeting, person)
    outside(meeting)
    with pytest.raises(Refused, match="on what basis") as refused:
        actions.write(by=BY, discussed=row, why="x", note="y")
    assert refused.value.field == "basis"
    with pytest.raises(Refused, match="day on which they agreed"):
        actions.write(by=BY, discussed=row, why="x", basis="agreed")
    with pytest.raises(Refused, match="not come yet"):
        actions.write(
            by=BY, discussed=row, why="x", basis="agreed", basis_on=today() + dt.timedelta(days=1)
        )
    actions.write(by=BY, discussed=row, why="x", note="y", basis="agreed", basis_on=YESTERDAY)
    with pytest.raises(Refused, match="on what basis"):
        brought(meeting, a_case(first_name="Ada").person)
    second = brought(meeting, a_case(first_name="Ida").person, basis="direct_care")
    assert (second.basis, second.basis_on) == ("direct_care", None)


def test_a_meeting_is_not_closed_while_a_basis_is_missing_of_somebody_outsiders_heard_of(
    in_bow,
) -> None:
    meeting = a_huddle()
    row = brought(meeting, a_case().person)
    actions.write(by=BY, discussed=row, why="x", decision="Ring her")
    outside(meeting)
    came = {one.pk for one in queries.attenders(meeting)}
    with pytest.raises(Refused, match="on what basis"):
        actions.close(by=BY, meeting=meeting, minutes=30, came=came)
    # Who did not come heard nothing.
    ours = {one.pk for one in queries.attenders(meeting) if one.member_id}
    actions.close(by=BY, meeting=meeting, minutes=30, came=ours)
    assert Attender.objects.get(meeting=meeting, member=None).came is False


def test_a_meeting_is_closed_once_and_after_it_began_and_can_be_opened_again(in_bow) -> None:
    with pytest.raises(Refused, match="begins on"):
        actions.close(by=BY, meeting=a_huddle(in_hours=2), minutes=30, came=())
    meeting = a_huddle()
    row = brought(meeting, a_case().person)
    with pytest.raises(Refused, match="minutes"):
        actions.close(by=BY, meeting=meeting, minutes=-1, came=())
    actions.close(by=BY, meeting=meeting, minutes=30, came=())
    for act in (
        lambda: actions.close(by=BY, meeting=meeting, minutes=30, came=()),
        lambda: actions.write(by=BY, discussed=row, why="Later"),
        lambda: to_do(row),
        lambda: brought(meeting, a_case(first_name="Ada").person),
        lambda: outside(meeting),
    ):
        with pytest.raises(Refused):
            act()
    actions.open_again(by=BY, meeting=meeting)
    row.meeting.refresh_from_db()
    actions.write(by=BY, discussed=row, why="Later")
    assert Discussed.objects.get().why == "Later"
    with pytest.raises(Refused, match="cannot become"):
        actions.open_again(by=BY, meeting=meeting)


def test_an_action_is_its_owners_when_it_is_due_and_done_once(in_bow) -> None:
    row = brought(a_huddle(), a_case().person)
    step = to_do(row)
    to_do(row, in_days=3)
    assert due("Nadia") == [step.what]
    assert len(queries.still_to_do(as_staff("Nadia"))) == 2
    assert due("Tess") == []
    actions.settle_action(by=as_staff("Nadia"), step=step, status="done")
    assert due("Nadia") == []
    assert step.settled_by_name == "Nadia Rahman"
    actions.settle_action(by=as_staff("Nadia"), step=step, status="to_do")
    assert due("Nadia") == [step.what]
    with pytest.raises(Refused, match="what became"):
        actions.settle_action(by=BY, step=step, status="maybe")
    with pytest.raises(Refused, match="may open this person"):
        actions.settle_action(by=as_staff("Sam"), step=step, status="done")


def test_an_action_needs_words_and_an_owner_who_may_open_the_record(in_bow) -> None:
    row = brought(a_huddle(), a_case().person)
    with pytest.raises(Refused, match="who is to do it"):
        to_do(row, owner="")
    with pytest.raises(Refused, match="Sam Adeyemi may not open"):
        to_do(row, owner="Sam")
    names = [one.name for one in queries.who_may_open(row.person)]
    assert "Sam Adeyemi" not in names
    assert {"Nadia Rahman", "Tess Whitlock", "Priya Nair", "Mo Castellanos"} <= set(names)
    assert "Pia Lindqvist" not in names  # opens records, and writes on none


def test_what_an_outsider_or_a_leaver_is_to_do_is_with_whoever_holds_the_case(in_bow) -> None:
    case = a_case()
    row = brought(a_huddle(), case.person)
    to_do(row, owner="", owner_name="Dr Achebe, Merchant Street")
    left = to_do(row, owner="Tess")
    assert len(due("Nadia")) == 1
    with time_machine.travel(timezone.now() - dt.timedelta(days=3)):
        caseload.end_membership(by=BY, member=member("Tess"))
    assert len(due("Nadia")) == 2
    assert due("Priya") == []
    caseload.allocate(by=BY, case=case, holder=member("Bea"))
    assert len(due("Bea")) == 2
    actions.change_action(
        by=as_staff("Bea"), step=left, what=left.what, by_when=today(), owner=member("Priya")
    )
    assert due("Priya") == [left.what]


def test_cover_sees_what_those_away_are_to_do(in_bow) -> None:
    to_do(brought(a_huddle(), a_case().person))
    assert due("Bea") == []
    organisations.add_absence(
        by=BY, member=member("Nadia"), from_date=today(), to_date=today(), cover=member("Bea")
    )
    assert len(due("Bea")) == 1


def test_an_action_about_a_record_that_is_theirs_no_longer_is_said_without_its_words(
    in_bow,
) -> None:
    case = a_case()
    to_do(brought(a_huddle(), case.person))
    caseload.allocate(by=BY, case=case, holder=member("Sam"))
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        found = doing("Nadia")
    assert (len(found.actions), len(found.unseen)) == (0, 1)


def test_two_who_edit_one_person_are_told_and_neither_is_written_over(in_bow) -> None:
    row = brought(a_huddle(), a_case().person)
    seen = row.version
    actions.write(by=BY, discussed=row, why="x", note="First", expected=seen)
    with pytest.raises(Stale):
        actions.write(by=BY, discussed=row, why="x", note="Second", expected=seen)
    row.refresh_from_db()
    assert row.note == "First"


def test_who_is_taken_off_keeps_the_history_and_comes_back_as_they_were(in_bow) -> None:
    meeting = a_huddle()
    row = brought(meeting, a_case().person)
    actions.write(by=BY, discussed=row, why="x", note="Said already")
    step = to_do(row)
    with pytest.raises(Refused, match="still to do"):
        actions.take_off(by=BY, discussed=row)
    actions.settle_action(by=BY, step=step, status="not_done")
    actions.take_off(by=BY, discussed=row)
    assert queries.of_person(row.person) == []
    assert Change.objects.filter(table_name="meetings_discussed", row_id=row.pk).exists()
    actions.put_back(by=BY, discussed=row)
    assert [one.note for one in queries.of_person(row.person)] == ["Said already"]
    actions.take_off(by=BY, discussed=row)
    assert brought(meeting, row.person, why="Again").note == "Said already"


def test_cancelling_tells_the_staff_who_were_asked_and_can_be_taken_back(in_bow) -> None:
    meeting = a_huddle(in_hours=4)
    with pytest.raises(Refused, match="why it does not take place"):
        actions.cancel(by=as_staff("Nadia"), meeting=meeting, why="")
    actions.cancel(by=as_staff("Nadia"), meeting=meeting, why="The practice is closed")
    assert [row.cancelled_why for row in doing("Sam").cancelled] == ["The practice is closed"]
    assert doing("Nadia").cancelled == []
    sams = next(row for row in queries.attenders(meeting) if row.name == "Sam Adeyemi")
    with pytest.raises(Refused, match="Only the one"):
        actions.see_cancelled(by=as_staff("Nadia"), attender=sams)
    actions.see_cancelled(by=as_staff("Sam"), attender=sams)
    assert doing("Sam").cancelled == []
    actions.open_again(by=BY, meeting=meeting)
    assert meeting.is_open


def test_the_same_again_brings_those_asked_and_whom_something_is_to_do_about(in_bow) -> None:
    meeting = a_huddle()
    outside(meeting)
    open_row = brought(meeting, a_case().person, basis="direct_care")
    to_do(open_row)
    done_row = brought(meeting, a_case(first_name="Ada").person, basis="direct_care")
    actions.settle_action(by=BY, step=to_do(done_row), status="done")
    theirs = a_case(first_name="Ida", holder="Sam Adeyemi").person
    to_do(brought(meeting, theirs, basis="direct_care"), owner="Sam")
    following, left_out = actions.same_again(by=as_staff("Nadia"), meeting=meeting)
    assert left_out == 1
    assert following.starts_at - meeting.starts_at in (
        dt.timedelta(days=14), dt.timedelta(days=14, hours=1), dt.timedelta(days=13, hours=23)
    )  # fmt: skip
    assert [row.name for row in queries.attenders(following)] == [
        "Nadia Rahman", "Sam Adeyemi", "Dr Imogen Achebe"
    ]  # fmt: skip
    row = Discussed.objects.get(meeting=following)
    assert row.person == open_row.person
    assert "Ring the pharmacy" in row.why
    assert row.basis == ""  # asked anew
    with pytest.raises(Refused, match="planned already"):
        actions.same_again(by=BY, meeting=meeting)
    actions.cancel(by=BY, meeting=following, why="No room")
    again, _ = actions.same_again(by=BY, meeting=meeting)
    with pytest.raises(Refused, match="in its place"):
        actions.open_again(by=BY, meeting=following)
    assert queries.following(meeting) == again


def test_the_same_again_is_at_the_same_time_by_the_clock_when_the_clocks_change(in_bow) -> None:
    at = dt.datetime(2026, 10, 20, 13, 0, tzinfo=LONDON)
    meeting = actions.plan_meeting(by=BY, scheme_id=cast.BOW, kind="mdt", starts_at=at)
    following, _ = actions.same_again(by=BY, meeting=meeting)
    assert (following.on, following.time) == (dt.date(2026, 11, 3), dt.time(13, 0))


def test_preparing_and_meeting_count_as_work_beside_contacts_and_support(in_bow) -> None:
    case = a_case()
    contacts.record(
        by=as_staff("Nadia"), person=case.person, outcome="reached", minutes=20, travel_minutes=10
    )
    contacts.give_support(by=as_staff("Nadia"), case=case, kind="form", minutes=45)
    meeting = a_huddle()
    actions.note_preparation(by=as_staff("Nadia"), meeting=meeting, minutes=15)
    with pytest.raises(Refused, match="asked to this meeting"):
        actions.note_preparation(by=as_staff("Priya"), meeting=meeting, minutes=15)
    came = {row.pk for row in queries.attenders(meeting) if row.name.startswith("Nadia")}
    actions.close(by=BY, meeting=meeting, minutes=50, came=came)
    nadia, sam = member("Nadia").pk, member("Sam").pk
    spent = queries.minutes_of([nadia, sam], YESTERDAY)
    assert spent[nadia] == queries.Minutes(30, 45, 50, 15)
    assert spent[nadia].total == 140
    assert spent[sam].total == 0  # did not come
    assert queries.minutes_of([nadia], today() + dt.timedelta(days=1))[nadia].total == 0


def test_full_names_are_printed_with_a_reason_and_a_basis_for_each(in_bow) -> None:
    meeting = a_huddle()
    row = brought(meeting, a_case().person)
    with pytest.raises(Refused, match="who gets the full names"):
        actions.note_handed_out(by=BY, meeting=meeting, reason="")
    actions.note_handed_out(by=BY, meeting=meeting, reason="For the chair")
    outside(meeting)
    with pytest.raises(Refused, match="on what basis"):
        actions.note_handed_out(by=BY, meeting=meeting, reason="For the chair")
    actions.write(by=BY, discussed=row, why="x", basis="safeguarding")
    actions.note_handed_out(by=BY, meeting=meeting, reason="For the chair")


def test_the_database_keeps_a_meeting_true(in_bow) -> None:
    meeting = a_huddle()
    row = brought(meeting, a_case().person)
    step = to_do(row)
    for of, values in (
        (meeting, {"state": "cancelled", "ended_at": timezone.now()}),
        (meeting, {"state": "closed"}),
        (row, {"basis": "agreed"}),
        (step, {"status": "done"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(of, **values)
    assert Meeting.objects.get().is_open
    assert MeetingAction.objects.count() == 1
    assert Membership.objects.filter(meetings_attended__meeting=meeting).count() == 2
