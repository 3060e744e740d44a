from celery import shared_task

from pekppp.accounts import notices
from pekppp.accounts.services import delegations, logins, pending
from pekppp.accounts.services.imports import worker as import_worker
from pekppp.base.sweeping import run_each


@shared_task
def deliver() -> None:
    notices.deliver_waiting()


@shared_task(soft_time_limit=120, time_limit=150)
def import_next() -> None:
    import_worker.import_next()


@shared_task
def sweep() -> None:
    run_each(
        (notices.sweep, logins.sweep, pending.take_effect, delegations.sweep, import_worker.sweep)
    )
