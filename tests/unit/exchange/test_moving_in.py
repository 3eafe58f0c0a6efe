"""Moving in: looked through, taken in with its own dates and authors, and undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from kith.audit.models import Change, Entry
from kith.exchange.moving_in import actions, jobs, queries
from kith.exchange.moving_in.models import MovedRow
from kith.exchange.runs import queries as runs
from kith.exchange.runs.models import Run
from kith.isolation import context
from kith.messages.models import Email, Letter
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.rules import first_call_by
from kith.pathway.closures.models import Closure
from kith.pathway.contacts.models import Contact
from kith.pathway.outcomes.models import Score
from kith.pathway.plans.models import Action, Goal, Need
from kith.pathway.referrals.models import Referral
from kith.people import actions as people
from kith.people.models import ContactPoint, Person, RiskStatement
from kith.resilience.errors import Refused
from kith.ui.dates import today
from tests import cast
from tests.unit.exchange.referral_sheet.sheets import as_csv

PEOPLE = (
    ("Client ID", "Forename", "Surname", "DOB", "Telephone", "Postcode", "Risk", "Shoe size"),
    ("C1", "Amina", "Begum", "02/03/1956", "07700 900123", "E3 3PN", "", "5"),
    ("C2", "Zoë", "Núñez", "1990-01-31", "020 7946 0123", "", "A dog that jumps up", ""),
    ("C3", "Charles", "O'Neil", "15-Aug-1948", "07700 900124", "", "None known", ""),
)
CASES = (
    ("Case ID", "Client ID", "Start date", "Referral date", "End date", "Closure reason",
     "Link worker", "Next action", "Reason", "Source"),
    ("K1", "C1", "2025-02-03", "2025-01-30", "2025-06-01", "Completed", "Nadia Rahman", "", "", "GP"),
    ("K2", "C1", "2026-02-03", "", "", "", "Nadia Rahman", "", "Loneliness or isolation", "GP"),
    ("K3", "C2", "2026-03-03", "", "", "", "Old Colleague", "Ring her sister", "", ""),
)  # fmt: skip
CONTACTS = (
    ("Note ID", "Client ID", "Date", "Type", "Outcome", "Duration", "Notes", "Created by"),
    ("N1", "C1", "10/02/2026 14:30", "Telephone", "Completed", "20", "Likes dominoes", "Nadia Rahman"),
    ("N2", "C1", "2025-03-03", "Home visit", "DNA", "", "Nobody in", "Old Colleague"),
)  # fmt: skip
PLANS = (
    ("Goal ID", "Client ID", "Date", "Area", "Issue", "Goal", "Action", "Due", "Completed"),
    ("G1", "C1", "2026-02-10", "belonging", "Company", "Eat with others", "Ring the club", "", ""),
    ("G2", "C1", "2025-03-03", "money", "Debt", "A plan for it", "See an adviser", "", "2025-04-01"),
)  # fmt: skip
SCORES = (
    ("Score ID", "Client ID", "Tool", "Stage", "Date", "Q1", "Q2", "Q3"),
    ("S1", "C1", "ucla-3", "Baseline", "2026-02-10", "2", "3", "1"),
)
SHEETS = {
    "people": PEOPLE, "cases": CASES, "contacts": CONTACTS, "plans": PLANS, "scores": SCORES,
}  # fmt: skip
Go = Callable[..., Run]


def in_bow() -> Any:
    return context.in_scheme(cast.BOW, actor="tests")


@pytest.fixture
def mo(company: Any) -> Any:
    return company.actor("mo")


def prepared(mo: Any, sheets: dict[str, Any]) -> Run:
    with in_bow():
        run = actions.begin(by=mo, scheme_id=cast.BOW)
        for part, rows in sheets.items():
            content = rows if isinstance(rows, bytes) else as_csv(*rows)
            actions.add_sheet(by=mo, run=run, part=part, name=f"{part}.csv", content=content)
        actions.look(by=mo, run=run)
    return worked(run)


def worked(run: Run) -> Run:
    jobs.work(scheme_id=str(cast.BOW), run_id=str(run.pk))
    with in_bow():
        run.refresh_from_db()
    return run


def taken_in(mo: Any, sheets: dict[str, Any]) -> Run:
    run = prepared(mo, sheets)
    assert run.state == "checked", run.stopped_why
    with in_bow():
        actions.take_in(by=mo, run=run)
    run = worked(run)
    assert run.state == "taken", run.stopped_why
    return run


def undone(mo: Any, run: Run) -> Run:
    with in_bow():
        actions.undo(by=mo, run=run)
    return worked(run)


def refused(run: Run) -> list[tuple[str, int, str]]:
    with in_bow():
        return [
            (file.part, row.line, row.reason)
            for file in runs.files_of(run)
            for row in runs.refusals(file)
        ]


def sums(run: Run) -> dict[str, tuple[int, int, int]]:
    with in_bow():
        return {f.part: (f.taken, f.already_there, f.refused) for f in runs.files_of(run)}


def test_looking_through_says_what_taking_in_then_does_and_keeps_nothing(mo: Any) -> None:
    run = prepared(mo, SHEETS)
    assert run.state == "checked"
    assert refused(run) == []
    would = sums(run)
    with in_bow():
        assert not Person.objects.exists()
        assert not MovedRow.objects.exists()
        actions.take_in(by=mo, run=run)
    run = worked(run)
    assert (run.state, refused(run)) == ("taken", [])
    assert sums(run) == would == {
        "people": (3, 0, 0), "ended": (1, 0, 0), "cases": (2, 0, 0), "contacts": (2, 0, 0),
        "plans": (2, 0, 0), "scores": (1, 0, 0),
    }  # fmt: skip


def test_what_moved_in_has_its_own_dates_and_authors(mo: Any) -> None:
    taken_in(mo, SHEETS)
    with in_bow():
        contact = Contact.objects.get(note="Likes dominoes")
        assert timezone.localtime(contact.happened_at).strftime("%d/%m/%Y %H:%M") == (
            "10/02/2026 14:30"
        )
        assert (contact.by_name, contact.by_id is not None) == ("Nadia Rahman", True)
        assert contact.case.opened_at.date() == dt.date(2026, 2, 3)
        other = Contact.objects.get(note="Nobody in")
        assert (other.by_name, other.by_id) == ("Old Colleague", None)
        assert other.case.state == "closed"
        ended = Closure.objects.get()
        assert (ended.closed_at.date(), ended.reason) == (dt.date(2025, 6, 1), "02")
        line = Entry.objects.get(action="contacts.record", subject_id=contact.pk)
        assert line.happened_at == contact.happened_at
        assert line.created_at.date() == today()
        assert Action.objects.get(text="See an adviser").done_on == dt.date(2025, 4, 1)
        assert Score.objects.get().taken_on == dt.date(2026, 2, 10)
        assert not Letter.objects.exists()
        assert not Email.objects.exists()


def test_open_cases_land_with_a_next_step_and_risks_not_asked_unless_stated(mo: Any) -> None:
    taken_in(mo, SHEETS)
    with in_bow():
        theirs = Case.objects.get(person__first_name="Zoë")
        ours = Case.objects.get(person__first_name="Amina", state="open")
        assert theirs.next_step == "Ring her sister"
        assert ours.next_step == "Read what moved in and call"
        assert ours.next_step_on == first_call_by("routine", today())
        assert ours.holder.name == "Nadia Rahman"
        assert theirs.holder is None
        assert "Old Colleague" in theirs.referral.notes
        said = {row.person.first_name: row.kind for row in RiskStatement.objects.all()}
        assert said == {"Zoë": "stated", "Charles": "none_known"}


def test_a_newer_export_adds_what_is_new_and_makes_nothing_twice(mo: Any) -> None:
    taken_in(mo, SHEETS)
    newer = {
        **SHEETS,
        "contacts": (*CONTACTS, ("N3", "C2", "2026-04-01", "SMS", "Sent", "", "", "")),
    }
    newer["people"] = (*PEOPLE[:3], ("C3", "Charles", "Oneil", *PEOPLE[3][3:]))
    run = taken_in(mo, newer)
    assert sums(run)["contacts"] == (1, 2, 0)
    assert sums(run)["cases"] == (0, 2, 0)
    [(part, line, reason)] = refused(run)
    assert (part, line) == ("people", 4)
    assert "says something else by now" in reason
    with in_bow():
        assert (Person.objects.count(), Case.objects.count()) == (3, 3)
        assert Contact.objects.count() == 3


@pytest.mark.parametrize(
    ("part", "row", "said"),
    [
        ("people", ("C1", "Ben", "Two", "1950-01-01", "", "", "", ""), "stands in the sheet twice"),
        ("people", ("C9", "Ben", "Two", "30/02/1950", "", "", "", ""), "no such day"),
        ("cases", ("K9", "C9", "2026-01-01", "", "", "", "", "", "", ""), "not among the people"),
        ("cases", ("K9", "C3", "2026-01-01", "", "2025-01-01", "", "", "", "", ""), "end before"),
        ("cases", ("K9", "C1", "2026-01-01", "", "", "", "", "", "", ""), "open case"),
        ("contacts", ("N9", "C9", "2026-01-01", "", "", "", "", ""), "not among the people"),
        ("contacts", ("N9", "C1", "2091-01-01", "", "", "", "", ""), "not come yet"),
        ("contacts", ("N9", "C1", "13/13/2026", "", "", "", "", ""), "no month 13"),
        ("scores", ("S9", "C1", "ucla-3", "Final", "2026-01-01", "9", "9", "9"), "whole number"),
        ("scores", ("S9", "C1", "ucla-3", "Final", "2026-01-01", "", "", ""), "a total alone"),
        ("scores", ("S9", "C3", "ucla-3", "Final", "2026-01-01", "1", "1", "1"), "no case"),
    ],
)
def test_a_row_that_cannot_be_taken_is_said_when_looking_and_when_taking_in(
    mo: Any, part: str, row: tuple[str, ...], said: str
) -> None:
    run = prepared(mo, {**SHEETS, part: (*SHEETS[part], row)})
    assert [reason for _, _, reason in refused(run) if said in reason], refused(run)
    assert len(refused(run)) == 1
    with in_bow():
        actions.take_in(by=mo, run=run)
    run = worked(run)
    [(_, _, reason)] = refused(run)
    assert said in reason
    assert sums(run)["contacts"][0] >= 2


def test_undone_nothing_is_left_but_the_history(mo: Any) -> None:
    run = undone(mo, taken_in(mo, SHEETS))
    assert run.state == "undone"
    with in_bow():
        assert queries.kept(run).count() == 0
        for model in (
            Person,
            ContactPoint,
            Referral,
            Case,
            Contact,
            Need,
            Goal,
            Action,
            Score,
            Closure,
        ):
            assert not model.objects.exists(), model
        assert (
            Change.objects.filter(table_name="people_person", event__iexact="delete").count() == 3
        )
        assert Entry.objects.filter(action="moving_in.undo_row", refused="").count() == 11
    again = taken_in(mo, SHEETS)
    assert sums(again)["people"] == (3, 0, 0)


def test_what_somebody_worked_on_since_stays_and_is_listed(mo: Any) -> None:
    run = taken_in(mo, SHEETS)
    with in_bow():
        case = Case.objects.get(person__first_name="Zoë")
        caseload.set_next_step(by=cast.TESTS, case=case, text="Ring", on=today())
    run = undone(mo, run)
    with in_bow():
        kept = {row.part: row.kept_why for row in queries.kept(run)}
        assert set(kept) == {"cases", "people"}
        assert "changed" in kept["cases"]
        assert [person.first_name for person in Person.objects.all()] == ["Zoë"]
        assert Case.objects.get().next_step == "Ring"


def test_somebody_who_was_here_before_keeps_their_record(mo: Any) -> None:
    with in_bow():
        people.know(
            by=cast.TESTS, scheme_id=cast.BOW,
            who=people.Who("Amina", "Begum", dt.date(1956, 3, 2), phone="07700 900123"),
        )  # fmt: skip
    run = taken_in(mo, {"people": PEOPLE})
    assert sums(run)["people"] == (3, 0, 0)
    with in_bow():
        assert Person.objects.count() == 3
    undone(mo, run)
    with in_bow():
        assert Person.objects.get().first_name == "Amina"
        assert ContactPoint.objects.get().value == "+447700900123"


def test_after_seven_days_it_stays(mo: Any) -> None:
    run = taken_in(mo, {"people": PEOPLE})
    with time_machine.travel(timezone.now() + dt.timedelta(days=8)), in_bow():
        with pytest.raises(Refused, match="7 days"):
            actions.undo(by=mo, run=run)
    with in_bow():
        assert Person.objects.count() == 3


def test_windows_1252_and_headings_below_a_merged_row_are_read(mo: Any) -> None:
    sheet = as_csv(["Who", "", "", "", "How to reach them"], *PEOPLE, encoding="cp1252")
    run = taken_in(mo, {"people": sheet})
    assert sums(run)["people"] == (3, 0, 0)
    with in_bow():
        assert Person.objects.filter(first_name="Zoë").exists()


def test_a_mapping_is_remembered_for_the_next_sheet_of_those_headings(mo: Any) -> None:
    odd = (("Kennung", "Rufname", "DOB"), ("C7", "Joy", "1950-01-01"))
    with in_bow():
        run = actions.begin(by=mo, scheme_id=cast.BOW)
        file = actions.add_sheet(by=mo, run=run, part="people", name="a.csv", content=as_csv(*odd))
        with pytest.raises(Refused, match="Match the columns"):
            actions.look(by=mo, run=run)
        columns = {"old_id": 0, "first_name": 1, "date_of_birth": 2}
        with pytest.raises(Refused, match="Choose a column"):
            actions.map_sheet(by=mo, file=file, columns={"old_id": 0}, words={})
        actions.map_sheet(by=mo, file=file, columns=columns, words={})
        other = actions.begin(by=mo, scheme_id=cast.BOW)
        again = actions.add_sheet(
            by=mo, run=other, part="people", name="b.csv", content=as_csv(*odd)
        )
    assert again.mapping["columns"] == columns


# Totals, newer exports, and how long sheets are kept


def test_a_total_that_differs_says_which_rows_make_the_difference(company: Any, mo: Any) -> None:
    with in_bow():
        people.know(
            by=cast.TESTS, scheme_id=cast.BOW,
            who=people.Who("Amina", "Begum", dt.date(1956, 3, 2), phone="07700 900123"),
        )  # fmt: skip
    faulty = ("C4", "Ben", "Two", "30/02/1950", "07700 900125", "", "", "")
    run = taken_in(mo, {"people": (*PEOPLE, faulty)})
    client, here = company.client("mo"), f"/desk/moving-in/{run.pk}"
    for there, said in (
        (6, "1 row not taken. 1 row joined somebody who was on record already. Unexplained: 2 are"),
        (4, "Nothing is left unexplained."),
        (3, "Unexplained: The sheets hold 1 more."),
    ):
        with in_bow():
            run.refresh_from_db()
            actions.say_totals(by=mo, run=run, people=there)
        assert said in client.get(here).content.decode()
    rows = client.get(f"{here}/difference/people").content.decode()
    for said in ("no such day", "people.csv, line 5", "Amina Begum", "C1"):
        assert said in rows
    assert client.get(f"{here}/difference/scores").status_code == 404
    assert company.client("max").get(f"{here}/difference/people").status_code == 404


def newer(mo: Any, company: Any, sheets: dict[str, Any], part: str) -> tuple[Run, Any, str]:
    """A newer export was taken in; the run, the page of what changed in a part, and its words."""
    run = taken_in(mo, sheets)
    with in_bow():
        file = next(one for one in runs.files_of(run) if one.part == part)
    here = f"/desk/moving-in/sheets/{file.pk}/changed"
    return run, here, company.client("mo").get(here).content.decode()


def take_all(company: Any, key: Any, here: str, **line: str) -> None:
    """Ask for it as the page does, and let the job do it."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    assert company.client("mo").post(here, {**key(), **line}).status_code == 302
    job = ProcrastinateJob.objects.filter(task_name=actions.CHANGES).latest("id")
    jobs.take_changes(**job.args)


def test_what_a_newer_export_says_of_a_person_is_seen_beside_the_old_and_taken(
    mo: Any, company: Any, key: Any
) -> None:
    taken_in(mo, {"people": PEOPLE})
    changed = (
        *PEOPLE[:2],
        ("C2", "Zoë", "Nunez-Hall", "1990-01-31", "07700 900199", "", "A dog that jumps up", ""),
        ("C3", "Charles", "O'Neil", "16-Aug-1948", "", "", "None known", ""),
    )
    run, here, page = newer(mo, company, {"people": changed}, "people")
    for said in ("Núñez", "Nunez-Hall", "020 7946 0123", "07700 900199", "16-Aug-1948"):
        assert said in page
    assert "2 rows say something else" in company.client("mo").get(
        f"/desk/moving-in/{run.pk}"
    ).content.decode().replace("\n", " ")
    take_all(company, key, here, line="3")
    with in_bow():
        zoe = Person.objects.get(first_name="Zoë")
        assert zoe.last_name == "Nunez-Hall"
        ways = {way.value: way.safe_for for way in ContactPoint.objects.filter(person=zoe)}
        assert ways == {"+442079460123": [], "+447700900199": []}
        charles = Person.objects.get(first_name="Charles")
        assert charles.date_of_birth == dt.date(1948, 8, 15), "not asked for yet"
    take_all(company, key, here)
    with in_bow():
        charles.refresh_from_db()
        assert charles.date_of_birth == dt.date(1948, 8, 16)
        assert ContactPoint.objects.filter(person=charles).count() == 1, (
            "an empty cell ends nothing"
        )
    assert "says anything else" in company.client("mo").get(here).content.decode()
    again = taken_in(mo, {"people": changed})
    assert sums(again)["people"] == (0, 3, 0)


def test_a_case_that_ended_there_ends_here_and_a_contact_is_made_anew(
    mo: Any, company: Any, key: Any
) -> None:
    taken_in(mo, SHEETS)
    cases = (
        *CASES[:2],
        ("K2", "C1", "2026-02-03", "", "", "", "Nadia Rahman", "", "Loneliness or isolation", "Police"),
        ("K3", "C2", "2026-03-03", "", "2026-05-05", "Completed", "Old Colleague", "", "", ""),
    )  # fmt: skip
    contacts = (
        CONTACTS[0],
        ("N1", "C1", "10/02/2026 14:30", "Telephone", "Completed", "20", "Likes chess", "Nadia Rahman"),
        CONTACTS[2],
    )  # fmt: skip
    run = taken_in(mo, {**SHEETS, "cases": cases, "contacts": contacts})
    with in_bow():
        files = {one.part: one for one in runs.files_of(run)}
    for part in ("ended", "cases", "contacts"):
        take_all(company, key, f"/desk/moving-in/sheets/{files[part].pk}/changed")
    with in_bow():
        assert Case.objects.get(person__first_name="Zoë").ended_at.date() == dt.date(2026, 5, 5)
        assert Contact.objects.filter(note__startswith="Likes").get().note == "Likes chess"
        problem = MovedRow.objects.exclude(change_problem="").get()
        assert (problem.old_id, "Change it on the record" in problem.change_problem) == ("K2", True)
    page = company.client("mo").get(f"/desk/moving-in/sheets/{files['cases'].pk}/changed")
    assert "Change it on the record" in page.content.decode()


def test_a_contact_that_somebody_changed_here_stays_and_says_so(
    mo: Any, company: Any, key: Any
) -> None:
    from kith.pathway.contacts import actions as contacts

    taken_in(mo, SHEETS)
    with in_bow():
        contact = Contact.objects.get(note="Likes dominoes")
        contacts.correct_note(by=cast.TESTS, contact=contact, note="Likes dominoes a lot")
    other = (CONTACTS[0], (*CONTACTS[1][:6], "Likes chess", CONTACTS[1][7]), CONTACTS[2])
    _, here, _ = newer(mo, company, {**SHEETS, "contacts": other}, "contacts")
    take_all(company, key, here)
    with in_bow():
        assert Contact.objects.filter(note__startswith="Likes").get().note == "Likes dominoes a lot"
    assert "Someone changed it" in company.client("mo").get(here).content.decode()


def test_sheets_are_deleted_after_ninety_days_and_what_came_of_them_stays(
    mo: Any, company: Any, key: Any, settings: Any, tmp_path: Any
) -> None:
    from kith.exchange.runs import jobs as run_jobs

    settings.MEDIA_ROOT = str(tmp_path)
    run = taken_in(mo, {"people": PEOPLE})
    client, here = company.client("mo"), f"/desk/moving-in/{run.pk}"
    assert "The sheets are kept until" in client.get(here).content.decode()
    for days, left in ((89, 1), (91, 0)):
        with time_machine.travel(timezone.now() + dt.timedelta(days=days)):
            run_jobs.forget_sheets()
        with in_bow():
            (file,) = runs.files_of(run)
            assert (file.file.deleted_on is None) == bool(left)
    assert "Its sheets were deleted on" in client.get(here).content.decode()
    assert client.get(f"/desk/moving-in/sheets/{file.pk}/refused").status_code == 302
    changed = (*PEOPLE[:3], ("C3", "Charles", "O'Neill", *PEOPLE[3][3:]))
    _, there, page = newer(mo, company, {"people": changed}, "people")
    assert "The earlier sheet was deleted" in page
    take_all(company, key, there)
    with in_bow():
        assert Person.objects.get(first_name="Charles").last_name == "O'Neill"
