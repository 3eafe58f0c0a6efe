"""The run-time login of a database: one for each, in kith_app, with no other right."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from psycopg import errors, sql

from kith.environment import Environment, secret
from kith.operate.addresses import DatabaseRefused, connected, taken_apart
from kith.operate.rights import APP, OWNER, Connection, ask_administrator, one

SETTINGS = {
    "statement_timeout": "30s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
    # Other sessions of the same role could read a statement, and with it what it carries. Only a
    # superuser may set it.
    "track_activities": "off",
}


def app_login(
    environment: Environment, connection: Connection, parts: dict[str, str]
) -> dict[str, str]:
    """The parts of the run-time address; its role is there and in kith_app.

    Raises DatabaseRefused where it cannot be made, or the one that was given is not there.
    """
    login = login_name(parts["dbname"])
    try:
        if environment.app_url is not None:
            return _given_login(environment.app_url, connection, parts["dbname"])
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
        ask_administrator(connection, parts["dbname"], login)


def login_name(database: str) -> str:
    """The name of the database's run-time login, within the 63 bytes of an identifier."""
    name = f"{APP}_{database}"
    if len(name.encode()) <= 63:
        return name
    return f"{APP}_{hashlib.sha256(database.encode()).hexdigest()[:32]}"


def _given_login(url: str, connection: Connection, database: str) -> dict[str, str]:
    app = {**taken_apart(url, "DATABASE_APP_URL"), "dbname": database}
    if not one(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", app.get("user")):
        raise DatabaseRefused(
            "DATABASE_APP_URL names no user, or one that the server does not know: ask its"
            " administrator to make it, or unset DATABASE_APP_URL to have one made."
        )
    _join(connection, app["user"])
    return app


def _make_login(connection: Connection, login: str) -> None:
    role = sql.Identifier(login)
    if not one(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", login):
        connection.execute(
            sql.SQL(
                "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE INHERIT"
            ).format(role)
        )
    _join(connection, login)
    kept = one(connection, "SELECT rolconfig FROM pg_roles WHERE rolname = %s", login) or []
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
    if not one(connection, "SELECT pg_has_role(%s, %s, 'USAGE')", login, APP):
        connection.execute(sql.SQL("GRANT {} TO {}").format(*map(sql.Identifier, (APP, login))))


def _set_password(connection: Connection, login: str, password: str) -> None:
    # Sent as its verifier (RFC 5802), so that no server log can hold the password.
    verifier = connection.pgconn.encrypt_password(
        password.encode(), login.encode(), b"scram-sha-256"
    ).decode()
    connection.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), sql.Literal(verifier))
    )


def _lets_in(app: dict[str, str]) -> bool:
    try:
        connected(app, "DATABASE_APP_URL").close()
    except DatabaseRefused:
        return False
    return True


def check_login(app: dict[str, str]) -> None:
    """The run-time login gets in, and has no right that would open the walls."""
    with connected(app, f'the run-time login "{app["user"]}"') as connection:
        unsafe = one(
            connection,
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR pg_has_role(%s, 'MEMBER')"
            " FROM pg_roles WHERE rolname = current_user",
            OWNER,
        )
        member = one(connection, "SELECT pg_has_role(%s, 'USAGE')", APP)
    if unsafe or not member:
        raise DatabaseRefused(
            f'The run-time login "{app["user"]}" must be in {APP} and be neither superuser nor'
            f" member of {OWNER}, nor bypass row security, nor make roles: change it, or unset"
            " DATABASE_APP_URL to have one made."
        )
