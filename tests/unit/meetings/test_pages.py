"""The pages of meetings: who sees what, on the meeting's page, on paper, on Today and on the record."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from kith.audit.models import Entry
from kith.isolation import context
from kith.meetings import actions
from kith.meetings.models import Attender, Discussed, Meeting, MeetingAction
from kith.meetings.presenters import in_hours, without_names
from kith.people.models import Person
from kith.ui.dates import today
from tests import cast
from tests.conftest import Company
from tests.unit.meetings.people import a_huddle, brought, outside, to_do
from tests.unit.pathway.stories import a_case

Key = Callable[[], dict[str, str]]
HIDDEN = "Somebody whose record you may not open"


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def pdf(answer: Any) -> str:
    assert answer["Content-Type"] == "application/pdf", answer.content.decode()[:500]
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def day(name: str, on: dt.date) -> dict[str, str]:
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year),
    }


def of(meeting: Meeting) -> str:
    return f"/desk/meetings/{meeting.pk}"


def test_a_meeting_is_planned_prepared_held_and_closed(company: Company, key: Key) -> None:
    case, client = a_case(), company.client("nadia")
    assert "No meeting is planned" in read(client, "/desk/meetings")
    when = {**day("on", today()), "time": "0:01"}
    sent = {**key(), "kind": "huddle", "practice": "", "place": "Room 2", **when}
    address = client.post(f"/desk/meetings/new/{cast.BOW}", sent).url
    assert "Nobody is on the list yet" in read(client, address)
    gp = {"name": "Dr Achebe", "role": "GP", "organisation": "Merchant Street"}
    client.post(f"{address}/outsider", {**key(), **gp})
    assert "Maya Okafor" in read(client, f"{address}/find")
    bring = f"{address}/people/{case.person_id}"
    refused = client.post(bring, {**key(), "why": "Missed two calls"})
    assert refused.status_code == 400
    assert b"Missed two calls" in refused.content  # what was typed is kept
    client.post(bring, {**key(), "why": "Missed two calls", "basis": "direct_care"})
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        row = Discussed.objects.get()
    page = f"/desk/meetings/people/{row.pk}"
    said = {"why": row.why, "basis": "direct_care", "note": "Home alone", "decision": "Go and see"}
    client.post(page, {**key(), "version": row.version, **said})
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        worker = row.meeting.called_by
        came = [str(one.pk) for one in Attender.objects.all()]
    step = {
        "what": "Ring the pharmacy",
        "whose": "staff",
        "owner": worker.pk,
        **day("by_when", today()),
    }
    client.post(f"{page}/action", {**key(), **step})
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        meeting = Meeting.objects.get()
    closing = {"came": came, "minutes": "30", "preparing_minutes": "10", "version": meeting.version}
    assert client.post(f"{address}/close", {**key(), **closing}).status_code == 302
    shown = read(client, address)
    for words in (
        "Go and see",
        "Ring the pharmacy",
        "It took 30 minutes",
        "Same again in two weeks",
    ):
        assert words in shown, words
    assert "Held and closed" in read(client, "/desk/meetings")
    assert "30 min" in read(client, "/desk/meetings")


def test_an_attender_sees_that_somebody_was_discussed_and_not_what(
    company: Company, in_bow: object
) -> None:
    meeting = a_huddle()
    row = brought(meeting, a_case().person)
    actions.write(by=cast.TESTS, discussed=row, why="x", note="Hears voices", decision="Call CMHT")
    to_do(row)
    theirs = read(company.client("sam"), of(meeting))
    assert HIDDEN in theirs
    for words in ("Maya", "Hears voices", "CMHT", "pharmacy"):
        assert words not in theirs
        assert words not in pdf(company.client("sam").get(f"{of(meeting)}/agenda"))
    assert "1 more person is on the list" in pdf(company.client("sam").get(f"{of(meeting)}/agenda"))
    mine = read(company.client("nadia"), of(meeting))
    assert "Hears voices" in mine
    assert HIDDEN not in mine
    for address in (f"/desk/meetings/people/{row.pk}", f"{of(meeting)}/people/{row.person_id}"):
        assert company.client("sam").get(address).status_code == 404
    assert company.client("sana").get(of(meeting)).status_code == 404
    assert company.client("ruth").get(of(meeting)).status_code == 403


def test_who_is_not_asked_reads_a_meeting_and_writes_nothing(
    company: Company, in_bow: object, key: Key
) -> None:
    meeting = a_huddle()
    brought(meeting, a_case().person)
    tess = company.client("tess")
    assert "you can read it and not write on it" in read(tess, of(meeting))
    assert tess.get(f"{of(meeting)}/change").status_code == 404
    assert tess.post(f"{of(meeting)}/cancel", {**key(), "why": "x"}).status_code == 404
    assert company.client("mo").get(f"{of(meeting)}/change").status_code == 200


def test_looks_at_people_on_the_list_are_noted(company: Company, in_bow: object) -> None:
    meeting = a_huddle()
    row = brought(meeting, a_case().person)
    for name in ("nadia", "sam"):
        read(company.client(name), of(meeting))
    looks = Entry.objects.filter(action="record.opened", subject_type="meetings:meeting")
    assert [(one.by_name, one.person_id) for one in looks] == [("Nadia Rahman", row.person_id)]


def test_initials_are_printed_until_somebody_says_why_names_are_needed(
    company: Company, in_bow: object, key: Key
) -> None:
    meeting, client = a_huddle(), company.client("nadia")
    row = brought(meeting, a_case().person)
    actions.write(
        by=cast.TESTS, discussed=row, why="Missed two calls", note="Hears voices",
        decision="Visit Maya at home", basis="agreed", basis_on=today(),
    )  # fmt: skip
    outside(meeting)
    short = pdf(client.get(f"{of(meeting)}/agenda"))
    assert "M.O." in short
    assert "Visit M.O. at home" in short
    for words in ("Maya", "Okafor", "Hears voices", "Missed two calls"):
        assert words not in short
    asked = read(client, f"{of(meeting)}/agenda/full")
    assert "A paper cannot be taken back" in asked
    assert "Dr Imogen Achebe" in asked
    refused = client.post(f"{of(meeting)}/agenda/full", key())
    assert refused.status_code == 400
    full = pdf(client.post(f"{of(meeting)}/agenda/full", {**key(), "reason": "For the GP"}))
    for words in ("Maya Okafor, born 9 March 1951", "Hears voices", "They agreed on"):
        assert words in full
    line = Entry.objects.get(action="meetings.note_handed_out", refused="")
    assert (line.reason, line.by_name) == ("For the GP", "Nadia Rahman")


def test_after_it_was_held_the_paper_holds_decisions_and_who_came(
    company: Company, in_bow: object
) -> None:
    meeting = a_huddle()
    to_do(brought(meeting, a_case().person))
    came = {Attender.objects.get(meeting=meeting, name="Nadia Rahman").pk}
    actions.close(by=cast.TESTS, meeting=meeting, minutes=20, came=came)
    paper = pdf(company.client("nadia").get(f"{of(meeting)}/agenda"))
    assert "Decisions and actions" in paper
    assert "Ring the pharmacy about the blister pack Nadia Rahman" in paper
    assert "Sam Adeyemi" not in paper


def test_an_action_is_done_in_place_from_today_and_is_on_the_record(
    company: Company, in_bow: object, key: Key
) -> None:
    client = company.client("nadia")
    row = brought(a_huddle(), a_case().person)
    actions.write(by=cast.TESTS, discussed=row, why="x", note="Home alone", decision="Ring her")
    step = to_do(row)
    assert step.what in read(client, "/desk/")
    record = read(client, f"/desk/people/{row.person_id}")
    for words in ("Home alone", "Decision: Ring her", f"{step.what} (Nadia Rahman, by"):
        assert words in record, words
    settle = f"/desk/meetings/actions/{step.pk}/settle"
    done = client.post(settle, {**key(), "status": "done", "back": "today"})
    assert done.url == "/desk/"
    page = read(client, "/desk/")
    assert "Done. It is on the record." in page
    assert step.what not in page
    assert f"From a meeting: {step.what}" in read(
        client, f"/desk/people/{row.person_id}?show=meetings"
    )
    assert client.post(settle, {**key(), "status": "nonsense"}).status_code == 302
    assert MeetingAction.objects.get().status == "done"


def test_a_meeting_of_the_day_and_a_cancelled_one_stand_on_today(
    company: Company, in_bow: object, key: Key
) -> None:
    meeting = a_huddle()
    sam = company.client("sam")
    assert "Practice huddle, Merchant Street Practice" in read(sam, "/desk/")
    assert "Practice huddle" not in read(company.client("priya"), "/desk/").split("<h1")[1]
    actions.cancel(by=cast.TESTS, meeting=meeting, why="Nobody has a key")
    assert "Nobody has a key" in read(sam, "/desk/")
    sam.post(f"{of(meeting)}/read", key())
    assert "Nobody has a key" not in read(sam, "/desk/")


def test_somebody_is_brought_from_their_record(company: Company, in_bow: object, key: Key) -> None:
    person, client = a_case().person, company.client("nadia")
    address = f"/desk/people/{person.pk}/meetings"
    assert "No meeting to which you are asked is planned" in read(client, address)
    meeting = a_huddle(in_hours=3)
    assert client.post(address, {**key(), "why": "Alone"}).status_code == 400
    sent = client.post(address, {**key(), "meeting": str(meeting.pk), "why": "Alone"})
    assert sent.url == f"/desk/people/{person.pk}"
    assert "Practice huddle, Merchant Street" in read(client, sent.url)
    assert company.client("sam").get(address).status_code == 404


def test_both_texts_are_shown_to_the_second_of_two(
    company: Company, in_bow: object, key: Key
) -> None:
    row = brought(a_huddle(), a_case().person)
    seen = row.version
    actions.write(by=cast.TESTS, discussed=row, why="x", note="First text", expected=seen)
    second = {"why": "x", "note": "Second text", "version": seen}
    answer = company.client("nadia").post(f"/desk/meetings/people/{row.pk}", {**key(), **second})
    assert answer.status_code == 409
    for words in (b"First text", b"Second text", b"Someone else changed this"):
        assert words in answer.content


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("change", {"kind": "huddle", "time": "25:00", "on_day": "31", "on_month": "2", "on_year": "2026"}),
        ("change", {"kind": "party", "time": "1pm", "practice": "not-a-uuid"}),
        ("close", {"came": ["not-a-uuid"], "minutes": "a while"}),
        ("attenders", {"member": "00000000-0000-4000-8000-000000000000"}),
        ("outsider", {"name": "‮rtl", "organisation": "x"}),
    ],
)  # fmt: skip
def test_bad_input_is_a_form_that_keeps_what_was_typed(
    company: Company, in_bow: object, key: Key, page: str, typed: dict[str, Any]
) -> None:
    meeting = a_huddle()
    sent = {**key(), "version": meeting.version, **typed}
    answer = company.client("nadia").post(f"{of(meeting)}/{page}", sent)
    assert answer.status_code == 400
    assert b"There is a problem" in answer.content


def test_an_hour_that_the_clocks_skip_is_refused(company: Company, key: Key) -> None:
    when = {"on_day": "28", "on_month": "3", "on_year": "2027", "time": "1:30am"}
    sent = {**key(), "kind": "mdt", "practice": "", **when}
    answer = company.client("nadia").post(f"/desk/meetings/new/{cast.BOW}", sent)
    assert answer.status_code == 400
    assert "clocks go forward" in answer.content.decode()


def test_people_are_found_by_name_and_only_those_one_may_see(
    company: Company, in_bow: object
) -> None:
    meeting = a_huddle()
    a_case()
    for name, found in (("nadia", True), ("sam", False)):
        answer = company.client(name).post(f"{of(meeting)}/find", {"q": "okafor"})
        assert (b"Maya Okafor" in answer.content) is found


@pytest.mark.parametrize("address", ["/desk/meetings", "meeting", "/desk/"])
def test_three_of_everything_take_as_many_queries_as_one(
    company: Company, in_bow: object, address: str
) -> None:
    client = company.client("nadia")
    meeting = a_huddle()
    place = of(meeting) if address == "meeting" else address

    def fill(first: int, count: int) -> int:
        for number in range(first, first + count):
            to_do(brought(meeting, a_case(first_name=f"Ada{number}").person))
            a_huddle()
        client.get(place)
        with CaptureQueriesContext(connection) as captured:
            read(client, place)
        return len(captured)

    at_one = fill(1, 1)
    assert fill(2, 2) == at_one
    assert at_one <= 48


def test_names_become_initials_wherever_they_stand_whole() -> None:
    maya = Person(first_name="Maya", last_name="Okafor-Lee", preferred_name="May")
    said = "Maya Okafor-Lee: ask may’s sister in mayday, MAYA agrees"
    assert without_names(said, maya) == "M.O.L.: ask M.O.L.’s sister in mayday, M.O.L. agrees"
    assert without_names("Ring", Person(first_name="", last_name="Ó")) == "Ring"


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (135, "2 h 15 min")]
)
def test_minutes_are_said_in_hours(minutes: int, words: str) -> None:
    assert in_hours(minutes) == words


def test_a_time_gone_by_is_asked_to_be_written_up(company: Company, in_bow: object) -> None:
    a_huddle(in_hours=-30)
    assert "Write it up and close it" in read(company.client("nadia"), "/desk/meetings")
    assert timezone.now() > Meeting.objects.get().starts_at
