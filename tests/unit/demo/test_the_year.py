"""The demonstration loaded whole, as `kith demo` loads it: interrupted once, and run again."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import time_machine
from django.db import connection

from kith import environment
from kith.demo import parts
from kith.demo.accounts import BOW, POPLAR, scheme_id_of
from kith.demo.load import load
from kith.demo.year.shape import SHAPES
from kith.insight.rules import small_numbers
from kith.isolation import context
from kith.operate import database
from kith.resilience.errors import Refused
from tests import server

NAME = f"{server.OWN}_year"
IN_YEAR = (
    "{0} >= '2019-06-01 00:00 Europe/London'::timestamptz"
    " AND {0} < '2020-07-01 00:00 Europe/London'::timestamptz"
)
REACHED = f"c.outcome = 'reached' AND {IN_YEAR.format('c.happened_at')}"
TALKED = f"EXISTS (SELECT FROM contacts_contact c WHERE c.person_id = p.id AND {REACHED})"
GIVEN = (
    "EXISTS (SELECT FROM contacts_supportgiven s WHERE s.person_id = p.id"
    " AND s.given_on BETWEEN '2019-06-01' AND '2020-06-30')"
)
CALLS = (
    "FROM campaigns_campaigncall k JOIN contacts_contact c ON c.id = k.contact_id"
    " JOIN people_person p ON p.id = c.person_id WHERE k.scheme_id = %s"
    f" AND {IN_YEAR.format('c.happened_at')}"
)


class Loaded:
    """The database of the demonstration, read as its owner."""

    def __init__(self, urls: database.Urls) -> None:
        self.variables = {
            **os.environ,
            "KITH_OWNER_URL": urls.owner_url,
            "KITH_APP_URL": urls.app_url,
        }
        self.owner_url = urls.owner_url
        self.told_before = 0

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "django", *words],
            env=self.variables, check=True, capture_output=True, text=True,
        )  # fmt: skip

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.owner_url) as asked:
            asked.execute("SET timezone = 'UTC'")
            return asked.execute(statement, values or None).fetchall()

    def one(self, statement: str, *values: Any) -> Any:
        (row,) = self.rows(statement, *values)
        return row[0] if len(row) == 1 else row


@pytest.fixture(scope="module")
def loaded() -> Iterator[Loaded]:
    urls = database.prepare(environment.read(), database=NAME)
    try:
        here = Loaded(urls)
        here.run("migrate", "--database=owner", "--verbosity=0")
        here.run("raise_walls")
        _interrupted(here)
        here.told_before = here.one("SELECT count(*) FROM demo_told")
        here.run("load_demo")
        yield here
    finally:
        database.drop(environment.read(), NAME)


def _interrupted(here: Loaded) -> None:
    """Stop a load, as Ctrl-C does, once it has told some of the year."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "django", "load_demo"],
        env=here.variables, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while process.poll() is None and not _some_told(here):
            time.sleep(0.2)
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=600)
    finally:
        process.kill()
    assert process.returncode != 0


def _some_told(here: Loaded) -> bool:
    return here.one("SELECT count(*) FROM demo_told WHERE part LIKE 'year%'") >= 2


@pytest.mark.parametrize(("slug", "people"), [(BOW, 1321), (POPLAR, 137)])
def test_the_people_supported_come_out_of_the_rows(loaded: Loaded, slug: str, people: int) -> None:
    supported = loaded.one(
        "SELECT count(*) FROM people_person p WHERE p.scheme_id = %s AND EXISTS"
        f" (SELECT FROM caseload_case k WHERE k.person_id = p.id) AND ({TALKED} OR {GIVEN})",
        scheme_id_of(slug),
    )
    assert supported == people


@pytest.mark.parametrize(("slug", "calls", "ages"), [(BOW, 848, (9, 90)), (POPLAR, 61, (23, 84))])
def test_the_calls_and_the_ages_reached_come_out_of_the_rows(
    loaded: Loaded, slug: str, calls: int, ages: tuple[int, int]
) -> None:
    scheme_id = scheme_id_of(slug)
    assert loaded.one(f"SELECT count(*) {CALLS}", scheme_id) == calls
    first, last = loaded.one(
        "SELECT min(c.happened_at AT TIME ZONE 'Europe/London')::date,"
        f" max(c.happened_at AT TIME ZONE 'Europe/London')::date {CALLS}",
        scheme_id,
    )
    assert datetime.date(2020, 3, 23) <= first < last <= datetime.date(2020, 6, 30)
    age = "extract(year FROM age((c.happened_at AT TIME ZONE 'Europe/London')::date, p.date_of_birth))"
    reached = f"{CALLS} AND c.outcome = 'reached'"
    assert loaded.one(f"SELECT min({age})::int, max({age})::int {reached}", scheme_id) == ages
    # Younger and older people were called and did not answer: a miscount shows.
    assert loaded.one(f"SELECT min({age})::int, max({age})::int {CALLS}", scheme_id) == (6, 96)
    supported = f"{reached} AND EXISTS (SELECT FROM caseload_case k WHERE k.person_id = p.id)"
    assert loaded.one(f"SELECT min({age})::int, max({age})::int {supported}", scheme_id) == ages


def test_the_practices_and_their_patients_come_out_of_the_rows(loaded: Loaded) -> None:
    counted = loaded.one(
        "SELECT count(DISTINCT practice_id), sum(registered)::int, max(on_date)"
        " FROM organisations_listsize WHERE scheme_id = %s",
        scheme_id_of(BOW),
    )
    assert counted == (6, 53_000, datetime.date(2019, 6, 1))


def test_most_are_reached_and_well_under_half_introduced(loaded: Loaded) -> None:
    bow = scheme_id_of(BOW)
    referred = (
        "SELECT count(DISTINCT p.id) FROM people_person p JOIN referrals_referral r"
        " ON r.person_id = p.id WHERE p.scheme_id = %s AND r.referred_on BETWEEN '2019-06-01' AND '2020-06-30'"
    )
    everyone, reached = loaded.one(referred, bow), loaded.one(f"{referred} AND {TALKED}", bow)
    assert 0.88 < reached / everyone < 0.92
    introduced = "EXISTS (SELECT FROM connections_introduction i WHERE i.person_id = p.id{})"
    sent = loaded.one(f"{referred} AND {introduced.format('')}", bow)
    came = loaded.one(f"{referred} AND {introduced.format(' AND i.came_at IS NOT NULL')}", bow)
    assert 0.25 < sent / everyone < 0.45
    assert came < sent


def test_what_arrives_by_itself_is_there_on_a_first_look(loaded: Loaded) -> None:
    bow = scheme_id_of(BOW)
    waiting = (
        "SELECT count(*) FROM directory_suggestion WHERE settled_at IS NULL AND scheme_id = %s"
    )
    assert loaded.one(waiting, bow) == 2
    sheets = (
        "SELECT state FROM exchange_run WHERE kind = 'services' AND scheme_id = %s ORDER BY state"
    )
    assert loaded.rows(sheets, bow) == [("checked",), ("taken",)]


def test_enough_were_turned_away_in_the_months_that_are_over(loaded: Loaded) -> None:
    months = "date_trunc('month', now() AT TIME ZONE 'Europe/London')"
    full = loaded.one(
        "SELECT count(DISTINCT person_id) FROM connections_introduction WHERE progress = 'full' AND scheme_id = %s"
        f" AND progress_at >= {months} - interval '12 months' AND progress_at < {months}",
        scheme_id_of(BOW),
    )
    assert full >= small_numbers.BELOW


def test_nobody_met_face_to_face_in_lockdown(loaded: Loaded) -> None:
    met = "SELECT count(*) FROM contacts_contact WHERE medium = '01' AND happened_at"
    assert loaded.one(f"{met} BETWEEN '2020-03-23' AND '2020-12-31'") == 0
    assert loaded.one(f"{met} < '2020-03-23'") > 100


def test_nothing_of_the_year_hangs_on_todays_desk(loaded: Loaded) -> None:
    old = "'2021-01-01'"
    for waiting in (
        f"SELECT count(*) FROM caseload_case WHERE state = 'open' AND opened_at < {old}",
        "SELECT count(*) FROM referrals_referral WHERE decision IN ('received', 'returned')"
        f" AND received_at < {old}",
        "SELECT count(*) FROM kith_messages_letter l JOIN people_person p ON p.id = l.person_id"
        f" WHERE l.state = 'owed' AND p.created_at < {old}",
        f"SELECT count(*) FROM kith_messages_email WHERE state <> 'sent' AND due_at < {old}",
        f"SELECT count(*) FROM caseload_case WHERE next_step <> '' AND opened_at < {old}",
    ):
        assert loaded.one(waiting) == 0
    still_open = "SELECT count(*) FROM caseload_case WHERE opened_at < '2020-07-01' AND ended_at > '2020-07-01'"
    assert loaded.one(still_open) > 50
    assert loaded.one("SELECT count(*) FROM caseload_case WHERE state = 'open'") > 10


def test_the_log_is_dated_when_it_happened(loaded: Loaded) -> None:
    late = loaded.rows(
        "SELECT e.action, count(*) FROM audit_entry e JOIN people_person p ON p.id = e.person_id"
        " WHERE p.created_at < '2021-01-01' AND e.happened_at > '2021-01-01' GROUP BY 1"
    )
    assert late == []


def test_nobody_in_it_can_be_reached(loaded: Loaded) -> None:
    numbers = loaded.rows("SELECT nhs_number FROM people_person WHERE nhs_number <> ''")
    assert len(numbers) > 1000
    assert all(number.startswith("9") for (number,) in numbers)
    phones = loaded.rows("SELECT DISTINCT value FROM people_contactpoint WHERE kind = 'phone'")
    assert len(phones) > 1000
    drama = ("+447700900", "+442079460", "+441632960")
    assert [phone for (phone,) in phones if not phone.startswith(drama)] == []
    for column, table in (
        ("value", "people_contactpoint WHERE kind = 'email'"),
        ("email", "accounts_user"),
        ("email", "organisations_practice"),
        ('"to"', "kith_messages_email"),
    ):
        found = loaded.rows(f"SELECT DISTINCT {column} FROM {table}")
        assert found
        assert [address for (address,) in found if not address.endswith(".example")] == []


def test_the_staff_of_the_year_have_left_and_one_serves_both_schemes(loaded: Loaded) -> None:
    bow = scheme_id_of(BOW)
    workers = "SELECT count(*) FROM organisations_membership WHERE scheme_id = %s AND job_role = 'link_worker'"
    assert loaded.one(f"{workers} AND to_date IS NOT NULL", bow) == 14
    assert loaded.one(f"{workers} AND to_date IS NULL", bow) == 2
    both = loaded.rows(
        "SELECT u.email FROM accounts_user u JOIN organisations_membership m ON m.user_id = u.id"
        " GROUP BY u.email HAVING count(DISTINCT m.scheme_id) = 2"
    )
    assert both == [("linkworker2@bow-demo.example",)]
    held = loaded.one(
        "SELECT count(*) FROM caseload_case k JOIN organisations_membership m ON m.id = k.holder_id"
        " WHERE k.state = 'open' AND k.scheme_id = %s AND m.name = 'Owen Pritchard'",
        scheme_id_of(POPLAR),
    )
    assert held in (1, 2)


def test_interrupted_it_goes_on_where_it_stopped(loaded: Loaded) -> None:
    beside = len((parts.OPENED, parts.NOW, *parts.AFTERWARDS))
    whole = sum(len(parts.year_parts(slug)) for slug in SHAPES) + beside * len(SHAPES)
    assert loaded.one("SELECT count(*), count(DISTINCT (scheme_id, part)) FROM demo_told") == (
        whole,
        whole,
    )
    assert 0 < loaded.told_before < whole


def test_a_second_run_writes_nothing(loaded: Loaded) -> None:
    before = loaded.one("SELECT count(*) FROM audit_entry")
    loaded.run("load_demo")
    assert loaded.one("SELECT count(*) FROM audit_entry") == before


@pytest.mark.django_db
def test_on_another_day_the_same_rows_come(loaded: Loaded) -> None:
    part, poplar = parts.year_parts(POPLAR)[3], scheme_id_of(POPLAR)
    someones = [(life.someone.first, life.someone.last) for life in parts.lives_of(POPLAR, part)]
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=200)):
        parts.tell_part(POPLAR, parts.OPENED)
        parts.tell_part(POPLAR, part)
        with context.in_scheme(poplar, actor="job:tests"):
            there = _content(poplar, None)
    assert len(there) > 100
    whole = set(_content(poplar, loaded))
    assert {row[:2] for row in there} <= set(someones)
    assert [row for row in there if row not in whole] == []
    # And nothing of these people is missing.
    born = {row[:3] for row in there}
    assert len([row for row in whole if row[:3] in born]) == len(set(there))


def _content(scheme_id: Any, loaded: Loaded | None) -> list[tuple[Any, ...]]:
    """What is written of everyone, without ids and without when it was written down."""
    who = "p.first_name, p.last_name, p.date_of_birth::text"
    tables = {
        "contacts_contact": "happened_at medium outcome minutes interpreter place note by_name",
        "referrals_referral": "referred_on received_at source referrer_name urgency referrer_sees"
        " person_says decision decided_at answer answered_at",
        "caseload_case": "state opened_at ended_at",
        "plans_plan": "strengths what_matters agreed_on",
        "outcomes_score": "moment taken_on answers result by_name",
        "outcomes_goalrating": "moment taken_on rating",
        "contacts_supportgiven": "kind given_on minutes result money_pence by_name",
        "connections_introduction": "service_name made_at progress progress_at shared by_name",
        "closures_closure": "closed_at reason summary reopened_at by_name",
        "people_riskstatement": "kind text stated_on stated_by_name",
        "people_contactpoint": "kind value postcode safe_for when_safe",
        "campaigns_campaignlisting": "added_on",
    }
    union = " UNION ALL ".join(
        f"SELECT {who}, '{table}', ROW({', '.join('t.' + name for name in columns.split())})::text"
        f" FROM {table} t JOIN people_person p ON p.id = t.person_id WHERE t.scheme_id = %s"
        " AND p.created_at < '2021-01-01'"
        for table, columns in tables.items()
    )
    values = [scheme_id] * len(tables)
    if loaded is not None:
        return loaded.rows(union, *values)
    with connection.cursor() as cursor:
        cursor.execute(union, values)
        return cursor.fetchall()


@pytest.mark.django_db
def test_a_database_with_another_scheme_is_refused() -> None:
    with pytest.raises(Refused, match="not the demonstration's"):
        load()
