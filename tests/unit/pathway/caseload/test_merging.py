"""Two records are one person, and two again: what both show, which case goes on, what comes back."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from kith.audit.queries import about_person
from kith.audit.write import looked_at
from kith.desk.queries.record import record_of
from kith.isolation.context import in_scheme
from kith.messages import queries as messages
from kith.organisations.models import DeliveryPartner, Membership
from kith.pathway.caseload import actions, queries
from kith.pathway.caseload.models import Case, Holding
from kith.pathway.closures import actions as closures
from kith.pathway.contacts import actions as contacts
from kith.pathway.referrals import actions as referrals
from kith.people import actions as people
from kith.people import queries as people_queries
from kith.people import rules
from kith.people.actions import Who
from kith.people.models import Merge, NotTheSame, Person
from kith.resilience.errors import Refused
from kith.ui.dates import today
from kith.vocabulary import closure_reasons
from tests.cast import BOW, TESTS

BORN = datetime.date(1956, 2, 29)


def refer(first="Ada", last="Okafor", phone="07700 900123", born=BORN, **more):
    return referrals.receive(
        by=TESTS,
        scheme_id=BOW,
        source="01",
        **more,
        who=Who(first, last, born, phone=phone, phone_safe_for=["call"]),
    )


def supported(first="Ada", holder="Nadia", **who) -> Case:
    member = Membership.objects.get(scheme_id=BOW, name__startswith=holder)
    return actions.take_on(by=TESTS, referral=refer(first, **who), holder=member)


@pytest.fixture
def two(in_bow):
    """Ada with an open case of Nadia's; Adah, referred later by another spelling and not taken on."""
    kept = supported().person
    lost = refer("Adah", phone="07700 900124").person
    assert kept != lost
    return kept, lost


def merge(kept, lost, **more) -> Merge:
    return actions.merge_people(by=TESTS, kept=kept, lost=lost, **more)


def fresh(person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_the_kept_record_shows_the_rows_of_both_and_no_row_moved(two):
    kept, lost = two
    people.state_risk(by=TESTS, person=lost, text="A dog that bites")
    people.add_linked_person(by=TESTS, person=lost, name="Bo", relationship="Son")
    contacts.record(by=TESTS, person=lost, outcome="no_answer")
    merge(kept, lost)
    found = record_of(fresh(kept), today=today())
    assert len(found.referrals) == 2
    assert {point.value for point in found.points} == {"+447700900123", "+447700900124"}
    assert [row.name for row in found.linked] == ["Bo"]
    assert [row.person_id for row in found.contacts] == [lost.pk]
    assert rules.risk_summary(kept, found.risks).texts == ("A dog that bites",)
    assert not rules.blocks_visits(fresh(kept))


def test_a_merged_record_leads_to_the_kept_one_by_id_name_and_phone(two):
    kept, lost = two
    merge(kept, lost)
    assert people_queries.person_for(TESTS, lost.pk) == kept
    for text in ("Adah", "900124", "Ada Okafor"):
        assert people_queries.search(TESTS, text) == [kept], text
    assert refer("Adah", phone="07700 900124", organisation_name="Elsewhere").person == kept


def test_who_looked_is_told_of_both(two):
    kept, lost = two
    looked_at(by=TESTS, scheme_id=BOW, person_id=lost.pk, page="desk:record")
    merge(kept, lost)
    assert about_person(BOW, fresh(kept).records).filter(subject_type="desk:record").exists()


def test_undone_each_shows_its_own_and_what_came_meanwhile_stays(two):
    kept, lost = two
    done = merge(kept, lost, why="Same address")
    note = contacts.record(by=TESTS, person=fresh(kept), outcome="no_answer", note="Meanwhile")
    actions.undo_merge(by=TESTS, merge=done)
    assert [c.pk for c in record_of(fresh(kept), today=today()).contacts] == [note.pk]
    assert record_of(fresh(lost), today=today()).contacts == []
    assert people_queries.person_for(TESTS, lost.pk) == lost
    with pytest.raises(Refused, match="undone already"):
        actions.undo_merge(by=TESTS, merge=done)
    assert merge(kept, lost).pk != done.pk


def test_merging_twice_is_merging_once(two):
    kept, lost = two
    assert merge(kept, lost) == merge(kept, lost) == merge(lost, kept)
    assert Merge.objects.count() == 1


def test_of_two_open_cases_the_kept_one_goes_on_and_undo_gives_the_other_back(in_bow):
    mine, theirs = supported(), supported("Adah", phone="07700 900124", holder="Tess")
    actions.set_next_step(by=TESTS, case=theirs, text="Visit", on=today(), time=datetime.time(10))
    before = Case.objects.filter(pk=theirs.pk).values("state", "holder", "next_step", "next_step_on",
                                                      "next_step_time", "ended_at", "partner").get()  # fmt: skip
    done = merge(mine.person, theirs.person)
    ended = Case.objects.get(pk=theirs.pk)
    assert (ended.state, ended.next_step) == ("closed", "")
    assert queries.open_case_of(fresh(theirs.person)) == mine
    assert not Holding.objects.filter(case=theirs, to_at=None).exists()
    actions.undo_merge(by=TESTS, merge=done)
    after = Case.objects.filter(pk=theirs.pk).values(*before).get()
    assert after == before
    assert Holding.objects.get(case=theirs, to_at=None).holder.name == "Tess Whitlock"
    assert queries.open_case_of(fresh(mine.person)) == mine


def test_the_record_with_the_only_open_case_is_the_one_kept(two):
    kept, lost = two
    with pytest.raises(Refused, match="has the open case"):
        merge(lost, kept)
    assert fresh(kept).merged_into is None
    assert merge(kept, lost).kept == kept


def test_a_case_whose_holder_left_waits_for_a_worker_when_it_comes_back(in_bow):
    mine, theirs = supported(), supported("Adah", phone="07700 900124", holder="Tess")
    done = merge(mine.person, theirs.person)
    actions.end_membership(
        by=TESTS, member=theirs.holder, to_date=today() - datetime.timedelta(days=1)
    )
    actions.undo_merge(by=TESTS, merge=done)
    back = Case.objects.get(pk=theirs.pk)
    assert (back.state, back.holder) == ("open", None)


def test_a_referral_of_a_merged_record_is_taken_on_for_the_kept_one(in_bow):
    first = supported()
    closures.close(by=TESTS, case=first, reason=closure_reasons.COMPLETED, summary="Well.")
    again = refer("Adah", phone="07700 900124")
    merge(first.person, again.person)
    again.refresh_from_db()
    case = actions.take_on(by=TESTS, referral=again)
    assert case.person == first.person
    other = refer("Adah", phone="07700 900124", organisation_name="Elsewhere")
    with pytest.raises(Refused, match="open case already"):
        actions.take_on(by=TESTS, referral=other)


def test_there_are_no_chains_and_each_merge_comes_apart_alone(in_bow):
    one, two, three = (refer(n, phone=f"07700 90012{i}").person
                       for i, n in enumerate(("Ada", "Adah", "Adda")))  # fmt: skip
    first = merge(two, three)
    second = merge(one, fresh(two))
    assert {fresh(two).merged_into, fresh(three).merged_into} == {one}
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=three.pk).update(merged_into=two)
    actions.undo_merge(by=TESTS, merge=second)
    assert (fresh(two).merged_into, fresh(three).merged_into) == (None, two)
    again = merge(one, fresh(three))
    assert (again.kept, again.lost) == (one, two)
    actions.undo_merge(by=TESTS, merge=first)
    assert (fresh(two).merged_into, fresh(three).merged_into) == (one, None)


def test_a_partner_sees_both_by_the_kept_record_alone(in_bow, acting):
    mine = supported(holder="Sam")
    theirs = supported("Adah", phone="07700 900124", holder="Nadia")
    bea = acting("bea")
    assert people_queries.person_for(bea, theirs.person.pk)
    with in_scheme(BOW, actor=TESTS.key):
        done = merge(mine.person, theirs.person)
    with pytest.raises(Http404):
        people_queries.person_for(bea, theirs.person.pk)
    assert not queries.visible_to(bea).filter(pk=theirs.pk).exists()
    sam = acting("sam")
    assert people_queries.person_for(sam, theirs.person.pk) == mine.person
    assert queries.case_for(sam, theirs.pk) == theirs
    with in_scheme(BOW, actor=TESTS.key):
        actions.undo_merge(by=TESTS, merge=done)
    assert people_queries.person_for(acting("bea"), theirs.person.pk) == theirs.person


def test_only_who_sees_both_may_merge_or_undo(in_bow, acting):
    mine = supported(holder="Sam")
    theirs = supported("Adah", phone="07700 900124", holder="Nadia")
    with pytest.raises(Refused, match="see both"):
        actions.merge_people(by=acting("nadia"), kept=theirs.person, lost=mine.person)
    done = actions.merge_people(by=acting("mo"), kept=theirs.person, lost=mine.person)
    with pytest.raises(Refused, match="see both"):
        actions.undo_merge(by=acting("sam"), merge=done)
    actions.undo_merge(by=acting("mo"), merge=done)


def test_two_people_are_remembered_as_two(two):
    kept, lost = two
    assert [m.person for m in people_queries.possible_duplicates(kept)] == [lost]
    people.tell_apart(by=TESTS, one=lost, other=kept, why="Sisters")
    people.tell_apart(by=TESTS, one=kept, other=lost)
    assert NotTheSame.objects.count() == 1
    for one in two:
        assert people_queries.possible_duplicates(one) == []


def test_an_nhs_number_that_both_came_to_have_is_in_doubt_after_undoing(in_bow):
    kept = refer().person
    lost = refer("Adah", phone="07700 900124").person
    people.edit(by=TESTS, person=lost, nhs_number="9990000018")
    done = merge(kept, fresh(lost))
    people.edit(by=TESTS, person=fresh(kept), nhs_number="9990000018")
    actions.undo_merge(by=TESTS, merge=done)
    assert (fresh(kept).nhs_number, fresh(kept).nhs_number_in_doubt) == ("", "9990000018")
    assert fresh(lost).nhs_number == "9990000018"


def test_letters_about_either_are_read_with_the_kept_record(in_bow, acting):
    mine = supported(holder="Sam")
    theirs = supported("Adah", phone="07700 900124", holder="Nadia")
    closed = closures.close(
        by=TESTS, case=theirs, reason=closure_reasons.COMPLETED, summary="Well."
    )
    assert closed.letter_id
    merge(mine.person, fresh(theirs.person))
    assert messages.letters(acting("sam")).filter(pk=closed.letter_id).exists()
    assert not messages.letters(acting("nadia")).filter(pk=closed.letter_id).exists()


def test_partners_are_not_added_up(in_bow):
    mine = supported(holder="Sam")
    theirs = supported("Adah", phone="07700 900124", holder="Nadia")
    merge(mine.person, theirs.person)
    seen = people_queries.partners_who_see(fresh(mine.person), today())
    assert [row.partner for row in seen] == [DeliveryPartner.objects.get(name="Limehouse Links")]
