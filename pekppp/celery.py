"""The Celery application. Tasks are doors: keyword ids in, one service called."""

import os
from typing import Any

from celery import Celery, Task
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pekppp.settings")

TRANSPORT_ALIASES["filesystem"] = "pekppp.running.broker:Transport"


class RenewedTask(Task):
    """While it runs, its process says that it lives, and keeps the row it took from a queue."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        # Here, not above: settings are read when the first task runs.
        from pekppp.base.renewing import renewed
        from pekppp.running.heartbeat import sign_of_worker

        with renewed(sign_of_worker):
            # Not the parent's call, which would hide the message that the task came with.
            return self.run(*args, **kwargs)


app = Celery("pekppp", task_cls=RenewedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["pekppp"], related_name="heartbeat")
