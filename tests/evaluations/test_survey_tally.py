"""The running tally says what counting everything anew says, whatever happened before."""

import random
import threading
from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluations.models import Hasil, RekapSurvei, Respons, Survei
from evaluations.queries.survei import tally
from evaluations.scoring import SurveyTotals
from evaluations.services import results, survey_tally
from evaluations.services.survey_tally import count_all, count_batch, recount
from evaluations.tally import (
    CHANNELS,
    masked,
    masked_items,
    respread,
    spread,
    spread_of_items,
)
from tests import factories
from tests.evaluations.ready import respond
from tests.evaluations.survey_pages import page_marks


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
                    survey_tally.change(
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
    results.recompute_stale()
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


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([], set()),
        ([10, 0, 7], set()),
        ([10, 3, 7], {1, 2}),  # 20 in all, 10 shown: 3 and 7 hide each other
        ([10, 3], {0, 1}),
        ([3], {0}),
        ([20, 1, 1, 8], {1, 2, 3}),  # two groups of together two people are one person each
        ([9, 4, 4], {1, 2}),
        ([20, 1, 1, 1, 1, 1], {0, 1, 2, 3, 4, 5}),  # five groups of five people, too
    ],
)
def test_s09_a_small_group_is_not_hidden_by_itself(counts, hidden):
    assert masked(counts, 5) == hidden


def test_s09_the_mean_of_an_aspect_gives_no_hidden_item_away():
    aspects = ["I", "I", "I", "II", "II", "III"]
    items, kinds = masked_items([20, 20, 3, 20, 20, 20], aspects, 5)
    assert (items, kinds) == ({0, 2}, set())
    items, kinds = masked_items([20, 20, 20, 20, 20, 3], aspects, 5)
    assert kinds == {"III", "II"}
    assert items == {3, 4, 5}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([0, 0, 5, 9, 20, 30], [0, 0, 5, 9, 20, 30]),
        ([0, 0, 2, 9, 20, 30], [None, None, None, None, 20, 30]),  # 2 people at 1 or 2, 9 at 3
        ([1, 1, 1, 9, 20, 30], [None, None, None, None, 20, 30]),
        ([0, 0, 0, 1, 1, 40], None),  # 42 answers with the mean 4.93: these two, and no others
        ([0, 0, 0, 0, 4, 30], None),
        ([0] * 6, [0] * 6),
    ],
)
def test_s09_a_hidden_level_does_not_follow_from_sum_and_mean(counts, shown):
    assert spread(counts, 5) == shown


def tables(people: int, levels: int = 6) -> Iterator[tuple[int, ...]]:
    """Every way in which so many people could have answered."""
    if levels == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in tables(people - first, levels - 1):
            yield (first, *rest)


def test_s09_every_small_number_behind_a_shown_distribution_could_be_another():
    """All answers of twelve people: what is published fits tables that differ in what is hidden."""
    published = defaultdict(list)
    everything = list(tables(12))
    for counts in everything:
        shown = spread(counts, 5)
        if shown is None:
            continue
        assert all(seen in (None, n) for seen, n in zip(shown, counts, strict=True))
        assert not any(n and n < 5 for n in shown if n is not None)
        if None in shown:
            published[tuple(shown), sum(n * level for level, n in enumerate(counts))].append(counts)
    assert len(published) > 100
    for (shown, _), fitting in published.items():
        for level, seen in enumerate(shown):
            values = {counts[level] for counts in fitting}
            assert seen is not None or len(values) > 1 or values == {0} or min(values) >= 5


def test_s09_an_aspect_s_levels_do_not_give_an_item_s_away():
    plain, few = [0, 0, 5, 9, 20, 30], [0, 0, 2, 9, 20, 33]
    assert spread_of_items([plain, plain], 5) == [0, 0, 10, 18, 40, 60]
    assert spread_of_items([plain, few], 5) is None  # the two would be 7 less 5
    # Nobody chose the two lowest levels of either, so nobody of each: six people at the third.
    assert spread_of_items([few, few, few], 5) is None
    mixed = [2, 2, 2, 9, 20, 33]
    assert spread_of_items([mixed, mixed, mixed], 5) == [6, 6, 6, 27, 60, 99]


def test_s09_what_was_published_by_an_older_rule_is_hidden_where_it_cannot_be_judged():
    plain, old = [0, 0, 5, 9, 20, 30], [None, None, None, 9, 20, 30]
    survei = {
        "batas_samaran": 5,
        "butir": [
            {"aspek": kode, "sebaran": counts}
            for kode, counts in (("I", plain), ("I", plain), ("II", plain), ("II", old))
        ],
        "aspek": [
            {"kode": "I", "sebaran": [0, 0, 10, 18, 40, 60]},
            {"kode": "II", "sebaran": [None, None, None, 18, 40, 60]},
        ],
    }
    found = respread(survei)
    assert [row["sebaran"] for row in found["butir"]] == [plain, plain, plain, None]
    assert [row["sebaran"] for row in found["aspek"]] == [[0, 0, 10, 18, 40, 60], None]


@settings(max_examples=60, deadline=None)
@given(parts=st.lists(st.lists(st.integers(0, 7), min_size=4, max_size=4), min_size=2, max_size=2))
def test_s09_items_and_their_aspect_together_leave_every_small_number_open(parts):
    """Whoever knows number, mean and shown levels of two items and of both together."""
    shown = spread_of_items(parts, 5)
    if shown is None:
        return
    own = [spread(part, 5) for part in parts]

    def fitting(part, seen):
        return [
            t
            for t in tables(sum(part), 4)
            if sum(n * level for level, n in enumerate(t))
            == sum(n * level for level, n in enumerate(part))
            and (seen is None or all(s in (None, n) for s, n in zip(seen, t, strict=True)))
        ]

    both = [
        (*one, *two)
        for one in fitting(parts[0], own[0])
        for two in fitting(parts[1], own[1])
        if all(s in (None, a + b) for s, a, b in zip(shown, one, two, strict=True))
    ]
    for place, count in enumerate((*parts[0], *parts[1])):
        assert not 0 < count < 5 or len({pair[place] for pair in both}) > 1
