"""Somebody leaves: everything they have in hand passes to colleagues, and nobody is left without one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.concerns import actions as concerns
from kith.concerns.states import ConcernState
from kith.desk import actions
from kith.desk.queries.leaving import load_of
from kith.desk.queries.parts import parts_of
from kith.funds import actions as funds
from kith.isolation.context import in_scheme
from kith.meetings import actions as meetings
from kith.messages.models import Email
from kith.organisations import actions as organisations
from kith.organisations.models import Membership
from kith.pathway.caseload import queries as caseload
from kith.pathway.caseload.models import Case, Passing
from kith.pathway.clinics import actions as clinics
from kith.pathway.closures import actions as closures
from kith.pathway.closures.models import FollowUp
from kith.pathway.contacts import actions as contacts
from kith.pathway.contacts.models import Contact
from kith.resilience.errors import Refused
from kith.ui.dates import today
from kith.vocabulary import closure_reasons
from tests.cast import BOW, POPLAR, TESTS
from tests.conftest import Company
from tests.unit.concerns.scene import ladder_of_bow, worry
from tests.unit.desk.people import case_of, member
from tests.unit.meetings.people import a_huddle, as_staff

NOTE = "Nadia goes to Leeds. Ring each of them this week."


def bow() -> Any:
    return in_scheme(BOW, actor=TESTS.key)


def page_of(name: str = "Nadia") -> str:
    with bow():
        return f"/desk/team/{member(name).pk}/leaving"


def in_days(days: int) -> dt.date:
    return today() + dt.timedelta(days=days)


@pytest.fixture
def load(db: None) -> dict[str, Any]:
    """Everything somebody can have in hand: two people of hers, something about Bea's, something of nobody's."""
    with bow():
        ladder_of_bow()
        first, second, beas = case_of(), case_of(number=1), case_of("Bea", number=2)
        by = as_staff("Nadia")
        soon = timezone.now() + dt.timedelta(days=2)
        kept = contacts.plan_contact(by=by, person=first.person, planned_for=soon)
        along = contacts.plan_contact(by=by, person=beas.person, planned_for=soon)
        discussed = meetings.bring(
            by=by, meeting=a_huddle(by=by), person=beas.person, why="Alone", basis="direct_care"
        )
        step = meetings.add_action(
            by=by, discussed=discussed, what="Ring", by_when=in_days(3), owner=member("Nadia")
        )
        fund = funds.open_fund(
            by=TESTS, scheme_id=BOW, name="Hardship", rule="Fares", most_pence=900
        )
        funds.name_approver(by=TESTS, fund=fund, member=member("Mo"))
        ended = case_of(number=3)
        asked = funds.ask(
            by=by, fund=fund, person=ended.person, foundation="money", purpose="travel", what="Fares",
            why="No pass", pence=500, way="fare",
        )  # fmt: skip
        closures.close(by=by, case=ended, reason=closure_reasons.COMPLETED, follow_up=True)
        raised = worry(as_staff("Bea"), first.person)
        concern = concerns.accept(by=as_staff("Tess"), concern=raised)
        cover = organisations.add_absence(
            by=TESTS, member=member("Bea"), from_date=in_days(5), to_date=in_days(6),
            cover=member("Nadia"),
        )  # fmt: skip
    return {
        "first": first, "second": second, "beas": beas, "kept": kept, "along": along, "step": step,
        "asked": asked, "concern": concern, "cover": cover,
    }  # fmt: skip


def give(by: Any, load: dict[str, Any], **more: Any) -> list[Passing]:
    receivers = {load["first"].pk: member("Bea"), load["second"].pk: member("Tess")}
    given = {"receivers": receivers, "rest": member("Bea"), "note": NOTE, **more}
    return actions.give_load(by=by, member=member("Nadia"), **given)


def test_nothing_is_left_with_them_and_each_thing_has_somebody(load, acting) -> None:
    give(acting("tess"), load, cover=member("Tess"))
    for row in load.values():
        row.refresh_from_db()
    assert (load["first"].holder.name, load["second"].holder.name) == (
        "Bea Halloran",
        "Tess Whitlock",
    )
    # What goes along with a person goes to whoever takes them; of a colleague's person, to that colleague.
    assert load["kept"].by == member("Bea")
    assert load["along"].by == member("Bea")
    assert load["step"].owner == member("Bea")
    assert load["asked"].asked_by == member("Bea")
    assert load["asked"].asked_by_name == "Nadia Rahman"
    assert {row.member for row in FollowUp.objects.all()} == {member("Bea")}
    assert load["cover"].cover == member("Tess")
    assert not load_of(member("Nadia"))


def test_without_a_receiver_for_everybody_nothing_passes(load, acting) -> None:
    tess = acting("tess")
    with pytest.raises(Refused, match="Choose who takes Bert Coker"):
        give(tess, load, receivers={load["first"].pk: member("Bea")})
    with pytest.raises(Refused, match="Choose who takes the rest"):
        give(tess, load, rest=None)
    with pytest.raises(Refused, match="need to know"):
        give(tess, load, note=" ")
    assert Case.objects.filter(holder=member("Nadia"), state="open").count() == 2
    assert not Passing.objects.exists()
    give(tess, load)
    assert Case.objects.filter(holder=member("Nadia"), state="open").count() == 0


def test_a_lead_gives_on_what_their_own_team_has(load, acting) -> None:
    with pytest.raises(Refused, match="not of your team"):
        give(acting("nadia"), load)
    sam = acting("tess")
    with pytest.raises(Refused, match="not of your team"):
        actions.give_load(by=sam, member=member("Sam"), receivers={}, note=NOTE)
    assert actions.give_load(by=acting("mo"), member=member("Sam"), receivers={}, note=NOTE) == []


def test_each_colleague_is_told_on_today_and_by_an_e_mail_that_names_nobody(
    load, acting, company
) -> None:
    give(acting("tess"), load)
    bea = company.client("bea").get("/desk/").content.decode()
    assert "Nadia Rahman" in bea
    assert NOTE in bea
    assert "Amina Begum" in bea
    mails = Email.objects.filter(kind="passed_on")
    assert [mail.to for mail in mails] == ["bea@kith.example"]  # Tess gave, and knows
    for word in ("Amina", "Begum", "Nadia", "Leeds"):
        assert word not in mails[0].subject + mails[0].body


def test_reading_it_once_is_enough_and_nobody_else_reads_it_for_them(
    load, acting, company, key
) -> None:
    give(acting("tess"), load)
    with bow():
        passing = Passing.objects.get(receiver=member("Bea"))
    address = f"/desk/passed-on/{passing.pk}/read"
    assert company.client("nadia").post(address, key()).status_code == 404
    assert company.client("bea").post(address, key()).status_code == 302
    assert NOTE not in company.client("bea").get("/desk/").content.decode()


def test_a_concern_is_asked_anew_and_nobody_has_it_until_somebody_accepts(load, acting) -> None:
    mo = acting("mo")
    with bow():
        load["concern"] = concerns.accept(by=as_staff("Pia"), concern=load["concern"])
        held = load_of(member("Pia"))
    assert held.concerns == [load["concern"]]
    assert held.words == "1 concern"
    actions.give_load(by=mo, member=member("Pia"), receivers={}, note="Pia retires.")
    load["concern"].refresh_from_db()
    assert load["concern"].state == ConcernState.RAISED
    assert load["concern"].ladder.asked != member("Pia")
    with pytest.raises(Refused, match="Only a team lead"):
        concerns.hand_on(by=acting("nadia"), concern=load["concern"], words="x")


def test_the_page_suggests_and_gives_all_of_it_in_one_press(load, company: Company, key) -> None:
    tess, address = company.client("tess"), page_of()
    shown = tess.get(address).content.decode()
    for words in (
        "2 people", "Goes along: 1 appointment", "We suggest", "The rest", "Call after finishing",
        "Where they would have covered",
    ):  # fmt: skip
        assert words in shown, words
    with bow():
        bea = str(member("Bea").pk)
    typed = {f"case_{load[one].pk}": bea for one in ("first", "second")}
    wrong = tess.post(address, {**key(), **typed, "rest": bea})
    assert wrong.status_code == 400
    assert "Write what your colleagues need to know" in wrong.content.decode()
    done = tess.post(address, {**key(), **typed, "rest": bea, "note": NOTE})
    assert done.status_code == 302
    after = tess.get(address).content.decode()
    assert "has nothing in hand" in after
    assert "To whom it went" in after


def test_who_may_open_the_page(load, company: Company) -> None:
    address = page_of()
    for name, status in (("tess", 200), ("mo", 200), ("nadia", 403), ("max", 404), ("ruth", 403)):
        assert company.client(name).get(address).status_code == status, name
    with in_scheme(POPLAR, actor=TESTS.key):
        sana = Membership.objects.get(name="Sana Mirza").pk
    assert company.client("tess").get(f"/desk/team/{sana}/leaving").status_code == 404


def test_a_place_with_a_load_does_not_end_and_the_page_leads_to_it(
    load, company: Company, key
) -> None:
    mo, address = company.client("mo"), page_of()
    end = address.replace("leaving", "end")
    led = mo.post(end, {**key(), "to_date_day": "1", "to_date_month": "1", "to_date_year": "2027"})
    assert led["Location"] == address
    assert "still has 2 open cases" in mo.get(address).content.decode()
    with bow(), pytest.raises(Refused, match="still has 2 open cases"):
        actions.end_place(by=TESTS, member=member("Nadia"), to_date=today())
    with bow():
        give(TESTS, load)
    day = today()
    typed = {"to_date_day": day.day, "to_date_month": day.month, "to_date_year": day.year}
    assert mo.get(end).status_code == 200
    assert mo.post(end, {**key(), **typed}).status_code == 302
    with bow():
        assert member("Nadia").to_date == day
    assert company.client("tess").get(end).status_code == 403


def test_only_a_manager_ends_a_place(acting) -> None:
    with pytest.raises(Refused, match="Only a manager"):
        actions.end_place(by=acting("tess"), member=member("Bea"), to_date=today())
    assert actions.end_place(by=acting("mo"), member=member("Bea"), to_date=today()).to_date


def test_an_old_link_to_their_caseload_says_to_whom_their_people_went(
    load, company: Company
) -> None:
    with bow():
        give(TESTS, load)
        nadia, bea = member("Nadia"), member("Bea")
        actions.end_place(by=TESTS, member=nadia, to_date=today())
        Membership.objects.filter(pk=nadia.pk).update(to_date=today() - dt.timedelta(days=1))
    shown = company.client("tess").get(f"/desk/caseload?holder={nadia.pk}").content.decode()
    assert "worked here until" in shown
    assert f"?holder={bea.pk}" in shown
    assert "Amina Begum" not in shown


def test_what_the_person_and_the_group_had_reaches_the_new_worker(load, acting) -> None:
    give(acting("tess"), load)
    bea = acting("bea")
    assert load["first"].pk in {case.pk for case in caseload.open_cases(bea)}
    assert Contact.objects.get(pk=load["kept"].pk).by_name == "Bea Halloran"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_reads_as_often_for_three_as_for_one(company: Company, count: int) -> None:
    with bow():
        for number in range(count):
            case_of(number=number)
    client, address = company.client("tess"), page_of()
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    assert len(captured) == 37


def test_who_is_named_for_something_is_not_let_go_before_somebody_else_is(
    db: None, company: Company, key
) -> None:
    soon = timezone.now() + dt.timedelta(days=2)
    with bow():
        ladder_of_bow()
        fund = funds.open_fund(
            by=TESTS, scheme_id=BOW, name="Hardship", rule="Fares", most_pence=900
        )
        funds.name_approver(by=TESTS, fund=fund, member=member("Mo"))
        clinic = clinics.plan_clinic(
            by=TESTS, worker=member("Pia"), place="Bow Library", starts_at=soon,
            ends_at=soon + dt.timedelta(hours=2), slot_minutes=30,
        )  # fmt: skip
    address, mo = page_of("Pia"), company.client("mo")
    shown = mo.get(address).content.decode()
    for words in ("Is asked first when somebody is worried", "the clinic at Bow Library"):
        assert words in shown
    assert f"/desk/setup/{BOW}/concerns" in shown
    assert f"/desk/setup/{BOW}/concerns" not in company.client("tess").get(address).content.decode()
    end = address.replace("leaving", "end")
    assert mo.get(end)["Location"] == address
    with bow():
        with pytest.raises(Refused, match="still named: Is asked first"):
            actions.end_place(by=TESTS, member=member("Pia"), to_date=today())
        of_mo = [part.what for part in parts_of(member("Mo"), timezone.now())]
        assert of_mo == [
            "Is asked last when somebody is worried",
            "Approves what is asked of Hardship",
        ]
        concerns.set_policy(by=TESTS, scheme_id=BOW, lead=member("Mo"))
        clinics.call_off_clinic(by=TESTS, clinic=clinic, why="Pia retires")
        assert actions.end_place(by=TESTS, member=member("Pia"), to_date=today()).to_date == today()
