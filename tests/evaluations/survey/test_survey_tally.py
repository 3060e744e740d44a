"""The running tally says what counting everything anew says, whatever happened before."""

import random
import threading

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluations.core.queries.survey_totals import tally
from evaluations.models import Hasil, RekapSurvei, Respons, Survei
from evaluations.results import services as result_services
from evaluations.rules.scoring import SurveyTotals
from evaluations.rules.survey.tally import CHANNELS
from evaluations.survey.services import tally as tally_services
from evaluations.survey.services.tally import count_all, count_batch, recount
from tests import factories
from tests.evaluations.ready import respond
from tests.evaluations.survey.pages import page_marks

pytestmark = pytest.mark.services


def stored() -> list[tuple]:
    fields = [field.name for field in RekapSurvei._meta.fields if field.name not in ("id", "pada")]
    rows = RekapSurvei.objects.order_by("survei").values_list(*fields)
    # A survey whose answers were all taken away again has a tally of zeros, or none.
    return [row for row in rows if any(row[2:-1]) or any(row[-1])]


ITEM = st.one_of(st.none(), st.integers(0, 5))
ANSWER = st.tuples(st.lists(ITEM, min_size=14, max_size=14), st.sampled_from(CHANNELS))
STEP = st.one_of(
    st.tuples(st.just("answer"), ANSWER),
    st.tuples(st.just("count"), st.integers(1, 4)),
    st.tuples(st.sampled_from(["exclude", "return"]), st.integers(0, 10**6)),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=25))
def test_s06_incremental_equals_recount_on_random_data(cast, siklus, steps):
    with transaction.atomic():
        surveys = [
            factories.make_evaluasi(siklus, unit).survei for unit in (cast.rsud, cast.puskesmas)
        ]
        dice = random.Random(len(steps))  # noqa: S311
        for action, value in steps:
            if action == "answer":
                respond(dice.choice(surveys), list(value[0]), kanal=value[1])
            elif action == "count":
                count_batch(value)
            else:
                rows = list(Respons.objects.select_for_update().filter(dihitung=True))
                if rows:
                    excluded = action == "exclude"
                    tally_services.change(
                        [rows[value % len(rows)]],
                        dikecualikan=excluded,
                        alasan_dikecualikan="Uji" if excluded else "",
                        ditinjau_pada=timezone.now(),
                        perlu_ditinjau=False,
                    )
        for survei in surveys:
            # Before anything else is counted: what waits is in every figure that people see.
            said = tally(survei, survei.versi.instrumen)
            rows = Respons.objects.filter(survei=survei, dikecualikan=False)
            plain = SurveyTotals.of([row.butir for row in rows], items=14)
            assert said.totals == plain
        count_all()
        running = stored()
        recount()
        assert stored() == running
        transaction.set_rollback(True)


def test_a_tally_says_channel_level_review_and_exclusion(evaluasi):
    survei = evaluasi.survei
    respond(survei, [0, 5, None, *[3] * 11], kanal="kios")
    respond(survei, [None] * 14)
    count_all()
    found = tally(survei, evaluasi.versi.instrumen)
    assert (found.jumlah, found.kanal["kios"], found.ditinjau) == (1, 1, 0)
    assert found.levels_of(0) == [1, 0, 0, 0, 0, 0]
    assert (found.totals.sums[:3], found.totals.counts[:3]) == ((0, 5, 0), (1, 1, 0))


@pytest.mark.django_db(transaction=True)
def test_a_row_that_commits_late_is_not_missed(cast, siklus):
    """An id taken early and committed after later ones have been counted."""
    survei = factories.make_evaluasi(siklus, cast.rsud).survei
    inserted, release = threading.Event(), threading.Event()

    def late() -> None:
        try:
            with transaction.atomic():
                respond(survei, [1] * 14)
                inserted.set()
                release.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=late)
    thread.start()
    assert inserted.wait(10)
    respond(survei, [5] * 14)
    assert count_all() == 1
    release.set()
    thread.join()
    assert count_all() == 1
    assert RekapSurvei.objects.get().jumlah == 2


@pytest.mark.django_db(transaction=True)
def test_a_recount_and_a_count_at_the_same_moment_lose_nothing(cast, siklus):
    survei = factories.make_evaluasi(siklus, cast.rsud).survei
    respond(survei, *[[4] * 14] * 20)
    started = threading.Event()

    def counting() -> None:
        try:
            with transaction.atomic():
                count_batch()
                started.set()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.3)")
        finally:
            connections.close_all()

    thread = threading.Thread(target=counting)
    thread.start()
    assert started.wait(10)
    recount()  # waits for the addition
    thread.join()
    assert RekapSurvei.objects.get().jumlah == 20


def test_counting_marks_the_results_of_the_survey_only(cast, siklus, evaluasi):
    factories.make_evaluasi(siklus, cast.puskesmas)
    result_services.recompute_stale()
    respond(evaluasi.survei, [5] * 14)
    count_all()
    assert list(Hasil.objects.filter(stale=True).values_list("evaluasi", flat=True)) == [
        evaluasi.pk
    ]


def test_an_answer_inserts_one_row_and_touches_nothing_else(client, evaluasi):
    before = Hasil.objects.get().mark
    url = f"/survei/{evaluasi.unit.tautan_survei.get().token}/"
    data = page_marks(evaluasi.survei) | {"b1": "3"}
    assert client.post(url, data).status_code == 302
    assert Hasil.objects.get().mark == before
    assert not RekapSurvei.objects.exists()
    assert Survei.objects.get().pk == Respons.objects.get().survei_id
