"""One-time codes: a slip brings one finished answer, and nobody learns whose."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import openpyxl  # noqa: TID251  reads what the door wrote
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from evaluations.models import KodeSurvei, LembarKode, Respons
from evaluations.survey.services import codes as survey_codes
from evaluations.survey.services.codes import ALPHABET, make_batch
from evaluations.survey.services.traces import stamp
from pekppp.accounts.models import AuditEntry
from pekppp.base import limits
from pekppp.base.errors import Refused
from tests import factories


@pytest.fixture
def kode(cast, evaluasi) -> str:
    make_batch(by=cast.operator, evaluasi=evaluasi, jumlah=1, label="Loket 2")
    return KodeSurvei.objects.get().kode


def answers(page: str, value="4", **more) -> dict:
    """What the page itself would send."""
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page))
    return hidden | {f"b{n}": value for n in range(1, 15)} | more


def spent() -> bool:
    return KodeSurvei.objects.get().dipakai_pada is not None


def test_s03_a_code_is_spent_only_by_a_finished_answer(client, kode):
    url = f"/s/{kode}/"
    page = client.get(url)
    assert (page.status_code, spent()) == (200, False)
    # Nothing answered, and something no page of ours sends: neither spends the code.
    data = answers(page.content.decode())
    empty = {name: "" for name in data if name.startswith("b")}
    for wrong in (data | empty, data | {"b1": "9"}, data | {"kunci": "x"}):
        assert client.post(url, wrong).status_code == 422
        assert not spent()
    done = client.post(url, data, follow=True)
    assert done.redirect_chain == [(f"{url}terima-kasih/", 302)]
    assert "Terima kasih" in done.content.decode()
    assert spent()
    row = Respons.objects.get()
    assert (row.kanal, row.butir) == ("kode", [4] * 14)
    # A second tap on the same page is the same answer; another page with the code is refused.
    assert client.post(url, data).status_code == 302
    again = client.post(url, data | {"kunci": str(uuid4())})
    assert (again.status_code, "sudah dipakai" in again.content.decode()) == (409, True)
    assert client.get(url).status_code == 409
    assert Respons.objects.count() == 1


@pytest.mark.parametrize("case", ["no moment", "overnight"])
def test_a08_a_slip_s_page_is_of_some_hours_as_well(client, kode, case):
    url = f"/s/{kode}/"
    data = answers(client.get(url).content.decode(), komentar="Ramah")
    opened = timezone.now() - timedelta(hours=15)
    old = stamp(halaman=kode, kunci=data["kunci"], pada=opened)
    back = client.post(url, data | {"dibuka": "" if case == "no moment" else old})
    page = back.content.decode()
    assert (back.status_code, spent()) == (422, False)
    # Nothing typed is lost, and under its fresh marks it is taken.
    assert page.count(" checked") == 14 and ">\nRamah</textarea>" in page
    again = data | answers(page)
    assert again["kunci"] != data["kunci"]
    assert (client.post(url, again).status_code, spent()) == (302, True)
    stale = again | {"dibuka": ""}  # the same once more, from a page that is too old by now
    assert client.post(url, stale).status_code == 302


def test_nothing_leads_from_a_code_to_its_answer(client, kode):
    client.post(f"/s/{kode}/", answers(client.get(f"/s/{kode}/").content.decode()))
    row, code = Respons.objects.get(), KodeSurvei.objects.get()
    assert (row.tautan, row.lembar_kertas, row.jejak_perangkat) == (None, None, None)
    assert code.dipakai_pada == timezone.localdate()  # the day, not the moment
    related = {field.name for field in KodeSurvei._meta.get_fields()}
    assert related == {"id", "instansi", "lembar", "kode", "dipakai_pada"}


def test_codes_are_unambiguous_and_typed_as_people_type(client, kode):
    assert re.fullmatch(f"[{ALPHABET}]{{12}}", kode)
    assert not set("0O1IL2Z5S8B") & set(ALPHABET)
    typed = survey_codes.grouped(kode).lower()
    response = client.get("/s/", {"kode": f" {typed} "}, follow=True)
    assert response.redirect_chain == [(f"/s/{kode}/", 302)]
    assert client.get(f"/s/{typed}/").status_code == 200
    page = client.get("/s/", {"kode": " "})
    assert (page.status_code, "Tulis dahulu kode" in page.content.decode()) == (200, True)


@pytest.mark.parametrize("typed", ["TIDAKADA", "ACDEFGHJKMNP", "a" * 200])
def test_an_unknown_code_is_said_in_words(client, kode, typed):
    for response in (client.get(f"/s/{typed}/"), client.post(f"/s/{typed}/", {"b1": "4"})):
        assert (response.status_code, "tidak berlaku" in response.content.decode()) == (404, True)
    assert client.get(f"/s/{typed}/terima-kasih/").status_code == 404


def test_trying_codes_ends_in_429_with_words(client, kode, settings):
    settings.UNKNOWN_RATE_PER_ADDRESS = 2
    found = [client.get(f"/s/SALAH{n}/") for n in range(4)]
    assert [response.status_code for response in found] == [404, 404, 429, 429]
    assert int(found[-1]["Retry-After"]) == limits.WINDOW
    assert client.get(f"/s/{kode}/").status_code == 200


def test_a_cancelled_batch_and_a_closed_survey_take_no_answer(client, cast, evaluasi, kode):
    data = answers(client.get(f"/s/{kode}/").content.decode())
    survei = evaluasi.survei
    survei.tutup = timezone.now()
    survei.save()
    assert client.post(f"/s/{kode}/", data).status_code == 403
    assert "Saat ini tidak ada survei" in client.get(f"/s/{kode}/").content.decode()
    with pytest.raises(Refused, match="ditutup"):
        make_batch(by=cast.operator, evaluasi=evaluasi, jumlah=1)
    lembar = LembarKode.objects.get()
    survey_codes.cancel_batch(by=cast.operator, evaluasi=evaluasi, lembar=lembar)
    assert client.post(f"/s/{kode}/", data).status_code == 404
    assert not spent() and not Respons.objects.exists()


def test_the_unit_makes_batches_and_takes_them_as_xlsx(cast, evaluasi, as_user):
    client, base = as_user(cast.operator), f"/evaluasi/{evaluasi.uuid}/survei/kode/"
    wrong = client.post(f"{base}buat/", {"jumlah": "5000"})
    assert (wrong.status_code, b"Paling banyak 1.000" in wrong.content) == (422, True)
    client.post(f"{base}buat/", {"jumlah": "30", "label": "=Loket 2"})
    lembar = LembarKode.objects.get()
    page = client.get(base).content.decode()
    assert "0 dari 30" in page and "=Loket 2" in page
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{base}{lembar.uuid}/kode.xlsx").content))
    cells = [row[0] for row in book.active.iter_rows(values_only=True)]
    kept = set(KodeSurvei.objects.values_list("kode", flat=True))
    assert {str(cell).replace("-", "") for cell in cells} >= kept and len(kept) == 30
    client.post(f"{base}{lembar.uuid}/batalkan/")
    assert "Dibatalkan" in client.get(base).content.decode()
    assert client.get(f"{base}{lembar.uuid}/kode.xlsx").status_code == 404


def test_who_only_reads_makes_no_codes(cast, evaluasi, as_user):
    base = f"/evaluasi/{evaluasi.uuid}/survei/kode/"
    assert as_user(cast.pimpinan).get(base).status_code == 403
    assert as_user(cast.operator_puskesmas).get(base).status_code == 404


@pytest.mark.parametrize("who", ["pimpinan", "evaluator", "operator_puskesmas", "admin_tetangga"])
def test_nobody_else_ends_or_makes_codes(cast, evaluasi, kode, who):
    """Asked of the service itself: a task or an import comes by no view."""
    by, lembar = getattr(cast, who), LembarKode.objects.get()
    with pytest.raises(PermissionDenied):
        survey_codes.cancel_batch(by=by, evaluasi=evaluasi, lembar=lembar)
    with pytest.raises(PermissionDenied):
        make_batch(by=by, evaluasi=evaluasi, jumlah=1)
    assert LembarKode.objects.get().dibatalkan_pada is None


def test_codes_of_another_survey_are_not_ended_from_here(cast, siklus, evaluasi, kode):
    """The office may manage both, and still names the survey that it means."""
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    with pytest.raises(Refused) as refused:
        survey_codes.cancel_batch(by=cast.bagian, evaluasi=other, lembar=LembarKode.objects.get())
    assert refused.value.status == 404
    assert LembarKode.objects.get().dibatalkan_pada is None


def test_a_batch_is_ended_once(cast, evaluasi, kode):
    lembar = LembarKode.objects.get()
    for _ in range(2):
        survey_codes.cancel_batch(by=cast.operator, evaluasi=evaluasi, lembar=lembar)
    ended = AuditEntry.objects.get(action="batalkan_kode_survei")
    assert ended.by == cast.operator


def test_the_list_of_batches_costs_the_same_for_three(
    cast, evaluasi, as_user, django_assert_num_queries
):
    client, base = as_user(cast.operator), f"/evaluasi/{evaluasi.uuid}/survei/kode/"
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_batch(by=cast.operator, evaluasi=evaluasi, jumlah=2)
    client.get(base)
    with CaptureQueriesContext(connection) as one:
        client.get(base)
    for _ in range(2):
        make_batch(by=cast.operator, evaluasi=evaluasi, jumlah=2)
    with django_assert_num_queries(len(one)):
        client.get(base)
