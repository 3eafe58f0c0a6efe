"""The walls stand in the database as the models declare them, and the check would notice if not."""

from __future__ import annotations

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction

from kith.isolation import catalogue, walls
from kith.isolation.raising import raise_walls


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
        "GRANT DELETE ON people_linkedperson TO kith_app",
        "people_linkedperson: grants are",
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
        "public.everyone is not walled",
    ),
    "a function runs as the owner": (
        "CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
        " AS 'SELECT count(*) FROM people_person'",
        "Function public.peek runs with its owner's rights and is not listed",
    ),
    "a listed function no longer pins its search path": (
        "ALTER FUNCTION isolation.schemes(text[]) RESET search_path",
        "Function isolation.schemes is not as the migrations install it: settings",
    ),
    "the run-time role can read the key": (
        "GRANT SELECT ON isolation.signing_key TO kith_app",
        "kith_app may SELECT the signing key",
    ),
    "the run-time role can read one column of the key": (
        "GRANT SELECT (outer_pad) ON isolation.signing_key TO kith_app",
        "kith_app may SELECT column outer_pad",
    ),
    "a function of the wall says something else": (
        "CREATE OR REPLACE FUNCTION isolation.schemes(kinds text[]) RETURNS uuid[]"
        " LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS"
        " 'BEGIN RETURN (SELECT array_agg(id) FROM public.organisations_scheme); END'",
        "Function isolation.schemes is not as the migrations install it: body",
    ),
    "a function is written in another language": (
        "CREATE OR REPLACE FUNCTION isolation.schemes(kinds text[]) RETURNS uuid[]"
        " LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS"
        " 'SELECT array_agg(id) FROM public.organisations_scheme'",
        "Function isolation.schemes is not as the migrations install it: language, body",
    ),
    "a function has a namesake": (
        "CREATE FUNCTION isolation.schemes(kinds text) RETURNS uuid[] LANGUAGE sql"
        " SECURITY DEFINER AS 'SELECT NULL::uuid[]'",
        "Function isolation.schemes is not as the migrations install it: arguments",
    ),
    "a trigger function keeps nothing": (
        "CREATE OR REPLACE FUNCTION audit_keep_old() RETURNS trigger LANGUAGE plpgsql"
        " SECURITY DEFINER SET search_path = pg_catalog AS 'BEGIN RETURN NULL; END'",
        "Function public.audit_keep_old is not as the migrations install it: body",
    ),
    "a function without rights of its own appears": (
        "CREATE FUNCTION isolation.helps() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "Function isolation.helps is not listed",
    ),
    "everybody may call a function of the wall": (
        "GRANT EXECUTE ON FUNCTION isolation.context() TO PUBLIC",
        "Function isolation.context may be called by ['everybody'], not []",
    ),
    "the run-time role may not call one that it needs": (
        "REVOKE EXECUTE ON FUNCTION isolation.actor() FROM kith_app",
        "Function isolation.actor may be called by [], not ['kith_app']",
    ),
    "a table stands in the schema of the wall": (
        "CREATE TABLE isolation.leak AS SELECT * FROM accounts_user;"
        " GRANT SELECT ON isolation.leak TO kith_app",
        "isolation.leak is not walled",
    ),
    "one column may be read": (
        "GRANT SELECT (before) ON audit_change TO PUBLIC",
        "Table audit_change: everybody may SELECT column before",
    ),
    "the run-time role may make functions": (
        "GRANT CREATE ON SCHEMA isolation TO kith_app",
        "may create things in the schema isolation",
    ),
    "the brackets of a policy move": (
        "ALTER POLICY kith_read ON organisations_invitation USING ("
        " ((scheme_id = ANY ((SELECT isolation.schemes('{job,link,scheme}'::text[]))::uuid[]))"
        " AND ((SELECT isolation.link_subject()) IS NULL))"
        " OR (id = (SELECT isolation.link_subject())))",
        "organisations_invitation: policy kith_read says",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_noticed(owner, name):
    sql, noticed = FAULTS[name]
    with owner.cursor() as cursor:
        cursor.execute(sql)
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


def test_a_replaced_function_of_the_wall_is_put_back(owner):
    name = "a function of the wall says something else"
    with owner.cursor() as cursor:
        cursor.execute(FAULTS[name][0])
    assert raise_walls(owner, key=settings.CONTEXT_KEY) == 1
    assert catalogue.differences(owner) == []
