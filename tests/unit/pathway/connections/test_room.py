"""Whether a group has room: by whichever of its entries it was said, and for two who introduce at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.directory import actions as directory
from kith.pathway.connections import actions
from kith.resilience.errors import Refused
from kith.ui.dates import today
from tests.unit.pathway.connections.test_following import days, introduce
from tests.unit.pathway.stories import a_case


def test_what_was_asked_of_an_entry_holds_for_the_one_it_is_joined_to(
    case, lunch, walk, agreement, in_bow
):
    """Two sources list one group: whichever was told that it is full, or takes one a month, it is."""
    actions.say_full(by=in_bow, service=walk, until=today() + days(20))
    directory.join_services(by=in_bow, service=walk, into=lunch)
    with pytest.raises(Refused, match="is full until"):
        introduce(case, lunch, agreement)
    directory.part_services(by=in_bow, service=walk)
    actions.say_open(by=in_bow, service=walk)
    actions.set_wishes(by=in_bow, service=walk, told_by="each", monthly_ceiling=1)
    introduce(a_case(first_name="Ann"), walk, agreement)
    directory.join_services(by=in_bow, service=walk, into=lunch)
    with pytest.raises(Refused, match="1 went this month"):
        introduce(case, lunch, agreement)
    directory.part_services(by=in_bow, service=walk)
    assert introduce(case, lunch, agreement).pk


def test_the_last_place_of_a_month_is_counted_behind_a_lock(case, lunch, agreement, in_bow):
    actions.set_wishes(by=in_bow, service=lunch, told_by="each", monthly_ceiling=1)
    with CaptureQueriesContext(connection) as asked:
        introduce(case, lunch, agreement)
    said = [one["sql"] for one in asked.captured_queries]
    lock = next(at for at, sql in enumerate(said) if "FOR UPDATE" in sql and "groupwishes" in sql)
    counted = next(at for at, sql in enumerate(said) if sql.startswith("SELECT COUNT(*)"))
    assert lock < counted
