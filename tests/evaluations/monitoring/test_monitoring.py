"""What an office watches: whose rows, which figures, deadlines, flags, exports; and the country."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.assignment.services.assigning import assign
from evaluations.core.queries import monitored
from evaluations.core.queries.calendar import f01_window
from evaluations.models import Evaluasi, Hasil, Perpanjangan
from evaluations.monitoring.queries import national as national_queries
from evaluations.monitoring.queries.monitoring import Filter, overview
from evaluations.monitoring.services.by_hand import remind
from evaluations.rules.scoring import SurveyTotals, score
from pekppp.accounts.models import Notice
from pekppp.base.errors import Refused
from pekppp.base.sheet_reading import read_rows
from tests import factories
from tests.stage import stage

DAY = timedelta(days=1)


def figure(evaluasi, state, value, **fields):
    """Put an evaluation into a state with a complete figure, or (None) without one."""
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=state)
    Hasil.objects.filter(evaluasi=evaluasi).update(
        ipp=value, kategori="" if value is None else "B", **fields
    )


def keys(user, **asked):
    return {
        Evaluasi.objects.get(pk=key.pk).nama_unit: key
        for key in overview(user, Filter(**asked)).keys
    }


@stage.fixture
def rows(cast, siklus, evaluasi):
    """Three units of two kabupaten in one national cycle."""
    return {
        "rsud": evaluasi,
        "puskesmas": factories.make_evaluasi(siklus, cast.puskesmas),
        "tetangga": factories.make_evaluasi(siklus, cast.unit_tetangga),
    }


# Whose rows ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("menpan", {"rsud", "puskesmas", "tetangga"}),
        ("biro", {"rsud", "puskesmas"}),
        ("bagian", {"rsud", "puskesmas"}),
        ("pimpinan", {"rsud", "puskesmas"}),
        ("admin_tetangga", {"tetangga"}),
        ("evaluator", set()),
        ("operator", set()),
        ("siapapun", set()),
    ],
)
def test_everyone_watches_what_is_his_and_below(cast, rows, who, seen):
    found = set(monitored.monitored(getattr(cast, who)))
    assert found == {rows[name] for name in seen}


@pytest.mark.parametrize("path", ["", "csv/", "xlsx/", "ingatkan/", "perpanjang/", "tugaskan/"])
@pytest.mark.parametrize("who", ["evaluator", "verifikator", "operator", "kepala", "siapapun"])
def test_without_an_office_there_is_nothing_to_watch(cast, as_user, evaluasi, who, path):
    response = as_user(getattr(cast, who)).get(f"/pemantauan/{path}?pilih={evaluasi.uuid}")
    assert response.status_code == 403


@pytest.mark.parametrize(
    ("who", "status"),
    # A province is led on to its region.
    [("menpan", 200), ("bagian", 403), ("biro", 302), ("pimpinan", 403), ("evaluator", 403)],
)
def test_the_country_is_for_the_ministry(cast, as_user, who, status):
    assert as_user(getattr(cast, who)).get("/nasional/").status_code == status


def test_who_only_reads_is_offered_no_action(cast, as_user, rows):
    body = as_user(cast.pimpinan).get("/pemantauan/").content.decode()
    assert "Ingatkan" not in body
    assert 'name="pilih"' not in body
    assert cast.rsud.nama in body


# Figures ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "state", "shown"),
    [
        ("menpan", "dinilai", True),
        ("bagian", "dinilai", True),  # it evaluates
        ("biro", "dinilai", False),  # it reads from above
        ("pimpinan", "dinilai", False),
        ("biro", "f02_selesai", True),
        ("menpan", "dibatalkan", False),
    ],
)
def test_a_figure_that_is_not_decided_follows_the_visibility_table(cast, rows, who, state, shown):
    if state == "dibatalkan":
        Evaluasi.objects.update(akhir_alasan="Uji")
    figure(rows["rsud"], state, Decimal("3.62"))
    key = keys(getattr(cast, who))[cast.rsud.nama]
    assert (key.figure, key.final) == (Decimal("3.62") if shown else None, False)


def test_a_figure_is_final_once_it_is_decided(cast, rows):
    figure(rows["rsud"], "f02_selesai", Decimal("3.62"))
    assert keys(cast.bagian)[cast.rsud.nama].final is False
    figure(rows["rsud"], "divalidasi", Decimal("3.62"))
    key = keys(cast.bagian)[cast.rsud.nama]
    assert (key.figure, key.category, key.final) == (Decimal("3.62"), "B", True)


def test_figures_are_written_with_a_decimal_comma_and_say_that_they_are_not_decided(
    cast, as_user, rows
):
    figure(rows["rsud"], "f02_selesai", Decimal("3.62"), rincian={"ipp": "3.62"})
    body = as_user(cast.bagian).get("/pemantauan/").content.decode()
    assert "3,62" in body and "sementara, belum ditetapkan" in body


def test_u01_a_row_that_is_incomplete_says_what_is_there_and_shows_no_figure(cast, as_user, rows):
    levels = dict.fromkeys(range(1, 28), 4)
    spec = rows["rsud"].versi.instrumen
    survey = SurveyTotals.of([[5] * len(spec.butir)] * 7)
    rincian = score(spec, levels, survey).as_data()
    figure(rows["rsud"], "dinilai", None, rincian=rincian)
    body = as_user(cast.bagian).get("/pemantauan/").content.decode()
    assert "F02 belum lengkap: 27 dari 30" in body
    assert "Survei saja: 5,00 dari 7 responden, minimum 10" in body
    text = as_user(cast.bagian).get("/pemantauan/csv/?status=dinilai").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (row["IPP"], row["Kategori"], row["Sifat angka"]) == ("", "", "belum lengkap")
    assert row["Yang sudah ada"].startswith("F02 belum lengkap: 27 dari 30; Survei saja: 5,00")


# Deadlines and flags ------------------------------------------------------------------------------


def test_the_deadline_is_the_one_the_unit_sees(cast, siklus, rows):
    now = timezone.now()
    Perpanjangan.objects.create(
        siklus=siklus,
        instansi=cast.banjarnegara,
        unit=cast.rsud,
        kegiatan="isi_f01",
        akhir=now + 50 * DAY,
        alasan="Uji",
    )
    found = keys(cast.menpan)
    for item in rows.values():
        assert found[item.nama_unit].deadline == f01_window(item).deadline(now)
    assert found[cast.rsud.nama].deadline == now + 50 * DAY


def test_late_is_who_is_waited_for_after_the_end(cast, siklus, rows):
    now = timezone.now()
    siklus.fase.update(mulai=now - 9 * DAY, akhir=now - DAY)
    figure(rows["puskesmas"], "f02_selesai", None)
    assert "terlambat" in keys(cast.bagian)[cast.rsud.nama].flags
    assert "terlambat" not in keys(cast.bagian)[cast.puskesmas.nama].flags
    assert set(keys(cast.bagian, tanda="terlambat")) == {cast.rsud.nama}


def test_a_returned_f01_has_its_own_deadline(cast, rows):
    due = timezone.now() + 5 * DAY
    rows["rsud"].pengembalian.create(
        instansi=cast.banjarnegara,
        siklus=rows["rsud"].siklus,
        putaran=1,
        indikator=[1],
        alasan="Uji",
        tenggat=due,
        oleh=cast.bagian,
    )
    figure(rows["rsud"], "dikembalikan", None)
    key = keys(cast.bagian)[cast.rsud.nama]
    assert (key.deadline, key.state, key.flags) == (due, "dikembalikan", {"tanpa_respons"})


def test_who_is_missing_is_flagged(cast, rows):
    Hasil.objects.update(responden=1)
    found = keys(cast.bagian)
    assert found[cast.rsud.nama].flags == set()
    assert found[cast.puskesmas.nama].flags == {"tanpa_evaluator", "tanpa_kepala"}
    # An evaluator whose role has ended scores nothing.
    cast.evaluator.memberships.update(ended_at=timezone.now())
    assert keys(cast.bagian)[cast.rsud.nama].flags == {"tanpa_evaluator"}


# Filters, order, numbers --------------------------------------------------------------------------


def test_filters_leave_what_was_asked_for(cast, siklus, rows):
    figure(rows["rsud"], "dinilai", None)
    assert set(keys(cast.menpan, state="dinilai")) == {cast.rsud.nama}
    assert set(keys(cast.menpan, jenis="Puskesmas")) == {cast.puskesmas.nama}
    assert set(keys(cast.menpan, q="mandi banjar")) == {cast.puskesmas.nama}
    assert set(keys(cast.menpan, instansi=cast.jateng)) == {cast.rsud.nama, cast.puskesmas.nama}
    other = factories.make_siklus(cast.nasional)
    assert keys(cast.menpan, siklus=other) == {}


def test_without_a_cycle_only_those_that_run_are_shown(cast, siklus, rows):
    siklus.status = "ditutup"
    siklus.save()
    assert keys(cast.menpan) == {}
    assert len(keys(cast.menpan, siklus=siklus)) == 3


def test_rows_without_a_value_come_last_in_every_order(cast, rows):
    figure(rows["rsud"], "dinilai", Decimal("3.62"))
    figure(rows["tetangga"], "dinilai", Decimal("2.10"))
    order = [key.pk for key in overview(cast.menpan, Filter(urut="ipp")).keys]
    assert order == [rows[name].pk for name in ("tetangga", "rsud", "puskesmas")]


def test_counts_do_not_depend_on_the_chosen_state(cast, rows):
    figure(rows["rsud"], "dinilai", None)
    found = overview(cast.menpan, Filter(state="dinilai"))
    assert (found.total, found.states, len(found.keys)) == (3, {"dinilai": 1, "draf": 2}, 1)


def count(call):
    with CaptureQueriesContext(connection) as found:
        call()
    return len(found)


def test_the_list_takes_the_same_queries_for_few_and_many(cast, as_user, siklus, evaluasi):
    client = as_user(cast.bagian)
    client.get("/pemantauan/")
    few = count(lambda: client.get("/pemantauan/"))
    for number in range(4):
        unit = factories.make_unit(cast.banjarnegara, f"RSUD {number}")
        made = factories.make_evaluasi(siklus, unit)
        assign(by=cast.bagian, evaluasi=[made], user=cast.evaluator, codenames={"lead"})
    assert count(lambda: client.get("/pemantauan/")) == few


@pytest.mark.parametrize("nonsense", ["siklus=x", "instansi=1", "status=?", "urut=x", "halaman=x"])
def test_nonsense_in_the_address_shows_the_list(cast, as_user, rows, nonsense):
    assert as_user(cast.bagian).get(f"/pemantauan/?{nonsense}").status_code == 200


def test_downloads_hold_what_the_filters_leave_and_nothing_of_others(cast, as_user, rows):
    figure(rows["rsud"], "dinilai", Decimal("3.62"), f02_terisi=30, f02_jumlah=30)
    client = as_user(cast.bagian)
    text = client.get("/pemantauan/csv/?status=dinilai").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (row["Unit"], row["F02 dinilai"], row["IPP"], row["Sifat angka"]) == (
        cast.rsud.nama,
        "30",
        "3,620",
        "sementara",
    )
    found, problems = read_rows(io.BytesIO(client.get("/pemantauan/xlsx/").content))
    names = {cell.get(2) for cell in found}
    assert problems == []
    assert {cast.rsud.nama, cast.puskesmas.nama} <= names
    assert cast.unit_tetangga.nama not in names


# Doing something about them -----------------------------------------------------------------------


def test_a_unit_is_reminded_once_a_day_in_words_that_name_the_deadline(cast, rows):
    found = [
        remind(by=cast.bagian, evaluasi=[rows["rsud"]], pesan="Bawa dokumen asli.")
        for _ in range(2)
    ]
    assert [(item.sent, item.already) for item in found] == [(1, 0), (0, 1)]
    told = Notice.objects.filter(kind="pengingat")
    assert {item.user for item in told} == {cast.operator, cast.kepala}
    assert told.count() == 2
    assert "WIB" in told[0].body
    assert told[0].body.endswith("Bawa dokumen asli.")


def test_while_it_is_scored_its_evaluators_are_reminded(cast, rows):
    figure(rows["rsud"], "dinilai", None)
    rows["rsud"].refresh_from_db()
    remind(by=cast.bagian, evaluasi=[rows["rsud"]])
    assert Notice.objects.get(kind="pengingat").user == cast.evaluator


def test_nobody_to_remind_is_said(cast, rows):
    figure(rows["rsud"], "divalidasi", None)
    rows["rsud"].refresh_from_db()
    for chosen in ([], [rows["rsud"]]):
        with pytest.raises(Refused) as refused:
            remind(by=cast.bagian, evaluasi=chosen)
        assert refused.value.field == "pilih"


def test_reminding_from_the_list(cast, as_user, rows):
    client = as_user(cast.bagian)
    chosen = f"pilih={rows['rsud'].uuid}&pilih={rows['tetangga'].uuid}&pilih=x"
    page = client.get(f"/pemantauan/ingatkan/?{chosen}")
    assert cast.rsud.nama in page.content.decode()
    assert cast.unit_tetangga.nama not in page.content.decode()
    client.post("/pemantauan/ingatkan/", {"pilih": [str(rows["rsud"].uuid)], "pesan": ""})
    assert Notice.objects.filter(kind="pengingat").count() == 2


def test_a_second_reminder_on_one_day_says_that_it_was_not_sent(cast, as_user, rows):
    client = as_user(cast.bagian)
    said = [
        client.post(
            "/pemantauan/ingatkan/", {"pilih": [str(rows["rsud"].uuid)], "pesan": ""}, follow=True
        ).content.decode()
        for _ in range(2)
    ]
    assert "Pengingat dikirim untuk 1 dari 1 unit." in said[0]
    assert "Pengingat dikirim" not in said[1] and "sudah diingatkan hari ini" in said[1]


def test_a_reader_reminds_nobody(cast, as_user, rows):
    for person in (cast.pimpinan, cast.biro):
        as_user(person).post("/pemantauan/ingatkan/", {"pilih": [str(rows["rsud"].uuid)]})
    assert not Notice.objects.filter(kind="pengingat").exists()


def test_chosen_rows_lead_to_their_cycle(cast, as_user, siklus, rows):
    query = f"pilih={rows['rsud'].uuid}"
    response = as_user(cast.bagian).get(f"/pemantauan/tugaskan/?{query}")
    assert response.url == f"/siklus/{siklus.uuid}/penugasan/?{query}"
    response = as_user(cast.menpan).get(f"/pemantauan/perpanjang/?{query}")
    assert response.url == f"/siklus/{siklus.uuid}/perpanjangan/?unit={cast.rsud.uuid}"
    assert as_user(cast.bagian).get(f"/pemantauan/perpanjang/?{query}").url == "/pemantauan/"


# The country --------------------------------------------------------------------------------------


def test_provinces_gather_their_kabupaten_and_means_carry_their_name(cast, rows):
    figure(rows["rsud"], "divalidasi", Decimal("4.00"))
    figure(rows["puskesmas"], "f02_selesai", Decimal("3.00"))
    found = national_queries.report(cast.menpan, 2026, "nasional")
    groups = {group.name: group for group in found.provinces}
    jateng = groups["Wilayah Jawa Tengah"]
    mean = jateng.means["A"]
    assert (jateng.total, mean.value, jateng.final) == (2, Decimal("3.5"), False)
    assert (mean.method, mean.counted, mean.total) == ("rata_instansi", 1, 1)
    tetangga = groups["Kabupaten Tetangga"]
    assert (tetangga.total, tetangga.means["A"].value) == (1, None)
    (figures,) = found.figures
    assert figures.cover.words == "dari 3 lokus: 2 lengkap, 0 sedang dinilai, 1 belum"
    # Ministries and regions apart; together only when both have a figure.
    assert [(name, mean.value, cover.complete) for name, mean, cover in figures.groups] == [
        ("Pemerintah daerah", Decimal("3.5"), 2),
    ]
    assert figures.national.value is None
    assert {kind.name: kind.means["A"].method for kind in found.kinds} == {
        "RSUD": "rata_unit",
        "Puskesmas": "rata_unit",
    }


def test_u02_the_country_has_no_headline_until_every_lokus_is_complete(cast, as_user, rows):
    kl = factories.make_instansi("Kementerian Uji", "kl")
    ministry = factories.make_evaluasi(rows["rsud"].siklus, factories.make_unit(kl, "Layanan"))
    figure(rows["rsud"], "divalidasi", Decimal("4.00"))
    figure(ministry, "divalidasi", Decimal("3.00"))
    body = as_user(cast.menpan).get("/nasional/").content.decode()
    assert "Belum ada IPP nasional" in body and "big-number" not in body
    assert "dari 4 lokus: 2 lengkap, 0 sedang dinilai, 2 belum" in body
    for row in ("puskesmas", "tetangga"):
        figure(rows[row], "divalidasi", Decimal("4.00"))
    body = as_user(cast.menpan).get("/nasional/").content.decode()
    assert "Belum ada IPP nasional" not in body and "big-number" in body and "3,50" in body


def test_u02_an_end_without_an_ipp_is_not_waited_for(cast, rows):
    figure(rows["rsud"], "divalidasi", Decimal("4.00"))
    Evaluasi.objects.exclude(pk=rows["rsud"].pk).update(state="tanpa_ipp", akhir_alasan="Uji")
    found = national_queries.report(cast.menpan, 2026, "nasional")
    (figures,) = found.figures
    assert figures.cover.whole
    assert figures.cover.words == (
        "dari 3 lokus: 1 lengkap, 0 sedang dinilai, 0 belum, 2 tidak dievaluasi"
    )


def test_u02_forms_are_averaged_apart_until_the_cycle_says_otherwise(cast, siklus, rows):
    siklus.instrumen_b = factories.make_version("B")
    siklus.save()
    online = factories.make_evaluasi(
        siklus, factories.make_unit(cast.banjarnegara, "Loka"), formulir="B"
    )
    figure(rows["rsud"], "divalidasi", Decimal("4.00"))
    figure(online, "divalidasi", Decimal("2.00"))

    def means():
        found = national_queries.report(cast.menpan, 2026, "nasional")
        (jateng,) = [group for group in found.provinces if group.name == "Wilayah Jawa Tengah"]
        return found.words, {pool: mean.value for pool, mean in jateng.means.items()}

    words, apart = means()
    assert apart == {"A": 4, "B": 2} and "masing-masing" in words
    siklus.formulir_bersama = True
    siklus.save()
    words, together = means()
    assert together == {"": 3} and "bersama" in words


def test_a_practice_cycle_counts_nowhere(cast, rows):
    practice = factories.make_siklus(cast.nasional, latihan=True)
    factories.make_evaluasi(practice, cast.rsud)
    assert national_queries.report(cast.menpan, 2026, "nasional").total == 3
    assert national_queries.by_scheme(cast.menpan, 2026) == {"nasional": {"draf": 3}}


def test_schemes_are_counted_apart(cast, rows):
    mandiri = factories.make_siklus(cast.banjarnegara)
    factories.make_evaluasi(mandiri, cast.rsud)
    assert national_queries.by_scheme(cast.menpan, 2026)["mandiri"] == {"draf": 1}
    assert national_queries.report(cast.menpan, 2026, "mandiri").total == 1


def test_who_is_late_and_what_stands_out_is_named(cast, siklus):
    now = timezone.now()
    siklus.fase.update(mulai=now - 9 * DAY, akhir=now - DAY)
    for number in range(9):
        unit = factories.make_unit(cast.banjarnegara, f"RSUD {number}")
        value = Decimal("1.00") if number == 0 else Decimal("3.50") + Decimal(number) / 100
        figure(factories.make_evaluasi(siklus, unit), "divalidasi", value)
    factories.make_evaluasi(siklus, cast.rsud)
    found = national_queries.report(cast.menpan, 2026, "nasional")
    assert [(item.nama, late, every) for item, late, every in found.late] == [
        ("Kabupaten Banjarnegara", 1, 10)
    ]
    assert [(item.nama_unit, side) for item, _, side in found.outliers] == [("RSUD 0", "rendah")]


def test_the_country_takes_the_same_queries_for_few_and_many(cast, as_user, siklus, evaluasi):
    client = as_user(cast.menpan)
    client.get("/nasional/")
    few = count(lambda: client.get("/nasional/"))
    for number in range(3):
        province = factories.make_instansi(f"Provinsi {number}", "provinsi")
        kabupaten = factories.make_instansi(f"Kabupaten {number}", induk=province)
        factories.make_evaluasi(siklus, factories.make_unit(kabupaten, f"RSUD {number}"))
    assert count(lambda: client.get("/nasional/")) == few


def test_an_empty_country_explains_itself(cast, as_user):
    assert "Belum ada siklus" in as_user(cast.menpan).get("/nasional/").content.decode()
