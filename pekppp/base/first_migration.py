"""The migration that an app's tables begin with."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class FirstMigration(migrations.Migration):
    """Tells the state all its operations, then makes the tables that they end with.

    Django would render all models anew after each of hundreds of operations: nearly all the time
    that migrating from nothing takes.
    """

    initial = True

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        before = project_state.clone()
        # What is rendered lives in a cached property; without it operations render nothing.
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for app_label, name in project_state.models:
            if app_label == self.app_label:
                schema_editor.create_model(project_state.apps.get_model(app_label, name))
        for operation in self.operations:
            if isinstance(operation, migrations.RunSQL):
                operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state
