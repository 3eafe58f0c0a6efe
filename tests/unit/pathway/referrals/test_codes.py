"""At most one referral code an episode, "declined" for an explicit refusal alone, and a sheet to tick them on."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.isolation.actor import Actor
from kith.isolation.context import in_scheme
from kith.messages.models import Email
from kith.organisations.models import Practice
from kith.pathway.caseload import actions as caseload
from kith.pathway.closures import actions as closures
from kith.pathway.referrals import actions, jobs, queries
from kith.pathway.referrals.models import CodeOwed, CodesSheet
from kith.resilience.errors import Refused
from kith.vocabulary import snomed
from tests import cast
from tests.unit.pathway.referrals.test_word_back import refer

REFERRAL, DECLINED = snomed.REFERRAL.code, snomed.DECLINED.code


def codes(referral: Any) -> list[str]:
    return list(referral.codes_owed.order_by("owed_at").values_list("code", flat=True))


@given(
    st.lists(
        st.sampled_from(("agree", "decline", "close", "unreachable", "refused", "reopen")),
        max_size=8,
    )
)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_over_any_answers_and_reopenings_each_code_is_owed_once_and_declined_only_when_said(
    in_bow: Actor, steps: list[str]
) -> None:
    by, refused, told = in_bow, False, []
    with transaction.atomic():
        case = caseload.take_on(by=by, referral=refer())
        for step in steps:
            agreed_before = case.referral.answer == "agreed"
            try:
                if step == "agree":
                    caseload.record_agreed(by=by, case=case)
                elif step == "decline":
                    caseload.decline(by=by, case=case)
                elif step == "reopen":
                    closures.reopen(by=by, case=case, why="Rang")
                else:
                    reason = {"close": "02", "unreachable": "no-contact", "refused": "09"}[step]
                    before = set(case.referral.codes_owed.exclude(told_at=None))
                    closures.close(by=by, case=case, reason=reason)
                    after = set(case.referral.codes_owed.exclude(told_at=None))
                    told += [row.code for row in after - before]
            except Refused:
                continue
            refused |= step in ("decline", "refused") and not agreed_before
        owed = codes(case.referral)
        transaction.set_rollback(True)
    assert owed.count(REFERRAL) <= 1
    assert owed.count(DECLINED) <= 1
    assert (DECLINED in owed) == refused
    assert len(told) == len(set(told)), "no code is told by two letters"


def test_who_cannot_be_reached_or_is_not_taken_on_owes_no_code(in_bow: Actor) -> None:
    case = caseload.take_on(by=in_bow, referral=refer())
    closures.close(by=in_bow, case=case, reason="no-contact")
    other = refer(organisation_name="Elsewhere", practice=None)
    actions.not_take_on(by=in_bow, referral=other, reason_code="02")
    assert codes(case.referral) == codes(other) == []


def test_an_old_answer_was_told_then_and_a_late_note_is_still_owed(in_bow: Actor) -> None:
    from django.utils import timezone

    for days, filed in ((60, True), (3, False)):
        then = timezone.now() - datetime.timedelta(days=days)
        referral = refer(at=then, organisation_name=str(days), practice=None)
        actions.mark_taken_on(by=in_bow, referral=referral, at=then)
        actions.record_answer(by=in_bow, referral=referral, answer="agreed", at=then)
        assert (referral.codes_owed.get().filed_on is not None) is filed


@pytest.fixture
def owed(in_bow: Actor) -> CodeOwed:
    case = caseload.take_on(by=in_bow, referral=refer())
    caseload.record_agreed(by=in_bow, case=case)
    return case.referral.codes_owed.get()


def test_a_sheet_is_made_once_a_week_and_holds_what_is_new(
    in_bow: Actor, owed: CodeOwed, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice.objects.get(ods_code="F84901")
    Practice.objects.filter(pk=practice.pk).update(email="codes@practice.example")
    practice.refresh_from_db()
    # 26 May 2026 is the Tuesday after a public holiday, and so that week's first working day.
    for day, made in ((24, 0), (25, 0), (26, 1), (27, 1)):
        monkeypatch.setattr(jobs, "today", lambda day=day: datetime.date(2026, 5, day))
        jobs.make_sheets()
        assert CodesSheet.objects.count() == made
    owed.refresh_from_db()
    assert (owed.told_how, owed.sheet_id) == ("The weekly sheet", CodesSheet.objects.get().pk)
    email = Email.objects.get(kind="codes_waiting")
    assert email.to == "codes@practice.example"
    assert "Okafor" not in email.subject + email.body
    assert actions.make_sheet(by=in_bow, practice=practice, on=datetime.date(2026, 6, 1)) is None


def test_a_practice_that_wants_no_sheet_gets_none(in_bow: Actor, owed: CodeOwed) -> None:
    practice = Practice.objects.get(ods_code="F84901")
    actions.choose_word_back(by=in_bow, practice=practice, letters=[], weekly_sheet=False)
    day = datetime.date(2026, 6, 1)
    assert actions.make_sheet(by=in_bow, practice=practice, on=day) is None
    actions.choose_word_back(by=in_bow, practice=practice, letters=[], weekly_sheet=True)
    assert actions.make_sheet(by=in_bow, practice=practice, on=day) is not None


def test_a_tick_is_made_once_and_can_be_taken_away(in_bow: Actor, owed: CodeOwed) -> None:
    actions.file_code(by=in_bow, code=owed, coded_first=True)
    with pytest.raises(Refused, match="ticked already"):
        actions.file_code(by=in_bow, code=owed)
    actions.unfile_code(by=in_bow, code=owed)
    with pytest.raises(Refused, match="no tick"):
        actions.unfile_code(by=in_bow, code=owed)
    assert owed in queries.codes_owed_to(Practice.objects.get(ods_code="F84901"))


def test_a_practices_referrer_files_its_codes_and_another_practice_sees_none(
    company: Any, key: Any
) -> None:
    with in_scheme(cast.BOW, actor=cast.TESTS.key):
        case = caseload.take_on(by=cast.TESTS, referral=refer())
        caseload.record_agreed(by=cast.TESTS, case=case)
        code = case.referral.codes_owed.get()
        practice = Practice.objects.get(ods_code="F84901")
    ruth, ray = company.client("ruth"), company.client("ray")
    address = f"/desk/codes/{practice.pk}"
    page = ruth.get("/desk/codes", follow=True).content.decode()
    assert "OKAFOR, Ada" in page
    assert "29-Feb-1956" in page
    assert "OKAFOR" in ruth.get(f"{address}.csv").content.decode()
    assert ruth.get(f"{address}.pdf").content.startswith(b"%PDF")
    ruth.post(f"/desk/codes/{code.pk}/filed", {**key(), "coded": "first"})
    page = ruth.get(address).content.decode()
    assert "The referrer had coded it" in page
    assert "Nothing is owed" in page
    ruth.post(f"/desk/codes/{code.pk}/not-filed", key())
    assert "Nothing is owed" not in ruth.get(address).content.decode()
    for path in (address, f"{address}.csv", f"{address}.pdf", f"{address}/wanted"):
        assert ray.get(path).status_code == 404
    assert ray.post(f"/desk/codes/{code.pk}/filed", key()).status_code == 404
    assert company.client("sana").get(address).status_code == 404
    chosen = {**key(), "letters": ["agreed"], "weekly_sheet": "no"}
    assert ruth.post(f"{address}/wanted", chosen).status_code == 302
    assert "No weekly sheet" in ruth.get(address).content.decode()
