"""The organiser's pages by client: from a new cycle to its team, and who may open which page."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.assignment import sheet as assignment_sheet
from evaluations.core import assignments
from evaluations.cycle.forms.cycles import LokusForm
from evaluations.models import Evaluasi, Impor, Perpanjangan, Siklus
from evaluations.rules.phases import end_of, proposed
from pekppp.base.sheets import Column, Sheet, write_workbook
from tests import factories


def cycle_form(cast, **more):
    return {
        "instansi": cast.banjarnegara.pk,
        "nama": "PEKPPP Mandiri 2026",
        "tahun": "2026",
        "periode_mulai": "2025-01-01",
        "periode_akhir": "2025-12-31",
        "skema": "mandiri",
        "instrumen_a": factories.make_version("A").pk,
        "nilai_dipakai": "evaluator",
        "metode_tim": "sepakat",
        "maks_pengembalian": "3",
        **more,
    }


def phases_form(phases, **more):
    data = {"fase-TOTAL_FORMS": str(len(phases)), "fase-INITIAL_FORMS": "0"}
    for number, phase in enumerate(phases):
        data |= {
            f"fase-{number}-nama": phase.nama,
            f"fase-{number}-mulai": phase.mulai.date().isoformat(),
            f"fase-{number}-akhir": phase.akhir.date().isoformat(),
            f"fase-{number}-membuka": list(phase.membuka),
        }
    return data | more


def lokus_form(*rules):
    data = {"lokus-TOTAL_FORMS": str(len(rules)), "lokus-INITIAL_FORMS": "0"}
    for number, (jenis, kind, jumlah) in enumerate(rules):
        data |= {
            f"lokus-{number}-jenis_instansi": jenis,
            f"lokus-{number}-jenis_unit": kind,
            f"lokus-{number}-jumlah": jumlah,
        }
    return data


def test_an_office_makes_and_opens_a_cycle(cast, as_user):
    client = as_user(cast.bagian)
    response = client.post("/siklus/baru/", cycle_form(cast))
    siklus = Siklus.objects.get()
    page = f"/siklus/{siklus.uuid}/"
    assert response.url == f"{page}fase/"
    # The page proposes phases from today; they are saved as they are.
    assert "Pengisian F01" in client.get(response.url).content.decode()
    response = client.post(response.url, phases_form(proposed(timezone.localdate())))
    assert (response.url, siklus.fase.count()) == (f"{page}lokus/", 7)
    response = client.post(
        response.url, lokus_form(("kabupaten", "rsud", ""), ("kabupaten", "", ""))
    )
    assert (response.url, siklus.aturan_lokus.count()) == (f"{page}buka/", 1)
    assert cast.rsud.nama in client.get(response.url).content.decode()
    response = client.post(
        response.url, {"pilihan": "dicentang", "unit": [str(cast.rsud.uuid)]}, follow=True
    )
    assert "1 evaluasi dibuka." in response.content.decode()
    siklus.refresh_from_db()
    assert (siklus.status, Evaluasi.objects.get().unit) == ("berjalan", cast.rsud)


def test_a_half_filled_rule_is_not_dropped():
    kinds = ["kl", "provinsi", "kabupaten", "kota"]
    data = {"jenis_instansi": "provinsi", "jenis_unit": "", "jumlah": ""}
    form = LokusForm(data, kinds=kinds, empty_permitted=True, use_required_attribute=False)
    assert form.errors == {"jenis_unit": ["Pilih jenis unit, sektor, atau keduanya."]}
    untouched = LokusForm(
        data | {"jenis_instansi": "kabupaten"},
        kinds=kinds,
        empty_permitted=True,
        use_required_attribute=False,
    )
    assert untouched.is_valid()


def test_phases_are_whole_days_in_wib(cast, as_user):
    siklus = factories.make_siklus(cast.banjarnegara, status="disiapkan")
    cast.bagian.zone = "Asia/Jayapura"
    cast.bagian.save()
    as_user(cast.bagian).post(
        f"/siklus/{siklus.uuid}/fase/", phases_form(proposed(date(2026, 3, 2))[:1])
    )
    assert siklus.fase.get().akhir == end_of(date(2026, 3, 15))
    body = as_user(cast.bagian).get(f"/siklus/{siklus.uuid}/fase/").content.decode()
    assert 'value="2026-03-15"' in body


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"nama": ""}, "Bidang ini tidak boleh kosong."),
        ({"skema": "nasional"}, "Siklus Nasional hanya diselenggarakan KemenPANRB."),
        ({"periode_akhir": "2024-01-01"}, "Akhir periode mendahului awalnya."),
        ({"tahun": "26"}, "Tulis tahun dengan empat angka"),
        ({"min_responden": "30", "target_responden": "5"}, "Target lebih kecil"),
    ],
)
def test_a_wrong_field_is_answered_beside_it_and_nothing_typed_is_lost(
    cast, as_user, fields, words
):
    response = as_user(cast.bagian).post(
        "/siklus/baru/", cycle_form(cast, **({"nama": "Ketikan saya"} | fields))
    )
    body = response.content.decode()
    assert response.status_code == 422
    assert words in body
    assert fields.get("nama") == "" or "Ketikan saya" in body
    assert not Siklus.objects.exists()


def test_wrong_phases_keep_what_was_typed(cast, as_user):
    siklus = factories.make_siklus(cast.banjarnegara, status="disiapkan")
    wrong = {"fase-0-akhir": "2026-01-01", "fase-0-nama": "Ketikan saya"}
    response = as_user(cast.bagian).post(
        f"/siklus/{siklus.uuid}/fase/", phases_form(proposed(date(2026, 3, 2)), **wrong)
    )
    assert response.status_code == 422
    assert "Berakhir sebelum dimulai." in response.content.decode()
    assert "Ketikan saya" in response.content.decode()
    assert siklus.fase.get().nama == "Evaluasi"


def test_a_removed_phase_is_gone(cast, as_user):
    siklus = factories.make_siklus(cast.banjarnegara, status="disiapkan")
    as_user(cast.bagian).post(
        f"/siklus/{siklus.uuid}/fase/",
        phases_form(proposed(date(2026, 3, 2)), **{"fase-6-DELETE": "on"}),
    )
    assert siklus.fase.count() == 6


def test_an_open_cycle_keeps_its_rules_whatever_is_posted(cast, as_user, siklus):
    as_user(cast.menpan).post(
        f"/siklus/{siklus.uuid}/ubah/",
        cycle_form(cast, nama="Nama baru", nilai_dipakai="verifikator", tahun="2030"),
    )
    siklus.refresh_from_db()
    assert (siklus.nama, siklus.nilai_dipakai, siklus.tahun) == ("Nama baru", "evaluator", 2026)


# Who may open which page --------------------------------------------------------------------------

READ = {"menpan", "biro", "bagian", "pimpinan", "evaluator", "operator", "kepala"}
MANAGE = {"menpan"}
ASSIGN = {"menpan", "bagian"}


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("", READ),
        ("ubah/", MANAGE),
        ("fase/", MANAGE),
        ("lokus/", MANAGE),
        ("buka/", MANAGE),
        ("tambah-unit/", MANAGE),
        ("perpanjangan/", MANAGE),
        ("tutup/", MANAGE),
        ("buka-lagi/", MANAGE),
        ("penugasan/", ASSIGN),
        ("penugasan/templat/", ASSIGN),
        ("penugasan/impor/", ASSIGN),
    ],
)
def test_who_opens_which_page_of_a_national_cycle(cast, as_user, siklus, evaluasi, path, allowed):
    found = {
        name: as_user(user).get(f"/siklus/{siklus.uuid}/{path}").status_code
        for name, user in cast.people.items()
    }
    outside = {"operator_puskesmas", "admin_tetangga", "operator_tetangga", "siapapun"}
    assert {name for name, status in found.items() if status == 200} == allowed
    assert {name for name, status in found.items() if status == 404} >= outside
    assert {found[name] for name in READ - allowed} <= {403}


@pytest.mark.parametrize("path", ["", "baru/"])
def test_the_list_and_a_new_cycle(cast, as_user, path):
    found = {
        name: as_user(user).get(f"/siklus/{path}").status_code for name, user in cast.people.items()
    }
    admins = {"menpan", "biro", "bagian", "admin_tetangga"}
    assert {name for name, status in found.items() if status == 200} == (
        admins if path else set(cast.people)
    )


def test_the_team_page_is_for_whoever_assigns(cast, as_user, evaluasi):
    found = {
        name: as_user(user).get(f"/evaluasi/{evaluasi.uuid}/penugasan/").status_code
        for name, user in cast.people.items()
    }
    assert {name for name, status in found.items() if status == 200} == ASSIGN


def test_only_get_shows_and_only_post_does(cast, as_user, siklus, evaluasi):
    client = as_user(cast.menpan)
    for path in ("penugasan/tetapkan/", "penugasan/cabut/"):
        assert client.get(f"/siklus/{siklus.uuid}/{path}").status_code == 405
    for path in ("", "penugasan/", "penugasan/templat/"):
        assert client.post(f"/siklus/{siklus.uuid}/{path}").status_code == 405


def test_lists_take_the_same_queries_for_few_and_many(cast, as_user, siklus, evaluasi):
    client = as_user(cast.menpan)
    # Of two offices: where one alone evaluates, its team is read for its own act.
    factories.make_evaluasi(siklus, cast.unit_tetangga)
    pages = [
        "/siklus/",
        f"/siklus/{siklus.uuid}/penugasan/",
        f"/siklus/{siklus.uuid}/perpanjangan/",
    ]

    def counted():
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            found.append(len(queries))
        return found

    few = counted()
    for number in range(3):
        unit = factories.make_unit(cast.tetangga, f"RSUD {number}")
        made = factories.make_evaluasi(siklus, unit)
        assignments.assign(cast.evaluator, made.aspek.all(), "score")
        factories.make_siklus(cast.nasional)
        Perpanjangan.objects.create(
            siklus=siklus,
            instansi=cast.tetangga,
            unit=unit,
            kegiatan="isi_f01",
            akhir=timezone.now(),
            alasan="Uji",
        )
    assert counted() == few


# Time and people ----------------------------------------------------------------------------------


def test_extending_from_the_page(cast, as_user, siklus, evaluasi):
    page = f"/siklus/{siklus.uuid}/perpanjangan/"
    client = as_user(cast.menpan)
    until = timezone.localdate() + timedelta(days=60)
    data = {
        "kegiatan": "isi_f01",
        "lingkup": "unit",
        "akhir": until.isoformat(),
        "alasan": "Ketikan saya",
    }
    response = client.post(page, data)
    assert response.status_code == 422
    assert "Pilih sedikitnya satu unit." in response.content.decode()
    assert "Ketikan saya" in response.content.decode()
    client.post(page, data | {"unit": [str(cast.rsud.uuid)], "nomor_surat": "B/4/2026"})
    row = Perpanjangan.objects.get()
    assert (row.unit, row.akhir, row.nomor_surat) == (cast.rsud, end_of(until), "B/4/2026")
    client.post(f"{page}{row.pk}/batalkan/", {"alasan": "Keliru"})
    assert not Perpanjangan.objects.exists()


def test_assigning_from_the_table(cast, as_user, siklus):
    evaluasi = factories.make_evaluasi(siklus, cast.rsud)
    page = f"/siklus/{siklus.uuid}/penugasan/"
    client = as_user(cast.bagian)
    data = {"orang": "evaluator", "peran": "lead", "pilih": [str(evaluasi.uuid)]}
    assert client.post(f"{page}tetapkan/", data).status_code == 302
    assert list(factories.people_on(evaluasi, "lead").distinct()) == [cast.evaluator]
    assert cast.evaluator.nama in client.get(page).content.decode()
    client.post(f"{page}cabut/", data)
    assert not factories.people_on(evaluasi, "lead").exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"pilih": []}, "Pilih sedikitnya satu unit."),
        ({"orang": "tiada"}, "Tidak ada akun «tiada»."),
        ({"orang": "operator"}, "anggota RSUD"),
        ({"peran": "raja"}, "raja"),
        ({"aspek": ["IX"]}, "IX"),
    ],
)
def test_what_cannot_be_assigned_is_said_and_the_choice_stays(
    cast, as_user, siklus, evaluasi, fields, words
):
    data = {"orang": "evaluator", "peran": "score", "pilih": [str(evaluasi.uuid)]} | fields
    response = as_user(cast.bagian).post(f"/siklus/{siklus.uuid}/penugasan/tetapkan/", data)
    body = response.content.decode()
    assert (response.status_code, words in body) == (422, True)
    assert f'value="{evaluasi.uuid}"' in body
    assert not data["pilih"] or " checked" in body


def test_units_of_another_office_cannot_be_chosen(cast, as_user, siklus, evaluasi):
    other = factories.make_evaluasi(siklus, cast.unit_tetangga)
    response = as_user(cast.bagian).post(
        f"/siklus/{siklus.uuid}/penugasan/tetapkan/",
        {"orang": "evaluator", "peran": "score", "pilih": [str(other.uuid)]},
    )
    assert response.status_code == 422
    assert not factories.people_on(other, "score").exists()


def test_the_team_of_a_unit_as_a_matrix(cast, as_user, evaluasi):
    person = cast.evaluator
    factories.to_be_verified(evaluasi)
    as_user(cast.menpan).post(
        f"/evaluasi/{evaluasi.uuid}/penugasan/",
        {
            f"nilai-{person.pk}": ["I", "III"],
            "ketua": str(person.pk),
            "verifikasi": [str(cast.verifikator.pk)],
        },
    )
    person.__dict__.pop("_assignment_cache", None)
    held = assignments.codenames_on(person, evaluasi)
    assert {kode for kode, names in held.items() if "score" in names} == {"I", "III"}
    assert assignments.counting("verify").filter(content_object__evaluasi=evaluasi).exists()


def upload(*rows):
    content = write_workbook(
        [Sheet("Penugasan", [Column(t) for t in assignment_sheet.TITLES], rows)]
    )
    file = io.BytesIO(content)
    file.name = "tugas.xlsx"
    return {"berkas": file}


def test_importing_shows_first_and_applies_when_told(cast, as_user, siklus):
    evaluasi = factories.make_evaluasi(siklus, cast.rsud)
    client = as_user(cast.bagian)
    page = f"/siklus/{siklus.uuid}/penugasan/impor/"
    response = client.post(
        page, upload((cast.rsud.nama, "semua", "evaluator", "ketua")), follow=True
    )
    assert "Terapkan 1 tugas" in response.content.decode()
    assert not factories.people_on(evaluasi, "lead").exists()
    impor = Impor.objects.get()
    client.post(f"/penugasan/impor/{impor.uuid}/terapkan/")
    assert list(factories.people_on(evaluasi, "lead").distinct()) == [cast.evaluator]


def test_problems_of_an_import_are_shown_with_their_place(cast, as_user, siklus, evaluasi):
    response = as_user(cast.bagian).post(
        f"/siklus/{siklus.uuid}/penugasan/impor/",
        upload((cast.rsud.nama, "", "tiada", "ketua")),
        follow=True,
    )
    body = response.content.decode()
    assert "Tidak ada akun dengan nama pengguna atau surel «tiada»." in body
    assert "Terapkan" not in body


def test_an_import_is_its_uploader_s_alone(cast, as_user, siklus, evaluasi):
    as_user(cast.bagian).post(
        f"/siklus/{siklus.uuid}/penugasan/impor/",
        upload((cast.rsud.nama, "", "evaluator", "ketua")),
    )
    impor = Impor.objects.get()
    for person in (cast.menpan, cast.biro, cast.evaluator):
        client = as_user(person)
        assert client.get(f"/penugasan/impor/{impor.uuid}/").status_code == 404
        assert client.post(f"/penugasan/impor/{impor.uuid}/terapkan/").status_code == 404


def test_without_a_file_the_upload_says_so(cast, as_user, siklus, evaluasi):
    response = as_user(cast.bagian).post(f"/siklus/{siklus.uuid}/penugasan/impor/")
    assert response.status_code == 422
    assert "Pilih berkasnya dahulu." in response.content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2100-01-01"])
def test_a13_a_day_far_off_is_refused_in_words(cast, siklus, as_user, day):
    """As the first day that phases are proposed from, and where a day is typed."""
    page = as_user(cast.menpan).get(f"/siklus/{siklus.uuid}/fase/", {"mulai": day})
    assert page.status_code == 200
    assert "Tulis tanggal antara 17 Agustus 1945 dan 31 Desember 2099." in page.content.decode()


@pytest.mark.parametrize(("who", "skema"), [("menpan", "nasional"), ("bagian", "mandiri")])
def test_a_new_cycle_begins_with_the_scheme_of_its_office_and_the_only_instrument(
    cast, as_user, who, skema
):
    versi = factories.make_version("A")
    form = as_user(getattr(cast, who)).get("/siklus/baru/").context["form"]
    assert form["skema"].value() == skema
    assert form["instrumen_a"].value() == versi.pk and form["instrumen_b"].value() is None
