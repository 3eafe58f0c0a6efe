"""One PostgreSQL cluster in one folder: made, started, found, stopped. On a socket only."""

from __future__ import annotations

import os
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

from kith.environment import give_to_owner_of, private_folder
from kith.operate.privileges import Guise, NoWayDown, guise_for, hand_over
from kith.operate.programs import (
    SUPERUSER,
    PostgresRefused,
    Programs,
    bare_environment,
    explained,
)

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


@dataclass(frozen=True, slots=True)
class Cluster:
    """Folders are absolute and resolved, so that one cluster has one name."""

    programs: Programs
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
        return _listens(self.socket_folder() / SOCKET_NAME) or self._server() is not None

    def address(self, database: str) -> str:
        """The superuser's address of a database. Raises PostgresRefused when the server is down."""
        if not self.is_up():
            raise PostgresRefused("The embedded database is not running: start it with kith serve.")
        return socket_address(SUPERUSER, self.socket_folder(), database)

    def socket_folder(self) -> Path:
        """Where its socket is, or will be: the run folder, unless that has no fitting name."""
        try:
            return Path(os.fsdecode(self._elsewhere.read_bytes()))
        except FileNotFoundError:
            return self.run_folder

    @property
    def _elsewhere(self) -> Path:
        return self.run_folder / "socket-folder"

    def create(self) -> None:
        """Make the cluster, wholly or not at all. Raises PostgresRefused or OSError."""
        draft = self.data.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        private_folder(draft)
        guise = self._guise(draft)
        hand_over(draft, guise)
        said = self.programs.make_cluster(draft, guise)
        if said is not None:
            raise PostgresRefused(explained(self.home, self.log, said))
        draft.rename(self.data)

    def start(self, say: Say) -> None:
        """Start the server and wait until it answers. Raises PostgresRefused or OSError."""
        self._check_version()
        self._forget_dead_server()
        guise = self._guise(self.data)
        hand_over(self.data, guise)
        self._make_socket_folder(guise)
        give_up_at = time.monotonic() + MEMORY_PATIENCE
        while True:
            before = self._log_size()
            process = self._launch(guise)
            try:
                self.wait_until_ready(say, process)
                return
            except ServerEnded:
                said = self._log_since(before)
                if MEMORY_IN_USE not in said or time.monotonic() > give_up_at:
                    self._forget_dead_server()
                    raise PostgresRefused(explained(self.home, self.log, said)) from None
                time.sleep(0.5)
            except BaseException:
                with suppress(psutil.NoSuchProcess):
                    _stop(psutil.Process(process.pid))
                raise

    def wait_until_ready(self, say: Say, process: subprocess.Popen[bytes] | None = None) -> None:
        """Wait for a server that is starting; after a crash it first repairs itself.

        `process` is given where it is our own child. Raises ServerEnded when it goes away instead.
        """
        patient_until = time.monotonic() + 3
        while True:
            if _answers(socket_address(SUPERUSER, self.socket_folder(), "postgres")):
                return
            if not self.is_up() if process is None else process.poll() is not None:
                raise ServerEnded
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
        command = [*guise.prefix, str(self.programs.server), "-D", str(self.data)]
        for name, value in self._settings().items():
            command += ["-c", f"{name}={value}"]
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        give_to_owner_of(self.log.parent, self.log)
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=descriptor,
                stderr=descriptor,
                cwd="/",
                env=bare_environment(),
                start_new_session=True,  # Ctrl-C is for us, who stop it last
            )
        finally:
            os.close(descriptor)
        _started.append(process)
        return process

    def _settings(self) -> dict[str, str]:
        folder = str(self.socket_folder()).replace('"', '""')
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

    def _make_socket_folder(self, guise: Guise) -> None:
        path = self.run_folder / SOCKET_NAME
        # A comma separates hosts for the client library.
        if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH and "," not in str(path):
            return
        folder = Path(tempfile.mkdtemp(prefix="kith-"))
        self._elsewhere.write_bytes(os.fsencode(folder))
        hand_over(folder, guise)

    def _guise(self, folder: Path) -> Guise:
        try:
            return guise_for(self.programs.server, self.run_folder, owner=folder.stat().st_uid)
        except NoWayDown:
            raise PostgresRefused(
                "The embedded database does not run as root and this machine offers no way to step"
                " down (neither unshare nor setpriv works here): run as an ordinary user, or set"
                " DATABASE_URL."
            ) from None

    def _check_version(self) -> None:
        mine, made_by = self.programs.major(), (self.data / "PG_VERSION").read_text().strip()
        if str(mine) != made_by:
            raise PostgresRefused(
                f"The database in {self.data} was made by PostgreSQL {made_by}, and"
                f" {self.programs.bin} is {mine}: set KITH_POSTGRES_BIN to the folder of version"
                f" {made_by}, or restore a backup into a new KITH_HOME."
            )

    def _recorded_number(self) -> int | None:
        """The process number on the first line of postmaster.pid, dead or alive."""
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _server(self) -> psutil.Process | None:
        """The server's process, if the recorded number is still that of a server of this folder."""
        number = self._recorded_number()
        if number is None:
            return None
        try:
            process = psutil.Process(number)
            words = process.cmdline()
        except psutil.NoSuchProcess:
            return None
        if not words or Path(words[0]).name != "postgres" or "-D" not in words[:-1]:
            return None
        folder = Path(words[words.index("-D") + 1])
        return process if folder.exists() and folder.samefile(self.data) else None

    def _forget_dead_server(self) -> None:
        """Remove what a server that is gone left lying about."""
        if self.is_up():
            return
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        folder = self.socket_folder()
        for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
            (folder / name).unlink(missing_ok=True)
        if folder != self.run_folder:
            with suppress(FileNotFoundError):
                folder.rmdir()
            self._elsewhere.unlink()

    def _log_size(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0

    def _log_since(self, position: int) -> str:
        with self.log.open("rb") as stream:
            stream.seek(position)
            return stream.read().decode("utf-8", "replace")


class ServerEnded(Exception):
    """A server went away before it answered."""


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
