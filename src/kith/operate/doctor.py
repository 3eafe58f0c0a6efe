"""Examines an installation as the run-time role sees it, and says what is wrong and what to do."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from kith.isolation import catalogue
from kith.operate.database import OLDEST

MOST_SAID = 5
LITTLE_ROOM, NO_ROOM = 2_000_000_000, 200_000_000  # bytes free
STALLED_SECONDS = 30  # a worker's sign of life comes every ten
WAITING_MINUTES = 10


class State(StrEnum):
    """How a check came out. Only what is wrong must be mended before people rely on Kith."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check, how it came out, and a sentence with what to do."""

    check: str
    state: State
    said: str

    def as_json(self) -> dict[str, str]:
        """`{check, state, said}` as plain data."""
        return {name: str(value) for name, value in asdict(self).items()}


def examine() -> list[Finding]:
    """Every check in turn; one that cannot be made is itself a finding. Django must be set up."""
    found: list[Finding] = []
    for name, check in CHECKS.items():
        try:
            found += [Finding(name, state, said) for state, said in check()]
        except (Error, OSError) as error:
            found.append(Finding(name, State.WRONG, f"This could not be checked: {_first(error)}"))
    return found


Said = Iterator[tuple[State, str]]


def _server() -> Said:
    number = int(_one("SHOW server_version_num"))
    version = _one("SHOW server_version")
    if number < OLDEST * 10_000:
        yield State.WRONG, f"PostgreSQL {version} is too old: move to {OLDEST} or newer."
    else:
        yield State.OK, f"PostgreSQL {version} answers."


def _role() -> Said:
    faults = catalogue.role_faults(connection)
    yield from ((State.WRONG, f"{fault} Give Kith a role of its own.") for fault in faults)
    if not faults:
        yield State.OK, "The run-time role owns nothing and bypasses nothing."


def _walls() -> Said:
    found = catalogue.differences(connection)
    if found:
        more = f" And {len(found) - MOST_SAID} more." if len(found) > MOST_SAID else ""
        said = " ".join(found[:MOST_SAID])
        yield State.WRONG, f"{said}{more} Run kith migrate, which raises the walls again."
    else:
        yield State.OK, "Every table, policy, right and function is as declared."


def _statements() -> Said:
    if _one("SHOW track_activities") == "off":
        yield State.OK, "Running statements are hidden from other sessions."
    else:
        yield (
            State.WARNING,
            "Other sessions of this role can read running statements: have the server's"
            " administrator run ALTER ROLE … SET track_activities = off.",
        )


def _migrations() -> Said:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        yield State.WRONG, f"{len(pending)} migrations are waiting: run kith migrate."
    else:
        yield State.OK, "The database is up to date."


def _jobs() -> Said:
    stalled = int(
        _one(
            "SELECT count(*) FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w"
            " ON w.id = j.worker_id WHERE j.status = 'doing'"
            " AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %s))",
            STALLED_SECONDS,
        )
    )
    waiting = int(
        _one(
            "SELECT count(*) FROM procrastinate_jobs j WHERE j.status = 'todo'"
            " AND coalesce(j.scheduled_at, (SELECT max(e.at) FROM procrastinate_events e"
            " WHERE e.job_id = j.id)) < now() - make_interval(mins => %s)",
            WAITING_MINUTES,
        )
    )
    failed = int(_one("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"))
    if stalled:
        yield (
            State.WARNING,
            f"{_jobs_of(stalled)} stopped half-way: kith serve takes them up again within two"
            " minutes; if not, start it anew.",
        )
    if waiting:
        yield (
            State.WRONG,
            f"{_jobs_of(waiting)} have waited longer than {WAITING_MINUTES} minutes, so mail and"
            " letters are late: is kith serve running?",
        )
    if failed:
        yield State.WARNING, f"{_jobs_of(failed)} failed: the log of kith serve says why."
    if not (stalled or waiting or failed):
        yield State.OK, "No job is stalled, late or failed."


def _disk() -> Said:
    free = shutil.disk_usage(settings.HOME).free
    said = f"{free / 1e9:.1f} GB are free where {settings.HOME} is"
    if free < NO_ROOM:
        yield State.WRONG, f"{said}: make room now, before the database stops."
    elif free < LITTLE_ROOM:
        yield State.WARNING, f"{said}: make room soon."
    else:
        yield State.OK, f"{said}."


def _secrets() -> Said:
    folder = Path(settings.HOME) / "secrets"
    open_to_others = [
        path
        for path in (folder, *sorted(folder.iterdir()))
        if stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    for path in open_to_others:
        yield State.WRONG, f"Others on this machine can open {path}: run chmod go-rwx on it."
    if not open_to_others:
        yield State.OK, "The secrets are closed to other users of this machine."


def _mail() -> Said:
    if settings.EMAIL_HOST:
        yield State.OK, f"Mail goes out by {settings.EMAIL_HOST}."
    elif settings.DEMONSTRATION:
        yield State.OK, "The demonstration sends no mail."
    else:
        yield State.WARNING, "No mail is sent: set KITH_SMTP_HOST and KITH_MAIL_FROM."


CHECKS: dict[str, Callable[[], Said]] = {
    "database": _server,
    "database role": _role,
    "walls": _walls,
    "statements": _statements,
    "migrations": _migrations,
    "jobs": _jobs,
    "disk": _disk,
    "secrets": _secrets,
    "mail": _mail,
}


def _one(sql: str, *values: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        row = cursor.fetchone()
    return "" if row is None else str(row[0])


def _jobs_of(number: int) -> str:
    return "1 job" if number == 1 else f"{number} jobs"


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
