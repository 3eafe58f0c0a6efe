"""Finishing our support: the case ends, the letter is owed, and nothing is half done."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import typst
from django.utils import timezone

from kith.audit.models import Entry
from kith.files.models import StoredFile
from kith.isolation.actor import Actor
from kith.messages.documents import render
from kith.messages.models import Letter
from kith.organisations import actions as organisations
from kith.organisations import queries as organisation_queries
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.closures import actions, queries
from kith.pathway.closures.models import Closure
from kith.people import actions as people
from kith.resilience.errors import Refused, Stale
from kith.ui.dates import today
from kith.vocabulary import closure_reasons
from tests import cast
from tests.unit.pathway.stories import a_case

LONDON = ZoneInfo("Europe/London")


def finish(by: Actor, case: Case, **more: Any) -> Closure:
    return actions.close(by=by, case=case, **{"reason": closure_reasons.COMPLETED, **more})


def test_the_case_ends_and_its_letter_is_owed_to_the_practice(in_bow: Actor) -> None:
    case = a_case(agreed=True)

    closure = finish(in_bow, case, summary="Maya has lunch with others every Tuesday.")

    case.refresh_from_db()
    assert (case.state, case.ended_at) == ("closed", closure.closed_at)
    assert (case.next_step, case.next_step_on) == ("", None)
    letter = closure.letter
    assert letter is not None
    assert (letter.state, letter.kind, letter.person_id) == (
        "owed",
        "outcome_letter",
        case.person_id,
    )
    assert (letter.to_name, letter.to_organisation) == (
        "Dr Ruth Abelson",
        "Merchant Street Practice",
    )


def test_a_case_finishes_once(in_bow: Actor) -> None:
    case = a_case()
    finish(in_bow, case)

    with pytest.raises(Refused, match="cannot become"):
        finish(in_bow, case)

    assert Closure.objects.filter(case=case).count() == 1


def test_the_second_of_two_who_finish_at_once_is_told(in_bow: Actor) -> None:
    case = a_case()
    other = Case.objects.get(pk=case.pk)
    caseload.set_weight(by=in_bow, case=other, own_weight=3, own_weight_why="Long calls")

    with pytest.raises(Stale):
        finish(in_bow, case, expected=case.version)

    assert not Closure.objects.exists()
    assert not Letter.objects.exists()
    finish(in_bow, other, expected=other.version)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"reason": "99"}, "Choose why"),
        ({"at": timezone.now() + datetime.timedelta(days=2)}, "has not come"),
        ({"at": timezone.now() - datetime.timedelta(days=2)}, "before it began"),
    ],
)
def test_what_cannot_be_is_refused(in_bow: Actor, more: dict[str, Any], sentence: str) -> None:
    case = a_case()

    with pytest.raises(Refused, match=sentence):
        finish(in_bow, case, **more)

    case.refresh_from_db()
    assert case.state == "open"
    finish(in_bow, case)


def _unprintable(*args: object, **kwargs: object) -> bytes:
    raise render.UnprintableText("The text has characters that cannot be printed.")


def _broken(*args: object, **kwargs: object) -> bytes:
    raise typst.TypstError("the template is broken")


@pytest.mark.parametrize("failure", [_unprintable, _broken])
def test_nothing_is_half_saved_when_the_letter_cannot_be_made(
    in_bow: Actor, monkeypatch: pytest.MonkeyPatch, failure: Any
) -> None:
    case = a_case()
    version = case.version
    with monkeypatch.context() as patch:
        patch.setattr(render, "pdf", failure)
        with pytest.raises(Refused, match="letter could not be made, so nothing was saved"):
            finish(in_bow, case)

    case.refresh_from_db()
    assert (case.state, case.version) == ("open", version)
    assert not Closure.objects.exists()
    assert not Letter.objects.exists()
    assert not StoredFile.objects.exists()
    assert Entry.objects.filter(action="closures.close").exclude(refused="").count() == 1
    finish(in_bow, case)


def test_nothing_is_half_saved_when_the_disk_is_full(in_bow: Actor, tmp_path, settings) -> None:  # type: ignore[no-untyped-def]
    case = a_case()
    media, blocked = settings.MEDIA_ROOT, tmp_path / "media"
    blocked.write_text("A file stands where the folder should be.")
    settings.MEDIA_ROOT = str(blocked)
    with pytest.raises(Refused, match="nothing was saved"):
        finish(in_bow, case)

    case.refresh_from_db()
    assert case.state == "open"
    settings.MEDIA_ROOT = media
    finish(in_bow, case)


def test_a_childs_support_finishes_with_a_reason_alone(in_bow: Actor) -> None:
    born = today() - datetime.timedelta(days=12 * 365)
    case = a_case(first_name="Idris", last_name="Cole", born=born)

    with pytest.raises(Refused, match="Idris is under 18") as refusal:
        finish(in_bow, case)
    assert refusal.value.field == "why_now"

    finish(in_bow, case, why_now="His school's counsellor sees him weekly from now on.")
    assert Closure.objects.get(case=case).why_now.startswith("His school's counsellor")


def test_nobody_at_risk_is_given_up_without_a_word_of_why(in_bow: Actor) -> None:
    case = a_case(agreed=True)
    people.state_risk(
        by=in_bow, person=case.person, text="Does not eat", stated_by_name="Dr Abelson",
        stated_on=today(),
    )  # fmt: skip
    with pytest.raises(Refused, match="A risk to Maya is on record") as refusal:
        finish(in_bow, case, reason=closure_reasons.COULD_NOT_CONTACT)
    assert refusal.value.field == "why_now"
    finish(in_bow, case, reason=closure_reasons.COMPLETED)
    actions.reopen(by=in_bow, case=case, why="She rang")
    finish(
        in_bow, case, reason=closure_reasons.COULD_NOT_CONTACT, why_now="Her practice rings weekly."
    )


def test_the_log_keeps_why_support_began_again(in_bow: Actor) -> None:
    case = a_case(agreed=True)
    finish(in_bow, case)
    actions.reopen(by=in_bow, case=case, why="She rang")
    assert Entry.objects.get(action="closures.reopen").reason == "She rang"


def test_no_to_us_declines_and_silence_does_not(in_bow: Actor) -> None:
    said_no, silent = a_case(), a_case(first_name="Rosa", last_name="Diaz")

    finish(in_bow, said_no, reason=closure_reasons.PERSON_DECLINED)
    finish(in_bow, silent, reason=closure_reasons.COULD_NOT_CONTACT)

    assert (said_no.state, said_no.referral.answer) == ("declined", "declined")
    silent.referral.refresh_from_db()
    assert (silent.state, silent.referral.answer) == ("closed", "not_yet")


def test_who_agreed_and_then_stops_has_not_declined(in_bow: Actor) -> None:
    case = a_case(agreed=True)

    finish(in_bow, case, reason=closure_reasons.PERSON_DECLINED)

    case.referral.refresh_from_db()
    assert (case.state, case.referral.answer) == ("closed", "agreed")


def test_what_is_told_of_the_past_is_recorded_as_sent(in_bow: Actor) -> None:
    began = timezone.now() - datetime.timedelta(days=300)
    case = a_case(agreed=True, at=began)
    ended = began + datetime.timedelta(days=90)

    closure = finish(in_bow, case, at=ended)

    assert closure.letter is not None
    assert (closure.closed_at, closure.letter.sent_at) == (ended, ended)


def in_window(by: Actor, began: datetime.datetime, ended: datetime.datetime) -> Case:
    case = a_case(agreed=True, at=began)
    finish(by, case, at=ended)
    return case


@pytest.mark.parametrize(
    ("days", "ended", "last_day"),
    [
        (180, datetime.date(2024, 2, 29), datetime.date(2024, 8, 27)),
        (366, datetime.date(2024, 2, 29), datetime.date(2025, 3, 1)),
        (1, datetime.date(2024, 2, 28), datetime.date(2024, 2, 29)),
        (1, datetime.date(2023, 2, 28), datetime.date(2023, 3, 1)),
        (0, datetime.date(2024, 2, 29), datetime.date(2024, 2, 29)),
    ],
)
def test_support_begins_again_until_the_last_day_and_not_after(
    in_bow: Actor, days: int, ended: datetime.date, last_day: datetime.date
) -> None:
    scheme = organisation_queries.scheme(cast.BOW)
    organisations.change_scheme(by=in_bow, scheme=scheme, reopen_within_days=days)
    noon = datetime.datetime.combine(ended, datetime.time(12), tzinfo=LONDON)
    case = in_window(in_bow, noon - datetime.timedelta(days=100), noon)
    late = datetime.datetime.combine(last_day, datetime.time(23, 59), tzinfo=LONDON)

    with pytest.raises(Refused, match="new referral"):
        actions.reopen(
            by=in_bow, case=case, why="She rang", at=late + datetime.timedelta(minutes=1)
        )
    case.refresh_from_db()
    assert case.state == "closed"

    actions.reopen(by=in_bow, case=case, why="She rang", at=late)

    assert case.state == "open"
    closure = Closure.objects.get(case=case)
    assert (closure.reopened_at, closure.reopened_why) == (late, "She rang")


def test_beginning_again_needs_a_reason_and_an_ended_case(in_bow: Actor) -> None:
    case = a_case(agreed=True)
    with pytest.raises(Refused, match="cannot become"):
        actions.reopen(by=in_bow, case=case, why="She rang")
    finish(in_bow, case)
    with pytest.raises(Refused, match="Say why"):
        actions.reopen(by=in_bow, case=case, why="  ")

    actions.reopen(by=in_bow, case=case, why="She rang")

    assert case.holder is not None
    assert case.holder.name == "Nadia Rahman"
    assert queries.in_force(case) is None


def test_it_can_finish_again_and_keeps_both(in_bow: Actor) -> None:
    case = a_case(agreed=True)
    finish(in_bow, case)
    actions.reopen(by=in_bow, case=case, why="She rang")

    finish(in_bow, case)

    assert [row.reopened_at is None for row in queries.closures_of(case)] == [True, False]


def test_a_case_declined_elsewhere_can_begin_again(in_bow: Actor) -> None:
    case = a_case()
    caseload.decline(by=in_bow, case=case)

    actions.reopen(by=in_bow, case=case, why="She changed her mind")

    assert case.state == "open"


def test_a_colleague_who_may_not_give_it_back_takes_it(acting) -> None:  # type: ignore[no-untyped-def]
    tests_case = a_case(agreed=True, holder="Sam Adeyemi")
    from kith.isolation import context

    with context.in_scheme(cast.BOW, actor="job:tests"):
        finish(cast.TESTS, tests_case)
    priya = acting("priya")  # of the prime contractor: she sees the borough

    case = actions.reopen(by=priya, case=Case.objects.get(pk=tests_case.pk), why="She rang")

    assert case.holder is not None
    assert case.holder.name == "Priya Nair"
