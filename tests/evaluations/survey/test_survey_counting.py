"""No answer is lost and none counts twice, whatever happens at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from evaluations.models import Hasil, Nilai, Respons, TautanSurvei
from evaluations.results import services as result_services
from evaluations.survey.services import responses
from evaluations.survey.services import tally as tally_services
from evaluations.survey.services.responses import submit
from evaluations.survey.services.rows import answer_of
from evaluations.tasks import sweep
from tests import factories
from tests.evaluations.ready import make_finished, respond


def answer(survei, *, value=4, kunci=None) -> None:
    kanal = submit(
        token=TautanSurvei.objects.get(unit=survei.unit).token,
        survei=survei.uuid,
        versi=survei.versi_id,
        answer=answer_of(kunci or uuid4(), [value] * 14, {}),
    )
    assert kanal or kunci


def counted(evaluasi) -> int:
    tally_services.count_all()
    Hasil.objects.update(lease_until=None)
    result_services.recompute_stale()
    return Hasil.objects.get(evaluasi=evaluasi).responden


def test_every_answer_is_computed_in(evaluasi):
    result_services.recompute_stale()
    for _ in range(3):
        answer(evaluasi.survei)
    assert counted(evaluasi) == 3


def test_two_evaluations_that_share_a_survey_both_see_the_answer(cast, evaluasi):
    other = factories.make_siklus(cast.banjarnegara)
    shared = factories.make_evaluasi(other, cast.rsud, survei=evaluasi.survei)
    result_services.recompute_stale()
    answer(evaluasi.survei)
    assert (counted(evaluasi), counted(shared)) == (1, 1)


def test_an_answer_waits_for_nobody_while_the_result_is_marked(evaluasi):
    """Neither for the worker nor for other respondents: the marked row is not touched."""
    Hasil.objects.update(stale=True, mark=7)
    answer(evaluasi.survei)
    assert Hasil.objects.get().mark == 7


def test_what_a_computation_did_not_see_is_found_by_the_sweep(evaluasi):
    result_services.recompute_stale()
    respond(evaluasi.survei, [5] * 14)
    tally_services.count_all()
    Hasil.objects.update(stale=False, dihitung_pada=timezone.now())  # its mark was lost
    assert responses.reconcile() == 1
    assert responses.reconcile() == 0
    assert counted(evaluasi) == 1


def test_a_settled_result_is_left_alone_by_the_sweep(cast, evaluasi):
    answer(evaluasi.survei)
    result_services.recompute_stale()
    assert responses.reconcile() == 0


def test_excluded_and_empty_responses_do_not_wake_anyone(evaluasi):
    result_services.recompute_stale()
    respond(
        evaluasi.survei,
        [5] * 14,
        dikecualikan=True,
        alasan_dikecualikan="Uji",
        ditinjau_pada=timezone.now(),
    )
    respond(evaluasi.survei, [None] * 14)
    assert responses.reconcile() == 0


# Real transactions ------------------------------------------------------------------------------


def in_thread(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_five_parallel_replays_count_once(cast, siklus):
    survei = factories.make_evaluasi(siklus, cast.rsud).survei
    kunci = uuid4()

    def replay(_: int) -> None:
        answer(survei, kunci=kunci)
        connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(replay, range(5)))
    assert Respons.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_during_the_computation_is_not_lost(cast, siklus):
    """The answer finds the row marked, and commits between the computation's read and its end."""
    evaluasi = factories.make_evaluasi(siklus, cast.rsud)
    result_services.recompute_stale()
    result_services.mark_stale(evaluasi)
    read, answered = threading.Event(), threading.Event()

    def work() -> None:
        with transaction.atomic():
            Hasil.objects.select_for_update().get(evaluasi=evaluasi)
            seen = result_services.figures(evaluasi)
            read.set()
            answered.wait(10)
            Hasil.objects.filter(evaluasi=evaluasi).update(stale=False, **seen)

    worker = in_thread(work)
    assert read.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")  # the answer does not wait for the worker
    answer(evaluasi.survei)
    answered.set()
    worker.join()
    assert Hasil.objects.get(evaluasi=evaluasi).responden == 0
    sweep()
    assert Hasil.objects.get(evaluasi=evaluasi).responden == 1


@pytest.mark.django_db(transaction=True)
def test_a_level_given_during_the_computation_is_not_lost(cast, siklus):
    """The mark waits for the worker's row, and finds it cleared: it must mark it again."""
    evaluasi = make_finished(cast, siklus, cast.rsud, level=3)
    result_services.mark_stale(evaluasi)
    read = threading.Event()

    def work() -> None:
        with transaction.atomic():
            Hasil.objects.select_for_update().get(evaluasi=evaluasi)
            read.set()
            # Long enough for the level below to be waiting for this row.
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.5)")
            Hasil.objects.filter(evaluasi=evaluasi).update(stale=False)

    worker = in_thread(work)
    assert read.wait(10)
    with transaction.atomic():
        Nilai.objects.filter(evaluasi=evaluasi, indikator=1).update(level=5)
        result_services.mark_stale(evaluasi)
    worker.join()
    assert Hasil.objects.get(evaluasi=evaluasi).stale
