"""A case opens, is held by one worker at a time, and ends."""

from __future__ import annotations

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.http import Http404
from django.utils import timezone

from kith.isolation.context import in_scheme
from kith.organisations.models import Contract, Membership, Practice, Scheme
from kith.pathway.caseload import actions, queries, rules
from kith.pathway.caseload.models import Case, Holding
from kith.pathway.caseload.states import CaseState
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.states import Answer, Decision
from kith.people import queries as people
from kith.people.actions import Who
from kith.people.models import PartnerAccess
from kith.resilience.errors import Refused, Stale
from kith.vocabulary import snomed
from tests.cast import BOW, POPLAR, TESTS

BORN = datetime.date(1956, 2, 29)


def member(name: str, scheme_id=BOW) -> Membership:
    return Membership.objects.get(scheme_id=scheme_id, name__startswith=name)


def refer(by=TESTS, scheme_id=BOW, phone="07700 900123", last_name="Okafor", **more) -> Referral:
    more = {"source": "01", "organisation_name": "Merchant Street Practice", **more}
    return referrals.receive(
        by=by,
        scheme_id=scheme_id,
        who=Who(first_name="Ada", last_name=last_name, date_of_birth=BORN, phone=phone),
        **more,
    )


def test_taking_on_opens_a_case_and_gives_it_in_one_act(acting):
    tess = acting("tess")
    referral = refer(by=tess)
    case = actions.take_on(by=tess, referral=referral, holder=member("Nadia"))
    referral.refresh_from_db()
    assert (case.state, case.holder.name) == (CaseState.OPEN, "Nadia Rahman")
    assert referral.decision == Decision.TAKEN_ON
    assert case.partner.name == "Roman Road Friends"
    assert case.next_step == rules.FIRST_STEP
    assert case.next_step_on is not None
    assert Holding.objects.get(case=case).given_by_id == tess.membership_id(BOW)


def test_a_partners_staff_see_their_own_people_and_the_prime_sees_all(acting, company):
    tess = acting("tess")
    ours = actions.take_on(by=tess, referral=refer(by=tess), holder=member("Nadia"))
    mo = acting("mo")
    theirs = actions.take_on(
        by=mo, referral=refer(by=mo, phone="07700 900124", last_name="Bell"), holder=member("Sam")
    )
    nadia = acting("nadia")
    assert people.person_for(nadia, ours.person_id) == ours.person
    with pytest.raises(Http404):
        people.person_for(nadia, theirs.person_id)
    with pytest.raises(Http404):
        queries.case_for(nadia, theirs.pk)
    sam = acting("sam")
    assert list(queries.open_cases(sam)) == [theirs]
    priya = acting("priya")
    assert set(people.visible_to(priya)) == {ours.person, theirs.person}
    sana = acting("sana")
    assert not people.visible_to(sana).exists()
    ruth = acting("ruth")
    assert not people.visible_to(ruth).exists()


def test_the_schemes_rule_opens_each_partners_people_to_the_others(acting):
    mo = acting("mo")
    theirs = actions.take_on(by=mo, referral=refer(by=mo), holder=member("Sam"))
    Scheme.objects.filter(pk=BOW).update(partners_see_each_other=True)
    nadia = acting("nadia")
    assert people.person_for(nadia, theirs.person_id) == theirs.person
    assert not people.visible_to(acting("ruth")).exists()


def test_taken_on_without_a_holder_it_waits_and_its_partner_sees_it(acting):
    tess = acting("tess")
    case = actions.take_on(by=tess, referral=refer(by=tess))
    assert list(queries.unallocated(BOW)) == [case]
    assert people.person_for(tess, case.person_id)
    actions.allocate(by=tess, case=case, holder=member("Nadia"))
    assert not queries.unallocated(BOW).exists()


def test_a_lead_gives_to_their_own_team_and_the_manager_to_anyone(acting):
    tess = acting("tess")
    referral = refer(by=tess)
    with pytest.raises(Refused, match="cannot give people to Sam"):
        actions.take_on(by=tess, referral=referral, holder=member("Sam"))
    referral.refresh_from_db()
    assert referral.decision == Decision.RECEIVED
    mo = acting("mo")
    assert actions.take_on(by=mo, referral=referral, holder=member("Sam")).holder == member("Sam")


def test_a_link_worker_gives_no_cases(acting):
    nadia = acting("nadia")
    with pytest.raises(Refused):
        actions.take_on(by=nadia, referral=refer(by=nadia), holder=member("Nadia"))


def test_a_funder_or_referrer_holds_no_case(in_bow):
    with pytest.raises(Refused, match="supports people"):
        actions.take_on(by=TESTS, referral=refer(), holder=member("Fay"))


def test_a_referral_is_taken_on_once(in_bow):
    referral = refer()
    actions.take_on(by=TESTS, referral=referral)
    with pytest.raises(Refused, match="open case already"):
        actions.take_on(by=TESTS, referral=referral)
    assert Case.objects.count() == 1


def test_two_who_decide_at_once_do_not_both_win(in_bow):
    referral = refer()
    seen_by_both = referral.version
    referrals.return_to_referrer(by=TESTS, referral=referral, reason="Which phone?")
    referrals.send_again(by=TESTS, referral=referral, referrer_sees="The mobile.")
    with pytest.raises(Stale):
        actions.take_on(by=TESTS, referral=referral, expected=seen_by_both)
    assert actions.take_on(by=TESTS, referral=referral, expected=referral.version)


def test_giving_to_another_partner_moves_who_sees_the_person(acting):
    mo = acting("mo")
    case = actions.take_on(by=mo, referral=refer(by=mo), holder=member("Nadia"))
    actions.allocate(by=mo, case=case, holder=member("Sam"), note="Moved to Limehouse")
    assert [held.holder.name for held in queries.holdings_of(case)] == [
        "Sam Adeyemi",
        "Nadia Rahman",
    ]
    old = PartnerAccess.objects.get(person=case.person, partner__name="Roman Road Friends")
    assert old.to_date is not None
    # And back, the same day.
    actions.allocate(by=mo, case=case, holder=member("Nadia"))
    old.refresh_from_db()
    assert old.to_date is None


def test_handing_over_needs_a_note_and_ones_own_case(acting):
    tess = acting("tess")
    case = actions.take_on(by=tess, referral=refer(by=tess), holder=member("Nadia"))
    nadia = acting("nadia")
    with pytest.raises(Refused, match="needs to know"):
        actions.hand_over(by=nadia, case=case, holder=member("Bea"), note=" ")
    with pytest.raises(Refused, match="another partner"):
        actions.hand_over(by=nadia, case=case, holder=member("Sam"), note="Hello")
    actions.hand_over(by=nadia, case=case, holder=member("Bea"), note="Speaks Sylheti")
    assert case.holder == member("Bea")
    with pytest.raises(Refused, match="Only the worker"):
        actions.hand_over(by=nadia, case=case, holder=member("Tess"), note="Hello")


def test_nobody_leaves_while_holding_open_cases(in_bow):
    case = actions.take_on(by=TESTS, referral=refer(), holder=member("Nadia"))
    with pytest.raises(Refused, match="holds an open case"):
        actions.end_membership(by=TESTS, member=member("Nadia"))
    actions.mark_closed(by=TESTS, case=case)
    assert actions.end_membership(by=TESTS, member=member("Nadia")).to_date


def test_the_persons_yes_owes_the_referral_code_once(in_bow):
    case = actions.take_on(by=TESTS, referral=refer(), holder=member("Nadia"))
    assert queries.code_owed(case) is None
    actions.record_agreed(by=TESTS, case=case)
    actions.record_agreed(by=TESTS, case=case)
    assert queries.code_owed(case) == snomed.REFERRAL


def test_the_persons_no_closes_as_declined_and_owes_the_declined_code(in_bow):
    case = actions.take_on(by=TESTS, referral=refer(), holder=member("Nadia"))
    actions.decline(by=TESTS, case=case, note="Not now, thank you")
    assert (case.state, case.referral.answer) == (CaseState.DECLINED, Answer.DECLINED)
    assert queries.code_owed(case) == snomed.DECLINED
    assert Holding.objects.get(case=case).to_at is not None
    with pytest.raises(Refused):
        actions.decline(by=TESTS, case=case)


def test_could_not_reach_owes_no_code(in_bow):
    case = actions.take_on(by=TESTS, referral=refer(), holder=member("Nadia"))
    actions.mark_closed(by=TESTS, case=case)
    assert case.referral.answer == Answer.NOT_YET
    assert queries.code_owed(case) is None


def test_someone_who_agreed_and_says_no_withdraws(in_bow):
    case = actions.take_on(by=TESTS, referral=refer(), holder=member("Nadia"))
    actions.record_agreed(by=TESTS, case=case)
    actions.decline(by=TESTS, case=case)
    assert case.referral.answer == Answer.WITHDRAWN
    assert queries.code_owed(case) is None


def test_a_closed_case_reopens_with_its_worker(in_bow):
    case = actions.take_on(by=TESTS, referral=refer(), holder=member("Nadia"))
    actions.mark_closed(by=TESTS, case=case)
    assert (case.next_step, case.next_step_on) == ("", None)
    actions.mark_reopened(by=TESTS, case=case, holder=member("Nadia"))
    assert (case.state, case.ended_at, case.holder) == (CaseState.OPEN, None, member("Nadia"))
    with pytest.raises(Refused):
        actions.mark_reopened(by=TESTS, case=case)


def test_a_case_that_ended_within_the_minute_is_not_undone(in_bow):
    case = actions.take_on(by=TESTS, referral=refer(), holder=member("Nadia"))
    actions.decline(by=TESTS, case=case)
    with pytest.raises(Refused, match="ended already"):
        actions.undo_take_on(by=TESTS, case=case)
    assert Case.objects.get().state == CaseState.DECLINED


def test_two_referrals_of_one_person_taken_on_at_once_open_one_case(company, committed):
    with in_scheme(BOW, actor=TESTS.key):
        both = [refer(), refer(organisation_name="Stroudley Walk Surgery")]
    together = threading.Barrier(2)

    def take_on(referral: Referral) -> str:
        try:
            with in_scheme(BOW, actor=TESTS.key):
                together.wait()
                actions.take_on(by=TESTS, referral=referral, holder=member("Nadia"))
                return "taken on"
        except Refused as refusal:
            return refusal.message
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(take_on, both))
    assert said[1] == "taken on"
    assert "has an open case already" in said[0]


def test_taking_on_is_undone_within_a_minute_and_not_after(in_bow):
    referral = refer()
    case = actions.take_on(by=TESTS, referral=referral, holder=member("Nadia"))
    with pytest.raises(Refused, match="minute"):
        actions.undo_take_on(
            by=TESTS, case=case, at=timezone.now() + datetime.timedelta(seconds=61)
        )
    assert Case.objects.count() == 1
    actions.undo_take_on(by=TESTS, case=case)
    referral.refresh_from_db()
    assert referral.decision == Decision.RECEIVED
    assert not Case.objects.exists()
    assert not PartnerAccess.objects.exists()
    assert actions.take_on(by=TESTS, referral=referral)


def test_a_next_step_has_words_and_a_day_or_neither(in_bow):
    case = actions.take_on(by=TESTS, referral=refer(), holder=member("Nadia"))
    day = datetime.date(2026, 11, 26)
    with pytest.raises(Refused, match="which day"):
        actions.set_next_step(by=TESTS, case=case, text="Ring the council", on=None)
    with pytest.raises(Refused, match="what the next step is"):
        actions.set_next_step(by=TESTS, case=case, text="", on=day)
    actions.set_next_step(by=TESTS, case=case, text="Ring the council", on=day)
    assert case.next_step_on == day
    actions.set_next_step(by=TESTS, case=case, text="", on=None)
    assert case.next_step == ""


def test_due_is_ones_own_and_not_tomorrows(acting):
    tess = acting("tess")
    day = datetime.date(2026, 11, 26)
    case = actions.take_on(
        by=tess, referral=refer(by=tess), holder=member("Nadia"), next_step="Call",
        next_step_on=day,
    )  # fmt: skip
    nadia = acting("nadia")
    assert list(queries.due(nadia, day)) == [case]
    assert not queries.due(nadia, day - datetime.timedelta(days=1)).exists()
    assert not queries.due(acting("tess"), day).exists()


def test_the_contract_that_pays_is_noted(in_bow):
    from kith.organisations import actions as organisations

    practice = Practice.objects.get(ods_code="F84901")
    organisations.add_contract(
        by=TESTS, scheme_id=BOW, funder_name="The ICB", title="Borough", practice_codes=["F84901"],
        from_date=datetime.date(2019, 1, 1),
    )  # fmt: skip
    paid = actions.take_on(by=TESTS, referral=refer(practice=practice))
    unpaid = actions.take_on(by=TESTS, referral=refer(phone="07700 900199", last_name="Else"))
    assert paid.contract == Contract.objects.get()
    assert unpaid.contract is None


def suggested(referral, holders, weights=None):
    loads, practice = queries.loads(BOW), referral.practice
    serving = frozenset(loads.serving[practice.pk]) if practice else frozenset()
    wanted = rules.Wanted(practice=practice, serving=serving)
    found = rules.candidates(holders, weights or {}, cases=loads.counts, wanted=wanted)
    return next(iter(found), None)


def test_the_lightest_worker_is_suggested_with_a_reason(in_bow):
    actions.take_on(by=TESTS, referral=refer(), holder=member("Nadia"))
    referral = refer(phone="07700 900125", last_name="Bell")
    holders = [member("Nadia"), member("Sam")]
    weights = {member("Nadia").pk: 3}
    suggestion = suggested(referral, holders, weights)
    assert (suggestion.holder.name, suggestion.reason) == ("Sam Adeyemi", "Holds nobody yet.")
    assert queries.loads(BOW).counts == {member("Nadia").pk: 1}
    nadia = suggested(referral, [member("Nadia")], weights)
    assert nadia.reason == "Has the lightest caseload: 1 person, weight 3."
    Membership.objects.filter(pk=member("Nadia").pk).update(works_on=[0, 1])
    nadia = suggested(referral, [member("Nadia")], weights)
    assert nadia.reason.endswith("1 person, weight 3 over 2 working days.")
    assert suggested(referral, []) is None


def test_the_partner_of_the_practice_comes_first(in_bow):
    practice = Practice.objects.get(ods_code="F84901")
    first = refer(practice=practice)
    first.person.practice = practice
    first.person.save()
    actions.take_on(by=TESTS, referral=first, holder=member("Nadia"))
    second = refer(phone="07700 900126", last_name="Bell", practice=practice)
    suggestion = suggested(second, [member("Nadia"), member("Sam"), member("Bea")])
    assert suggestion.holder == member("Bea")
    assert "Roman Road Friends works with Merchant Street Practice" in suggestion.reason


@pytest.mark.parametrize(
    ("urgency", "day"),
    [("urgent", "2026-11-27"), ("soon", "2026-12-01"), ("routine", "2026-12-04")],
)
def test_the_first_call_is_due_by_urgency_over_a_weekend(urgency, day):
    friday = datetime.date(2026, 11, 27)
    assert rules.first_call_by(urgency, friday).isoformat() == day


def test_bea_works_in_two_schemes_and_gives_nothing_across(acting):
    bea = acting("bea")
    one = refer(by=bea)
    two = refer(by=bea, scheme_id=POPLAR)
    assert one.person_id != two.person_id
    with in_scheme(BOW, actor=TESTS.key):
        bow = actions.take_on(by=TESTS, referral=one, holder=member("Bea"))
    with in_scheme(POPLAR, actor=TESTS.key):
        poplar = actions.take_on(by=TESTS, referral=two, holder=member("Bea", POPLAR))
        sana = member("Sana", POPLAR)
    assert set(queries.open_cases(bea)) == {bow, poplar}
    with in_scheme(BOW, actor=TESTS.key), pytest.raises(Refused):
        actions.allocate(by=TESTS, case=bow, holder=sana)
    assert [case.pk for case in queries.open_cases(acting("sana"))] == [poplar.pk]
