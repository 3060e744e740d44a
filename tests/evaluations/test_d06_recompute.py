"""A cycle computed again: the dry run writes nothing, applying writes what it showed, no more."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import Evaluasi, Hasil, HasilTerbit, Nilai, Siklus
from evaluations.queries import publikasi as published
from evaluations.services import publication, recompute, results
from evaluations.workflow import State
from instruments.models import VersiInstrumen
from instruments.spec import digest, parse
from pekppp.accounts.models import AuditEntry
from pekppp.errors import Conflict, Refused
from tests import factories
from tests.evaluations.ready import make_finished, make_validated, respond

REASON = "Surat Deputi B/7/PP.00.02/2026: bobot aspek I dan II tertukar."


def corrected(versi, change=None, **fields) -> VersiInstrumen:
    """The next version of an instrument, published; by default the survey counts more."""
    data = dict(versi.spec)

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


@pytest.fixture
def decided(cast, siklus):
    """Validated with 3.25 B- (level 3, answers 4), and one that is published."""
    validated = make_validated(cast, siklus, cast.rsud)
    publication.publish(
        by=cast.menpan, siklus=siklus, nomor="659 Tahun 2026", tanggal=timezone.localdate()
    )
    waiting = make_validated(cast, siklus, cast.puskesmas, level=4)
    validated.refresh_from_db()
    return validated, waiting


def plan(cast, siklus, versi=None):
    versions = {"A": versi} if versi else {}
    return recompute.plan(by=cast.menpan, siklus=siklus, versi=versions)


def apply(cast, siklus, versi=None, expected=None, reason=REASON, by=None):
    versions = {"A": versi} if versi else {}
    shown = plan(cast, siklus, versi).digest if expected is None else expected
    return recompute.apply(
        by=by or cast.menpan, siklus=siklus, versi=versions, expected=shown, reason=reason
    )


def test_d06_a_dry_run_changes_nothing(cast, siklus, decided, as_user):
    versi = corrected(siklus.instrumen_a)
    before = everything()
    shown = plan(cast, siklus, versi)
    page = as_user(cast.menpan).get(
        f"/siklus/{siklus.uuid}/hitung-ulang/", {"periksa": "1", "versi_A": str(versi.uuid)}
    )
    assert everything() == before
    assert [(row.lama, row.baru) for row in shown.changed] == [(("3.25", "B-"), ("3.50", "B-"))]
    assert shown.unchanged == 1  # level 4 and answers 4 stay 4.00
    body = page.content.decode()
    assert "1 hasil berubah, 1 tetap." in body
    assert "3,25 B-" in body and "3,50 B-" in body


def test_d06_applying_changes_exactly_what_was_shown(cast, siklus, decided):
    published_one, _ = decided
    versi = corrected(siklus.instrumen_a)
    shown = plan(cast, siklus, versi)
    figures = {evaluasi.pk: figure(evaluasi) for evaluasi in decided}
    apply(cast, siklus, versi, shown.digest)
    expected = figures | {
        row.evaluasi.pk: (Decimal(row.baru[0]), row.baru[1]) for row in shown.changed
    }
    assert {evaluasi.pk: figure(evaluasi) for evaluasi in decided} == expected
    assert expected[published_one.pk] == (Decimal("3.500"), "B-")
    # From now on everything follows the corrected instrument, and there is nothing left to do.
    siklus.refresh_from_db()
    assert siklus.instrumen_a == versi
    assert set(Evaluasi.objects.values_list("versi", flat=True)) == {versi.pk}
    assert set(Hasil.objects.values_list("versi_digest", flat=True)) == {versi.digest}
    assert plan(cast, siklus).changed == []
    assert {evaluasi.status for evaluasi in Evaluasi.objects.all()} == {
        State.TERBIT,
        State.DIVALIDASI,
    }


def test_d06_the_published_snapshot_stays_until_a_publication_takes_its_place(
    cast, siklus, decided, client
):
    published_one, _ = decided
    before = HasilTerbit.objects.values().get()
    apply(cast, siklus, corrected(siklus.instrumen_a))
    assert HasilTerbit.objects.values().get() == before
    address = f"/hasil/unit/{cast.rsud.uuid}/"
    assert "3,25" in client.get(address).content.decode()
    row = HasilTerbit.objects.get()
    assert list(published.outdated(siklus)) == [row]
    publication.withdraw(by=cast.menpan, terbit=row, reason="Diganti hasil hitung ulang.")
    publication.publish(
        by=cast.menpan, siklus=siklus, nomor="700 Tahun 2026", tanggal=timezone.localdate()
    )
    renewed = HasilTerbit.objects.get(evaluasi=published_one, ditarik_pada__isnull=True)
    assert (renewed.ipp, renewed.isi["instrumen"]["versi"]) == (Decimal("3.500"), 2)
    assert not published.outdated(siklus).exists()


def test_d06_a_level_that_was_set_right_afterwards_is_counted(cast, siklus, decided):
    published_one, _ = decided
    Nilai.objects.create(
        instansi=published_one.instansi, siklus=siklus, evaluasi=published_one, indikator=1,
        peran="sanggah", level=5, oleh=cast.menpan, alasan="Putusan sanggahan.",
    )  # fmt: skip
    shown = plan(cast, siklus)
    # One indicator of weight 17 % in an aspect of 24 %: 2 x 0.17 x 0.24 x 0.75 more.
    assert [row.evaluasi for row in shown.changed] == [published_one]
    apply(cast, siklus, expected=shown.digest)
    assert figure(published_one)[0] == Decimal(shown.changed[0].baru[0]) > Decimal("3.25")
    rincian = Hasil.objects.get(evaluasi=published_one).rincian
    assert rincian["levels"]["1"] == "5"


def test_d06_what_answers_a_survey_gets_after_the_decision_counts_for_nothing(
    cast, siklus, decided
):
    published_one, _ = decided
    respond(published_one.survei, *[[0] * 14] * 20)
    assert plan(cast, siklus).changed == []


def test_d06_nothing_is_applied_once_the_dry_run_no_longer_holds(cast, siklus, decided):
    versi = corrected(siklus.instrumen_a)
    shown = plan(cast, siklus, versi)
    Nilai.objects.filter(evaluasi=decided[1], indikator=2).update(level=1)
    before = everything()
    with pytest.raises(Conflict) as conflict:
        apply(cast, siklus, versi, shown.digest)
    assert everything() == before
    assert len(conflict.value.current.changed) == 2


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


def test_d06_a_reason_is_needed(cast, siklus, decided):
    with pytest.raises(Refused, match="Alasan wajib"):
        apply(cast, siklus, corrected(siklus.instrumen_a), reason="  ")


def test_d06_only_the_owner_of_the_cycle_recomputes_it(cast, siklus, decided):
    for person in (cast.bagian, cast.biro, cast.evaluator, cast.kepala, cast.pimpinan):
        with pytest.raises(PermissionDenied):
            recompute.plan(by=person, siklus=siklus, versi={})
        with pytest.raises(PermissionDenied):
            recompute.apply(by=person, siklus=siklus, versi={}, expected="", reason=REASON)


def test_d06_an_unfinished_evaluation_takes_the_version_and_is_computed_by_itself(
    cast, siklus, decided
):
    kecamatan = factories.make_unit(cast.banjarnegara, "Kecamatan Mandiraja")
    unfinished = make_finished(cast, siklus, kecamatan, people=3)  # of ten respondents
    results.recompute_stale()
    versi = corrected(siklus.instrumen_a)
    shown = plan(cast, siklus, versi)
    assert (len(shown.rows), shown.in_work) == (2, 1)
    apply(cast, siklus, versi, shown.digest)
    assert Hasil.objects.get(evaluasi=unfinished).stale
    results.recompute_stale()
    hasil = Hasil.objects.get(evaluasi=unfinished)
    assert (hasil.versi_digest, hasil.ipp_sementara) == (versi.digest, Decimal("3.500"))


def test_d06_a_finished_one_that_is_not_decided_is_shown_and_changed_too(cast, siklus):
    finished = make_finished(cast, siklus, cast.rsud)
    assert plan(cast, siklus).rows == []  # the worker looks after it
    versi = corrected(siklus.instrumen_a)
    shown = plan(cast, siklus, versi)
    apply(cast, siklus, versi, shown.digest)
    results.recompute_stale()
    assert figure(finished) == (Decimal(shown.changed[0].baru[0]), "B-")


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


def test_d06_the_page_applies_and_says_what_it_did(cast, siklus, decided, as_user):
    client = as_user(cast.menpan)
    address = f"/siklus/{siklus.uuid}/hitung-ulang/"
    versi = corrected(siklus.instrumen_a)
    given = {"versi_A": str(versi.uuid), "sidik": plan(cast, siklus, versi).digest}
    refused = client.post(address, given)  # no reason
    assert (refused.status_code, "3,50 B-" in refused.content.decode()) == (422, True)
    stale = client.post(address, given | {"alasan": REASON, "sidik": "lain"})
    assert (stale.status_code, "berubah sejak diperiksa" in stale.content.decode()) == (409, True)
    done = client.post(address, given | {"alasan": REASON}, follow=True)
    body = done.content.decode()
    assert "1 hasil berubah, sesuai tabelnya." in body
    assert "1 hasil yang terbit berbeda dari hitungan terakhir." in body
    assert as_user(cast.bagian).get(address).status_code == 403
