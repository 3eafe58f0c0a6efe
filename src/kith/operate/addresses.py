"""Addresses of databases: taken apart, changed, connected to, and never shown with their
password."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from psycopg import conninfo

CONNECT_SECONDS = "10"

# What the client library says, and what a person is told. Its own words may hold parts of a
# mistyped password.
_REASONS = (
    ("password authentication failed", "it does not accept that user and password"),
    ("no password supplied", "it asks for a password and the address holds none"),
    ("eer authentication failed", "it does not let this user of the machine in under that name"),
    ("no pg_hba.conf entry", "its pg_hba.conf does not let that user in from this machine"),
    ("translate host name", "there is no machine of that name"),
    ("resolve host", "there is no machine of that name"),
    ("Name or service not known", "there is no machine of that name"),
    ("onnection refused", "nothing answers there"),
    ("No such file or directory", "nothing answers there"),
    ("timeout", f"nothing answered within {CONNECT_SECONDS} seconds"),
    ("No route to host", "there is no way to that machine"),
    ("Network is unreachable", "there is no way to that machine"),
    ("does not exist", "it has no such database or user"),
    ("permission denied for database", "that user may not connect to that database"),
    ("too many", "it has no connection left to give"),
    ("remaining connection slots", "it has no connection left to give"),
    ("starting up", "it is still starting"),
    ("shutting down", "it is shutting down"),
    ("SSL", "it and this machine cannot agree on encryption"),
)


class DatabaseRefused(Exception):
    """The database cannot be used as it is. The text is one sentence saying why and what to do."""


def taken_apart(url: str, variable: str) -> dict[str, str]:
    """The parts of an address under their libpq names; `variable` says where it came from.

    Raises DatabaseRefused, without repeating any of it, where it is malformed.
    """
    try:
        parts = {name: str(value) for name, value in conninfo.conninfo_to_dict(url).items()}
        port = parts.get("port", "")
        # A password with an @ or / that was not encoded ends up in these.
        sound = not any("@" in parts.get(name, "") for name in ("host", "dbname"))
        sound = sound and all(p == "" or 0 < int(p) < 65536 for p in port.split(","))
    except (psycopg.Error, ValueError):
        sound = False
    if not sound:
        raise DatabaseRefused(
            f"{variable} cannot be understood: give it as"
            " postgresql://user:password@host:5432/database, and write marks such as @ / ? # % in"
            " the password as their codes (%40 %2F %3F %23 %25)."
        ) from None
    return parts


def put_together(parts: dict[str, str]) -> str:
    """The address with those parts, in the one form Kith uses: host and the rest as parameters."""
    user, password = (quote(parts.get(name, ""), safe="") for name in ("user", "password"))
    login = f"{user}:{password}@" if password else f"{user}@" if user else ""
    rest = {
        name: value
        for name, value in parts.items()
        if name not in ("user", "password", "dbname") and value
    }
    query = urlencode(rest, quote_via=quote, safe="")
    return f"postgresql://{login}/{quote(parts.get('dbname', ''), safe='')}" + (
        f"?{query}" if query else ""
    )


def with_role(parts: dict[str, str], role: str) -> dict[str, str]:
    """The same address, acting as that role from the first statement."""
    options = f"{parts.get('options', '')} -c role={role}".strip()
    return {**parts, "options": options}


def connected(parts: dict[str, str], variable: str) -> psycopg.Connection[Any]:
    """A connection in autocommit. Raises DatabaseRefused, naming `variable`, where there is
    none."""
    try:
        return psycopg.connect(
            put_together({"connect_timeout": CONNECT_SECONDS, **parts}), autocommit=True
        )
    except psycopg.OperationalError as error:
        raise DatabaseRefused(
            f"The database of {variable} ({_shown(parts)}) cannot be used: {_reason(error)}."
            " Check the address, and that the server is running."
        ) from None


def _shown(parts: dict[str, str]) -> str:
    place = parts.get("host") or "this machine"
    port = f":{parts['port']}" if parts.get("port") else ""
    return f"{parts.get('dbname') or 'no name'} at {place}{port}"


def _reason(error: psycopg.OperationalError) -> str:
    said = str(error)
    return next((told for mark, told in _REASONS if mark in said), "the server refused")
