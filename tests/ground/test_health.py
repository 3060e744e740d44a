"""The two addresses that a load balancer asks."""

import time

import pytest
from django.core.cache import cache
from django.test import Client

from pekppp import heartbeat


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


@pytest.mark.django_db
def test_ready_when_a_worker_wrote_its_sign_of_life(client: Client, queue_folder: None) -> None:
    heartbeat.beat()
    assert failing(client) == (200, [])


@pytest.mark.django_db
def test_not_ready_before_any_worker_wrote(client: Client, queue_folder: None) -> None:
    heartbeat.forget()
    assert failing(client) == (503, ["worker"])


@pytest.mark.django_db
def test_not_ready_when_the_worker_fell_silent(client: Client, queue_folder: None) -> None:
    cache.set(heartbeat.KEY, time.time() - 61)
    assert failing(client) == (503, ["worker"])


def test_a_database_that_does_not_answer_is_said_and_not_thrown(client: Client) -> None:
    # Without the mark of pytest-django every query is refused.
    assert failing(client)[1][0] == "database"
