"""On the pages: a second referral joins the open case, an ended one opens again, and the worker reads it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from kith.insight.queries.counting import count
from kith.insight.rules.periods import Period
from kith.isolation.context import in_scheme
from kith.pathway.caseload.models import Case, Joining
from kith.pathway.closures import actions as closures
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.states import Decision
from kith.ui.dates import today
from kith.vocabulary import closure_reasons
from tests.cast import BOW, TESTS
from tests.unit.desk.people import case_of, referred

QUEUE = "/desk/triage"
SECOND: dict[str, Any] = {
    "source": "housing", "practice": None, "organisation_name": "Poplar Homes",
    "referrer_name": "Ken Ilori", "referrer_sees": "Behind with the rent since June.",
    "person_says": "I do not open the letters.", "urgency": "urgent",
}  # fmt: skip


@pytest.fixture
def twice(company: Any) -> Referral:
    """Amina is with Nadia, and was referred a second time."""
    with in_scheme(BOW, actor=TESTS.key):
        case_of("Nadia")
        return referred(**SECOND)


@pytest.fixture
def came_back(company: Any) -> Referral:
    """Amina’s case with Nadia finished twenty days ago, and she was referred again."""
    with in_scheme(BOW, actor=TESTS.key):
        case = case_of("Nadia", days_ago=50)
        then = timezone.now() - datetime.timedelta(days=20)
        closures.close(by=TESTS, case=case, reason=closure_reasons.COMPLETED, at=then)
        return referred(**SECOND)


def read(referral: Referral) -> Referral:
    with in_scheme(BOW, actor=TESTS.key):
        return Referral.objects.get(pk=referral.pk)


def cases() -> list[Case]:
    with in_scheme(BOW, actor=TESTS.key):
        return list(Case.objects.select_related("holder"))


def test_joining_is_the_first_thing_offered_and_taking_on_is_not(company, twice) -> None:
    client = company.client("tess")
    card = client.get(QUEUE).content.decode()
    assert "Join to Amina’s open case with Nadia Rahman" in card
    assert "Take on and give" not in card
    page = client.get(f"{QUEUE}/{twice.pk}").content.decode()
    assert "Join to Amina’s open case with Nadia Rahman" in page
    assert 'value="take_on"' not in page
    assert page.index('value="join"') < page.index('value="ask"')


def test_pressed_it_joins_says_so_and_is_undone(company, twice, key) -> None:
    client = company.client("tess")
    address = f"{QUEUE}/{twice.pk}"
    answer = client.post(f"{address}/join", {**key(), "version": twice.version}, follow=True)
    assert "The referral of Amina Begum was joined to their case." in answer.content.decode()
    assert read(twice).decision == Decision.JOINED
    client.post(f"{address}/undo", key())
    assert read(twice).decision == Decision.RECEIVED
    client.post(address, {**key(), "version": read(twice).version, "decision": "join"})
    assert read(twice).decision == Decision.JOINED
    assert len(cases()) == 1


def test_the_worker_reads_it_on_today_and_on_the_record(company, twice, key) -> None:
    company.client("tess").post(f"{QUEUE}/{twice.pk}/join", key())
    client = company.client("nadia")
    day = client.get("/desk/").content.decode()
    record = client.get(f"/desk/people/{twice.person_id}").content.decode()
    for words in (
        "Behind with the rent since June.", "I do not open the letters.", "Ken Ilori",
        "Poplar Homes", "Urgent", "I have read it",
    ):  # fmt: skip
        assert words in day, words
        assert words in record, words
    with in_scheme(BOW, actor=TESTS.key):
        address = f"/desk/joined/{Joining.objects.get().pk}/read"
    assert company.client("sana").post(address, key()).status_code == 404
    assert company.client("ruth").post(address, key()).status_code == 403
    client.post(address, key())
    assert "Another referral came" not in client.get("/desk/").content.decode()
    after = client.get(f"/desk/people/{twice.person_id}").content.decode()
    assert "Another referral came" not in after
    assert "In their words: I do not open the letters." in after
    assert "Referral: Joined to the open case" in after


def test_who_was_supported_before_is_told_and_opened_again(company, came_back, key) -> None:
    client = company.client("tess")
    card = client.get(QUEUE).content.decode()
    assert "Supported before:" in card
    assert "with Nadia Rahman. Support finished as planned" in card
    assert "Re-open the case with Nadia Rahman" in card
    assert "Take on anew and give to" in card
    page = client.get(f"{QUEUE}/{came_back.pk}").content.decode()
    assert page.index('value="reopen"') < page.index('value="take_on"')
    (case,) = cases()
    posted = {**key(), "version": came_back.version, "case": case.pk}
    client.post(f"{QUEUE}/{came_back.pk}/join", posted)
    (case,) = cases()
    assert (case.state, case.holder.name) == ("open", "Nadia Rahman")
    assert "Another referral came" in company.client("nadia").get("/desk/").content.decode()
    client.post(f"{QUEUE}/{came_back.pk}/undo", key())
    assert [one.state for one in cases()] == ["closed"]
    form = {**key(), "version": read(came_back).version, "decision": "reopen"}
    client.post(f"{QUEUE}/{came_back.pk}", form)
    assert [one.state for one in cases()] == ["open"]


def test_taken_on_anew_there_are_two_cases(company, came_back, key) -> None:
    client = company.client("tess")
    client.post(f"{QUEUE}/{came_back.pk}/take-on", {**key(), "version": came_back.version})
    assert sorted(one.state for one in cases()) == ["closed", "open"]


def test_after_the_window_it_is_told_and_not_offered(company, key) -> None:
    with in_scheme(BOW, actor=TESTS.key):
        case = case_of("Nadia", days_ago=450)
        then = timezone.now() - datetime.timedelta(days=400)
        closures.close(by=TESTS, case=case, reason=closure_reasons.COMPLETED, at=then)
        late = referred(**SECOND)
    client = company.client("tess")
    card = client.get(QUEUE).content.decode()
    assert "Supported before:" in card
    assert "Re-open" not in card
    page = client.post(
        f"{QUEUE}/{late.pk}", {**key(), "version": late.version, "decision": "reopen"}
    )
    assert page.status_code == 400
    refused = client.post(f"{QUEUE}/{late.pk}/join", {**key(), "case": case.pk}, follow=True)
    assert "could be re-opened until" in refused.content.decode()
    assert read(late).decision == Decision.RECEIVED


def test_what_another_team_did_before_is_not_told(company) -> None:
    with in_scheme(BOW, actor=TESTS.key):
        case_of("Sam")
        hidden = referred(**SECOND)
    shown = company.client("tess").get(QUEUE).content.decode()
    assert "Join to" not in shown
    assert "open case" not in shown
    assert company.client("tess").post(f"{QUEUE}/{hidden.pk}/join").status_code in (400, 302)
    assert read(hidden).decision == Decision.RECEIVED


def test_a_case_of_elsewhere_or_of_nowhere_is_a_404(company, came_back, key) -> None:
    client = company.client("tess")
    for case in ("7", "", "6b697468-0000-4000-8000-00000000ffff"):
        answer = client.post(f"{QUEUE}/{came_back.pk}/join", {**key(), "case": case})
        assert answer.status_code == 404, case


@pytest.mark.parametrize("number", [1, 3])
def test_more_joined_referrals_make_no_more_reads(
    company, key, number, django_assert_max_num_queries
) -> None:
    with in_scheme(BOW, actor=TESTS.key):
        for n in range(number):
            case_of("Nadia", number=n)
        rows = [referred(number=n, **SECOND) for n in range(number)]
    client = company.client("tess")
    with django_assert_max_num_queries(58):
        assert client.get(QUEUE).status_code == 200
    for row in rows:
        client.post(f"{QUEUE}/{row.pk}/join", key())
    nadia = company.client("nadia")
    # One read or two of each room that is asked what is due; none more for more people.
    with django_assert_max_num_queries(52):
        shown = nadia.get("/desk/").content.decode()
    assert shown.count("I have read it") == number


def test_a_person_referred_twice_counts_once_among_people(company, twice, key) -> None:
    company.client("tess").post(f"{QUEUE}/{twice.pk}/join", key())
    with in_scheme(BOW, actor=TESTS.key):
        found = count(BOW, Period(today() - datetime.timedelta(days=60), today()))
    assert (found.referred, found.referrals_received) == (1, 2)
