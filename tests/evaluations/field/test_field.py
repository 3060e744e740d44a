"""The field on the server: what is taken along and by whom, photos, the worker's list."""

import gzip
import io
import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from evaluations.core import assignments
from evaluations.field import views as field_views
from evaluations.models import (
    Berkas,
    Bukti,
    Evaluasi,
    Fase,
    FotoLapangan,
    Jawaban,
    Nilai,
    Rekomendasi,
    Siklus,
)
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from pekppp.accounts.models import AuditEntry
from pekppp.accounts.roles import Role
from tests import factories
from tests.stage import stage


def url(name, *args):
    return reverse(f"evaluations:{name}", args=args)


@stage.fixture
def sent(cast, evaluasi):
    return advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)


@pytest.fixture
def field(as_user, cast):
    return as_user(cast.evaluator)


def common(evaluasi):
    return {"instansi": evaluasi.instansi, "siklus": evaluasi.siklus, "evaluasi": evaluasi}


def level(evaluasi, by, value, indikator=1, **more):
    return Nilai.objects.create(
        **common(evaluasi), oleh=by, indikator=indikator, peran="evaluator", level=value, **more
    )


def indikator(client, evaluasi, nomor=1):
    data = client.get(url("field_package", evaluasi.uuid)).json()
    return next(item for item in data["indikator"] if item["nomor"] == nomor)


def picture(colour="white", gps=False):
    out = io.BytesIO()
    exif = Image.Exif()
    if gps:
        exif.get_ifd(0x8825)[1] = "S"
        exif[0x010F] = "PABRIK-KAMERA"
    Image.new("RGB", (40, 30), colour).save(out, "JPEG", exif=exif)
    out.seek(0)
    out.name = "foto.jpg"
    return out


def send(client, evaluasi, file=None, kunci=None, **more):
    data = {
        "foto": file or picture(),
        "kunci": str(kunci or uuid4()),
        "indikator": "1",
        "diambil": "2026-08-14T10:15:00+07:00",
        **more,
    }
    return client.post(url("field_photo_add", evaluasi.uuid), data)


# What is taken along -----------------------------------------------------------------------------


def test_the_package_holds_rubric_answers_and_my_levels(cast, sent, field):
    Jawaban.objects.create(
        **common(sent), indikator=1, pertanyaan="jumlah_layanan", nilai=37, oleh=cast.operator
    )
    level(sent, cast.evaluator, 0, catatan_internal="sepi")
    data = field.get(url("field_package", sent.uuid)).json()
    assert data["level"] == [0, 1, 2, 3, 4, 5]
    first = data["indikator"][0]
    assert first["panel"][0]["isi"]["level"] == 0
    assert first["panel"][0]["isi"]["catatan_internal"] == "sepi"
    assert (len(first["rubrik"]), first["panel"][0]["versi"]) == (6, 1)
    assert "37" in [answer for _, answer in first["jawaban"]]


def test_a_package_is_small_on_the_line_and_costs_the_same_for_more(cast, sent, field):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            response = field.get(url("field_package", sent.uuid))
        return len(queries), response

    cost()
    berkas = Berkas.objects.create(sha256="a" * 64, ukuran=9, tipe="application/pdf", path="x")
    for nomor in range(1, 8):
        if nomor == 2:
            few, _ = cost()
        level(sent, cast.evaluator, 2, indikator=nomor)
        Bukti.objects.create(
            **common(sent), indikator=nomor, berkas=berkas, nama="sk.pdf", oleh=cast.operator
        )
        send(field, sent, picture((nomor, 0, 0)))
    many, response = cost()
    assert many == few
    assert len(gzip.compress(response.content)) < 30_000


def test_the_suggestion_stays_at_home_where_the_cycle_hides_it(cast, sent, field):
    assert indikator(field, sent)["usulan"] is None  # nothing answered, nothing suggested
    Jawaban.objects.create(
        **common(sent), indikator=1, pertanyaan="sp_ada", nilai=False, oleh=cast.operator
    )
    assert indikator(field, sent)["usulan"]["level"] == 0
    Siklus.objects.update(sembunyikan_usulan=True)
    hidden = indikator(field, sent)
    assert (hidden["usulan"], hidden["usulan_tersembunyi"]) == (None, True)
    assert hidden["panel"][0]["acuan"] is None
    level(sent, cast.evaluator, 3, alasan="terlihat")
    assert indikator(field, sent)["usulan"]["level"] == 0


def test_a_colleagues_level_is_taken_along_once_i_gave_mine(cast, sent, field, as_user):
    other = factories.make_user("kedua")
    factories.member(other, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(other, sent.aspek.all(), "score")
    level(sent, other, 4)
    assert indikator(field, sent)["lain"] == []
    level(sent, cast.evaluator, 3)
    assert [item["level"] for item in indikator(field, sent)["lain"]] == ["4"]


def test_only_who_scores_or_verifies_takes_a_unit_along(cast, sent, as_user):
    factories.verified_by(sent, cast.verifikator)
    address = url("field_package", sent.uuid)
    answers = {
        name: as_user(getattr(cast, name)).get(address).status_code
        for name in ("evaluator", "verifikator", "bagian", "menpan", "operator", "siapapun")
    }
    assert answers == {
        "evaluator": 200,
        "verifikator": 200,
        "bagian": 403,
        "menpan": 403,
        "operator": 403,
        "siapapun": 404,
    }


def test_the_list_names_me_and_my_units_alone(cast, sent, siklus, field):
    factories.make_evaluasi(siklus, cast.puskesmas)  # nobody's
    data = field.get(url("field_units")).json()
    assert data["pengguna"] == cast.evaluator.pk
    assert [item["uuid"] for item in data["unit"]] == [str(sent.uuid)]


def test_the_list_costs_the_same_for_one_and_three(
    cast, sent, siklus, field, django_assert_num_queries
):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            field.get(url("field_units"))
        return len(queries)

    cost()
    one = cost()
    for name in ("Dinsos", "Samsat"):
        unit = factories.make_unit(cast.banjarnegara, name)
        made = factories.make_evaluasi(siklus, unit)
        assignments.assign(cast.evaluator, made.aspek.all(), "score")
    assert cost() == one


# The page and its worker -------------------------------------------------------------------------


def test_the_page_says_nothing_about_anybody(cast, sent, field, as_user):
    mine = field.get(url("field")).content
    other = as_user(cast.bagian).get(url("field")).content
    assert mine == other
    assert b"csrf" not in mine.lower()


IMPORTS = re.compile(r"""(?:^import\b[^;]*?|\bimport\()["'](\.[^"']+)["']""", re.MULTILINE)


def test_the_worker_keeps_what_the_page_and_its_modules_ask_for(field, settings):
    text = field.get(url("field_worker")).content.decode()
    assert field_views.release() in text
    page = field.get(url("field")).content.decode()
    folder = settings.BASE_DIR / "evaluations/static/evaluations"
    modules, waiting = set(), [folder / "field/start.js"]
    while waiting:
        path = waiting.pop()
        modules.add(path)
        found = IMPORTS.findall(path.read_text())
        waiting += {(path.parent / name).resolve() for name in found} - modules
    assert set((folder / "field").glob("*.js")) <= modules | {folder / "field/sw.js"}
    missing = [m for m in modules if f'"/static/evaluations/{m.relative_to(folder)}"' not in text]
    assert missing == []
    for address in (part.split('"')[0] for part in page.split('="/static/')[1:]):
        assert f"/static/{address}" in text


PLACES = re.compile(r"""\b(?:name|data-kotak)="\w+"|\bdata-(?:keadaan|bentrok)\b""")


def test_the_panel_has_what_one_module_drives_at_the_desk_and_in_the_field(settings):
    folder = settings.BASE_DIR / "templates/evaluations"
    desk, field = (
        set(PLACES.findall((folder / name).read_text()))
        for name in ("f02/_panel.html", "field/_panel.html")
    )
    # A form that is sent without scripts names itself.
    assert desk == field | {'name="peran"', 'name="versi"', 'name="kunci"'}


def test_the_manifest_can_be_installed(field):
    data = field.get(url("field_manifest")).json()
    assert data["start_url"] == data["scope"] == "/tugas/lapangan/"
    assert data["display"] == "standalone"
    assert {icon["sizes"] for icon in data["icons"]} == {"192x192", "512x512"}


# What was written on the device ------------------------------------------------------------------


def test_a_new_recommendation_keeps_the_name_that_the_device_gave_it(cast, sent, siklus, field):
    name = str(uuid4())

    def put(evaluasi, teks, versi):
        body = {"aspek": "I", "teks": teks, "indikator": "", "rekomendasi": "", "baru": name}
        return field.post(
            url("f02_recommend", evaluasi.uuid),
            {**body, "versi": versi, "kunci": str(uuid4())},
            content_type="application/json",
        )

    assert put(sent, "Tetapkan SP.", 0).json()["uuid"] == name
    assert put(sent, "Tetapkan 12 SP.", 1).status_code == 200
    assert put(sent, "Dari gawai lain.", 1).status_code == 409
    assert [row.teks for row in Rekomendasi.objects.all()] == ["Tetapkan 12 SP."]
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    assignments.assign(cast.evaluator, other.aspek.all(), "score")
    Evaluasi.objects.filter(pk=other.pk).update(state="dinilai")
    assert put(other, "Nama milik unit lain.", 0).status_code == 422


# Photos ------------------------------------------------------------------------------------------


def test_a_photo_is_kept_with_its_time_and_without_its_place(cast, sent, field):
    answer = send(field, sent, picture(gps=True), keterangan="Ruang tunggu").json()
    row = FotoLapangan.objects.get()
    assert (row.indikator, row.keterangan, row.oleh) == (1, "Ruang tunggu", cast.evaluator)
    assert row.diambil_pada.isoformat() == "2026-08-14T03:15:00+00:00"
    content = b"".join(field.get(answer["foto"]["url"]).streaming_content)
    assert b"PABRIK-KAMERA" not in content
    assert not Image.open(io.BytesIO(content)).getexif()
    assert AuditEntry.objects.filter(action="foto_lapangan").count() == 1


def test_the_same_photo_sent_again_is_one(cast, sent, field):
    key = uuid4()
    assert [send(field, sent, kunci=key).status_code for _ in range(3)] == [200, 200, 200]
    assert FotoLapangan.objects.count() == 1
    field.post(url("field_photo_remove", sent.uuid, FotoLapangan.objects.get().uuid))
    assert send(field, sent, kunci=key).status_code == 200
    assert not FotoLapangan.objects.filter(dihapus_pada__isnull=True).exists()


def test_a_key_of_another_indicator_is_refused(cast, sent, field):
    key = uuid4()
    send(field, sent, kunci=key)
    assert send(field, sent, kunci=key, indikator="2").status_code == 422


@pytest.mark.parametrize(
    ("name", "content"), [("a.jpg", b""), ("a.jpg", b"bukan gambar"), ("a.jpg", b"%PDF-1.7\n%%EOF")]
)
def test_what_is_no_photo_is_refused_in_words(cast, sent, field, name, content):
    file = io.BytesIO(content)
    file.name = name
    answer = send(field, sent, file)
    assert 400 <= answer.status_code < 500
    assert answer.json()["pesan"]
    assert not FotoLapangan.objects.exists()


@pytest.mark.parametrize("diambil", ["", "kemarin", "2026-08-14T10:15:00", "2026-13-41T10:15:00Z"])
def test_a_photo_without_its_time_is_refused(cast, sent, field, diambil):
    assert send(field, sent, diambil=diambil).status_code == 400


@pytest.mark.parametrize("diambil", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"])
def test_a_time_that_no_zone_can_tell_is_refused_in_words(cast, sent, field, diambil):
    answer = send(field, sent, diambil=diambil)
    assert (answer.status_code, "Waktu foto" in answer.json()["pesan"]) == (400, True)


def test_what_is_taken_along_stays_in_no_cache_of_the_browser(sent, field):
    for address in (url("field_units"), url("field_package", sent.uuid)):
        assert "no-store" in field.get(address)["Cache-Control"]


def test_photos_have_a_window_an_assignment_and_a_limit(cast, sent, field, as_user, settings):
    assert send(as_user(cast.bagian), sent).status_code == 403
    assert send(as_user(cast.operator), sent).status_code == 403
    settings.LAPANGAN_FOTO = 1
    assert send(field, sent).status_code == 200
    assert "Sudah ada 1 foto" in send(field, sent, picture("red")).json()["pesan"]
    settings.LAPANGAN_FOTO = 9
    Fase.objects.update(akhir=timezone.now() - timedelta(minutes=1))
    answer = send(field, sent)
    assert (answer.status_code, "Masa penilaian F02" in answer.json()["pesan"]) == (403, True)
    assert FotoLapangan.objects.count() == 1


def test_what_another_person_of_this_browser_took_is_not_saved_as_mine(cast, sent, field):
    answer = field.post(
        url("field_photo_add", sent.uuid),
        {"foto": picture(), "kunci": str(uuid4()), "indikator": "1", "diambil": "2026-08-14Z"},
        headers={"X-Pengguna": str(cast.operator.pk)},
    )
    assert answer.status_code == 401
    assert not FotoLapangan.objects.exists()


def test_a_photo_is_seen_by_evaluators_and_admins_and_never_by_the_unit(cast, sent, field, as_user):
    address = send(field, sent).json()["foto"]["url"]
    answers = {
        name: as_user(getattr(cast, name)).get(address).status_code
        for name in ("evaluator", "menpan", "operator", "kepala", "pimpinan", "siapapun")
    }
    Evaluasi.objects.update(state="terbit")
    assert as_user(cast.operator).get(address).status_code == 403
    assert answers == {
        "evaluator": 200,
        "menpan": 200,
        "operator": 403,
        "kepala": 403,
        "pimpinan": 404,
        "siapapun": 404,
    }


def test_its_author_removes_a_photo_while_the_f02_is_open(cast, sent, field, as_user):
    other = factories.make_user("kedua")
    factories.member(other, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(other, sent.aspek.all(), "score")
    foto = json.loads(send(field, sent).content)["foto"]
    assert as_user(other).post(foto["hapus"]).status_code == 403
    Evaluasi.objects.update(state="f02_selesai")
    field.post(foto["hapus"])
    assert FotoLapangan.objects.filter(dihapus_pada__isnull=True).count() == 1
    Evaluasi.objects.update(state="dinilai")
    answer = field.post(foto["hapus"], headers={"Accept": "application/json"})
    assert answer.json() == {"foto": foto["uuid"]}
    assert field.get(foto["url"]).status_code == 404
