"""The role that the application logs in as: what it may, table by table, and what it never may."""

import os

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connection, transaction
from psycopg import sql

from pekppp.running import database_roles
from pekppp.testing import maintenance
from tests import factories

EVERY_PRIVILEGE = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
OWNER = settings.DATABASE_OWNER["USER"]
APPLICATION = settings.DATABASE_APPLICATION["USER"]


def rows(query: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


@pytest.mark.django_db
def test_a18_the_suite_itself_runs_as_the_application():
    assert rows("SELECT current_user, session_user") == [(APPLICATION, APPLICATION)]
    assert APPLICATION != OWNER


@pytest.mark.django_db
def test_a18_every_table_gives_exactly_what_the_table_of_data_says():
    found = rows(
        "SELECT c.relname, array_agg(p) FILTER (WHERE has_table_privilege(c.oid, p)) "
        "FROM pg_class AS c, unnest(%s::text[]) AS p "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') "
        "GROUP BY c.oid",
        EVERY_PRIVILEGE,
    )
    assert len(found) > 100
    granted = {name: set(privileges or ()) for name, privileges in found}
    assert granted == {name: database_roles.wanted(name) for name in granted}
    # With Redis there is no table for the cache.
    assert set(database_roles.TABLES) - set(granted) <= {"cache"}
    # Nothing beside: on columns, or on the numbers that the tables give out by themselves.
    public = "relnamespace = 'public'::regnamespace"
    columns = "pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid"
    assert rows(f"SELECT 1 FROM {columns} WHERE attacl IS NOT NULL AND {public}") == []  # noqa: S608
    numbers = f"SELECT 1 FROM pg_class WHERE relkind = 'S' AND relacl IS NOT NULL AND {public}"  # noqa: S608
    assert rows(numbers) == []


@pytest.mark.django_db
def test_a18_audit_and_history_are_only_added_to():
    histories = [m for m in apps.get_models() if hasattr(m, "pgh_tracked_model")]
    tables = ["accounts_auditentry", *(model._meta.db_table for model in histories)]
    assert len(tables) > 20
    assert {database_roles.wanted(table) for table in tables} == {database_roles.ADD}


@pytest.mark.django_db
def test_a18_it_owns_nothing_and_is_nobody_else():
    (role,) = rows(
        "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls "
        "FROM pg_roles WHERE rolname = current_user"
    )
    assert not any(role)
    assert rows("SELECT 1 FROM pg_auth_members WHERE member = current_user::regrole") == []
    for catalogue, owner in (
        ("pg_class", "relowner"),
        ("pg_proc", "proowner"),
        ("pg_namespace", "nspowner"),
        ("pg_type", "typowner"),
        ("pg_database", "datdba"),
    ):
        own = f"SELECT 1 FROM {catalogue} WHERE {owner} = current_user::regrole"  # noqa: S608
        assert rows(own) == []
    schemas = "SELECT nspname FROM pg_namespace WHERE has_schema_privilege(oid, 'CREATE')"
    assert rows(f"{schemas} AND nspname !~ 'pg_temp'") == []


@pytest.mark.django_db
def test_a18_one_function_lends_it_what_the_owner_may_and_for_practice_alone():
    lent = rows(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )
    # What the first one refuses is in test_j11_practice; the other is the suite's own
    # (tests.emptying), in no database but its.
    assert sorted(lent) == [("erase_practice",), ("suite_erase",)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE accounts_auditentry DISABLE TRIGGER ALL",
        "ALTER TABLE accounts_instansi DISABLE TRIGGER USER",
        "SET session_replication_role = replica",
        "TRUNCATE accounts_auditentry",
        "DELETE FROM accounts_auditentry",
        "UPDATE accounts_auditentry SET reason = ''",
        "DELETE FROM accounts_instansievent",
        "UPDATE accounts_instansievent SET nama = ''",
        "DROP TABLE accounts_notice",
        "ALTER TABLE accounts_notice ADD COLUMN x text",
        "ALTER TABLE accounts_notice OWNER TO CURRENT_USER",
        "CREATE TABLE public.mine (x text)",
        "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean "
        "LANGUAGE sql AS 'SELECT true'",
        "CREATE SCHEMA mine",
        "DELETE FROM django_migrations",
        f"SET ROLE {OWNER}",
        f"SET SESSION AUTHORIZATION {OWNER}",
        f"GRANT {OWNER} TO CURRENT_USER",
        "ALTER ROLE CURRENT_USER SUPERUSER",
        "CREATE ROLE mine",
        "COPY accounts_user TO PROGRAM 'cat'",
    ],
)
def test_a18_it_cannot(statement):
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be|may |Only roles"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "trick",
    [
        # pgtrigger's own way, open to every role until `grant` closes it.
        "SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, true) FROM pg_trigger",
        "CREATE TEMPORARY TABLE accounts_instansievent (LIKE public.accounts_instansievent)",
    ],
)
def test_a18_history_is_written_whatever_it_tries(trick):
    instansi = factories.make_instansi("Kabupaten Lama")
    with connection.cursor() as cursor:
        cursor.execute(trick)
    instansi.nama = "Kabupaten Baru"
    instansi.save()
    written = rows("SELECT nama FROM public.accounts_instansievent ORDER BY pgh_id DESC LIMIT 1")
    assert written == [("Kabupaten Baru",)]


@pytest.mark.django_db
def test_a18_a_table_of_a_later_migration_can_be_read_and_written_but_not_emptied():
    database = connection.settings_dict["NAME"]
    with psycopg.connect(**owner_of(database)) as owner:
        owner.execute("CREATE TABLE public.later (x text)")
        found = owner.execute(
            "SELECT array_agg(p) FILTER (WHERE has_table_privilege(%s, 'later', p)) "
            "FROM unnest(%s::text[]) AS p",
            [APPLICATION, EVERY_PRIVILEGE],
        ).fetchone()
        owner.rollback()
    assert set(found[0]) == database_roles.KEEP


def owner_of(database: str) -> dict[str, object]:
    given = settings.DATABASE_OWNER
    return {
        "host": given["HOST"],
        "port": given.get("PORT") or None,
        "user": given["USER"],
        "password": given.get("PASSWORD") or None,
        "dbname": database,
    }


# How the role comes to be ------------------------------------------------------------------------


def test_a18_the_role_is_made_with_its_password_and_takes_another_one(settings):
    name = f"pekppp_try_{os.getpid()}"
    kept = "SELECT rolcanlogin, rolpassword FROM pg_authid WHERE rolname = %s"
    with maintenance() as server:
        try:
            seen = []
            for password in ("one", "another"):
                settings.DATABASE_APPLICATION = {"USER": name, "PASSWORD": password}
                database_roles.make_role(server)
                seen.append(server.execute(kept, [name]).fetchone())
            assert [login for login, _ in seen] == [True, True]
            assert seen[0][1].startswith("SCRAM-SHA-256$") and seen[0][1] != seen[1][1]
            # Who may not make roles is told what somebody else has to do.
            server.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(name)))
            settings.DATABASE_APPLICATION = {"USER": f"{name}_x", "PASSWORD": "x"}
            with pytest.raises(ImproperlyConfigured, match="As an administrator: CREATE ROLE"):
                database_roles.make_role(server)
        finally:
            server.execute("RESET ROLE")
            server.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))


def test_a18_what_the_role_set_for_itself_is_gone_with_the_next_start(transactional_db, settings):
    name = f"pekppp_try_{os.getpid()}"
    role, database = sql.Identifier(name), sql.Identifier(connection.settings_dict["NAME"])
    kept = "SELECT 1 FROM pg_db_role_setting WHERE setrole = %s::regrole"
    settings.DATABASE_APPLICATION = {**settings.DATABASE_APPLICATION, "USER": name}
    with maintenance() as server:
        database_roles.make_role(server)
        try:
            for setting in ("{} SET search_path = pg_temp", "{} IN DATABASE {} SET jit = off"):
                server.execute(sql.SQL("ALTER ROLE " + setting).format(role, database))
            assert len(server.execute(kept, [name]).fetchall()) == 2
            database_roles.ensure_role()
            assert server.execute(kept, [name]).fetchall() == []
        finally:
            server.execute(sql.SQL("DROP ROLE {}").format(role))


@pytest.mark.django_db
def test_a18_a_role_that_may_everything_is_not_taken_for_the_application_s(settings):
    settings.DATABASE_APPLICATION = {"USER": OWNER}
    with (
        connection.cursor() as cursor,
        pytest.raises(ImproperlyConfigured, match=r"a role of its own|owns tables"),
    ):
        database_roles.refuse_powers(cursor)
