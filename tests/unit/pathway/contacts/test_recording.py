"""One act says what happened and what follows from it."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.audit.models import Change, Entry
from kith.isolation.actor import Actor
from kith.pathway.caseload.states import CaseState
from kith.pathway.contacts import actions, queries
from kith.pathway.contacts.models import Contact, Outcome
from kith.people import actions as people
from kith.resilience.errors import Refused, Stale
from kith.ui import dates
from tests.unit.pathway.stories import a_case

TOMORROW = dates.today() + datetime.timedelta(days=1)


def test_no_answer_moves_the_next_step_in_the_same_act(acting: Callable[[str], Actor]) -> None:
    case = a_case()
    by = acting("nadia")
    contact = actions.record(
        by=by,
        person=case.person,
        outcome=Outcome.NO_ANSWER,
        next_step="Call again, in the afternoon",
        next_step_on=TOMORROW,
        next_step_time=datetime.time(14),
    )
    case.refresh_from_db()
    assert contact.case == case
    assert contact.by_id == by.membership_id(case.scheme_id)
    assert (case.next_step, case.next_step_on, case.next_step_time) == (
        "Call again, in the afternoon",
        TOMORROW,
        datetime.time(14),
    )
    assert Entry.objects.filter(action="contacts.record", person_id=case.person_id).count() == 1


def test_without_a_new_next_step_the_old_one_stands(in_bow: Actor) -> None:
    case = a_case()
    actions.record(by=in_bow, person=case.person, outcome=Outcome.LEFT_MESSAGE)
    case.refresh_from_db()
    assert case.next_step == "Call for the first time"


def test_a_next_step_needs_its_day_and_its_words(in_bow: Actor) -> None:
    case = a_case()
    with pytest.raises(Refused, match="which day"):
        actions.record(by=in_bow, person=case.person, outcome="reached", next_step="Meet")
    with pytest.raises(Refused, match="what the next step is"):
        actions.record(by=in_bow, person=case.person, outcome="reached", next_step_on=TOMORROW)
    with pytest.raises(Refused, match="200 characters"):
        actions.record(
            by=in_bow,
            person=case.person,
            outcome="reached",
            next_step="x" * 201,
            next_step_on=TOMORROW,
        )
    assert not Contact.objects.exists()


def test_a_yes_is_recorded_with_the_conversation(in_bow: Actor) -> None:
    case = a_case()
    actions.record(by=in_bow, person=case.person, outcome="reached", agreed=True)
    case.referral.refresh_from_db()
    assert case.referral.answer == "agreed"


def test_a_no_closes_the_case_as_declined_and_keeps_the_contact(in_bow: Actor) -> None:
    case = a_case()
    actions.record(
        by=in_bow,
        person=case.person,
        outcome="reached",
        agreed=False,
        answer_note="Has what she needs",
        next_step="Talk again",
        next_step_on=TOMORROW,
    )
    case.refresh_from_db()
    assert (case.state, case.next_step) == (CaseState.DECLINED, "")
    assert Contact.objects.filter(case=case).count() == 1


def test_nobody_declines_by_not_answering(in_bow: Actor) -> None:
    case = a_case()
    with pytest.raises(Refused, match="if you talked"):
        actions.record(by=in_bow, person=case.person, outcome="no_answer", agreed=False)
    case.refresh_from_db()
    assert case.state == CaseState.OPEN


def test_what_has_not_happened_is_refused(in_bow: Actor) -> None:
    case = a_case()
    soon = timezone.now() + datetime.timedelta(hours=1)
    with pytest.raises(Refused, match="has not happened yet"):
        actions.record(by=in_bow, person=case.person, outcome="reached", at=soon)
    ago = timezone.now() - datetime.timedelta(hours=1)
    assert (
        actions.record(by=in_bow, person=case.person, outcome="reached", at=ago).happened_at == ago
    )


@pytest.mark.parametrize(
    ("minutes", "fits"), [(0, True), (720, True), (721, False), (-1, False), (100000, False)]
)
@pytest.mark.parametrize("field", ["minutes", "travel_minutes"])
def test_minutes_nobody_can_have_spent_are_refused(
    in_bow: Actor, minutes: int, fits: bool, field: str
) -> None:
    case = a_case()

    def try_it() -> Contact:
        return actions.record(by=in_bow, person=case.person, outcome="reached", **{field: minutes})

    if fits:
        assert getattr(try_it(), field) == minutes
    else:
        with pytest.raises(Refused) as refusal:
            try_it()
        assert refusal.value.field == field


@pytest.mark.parametrize(
    ("field", "value"),
    [("medium", "07"), ("outcome", "maybe"), ("direction", "up"), ("interpreter", "9")],
)
def test_a_code_on_no_list_is_refused(in_bow: Actor, field: str, value: str) -> None:
    case = a_case()
    with pytest.raises(Refused) as refusal:
        actions.record(by=in_bow, person=case.person, **{"outcome": "reached", field: value})
    assert refusal.value.field == field


def test_a_home_visit_waits_until_risk_was_asked_about(in_bow: Actor) -> None:
    case = a_case(risk_asked=False)
    visit = {"medium": "01", "outcome": "reached", "at_home": True}
    with pytest.raises(Refused, match="what might go wrong"):
        actions.record(by=in_bow, person=case.person, **visit)
    elsewhere = actions.record(
        by=in_bow, person=case.person, medium="01", outcome="reached", place="The library"
    )
    assert elsewhere.place == "The library"
    people.state_none_known(by=in_bow, person=case.person)
    case.person.refresh_from_db()
    assert actions.record(by=in_bow, person=case.person, **visit).place == "At their home"


def test_a_way_not_marked_safe_needs_a_reason_and_keeps_it(in_bow: Actor) -> None:
    case = a_case(safe_for=("text",))
    with pytest.raises(Refused, match="marked safe for a call") as refusal:
        actions.record(by=in_bow, person=case.person, outcome="no_answer")
    assert refusal.value.field == "unsafe_why"
    contact = actions.record(
        by=in_bow, person=case.person, outcome="no_answer", note="Rang", reason="She asked by text"
    )
    assert contact.note == "Rang\n\nUsed though not marked safe: She asked by text"
    assert Entry.objects.filter(action="contacts.record", reason="She asked by text").exists()
    assert actions.record(by=in_bow, person=case.person, outcome="sent", medium="06").pk


def test_a_call_may_be_safe_and_a_voicemail_not(in_bow: Actor) -> None:
    case = a_case(safe_for=("call",))
    assert actions.record(by=in_bow, person=case.person, outcome="no_answer").pk
    with pytest.raises(Refused, match="a voicemail"):
        actions.record(by=in_bow, person=case.person, outcome="left_message")


def test_when_they_contact_us_nothing_is_asked_about_safety(in_bow: Actor) -> None:
    case = a_case(safe_for=())
    assert actions.record(by=in_bow, person=case.person, outcome="reached", direction="in").pk


def test_two_corrections_of_one_note_keep_both(in_bow: Actor) -> None:
    case = a_case()
    contact = actions.record(by=in_bow, person=case.person, outcome="reached", note="First")
    seen = contact.version
    actions.correct_note(by=in_bow, contact=contact, note="Second", expected=seen)
    with pytest.raises(Stale):
        actions.correct_note(by=in_bow, contact=contact, note="Third", expected=seen)
    contact.refresh_from_db()
    assert contact.note == "Second"
    before = Change.objects.filter(table_name="contacts_contact", row_id=contact.pk)
    assert [row.before["note"] for row in before if row.event.lower() == "update"] == ["First"]


def test_someone_without_open_support_has_contacts_and_no_promises(in_bow: Actor) -> None:
    case = a_case()
    actions.record(by=in_bow, person=case.person, outcome="reached", agreed=False)
    later = actions.record(by=in_bow, person=case.person, outcome="reached", direction="in")
    assert later.case is None
    with pytest.raises(Refused, match="no open support"):
        actions.record(
            by=in_bow, person=case.person, outcome="reached", next_step="x", next_step_on=TOMORROW
        )


def test_the_newest_comes_first(in_bow: Actor) -> None:
    case = a_case()
    now = timezone.now()
    for days in (3, 1, 2):
        actions.record(
            by=in_bow,
            person=case.person,
            outcome="reached",
            note=f"{days} days ago",
            at=now - datetime.timedelta(days=days),
        )
    found = [row.note for row in queries.contacts_of(case.person)]
    assert found == ["1 days ago", "2 days ago", "3 days ago"]
    last = queries.last_notes([case.person_id])[case.person_id]
    assert last == queries.last_conversations([case.person_id])[case.person_id]
    assert last.note == "1 days ago"
