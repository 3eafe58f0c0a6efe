"""A referral arrives, is decided on, and the person answers."""

from __future__ import annotations

import datetime

import pytest
from django.http import Http404
from django.utils import timezone

from kith.organisations.models import Membership, Practice, Reason
from kith.pathway.referrals import actions, queries, rules
from kith.pathway.referrals.actions import AlreadyReceived
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.states import Answer, Decision
from kith.people import rules as people_rules
from kith.people.actions import Who, state_risk
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.ui.dates import today
from kith.vocabulary import snomed
from tests.cast import BOW, POPLAR, TESTS

BORN = datetime.date(1956, 2, 29)


def who(**values) -> Who:
    values = {
        "first_name": "Ada",
        "last_name": "Okafor",
        "date_of_birth": BORN,
        "phone": "07700 900123",
        **values,
    }
    return Who(**values)


def refer(**values) -> Referral:
    values = {"by": TESTS, "scheme_id": BOW, "who": who(), "source": "01", **values}
    return actions.receive(**values)


def test_a_referral_puts_the_person_on_record_with_its_reasons(in_bow):
    practice = Practice.objects.get(ods_code="F84901")
    reasons = list(Reason.objects.filter(foundation="money"))
    referral = refer(
        practice=practice, reasons=reasons, referrer_sees="Low since spring",
        person_says="The bills", person_knows=True,
    )  # fmt: skip
    assert referral.organisation_name == "Merchant Street Practice"
    assert {row.reason for row in referral.reasons.all()} == set(reasons)
    assert (referral.referrer_sees, referral.person_says) == ("Low since spring", "The bills")
    assert referral.decision == Decision.RECEIVED
    assert referral.answer == Answer.NOT_YET


def test_the_same_person_day_and_place_is_the_same_referral(in_bow):
    first = refer(organisation_name="Merchant Street Practice")
    with pytest.raises(AlreadyReceived) as refusal:
        refer(organisation_name="Merchant Street Practice")
    assert refusal.value.referral == first
    assert Person.objects.count() == 1
    elsewhere = refer(organisation_name="The Royal Oak Hospital", source="06")
    assert elsewhere.person == first.person
    yesterday = today() - datetime.timedelta(days=1)
    assert refer(organisation_name="Merchant Street Practice", referred_on=yesterday)


def test_someone_who_cannot_be_reached_is_refused_and_nothing_kept(in_bow):
    with pytest.raises(Refused, match="phone number, an e-mail or an address"):
        refer(who=who(phone=""))
    assert not Person.objects.exists()
    assert refer(who=who(phone="", email="ada@mail.example"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"source": "nowhere"}, "source"),
        ({"urgency": "yesterday"}, "urgency"),
        ({"referred_on": datetime.date(2100, 1, 1)}, "referred_on"),
        ({"who": None}, "last_name"),
    ],
)
def test_what_is_on_no_list_is_refused(in_bow, wrong, field):
    with pytest.raises(Refused) as refusal:
        refer(**wrong)
    assert refusal.value.field == field
    assert refer(source="23", urgency="soon")


def test_risk_is_stated_none_known_or_not_yet_asked(in_bow):
    stated = refer(risk="A large dog", referrer_name="Dr Abelson").person
    none = refer(who=who(last_name="Bell"), no_risk_known=True, referrer_name="Dr Abelson").person
    unasked = refer(who=who(last_name="Cole")).person
    kinds = [people_rules.risk_summary(p, p.risks.all()).kind for p in (stated, none, unasked)]
    assert kinds == ["stated", "none_known", "not_asked"]


def test_none_known_beside_a_stated_risk_is_noted_and_ends_nothing(in_bow):
    person = refer().person
    state_risk(by=TESTS, person=person, text="A large dog")
    again = refer(no_risk_known=True, organisation_name="The Royal Oak Hospital")
    assert again.no_risk_given
    assert people_rules.risk_summary(person, person.risks.all()).kind == "stated"


def test_returned_with_a_reason_and_sent_again(in_bow):
    referral = refer()
    with pytest.raises(Refused, match="Say what is missing"):
        actions.return_to_referrer(by=TESTS, referral=referral, reason=" ")
    actions.return_to_referrer(by=TESTS, referral=referral, reason="Which language?")
    assert (referral.decision, referral.decided_why) == (Decision.RETURNED, "Which language?")
    with pytest.raises(Refused, match="Add what was missing"):
        actions.send_again(by=TESTS, referral=referral, referrer_sees="")
    actions.send_again(by=TESTS, referral=referral, referrer_sees="Sylheti")
    assert (referral.decision, referral.decided_at) == (Decision.RECEIVED, None)
    with pytest.raises(Refused, match="Only a referral that was returned"):
        actions.send_again(by=TESTS, referral=referral, referrer_sees="Sylheti")


def test_not_taken_on_has_a_reason_and_owes_no_code(in_bow):
    referral = refer()
    with pytest.raises(Refused) as refusal:
        actions.not_take_on(by=TESTS, referral=referral, reason_code="99")
    assert refusal.value.field == "reason_code"
    actions.not_take_on(by=TESTS, referral=referral, reason_code="02", words="Lives in Leeds")
    assert referral.decided_why == "Not right for this service. Lives in Leeds"
    assert rules.code_owed(referral) is None


def test_the_referrer_withdraws_until_it_is_taken_on(in_bow):
    early, late = refer(), refer(who=who(last_name="Bell"))
    assert actions.withdraw(by=TESTS, referral=early).decision == Decision.WITHDRAWN
    actions.mark_taken_on(by=TESTS, referral=late)
    with pytest.raises(Refused, match="cannot be withdrawn"):
        actions.withdraw(by=TESTS, referral=late)


def test_a_decision_is_undone_within_a_minute_and_not_after(in_bow):
    referral = refer()
    actions.return_to_referrer(by=TESTS, referral=referral, reason="Which language?")
    late = timezone.now() + datetime.timedelta(seconds=61)
    assert not rules.may_undo(referral, late)
    with pytest.raises(Refused, match="minute"):
        actions.undo(by=TESTS, referral=referral, at=late)
    assert rules.may_undo(referral, timezone.now())
    actions.undo(by=TESTS, referral=referral)
    assert (referral.decision, referral.decided_why) == (Decision.RECEIVED, "")
    with pytest.raises(Refused):
        actions.undo(by=TESTS, referral=referral)


def test_the_code_follows_the_persons_own_answer(in_bow):
    agreed, declined, silent = (refer(who=who(last_name=n)) for n in ("Bell", "Cole", "Dunn"))
    actions.record_answer(by=TESTS, referral=agreed, answer="agreed")
    actions.record_answer(by=TESTS, referral=declined, answer="declined", note="No thank you")
    assert rules.code_owed(agreed) == snomed.REFERRAL
    assert rules.code_owed(agreed, first_in_episode=False) is None
    assert rules.code_owed(declined) == snomed.DECLINED
    assert rules.code_owed(silent) is None
    with pytest.raises(Refused):
        actions.record_answer(by=TESTS, referral=agreed, answer="declined")
    actions.record_answer(by=TESTS, referral=declined, answer="agreed")
    assert rules.code_owed(declined) == snomed.REFERRAL


def test_a_referrer_reads_their_own_referrals_alone(acting):
    ruth = acting("ruth")
    mine = Membership.objects.get(pk=ruth.membership_id(BOW))
    referral = refer(by=ruth, referrer=mine, practice=mine.practice)
    assert list(queries.mine(ruth)) == [referral]
    assert queries.referral_for(ruth, referral.pk) == referral
    for other in ("ray", "sana", "fay", "della"):
        with pytest.raises(Http404):
            queries.referral_for(acting(other), referral.pk)
    with pytest.raises(Http404):
        queries.referral_for(acting("nadia"), referral.pk)
    assert queries.referral_for(acting("tess"), referral.pk) == referral


def test_the_queue_is_for_those_who_decide_oldest_first(acting):
    tess = acting("tess")
    now = timezone.now()
    new = refer(by=tess)
    old = refer(by=tess, who=who(last_name="Bell"), at=now - datetime.timedelta(days=3))
    assert list(queries.waiting(tess)) == [old, new]
    assert not queries.waiting(acting("nadia")).exists()
    assert not queries.waiting(acting("max")).exists()


def test_the_same_person_in_two_schemes_is_two_records(acting):
    bea = acting("bea")
    one, two = refer(by=bea), refer(by=bea, scheme_id=POPLAR)
    assert one.person_id != two.person_id
    assert list(queries.visible_to(acting("sana"))) == [two]
