"""The embedded database: started for a home, shared, stopped, found again after a crash."""

from __future__ import annotations

import os
import shutil
import signal
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import psycopg
import pytest

from kith.environment import EnvironmentRefused
from kith.operate.postgres import PostgresRefused, embedded_address, running
from tests.unit.operate.conftest import Holder, environment

Hold = Callable[[Path], Holder]


def ask(url: str, question: str) -> Any:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def do(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement.encode())


def server_of(home: Path) -> psutil.Process | None:
    """The running server of a home, by its own record."""
    try:
        number = int((home / "postgres/postmaster.pid").read_text().split()[0])
        process = psutil.Process(number)
    except (FileNotFoundError, psutil.NoSuchProcess):
        return None
    return process if process.status() != psutil.STATUS_ZOMBIE else None


def test_it_runs_while_it_is_wanted_and_keeps_what_it_holds(home: Path, programs: str) -> None:
    here = environment(home, KITH_POSTGRES_BIN=programs)
    with running(here) as server:
        do(server.admin_url, "CREATE TABLE kept AS SELECT 'Émile' AS name")
        assert ask(server.admin_url, "SHOW server_encoding") == "UTF8"
        assert ask(server.admin_url, "SHOW timezone") == "UTC"
        assert ask(server.admin_url, "SHOW fsync") == "on"
        assert ask(server.admin_url, "SELECT lower('ÉMILE')") == "émile"
        assert ask(server.admin_url, "SELECT current_user") == "kith_super"
    assert server_of(home) is None

    with running(here) as server:
        assert ask(server.admin_url, "SELECT name FROM kept") == "Émile"
    assert server_of(home) is None


def test_it_listens_on_a_private_socket_and_on_no_network(home: Path, programs: str) -> None:
    with running(environment(home, KITH_POSTGRES_BIN=programs)) as server:
        assert ask(server.admin_url, "SHOW listen_addresses") == ""
        process = server_of(home)
        assert process is not None
        assert process.net_connections(kind="inet") == []
        assert process.uids().real == os.getuid() or os.getuid() == 0
        for name in ("", "run", "postgres", "logs", "run/.s.PGSQL.5432"):
            assert stat.S_IMODE((home / name).stat().st_mode) & 0o077 == 0, name


class Kept(NamedTuple):
    mode: int
    owner: int
    group: int


def ancestors(folder: Path) -> dict[Path, Kept]:
    found = {path: path.stat() for path in (folder, *folder.parents)}
    return {path: Kept(s.st_mode, s.st_uid, s.st_gid) for path, s in found.items()}


def test_it_leaves_every_folder_above_as_it_was(home: Path) -> None:
    home.mkdir(mode=0o750)
    before = ancestors(home)
    with running(environment(home)) as server:
        assert ask(server.admin_url, "SELECT 1") == 1
        assert ancestors(home) == before
    assert ancestors(home) == before


def test_nobody_s_words_reach_its_log(home: Path) -> None:
    with running(environment(home)) as server:
        do(server.admin_url, "CREATE TABLE people (name text PRIMARY KEY)")
        do(server.admin_url, "INSERT INTO people VALUES ('Nadia Farrant')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            do(server.admin_url, "INSERT INTO people VALUES ('Nadia Farrant')")
    log = (home / "logs/postgres.log").read_text()
    assert "duplicate key" in log
    assert "Nadia" not in log


def test_two_homes_run_at_once(home: Path) -> None:
    one, two = environment(home / "one"), environment(home / "two")
    with running(one) as first, running(two) as second:
        do(first.admin_url, "CREATE TABLE only_here (n int)")
        assert ask(first.admin_url, "SELECT to_regclass('only_here') IS NOT NULL")
        assert ask(second.admin_url, "SELECT to_regclass('only_here') IS NULL")


def test_the_last_to_leave_stops_it(home: Path, hold: Hold) -> None:
    first = hold(home)
    with running(environment(home)) as server:
        assert server.admin_url == first.url
        first.leave()
        assert ask(server.admin_url, "SELECT 1") == 1
    assert server_of(home) is None


def test_who_comes_and_goes_leaves_it_running_for_the_first(home: Path, hold: Hold) -> None:
    first = hold(home)
    with running(environment(home)):
        pass
    assert ask(first.url, "SELECT 1") == 1
    first.leave()
    assert server_of(home) is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_it_cleanly(home: Path, hold: Hold, number: signal.Signals) -> None:
    holder = hold(home)
    holder.process.send_signal(number)
    holder.process.communicate(timeout=60)
    assert server_of(home) is None
    assert "database system is shut down" in (home / "logs/postgres.log").read_text()


def test_a_server_left_by_a_killed_process_is_used_and_then_stopped(home: Path, hold: Hold) -> None:
    killed = hold(home)
    killed.kill()
    left = server_of(home)
    assert left is not None

    with running(environment(home)) as server:
        assert server_of(home) == left
        assert ask(server.admin_url, "SELECT 1") == 1
    assert server_of(home) is None


def test_a_killed_server_recovers_with_what_was_saved(
    home: Path, hold: Hold, programs: str
) -> None:
    here = environment(home, KITH_POSTGRES_BIN=programs)
    with running(here) as server:
        do(server.admin_url, "CREATE TABLE kept AS SELECT 7 AS n")
        process = server_of(home)
        assert process is not None
        process.kill()
        process.wait(60)
    with running(here) as server:
        assert ask(server.admin_url, "SELECT n FROM kept") == 7


def test_a_killed_server_is_revived_for_those_who_still_want_it(home: Path) -> None:
    with running(environment(home)) as server:
        do(server.admin_url, "CREATE TABLE kept AS SELECT 7 AS n")
        server.revive()
        before = server_of(home)
        assert before is not None
        before.kill()
        before.wait(60)

        server.revive()

        assert server_of(home) != before
        assert ask(server.admin_url, "SELECT n FROM kept") == 7
    assert server_of(home) is None


def test_a_record_whose_number_is_now_another_program_s_is_not_believed(home: Path) -> None:
    with running(environment(home)):
        record = (home / "postgres/postmaster.pid").read_text()
    stale = "\n".join([str(os.getpid()), *record.splitlines()[1:]])
    (home / "postgres/postmaster.pid").write_text(stale)

    with running(environment(home)) as server:
        assert ask(server.admin_url, "SELECT 1") == 1
    assert psutil.pid_exists(os.getpid())


def test_a_long_path_gets_a_private_socket_folder_that_is_gone_afterwards(home: Path) -> None:
    deep = home / ("a long name " * 9) / "home"
    with running(environment(deep)) as server:
        assert ask(server.admin_url, "SELECT 1") == 1
        folder = Path(ask(server.admin_url, "SHOW unix_socket_directories").strip('"'))
        assert not folder.is_relative_to(deep)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert embedded_address(environment(deep), "postgres") == server.admin_url
    assert not folder.exists()


def test_the_socket_folder_of_a_killed_server_is_removed_too(home: Path, hold: Hold) -> None:
    deep = home / ("a long name " * 9) / "home"
    killed = hold(deep)
    folder = Path(ask(killed.url, "SHOW unix_socket_directories").strip('"'))
    left = server_of(deep)
    assert left is not None
    killed.kill()
    left.kill()
    with running(environment(deep)) as server:
        assert ask(server.admin_url, "SELECT 1") == 1
    assert not folder.exists()


@pytest.mark.parametrize("name", ['it\'s "so" 50% été', "one, two"])
def test_a_folder_may_have_any_name(home: Path, name: str) -> None:
    with running(environment(home / name)) as server:
        assert ask(server.admin_url, "SELECT 1") == 1


def test_a_making_that_was_cut_short_is_begun_again(home: Path) -> None:
    (home / "postgres.new").mkdir(parents=True)
    (home / "postgres.new/PG_VERSION").write_text("half")
    with running(environment(home)) as server:
        assert ask(server.admin_url, "SELECT 1") == 1
    assert not (home / "postgres.new").exists()


def test_a_full_disk_is_said_and_nothing_is_begun(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=5 * 1024 * 1024))
    with pytest.raises(PostgresRefused, match="only 5 MB left.*make room there"):
        with running(environment(home)):
            pass
    assert not (home / "postgres").exists()

    monkeypatch.undo()
    with running(environment(home)) as server:
        assert ask(server.admin_url, "SELECT 1") == 1


def test_a_folder_that_cannot_be_made_is_said(home: Path) -> None:
    home.parent.joinpath("file").write_text("")
    with pytest.raises(EnvironmentRefused, match="cannot be made.*KITH_HOME"):
        with running(environment(home.parent / "file" / "home")):
            pass


def test_a_server_that_will_not_start_says_why(home: Path) -> None:
    with running(environment(home)):
        pass
    settings = home / "postgres/postgresql.conf"
    sound = settings.read_text()
    settings.write_text(sound + "\nwork_mem = 'plenty'\n")
    with pytest.raises(PostgresRefused, match=r"did not start.*postgres\.log"):
        with running(environment(home)):
            pass

    settings.write_text(sound)
    with running(environment(home)) as server:
        assert ask(server.admin_url, "SELECT 1") == 1


def test_a_cluster_of_another_version_is_refused_and_left_alone(home: Path) -> None:
    with running(environment(home)):
        pass
    version = home / "postgres/PG_VERSION"
    made_by = version.read_text()
    version.write_text("16\n")
    with pytest.raises(PostgresRefused, match="was made by PostgreSQL 16"):
        with running(environment(home)):
            pass

    version.write_text(made_by)
    with running(environment(home)) as server:
        assert ask(server.admin_url, "SELECT 1") == 1


def test_an_old_postgresql_is_refused(home: Path) -> None:
    old = home.parent / "old"
    old.mkdir()
    for name in ("postgres", "initdb"):
        (old / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
        (old / name).chmod(0o755)
    with pytest.raises(PostgresRefused, match="not version 15 or newer"):
        with running(environment(home, KITH_POSTGRES_BIN=str(old))):
            pass


def test_with_database_url_nothing_is_started(home: Path) -> None:
    url = "postgresql://kith@db.example/kith"
    with running(environment(home, DATABASE_URL=url)) as server:
        assert (server.admin_url, server.embedded) == (url, False)
        server.revive()
    assert not home.exists()


def test_the_address_of_a_server_that_is_down_is_refused(home: Path) -> None:
    with pytest.raises(PostgresRefused, match="not running"):
        embedded_address(environment(home), "kith")
