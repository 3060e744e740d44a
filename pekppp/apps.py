from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig


class PekpppConfig(AppConfig):
    """The project itself, so that its commands and static files are found."""

    name = "pekppp"
    verbose_name = "PEKPPP"

    def ready(self) -> None:
        # Tasks belong to the application that is there when they are called first.
        from pekppp import celery  # noqa: F401  registers itself
        from pekppp.running import checks  # noqa: F401  registers itself

        # The filesystem broker lists its folder before it ever makes one.
        if settings.EMBEDDED_BROKER:
            for name in ("data_folder_in", "control_folder"):
                folder = settings.CELERY_BROKER_TRANSPORT_OPTIONS[name]
                Path(folder).mkdir(parents=True, exist_ok=True)


class OwnStaticFilesConfig(StaticFilesConfig):
    """Leaves out what no page links to: compressing all of Bootstrap takes fifteen seconds."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *("bootstrap-grid*", "bootstrap-reboot*", "bootstrap-utilities*", "*.rtl.*"),
        *("bootstrap.css*", "bootstrap.js*", "bootstrap.bundle.js*", "bootstrap.min.js*"),
        *("bootstrap.esm*", "jquery*", "htmax*", "htmx-4*", "ext", "guardian"),
    ]
