"""The pages that compare two records, join them and take them apart."""

from __future__ import annotations

import datetime

import pytest

from kith.audit.models import Entry
from kith.isolation.context import in_scheme
from kith.organisations.models import Membership
from kith.pathway.caseload import actions as caseload
from kith.pathway.referrals import actions
from kith.people import actions as people
from kith.people.actions import Who
from kith.people.models import Merge, NotTheSame
from tests.cast import BOW, TESTS


@pytest.fixture
def two(db):
    """Ada with an open case of Nadia's, and Adah who was referred later and waits in triage."""
    with in_scheme(BOW, actor=TESTS.key):
        first, second = (
            actions.receive(
                by=TESTS, scheme_id=BOW, source="01", referrer_sees=f"{name} is alone",
                who=Who(name, "Okafor", datetime.date(1956, 2, 29), phone=phone),
            )
            for name, phone in (("Ada", "07700 900123"), ("Adah", "07700 900124"))
        )  # fmt: skip
        nadia = Membership.objects.get(name__startswith="Nadia")
        case = caseload.take_on(by=TESTS, referral=first, holder=nadia)
        return case.person, second.person


def again_of(person) -> None:
    with in_scheme(BOW, actor=TESTS.key):
        person.refresh_from_db()


def merge_there() -> Merge | None:
    with in_scheme(BOW, actor=TESTS.key):
        return Merge.objects.filter(undone_at=None).first()


def keep(client, key, kept, lost):
    address = f"/desk/people/{lost.pk}/same/{kept.pk}"
    return client.post(address, {**key(), "decision": str(kept.pk), "why": "Rang both"})


def test_triage_and_record_lead_to_the_comparison_with_why(company, two):
    known, came = two
    client = company.client("tess")
    address = f"/desk/people/{came.pk}/same/{known.pk}"
    shown = client.get("/desk/triage").content.decode()
    assert address in shown
    assert "same date of birth, first name sounds alike, same last name" in shown
    assert "another phone" in shown
    page = client.get(address).content.decode()
    for words in ("Ada is alone", "Adah is alone", "07700 900123", "07700 900124", "Differs"):
        assert words in page, words
    assert "Only Ada Okafor, born 29 February 1956 can be kept" in page
    record = company.client("mo").get(f"/desk/people/{known.pk}").content.decode()
    assert f"/desk/people/{known.pk}/same/{came.pk}" in record


def test_joined_one_record_shows_both_and_the_old_address_leads_there(company, two, key):
    known, came = two
    client = company.client("tess")
    assert keep(client, key, known, came).url == f"/desk/people/{known.pk}"
    shown = client.get(f"/desk/people/{known.pk}").content.decode()
    for words in ("Merged with the record of Adah Okafor", "by Tess Whitlock", "07700 900124"):
        assert words in shown, words
    assert client.get(f"/desk/people/{came.pk}").url == f"/desk/people/{known.pk}"
    with in_scheme(BOW, actor=TESTS.key):
        looked = Entry.objects.filter(subject_type="desk:same", person_id=came.pk)
        assert looked.exists()


def test_undone_from_a_page_that_says_what_comes_back(company, two, key):
    known, came = two
    client = company.client("tess")
    keep(client, key, known, came)
    address = f"/desk/merges/{merge_there().pk}/undo"
    shown = client.get(address).content.decode()
    assert "stands by itself again" in shown
    assert "Rang both" in shown
    assert client.post(address, key()).status_code == 302
    assert merge_there() is None
    assert client.get(address).status_code == 404


def test_two_people_are_not_offered_again(company, two, key):
    known, came = two
    client = company.client("tess")
    address = f"/desk/people/{came.pk}/same/{known.pk}"
    assert client.post(address, {**key(), "decision": ""}).status_code == 400
    client.post(address, {**key(), "decision": "different", "why": "Sisters"})
    with in_scheme(BOW, actor=TESTS.key):
        assert NotTheSame.objects.count() == 1
    assert address not in client.get("/desk/triage").content.decode()


def test_the_record_without_the_open_case_cannot_be_kept(company, two, key):
    known, came = two
    assert keep(company.client("tess"), key, came, known).status_code == 400
    assert merge_there() is None


def test_whose_view_changes_is_said_before(company, two):
    known, came = two
    shown = company.client("mo").get(f"/desk/people/{came.pk}/same/{known.pk}").content.decode()
    assert "Roman Road Friends will also see what is on the other record" in shown


def test_nobody_compares_whom_they_may_not_see(company, two, key):
    known, came = two
    address = f"/desk/people/{came.pk}/same/{known.pk}"
    for name in ("sam", "sana"):
        assert company.client(name).get(address).status_code == 404
        assert keep(company.client(name), key, known, came).status_code == 404
    assert company.client("nadia").get(address).status_code == 404
    assert company.client("mo").get(address).status_code == 200


def test_a_day_of_a_worker_shows_the_kept_name(company, two, key):
    known, came = two
    keep(company.client("tess"), key, known, came)
    shown = company.client("nadia").get("/desk/caseload").content.decode()
    assert "Ada Okafor" in shown
    assert "Adah" not in shown


def test_what_the_other_record_says_is_shown_taken_over_and_given_back(company, two, key):
    known, came = two
    with in_scheme(BOW, actor=TESTS.key):
        people.edit(
            by=TESTS, person=came, language="syl", nhs_number="9990000018", preferred_name="Addie",
            needs_interpreter=False,
        )  # fmt: skip
        people.edit(by=TESTS, person=known, preferred_name="Ada B")
    tess = company.client("tess")
    keep(tess, key, known, came)
    record, merge = f"/desk/people/{known.pk}", merge_there()
    shown = tess.get(record).content.decode()
    assert "That record also says, and this one does not" in shown
    for words in ("Sylheti", "999 000 0018", "Needs none"):
        assert words in shown, words
    assert "Addie" not in shown  # this one says how she is called
    take = f"/desk/merges/{merge.pk}/take-over"
    assert company.client("sam").post(take, key()).status_code == 404
    assert company.client("ruth").post(take, key()).status_code == 403
    tess.post(take, key())
    again_of(known)
    assert (known.language, known.nhs_number, known.needs_interpreter) == (
        "syl",
        "9990000018",
        False,
    )
    assert "That record also says" not in tess.get(record).content.decode()
    again = tess.post(take, key(), follow=True).content.decode()
    assert "nothing more to take over" in again
    # One of them is put right meanwhile; then the merge turns out to be wrong.
    with in_scheme(BOW, actor=TESTS.key):
        people.edit(by=TESTS, person=known, language="bn")
    undo = f"/desk/merges/{merge.pk}/undo"
    assert "was taken over from the record of" in tess.get(undo).content.decode()
    tess.post(undo, key())
    for person in two:
        again_of(person)
    assert (known.language, known.nhs_number, known.needs_interpreter) == ("bn", "", None)
    assert known.nhs_number_in_doubt == ""
    assert (came.language, came.nhs_number, came.needs_interpreter) == ("syl", "9990000018", False)
