"""The database made ready: its roles, who may connect, its extensions. Tables come by migration.

Two group roles that nobody logs in as hold the rights: `kith_owner` owns every table and migrates,
`kith_app` is what the running product acts under. Each database has its own login in `kith_app`, so
that two databases on one server cannot be reached with one password.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar
from urllib.parse import quote

import psycopg
from psycopg import errors, sql

from kith.config.environment import Environment, secret
from kith.operate.addresses import (
    DatabaseRefused,
    connected,
    put_together,
    taken_apart,
    with_role,
)
from kith.operate.postgres import embedded_address

OWNER = "kith_owner"
APP = "kith_app"
EMBEDDED_DATABASE = "kith"
OLDEST = 15
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent", "fuzzystrmatch")
LOCK = 0x6B697468  # "kith": one process at a time prepares a database
ATTEMPTS = 10

SETTINGS = {
    "statement_timeout": "30s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
    # Other sessions of the same role could read a statement, and with it what it carries. Only a
    # superuser may set it.
    "track_activities": "off",
}

__all__ = ["DatabaseRefused", "Urls", "drop", "prepare"]

Connection = psycopg.Connection[Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Urls:
    """The two addresses of a database that is ready."""

    owner_url: str
    """Acts as kith_owner: for migrations, backups and the raising of walls only."""
    app_url: str
    """The run-time login, which owns nothing and bypasses nothing."""


def prepare(environment: Environment, *, database: str | None = None) -> Urls:
    """Make the database ready and say how to reach it. Doing it again changes nothing.

    `database` names another database on the same server, made where it is missing (for tests and
    restores). The embedded server must be running. Raises DatabaseRefused.
    """
    parts = _admin(environment)
    name = database or parts.get("dbname") or EMBEDDED_DATABASE
    may_create = environment.database_url is None or database is not None
    return _patiently(lambda: _prepare(environment, parts, name, may_create))


def drop(environment: Environment, database: str) -> None:
    """Remove a database and its login, with whoever is connected to it. Raises DatabaseRefused."""
    parts = _admin(environment)
    if parts.get("dbname") == database:
        raise DatabaseRefused(f"{database} is the database in use and is not removed.")
    login = sql.Identifier(_login(database))

    def remove() -> None:
        with connected(parts, "DATABASE_URL") as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
            )
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(login))

    _patiently(remove)


def _admin(environment: Environment) -> dict[str, str]:
    if environment.database_url is None:
        return taken_apart(embedded_address(environment, EMBEDDED_DATABASE), "the embedded server")
    parts = taken_apart(environment.database_url, "DATABASE_URL")
    if not parts.get("dbname"):
        raise DatabaseRefused(
            "DATABASE_URL names no database: add its name after the host, as in"
            " postgresql://user:password@host:5432/kith."
        )
    return parts


def _prepare(environment: Environment, parts: dict[str, str], name: str, may_create: bool) -> Urls:
    if may_create:
        first = parts if environment.database_url else {**parts, "dbname": "postgres"}
        with connected(first, "DATABASE_URL") as connection:
            _make_roles(connection, name)
            _make_database(connection, name)
    parts = {**parts, "dbname": name}
    with connected(parts, "DATABASE_URL") as connection:
        _check_encoding(connection, name)
        connection.execute("SET lock_timeout = '60s'")
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        _make_roles(connection, name)
        _open_to_owner(connection, name)
        _make_extensions(connection, name)
        app = _app_login(environment, connection, parts)
        _close_to_others(connection, name, app["user"])
    _check_login(app)
    return Urls(put_together(with_role(parts, OWNER)), put_together(app))


def _make_roles(connection: Connection, database: str) -> None:
    if connection.info.server_version < OLDEST * 10000:
        raise DatabaseRefused(
            f"The database server is PostgreSQL {connection.info.server_version // 10000}, and Kith"
            f" needs {OLDEST} or newer: upgrade it, or unset DATABASE_URL to use the embedded one."
        )
    try:
        for role in (OWNER, APP):
            if not _one(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
        fine_grained = connection.info.server_version >= 160000
        right = "SET" if fine_grained else "MEMBER"
        if not _one(connection, "SELECT pg_has_role(%s, %s)", OWNER, right):
            connection.execute(
                f"GRANT {OWNER} TO CURRENT_USER"
                + (" WITH INHERIT TRUE, SET TRUE" if fine_grained else "")
            )
    except errors.InsufficientPrivilege:
        _ask_administrator(connection, database)


def _make_database(connection: Connection, name: str) -> None:
    if _one(connection, "SELECT 1 FROM pg_database WHERE datname = %s", name):
        return
    try:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                sql.Identifier(name), sql.Identifier(OWNER)
            )
        )
    except errors.InsufficientPrivilege:
        raise DatabaseRefused(
            f'The user of DATABASE_URL may not make databases, and "{name}" is missing: ask the'
            f' server\'s administrator to run ALTER ROLE "{connection.info.user}" CREATEDB.'
        ) from None


def _check_encoding(connection: Connection, name: str) -> None:
    encoding = _one(connection, "SHOW server_encoding")
    if encoding != "UTF8":
        raise DatabaseRefused(
            f'The database "{name}" keeps its text as {encoding}, which cannot hold every name: make'
            " a new one with ENCODING 'UTF8' and name it in DATABASE_URL."
        )


def _open_to_owner(connection: Connection, name: str) -> None:
    question = (
        "SELECT has_database_privilege(%s, current_database(), 'CREATE')"
        " AND has_database_privilege(%s, current_database(), 'TEMPORARY')"
        " AND has_schema_privilege(%s, 'public', 'CREATE')"
    )
    if _one(connection, question, OWNER, OWNER, OWNER):
        return
    try:
        connection.execute(
            sql.SQL("GRANT CREATE, CONNECT, TEMPORARY ON DATABASE {} TO {}").format(
                sql.Identifier(name), sql.Identifier(OWNER)
            )
        )
        connection.execute(f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}")
    except errors.InsufficientPrivilege:
        _ask_administrator(connection, name)
    if not _one(connection, question, OWNER, OWNER, OWNER):  # PostgreSQL only warns at times
        _ask_administrator(connection, name)


def _make_extensions(connection: Connection, name: str) -> None:
    for extension in EXTENSIONS:
        if _one(connection, "SELECT 1 FROM pg_extension WHERE extname = %s", extension):
            continue
        try:
            connection.execute(
                sql.SQL("CREATE EXTENSION {} SCHEMA public").format(sql.Identifier(extension))
            )
        except (errors.FeatureNotSupported, errors.UndefinedFile):
            raise DatabaseRefused(
                f"The database server lacks PostgreSQL's own extension {extension}: ask its"
                " administrator to install the postgresql-contrib package, or to allow it."
            ) from None
        except errors.InsufficientPrivilege:
            _ask_administrator(connection, name)


def _app_login(
    environment: Environment, connection: Connection, parts: dict[str, str]
) -> dict[str, str]:
    """The parts of the run-time address; its role is there and in kith_app."""
    try:
        if environment.app_url is not None:
            app = {
                **taken_apart(environment.app_url, "DATABASE_APP_URL"),
                "dbname": parts["dbname"],
            }
            if "user" not in app:
                raise DatabaseRefused("DATABASE_APP_URL names no user: add it before the host.")
            _join(connection, app["user"])
            return app
        login = _login(parts["dbname"])
        app = {name: value for name, value in parts.items() if name not in ("options", "password")}
        app["user"] = login
        _make_login(connection, login)
        if environment.database_url is None:
            return app  # the socket's folder is the lock
        app["password"] = secret(environment.home, f"{quote(login, safe='')}.password")
        if not _lets_in(app):
            _set_password(connection, login, app["password"])
        return app
    except errors.InsufficientPrivilege:
        _ask_administrator(connection, parts["dbname"])


def _login(database: str) -> str:
    """The name of the database's run-time login, within the 63 bytes of an identifier."""
    name = f"{APP}_{database}"
    if len(name.encode()) <= 63:
        return name
    return f"{APP}_{hashlib.sha256(database.encode()).hexdigest()[:32]}"


def _make_login(connection: Connection, login: str) -> None:
    role = sql.Identifier(login)
    if not _one(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", login):
        connection.execute(
            sql.SQL(
                "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE INHERIT"
            ).format(role)
        )
    _join(connection, login)
    kept = _one(connection, "SELECT rolconfig FROM pg_roles WHERE rolname = %s", login) or []
    for name, value in SETTINGS.items():
        if f"{name}={value}" in kept:
            continue
        try:
            connection.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(
                    role, sql.Identifier(name), sql.Literal(value)
                )
            )
        except errors.InsufficientPrivilege:
            if name != "track_activities":
                raise


def _join(connection: Connection, login: str) -> None:
    known = _one(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", login)
    if known and not _one(connection, "SELECT pg_has_role(%s, %s, 'USAGE')", login, APP):
        connection.execute(sql.SQL("GRANT {} TO {}").format(*map(sql.Identifier, (APP, login))))


def _set_password(connection: Connection, login: str, password: str) -> None:
    # Sent as its verifier (RFC 5802), so that no server log can hold the password.
    verifier = connection.pgconn.encrypt_password(
        password.encode(), login.encode(), b"scram-sha-256"
    ).decode()
    connection.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), sql.Literal(verifier))
    )


def _close_to_others(connection: Connection, name: str, login: str) -> None:
    """Only the owner's login and the run-time login may connect, where we may decide that."""
    database = sql.Identifier(name)
    try:
        for role in (connection.info.user, login):
            if not _may_connect(connection, role, name):
                connection.execute(
                    sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                        database, sql.Identifier(role)
                    )
                )
        if _one(connection, "SELECT has_database_privilege('public', %s, 'CONNECT')", name):
            connection.execute(
                sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(database)
            )
    except errors.InsufficientPrivilege:
        _ask_administrator(connection, name)


def _may_connect(connection: Connection, role: str, database: str) -> bool:
    """Whether the role may connect of its own right, not as one of everybody."""
    return bool(
        _one(
            connection,
            "SELECT EXISTS (SELECT FROM pg_database, aclexplode(datacl) AS entry"
            " JOIN pg_roles ON pg_roles.oid = entry.grantee"
            " WHERE datname = %s AND rolname = %s AND privilege_type = 'CONNECT')",
            database,
            role,
        )
    )


def _lets_in(app: dict[str, str]) -> bool:
    try:
        connected(app, "DATABASE_APP_URL").close()
    except DatabaseRefused:
        return False
    return True


def _check_login(app: dict[str, str]) -> None:
    """The run-time login gets in, and has no right that would open the walls."""
    with connected(app, f'the run-time login "{app["user"]}"') as connection:
        unsafe = _one(
            connection,
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR pg_has_role(%s, 'MEMBER')"
            " FROM pg_roles WHERE rolname = current_user",
            OWNER,
        )
        member = _one(connection, "SELECT pg_has_role(%s, 'USAGE')", APP)
    if unsafe or not member:
        raise DatabaseRefused(
            f'The run-time login "{app["user"]}" must be in {APP} and be neither superuser nor'
            f" member of {OWNER}, nor bypass row security, nor make roles: change it, or unset"
            " DATABASE_APP_URL to have one made."
        )


def _ask_administrator(connection: Connection, database: str) -> NoReturn:
    user = connection.info.user
    extensions = " ".join(f"CREATE EXTENSION IF NOT EXISTS {name};" for name in EXTENSIONS)
    raise DatabaseRefused(
        f'The user "{user}" of DATABASE_URL lacks the right to prepare the database "{database}":'
        " give it CREATEROLE and make it the database's owner, or ask the server's administrator to"
        f" run there: CREATE ROLE {OWNER} NOLOGIN; CREATE ROLE {APP} NOLOGIN;"
        f' GRANT {OWNER} TO "{user}"; GRANT CREATE, CONNECT, TEMPORARY ON DATABASE "{database}" TO'
        f" {OWNER}; GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}; {extensions}"
        f" CREATE ROLE \"{_login(database)}\" LOGIN PASSWORD '…' IN ROLE {APP};"
        f' GRANT CONNECT ON DATABASE "{database}" TO "{user}", "{_login(database)}"; and set'
        " DATABASE_APP_URL to that login."
    ) from None


def _one(connection: Connection, query: str, *values: object) -> Any:
    row = connection.execute(query, values).fetchone()  # type: ignore[arg-type]
    return row[0] if row else None


def _patiently(work: Callable[[], T]) -> T:
    """Do it again when another process was making the same thing on the same server."""
    for _ in range(ATTEMPTS):
        try:
            return work()
        except (
            errors.DuplicateObject,
            errors.DuplicateDatabase,
            errors.UniqueViolation,
            errors.ObjectInUse,
            errors.InternalError_,  # "tuple concurrently updated"
        ):
            time.sleep(random.uniform(0.05, 0.3))  # noqa: S311
    return work()
