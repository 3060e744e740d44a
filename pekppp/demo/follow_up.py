"""What became of last year's recommendations: one commitment in each state, one late, some seen
by this year's evaluator."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from evaluations.follow_up.services import follow_up as follow_up_services
from evaluations.models import Evaluasi, Rekomendasi, TindakLanjut
from evaluations.rules.follow_up import Step
from pekppp.demo.entries import Stage, page_of


@dataclass(frozen=True, slots=True)
class Plan:
    unit: str
    aspek: str
    tindakan: str
    oleh: str
    hari: int  # until its date; less than 0 is late
    langkah: tuple[tuple[Step, str], ...] = ()
    bukti: str = ""
    terbukti: bool | None = None  # what the evaluator of this year found
    temuan: str = ""


REPORTED = (Step.LAPORKAN, "Sudah ditetapkan dan dipasang di ruang pelayanan; buktinya terlampir.")
ACCEPTED = (Step.TERIMA, "Sesuai dengan dokumen yang dilampirkan.")
PLANS = (
    Plan(
        "rsud-serayu", "I", "Menetapkan standar pelayanan bagi 12 jenis layanan melalui FKP.",
        "Kepala Bagian Tata Usaha", 40, (REPORTED, ACCEPTED), "SK Standar Pelayanan",
    ),
    Plan(
        "rsud-serayu", "II", "Menambahkan unsur kinerja pada kriteria penghargaan pelaksana.",
        "Kepala Subbagian Kepegawaian", -12,
    ),
    Plan(
        "rsud-serayu", "III", "Memasang jalur pemandu dari pintu masuk sampai loket pendaftaran.",
        "Kepala Seksi Sarana", 60, (REPORTED,), "Foto Jalur Pemandu",
    ),
    Plan(
        "rsud-serayu", "IV", "Memutakhirkan informasi layanan di situs dan SIPPN setiap Senin.",
        "Pengelola Informasi", 21,
        (REPORTED, (Step.KEMBALIKAN, "Tangkapan layar SIPPN belum dilampirkan.")),
    ),
    Plan(
        "rsud-serayu", "V", "Menunjuk petugas SP4N-LAPOR! dan melaporkan penyelesaiannya.",
        "Kepala Subbagian Humas", 75,
    ),
    Plan(
        "disdukcapil", "I", "Meninjau ulang standar pelayanan bersama masyarakat.",
        "Sekretaris Dinas", 30, (REPORTED, ACCEPTED), "Berita Acara FKP",
        True, "SK hasil peninjauan dan berita acara FKP terlihat saat observasi.",
    ),
    Plan(
        "disdukcapil", "II", "Menyusun kriteria penghargaan bagi petugas loket.",
        "Kepala Subbagian Umum", 30, (REPORTED, ACCEPTED), "",
        False, "Kriteria sudah disusun, tetapi belum ditetapkan.",
    ),
    Plan(
        "disdukcapil", "III", "Menyediakan toilet bagi penyandang disabilitas.",
        "Kepala Subbagian Umum", 30, (REPORTED, ACCEPTED),
    ),
)  # fmt: skip


def load(stage: Stage, last: int, this: int) -> None:
    rows = {
        (row.siklus.tahun, row.unit_id): row
        for row in Evaluasi.objects.filter(siklus__is_demo=True, siklus__latihan=False)
        .select_related("siklus__instansi", "instansi__induk", "penilai", "unit", "versi")
    }  # fmt: skip
    for plan in PLANS:
        unit = stage.units[plan.unit].pk
        _carry_out(stage, plan, rows[last, unit], rows[this, unit])


def _carry_out(stage: Stage, plan: Plan, evaluasi: Evaluasi, now: Evaluasi) -> None:
    unit, office = stage.people[f"kepala:{plan.unit}"], stage.person("bagian@contoh.id")
    uuid = Rekomendasi.objects.get(evaluasi=evaluasi, aspek=plan.aspek).uuid
    today = timezone.localdate()
    row = follow_up_services.commit(
        by=unit,
        evaluasi=evaluasi,
        rekomendasi=uuid,
        tindakan=plan.tindakan,
        penanggung_jawab=plan.oleh,
        tenggat=max(today, today + timedelta(days=plan.hari)),
    )
    if plan.hari < 0:  # promised long ago
        TindakLanjut.objects.filter(pk=row.pk).update(tenggat=today + timedelta(days=plan.hari))
    if plan.bukti:
        file = ContentFile(page_of(plan.bukti, evaluasi.unit.nama), name=f"{plan.bukti}.pdf")
        follow_up_services.add_file(by=unit, evaluasi=evaluasi, rekomendasi=uuid, file=file)
    for step, words in plan.langkah:
        by = office if step in (Step.TERIMA, Step.KEMBALIKAN) else unit
        row = follow_up_services.take_step(
            by=by,
            evaluasi=evaluasi,
            rekomendasi=uuid,
            step=step,
            words=words,
            based_on=row.versi,
        )
    if plan.terbukti is not None:
        follow_up_services.verify(
            by=stage.person("evaluator@contoh.id"),
            evaluasi=now,
            rekomendasi=uuid,
            terbukti=plan.terbukti,
            words=plan.temuan,
            based_on=row.versi,
        )
