"""Paper: typed or by XLSX with located errors, with a scan, marked and counted apart."""

import io
import threading
from uuid import uuid4

import openpyxl  # noqa: TID251  a workbook as a clerk makes it
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.utils import timezone

from evaluations.evidence.services.evidence import add_evidence
from evaluations.models import Berkas, Evaluasi, Impor, LembarKertas, RekapSurvei, Respons
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from evaluations.survey import paper_sheet
from evaluations.survey.services import paper as survey_paper
from evaluations.survey.services import retention
from evaluations.survey.services import tally as tally_services
from evaluations.survey.services.rows import answer_of
from pekppp.accounts.models import AuditEntry
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.ready import make_finished

SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LIST_QUERIES = 11


@pytest.fixture
def base(evaluasi) -> str:
    return f"/evaluasi/{evaluasi.uuid}/survei/kertas/"


def workbook(spec, *rows, titles=None) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = paper_sheet.SHEET
    for row in (titles or paper_sheet.titles(spec), *rows):
        sheet.append(row)
    return file_of(book)


def file_of(book) -> SimpleUploadedFile:
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("kertas.xlsx", out.getvalue())


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("pindaian.pdf", SCAN, content_type="application/pdf")


def upload(client, base, file) -> tuple[Impor, str]:
    response = client.post(f"{base}unggah/", {"berkas": file}, follow=True)
    return Impor.objects.latest("pk"), response.content.decode()


def test_s04_paper_import_says_where_it_is_wrong_and_counts_apart(cast, evaluasi, as_user, base):
    client = as_user(cast.operator)
    # The sample offered is filled in, with mistakes, then corrected.
    sample = client.get(f"{base}contoh.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(sample))
    sheet = book[paper_sheet.SHEET]
    first = next(row[0].row for row in sheet.iter_rows() if row[0].value == "No. lembar") + 1
    for place in range(5):
        for column in range(2, 16):
            sheet.cell(first + place, column, 4)
    sheet.cell(first, 3, 7)
    sheet.cell(first + 1, 4, "=1+3")
    sheet.cell(first + 2, 5, "x")
    sheet.cell(first + 2, 16, "Muda")
    sheet.cell(first + 2, 1, 2)
    impor, page = upload(client, base, file_of(book))
    found = {(p["baris"], p["kolom"]) for p in impor.masalah}
    assert found == {
        (first, "C"),
        (first + 1, "D"),
        (first + 2, "A"),
        (first + 2, "P"),
    }
    for words in ("«7» bukan nilai 0 sampai 5", "rumus", "sudah ada pada baris", "daftar Usia"):
        assert words in page
    assert client.post(f"{base}periksa/{impor.uuid}/terapkan/").status_code == 422
    assert not Respons.objects.exists() and not LembarKertas.objects.exists()
    sheet.cell(first, 3, 5)
    sheet.cell(first + 1, 4, 3)
    sheet.cell(first + 2, 16, "20–29 tahun")
    sheet.cell(first + 2, 1, 3)
    impor, page = upload(client, base, file_of(book))
    assert impor.masalah == [] and "5 jawaban terbaca" in page
    assert not Respons.objects.exists()
    done = client.post(
        f"{base}periksa/{impor.uuid}/terapkan/", {"label": "Kotak 1", "berkas": scan()}
    )
    assert done.status_code == 302
    again = client.post(f"{base}periksa/{impor.uuid}/terapkan/", {"label": "Kotak 1"})
    assert (again.status_code, "sudah disimpan" in again.content.decode()) == (422, True)
    lembar = LembarKertas.objects.get()
    rows = lembar.respons.order_by("pk")
    assert (lembar.jumlah, {row.kanal for row in rows}) == (5, {"kertas"})
    assert [row.butir[:4] for row in rows[:3]] == [[4, 5, 4, 4], [4, 4, 3, 4], [4, 4, 4, None]]
    assert rows[2].usia == "20-29"
    impor.refresh_from_db()
    assert impor.baris == []
    tally_services.count_all()
    rekap = evaluasi.survei.rekap
    assert (rekap.jumlah, rekap.dari_kertas, rekap.dari_tautan) == (5, 5, 0)
    assert "Kertas 5" in client.get(f"/evaluasi/{evaluasi.uuid}/survei/").content.decode()
    kept = client.get(f"{base}{lembar.uuid}/pindaian/")
    assert b"".join(kept.streaming_content) == SCAN


@pytest.mark.parametrize("kind", ["wide", "empty", "no header", "other columns", "not a workbook"])
def test_a_file_that_cannot_be_is_refused_in_words_and_nothing_is_stored(
    cast, evaluasi, as_user, base, kind
):
    spec = evaluasi.survei.versi.instrumen
    file = {
        "wide": lambda: workbook(spec, [4] * 10_000),
        "empty": lambda: workbook(spec),
        "no header": lambda: workbook(spec, titles=["Nama", "Nilai"]),
        "other columns": lambda: workbook(spec, titles=["No. lembar", "B1"]),
        "not a workbook": lambda: SimpleUploadedFile("x.xlsx", b"PK bukan"),
    }[kind]()
    words = {
        "wide": "Terlalu banyak kolom",
        "empty": "Belum ada baris yang diisi",
        "no header": "tidak ditemukan",
        "other columns": "Kolom tidak sama",
        "not a workbook": "bukan buku kerja yang dikenal",
    }[kind]
    impor, page = upload(as_user(cast.operator), base, file)
    assert words in page and impor.baris == []
    assert not Respons.objects.exists()


def test_sheets_are_typed_in_a_row_and_a_repeat_counts_once(cast, evaluasi, as_user, base):
    client = as_user(cast.operator)
    client.post(f"{base}baru/", {"label": "Kotak survei"})
    lembar = LembarKertas.objects.get()
    url = f"{base}{lembar.uuid}/"
    for value in ("5", "0", "x"):
        page = client.get(url).content.decode()
        key = page.split('name="kunci" value="')[1].split('"')[0]
        data = {"kunci": key, "b1": "3", "komentar": "Parkir"}
        data |= {f"b{n}": value for n in range(2, 15)}
        for _ in range(2):
            assert client.post(f"{url}salin/", data).status_code == 302
    lembar.refresh_from_db()
    rows = [row.butir[:2] for row in lembar.respons.order_by("pk")]
    assert (lembar.jumlah, rows) == (3, [[3, 5], [3, 0], [3, None]])
    wrong = client.post(f"{url}salin/", data | {"kunci": "x", "b2": "9"})
    assert (wrong.status_code, wrong.content.decode().count("is-invalid")) == (422, 1)
    assert "Parkir" in wrong.content.decode()
    assert lembar.respons.count() == 3


def test_a_scan_is_put_beside_a_batch_once(cast, evaluasi, as_user, base):
    client = as_user(cast.operator)
    client.post(f"{base}baru/", {"label": ""})
    lembar = LembarKertas.objects.get()
    url = f"{base}{lembar.uuid}/pindaian/"
    assert client.get(url).status_code == 404
    bad = SimpleUploadedFile("x.pdf", b"MZ\x90\x00 program")
    assert client.post(f"{url}lampirkan/", {"berkas": bad}).status_code == 422
    assert not Berkas.objects.exists()
    assert client.post(f"{url}lampirkan/", {"berkas": scan()}).status_code == 302
    assert client.get(url)["Content-Disposition"].endswith('"pindaian.pdf"')
    assert client.post(f"{url}lampirkan/", {"berkas": scan()}).status_code == 422
    for person, status in ((cast.pimpinan, 403), (cast.operator_puskesmas, 404)):
        assert as_user(person).get(url).status_code == status


def typed(client, base, evaluasi, values) -> LembarKertas:
    """A batch of sheets, one level throughout each."""
    client.post(f"{base}baru/", {"label": "Kotak"})
    lembar = LembarKertas.objects.latest("pk")
    for value in values:
        data = {"kunci": str(uuid4())} | {f"b{n}": value for n in range(1, 15)}
        assert client.post(f"{base}{lembar.uuid}/salin/", data).status_code == 302
    return lembar


def tallies() -> list[tuple]:
    rows = RekapSurvei.objects.values_list("jumlah", "dari_kertas", "dikecualikan", "sebaran")
    return [tuple(row) for row in rows]


def test_a_batch_is_voided_whole_and_every_count_follows(cast, evaluasi, as_user, base):
    client = as_user(cast.operator)
    kept = typed(client, base, evaluasi, "5")
    wrong = typed(client, base, evaluasi, "10")
    tally_services.count_all()
    late = typed(client, base, evaluasi, "2")  # voided before anybody counted it
    url = f"{base}{wrong.uuid}/"
    assert "Tulis alasan" in client.post(f"{url}batalkan/", {"alasan": " "}).content.decode()
    assert not Respons.objects.filter(dikecualikan=True).exists()
    for lembar in (wrong, late):
        data = {"alasan": "Kertas unit lain"}
        assert client.post(f"{base}{lembar.uuid}/batalkan/", data).status_code == 302
    tally_services.count_all()
    running = tallies()
    assert [row[:3] for row in running] == [(1, 1, 3)]
    tally_services.recount()
    assert tallies() == running
    assert set(kept.respons.values_list("dikecualikan", flat=True)) == {False}
    assert wrong.respons.count() == 2  # the rows stay
    entry = AuditEntry.objects.filter(action="batalkan_lembar_kertas").earliest("pk")
    assert (entry.by, entry.reason) == (cast.operator, "Kertas unit lain")
    page = client.get(base).content.decode()
    assert "Kertas unit lain" in page and "2 tidak dihitung" in page
    page = client.get(url).content.decode()
    assert "Batalkan lembar ini" not in page and "Simpan dan lanjut" not in page
    more = {"kunci": str(uuid4()), "b1": "4"}
    assert client.post(f"{url}salin/", more).status_code == 409
    assert client.post(f"{url}batalkan/", {"alasan": "Lagi"}).status_code == 422


def test_the_office_sees_a_voided_batch_and_may_count_it_again(cast, evaluasi, as_user, base):
    lembar = typed(as_user(cast.operator), base, evaluasi, "11")
    tally_services.count_all()
    as_user(cast.operator).post(f"{base}{lembar.uuid}/batalkan/", {"alasan": "Salah baca"})
    office, review = as_user(cast.bagian), f"/evaluasi/{evaluasi.uuid}/survei/tinjau/"
    assert "Lembar kertas dibatalkan unit: Salah baca" in office.get(review).content.decode()
    keys = [str(key) for key in lembar.respons.values_list("kunci", flat=True)]
    assert as_user(cast.operator).post(f"{review}kembalikan/", {"kunci": keys}).status_code == 403
    assert office.post(f"{review}kembalikan/", {"kunci": keys}).status_code == 302
    assert [row[:3] for row in tallies()] == [(2, 2, 0)]


def test_a_batch_is_voided_only_while_the_survey_is_open(cast, evaluasi, as_user, base):
    client, survei = as_user(cast.operator), evaluasi.survei
    lembar = typed(client, base, evaluasi, "1")
    survei.tutup = timezone.now()
    survei.save()
    page = client.post(f"{base}{lembar.uuid}/batalkan/", {"alasan": "Nilai rendah"})
    assert (page.status_code, b"tidak sedang dibuka" in page.content) == (422, True)
    assert not Respons.objects.filter(dikecualikan=True).exists()


def test_scans_take_up_room_of_the_unit_s_evidence(cast, evaluasi, as_user, base, settings):
    settings.BUKTI_QUOTA_BYTES = 2 * len(SCAN) - 1
    client = as_user(cast.operator)
    for label in ("Kotak 1", "Kotak 2"):  # the same sheets: one content
        client.post(f"{base}baru/", {"label": label, "berkas": scan()})
    assert LembarKertas.objects.filter(berkas__isnull=False).count() == 2
    other = SimpleUploadedFile("lain.pdf", SCAN + b"\n", content_type="application/pdf")
    page = client.post(f"{base}baru/", {"label": "Kotak 3", "berkas": other})
    assert (page.status_code, b"Ruang bukti dukung" in page.content) == (422, True)
    assert LembarKertas.objects.count() == 2
    with pytest.raises(Refused, match="Ruang bukti dukung"):
        add_evidence(
            by=cast.operator,
            evaluasi=evaluasi,
            indikator=1,
            file=SimpleUploadedFile("sk.pdf", SCAN + b"\n\n"),
        )


def test_after_closing_no_paper_is_copied(cast, evaluasi, as_user, base):
    client, survei = as_user(cast.operator), evaluasi.survei
    client.post(f"{base}baru/", {"label": "x"})
    lembar = LembarKertas.objects.get()
    file = workbook(survei.versi.instrumen, [1] + [4] * 14)
    impor, _ = upload(client, base, file)
    survei.tutup = timezone.now()
    survei.save()
    page = client.get(f"{base}{lembar.uuid}/").content.decode()
    assert "tidak sedang dibuka" in page and "Simpan dan lanjut" not in page
    data = {"kunci": str(lembar.uuid), "b1": "3"}
    assert client.post(f"{base}{lembar.uuid}/salin/", data).status_code == 403
    refused = client.post(f"{base}periksa/{impor.uuid}/terapkan/")
    assert (refused.status_code, b"tidak sedang dibuka" in refused.content) == (422, True)
    assert not Respons.objects.exists()
    retention.drop_what_is_due()  # what nobody can apply any more keeps no words
    assert not Impor.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_three_batches_as_for_one(
    cast, evaluasi, as_user, base, rows, django_assert_num_queries
):
    client = as_user(cast.operator)
    for number in range(rows):
        client.post(f"{base}baru/", {"label": f"Kotak {number}", "berkas": scan()})
    assert LembarKertas.objects.filter(berkas__isnull=False).count() == rows
    client.get(base)
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(base).content.decode()
    assert page.count('data-label="Disalin"') == rows


# What the services refuse by themselves -----------------------------------------------------------


@pytest.mark.parametrize("who", ["pimpinan", "evaluator", "operator_puskesmas", "admin_tetangga"])
def test_nobody_else_writes_paper(cast, evaluasi, as_user, base, who):
    """Asked of the services: a view in front of them is no guard of theirs."""
    lembar = typed(as_user(cast.operator), base, evaluasi, "1")
    spec = evaluasi.survei.versi.instrumen
    impor, _ = upload(as_user(cast.operator), base, workbook(spec, [1] + [4] * 14))
    own = {"by": getattr(cast, who), "evaluasi": evaluasi}
    for refused in (
        lambda: survey_paper.open_batch(**own),
        lambda: survey_paper.enter(**own, lembar=lembar, answer=answer_of(uuid4(), [4] * 14, {})),
        lambda: survey_paper.void(**own, lembar=lembar, alasan="x"),
        lambda: survey_paper.attach(**own, lembar=lembar, berkas=scan()),
        lambda: survey_paper.sample(**own),
        lambda: survey_paper.check(**own, file=workbook(spec, [1] + [4] * 14), name="kertas.xlsx"),
        lambda: survey_paper.apply(**own, impor=impor),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert LembarKertas.objects.get() == lembar
    assert set(Respons.objects.values_list("dikecualikan", flat=True)) == {False}


def test_a_batch_of_another_survey_is_not_reached(cast, siklus, evaluasi, as_user, base):
    """The office manages both units, and a batch is still of the one that it was copied for."""
    lembar = typed(as_user(cast.operator), base, evaluasi, "1")
    own = {"by": cast.bagian, "evaluasi": factories.make_evaluasi(siklus, cast.puskesmas)}
    for refused in (
        lambda: survey_paper.enter(**own, lembar=lembar, answer=answer_of(uuid4(), [4] * 14, {})),
        lambda: survey_paper.void(**own, lembar=lembar, alasan="x"),
        lambda: survey_paper.attach(**own, lembar=lembar, berkas=scan()),
    ):
        with pytest.raises(Refused) as found:
            refused()
        assert found.value.status == 404
    assert Respons.objects.get().dikecualikan is False
    assert LembarKertas.objects.get().berkas is None


def test_a_checked_file_is_applied_once_by_who_checked_it(cast, siklus, evaluasi, as_user, base):
    spec = evaluasi.survei.versi.instrumen
    client = as_user(cast.operator)
    wrong, _ = upload(client, base, workbook(spec, [1] + [9] * 14))
    impor, _ = upload(client, base, workbook(spec, [1] + [4] * 14))
    assert not Impor.objects.filter(pk=wrong.pk).exists()  # the next file took its place
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    cases = ((cast.kepala, evaluasi, 403), (cast.bagian, other, 403))
    for by, at, status in cases:
        with pytest.raises(Refused) as found:
            survey_paper.apply(by=by, evaluasi=at, impor=impor)
        assert found.value.status == status
    # The same person at another evaluation, and a file of another kind.
    Impor.objects.filter(pk=impor.pk).update(oleh=cast.bagian)
    with pytest.raises(Refused) as found:
        survey_paper.apply(by=cast.bagian, evaluasi=other, impor=impor)
    assert found.value.status == 403
    Impor.objects.filter(pk=impor.pk).update(jenis="penugasan")
    with pytest.raises(Refused) as found:
        survey_paper.apply(by=cast.bagian, evaluasi=evaluasi, impor=impor)
    assert found.value.status == 403
    Impor.objects.filter(pk=impor.pk).update(jenis=survey_paper.KIND, masalah=[{"pesan": "x"}])
    with pytest.raises(Refused) as found:
        survey_paper.apply(by=cast.bagian, evaluasi=evaluasi, impor=impor)
    assert found.value.status == 409
    assert not Respons.objects.exists() and not LembarKertas.objects.exists()
    Impor.objects.filter(pk=impor.pk).update(masalah=[])
    survey_paper.apply(by=cast.bagian, evaluasi=evaluasi, impor=impor)
    with pytest.raises(Refused) as found:
        survey_paper.apply(by=cast.bagian, evaluasi=evaluasi, impor=impor)
    assert found.value.status == 409
    assert (Respons.objects.count(), LembarKertas.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_batch_is_not_voided_behind_a_validation(cast, siklus):
    """The unit presses while the office decides: what was decided keeps every answer it counted."""
    evaluasi = make_finished(cast, siklus, cast.rsud)
    lembar = survey_paper.open_batch(by=cast.operator, evaluasi=evaluasi, label="Kotak")
    survey_paper.enter(
        by=cast.operator, evaluasi=evaluasi, lembar=lembar, answer=answer_of(uuid4(), [1] * 14, {})
    )
    decided, said = threading.Event(), []

    def press() -> None:
        decided.wait(10)
        try:
            survey_paper.void(
                by=cast.operator, evaluasi=evaluasi, lembar=lembar, alasan="Nilai rendah"
            )
        except Refused as refused:
            said.append(refused.status)
        finally:
            connections.close_all()

    thread = threading.Thread(target=press)
    thread.start()
    with transaction.atomic():
        advance(
            by=cast.menpan,
            evaluasi=Evaluasi.objects.get(pk=evaluasi.pk),
            action=Action.VALIDASI,
        )
        decided.set()
        thread.join(1)  # it waits for this to end, or it has slipped in
    thread.join(10)
    assert said == [403]
    assert not Respons.objects.filter(dikecualikan=True).exists()
