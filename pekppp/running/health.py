"""What the application leans on, each asked whether it answers; shown by /readyz and /status/.

What pages need decides whether this process is ready. The rest is told beside it: no load balancer
should take every web process away because a worker is silent or a disk is full.
"""

import logging
import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from pekppp.base.queues import WATCHED
from pekppp.running import heartbeat
from pekppp.running.schedule import WORKER_QUEUES

logger = logging.getLogger(__name__)

MINIMUM_FREE_BYTES = 100 * 1024 * 1024  # below this PostgreSQL and uploads are about to fail
ANSWER_SECONDS = 3
# What is not needed for being ready is looked at this often, however often somebody asks.
DETAIL_SECONDS = 10
DETAIL_KEY = "health:detail"

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


def kept_pages() -> Check:
    """Pages, limits and signs of life live in the cache."""
    cache.get(DETAIL_KEY)
    return {"ok": True}


def workers() -> Check:
    ages = heartbeat.ages()
    return {
        "ok": not heartbeat.silent(),
        "age_seconds": {
            queue: None if age is None else round(age, 1) for queue, age in ages.items()
        },
    }


def waiting_rows() -> Check:
    """How many rows wait in each queue and for how many seconds the oldest; see `queues`."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Somebody may hold one of the tables, and readiness is not to wait for it.
        cursor.execute(f"SET LOCAL statement_timeout = {round(ANSWER_SECONDS * 1000)}")
        return {"ok": True, "queues": {row["name"]: row for row in _waiting()}}


def _waiting() -> list[dict[str, Any]]:
    now = timezone.now()
    found = []
    for watched in WATCHED:
        rows = watched.waiting().order_by().filter(**{f"{watched.since}__lte": now})
        oldest = rows.aggregate(oldest=Min(watched.since))["oldest"]
        seconds = None if oldest is None else round((now - oldest).total_seconds())
        row = {"name": watched.name, "worker": watched.worker}
        found.append({**row, "waiting": rows.count(), "oldest_seconds": seconds})
    return found


def storage() -> Check:
    if not isinstance(default_storage, FileSystemStorage):
        default_storage.exists("readyz")
        return {"ok": True}
    folder = Path(default_storage.location)
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    return {"ok": os.access(folder, os.W_OK | os.X_OK) and free > MINIMUM_FREE_BYTES}


NEEDED: dict[str, Callable[[], Check]] = {"database": database, "cache": kept_pages}
DETAIL: dict[str, Callable[[], Check]] = {
    "broker": broker,
    "workers": workers,
    "storage": storage,
    "rows": waiting_rows,
}
# Of these one may hang for longer than a load balancer waits, whatever its own timeouts are.
HANGING = {"storage", "broker"}
_asked: dict[str, threading.Thread] = {}


def readiness() -> tuple[bool, dict[str, Check]]:
    """Whether pages can be served, and every check by name.

    One that fails says only that; the reason goes to the log.
    """
    needed = {name: _guarded(name, check) for name, check in NEEDED.items()}
    ready = all(check["ok"] for check in needed.values())
    return ready, needed | (_detail() if ready else {})


def _detail() -> dict[str, Check]:
    found = cache.get(DETAIL_KEY)
    if found is None:
        found = {name: _guarded(name, check) for name, check in DETAIL.items()}
        cache.set(DETAIL_KEY, found, DETAIL_SECONDS)
    return found


def _within(seconds: float, name: str, check: Callable[[], Check]) -> Check:
    """Beside this thread; while an earlier one still waits for its answer, nobody asks again."""
    answers: list[Check] = []
    before = _asked.get(name)
    if before is not None and before.is_alive():
        raise TimeoutError
    thread = threading.Thread(target=lambda: answers.append(check()), daemon=True)
    _asked[name] = thread
    thread.start()
    thread.join(seconds)
    if not answers:
        raise TimeoutError
    return answers[0]


def _guarded(name: str, check: Callable[[], Check]) -> Check:
    started = time.perf_counter()
    try:
        result = _within(ANSWER_SECONDS, name, check) if name in HANGING else check()
    except Exception:
        # Whatever is thrown: the page that reports failures must not fail itself.
        logger.warning("The check of %s failed", name, exc_info=True)
        result = {"ok": False}
    return {**result, "ms": round((time.perf_counter() - started) * 1000, 1)}


def queue_lengths() -> dict[str, int]:
    """Messages that wait in each queue."""
    if settings.EMBEDDED_BROKER:
        folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])
        return {queue: len(list(folder.glob(f"*.{queue}.msg"))) for queue in WORKER_QUEUES}
    client = _redis()
    return {queue: client.llen(queue) for queue in WORKER_QUEUES}


def _redis() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
    )
