"""A case rests for a while: nothing is due and nothing runs out, and on the day it is back."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from kith.desk.queries.cases import open_cases
from kith.desk.queries.clocks import of_record, pressing, taken_on
from kith.desk.queries.record import record_of
from kith.desk.queries.standing import standing
from kith.isolation.actor import Actor
from kith.pathway.caseload import actions
from kith.pathway.caseload import together_queries as queries
from kith.pathway.caseload.models import Case, Pause
from kith.pathway.clocks import Clock, Name, Standards, State, Times, clocks
from kith.pathway.closures import actions as closures
from kith.pathway.counted_clocks import counted
from kith.resilience.errors import Refused, Stale
from kith.ui.dates import LONDON, today
from kith.vocabulary import closure_reasons
from tests.cast import TESTS
from tests.unit.desk.people import case_of

WHY = {"why": "In hospital", "agreed_with": "Amina, on the phone"}


def in_days(days: int) -> dt.date:
    return today() + dt.timedelta(days=days)


def rest(case: Case, days: int = 30, **more: object) -> Pause:
    given = {**WHY, "until": in_days(days), **more}
    return actions.pause(by=TESTS, case=case, **given)  # type: ignore[arg-type]


def test_what_was_promised_waits_for_the_day_on_which_it_is_over(in_bow: Actor) -> None:
    case = case_of(step="Ring about the lunch club", in_days=2)
    pause = rest(case)
    case.refresh_from_db()
    assert (case.next_step, case.next_step_on) == (
        "After the pause: Ring about the lunch club", in_days(30),
    )  # fmt: skip
    assert queries.pause_of(case, today()) == pause
    assert queries.pause_of(case, in_days(30)) is None


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"why": " "}, "why it pauses"),
        ({"agreed_with": ""}, "who agreed"),
        ({"until": today()}, "day to come"),
        ({"until": today() + dt.timedelta(days=400)}, "more than a year"),
    ],
)
def test_what_cannot_be_is_refused_and_what_can_is_not(
    in_bow: Actor, given: dict[str, object], sentence: str
) -> None:
    case = case_of()
    with pytest.raises(Refused, match=sentence):
        rest(case, **given)
    assert not Pause.objects.exists()
    assert rest(case)


def test_pausing_again_takes_the_place_of_the_first(in_bow: Actor) -> None:
    case = case_of()
    first = rest(case, 10)
    second = rest(case, 60)
    first.refresh_from_db()
    assert first.ended_on == today()
    assert queries.pause_of(case, today()) == second
    assert case.next_step.count("After the pause") == 1


def test_one_pause_at_a_time_holds_in_the_database(in_bow: Actor) -> None:
    case = case_of()
    row = rest(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.create(
            scheme_id=case.scheme_id, case=case, why="x", agreed_with="x", by_name="x",
            from_on=row.from_on, until=row.until,
        )  # fmt: skip


def test_going_on_ends_it_with_what_happens_next(in_bow: Actor) -> None:
    case = case_of()
    with pytest.raises(Refused, match="not paused"):
        actions.go_on(by=in_bow, case=case, next_step="Ring", next_step_on=in_days(1))
    rest(case)
    with pytest.raises(Refused, match="what the next step is"):
        actions.go_on(by=in_bow, case=case, next_step=" ", next_step_on=in_days(1))
    actions.go_on(by=in_bow, case=case, next_step="Ring", next_step_on=in_days(1))
    assert queries.pause_of(case, today()) is None
    assert (case.next_step, case.next_step_on) == ("Ring", in_days(1))


def test_somebody_elses_change_is_seen_first(in_bow: Actor) -> None:
    case = case_of()
    seen = case.version
    actions.set_next_step(by=in_bow, case=Case.objects.get(pk=case.pk), text="Ring", on=in_days(1))
    with pytest.raises(Stale):
        rest(case, expected=seen)
    assert not Pause.objects.exists()


def test_nobody_who_rests_is_going_quiet_and_the_caseload_says_so(in_bow: Actor, company) -> None:
    case_of(number=1, days_ago=60, in_days=40)
    rest(case_of(days_ago=60, in_days=40), 90)
    rows = {row.sort_name: row for row in standing(open_cases(in_bow))}
    quiet = {name for name, row in rows.items() if row.is_quiet(today(), 28)}
    assert len(quiet) == 1
    assert sum(row.rests(today()) for row in rows.values()) == 1
    page = company.client("nadia").get("/desk/caseload").content.decode()
    assert "1 paused" in page
    assert "1 without a conversation" in page
    team = company.client("tess").get("/desk/team").content.decode()
    assert "1 paused" in team


def test_today_has_them_back_on_the_day_and_not_before(in_bow: Actor, company) -> None:
    rest(case_of(days_ago=60, in_days=None), 40)
    assert (
        "Amina Begum"
        not in company.client("nadia").get("/desk/").content.decode().split("quiet longest")[0]
    )
    then = dt.datetime.combine(in_days(40), dt.time(9), tzinfo=LONDON)
    with time_machine.travel(then, tick=False):
        shown = company.client("nadia").get("/desk/").content.decode()
    assert "Amina Begum" in shown
    assert "After the pause" in shown


def test_a_clock_that_would_run_out_meanwhile_waits_for_the_end_of_the_pause(in_bow: Actor) -> None:
    received = dt.datetime(2026, 3, 2, 9, tzinfo=LONDON)
    times = Times(received, pauses=((dt.date(2026, 3, 4), dt.date(2026, 4, 20)),))
    found = {one.name: one for one in clocks(times, Standards(), today=dt.date(2026, 4, 1))}
    assert found[Name.READ] == Clock(Name.READ, dt.date(2026, 3, 3), State.BREACHED)
    for name in (Name.ATTEMPT, Name.CONVERSATION, Name.APPOINTMENT):
        assert (found[name].due_on, found[name].rested) == (dt.date(2026, 4, 20), True)
        assert found[name].state is State.RUNNING
    # What had run out before the pause did run out.
    late = Times(received, pauses=((dt.date(2026, 3, 20), dt.date(2026, 4, 20)),))
    (_, attempt, talk, meet) = clocks(late, Standards(), today=dt.date(2026, 4, 1))
    assert (attempt.state, talk.state, meet.state) == (
        State.BREACHED,
        State.BREACHED,
        State.RUNNING,
    )


def test_sql_and_python_agree_on_clocks_of_a_case_that_rests(in_bow: Actor) -> None:
    cases = [case_of(number=number, days_ago=days) for number, days in enumerate((0, 9, 40))]
    for case in cases:
        rest(case, 30)
    actions.go_on(by=in_bow, case=cases[1], next_step="Ring", next_step_on=in_days(1))
    rows = Case.objects.filter(pk__in=[case.pk for case in cases])
    said = {
        (one.case_id, one.clock.name): one.clock for one in counted(taken_on(rows), today=today())
    }
    for case in cases:
        for clock in of_record(record_of(case.person, today=today()), today=today()):
            assert said[case.pk, clock.name] == clock
    assert any(clock.rested for clock in said.values())
    assert cases[0].pk not in {one.case_id for one in pressing(taken_on(rows), today=in_days(20))}


def test_finishing_ends_the_pause_and_nothing_finishes_by_itself(in_bow: Actor) -> None:
    case = case_of()
    pause = rest(case, 5)
    with time_machine.travel(timezone.now() + dt.timedelta(days=50)):
        case.refresh_from_db()
        assert case.state == "open"
    closures.close(by=in_bow, case=case, reason=closure_reasons.COMPLETED)
    pause.refresh_from_db()
    assert pause.ended_on == today()
    with pytest.raises(Refused, match="has ended"):
        rest(case)


def test_the_pages_ask_keep_what_was_typed_and_show_it_on_the_record(
    in_bow: Actor, company, key
) -> None:
    case = case_of()
    nadia, address = company.client("nadia"), f"/desk/cases/{case.pk}/pause"
    wrong = nadia.post(address, {**key(), "why": "In hospital", "version": case.version})
    assert wrong.status_code == 400
    assert "In hospital" in wrong.content.decode()
    day = in_days(30)
    typed = {"until_day": day.day, "until_month": day.month, "until_year": day.year, **WHY}
    assert nadia.post(address, {**key(), **typed, "version": case.version}).status_code == 302
    record = nadia.get(f"/desk/people/{case.person_id}").content.decode()
    assert "In hospital" in record
    assert "Agreed with Amina, on the phone" in record
    assert nadia.get(f"/desk/cases/{case.pk}/go-on").status_code == 200
    assert company.client("sam").get(address).status_code == 404
