"""Supervision: planned between two, due by the scheme's interval; what is private stays between them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from kith.academy import actions, queries
from kith.academy.models import AgreedAction, SupervisionNote
from kith.audit.models import Change
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.isolation.context import Kind
from kith.meetings import actions as meetings
from kith.meetings.models import Meeting
from kith.organisations.models import Membership
from kith.resilience.errors import Refused
from kith.ui.dates import today
from tests import cast
from tests.conftest import Company
from tests.unit.meetings.people import as_staff, member
from tests.unit.pathway.stories import a_case

Key = Callable[[], dict[str, str]]
SECRET = "I cry in the car before work."


@contextmanager
def as_one(name: str, scheme_id: Any = cast.BOW) -> Iterator[Actor]:
    """In the context that the middleware opens for somebody who is signed in."""
    row = member(name, scheme_id)
    actor = as_staff(name)
    with context.enter(Kind.SCHEME, schemes=[scheme_id], user_id=row.user_id, actor=actor.key):
        yield actor


def a_session(hours: float = -1, worker: str = "Nadia", supervisor: str = "Tess") -> Meeting:
    return actions.plan_supervision(
        by=cast.TESTS, worker=member(worker), supervisor=member(supervisor),
        starts_at=timezone.now() + dt.timedelta(hours=hours), place="The garden room",
    )  # fmt: skip


def held(days_ago: int, worker: str = "Nadia", supervisor: str = "Tess") -> Meeting:
    row = a_session(-24 * days_ago, worker, supervisor)
    return meetings.close(by=cast.TESTS, meeting=row, minutes=60, came=[])


def write(name: str, meeting: Meeting, kind: str, text: str) -> SupervisionNote:
    with as_one(name) as by:
        room = queries.room_of(by, meeting.pk)
        return actions.write_note(by=by, room=room, kind=kind, text=text)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def day(name: str, on: dt.date) -> dict[str, str]:
    parts = {"day": on.day, "month": on.month, "year": on.year}
    return {f"{name}_{part}": str(value) for part, value in parts.items()}


def test_a_worker_plans_it_with_who_leads_them_and_a_lead_with_whom_they_lead(
    company: Company, in_bow: Actor, key: Key
) -> None:
    nadia, tess = company.client("nadia"), company.client("tess")
    mine = f"/desk/supervision/plan/{member('Nadia').pk}"
    when = {**day("on", today() + dt.timedelta(days=3)), "time": "10am"}
    page = read(nadia, mine)
    assert "Tess Whitlock" in page
    assert "Mo Castellanos" in page
    assert "Priya Nair" not in page  # sees the borough, and leads nobody
    assert nadia.post(mine, {**key(), **when, "supervisor": ""}).status_code == 400
    sent = {**key(), **when, "supervisor": str(member("Tess").pk)}
    assert nadia.post(mine, sent).status_code == 302
    row = Meeting.objects.get()
    assert (row.kind, row.supervises) == ("supervision", member("Nadia"))
    for client in (nadia, tess):
        assert "Supervision of Nadia Rahman" in read(client, f"/desk/supervision/{row.pk}")
        assert "Supervision of Nadia Rahman" in read(client, "/desk/meetings")
    # The lead plans one with somebody of hers, and with nobody of another employer.
    assert tess.get(f"/desk/supervision/plan/{member('Bea').pk}").status_code == 200
    assert tess.get(f"/desk/supervision/plan/{member('Sam').pk}").status_code == 404
    assert nadia.get(f"/desk/supervision/plan/{member('Bea').pk}").status_code == 404


def test_only_those_two_plan_and_who_may_supervise_is_asked_at_the_door(
    company: Company, in_bow: Actor
) -> None:
    given = {"starts_at": timezone.now(), "worker": member("Nadia")}
    with pytest.raises(Refused, match="does not lead"):
        actions.plan_supervision(by=as_staff("Nadia"), supervisor=member("Bea"), **given)
    with pytest.raises(Refused, match="Only the two"):
        actions.plan_supervision(by=as_staff("Sam"), supervisor=member("Tess"), **given)
    assert actions.plan_supervision(by=as_staff("Nadia"), supervisor=member("Tess"), **given)


def test_it_stays_between_two(company: Company, in_bow: Actor) -> None:
    row = a_session()
    with pytest.raises(Refused, match="between two"):
        meetings.add_attender(by=cast.TESTS, meeting=row, member=member("Bea"))
    with pytest.raises(Refused, match="between two"):
        meetings.add_outsider(by=cast.TESTS, meeting=row, name="Dr A", organisation="Practice")
    with pytest.raises(Refused, match="between two"):
        meetings.take_off_attender(by=cast.TESTS, attender=row.attenders.all()[0])
    assert row.attenders.count() == 2


def test_nobody_else_finds_the_session_a_manager_neither(company: Company, in_bow: Actor) -> None:
    row = a_session()
    for name in ("mo", "bea", "sam", "sana", "priya"):
        client = company.client(name)
        for part in ("", "/agenda", "/wellbeing", "/agree", "/papers"):
            assert client.get(f"/desk/supervision/{row.pk}{part}").status_code == 404, name
        assert client.get(f"/desk/meetings/{row.pk}").status_code == 404
        assert "Supervision of" not in read(client, "/desk/meetings")
    for name in ("nadia", "tess"):
        assert company.client(name).get(f"/desk/meetings/{row.pk}").status_code == 302


def test_how_things_are_is_read_by_the_two_and_by_no_page_for_anybody_else(
    company: Company, in_bow: Actor, key: Key
) -> None:
    row = a_session()
    nadia, tess = company.client("nadia"), company.client("tess")
    address = f"/desk/supervision/{row.pk}/wellbeing"
    assert nadia.post(address, {**key(), "text": " "}).status_code == 400
    assert nadia.post(address, {**key(), "text": SECRET}).status_code == 302
    for client in (nadia, tess):
        assert SECRET in read(client, f"/desk/supervision/{row.pk}")
    note = write("Nadia", row, "wellbeing", "Sleeping better.")
    assert tess.get(f"/desk/supervision/notes/{note.pk}").status_code == 404  # not her words
    assert company.client("mo").get(f"/desk/supervision/notes/{note.pk}").status_code == 404


def test_the_database_itself_gives_what_is_private_to_those_two_alone(
    company: Company, in_bow: Actor
) -> None:
    """Whatever a page, a query or a smuggled statement asks: another member of the same scheme, the manager,
    a job and another scheme see no row, and write none in their names.
    """
    row = a_session()
    write("Nadia", row, "wellbeing", SECRET)
    with as_one("Tess") as by:
        room = queries.room_of(by, row.pk)
        actions.agree(by=by, room=room, what="Book the course", owner=room.worker, by_when=today())
    for table in ("academy_supervisionnote", "academy_agreedaction"):
        seen = {}
        for name in ("Nadia", "Tess", "Mo", "Bea", "Priya", "Pia"):
            with as_one(name), connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {table}")
                seen[name] = cursor.fetchone()[0]
                cursor.execute(f"UPDATE {table} SET version = version")
                assert cursor.rowcount == seen[name]
        assert seen == {"Nadia": 1, "Tess": 1, "Mo": 0, "Bea": 0, "Priya": 0, "Pia": 0}, table
        with suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")  # in the context of a job
            assert cursor.fetchone()[0] == 0
    with (
        as_one("Mo"),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        SupervisionNote.objects.create(
            scheme_id=cast.BOW, meeting=row, kind="wellbeing", text="Planted", by=member("Nadia"),
            by_name="Nadia", supervisor_user_id=member("Tess").user_id,
            worker_user_id=member("Nadia").user_id,
        )  # fmt: skip


def test_no_copy_of_what_was_put_right_is_kept_outside_the_wall(
    company: Company, in_bow: Actor, key: Key
) -> None:
    row = a_session()
    note = write("Nadia", row, "wellbeing", SECRET)
    nadia, address = company.client("nadia"), f"/desk/supervision/notes/{note.pk}"
    sent = {"text": "It was a hard week.", "version": note.version}
    assert nadia.post(address, {**key(), **sent}).status_code == 302
    late = nadia.post(address, {**key(), **sent, "text": "It was hard."})
    assert late.status_code == 409
    assert "It was a hard week." in late.content.decode()
    kept = Change.objects.filter(table_name="academy_supervisionnote")
    assert not kept.exists()
    assert nadia.post(f"{address}/take-off", key()).status_code == 302
    assert "hard week" not in read(nadia, f"/desk/supervision/{row.pk}")


def test_both_write_the_agenda_and_whom_to_talk_about_beforehand(
    company: Company, in_bow: Actor, key: Key
) -> None:
    row, case = a_session(hours=48), a_case()
    nadia, tess = company.client("nadia"), company.client("tess")
    assert (
        nadia.post(f"/desk/supervision/{row.pk}/agenda", {**key(), "text": "My hours"}).status_code
        == 302
    )
    assert "My hours" in read(tess, f"/desk/supervision/{row.pk}")
    # The lead is offered the people of whoever is supervised.
    assert case.person.full_name in read(tess, f"/desk/meetings/{row.pk}/find")
    bring = f"/desk/meetings/{row.pk}/people/{case.person_id}"
    assert tess.post(bring, {**key(), "why": "Stuck since May"}).status_code == 302
    assert "Stuck since May" in read(nadia, f"/desk/supervision/{row.pk}")
    assert company.client("mo").get(bring).status_code == 404


def test_what_was_decided_stands_on_the_persons_timeline_and_what_was_said_does_not(
    company: Company, in_bow: Actor
) -> None:
    row, case = a_session(), a_case()
    listed = meetings.bring(by=as_staff("Tess"), meeting=row, person=case.person, why="Stuck")
    meetings.write(
        by=as_staff("Tess"), discussed=listed, why="Stuck", note="I think she is afraid of him.",
        decision="Meet her at the library.",
    )  # fmt: skip
    meetings.add_action(
        by=as_staff("Tess"), discussed=listed, what="Ring the library", by_when=today(),
        owner=member("Nadia"),
    )  # fmt: skip
    for address in (f"/desk/people/{case.person_id}", f"/desk/people/{case.person_id}/meetings"):
        page = read(company.client("nadia"), address)
        assert "Supervision of Nadia Rahman" in page
        assert "Meet her at the library." in page
        assert "Ring the library" in page
        assert "afraid of him" not in page
        assert "Open the meeting" not in page
    assert "Ring the library" in read(company.client("nadia"), "/desk/")


def test_what_was_agreed_is_the_owners_to_do_and_nobody_elses(
    company: Company, in_bow: Actor, key: Key
) -> None:
    row = a_session()
    nadia, tess = company.client("nadia"), company.client("tess")
    sent = {"what": "Book the course", "owner": str(member("Tess").pk), **day("by_when", today())}
    address = f"/desk/supervision/{row.pk}/agree"
    assert nadia.post(address, {**key(), **sent, "owner": str(member("Bea").pk)}).status_code == 400
    assert nadia.post(address, {**key(), **sent}).status_code == 302
    assert "Book the course" in read(tess, "/desk/supervision")
    assert "Book the course" not in read(nadia, "/desk/supervision")
    with as_one("Tess"):
        step = AgreedAction.objects.get()
    settle = f"/desk/supervision/agreed/{step.pk}"
    assert company.client("mo").post(settle, {**key(), "status": "done"}).status_code == 404
    assert tess.post(settle, {**key(), "status": "done", "back": "all"}).status_code == 302
    assert "Book the course" not in read(tess, "/desk/supervision")


def test_what_is_still_to_do_is_seen_at_the_next_session(
    company: Company, in_bow: Actor, key: Key
) -> None:
    row = a_session(-2)
    with as_one("Nadia") as by:
        room = queries.room_of(by, row.pk)
        actions.agree(by=by, room=room, what="Rest", owner=room.worker, by_when=today())
    meetings.close(by=cast.TESTS, meeting=row, minutes=50, came=[])
    nadia = company.client("nadia")
    answer = nadia.post(f"/desk/supervision/{row.pk}/next", key())
    following = Meeting.objects.get(follows=row)
    assert answer["Location"] == f"/desk/supervision/{following.pk}"
    assert (following.on - row.on).days == 28
    assert {one.member for one in following.attenders.all()} == {member("Nadia"), member("Tess")}
    page = read(nadia, f"/desk/supervision/{following.pk}")
    assert "Rest" in page[page.index("Still to do from earlier") :]


def test_it_prints_with_initials_and_without_how_things_are(
    company: Company, in_bow: Actor
) -> None:
    row, case = a_session(), a_case()
    meetings.bring(by=as_staff("Tess"), meeting=row, person=case.person, why="Stuck")
    write("Tess", row, "agenda", "Leave over the summer")
    write("Nadia", row, "wellbeing", SECRET)
    answer = company.client("tess").get(f"/desk/supervision/{row.pk}/papers")
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Supervision of Nadia Rahman with Tess Whitlock" in text
    assert "Leave over the summer" in text
    assert "car before work" not in text
    assert case.person.last_name not in text


def test_nothing_is_due_until_the_scheme_says_how_often(
    company: Company, in_bow: Actor, key: Key
) -> None:
    nadia, mo = company.client("nadia"), company.client("mo")
    address = f"/desk/supervision/interval/{cast.BOW}"
    assert "None noted yet. None planned." in read(nadia, "/desk/supervision")
    assert "Nothing is due" in read(company.client("tess"), "/desk/team")
    assert mo.post(address, {**key(), "every_weeks": "99"}).status_code == 400
    assert mo.post(address, {**key(), "every_weeks": "4"}).status_code == 302
    assert nadia.get(address).status_code == 403
    assert "and none is planned." in read(nadia, "/desk/supervision")
    with pytest.raises(Refused, match="1 to 26"):
        actions.set_interval(by=cast.TESTS, scheme_id=cast.BOW, every_weeks=0)


def test_it_is_due_by_the_last_one_held_and_told_a_week_before_to_both(
    company: Company, in_bow: Actor
) -> None:
    actions.set_interval(by=cast.TESTS, scheme_id=cast.BOW, every_weeks=4)
    for name in ("Bea", "Tess"):  # seen lately, so that one is left
        held(1, name, "Mo" if name == "Tess" else "Tess")
    first = held(20)
    nadia, tess = company.client("nadia"), company.client("tess")
    assert ">Due<" not in read(nadia, "/desk/supervision")
    Meeting.objects.filter(pk=first.pk).update(starts_at=timezone.now() - dt.timedelta(days=22))
    assert ">Due<" in read(nadia, "/desk/supervision")
    team = read(tess, "/desk/team")
    assert "and none is planned" in team[team.index('id="supervision"') :]
    Meeting.objects.filter(pk=first.pk).update(starts_at=timezone.now() - dt.timedelta(days=40))
    assert "Overdue" in read(nadia, "/desk/supervision")
    a_session(24)
    assert "Overdue" not in read(nadia, "/desk/supervision")


def test_those_one_may_supervise_are_listed_by_name_in_as_many_queries_for_six_as_for_three(
    company: Company, in_bow: Actor
) -> None:
    actions.set_interval(by=cast.TESTS, scheme_id=cast.BOW, every_weeks=4)
    held(60)
    tess = company.client("tess")
    page = read(tess, "/desk/supervision")
    part = page[page.index('id="team"') :]
    assert part.index("Bea Halloran") < part.index("Nadia Rahman")
    with CaptureQueriesContext(connection) as at_three:
        read(tess, "/desk/supervision")
    friends = member("Nadia").partner
    Membership.objects.filter(name__in=["Sam Adeyemi", "Priya Nair"], scheme_id=cast.BOW).update(
        partner=friends
    )
    for worker in ("Sam", "Priya"):
        held(10, worker)
    with CaptureQueriesContext(connection) as at_six:
        read(tess, "/desk/supervision")
    assert len(at_six) == len(at_three)


def test_today_says_what_of_supervision_is_due_to_whom(
    company: Company, in_bow: Actor, key: Key
) -> None:
    nadia, tess = company.client("nadia"), company.client("tess")
    assert "Your supervision" not in read(nadia, "/desk/")  # nobody said how often
    actions.set_interval(by=cast.TESTS, scheme_id=cast.BOW, every_weeks=4)
    for name, lead in (("Bea", "Tess"), ("Tess", "Mo")):
        held(1, name, lead)
    first = held(22)
    assert "Your supervision" in read(nadia, "/desk/")
    page = read(tess, "/desk/")
    assert "Nadia Rahman" in page[page.index('id="supervision"') :]
    assert "Bea Halloran" not in page[page.index('id="supervision"') :]
    with as_one("Nadia") as by:
        room = queries.room_of(by, first.pk)
        meetings.open_again(by=by, meeting=first)
        room.meeting.refresh_from_db()
        step = actions.agree(
            by=by, room=room, what="Book the course", owner=room.supervisor, by_when=today()
        )
    assert "Book the course" in read(tess, "/desk/")
    assert "Book the course" not in read(nadia, "/desk/")
    settle = f"/desk/supervision/agreed/{step.pk}"
    assert tess.post(settle, {**key(), "status": "done", "back": "today"})["Location"] == "/desk/"
    assert "Book the course" not in read(tess, "/desk/")
