"""What the environment says about this instance, read once and checked. Knows nothing of Django."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

DEFAULT_PORT = 8000
SECRET_BYTES = 32  # 256 bits, twice what OWASP ASVS 5.0 section 11.5 asks of a random secret


class EnvironmentRefused(Exception):
    """The environment, or a folder it names, cannot be used. The text is one sentence saying why
    and what to do."""


@dataclass(frozen=True, slots=True)
class Environment:
    """One instance: where it keeps its state and which database it uses."""

    home: Path
    """Absolute folder that holds everything the instance keeps."""
    port: int
    """TCP port of the web server on the loopback address."""
    demo: bool
    """Whether the demonstration's accounts and data are wanted."""
    demo_year: bool
    """Whether the demonstration tells its whole year, or the days around today alone."""
    database_url: str | None
    """The database's owner, or None for the embedded server."""
    app_url: str | None
    """The run-time role, where an administrator made it; otherwise None."""
    postgres_bin: Path | None
    """Folder of PostgreSQL's programs to use in place of the wheel's."""

    @property
    def run_folder(self) -> Path:
        """Locks, sockets and other things that matter only while something runs."""
        return self.home / "run"


def read(source: Mapping[str, str] | None = None) -> Environment:
    """Read the environment (`os.environ` unless given); an empty value counts as absent.

    Raises EnvironmentRefused for a value that cannot be meant.
    """
    given = {
        name: value for name, value in (os.environ if source is None else source).items() if value
    }
    return Environment(
        home=Path(given.get("KITH_HOME", ".kith")).expanduser().absolute(),
        port=_port(given.get("KITH_PORT")),
        demo=_switch("KITH_DEMO", given.get("KITH_DEMO")),
        demo_year=_switch("KITH_DEMO_YEAR", given.get("KITH_DEMO_YEAR", "1")),
        database_url=_database_url("DATABASE_URL", given),
        app_url=_database_url("DATABASE_APP_URL", given),
        postgres_bin=_postgres_bin(given.get("KITH_POSTGRES_BIN")),
    )


def private_folder(path: Path) -> Path:
    """The folder, made with mode 0700 where it is missing.

    A folder that is there keeps its permissions. One that root makes belongs to whoever owns the
    folder around it, so that they can use it after root has gone. Raises EnvironmentRefused where
    it cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            if not path.is_dir():
                raise
        else:
            give_to_owner_of(path.parent, path)
    except OSError as error:
        raise EnvironmentRefused(
            f"The folder {path} cannot be made ({_reason(error)}): make room or give yourself"
            " permission there, or set KITH_HOME to a folder you can write to."
        ) from error
    return path


def give_to_owner_of(folder: Path, made: Path) -> None:
    """Let what root has just made in the folder belong to the folder's owner."""
    owner = folder.stat()
    if os.geteuid() == 0 and owner.st_uid != 0:
        os.chown(made, owner.st_uid, owner.st_gid)


def secret(home: Path, name: str) -> str:
    """The secret of that name, made at first use: 256 random bits, URL-safe, kept in a 0600 file.

    Processes that ask at the same moment get the same secret. Raises EnvironmentRefused where it
    can be neither read nor made.
    """
    private_folder(home)
    file = private_folder(home / "secrets") / name
    try:
        if not file.exists():
            _write_once(file, secrets.token_urlsafe(SECRET_BYTES))
        found = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentRefused(
            f"The secret {file} cannot be read or made ({_reason(error)}): run as the user who owns"
            " that folder, and make sure that there is room on its disk."
        ) from error
    if not found:
        raise EnvironmentRefused(
            f"The secret {file} is empty: restore it from a backup, or delete it to have a new one"
            " made."
        )
    return found


def _write_once(file: Path, value: str) -> None:
    """Written whole under another name, then linked: whoever links first wins, nobody sees half."""
    descriptor, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(value + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        give_to_owner_of(file.parent, Path(draft))
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        os.unlink(draft)


def _port(value: str | None) -> int:
    if value is None:
        return DEFAULT_PORT
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
        raise EnvironmentRefused(
            f"KITH_PORT is {value!r}: give a whole number between 1 and 65535."
        )
    return int(value)


def _switch(name: str, value: str | None) -> bool:
    if value not in (None, "0", "1"):
        raise EnvironmentRefused(f"{name} is {value!r}: give 1 for yes, or 0 or nothing for no.")
    return value == "1"


def _database_url(name: str, given: Mapping[str, str]) -> str | None:
    value = given.get(name)
    if value is None:
        return None
    try:
        scheme = urlsplit(value).scheme
    except ValueError:
        scheme = ""
    if scheme not in ("postgresql", "postgres"):
        # The value is not repeated: it may hold a password.
        raise EnvironmentRefused(
            f"{name} is not the address of a PostgreSQL database: give it as"
            " postgresql://user:password@host:5432/database."
        )
    if name == "DATABASE_APP_URL" and "DATABASE_URL" not in given:
        raise EnvironmentRefused(
            "DATABASE_APP_URL is set without DATABASE_URL: set both, or neither to use the embedded"
            " database."
        )
    return value


def _postgres_bin(value: str | None) -> Path | None:
    if value is None:
        return None
    folder = Path(value).expanduser().absolute()
    if not all((folder / program).is_file() for program in ("initdb", "postgres")):
        raise EnvironmentRefused(
            f"KITH_POSTGRES_BIN is {value!r}, which does not hold PostgreSQL's programs initdb and"
            " postgres: name the folder that does."
        )
    return folder


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return "it is damaged"
