"""An empty database gets its tables in one step; one that grew took every step. Both are alike."""

import os
import subprocess
import sys

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from pekppp.testing import ROOT, maintenance

# Everything that the two ways may make differently, in the database's own words.
SCHEMA = """
SELECT 'column', c.relname, a.attname, concat_ws(' ', a.attnum, format_type(atttypid, atttypmod),
    a.attnotnull, a.attidentity, pg_get_expr(d.adbin, d.adrelid))
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relkind = 'r' AND a.attnum > 0 AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'function', '', proname, pg_get_functiondef(oid)
FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname NOT LIKE 'suite%'
"""


def schema_of(name: str) -> set[tuple[str, ...]]:
    apart = connection.copy()
    apart.settings_dict["NAME"] = name
    try:
        with apart.cursor() as cursor:
            cursor.execute(SCHEMA)
            # No migration makes the cache's table.
            return {row for row in cursor.fetchall() if row[1] != "cache"}
    finally:
        apart.close()


@pytest.mark.django_db
@pytest.mark.skipif(
    "DATABASE_URL" not in os.environ,
    reason="takes a minute, and what it compares stays as it is: asked for with given services",
)
def test_every_step_leads_to_the_tables_that_an_empty_database_gets_at_once():
    name = f"steps_{os.getpid()}"
    try:
        subprocess.run(
            [sys.executable, "-m", "tests.schema", name, "--by-steps"], cwd=ROOT, check=True
        )
        stepwise = schema_of(name)
    finally:
        with maintenance() as server:
            server.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} (FORCE)").format(sql.Identifier(name))
            )
    at_once = schema_of(connection.settings_dict["NAME"])
    assert (stepwise - at_once, at_once - stepwise) == (set(), set())
    assert len(stepwise) > 1000


@pytest.mark.django_db
@pytest.mark.parametrize(
    "app, target, taken_back",
    [
        ("reports", "0009_numbers_registered", "0010_annex_in_parts"),
        ("evaluations", "0007_superseded_results", "0008_answers_without_link_index"),
    ],
)
def test_one_step_back_is_still_one_step(app, target, taken_back):
    plan = MigrationExecutor(connection).migration_plan([(app, target)])
    assert (app, taken_back) in [(step.app_label, step.name) for step, _ in plan]
    assert all(backwards and not step.replaces for step, backwards in plan)
