"""What an installation needs before its first cycle runs, in the order in which it is done."""

from dataclasses import dataclass

from django.urls import reverse

from evaluations.models import Evaluasi, Siklus
from instruments.models import VersiInstrumen
from pekppp.accounts.models import Instansi, JenisInstansi, Membership, UnitLokus
from pekppp.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class FirstStep:
    what: str
    why: str
    url: str
    done: bool


def first_steps(membership: Membership | None) -> list[FirstStep]:
    """For the ministry's admin, until the first evaluation was opened; none afterwards."""
    if membership is None or membership.role != Role.ADMIN_NASIONAL or Evaluasi.objects.exists():
        return []
    offices = Instansi.objects.exclude(jenis=JenisInstansi.NASIONAL)
    admins = Membership.objects.filter(role=Role.ADMIN_INSTANSI, ended_at__isnull=True)
    instansi = reverse("accounts:instansi_list")
    steps = (
        (
            "Periksa dan terbitkan instrumen",
            "Aspek, indikator, bobot, dan pertanyaan F01 yang dipakai siklus.",
            reverse("instruments:daftar"),
            VersiInstrumen.objects.filter(status=VersiInstrumen.Status.TERBIT).exists(),
        ),
        (
            "Daftarkan instansi",
            "Kementerian, lembaga, provinsi, kabupaten, dan kota; satu per satu atau dari lembar.",
            instansi,
            offices.exists(),
        ),
        (
            "Daftarkan unit lokus",
            "Unit pelayanan yang dievaluasi, di halaman instansinya.",
            instansi,
            UnitLokus.objects.exists(),
        ),
        (
            "Undang admin instansi",
            "Mereka mengundang evaluator, operator, dan kepala unit di instansinya.",
            instansi,
            admins.exists(),
        ),
        (
            "Buat siklus",
            "Tahun, skema, instrumen, jadwal, dan aturan lokusnya.",
            reverse("evaluations:cycles"),
            Siklus.objects.exists(),
        ),
        (
            "Buka siklus",
            "Setiap unit lokus mendapat evaluasinya dan orangnya diberi tahu.",
            reverse("evaluations:cycles"),
            False,
        ),
    )
    return [FirstStep(*step) for step in steps]
