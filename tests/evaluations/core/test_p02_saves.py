"""P2: what a save asks of the database, and what history is told of it."""

from uuid import uuid4

import pghistory
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from evaluations.models import Jawaban
from pekppp.accounts.middleware import RememberWho
from pekppp.accounts.models import UnitLokus

pytestmark = pytest.mark.services

SET = "set_config('pghistory.context_id'"


def save(client, address, **data):
    with CaptureQueriesContext(connection) as caught:
        response = client.post(
            address, data={"kunci": str(uuid4()), **data}, content_type="application/json"
        )
    assert response.status_code == 200, response.content
    return [query["sql"] for query in caught.captured_queries]


def test_p02_an_answer_takes_few_statements_and_tells_history_once(cast, evaluasi, as_user):
    client, address = as_user(cast.operator), f"/evaluasi/{evaluasi.uuid}/f01/jawaban/"
    answer = {"indikator": 1, "pertanyaan": "jumlah_layanan"}
    for versi, most in ((0, 20), (1, 18)):  # the first one is an INSERT in a savepoint
        asked = save(client, address, nilai=versi + 3, versi=versi, **answer)
        # Here the request's own transaction is a savepoint in the test's: two statements of it.
        assert len(asked) <= most, asked
        assert sum(SET in sql for sql in asked) == 1
    row = Jawaban.pgh_event_model.objects.latest("pk")
    assert row.pgh_context.metadata == {"user": cast.operator.pk, "url": address}


def test_p02_what_a_savepoint_takes_back_is_told_again(cast, rf):
    """Else what is written behind it would have no author."""

    def view(request):
        unit = UnitLokus.objects.get(pk=cast.rsud.pk)
        try:
            with transaction.atomic():
                pghistory.context(lagi="ya")
                unit.alamat = "Satu"
                unit.save()  # told behind the savepoint
                raise LookupError
        except LookupError:
            unit.alamat = "Dua"
            unit.save()
        with transaction.atomic():
            unit.alamat = "Tiga"
            unit.save()
        return unit

    request = rf.post("/alamat/")
    request.user = cast.bagian
    RememberWho(view)(request)
    rows = UnitLokus.pgh_event_model.objects.filter(pgh_obj=cast.rsud, alamat__in=["Dua", "Tiga"])
    told = {"user": cast.bagian.pk, "url": "/alamat/", "lagi": "ya"}
    assert [row.pgh_context.metadata for row in rows] == [told] * 2
