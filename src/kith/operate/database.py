"""The database made ready: its roles, who may connect, its extensions. Tables come by migration.

Two group roles that nobody logs in as hold the rights: `kith_owner` owns every table and migrates,
`kith_app` is what the running product acts under. Each database has its own login in `kith_app`, so
that two databases on one server cannot be reached with one password.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from psycopg import errors, sql

from kith.environment import Environment
from kith.operate.addresses import (
    DatabaseRefused,
    connected,
    put_together,
    taken_apart,
    with_role,
)
from kith.operate.logins import app_login, check_login, login_name
from kith.operate.postgres import embedded_address
from kith.operate.rights import (
    APP,
    EXTENSIONS,
    OWNER,
    Connection,
    ask_administrator,
    one,
)

EMBEDDED_DATABASE = "kith"
OLDEST = 15
LOCK = 0x6B697468  # "kith": one process at a time prepares a database
ATTEMPTS = 10

__all__ = ["DatabaseRefused", "Urls", "drop", "prepare"]

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
    embedded = environment.database_url is None
    name = database or (EMBEDDED_DATABASE if embedded else parts["dbname"])
    may_create = embedded or database is not None
    try:
        return _patiently(lambda: _prepare(environment, parts, name, may_create))
    except errors.LockNotAvailable:
        raise DatabaseRefused(
            f'Another process has been preparing the database "{name}" for a minute: wait until it'
            " is done, then try again."
        ) from None


def drop(environment: Environment, database: str) -> None:
    """Remove a database and its login, with whoever is connected to it. Raises DatabaseRefused."""
    parts = _admin(environment)
    if parts.get("dbname") == database:
        raise DatabaseRefused(f"{database} is the database in use and is not removed.")
    login = sql.Identifier(login_name(database))

    def remove() -> None:
        with connected(parts, "DATABASE_URL") as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
            )
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(login))

    _patiently(remove)


def _admin(environment: Environment) -> dict[str, str]:
    if environment.database_url is None:
        return taken_apart(embedded_address(environment, "postgres"), "the embedded server")
    parts = taken_apart(environment.database_url, "DATABASE_URL")
    if not parts.get("dbname"):
        raise DatabaseRefused(
            "DATABASE_URL names no database: add its name after the host, as in"
            " postgresql://user:password@host:5432/kith."
        )
    return parts


def _prepare(environment: Environment, parts: dict[str, str], name: str, may_create: bool) -> Urls:
    if may_create:
        with connected(parts, "DATABASE_URL") as connection:
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
        app = app_login(environment, connection, parts)
        _close_to_others(connection, name, app["user"])
    check_login(app)
    return Urls(put_together(with_role(parts, OWNER)), put_together(app))


def _make_roles(connection: Connection, database: str) -> None:
    if connection.info.server_version < OLDEST * 10000:
        raise DatabaseRefused(
            f"The database server is PostgreSQL {connection.info.server_version // 10000}, and Kith"
            f" needs {OLDEST} or newer: upgrade it, or unset DATABASE_URL to use the embedded one."
        )
    try:
        for role in (OWNER, APP):
            if not one(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
        fine_grained = connection.info.server_version >= 160000
        right = "SET" if fine_grained else "MEMBER"
        if not one(connection, "SELECT pg_has_role(%s, %s)", OWNER, right):
            connection.execute(
                f"GRANT {OWNER} TO CURRENT_USER"
                + (" WITH INHERIT TRUE, SET TRUE" if fine_grained else "")
            )
    except errors.InsufficientPrivilege:
        ask_administrator(connection, database, login_name(database))


def _make_database(connection: Connection, name: str) -> None:
    if one(connection, "SELECT 1 FROM pg_database WHERE datname = %s", name):
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
    encoding = one(connection, "SHOW server_encoding")
    if encoding != "UTF8":
        raise DatabaseRefused(
            f'The database "{name}" keeps its text as {encoding}, which cannot hold every name:'
            " make a new one with ENCODING 'UTF8' and name it in DATABASE_URL."
        )


def _open_to_owner(connection: Connection, name: str) -> None:
    question = (
        "SELECT has_database_privilege(%s, current_database(), 'CREATE')"
        " AND has_database_privilege(%s, current_database(), 'TEMPORARY')"
        " AND has_schema_privilege(%s, 'public', 'CREATE')"
    )
    if one(connection, question, OWNER, OWNER, OWNER):
        return
    try:
        connection.execute(
            sql.SQL("GRANT CREATE, CONNECT, TEMPORARY ON DATABASE {} TO {}").format(
                sql.Identifier(name), sql.Identifier(OWNER)
            )
        )
        connection.execute(f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}")
    except errors.InsufficientPrivilege:
        ask_administrator(connection, name, login_name(name))
    if not one(connection, question, OWNER, OWNER, OWNER):  # PostgreSQL only warns at times
        ask_administrator(connection, name, login_name(name))


def _make_extensions(connection: Connection, name: str) -> None:
    for extension in EXTENSIONS:
        if one(connection, "SELECT 1 FROM pg_extension WHERE extname = %s", extension):
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
            ask_administrator(connection, name, login_name(name))


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
        if one(connection, "SELECT has_database_privilege('public', %s, 'CONNECT')", name):
            connection.execute(
                sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(database)
            )
    except errors.InsufficientPrivilege:
        ask_administrator(connection, name, login_name(name))


def _may_connect(connection: Connection, role: str, database: str) -> bool:
    """Whether the role may connect of its own right, not as one of everybody."""
    return bool(
        one(
            connection,
            "SELECT EXISTS (SELECT FROM pg_database, aclexplode(datacl) AS entry"
            " JOIN pg_roles ON pg_roles.oid = entry.grantee"
            " WHERE datname = %s AND rolname = %s AND privilege_type = 'CONNECT')",
            database,
            role,
        )
    )


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
