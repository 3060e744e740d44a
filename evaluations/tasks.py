"""Doors for the worker: each calls one service. The sweep finds what no wake-up reached."""

from collections.abc import Callable

from celery import shared_task

from evaluations.cycle.services import window_notices
from evaluations.errata.services import worker as errata_worker
from evaluations.evidence.services import previews, redaction_worker, uploads
from evaluations.follow_up.services import late
from evaluations.monitoring.services import deadlines
from evaluations.places.services import changes
from evaluations.publication.services import decree_worker, withdrawal
from evaluations.recompute.services import worker as recompute_worker
from evaluations.results import services as result_services
from evaluations.survey.services import responses, retention
from evaluations.survey.services import review as survey_review
from evaluations.survey.services import tally as tally_services
from pekppp.base.files.storages import forget_unfinished
from pekppp.base.sweeping import run_each


@shared_task
def recompute_stale() -> None:
    result_services.recompute_stale()


# Drawing, or working < soft limit < hard limit < the lease of the queue.
@shared_task(soft_time_limit=80, time_limit=95)
def draw_next() -> None:
    previews.draw_next()


@shared_task(soft_time_limit=180, time_limit=200)
def redact_next() -> None:
    redaction_worker.redact_next()


@shared_task(soft_time_limit=120, time_limit=150)
def publish_next() -> None:
    decree_worker.publish_next()


@shared_task(soft_time_limit=120, time_limit=150)
def take_back_next() -> None:
    withdrawal.take_back_next()


@shared_task(soft_time_limit=120, time_limit=150)
def recompute_next() -> None:
    recompute_worker.recompute_next()


@shared_task(soft_time_limit=120, time_limit=150)
def errata_next() -> None:
    errata_worker.errata_next()


@shared_task
def count_responses() -> None:
    tally_services.count_all()
    result_services.recompute_stale()


@shared_task
def remind() -> None:
    deadlines.remind_of_deadlines()


_SWEEP: tuple[Callable[[], object], ...] = (
    tally_services.count_all,
    survey_review.settle_what_is_over,
    responses.reconcile,
    retention.drop_what_is_due,
    result_services.notice_conflicts,
    result_services.recompute_stale,
    window_notices.announce_windows,
    late.tell_of_late,
    changes.apply_due,
    previews.sweep,
    redaction_worker.sweep,
    decree_worker.sweep,
    withdrawal.sweep,
    recompute_worker.sweep,
    errata_worker.sweep,
    uploads.sweep_uploads,
    forget_unfinished,
)


@shared_task
def sweep() -> None:
    run_each(_SWEEP)
