"""A measure is offered at natural moments, put off with a reason, and offered again later: never demanded."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from kith.isolation import context
from kith.isolation.actor import Actor
from kith.pathway.caseload.models import Case
from kith.pathway.contacts import actions as contacts
from kith.pathway.outcomes import actions, queries
from kith.pathway.outcomes.models import Moment, NotNow
from kith.pathway.outcomes.queries import Stage
from kith.pathway.plans import actions as plans
from kith.resilience.errors import Refused
from kith.ui import dates
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.outcomes.conftest import switch_on
from tests.unit.pathway.stories import a_case

Key = Callable[[], dict[str, str]]
TODAY = dates.today()
SIX = dict.fromkeys(range(1, 5), 6)


def day(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=days)


def offered(case: Case, stage: Stage, *, on: datetime.date = TODAY) -> list[tuple[str, str]]:
    found = queries.prompts(
        case.person, stage, queries.shelf(cast.BOW), queries.scores(case), today=on
    )
    return [(one.measure.key, one.moment.value) for one in found]


def take(by: Actor, case: Case, moment: str, days: int = 0) -> None:
    actions.record_score(
        by=by, case=case, measure="ons4", moment=moment, answers=SIX, taken_on=day(days)
    )


TALKED = Stage(talked=True)


def test_not_before_a_conversation_and_once_after_it(in_bow: Actor) -> None:
    case = a_case()
    assert offered(case, Stage(talked=False)) == []
    assert offered(case, TALKED) == [("ons4", "start")]
    take(in_bow, case, "start")
    assert offered(case, TALKED) == []


def test_again_when_a_review_is_due(in_bow: Actor) -> None:
    case = a_case()
    take(in_bow, case, "start", -60)
    assert offered(case, Stage(talked=True, review_on=day(1))) == []
    assert offered(case, Stage(talked=True, review_on=day(-1))) == [("ons4", "review")]
    take(in_bow, case, "review")
    assert offered(case, Stage(talked=True, review_on=day(-1))) == []


def test_and_before_support_finishes_where_there_is_a_start(in_bow: Actor) -> None:
    case, finishing = a_case(), Stage(talked=True, finishing=True)
    assert offered(case, finishing) == []
    take(in_bow, case, "start", -60)
    assert offered(case, finishing) == [("ons4", "end")]
    take(in_bow, case, "end")
    assert offered(case, finishing) == []


@pytest.mark.parametrize(("reason", "days"), [("more_urgent", 7), ("tired", 14), ("language", 14)])
def test_what_was_put_off_is_offered_again_after_some_days(
    in_bow: Actor, reason: str, days: int
) -> None:
    case = a_case()
    actions.skip(by=in_bow, case=case, measure="ons4", moment="start", reason=reason)
    assert offered(case, TALKED, on=day(days - 1)) == []
    assert offered(case, TALKED, on=day(days)) == [("ons4", "start")]


@pytest.mark.parametrize("reason", ["would_not", "no_use"])
def test_a_no_stands_for_that_moment(in_bow: Actor, reason: str) -> None:
    case = a_case()
    actions.skip(by=in_bow, case=case, measure="ons4", moment="start", reason=reason)
    assert offered(case, TALKED, on=day(300)) == []


def test_each_review_asks_anew(in_bow: Actor) -> None:
    case = a_case()
    take(in_bow, case, "start", -90)
    actions.skip(
        by=in_bow, case=case, measure="ons4", moment="review", reason="would_not", taken_on=day(-60)
    )
    assert offered(case, Stage(talked=True, review_on=day(-61))) == []
    assert offered(case, Stage(talked=True, review_on=day(-1))) == [("ons4", "review")]


def test_how_often_it_was_put_off_is_said(in_bow: Actor) -> None:
    case = a_case()
    for days in (-40, -20):
        actions.skip(
            by=in_bow, case=case, measure="ons4", moment="start", reason="tired", taken_on=day(days)
        )
    (one,) = queries.prompts(
        case.person, TALKED, queries.shelf(cast.BOW), queries.scores(case), today=TODAY
    )
    assert (one.moment, one.not_now) == (Moment.START, 2)


def test_the_scheme_chooses_what_is_prompted(in_bow: Actor) -> None:
    case = a_case()
    actions.set_use(
        by=in_bow, scheme_id=cast.BOW, measure="ons4", is_on=True, is_prompted=False, reason="Less"
    )
    switch_on("ucla-3", prompted=True)
    assert offered(case, TALKED) == [("ucla-3", "start")]


def test_a_child_is_not_prompted(in_bow: Actor) -> None:
    case = a_case(born=day(-365 * 15))
    assert offered(case, TALKED) == []


def test_a_reason_is_one_of_the_list_or_own_words(in_bow: Actor) -> None:
    case = a_case()
    values = {"by": in_bow, "case": case, "measure": "ons4", "moment": "start"}
    for wrong in ({}, {"reason": "other"}, {"reason": "because"}, {"why": "  "}):
        with pytest.raises(Refused):
            actions.skip(**values, **wrong)
    row = actions.skip(**values, reason=NotNow.TIRED, why="her knee")
    assert row.skipped_why == "Too tired or unwell today: her knee"


def test_the_record_and_the_last_step_offer_it(company: Company, key: Key) -> None:
    case, client = a_case(agreed=True), company.client("nadia")
    record, finish = f"/desk/people/{case.person_id}", f"/desk/closures/{case.pk}"
    assert "A good moment to measure" not in client.get(record).content.decode()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        contacts.record(
            by=cast.TESTS, person=case.person, outcome="reached", direction="out", medium="02", note="Talked"
        )  # fmt: skip
    assert "A good moment to measure" in client.get(record).content.decode()
    url = f"/desk/outcomes/{case.pk}/ons4/start?then=record"
    sent = {**key(), "do": "skip", "reason": "tired", "skipped_why": ""}
    assert client.post(url, sent)["Location"] == record
    assert "A good moment to measure" not in client.get(record).content.decode()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        plans.set_review(by=cast.TESTS, case=case, on=TODAY)
        take(cast.TESTS, case, "start", -3)
    page = client.get(record).content.decode()
    assert "A good moment to measure" in page
    assert "at the review" in page
    assert "Once more before you finish" in client.get(finish).content.decode()
    url = f"/desk/outcomes/{case.pk}/ons4/end?then=close"
    sent = {**key(), "do": "skip", "reason": "would_not", "skipped_why": ""}
    assert client.post(url, sent)["Location"] == finish
    assert "Once more before you finish" not in client.get(finish).content.decode()
