"""Who waits for a place, and whose agreement lapsed, stay somebody's work."""

from __future__ import annotations

from kith.pathway.connections import actions
from kith.pathway.connections.models import Introduction
from kith.pathway.connections.states import Progress
from kith.ui.dates import today
from tests.unit.pathway.connections.test_following import days, introduce, on_today


def test_who_waits_for_a_place_is_asked_after_though_nobody_named_a_day(
    case, lunch, walk, agreement, in_bow
):
    made, other = introduce(case, lunch, agreement), introduce(case, walk, agreement)
    actions.record_progress(by=in_bow, introduction=made, progress=Progress.FULL, waiting_place=3)
    assert made.ask_news_on == today() + days(28)
    actions.record_progress(
        by=in_bow, introduction=other, progress=Progress.FULL, ask_news_on=today() + days(3)
    )
    assert other.ask_news_on == today() + days(3)


def test_an_agreement_that_lapsed_long_ago_is_still_somebodys_work(
    case, lunch, agreement, in_bow, company
):
    made = introduce(case, lunch, agreement)
    Introduction.objects.update(ask_news_on=None, agreement_until=today() - days(60))
    assert len(on_today(company)) == 1
    actions.withdraw(by=in_bow, introduction=made, reason="No longer wanted")
    assert on_today(company) == []
