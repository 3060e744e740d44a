"""What a document will say is decided once, as plain data; nothing internal gets into it."""

import json
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from evaluations.core import assignments
from evaluations.follow_up.services import follow_up as follow_up_services
from evaluations.models import Evaluasi, Jawaban, Kelengkapan, Nilai, TindakLanjut
from evaluations.rules.visibility import Field
from pekppp.base.formats import angka
from reports.figures import berita_acara, lhe
from reports.figures.shared import digest_of, shown
from reports.models import KopSurat, Penandatangan
from tests import factories
from tests.reports.conftest import EXAMPLE, advise, computed, respond, score

DAY = date(2026, 7, 11)
ALL = frozenset(Field)


def ba_of(evaluasi, nomor=""):
    return berita_acara.build(Evaluasi.objects.get(pk=evaluasi.pk), nomor=nomor, tanggal=DAY)


def lhe_of(evaluasi, fields=ALL):
    found = Evaluasi.objects.get(pk=evaluasi.pk)
    return lhe.build(found, found.hasil, fields, nomor="", tanggal=DAY)


def indicator(masukan, nomor):
    return next(i for a in masukan["aspek"] for i in a["indikator"] if i["nomor"] == nomor)


@pytest.mark.parametrize("build", [ba_of, lhe_of])
def test_an_input_is_plain_json_and_survives_the_database(scored, build):
    masukan = build(scored)
    again = json.loads(json.dumps(masukan))
    assert (again, digest_of(again)) == (masukan, digest_of(masukan))


def test_the_digest_does_not_depend_on_the_order_of_keys():
    assert digest_of({"a": 1, "b": [2]}) == digest_of({"b": [2], "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": "1"})


def test_every_change_of_content_changes_the_digest(cast, scored):
    before = digest_of(ba_of(scored))
    assert digest_of(ba_of(scored)) == before
    assert digest_of(ba_of(scored, nomor="B/4/PP.00.02/2026")) != before
    Nilai.objects.filter(evaluasi=scored, indikator=3).update(level=4)
    assert digest_of(ba_of(scored)) != before


@pytest.mark.parametrize("build", [ba_of, lhe_of])
def test_an_internal_note_is_in_no_document(scored, build):
    Nilai.objects.update(catatan_internal="RAHASIA-TIM", alasan="RAHASIA-ALASAN")
    assert "RAHASIA" not in json.dumps(build(scored))


# Berita acara -------------------------------------------------------------------------------------


def test_a_berita_acara_tells_level_rubric_and_note_of_every_indicator(scored):
    first = indicator(ba_of(scored), 1)
    assert (first["level"], first["catatan"]) == ("3", ["Loket prioritas belum berpetunjuk arah."])
    assert first["uraian"] == scored.versi.instrumen.indikator(1).uraian(3)


def test_a_level_after_an_objection_is_the_one_that_is_told_and_says_so(cast, scored):
    score(scored, cast.evaluator, {1: 5}, peran="sanggah", alasan="SK ditunjukkan.")
    objected, other = (indicator(ba_of(scored), nomor) for nomor in (1, 2))
    assert (objected["level"], objected["asal"], objected["semula"]) == (
        "5", "putusan sanggahan", "3",
    )  # fmt: skip
    assert objected["uraian"] == scored.versi.instrumen.indikator(1).uraian(5)
    assert (other["asal"], other["semula"]) == ("", None)


def test_a_berita_acara_has_no_figure(scored):
    keys = set()
    json.loads(json.dumps(ba_of(scored)), object_hook=lambda found: keys.update(found))
    assert not keys & {"ipp", "kategori", "angka", "nilai", "bobot", "komponen", "survei"}


def test_a_berita_acara_is_provisional_until_the_f02_is_finished(scored):
    assert not ba_of(scored)["sementara"]
    computed(scored, "dinilai")
    assert ba_of(scored)["sementara"]


def test_recommendations_stand_with_their_aspect_the_general_ones_first(cast, scored):
    advise(scored, cast.evaluator, "I", "Tinjau ulang.", indikator=4)
    advise(scored, cast.evaluator, "I", "Umumkan.")
    first, second = ba_of(scored)["aspek"][:2]
    assert [r["teks"] for r in first["rekomendasi"]] == [
        "Susun standar pelayanan bersama masyarakat.",
        "Umumkan.",
        "Tinjau ulang.",
    ]
    assert second["rekomendasi"] == []


def test_the_additional_question_appears_only_when_somebody_observed_it(cast, scored):
    assert len(ba_of(scored)["aspek"]) == 6
    score(scored, cast.evaluator, {31: 0})
    extra = ba_of(scored)["aspek"][-1]
    assert (extra["kode"], extra["indikator"][0]["level"]) == ("", "0")


def test_the_mean_of_a_team_is_said_without_a_rubric_text(cast, scored):
    colleague = factories.make_user("rekan")
    assignments.assign(colleague, scored.aspek.all(), "score")
    score(scored, colleague, dict.fromkeys(EXAMPLE, 4))
    assert indicator(ba_of(scored), 1)["berselisih"]
    scored.siklus.metode_tim = "rata"
    scored.siklus.save()
    first = indicator(ba_of(scored), 1)
    assert (first["level"], first["asal"], first["uraian"]) == (
        "3.5", "rata-rata tim evaluator", "",
    )  # fmt: skip


def test_notes_of_somebody_who_left_the_team_are_left_out(cast, scored):
    gone = factories.make_user("mantan")
    score(scored, gone, {1: 5}, catatan_unit="Dari mantan anggota.")
    assert indicator(ba_of(scored), 1)["catatan"] == ["Loket prioritas belum berpetunjuk arah."]


def test_the_ketua_tim_signs_first(cast, scored):
    colleague = factories.make_user("abdi")  # before "Evaluator" in the alphabet
    assignments.assign(colleague, scored.aspek.filter(kode="I"), "score")
    assert [(p["nama"], p["peran"]) for p in ba_of(scored)["evaluator"]] == [
        ("Evaluator", "Ketua tim"),
        ("Abdi", "Anggota tim"),
    ]


def test_who_acknowledges_comes_from_the_evaluating_instansi(cast, scored):
    assert ba_of(scored)["mengetahui"] == [
        {"jabatan": "Kepala Bagian Organisasi", "nama": "", "nip": ""}
    ]
    Penandatangan.objects.create(
        instansi=cast.banjarnegara, jabatan="Asisten Administrasi Umum", nama="Sri", nip="1"
    )
    assert ba_of(scored)["mengetahui"][0]["nama"] == "Sri"


def test_without_a_letterhead_the_usual_lines_stand(cast, scored):
    assert ba_of(scored)["kop"]["baris_1"] == "PEMERINTAH KABUPATEN BANJARNEGARA"
    KopSurat.objects.create(instansi=cast.banjarnegara, baris_1="PEMKAB", baris_2="SETDA")
    kop = ba_of(scored)["kop"]
    assert (kop["baris_1"], kop["baris_2"]) == ("PEMKAB", "SETDA")


def test_an_instansi_named_in_its_unit_is_not_named_twice(scored):
    scored.nama_unit = "Dinas Sosial Kabupaten Banjarnegara"
    scored.save()
    assert ba_of(scored)["unit"]["lengkap"] == "Dinas Sosial Kabupaten Banjarnegara"


# LHE ----------------------------------------------------------------------------------------------


def test_the_lhe_of_the_worked_example(scored):
    computed(scored, "terbit")
    masukan = lhe_of(scored)
    angka = masukan["angka"]
    assert (angka["ipp"], angka["kategori"], angka["sebutan"]) == ("3.62", "B", "Baik")
    assert [a["nilai"] for a in masukan["aspek"]] == [
        "3.58",
        "3.60",
        "3.54",
        "3.40",
        "2.40",
        "4.00",
    ]
    assert [k["nilai"] for k in masukan["komponen"]] == ["3.4904", "4.00"]
    assert not masukan["sementara"]


def test_u16_the_lhe_names_the_documents_that_no_evaluator_found(cast, scored):
    assert lhe_of(scored)["dokumen_tidak_ada"] == []
    for dokumen, keadaan in (("monev", "tidak"), ("penetapan", "ada")):
        Kelengkapan.objects.create(
            instansi=scored.instansi,
            siklus=scored.siklus,
            evaluasi=scored,
            indikator=1,
            dokumen=dokumen,
            pihak="evaluator",
            keadaan=keadaan,
            oleh=cast.evaluator,
        )
    found = "Laporan pemantauan dan evaluasi penerapan SP"
    assert lhe_of(scored)["dokumen_tidak_ada"] == [{"nomor": 1, "dokumen": [found]}]


def test_u03_an_unanswered_indicator_has_no_suggestion_in_the_lhe(cast, scored):
    """Null, which a document prints as a dash; 0 only where the unit said that it has none."""
    Jawaban.objects.create(
        evaluasi=scored, instansi=scored.instansi, siklus=scored.siklus, indikator=1,
        pertanyaan="sp_ada", nilai=False, oleh=cast.operator,
    )  # fmt: skip
    computed(scored)
    said = {i["nomor"]: i["usulan"] for a in lhe_of(scored)["aspek"] for i in a["indikator"]}
    assert said.pop(1) == "0"
    assert set(said.values()) == {None}
    assert angka(None) == "–"


def test_the_parts_of_an_aspect_add_up_to_it(scored):
    for aspek in lhe_of(scored)["aspek"]:
        parts = sum(Fraction(i["nilai"]) for i in aspek["indikator"])
        assert parts == Fraction(aspek["nilai"])


def test_a_complete_result_is_provisional_until_it_is_validated(scored):
    angka = lhe_of(scored)["angka"]
    assert (angka["final"], angka["keterangan"]) == (
        False,
        "perhitungan lengkap, hasil belum divalidasi",
    )


def test_u01_a_document_of_an_incomplete_result_has_no_figure_and_says_what_is_there(
    cast, evaluasi
):
    score(evaluasi, cast.evaluator, {n: level for n, level in EXAMPLE.items() if n <= 27})
    respond(evaluasi, 7)
    computed(evaluasi, "dinilai")
    masukan = lhe_of(evaluasi)
    angka = masukan["angka"]
    assert (angka["ipp"], angka["kategori"], angka["sebutan"]) == (None, None, None)
    assert angka["keterangan"] == (
        "F02 belum lengkap: 27 dari 30; Survei saja: 4,00 dari 7 responden, minimum 10"
    )
    assert [part["nilai"] for part in masukan["komponen"]] == [None, None]


def test_what_the_maker_does_not_see_is_not_in_the_lhe(scored):
    masukan = lhe_of(scored, ALL - {Field.ANGKA_SEMENTARA, Field.JAWABAN, Field.RINCIAN_SURVEI})
    assert masukan["angka"] is None
    assert {a["nilai"] for a in masukan["aspek"]} == {None}
    assert (indicator(masukan, 1)["usulan"], masukan["survei"]["rincian"]) == (None, [])
    assert set(masukan["memuat"]) == {"level", "orang", "rekomendasi", "kemajuan_survei"}


def test_the_verifier_has_a_column_only_where_one_gave_a_level(cast, scored):
    assert not lhe_of(scored)["kolom"]["verifikator"]
    score(scored, cast.verifikator, {1: 2}, peran="verifikator")
    masukan = lhe_of(scored)
    assert indicator(masukan, 1)["verifikator"] == "2"
    assert "level_verifikator" in masukan["memuat"]


def test_few_respondents_are_never_summarised(cast, evaluasi):
    score(evaluasi, cast.evaluator, EXAMPLE)
    respond(evaluasi, 4)
    computed(evaluasi, "f02_selesai")
    masukan = lhe_of(evaluasi)
    survei = masukan["survei"]
    assert (survei["responden"], survei["rahasia"], survei["rincian"]) == (4, True, [])
    assert masukan["komponen"][1]["nilai"] is None


def test_the_survey_is_summarised_per_aspect(scored):
    assert {row["nilai"] for row in lhe_of(scored)["survei"]["rincian"]} == {"4.00"}


def test_strengths_and_weaknesses_go_by_level_then_by_weight(scored):
    masukan = lhe_of(scored)
    assert [i["nomor"] for i in masukan["kekuatan"]] == [29, 12, 6, 17, 4]
    assert [i["nomor"] for i in masukan["perbaikan"]] == [28, 9, 13, 18, 24]
    assert not {i["nomor"] for i in masukan["kekuatan"]} & {
        i["nomor"] for i in masukan["perbaikan"]
    }


@pytest.mark.parametrize(
    ("level", "strong", "weak"), [(5, 5, 0), (4, 5, 0), (2, 0, 5), (0, 0, 5), (None, 0, 0)]
)
def test_equal_levels_are_either_strong_or_weak(cast, evaluasi, level, strong, weak):
    score(evaluasi, cast.evaluator, dict.fromkeys(EXAMPLE, level))
    computed(evaluasi)
    masukan = lhe_of(evaluasi)
    assert (len(masukan["kekuatan"]), len(masukan["perbaikan"])) == (strong, weak)


@pytest.fixture
def last_year(cast, evaluasi):
    def make(**fields):
        year = {"tahun": 2025, "periode_mulai": date(2024, 1, 1), "periode_akhir": DAY}
        siklus = factories.make_siklus(cast.nasional, **(year | fields))
        old = factories.make_evaluasi(siklus, cast.rsud)
        assignments.assign(cast.evaluator, old.aspek.all(), "score")
        score(old, cast.evaluator, dict.fromkeys(EXAMPLE, 3))
        respond(old, 12, level=3)
        computed(old, "terbit")
        return old

    return make


def test_a_unit_without_last_year_says_so(scored):
    assert lhe_of(scored)["tahun_lalu"] == {"tahun": 2025, "dievaluasi": False, "terakhir": None}


def test_last_year_stands_beside_this_year(scored, last_year):
    last_year()
    found = lhe_of(scored)["tahun_lalu"]
    last = found["terakhir"]
    assert (found["dievaluasi"], last["ipp"], last["ipp_kini"]) == (True, "3.00", "3.62")
    assert last["selisih"] == "+0.62"
    assert [row["selisih"] for row in last["aspek"]] == [
        "+0.58",
        "+0.60",
        "+0.54",
        "+0.40",
        "−0.60",
        "+1.00",
    ]


def test_last_year_s_recommendations_stand_with_their_follow_up(cast, scored, last_year):
    assert lhe_of(scored)["tindak_lanjut"] is None
    old = last_year()
    advice = [advise(old, cast.evaluator, "I", f"Saran {at}.", at) for at in (1, 2, 3)]
    due = timezone.localdate() + timedelta(days=9)
    for row in advice[:2]:
        follow_up_services.commit(
            by=cast.operator, evaluasi=old, rekomendasi=row.uuid,
            tindakan="RAHASIA", penanggung_jawab="RAHASIA", tenggat=due, anggaran=765,
        )  # fmt: skip
    TindakLanjut.objects.filter(rekomendasi=advice[0]).update(
        status="terverifikasi", verifikasi="SP terpasang.", diverifikasi_dalam=scored
    )
    found = lhe_of(scored)["tindak_lanjut"]
    assert found["tahun"] == 2025 and "RAHASIA" not in str(found) and "765" not in str(found)
    names = ("status", "tenggat", "verifikasi", "dulu", "kini", "arah")
    assert [tuple(item[name] for name in names) for item in found["butir"]] == [
        ("Terverifikasi selesai", None, "SP terpasang.", "3", "3", "tetap"),
        ("Sedang dikerjakan", due.isoformat(), "", "3", "4", "naik"),
        ("Belum ada komitmen", None, "", "3", "2", "turun"),
    ]


def test_schemes_are_not_compared(scored, last_year):
    last_year(skema="mandiri")
    last = lhe_of(scored)["tahun_lalu"]["terakhir"]
    assert (last["sebanding"], last["selisih"], last["ipp"]) == (False, None, "3.00")


def test_the_method_is_named_with_the_figure(scored):
    words = " ".join(lhe_of(scored)["metode"])
    for name in ("PermenPANRB 29/2022", "Pedoman 5/2023", "«tertimbang»", "«rata_butir»"):
        assert name in words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(179, 50), "3.58"),
        (Fraction(4), "4.00"),
        (Fraction(29, 9), "3.2222"),
        (Fraction(1, 20000), "0.0001"),  # an exact half goes up
        (Fraction(0), "0.00"),
        (None, None),
    ],
)
def test_figures_are_rounded_once_half_up(value, text):
    assert shown(value) == text


def test_a_document_takes_the_same_queries_however_much_it_says(
    cast, scored, django_assert_max_num_queries
):
    score(scored, cast.evaluator, {31: 2})
    with django_assert_max_num_queries(20):
        ba_of(scored)
    with django_assert_max_num_queries(24):
        lhe_of(scored)


def test_figures_are_on_a_berita_acara_where_the_office_wants_them(cast, scored):
    KopSurat.objects.create(
        instansi=cast.banjarnegara,
        angka_berita_acara=True,
        klausul_pembuka="Dasar.",
        klausul_penutup="Selesai.",
    )
    found = Evaluasi.objects.get(pk=scored.pk)
    masukan = berita_acara.build(found, ALL, nomor="", tanggal=DAY)
    assert (masukan["angka"]["ipp"], masukan["angka"]["responden"]) == ("3.62", 12)
    assert {"angka_sementara", "kemajuan_survei"} <= set(masukan["memuat"])
    assert masukan["klausul"] == {"pembuka": "Dasar.", "penutup": "Selesai."}
    hidden = berita_acara.build(
        found, ALL - {Field.ANGKA_SEMENTARA, Field.ANGKA_FINAL}, nomor="", tanggal=DAY
    )
    assert "angka" not in hidden
    assert "angka_sementara" not in hidden["memuat"]
