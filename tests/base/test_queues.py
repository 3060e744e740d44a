"""Queues of rows: what holds for every one of them."""

import ast
import os
import re
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from celery import Task
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from evaluations.errata.services import errata as errata_services
from evaluations.evidence.services import previews, redaction_worker
from evaluations.models import Berkas
from evaluations.publication.services import decrees
from evaluations.recompute.services import recompute as recompute_services
from pekppp.accounts import notices
from pekppp.base import queues, renewing
from pekppp.base.queues import LEASE, SWEEP_SECONDS, Queue
from pekppp.testing import ROOT
from reports.annex import services as annex_services
from reports.batches.services import batches
from reports.documents.services import versions as document_versions
from reports.prints import services as print_services

OWNERS = (
    annex_services,
    batches,
    redaction_worker,
    decrees,
    previews,
    print_services,
    recompute_services,
    errata_services,
    document_versions,
)
# A task that takes one row, against one that sends many mails, each under a lease of its own.
OF_ONE_ROW = [owner.QUEUE for owner in OWNERS]
QUEUES = [*OF_ONE_ROW, notices.QUEUE]


APPS = ("pekppp", "instruments", "evaluations", "reports")
ADDRESS = re.compile(r"^[a-z_.]+\.tasks\.[a-z_]+$")


def task_addresses() -> set[str]:
    """Every address of a task that stands as a text in our modules."""
    found = set()
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            value = node.value if isinstance(node, ast.Constant) else None
            if isinstance(value, str) and ADDRESS.match(value):
                found.add(value)
    return found


def test_every_task_that_is_named_by_its_address_is_there():
    """A wake-up comes after the commit: one that leads nowhere is a line in a log, and no error."""
    addresses = task_addresses()
    assert {queue.task for queue in QUEUES} <= addresses
    for address in addresses:
        assert isinstance(import_string(address), Task), address
    with pytest.raises(ImportError):
        import_string("evaluations.tasks.nothing_of_that_name")


def named(queue: Queue) -> str:
    return queue.model.__name__


@pytest.mark.parametrize("queue", QUEUES, ids=named)
def test_what_comes_to_no_end_is_ended_since_its_lease_would_be_renewed_for_ever(queue):
    task = import_string(queue.task)
    soft = task.soft_time_limit or settings.CELERY_TASK_SOFT_TIME_LIMIT
    assert soft < (task.time_limit or settings.CELERY_TASK_TIME_LIMIT) <= 600


def test_a_killed_worker_s_row_is_taken_again_within_a_minute():
    """A lease just renewed, a sweep just over; a third of the lease is enough for its renewal."""
    assert LEASE.total_seconds() + SWEEP_SECONDS < 55
    assert LEASE.total_seconds() >= 3 * renewing.EVERY_SECONDS


def content(digit: str = "1") -> Berkas:
    return Berkas.objects.create(sha256=digit * 64, ukuran=1, tipe="text/plain", path=digit)


def lease() -> object:
    return Berkas.objects.values_list("lease_until", flat=True).get()


def ours(row: Berkas) -> bool:
    return previews.QUEUE.ours(row).exists()


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(renewing, "EVERY_SECONDS", 0.1)
    monkeypatch.setattr(queues, "LEASE", timedelta(seconds=3))


def until(true, seconds=10) -> bool:
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


@pytest.mark.django_db(transaction=True)
def test_a_living_worker_renews_its_lease_and_stops_with_its_task(quick):
    content()
    signs: list[int] = []
    with renewing.renewed(lambda: signs.append(1)):
        taken = previews.QUEUE.claim()
        first = taken.lease_until
        assert until(lambda: lease() > first + timedelta(seconds=1))
        assert previews.QUEUE.claim() is None
        assert ours(taken)
    assert signs
    assert "renewing" not in [thread.name for thread in threading.enumerate()]
    assert until(lambda: previews.QUEUE.claim() == taken)  # nobody renews it any more


@pytest.mark.django_db(transaction=True)
def test_nothing_is_renewed_that_was_let_go_or_taken_by_somebody_else(quick):
    content()
    with renewing.renewed(lambda: None):
        late = previews.QUEUE.claim()
        Berkas.objects.update(lease_until=timezone.now(), lease_holder=None)
        other = previews.QUEUE.claim()
        assert other == late
        Berkas.objects.update(lease_until=timezone.now() + timedelta(hours=1))
        kept = lease()
        time.sleep(0.3)
        # Only the later one is renewed here; the earlier one proves nothing any more.
        assert (ours(late), ours(other)) == (False, True)
        assert not previews.QUEUE.release(late, pratinjau="tanpa")
        assert previews.QUEUE.release(other, pratinjau="tanpa")
        time.sleep(0.3)
        assert lease() is None != kept


@pytest.mark.django_db(transaction=True)
def test_a_renewal_waits_for_the_worker_s_own_transaction_and_holds_nobody_up(quick):
    content()
    with renewing.renewed(lambda: None):
        row = previews.QUEUE.claim()
        with transaction.atomic():
            assert previews.QUEUE.holds(row)
            time.sleep(0.4)  # the renewal wants the same row
            assert previews.QUEUE.release(row, pratinjau="tanpa")
    assert Berkas.objects.get().pratinjau == "tanpa"
    assert lease() is None


PROGRAM = """
import django, time; django.setup()
from datetime import timedelta
from pekppp.base import queues; from pekppp.base import renewing
from evaluations.evidence.services import previews
renewing.EVERY_SECONDS, queues.LEASE = 0.2, timedelta(seconds=3)
def _draw(row):
    print("drawing", flush=True)
    time.sleep(6)
    from evaluations.evidence.pictures import Drawn
    return Drawn(halaman=9, gambar={}, kecil=b"")
previews._draw = _draw
import pekppp.celery
from evaluations.tasks import draw_next
print(draw_next(), flush=True)
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hung"])
def test_a_worker_that_is_killed_or_hangs_loses_its_row_and_a_living_one_does_not(stop, tmp_path):
    """Real processes. The lease is three seconds here, and the work takes six."""
    from tests.browser.server import Server

    row = content()
    Berkas.objects.update(tipe="application/pdf")
    worker = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=Server(tmp_path).environment | {"PEKPPP_VAR": str(tmp_path)},
        stdout=subprocess.PIPE,
    )
    try:
        assert worker.stdout.readline() == b"drawing\n"
        time.sleep(3.5)
        assert previews.QUEUE.claim() is None  # renewed, or it would be over
        os.kill(worker.pid, stop)
        assert until(lambda: previews.QUEUE.free().exists())
        assert previews.sweep() == 1
        taken = previews.QUEUE.claim()
        assert (taken, taken.attempts) == (row, 2)
        if stop == signal.SIGSTOP:
            os.kill(worker.pid, signal.SIGCONT)  # it ends its work, too late
            worker.wait(30)
            assert ours(taken)
            row.refresh_from_db()
            assert (row.pratinjau, row.halaman) == ("menunggu", None)
    finally:
        worker.kill()
        worker.wait(20)


@pytest.mark.parametrize("queue", QUEUES, ids=named)
def test_every_state_of_a_queue_is_one_of_its_rows(queue):
    states = {*queue.takes, *queue.takes.values(), queue.works} - {""}
    assert states <= set(dict(queue.model._meta.get_field(queue.state).choices))


@pytest.mark.parametrize("queue", QUEUES, ids=named)
def test_what_is_given_up_is_not_taken_again(queue):
    assert not {*queue.takes} & {*queue.takes.values()}
    assert queue.works in ("", *queue.takes)


@pytest.mark.django_db(transaction=True)
def test_a_row_that_another_connection_holds_is_passed_by():
    first, second = (
        Berkas.objects.create(sha256=digit * 64, ukuran=1, tipe="text/plain", path=digit)
        for digit in "12"
    )
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Berkas.objects.select_for_update().get(pk=first.pk)
            held.set()
            done.wait(20)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    held.wait(20)
    taken = [previews.QUEUE.claim(), previews.QUEUE.claim()]
    done.set()
    other.join()
    assert taken == [second, None]
    assert previews.QUEUE.claim() == first
