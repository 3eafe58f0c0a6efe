"""The database of the tests: a real server, migrated, walled and peopled once, copied for each process.

Loaded with `-p tests.server`, before Django's settings are read. Row security is on throughout:
the tests connect as the run-time role, like the product.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

import psycopg
from psycopg import sql

from kith import environment
from kith.operate import database, postgres

RUN = os.environ.setdefault("KITH_TEST_RUN", str(os.getpid()))
TEMPLATE, MIGRATED = f"kith_test_{RUN}_template", "kith_migrated"
ROOT = pathlib.Path(__file__).parent.parent
_stack = contextlib.ExitStack()
atexit.register(_stack.close)
if os.environ.get("PYTEST_XDIST_WORKER") is None:
    # A test run that is told to stop leaves no server behind.
    signal.signal(signal.SIGTERM, lambda *told: sys.exit(143))


def _prepare() -> None:
    """In the process that runs the tests or hands them out: start, migrate, people."""
    home = tempfile.mkdtemp(prefix="kith-tests-")
    _stack.callback(shutil.rmtree, home, ignore_errors=True)
    os.environ.pop("KITH_DEMO", None)
    if environment.read().database_url is None:
        _copy_home(_migrated(), home)
    os.environ["KITH_HOME"] = home
    server = _stack.enter_context(postgres.running(environment.read()))
    os.environ["KITH_TEST_ADMIN_URL"] = server.admin_url
    if server.embedded:
        _hurry()
        _create(TEMPLATE, MIGRATED)
    use(TEMPLATE)
    _migrate()
    _run("tests.cast")


def _migrated() -> pathlib.Path:
    """A home with a database that is migrated and walled, made once for each state of the migrations.

    Every run migrates and raises the walls on its copy, as every upgrade does; here that finds little to do.
    """
    state = hashlib.sha256()
    for file in [ROOT / "requirements.txt", *sorted(ROOT.glob("src/kith/**/migrations/*.py"))]:
        state.update(file.read_bytes())
    kept = ROOT / ".venv" / "migrated" / state.hexdigest()[:16]
    if not kept.is_dir():
        shutil.rmtree(kept.parent, ignore_errors=True)
        kept.parent.mkdir(parents=True)
        os.environ["KITH_HOME"] = making = tempfile.mkdtemp(dir=kept.parent)
        with postgres.running(environment.read()):
            _point_at(MIGRATED)
            _migrate()
        os.rename(making, kept)
    return kept


def _copy_home(kept: pathlib.Path, home: str) -> None:
    # With owners: run as root, the server is somebody else.
    subprocess.run(["cp", "-a", f"{kept}/.", home], check=True)


def _hurry() -> None:
    """What a power cut would cost matters to no test."""
    with psycopg.connect(os.environ["KITH_TEST_ADMIN_URL"], autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
        connection.execute("SELECT pg_reload_conf()")


def _migrate() -> None:
    for command in (["migrate", "--database=owner", "--verbosity=0"], ["raise_walls"]):
        _run("django", *command)


def use(name: str) -> None:
    """Point this process at one database, which goes with it: its owner for migrations, else the run-time role."""
    _point_at(name)
    _stack.callback(database.drop, environment.read(), name)


def _point_at(name: str) -> None:
    urls = database.prepare(environment.read(), database=name)
    os.environ["KITH_OWNER_URL"], os.environ["KITH_APP_URL"] = urls.owner_url, urls.app_url


def copy(name: str) -> None:
    """Make a database that is as the template is."""
    _create(name, TEMPLATE)
    use(name)


def _create(name: str, template: str) -> None:
    with psycopg.connect(os.environ["KITH_TEST_ADMIN_URL"], autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def renew() -> None:
    """Throw away what this process's tests committed."""
    with psycopg.connect(os.environ["KITH_TEST_ADMIN_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(OWN)))
    _create(OWN, TEMPLATE)
    database.prepare(environment.read(), database=OWN)


def _run(module: str, *words: str) -> None:
    subprocess.run([sys.executable, "-W", "ignore", "-m", module, *words], check=True)


os.environ["DJANGO_SETTINGS_MODULE"] = "kith.config.settings"
worker = os.environ.get("PYTEST_XDIST_WORKER")
if worker is None:
    _prepare()
OWN = f"kith_test_{RUN}_{worker or 'main'}"
copy(OWN)
