"""One PostgreSQL cluster in one folder: made, started, found, stopped. On a socket only."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from kith.config.environment import private_folder
from kith.operate.privileges import Guise, NoWayDown, guise_for, hand_over

SUPERUSER = "kith_super"
OLDEST = 15  # public schemas that are not everyone's, and security_invoker views
PORT = 5432  # part of the socket's name; nothing listens on a network
SOCKET_NAME = f".s.PGSQL.{PORT}"
LONGEST_SOCKET_PATH = 107  # bytes in sun_path without its closing NUL, unix(7)
MEGABYTE = 1024 * 1024
LOG_LIMIT = 10 * MEGABYTE

STOP_STEPS = ((signal.SIGINT, 6.0), (signal.SIGQUIT, 2.0), (signal.SIGKILL, 2.0))
MEMORY_IN_USE = "shared memory block"  # a killed server's children take a moment to notice
MEMORY_PATIENCE = 20.0

Say = Callable[[str], None]

# Children of a server that has gone away need not be waited for; kept so that Python does not warn.
_started: list[subprocess.Popen[bytes]] = []


class PostgresRefused(Exception):
    """The embedded database cannot be used. The text is one sentence saying why and what to do."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Folders are absolute and resolved, so that one cluster has one name."""

    bin: Path
    data: Path
    run_folder: Path
    log: Path

    @property
    def home(self) -> Path:
        return self.data.parent

    def exists(self) -> bool:
        return (self.data / "PG_VERSION").is_file()

    def is_up(self) -> bool:
        """Whether a server for this folder is running, be it ready or not."""
        folder = self._recorded_socket_folder()
        heard = folder is not None and _listens(folder / SOCKET_NAME)
        return heard or self._server() is not None

    def address(self, database: str) -> str:
        """The superuser's address of a database. Raises PostgresRefused when the server is down."""
        folder = self._recorded_socket_folder()
        if folder is None:
            raise PostgresRefused("The embedded database is not running: start it with kith serve.")
        return socket_address(SUPERUSER, folder, database)

    def create(self) -> None:
        """Make the cluster, wholly or not at all. Raises PostgresRefused or OSError."""
        major = self._major()
        draft = self.data.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        private_folder(draft)
        guise = self._guise(draft)
        hand_over(draft, guise)
        # Sorting by code point; names that people read are sorted by stored keys.
        locales = [["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]]
        if major < 17:
            locales = [["--locale=C.UTF-8"], ["--locale=C"]]
        for locale in locales:
            done = self._initdb(draft, guise, locale)
            if done.returncode == 0:
                draft.rename(self.data)
                return
        raise PostgresRefused(_explain(self.home, self.log, done.stderr))

    def start(self, say: Say) -> None:
        """Start the server and wait until it answers. Raises PostgresRefused or OSError."""
        self._check_version()
        self._forget_dead_server()
        guise = self._guise(self.data)
        hand_over(self.data, guise)
        give_up_at = time.monotonic() + MEMORY_PATIENCE
        while True:
            before = self._log_size()
            process = self._launch(guise)
            try:
                self.wait_until_ready(say, process)
                return
            except _Ended:
                self._forget_dead_server()
                said = self._log_since(before)
                if MEMORY_IN_USE not in said or time.monotonic() > give_up_at:
                    raise PostgresRefused(_explain(self.home, self.log, said)) from None
                time.sleep(0.5)
            except BaseException:
                with suppress(psutil.NoSuchProcess):
                    _stop(psutil.Process(process.pid))
                raise

    def wait_until_ready(self, say: Say, process: subprocess.Popen[bytes] | None = None) -> None:
        """Wait for a server that is starting; after a crash it first repairs itself.

        Raises PostgresRefused when it goes away instead.
        """
        patient_until = time.monotonic() + 3
        while True:
            folder = self._recorded_socket_folder()
            if folder and _answers(socket_address(SUPERUSER, folder, "postgres")):
                return
            if process is not None and process.poll() is not None:
                raise _Ended
            if process is None and not self.is_up():
                raise PostgresRefused(
                    "The embedded database stopped while it was being waited for: try again."
                )
            if time.monotonic() > patient_until:
                say("The database is getting ready; after a crash it repairs itself first…")
                patient_until = float("inf")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server if it runs, cleanly if it can; afterwards nothing of it is left."""
        server = self._server()
        if server is not None:
            _stop(server)
        self._forget_dead_server()

    def _launch(self, guise: Guise) -> subprocess.Popen[bytes]:
        if self._log_size() > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old.log"))
        command = [*guise.prefix, str(self.bin / "postgres"), "-D", str(self.data)]
        for name, value in self._settings(guise).items():
            command += ["-c", f"{name}={value}"]
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=descriptor,
                stderr=descriptor,
                cwd="/",
                env=_bare_environment(),
                start_new_session=True,  # Ctrl-C is for us, who stop it last
            )
        finally:
            os.close(descriptor)
        _started.append(process)
        return process

    def _settings(self, guise: Guise) -> dict[str, str]:
        folder = str(self._make_socket_folder(guise)).replace('"', '""')
        return {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": f'"{folder}"',
            "unix_socket_permissions": "0700",
            "max_connections": "60",
            "shared_buffers": "128MB",
            "fsync": "on",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "%m [%p] ",
            # Statements and details of an error hold what people typed: they stay out of the log.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }

    def _make_socket_folder(self, guise: Guise) -> Path:
        folder = self.run_folder
        # A comma separates hosts for the client library.
        if len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH and "," not in str(folder):
            return folder
        folder = Path(tempfile.mkdtemp(prefix="kith-"))
        hand_over(folder, guise)
        return folder

    def _guise(self, folder: Path) -> Guise:
        try:
            return guise_for(self.bin / "postgres", self.run_folder, owner=folder.stat().st_uid)
        except NoWayDown:
            raise PostgresRefused(
                "The embedded database does not run as root and this machine offers no way to step"
                " down (neither unshare nor setpriv works here): run as an ordinary user, or set"
                " DATABASE_URL."
            ) from None

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
            env=_bare_environment(),
            start_new_session=True,
        )

    def _major(self) -> int:
        command = [str(self.bin / "postgres"), "--version"]
        answer = subprocess.run(command, capture_output=True, text=True, env=_bare_environment())
        found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
        major = int(found[1]) if found else 0
        if major < OLDEST:
            raise PostgresRefused(
                f"The PostgreSQL in {self.bin} is not version {OLDEST} or newer: set"
                " KITH_POSTGRES_BIN to one that is, or unset it to use the one that comes with"
                " Kith."
            )
        return major

    def _check_version(self) -> None:
        mine, made_by = self._major(), (self.data / "PG_VERSION").read_text().strip()
        if str(mine) != made_by:
            raise PostgresRefused(
                f"The database in {self.data} was made by PostgreSQL {made_by}, and {self.bin} is"
                f" {mine}: set KITH_POSTGRES_BIN to the programs of PostgreSQL {made_by}, or"
                " restore a backup into a new KITH_HOME."
            )

    def _record(self) -> list[str]:
        """The lines of postmaster.pid: process number, folder, start, port, socket folder, …"""
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _recorded_socket_folder(self) -> Path | None:
        record = self._record()
        return Path(record[4]) if len(record) > 4 and record[4] else None

    def _server(self) -> psutil.Process | None:
        """The server's process, if the recorded number is still that of a server of this folder."""
        record = self._record()
        try:
            process = psutil.Process(int(record[0]))
            words = process.cmdline()
        except (IndexError, ValueError, psutil.NoSuchProcess):
            return None
        if not words or Path(words[0]).name != "postgres" or "-D" not in words[:-1]:
            return None
        folder = Path(words[words.index("-D") + 1])
        return process if folder.exists() and folder.samefile(self.data) else None

    def _forget_dead_server(self) -> None:
        """Remove what a server that is gone left lying about."""
        if self.is_up():
            return
        folder = self._recorded_socket_folder()
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        if folder is None:
            return
        for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
            (folder / name).unlink(missing_ok=True)
        if folder != self.run_folder and folder.is_dir():
            folder.rmdir()

    def _log_size(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0

    def _log_since(self, position: int) -> str:
        with self.log.open("rb") as stream:
            stream.seek(position)
            return stream.read().decode("utf-8", "replace")


class _Ended(Exception):
    """The server we started went away before it answered."""


def socket_address(role: str, folder: Path, database: str) -> str:
    """The address of a role on a database, over the socket in that folder."""
    where = f"host={quote(str(folder), safe='')}&port={PORT}"
    return f"postgresql://{quote(role, safe='')}@/{quote(database, safe='')}?{where}"


def _answers(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(2)
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


def _stop(server: psutil.Process) -> None:
    for number, patience in STOP_STEPS:
        try:
            server.send_signal(number)
            server.wait(patience)
        except psutil.NoSuchProcess:
            break
        except psutil.TimeoutExpired:
            continue
        break
    for process in _started:
        process.poll()


def _bare_environment() -> dict[str, str]:
    """Without the PG… variables of whoever started us, and with messages we can read."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _explain(home: Path, log: Path, said: str) -> str:
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
