"""What the database really holds around each table, compared with what the models declare.

A policy that was dropped, widened or never made shows up here in milliseconds, where random
probing needs tens of thousands of tries. `kith doctor`, the start of the server and a contract test read
the same list of differences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from kith.isolation import walls
from kith.isolation.functions import DEFINER, NOT_CALLED, Function, declared

DML = ("SELECT", "INSERT", "UPDATE", "DELETE")

# Tables that belong to no scheme, why, and what the run-time role may do there.
SHARED: dict[str, tuple[str, tuple[str, ...]]] = {
    "accounts_user": ("one account serves several schemes", ("SELECT", "INSERT", "UPDATE")),
    "resilience_allowance": ("hashes only, counted before anyone is known", DML),
    "django_session": ("read before anyone is known", DML),
    "django_migrations": ("read by the health page", ("SELECT",)),
    "django_content_type": ("not used at run time", ()),
    "auth_permission": ("not used at run time", ()),
    "auth_group": ("not used at run time", ()),
    "auth_group_permissions": ("not used at run time", ()),
    "procrastinate_jobs": ("the queue: ids only", DML),
    "procrastinate_events": ("the queue: ids only", DML),
    "procrastinate_periodic_defers": ("the queue: ids only", DML),
    "procrastinate_workers": ("the queue: ids only", DML),
}


def differences(connection: BaseDatabaseWrapper) -> list[str]:
    """Sentences saying where the catalogue is not as declared; empty when all stands."""
    with connection.cursor() as cursor:
        found = list(_tables(cursor))
        found += _columns(cursor)
        found += _functions(cursor)
        found += _beside(cursor)
        found += _signing_key(cursor)
    return found


def role_faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Sentences saying why the connected role may not serve: it must own and bypass nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, pg_has_role(current_user, 'kith_owner', 'MEMBER'),"
            " EXISTS (SELECT 1 FROM pg_class WHERE relowner = current_user::regrole"
            "   AND relnamespace = 'public'::regnamespace)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        superuser, bypass, creates, is_owner, owns = cursor.fetchone()
    said = {
        "is a superuser": superuser,
        "bypasses row security": bypass,
        "may create roles": creates,
        "acts as the owner of the tables": is_owner and not superuser,
        "owns tables": owns,
    }
    return [f"The run-time database role {fault}." for fault, true in said.items() if true]


def _tables(cursor: Any) -> Iterator[str]:
    held = {row[0]: row[1:] for row in _rows(cursor, TABLES)}
    policies = _grouped(_rows(cursor, POLICIES))
    constraints = _grouped(_rows(cursor, CONSTRAINTS))
    triggers = _grouped(_rows(cursor, TRIGGERS))
    grants = _grouped(_rows(cursor, GRANTS))
    declared = {model._meta.db_table: model for model in walls.walled_models()}
    for table in sorted(set(held) - set(declared) - set(SHARED)):
        yield f"Table {table} has no wall and is not listed as shared."
    for table in sorted(set(declared) - set(held)):
        yield f"Table {table} is declared and does not exist."
    for table in sorted(set(held) & set(SHARED)):
        yield from _compare(table, "grants", set(SHARED[table][1]), _names(grants, table))
        yield from _owner(table, held[table])
    for table in sorted(set(declared) & set(held)):
        model = declared[table]
        yield from _owner(table, held[table])
        if not held[table][1]:
            yield f"Table {table}: row security is off."
        if not held[table][2]:
            yield f"Table {table}: row security is not forced."
        yield from _compare_policies(table, model, policies.get(table, []))
        wanted = set(walls.wall_of(model).grants())
        yield from _compare(table, "grants", wanted, _names(grants, table))
        yield from _compare_triggers(table, model, triggers.get(table, []))
        yield from _compare_keys(table, model, constraints.get(table, []), set(declared))


def _owner(table: str, row: tuple[Any, ...]) -> Iterator[str]:
    if row[0] != "kith_owner":
        yield f"Table {table} is owned by {row[0]}, not by kith_owner."


def _compare(table: str, what: str, wanted: set[str], held: set[str]) -> Iterator[str]:
    if wanted != held:
        yield f"Table {table}: {what} are {sorted(held)}, not {sorted(wanted)}."


def _compare_policies(
    table: str, model: type[models.Model], held: list[tuple[Any, ...]]
) -> Iterator[str]:
    wanted = {
        name: (command, "kith_app", _plain(using), _plain(check))
        for name, (command, using, check) in walls.wall_of(model).policies().items()
    }
    wanted["kith_owner"] = ("ALL", "kith_owner", "true", "true")
    there = {
        name: (command, roles, _plain(using), _plain(check))
        for name, command, roles, using, check, permissive in held
        if permissive == "PERMISSIVE"
    }
    for name in sorted(set(wanted) | set(there)):
        if name not in there:
            yield f"Table {table}: policy {name} is missing."
        elif name not in wanted:
            yield f"Table {table}: policy {name} is not declared."
        elif wanted[name] != there[name]:
            yield f"Table {table}: policy {name} says {there[name]}, not {wanted[name]}."


def _compare_triggers(
    table: str, model: type[models.Model], held: list[tuple[Any, ...]]
) -> Iterator[str]:
    wanted = set(walls.triggers(model))
    yield from _compare(
        table, "triggers", wanted, {name for name, enabled in held if enabled == "O"}
    )


def _compare_keys(
    table: str, model: type[models.Model], held: list[tuple[Any, ...]], declared: set[str]
) -> Iterator[str]:
    there = {name: (list(columns), parent) for name, columns, parent in held}
    for name, (column, parent) in walls.composite_keys(model).items():
        if there.pop(name, None) != (["scheme_id", column], parent):
            yield f"Table {table}: composite key {name} to {parent} is missing."
    there.pop(f"wall_{table}_scheme", None)
    for name, (columns, parent) in there.items():
        if parent in declared:
            yield f"Table {table}: plain foreign key {name} ({', '.join(columns)}) to {parent}."


def _functions(cursor: Any) -> Iterator[str]:
    wanted, held = declared(), _rows(cursor, FUNCTIONS)
    for *told, owner, callers in held:
        there = Function(*told)
        if there.name not in wanted:
            rights = " runs with its owner's rights and" if there.definer else ""
            yield f"Function {there.name}{rights} is not listed."
        elif there != wanted[there.name]:
            unlike = ", ".join(_unlike(there, wanted[there.name]))
            yield f"Function {there.name} is not as the migrations install it: {unlike}."
        if there.definer and owner != "kith_owner":
            yield f"Function {there.name} is owned by {owner}, not by kith_owner."
        may = set() if there.name in NOT_CALLED else {"kith_app"}
        if there.definer and set(callers) != may:
            yield f"Function {there.name} may be called by {sorted(callers)}, not {sorted(may)}."
    for name in sorted(set(wanted) - {row[0] for row in held}):
        yield f"Function {name} is missing."
    for name in sorted(DEFINER ^ {name for name, made in wanted.items() if made.definer}):
        yield f"Function {name} is listed as running with its owner's rights in one place and not in the other."


def _unlike(there: Function, wanted: Function) -> list[str]:
    names = [part.name for part in fields(Function)]
    return [name for name in names if getattr(there, name) != getattr(wanted, name)]


def _beside(cursor: Any) -> Iterator[str]:
    """What is in no list: views and the like, and whatever is in the schema of the wall itself."""
    for schema, name in _rows(cursor, BESIDE):
        yield f"{schema}.{name} is not walled and in no list."
    for (schema,) in _rows(cursor, MAY_CREATE):
        yield f"The run-time role may create things in the schema {schema}."


def _columns(cursor: Any) -> list[str]:
    return [
        f"Table {table}: {grantee} may {privilege} column {column}, which is not declared."
        for table, column, grantee, privilege in _rows(cursor, COLUMN_GRANTS)
    ]


def _signing_key(cursor: Any) -> list[str]:
    found = _rows(cursor, KEY_GRANTS)
    return [f"{grantee} may {privilege} the signing key." for grantee, privilege in found]


def _rows(cursor: Any, sql: str) -> list[tuple[Any, ...]]:
    cursor.execute(sql)
    return list(cursor.fetchall())


def _grouped(rows: list[tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    grouped: dict[str, list[tuple[Any, ...]]] = {}
    for table, *rest in rows:
        grouped.setdefault(table, []).append(tuple(rest))
    return grouped


def _names(grouped: dict[str, list[tuple[Any, ...]]], table: str) -> set[str]:
    return {row[0] for row in grouped.get(table, [])}


def _plain(expression: str | None) -> str:
    """An expression without the casts, aliases and spaces PostgreSQL adds; its brackets say what it means."""
    text = re.sub(r"::(uuid|text)(\[\])?|\bAS \w+", "", expression or "")
    return re.sub(r"(?<!\w)\((\w+)\)", r"\1", re.sub(r"\s", "", text))


TABLES = """
SELECT c.relname, pg_get_userbyid(c.relowner), c.relrowsecurity, c.relforcerowsecurity
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
"""
POLICIES = """
SELECT tablename, policyname, cmd, array_to_string(roles, chr(44)), qual, with_check, permissive
FROM pg_policies WHERE schemaname = 'public'
"""
CONSTRAINTS = """
SELECT t.relname, k.conname,
    (SELECT array_agg(a.attname ORDER BY o.n) FROM unnest(k.conkey) WITH ORDINALITY AS o(num, n)
     JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = o.num), p.relname
FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
WHERE k.contype = 'f' AND k.convalidated AND t.relnamespace = 'public'::regnamespace
"""
TRIGGERS = """
SELECT c.relname, g.tgname, g.tgenabled FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
WHERE NOT g.tgisinternal AND c.relnamespace = 'public'::regnamespace
"""
GRANTS = """
SELECT c.relname, CASE WHEN a.grantee = 0 THEN 'everybody: ' ELSE '' END || a.privilege_type
FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
AND a.grantee IN (0, 'kith_app'::regrole)
"""
COLUMN_GRANTS = """
SELECT c.relname, t.attname, CASE WHEN a.grantee = 0 THEN 'everybody' ELSE a.grantee::regrole::text END,
    a.privilege_type
FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid CROSS JOIN LATERAL aclexplode(t.attacl) a
WHERE c.relnamespace IN ('public'::regnamespace, 'isolation'::regnamespace)
AND a.grantee IN (0, 'kith_app'::regrole)
"""
# Functions of extensions and of the job queue are theirs to change; none of these has its owner's rights.
FUNCTIONS = """
SELECT n.nspname || '.' || p.proname, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid),
    l.lanname, CASE p.provolatile WHEN 'i' THEN 'IMMUTABLE' WHEN 's' THEN 'STABLE' ELSE 'VOLATILE' END,
    p.prosecdef,
    coalesce('SET ' || replace(array_to_string(p.proconfig, ' SET '), '=', ' = '), ''), p.prosrc,
    pg_get_userbyid(p.proowner),
    ARRAY(SELECT CASE WHEN a.grantee = 0 THEN 'everybody' ELSE a.grantee::regrole::text END
        FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee <> p.proowner)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
WHERE n.nspname IN ('public', 'isolation')
AND (p.prosecdef OR p.proname NOT LIKE 'procrastinate\\_%')
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
BESIDE = """
SELECT c.relnamespace::regnamespace::text, c.relname FROM pg_class c
WHERE (c.relnamespace = 'public'::regnamespace AND c.relkind IN ('v', 'm', 'f')
    OR c.relnamespace = 'isolation'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND c.relname <> 'signing_key')
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""
MAY_CREATE = """
SELECT nspname FROM pg_namespace
WHERE nspname IN ('public', 'isolation') AND has_schema_privilege('kith_app', oid, 'CREATE')
"""
KEY_GRANTS = """
SELECT CASE WHEN a.grantee = 0 THEN 'Everybody' ELSE a.grantee::regrole::text END, a.privilege_type
FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
WHERE c.oid = 'isolation.signing_key'::regclass AND a.grantee <> c.relowner
"""
