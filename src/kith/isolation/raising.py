"""Raises the walls as the models declare them, and installs the signing key."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from kith.isolation import catalogue, functions, walls

BLOCK = 64  # bytes in a block of SHA-256, RFC 2104


def raise_walls(connection: BaseDatabaseWrapper, *, key: bytes) -> int:
    """Make the catalogue as declared, in one transaction, as the owner.

    Returns how many differences there were. Raises RuntimeError naming those that remain.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kith.raise_walls'))")
        _install_key(cursor, key)
        found = catalogue.differences(connection)
        if found:
            _raise_all(cursor)
            remaining = catalogue.differences(connection)
            if remaining:
                raise RuntimeError("The walls could not be raised: " + " ".join(remaining))
    return len(found)


def _raise_all(cursor: Any) -> None:
    cursor.execute("SELECT conname FROM pg_constraint")
    existing = {row[0] for row in cursor.fetchall()}
    _install_functions(cursor)
    models = walls.walled_models()
    for model in models:
        for statement in walls.statements(model, existing):
            cursor.execute(statement)
    for model in models:
        for statement in walls.key_statements(model, existing):
            cursor.execute(statement)
    cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    cursor.execute("GRANT USAGE ON SCHEMA public TO kith_app")
    for table, (_, grants) in catalogue.SHARED.items():
        cursor.execute("SELECT to_regclass(%s)", [f"public.{table}"])
        if cursor.fetchone()[0] is None:
            continue
        cursor.execute(f'REVOKE ALL ON "{table}" FROM PUBLIC, kith_app')
        if grants:
            cursor.execute(f'GRANT {", ".join(grants)} ON "{table}" TO kith_app')
    cursor.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO kith_app")


def _install_functions(cursor: Any) -> None:
    for name, function in functions.declared().items():
        cursor.execute(function.statement)
        if function.definer:
            signature = f"{name}({function.arguments})"
            cursor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC, kith_app")
            if name not in functions.NOT_CALLED:
                cursor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO kith_app")


def _install_key(cursor: Any, key: bytes) -> None:
    padded = key.ljust(BLOCK, b"\0")
    inner = bytes(byte ^ 0x36 for byte in padded)
    outer = bytes(byte ^ 0x5C for byte in padded)
    cursor.execute(
        "INSERT INTO isolation.signing_key (only_one, inner_pad, outer_pad) VALUES (true, %s, %s)"
        " ON CONFLICT (only_one) DO UPDATE"
        " SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad"
        " WHERE isolation.signing_key.inner_pad <> excluded.inner_pad",
        [inner, outer],
    )
