"""Whether what was submitted may be taken back: until somebody evaluates it, while the unit could
still fill."""

from django.utils import timezone

from evaluations.core.queries import calendar
from evaluations.models import Evaluasi, Nilai, Pengembalian
from evaluations.progress.queries import versions
from evaluations.rules.workflow import Kegiatan, State
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission


def answered(evaluasi: Evaluasi) -> Pengembalian | None:
    """The return that the last submission answered; None where it answered none."""
    rows = Pengembalian.objects.filter(evaluasi=evaluasi, selesai_pada=evaluasi.dikirim_pada)
    return rows.order_by("-putaran").first()


def refusal(user: User, evaluasi: Evaluasi) -> str:
    """Why this person cannot take the F01 back now, in one sentence; "" where he can."""
    if evaluasi.status is not State.DIKIRIM or Nilai.objects.filter(evaluasi=evaluasi).exists():
        return (
            "F01 tidak dapat ditarik kembali karena penilaian sudah dimulai. Sampaikan kepada "
            "evaluator bila ada yang perlu diperbaiki; ia dapat mengembalikan F01."
        )
    returned = answered(evaluasi)
    window = (
        calendar.Calendar.of(evaluasi.siklus).returned_window(evaluasi, returned)
        if returned
        else calendar.Calendar.of(evaluasi.siklus).window(evaluasi, Kegiatan.ISI_F01)
    )
    if not window.is_open(timezone.now()):
        return (
            "Masa pengisian F01 sudah ditutup, jadi F01 yang ditarik tidak dapat dikirim lagi. "
            "Mintalah evaluator mengembalikannya bila ada yang perlu diperbaiki."
        )
    if not user.has_perm(Permission.SUBMIT_F01, evaluasi):
        sent = versions.latest(evaluasi)
        if sent is None or sent.oleh_id != user.pk:
            return "F01 ditarik kembali oleh kepala unit atau oleh yang mengirimnya."
    return ""
