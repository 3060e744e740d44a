"""P3: results computed together are those computed alone, and none waits for another."""

import random
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.models import Evaluasi, Hasil, Jawaban, Nilai, Respons
from evaluations.results import services as result_services
from evaluations.rules.workflow import DECIDED
from tests import factories
from tests.evaluations import ready
from tests.stage import stage

FIGURES = [*result_services._COLUMNS, "error"]


@stage.fixture
def nation(cast, siklus):
    for number in range(9):
        unit = factories.make_unit(cast.banjarnegara, f"Unit {number}")
        evaluasi = ready.make_finished(cast, siklus, unit, people=number * 2)
        factories.answer_no(evaluasi, cast.operator)


def waiting():
    decided = [state.value for state in DECIDED]
    return Hasil.objects.exclude(evaluasi__state__in=decided)


def mark_all():
    waiting().update(stale=True, attempts=0, lease_until=None)


def stored():
    return {row["evaluasi_id"]: row for row in waiting().values("evaluasi_id", *FIGURES)}


def shuffle(seed):
    """Other levels, answers and respondents, some of them taken away."""
    dice = random.Random(seed)  # noqa: S311  no secret
    nilai = list(Nilai.objects.order_by("pk"))
    for row in dice.sample(nilai, len(nilai) // 2):
        row.level = dice.choice([0, 1, 2, 4, 5])
    nilai[dice.randrange(len(nilai))].level = None
    Nilai.objects.bulk_update(nilai, ["level"])
    jawaban = list(Jawaban.objects.order_by("pk"))
    for row in dice.sample(jawaban, len(jawaban) // 3):
        row.nilai = dice.choice([None, True, 0, "apa saja"])
    Jawaban.objects.bulk_update(jawaban, ["nilai"])
    respons = list(Respons.objects.order_by("pk"))
    for row in dice.sample(respons, len(respons) // 4):
        row.butir = [dice.choice([None, 1, 2, 3, 4]) for _ in row.butir]
    Respons.objects.bulk_update(respons, ["butir"])


@pytest.mark.parametrize("seed", range(3))
def test_p03_a_batch_stores_what_each_alone_comes_to(nation, seed):
    shuffle(seed)
    mark_all()
    assert result_services.recompute_stale() == len(stored())
    together = stored()
    assert len({row["ipp"] for row in together.values()}) > 3
    for evaluasi in Evaluasi.objects.filter(pk__in=together).select_related("siklus", "versi"):
        alone = result_services.figures(evaluasi)
        assert together[evaluasi.pk] == {"evaluasi_id": evaluasi.pk, "error": "", **alone}


def test_p03_a_batch_of_many_takes_the_queries_of_one(nation):
    taken = []
    for most in (2, 9):
        mark_all()
        with CaptureQueriesContext(connection) as caught:
            result_services.compute(result_services._claim(most))
        taken.append(len(caught))
    assert taken[0] == taken[1] <= 15, taken


def test_p03_a_fault_in_one_leaves_the_others(nation, monkeypatch):
    mark_all()
    broken = waiting().order_by("pk").first()
    real = result_services._figures

    def figures(evaluasi, inputs):
        if evaluasi.pk == broken.evaluasi_id:
            raise ZeroDivisionError
        return real(evaluasi, inputs)

    monkeypatch.setattr(result_services, "_figures", figures)
    result_services.recompute_stale()
    left = waiting().filter(stale=True)
    assert [(row.pk, row.attempts) for row in left] == [(broken.pk, 1)]
    assert left.get().lease_until is not None  # tried again later, and alone
    Hasil.objects.filter(pk=broken.pk).update(lease_until=None)
    others = waiting().exclude(pk=broken.pk)[:2]
    Hasil.objects.filter(pk__in=[row.pk for row in others]).update(stale=True, attempts=1)
    for _ in range(3):
        assert len(result_services._claim(50)) == 1


def test_p03_the_next_in_the_queue_is_read_from_its_index(nation):
    """However long the queue is: no sort, and no row but the one that is taken."""
    mark_all()
    with CaptureQueriesContext(connection) as caught:
        result_services._claim()
    (asked,) = [q["sql"] for q in caught.captured_queries if "SKIP LOCKED" in q["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # a table of a few rows is read whole
        cursor.execute(f"EXPLAIN {asked}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "hasil_queue" in plan
    assert "Sort" not in plan


def test_p03_the_oldest_is_taken_first_and_what_failed_last(nation):
    mark_all()
    rows = list(waiting().order_by("pk"))
    for hours, row in enumerate(rows):
        row.attempts = hours % 2
        row.save(update_fields=["attempts"])
    order = [result_services._claim()[0] for _ in rows]
    assert all(a.attempts <= b.attempts for a, b in pairwise(order))
