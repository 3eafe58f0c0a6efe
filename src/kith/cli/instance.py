"""An instance brought up for a command: its database running, ready and up to date."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec

import psycopg

from kith.environment import Environment, private_folder, read
from kith.operate.database import Urls, prepare
from kith.operate.postgres import Server, on_stderr, running
from kith.operate.processes import ProcessRefused, run_to_end, stopping_on_signals

SETTINGS = "kith.config.settings"


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance whose database is running and has its roles."""

    environment: Environment
    server: Server
    urls: Urls

    def variables(self, *, as_owner: bool = False, demo: bool = False) -> dict[str, str]:
        """The environment of a child process. Only one that migrates is told the owner's
        address."""
        variables = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "DATABASE_APP_URL", "KITH_OWNER_URL")
        }
        variables |= {
            "KITH_HOME": str(self.environment.home),
            "KITH_PORT": str(self.environment.port),
            "KITH_DEMO": "1" if demo or self.environment.demo else "0",
            "KITH_APP_URL": self.urls.app_url,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "TMPDIR": str(private_folder(self.environment.home / "tmp")),
        }
        if as_owner:
            variables["KITH_OWNER_URL"] = self.urls.owner_url
        return variables

    def migrate(self) -> None:
        """Bring tables and walls up to date, as the owner. Raises ProcessRefused."""
        for words in (["migrate", "--database=owner", "--verbosity=0"], ["raise_walls"]):
            if self.manage(*words, as_owner=True) != 0:
                raise ProcessRefused(
                    f"The database could not be brought up to date ({words[0]} failed): what it"
                    " said is above, and what was there before is kept."
                )

    def load_demo(self) -> None:
        """Load the demonstration, which does nothing the second time. Raises ProcessRefused."""
        if self.manage("load_demo", demo=True) != 0:
            raise ProcessRefused(
                "The demonstration could not be loaded: what it said is above. The parts that were"
                " told are kept; run this again to go on."
            )

    def manage(self, *words: str, as_owner: bool = False, demo: bool = False) -> int:
        """Run a Django command in its own process; its exit code."""
        variables = self.variables(as_owner=as_owner, demo=demo)
        return run_to_end([sys.executable, "-m", "django", *words], variables)


@contextmanager
def instance() -> Iterator[Instance]:
    """The instance the environment describes, up for as long as the block lasts.

    SIGINT, SIGTERM and SIGHUP end the block in good order. Raises EnvironmentRefused,
    PostgresRefused or DatabaseRefused.
    """
    environment = read()
    with stopping_on_signals(), running(environment, say=on_stderr) as server:
        yield Instance(environment, server, prepare(environment))


@contextmanager
def operating(*, bring_up_to_date: bool = True) -> Iterator[None]:
    """Django set up as the run-time role on a database that is up to date (or, for one who only
    looks, as it is).

    Inside a process where that is so already (a test, another command) it changes nothing.
    """
    if _inside_kith():
        yield
        return
    with instance() as up:
        os.environ.update(up.variables())
        for name in ("DATABASE_URL", "DATABASE_APP_URL", "KITH_OWNER_URL"):
            os.environ.pop(name, None)
        import django
        from django.db import connections

        django.setup()
        if bring_up_to_date and _is_behind(up.urls):
            on_stderr("Bringing the database up to date…")
            up.migrate()
        try:
            yield
        finally:
            connections.close_all()


def _inside_kith() -> bool:
    if "django" not in sys.modules or "KITH_APP_URL" not in os.environ:
        return False
    from django.apps import apps

    return apps.ready


def _is_behind(urls: Urls) -> bool:
    from django.db.migrations.loader import MigrationLoader

    wanted = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations or ())
    with psycopg.connect(urls.owner_url) as connection:
        try:
            rows = connection.execute("SELECT app, name FROM django_migrations").fetchall()
        except psycopg.errors.UndefinedTable:
            return True
    return not wanted <= {(str(app), str(name)) for app, name in rows}


def has_demo() -> bool:
    """Whether this installation carries the demonstration."""
    try:
        return find_spec("kith.demo.management.commands.load_demo") is not None
    except ModuleNotFoundError:
        return False
