"""Looking at a sample: drawn by chance and spread, told kindly, counted by question and of no worker."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.academy import actions, queries, rules
from kith.academy.models import QualityCheck, QualityRound
from kith.isolation.actor import Actor
from kith.pathway.caseload.models import Case
from kith.resilience.errors import Refused
from tests import cast
from tests.conftest import Company
from tests.unit.desk.people import case_of
from tests.unit.meetings.people import as_staff, member

Key = Callable[[], dict[str, str]]
ALL = dict.fromkeys(rules.CHECKLIST, "yes")


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def drawn(*, nadia: int = 2, bea: int = 1, seed: int = 7, size: int = 8) -> QualityRound:
    for number in range(nadia):
        case_of("Nadia", number, days_ago=40)
    for number in range(nadia, nadia + bea):
        case_of("Bea", number, days_ago=40)
    return actions.draw(by=as_staff("Tess"), scheme_id=cast.BOW, seed=seed, size=size)


def test_a_sample_is_spread_over_workers_and_the_same_seed_draws_the_same() -> None:
    workers = [uuid.UUID(int=n) for n in range(4)]
    held = {
        one: [uuid.UUID(int=100 * (n + 1) + case) for case in range(40 if n == 0 else 3)]
        for n, one in enumerate(workers)
    }
    whose = {case: one for one, cases in held.items() for case in cases}
    sample = rules.draw(held, seed=5, size=8)
    assert Counter(Counter(whose[case] for case in sample).values()) == {2: 4}
    again = {one: list(reversed(cases)) for one, cases in reversed(held.items())}
    assert rules.draw(again, seed=5, size=8) == sample
    assert any(rules.draw(held, seed=seed, size=8) != sample for seed in range(5))
    assert len(rules.draw(held, seed=1, size=99)) == 49
    assert rules.draw({}, seed=1) == []


def test_a_lead_draws_from_cases_old_enough_that_she_may_see_and_does_not_hold(
    company: Company, in_bow: Actor
) -> None:
    with pytest.raises(Refused, match="28 days old"):
        actions.draw(by=as_staff("Tess"), scheme_id=cast.BOW)
    young, own, elsewhere = (
        case_of("Bea", 5, days_ago=3),
        case_of("Tess", 6, days_ago=50),
        case_of("Sam", 7, days_ago=50),
    )
    made = drawn()
    cases = {check.case_id for check in made.checks.all()}
    assert len(cases) == 3
    assert not cases & {young.pk, own.pk, elsewhere.pk}
    again = actions.draw(by=as_staff("Tess"), scheme_id=cast.BOW, seed=7)
    order = [check.case_id for check in made.checks.order_by("number")]
    assert [check.case_id for check in again.checks.order_by("number")] == order


def test_one_press_draws_and_each_record_is_looked_at_with_the_checklist(
    company: Company, in_bow: Actor, key: Key
) -> None:
    case = case_of("Nadia", 0, days_ago=40)
    tess, nadia = company.client("tess"), company.client("nadia")
    assert "No sample was drawn yet." in read(tess, "/desk/quality")
    answer = tess.post(f"/desk/quality/draw/{cast.BOW}", key())
    check = QualityCheck.objects.get()
    assert answer["Location"] == f"/desk/quality/{check.round_id}"
    assert "Amina Begum" in read(tess, answer["Location"])
    address = f"/desk/quality/cases/{check.pk}"
    page = read(tess, address)
    for question in rules.CHECKLIST.values():
        assert question.words in page
    assert "The record says: Not yet asked" in page
    missing = tess.post(address, {**key(), **ALL, "risks": "", "version": check.version})
    assert missing.status_code == 400
    assert "Select what you found" in missing.content.decode()
    sent = {**ALL, "risks": "no", "words": "Lovely words in the plan.", "version": check.version}
    assert tess.post(address, {**key(), **sent}).status_code == 302
    assert "1 of 1 looked at" in read(tess, f"/desk/quality/{check.round_id}")
    assert f"/desk/quality/read/{check.pk}" in read(nadia, "/desk/")
    told = read(nadia, f"/desk/quality/read/{check.pk}")
    assert "Lovely words in the plan." in told
    assert "Ask about risks, and write down the answer" in told
    assert "Send word back" not in told
    assert nadia.post(f"/desk/quality/read/{check.pk}", key()).status_code == 302
    assert nadia.get(f"/desk/quality/read/{check.pk}").status_code == 404
    assert case.holder == member("Nadia")


def test_nobody_but_the_worker_reads_it_as_theirs_and_no_worker_sees_the_samples(
    company: Company, in_bow: Actor, key: Key
) -> None:
    made = drawn(nadia=1, bea=0)
    (check,) = made.checks.all()
    actions.note_findings(by=as_staff("Tess"), check=check, found=ALL)
    for name in ("bea", "tess", "sam", "sana"):
        assert company.client(name).get(f"/desk/quality/read/{check.pk}").status_code == 404, name
    assert company.client("nadia").get("/desk/quality").status_code == 403
    assert company.client("mo").get(f"/desk/quality/{made.pk}").status_code == 200
    assert company.client("max").get(f"/desk/quality/{made.pk}").status_code == 404
    with pytest.raises(Refused, match="Only the worker"):
        actions.settle_findings(by=as_staff("Bea"), check=check)
    actions.settle_findings(by=as_staff("Nadia"), check=check)
    with pytest.raises(Refused, match="has read this"):
        actions.note_findings(by=as_staff("Tess"), check=check, found=ALL)


def test_what_was_found_can_be_put_right_until_it_is_read_and_a_gap_is_refused(
    in_bow: Actor,
) -> None:
    (check,) = drawn(nadia=1, bea=0).checks.all()
    with pytest.raises(Refused, match="Answer each question"):
        actions.note_findings(by=as_staff("Tess"), check=check, found={"risks": "yes"})
    actions.note_findings(by=as_staff("Tess"), check=check, found={**ALL, "gp": "x", "told": "no"})
    actions.note_findings(by=as_staff("Tess"), check=check, found=ALL)
    assert {row.found for row in check.answers.all()} == {"yes"}
    assert check.answers.count() == len(rules.CHECKLIST)


def test_trends_are_by_question_alone_and_name_no_worker(company: Company, in_bow: Actor) -> None:
    made = drawn(nadia=2, bea=1)
    for number, check in enumerate(made.checks.order_by("number")):
        found = {**ALL, "risks": "no" if number else "yes", "consent": "not_here"}
        actions.note_findings(by=as_staff("Tess"), check=check, found=found)
    page = read(company.client("tess"), "/desk/quality")
    table = page[page.index("How each question moves") :]
    rows = {
        question.words: table[table.index(question.words) :].split("</tr>")[0]
        for question in rules.CHECKLIST.values()
    }
    assert "1 of 3" in rows[rules.CHECKLIST["risks"].words]
    assert "3 of 3" in rows[rules.CHECKLIST["told"].words]
    assert "Not asked" in rows[rules.CHECKLIST["consent"].words]
    main = page[page.index("<main") : page.index("</main>")]
    for name in ("Nadia", "Bea"):
        assert name not in main
    last, found_by = queries.trends(as_staff("Tess"))
    assert [one.pk for one in last] == [made.pk]
    assert set(found_by) == set(rules.CHECKLIST)


def test_a_record_that_is_closed_to_the_lead_since_is_only_counted(
    company: Company, in_bow: Actor
) -> None:
    made = drawn(nadia=1, bea=0)
    (check,) = made.checks.all()
    person = check.case.person
    person.partner_access.all().update(
        from_date=dt.date(2019, 1, 1), to_date=timezone.localdate() - dt.timedelta(days=1)
    )
    tess = company.client("tess")
    assert "Somebody whose record you may not open" in read(tess, f"/desk/quality/{made.pk}")
    assert tess.get(f"/desk/quality/cases/{check.pk}").status_code == 404


def test_the_lists_take_as_many_queries_for_three_as_for_one(
    company: Company, in_bow: Actor
) -> None:
    tess = company.client("tess")
    first = drawn(nadia=1, bea=0)

    def count(made: QualityRound) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as one:
            read(tess, f"/desk/quality/{made.pk}")
        with CaptureQueriesContext(connection) as all_of_them:
            read(tess, "/desk/quality")
        return len(one), len(all_of_them)

    read(tess, "/desk/quality")
    at_one = count(first)
    for number in range(3, 6):
        case_of("Nadia", number, days_ago=40)
    third = [actions.draw(by=as_staff("Tess"), scheme_id=cast.BOW) for _ in range(2)][-1]
    assert Case.objects.count() == 4
    assert count(third) == at_one
