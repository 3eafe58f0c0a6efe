"""A death or a move ends what would hurt, loses nothing, and can be taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from kith.directory import actions as directory
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.messages.models import Letter
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.closures import actions
from kith.pathway.closures.models import Closure
from kith.pathway.connections import actions as connections
from kith.pathway.connections.states import Progress
from kith.pathway.contacts import actions as contacts
from kith.pathway.contacts.models import Outcome
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals.states import Answer, Decision
from kith.people.actions import Who
from kith.resilience.errors import Refused, Stale
from kith.ui.dates import today
from kith.vocabulary import closure_reasons
from tests import cast
from tests.unit.pathway.stories import a_case

YESTERDAY = today() - dt.timedelta(days=1)
TOLD = {"on": YESTERDAY, "told_by": "Her daughter, by telephone"}


def a_life(by: Actor) -> tuple[Case, Any, Any]:
    """Somebody with an appointment and an introduction ahead."""
    case = a_case(agreed=True, at=timezone.now() - dt.timedelta(days=9))
    service = directory.add_service(by=by, scheme_id=cast.BOW, name="Lunch club")
    planned = contacts.plan_contact(
        by=by, person=case.person, planned_for=timezone.now() + dt.timedelta(days=3)
    )
    introduction = connections.introduce(
        by=by, person=case.person, case=case, service=service, agreed_fields=["name"],
        agreed_how="on the phone", agreed_on=today(), keep_safe="Nothing", getting_there="Walks",
    )  # fmt: skip
    return case, planned, introduction


def died(by: Actor, case: Case, **given: Any) -> Any:
    event = actions.record_death(by=by, person=case.person, **{**TOLD, **given})
    case.refresh_from_db()
    return event


def test_a_death_ends_what_would_go_on_and_owes_the_practice_a_letter(in_bow: Actor) -> None:
    case, planned, introduction = a_life(in_bow)
    died(in_bow, case)
    planned.refresh_from_db()
    introduction.refresh_from_db()
    assert planned.outcome == Outcome.CANCELLED_BY_US
    assert introduction.progress == Progress.WITHDRAWN
    assert "died" not in introduction.progress_note.lower()
    assert case.state == CaseState.CLOSED
    closure = Closure.objects.get(case=case)
    assert closure.reason == closure_reasons.DIED
    assert closure.letter is not None
    assert closure.letter.state == Letter.State.OWED
    assert case.person.__class__.objects.get(pk=case.person_id).died_on == YESTERDAY


def test_a_referral_nobody_decided_on_is_withdrawn(in_bow: Actor) -> None:
    case = a_case()
    second = referrals.receive(
        by=in_bow, scheme_id=cast.BOW, person=case.person, source="20", organisation_name="Age Well"
    )
    died(in_bow, case)
    second.refresh_from_db()
    assert second.decision == Decision.WITHDRAWN


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"told_by": " "}, "who told us"),
        ({"on": today() + dt.timedelta(days=2)}, "between birth and today"),
        ({"on": dt.date(1900, 1, 1)}, "between birth and today"),
    ],
)
def test_a_death_that_cannot_be_changes_nothing(
    in_bow: Actor, given: dict[str, Any], sentence: str
) -> None:
    case, planned, _ = a_life(in_bow)
    with pytest.raises(Refused, match=sentence):
        died(in_bow, case, **given)
    case.refresh_from_db()
    planned.refresh_from_db()
    assert (case.state, planned.happened_at) == (CaseState.OPEN, None)
    died(in_bow, case)


def test_a_death_is_recorded_once_and_by_the_first_of_two(in_bow: Actor) -> None:
    case = a_case()
    with pytest.raises(Stale):
        died(in_bow, case, expected=case.person.version + 1)
    died(in_bow, case)
    with pytest.raises(Refused, match="already"):
        died(in_bow, case)


def test_nobody_plans_or_refers_for_somebody_who_died(in_bow: Actor) -> None:
    case = a_case()
    died(in_bow, case)
    case.person.refresh_from_db()
    ahead = timezone.now() + dt.timedelta(days=2)
    with pytest.raises(Refused, match="has died"):
        contacts.plan_contact(by=in_bow, person=case.person, planned_for=ahead)
    with pytest.raises(Refused, match="has died"):
        referrals.receive(by=in_bow, scheme_id=cast.BOW, person=case.person, source="01")
    with pytest.raises(Refused, match="take it back"):
        actions.reopen(by=in_bow, case=Case.objects.get(pk=case.pk), why="They rang")


def test_a_referrer_is_not_told_that_somebody_died(acting) -> None:  # type: ignore[no-untyped-def]
    with context.in_scheme(cast.BOW, actor="the tests"):
        case = a_case()
        died(cast.TESTS, case)
    by = acting("ruth")
    who = Who(
        first_name="Maya", last_name="Okafor", date_of_birth=dt.date(1951, 3, 9), phone="07700 900123"
    )  # fmt: skip
    with pytest.raises(Refused) as refusal:
        referrals.receive(by=by, scheme_id=cast.BOW, who=who, source="01")
    assert "died" not in refusal.value.message
    assert "Ring us" in refusal.value.message


def test_a_mistake_is_taken_back_and_the_case_goes_on(in_bow: Actor) -> None:
    case, planned, _ = a_life(in_bow)
    event = died(in_bow, case)
    person = actions.take_back_death(by=in_bow, event=event, why="Another Maya Okafor")
    case.refresh_from_db()
    planned.refresh_from_db()
    assert person.died_on is None
    assert case.state == CaseState.OPEN
    assert planned.outcome == Outcome.CANCELLED_BY_US
    with pytest.raises(Refused, match="already"):
        actions.take_back_death(by=in_bow, event=event, why="Again")
    died(in_bow, Case.objects.get(pk=case.pk))


def test_a_mistake_needs_a_reason(in_bow: Actor) -> None:
    event = died(in_bow, a_case())
    with pytest.raises(Refused, match="mistake"):
        actions.take_back_death(by=in_bow, event=event, why=" ")


def test_a_childs_death_needs_no_further_reason(in_bow: Actor) -> None:
    case = a_case(born=today() - dt.timedelta(days=365 * 12))
    died(in_bow, case)
    assert case.state == CaseState.CLOSED
    assert case.referral.answer != Answer.DECLINED


def test_a_move_goes_on_until_a_day_or_finishes(in_bow: Actor) -> None:
    until = today() + dt.timedelta(days=30)
    case = a_case()
    actions.record_move(
        by=in_bow, person=case.person, **TOLD, goes_on_until=until,
        address="3 New Road", postcode="M1 1AE",
    )  # fmt: skip
    case.refresh_from_db()
    assert case.state == CaseState.OPEN
    assert case.next_step_on == until
    (kept,) = case.person.contact_points.filter(kind="address", ended_on=None)
    assert (kept.value, kept.safe_for) == ("3 New Road", [])
    other = a_case(first_name="Ada", last_name="Nwosu", born=dt.date(1960, 1, 2))
    actions.record_move(by=in_bow, person=other.person, **TOLD, goes_on_until=None)
    assert Closure.objects.get(case=other).reason == closure_reasons.MOVED


def test_a_move_cannot_go_on_until_a_day_before_it(in_bow: Actor) -> None:
    case = a_case()
    with pytest.raises(Refused, match="after the move"):
        actions.record_move(
            by=in_bow, person=case.person, **TOLD, goes_on_until=YESTERDAY - dt.timedelta(days=1)
        )
    assert case.person.contact_points.filter(ended_on=None).count() == 2


def date(name: str, day: dt.date) -> dict[str, str]:
    parts = (("day", day.day), ("month", day.month), ("year", day.year))
    return {f"{name}_{part}": str(value) for part, value in parts}


def test_the_page_says_what_follows_and_the_record_shows_it_then(company, key) -> None:  # type: ignore[no-untyped-def]
    with context.in_scheme(cast.BOW, actor="the tests"):
        case, _, _ = a_life(cast.TESTS)
    nadia, address = company.client("nadia"), f"/desk/people/{case.person_id}/died"
    page = nadia.get(address).content.decode()
    assert "Lunch club is asked not to get in touch, and not told why." in page
    assert "The appointment is called off." in page
    sent = {
        **key(),
        **date("on", YESTERDAY),
        "told_by": "Her daughter",
        "version": str(case.person.version),
    }
    assert nadia.post(address, sent).status_code == 302
    record = nadia.get(f"/desk/people/{case.person_id}").content.decode()
    assert "Died, told by Her daughter" in record
    assert "Recorded as died by mistake?" in record
    back = nadia.post(f"{address}/take-back", {**key(), "why": "The wrong Maya"})
    assert back.status_code == 302
    assert (
        "Taken back: The wrong Maya" in nadia.get(f"/desk/people/{case.person_id}").content.decode()
    )


def test_only_those_who_may_see_a_person_record_it(company, key) -> None:  # type: ignore[no-untyped-def]
    case = a_case()
    for name in ("sam", "sana"):
        for what in ("died", "died/take-back", "moved"):
            address = f"/desk/people/{case.person_id}/{what}"
            assert company.client(name).get(address).status_code == 404
            assert company.client(name).post(address, key()).status_code == 404
    assert company.client("nadia").get(f"/desk/people/{case.person_id}/moved").status_code == 200
