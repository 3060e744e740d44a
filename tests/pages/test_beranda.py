"""Home says what waits for me, and leads to the exact place."""

import pytest

from evaluations.progress.services.steps import advance
from evaluations.results.services import recompute_stale
from evaluations.rules.workflow import Action
from tests import factories


def body(client, path="/beranda/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_operator_is_led_to_the_f01(cast, evaluasi, as_user):
    recompute_stale()
    page = body(as_user(cast.operator))
    assert f"/evaluasi/{evaluasi.uuid}/f01/I/" in page
    assert "Isi F01: 0 dari" in page


def test_the_evaluator_is_led_to_the_f02_once_it_is_sent(cast, evaluasi, as_user):
    assert "Nilai F02" not in body(as_user(cast.evaluator))
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    assert f"/evaluasi/{evaluasi.uuid}/f02/" in body(as_user(cast.evaluator))


def test_the_bagian_is_told_of_units_without_an_evaluator(cast, siklus, as_user):
    factories.make_evaluasi(siklus, cast.rsud)
    assert "Tugaskan evaluator untuk 1 unit" in body(as_user(cast.bagian))


def test_a_person_without_a_role_is_told_whom_to_ask(cast, as_user):
    assert "belum memiliki peran" in body(as_user(cast.siapapun))


@pytest.mark.parametrize("name", ["operator", "evaluator", "bagian", "menpan", "pimpinan"])
def test_home_takes_the_same_queries_for_one_and_three_units(cast, siklus, as_user, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from evaluations.core import assignments

    client = as_user(getattr(cast, name))
    counts = []
    for number in (1, 3):
        for extra in range(len(counts) * 2 or 1):
            unit = factories.make_unit(cast.banjarnegara, f"Unit {number}-{extra}")
            made = factories.make_evaluasi(siklus, unit)
            assignments.assign(cast.evaluator, made.aspek.all(), "score")
        with CaptureQueriesContext(connection) as captured:
            client.get("/beranda/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_status_page_is_for_the_ministry(cast, as_user):
    assert "Status server" in body(as_user(cast.menpan), "/status/")
    assert as_user(cast.bagian).get("/status/").status_code == 403
