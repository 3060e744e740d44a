"""The Celery application. Tasks are doors: keyword ids in, one service called."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pekppp.settings")

TRANSPORT_ALIASES["filesystem"] = "pekppp.broker:Transport"

app = Celery("pekppp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["pekppp"], related_name="heartbeat")
