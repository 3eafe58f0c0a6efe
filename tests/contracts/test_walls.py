"""The walls stand in the database as the models declare them, and the check would notice if not."""

from __future__ import annotations

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction

from kith.isolation import catalogue, walls


@pytest.fixture
def owner(db) -> object:
    """The owner's connection, in a transaction that is rolled back with the test."""
    return connections["owner"]


pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_the_catalogue_is_as_declared(owner):
    assert catalogue.differences(owner) == []


def test_every_model_is_walled_or_listed_as_shared():
    from django.apps import apps

    tables = {model._meta.db_table for model in apps.get_models()}
    walled = {model._meta.db_table for model in walls.walled_models()}
    assert tables - walled - set(catalogue.SHARED) == set()
    assert walled & set(catalogue.SHARED) == set()
    assert len(walled) > 30


FAULTS = {
    "a policy is dropped": (
        "DROP POLICY kith_read ON people_person",
        "people_person: policy kith_read is missing",
    ),
    "a policy is widened": (
        "ALTER POLICY kith_read ON people_person USING (true)",
        "people_person: policy kith_read says",
    ),
    "a second policy lets everyone in": (
        "CREATE POLICY helpful ON people_person FOR SELECT TO kith_app USING (true)",
        "people_person: policy helpful is not declared",
    ),
    "a policy speaks to everybody": (
        "ALTER POLICY kith_read ON people_person TO PUBLIC",
        "people_person: policy kith_read says",
    ),
    "row security is not forced": (
        "ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY",
        "people_person: row security is not forced",
    ),
    "row security is off": (
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        "people_person: row security is off",
    ),
    "a composite key becomes a plain one": (
        "ALTER TABLE caseload_case DROP CONSTRAINT wall_caseload_case_person_id;"
        " ALTER TABLE caseload_case ADD CONSTRAINT plain FOREIGN KEY (person_id)"
        " REFERENCES people_person (id)",
        "plain foreign key plain (person_id) to people_person",
    ),
    "a new table has no wall": (
        "CREATE TABLE notes (id int)",
        "Table notes has no wall",
    ),
    "the run-time role may delete": (
        "GRANT DELETE ON people_person TO kith_app",
        "people_person: grants are",
    ),
    "everybody may read": (
        "GRANT SELECT ON people_person TO PUBLIC",
        "people_person: grants are",
    ),
    "history is switched off": (
        "ALTER TABLE people_person DISABLE TRIGGER kith_history",
        "people_person: triggers are",
    ),
    "a view looks over the wall": (
        "CREATE VIEW everyone AS SELECT * FROM people_person",
        "View everyone is not walled",
    ),
    "a function runs as the owner": (
        "CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
        " AS 'SELECT count(*) FROM people_person'",
        "Function public.peek runs with its owner's rights and is not listed",
    ),
    "a listed function no longer pins its search path": (
        "ALTER FUNCTION isolation.schemes(text[]) RESET search_path",
        "Function isolation.schemes does not pin its search path",
    ),
    "the run-time role can read the key": (
        "GRANT SELECT ON isolation.signing_key TO kith_app",
        "can read the signing key",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_noticed(owner, name):
    sql, noticed = FAULTS[name]
    with owner.cursor() as cursor:
        for statement in sql.split(";"):
            cursor.execute(statement)
    assert any(noticed in said for said in catalogue.differences(owner)), catalogue.differences(
        owner
    )


def test_the_run_time_role_owns_and_bypasses_nothing_and_the_owner_is_refused(owner):
    assert catalogue.role_faults(connection) == []
    assert any(
        "acts as the owner" in fault or "superuser" in fault or "owns tables" in fault
        for fault in catalogue.role_faults(owner)
    )


@pytest.mark.parametrize(
    "sql",
    [
        "SET ROLE kith_owner",
        "SET session_replication_role = replica",
        "TRUNCATE people_person",
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE people_person DISABLE TRIGGER ALL",
        "COPY people_person FROM STDIN",
        "SELECT * FROM isolation.signing_key",
        "SELECT isolation.context()",
        "CREATE TABLE mine (id int)",
        "DELETE FROM audit_entry",
        "UPDATE audit_entry SET action = 'nothing'",
        "INSERT INTO audit_change DEFAULT VALUES",
    ],
)
def test_the_run_time_role_cannot_step_around_the_wall(in_bow, sql):
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql)
    assert isinstance(
        refused.value.__cause__,
        psycopg.errors.InsufficientPrivilege | psycopg.errors.FeatureNotSupported,
    ), refused.value
