"""Whoever referred hears what becomes of it, as much as they may, and can answer by a private link."""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from kith.files import queries as files
from kith.isolation import context, links
from kith.isolation.actor import Actor
from kith.isolation.context import Kind as Context
from kith.messages.models import Email, Letter
from kith.organisations.models import Practice, Scheme
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.closures import actions as closures
from kith.pathway.contacts import actions as contacts
from kith.pathway.plans import actions as plans
from kith.pathway.referrals import actions, jobs, presenters, queries, rules
from kith.pathway.referrals.models import Referral, Reply, WordBack
from kith.people.actions import Who, choose_codes_only
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.vocabulary import referral_sources, word_back
from kith.vocabulary.word_back import Kind, Tier
from tests import cast
from tests.unit.messages.documents.test_documents import text_of

GP = "dr.sen@practice.example"


def refer(**values: Any) -> Referral:
    who = Who(
        first_name="Ada", last_name="Okafor", date_of_birth=datetime.date(1956, 2, 29),
        phone="07700 900123", phone_safe_for=("call",),
    )  # fmt: skip
    given = {
        "by": cast.TESTS, "scheme_id": cast.BOW, "who": who, "source": "01", "no_risk_known": True,
        "practice": Practice.objects.get(ods_code="F84901"), "referrer_name": "Dr Sen",
        "referrer_contact": GP, "referrer_sees": "Low since the spring.", **values,
    }  # fmt: skip
    return actions.receive(**given)


def told(referral: Referral) -> list[str]:
    return [row.kind for row in queries.words_back().filter(referral=referral)][::-1]


def emails() -> list[str]:
    return list(Email.objects.order_by("created_at").values_list("kind", flat=True))


@pytest.fixture
def by(in_bow: Actor) -> Actor:
    return in_bow


def test_a_practice_hears_every_step_once_and_each_email_names_nobody(by: Actor) -> None:
    referral = refer()
    case = caseload.take_on(by=by, referral=referral)
    caseload.record_agreed(by=by, case=case)
    caseload.record_agreed(by=by, case=case)
    plans.agree(by=by, case=case, agreed_with="Ada")
    plans.agree(by=by, case=case, agreed_with="Ada and her daughter")
    closures.close(by=by, case=case, reason="02")
    closures.reopen(by=by, case=case, why="She rang")
    assert told(referral) == [
        "acknowledged", "taken_on", "agreed", "plan", "closed", "reopened",
    ]  # fmt: skip
    assert emails() == [
        "word_acknowledged", "word_taken_on", "word_agreed", "word_news", "word_closed",
        "word_news",
    ]  # fmt: skip
    for email in Email.objects.all():
        assert email.to == GP
        assert rules.reference(referral.pk) in email.subject + email.body
        assert not re.search("ada|okafor|low since|dr sen", f"{email.subject} {email.body}", re.I)


def test_a_word_says_what_comes_next_and_by_when(by: Actor) -> None:
    referral = refer()
    caseload.take_on(
        by=by, referral=referral, next_step="Ring", next_step_on=datetime.date(2030, 1, 3)
    )
    row = queries.told_of(referral.pk)[0]
    assert row.next_by == datetime.date(2030, 1, 3)
    said = presenters.status([row], now=timezone.now())
    assert said.what_next.endswith("Thursday 3 January 2030.") or "3 January" in said.what_next


@pytest.mark.parametrize(
    ("source", "end", "heard"),
    [
        ("01", "declined", ["acknowledged", "taken_on", "declined"]),
        ("housing", "declined", ["acknowledged", "taken_on", "closed"]),
        ("03", "declined", ["acknowledged"]),
        ("04", "closed", ["acknowledged"]),
        ("99", "closed", ["acknowledged"]),
        ("02", "declined", ["acknowledged", "taken_on", "closed"]),
    ],
)
def test_referrers_hear_as_much_as_they_may(
    by: Actor, source: str, end: str, heard: list[str]
) -> None:
    referral = refer(source=source, practice=None)
    case = caseload.take_on(by=by, referral=referral)
    if end == "declined":
        caseload.decline(by=by, case=case)
    else:
        closures.close(by=by, case=case, reason="02")
    assert told(referral) == heard


def test_no_refusal_can_be_told_from_another_end_without_the_persons_yes() -> None:
    for source in dict(referral_sources.choices()):
        tier = word_back.tier(source, None)
        if tier not in (Tier.EVERYTHING, Tier.OWN):
            assert word_back.heard(Kind.DECLINED, tier) == word_back.heard(Kind.CLOSED, tier)
            for kind in (Kind.AGREED, Kind.PLAN, Kind.COULD_NOT_REACH):
                assert word_back.heard(kind, tier) is None


def test_a_relative_hears_how_it_goes_once_the_person_agrees_and_a_gp_no_more_after_a_no(
    by: Actor,
) -> None:
    for source, agreed, heard in (("03", True, True), ("01", False, False)):
        referral = refer(source=source, organisation_name=source, practice=None)
        with pytest.raises(Refused, match="whose word"):
            actions.share_progress(by=by, referral=referral, agreed=agreed, on_whose_word=" ")
        actions.share_progress(by=by, referral=referral, agreed=agreed, on_whose_word="Ada")
        actions.tell(by=by, referral=referral, kind=Kind.AGREED)
        assert ("agreed" in told(referral)) is heard
        if not heard:
            with pytest.raises(Refused, match="may not hear"):
                actions.tell_by_hand(by=by, referral=referral, kind=Kind.AGREED)


def test_tries_that_are_spent_are_told_once(by: Actor) -> None:
    referral = refer()
    case = caseload.take_on(
        by=by, referral=referral, at=timezone.now() - datetime.timedelta(days=9)
    )
    for days, hour in ((6, 9), (5, 14), (4, 19), (3, 9)):
        day = timezone.now() - datetime.timedelta(days=days)
        at = day.replace(hour=hour, minute=0)
        contacts.record(by=by, person=case.person, outcome="no_answer", at=at)
        expected = 0 if days > 4 else 1
        assert told(referral).count("could_not_reach") == expected


def test_an_undone_decision_is_unsaid_before_its_email_goes(by: Actor) -> None:
    referral = refer()
    case = caseload.take_on(by=by, referral=referral)
    held = Email.objects.get(kind="word_taken_on")
    assert held.due_at > timezone.now() + datetime.timedelta(seconds=30)
    caseload.undo_take_on(by=by, case=case)
    held.refresh_from_db()
    assert (held.state, told(referral)) == ("taken_back", ["acknowledged"])


def test_what_importers_and_the_demonstration_tell_was_told_then_and_goes_nowhere(
    by: Actor,
) -> None:
    then = timezone.now() - datetime.timedelta(days=3)
    referral = refer(at=then)
    case = caseload.take_on(by=by, referral=referral, at=then)
    caseload.record_agreed(by=by, case=case, at=then)
    assert told(referral) == ["acknowledged", "taken_on", "agreed"]
    assert set(WordBack.objects.values_list("said_at", flat=True)) == {then}
    assert not Email.objects.exists()


def test_a_talk_that_is_written_up_later_is_told_now(acting: Any) -> None:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        referral = refer()
    by = acting("tess")
    case = caseload.take_on(by=by, referral=referral)
    past = timezone.now() - datetime.timedelta(minutes=1)
    contacts.record(by=by, person=case.person, outcome="reached", agreed=True, at=past)
    assert emails()[-1] == "word_agreed"


def test_a_referrer_without_an_address_is_shown_as_not_told(by: Actor) -> None:
    referral = refer(referrer_contact="extension 12")
    (row,) = presenters.told(queries.words_back().filter(referral=referral), for_staff=True)
    assert row.ways == "Nobody told: no address. Ring them"
    with pytest.raises(Refused, match="no e-mail address"):
        actions.tell_by_hand(by=by, referral=referral, kind=Kind.TAKEN_ON, way="email")
    actions.tell_by_hand(by=by, referral=referral, kind=Kind.ACKNOWLEDGED, way="phone")
    assert WordBack.objects.latest("created_at").ways == ["phone"]


def token_of(referral: Referral) -> str:
    return links.token_of(actions.give_status_link(by=cast.TESTS, referral=referral).pk)


def test_one_link_serves_a_referral_and_stands_in_its_emails(by: Actor) -> None:
    referral = refer()
    assert f"/word/{token_of(referral)}" in Email.objects.get().body
    assert links.in_force(purpose="referrals.status", subject_id=referral.pk).count() == 1


def test_the_holder_of_a_link_reads_its_words_and_neither_referrals_nor_people(by: Actor) -> None:
    mine, theirs = refer(), refer(organisation_name="Elsewhere", practice=None)
    with context.enter(Context.LINK, schemes=[cast.BOW], subject=str(mine.pk)):
        assert {row.referral_id for row in WordBack.objects.all()} == {mine.pk}
        for model in (Referral, Person, Email):
            with pytest.raises(DatabaseError, match="link context"), transaction.atomic():
                model.objects.exists()
    with context.enter(Context.LINK, schemes=[cast.BOW], subject=str(uuid.uuid4())):
        assert not WordBack.objects.exists()
    assert WordBack.objects.filter(referral=theirs).exists()


def test_the_page_of_a_link_shows_the_steps_and_no_name(by: Actor) -> None:
    referral = refer()
    page = Client().get(f"/word/{token_of(referral)}").content.decode()
    assert rules.reference(referral.pk) in page
    assert "We have your referral" in page
    assert "Withdraw it" in page
    assert not re.search("okafor|dr sen|low since", page, re.I)
    caseload.take_on(by=by, referral=referral)
    page = Client().get(f"/word/{token_of(referral)}").content.decode()
    assert "We get in touch with the person you referred." in page
    assert "Withdraw it" not in page
    assert Client().get("/word/none").status_code == 404


def test_what_is_missing_is_asked_and_answered_by_the_link(by: Actor, key: Any) -> None:
    referral, client = refer(), Client()
    actions.return_to_referrer(by=by, referral=referral, reason="Which language do they speak?")
    address = f"/word/{token_of(referral)}"
    assert "Which language do they speak?" in client.get(address).content.decode()
    empty = client.post(address, {**key(), "text": " "})
    assert empty.status_code == 400
    client.post(address, {**key(), "text": "Sylheti."})
    reply = Reply.objects.get()
    for _ in range(2):  # a job may run twice
        jobs.read_reply(str(cast.BOW), str(reply.pk))
    referral.refresh_from_db()
    assert referral.decision == "received"
    assert referral.referrer_sees.count("Sylheti.") == 1
    assert told(referral)[-2:] == ["returned", "sent_again"]


def test_a_question_that_names_the_person_stays_off_the_link_page(by: Actor) -> None:
    for reason in ("Is Ada’s number right?", "Is 07700 900123 right?"):
        referral = refer(organisation_name=reason, practice=None)
        actions.return_to_referrer(by=by, referral=referral, reason=reason)
        page = Client().get(f"/word/{token_of(referral)}").content.decode()
        assert reason not in page
        assert "cannot stand on this page" in page


def test_a_referral_is_withdrawn_by_its_link_until_it_is_taken_on(by: Actor, key: Any) -> None:
    early, late = refer(), refer(organisation_name="Elsewhere", practice=None)
    caseload.take_on(by=by, referral=late)
    for referral in (early, late):
        Client().post(f"/word/{token_of(referral)}/withdraw", key())
        jobs.read_reply(str(cast.BOW), str(Reply.objects.get(referral=referral).pk))
        referral.refresh_from_db()
    assert (early.decision, late.decision) == ("withdrawn", "taken_on")
    assert told(early)[-1] == "withdrawn"
    assert "We are supporting this person" in Reply.objects.get(referral=late).problem


def test_staff_see_what_was_told_and_tell_by_hand(company: Any, key: Any) -> None:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        referral = refer()
    tess, address = company.client("tess"), f"/desk/referrals/{referral.pk}/word-back"
    assert "By e-mail. Waiting to be sent" in tess.get(address).content.decode()
    tess.post(address, {**key(), "kind": "not_taken_on", "way": "phone"})
    assert "By telephone" in tess.get(address).content.decode()
    assert company.client("ruth").get(address).status_code == 403
    shared = f"/desk/referrals/{referral.pk}/sharing"
    form = {**key(), "agreed": "no", "on_whose_word": "Ada", "version": referral.version}
    assert tess.post(shared, form, follow=True).status_code == 200
    assert "nothing of how it goes. Said on" in tess.get(address).content.decode()


def test_a_practice_that_wants_letters_gets_them_and_no_code_twice(by: Actor) -> None:
    practice = Practice.objects.get(ods_code="F84901")
    actions.choose_word_back(
        by=by, practice=practice, letters=["agreed", "closed"], weekly_sheet=True
    )
    case = caseload.take_on(by=by, referral=refer())
    assert not Letter.objects.exists()
    caseload.record_agreed(by=by, case=case)
    agreed = Letter.objects.get()
    assert "871731000000106" in text_of(files.read(agreed.file))
    assert "OKAFOR, Ada" in text_of(files.read(agreed.file))
    closed = closures.close(by=by, case=case, reason="02").letter
    assert closed is not None
    said = " ".join(text_of(files.read(closed.file)).split())
    assert "do not code it again" in said
    assert "871731000000106 Referral to social" not in said


def test_a_person_who_chose_codes_only_has_no_letter_without_one(by: Actor) -> None:
    practice = Practice.objects.get(ods_code="F84901")
    wanted = ["taken_on", "agreed", "plan"]
    actions.choose_word_back(by=by, practice=practice, letters=wanted, weekly_sheet=True)
    referral = refer()
    choose_codes_only(by=by, person=referral.person, codes_only=True, on_whose_word="Ada")
    case = caseload.take_on(by=by, referral=referral)
    caseload.record_agreed(by=by, case=case)
    plans.agree(by=by, case=case, agreed_with="Ada")
    letter = Letter.objects.get()
    assert letter.kind == "word_agreed"
    assert "chose that the practice gets the codes" in text_of(files.read(letter.file))
    with pytest.raises(Refused, match="whose word"):
        choose_codes_only(by=by, person=referral.person, codes_only=False, on_whose_word="")


def test_a_practice_that_wants_no_letter_has_none_to_send_and_its_code_on_the_sheet(
    by: Actor,
) -> None:
    practice = Practice.objects.get(ods_code="F84901")
    actions.choose_word_back(by=by, practice=practice, letters=[], weekly_sheet=True)
    case = caseload.take_on(by=by, referral=refer())
    caseload.record_agreed(by=by, case=case)
    letter = closures.close(by=by, case=case, reason="02").letter
    assert letter is not None
    assert letter.state == "not_needed"
    assert queries.codes_owed_to(practice).get().told_at is None


def test_a_reply_is_about_the_referral_of_its_link_and_no_other(by: Actor) -> None:
    mine, theirs = refer(), refer(organisation_name="Elsewhere", practice=None)
    with context.enter(Context.LINK, schemes=[cast.BOW], subject=str(mine.pk)):
        Reply(scheme_id=cast.BOW, referral_id=mine.pk, kind="withdraw").save(force_insert=True)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Reply(scheme_id=cast.BOW, referral_id=theirs.pk, kind="withdraw").save(
                force_insert=True
            )


def test_staff_end_a_link_and_the_next_word_carries_another(company: Any, key: Any) -> None:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        referral = refer()
        token = token_of(referral)
    tess, address = company.client("tess"), f"/desk/referrals/{referral.pk}/word-back"
    assert Client().get(f"/word/{token}").status_code == 200
    assert company.client("ruth").post(f"{address}/end-link", key()).status_code == 403
    assert company.client("max").post(f"{address}/end-link", key()).status_code == 404
    assert "End the private link" in tess.get(address).content.decode()
    tess.post(f"{address}/end-link", key())
    assert Client().get(f"/word/{token}").status_code == 410
    again = tess.post(f"{address}/end-link", key(), follow=True).content.decode()
    assert "no private link in force" in again
    assert "End the private link" not in again
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.tell(by=cast.TESTS, referral=referral, kind=Kind.TAKEN_ON)
        assert token_of(referral) != token


def test_whoever_got_a_link_by_mistake_ends_it_and_hears_nothing_more(
    company: Any, key: Any
) -> None:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        referral = refer()
        token = token_of(referral)
    stranger = Client()
    assert "This did not come to me by right" in stranger.get(f"/word/{token}").content.decode()
    assert stranger.get(f"/word/{token}/not-mine").status_code == 405
    stranger.post(f"/word/{token}/not-mine", key())
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        jobs.read_reply(str(cast.BOW), str(Reply.objects.get().pk))
        referral.refresh_from_db()
        assert referral.referrer_contact == ""
        actions.tell(by=cast.TESTS, referral=referral, kind=Kind.TAKEN_ON)
        assert emails() == ["word_acknowledged"]
    assert stranger.get(f"/word/{token}").status_code == 410
    tess, address = company.client("tess"), f"/desk/referrals/{referral.pk}/word-back"
    shown = tess.get(address).content.decode()
    assert "Got the link by mistake" in shown
    assert "We have no e-mail address: ring them." in shown
    seen = {"version": referral.version}
    bad = tess.post(f"{address}/to", {**key(), **seen, "address": "nobody"})
    assert bad.status_code == 400
    right = "dr.sen.right@practice.example"
    tess.post(f"{address}/to", {**key(), **seen, "address": right})
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        referral.refresh_from_db()
        actions.tell(by=cast.TESTS, referral=referral, kind=Kind.AGREED)
        assert Email.objects.get(kind="word_agreed").to == right


def test_a_telephone_number_is_not_lost_when_an_address_takes_its_place(by: Actor) -> None:
    referral = refer(referrer_contact="020 7946 0123")
    actions.send_word_to(by=by, referral=referral, address=GP)
    assert referral.referrer_contact == GP
    assert "Reach the referrer also: 020 7946 0123" in referral.notes


def test_a_letter_of_codes_says_whose_choice_it_was(by: Actor) -> None:
    practice = Practice.objects.get(ods_code="F84901")
    actions.choose_word_back(by=by, practice=practice, letters=["agreed"], weekly_sheet=True)
    Scheme.objects.filter(pk=cast.BOW).update(codes_only_by_default=True)
    referral = refer()
    case = caseload.take_on(by=by, referral=referral)
    caseload.record_agreed(by=by, case=case)
    by_policy = " ".join(text_of(files.read(Letter.objects.get().file)).split())
    assert "Bow Social Prescribing sends practices the codes and no letter" in by_policy
    assert "chose that the practice" not in by_policy
    choose_codes_only(by=by, person=referral.person, codes_only=False, on_whose_word="Ada")
    case = Case.objects.get(pk=case.pk)
    closed = closures.close(by=by, case=case, reason="02").letter
    assert closed is not None
    assert "sends practices the codes" not in text_of(files.read(closed.file))


def test_set_up_says_what_each_practice_gets_and_where_to_change_it(
    company: Any, key: Any, django_assert_num_queries: Any
) -> None:
    mo, address = company.client("mo"), f"/desk/setup/{cast.BOW}/practices-get"
    assert "What practices get: letters and codes" in mo.get("/desk/setup").content.decode()
    shown = mo.get(address).content.decode()
    assert shown.count("Letters when: finished. A weekly sheet of codes owed.") == 2
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        practice = Practice.objects.get(ods_code="F84901")
    page = f"/desk/codes/{practice.pk}/wanted"
    assert page in shown
    mo.post(page, {**key(), "weekly_sheet": "no"})
    shown = mo.get(address).content.decode()
    assert "No letters. No weekly sheet of codes owed." in shown
    assert company.client("tess").get(address).status_code == 403
    assert company.client("max").get(address).status_code == 404
