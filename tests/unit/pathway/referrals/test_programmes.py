"""A referral to a programme is paid for by the programme's own contract."""

from __future__ import annotations

from kith.isolation import context
from kith.organisations import actions as organisations
from kith.pathway.caseload import actions as caseload
from kith.pathway.referrals.models import Referral
from tests import cast


def test_the_form_asks_for_the_programme_where_there_is_one(company, key):
    ruth = company.client("ruth")
    assert "Programme" not in ruth.get("/desk/referrals/new").content.decode()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        cancer = organisations.add_programme(by=cast.TESTS, scheme_id=cast.BOW, name="Cancer")
        paid = organisations.add_contract(
            by=cast.TESTS,
            scheme_id=cast.BOW,
            funder_name="A cancer charity",
            title="Cancer programme",
            from_date=cast.SINCE,
            programme=cancer,
        )
    typed = {
        "last_name": "Oduya", "date_of_birth_day": "3", "date_of_birth_month": "5",
        "date_of_birth_year": "1961", "phone": "07700 900455", "person_knows": "yes",
        "consent_note": "To be rung", "referrer_sees": "Tired since treatment ended.",
        "urgency": "routine", "risk": "none_known", "programme": str(cancer.pk),
    }  # fmt: skip
    assert ruth.post("/desk/referrals/new", {**typed, **key()}).status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        referral = Referral.objects.get()
        assert (referral.programme, referral.consent_note) == (cancer, "To be rung")
        case = caseload.take_on(by=cast.TESTS, referral=referral)
        assert case.contract == paid


def test_a_programme_of_another_scheme_cannot_be_named(company, key, in_poplar):
    theirs = organisations.add_programme(by=in_poplar, scheme_id=cast.POPLAR, name="Theirs")
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        organisations.add_programme(by=cast.TESTS, scheme_id=cast.BOW, name="Ours")
    typed = {
        "last_name": "Oduya", "date_of_birth_day": "3", "date_of_birth_month": "5",
        "date_of_birth_year": "1961", "phone": "07700 900455", "person_knows": "yes",
        "referrer_sees": "Tired.", "urgency": "routine", "risk": "none_known",
        "programme": str(theirs.pk),
    }  # fmt: skip
    refused = company.client("ruth").post("/desk/referrals/new", {**typed, **key()})
    assert refused.status_code == 400
    assert "Oduya" in refused.content.decode()
