"""Migrations lead from release to release, and every release left its tables in `tests/schemas`."""

import os
import re
import subprocess
import sys
import tomllib

import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from pekppp.testing import ROOT, maintenance
from tests.schema import file_of, last_release

# Everything that two ways may make differently, in the database's own words. Not the order of
# columns: a new one stands last where there were tables, and in its place where there were none.
SCHEMA = """
SELECT 'column', c.relname, a.attname, concat_ws(' ', format_type(atttypid, atttypmod),
    a.attnotnull, a.attidentity, pg_get_expr(d.adbin, d.adrelid))
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT 'trigger', tgrelid::regclass::text, tgname,
    concat_ws(' ', pg_get_triggerdef(oid), obj_description(oid, 'pg_trigger'))
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'function', '', proname, pg_get_functiondef(oid)
FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname NOT LIKE 'suite%'
UNION ALL
SELECT 'migration', app, name, '' FROM django_migrations
"""


_ARRAY = re.compile(r"\(ARRAY\[([^\]]*)\]\)::text\[\]")


def plain(definition: str) -> str:
    """PostgreSQL reads its own words about `IN` back as others that mean the same."""

    def item_by_item(found: re.Match[str]) -> str:
        return f"ARRAY[{', '.join(f'({item})::text' for item in found[1].split(', '))}]"

    return _ARRAY.sub(item_by_item, definition)


def schema_of(name: str) -> set[tuple[str, ...]]:
    apart = connection.copy()
    apart.settings_dict["NAME"] = name
    try:
        with apart.cursor() as cursor:
            cursor.execute(SCHEMA)
            # No migration makes the cache's table.
            rows = cursor.fetchall()
            return {(*row[:3], plain(row[3])) for row in rows if row[1] != "cache"}
    finally:
        apart.close()


# Once a run of CI: a minute of one core, of which Django's own state takes nearly all.
@pytest.mark.skipif(settings.EMBEDDED, reason="`make test-services` leads it on a given server")
@pytest.mark.django_db
def test_the_last_release_is_led_to_the_tables_of_an_empty_database():
    """Where only this version's own file is wrong: `make schema` writes it anew before a release;
    what was released stays, and a new migration leads on."""
    name = f"release_{os.getpid()}"
    try:
        subprocess.run(
            [sys.executable, "-m", "tests.schema", name, last_release()], cwd=ROOT, check=True
        )
        led = schema_of(name)
    finally:
        with maintenance() as server:
            server.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} (FORCE)").format(sql.Identifier(name))
            )
    at_once = schema_of(connection.settings_dict["NAME"])
    assert (led - at_once, at_once - led) == (set(), set())
    assert len(led) > 1000


def test_a_version_has_one_number_its_tables_and_its_entry():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == settings.VERSION
    assert last_release() == file_of(settings.VERSION)
    assert f"\n## {settings.VERSION}" in (ROOT / "docs" / "CHANGELOG.md").read_text()
