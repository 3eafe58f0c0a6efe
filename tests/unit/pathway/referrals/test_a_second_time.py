"""The same person asked for twice on one day: no word is lost, and whoever sent it can read the truth."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kith.isolation.actor import Actor
from kith.isolation.context import in_scheme
from kith.messages.models import Email
from kith.organisations.models import Practice
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.referrals import actions, jobs, queries
from kith.pathway.referrals.actions import AlreadyReceived
from kith.pathway.referrals.models import Ask, Redirect, Referral
from kith.pathway.referrals.states import Decision
from kith.people.models import LinkedPerson
from tests.cast import BOW, POPLAR, TESTS
from tests.unit.desk.people import member, referred
from tests.unit.pathway.referrals.test_outside import bow, page_of, read_all, send
from tests.unit.pathway.referrals.test_pages import NEW, WHO

Key = Callable[[], dict[str, str]]
MOTHER: dict[str, Any] = {
    "for_whom": "self", "first_name": "Ida", "last_name": "Bell", "date_of_birth": "1940-02-29",
    "phone": "07700 900411", "words": "I am lonely",
}  # fmt: skip
DAUGHTER = {
    **MOTHER, "for_whom": "other", "asker_name": "Bea Bell", "asker_relationship": "Her daughter",
    "asker_email": "bea@post.example", "ring_is_safe": True, "words": "She sits alone all day",
}  # fmt: skip
ENDS: dict[str, Callable[[Referral], Any]] = {
    "withdrawn": lambda row: actions.withdraw(by=TESTS, referral=row),
    "not taken on": lambda row: actions.not_take_on(by=TESTS, referral=row, reason_code="02"),
    "redirected": lambda row: actions.redirect(
        by=TESTS, referral=row, to="urgent", name="NHS 111", words="Rang 111 with her"
    ),
    "taken on": lambda row: caseload.take_on(by=TESTS, referral=row, holder=member("Nadia")),
    "said no": lambda row: actions.record_no(
        by=TESTS, referral=row, words="Not now", heard_by="Tess"
    ),
}


def asked(said: dict[str, Any], **changed: Any) -> Ask:
    ask = Ask.objects.create(scheme_id=BOW, answers={**said, **changed})
    actions.read_ask(by=TESTS, ask=ask)
    assert ask.handled_at, ask.problem
    return ask


def mailed() -> list[str]:
    return list(Email.objects.order_by("created_at").values_list("to", flat=True))


@pytest.fixture
def practice(db: None) -> Practice:
    with bow():
        return Practice.objects.get(ods_code="F84901")


@pytest.mark.parametrize("end", list(ENDS))
def test_after_a_decision_it_is_a_referral_of_its_own_to_be_decided_on(
    practice: Practice, key: Key, end: str
) -> None:
    address = page_of(practice)
    send(Client(), address, key)
    read_all()
    with bow():
        first = Referral.objects.get()
        ENDS[end](first)
    send(
        Client(),
        address,
        key,
        referrer_sees="And the heating is off.",
        referrer_email="b@m.example",
    )
    read_all()
    with bow():
        anew = Referral.objects.exclude(pk=first.pk).get()
        assert list(queries.waiting(TESTS)) == [anew]
        assert (anew.person, anew.again) == (first.person, 1)
        assert anew.referrer_sees == "And the heating is off."
        first.refresh_from_db()
        assert "heating" not in first.referrer_sees
        assert "b@m.example" in mailed()
        assert "Sent again" not in first.notes


def test_what_was_joined_to_a_case_is_referred_anew_too(in_bow: Actor) -> None:
    case = caseload.take_on(by=TESTS, referral=referred(), holder=member("Nadia"))
    second = referred(practice=None, organisation_name="Elsewhere")
    caseload.join(by=TESTS, referral=second)
    third = referred(practice=None, organisation_name="Elsewhere")
    assert (third.again, third.person) == (1, case.person)
    assert list(queries.waiting(TESTS)) == [third]


def test_before_a_decision_it_joins_the_first_and_with_a_sheet_always(in_bow: Actor) -> None:
    first = referred()
    with pytest.raises(AlreadyReceived):
        referred()
    actions.withdraw(by=TESTS, referral=first)
    with pytest.raises(AlreadyReceived) as there:
        referred(once=True)
    assert there.value.referral == first
    assert referred().again == 1


def test_one_that_waited_for_its_referrer_comes_back_with_what_is_new(
    practice: Practice, key: Key
) -> None:
    address = page_of(practice)
    send(Client(), address, key)
    read_all()
    with bow():
        actions.return_to_referrer(by=TESTS, referral=Referral.objects.get(), reason="Which flat?")
    send(Client(), address, key, referrer_sees="Flat 4.")
    read_all()
    with bow():
        row = Referral.objects.get()
        assert (row.decision, row.decided_at) == (Decision.RECEIVED, None)
        assert "Written again later: Flat 4." in row.referrer_sees
        assert queries.told_of(row.pk)[0].kind == "sent_again"


def test_one_who_asked_for_themselves_brings_theirs_back(in_bow: Actor) -> None:
    row = asked(MOTHER).referral
    actions.return_to_referrer(by=TESTS, referral=row, reason="Which flat?")
    asked(MOTHER, words="Flat 4")
    row.refresh_from_db()
    assert (row.decision, row.referrer_sees) == (Decision.RECEIVED, "")
    assert row.person_says == "I am lonely\n\nWritten again later: Flat 4"


def test_a_colleague_who_writes_too_gets_a_receipt_with_the_page_of_the_referral(
    practice: Practice, key: Key
) -> None:
    address = page_of(practice)
    send(Client(), address, key)
    send(Client(), address, key, referrer_email="ada@merchant.example", referrer_sees="More")
    read_all()
    with bow():
        referral = Referral.objects.get()
        receipt = Email.objects.get(to="ada@merchant.example")
        second = Ask.objects.order_by("created_at").last()
        assert second is not None
        assert second.reference in receipt.subject + receipt.body
        page = re.search(r"/word/\S+", receipt.body)
        assert page
        actions.not_take_on(by=TESTS, referral=referral, reason_code="02")
    assert "Not taken on" in Client().get(page[0]).content.decode()


def test_without_an_e_mail_the_page_they_were_given_is_that_of_the_referral(
    practice: Practice, key: Key
) -> None:
    address, client = page_of(practice), Client()
    send(Client(), address, key)
    read_all()
    send(client, address, key, referrer_email="", referrer_sees="More")
    own = re.search(r'href="[^"]*(/word/[^"]+)"', client.get(f"{address}/sent").content.decode())
    assert own
    assert "What becomes of it stands here from when" in Client().get(own[1]).content.decode()
    read_all()
    shown = Client().get(own[1]).content.decode()
    assert "We have your referral. Thank you." in shown
    assert own[1] in client.get(f"{address}/sent").content.decode(), (
        "shown again as the page reloads"
    )
    with bow():
        actions.not_take_on(by=TESTS, referral=Referral.objects.get(), reason_code="02")
    assert "Not taken on" in Client().get(own[1]).content.decode()


def test_a_mother_and_her_daughter_each_ask_and_each_hear_what_is_theirs(in_bow: Actor) -> None:
    hers = asked(MOTHER, email="ida@post.example", email_is_safe=True).referral
    theirs = asked(DAUGHTER).referral
    assert hers != theirs
    assert hers.person == theirs.person
    assert mailed() == ["ida@post.example", "bea@post.example"]
    assert set(queries.waiting(TESTS)) == {hers, theirs}
    assert LinkedPerson.objects.get(person=hers.person).name == "Bea Bell"
    case = caseload.take_on(by=TESTS, referral=hers, holder=member("Nadia"))
    caseload.join(by=TESTS, referral=theirs)
    caseload.record_agreed(by=TESTS, case=case)
    assert [one.kind for one in queries.told_of(hers.pk)] == ["taken_on", "acknowledged"]
    assert [one.kind for one in queries.told_of(theirs.pk)] == ["acknowledged"], "a receipt alone"


def test_once_the_person_agrees_the_daughter_hears_how_it_goes(in_bow: Actor) -> None:
    asked(MOTHER)
    theirs = asked(DAUGHTER).referral
    actions.share_progress(
        by=TESTS, referral=theirs, agreed=True, on_whose_word="Ida, on the phone"
    )
    actions.not_take_on(by=TESTS, referral=theirs, reason_code="02")
    assert [one.kind for one in queries.told_of(theirs.pk)] == ["not_taken_on", "acknowledged"]


def test_the_same_asker_twice_is_one_referral_with_a_receipt_for_each(in_bow: Actor) -> None:
    first, second = asked(DAUGHTER), asked(DAUGHTER, words="And she fell")
    assert first.referral == second.referral
    assert "And she fell" in first.referral.__class__.objects.get().referrer_sees
    assert mailed() == ["bea@post.example"] * 2
    assert second.reference in str(
        Email.objects.order_by("created_at").values_list("body", "subject")
    )


def test_nothing_goes_to_an_address_that_the_person_did_not_say_is_theirs(in_bow: Actor) -> None:
    """Whoever knows a name, a birth date and a number could otherwise read how it goes."""
    asked(MOTHER, email="ida@post.example", email_is_safe=True)
    asked(MOTHER, email="else@post.example", email_is_safe=True)
    assert mailed() == ["ida@post.example"]
    asked(MOTHER, email="ida@post.example", email_is_safe=True)
    assert mailed() == ["ida@post.example"] * 2
    # Under the daughter's name, and heard of elsewhere: somebody else, with a receipt of their own.
    one, other = asked(DAUGHTER), asked(DAUGHTER, asker_email="mallory@post.example")
    assert one.referral != other.referral


def test_by_an_account_too_the_new_words_are_kept_and_nobody_meets_a_missing_page(
    company: Any, practice: Practice, key: Key
) -> None:
    born = {"date_of_birth_day": "14", "date_of_birth_month": "3", "date_of_birth_year": "1950"}
    ruth = company.client("ruth")
    ruth.post(NEW, {**key(), **WHO, **born})
    again = ruth.post(NEW, {**key(), **WHO, **born, "referrer_sees": "Fell"}, follow=True)
    assert again.status_code == 200
    with bow():
        row = Referral.objects.get()
        assert "Written again later: Fell" in row.referrer_sees
        Referral.objects.update(referrer=None)  # it came by the practice's page, say
    colleague = ruth.post(NEW, {**key(), **WHO, **born, "referrer_sees": "Cold"}, follow=True)
    assert colleague.status_code == 200
    assert "We have this referral already" in colleague.content.decode()
    ray = company.client("ray").post(NEW, {**key(), **WHO, **born}, follow=True)
    assert "We have this referral already" not in ray.content.decode(), "of another practice"


def test_two_that_are_sent_on_arrive_as_two_and_each_once(in_bow: Actor) -> None:
    rows = [referred(), referred(practice=None, organisation_name="Elsewhere")]
    for row in rows:
        sent = actions.redirect(
            by=TESTS, referral=row, to="scheme", scheme_id=POPLAR, words="Agreed"
        )
        for _ in range(2):  # a job may run twice
            jobs.carry_redirect(str(BOW), str(sent.pk))
            Redirect.objects.filter(pk=sent.pk).update(sent_at=None)
    with in_scheme(POPLAR, actor=TESTS.key):
        assert Referral.objects.count() == 2
        for row in Referral.objects.all():
            actions.not_take_on(by=TESTS, referral=row, reason_code="02")
    jobs.carry_redirect(str(BOW), str(sent.pk))
    with in_scheme(POPLAR, actor=TESTS.key):
        assert Referral.objects.count() == 2, "though it was decided on there meanwhile"
    assert not Case.objects.exists()
