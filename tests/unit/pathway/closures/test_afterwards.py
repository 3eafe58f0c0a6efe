"""Calls three and six months after finishing: agreed, on somebody's Today, and never where they would hurt."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from kith.isolation.actor import Actor
from kith.organisations import actions as organisations
from kith.organisations import queries as organisation_queries
from kith.pathway.caseload.models import Case
from kith.pathway.closures import actions, queries, rules
from kith.pathway.closures.models import Closure, FollowUp
from kith.pathway.contacts.models import Contact
from kith.resilience.errors import Refused
from kith.ui.dates import LONDON, today
from kith.vocabulary import closure_reasons
from tests.cast import BOW
from tests.unit.desk.people import member
from tests.unit.meetings.people import as_staff
from tests.unit.pathway.stories import a_case


def finished(case: Case, **more: Any) -> Closure:
    given = {"reason": closure_reasons.COMPLETED, "follow_up": True, **more}
    return actions.close(by=as_staff("Nadia"), case=case, **given)


def on_the_day(call: FollowUp) -> Any:
    return time_machine.travel(
        dt.datetime.combine(call.due_on, dt.time(9), tzinfo=LONDON), tick=False
    )


def test_the_months_are_the_schemes_and_the_day_is_a_working_day(in_bow: Actor) -> None:
    assert rules.call_on(dt.date(2026, 11, 30), 3) == dt.date(2027, 3, 1)  # 28 February is a Sunday
    assert rules.call_on(dt.date(2026, 8, 31), 6) == dt.date(2027, 3, 1)
    assert rules.months_words([6, 3]) == "3 and 6 months"
    calls = queries.calls_of(finished(a_case(agreed=True)))
    assert [call.months for call in calls] == [3, 6]
    assert {call.member.name for call in calls if call.member} == {"Nadia Rahman"}
    scheme = organisation_queries.scheme(BOW)
    organisations.change_scheme(by=in_bow, scheme=scheme, follow_up_months=[12])
    later = queries.calls_of(finished(a_case(first_name="Noor", agreed=True)))
    assert [call.months for call in later] == [12]


@pytest.mark.parametrize("agreed", [None, False])
def test_nobody_is_rung_who_did_not_agree(in_bow: Actor, agreed: bool | None) -> None:
    assert queries.calls_of(finished(a_case(agreed=True), follow_up=agreed)) == []


@pytest.mark.parametrize(
    "reason",
    [closure_reasons.DIED, closure_reasons.PERSON_DECLINED, closure_reasons.COULD_NOT_CONTACT],
)
def test_nobody_is_rung_who_died_said_no_or_was_not_reached(in_bow: Actor, reason: str) -> None:
    case = a_case(agreed=True)
    with pytest.raises(Refused, match="nobody is rung"):
        finished(case, reason=reason)
    there = Case.objects.get(pk=case.pk)
    assert there.state == "open"
    assert finished(there, reason=reason, follow_up=False)


def test_it_is_on_the_today_of_whoever_finished_though_the_case_is_closed(
    in_bow: Actor, company
) -> None:
    call = queries.calls_of(finished(a_case(agreed=True)))[0]
    assert "Maya Okafor" not in company.client("nadia").get("/desk/").content.decode()
    with on_the_day(call):
        assert "3 months on" in company.client("nadia").get("/desk/").content.decode()
        assert "Maya Okafor" not in company.client("bea").get("/desk/").content.decode()
    organisations.add_absence(
        by=in_bow, member=member("Nadia"), from_date=call.due_on, to_date=call.due_on,
        cover=member("Bea"),
    )  # fmt: skip
    with on_the_day(call):
        assert "Maya Okafor" in company.client("bea").get("/desk/").content.decode()


def test_what_changed_is_kept_as_a_contact(in_bow: Actor) -> None:
    call, other = queries.calls_of(finished(a_case(agreed=True)))
    with pytest.raises(Refused, match="what changed"):
        actions.record_call(by=in_bow, call=call, outcome="reached")
    actions.record_call(
        by=in_bow, call=call, outcome="reached", changed="Goes to lunch each Tuesday."
    )
    assert call.contact is not None
    assert call.contact.note == "Goes to lunch each Tuesday."
    assert not call.is_open
    with pytest.raises(Refused, match="is over"):
        actions.record_call(by=in_bow, call=call, outcome="reached", changed="Again")
    assert other.is_open


def test_a_try_without_an_answer_is_a_contact_and_moves_the_day(in_bow: Actor) -> None:
    call = queries.calls_of(finished(a_case(agreed=True)))[0]
    with pytest.raises(Refused, match="try again"):
        actions.record_call(by=in_bow, call=call, outcome="no_answer")
    later = today() + dt.timedelta(days=3)
    actions.record_call(by=in_bow, call=call, outcome="no_answer", again_on=later)
    assert (call.is_open, call.due_on) == (True, later)
    assert Contact.objects.get(outcome="no_answer").by_name == in_bow.name


def test_beginning_again_calls_them_off(in_bow: Actor) -> None:
    closure = finished(a_case(agreed=True))
    actions.reopen(by=as_staff("Nadia"), case=closure.case, why="She rang")
    assert {call.called_off_why for call in queries.calls_of(closure)} == {
        "Our support began again."
    }


def test_a_death_calls_them_off(in_bow: Actor) -> None:
    closure = finished(a_case(agreed=True))
    actions.record_death(by=in_bow, person=closure.person, on=today(), told_by="Her son")
    assert all(call.called_off_at for call in queries.calls_of(closure))


def test_somebody_who_says_no_later_is_not_rung(in_bow: Actor) -> None:
    call, other = queries.calls_of(finished(a_case(agreed=True)))
    with pytest.raises(Refused, match="why"):
        actions.call_off(by=in_bow, call=call, why=" ")
    actions.call_off(by=in_bow, call=call, why="Said no more calls")
    with on_the_day(call):
        assert queries.calls_due([member("Nadia").pk], today()) == []
    with on_the_day(other):
        assert queries.calls_due([member("Nadia").pk], today()) == [other]


def test_the_pages_from_finishing_to_beginning_again(in_bow: Actor, company, key) -> None:
    case = a_case(agreed=True)
    nadia = company.client("nadia")
    close = f"/desk/closures/{case.pk}"
    assert "ring in 3 and 6 months" in nadia.get(close).content.decode()
    typed = {"reason": closure_reasons.COMPLETED, "follow_up": "yes", "version": case.version}
    check = nadia.post(close, {**key(), **typed, "step": "check"}).content.decode()
    assert "agreed that we ring in 3 and 6 months" in check
    assert 'name="follow_up" value="yes"' in check
    assert nadia.post(close, {**key(), **typed, "step": "finish"}).status_code == 302
    call = FollowUp.objects.order_by("months")[0]
    address = f"/desk/closures/calls/{call.pk}"
    assert "3 months on" in nadia.get(address).content.decode()
    assert (
        "After 3 months"
        in nadia.get(f"{close.replace(str(case.pk), str(call.closure_id))}/done").content.decode()
    )
    wrong = nadia.post(address, {**key(), "outcome": "reached"})
    assert wrong.status_code == 400
    done = nadia.post(
        address,
        {**key(), "outcome": "reached", "changed": "Lonely again", "wants_support": "yes"},
    )
    assert done["Location"] == f"/desk/closures/{call.closure_id}/done"
    other = FollowUp.objects.order_by("months")[1]
    off = f"/desk/closures/calls/{other.pk}/off"
    assert nadia.post(off, {**key(), "why": "Supported again"}).status_code == 302
    for name in ("sam", "sana"):
        assert company.client(name).get(address).status_code == 404
