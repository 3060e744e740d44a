"""Queues of rows: what holds for every one of them."""

import threading

import pytest
from django.db import connection, transaction
from django.utils.module_loading import import_string

from evaluations.models import Berkas
from evaluations.services import burning, decree, previews, recompute
from pekppp.accounts import notices
from pekppp.queues import Queue
from reports.services import annex, batches, prints, versions

OWNERS = (annex, batches, burning, decree, previews, prints, recompute, versions)
# A task that takes one row, against one that sends many mails, each under a lease of its own.
OF_ONE_ROW = [owner.QUEUE for owner in OWNERS]
QUEUES = [*OF_ONE_ROW, notices.QUEUE]


def named(queue: Queue) -> str:
    return queue.model.__name__


@pytest.mark.parametrize("queue", OF_ONE_ROW, ids=named)
def test_a_living_worker_never_loses_its_row(queue):
    """Its task is ended before the lease of the row it took, which nobody renews."""
    task = import_string(queue.task)
    assert task.soft_time_limit < task.time_limit < queue.lease.total_seconds()


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
