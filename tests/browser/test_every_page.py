"""Every page: axe finds nothing, nothing scrolls sideways at 360 px, nothing leaves the origin,
and text twice as large is neither cut off nor wider than the window. H3: nor does axe find anything
where the page has just refused its form.
"""

import io
from datetime import date, timedelta
from uuid import uuid4

import openpyxl  # noqa: TID251  a workbook as a clerk makes it
import pytest
from django.utils import timezone

from evaluations.core import assignments
from evaluations.models import (
    AturanLokus,
    Evaluasi,
    KodeSurvei,
    PermohonanPerpanjangan,
    Siklus,
    TautanSurvei,
    UsulanLokus,
)
from evaluations.objections import services as objection_services
from evaluations.progress.services.steps import advance
from evaluations.results.services import recompute_stale
from evaluations.rules.workflow import Action, State
from evaluations.survey import paper_sheet
from evaluations.survey.services import codes as survey_codes
from evaluations.survey.services import paper as survey_paper
from evaluations.survey.services import responses
from evaluations.survey.services import tally as tally_services
from evaluations.threads import services as thread_services
from pekppp.accounts.roles import Role
from pekppp.accounts.services import activation, pending
from pekppp.accounts.services.imports import worker as import_worker
from reports.batches.services import batches
from reports.letters import services as letter_services
from reports.models import ButirKelompok, Dokumen, Kelompok, TandaTangan
from tests import factories
from tests.accounts.imports import importing as master_data
from tests.browser.after_result import after
from tests.browser.axe import faults
from tests.browser.conftest import DESK, PHONE, loaded, sideways
from tests.browser.large_text import HALF, SMALL_AGAIN, cut_off
from tests.evaluations.ready import make_finished
from tests.evaluations.survey.test_skm import record

# Who looks at which page; {names} are filled from the scene below.
PAGES = [
    (None, "/"),
    (None, "/hasil/?q=dukcapill"),
    (None, "/en/"),
    (None, "/verifikasi/"),
    (None, "/akun/login/"),
    (None, "/akun/kata-sandi/lupa/"),
    (None, "/masuk/aktivasi/"),
    (None, "{akses}"),
    (None, "/survei/{token}/"),
    (None, "/survei/{token}/terima-kasih/"),
    (None, "/survei/{closed}/"),
    (None, "/survei/{token}/?bahasa=en"),
    (None, "/survei/{kiosk}/"),
    (None, "/survei/{kiosk}/terima-kasih/"),
    (None, "/s/"),
    (None, "/s/{kode}/"),
    ("operator", "/beranda/"),
    ("operator", "/pemberitahuan/"),
    ("operator", "/profil/"),
    ("operator", "/profil/jejak/"),
    ("operator", "/akun/logout/"),
    ("operator", "/evaluasi/{draft}/"),
    ("operator", "/evaluasi/{draft}/isian/"),
    ("operator", "/evaluasi/{draft}/f01/I/"),
    ("operator", "/evaluasi/{draft}/f01/tambahan/"),
    ("operator", "/evaluasi/{draft}/f01/lembar/"),
    ("operator", "/evaluasi/{draft}/f01/ambil/"),
    ("operator", "/evaluasi/{draft}/f01/ambil/{done}/"),
    ("operator", "/evaluasi/{draft}/bukti/sumber/3/"),
    ("operator", "/evaluasi/{draft}/hitamkan/1/"),
    ("operator", "/evaluasi/{draft}/survei/"),
    ("operator", "/evaluasi/{draft}/survei/kode/"),
    ("operator", "/evaluasi/{draft}/survei/cetak/"),
    ("operator", "/evaluasi/{draft}/survei/kertas/"),
    ("operator", "/evaluasi/{draft}/survei/kertas/{kertas}/"),
    ("operator", "/evaluasi/{draft}/survei/kertas/periksa/{impor}/"),
    ("operator", "/unit/{unit}/skm/"),
    ("operator", "/evaluasi/{draft}/dokumen/"),
    ("operator", "/evaluasi/{draft}/utas/1/"),
    ("operator", "/evaluasi/{done}/sanggah/?indikator=3"),
    ("operator", "/tindak-lanjut/"),
    ("operator", "/evaluasi/{old}/tindak-lanjut/"),
    ("operator", "/pembinaan/{sesi}/"),
    ("operator", "/unit/{unit}/riwayat/"),
    ("operator", "/unit/{unit}/layanan/"),
    ("kepala", "/evaluasi/{draft}/f01/kirim/"),
    ("evaluator", "/beranda/"),
    ("evaluator", "/tugas/"),
    ("evaluator", "/tugas/lapangan/"),
    ("evaluator", "/evaluasi/{sent}/"),
    ("evaluator", "/evaluasi/{sent}/riwayat/"),
    ("evaluator", "/evaluasi/{sent}/f02/"),
    ("evaluator", "/evaluasi/{sent}/f02/1/"),
    ("evaluator", "/evaluasi/{scored}/f02/selesai/"),
    ("evaluator", "/evaluasi/{draft}/f02/usulan/"),
    ("evaluator", "/evaluasi/{next}/f02/tindak-lanjut/"),
    ("evaluator", "/evaluasi/{next}/f02/1/"),
    ("evaluator", "/evaluasi/{sent}/f01/kembalikan/"),
    ("evaluator", "/evaluasi/{sent}/berkas-diminta/1/"),
    ("operator", "/evaluasi/{draft}/f01/pernyataan/"),
    ("operator", "/evaluasi/{draft}/f01/reviu/"),
    ("bagian", "/evaluasi/{draft}/f01/atas-nama/"),
    ("evaluator", "/evaluasi/{sent}/versi/"),
    ("evaluator", "/evaluasi/{sent}/versi/1/"),
    ("evaluator", "/evaluasi/{done}/sanggah/"),
    ("biro", "/verifikasi-provinsi/"),
    ("bagian", "/beranda/"),
    ("bagian", "/pemantauan/"),
    ("bagian", "/pemantauan/survei/"),
    ("bagian", "/evaluasi/{done}/nilai/"),
    ("bagian", "/evaluasi/{done}/survei/"),
    ("bagian", "/evaluasi/{done}/survei/tinjau/"),
    ("bagian", "/instansi/{instansi}/"),
    ("bagian", "/instansi/{instansi}/undang/"),
    ("bagian", "/peran/{peran}/akun/"),
    ("bagian", "/orang/"),
    ("bagian", "/orang/akses/"),
    ("bagian", "/orang/akses/beri/"),
    ("menpan", "/orang/belum-masuk/"),
    ("bagian", "/peran-menunggu/{menunggu}/"),
    ("bagian", "/instansi/{instansi}/kop/"),
    ("bagian", "/siklus/{earlier}/dokumen/"),
    ("bagian", "/kelompok/{kelompok}/"),
    ("bagian", "/kelompok/{konsep}/"),
    ("bagian", "/tanda-tangan/"),
    ("bagian", "/siklus/{earlier}/penyampaian/"),
    ("bagian", "/instansi/{instansi}/dokumen-bersama/"),
    ("bagian", "/unit/{unit}/"),
    ("bagian", "/unit/{unit}/pembaca/"),
    ("bagian", "/tindak-lanjut/"),
    ("bagian", "/tindak-lanjut/persentase/?tingkat=unit"),
    ("bagian", "/evaluasi/{old}/tindak-lanjut/"),
    ("bagian", "/pembinaan/"),
    ("bagian", "/pembinaan/baru/?pilih={unit}"),
    ("bagian", "/pembinaan/{sesi}/ubah/"),
    ("bagian", "/instansi/{instansi}/riwayat/"),
    ("bagian", "/instansi/{instansi}/riwayat/impor/"),
    ("bagian", "/instansi/{instansi}/riwayat/impor/{lama}/"),
    ("bagian", "/instansi/{instansi}/nilai-lain/impor/{nilai}/"),
    ("bagian", "/impor-data/"),
    ("bagian", "/impor-data/unggah/"),
    ("bagian", "/impor-data/{periksa}/"),
    ("bagian", "/impor-data/{salah}/"),
    ("bagian", "/impor-data/{antre}/"),
    ("bagian", "/siklus/"),
    ("bagian", "/siklus/baru/"),
    ("menpan", "/nasional/"),
    ("menpan", "/memulai/"),
    ("bagian", "/memulai/"),
    ("menpan", "/kinerja/"),
    ("menpan", "/siklus/{siklus}/"),
    ("menpan", "/siklus/{siklus}/ubah/"),
    ("menpan", "/siklus/{siklus}/fase/"),
    ("menpan", "/siklus/{siklus}/lokus/"),
    ("menpan", "/siklus/{siklus}/buka/"),
    ("menpan", "/siklus/{siklus}/usulan/"),
    ("menpan", "/usulan-lokus/{usulan}/akhiri/"),
    ("operator", "/evaluasi/{draft}/perpanjangan/minta/"),
    ("menpan", "/permohonan-perpanjangan/{permohonan}/"),
    ("bagian", "/siklus/{siklus}/usulan/{instansi}/"),
    ("bagian", "/siklus/{siklus}/usulan/{instansi}/pengganti/"),
    ("bagian", "/siklus/{siklus}/usulan/{instansi}/pengecualian/"),
    ("menpan", "/evaluasi/{done}/asal/"),
    ("menpan", "/siklus/{siklus}/hitung-ulang/"),
    ("menpan", "/siklus/{siklus}/ralat/"),
    ("menpan", "/siklus/{siklus}/penugasan/"),
    ("menpan", "/siklus/{siklus}/penugasan/impor/"),
    ("menpan", "/siklus/{siklus}/tambah-unit/"),
    ("menpan", "/evaluasi/{draft}/penugasan/"),
    ("menpan", "/evaluasi/{draft}/akhiri/"),
    ("menpan", "/evaluasi/{draft}/ganti/?q="),
    ("menpan", "/evaluasi/{draft}/ganti/?unit={lain}"),
    ("menpan", "/pemantauan/akhiri/?pilih={draft}&pilih={scored}"),
    ("menpan", "/siklus/{siklus}/perpanjangan/"),
    ("menpan", "/validasi/{siklus}/"),
    ("menpan", "/publikasi/{siklus}/"),
    ("menpan", "/instansi/"),
    ("menpan", "/instrumen/"),
    ("menpan", "/instrumen/{versi}/"),
    ("menpan", "/status/"),
]


@pytest.fixture
def scene(cast, siklus):
    """One evaluation being filled, one sent; names for the addresses above."""
    draft = factories.make_evaluasi(siklus, cast.rsud)
    sent = factories.make_evaluasi(siklus, cast.puskesmas)
    head = factories.make_user("kepala_puskesmas")
    factories.member(head, factories.Role.KEPALA, cast.puskesmas)
    earlier = factories.make_siklus(cast.nasional, nama="Sudah dinilai", tahun=2025)
    done = make_finished(cast, earlier, cast.rsud)
    factories.answer_no(done, cast.operator)  # what the draft may take over
    scored = make_finished(
        cast, siklus, factories.make_unit(cast.banjarnegara, "Puskesmas Dua"), level=5
    )
    Evaluasi.objects.filter(pk=scored.pk).update(state=State.DINILAI)
    for row in (draft, sent, done, scored):
        for codename in ("score", "lead"):
            assignments.assign(cast.evaluator, row.aspek.all(), codename)
    advance(by=head, evaluasi=sent, action=Action.KIRIM_F01, confirmed_gaps=True)
    thread_services.write(
        by=cast.evaluator, evaluasi=draft, indikator=1, isi="Mana SK-nya?", key=uuid4()
    )
    for nomor in (5, 6):
        said = {"evaluasi": done, "indikator": nomor, "alasan": "SK terlewat.", "key": uuid4()}
        open_one = objection_services.file(by=cast.operator, nilai_diminta=4, **said)
    objection_services.decide(
        by=cast.evaluator, evaluasi=done, sanggahan=open_one.uuid, accept=True,
        nilai_baru=4, putusan="Bukti cukup.",
    )  # fmt: skip
    recompute_stale()
    waits = (cast.siapapun, Role.ADMIN_INSTANSI, cast.banjarnegara)
    (waiting,) = pending.hold(appointed_by=cast.menpan, given=[waits])
    batch_of_one = batches.start_batch(
        by=cast.bagian,
        siklus=earlier,
        office=cast.banjarnegara,
        jenis="berita_acara",
        tanggal=date(2025, 7, 11),
    )
    ButirKelompok.objects.update(error="Lambang pada kop surat tidak ditemukan.")
    letter = Dokumen.objects.create(
        instansi=done.instansi,
        siklus=earlier,
        evaluasi=done,
        jenis="surat",
        tanggal=date(2025, 7, 11),
        keadaan="terbit",
        memuat=["level"],
        masukan={},
        masukan_digest="0",
        status="selesai",
        path="x",
        sha256="0",
        diminta_oleh=cast.bagian,
    )
    letter_services.record_sent(
        by=cast.bagian,
        siklus=earlier,
        office=cast.banjarnegara,
        letters=[letter],
        tanggal=date(2025, 7, 12),
        cara="pos",
    )
    unsigned = Kelompok.objects.create(
        instansi=cast.banjarnegara,
        siklus=earlier,
        jenis="surat",
        tanggal=letter.tanggal,
        diminta_oleh=cast.bagian,
        status="kedaluwarsa",
        cara="aplikasi",
        ditandatangani_oleh=cast.bagian,
    )
    ButirKelompok.objects.create(
        instansi=cast.banjarnegara,
        kelompok=unsigned,
        urutan=1,
        evaluasi=done,
        dokumen=letter,
        ttd_error="Belum bernomor.",
    )
    to_approve = Dokumen.objects.create(
        instansi=done.instansi,
        siklus=earlier,
        evaluasi=done,
        jenis="lhe",
        tanggal=date(2025, 7, 11),
        nomor="B/4/PP.00.02/2025",
        sementara=False,
        tahap="proses",
        keadaan="terbit",
        memuat=["level"],
        masukan={},
        masukan_digest="0",
        status="selesai",
        path="x",
        sha256="1",
        diminta_oleh=cast.bagian,
    )
    TandaTangan.objects.create(
        instansi=done.instansi,
        siklus=earlier,
        dokumen=to_approve,
        urutan=1,
        tempat="mengetahui.0",
        jabatan="Kepala Bagian Organisasi",
        nama=cast.bagian.nama,
        cara="aplikasi",
        orang=cast.bagian,
    )
    tally_services.count_all()  # ten alike: they wait for a decision
    Siklus.objects.filter(pk=siklus.pk).update(nominasi_sampai=timezone.now() + timedelta(days=9))
    rule = {"siklus": siklus, "instansi": siklus.instansi, "jenis_instansi": "kabupaten"}
    AturanLokus.objects.create(**rule, jenis_unit=cast.rsud.jenis, jumlah=1, nominasi=True)
    for number in (1, 2):
        factories.make_unit(cast.tetangga, f"RSUD {number}")
    factories.make_unit(cast.banjarnegara, "RSUD Kedua")
    samsat = factories.make_kind("samsat", "Samsat", "keuangan")
    AturanLokus.objects.create(**rule, jenis_unit=samsat)
    proposed = UsulanLokus.objects.create(
        siklus=siklus, instansi=cast.banjarnegara, jenis="pengecualian", alasan="Tidak ada.",
        jenis_unit=samsat, oleh=cast.bagian, status="diterima", diputus_oleh=cast.menpan,
        diputus_pada=timezone.now(),
    )  # fmt: skip
    asked = PermohonanPerpanjangan.objects.create(
        siklus=siklus, instansi=cast.banjarnegara, kegiatan=["survei"], alasan="Banjir.",
        akhir=timezone.now() + timedelta(days=60), oleh=cast.bagian,
    )  # fmt: skip
    closed = TautanSurvei.objects.create(instansi=cast.tetangga, unit=cast.unit_tetangga)
    clerk = {"by": cast.operator, "evaluasi": draft}
    record(cast.operator, cast.rsud, "81,25")
    batch = survey_codes.make_batch(jumlah=2, label="Loket 2", **clerk)
    sheets = survey_paper.open_batch(label="Kotak survei", **clerk)
    filled = io.BytesIO()
    book = openpyxl.load_workbook(io.BytesIO(survey_paper.sample(**clerk)))
    sheet = book[paper_sheet.SHEET]
    first = next(row[0].row for row in sheet.iter_rows() if row[0].value == "No. lembar") + 1
    for place, value in enumerate((4, 9)):  # one that is read, one that is wrong
        sheet.cell(first + place, 1, place + 1)
        sheet.cell(first + place, 2, value)
    book.save(filled)
    filled.seek(0)
    factories.User.objects.filter(pk=cast.operator.pk).update(email=None)
    way = activation.issue(by=cast.bagian, membership=cast.operator.memberships.get())
    return {
        **after(cast),
        "akses": activation.path_of(way),
        "kode": KodeSurvei.objects.filter(lembar=batch).first().kode,
        "kiosk": responses.add_link(label="Kios", kios=True, **clerk).token,
        "kertas": sheets.uuid,
        "impor": survey_paper.check(file=filled, name="kertas.xlsx", **clerk).uuid,
        **imports(cast),
        "earlier": earlier.uuid,
        "kelompok": batch_of_one.uuid,
        "konsep": unsigned.uuid,
        "draft": draft.uuid,
        "done": done.uuid,
        "scored": scored.uuid,
        "sent": sent.uuid,
        "siklus": siklus.uuid,
        "usulan": proposed.uuid,
        "permohonan": asked.uuid,
        "instansi": cast.banjarnegara.uuid,
        "menunggu": waiting.batch,
        "peran": cast.operator.memberships.get().uuid,
        "unit": cast.rsud.uuid,
        "lain": factories.make_unit(cast.banjarnegara, "Klinik Pratama").uuid,
        "versi": siklus.instrumen_a.uuid,
        "closed": closed.token,
        "token": TautanSurvei.objects.get(unit=cast.rsud, label="").token,
    }


def imports(cast) -> dict[str, object]:
    """Workbooks of master data: one checked, one with what is wrong, one that waits."""
    row = {"instansi": cast.banjarnegara.nama, "nama": "Baru", "jenis": "RSUD"}
    changed = row | {"nama": cast.rsud.nama, "alamat": "Jalan Jenderal Sudirman Nomor 42"}
    return {
        "periksa": master_data.check(cast.bagian, "unit", row, changed).uuid,
        "salah": master_data.check(cast.bagian, "unit", row | {"jenis": "Warung"}).uuid,
        "antre": import_worker.start(
            by=cast.bagian,
            instansi=cast.banjarnegara,
            jenis="unit",
            file=io.BytesIO(b"a"),
            name="unit-kabupaten-banjarnegara-2026.xlsx",
        ).uuid,
    }


# The first form that asks for something (a survey's fields may each stay empty) is sent empty, as
# it is where the browser does not look first; gives whether there is one.
SEND = """(any) => {
  const form = [...document.querySelectorAll("main form")].find((form) =>
    form.method === "post" && (any || form.querySelector("[required]")));
  if (!form) return false;
  form.noValidate = true;
  for (const field of form.querySelectorAll("[required]")) {
    if (["radio", "checkbox"].includes(field.type)) field.checked = false;
    else field.value = "";
  }
  form.requestSubmit(form.querySelector("button:not([type=button])"));
  return true;
}"""
# Their files are sent by a script, which says in place what is missing.
SENT_BY_SCRIPT = ("/f01/I/", "/f01/tambahan/", "/hitamkan/")
TOLD = "main :is([role=alert], .errorlist, [aria-invalid=true])"


def refuses(page, template: str) -> bool:
    """Send the page's form with nothing in it; whether there is one, which then says so."""
    if any(part in template for part in SENT_BY_SCRIPT):
        return False
    page.set_viewport_size(PHONE)
    page.evaluate(SMALL_AGAIN)
    if not page.evaluate(SEND, template.startswith(("/survei/", "/s/"))):
        return False
    page.locator(TOLD).first.wait_for(state="attached")
    loaded(page)
    return True


@pytest.mark.parametrize(
    "people",
    [("", "operator", "kepala"), ("evaluator", "bagian", "menpan")],  # two, for two cores
    ids=["the unit", "the offices"],
)
def test_h03_pages_are_accessible_fit_a_phone_bear_large_text_and_refuse_accessibly(
    cast, scene, page_as, live_server, people
):
    wrong: list[str] = []
    refused = 0

    def stays_here(request):
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            wrong.append(f"leaves the origin: {request.url}")

    for person in people:
        page = page_as(getattr(cast, person) if person else None, PHONE)
        page.on("request", stays_here)
        for who, template in PAGES:
            if (who or "") != person:
                continue
            page.set_viewport_size(PHONE)
            response = page.goto(template.format(**scene))
            if response is None or response.status != 200:
                wrong.append(f"{template}: {response and response.status}")
                continue
            loaded(page)
            for viewport in (PHONE, DESK):
                page.set_viewport_size(viewport)
                where = f"{person} {template} at {viewport['width']}"
                if sideways(page) > 0:
                    wrong.append(f"{where}: {sideways(page)} px too wide")
                found = faults(page, again=viewport is DESK)
                wrong += [f"{where}: {fault}" for fault in found]
            wrong += [f"{person} {template}: {item}" for item in cut_off(page, (DESK, HALF, PHONE))]
            if refuses(page, template):
                wrong += [f"{person} {template} refused: {fault}" for fault in faults(page)]
                refused += 1
    assert not wrong, "\n".join(wrong)
    assert refused > 15
