"""The benchmarks' own instance: a folder and databases beside those of the product."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from bench import national
from kith.environment import Environment, private_folder, read
from kith.operate import database
from kith.operate.database import Urls
from kith.operate.postgres import embedded_address, on_stderr, running
from kith.operate.processes import stopping_on_signals

SCHEMES = (1, 100)
CONTACTS_EACH = 10_000
"""A million contacts at 100 schemes."""
ROOT = Path(__file__).resolve().parent.parent
SEED = 1984
"""The demonstration's; copies and repeats draw nothing by lot."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A database of so many schemes of the demonstration's shape, ready."""

    schemes: int
    urls: Urls
    home: Path
    counts: dict[str, int]

    def variables(self) -> dict[str, str]:
        """The environment of a process that measures: it knows the run-time role alone."""
        return _variables(self.home) | {"KITH_APP_URL": self.urls.app_url}

    def measure(self, module: str, given: object) -> dict[str, Any]:
        """Run one of the benchmarks' modules as a process of its own; its answer."""
        done = subprocess.run(
            [sys.executable, "-m", module],
            input=json.dumps(given, default=str),
            env=self.variables(),
            cwd=ROOT,
            check=True,
            text=True,
            stdout=subprocess.PIPE,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer


@contextmanager
def benches(sizes: tuple[int, ...] = SCHEMES) -> Iterator[list[Bench]]:
    """Databases of these sizes, made where they are not there for this commit and seed."""
    base = read()
    home = private_folder(private_folder(base.home) / "bench")
    environment = replace(base, home=home, demo=True)
    _set_up(home)
    with stopping_on_signals(), running(environment, say=on_stderr):
        one = _demonstration(environment)
        yield [one if size == 1 else _many(environment, one, size) for size in sizes]


@contextmanager
def one_to_write_in() -> Iterator[Bench]:
    """A copy of the one scheme's database, for what is written for good; dropped at the end."""
    name = "kith_bench_written"
    with benches((1,)) as (one,):
        environment = replace(read(), home=one.home, demo=True)
        database.drop(environment, name)
        _copy_database(environment, name)
        try:
            urls = database.prepare(environment, database=name)
            yield replace(one, urls=urls)
        finally:
            database.drop(environment, name)


def commit() -> str:
    """The commit the working tree stands on, with a mark when it holds changes."""
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--exclude=*"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    return said.stdout.strip() or "unknown"


def _set_up(home: Path) -> None:
    """Django for the list of walled models; this process asks the database nothing through it."""
    os.environ.update(_variables(home))
    for name in ("KITH_APP_URL", "KITH_OWNER_URL"):
        os.environ.pop(name, None)
    import django

    django.setup()


def _variables(home: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DATABASE_APP_URL", "KITH_OWNER_URL")
    }
    return kept | {"KITH_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kith.config.settings"}


def _demonstration(environment: Environment) -> Bench:
    name, home = "kith_bench_1", environment.home
    made = _made(home, name)
    if made is None:
        database.drop(environment, name)
    urls = database.prepare(environment, database=name)
    variables = _variables(home) | {"KITH_APP_URL": urls.app_url}
    owner = variables | {"KITH_OWNER_URL": urls.owner_url}
    _django(["migrate", "--database=owner", "--verbosity=0"], owner)
    _django(["raise_walls"], owner)
    if made is None:
        on_stderr("Loading the demonstration…")
        _django(["load_demo"], variables | {"KITH_DEMO": "1"})
        with psycopg.connect(urls.owner_url) as connection:
            held = national.repeat_contacts(connection, _bow(), CONTACTS_EACH)
        on_stderr(f"{held:,} contacts in the scheme, some repeated on the following days.")
        made = _finish(home, name, urls)
    return Bench(1, urls, home, made)


def _many(environment: Environment, one: Bench, schemes: int) -> Bench:
    name, home = f"kith_bench_{schemes}", environment.home
    made = _made(home, name)
    if made is None:
        on_stderr(f"Making {schemes} schemes…")
        database.drop(environment, name)
        _copy_database(environment, name)
    urls = database.prepare(environment, database=name)
    owner = _variables(home) | {"KITH_APP_URL": urls.app_url, "KITH_OWNER_URL": urls.owner_url}
    if made is None:
        with (
            psycopg.connect(one.urls.owner_url) as source,
            psycopg.connect(urls.owner_url) as target,
        ):
            national.multiply(
                source, target, _bow(), range(2, schemes + 1), logs=True, say=on_stderr
            )
    _django(["migrate", "--database=owner", "--verbosity=0"], owner)
    _django(["raise_walls"], owner)
    if made is None:
        made = _finish(home, name, urls)
    return Bench(schemes, urls, home, made)


def _copy_database(environment: Environment, name: str) -> None:
    with psycopg.connect(_admin(environment), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE kith_bench_1 OWNER kith_owner").format(
                sql.Identifier(name)
            )
        )


def _admin(environment: Environment) -> str:
    return environment.database_url or embedded_address(environment, "postgres")


def _bow() -> UUID:
    from kith.demo.accounts import BOW, scheme_id_of

    return scheme_id_of(BOW)


def _finish(home: Path, name: str, urls: Urls) -> dict[str, int]:
    """Statistics and visibility as a database has that has been running for a while."""
    began = time.monotonic()
    with psycopg.connect(urls.owner_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        counts = {
            what: int(str(connection.execute(asked).fetchone()[0]))  # type: ignore[index,arg-type]
            for what, asked in COUNTED.items()
        }
    on_stderr(f"  analysed in {time.monotonic() - began:.0f} s")
    _mark(home, name).write_text(json.dumps({**_stamp(), "counts": counts}))
    return counts


COUNTED = {
    "schemes": "SELECT count(*) FROM organisations_scheme",
    "people": "SELECT count(*) FROM people_person",
    "people supported": "SELECT count(DISTINCT (k.scheme_id, k.person_id)) FROM contacts_contact k"
    " JOIN caseload_case c ON c.scheme_id = k.scheme_id AND c.person_id = k.person_id"
    " WHERE k.outcome = 'reached'",
    "contacts": "SELECT count(*) FROM contacts_contact",
    "megabytes": "SELECT pg_database_size(current_database()) / 1000000",
}


def _made(home: Path, name: str) -> dict[str, int] | None:
    """What was counted when the database was made, if this commit and seed made it."""
    try:
        made = json.loads(_mark(home, name).read_text())
    except FileNotFoundError:
        return None
    counts: dict[str, int] = made.pop("counts")
    return counts if made == _stamp() or os.environ.get("BENCH_KEEP") == "1" else None


def _stamp() -> dict[str, object]:
    return {"commit": commit(), "seed": SEED}


def _mark(home: Path, name: str) -> Path:
    return home / f"{name}.json"


def _django(words: list[str], variables: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", "django", *words], env=variables, check=True)
