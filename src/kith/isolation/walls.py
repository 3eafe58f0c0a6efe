"""What stands around each table: declared on the model, built and checked from here.

A model says `wall = Wall(...)`. `statements()` turns the declaration into SQL that can be run again
and again; `catalogue.py` compares what the database holds with the same declaration.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from kith.isolation.context import Kind
from kith.isolation.fields import SchemeForeignKey

STAFF = (Kind.SCHEME, Kind.JOB)
READERS = (Kind.SCHEME, Kind.REPORT, Kind.JOB)
EVERYONE = tuple(Kind)
BY_JOB = (Kind.JOB,)

# For `signed`, as PostgreSQL spells it back, so that the catalogue can be compared.
KIND = "(SELECT isolation.kind())"
USER = "(SELECT isolation.user_id())"

# Rooms below `organisations` cannot point at a scheme's row; theirs keep the bare id.
BELOW_ORGANISATIONS = {"isolation", "resilience", "files", "audit", "accounts"}


@dataclass(frozen=True)
class Wall:
    """Who may touch a table's rows.

    read, write     kinds of context that may select, and insert or update
    insert          kinds that may insert besides, and not update: strangers, whose rows are stamped with
                    the time of the database whatever they say
    insert_check    what must be true of a stranger's new row: nobody has handled it yet, say
    insert_subject  a column that holds the subject of the stranger's private link, or nothing without one
    delete          kinds that may delete (none by default: rows end, they do not vanish)
    scheme_column   the column that holds the scheme (`id` on the scheme itself), or None when
                    the rows belong to an actor alone
    actor_column    rows readable and writable by this actor only
    user_column     rows of the signed-in user are readable before a scheme is chosen
    between         columns of account ids: rows are read and written by these users alone, signed in
    published_column  a boolean column: such rows are readable from any context
    link_column     rows whose column is the subject of a private link are readable by its holder
    signed          who may sign a new row, for every kind of context: SQL as PostgreSQL spells it back
    append_only     no update, no delete, for anyone
    history         old values are kept by trigger in the audit room
    root_column     a pointer at another row of the table that is at a root: no chains, by trigger
    """

    read: tuple[Kind, ...] = READERS
    write: tuple[Kind, ...] = STAFF
    insert: tuple[Kind, ...] = ()
    insert_check: str = ""
    insert_subject: str = ""
    delete: tuple[Kind, ...] = ()
    scheme_column: str | None = "scheme_id"
    actor_column: str | None = None
    user_column: str | None = None
    between: tuple[str, ...] = ()
    published_column: str | None = None
    link_column: str | None = None
    signed: str = ""
    append_only: bool = False
    history: bool = True
    scheme_may_be_null: bool = False
    root_column: str | None = None

    def grants(self) -> tuple[str, ...]:
        """The table privileges of the run-time role."""
        allowed = ["SELECT"] if self.read or self.actor_column else []
        if self.write or self.actor_column:
            allowed.append("INSERT")
            if not self.append_only:
                allowed.append("UPDATE")
        if self.delete:
            allowed.append("DELETE")
        return tuple(allowed)

    def policies(self) -> dict[str, tuple[str, str | None, str | None]]:
        """Policy name -> (command, USING, WITH CHECK), all for the run-time role."""
        made: dict[str, tuple[str, str | None, str | None]] = {}
        if self.read or self.actor_column:
            made["kith_read"] = ("SELECT", self._reads(), None)
        if self.write or self.actor_column:
            check = self._inserts()
            check = f"({check} AND {self.signed})" if self.signed else check
            made["kith_insert"] = ("INSERT", None, check)
        if "UPDATE" in self.grants():
            check = self._writes(self.write)
            made["kith_update"] = ("UPDATE", check, check)
        if self.delete:
            made["kith_delete"] = ("DELETE", self._writes(self.delete), None)
        return made

    def _reads(self) -> str:
        if self.actor_column:
            return _is_actor(self.actor_column)
        column = self.scheme_column or "scheme_id"
        if self.between:
            return f"({_in_schemes(column, self.read)} AND {_is_one_of_users(self.between)})"
        if self.published_column:
            return _any([_in_schemes(column, self.read, "schemes_or_none"), self.published_column])
        if self.user_column:
            kinds = tuple({*self.read, Kind.USER})
            return _any([_in_schemes(column, kinds), _is_user(self.user_column)])
        if self.link_column:
            inside = _in_schemes(column, (*self.read, Kind.LINK))
            return f"({inside} AND {_is_subject_of_link(self.link_column)})"
        return _in_schemes(column, self.read)

    def _inserts(self) -> str:
        staff = self._writes(self.write)
        if not self.insert:
            return staff
        kinds = (*self.write, *self.insert)
        asked = [_in_schemes(self.scheme_column or "scheme_id", kinds), *self._of_strangers()]
        return asked[0] if len(asked) == 1 else f"({' AND '.join(asked)})"

    def _of_strangers(self) -> list[str]:
        """Asked of strangers alone: for the other kinds each is true."""
        asked = [self.insert_check] if self.insert_check else []
        if self.insert_subject:
            subject = "(SELECT isolation.link_subject())"
            asked.append(f"(NOT ({self.insert_subject} IS DISTINCT FROM {subject}))")
        listed = ",".join(sorted(kind.value for kind in self.insert))
        is_stranger = f"(SELECT isolation.is_one_of('{{{listed}}}'::text[]))"
        if len(asked) > 1:
            asked = [f"({' AND '.join(asked)})"]
        return [f"((NOT {is_stranger}) OR {asked[0]})"] if asked else []

    def _writes(self, kinds: tuple[Kind, ...]) -> str:
        if self.actor_column:
            return _is_actor(self.actor_column)
        clauses = [_in_schemes(self.scheme_column or "scheme_id", kinds)]
        if self.between:
            return f"({clauses[0]} AND {_is_one_of_users(self.between)})"
        if self.scheme_may_be_null:
            clauses.append(f"({self.scheme_column} IS NULL)")
        return _any(clauses)


def _any(clauses: list[str]) -> str:
    return clauses[0] if len(clauses) == 1 else "(" + " OR ".join(clauses) + ")"


def _in_schemes(column: str, kinds: tuple[Kind, ...], function: str = "schemes") -> str:
    listed = ",".join(sorted(kind.value for kind in kinds))
    return f"({column} = ANY ((SELECT isolation.{function}('{{{listed}}}'::text[]))::uuid[]))"


def _is_actor(column: str) -> str:
    return f"({column} = (SELECT isolation.actor()))"


def _is_user(column: str) -> str:
    return f"({column} = (SELECT isolation.user_id()))"


def _is_one_of_users(columns: tuple[str, ...]) -> str:
    return _any([_is_user(column) for column in columns])


def _is_subject_of_link(column: str) -> str:
    """True in every other kind of context, which has no such subject."""
    subject = "(SELECT isolation.link_subject())"
    return f"(({subject} IS NULL) OR ({column} = {subject}))"


def walled_models() -> list[type[models.Model]]:
    """Every model that declares a wall, in a stable order."""
    found = [model for model in apps.get_models() if isinstance(_wall(model), Wall)]
    return sorted(found, key=lambda model: model._meta.db_table)


def wall_of(model: type[models.Model]) -> Wall:
    """The declared wall of a model; raises LookupError when it has none."""
    wall = _wall(model)
    if not isinstance(wall, Wall):
        raise LookupError(f"{model.__name__} declares no wall.")
    return wall


def _wall(model: type[models.Model]) -> Any:
    return getattr(model, "wall", None)


def composite_keys(model: type[models.Model]) -> dict[str, tuple[str, str]]:
    """Constraint name -> (column, parent table) for each pointer that must stay in its scheme."""
    table = model._meta.db_table
    found = {}
    for field in model._meta.local_concrete_fields:
        if isinstance(field, SchemeForeignKey):
            parent = field.related_model
            assert not isinstance(parent, str)
            found[f"wall_{table}_{field.column}"] = (field.column, parent._meta.db_table)
    return found


def points_at_scheme(model: type[models.Model]) -> bool:
    """Whether the table carries a foreign key to the scheme's own row."""
    return (
        model._meta.app_label not in BELOW_ORGANISATIONS
        and wall_of(model).scheme_column == "scheme_id"
    )


def has_scheme_pair(model: type[models.Model]) -> bool:
    """Whether children may point at (scheme_id, id) of this table."""
    return wall_of(model).scheme_column == "scheme_id"


def is_versioned(model: type[models.Model]) -> bool:
    """Whether rows carry a version that every update raises."""
    return any(
        field.column == "version" and isinstance(field, models.PositiveIntegerField)
        for field in model._meta.local_concrete_fields
    )


def statements(model: type[models.Model], existing: set[str]) -> list[str]:
    """SQL that raises the wall around one table. `existing` are its constraint names."""
    table, wall = model._meta.db_table, wall_of(model)
    quoted = f'"{table}"'
    sql = [
        f"ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {quoted} FORCE ROW LEVEL SECURITY",
        f"REVOKE ALL ON {quoted} FROM PUBLIC, kith_app",
        f"GRANT {', '.join(wall.grants())} ON {quoted} TO kith_app",
        f"DROP POLICY IF EXISTS kith_owner ON {quoted}",
        f"CREATE POLICY kith_owner ON {quoted} TO kith_owner USING (true) WITH CHECK (true)",
    ]
    for command in ("read", "insert", "update", "delete"):
        sql.append(f"DROP POLICY IF EXISTS kith_{command} ON {quoted}")
    for name, (command, using, check) in wall.policies().items():
        text = f"CREATE POLICY {name} ON {quoted} FOR {command} TO kith_app"
        text += f" USING ({using})" if using else ""
        text += f" WITH CHECK ({check})" if check else ""
        sql.append(text)
    if has_scheme_pair(model) and f"wall_{table}_pair" not in existing:
        sql.append(f"ALTER TABLE {quoted} ADD CONSTRAINT wall_{table}_pair UNIQUE (scheme_id, id)")
    if points_at_scheme(model) and f"wall_{table}_scheme" not in existing:
        sql.append(
            f"ALTER TABLE {quoted} ADD CONSTRAINT wall_{table}_scheme"
            " FOREIGN KEY (scheme_id) REFERENCES organisations_scheme (id)"
        )
    return sql + _triggers(quoted, model)


def key_statements(model: type[models.Model], existing: set[str]) -> list[str]:
    """SQL for the composite keys, run once every table has its pair."""
    table = model._meta.db_table
    sql = []
    for name, (column, parent) in composite_keys(model).items():
        if name not in existing:
            sql.append(
                f'ALTER TABLE "{table}" ADD CONSTRAINT {name} FOREIGN KEY (scheme_id, {column})'
                f' REFERENCES "{parent}" (scheme_id, id)'
            )
        sql.append(
            f'CREATE INDEX IF NOT EXISTS ix_{table}_{column} ON "{table}" (scheme_id, {column})'
        )
    return sql


def triggers(model: type[models.Model]) -> dict[str, str]:
    """Trigger name -> what it does, as CREATE TRIGGER words after the name."""
    found = {}
    if wall_of(model).history:
        found["kith_history"] = "AFTER UPDATE OR DELETE {on} EXECUTE FUNCTION audit_keep_old()"
    if wall_of(model).insert:
        found["kith_stamp"] = "BEFORE INSERT {on} EXECUTE FUNCTION isolation.stamp()"
    if is_versioned(model):
        found["kith_version"] = "BEFORE UPDATE {on} EXECUTE FUNCTION isolation.raise_version()"
    if column := wall_of(model).root_column:
        found["kith_no_chains"] = (
            f"AFTER INSERT OR UPDATE {{on}} WHEN (NEW.{column} IS NOT NULL)"
            f" EXECUTE FUNCTION isolation.no_chains({column})"
        )
    return found


def _triggers(quoted: str, model: type[models.Model]) -> list[str]:
    sql = [
        f"DROP TRIGGER IF EXISTS {name} ON {quoted}"
        for name in ("kith_history", "kith_stamp", "kith_version", "kith_no_chains")
    ]
    for name, words in triggers(model).items():
        sql.append(f"CREATE TRIGGER {name} " + words.format(on=f"ON {quoted} FOR EACH ROW"))
    return sql
