"""Nothing due falls out of sight: appointments and signposts without an open case, and what was under way in a case
that ended as two records became one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from kith.desk.queries.diary import Kind as Stands
from kith.desk.queries.diary import diary
from kith.desk.queries.today import for_today
from kith.directory import actions as directory
from kith.isolation.actor import Actor
from kith.organisations.duty import duty_of
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.clinics import actions as clinics
from kith.pathway.connections import actions as connections
from kith.pathway.connections.queries import for_today as signposts_today
from kith.pathway.connections.queries import unanswered
from kith.pathway.connections.states import Progress
from kith.pathway.contacts import actions as contacts
from kith.pathway.contacts.models import Contact
from kith.pathway.plans import actions as plans
from kith.people import actions as people
from kith.people.models import Merge, Person
from kith.resilience.errors import Refused
from kith.ui.dates import today
from tests.cast import BOW, TESTS
from tests.conftest import Company
from tests.unit.desk.people import case_of, member, referred

SOON = dt.timedelta(minutes=1)
BLOCK = "Appointments outside of a case"


def day_of(company: Company, name: str) -> Any:
    return for_today(duty_of(company.actor(name), timezone.now()))


def planned(person: Person, worker: str = "Nadia", **more: Any) -> Contact:
    more.setdefault("planned_for", timezone.now() + SOON)
    return contacts.plan_contact(by=TESTS, person=person, worker=member(worker), **more)


def week(company: Company, name: str, kind: Stands = Stands.APPOINTMENT) -> list[str]:
    """Whose entries of a kind stand in somebody's days ahead."""
    duty = duty_of(company.actor(name), timezone.now())
    found = diary(duty, today(), today() + dt.timedelta(days=7))
    return [row.person.first_name for row in found.entries if row.kind is kind and row.person]


# Somebody without an open case.


def test_an_appointment_with_somebody_not_taken_on_is_on_the_day_of_who_keeps_it(
    company: Company, in_bow: Actor
) -> None:
    person = referred().person
    people.give_partner_access(
        by=TESTS, person=person, partner=member("Nadia").partner, from_date=today()
    )
    row = planned(person, place="Room 2")
    nadia = company.client("nadia")
    page = nadia.get("/desk/").content.decode()
    assert BLOCK in page
    assert "1 appointment outside of a case" in page
    for address in ("mark", "appointment"):
        assert nadia.get(f"/desk/contacts/{row.pk}/{address}").status_code == 200
        assert f"/desk/contacts/{row.pk}/{address}" in page
    assert "Amina Begum" in nadia.get("/desk/going-home").content.decode()
    assert week(company, "nadia") == ["Amina"]
    # Who may not open the record sees nothing of it, and neither does a colleague whose it is not.
    for name in ("sam", "sana", "tess"):
        assert BLOCK not in company.client(name).get("/desk/").content.decode(), name
    contacts.complete(by=TESTS, contact=row, outcome="reached")
    assert BLOCK not in nadia.get("/desk/").content.decode()


def test_taken_on_since_it_is_among_the_appointments_of_the_holder(
    company: Company, in_bow: Actor
) -> None:
    referral = referred()
    row = planned(referral.person, "Tess")
    case = caseload.take_on(by=TESTS, referral=referral, holder=member("Nadia"))
    assert week(company, "nadia") == ["Amina"]
    for name in ("nadia", "tess"):
        day = day_of(company, name)
        assert (day.dues[0].kind, day.dues[0].contact) == ("appointment", row), name
        assert day.outside == []
    contacts.complete(
        by=TESTS, contact=row, outcome="reached", next_step="Ring", next_step_on=today()
    )
    row.refresh_from_db()
    case.refresh_from_db()
    assert (row.case, case.next_step) == (case, "Ring")


def test_a_clinic_slot_for_somebody_waiting_is_on_its_workers_day(
    company: Company, in_bow: Actor
) -> None:
    person = referred().person
    start = timezone.now() + SOON
    clinic = clinics.plan_clinic(
        by=TESTS, worker=member("Priya"), place="Merchant Street", starts_at=start,
        ends_at=start + dt.timedelta(minutes=60), slot_minutes=30,
    )  # fmt: skip
    row = clinics.fill_slot(by=TESTS, slot=clinic.slots.order_by("starts_at")[0], person=person)
    assert row.case is None
    assert day_of(company, "priya").outside == [row]
    assert day_of(company, "nadia").outside == []


def test_one_without_an_open_case_needs_an_interpreter_all_the_same(
    company: Company, in_bow: Actor
) -> None:
    person = referred().person
    people.edit(by=TESTS, person=person, language="syl", needs_interpreter=True)
    row = planned(person, "Priya", planned_for=timezone.now() + dt.timedelta(days=1))
    page = company.client("priya").get("/desk/").content.decode()
    assert "No interpreter has said yes for" in page
    assert f"/desk/contacts/{row.pk}/interpreter" in page
    assert day_of(company, "nadia").to_interpret == []
    contacts.book_interpreter(
        by=TESTS, contact=row, language="syl", supplier="Voices", confirmed=True
    )
    assert day_of(company, "priya").to_interpret == []


def given(person: Person, name: str = "Nadia", case: Case | None = None, **more: Any) -> Any:
    by = Actor.system("the tests")
    row = connections.signpost(
        by=by, person=person, case=case, service_name="Age line", ask_news_on=today(), **more
    )
    type(row).objects.filter(pk=row.pk).update(by=member(name))
    return row


def asked(company: Company, name: str) -> list[Any]:
    return signposts_today(duty_of(company.actor(name), timezone.now()))


def test_a_name_given_without_a_case_is_asked_about_by_who_gave_it(
    company: Company, in_bow: Actor
) -> None:
    referral = referred()
    row = given(referral.person, "Priya")
    assert asked(company, "priya") == [row]
    assert asked(company, "nadia") == []
    assert "Age line" in company.client("priya").get("/desk/").content.decode()
    # Once somebody holds an open case, it is theirs to ask.
    caseload.take_on(by=TESTS, referral=referral, holder=member("Nadia"))
    assert asked(company, "nadia") == [row]
    assert asked(company, "priya") == []
    connections.hear_of_signpost(by=TESTS, signpost=row, used="yes")
    assert asked(company, "nadia") == []


def test_nobody_asks_who_said_no_or_died_nor_of_a_record_that_is_not_theirs(
    company: Company, in_bow: Actor
) -> None:
    case, other = case_of("Nadia"), case_of("Sam", 1)
    row = given(case.person, case=case)
    given(other.person, "Nadia")
    assert asked(company, "nadia") == [row]
    caseload.decline(by=TESTS, case=case, note="No, thank you")
    assert asked(company, "nadia") == []


# A case that ended as two records became one.


@pytest.fixture
def two(in_bow: Actor) -> tuple[Case, Case]:
    """Amina’s case with Nadia, and Bert’s with Tess in which much is under way."""
    kept, lost = (case_of(name, n, no_risk_known=True) for n, name in enumerate(("Nadia", "Tess")))
    then = timezone.now() - dt.timedelta(days=1)
    for case in (kept, lost):
        contacts.record(by=TESTS, person=case.person, outcome="reached", at=then)
    return kept, lost


def merged(two: tuple[Case, Case]) -> Merge:
    kept, lost = (Case.objects.select_related("person").get(pk=one.pk) for one in two)
    return caseload.merge_people(by=TESTS, kept=kept.person, lost=lost.person)


def a_service() -> Any:
    return directory.add_service(by=TESTS, scheme_id=BOW, name="Lunch club")


def introduced(case: Case, service: Any) -> Any:
    return connections.introduce(
        by=TESTS, person=case.person, case=case, service=service, agreed_fields=["name"],
        agreed_how="on the phone", agreed_on=today(), keep_safe="Nothing", getting_there="Walks",
        ask_news_on=today(),
    )  # fmt: skip


def dues(company: Company, name: str) -> set[tuple[str, str]]:
    """Every kind of thing that is due, and to whom, by the name of the record that is kept."""
    day = day_of(company, name)
    every = [*day.dues, *(one for rows in day.also.values() for one in rows)]
    found = {(due.kind.value, due.placed.person.first_name) for due in every}
    signs = {("signpost", row.person.kept.first_name) for row in asked(company, name)}
    return {one for one in found if one[0] not in ("new", "quiet")} | signs


def under_way(case: Case) -> None:
    planned(case.person, "Tess")
    introduced(case, a_service())
    given(case.person, "Tess", case)
    a_step(case)
    plans.set_review(by=TESTS, case=case, on=today())


def a_step(case: Case) -> Any:
    need = plans.add_need(by=TESTS, case=case, foundation="money", text="Letters")
    goal = plans.add_goal(by=TESTS, need=need, text="Open them")
    return plans.add_action(
        by=TESTS, goal=goal, text="Ring the council", who="worker", by_when=today()
    )


ALL = ("appointment", "news", "signpost", "step", "review")


def test_what_is_under_way_goes_on_with_the_case_that_stays_and_is_given_back(
    company: Company, two: tuple[Case, Case]
) -> None:
    _, lost = two
    under_way(lost)
    assert dues(company, "nadia") == set()
    assert dues(company, "tess") == {(kind, "Bert") for kind in ALL}
    done = merged(two)
    assert dues(company, "nadia") == {(kind, "Amina") for kind in ALL}
    assert "step" not in {kind for kind, _ in dues(company, "tess")}
    assert week(company, "nadia", Stands.REVIEW) == ["Amina"]
    assert week(company, "nadia") == ["Amina"]
    caseload.undo_merge(by=TESTS, merge=done)
    assert dues(company, "nadia") == set()
    assert dues(company, "tess") == {(kind, "Bert") for kind in ALL}
    assert week(company, "nadia") == []


def test_a_step_is_done_in_the_plan_in_which_it_stands(
    company: Company, two: tuple[Case, Case], key: Callable[[], dict[str, str]]
) -> None:
    kept, lost = two
    step = a_step(lost)
    merged(two)
    nadia = company.client("nadia")
    page = nadia.get("/desk/").content.decode()
    address = f"/desk/plans/{lost.pk}"
    assert address in page
    shown = nadia.get(address).content.decode()
    assert "This support has finished" not in shown
    assert (
        "Another plan goes on with this one" in nadia.get(f"/desk/plans/{kept.pk}").content.decode()
    )
    pressed = {"press": "action", "id": str(step.pk), "status": "done", "back": "today"}
    assert nadia.post(address, {**key(), **pressed}).url == "/desk/"
    assert dues(company, "nadia") == set()
    # Once the case that stays has finished, the plan stays as it is.
    Case.objects.filter(pk=kept.pk).update(state="closed", ended_at=timezone.now())
    step = type(step).objects.get(pk=step.pk)
    with pytest.raises(Refused, match="has finished"):
        plans.mark_action(by=TESTS, step=step, status="to_do")


def test_a_group_is_reminded_and_not_asked_twice(two: tuple[Case, Case]) -> None:
    kept, lost = two
    service = a_service()
    made = introduced(lost, service)
    merged(two)
    assert list(unanswered(BOW, today())) == [made]
    with pytest.raises(Refused, match="is being introduced to Lunch club already"):
        introduced(kept, service)
    connections.record_progress(by=TESTS, introduction=made, progress=Progress.FULL)
    assert introduced(kept, service).case == kept


def test_the_pages_of_a_merge_say_so(company: Company, two: tuple[Case, Case]) -> None:
    kept, lost = two
    mo = company.client("mo")
    compare = mo.get(f"/desk/people/{lost.person_id}/same/{kept.person_id}").content.decode()
    assert "What is under way in it goes on with Nadia Rahman" in compare
    done = merged(two)
    undo = mo.get(f"/desk/merges/{done.pk}/undo").content.decode()
    assert "So does what is still under way in it" in undo
