"""On the page of decisions: the person said no, in their words, and the referrer reads only what they may."""

from __future__ import annotations

from typing import Any

from kith.isolation.context import in_scheme
from kith.organisations.models import Membership
from kith.pathway.caseload import actions as caseload
from kith.pathway.referrals import actions
from kith.pathway.referrals.models import CodeOwed, Referral
from kith.ui.dates import today
from kith.vocabulary import snomed
from tests.cast import BOW, TESTS
from tests.unit.desk.people import case_of, referred

QUEUE = "/desk/triage"


def made(**told: Any) -> Referral:
    with in_scheme(BOW, actor=TESTS.key):
        if told.pop("ruth", False):
            told["referrer"] = Membership.objects.get(name__startswith="Ruth")
        return referred(**told)


def read(referral: Referral) -> Referral:
    with in_scheme(BOW, actor=TESTS.key):
        return Referral.objects.get(pk=referral.pk)


def said(key: Any, referral: Referral, **more: str) -> dict[str, Any]:
    day = today()
    return {
        **key(), "version": referral.version, "decision": "said_no",
        "no_words": "I have my sister for that.", "no_heard_by": "Tess Whitlock",
        "no_heard_on_day": day.day, "no_heard_on_month": day.month, "no_heard_on_year": day.year, **more,
    }  # fmt: skip


def test_it_is_said_kept_and_undone(company, key) -> None:
    referral = made()
    client, address = company.client("tess"), f"{QUEUE}/{referral.pk}"
    page = client.get(address).content.decode()
    assert "The person said no" in page
    assert "Whom we could not reach has not answered." in page
    missing = client.post(address, said(key, referral, no_words=""))
    assert missing.status_code == 400
    assert "Tess Whitlock" in missing.content.decode()
    answer = client.post(address, said(key, referral), follow=True)
    assert "Amina Begum said no. The referral has ended." in answer.content.decode()
    assert read(referral).answer == "declined"
    client.post(f"{address}/undo", key())
    assert (read(referral).decision, read(referral).answer) == ("received", "not_yet")


def test_who_asked_for_themselves_withdraws(company) -> None:
    referral = made(source="02", practice=None, referrer_name="")
    page = company.client("tess").get(f"{QUEUE}/{referral.pk}").content.decode()
    assert "The person withdrew: they asked for themselves" in page


def test_their_words_and_who_heard_them_are_not_for_the_referrer(company, key) -> None:
    for source in ("01", "housing"):
        referral = made(
            source=source, ruth=True, number=int(source == "01"), organisation_name=source
        )
        company.client("tess").post(f"{QUEUE}/{referral.pk}", said(key, referral))
        shown = company.client("ruth").get(f"/desk/referrals/{referral.pk}").content.decode()
        assert "my sister" not in shown
        assert "said so" not in shown
        assert ("does not want our support" in shown) is (source == "01")


def test_the_record_keeps_each_end_with_who_and_when(company, key) -> None:
    with in_scheme(BOW, actor=TESTS.key):
        case = case_of("Nadia")
        caseload.record_agreed(by=TESTS, case=case)
        caseload.decline(by=TESTS, case=case, note="Not for me any more.")
        withdrawn = referred(organisation_name="First", practice=None)
        actions.withdraw(by=TESTS, referral=withdrawn, reason="The practice rang: moving away.")
        refused = referred(organisation_name="Second", practice=None)
        actions.record_no(by=TESTS, referral=refused, words="I said no.", heard_by="Dr Sen")
    shown = company.client("nadia").get(f"/desk/people/{case.person_id}").content.decode()
    for words in (
        "The person’s answer: Withdrew", "Not for me any more.",
        "Referral: Withdrawn", "The practice rang: moving away.",
        "The person’s answer: Declined", "I said no.", "Dr Sen",
    ):  # fmt: skip
        assert words in shown, words
    with in_scheme(BOW, actor=TESTS.key):
        codes = set(CodeOwed.objects.values_list("referral_id", "code"))
    assert codes == {
        (case.referral_id, snomed.REFERRAL.code), (refused.pk, snomed.DECLINED.code),
    }  # fmt: skip
