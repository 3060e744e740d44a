"""Doors for the worker: each calls one service. No ids: a wake-up takes the next fair row."""

from celery import shared_task

from pekppp.base.sweeping import run_each
from reports.annex import services as annex_services
from reports.batches.services import batches
from reports.documents.services import documents, receipts
from reports.portal import services as portal_services
from reports.prints import services as print_services
from reports.signing.services import reminders


# Everywhere: soft limit < hard limit < the lease of the queue.
@shared_task(soft_time_limit=90, time_limit=105)
def render_next() -> None:
    dokumen = documents.render_next()
    if dokumen is not None:
        batches.feed_after(dokumen)


# Freezing is quick work; see `feed_batches`.
@shared_task
def make_receipts() -> None:
    receipts.make_due()


@shared_task(soft_time_limit=90, time_limit=105)
def print_next() -> None:
    print_services.print_next()


# Freezing a few inputs is quick work; rendering them is not.
@shared_task
def feed_batches() -> None:
    batches.feed_all()


@shared_task(soft_time_limit=540, time_limit=570)
def pack_next() -> None:
    batches.pack_next()


# Thousands of rows.
@shared_task(soft_time_limit=500, time_limit=520)
def annex_next() -> None:
    annex_services.annex_next()


# Minutes for a nation; what is made by then is kept, and the sweep goes on.
@shared_task(soft_time_limit=540, time_limit=570)
def keep_pages() -> None:
    portal_services.keep_pages()


@shared_task
def remind() -> None:
    reminders.remind_signers()


@shared_task
def sweep() -> None:
    run_each(
        (
            receipts.make_due,
            documents.sweep,
            batches.sweep,
            print_services.sweep,
            annex_services.sweep,
            portal_services.sweep,
        )
    )
