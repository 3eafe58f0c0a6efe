"""The database of the tests: a real server, migrated, walled and peopled once, copied for each process.

Loaded with `-p tests.server`, before Django's settings are read. Row security is on throughout:
the tests connect as the run-time role, like the product.
"""

from __future__ import annotations

import atexit
import contextlib
import os
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
TEMPLATE = f"kith_test_{RUN}_template"
_stack = contextlib.ExitStack()
atexit.register(_stack.close)
if os.environ.get("PYTEST_XDIST_WORKER") is None:
    # A test run that is told to stop leaves no server behind.
    signal.signal(signal.SIGTERM, lambda *told: sys.exit(143))


def _prepare() -> None:
    """In the process that runs the tests or hands them out: start, migrate, people."""
    home = tempfile.mkdtemp(prefix="kith-tests-")
    _stack.callback(shutil.rmtree, home, ignore_errors=True)
    os.environ["KITH_HOME"] = home
    os.environ.pop("KITH_DEMO", None)
    server = _stack.enter_context(postgres.running(environment.read()))
    os.environ["KITH_TEST_ADMIN_URL"] = server.admin_url
    use(TEMPLATE)
    for command in (["migrate", "--database=owner", "--verbosity=0"], ["raise_walls"]):
        _run("django", *command)
    _run("tests.cast")


def use(name: str) -> None:
    """Point this process at one database: its owner for migrations, the run-time role for all else."""
    urls = database.prepare(environment.read(), database=name)
    os.environ["KITH_OWNER_URL"], os.environ["KITH_APP_URL"] = urls.owner_url, urls.app_url
    _stack.callback(database.drop, environment.read(), name)


def copy(name: str) -> None:
    """Make a database that is as the template is."""
    with psycopg.connect(os.environ["KITH_TEST_ADMIN_URL"], autocommit=True) as connection:
        connection.execute(_as_template(name))
    use(name)


def _as_template(name: str) -> sql.Composed:
    return sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(TEMPLATE)
    )


def renew() -> None:
    """Throw away what this process's tests committed."""
    with psycopg.connect(os.environ["KITH_TEST_ADMIN_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(OWN)))
        connection.execute(_as_template(OWN))
    database.prepare(environment.read(), database=OWN)


def _run(module: str, *words: str) -> None:
    subprocess.run([sys.executable, "-W", "ignore", "-m", module, *words], check=True)


os.environ["DJANGO_SETTINGS_MODULE"] = "kith.config.settings"
worker = os.environ.get("PYTEST_XDIST_WORKER")
if worker is None:
    _prepare()
OWN = f"kith_test_{RUN}_{worker or 'main'}"
copy(OWN)
