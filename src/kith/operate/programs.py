"""PostgreSQL's own programs: their version, making a cluster, and what they complain of."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kith.operate.privileges import Guise

SUPERUSER = "kith_super"
OLDEST = 15  # public schemas that are not everyone's, and security_invoker views


class PostgresRefused(Exception):
    """The embedded database cannot be used. The text is one sentence saying why and what to do."""


@dataclass(frozen=True, slots=True)
class Programs:
    """A folder that holds initdb and postgres."""

    bin: Path

    @property
    def server(self) -> Path:
        return self.bin / "postgres"

    def make_cluster(self, folder: Path, guise: Guise) -> str | None:
        """Fill an empty folder with a new cluster; None, or what the program said against it."""
        # Sorting by code point; names that people read are sorted by stored keys.
        locales = [["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]]
        if self.major() < 17:
            locales = [["--locale=C.UTF-8"], ["--locale=C"]]
        for locale in locales:
            done = self._initdb(folder, guise, locale)
            if done.returncode == 0:
                return None
        return done.stderr

    def major(self) -> int:
        """The version before the dot. Raises PostgresRefused where it is too old."""
        command = [str(self.server), "--version"]
        answer = subprocess.run(command, capture_output=True, text=True, env=bare_environment())
        found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
        major = int(found[1]) if found else 0
        if major < OLDEST:
            raise PostgresRefused(
                f"The PostgreSQL in {self.bin} is not version {OLDEST} or newer: set"
                " KITH_POSTGRES_BIN to one that is, or unset it to use the one that comes with"
                " Kith."
            )
        return major

    def _initdb(
        self, folder: Path, guise: Guise, locale: list[str]
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                *guise.prefix,
                str(self.bin / "initdb"),
                f"--pgdata={folder}",
                f"--username={SUPERUSER}",
                "--encoding=UTF8",
                # Who may reach the socket is decided by the 0700 folder around it.
                "--auth-local=trust",
                "--auth-host=reject",
                *locale,
            ],
            capture_output=True,
            text=True,
            cwd="/",
            env=bare_environment(),
            start_new_session=True,
        )


def bare_environment() -> dict[str, str]:
    """Without the PG… variables of whoever started us, and with messages we can read."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def explained(home: Path, log: Path, said: str) -> str:
    """One sentence for a person, from what a program said when it failed."""
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return (
            f"The disk of {home} is full, so the database could not start: make room there, or set"
            " KITH_HOME to a folder on another disk. What was saved is kept."
        )
    if "Read-only file system" in said or "Permission denied" in said:
        return (
            f"The database may not write in {home}: run as the user who owns that folder, or set"
            " KITH_HOME to a folder you can write to."
        )
    lines = [line for line in said.splitlines() if line.strip()]
    reason = next((line for line in reversed(lines) if "FATAL" in line or "error:" in line), "")
    return (
        f"The database did not start ({(reason or 'it gave no reason').strip().rstrip('.')}): see"
        f" {log}, or set KITH_HOME to a new folder to begin with an empty one."
    )
