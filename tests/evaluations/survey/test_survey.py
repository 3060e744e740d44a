"""F03 as the public meets it: one link, one page, one answer."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.utils import timezone

from evaluations.models import Respons, Survei, TautanSurvei
from evaluations.publication.services.publication import publish
from pekppp.accounts.models import Layanan
from tests import factories
from tests.evaluations.ready import make_validated
from tests.evaluations.survey.pages import page_marks

FORM = "application/x-www-form-urlencoded"


class Browser(Client):
    """Sends a form as the page does; Django's client would send it in parts, as for files."""

    def post(self, path, data=None, content_type=FORM, **extra):
        if isinstance(data, dict) and content_type == FORM:
            data = urlencode(data, doseq=True)
        return super().post(path, data, content_type=content_type, **extra)


@pytest.fixture
def client() -> Client:
    return Browser()


@pytest.fixture
def survei(evaluasi) -> Survei:
    return evaluasi.survei


@pytest.fixture
def url(survei) -> str:
    return f"/survei/{TautanSurvei.objects.get(unit=survei.unit).token}/"


def answers(survei, value="4", **more) -> dict:
    items = {f"b{n}": value for n in range(1, 15)}
    return {**page_marks(survei), **items, **more}


def close(survei) -> None:
    past = timezone.now() - timedelta(minutes=1)
    Survei.objects.filter(pk=survei.pk).update(tutup=past)


def test_the_link_leads_to_the_open_survey_without_login_or_cookie(client, url, cast):
    response = client.get(url)
    page = response.content.decode()
    assert response.status_code == 200
    assert cast.rsud.nama in page
    assert len(re.findall("<fieldset", page)) == 14
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("asked", ["", "?bahasa=en"])
def test_the_first_load_is_at_most_30_kilobytes_and_has_no_script(client, cast, url, asked):
    """Uncompressed, so on any line; with the services of a busy unit offered."""
    Layanan.objects.bulk_create(
        Layanan(unit=cast.rsud, instansi=cast.rsud.instansi, nama=f"Pelayanan rawat jalan {n}")
        for n in range(20)
    )
    page = client.get(url + asked).content
    linked = re.findall(rb'(?:href|src)="/static/([^"]+)"', page)
    files = [Path(finders.find(name.decode())).read_bytes() for name in linked]
    assert sum(map(len, [page, *files])) <= 30_000
    assert len(files) == 2  # the stylesheet and the icon
    assert b"<script" not in page


def test_an_answer_counts_once_and_leads_to_thanks(client, url, survei):
    data = answers(survei, usia="20-29", komentar=" Bagus ", b14="x", b13="")
    response = client.post(url, data, follow=True)
    assert "Terima kasih" in response.content.decode()
    assert response.redirect_chain == [(f"{url}terima-kasih/", 302)]
    row = Respons.objects.get()
    assert row.butir == [4] * 12 + [None, None]
    assert (row.usia, row.komentar, row.kanal, row.instansi) == (
        "20-29",
        "Bagus",
        "tautan",
        survei.instansi,
    )


def test_every_page_has_a_key_of_its_own(client, url):
    keys = {re.search(rb'name="kunci" value="([^"]+)"', client.get(url).content)[1] for _ in "ab"}
    assert len(keys) == 2


def test_thirty_people_behind_one_address_all_count(client, url, survei):
    for _ in range(30):
        assert client.post(url, answers(survei)).status_code == 302
    assert Respons.objects.count() == 30


def test_zero_is_an_answer(client, url, survei):
    client.post(url, answers(survei, "0"))
    assert Respons.objects.get().butir == [0] * 14


@pytest.mark.parametrize("value", ["", "x"])
def test_nothing_answered_is_no_response_and_everything_typed_is_kept(client, url, survei, value):
    data = answers(survei, value, komentar="Parkir sempit", pendidikan="sma")
    response = client.post(url, data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Beri nilai sedikitnya pada satu pernyataan." in page
    assert "Parkir sempit" in page
    assert '<option value="sma" selected>' in page
    assert page.count(" checked") == (14 if value else 0)
    assert data["kunci"] in page
    assert not Respons.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"b1": "6"}, "Pilihan ini tidak tersedia."),
        ({"b1": "-1"}, "Pilihan ini tidak tersedia."),
        ({"b1": "abc"}, "Pilihan ini tidak tersedia."),
        ({"b1": "4\x00"}, "Pilihan ini tidak tersedia."),
        ({"b1": ["4", "5"]}, "Pilih satu jawaban saja."),
        ({"b15": "5"}, "Jawaban memuat butir yang tidak ada pada survei ini."),
        ({"usia": "999"}, "Pilihan ini tidak tersedia."),
        ({"komentar": "a\x00b"}, "Isian memuat karakter yang tidak dapat disimpan."),
        ({"komentar": "x" * 2001}, "2000"),
        ({"layanan": "x" * 201}, "200"),
        ({"kunci": "bukan-kunci"}, "Kirim sekali lagi."),
        ({"kunci": ""}, "Kirim sekali lagi."),
    ],
)
def test_what_the_page_cannot_have_sent_is_refused_in_words(client, url, survei, changed, words):
    response = client.post(url, answers(survei, layanan="Rawat jalan") | changed)
    page = response.content.decode()
    assert (response.status_code, words in page) == (422, True)
    assert "Rawat jalan" in page or "layanan" in changed
    assert page.count(" checked") >= 13
    assert not Respons.objects.exists()


def test_a_missing_item_is_null_like_one_that_was_left_out(client, url, survei):
    data = answers(survei)
    del data["b3"]
    client.post(url, data)
    assert Respons.objects.get().butir[2] is None


def test_a_comment_is_text_whatever_it_contains(client, url, survei):
    script = "<script>alert(1)</script>"
    page = client.post(url, answers(survei, "", komentar=script)).content.decode()
    assert script not in page
    assert "&lt;script&gt;" in page


def test_a_post_too_large_for_any_form_is_said_in_words(client, url, survei):
    response = client.post(url, answers(survei, komentar="x" * 6_000_000))
    assert (response.status_code, "tidak tersimpan" in response.content.decode()) == (413, True)
    many = answers(survei) | {f"z{n}": "1" for n in range(5001)}
    assert client.post(url, many).status_code == 413
    assert not Respons.objects.exists()


def test_after_closing_an_answer_is_refused_in_words(client, url, survei):
    close(survei)
    response = client.post(url, answers(survei))
    assert response.status_code == 403
    assert "jawaban Anda tidak tersimpan" in response.content.decode()
    assert not Respons.objects.exists()


def test_when_closed_the_link_says_so_and_leads_to_lapor(client, url, survei):
    close(survei)
    page = client.get(url).content.decode()
    assert "Saat ini tidak ada survei yang dibuka" in page
    assert "https://www.lapor.go.id" in page


def test_when_closed_the_link_shows_the_last_published_result(client, cast, survei, url):
    close(survei)
    before = factories.make_siklus(cast.nasional, nama="PEKPPP 2025", tahun=2025)
    published = make_validated(cast, before, cast.rsud)
    assert "/hasil/unit/" not in client.get(url).content.decode()
    publish(by=cast.menpan, siklus=before, nomor="1", tanggal=timezone.localdate())
    page = client.get(url).content.decode()
    assert f"{published.hasil.ipp:.2f}".replace(".", ",") in page
    assert f"/hasil/unit/{cast.rsud.uuid}/" in page


def test_once_every_evaluation_is_decided_no_answer_is_taken(client, cast, siklus):
    decided = make_validated(cast, siklus, cast.rsud)
    url = f"/survei/{TautanSurvei.objects.get(unit=cast.rsud).token}/"
    before = Respons.objects.count()
    assert client.post(url, answers(decided.survei)).status_code == 403
    assert Respons.objects.count() == before


def test_an_unknown_or_revoked_link_is_not_valid(client, url, survei):
    TautanSurvei.objects.update(dicabut_pada=timezone.now())
    for path in (url, "/survei/tidak-ada/", f"{url}terima-kasih/"):
        response = client.get(path)
        assert (response.status_code, b"tidak berlaku" in response.content) == (404, True)
    assert client.post(url, answers(survei)).status_code == 404
    assert client.get("/survei/%00/").status_code == 404


def make_b(cast, siklus) -> Survei:
    siklus.instrumen_b = factories.make_version("B")
    siklus.save()
    return factories.make_evaluasi(siklus, cast.rsud, formulir="B").survei


def test_two_open_surveys_are_asked_about(client, cast, siklus, survei, url):
    make_b(cast, siklus)
    page = client.get(url).content.decode()
    assert "tatap muka" in page and "daring" in page
    for form, items in (("A", 14), ("B", 11)):
        found = client.get(f"{url}?formulir={form}").content.decode()
        assert len(re.findall("<fieldset", found)) == items


def test_an_answer_goes_to_the_survey_whose_page_it_was(client, cast, siklus, survei, url):
    online = make_b(cast, siklus)
    data = page_marks(online) | {"b1": "3"}
    assert client.post(url, data).status_code == 302
    row = Respons.objects.get()
    assert (row.survei, row.butir) == (online, [3] + [None] * 10)


def test_a_real_survey_comes_before_a_practice(client, cast, survei, url):
    Survei.objects.create(
        instansi=survei.instansi,
        unit=survei.unit,
        formulir="A",
        versi=survei.versi,
        periode_mulai=survei.periode_mulai,
        periode_akhir=survei.periode_akhir,
        latihan=True,
        buka=survei.buka + timedelta(days=1),
        tutup=survei.tutup,
        minimum=10,
    )
    assert str(survei.uuid) in client.get(url).content.decode()
    close(survei)
    assert "Survei latihan" in client.get(url).content.decode()


def test_a_csrf_token_is_not_asked_of_a_respondent(survei, url):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(url, answers(survei)).status_code == 302


@pytest.mark.parametrize("kind", [FORM, MULTIPART_CONTENT, f"{FORM}; charset=utf-8"])
def test_an_answer_is_one_statement(client, url, survei, django_assert_num_queries, kind):
    client.post(url, answers(survei))  # the salt of the day and the instrument are remembered now
    one = answers(survei, komentar="Ramah — sekali & cepat")
    data = one if kind == MULTIPART_CONTENT else urlencode(one)
    with django_assert_num_queries(1):
        client.post(url, data, content_type=kind)
    assert Respons.objects.get(kunci=one["kunci"]).komentar == "Ramah — sekali & cepat"


def test_what_is_remembered_of_a_survey_keeps_no_door_open(client, url, survei):
    """A revoked link and a closed survey take nothing from that moment on."""
    assert client.post(url, answers(survei)).status_code == 302
    TautanSurvei.objects.update(dicabut_pada=timezone.now())
    assert client.post(url, answers(survei)).status_code == 404
    TautanSurvei.objects.update(dicabut_pada=None)
    assert client.post(url, answers(survei)).status_code == 302
    close(survei)
    assert client.post(url, answers(survei)).status_code == 403
    assert Respons.objects.count() == 2


def test_a_token_opens_the_surveys_of_its_own_unit_only(client, cast, siklus, url, survei):
    other = factories.make_evaluasi(siklus, cast.puskesmas).survei
    client.post(f"/survei/{TautanSurvei.objects.get(unit=cast.puskesmas).token}/", answers(other))
    assert client.post(url, answers(other)).status_code == 403
    assert not Respons.objects.filter(tautan__unit=survei.unit).exists()
