"""Doors for the worker: each calls one service. The sweep finds what no wake-up reached."""

from collections.abc import Callable

from celery import shared_task

from evaluations.services import (
    announcements,
    burning,
    carrying_out,
    follow_up_reminders,
    previews,
    recomputing,
    results,
    survey,
    survey_retention,
    survey_review,
    survey_tally,
    taking_back,
    uploads,
)
from pekppp.storages import forget_unfinished
from pekppp.sweeping import run_each


@shared_task
def recompute_stale() -> None:
    results.recompute_stale()


# Drawing, or working < soft limit < hard limit < the lease of the queue.
@shared_task(soft_time_limit=80, time_limit=95)
def draw_next() -> None:
    previews.draw_next()


@shared_task(soft_time_limit=180, time_limit=200)
def redact_next() -> None:
    burning.redact_next()


@shared_task(soft_time_limit=120, time_limit=150)
def publish_next() -> None:
    carrying_out.publish_next()


@shared_task(soft_time_limit=120, time_limit=150)
def take_back_next() -> None:
    taking_back.take_back_next()


@shared_task(soft_time_limit=120, time_limit=150)
def recompute_next() -> None:
    recomputing.recompute_next()


@shared_task
def count_responses() -> None:
    survey_tally.count_all()
    results.recompute_stale()


_SWEEP: tuple[Callable[[], object], ...] = (
    survey_tally.count_all,
    survey_review.settle_what_is_over,
    survey.reconcile,
    survey_retention.drop_what_is_due,
    results.notice_conflicts,
    results.recompute_stale,
    announcements.announce_windows,
    follow_up_reminders.remind_due,
    previews.sweep,
    burning.sweep,
    carrying_out.sweep,
    taking_back.sweep,
    recomputing.sweep,
    uploads.sweep_uploads,
    forget_unfinished,
)


@shared_task
def sweep() -> None:
    run_each(_SWEEP)
