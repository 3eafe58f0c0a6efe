"""A second referral of somebody with an open case joins it: one case, two who hear back."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from kith.isolation.actor import Actor
from kith.isolation.context import in_scheme
from kith.messages.models import Email
from kith.organisations import actions as organisations
from kith.organisations.models import Practice
from kith.pathway.caseload import actions, queries
from kith.pathway.caseload.models import Case, Joining
from kith.pathway.plans import actions as plans
from kith.pathway.queues import Queue, queue_of
from kith.pathway.queues import Standing as Place
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals.models import CodeOwed, Referral, WordBack
from kith.pathway.referrals.states import Decision
from kith.people.models import RiskStatement
from kith.resilience.errors import Refused, Stale
from kith.ui.dates import today
from tests.cast import BOW, TESTS
from tests.unit.desk.people import case_of, member, referred


def again(by: Actor = TESTS, number: int = 0, **told: Any) -> Referral:
    """A second referral of the same person, from a housing officer."""
    return referred(
        by, number,
        **{
            "source": "housing", "practice": None, "organisation_name": "Poplar Homes",
            "referrer_name": "Ken Ilori", "referrer_contact": "ken@homes.example",
            "referrer_sees": "Behind with the rent since June.", **told,
        },
    )  # fmt: skip


def heard(referral: Referral) -> list[str]:
    rows = WordBack.objects.filter(referral=referral).order_by("said_at", "created_at")
    return list(rows.values_list("kind", flat=True))


def test_it_joins_the_one_case_and_brings_what_it_says(in_bow: Actor) -> None:
    case = case_of()
    second = again(risk="Owes money to a neighbour", who={"phone": "+447700900555"})
    with pytest.raises(Refused, match="join it to the case"):
        actions.take_on(by=in_bow, referral=second)
    joining = actions.join(by=in_bow, referral=second)
    second.refresh_from_db()
    assert second.decision == Decision.JOINED
    assert (joining.case, joining.read_at) == (case, None)
    assert Case.objects.count() == 1
    assert RiskStatement.objects.filter(person=case.person, text__startswith="Owes").exists()
    assert case.person.contact_points.filter(value="+447700900555").exists()
    assert second not in queries.referral_queries.waiting(in_bow)
    assert queue_of(Place(Decision.JOINED, case=case.state, held=True)) is Queue.CASELOAD


def test_without_an_open_case_or_twice_it_joins_nothing(in_bow: Actor) -> None:
    with pytest.raises(Refused, match="no open case"):
        actions.join(by=in_bow, referral=referred())
    case_of(number=1)
    second = again(number=1)
    with pytest.raises(Stale):
        actions.join(by=in_bow, referral=second, expected=second.version + 1)
    actions.join(by=in_bow, referral=second)
    with pytest.raises(Refused, match="cannot become"):
        actions.join(by=in_bow, referral=second)
    assert Joining.objects.count() == 1


def test_only_who_may_see_the_person_joins(acting: Any) -> None:
    with in_scheme(BOW, actor=TESTS.key):
        case_of("Sam")
        second = again()
    with pytest.raises(Refused, match="known here already|may see the person"):
        actions.join(by=acting("tess"), referral=second)
    assert actions.join(by=acting("mo"), referral=second).case.holder == member("Sam")


def test_each_referrer_hears_by_their_own_tier_and_the_code_is_owed_once(in_bow: Actor) -> None:
    case = case_of()
    actions.record_agreed(by=in_bow, case=case)
    gp = again(
        source="01", practice=Practice.objects.get(ods_code="F84902"), organisation_name="",
        referrer_name="Dr Sen", referrer_contact="sen@gp.example",
    )  # fmt: skip
    housing, neighbour = again(), again(source="03", organisation_name="", referrer_contact="")
    for row in (gp, housing, neighbour):
        actions.join(by=in_bow, referral=row)
    plans.agree(by=in_bow, case=case, agreed_with="Amina")
    actions.mark_closed(by=in_bow, case=case)
    assert heard(gp) == ["acknowledged", "joined", "plan", "closed"]
    assert heard(housing) == ["acknowledged", "taken_on", "closed"]
    assert heard(neighbour) == ["acknowledged"]
    assert list(CodeOwed.objects.values_list("referral_id", flat=True)) == [case.referral_id]


def test_a_practice_that_referred_twice_gets_one_letter(in_bow: Actor) -> None:
    case = case_of()
    referrals.choose_word_back(
        by=in_bow, practice=case.referral.practice, letters=["taken_on", "plan"], weekly_sheet=False
    )
    second = again(
        source="01", practice=case.referral.practice, referrer_contact="gp@practice.example"
    )
    actions.join(by=in_bow, referral=second)
    plans.agree(by=in_bow, case=case, agreed_with="Amina")
    letters = WordBack.objects.filter(letter__isnull=False)
    assert set(letters.values_list("referral_id", "kind")) == {
        (second.pk, "joined"), (case.referral_id, "plan"),
    }  # fmt: skip


def test_undone_within_the_minute_nothing_was_said_and_after_it_not_at_all(in_bow: Actor) -> None:
    case_of()
    second = again()
    actions.join(by=in_bow, referral=second)
    actions.undo_join(by=in_bow, referral=second)
    second.refresh_from_db()
    assert (second.decision, Joining.objects.count()) == (Decision.RECEIVED, 0)
    assert heard(second) == ["acknowledged"]
    assert Email.objects.get(kind="word_taken_on").state == "taken_back"
    actions.join(by=in_bow, referral=second)
    late = timezone.now() + datetime.timedelta(minutes=2)
    with pytest.raises(Refused, match="More than a minute"):
        actions.undo_join(by=in_bow, referral=second, at=late)
    assert Joining.objects.count() == 1


def test_the_worker_reads_it_and_so_does_their_cover_and_nobody_else(acting: Any) -> None:
    with in_scheme(BOW, actor=TESTS.key):
        case_of("Nadia")
        joining = actions.join(by=TESTS, referral=again())
    nadia = acting("nadia")
    assert queries.joined_unread(queries.looked_after(nadia)) == [joining]
    with pytest.raises(Refused, match="who covers"):
        actions.read_joined(by=acting("tess"), joining=joining)
    organisations.add_absence(
        by=acting("nadia"), member=member("Nadia"), cover=member("Tess"),
        from_date=today(), to_date=today(), note="",
    )  # fmt: skip
    tess = acting("tess")
    assert queries.joined_unread(queries.looked_after(tess)) == [joining]
    actions.read_joined(by=tess, joining=joining)
    joining.refresh_from_db()
    assert joining.read_by == member("Tess")
    assert not queries.joined_unread(queries.looked_after(acting("nadia")))


def test_who_joins_it_to_their_own_case_has_read_it(acting: Any) -> None:
    with in_scheme(BOW, actor=TESTS.key):
        case_of("Tess")
        second = again()
    assert actions.join(by=acting("tess"), referral=second).read_at is not None


def test_a_referral_is_decided_on_again_when_its_person_was_another_after_all(
    in_bow: Actor,
) -> None:
    case = case_of()
    other = again(who={"first_name": "Ameena", "phone": "+447700900777", "address": ""})
    assert other.person_id != case.person_id
    merge = actions.merge_people(by=in_bow, kept=case.person, lost=other.person)
    other.refresh_from_db()
    actions.join(by=in_bow, referral=Referral.objects.get(pk=other.pk))
    actions.undo_merge(by=in_bow, merge=merge)
    other = Referral.objects.get(pk=other.pk)
    assert other.decision == Decision.RECEIVED
    assert "another person’s" in other.decided_why
    assert not Joining.objects.exists()


def test_a_joined_referral_is_no_longer_withdrawn(in_bow: Actor) -> None:
    case_of()
    second = again()
    actions.join(by=in_bow, referral=second)
    with pytest.raises(Refused, match="supporting this person by now"):
        referrals.withdraw(by=in_bow, referral=second)
    third = again(referred_on=today() - datetime.timedelta(days=1))
    referrals.withdraw(by=in_bow, referral=third)
    assert third.decision == Decision.WITHDRAWN


def test_the_walls_hold_for_a_joining(acting: Any) -> None:
    with in_scheme(BOW, actor=TESTS.key):
        case_of()
        joining = actions.join(by=TESTS, referral=again())
    acting("sana")
    assert not Joining.objects.filter(pk=joining.pk).exists()
    acting("mo")
    assert Joining.objects.filter(pk=joining.pk).exists()
