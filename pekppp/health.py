"""What the application leans on, each asked whether it answers; shown by /readyz and /status/."""

import logging
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

from pekppp import heartbeat

logger = logging.getLogger(__name__)

STALE_SECONDS = 60  # four missed signs of life
MINIMUM_FREE_BYTES = 100 * 1024 * 1024  # below this PostgreSQL and uploads are about to fail
ANSWER_SECONDS = 3
QUEUES = list(
    dict.fromkeys(
        [
            settings.CELERY_TASK_DEFAULT_QUEUE,
            *(route["queue"] for route in settings.CELERY_TASK_ROUTES.values()),
        ]
    )
)

Check = dict[str, Any]


def database() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"ok": True}


def broker() -> Check:
    if settings.EMBEDDED_BROKER:
        folder = settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"]
        return {"ok": os.access(folder, os.R_OK | os.W_OK | os.X_OK)}
    return {"ok": bool(_redis().ping())}


def worker_heartbeat() -> Check:
    age = heartbeat.age()
    if age is None:
        return {"ok": False, "age_seconds": None}
    return {"ok": age <= STALE_SECONDS, "age_seconds": round(age, 1)}


def storage() -> Check:
    if not isinstance(default_storage, FileSystemStorage):
        default_storage.exists("readyz")
        return {"ok": True}
    folder = Path(default_storage.location)
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    return {"ok": os.access(folder, os.W_OK | os.X_OK) and free > MINIMUM_FREE_BYTES}


CHECKS: dict[str, Callable[[], Check]] = {
    "database": database,
    "broker": broker,
    "worker": worker_heartbeat,
    "storage": storage,
}


def readiness() -> dict[str, Check]:
    """Every check by name. One that fails says only that; the reason goes to the log."""
    return {name: _guarded(name, check) for name, check in CHECKS.items()}


def _guarded(name: str, check: Callable[[], Check]) -> Check:
    started = time.perf_counter()
    try:
        result = check()
    except Exception:
        # Whatever is thrown: the page that reports failures must not fail itself.
        logger.warning("The check of %s failed", name, exc_info=True)
        result = {"ok": False}
    return {**result, "ms": round((time.perf_counter() - started) * 1000, 1)}


def queue_lengths() -> dict[str, int]:
    """Messages that wait in each queue."""
    if settings.EMBEDDED_BROKER:
        folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])
        return {queue: len(list(folder.glob(f"*.{queue}.msg"))) for queue in QUEUES}
    client = _redis()
    return {queue: client.llen(queue) for queue in QUEUES}


def _redis() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
    )
