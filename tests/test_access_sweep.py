"""Every URL of the resolver, asked by everyone who has no business there.

A new URL is swept without anyone remembering; one with a parameter the sweep cannot fill fails
here until it is taught what to put in.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from evaluations.core import assignments
from evaluations.models import (
    AturanLokus,
    Berkas,
    Bukti,
    BuktiTindakLanjut,
    DokumenUmum,
    Evaluasi,
    FotoLapangan,
    HasilTerdahulu,
    HitungUlang,
    Impor,
    Jawaban,
    KodeSurvei,
    LembarKertas,
    LembarKode,
    Nilai,
    NilaiLain,
    Pembinaan,
    PermintaanBerkas,
    PermohonanPerpanjangan,
    Pesan,
    Publikasi,
    Ralat,
    Rekomendasi,
    Sanggahan,
    Sensor,
    Siklus,
    SkmUnit,
    TautanSurvei,
    TimPenilai,
    TindakLanjut,
    Unggahan,
    UsulanLokus,
    Utas,
    VersiF01,
)
from instruments.models import VersiInstrumen
from pekppp.accounts.models import (
    IdentityProposal,
    ImporInduk,
    Invitation,
    Notice,
    Pelimpahan,
    PendingRole,
    PerubahanTempat,
    WilayahKerja,
)
from pekppp.accounts.roles import Role
from reports.models import (
    Cetakan,
    DaftarPenghargaan,
    Dokumen,
    Kelompok,
    Lampiran,
    Penandatangan,
    TandaTangan,
)
from tests import factories
from tests.conftest import CANARY
from tests.gates.sweep import ANONYMOUS, REFUSED, Sweep, fill, open_views, walk

__all__ = ["OPEN", "REFUSED", "ROUTES", "fill", "secrets"]  # what other sweeps take from here

# Nobody has to log in for these. Adding one is a decision, so it is written down here.
OPEN = {
    "healthz",
    "readyz",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "accounts:activation",
    "accounts:activation_code",
    "accounts:invitation",
    "evaluations:survey",
    "evaluations:survey_thanks",
    "evaluations:survey_code_entry",
    "evaluations:survey_code",
    "evaluations:survey_code_thanks",
    "reports:landing",
    "reports:english",
    "reports:open_data",
    "reports:openapi",
    "reports:cycles_json",
    "reports:awards_csv",
    "reports:awards_json",
    "reports:awards_xlsx",
    "reports:decree_pdf",
    "reports:detail_csv",
    "reports:detail_json",
    "reports:detail_xlsx",
    "reports:offices_csv",
    "reports:offices_json",
    "reports:offices_xlsx",
    "reports:unit_json",
    "reports:results_json",
    "reports:results_summary",
    "reports:results_awards",
    "reports:results_detail",
    "reports:summary_csv",
    "reports:summary_xlsx",
    "reports:summary_json",
    "reports:results",
    "reports:results_siklus",
    "reports:results_csv",
    "reports:results_xlsx",
    "reports:results_instansi",
    "reports:results_unit",
    "reports:verify_search",
    "reports:verify",
    "reports:compare",
}
# A secret in the address is the permission, and what it opens says whose it is.
BY_SECRET = {
    "accounts:activation",
    "accounts:invitation",
    "accounts:accept_invitation",
    "evaluations:survey",
    "evaluations:survey_thanks",
    "evaluations:survey_code",
    "evaluations:survey_code_thanks",
    "reports:verify",
    "reports:compare",
}

# What ends a session comes last, or the rest would be asked by nobody.
ROUTES = sorted(
    walk(get_resolver()),
    key=lambda route: (
        route.name in ("account_logout", "usersessions_list"),
        route.pattern.startswith("akun/"),
        route.pattern,
    ),
)


@pytest.fixture
def secrets(cast) -> dict[str, object]:
    """Ids of the neighbour instansi's things, each of which carries the canary word."""
    siklus = factories.make_siklus(cast.tetangga, nama=f"Siklus {CANARY}")
    evaluasi = factories.make_evaluasi(siklus, cast.unit_tetangga)
    AturanLokus.objects.create(
        siklus=siklus,
        instansi=cast.tetangga,
        jenis_instansi="kabupaten",
        jenis_unit=cast.unit_tetangga.jenis,
    )
    owner = cast.operator_tetangga
    common = {"instansi": cast.tetangga, "siklus": siklus, "evaluasi": evaluasi}
    Jawaban.objects.create(
        **common, indikator=6, pertanyaan="periode_ikm", nilai=CANARY, oleh=owner
    )
    lain = factories.make_evaluasi(
        factories.make_siklus(cast.tetangga, nama=f"Lain {CANARY}"), cast.unit_tetangga
    )
    Jawaban.objects.create(
        instansi=cast.tetangga, siklus=lain.siklus, evaluasi=lain, indikator=6,
        pertanyaan="periode_ikm", nilai=CANARY, oleh=owner,
    )  # fmt: skip
    Nilai.objects.create(
        **common, indikator=1, peran="evaluator", level=2, oleh=owner, catatan_unit=CANARY
    )
    rekomendasi = Rekomendasi.objects.create(**common, aspek="I", teks=CANARY, oleh=owner)
    janji = TindakLanjut.objects.create(
        **common,
        rekomendasi=rekomendasi,
        status="direncanakan",
        status_sejak=timezone.now(),
        tindakan=CANARY,
        penanggung_jawab=CANARY,
        tenggat=timezone.localdate(),
        oleh=owner,
    )
    sesi = Pembinaan.objects.create(
        instansi=cast.tetangga,
        pokok=CANARY,
        tanggal=timezone.localdate(),
        tempat=CANARY,
        oleh=cast.admin_tetangga,
    )
    sesi.unit.add(cast.unit_tetangga)
    earlier = {
        "instansi": cast.tetangga,
        "unit": cast.unit_tetangga,
        "tahun": 2021,
        "sumber": CANARY,
        "oleh": cast.admin_tetangga,
    }
    terdahulu = HasilTerdahulu.objects.create(**earlier, skema="nasional", formulir="A", ipp=3)
    NilaiLain.objects.create(**earlier, jenis="opini", sebutan=CANARY, uuid=terdahulu.uuid)
    berkas = Berkas.objects.create(sha256="0" * 64, ukuran=3, tipe="text/plain", path="x")
    bukti = Bukti.objects.create(**common, indikator=1, berkas=berkas, nama=CANARY, oleh=owner)
    # Evidence of both kinds has an address of its own; one name stands for both in the sweep.
    BuktiTindakLanjut.objects.create(
        uuid=bukti.uuid,
        instansi=cast.tetangga,
        siklus=siklus,
        tindak_lanjut=janji,
        berkas=berkas,
        nama=CANARY,
        oleh=owner,
    )
    foto = FotoLapangan.objects.create(
        **common,
        indikator=1,
        berkas=berkas,
        keterangan=CANARY,
        diambil_pada=timezone.now(),
        kunci=uuid4(),
        oleh=owner,
    )
    permintaan = PermintaanBerkas.objects.create(
        **common, indikator=1, isi=CANARY, tenggat=timezone.now(), oleh=owner
    )
    unggahan = Unggahan.objects.create(**common, indikator=1, nama=CANARY, ukuran=3, oleh=owner)
    bersama = DokumenUmum.objects.create(
        instansi=cast.tetangga, berkas=berkas, nama=CANARY, oleh=cast.admin_tetangga
    )
    sensor = Sensor.objects.create(
        **common, indikator=1, nama=CANARY, oleh=owner, status="siap", halaman=1
    )
    dokumen = Dokumen.objects.create(
        **common,
        jenis="lhe",
        keadaan="draf",
        masukan={"unit": CANARY},
        masukan_digest="0",
        memuat=["level"],
        tanggal=timezone.localdate(),
        diminta_oleh=owner,
        kode_verifikasi="ACDEFGHJKMNP",
    )
    tanda = TandaTangan.objects.create(
        instansi=cast.tetangga,
        siklus=siklus,
        dokumen=dokumen,
        urutan=1,
        tempat="penandatangan",
        nama=CANARY,
        cara="basah",
    )
    cetakan = Cetakan.objects.create(
        instansi=cast.tetangga,
        evaluasi=evaluasi,
        jenis="poster",
        judul=CANARY,
        masukan={"unit": CANARY},
        masukan_digest="0",
        status="selesai",
        path="x",
        diminta_oleh=owner,
    )
    kelompok = Kelompok.objects.create(
        instansi=cast.tetangga,
        siklus=siklus,
        jenis="lhe",
        tanggal=timezone.localdate(),
        diminta_oleh=owner,
    )
    utas = Utas.objects.create(**common, indikator=1)
    Pesan.objects.create(
        instansi=cast.tetangga,
        siklus=siklus,
        utas=utas,
        isi=CANARY,
        sebagai="unit",
        kunci=uuid4(),
        oleh=owner,
    )
    sanggahan = Sanggahan.objects.create(
        **common, indikator=1, nilai_semula="2", alasan=CANARY, kunci=uuid4(), oleh=owner
    )
    isi = {"1": {"jawaban": {"sp_ada": CANARY}, "bukti": []}}
    VersiF01.objects.create(**common, putaran=1, isi=isi, oleh=owner)
    impor = Impor.objects.create(
        instansi=cast.tetangga,
        siklus=siklus,
        jenis="penugasan",
        nama_berkas=CANARY,
        oleh=cast.admin_tetangga,
    )
    induk = ImporInduk.objects.create(
        instansi=cast.tetangga,
        jenis="unit",
        status="selesai",
        nama_berkas=CANARY,
        diterapkan_pada=timezone.now(),
        oleh=cast.admin_tetangga,
    )
    undangan = Invitation.objects.create(
        email="kenari@uji.test",
        nama=CANARY,
        role=Role.EVALUATOR,
        instansi=cast.tetangga,
        invited_by=cast.admin_tetangga,
        expires_at=timezone.now(),
    )
    notice = Notice.objects.create(user=owner, kind="uji", subject=CANARY, body=CANARY)
    link = TautanSurvei.objects.get(unit=cast.unit_tetangga)
    lembar = LembarKode.objects.create(
        instansi=cast.tetangga, survei=evaluasi.survei, label=CANARY, jumlah=1, oleh=owner
    )
    KodeSurvei.objects.create(instansi=cast.tetangga, lembar=lembar, kode="ACDEFGHJKMNP")
    # Codes and paper have an address of their own; one name stands for both in the sweep.
    LembarKertas.objects.create(
        uuid=lembar.uuid,
        instansi=cast.tetangga,
        survei=evaluasi.survei,
        label=CANARY,
        berkas=berkas,
        nama_berkas=CANARY,
        oleh=owner,
    )
    SkmUnit.objects.create(
        instansi=cast.tetangga,
        unit=cast.unit_tetangga,
        tahun=2025,
        nilai=81,
        tanggal=timezone.localdate(),
        sumber=CANARY,
        oleh=owner,
    )
    hitung = HitungUlang.objects.create(
        instansi=cast.tetangga, siklus=siklus, status="siap", jumlah=0, oleh=owner
    )
    ralat = Ralat.objects.create(
        instansi=cast.tetangga,
        siklus=siklus,
        versi=siklus.instrumen_a,
        status="siap",
        jumlah=0,
        tenggat=timezone.now(),
        oleh=owner,
    )
    penghargaan = DaftarPenghargaan.objects.create(
        instansi=cast.tetangga, siklus=siklus, nama=CANARY, penerima="unit"
    )
    publikasi = Publikasi.objects.create(
        instansi=cast.tetangga,
        siklus=siklus,
        himpunan="0" * 64,
        catatan=CANARY,
        oleh=cast.admin_tetangga,
    )
    lampiran = Lampiran.objects.create(
        instansi=cast.tetangga, publikasi=publikasi, format="pdf", status="selesai", path="x"
    )
    menunggu = PendingRole.objects.create(
        user=cast.operator_tetangga,
        role=Role.ADMIN_INSTANSI,
        instansi=cast.tetangga,
        appointed_by=cast.admin_tetangga,
    )
    penunjukan = Penandatangan.objects.create(instansi=cast.tetangga, jabatan="Kepala", nama=CANARY)
    usulan = IdentityProposal.objects.create(user=owner, nama=CANARY)
    membership = owner.memberships.get()
    dilimpahkan = Pelimpahan.objects.create(
        instansi=cast.tetangga,
        peran=cast.admin_tetangga.memberships.get(),
        kepada=owner,
        sebagai="plt",
        nomor_surat=CANARY,
        tanggal_surat=timezone.localdate(),
        surat=CANARY.encode(),
        mulai=timezone.now(),
        selesai=timezone.now() + timedelta(days=1),
        dicatat_oleh=cast.admin_tetangga,
    )
    lokus = UsulanLokus.objects.create(
        siklus=siklus,
        instansi=cast.tetangga,
        jenis="pengecualian",
        unit=cast.unit_tetangga,
        alasan=CANARY,
        nomor_surat=CANARY,
        oleh=cast.admin_tetangga,
    )
    perubahan = PerubahanTempat.objects.create(
        instansi=cast.tetangga,
        unit=cast.unit_tetangga,
        jenis="nama",
        berlaku=timezone.localdate(),
        nomor_surat=CANARY,
        tanggal_surat=timezone.localdate(),
        isi={"nama": CANARY},
        oleh=cast.admin_tetangga,
    )
    permohonan = PermohonanPerpanjangan.objects.create(
        siklus=siklus,
        instansi=cast.tetangga,
        unit=cast.unit_tetangga,
        kegiatan=["isi_f01"],
        akhir=timezone.now(),
        alasan=CANARY,
        oleh=owner,
    )
    tim = TimPenilai.objects.create(
        siklus=siklus,
        instansi=cast.tetangga,
        nomor=CANARY,
        tanggal=timezone.localdate(),
        surat=berkas,
        ketua=owner,
        oleh=cast.admin_tetangga,
    )
    versi = VersiInstrumen.objects.create(
        kode="UJI-DRAF",
        nama=CANARY,
        formulir="A",
        spec=evaluasi.versi.spec | {"nama": CANARY},
        digest="1" * 64,
    )
    return {
        "evaluasi": evaluasi.uuid,
        "sumber": lain.uuid,
        "wilayah-kerja": WilayahKerja.objects.create(nama=f"Wilayah {CANARY}", urutan=1).uuid,
        "siklus": siklus.uuid,
        "instansi": cast.tetangga.uuid,
        "unit": cast.unit_tetangga.uuid,
        "membership": membership.uuid,
        "peran": membership.uuid,
        "pelimpahan": dilimpahkan.uuid,
        "peran-menunggu": menunggu.batch,
        "undangan": undangan.uuid,
        "pemberitahuan": notice.uuid,
        "bukti": bukti.uuid,
        "sensor": sensor.uuid,
        "unggahan": unggahan.uuid,
        "permintaan": permintaan.uuid,
        "bersama": bersama.uuid,
        "foto": foto.uuid,
        "dokumen": dokumen.uuid,
        "tanda": tanda.uuid,
        "kelompok": kelompok.uuid,
        "daftar": penghargaan.uuid,
        "rekomendasi": rekomendasi.uuid,
        "sanggahan": sanggahan.uuid,
        "pembinaan": sesi.uuid,
        "terdahulu": terdahulu.uuid,
        "putaran": 1,
        "impor": impor.uuid,
        "permohonan": permohonan.uuid,
        "impor-data": induk.uuid,
        "versi": versi.uuid,
        "other": versi.uuid,
        "tautan": link.pk,
        "token": link.token,
        "lembar": lembar.uuid,
        "cetakan": cetakan.uuid,
        "kode": "ACDEFGHJKMNP",
        "aspek": "I",
        "nomor": 1,
        "jenis": "lhe",
        "action": "batalkan",
        "key": "set-password",
        "uidb36": "1",
        "fase": siklus.fase.get().pk,
        "aturan": 1,
        "perpanjangan": 1,
        "hasil": uuid4(),
        "publikasi": publikasi.uuid,
        "hitung": hitung.uuid,
        "ralat": ralat.uuid,
        "lampiran": lampiran.uuid,
        "penunjukan": penunjukan.uuid,
        "identitas": usulan.uuid,
        "usulan": lokus.uuid,
        "perubahan": perubahan.uuid,
        "tim": tim.uuid,
    }


def test_the_list_of_open_views_is_complete():
    assert open_views(ROUTES) == OPEN


@pytest.mark.parametrize(
    "who", [ANONYMOUS, "member of nothing", "another admin", "another evaluator", "unit beside"]
)
def test_no_stranger_reaches_anything_of_the_neighbour(cast, secrets, as_user, who):
    neighbour_unit = factories.make_unit(cast.tetangga, "Unit sebelah")
    beside = factories.make_user("operator_sebelah")
    factories.member(beside, Role.OPERATOR, neighbour_unit)
    # A busy person: evaluator of his own instansi, with an assignment there.
    own = factories.make_evaluasi(
        factories.make_siklus(cast.banjarnegara, nama="Sendiri"), cast.rsud
    )
    assignments.assign(cast.evaluator, own.aspek.all(), "score")
    person = {
        "member of nothing": cast.siapapun,
        "another admin": cast.bagian,
        "another evaluator": cast.evaluator,
        "unit beside": beside,
    }.get(who)
    visitors = {who: as_user(person) if person else Client()}
    wrong = Sweep(CANARY, OPEN, BY_SECRET).faults(ROUTES, secrets, visitors)
    assert not wrong, "\n".join(wrong)
    assert Evaluasi.objects.get(uuid=secrets["evaluasi"]).state == "draf"
    assert Siklus.objects.get(uuid=secrets["siklus"]).status == "berjalan"


def test_scripts_get_401_and_no_redirect(client, secrets):
    for route in ROUTES:
        if route.name in OPEN:
            continue
        for headers in ({"HX-Request": "true"}, {"Accept": "application/json"}):
            response = client.get(fill(route, secrets), headers=headers)
            assert response.status_code == 401, route.pattern
