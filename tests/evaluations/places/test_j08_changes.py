"""J8: places change at a date, and what was, what runs and what leads there follow."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from evaluations.history.queries import history, lines
from evaluations.models import Evaluasi, HasilTerbit, Siklus, Survei, TautanSurvei
from evaluations.places.services import changes
from evaluations.publication.queries.search import find_published_units
from pekppp.accounts import lineage, queries
from pekppp.accounts.models import (
    Instansi,
    Membership,
    Notice,
    PerubahanTempat,
    SisiPerubahan,
    UnitLokus,
)
from pekppp.accounts.roles import Role
from pekppp.accounts.services.changes import withdraw
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.publication.test_publication import publish
from tests.evaluations.ready import make_validated

LETTER = {"nomor_surat": "Perda 5/2026", "tanggal_surat": date(2026, 1, 5)}
SERAYU = "Kabupaten Serayu"


def prepare(by, place, jenis, berlaku=None, others=(), **isi) -> PerubahanTempat:
    day = berlaku or timezone.localdate()
    return changes.prepare(
        by=by, place=place, jenis=jenis, berlaku=day, others=others, isi=isi, **LETTER
    )


def do(by, place, jenis, **more) -> PerubahanTempat:
    """Prepared and carried out; what the page foretold is what happened."""
    change = prepare(by, place, jenis, **more)
    told = changes.foreseen(change)
    assert SisiPerubahan.objects.filter(perubahan=change, arah="penerus").count() == 0
    done = changes.confirm(by=by, change=change)
    assert (done.status, done.hasil) == ("berlaku", told)
    return done


def a_published_year(cast, unit, tahun, **more) -> Evaluasi:
    siklus = factories.make_siklus(cast.nasional, nama=f"PEKPPP {tahun}", tahun=tahun)
    made = make_validated(cast, siklus, unit, **more)
    publish(cast, siklus, f"{tahun}")
    return made


def told(comparisons) -> list[tuple[str, list[tuple[int, str]]]]:
    return [(c.garis, [(y.tahun, y.sebagai) for y in c.tahun]) for c in comparisons]


# Two cycles, and a change between them -----------------------------------------------------------


def test_j08_a_kabupaten_is_renamed_between_two_cycles(cast, as_user):
    a_published_year(cast, cast.rsud, 2025)
    running = factories.make_evaluasi(factories.make_siklus(cast.nasional), cast.puskesmas)
    left = factories.make_evaluasi(running.siklus, cast.rsud)
    Evaluasi.objects.filter(pk=left.pk).update(state="dibatalkan", akhir_alasan="x")
    done = do(
        cast.menpan,
        cast.banjarnegara,
        "nama",
        berlaku=date(2026, 1, 10),
        nama=SERAYU,
        nama_evaluasi=True,
    )
    assert done.hasil == {"nama_evaluasi": 1}
    running.refresh_from_db()
    left.refresh_from_db()
    assert (running.nama_instansi, left.nama_instansi) == (SERAYU, "Kabupaten Banjarnegara")
    old = HasilTerbit.objects.get()
    assert old.evaluasi.nama_instansi == "Kabupaten Banjarnegara"
    a_published_year(cast, UnitLokus.objects.get(pk=cast.rsud.pk), 2026)

    here = Instansi.objects.get(pk=cast.banjarnegara.pk)
    line = history.of_instansi(here)
    assert told(line) == [("Skema Nasional", [(2025, "Kabupaten Banjarnegara"), (2026, "")])]
    assert "Sampai 2025 sebagai Kabupaten Banjarnegara." in line[0].kata
    (drawn,) = lines.of_place(here, "nasional")
    assert [row.titik.sumber.endswith("Banjarnegara") for row in drawn.garis[0].baris] == [
        True,
        False,
    ]
    for asked in ("lasmanah banjarnegara", "lasmanah serayu"):
        assert len(find_published_units(asked)) == 1
    page = Client().get(f"/hasil/{old.siklus.uuid}/{here.uuid}/").text
    assert "<h1>Kabupaten Banjarnegara</h1>" in page  # as it was published
    assert SERAYU in as_user(cast.bagian).get(f"/instansi/{here.uuid}/perubahan/").text


def test_j08_a_district_is_split_between_two_cycles(cast, as_user):
    camat = factories.make_kind("kecamatan", "Kecamatan", "pemerintahan")
    lama = factories.make_unit(cast.banjarnegara, "Kecamatan Mandiraja", jenis=camat)
    factories.member(cast.operator, Role.OPERATOR, lama)
    sub = factories.make_unit(cast.banjarnegara, "Kelurahan Satu", induk=lama)
    lama.co_owners.add(cast.jateng)
    before = a_published_year(cast, lama, 2025, level=3)
    Survei.objects.filter(unit=lama).update(tutup=timezone.now())
    done = do(
        cast.bagian,
        lama,
        "pecah",
        berlaku=date(2026, 1, 1),
        baru=["Kecamatan Utara", "Kecamatan Selatan"],
        orang=True,
    )
    assert done.hasil == {"orang": 1, "bawahan": 1, "pembaca": 1}
    utara, selatan = (UnitLokus.objects.get(nama=f"Kecamatan {n}") for n in ("Utara", "Selatan"))
    lama.refresh_from_db()
    sub.refresh_from_db()
    assert (lama.closed_on, lama.successor, sub.induk) == (date(2026, 1, 1), None, None)
    assert {tie.ke for tie in lineage.after(lama)} == {utara, selatan}
    assert list(utara.co_owners.all()) == [cast.jateng]
    held = Membership.objects.filter(user=cast.operator, ended_at=None).values_list("unit")
    assert set(held) >= {(lama.pk,), (utara.pk,), (selatan.pk,)}

    # The next cycle: the north is published, the south's survey is open.
    a_published_year(cast, utara, 2026, level=4)
    factories.make_evaluasi(Siklus.objects.get(tahun=2026), selatan)
    Survei.objects.filter(unit=utara).update(tutup=timezone.now())
    name = "Skema Nasional, formulir A"
    assert told(history.of_unit(utara)) == [(name, [(2025, "Kecamatan Mandiraja"), (2026, "")])]
    assert told(history.of_unit(selatan)) == [(name, [(2025, "Kecamatan Mandiraja")])]
    said = "Sampai 2025 sebagai Kecamatan Mandiraja, dipecah 1 Januari 2026."
    assert said in history.of_unit(utara)[0].kata
    assert told(history.of_unit(lama)) == [(name, [(2025, "")])]

    # What leads to the old one leads on: its pages, its QR, its name.
    visitor = Client()
    old_page = visitor.get(f"/hasil/unit/{lama.uuid}/").text
    assert f'href="/hasil/unit/{utara.uuid}/">Kecamatan Utara' in old_page
    assert "Diteruskan oleh Kecamatan Selatan: dipecah 1 Januari 2026" in old_page
    new_page = visitor.get(f"/hasil/unit/{utara.uuid}/").text
    assert f"/hasil/unit/{lama.uuid}/?hasil={HasilTerbit.objects.get(evaluasi=before).uuid}" in (
        new_page
    )
    assert "sebagai Kecamatan Mandiraja" in new_page
    token = {u: TautanSurvei.objects.get(unit=u).token for u in (lama, selatan)}
    closed = visitor.get(f"/survei/{token[lama]}/").text
    assert "Kecamatan Utara" in closed and f"/survei/{token[selatan]}/" in closed
    found = {row.evaluasi.unit for row in find_published_units("mandiraja kecamatan")}
    assert found == {lama, utara}
    assert "Kecamatan Utara" in as_user(cast.bagian).get(f"/unit/{lama.uuid}/perubahan/").text


def test_j08_what_is_merged_is_told_apart_and_never_averaged(cast):
    a_published_year(cast, cast.rsud, 2024, level=2)
    a_published_year(cast, cast.puskesmas, 2025, level=4)
    done = do(
        cast.bagian, cast.puskesmas, "gabung", others=[cast.rsud], baru=["RS Gabungan"], orang=True
    )
    assert done.hasil == {"orang": 3}
    made = UnitLokus.objects.get(nama="RS Gabungan")
    day = timezone.localdate()
    apart = told(history.of_unit(made))
    assert [years for _, years in apart] == [
        [(2025, "Puskesmas Mandiraja")],
        [(2024, "RSUD Hj. Anna Lasmanah")],
    ]
    assert all("digabung" in garis for garis, _ in apart)
    assert UnitLokus.objects.get(pk=cast.rsud.pk).closed_on == day


# Offices -----------------------------------------------------------------------------------------


def test_j08_an_office_is_merged_by_the_ministry_with_all_it_has(cast, as_user):
    a_published_year(cast, cast.rsud, 2025)
    factories.make_unit(cast.banjarnegara, "Poli", induk=cast.rsud)
    for who in (cast.bagian, cast.biro):
        with pytest.raises(PermissionDenied):
            prepare(who, cast.banjarnegara, "gabung", tujuan=str(cast.tetangga.uuid))
    done = do(cast.menpan, cast.banjarnegara, "gabung", tujuan=str(cast.tetangga.uuid), orang=True)
    gone, rsud = Instansi.objects.get(pk=cast.banjarnegara.pk), cast.rsud
    assert (gone.closed_on, gone.successor) == (timezone.localdate(), cast.tetangga)
    moved = UnitLokus.objects.filter(instansi=cast.tetangga, nama__in=[rsud.nama, "Poli"])
    assert {unit.nama: unit.induk and unit.induk.nama for unit in moved} == {
        rsud.nama: None,
        "Poli": rsud.nama,
    }
    assert done.hasil == {"unit": 3, "orang": 6}
    assert cast.bagian in queries.admins_of(cast.tetangga)
    # The past stays with whose it was, and its line with the unit.
    assert HasilTerbit.objects.get().instansi == gone
    here = moved.get(nama=rsud.nama)
    assert [years for _, years in told(history.of_unit(here))] == [[(2025, rsud.nama)]]
    (apart,) = history.of_instansi(cast.tetangga)
    assert "Kabupaten Banjarnegara, digabung" in apart.garis


def test_j08_an_office_splits_off_and_takes_units_along(cast):
    done = do(
        cast.menpan,
        cast.banjarnegara,
        "pecah",
        baru=["Kabupaten Baru"],
        unit=[str(cast.puskesmas.uuid)],
        orang=True,
    )
    assert done.hasil == {"unit": 1, "orang": 1}
    made = Instansi.objects.get(nama="Kabupaten Baru")
    assert (made.induk, made.jenis) == (cast.jateng, "kabupaten")
    assert [unit.nama for unit in made.units.all()] == ["Puskesmas Mandiraja"]
    assert Instansi.objects.get(pk=cast.banjarnegara.pk).closed_on is None
    assert lineage.before(made)[0].dari == cast.banjarnegara


# On its day --------------------------------------------------------------------------------------


def test_j08_a_future_change_waits_and_is_applied_once(cast, as_user):
    tomorrow = timezone.localdate() + timedelta(days=1)
    change = changes.confirm(
        by=cast.bagian, change=prepare(cast.bagian, cast.rsud, "nama", tomorrow, nama="RS Baru")
    )
    assert (change.status, changes.apply_due()) == ("menunggu", 0)
    page = as_user(cast.bagian).get(f"/unit/{cast.rsud.uuid}/perubahan/").text
    assert "Akan berlaku" in page
    with pytest.raises(Refused):
        prepare(cast.bagian, cast.rsud, "tutup")
    PerubahanTempat.objects.update(berlaku=timezone.localdate())
    assert (changes.apply_due(), changes.apply_due()) == (1, 0)
    assert UnitLokus.objects.get(pk=cast.rsud.pk).nama == "RS Baru"
    assert Notice.objects.filter(user=cast.bagian, kind="perubahan").count() == 1
    with pytest.raises(Refused):
        withdraw(by=cast.bagian, change=change)


def test_j08_what_is_withdrawn_or_no_longer_possible_changes_nothing(cast):
    tomorrow = timezone.localdate() + timedelta(days=1)
    for place in (cast.rsud, cast.puskesmas):
        change = prepare(cast.bagian, place, "nama", tomorrow, nama="RS Baru")
        changes.confirm(by=cast.bagian, change=change)
    withdraw(by=cast.bagian, change=change)
    factories.make_unit(cast.banjarnegara, "RS Baru")
    PerubahanTempat.objects.update(berlaku=timezone.localdate())
    assert changes.apply_due() == 0
    failed = PerubahanTempat.objects.get(unit=cast.rsud)
    assert (failed.status, "sudah ada" in failed.error) == ("gagal", True)
    assert not UnitLokus.objects.filter(pk__in=[cast.rsud.pk, cast.puskesmas.pk], nama="RS Baru")


def test_j08_a_unit_opened_again_is_nobody_s_predecessor(cast):
    do(cast.bagian, cast.rsud, "tutup", tujuan=str(cast.puskesmas.uuid))
    assert [tie.dari for tie in lineage.before(cast.puskesmas)] == [cast.rsud]
    UnitLokus.objects.filter(pk=cast.rsud.pk).update(closed_on=None, successor=None)
    assert lineage.before(cast.puskesmas) == []


# Pages -------------------------------------------------------------------------------------------


def test_j09_closing_a_unit_names_first_what_runs(cast, evaluasi, as_user):
    client, address = as_user(cast.bagian), f"/unit/{cast.rsud.uuid}/perubahan/tutup/"
    sent = {"berlaku": "2026-01-10", "tanggal_surat": "2026-01-05", "nomor_surat": ""}
    refused = client.post(address, sent)
    assert (refused.status_code, "2026-01-10" in refused.text) == (422, True)
    letter = SimpleUploadedFile("surat.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    shown = client.post(
        address, sent | {"nomor_surat": "Perbup 1", "orang": "on", "berkas": letter}, follow=True
    )
    page = shown.redirect_chain[0][0]
    for words in ("1 evaluasi berjalan", "1 orang yang bertugas", evaluasi.siklus.nama):
        assert words in shown.text
    assert "1 survei terbuka dan 1 tautan" in shown.text
    assert client.get(page + "surat/").status_code == 200
    assert UnitLokus.objects.get(pk=cast.rsud.pk).closed_on is None
    assert "Berlaku" in client.post(page + "jalankan/", follow=True).text
    assert UnitLokus.objects.get(pk=cast.rsud.pk).closed_on == date(2026, 1, 10)
    assert Evaluasi.objects.get(pk=evaluasi.pk).state == evaluasi.state


@pytest.mark.parametrize("jenis", ["nama", "pindah", "pecah", "gabung", "tutup"])
def test_j08_who_may_asks_for_each_kind(cast, as_user, jenis):
    unit = f"/unit/{cast.rsud.uuid}/perubahan/{jenis}/"
    office = f"/instansi/{cast.banjarnegara.uuid}/perubahan/{jenis}/"
    for who, asked in (
        (cast.bagian, (200, 403)),
        (cast.menpan, (200, 200)),
        (cast.operator, (403, 404)),
        (cast.admin_tetangga, (404, 404)),
    ):
        client = as_user(who)
        assert (client.get(unit).status_code, client.get(office).status_code) == asked


@pytest.mark.parametrize("number", [1, 3])
def test_j08_the_list_costs_the_same(cast, as_user, number, django_assert_max_num_queries):
    for _ in range(number):
        withdraw(by=cast.bagian, change=prepare(cast.bagian, cast.rsud, "nama", nama="X"))
    PerubahanTempat.objects.update(status="gagal", error="x")
    client = as_user(cast.bagian)
    with django_assert_max_num_queries(15):
        page = client.get(f"/unit/{cast.rsud.uuid}/perubahan/").text
    assert page.count("Tidak dapat dijalankan") == number
