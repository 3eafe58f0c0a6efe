"""The database made ready: on the embedded server, and on one that an administrator runs."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from kith.environment import Environment, secret
from kith.operate import database
from kith.operate.addresses import put_together, taken_apart
from kith.operate.database import DatabaseRefused, Urls, drop, prepare
from kith.operate.postgres import running
from tests.unit.operate.conftest import environment

LONG_NAMES = ["n" * 60 + "a", "n" * 60 + "b"]


@dataclass(frozen=True)
class Machine:
    """A running server, its superuser's address, and a home for those who use it from outside."""

    embedded: Environment
    admin_url: str
    visitor: Path

    def admin(self, statement: str, database: str = "postgres") -> None:
        parts = {**taken_apart(self.admin_url, "test"), "dbname": database}
        with psycopg.connect(put_together(parts), autocommit=True) as connection:
            connection.execute(statement.encode())

    def url(self, user: str, password: str, database: str) -> str:
        host = quote(taken_apart(self.admin_url, "test")["host"], safe="")
        return f"postgresql://{user}:{quote(password, safe='')}@/{database}?host={host}&port=5432"

    def outside(self, user: str, password: str, database: str, **more: str) -> Environment:
        """The environment of an installation that uses this server by DATABASE_URL."""
        url = self.url(user, password, database)
        return environment(self.visitor, DATABASE_URL=url, **more)


@pytest.fixture(scope="module")
def machine(programs: str) -> Iterator[Machine]:
    """Passwords are asked of everybody but the superuser and the embedded database's login."""
    with tempfile.TemporaryDirectory(prefix="kith-") as folder:
        here = environment(Path(folder) / "home", KITH_POSTGRES_BIN=programs)
        with running(here) as server:
            found = Machine(here, server.admin_url, Path(folder) / "visitor")
            ours = ",".join(["kith", "kith2", *LONG_NAMES])
            rules = ["all kith_super trust", f"{ours} all trust", "all all scram-sha-256"]
            hba = here.home / "postgres/pg_hba.conf"
            hba.write_text("".join(f"local {rule}\n" for rule in rules))
            found.admin("SELECT pg_reload_conf()")
            yield found


@pytest.fixture
def town(machine: Machine) -> Iterator[Machine]:
    """An ordinary owner `town`, who may make roles, of the database `shared`."""
    machine.admin("CREATE ROLE town LOGIN CREATEROLE PASSWORD 'p@ss/w?rd'")
    machine.admin("CREATE DATABASE shared OWNER town")
    yield machine
    machine.admin("DROP DATABASE IF EXISTS shared WITH (FORCE)")
    for role in ("kith_app_shared", "borrowed", "kith_app", "kith_owner", "town"):
        machine.admin(f"DROP ROLE IF EXISTS {role}")


@pytest.fixture(autouse=True)
def _no_roles_between_tests(machine: Machine) -> Iterator[None]:
    yield
    for name in ("kith", "kith2", "shared"):
        machine.admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        machine.admin(f"DROP ROLE IF EXISTS kith_app_{name}")
    for role in ("kith_app", "kith_owner"):
        machine.admin(f"DROP ROLE IF EXISTS {role}")


def ask(url: str, question: str) -> Any:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def do(url: str, *statements: str) -> None:
    with psycopg.connect(url) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def check_walls(urls: Urls) -> None:
    """What the owner may and the run-time login may not."""
    do(urls.owner_url, "CREATE SCHEMA inner_room", "CREATE TABLE things (n int)")
    assert ask(urls.owner_url, "SELECT current_user") == "kith_owner"
    owner = "SELECT relowner::regrole::text FROM pg_class WHERE relname = 'things'"
    assert ask(urls.owner_url, owner) == "kith_owner"
    do(urls.owner_url, "GRANT SELECT ON things TO kith_app")
    assert ask(urls.app_url, "SELECT count(*) FROM things") == 0
    for refused in (
        "CREATE TABLE mine (n int)",
        "DROP TABLE things",
        "INSERT INTO things VALUES (1)",
        "SET ROLE kith_owner",
        "CREATE ROLE friend",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            do(urls.app_url, refused)
    attributes = (
        "SELECT rolcanlogin AND rolinherit AND NOT (rolsuper OR rolbypassrls OR rolcreatedb"
        " OR rolcreaterole) FROM pg_roles WHERE rolname = current_user"
    )
    assert ask(urls.app_url, attributes)
    assert ask(urls.app_url, "SHOW statement_timeout") == "30s"
    assert ask(urls.app_url, "SHOW lock_timeout") == "5s"
    assert ask(urls.app_url, "SHOW idle_in_transaction_session_timeout") == "1min"
    installed = "SELECT array_agg(extname::text) FROM pg_extension"
    assert set(ask(urls.app_url, installed)) >= {"btree_gist", "pg_trgm", "unaccent"}
    public = "SELECT has_database_privilege('public', current_database(), 'CONNECT')"
    assert ask(urls.app_url, public) is False


def test_the_embedded_database_is_made_with_two_roles(machine: Machine) -> None:
    urls = prepare(machine.embedded)
    assert ask(urls.app_url, "SELECT current_database() || ' ' || current_user") == (
        "kith kith_app_kith"
    )
    assert ask(urls.app_url, "SHOW track_activities") == "off"
    check_walls(urls)


def test_doing_it_again_changes_nothing(machine: Machine) -> None:
    state = (
        "SELECT (SELECT array_agg(roles::text ORDER BY rolname) FROM pg_roles roles)::text"
        " || (SELECT array_agg(datacl::text ORDER BY datname) FROM pg_database)::text"
        " || (SELECT array_agg(m.*::text ORDER BY m::text) FROM pg_auth_members m)::text"
    )
    first = prepare(machine.embedded)
    before = ask(machine.admin_url, state)
    assert prepare(machine.embedded) == first
    assert ask(machine.admin_url, state) == before


def test_two_databases_on_one_server_cannot_reach_each_other(machine: Machine) -> None:
    one, two = prepare(machine.embedded), prepare(machine.embedded, database="kith2")
    assert ask(two.app_url, "SELECT current_database()") == "kith2"
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        ask(two.app_url.replace("/kith2?", "/kith?"), "SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        ask(one.app_url.replace("/kith?", "/kith2?"), "SELECT 1")


def test_many_may_do_it_at_once(machine: Machine) -> None:
    names = ["kith", "kith2", "kith", "kith2", "kith", "kith2"]
    with ThreadPoolExecutor(len(names)) as pool:
        found = list(pool.map(lambda name: prepare(machine.embedded, database=name), names))
    assert len(set(found)) == 2
    assert all(ask(urls.app_url, "SELECT 1") == 1 for urls in found)


def test_a_database_is_dropped_with_its_login(machine: Machine) -> None:
    prepare(machine.embedded)
    prepare(machine.embedded, database="kith2")
    drop(machine.embedded, "kith2")
    left = "SELECT count(*) FROM pg_roles WHERE rolname IN ('kith_app_kith', 'kith_app_kith2')"
    assert ask(machine.admin_url, left) == 1


def test_a_long_name_has_a_login_of_its_own(machine: Machine) -> None:
    found = [prepare(machine.embedded, database=name) for name in LONG_NAMES]
    assert len({ask(urls.app_url, "SELECT current_user") for urls in found}) == 2
    for name in LONG_NAMES:
        drop(machine.embedded, name)


def test_a_superuser_s_address_will_do(machine: Machine) -> None:
    machine.admin("CREATE DATABASE shared")
    url = machine.admin_url.replace("/postgres?", "/shared?")
    check_walls(prepare(environment(machine.visitor, DATABASE_URL=url)))


def test_an_ordinary_owner_who_may_make_roles_will_do(town: Machine) -> None:
    outside = town.outside("town", "p@ss/w?rd", "shared")
    urls = prepare(outside)
    assert prepare(outside) == urls
    assert ask(urls.owner_url, "SELECT session_user") == "town"
    assert ask(urls.app_url, "SELECT session_user") == "kith_app_shared"
    check_walls(urls)


def test_a_lost_password_of_the_login_is_replaced(town: Machine) -> None:
    outside = town.outside("town", "p@ss/w?rd", "shared")
    before = prepare(outside)
    (outside.home / "secrets/kith_app_shared.password").unlink()
    after = prepare(outside)
    assert ask(after.app_url, "SELECT 1") == 1
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        ask(before.app_url, "SELECT 1")


def test_the_login_s_password_is_in_its_secret_alone(town: Machine) -> None:
    outside = town.outside("town", "p@ss/w?rd", "shared")
    urls = prepare(outside)
    password = secret(outside.home, "kith_app_shared.password")
    assert password in urls.app_url
    assert password not in (town.embedded.home / "logs/postgres.log").read_text()
    stored = "SELECT rolpassword FROM pg_authid WHERE rolname = 'kith_app_shared'"
    assert ask(town.admin_url, stored).startswith("SCRAM-SHA-256$")


def test_who_may_not_make_roles_is_told_what_an_administrator_must_run(town: Machine) -> None:
    town.admin("ALTER ROLE town NOCREATEROLE")
    town.admin("ALTER DATABASE shared OWNER TO kith_super")
    outside = town.outside("town", "p@ss/w?rd", "shared")
    with pytest.raises(DatabaseRefused) as refusal:
        prepare(outside)
    told = re.search(r"run there: (.*;) and set DATABASE_APP_URL", str(refusal.value))
    assert told
    assert "p@ss" not in str(refusal.value)

    town.admin(told[1].replace("…", "theirs"), "shared")
    given = town.url("kith_app_shared", "theirs", "shared")
    urls = prepare(town.outside("town", "p@ss/w?rd", "shared", DATABASE_APP_URL=given))
    assert ask(urls.app_url, "SELECT session_user") == "kith_app_shared"
    do(urls.owner_url, "CREATE TABLE things (n int)")


def test_a_given_login_is_taken_as_it_is_if_it_is_safe(town: Machine) -> None:
    town.admin("CREATE ROLE borrowed LOGIN PASSWORD 'theirs'")
    given = town.url("borrowed", "theirs", "shared")
    urls = prepare(town.outside("town", "p@ss/w?rd", "shared", DATABASE_APP_URL=given))
    assert ask(urls.app_url, "SELECT session_user") == "borrowed"

    town.admin("ALTER ROLE borrowed BYPASSRLS")
    with pytest.raises(DatabaseRefused, match='"borrowed" must be in kith_app'):
        prepare(town.outside("town", "p@ss/w?rd", "shared", DATABASE_APP_URL=given))


@pytest.mark.parametrize("attribute", ["SUPERUSER", "CREATEROLE"])
def test_a_given_login_with_too_many_rights_is_refused(town: Machine, attribute: str) -> None:
    town.admin(f"CREATE ROLE borrowed LOGIN PASSWORD 'theirs' {attribute}")
    given = town.url("borrowed", "theirs", "shared")
    with pytest.raises(DatabaseRefused, match='"borrowed" must be in kith_app'):
        prepare(town.outside("town", "p@ss/w?rd", "shared", DATABASE_APP_URL=given))


def test_the_owner_given_as_login_is_refused(town: Machine) -> None:
    given = town.url("town", "p@ss/w?rd", "shared")
    with pytest.raises(DatabaseRefused, match='"town" must be in kith_app'):
        prepare(town.outside("town", "p@ss/w?rd", "shared", DATABASE_APP_URL=given))


def test_a_given_login_that_is_not_there_is_refused(town: Machine) -> None:
    given = town.url("nobody-here", "theirs", "shared")
    with pytest.raises(DatabaseRefused, match="the server does not know"):
        prepare(town.outside("town", "p@ss/w?rd", "shared", DATABASE_APP_URL=given))


def test_a_wrong_password_is_one_sentence_without_it(town: Machine) -> None:
    with pytest.raises(DatabaseRefused, match="does not accept that user and password") as refusal:
        prepare(town.outside("town", "not-it", "shared"))
    assert "not-it" not in str(refusal.value)


def test_a_missing_database_is_one_sentence(town: Machine) -> None:
    with pytest.raises(DatabaseRefused, match="it has no such database or user"):
        prepare(town.outside("town", "p@ss/w?rd", "elsewhere"))


def test_a_database_that_cannot_hold_every_name_is_refused(machine: Machine) -> None:
    machine.admin("CREATE DATABASE shared ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    url = machine.admin_url.replace("/postgres?", "/shared?")
    with pytest.raises(DatabaseRefused, match="keeps its text as LATIN1"):
        prepare(environment(machine.visitor, DATABASE_URL=url))


def test_an_older_server_is_refused(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "OLDEST", 99)
    with pytest.raises(DatabaseRefused, match="needs 99 or newer"):
        prepare(machine.embedded)
