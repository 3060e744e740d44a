"""What an office decides about responses, and that every count follows."""

import io
import re
from uuid import UUID

import openpyxl  # noqa: TID251 - reads what our door wrote
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.models import Evaluasi, Hasil, RekapSurvei, Respons
from evaluations.progress.services.steps import advance
from evaluations.results import services as result_services
from evaluations.rules.workflow import Action
from evaluations.survey.services.review import bring_back, exclude
from evaluations.survey.services.tally import count_all
from pekppp.accounts.models import AuditEntry
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.ready import make_finished, make_validated, respond

VARIED = [4, 3, 5, 4, 2, 4, 5, 3, 4, 4, 5, 2, 3, 4]


def counted(evaluasi) -> tuple[int, int, int]:
    """What the tally, the result and the excluded say."""
    count_all()
    Hasil.objects.update(lease_until=None)
    result_services.recompute_stale()
    rekap = RekapSurvei.objects.get(survei=evaluasi.survei)
    return rekap.jumlah, Hasil.objects.get(evaluasi=evaluasi).responden, rekap.dikecualikan


def test_s05_marked_excluded_brought_back_and_every_count_follows(cast, evaluasi, as_user):
    respond(evaluasi.survei, [5] * 14, VARIED)
    assert counted(evaluasi) == (2, 2, 0)
    office = as_user(cast.bagian)
    base = f"/evaluasi/{evaluasi.uuid}/survei/"
    page = office.get(f"{base}tinjau/").content.decode()
    row = Respons.objects.get(perlu_ditinjau=True)
    assert "Semua nilai sama" in page and page.count('name="kunci"') == 1

    data = {"kunci": [str(row.kunci)], "alasan": ""}
    assert office.post(f"{base}tinjau/kecualikan/", data).status_code == 422
    data["alasan"] = "Diisi oleh petugas"
    assert office.post(f"{base}tinjau/kecualikan/", data).status_code == 302
    assert counted(evaluasi) == (1, 1, 1)
    assert "1 respons dikecualikan" in office.get(base).content.decode()
    entry = AuditEntry.objects.get(action="kecualikan_respons")
    assert (entry.by, entry.reason, entry.data["respons"]) == (
        cast.bagian,
        "Diisi oleh petugas",
        str(row.kunci),
    )

    assert office.post(f"{base}tinjau/kembalikan/", data).status_code == 302
    assert counted(evaluasi) == (2, 2, 0)
    assert not Respons.objects.filter(perlu_ditinjau=True).exists()


def test_s05_what_was_found_in_order_is_not_marked_again(cast, evaluasi, as_user):
    respond(evaluasi.survei, *[VARIED] * 5)
    counted(evaluasi)
    url = f"/evaluasi/{evaluasi.uuid}/survei/tinjau/wajar/"
    keys = [str(row.kunci) for row in Respons.objects.all()]
    assert as_user(cast.bagian).post(url, {"kunci": keys}).status_code == 302
    respond(evaluasi.survei, VARIED)
    assert counted(evaluasi) == (6, 6, 0)
    assert Respons.objects.filter(perlu_ditinjau=True).count() == 1


@pytest.mark.parametrize("who", ["operator", "kepala", "pimpinan", "evaluator"])
def test_s05_the_unit_itself_decides_nothing(cast, evaluasi, as_user, who):
    respond(evaluasi.survei, [5] * 14)
    count_all()
    person = getattr(cast, who)
    url = f"/evaluasi/{evaluasi.uuid}/survei/tinjau/"
    assert as_user(person).get(url).status_code == 403
    with pytest.raises(PermissionDenied):
        exclude(by=person, evaluasi=evaluasi, kunci=[Respons.objects.get().kunci], alasan="x")


def test_a_decided_result_stays_as_it_is(cast, siklus, as_user):
    decided = make_validated(cast, siklus, cast.rsud)
    count_all()
    url = f"/evaluasi/{decided.uuid}/survei/tinjau/kecualikan/"
    data = {"kunci": [str(Respons.objects.first().kunci)], "alasan": "Uji"}
    assert as_user(cast.bagian).post(url, data).status_code == 403
    assert not Respons.objects.filter(dikecualikan=True).exists()


def test_who_looked_before_the_validation_decides_nothing_after_it(cast, siklus):
    before = make_finished(cast, siklus, cast.rsud)
    count_all()
    advance(
        by=cast.menpan,
        evaluasi=Evaluasi.objects.get(pk=before.pk),
        action=Action.VALIDASI,
    )
    with pytest.raises(Refused):
        exclude(by=cast.bagian, evaluasi=before, kunci=[Respons.objects.first().kunci], alasan="x")


def test_a_response_of_another_survey_is_not_reached(cast, siklus, evaluasi):
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    respond(other.survei, [5] * 14)
    count_all()
    with pytest.raises(Refused):
        exclude(by=cast.bagian, evaluasi=evaluasi, kunci=[Respons.objects.get().kunci], alasan="x")
    with pytest.raises(Refused):
        bring_back(by=cast.bagian, evaluasi=other, kunci=[Respons.objects.get().kunci])


def test_the_overview_puts_who_lags_first(cast, siklus, evaluasi, as_user):
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    respond(evaluasi.survei, *[VARIED] * 3)
    count_all()
    office = as_user(cast.bagian)
    page = office.get("/pemantauan/survei/").content.decode()
    assert page.index(other.nama_unit) < page.index(evaluasi.nama_unit)
    assert "3 dari minimum 10" in page
    assert as_user(cast.operator).get("/pemantauan/survei/").status_code == 403


def exported(client, evaluasi) -> list[tuple]:
    response = client.get(f"/evaluasi/{evaluasi.uuid}/survei/respons.xlsx")
    assert response.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return [row for sheet in book for row in sheet.iter_rows(values_only=True)]


def test_s09_an_export_hides_what_a_page_hides(cast, siklus, as_user):
    evaluasi = make_finished(cast, siklus, cast.rsud, people=6)
    respond(evaluasi.survei, [3] * 13 + [None], kanal="kertas", usia="20-29", layanan="Poli gigi")
    Respons.objects.filter(kanal="tautan").update(komentar="ANTREAN")
    rows = exported(as_user(cast.bagian), evaluasi)
    text = str(rows)
    assert "Poli gigi" not in text and "20-29" not in text and "kertas" not in text
    assert text.count("disamarkan") >= 7  # six links and one paper hide each other
    assert "ANTREAN" in text


def test_s09_rows_and_comments_of_an_export_do_not_stand_in_one_order(cast, siklus, as_user):
    """Otherwise the comment of the third row would be the third comment."""
    evaluasi = make_finished(cast, siklus, cast.rsud, people=0)
    for number, level in enumerate((3, 1, 5, 2, 4), start=1):
        respond(evaluasi.survei, [level] * 14, kunci=UUID(int=number), komentar=f"KATA-{number}")
    rows = exported(as_user(cast.bagian), evaluasi)
    levels = [row[1] for row in rows if row[0] == "tautan"]
    words = [row[0] for row in rows if str(row[0]).startswith("KATA")]
    assert levels == [1, 2, 3, 4, 5]
    assert words == [f"KATA-{number}" for number in range(1, 6)]


def test_s09_below_five_an_export_has_no_rows(cast, siklus, as_user):
    evaluasi = make_finished(cast, siklus, cast.rsud, people=4)
    Respons.objects.update(komentar="ANTREAN")
    client = as_user(cast.bagian)
    assert "tautan" not in str(exported(client, evaluasi)[3:])
    body = client.get(f"/evaluasi/{evaluasi.uuid}/survei/respons.csv").content.decode()
    assert len(body.splitlines()) == 1 and "ANTREAN" not in body


def test_the_unit_exports_once_it_may_see_the_breakdown(cast, siklus, as_user):
    evaluasi = make_finished(cast, siklus, cast.rsud)
    url = f"/evaluasi/{evaluasi.uuid}/survei/respons.csv"
    assert as_user(cast.operator).get(url).status_code == 403
    decided = make_validated(cast, siklus, cast.puskesmas)
    url = f"/evaluasi/{decided.uuid}/survei/respons.csv"
    assert as_user(cast.operator_puskesmas).get(url).status_code == 200


def test_the_overview_takes_as_many_queries_for_three_units_as_for_one(
    cast, siklus, evaluasi, as_user, django_assert_num_queries
):
    office = as_user(cast.bagian)
    office.get("/pemantauan/survei/")
    with CaptureQueriesContext(connection) as one:
        office.get("/pemantauan/survei/")
    for number in range(2):
        unit = factories.make_unit(cast.banjarnegara, f"Kecamatan {number}")
        factories.make_evaluasi(siklus, unit)
    with django_assert_num_queries(len(one)):
        page = office.get("/pemantauan/survei/").content.decode()
    assert page.count('class="small muted"') == 3


def test_the_overview_turns_its_pages_with_and_without_a_cycle(
    cast, siklus, evaluasi, as_user, monkeypatch
):
    factories.make_evaluasi(siklus, cast.puskesmas)
    monkeypatch.setattr("evaluations.survey.views.office.PER_PAGE", 1)
    office = as_user(cast.bagian)
    for asked in ("?urut=unit", f"?siklus={siklus.uuid}&urut=unit"):
        first = office.get(f"/pemantauan/survei/{asked}").content.decode()
        link = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
        second = office.get(f"/pemantauan/survei/{link}").content.decode()
        assert "Halaman 2 dari 2" in second
        assert (cast.rsud.nama in first) != (cast.rsud.nama in second)


def test_who_watches_surveys_is_led_to_them(cast, evaluasi, as_user):
    office = as_user(cast.bagian)
    for page in ("/beranda/", "/pemantauan/"):
        assert b'href="/pemantauan/survei/' in office.get(page).content
    assert b"/pemantauan/survei/" not in as_user(cast.operator).get("/beranda/").content


def test_s09_the_unit_sees_no_small_channel_nor_how_many_answered_a_hidden_item(
    cast, siklus, as_user
):
    evaluasi = make_finished(cast, siklus, cast.rsud, people=9)
    respond(evaluasi.survei, [4] * 13 + [None], kanal="kertas")
    Respons.objects.filter(pk__in=Respons.objects.values("pk")[:6]).update(butir=[4] * 13 + [None])
    page = as_user(cast.bagian).get(f"/evaluasi/{evaluasi.uuid}/survei/").content.decode()
    assert "Tautan daring (disamarkan); Kertas (disamarkan)" in page
    row = page[page.index("14. ") :]
    assert row[: row.index("</tr>")].count("disamarkan") == 2
