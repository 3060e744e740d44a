"""Follow-up of a recommendation: promised, reported with evidence, checked, and reminded of."""

import io
from datetime import timedelta

import openpyxl  # noqa: TID251  what an office opens
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evaluations.evidence.queries.pictures import content_in_use
from evaluations.follow_up.queries import follow_up as follow_up_queries
from evaluations.follow_up.services import follow_up as follow_up_services
from evaluations.follow_up.services import late as late_services
from evaluations.models import BuktiTindakLanjut, Evaluasi, Rekomendasi, TindakLanjut
from evaluations.overview.queries import todo
from evaluations.rules.follow_up import TABLE, Actor, Status, Step, target_of
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.base.errors import Conflict, Refused
from tests import factories
from tests.stage import stage

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def soon(days: int = 30):
    return timezone.localdate() + timedelta(days=days)


def recommend(evaluasi, teks="Tetapkan 12 SP.", indikator=1) -> Rekomendasi:
    return Rekomendasi.objects.create(
        instansi=evaluasi.instansi,
        siklus=evaluasi.siklus,
        evaluasi=evaluasi,
        aspek="I",
        indikator=indikator,
        teks=teks,
        oleh=evaluasi.siklus.instansi.memberships.first().user,
    )


def publish(evaluasi) -> Evaluasi:
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state="terbit")
    evaluasi.refresh_from_db()
    return evaluasi


@stage.fixture
def done(cast, evaluasi) -> Evaluasi:
    """The RSUD's evaluation, published."""
    return publish(evaluasi)


@pytest.fixture
def advice(done) -> Rekomendasi:
    return recommend(done)


def commit(by, evaluasi, advice, **more) -> TindakLanjut:
    given = {
        "tindakan": "Menyusun SP",
        "penanggung_jawab": "Kasubbag Umum",
        "tenggat": soon(),
        **more,
    }
    return follow_up_services.commit(by=by, evaluasi=evaluasi, rekomendasi=advice.uuid, **given)


def version_of(advice) -> int:
    """What a page opened now would show."""
    return (
        TindakLanjut.objects.filter(rekomendasi=advice).values_list("versi", flat=True).first() or 0
    )


def step(by, evaluasi, advice, name, words="", **more) -> TindakLanjut:
    given = {"based_on": version_of(advice), **more}
    return follow_up_services.take_step(
        by=by, evaluasi=evaluasi, rekomendasi=advice.uuid, step=name, words=words, **given
    )


def attach(by, evaluasi, advice, content=PDF, name="sk.pdf"):
    file = SimpleUploadedFile(name, content)
    return follow_up_services.add_file(by=by, evaluasi=evaluasi, rekomendasi=advice.uuid, file=file)


# The table ----------------------------------------------------------------------------------------


def test_every_state_is_reached_and_only_the_evaluator_can_act_in_all_of_them():
    assert {row.target for row in TABLE.values()} | {Status.BELUM} == set(Status)
    for status in Status:
        steps = {item for item in Step if target_of(item, status)}
        evaluator = {item for item in steps if TABLE[item].actor == Actor.EVALUATOR}
        assert evaluator == {Step.VERIFIKASI, Step.TOLAK}


# The walk -----------------------------------------------------------------------------------------


def test_promised_reported_returned_and_accepted(cast, done, advice):
    row = commit(cast.operator, done, advice, anggaran=25_000_000)
    assert attach(cast.kepala, done, advice).berkas.tipe == "application/pdf"
    step(cast.operator, done, advice, Step.LAPORKAN, "SK 12/2026")
    step(cast.bagian, done, advice, Step.KEMBALIKAN, "Lampirannya belum ada.")
    step(cast.kepala, done, advice, Step.LAPORKAN, "Lampiran ditambahkan.")
    row = step(cast.bagian, done, advice, Step.TERIMA)
    assert (row.status, row.versi, row.pemeriksaan) == ("diterima", 5, "")
    told = AuditEntry.objects.filter(object_type="tindaklanjut", action__startswith="tindak_lanjut")
    assert [entry.data["ke"] for entry in told.order_by("pk")] == [
        "direncanakan",
        "dilaporkan",
        "dikembalikan",
        "dilaporkan",
        "diterima",
    ]
    history = TindakLanjut.pgh_event_model.objects.filter(pgh_obj=row)
    assert set(history.values_list("status", flat=True)) == {
        "direncanakan",
        "dilaporkan",
        "dikembalikan",
        "diterima",
    }
    heard = Notice.objects.filter(kind="tindak_lanjut")
    assert heard.filter(user=cast.bagian).count() == 3  # promised, and reported twice
    assert heard.filter(user=cast.operator, subject__contains="dikembalikan").count() == 1


@pytest.mark.parametrize("who", ["bagian", "evaluator", "operator_puskesmas", "menpan"])
def test_the_unit_alone_promises(cast, done, advice, who):
    with pytest.raises(PermissionDenied):
        commit(getattr(cast, who), done, advice)


@pytest.mark.parametrize("who", ["operator", "kepala", "pimpinan", "biro", "admin_tetangga"])
def test_the_office_of_the_unit_alone_checks(cast, done, advice, who):
    commit(cast.operator, done, advice)
    step(cast.operator, done, advice, Step.LAPORKAN, "Selesai.")
    with pytest.raises(PermissionDenied):
        step(getattr(cast, who), done, advice, Step.TERIMA)


def test_nobody_of_the_unit_checks_it_whatever_else_he_is(cast, done, advice):
    factories.member(cast.operator, factories.Role.ADMIN_INSTANSI, cast.banjarnegara)
    commit(cast.operator, done, advice)
    step(cast.operator, done, advice, Step.LAPORKAN, "Selesai.")
    with pytest.raises(PermissionDenied):
        step(cast.operator, done, advice, Step.TERIMA)


def test_nothing_is_promised_before_the_result_is_decided(cast, evaluasi):
    advice = recommend(evaluasi)
    with pytest.raises(Refused) as refused:
        commit(cast.operator, evaluasi, advice)
    assert refused.value.status == 403


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"tindakan": " \x00"}, "tindakan"),
        ({"penanggung_jawab": ""}, "penanggung_jawab"),
        ({"tenggat": timezone.localdate() - timedelta(days=1)}, "tenggat"),
        ({"anggaran": -1}, "anggaran"),
    ],
)
def test_a_commitment_is_whole(cast, done, advice, given, field):
    with pytest.raises(Refused) as refused:
        commit(cast.operator, done, advice, **given)
    assert refused.value.field == field
    assert not TindakLanjut.objects.exists()


def test_two_people_do_not_overwrite_each_other(cast, done, advice):
    commit(cast.operator, done, advice)
    with pytest.raises(Conflict):
        commit(cast.kepala, done, advice, tindakan="Lain", based_on=0)
    assert commit(cast.kepala, done, advice, tindakan="Lain", based_on=1).versi == 2
    with pytest.raises(Conflict):
        step(cast.operator, done, advice, Step.LAPORKAN, "Selesai.", based_on=1)
    assert TindakLanjut.objects.get().status == "direncanakan"


def test_the_database_keeps_a_commitment_whole(cast, done, advice):
    row = commit(cast.operator, done, advice)
    for change in ({"tenggat": None}, {"tindakan": ""}, {"status": "terverifikasi"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TindakLanjut.objects.filter(pk=row.pk).update(**change)


# Files --------------------------------------------------------------------------------------------


def test_a_file_is_checked_as_all_evidence_is(cast, done, advice, settings):
    commit(cast.operator, done, advice)
    with pytest.raises(Refused) as refused:
        attach(cast.operator, done, advice, b"MZ\x90\x00" * 40, "virus.pdf")
    assert refused.value.field == "berkas"
    row = attach(cast.operator, done, advice)
    assert attach(cast.operator, done, advice).pk == row.pk  # the same content, once
    assert content_in_use(row.berkas, without=_Nothing())
    settings.BUKTI_QUOTA_BYTES = row.berkas.ukuran
    with pytest.raises(Refused):
        attach(cast.operator, done, advice, PDF + b"%", "lain.pdf")
    follow_up_services.remove_file(by=cast.operator, evaluasi=done, bukti=row.uuid)
    assert BuktiTindakLanjut.objects.get().dihapus_pada is not None


class _Nothing:
    pk = None


def test_files_change_only_while_the_unit_is_at_work(cast, done, advice):
    with pytest.raises(Refused):
        attach(cast.operator, done, advice)
    commit(cast.operator, done, advice)
    row = attach(cast.operator, done, advice)
    step(cast.operator, done, advice, Step.LAPORKAN, "Selesai.")
    with pytest.raises(Refused) as refused:
        follow_up_services.remove_file(by=cast.operator, evaluasi=done, bukti=row.uuid)
    assert refused.value.status == 403


# Late ---------------------------------------------------------------------------------------------


def test_that_a_day_has_passed_is_said_once_and_not_before(cast, done, advice):
    row = commit(cast.operator, done, advice, tenggat=soon(8))

    def moved_to(days):
        TindakLanjut.objects.filter(pk=row.pk).update(tenggat=soon(days))
        return late_services.tell_of_late(), late_services.tell_of_late()

    assert [moved_to(days) for days in (7, 0, -1, -5)] == [(0, 0), (0, 0), (1, 0), (0, 0)]
    [told] = cast.operator.notices.filter(kind="pengingat_tindak_lanjut")
    assert told.subject.startswith("Lewat tenggat: tindak lanjut")


def test_a_new_date_may_be_late_anew_and_what_is_reported_is_not(cast, done, advice):
    row = commit(cast.operator, done, advice)
    late(row)
    assert late_services.tell_of_late() == 1
    late(commit(cast.operator, done, advice, tenggat=soon(5), based_on=row.versi))
    assert late_services.tell_of_late() == 1
    other = recommend(done, "Lain.", None)
    commit(cast.operator, done, other)
    late(step(cast.operator, done, other, Step.LAPORKAN, "Selesai."))
    assert late_services.tell_of_late() == 0


def test_an_office_hears_of_all_that_is_late_in_one_notice(cast, siklus, done, advice):
    other = publish(factories.make_evaluasi(siklus, cast.puskesmas))
    for evaluasi in (done, other):
        for row in (recommend(evaluasi, "Kedua."), recommend(evaluasi, "Ketiga.")):
            late(commit(evaluasi.unit.memberships.first().user, evaluasi, row))
    assert late_services.tell_of_late() == 4
    [told] = cast.bagian.notices.filter(kind="tindak_lanjut_terlambat")
    assert told.subject == "4 tindak lanjut unit lewat tenggat."
    assert told.body.count("\n- ") == 4 and other.nama_unit in told.body
    assert told.url == "/tindak-lanjut/?status=terlambat"
    assert not cast.operator.notices.filter(kind="tindak_lanjut_terlambat").exists()
    late(commit(cast.operator, done, advice))
    late_services.tell_of_late()  # the last one is not read yet
    assert cast.bagian.notices.filter(kind="tindak_lanjut_terlambat").count() == 1


# Lists --------------------------------------------------------------------------------------------


def late(row) -> None:
    TindakLanjut.objects.filter(pk=row.pk).update(tenggat=soon(-1))


def test_rates_per_unit_instansi_and_province(cast, siklus, done, advice):
    other = publish(factories.make_evaluasi(siklus, cast.puskesmas))
    late(commit(cast.operator, done, advice))
    second = recommend(done, "Kedua.")
    commit(cast.operator, done, second)
    step(cast.operator, done, second, Step.LAPORKAN, "Selesai.")
    step(cast.bagian, done, second, Step.TERIMA)
    recommend(other, "Ketiga.")
    found = follow_up_queries.rates(
        follow_up_queries.rows_for(cast.bagian, follow_up_queries.Filter())
    )
    told = {
        item.nama: (item.jumlah, item.berkomitmen, item.selesai, item.terlambat, item.persen)
        for item in (*found.unit, *found.instansi, *found.provinsi)
    }
    assert told == {
        "RSUD Hj. Anna Lasmanah": (2, 2, 1, 1, 50),
        "Puskesmas Mandiraja": (1, 0, 0, 0, 0),
        "Kabupaten Banjarnegara": (3, 2, 1, 1, 33),
        "Wilayah Jawa Tengah": (3, 2, 1, 1, 33),
    }


def test_practice_and_undecided_evaluations_are_in_no_list(cast, siklus, done, advice):
    recommend(factories.make_evaluasi(siklus, cast.puskesmas))
    practice = factories.make_siklus(cast.banjarnegara, latihan=True, tahun=2025)
    recommend(publish(factories.make_evaluasi(practice, cast.rsud)))
    assert list(follow_up_queries.rows_for(cast.bagian, follow_up_queries.Filter())) == [advice]


def test_the_list_of_the_office_is_filtered_counted_and_exported(cast, done, advice, as_user):
    late(commit(cast.operator, done, advice))
    recommend(done, "Tanpa komitmen.", None)
    client, address = as_user(cast.bagian), reverse("evaluations:follow_ups")
    page = client.get(address, {"status": "terlambat"})
    assert [row.teks for row, _there, _label in page.context["rows"]] == ["Tetapkan 12 SP."]
    assert ("terlambat", "Lewat tenggat", 1) in page.context["states"]
    assert client.get(address, {"q": "mandiraja"}).context["rows"] == []
    book = openpyxl.load_workbook(io.BytesIO(client.get(address + "xlsx/").content))
    assert book.sheetnames == [
        "Tindak lanjut", "Rekap unit", "Rekap instansi", "Rekap wilayah provinsi",
    ]  # fmt: skip
    texts = [cell.value for row in book["Tindak lanjut"].iter_rows() for cell in row]
    assert "Menyusun SP" in texts and "Belum ada komitmen" in texts
    for who, status in (("evaluator", 403), ("operator", 200), ("biro", 200), ("menpan", 200)):
        assert as_user(getattr(cast, who)).get(address).status_code == status


def test_lists_and_pages_ask_as_often_with_three_rows_as_with_one(
    cast, done, advice, as_user, django_assert_num_queries
):
    commit(cast.operator, done, advice)
    attach(cast.operator, done, advice)
    addresses = [
        reverse("evaluations:follow_ups"),
        reverse("evaluations:follow_up_rates"),
        reverse("evaluations:follow_ups_xlsx"),
        reverse("evaluations:follow_up", args=[done.uuid]),
    ]
    client = as_user(cast.bagian)
    counted = []
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as one:
            client.get(address)
        counted.append(len(one))
    for number in (2, 3):
        more = recommend(done, f"Rekomendasi {number}.")
        commit(cast.operator, done, more)
        attach(cast.operator, done, more)
    for address, number in zip(addresses, counted, strict=True):
        with django_assert_num_queries(number):
            client.get(address)


# Pages --------------------------------------------------------------------------------------------


def test_the_unit_works_on_its_page_and_home_leads_there(cast, done, advice, as_user):
    client, address = as_user(cast.operator), reverse("evaluations:follow_up", args=[done.uuid])
    home = client.get("/beranda/").content.decode()
    assert "Tulis rencana tindak lanjut 1 rekomendasi" in home and address in home
    assert address in client.get(done.get_absolute_url()).content.decode()
    base = f"{address}{advice.uuid}/"
    typed = {"tindakan": "Menyusun SP", "penanggung_jawab": "Kasubbag", "based_on": "0"}
    refused = client.post(f"{base}rencana/", typed | {"tenggat": ""})
    assert refused.status_code == 422 and "Menyusun SP" in refused.content.decode()
    assert client.post(f"{base}rencana/", typed | {"tenggat": soon()}).status_code == 302
    file = SimpleUploadedFile("sk.pdf", PDF)
    assert client.post(f"{base}bukti/", {"berkas": file}).status_code == 302
    row = BuktiTindakLanjut.objects.get()
    assert b"".join(client.get(f"{address}bukti/{row.uuid}/unduh/").streaming_content) == PDF
    empty, told = {"kata": "", "based_on": "1"}, {"kata": "SK terbit.", "based_on": "1"}
    assert client.post(f"{base}langkah/laporkan/", empty).status_code == 422
    blind = client.post(f"{base}langkah/laporkan/", {"kata": "SK terbit."})
    assert blind.status_code == 422 and "Halaman ini tidak lengkap" in blind.content.decode()
    assert client.post(f"{base}langkah/laporkan/", told).status_code == 302
    assert client.post(f"{base}langkah/terima/", empty | {"based_on": "2"}).status_code == 403
    office = as_user(cast.bagian)
    assert "Periksa 1 tindak lanjut" in office.get("/beranda/").content.decode()
    text = office.get(address).content.decode()
    assert "SK terbit." in text and "Kembalikan" in text and "Tulis rencana" not in text
    assert (
        office.post(f"{base}langkah/terima/", {"kata": "Baik.", "based_on": "2"}).status_code == 302
    )
    assert "Periksa 1 tindak lanjut" not in office.get("/beranda/").content.decode()
    assert TindakLanjut.objects.get().status == "diterima"


def test_home_asks_the_unit_for_its_latest_evaluation_alone(cast, done, advice):
    old = factories.make_siklus(cast.nasional, tahun=2025)
    recommend(publish(factories.make_evaluasi(old, cast.rsud)))
    told = todo.todos(cast.operator, cast.operator.memberships.get())
    assert [item.what for item in told if "rencana" in item.what] == [
        "Tulis rencana tindak lanjut 1 rekomendasi"
    ]
