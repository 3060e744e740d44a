"""J11: a practice cycle is in no figure, says so on paper, and goes with all that it held."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from evaluations.cycle.services import practice
from evaluations.models import (
    Berkas,
    Bukti,
    Evaluasi,
    Jawaban,
    KodeSurvei,
    LembarKode,
    Pesan,
    SampelValidasi,
    Siklus,
    Survei,
    Utas,
    VersiF01,
)
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.base.errors import Refused
from reports.models import Dokumen, TandaTangan
from tests import factories
from tests.evaluations.ready import make_finished
from tests.stage import stage

# The audit stays on purpose, and what a change of a row happened in.
STAY = ("accounts_auditentry", "pghistory_context")


@stage.fixture
def latihan(cast) -> Siklus:
    return factories.make_siklus(cast.banjarnegara, nama="Latihan 2026", latihan=True)


def all_rows() -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a digest of them."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - set(STAY)
        found = {}
        for table in sorted(tables):
            cursor.execute(
                f"SELECT count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) "  # noqa: S608  names of our own tables
                f'FROM "{table}" t'
            )
            found[table] = cursor.fetchone()
    return found


def stored(path: str) -> str:
    return default_storage.save(path, ContentFile(b"isi"))


def fill(cast, siklus: Siklus) -> Evaluasi:
    """An evaluation with everything that is guarded against being deleted, and then some."""
    evaluasi = make_finished(cast, siklus, cast.rsud)
    common = {"instansi": cast.banjarnegara, "siklus": siklus, "evaluasi": evaluasi}
    Jawaban.objects.create(
        **common, indikator=6, pertanyaan="periode_ikm", nilai="x", oleh=cast.operator
    )
    Jawaban.objects.filter(evaluasi=evaluasi).update(nilai="y")  # its history has two rows
    path = stored("bukti/aa/latihan")
    berkas = Berkas.objects.create(sha256="a" * 64, ukuran=3, tipe="text/plain", path=path)
    Bukti.objects.create(**common, indikator=1, berkas=berkas, nama="x", oleh=cast.operator)
    utas = Utas.objects.create(**common, indikator=1)
    Pesan.objects.create(
        instansi=cast.banjarnegara,
        siklus=siklus,
        utas=utas,
        isi="x",
        sebagai="unit",
        kunci=uuid.uuid4(),
        oleh=cast.operator,
    )
    VersiF01.objects.create(**common, putaran=1, isi={}, oleh=cast.operator)
    SampelValidasi.objects.create(
        instansi=cast.banjarnegara,
        siklus=siklus,
        benih="1",
        ukuran=1,
        populasi=1,
        terpilih=[evaluasi.uuid],
        oleh=cast.bagian,
    )
    dokumen = Dokumen.objects.create(
        **common,
        jenis="lhe",
        keadaan="draf",
        masukan={},
        masukan_digest="0",
        memuat=["level"],
        tanggal=timezone.localdate(),
        diminta_oleh=cast.bagian,
        kode_verifikasi="ACDEFGHJKMNP",
    )
    TandaTangan.objects.create(
        instansi=cast.banjarnegara,
        siklus=siklus,
        dokumen=dokumen,
        urutan=1,
        tempat="penandatangan",
        nama="x",
        cara="basah",
    )
    lembar = LembarKode.objects.create(
        instansi=cast.banjarnegara,
        survei=evaluasi.survei,
        label="x",
        jumlah=1,
        oleh=cast.operator,
    )
    KodeSurvei.objects.create(instansi=cast.banjarnegara, lembar=lembar, kode="ACDEFGHJKMNP")
    Notice.objects.create(
        user=cast.operator, kind="uji", subject="x", body="x", url=evaluasi.get_absolute_url()
    )
    return evaluasi


def test_j11_all_that_it_held_is_gone_and_nothing_else(
    cast, siklus, evaluasi, django_capture_on_commit_callbacks
):
    make_finished(cast, siklus, cast.puskesmas)
    before = all_rows()
    latihan = factories.make_siklus(cast.banjarnegara, nama="Latihan 2026", latihan=True)
    fill(cast, latihan)
    links = {"evaluations_tautansurvei"}  # a unit's permanent link serves every survey of it
    during = all_rows()
    grown = {table for table, found in during.items() if found[0] > before[table][0]}
    assert len(grown) > 20
    with django_capture_on_commit_callbacks(execute=True):
        assert practice.erase(by=cast.bagian, siklus=latihan) == 0
    after = all_rows()
    assert {table for table in after if after[table] != before[table]} <= links
    assert not default_storage.exists("bukti/aa/latihan")
    entry = AuditEntry.objects.get(action="hapus_latihan")
    assert (entry.by, entry.data["evaluasi"]) == (cast.bagian, 1)


def test_j11_a_content_that_somebody_else_uses_stays(cast, latihan, evaluasi):
    practised = fill(cast, latihan)
    berkas = practised.bukti.get().berkas
    Bukti.objects.create(
        instansi=cast.banjarnegara,
        siklus=evaluasi.siklus,
        evaluasi=evaluasi,
        indikator=1,
        berkas=berkas,
        nama="sama",
        oleh=cast.operator,
    )
    practice.erase(by=cast.bagian, siklus=latihan)
    assert evaluasi.bukti.get().berkas == berkas


def test_j11_many_are_deleted_call_by_call(cast, latihan, monkeypatch):
    for unit in (cast.rsud, cast.puskesmas):
        factories.make_evaluasi(latihan, unit)
    monkeypatch.setattr(practice, "MOST", 1)
    assert practice.erase(by=cast.bagian, siklus=latihan) == 1
    assert latihan.evaluasi.count() == 1
    assert practice.erase(by=cast.bagian, siklus=latihan) == 0
    assert not Siklus.objects.filter(pk=latihan.pk).exists()
    assert not Survei.objects.filter(latihan=True).exists()


def test_j11_nothing_but_practice_goes_this_way(cast, siklus, evaluasi, latihan):
    with pytest.raises(Refused):
        practice.erase(by=cast.menpan, siklus=siklus)
    with pytest.raises(PermissionDenied):
        practice.erase(by=cast.admin_tetangga, siklus=latihan)

    def refused(statement: str, *values: int) -> None:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)

    # Nor by a statement of somebody who speaks with the application's rights.
    refused("SELECT erase_practice(%s, 10)", siklus.pk)
    refused("UPDATE evaluations_siklus SET latihan = true WHERE id = %s", siklus.pk)
    refused("UPDATE evaluations_survei SET latihan = true WHERE id = %s", evaluasi.survei_id)


@pytest.mark.parametrize("table", ["evaluasi", "jawaban", "utas"])
def test_j11_what_was_moved_into_a_practice_cycle_keeps_it_from_going(cast, siklus, latihan, table):
    """Whoever may change rows and delete none does not get rid of them by this detour."""
    real = fill(cast, siklus)
    if table == "evaluasi":
        Evaluasi.objects.filter(pk=real.pk).update(siklus=latihan)
    else:
        rows = real.jawaban if table == "jawaban" else Utas.objects.filter(evaluasi=real)
        practised = factories.make_evaluasi(latihan, cast.puskesmas)
        rows.update(siklus=latihan, evaluasi=practised)
    with pytest.raises(DatabaseError), transaction.atomic():
        practice.erase(by=cast.bagian, siklus=latihan)


@pytest.mark.parametrize("model", [Dokumen, VersiF01, Pesan])
def test_j11_documents_submissions_and_messages_cannot_be_moved(cast, siklus, latihan, model):
    fill(cast, siklus)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(siklus=latihan)


def test_j11_the_page_says_what_goes(cast, latihan, as_user):
    fill(cast, latihan)
    client = as_user(cast.bagian)
    address = f"/siklus/{latihan.uuid}/hapus/"
    text = client.get(address).text
    for words in ("evaluasi dihapus: RSUD", "isian F01 dihapus", "bukti dukung dihapus"):
        assert f"<strong>1</strong> {words}" in text
    assert client.post(address).status_code == 302
    assert client.get(f"/siklus/{latihan.uuid}/").status_code == 404


def test_j11_a_practice_cycle_is_proposed_one_phase_that_opens_everything(cast, as_user):
    made = factories.make_siklus(cast.banjarnegara, latihan=True, status="disiapkan")
    made.fase.all().delete()
    page = as_user(cast.bagian).get(f"/siklus/{made.uuid}/fase/").text
    assert page.count('value="Latihan"') == 1 and "Pengisian F01" not in page.split("<form")[1]


@pytest.mark.parametrize(
    ("person", "address"),
    [
        ("menpan", "/nasional/"),
        ("menpan", "/kinerja/"),
        ("bagian", "/kinerja/"),
        ("bagian", "/pembinaan/"),
        ("bagian", "/tindak-lanjut/"),
        ("", "/"),
        ("", "/hasil/"),
        ("pimpinan", "/kinerja/"),
    ],
)
def test_j11_it_is_in_no_figure(cast, siklus, as_user, client, person, address):
    make_finished(cast, siklus, cast.puskesmas, level=3)
    asking = as_user(getattr(cast, person)) if person else client

    def main() -> str:
        return asking.get(address, follow=True).text.partition("<main")[2]

    before = main()
    latihan = factories.make_siklus(cast.banjarnegara, nama="Latihan 2026", latihan=True)
    make_finished(cast, latihan, cast.rsud, level=5)
    assert main() == before
