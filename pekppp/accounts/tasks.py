from celery import shared_task

from pekppp.accounts import notices


@shared_task
def deliver() -> None:
    notices.deliver_waiting()


@shared_task
def sweep() -> None:
    notices.sweep()
