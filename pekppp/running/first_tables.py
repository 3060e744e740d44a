"""All tables of an empty database at once, as its migrations would leave them.

Django renders all models anew after each of hundreds of operations, which is nearly all the time
that migrating from nothing takes. Where there is nothing yet, the operations are told to the state
alone, the tables that they end with are made, and what stands in SQL or Python runs over them.
`tests/ground/test_releases.py` holds both ways to the same tables.
"""

from django.db import connection, migrations
from django.db.migrations.executor import MigrationExecutor


def make_if_empty() -> None:
    """All of it or nothing, with every migration noted as applied; nothing where one ever ran.

    Tables that no migration makes, as the cache's, may be there.
    """
    executor = MigrationExecutor(connection)
    if executor.recorder.has_table():
        return
    graph = executor.loader.graph
    plan = executor.migration_plan(graph.leaf_nodes(), clean_start=True)
    state = executor.loader.project_state()
    moved = {app_label for app_label, _ in graph.nodes}
    with connection.schema_editor(atomic=True) as editor:
        for app_label, name in state.models:
            model = state.apps.get_model(app_label, name)
            if app_label in moved and model._meta.can_migrate(connection):
                editor.create_model(model)
        for migration, _ in plan:
            for operation in migration.operations:
                if isinstance(operation, migrations.RunSQL | migrations.RunPython):
                    operation.database_forwards(migration.app_label, editor, state, state)
        executor.recorder.ensure_schema()
        for migration, _ in plan:
            executor.recorder.record_applied(migration.app_label, migration.name)
