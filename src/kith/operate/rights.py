"""The group roles that hold the rights, and what to say to whoever may not give them."""

from __future__ import annotations

from typing import Any, NoReturn

import psycopg

from kith.operate.addresses import DatabaseRefused

OWNER = "kith_owner"
APP = "kith_app"
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent", "fuzzystrmatch")

Connection = psycopg.Connection[Any]


def ask_administrator(connection: Connection, database: str, login: str) -> NoReturn:
    """Raise DatabaseRefused with what someone who may must run for this database and login."""
    user = connection.info.user
    extensions = " ".join(f"CREATE EXTENSION IF NOT EXISTS {name};" for name in EXTENSIONS)
    raise DatabaseRefused(
        f'The user "{user}" of DATABASE_URL lacks the right to prepare the database "{database}":'
        " give it CREATEROLE and make it the database's owner, or ask the server's administrator to"
        f" run there: CREATE ROLE {OWNER} NOLOGIN; CREATE ROLE {APP} NOLOGIN;"
        f' GRANT {OWNER} TO "{user}"; GRANT CREATE, CONNECT, TEMPORARY ON DATABASE "{database}" TO'
        f" {OWNER}; GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}; {extensions}"
        f" CREATE ROLE \"{login}\" LOGIN PASSWORD '…' IN ROLE {APP};"
        f' GRANT CONNECT ON DATABASE "{database}" TO "{user}", "{login}"; and set'
        " DATABASE_APP_URL to that login."
    ) from None


def one(connection: Connection, query: str, *values: object) -> Any:
    """The first value of the first row, or None."""
    row = connection.execute(query, values).fetchone()
    return row[0] if row else None
