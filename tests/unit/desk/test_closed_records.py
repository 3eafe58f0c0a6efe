"""A referral of somebody whom another partner supports opens no record and takes nobody over."""

from __future__ import annotations

import datetime as dt

import pytest

from kith.isolation.context import in_scheme
from kith.organisations.models import DeliveryPartner, Membership
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals import queries
from kith.pathway.referrals.models import Ask, Referral
from kith.pathway.referrals.states import Decision
from kith.people import actions as people
from kith.people.actions import Who
from kith.people.models import PartnerAccess, Person
from kith.resilience.errors import Refused
from tests.cast import BOW, TESTS
from tests.unit.desk.people import member, referred

BORN = dt.date(1950, 1, 2)
QUEUE = "/desk/triage"


def bow():
    return in_scheme(BOW, actor=TESTS.key)


@pytest.fixture
def ida(db) -> Person:
    """Supported by Roman Road Friends, with a risk and a second number. Sam leads another partner."""
    with bow():
        person, _ = people.know(
            by=TESTS, scheme_id=BOW,
            who=Who("Ida", "Secret", BORN, phone="07700 900111", preferred_name="Hidden Name",
                    address="9 Refuge Lane", postcode="E3 4AA", nhs_number="9434765919"),
        )  # fmt: skip
        people.add_contact_point(
            by=TESTS, person=person, kind="phone", value="07700 900222", safe_for=["call"]
        )
        people.state_risk(
            by=TESTS, person=person, text="Former partner is violent", stated_by_name="Nadia",
            stated_on=dt.date(2026, 1, 1),
        )  # fmt: skip
        people.give_partner_access(
            by=TESTS, person=person, from_date=dt.date(2020, 1, 1),
            partner=DeliveryPartner.objects.get(scheme_id=BOW, name="Roman Road Friends"),
        )  # fmt: skip
        Membership.objects.filter(name="Sam Adeyemi").update(roles=["teamlead", "linkworker"])
    return person


@pytest.fixture
def asked(ida) -> Referral:
    """A stranger who knows her name, birth date and number asked in her name."""
    with bow():
        ask = Ask.objects.create(
            scheme_id=BOW,
            answers={
                "for_whom": "self", "first_name": "Ida", "last_name": "Secret", "words": "Ring me",
                "date_of_birth": "1950-01-02", "phone": "+447700900111",
            },
        )  # fmt: skip
        return referrals.read_ask(by=TESTS, ask=ask).referral


def access() -> set[str]:
    with bow():
        return set(PartnerAccess.objects.values_list("partner__name", flat=True))


def test_another_partners_lead_cannot_take_them_on_by_any_press(company, asked, key):
    assert asked.joined
    sam = company.client("sam")
    said = sam.post(f"{QUEUE}/{asked.pk}/take-on", {**key(), "holder": ""}, follow=True)
    assert "Ask the team lead of Roman Road Friends or the manager" in said.content.decode()
    for decision in (
        {"decision": "take_on", "holder": "", "note": ""},
        {"decision": "return", "reason": "Which?"},
        {"decision": "not_take_on", "reason_code": "02", "words": "No"},
    ):
        sam.post(f"{QUEUE}/{asked.pk}", {**key(), "version": asked.version, **decision})
    with bow():
        asked.refresh_from_db()
        assert asked.decision == Decision.RECEIVED
        assert not Case.objects.exists()
    assert access() == {"Roman Road Friends"}
    assert sam.get(f"/desk/people/{asked.person_id}").status_code == 404


@pytest.mark.parametrize("who", ["tess", "mo"])
def test_whoever_may_see_them_takes_them_on(company, asked, key, who):
    company.client(who).post(f"{QUEUE}/{asked.pk}/take-on", {**key(), "holder": ""})
    with bow():
        asked.refresh_from_db()
    assert asked.decision == Decision.TAKEN_ON


def test_the_write_door_itself_refuses_with_who_can(acting, asked):
    sam = acting("sam")
    for act in (
        lambda: caseload.take_on(by=sam, referral=asked),
        lambda: referrals.return_to_referrer(by=sam, referral=asked, reason="Which?"),
        lambda: referrals.not_take_on(by=sam, referral=asked, reason_code="02"),
    ):
        with pytest.raises(Refused, match="the team lead of Roman Road Friends"):
            act()
    assert caseload.take_on(by=acting("tess"), referral=asked).person_id == asked.person_id


def test_what_was_returned_is_completed_by_who_referred_or_may_decide_and_by_nobody_else(
    acting, company, ida, key
):
    with bow():
        ruths = referred(who={"first_name": "Ida", "last_name": "Secret", "date_of_birth": BORN,
                              "phone": "07700 900111"}, referrer=member("Ruth"))  # fmt: skip
        assert ruths.person_id == ida.pk
        referrals.return_to_referrer(by=TESTS, referral=ruths, reason="Which flat?")
    page = f"/desk/referrals/{ruths.pk}"
    typed = {**key(), "version": ruths.version, "referrer_sees": "Flat 4", "person_says": ""}
    sam = company.client("sam")
    for answered in (
        sam.get(f"{page}/again", follow=True),
        sam.post(f"{page}/again", typed, follow=True),
    ):
        assert "Ask the team lead of Roman Road Friends or the manager" in answered.content.decode()
    assert f"{page}/again" not in sam.get(page).content.decode()
    with pytest.raises(Refused, match="the team lead of Roman Road Friends"):
        referrals.send_again(by=acting("sam"), referral=ruths, referrer_sees="Flat 4")
    with bow():
        ruths.refresh_from_db()
    assert ruths.decision == Decision.RETURNED
    assert f"{page}/again" in company.client("tess").get(page).content.decode()
    referrals.send_again(by=acting("tess"), referral=ruths, referrer_sees="Flat 4")
    with bow():
        referrals.return_to_referrer(by=TESTS, referral=ruths, reason="Which floor?")
    company.client("ruth").post(f"{page}/again", {**typed, **key(), "version": ruths.version})
    with bow():
        ruths.refresh_from_db()
    assert ruths.decision == Decision.RECEIVED


def test_a_question_about_somebody_closed_is_answered_by_who_decides(company, asked, key):
    with bow():
        referrals.ask_question(by=TESTS, referral=asked, text="Which flat?")
    page = f"{QUEUE}/{asked.pk}/answer"
    said = company.client("sam").get(page, follow=True)
    assert said.status_code == 200
    assert "For the team lead of Roman Road Friends or the manager" in said.content.decode()
    assert company.client("tess").get(page).status_code == 200


def test_triage_shows_such_a_lead_what_the_referral_carried_and_no_more(company, asked):
    secrets = ("violent", "900222", "900 222", "Refuge", "E3 4AA", "Hidden Name", "9434765919")
    for address in (QUEUE, f"{QUEUE}/{asked.pk}", f"/desk/referrals/{asked.pk}"):
        shown = company.client("sam").get(address).content.decode()
        assert "Ida Secret" in shown, address
        assert not [word for word in secrets if word in shown], address
        assert str(asked.person_id) not in shown
    shown = company.client("sam").get(QUEUE).content.decode()
    assert "Ring me" in shown
    assert "07700 900111" in shown
    assert "For the team lead of Roman Road Friends or the manager to decide" in shown
    whole = company.client("tess").get(QUEUE).content.decode()
    for word in ("violent", "900222", "Refuge"):
        assert word in whole.replace("900 222", "900222")


def test_a_colleague_who_wrote_the_referral_reads_their_own_words_alone(acting, company, ida):
    sam = acting("sam")
    own = referrals.receive(
        by=sam, scheme_id=BOW, source="02", no_risk_known=True,
        who=Who("Ida", "Secret", BORN, phone="07700 900111"),
    )  # fmt: skip
    assert own.person_id == ida.pk
    shown = company.client("sam").get(f"/desk/referrals/{own.pk}").content.decode()
    assert "on the record" not in shown
    assert "the record" not in shown
    queue = company.client("sam").get(QUEUE).content.decode()
    assert "None known to" in queue
    assert "The referrer knew of no risk" in company.client("tess").get(QUEUE).content.decode()


def test_a_newcomer_is_for_whoever_reads_first_until_a_partner_supports_them(acting, db):
    with bow():
        Membership.objects.filter(name="Sam Adeyemi").update(roles=["teamlead", "linkworker"])
        first = referred()
    assert not first.joined
    sam = acting("sam")
    assert queries.standing_of(sam, first).decides
    with bow():
        again = referred(organisation_name="Elsewhere", practice=None)
        other = referred(number=1)
    assert again.joined
    tess = acting("tess")
    caseload.take_on(by=tess, referral=first, holder=member("Nadia"))
    sam = acting("sam")
    assert not queries.standing_of(sam, again).decides
    assert caseload.take_on(by=sam, referral=other).partner.name == "Limehouse Links"


def test_somebody_whom_no_partner_sees_any_more_is_the_managers(acting, asked):
    with bow():
        PartnerAccess.objects.update(to_date=dt.date(2021, 1, 1))
    assert queries.standing_of(acting("tess"), asked).deciders == "the manager"
    assert queries.standing_of(acting("mo"), asked).decides


@pytest.mark.parametrize(
    ("decision", "leads", "workers"),
    [
        (Decision.RECEIVED, 200, 404),
        (Decision.RETURNED, 200, 404),
        (Decision.NOT_TAKEN_ON, 404, 404),
        (Decision.WITHDRAWN, 404, 404),
    ],
)
def test_a_referral_that_ended_is_read_by_nobody_who_may_not_see_the_person(
    company, db, decision, leads, workers
):
    with bow():
        referral = referred(person_says="My husband hits me")
        if decision != Decision.RECEIVED:
            Referral.objects.filter(pk=referral.pk).update(
                decision=decision, decided_at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
            )
    page = f"/desk/referrals/{referral.pk}"
    assert company.client("tess").get(page).status_code == leads
    for who in ("nadia", "sam", "bea"):
        assert company.client(who).get(page).status_code == workers
    # The prime contractor's staff may see the person.
    assert company.client("priya").get(page).status_code == 200


def test_what_one_wrote_down_by_telephone_one_reads_again(acting, company, db):
    nadia = acting("nadia")
    referral = referred(by=nadia)
    page = f"/desk/referrals/{referral.pk}"
    assert company.client("nadia").get(page).status_code == 200
    assert company.client("sam").get(page).status_code == 404


def test_a_decision_on_somebody_closed_since_is_still_undone_within_its_minute(company, db, key):
    with bow():
        referral = referred()
    tess = company.client("tess")
    tess.post(
        f"{QUEUE}/{referral.pk}",
        {**key(), "version": 1, "decision": "not_take_on", "reason_code": "02", "words": "No"},
    )
    tess.post(f"{QUEUE}/{referral.pk}/undo", key())
    with bow():
        referral.refresh_from_db()
    assert referral.decision == Decision.RECEIVED
