"""A cycle computed again: the dry run writes nothing, applying writes what it showed, no more."""

import io
from copy import deepcopy
from decimal import Decimal

import openpyxl  # noqa: TID251 - reads what the application wrote
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.core.queries import published as published_queries
from evaluations.models import (
    BarisHitungUlang,
    Evaluasi,
    Hasil,
    HasilTerbit,
    HitungUlang,
    Nilai,
    Siklus,
)
from evaluations.publication.queries import publication as publication_queries
from evaluations.publication.services import decree_worker, decrees, publication
from evaluations.recompute.services import recompute as recompute_services
from evaluations.recompute.services import worker as recompute_worker
from evaluations.results import services as result_services
from evaluations.rules.workflow import State
from instruments.models import VersiInstrumen
from instruments.spec import digest, parse
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.ready import make_finished, make_validated, respond
from tests.stage import stage

pytestmark = pytest.mark.services

REASON = "Surat Deputi B/7/PP.00.02/2026: bobot aspek I dan II tertukar."


def corrected(versi, change=None, **fields) -> VersiInstrumen:
    """The next version of an instrument, published; by default the survey counts more."""
    data = deepcopy(versi.spec)  # what a change writes into would be every later test's

    def weigh_survey(data):
        parts = data["ipp"]["komponen"]
        data["ipp"] = data["ipp"] | {
            "komponen": [parts[0] | {"bobot": "50"}, parts[1] | {"bobot": "50"}]
        }

    (change or weigh_survey)(data)
    spec, problems = parse(data)
    assert spec is not None, problems
    return VersiInstrumen.objects.create(
        kode=versi.kode,
        versi=versi.versi + 1,
        nama=f"{versi.nama}, ralat",
        formulir=versi.formulir,
        status="terbit",
        published_at=timezone.now(),
        spec=data,
        digest=digest(spec),
        **fields,
    )


def everything() -> list:
    """Every row that a recomputation could touch."""
    tables = (Siklus, Evaluasi, Hasil, HasilTerbit, Nilai, AuditEntry)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def figure(evaluasi) -> tuple:
    return Hasil.objects.values_list("ipp", "kategori").get(evaluasi=evaluasi)


@stage.fixture
def decided(cast, siklus):
    """Validated with 3.25 B- (level 3, answers 4), and one that is published."""
    validated = make_validated(cast, siklus, cast.rsud)
    publication.publish(
        by=cast.menpan, siklus=siklus, nomor="659 Tahun 2026", tanggal=timezone.localdate()
    )
    waiting = make_validated(cast, siklus, cast.puskesmas, level=4)
    validated.refresh_from_db()
    return validated, waiting


def plan(cast, siklus, versi=None) -> HitungUlang:
    """The dry run, computed by the worker."""
    made = recompute_services.start(
        by=cast.menpan, siklus=siklus, versi={"A": versi} if versi else {}
    )
    return work(made)


def work(job: HitungUlang) -> HitungUlang:
    while job.waiting:
        assert recompute_worker.recompute_next() is not None
        job.refresh_from_db()
    return job


def changes(job) -> list[tuple]:
    rows = BarisHitungUlang.objects.filter(hitung=job, berubah=True)
    return [(row.evaluasi_id, row.lama, row.lama_kategori, row.baru, row.baru_kategori)
            for row in rows]  # fmt: skip


def apply(cast, siklus, versi=None, shown=None, reason=REASON, by=None) -> HitungUlang:
    shown = shown or plan(cast, siklus, versi)
    return work(recompute_services.apply(by=by or cast.menpan, hitung=shown, reason=reason))


def statuses(job) -> dict:
    return dict(BarisHitungUlang.objects.filter(hitung=job).values_list("evaluasi", "status"))


def test_d06_a_dry_run_changes_nothing(cast, siklus, decided, as_user):
    versi = corrected(siklus.instrumen_a)
    before = everything()
    shown = plan(cast, siklus, versi)
    page = as_user(cast.menpan).get(f"/siklus/{siklus.uuid}/hitung-ulang/")
    assert everything() == before
    assert changes(shown) == [(decided[0].pk, "3.25", "B-", "3.50", "B-")]
    body = page.content.decode()
    assert "1 hasil berubah, 1 tetap." in body  # level 4 and answers 4 stay 4.00
    assert "3,25 B-" in body and "3,50 B-" in body


def test_d06_applying_changes_exactly_what_was_shown(cast, siklus, decided):
    published_one, other = decided
    versi = corrected(siklus.instrumen_a)
    shown = plan(cast, siklus, versi)
    apply(cast, siklus, shown=shown)
    assert figure(published_one) == (Decimal("3.500"), "B-")
    assert figure(other) == (Decimal("4.000"), "B")
    # From now on everything follows the corrected instrument, and there is nothing left to do.
    siklus.refresh_from_db()
    assert siklus.instrumen_a == versi
    assert set(Evaluasi.objects.values_list("versi", flat=True)) == {versi.pk}
    assert set(Hasil.objects.values_list("versi_digest", flat=True)) == {versi.digest}
    assert changes(plan(cast, siklus)) == []
    assert {evaluasi.status for evaluasi in Evaluasi.objects.all()} == {
        State.TERBIT,
        State.DIVALIDASI,
    }


def test_d06_the_published_snapshot_stays_until_a_publication_takes_its_place(
    cast, siklus, decided, client, monkeypatch
):
    published_one, _ = decided
    before = HasilTerbit.objects.values().get()
    apply(cast, siklus, corrected(siklus.instrumen_a))
    assert HasilTerbit.objects.values().get() == before
    address = f"/hasil/unit/{cast.rsud.uuid}/"
    assert "3,25" in client.get(address).content.decode()
    row = HasilTerbit.objects.get()
    assert list(publication_queries.outdated(siklus)) == [row]
    # By one decree with what is newly validated; nothing has to be withdrawn before.
    later = decrees.freeze(by=cast.menpan, siklus=siklus)
    assert later.calon.get(evaluasi=published_one).baris["semula"] == "3.25 B-"
    decrees.enter(
        by=cast.menpan, publikasi=later, nomor="700 Tahun 2026", tanggal=timezone.localdate()
    )
    monkeypatch.setattr(decree_worker, "CHUNK", 1)
    decree_worker.publish_next(seconds=-1)
    decree_worker.publish_next(seconds=-1)
    row.refresh_from_db()
    # Every member is done, the decree is not: everyone still reads the figure in force.
    assert (row.digantikan_oleh, list(published_queries.published())) == (later, [row])
    decree_worker.publish_next()
    assert "3,50" in client.get(address).content.decode()
    renewed = HasilTerbit.objects.get(evaluasi=published_one, ditarik_pada__isnull=True)
    assert (renewed.ipp, renewed.isi["instrumen"]["versi"]) == (Decimal("3.500"), 2)
    assert not publication_queries.outdated(siklus).exists()


def correct_level(cast, evaluasi, level=5, indikator=1) -> None:
    Nilai.objects.create(
        instansi=evaluasi.instansi, siklus=evaluasi.siklus, evaluasi=evaluasi,
        indikator=indikator, peran="sanggah", level=level, oleh=cast.menpan,
        alasan="Putusan sanggahan.",
    )  # fmt: skip


def test_d06_a_level_that_was_set_right_afterwards_is_counted(cast, siklus, decided):
    published_one, _ = decided
    correct_level(cast, published_one)
    shown = plan(cast, siklus)
    # One indicator of weight 17 % in an aspect of 24 %: 2 x 0.17 x 0.24 x 0.75 more.
    [(changed, _, _, baru, _)] = changes(shown)
    assert changed == published_one.pk
    apply(cast, siklus, shown=shown)
    assert figure(published_one)[0] == Decimal(baru) > Decimal("3.25")
    rincian = Hasil.objects.get(evaluasi=published_one).rincian
    assert rincian["levels"]["1"] == "5"


def test_d06_a_corrected_level_is_published_though_the_figure_stays(cast, siklus, decided, as_user):
    """Two levels that weigh up against each other: the page shows each of them."""
    first, _waiting = decided
    spec = siklus.instrumen_a.instrumen
    up = next(i for i in spec.semua_indikator if i.nomor == 1)
    down = next(i for i in spec.semua_aspek[0].indikator[1:] if i.bobot == up.bobot)
    correct_level(cast, first, level=4, indikator=up.nomor)
    correct_level(cast, first, level=2, indikator=down.nomor)
    assert not publication_queries.outdated(siklus).exists()
    shown = plan(cast, siklus)
    assert changes(shown) == [(first.pk, "3.25", "B-", "3.25", "B-")]
    page = as_user(cast.menpan).get(f"/siklus/{siklus.uuid}/hitung-ulang/").content.decode()
    assert page.count("nilai indikator berubah") == 1
    apply(cast, siklus, shown=shown)
    assert figure(first) == (Decimal("3.25"), "B-")
    told = Notice.objects.get(kind="hitung_ulang", user=cast.kepala).body
    assert "IPP tetap 3,25 B-; nilai indikatornya berubah." in told
    assert [row.evaluasi for row in publication_queries.outdated(siklus)] == [first]
    later = decrees.freeze(by=cast.menpan, siklus=siklus)
    assert later.calon.get(evaluasi=first).baris["semula"] == "3.25 B-"
    decrees.enter(
        by=cast.menpan, publikasi=later, nomor="700 Tahun 2026", tanggal=timezone.localdate()
    )
    while decree_worker.publish_next():
        pass
    now = HasilTerbit.objects.get(evaluasi=first, ditarik_pada__isnull=True)
    told = {i["nomor"]: i["level"] for aspek in now.isi["aspek"] for i in aspek["indikator"]}
    assert (told[up.nomor], told[down.nomor]) == ("4", "2")
    assert not publication_queries.outdated(siklus).exists()


def test_d06_another_version_that_comes_to_the_same_figure_needs_no_decree(cast, siklus, decided):
    def reword(data):
        data["nama"] = "Ejaan diperbaiki"

    apply(cast, siklus, corrected(siklus.instrumen_a, reword))
    assert not publication_queries.outdated(siklus).exists()


def test_d06_a_level_set_right_beside_another_version_is_published_though_the_figure_stays(
    cast, siklus, decided
):
    first, waiting = decided
    spec = siklus.instrumen_a.instrumen
    up = next(i for i in spec.semua_indikator if i.nomor == 1)
    down = next(i for i in spec.semua_aspek[0].indikator[1:] if i.bobot == up.bobot)
    correct_level(cast, first, level=4, indikator=up.nomor)
    correct_level(cast, first, level=2, indikator=down.nomor)

    def reword(data):
        data["nama"] = "Ejaan diperbaiki"

    shown = plan(cast, siklus, corrected(siklus.instrumen_a, reword))
    assert changes(shown) == [(first.pk, "3.25", "B-", "3.25", "B-")]
    apply(cast, siklus, shown=shown)
    assert [row.evaluasi for row in publication_queries.outdated(siklus)] == [first]
    assert set(publication_queries.candidates(cast.menpan, siklus)) == {first, waiting}


def test_d06_another_name_of_the_same_category_is_a_row_of_the_annex(cast, siklus, decided):
    def rename(data):
        for band in data["kategori"]:
            band["sebutan"] += " sekali"

    apply(cast, siklus, corrected(siklus.instrumen_a, rename))
    assert [row.evaluasi for row in publication_queries.outdated(siklus)] == [decided[0]]


def test_d06_what_answers_a_survey_gets_after_the_decision_counts_for_nothing(
    cast, siklus, decided
):
    published_one, _ = decided
    respond(published_one.survei, *[[0] * 14] * 20)
    assert changes(plan(cast, siklus)) == []


def test_d06_a_row_that_is_no_longer_what_was_shown_is_left_alone_and_named(
    cast, siklus, decided, as_user
):
    first, second = decided
    versi = corrected(siklus.instrumen_a)
    shown = plan(cast, siklus, versi)
    Nilai.objects.filter(evaluasi=second, indikator=2).update(level=1)
    before = Hasil.objects.filter(evaluasi=second).values().get()
    late = make_validated(
        cast, siklus, factories.make_unit(cast.banjarnegara, "Kecamatan Mandiraja"), level=2
    )
    apply(cast, siklus, shown=shown)
    assert statuses(shown) == {first.pk: "diterapkan", second.pk: "ditolak", late.pk: "ditolak"}
    assert Hasil.objects.filter(evaluasi=second).values().get() == before
    old = siklus.instrumen_a_id
    assert {item.versi_id for item in Evaluasi.objects.exclude(pk=first.pk)} == {old}
    page = as_user(cast.menpan).get(f"/siklus/{siklus.uuid}/hitung-ulang/").content.decode()
    assert "2 hasil berubah sejak diperiksa, jadi tidak diterapkan" in page
    # The next dry run shows them, with the version that the cycle has by now.
    siklus.refresh_from_db()
    apply(cast, siklus)
    assert set(Evaluasi.objects.values_list("versi", flat=True)) == {versi.pk}


def test_d06_nothing_is_applied_while_a_decree_is_being_carried_out(cast, siklus, decided):
    """Entered after somebody applied the table, before the worker came to it."""
    first, _second = decided
    shown = plan(cast, siklus, corrected(siklus.instrumen_a))
    recompute_services.apply(by=cast.menpan, hitung=shown, reason=REASON)
    entered = decrees.enter(
        by=cast.menpan, publikasi=decrees.freeze(by=cast.menpan, siklus=siklus),
        nomor="700 Tahun 2026", tanggal=timezone.localdate(),
    )  # fmt: skip
    before = list(Hasil.objects.order_by("pk").values())
    job = work(HitungUlang.objects.get())
    assert job.status == "gagal"
    assert job.error == f"Keputusan {entered} sedang diterbitkan. Terapkan setelah selesai terbit."
    assert set(statuses(job).values()) == {"siap"}
    assert list(Hasil.objects.order_by("pk").values()) == before
    while decree_worker.publish_next():
        pass
    recompute_services.resume(by=cast.menpan, hitung=job)
    work(HitungUlang.objects.get())
    assert figure(first) == (Decimal("3.50"), "B-")


def test_d06_applying_leaves_a_trace_with_its_reason(cast, siklus, decided):
    apply(cast, siklus, corrected(siklus.instrumen_a))
    entry = AuditEntry.objects.get(action="hitung_ulang_siklus")
    assert (entry.by, entry.reason, entry.data["berubah"]) == (cast.menpan, REASON, 1)
    one = AuditEntry.objects.get(action="hitung_ulang")
    assert (one.object_id, one.data["dari"], one.data["ke"]) == (
        str(decided[0].uuid),
        ["3.25", "B-"],
        ["3.50", "B-"],
    )


def test_d06_each_unit_whose_figure_changes_hears_once_and_its_office_once(cast, siklus, decided):
    apply(cast, siklus, corrected(siklus.instrumen_a))
    told = Notice.objects.filter(kind="hitung_ulang").order_by("user__username")
    assert {row.user for row in told} == {cast.operator, cast.kepala, cast.bagian}
    assert len(told) == 3
    to_head = told.get(user=cast.kepala)
    assert f"IPP 3,25 B- → 3,50 B-.\n\nAlasan: {REASON}" in to_head.body
    assert "Yang berlaku bagi umum tetap angka yang terbit" in to_head.body
    assert "IPP 3,25 B- → 3,50 B-." in told.get(user=cast.bagian).body


def test_d06_a_reason_is_needed(cast, siklus, decided):
    with pytest.raises(Refused, match="Alasan wajib"):
        apply(cast, siklus, corrected(siklus.instrumen_a), reason="  ")


def test_d06_a_killed_worker_costs_one_piece(cast, siklus, decided, monkeypatch):
    """Half done and then gone: when its lease is over another one goes on where it stopped."""
    monkeypatch.setattr(recompute_worker, "CHUNK", 1)
    versi = corrected(siklus.instrumen_a)
    for half in (
        lambda: recompute_services.start(by=cast.menpan, siklus=siklus, versi={"A": versi}),
        lambda: recompute_services.apply(
            by=cast.menpan, hitung=HitungUlang.objects.get(), reason=REASON
        ),
    ):
        job = half()
        recompute_worker.recompute_next(seconds=-1)  # one piece
        job.refresh_from_db()
        assert job.waiting
        claimed = recompute_services.QUEUE.claim()  # and here it dies
        assert recompute_worker.recompute_next() is None
        HitungUlang.objects.update(lease_until=timezone.now())
        assert work(job).attempts == 0
        # The dead one, had it only slept, writes nothing any more.
        assert (
            recompute_worker._compute_piece(claimed)
            is recompute_worker._apply_piece(claimed)
            is False
        )
    assert statuses(job) == dict.fromkeys([item.pk for item in decided], "diterapkan")
    assert AuditEntry.objects.filter(action="hitung_ulang").count() == 1


def test_d06_what_stopped_is_gone_on_with_in_the_name_of_who_asks(cast, siklus, decided):
    job = plan(cast, siklus, corrected(siklus.instrumen_a))
    with pytest.raises(Refused):
        recompute_services.resume(by=cast.menpan, hitung=job)
    recompute_services.apply(by=cast.menpan, hitung=job, reason=REASON)
    HitungUlang.objects.update(status="gagal", error="Terhenti.")
    recompute_services.resume(by=cast.menpan, hitung=job)
    assert AuditEntry.objects.get(action="lanjutkan_hitung_ulang").by == cast.menpan
    job = work(HitungUlang.objects.get())
    assert set(statuses(job).values()) == {"diterapkan"}


def test_d06_a_table_is_given_up_by_hand_or_by_the_next_one(cast, siklus, decided):
    first = plan(cast, siklus)
    second = plan(cast, siklus)
    recompute_services.cancel(by=cast.menpan, hitung=second)
    assert not BarisHitungUlang.objects.exists()
    for job in (first, second):
        with pytest.raises(Refused, match="Periksa lagi"):
            recompute_services.apply(by=cast.menpan, hitung=job, reason=REASON)


def test_d06_only_the_owner_of_the_cycle_recomputes_it(cast, siklus, decided):
    shown = plan(cast, siklus)
    for person in (cast.bagian, cast.biro, cast.evaluator, cast.kepala, cast.pimpinan):
        for verb in (
            lambda by: recompute_services.start(by=by, siklus=siklus, versi={}),
            lambda by: recompute_services.apply(by=by, hitung=shown, reason=REASON),
            lambda by: recompute_services.cancel(by=by, hitung=shown),
            lambda by: recompute_services.resume(by=by, hitung=shown),
        ):
            with pytest.raises(PermissionDenied):
                verb(person)


def test_d06_an_unfinished_evaluation_takes_the_version_and_is_computed_by_itself(
    cast, siklus, decided
):
    kecamatan = factories.make_unit(cast.banjarnegara, "Kecamatan Mandiraja")
    unfinished = make_finished(cast, siklus, kecamatan, people=3)  # of ten respondents
    result_services.recompute_stale()
    versi = corrected(siklus.instrumen_a)
    shown = plan(cast, siklus, versi)
    assert (shown.jumlah, shown.dalam_kerja) == (2, 1)
    apply(cast, siklus, shown=shown)
    assert Hasil.objects.get(evaluasi=unfinished).stale
    result_services.recompute_stale()
    hasil = Hasil.objects.get(evaluasi=unfinished)
    assert (hasil.versi_digest, hasil.ipp) == (versi.digest, None)
    assert hasil.rincian["components"][0]["weight"] == "50"


def test_d06_a_finished_one_that_is_not_decided_is_shown_and_changed_too(cast, siklus):
    finished = make_finished(cast, siklus, cast.rsud)
    assert plan(cast, siklus).jumlah == 0  # the worker looks after it
    versi = corrected(siklus.instrumen_a)
    shown = plan(cast, siklus, versi)
    apply(cast, siklus, shown=shown)
    result_services.recompute_stale()
    assert figure(finished) == (Decimal(changes(shown)[0][3]), "B-")


def drop_an_indicator(data):
    aspects = [dict(item) for item in data["aspek"]]
    rows = aspects[0]["indikator"]
    spare = Decimal(rows[-1]["bobot"])
    rows = [*rows[:-2], rows[-2] | {"bobot": str(Decimal(rows[-2]["bobot"]) + spare)}]
    aspects[0]["indikator"] = rows
    data["aspek"] = aspects


def test_d06_a_version_with_other_indicators_cannot_take_the_place(cast, siklus, decided):
    versi = corrected(siklus.instrumen_a, drop_an_indicator)
    with pytest.raises(Refused, match="aspek dan indikator tidak sama"):
        plan(cast, siklus, versi)


def test_d06_a_draft_cannot_take_the_place(cast, siklus, decided):
    versi = corrected(siklus.instrumen_a)
    versi.status = "draf"
    with pytest.raises(Refused, match="Hanya versi yang terbit"):
        plan(cast, siklus, versi)


def test_d06_the_dry_run_asks_the_database_the_same_for_one_and_for_three(cast, siklus, decided):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            plan(cast, siklus)
        return len(queries)

    plan(cast, siklus)
    two = asked()
    for name in ("Satu", "Dua", "Tiga"):
        make_validated(cast, siklus, factories.make_unit(cast.banjarnegara, name))
    assert asked() == two


def test_d06_the_page_follows_the_work_and_applies(cast, siklus, decided, as_user):
    published_one, _ = decided
    client = as_user(cast.menpan)
    address = f"/siklus/{siklus.uuid}/hitung-ulang/"
    versi = corrected(siklus.instrumen_a)
    client.post(f"{address}periksa/", {"versi_A": str(versi.uuid)})
    job = HitungUlang.objects.get()
    waiting = client.get(f"{address}{job.uuid}/kemajuan/")
    assert "Menunggu giliran" in waiting.content.decode() and "HX-Refresh" not in waiting
    work(job)
    assert client.get(f"{address}{job.uuid}/kemajuan/")["HX-Refresh"] == "true"
    refused = client.post(f"{address}{job.uuid}/terapkan/", {"alasan": ""})
    assert (refused.status_code, "3,50 B-" in refused.content.decode()) == (422, True)
    client.post(f"{address}{job.uuid}/terapkan/", {"alasan": REASON})
    job.refresh_from_db()
    work(job)
    body = client.get(address).content.decode()
    assert "1 hasil berubah, sesuai tabelnya." in body
    assert "1 hasil yang terbit berbeda dari hitungan terakhir." in body
    made = client.get(f"{address}{job.uuid}/unduh/").content
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert [row[4:] for row in sheet.values if row[1] == published_one.nama_unit] == [
        (3.25, "B-", 3.5, "B-", "Diterapkan")
    ]
    assert as_user(cast.bagian).get(address).status_code == 403
