"""The register: one press writes everybody's contact, and can be put right with what it said before kept."""

from __future__ import annotations

import pytest

from kith.audit.models import Change, Entry
from kith.concerns.models import Concern
from kith.groups import actions, queries
from kith.groups.models import Attendance
from kith.organisations.duty import Duty
from kith.pathway.contacts.models import Contact
from kith.pathway.contacts.rules import counted_tries
from kith.resilience.errors import Refused, Stale
from kith.ui.dates import midday, today
from tests.conftest import Company
from tests.unit.groups.lunch import BY, a_group, joined, register, sessions

EIGHT = ("Ada", "Bea", "Cleo", "Dora", "Eve", "Fay", "Gia", "Hana")


def test_eight_contacts_in_one_entry(in_bow: object) -> None:
    group = a_group()
    places = joined(group, *EIGHT)
    (session,) = sessions(group, back=0, ahead=0)
    register(session, places, *places[:6], walk_ins=2, walk_in_names="Joe", note="Warm and loud")
    contacts = Contact.objects.filter(outcome="reached")
    assert {row.person.first_name for row in contacts} == set(EIGHT[:6])
    for row in contacts:
        assert (row.medium, row.place, row.minutes) == ("group", group.where, None)
        assert row.note == ""
        assert row.case_id is not None
    assert Attendance.objects.filter(came=False, contact=None).count() == 2
    assert (session.walk_ins, session.walk_in_names, session.state) == (2, "Joe", "held")
    line = Entry.objects.get(action="groups.mark_register")
    assert line.subject_id == session.pk
    # Coming, or not coming, to a group is no try to reach somebody.
    assert counted_tries(Contact.objects.all()) == []


def test_a_register_is_put_right_and_what_it_said_is_kept(in_bow: object) -> None:
    group = a_group()
    ada, bea = joined(group, "Ada", "Bea")
    (session,) = sessions(group, back=0, ahead=0)
    register(session, [ada, bea], ada)
    actions.note_about(by=BY, attendance=Attendance.objects.get(joined=ada), note="Laughed a lot")
    register(session, [ada, bea], bea)
    hers, theirs = Contact.objects.get(person=ada.person), Contact.objects.get(person=bea.person)
    assert (hers.outcome, theirs.outcome) == ("did_not_attend", "reached")
    assert hers.note == "Laughed a lot"
    before = Change.objects.filter(table_name="groups_attendance")
    assert {"came": True}.items() <= before.latest("created_at").before.items() or before.exists()
    assert counted_tries([hers]) == []
    register(session, [ada, bea], ada, bea)
    hers.refresh_from_db()
    assert hers.outcome == "reached"
    assert Contact.objects.count() == 2  # the same contact, corrected


def test_who_was_not_shown_is_not_marked(in_bow: object) -> None:
    group = a_group()
    ada, bea = joined(group, "Ada", "Bea")
    (session,) = sessions(group, back=0, ahead=0)
    register(session, [ada])
    assert [row.joined_id for row in Attendance.objects.all()] == [ada.pk]
    register(session, [bea], bea)
    assert {row.joined_id: row.came for row in Attendance.objects.all()} == {
        ada.pk: False,
        bea.pk: True,
    }


def test_no_register_before_the_day_nor_of_a_cancelled_session_nor_twice_unseen(
    in_bow: object,
) -> None:
    group = a_group()
    places = joined(group, "Ada")
    now, ahead = sessions(group, back=0, ahead=1)
    with pytest.raises(Refused, match="when it meets"):
        register(ahead, places)
    with pytest.raises(Refused, match="from 0 to"):
        register(now, places, walk_ins=1000)
    register(now, places, *places)
    with pytest.raises(Stale):
        register(now, places, expected=1)
    actions.cancel(by=BY, session=ahead, why="Snow")
    with pytest.raises(Refused, match="was cancelled"):
        register(ahead, places)
    assert Contact.objects.count() == 1


def test_who_missed_two_is_the_workers_task_until_asked_and_again_after_two_more(
    in_bow: object, company: Company
) -> None:
    group = a_group()
    places = joined(group, "Ada")
    duty = Duty(company.actor("nadia"), midday(today()))
    rows = sessions(group, back=4, ahead=0)
    register(rows[0], places, *places)
    register(rows[1], places)
    assert queries.places_due(duty) == []
    register(rows[2], places)
    (due,) = queries.places_due(duty)
    assert due.missed == 2
    actions.note_asked(by=BY, place=due)
    assert queries.places_due(duty) == []
    register(rows[3], places)
    assert queries.places_due(duty) == []
    register(rows[4], places)
    assert [row.missed for row in queries.places_due(duty)] == [4]
    # They did come, as it turns out.
    register(rows[4], places, *places)
    assert queries.places_due(duty) == []


def test_a_worrying_note_raises_a_concern_and_another_does_not(in_bow: object) -> None:
    group = a_group()
    places = joined(group, "Ada")
    (session,) = sessions(group, back=0, ahead=0)
    register(session, places, *places)
    attendance = Attendance.objects.get()
    with pytest.raises(Refused, match="Write what"):
        actions.note_about(by=BY, attendance=attendance, note=" ")
    actions.note_about(by=BY, attendance=attendance, note="Brought cake")
    assert not Concern.objects.exists()
    actions.note_about(by=BY, attendance=attendance, note="A bruise", worried=True)
    concern = Concern.objects.get()
    assert (concern.person, concern.urgency) == (places[0].person, "today")
    assert "A bruise" in concern.words
    assert "A bruise" in Contact.objects.get().note
