"""What is sent on to another scheme: tried again, heard of at both ends, and never lost on the way."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from kith.files.models import Upload
from kith.isolation.actor import Actor
from kith.isolation.context import in_scheme
from kith.messages.models import Email
from kith.organisations import actions as organisations
from kith.organisations.models import Practice, Reason, Scheme
from kith.pathway.caseload import actions as caseload
from kith.pathway.closures import actions as closures
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals import jobs
from kith.pathway.referrals.actions.redirecting import WAITS_MINUTES
from kith.pathway.referrals.models import Redirect, Referral
from kith.pathway.referrals.states import Decision
from kith.people import actions as people
from kith.resilience.errors import Refused
from tests import documents
from tests.cast import BOW, POPLAR, TESTS
from tests.unit.desk.people import member, referred

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def sent_on(company: Any, in_bow: Actor) -> Redirect:
    return referrals.redirect(
        by=company.actor("tess"), referral=referred(), to="scheme", scheme_id=POPLAR, words="Agreed"
    )


def carry(row: Redirect) -> None:
    jobs.carry_redirect(str(BOW), str(row.pk))
    row.refresh_from_db()
    row.referral.refresh_from_db()


def break_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**given: object) -> None:
        raise OSError("gone away")

    monkeypatch.setattr("kith.pathway.referrals.actions.receive", broken)


def test_what_goes_wrong_is_tried_again_later_and_arrives_once(
    sent_on: Redirect, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as way:
        break_the_way(way)
        carry(sent_on)
    assert (sent_on.tries, sent_on.problem) == (1, "")
    assert sent_on.referral.decision == Decision.REDIRECTED
    assert sent_on.try_at is not None
    jobs.carry_due()  # it is not its time yet
    with in_scheme(POPLAR, actor=TESTS.key):
        assert not Referral.objects.exists()
    with time_machine.travel(sent_on.try_at + MINUTE, tick=True):
        jobs.carry_due()
        jobs.carry_due()
    sent_on.refresh_from_db()
    assert sent_on.sent_at is not None
    with in_scheme(POPLAR, actor=TESTS.key):
        assert Referral.objects.count() == 1


def test_what_no_worker_took_in_time_is_taken_along_by_the_round(sent_on: Redirect) -> None:
    jobs.carry_due()
    with in_scheme(POPLAR, actor=TESTS.key):
        assert not Referral.objects.exists()  # the minute in which it can be undone comes first
    with time_machine.travel(timezone.now() + 10 * MINUTE, tick=True):
        jobs.carry_due()
    with in_scheme(POPLAR, actor=TESTS.key):
        assert Referral.objects.count() == 1


def test_after_the_last_try_it_is_back_with_whoever_sent_it_and_says_why(
    company: Any, sent_on: Redirect, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_the_way(monkeypatch)
    for _ in range(len(WAITS_MINUTES) + 1):
        assert sent_on.problem == ""
        carry(sent_on)
    assert sent_on.referral.decision == Decision.RECEIVED
    shown = company.client("tess").get("/desk/").content.decode()
    assert "Could not be sent on to" in shown
    assert "Poplar Social Prescribing" in shown
    assert "though we tried 5 times" in shown
    assert "Could not be sent on" not in company.client("mo").get("/desk/").content.decode()
    assert (
        "could not be sent on to Poplar"
        in company.client("mo").get("/desk/triage").content.decode()
    )
    told = Email.objects.get(to="tess@kith.example")
    assert told.kind == "waiting"
    assert f"/desk/triage/{sent_on.referral_id}" in told.body
    assert sent_on.referral.words_back.order_by("-created_at")[0].kind == "reopened"
    # Decided on again, it is nobody's worry any more.
    referrals.not_take_on(by=company.actor("tess"), referral=sent_on.referral, reason_code="02")
    assert "Could not be sent on" not in company.client("tess").get("/desk/").content.decode()


def test_what_the_other_scheme_refuses_comes_back_at_once(
    company: Any, sent_on: Redirect, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(**given: object) -> None:
        raise Refused("They died in May.")

    monkeypatch.setattr("kith.pathway.referrals.actions.receive", refusing)
    carry(sent_on)
    assert sent_on.referral.decision == Decision.RECEIVED
    assert "They died in May." in company.client("tess").get("/desk/").content.decode()


def test_the_team_that_gets_it_hears_of_it_and_sees_where_it_came_from(
    company: Any, sent_on: Redirect
) -> None:
    with in_scheme(POPLAR, actor=TESTS.key):
        Scheme.objects.update(email="team@poplar.example")
    carry(sent_on)
    with in_scheme(POPLAR, actor=TESTS.key):
        there = Referral.objects.get()
        told = Email.objects.get(to="team@poplar.example")
    assert told.kind == "waiting"
    assert "/desk/triage" in told.body
    assert "Amina" not in told.subject + told.body
    max_ = company.client("max")
    shown = max_.get("/desk/").content.decode()
    assert "Sent on to you by" in shown
    assert "Bow Social Prescribing" in shown
    assert "Amina Begum" in shown
    card = max_.get("/desk/triage").content.decode()
    assert "Sent on by Bow Social Prescribing. First referred by Dr Ruth Abelson" in card
    assert "Consent: Agreed" in card
    max_.get(f"/desk/triage/{there.pk}")
    assert "Sent on to you by" not in max_.get("/desk/").content.decode()
    assert "Sent on to you by" not in company.client("sana").get("/desk/").content.decode()


CARRIED = {
    "preferred_name": "Mina", "nhs_number": "9990000018", "gender": "2", "ethnicity": "K",
    "access_needs": ["large-print"], "access_notes": "Black on yellow", "language": "bn",
    "email": "amina@post.example", "email_safe_for": ("email",),
}  # fmt: skip


def with_everything(**told: Any) -> Referral:
    """A referral that carries all that one can, of a practice that both schemes have."""
    practice = Practice.objects.get(ods_code="F84901")
    with in_scheme(POPLAR, actor=TESTS.key):
        organisations.add_practice(
            by=TESTS, scheme_id=POPLAR, name="Merchant Street", ods_code="F84901"
        )
    shared = Reason.objects.filter(scheme_id=BOW, foundation="money").first()
    own = organisations.add_reason(
        by=TESTS, scheme_id=BOW, label="A fence that fell", foundation="home"
    )
    return referred(
        who={**CARRIED, "practice": practice},
        practice=practice,
        referrer=member("Ruth"),
        reasons=[shared, own],
        more=[
            {"key": "abc", "question": "Any steps?", "answer": "Four"},
            {"key": "conversation_abc", "question": "What later?", "answer": "Said to us alone"},
        ],
        **told,
    )


def sent_to_poplar(company: Any, row: Referral) -> Redirect:
    redirect = referrals.redirect(
        by=company.actor("tess"), referral=row, to="scheme", scheme_id=POPLAR, words="Agreed"
    )
    carry(redirect)
    assert redirect.sent_at is not None, redirect.problem
    return redirect


def test_all_that_a_referral_carried_arrives_and_nothing_else_of_the_record(
    company: Any, in_bow: Actor, tmp_path: Any, settings: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    row = with_everything()
    picture = documents.picture("PNG")
    for name, along in (("letter.png", True), ("ours.png", False)):
        referrals.attach(
            by=TESTS, referral=row, name=name, content=picture, what="letter", came_along=along
        )
    person = row.person
    people.edit(by=TESTS, person=person, pronouns="she", access_notes="Told to us later")
    sent_to_poplar(company, row)
    with in_scheme(POPLAR, actor=TESTS.key):
        there = Referral.objects.get()
        kept = there.person
        assert (kept.preferred_name, kept.nhs_number) == ("Mina", "9990000018")
        assert (kept.gender, kept.ethnicity, kept.language) == ("2", "K", "bn")
        assert (kept.access_needs, kept.access_notes) == (["large-print"], "Black on yellow")
        assert kept.pronouns == ""
        assert kept.practice is not None
        assert kept.practice.ods_code == there.practice.ods_code == "F84901"
        assert there.practice.scheme_id == POPLAR
        assert there.organisation_name == "Bow Social Prescribing"
        assert [one.reason.foundation for one in there.reasons.all()] == ["money"]
        assert "A fence that fell" in there.notes
        assert [one["answer"] for one in there.more] == ["Four"]
        (file,) = there.attachments.all()
        assert (file.what, file.came_along, file.upload.original.name) == (
            "letter", True, "letter.png",
        )  # fmt: skip
        assert there.referrer_contact == "ruth@kith.example"
        assert there.words_back.get().email.to == "ruth@kith.example"


def test_a_file_that_may_not_go_is_named_with_why(
    company: Any, in_bow: Actor, tmp_path: Any, settings: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    row = referred()
    waits = referrals.attach(
        by=TESTS, referral=row, name="a.png", content=documents.picture("PNG"), came_along=True
    )
    Upload.objects.filter(pk=waits.upload_id).update(state="quarantine")
    sent_to_poplar(company, row)
    with in_scheme(POPLAR, actor=TESTS.key):
        there = Referral.objects.get()
        assert "a.png: it has not been checked yet" in there.notes
        assert not there.attachments.exists()
        assert "Practice: Merchant Street Practice (F84901)." in there.notes, "not one of theirs"
        assert there.practice is None


def test_the_closing_letter_goes_to_the_practice_that_asked_first(
    company: Any, in_bow: Actor
) -> None:
    sent_to_poplar(company, with_everything())
    with in_scheme(POPLAR, actor=TESTS.key):
        case = caseload.take_on(
            by=TESTS, referral=Referral.objects.get(), holder=member("Sana", POPLAR)
        )
        caseload.record_agreed(by=TESTS, case=case)
        closure = closures.close(by=TESTS, case=case, reason="07")
        assert closure.letter is not None
        assert closure.letter.to_organisation == "Merchant Street"


def test_whoever_referred_reads_that_the_other_service_writes(company: Any, in_bow: Actor) -> None:
    told = sent_to_poplar(company, with_everything()).referral.words_back.get(kind="redirected")
    assert "Poplar Social Prescribing writes to you itself" in told.what_next
    nowhere = sent_to_poplar(company, referred(number=3)).referral.words_back.get(kind="redirected")
    assert "ring it to hear more" in nowhere.what_next
