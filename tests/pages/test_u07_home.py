"""The home: a table of situations x person -> the task, its date and the place it leads to."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from evaluations.core.queries.deadlines import is_late, with_deadline
from evaluations.cycle.services import extension_requests
from evaluations.errata.services import errata as errata_services
from evaluations.evidence.services import requested
from evaluations.f01.services import helping, in_charge
from evaluations.f01.services.answers import save_answer
from evaluations.models import (
    Evaluasi,
    EvaluasiAspekUserObjectPermission,
    Fase,
    Hasil,
    Nilai,
    Pengembalian,
    Perpanjangan,
    Rekomendasi,
    SampelVerifikasi,
    Sanggahan,
    Siklus,
    TindakLanjut,
    UsulanLokus,
)
from evaluations.monitoring.queries.monitoring import keys_of
from evaluations.objections import services as objection_services
from evaluations.overview.queries.things import Todo
from evaluations.overview.queries.todo import by_urgency
from evaluations.progress.services import ready
from evaluations.progress.services.steps import advance
from evaluations.publication.services import decree_worker, decrees
from evaluations.recompute.services import recompute as recompute_services
from evaluations.recompute.services import worker as recompute_worker
from evaluations.rules.phases import end_of
from evaluations.rules.workflow import Action, State
from pekppp.accounts.models import User
from pekppp.pages import waiting_for
from reports.figures import berita_acara
from tests import factories
from tests.evaluations.errata.test_j10_errata import published, start
from tests.evaluations.errata.test_j10_errata import ready as look_at_errata
from tests.evaluations.ready import finish

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NONE, LATE = "no date", "late"


def home(person: User) -> list[Todo]:
    fresh = User.objects.get(pk=person.pk)
    return waiting_for(fresh, fresh.memberships.select_related("instansi", "unit").get())


# How things came to be so -------------------------------------------------------------------------


def untouched(cast, evaluasi):
    pass


def counted(cast, evaluasi):
    """Every question of the F01 has its answer."""
    Hasil.objects.filter(evaluasi=evaluasi).update(f01_terisi=40, f01_jumlah=40)


def divided(cast, evaluasi):
    in_charge.divide(by=cast.kepala, evaluasi=evaluasi, people={"II": cast.operator})


def asked(cast, evaluasi):
    ready.declare_ready(by=cast.operator, evaluasi=evaluasi)


def sent(cast, evaluasi):
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)


def returned(cast, evaluasi):
    sent(cast, evaluasi)
    advance(
        by=cast.bagian,
        evaluasi=evaluasi,
        action=Action.KEMBALIKAN_F01,
        reason="Dua indikator perlu diperbaiki.",
        indikator=[2, 11],
        tenggat=timezone.now() + 5 * DAY,
        alasan_indikator={"11": "SK-nya sudah tidak berlaku."},
    )


def review_asked(cast, evaluasi):
    helping.ask_review(by=cast.operator, evaluasi=evaluasi)


def filled_in_its_place(cast, evaluasi):
    helping.fill_for(by=cast.bagian, evaluasi=evaluasi, reason="Tidak ada jaringan.")


def file_asked(cast, evaluasi):
    sent(cast, evaluasi)
    requested.ask(
        by=cast.evaluator, evaluasi=evaluasi, indikator=3, isi="SK.",
        tenggat=timezone.now() + 3 * DAY,
    )  # fmt: skip


def mended(cast, evaluasi):
    returned(cast, evaluasi)
    for nomor in (2, 11):
        indikator = evaluasi.versi.instrumen.indikator(nomor)
        question = next(p for p in indikator.pertanyaan if p.jenis == "ya_tidak")
        save_answer(
            by=cast.operator, evaluasi=evaluasi, indikator=nomor, question=question.id,
            value=True, based_on=0, key=str(uuid.uuid4()),
        )  # fmt: skip


def mended_and_asked(cast, evaluasi):
    mended(cast, evaluasi)
    asked(cast, evaluasi)


def over(cast, evaluasi):
    Fase.objects.update(mulai=timezone.now() - 20 * DAY, akhir=timezone.now() - 2 * DAY)


def scored_late(cast, evaluasi):
    sent(cast, evaluasi)
    over(cast, evaluasi)


def half_scored(cast, evaluasi):
    sent(cast, evaluasi)
    for nomor in (1, 2):
        Nilai.objects.create(
            instansi=evaluasi.instansi, siklus=evaluasi.siklus, evaluasi=evaluasi,
            indikator=nomor, peran="evaluator", oleh=cast.evaluator, level=3,
        )  # fmt: skip
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=State.DINILAI)


def all_scored(cast, evaluasi):
    finish(cast, evaluasi)
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=State.DINILAI)


def finished(cast, evaluasi):
    finish(cast, evaluasi)


def contested(cast, evaluasi):
    finish(cast, evaluasi)
    objection_services.file(
        by=cast.operator, evaluasi=evaluasi, indikator=5, alasan="Bukti kami lengkap sejak Maret.",
        nilai_diminta=4, key=uuid.uuid4(),
    )  # fmt: skip


def validated(cast, evaluasi):
    finish(cast, evaluasi)
    advance(by=cast.menpan, evaluasi=evaluasi, action=Action.VALIDASI)


def accepted_late(cast, evaluasi):
    validated(cast, evaluasi)
    objection_services.file(
        by=cast.operator, evaluasi=evaluasi, indikator=5, alasan="Bukti kami lengkap sejak Maret.",
        nilai_diminta=4, key=uuid.uuid4(),
    )  # fmt: skip
    row = Sanggahan.objects.get()
    objection_services.decide(
        by=cast.menpan, evaluasi=evaluasi, sanggahan=row.uuid, accept=True, nilai_baru=4,
        putusan="Bukti baru memenuhi rubrik.",
    )  # fmt: skip


def frozen(cast, evaluasi):
    validated(cast, evaluasi)
    decrees.freeze(by=cast.menpan, siklus=evaluasi.siklus)


def in_embargo(cast, evaluasi):
    validated(cast, evaluasi)
    decrees.enter(
        by=cast.menpan, publikasi=decrees.freeze(by=cast.menpan, siklus=evaluasi.siklus),
        nomor="659 Tahun 2026", tanggal=timezone.localdate(), embargo=timezone.now() + 3 * DAY,
    )  # fmt: skip


def stopped_decree(cast, evaluasi):
    frozen(cast, evaluasi)
    decrees.enter(
        by=cast.menpan, publikasi=evaluasi.siklus.publikasi.get(), nomor="659 Tahun 2026",
        tanggal=timezone.localdate(),
    )  # fmt: skip
    Hasil.objects.filter(evaluasi=evaluasi).update(masukan_digest="lain")
    decree_worker.publish_next()


def dry_run(cast, evaluasi):
    validated(cast, evaluasi)
    recompute_services.start(by=cast.menpan, siklus=evaluasi.siklus, versi={})
    recompute_worker.recompute_next()


def stopped_dry_run(cast, evaluasi):
    validated(cast, evaluasi)
    made = recompute_services.start(by=cast.menpan, siklus=evaluasi.siklus, versi={})
    recompute_worker.QUEUE.put_back(made, "Basis data tidak menjawab.", final=True)


def errata_published(cast, evaluasi):
    return published(cast, evaluasi.versi)


def errata_shown(cast, evaluasi):
    look_at_errata(cast, evaluasi.siklus, errata_published(cast, evaluasi))


def errata_stopped(cast, evaluasi):
    made = start(cast, evaluasi.siklus, errata_published(cast, evaluasi))
    errata_services.QUEUE.put_back(made, "Basis data tidak menjawab.", final=True)


def lokus_proposed(cast, evaluasi):
    UsulanLokus.objects.create(
        siklus=evaluasi.siklus, instansi=cast.tetangga, jenis="pengecualian", alasan="Tidak ada.",
        oleh=cast.admin_tetangga,
    )  # fmt: skip


def more_time_asked(cast, evaluasi):
    over(cast, evaluasi)
    extension_requests.ask(
        by=cast.operator, siklus=evaluasi.siklus, instansi=evaluasi.instansi, unit=evaluasi.unit,
        kegiatan=["isi_f01"], akhir=timezone.now() + 9 * DAY, alasan="Banjir.",
    )  # fmt: skip


def more_time_of_the_assessor(cast, evaluasi):
    extension_requests.let_assessors_grant(by=cast.menpan, siklus=evaluasi.siklus, allowed=True)
    more_time_asked(cast, evaluasi)


def to_verify(cast, evaluasi):
    finish(cast, evaluasi)
    factories.verified_by(evaluasi, cast.verifikator)


def nobody_verifies(cast, evaluasi):
    factories.to_be_verified(evaluasi)


def no_people(cast, evaluasi):
    cast.kepala.memberships.update(ended_at=timezone.now())


def no_evaluator(cast, evaluasi):
    EvaluasiAspekUserObjectPermission.objects.all().delete()


def followed_late(cast, evaluasi):
    validated(cast, evaluasi)
    for days in (-12, 9):
        row = Rekomendasi.objects.create(
            instansi=evaluasi.instansi, siklus=evaluasi.siklus, evaluasi=evaluasi, aspek="I",
            teks="Tetapkan standar pelayanan.", oleh=cast.evaluator,
        )  # fmt: skip
        TindakLanjut.objects.create(
            instansi=evaluasi.instansi, siklus=evaluasi.siklus, evaluasi=evaluasi, rekomendasi=row,
            tindakan="Menyusun SP", penanggung_jawab="Kasubbag", status="direncanakan",
            tenggat=timezone.localdate() + timedelta(days=days),
            status_sejak=timezone.now(), oleh=cast.operator,
        )  # fmt: skip


def own(name: str, *more: str) -> Callable[[Any], str]:
    return lambda evaluasi: evaluasi.address(name, *more)


def of_cycle(page: str, query: str = "") -> Callable[[Any], str]:
    from django.urls import reverse

    return lambda evaluasi: reverse(f"evaluations:{page}", args=[evaluasi.siklus.uuid]) + query


def watched(query: str) -> Callable[[Any], str]:
    return lambda evaluasi: f"/pemantauan/?siklus={evaluasi.siklus.uuid}&{query}"


@dataclass(frozen=True)
class Row:
    situation: Callable[[Any, Any], None]
    who: str
    what: str
    address: Callable[[Any], str]
    when: str | Callable[[Any], Any]


def window_end(evaluasi):
    return evaluasi.siklus.fase.get().akhir


def due(evaluasi):
    return Pengembalian.objects.get(evaluasi=evaluasi).tenggat


def anchor(nomor: int) -> Callable[[Any], str]:
    return lambda e: e.address("f01", e.versi.instrumen.aspek_dari(nomor).kode) + f"#i-{nomor}"


def first_question(evaluasi):
    first = evaluasi.versi.instrumen.semua_aspek[0].indikator[0]
    question = next(p for p in first.pertanyaan if p.wajib)
    return evaluasi.address("f01", "I") + f"#q-{first.nomor}-{question.id}"


UNTIL_NOW = "Kirim lagi F01 yang dikembalikan"
TABLE = [
    Row(untouched, "operator", "Isi F01: 0 dari 0 terjawab", first_question, window_end),
    Row(untouched, "kepala", "Isi F01: 0 dari 0 terjawab", first_question, window_end),
    Row(divided, "operator", "Aspek saya: II kurang 5 jawaban dan 5 bukti dukung",
        lambda e: e.address("f01", "II") + "#belum", window_end),
    Row(divided, "kepala", "Isi F01: 0 dari 0 terjawab", first_question, window_end),
    Row(counted, "kepala", "Kirim F01", own("f01_submit"), window_end),
    Row(counted, "operator", "Minta kepala unit mengirim F01", own("f01_submit"), window_end),
    Row(asked, "kepala", "Kirim F01: Operator menyatakan siap", own("f01_submit"), window_end),
    Row(returned, "kepala", "F01 dikembalikan: perbaiki indikator 2, 11", anchor(2), due),
    Row(returned, "operator", "F01 dikembalikan: perbaiki indikator 2, 11", anchor(2), due),
    Row(mended, "kepala", UNTIL_NOW, own("f01_submit"), due),
    Row(mended_and_asked, "kepala", f"{UNTIL_NOW}: Operator menyatakan siap",
        own("f01_submit"), due),
    Row(over, "operator",
        "F01 belum dikirim; minta perpanjangan bila masih akan dikirim",
        own("extension_ask"), LATE),
    Row(more_time_asked, "operator",
        "F01 belum dikirim; permohonan perpanjangan menunggu keputusan", own("evaluasi"), LATE),
    Row(more_time_asked, "menpan", "Putuskan 1 permohonan perpanjangan",
        of_cycle("extensions", "#permohonan"), NONE),
    Row(more_time_of_the_assessor, "bagian", "Putuskan 1 permohonan perpanjangan",
        of_cycle("extensions", "#permohonan"), NONE),
    Row(finished, "kepala", "Baca nilai; ajukan sanggahan bila belum sesuai",
        own("objections"), window_end),
    Row(followed_late, "operator", "1 tindak lanjut lewat tenggat", own("follow_up"), LATE),
    Row(followed_late, "operator", "Kerjakan dan laporkan 1 tindak lanjut", own("follow_up"),
        lambda e: end_of(timezone.localdate() + timedelta(days=9))),
    Row(sent, "evaluator", "Nilai F02: F01 sudah dikirim", own("f02_next"), window_end),
    Row(half_scored, "evaluator", "Nilai F02: 2 dari 30 indikator Anda", own("f02_next"),
        window_end),
    Row(scored_late, "evaluator", "Nilai F02: F01 sudah dikirim", own("f02_next"), LATE),
    Row(all_scored, "evaluator", "Selesaikan F02: semua indikator sudah dinilai", own("f02"),
        window_end),
    Row(contested, "evaluator", "Putuskan 1 sanggahan", own("objections"), NONE),
    Row(to_verify, "verifikator", "Verifikasi nilai evaluator", own("f02_next"), NONE),
    Row(review_asked, "bagian", "Jawab permintaan reviu F01", own("f01_review_answer"), NONE),
    Row(filled_in_its_place, "bagian", "Isi F01: 0 dari 0 terjawab", first_question, window_end),
    Row(file_asked, "operator", "Unggah satu berkas untuk indikator 3",
        lambda e: e.address("requested_file", e.permintaan_berkas.get().uuid),
        lambda e: e.permintaan_berkas.get().tenggat),
    Row(file_asked, "evaluator", "Menunggu satu berkas dari unit: indikator 3",
        own("f02_indicator", 3), lambda e: e.permintaan_berkas.get().tenggat),
    Row(over, "bagian", "1 unit belum mengirim F01", watched("status=draf&tanda=terlambat"),
        LATE),
    Row(over, "menpan", "1 unit belum mengirim F01", watched("status=draf&tanda=terlambat"),
        LATE),
    Row(scored_late, "biro", "1 F01 belum mulai dinilai",
        watched("status=dikirim&tanda=terlambat"), LATE),
    Row(no_people, "bagian", "Undang kepala unit untuk 1 unit", watched("tanda=tanpa_kepala"),
        NONE),
    Row(no_evaluator, "bagian", "Tugaskan evaluator untuk 1 unit", of_cycle("assignments"), NONE),
    Row(nobody_verifies, "biro", "Tetapkan verifikator untuk 1 unit",
        lambda e: of_cycle("assignments")(e) + "?tanda=tanpa_verifikator", NONE),
    Row(finished, "menpan", "Validasi hasil 1 unit", of_cycle("validation"), NONE),
    Row(validated, "menpan", "Terbitkan 1 hasil yang sudah divalidasi", of_cycle("publication"),
        NONE),
    Row(accepted_late, "menpan", "Hitung ulang: 1 sanggahan diterima setelah hasil ditetapkan",
        of_cycle("recompute"), NONE),
    Row(frozen, "menpan", "Catat keputusan untuk 1 hasil yang sudah dibekukan",
        of_cycle("publication"), NONE),
    Row(in_embargo, "menpan",
        "Keputusan 659 Tahun 2026 dalam embargo: 1 hasil terbit sendiri",
        of_cycle("publication"),
        lambda e: e.siklus.publikasi.get().embargo_sampai),
    Row(stopped_decree, "menpan",
        "Penerbitan 1 hasil terhenti: Hasil RSUD Hj. Anna Lasmanah tidak lagi sama"
        " dengan himpunan keputusan.",
        of_cycle("publication"), LATE),
    Row(dry_run, "menpan", "Hitung ulang siap: periksa, lalu terapkan", of_cycle("recompute"),
        NONE),
    Row(stopped_dry_run, "menpan", "Hitung ulang terhenti", of_cycle("recompute"), LATE),
    Row(errata_published, "menpan", "Ralat instrumen terbit, belum diterapkan",
        of_cycle("errata"), NONE),
    Row(errata_shown, "menpan", "Ralat siap: periksa akibatnya, lalu terapkan", of_cycle("errata"),
        NONE),
    Row(errata_stopped, "menpan", "Ralat terhenti", of_cycle("errata"), LATE),
    Row(lokus_proposed, "menpan", "Putuskan 1 usulan lokus",
        of_cycle("cycle_proposals", "?status=menunggu"), NONE),
]  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.situation.__name__}-{row.who}")
def test_u07_the_situation_is_told_to_the_person(cast, evaluasi, row):
    row.situation(cast, evaluasi)
    evaluasi = Evaluasi.objects.select_related("siklus", "versi").get(pk=evaluasi.pk)
    told = {item.what: item for item in home(getattr(cast, row.who))}
    assert row.what in told, sorted(told)
    item = told[row.what]
    assert item.url == row.address(evaluasi)
    assert item.late == (row.when == LATE)
    if callable(row.when):
        assert item.deadline == row.when(evaluasi)
    elif row.when == NONE:
        assert item.deadline is None


# What is told of nobody ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("situation", "who", "never"),
    [
        (returned, "kepala", "Kirim F01"),
        (asked, "operator", "Minta kepala unit"),
        (frozen, "menpan", "Terbitkan"),
        (in_embargo, "menpan", "Terbitkan"),
        (in_embargo, "menpan", "Catat keputusan"),
        (contested, "menpan", "Validasi"),
        (over, "admin_tetangga", "unit belum mengirim"),
    ],
)
def test_u07_what_nobody_can_do_now_is_not_told(cast, evaluasi, situation, who, never):
    situation(cast, evaluasi)
    assert [item.what for item in home(getattr(cast, who)) if item.what.startswith(never)] == []


def test_u07_a_return_is_told_with_a_reason_per_indicator(cast, evaluasi):
    returned(cast, evaluasi)
    notes = [item.note for item in home(cast.operator) if item.note]
    assert notes == ["Dua indikator perlu diperbaiki.\nIndikator 11: SK-nya sudah tidak berlaku."]


def test_u07_late_is_said_with_its_own_date(cast, evaluasi, as_user):
    followed_late(cast, evaluasi)
    since = timezone.localdate() - timedelta(days=12)
    item = next(item for item in home(cast.operator) if item.late)
    assert item.deadline == end_of(since)
    page = as_user(cast.operator).get("/beranda/").content.decode()
    assert "1 lewat tenggat." in page and "Lewat tenggat" in page


def test_u07_the_button_of_the_desk_leads_to_the_first_unscored(cast, evaluasi, as_user):
    half_scored(cast, evaluasi)
    answer = as_user(cast.evaluator).get(evaluasi.address("f02_next"))
    assert answer["Location"] == evaluasi.address("f02_indicator", 3)


def test_u07_the_start_of_a_returned_f01_is_what_was_returned(cast, evaluasi, as_user):
    returned(cast, evaluasi)
    answer = as_user(cast.operator).get(evaluasi.address("f01_start"))
    assert answer["Location"] == anchor(2)(evaluasi)


def test_u07_late_comes_first_then_what_has_no_date_then_the_nearest():
    now = timezone.now()
    items = [
        Todo("jauh", "", now + 9 * DAY, "", ""),
        Todo("tanpa", "", None, "", ""),
        Todo("dekat", "", now + DAY, "", ""),
        Todo("lewat", "", now - DAY, "", "", late=True),
    ]
    assert [item.what for item in by_urgency(items)] == ["lewat", "tanpa", "dekat", "jauh"]


def test_u07_all_tasks_are_reachable_and_counted(cast, siklus, as_user):
    for number in range(7):
        unit = factories.make_unit(cast.banjarnegara, f"Unit {number}")
        made = factories.make_evaluasi(siklus, unit)
        Evaluasi.objects.filter(pk=made.pk).update(state=State.DIKIRIM)
        from evaluations.core import assignments

        assignments.assign(cast.evaluator, made.aspek.all(), "score")
    page = as_user(cast.evaluator).get("/beranda/").content.decode()
    assert "Menunggu Anda (7)" in page and "<summary>2 hal lain</summary>" in page
    assert page.count("/f02/berikut/") == 7


# The database counts what the calendar says -------------------------------------------------------


def test_u07_late_in_sql_is_late_in_the_calendar(cast, siklus):
    """Phases that are over or not, each kind of extension, a return with and without one."""
    now = timezone.now()
    Fase.objects.update(mulai=now - 20 * DAY, akhir=now - 2 * DAY)
    owned = factories.make_instansi("PDAM Banjarnegara", "bumd", induk=cast.banjarnegara)
    units = [
        factories.make_unit(place, f"{place.nama} {number}")
        for place in (cast.banjarnegara, cast.tetangga, cast.jateng, owned)
        for number in range(4)
    ]
    states = [State.DRAF, State.DIKIRIM, State.DINILAI, State.DIKEMBALIKAN]
    rows = [factories.make_evaluasi(siklus, unit) for unit in units]
    for number, row in enumerate(rows):
        Evaluasi.objects.filter(pk=row.pk).update(state=states[number % 4])
        if number % 4 == 3:
            Pengembalian.objects.create(
                instansi=row.instansi, siklus=siklus, evaluasi=row, putaran=1, indikator=[1],
                alasan="Perbaiki.", tenggat=now + (number - 7) * DAY, oleh=cast.bagian,
            )  # fmt: skip
    cases = [
        {},
        {"unit": units[0], "instansi": units[0].instansi, "kegiatan": "isi_f01"},
        {"instansi": cast.tetangga, "kegiatan": "nilai_f02"},
        {"instansi": cast.jateng, "termasuk_bawahan": True, "kegiatan": "nilai_f02"},
        {"instansi": cast.jateng, "kegiatan": "isi_f01"},
        {"kegiatan": "isi_f01"},
    ]
    seen = set()
    for case in cases:
        if case:
            Perpanjangan.objects.create(siklus=siklus, akhir=now + DAY, alasan="Bencana.", **case)
        everything = Evaluasi.objects.filter(siklus=siklus)
        late = set(with_deadline(everything).filter(is_late()).values_list("pk", flat=True))
        keys = keys_of(cast.menpan, everything)
        assert late == {key.pk for key in keys if "terlambat" in key.flags}
        until = dict(with_deadline(everything).values_list("pk", "tenggat"))
        assert until == {key.pk: key.deadline for key in keys}
        seen.add(len(late))
    assert len(seen) >= 4  # the cases differ
    assert Siklus.objects.get().pk == siklus.pk


def test_j07_a_verifier_is_told_what_of_the_sample_is_left_and_the_papers_say_it(
    cast, siklus, evaluasi
):
    outside = factories.make_evaluasi(siklus, cast.puskesmas)
    for item in (evaluasi, outside):
        factories.verified_by(item, cast.verifikator)
        finish(cast, item)
    SampelVerifikasi.objects.create(
        instansi=cast.jateng, siklus=siklus, benih="lima", persen=50, minimum=1,
        terpilih=[evaluasi.uuid], di_luar=[outside.uuid], oleh=cast.biro,
    )  # fmt: skip

    def told() -> set[tuple[str, str]]:
        return {(item.what, item.where.split(" · ")[0]) for item in home(cast.verifikator)}

    assert told() == {
        ("Verifikasi nilai evaluator (dalam sampel)", cast.rsud.nama),
        ("Verifikasi nilai evaluator", cast.puskesmas.nama),
        ("Sampel verifikasi: 1 unit Anda belum diverifikasi", siklus.nama),
    }
    for item, said in ((evaluasi, "dalam sampel 1 dari 2"), (outside, "di luar sampel")):
        paper = berita_acara.build(item, nomor="", tanggal=timezone.localdate())
        assert said in paper["sampel"]
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=State.DIVERIFIKASI)
    assert told() == {("Verifikasi nilai evaluator", cast.puskesmas.nama)}
