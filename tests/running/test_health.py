"""The two addresses that a load balancer asks."""

import threading
import time
from contextlib import closing
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.utils import timezone

from evaluations.models import Berkas
from pekppp.base import queues
from pekppp.running import awaited, health, heartbeat
from pekppp.running.schedule import CELERY_BEAT_SCHEDULE, WORKER_QUEUES


def test_the_process_answers_without_login(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.fixture
def queue_folder(settings, tmp_path) -> None:
    options = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, "data_folder_in": str(tmp_path)}
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = options


def failing(client: Client) -> tuple[int, list[str]]:
    response = client.get("/readyz")
    checks = response.json()["checks"]
    return response.status_code, [name for name, check in checks.items() if not check["ok"]]


def all_alive(but: str = "", seconds: int = 0) -> None:
    heartbeat.forget()
    heartbeat.sign(queue for queue in WORKER_QUEUES if queue != but)
    if but and seconds:
        cache.set(f"heartbeat:{but}", time.time() - seconds)


@pytest.mark.django_db
def test_ready_when_everything_answers(client: Client, queue_folder: None) -> None:
    all_alive()
    assert failing(client) == (200, [])


@pytest.mark.django_db
@pytest.mark.parametrize("queue", WORKER_QUEUES)
@pytest.mark.parametrize("seconds", [0, 61], ids=["never", "silent"])
def test_a17_a_silent_worker_is_told_by_its_queue_and_takes_no_page_away(
    client: Client, queue_folder: None, queue: str, seconds: int
) -> None:
    all_alive(but=queue, seconds=seconds)
    assert failing(client) == (200, ["workers"])
    ages = client.get("/readyz").json()["checks"]["workers"]["age_seconds"]
    assert [name for name, age in ages.items() if age is None or age > 60] == [queue]


@pytest.mark.django_db
def test_storage_that_hangs_or_is_full_takes_no_page_away(
    client: Client, queue_folder: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_alive()
    monkeypatch.setattr(health, "ANSWER_SECONDS", 0.1)
    asked, over = [], threading.Event()
    monkeypatch.setitem(health.DETAIL, "storage", lambda: asked.append(1) or over.wait(20))
    started = time.monotonic()
    for _ in range(2):
        cache.delete(health.DETAIL_KEY)
        assert failing(client) == (200, ["storage"])
    over.set()
    assert (asked, time.monotonic() - started < 10) == ([1], True)


@pytest.mark.django_db(transaction=True)
def test_a_table_that_somebody_holds_takes_no_page_away(
    client: Client, queue_folder: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_alive()
    monkeypatch.setattr(health, "ANSWER_SECONDS", 0.2)
    cache.delete(health.DETAIL_KEY)
    with closing(connection.copy()) as apart:
        apart.set_autocommit(False)
        with apart.cursor() as cursor:
            cursor.execute("LOCK TABLE evaluations_berkas IN ACCESS EXCLUSIVE MODE")
        assert failing(client) == (200, ["rows"])


@pytest.mark.django_db
def test_what_pages_need_decides(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OSError

    monkeypatch.setitem(health.NEEDED, "cache", away)
    assert failing(client) == (503, ["cache"])


def test_a_database_that_does_not_answer_is_said_and_not_thrown(client: Client) -> None:
    # Without the mark of pytest-django every query is refused.
    assert failing(client)[1][0] == "database"


@pytest.mark.django_db
def test_the_detail_is_looked_at_once_in_some_seconds(
    client: Client, django_assert_max_num_queries
) -> None:
    client.get("/readyz")
    with django_assert_max_num_queries(3):  # the database, the cache, what the cache keeps
        client.get("/readyz")


def test_a17_beat_asks_every_queue_for_a_sign_of_life() -> None:
    asked = {
        entry["options"]["queue"]: entry["kwargs"]["queue"]
        for entry in CELERY_BEAT_SCHEDULE.values()
        if entry["task"] == heartbeat.beat.name
    }
    assert asked == {queue: queue for queue in WORKER_QUEUES}


@pytest.mark.django_db
def test_a17_the_age_of_what_waits_longest_is_told_of_every_queue(
    client: Client, queue_folder: None
) -> None:
    for digit, minutes, lease in (("1", 7, None), ("2", 3, None), ("3", 9, 1)):
        Berkas.objects.create(
            sha256=digit * 64,
            ukuran=1,
            tipe="text/plain",
            path=digit,
            waits_since=timezone.now() - timedelta(minutes=minutes),
            lease_until=lease and timezone.now() + timedelta(minutes=lease),  # is being drawn
        )
    rows = client.get("/readyz").json()["checks"]["rows"]["queues"]
    assert set(rows) == {watched.name for watched in queues.WATCHED}
    assert len(queues.WATCHED) == len(rows) >= 11
    drawn = rows["Pratinjau bukti"]
    assert (drawn["worker"], drawn["waiting"], drawn["oldest_seconds"] // 60) == ("pictures", 2, 7)
    assert rows["Dokumen"] == {
        "name": "Dokumen",
        "worker": "documents",
        "waiting": 0,
        "oldest_seconds": None,
    }


@pytest.mark.django_db
def test_a17_the_status_page_names_workers_and_what_waits(cast, as_user, queue_folder) -> None:
    all_alive(but="documents", seconds=300)
    page = as_user(cast.menpan).get("/status/").content.decode()
    assert page.count("Tidak berjalan") == 1
    assert "5 menit lalu" in page
    assert all(watched.name in page for watched in queues.WATCHED)
    assert as_user(cast.bagian).get("/status/").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("what", awaited.AWAITED)
def test_a17_who_waits_is_told_since_when_the_worker_is_silent(what: str) -> None:
    queue, worker, consequence = awaited.AWAITED[what]
    assert queue in WORKER_QUEUES
    all_alive()
    assert awaited.words_for(what) == ""
    before = timezone.localtime() - timedelta(seconds=61)
    all_alive(but=queue, seconds=61)
    minutes = {f"{then:%H.%M}" for then in (before, before + timedelta(seconds=30))}
    words = awaited.words_for(what)
    assert words.startswith(f"{worker} sedang tidak berjalan sejak ")
    assert any(words.endswith(f"{minute}; {consequence}.") for minute in minutes)
    all_alive(but=queue)
    assert awaited.words_for(what) == f"{worker} sedang tidak berjalan; {consequence}."


@pytest.mark.django_db
def test_a17_signs_of_life_are_read_once_for_a_page(rf, django_assert_max_num_queries) -> None:
    context = Context({"request": rf.get("/")})
    text = '{% pekerja "dokumen" %}{% pekerja "pratinjau" %}{% kata_pekerja "hasil" %}'
    with django_assert_max_num_queries(1):
        assert Template(text).render(context).count("tidak berjalan") == 3
