"""Rows go again by the owner of the tables; the tests themselves run as the application.

What a test with real transactions leaves behind is deleted from the tables that it filled.

Django truncates all of some hundred tables, which makes their files and those of their indexes
anew: a second of disk work for a handful of rows, after every such test.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models import QuerySet

truncate_all = DatabaseOperations.sql_flush


def sql_flush(
    ops: DatabaseOperations, style: Any, tables: Sequence[str], **options: bool
) -> list[str]:
    """In Django's place; its own where rows refuse to go alone: only a superuser may tell
    foreign keys and triggers of history to look away."""
    if not tables or any(options.values()):
        return truncate_all(ops, style, tables, **options)
    names = {table: ops.quote_name(table) for table in tables}
    filled = " UNION ALL ".join(
        f"(SELECT '{table}' FROM {name} LIMIT 1)"  # noqa: S608  tables of our own models
        for table, name in names.items()
    )
    with ops.connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        if not cursor.fetchone()[0]:
            return truncate_all(ops, style, tables, **options)
        cursor.execute(filled)
        deletions = [
            f"DELETE FROM {names[table]}"  # noqa: S608  the same
            for (table,) in cursor.fetchall()
        ]
    return ["SET LOCAL session_replication_role = replica", *deletions]


# In the suite's databases alone: a test's rows are seen by no other connection than its own.
_ERASE = """
CREATE OR REPLACE FUNCTION suite_erase(called regclass, numbers bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('DELETE FROM %s WHERE id = ANY($1)', called) USING numbers;
END $$
"""


def install() -> None:
    """Called as the owner, once for each database."""
    DatabaseOperations.sql_flush = sql_flush
    with connection.cursor() as cursor:
        cursor.execute(_ERASE)


def erase(rows: QuerySet[Any]) -> None:
    """Rows that the application never deletes, away for the sake of a test."""
    table, numbers = rows.model._meta.db_table, list(rows.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT suite_erase(%s::regclass, %s)", [table, numbers])
