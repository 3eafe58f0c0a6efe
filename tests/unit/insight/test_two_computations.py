"""Two computations, one in SQL and one in plain Python, agree on every figure of any scheme."""

from __future__ import annotations

import datetime as dt

import pytest

from kith.insight.queries import counting, definitions
from kith.insight.queries.counting import count
from kith.insight.rules.periods import Period
from kith.isolation import context
from kith.isolation.context import Kind
from tests import cast
from tests.unit.insight.generated import Maker
from tests.unit.insight.second import Second, differences

PERIODS = (
    Period(dt.date(2019, 6, 1), dt.date(2020, 6, 30)),
    Period(dt.date(2020, 3, 23), dt.date(2020, 6, 30)),
    Period(dt.date(2019, 10, 1), dt.date(2019, 10, 31)),  # the clocks go back
    Period(dt.date(2020, 3, 29), dt.date(2020, 3, 29)),  # and forward
    Period(dt.date(2012, 1, 1), dt.date(2012, 12, 31)),
)


def report(scheme_id=cast.BOW):
    return context.enter(Kind.REPORT, schemes=[scheme_id], actor="report:tests")


def test_what_is_generated_reaches_every_stage(db) -> None:
    years = [Second(Maker(seed).make(), PERIODS[0]).figures() for seed in range(3)]
    for stage in counting.STAGES:
        assert sum(year[stage] for year in years) > 0, stage
    for year in years:
        assert 0 < year["helped_by_link_worker_alone"] < year["people_supported"]


@pytest.mark.parametrize("seed", range(4))
def test_both_computations_agree_on_every_figure(db, seed) -> None:
    rows = Maker(seed).make()
    Maker(seed + 100, scheme_id=cast.POPLAR).make(people=20)  # must not be counted
    for period in PERIODS:
        with report():
            counts = count(cast.BOW, period)
        assert differences(Second(rows, period).figures(), counts) == [], period.words


MISCOUNTS = {
    "a stage counts what happened before the referral": ("AND t.day >= r.day", ""),
    "calls that nobody answered are left out": (
        "WHERE g.scheme_id = %(scheme)s\n",
        "WHERE g.scheme_id = %(scheme)s AND c.outcome = 'reached'\n",
    ),
    "merged people count twice": ("COALESCE(merged_into_id, id)", "id"),
    "days are those of UTC": ("AT TIME ZONE 'Europe/London'", "AT TIME ZONE 'UTC'"),
    "a low score counts as better whatever the measure": ("= (better = 'higher')", "= true"),
    "the oldest list size is taken": ("l.on_date DESC", "l.on_date"),
    "every referral came through one door": ("r.source, r.door", "r.source, 'ask' AS door"),
    "bank holidays are working days": (
        "SELECT %(working)s::date[] AS working",
        "SELECT array_agg(day::date ORDER BY day) AS working FROM"
        " generate_series('2000-01-03'::date, '2021-12-31', '1 day') AS day"
        " WHERE extract(isodow FROM day) < 6",
    ),
    "what we called off is a try": ("c.outcome <> ALL (%(no_try)s)", "c.outcome <> ''"),
    "a day that they chose is late": ("GREATEST(p.due_on, c.chosen_on)", "p.due_on"),
    "every conversation makes someone supported": (
        "WHERE t.case_id IS NOT NULL OR",
        "WHERE true OR",
    ),
    "scores that were put right count": ("s.replaced_at IS NULL AND ", ""),
}


@pytest.mark.parametrize("fault", MISCOUNTS)
def test_a_planted_miscount_is_caught(db, monkeypatch, fault) -> None:
    rows = Maker(1).make()
    right, wrong = MISCOUNTS[fault]
    assert any(right in sql for sql in definitions.PARTS.values())
    monkeypatch.setattr(
        definitions,
        "PARTS",
        {name: sql.replace(right, wrong) for name, sql in definitions.PARTS.items()},
    )
    monkeypatch.setattr(counting, "statement", counting.statement.__wrapped__)
    found = []
    for period in PERIODS:
        with report():
            found += differences(Second(rows, period).figures(), count(cast.BOW, period))
    assert found, fault
