"""The report of a programme counts what is on record and withholds what would point at someone."""

from __future__ import annotations

import datetime as dt

import pytest

from kith.insight.queries.programme import programme_figures
from kith.insight.rules.periods import Period
from kith.isolation import context
from kith.organisations import actions as organisations
from kith.organisations import queries
from kith.organisations.models import Reason
from kith.pathway.contacts import actions as contacts
from kith.pathway.referrals import actions
from kith.people.actions import Who
from kith.ui.dates import LONDON
from tests import cast

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def _moment(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(10), tzinfo=LONDON)


def _referred(programme, number: int, source: str, stage: int | None, spoken_after: int | None):
    day = dt.date(2024, 3, 1)
    referral = actions.receive(
        by=cast.TESTS, scheme_id=cast.BOW, source=source, programme=programme, at=_moment(day),
        who=Who(first_name="Person", last_name=f"Number{number}", phone="07700 900455", phone_safe_for=("call",),
                date_of_birth=dt.date(1950, 1, 1) + dt.timedelta(days=37 * number)),
        reasons=list(Reason.objects.filter(foundation="money")[:1]),
        for_programme=actions.ForProgramme(
            stage=None if stage is None else queries.stages(programme)[stage],
            concerns=[actions.RatedConcern(rating=7, what="sleep")],
        ),
    )  # fmt: skip
    if spoken_after is not None:
        contacts.record(
            by=cast.TESTS, person=referral.person, outcome="reached", note="Talked.",
            at=_moment(day + dt.timedelta(days=spoken_after)),
        )  # fmt: skip


@pytest.fixture
def cancer(db):
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return organisations.add_programme(
            by=cast.TESTS, scheme_id=cast.BOW, name="Cancer", template="cancer"
        )


def test_referrals_by_source_and_stage_and_their_waits(cancer):
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        for number in range(6):
            _referred(cancer, number, "06", 0, 3)
        for number in range(6, 12):
            _referred(cancer, number, "01", None, None)
    figures = programme_figures(cancer, YEAR)
    assert (figures.referrals, figures.spoken, figures.median_days) == (12, 6, 3)
    assert {line.words: line.count for line in figures.by_source} == {
        "Hospital ward or clinic": 6, "GP practice": 6,
    }  # fmt: skip
    assert {line.words: line.count for line in figures.by_stage} == {
        "Diagnosis": 6, "Not recorded": 6,
    }  # fmt: skip
    assert {line.words: line.count for line in figures.asked_for} == {"Money": 12}
    assert {line.words: line.count for line in figures.concerns} == {"Health and daily life": 12}


def test_few_people_are_not_shown_and_cannot_be_worked_out(cancer):
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        for number in range(7):
            _referred(cancer, number, "06", 0, 3 if number < 2 else None)
        _referred(cancer, 8, "01", 1, None)
    figures = programme_figures(cancer, YEAR)
    assert figures.referrals == 8
    assert (figures.spoken, figures.median_days) == (None, None)
    assert [line.count for line in figures.by_source] == [None, None]
    before = programme_figures(cancer, Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31)))
    assert (before.referrals, before.by_source) == (0, ())


def test_who_sees_figures_opens_the_report_and_a_stranger_does_not(company, cancer):
    path = f"/desk/programmes/{cancer.pk}"
    shown = company.client("fay").get(path)
    assert shown.status_code == 200
    assert "How it is counted" in shown.content.decode()
    assert "Cancer" in company.client("fay").get("/desk/programmes").content.decode()
    assert company.client("nadia").get(path).status_code == 403
    assert company.client("max").get(path).status_code == 404
    odd = company.client("fay").get(f"{path}?from=2024-13&to=x")
    assert odd.status_code == 400
