"""One scheme many times over: the same shape, the same constraints, other ids.

Rows are read by COPY, written by COPY into staging tables, and inserted from there scheme by scheme,
as the owner. Every id of the scheme is mapped by one function of its old value and the number of the copy, so that
each pointer, composite key or bare id alike, points at the copy of what it pointed at. Foreign keys and
plain indexes come off for the load and are put back after it, when PostgreSQL checks every row.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg import sql

from kith.isolation import walls

Connection = psycopg.Connection[tuple[object, ...]]
Say = Callable[[str], None]
LOGS = ("audit_change", "audit_entry")
USERS = "accounts_user"
STAGING = "bench_staging"
# What must be unique over all schemes, or is a name people read. {n} is the number of the copy.
RENAMED = {
    ("organisations_scheme", "slug"): "'bench-' || {n}",
    ("organisations_scheme", "name"): "name || ' ' || {n}",
    ("organisations_invitation", "token_hash"): "md5({n} || token_hash)",
    (USERS, "email"): "'bench-' || {n} || '.' || email",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows belong to a scheme, or to the people who work in it."""

    name: str
    scheme_column: str
    columns: tuple[tuple[str, str], ...]
    """Name and type of each column that is written."""

    @property
    def of_scheme(self) -> sql.Composed:
        """The condition by which the rows of scheme %s are found."""
        if self.name == USERS:
            return sql.SQL(
                "id IN (SELECT user_id FROM organisations_membership WHERE scheme_id = %s)"
            ).format()
        return sql.SQL("{} = %s").format(sql.Identifier(self.scheme_column))

    def listed(self) -> sql.Composed:
        """The columns, for a statement."""
        return sql.SQL(", ").join(sql.Identifier(name) for name, _ in self.columns)

    def mapped(self, number: int) -> sql.Composed:
        """What each column becomes in a copy."""
        return sql.SQL(", ").join(self._mapped(name, kind, number) for name, kind in self.columns)

    def _mapped(self, name: str, kind: str, number: int) -> sql.Composable:
        renamed = RENAMED.get((self.name, name))
        if renamed is not None:
            return sql.SQL(renamed.format(n=f"{number}::text"))  # type: ignore[arg-type]
        if kind != "uuid":
            return sql.Identifier(name)
        return sql.SQL("md5({} || {}::text)::uuid").format(str(number), sql.Identifier(name))


def tables(connection: Connection, *, logs: bool) -> list[Table]:
    """Every table of a scheme's rows, and the users'; the two logs if asked for."""
    wanted = {USERS: ""}
    for model in walls.walled_models():
        column, name = walls.wall_of(model).scheme_column, model._meta.db_table
        if column is not None and (logs or name not in LOGS):
            wanted[name] = column
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in wanted}
    for table, column, kind in connection.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND is_generated = 'NEVER' ORDER BY ordinal_position"
    ):
        if table in found:
            found[str(table)].append((str(column), str(kind)))
    return [Table(name, wanted[name], tuple(columns)) for name, columns in sorted(found.items())]


def scheme_of_copy(scheme_id: UUID, number: int, connection: Connection) -> UUID:
    """The id that copy `number` of a scheme has."""
    row = connection.execute(
        "SELECT md5(%s || %s::text)::uuid", [str(number), str(scheme_id)]
    ).fetchone()
    assert row is not None
    assert isinstance(row[0], UUID)
    return row[0]


def multiply(
    source: Connection,
    target: Connection,
    scheme_id: UUID,
    numbers: Iterable[int],
    *,
    logs: bool = False,
    say: Say = lambda sentence: None,
) -> int:
    """Make copies of a scheme, numbered; returns how many rows were written.

    `source` holds the scheme, `target` receives the copies; they are two connections of the
    owner's, which may be to one database. All is one transaction.
    """
    listed = tables(source, logs=logs)
    written, numbers = 0, list(numbers)
    began = time.monotonic()
    with target.transaction():
        _stage(source, target, listed, scheme_id)
        source.commit()  # it would stand in the way of what comes, were both on one database
        say(f"  staged after {time.monotonic() - began:.0f} s")
        with _bare(target, [table.name for table in listed], say):
            for done, number in enumerate(numbers, start=1):
                written += sum(_insert(target, table, number) for table in listed)
                if done % 10 == 0 or done == len(numbers):
                    say(f"  {done} schemes, {written:,} rows, {time.monotonic() - began:.0f} s")
        target.execute(f"DROP SCHEMA {STAGING} CASCADE")
    return written


def repeat_contacts(connection: Connection, scheme_id: UUID, wanted: int, most: int = 5) -> int:
    """Repeat each contact of a scheme on the following days until there are `wanted`, each at most `most` times
    in all; returns how many contacts the scheme then has.
    """
    [table] = [t for t in tables(connection, logs=False) if t.name == "contacts_contact"]
    held = _count(connection, scheme_id)
    times = min(most, -(-wanted // max(held, 1)))
    ids = {"id": "md5('again ' || n || id)::uuid"}
    moved = {"planned_for", "happened_at", "created_at"}
    becomes = ", ".join(
        ids.get(name, f"{name} + n * interval '1 day'" if name in moved else f'"{name}"')
        for name, _ in table.columns
    )
    connection.execute(
        sql.SQL(
            "INSERT INTO contacts_contact ({}) SELECT {} FROM contacts_contact,"
            " generate_series(1, %s) AS n WHERE scheme_id = %s ORDER BY n, id LIMIT %s"
        ).format(table.listed(), sql.SQL(becomes)),  # type: ignore[arg-type]
        [times - 1, scheme_id, max(0, wanted - held)],
    )
    return _count(connection, scheme_id)


def _count(connection: Connection, scheme_id: UUID) -> int:
    row = connection.execute(
        "SELECT count(*) FROM contacts_contact WHERE scheme_id = %s", [scheme_id]
    ).fetchone()
    assert row is not None
    return int(str(row[0]))


def _stage(source: Connection, target: Connection, listed: list[Table], scheme_id: UUID) -> None:
    target.execute(f"CREATE SCHEMA {STAGING}")
    for table in listed:
        name, columns = sql.Identifier(table.name), table.listed()
        staged = sql.Identifier(STAGING, table.name)
        target.execute(
            sql.SQL("CREATE UNLOGGED TABLE {} AS SELECT {} FROM {} WITH NO DATA").format(
                staged, columns, name
            )
        )
        reading = sql.SQL("COPY (SELECT {} FROM {} WHERE {}) TO STDOUT (FORMAT binary)").format(
            columns, name, table.of_scheme
        )
        writing = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(staged, columns)
        with (
            source.cursor().copy(reading, [scheme_id]) as out,
            target.cursor().copy(writing) as into,
        ):
            for block in out:
                into.write(block)


def _insert(target: Connection, table: Table, number: int) -> int:
    return target.execute(
        sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
            sql.Identifier(table.name),
            table.listed(),
            table.mapped(number),
            sql.Identifier(STAGING, table.name),
        )
    ).rowcount


@contextmanager
def _bare(connection: Connection, names: list[str], say: Say) -> Iterator[None]:
    """Tables without foreign keys and plain indexes for the length of the block."""
    began = time.monotonic()
    keys = connection.execute(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)",
        [names],
    ).fetchall()
    indexes = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE NOT indisunique AND NOT indisexclusion AND indrelid::regclass::text = ANY(%s)",
        [names],
    ).fetchall()
    for table, name, _ in keys:
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")  # type: ignore[arg-type]
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")  # type: ignore[arg-type]
    yield
    say(f"  {len(indexes)} indexes and {len(keys)} foreign keys are put back and checked")
    began = time.monotonic()
    for _, definition in indexes:
        connection.execute(str(definition))  # type: ignore[arg-type]
    for table, name, definition in keys:
        connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")  # type: ignore[arg-type]
    say(f"  checked in {time.monotonic() - began:.0f} s")
