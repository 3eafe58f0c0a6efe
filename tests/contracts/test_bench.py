"""A scheme many times over is as walled as one: what the benchmarks measure is the product."""

from __future__ import annotations

import datetime
import os

import psycopg
import pytest
from django.db import connections
from django.urls import reverse

from bench import national, pages
from bench.visitors import visitors
from bench.visits import Door, Visit
from kith.isolation import catalogue, context
from kith.pathway.referrals.actions import receive
from kith.pathway.referrals.models import Referral
from kith.people.actions import Who
from kith.people.models import Person
from tests import cast
from tests.unit.desk.people import case_of

COPIES = (2, 3)


@pytest.fixture
def someone(committed):
    """A person of Bow, referred to it."""
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        who = Who("Amina", "Begum", datetime.date(1956, 3, 2), phone="07700 900123")
        return receive(by=cast.TESTS, scheme_id=cast.BOW, who=who, source="01").person


@pytest.fixture
def multiplied(someone):
    """Bow and two copies of it; how many rows were written."""
    url = os.environ["KITH_OWNER_URL"]
    with psycopg.connect(url) as source, psycopg.connect(url) as owner:
        written = national.multiply(source, owner, cast.BOW, COPIES, logs=True)
        copies = [national.scheme_of_copy(cast.BOW, number, owner) for number in COPIES]
        counts = {
            table.name: dict(
                owner.execute(
                    f"SELECT {table.scheme_column}, count(*) FROM {table.name} GROUP BY 1"
                ).fetchall()
            )
            for table in national.tables(owner, logs=True)
            if table.scheme_column
        }
    return written, copies, counts


def test_each_copy_has_every_row_and_all_constraints_stand(multiplied):
    written, copies, counts = multiplied
    assert counts["people_person"][cast.BOW] == 1
    for table, by_scheme in counts.items():
        for copy in copies:
            assert by_scheme.get(copy, 0) == by_scheme.get(cast.BOW, 0), table
    assert written >= len(copies) * sum(rows.get(cast.BOW, 0) for rows in counts.values())
    assert catalogue.differences(connections["owner"]) == []


def test_each_copy_sees_its_own_rows_and_no_other(multiplied, someone):
    _, copies, _ = multiplied
    for scheme_id in (cast.BOW, *copies):
        with context.in_scheme(scheme_id, actor="tests"):
            person = Person.objects.get()
            assert person.scheme_id == scheme_id
            assert (person.pk == someone.pk) == (scheme_id == cast.BOW)
            assert Referral.objects.get().person == person
            assert person.practice_id is None or person.practice.scheme_id == scheme_id


def test_its_visitors_are_let_in_to_every_page_and_nobody_else_is(committed, monkeypatch):
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        case_of()
    monkeypatch.setattr(pages, "REQUESTS", 1)
    measured = pages.measure(visitors(os.environ["KITH_OWNER_URL"]))
    assert measured
    assert all(figures["queries"] > 0 for figures in measured.values())
    assert Door().visit(Visit(reverse("desk:today"))).status == 302


def test_the_judged_queries_are_a_hundred_and_each_is_argued() -> None:
    from bench.everyday import kinds, services
    from bench.instance import SEED
    from bench.search import queries

    asked, known = queries(), {kind.key for kind in kinds()}
    assert (len(asked), sum(query.held_out for query in asked)) == (100, 30)
    assert len({query.words for query in asked}) == 100
    assert all(len(query.why.split()) > 1 and set(query.grades) <= known for query in asked)
    made = services(SEED)
    assert len(made) >= 1000
    assert made == services(SEED)
    assert [query.words for query in asked if max(map(query.grade, made)) < 3] == []
