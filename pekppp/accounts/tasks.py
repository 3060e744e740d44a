from celery import shared_task

from pekppp.accounts import notices
from pekppp.accounts.services import logins, pending
from pekppp.base.sweeping import run_each


@shared_task
def deliver() -> None:
    notices.deliver_waiting()


@shared_task
def sweep() -> None:
    run_each((notices.sweep, logins.sweep, pending.take_effect))
