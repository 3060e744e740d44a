"""The office helps a unit with its F01: looks at it before it is sent, or fills it in its place."""

from django.db import transaction
from django.utils import timezone

from evaluations.core import on_behalf
from evaluations.core.queries import calendar
from evaluations.core.services.notices import About, tell
from evaluations.models import AtasNama, Evaluasi, Reviu
from evaluations.rules.notices import Event
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused

MOST = 1000  # letters


def _locked(by: User, evaluasi: Evaluasi, permission: Permission) -> Evaluasi:
    """Every evaluation of the unit in the cycle is held: assigning holds them, too."""
    require(by, permission, evaluasi)
    place = Evaluasi.objects.filter(siklus=evaluasi.siklus_id, unit=evaluasi.unit_id)
    rows = place.select_for_update(of=("self",)).order_by("pk")
    rows = rows.select_related("siklus", "instansi__induk", "penilai", "unit")
    locked = next(row for row in rows if row.pk == evaluasi.pk)
    refusal = calendar.f01_refusal(locked)
    if refusal:
        raise Refused(refusal, status=403)
    return locked


# In its place -------------------------------------------------------------------------------------


@transaction.atomic
def fill_for(*, by: User, evaluasi: Evaluasi, reason: str) -> AtasNama:
    """Declare that one fills and submits for the unit, and why it cannot. Whoever evaluates the
    unit in this cycle may not; whoever declares it evaluates it no more."""
    locked = _locked(by, evaluasi, Permission.ASSIST_UNIT)
    reason = texts.reason(reason, MOST)
    if on_behalf.evaluates(by, locked):
        raise Refused(
            f"Anda ditugaskan menilai atau memverifikasi {locked.nama_unit} dalam siklus ini, jadi "
            "tidak dapat mengisi F01-nya. Minta rekan yang tidak menilainya.",
            status=403,
        )
    row, made = AtasNama.objects.get_or_create(
        evaluasi=locked,
        oleh=by,
        defaults={
            "instansi": locked.instansi,
            "siklus": locked.siklus,
            "unit": locked.unit,
            "alasan": reason,
        },
    )
    on_behalf.forget(by)
    if made:
        audit.write(by=by, action="isi_atas_nama_unit", thing=locked, reason=reason)
        about = About(locked, details=f"Oleh {by}. Alasan: {reason}")
        tell(Event.ATAS_NAMA_UNIT, [about], by=by, kantor=locked.instansi.kantor)
    return row


# Before it is sent --------------------------------------------------------------------------------


@transaction.atomic
def ask_review(*, by: User, evaluasi: Evaluasi, pesan: str = "") -> Reviu:
    """The unit asks its office to look at the F01; nothing waits for the answer."""
    locked = _locked(by, evaluasi, Permission.FILL_F01)
    if Reviu.objects.filter(evaluasi=locked, dijawab_pada__isnull=True).exists():
        raise Refused("Reviu sudah diminta dan belum dijawab.", status=409)
    row = Reviu.objects.create(
        instansi=locked.instansi,
        siklus=locked.siklus,
        evaluasi=locked,
        pesan=texts.at_most(pesan, "pesan", MOST),
        diminta_oleh=by,
    )
    audit.write(by=by, action="minta_reviu", thing=locked, reason=row.pesan)
    about = About(locked, details=row.pesan, url=locked.address("f01_review_answer"))
    tell(Event.REVIU_DIMINTA, [about], by=by)
    return row


@transaction.atomic
def answer_review(*, by: User, evaluasi: Evaluasi, catatan: dict[str, str]) -> Reviu:
    """What the office says, by aspect code; nothing at all says that the F01 is good."""
    locked = _locked(by, evaluasi, Permission.ASSIST_UNIT)
    row = Reviu.objects.filter(evaluasi=locked, dijawab_pada__isnull=True).first()
    if row is None:
        raise Refused("Tidak ada reviu yang menunggu jawaban.", status=409)
    codes = {aspek.kode for aspek in evaluasi.versi.instrumen.semua_aspek}
    notes = {kode: texts.at_most(text, kode, MOST) for kode, text in catatan.items()}
    row.catatan = {kode: text for kode, text in notes.items() if text and kode in codes}
    row.dijawab_oleh, row.dijawab_pada = by, timezone.now()
    row.save(update_fields=["catatan", "dijawab_oleh", "dijawab_pada"])
    said = f"Catatan pada aspek {', '.join(row.catatan)}." if row.catatan else "Sudah baik."
    audit.write(by=by, action="jawab_reviu", thing=locked, reason=said)
    about = About(locked, details=said, url=locked.address("f01_review"))
    tell(Event.REVIU_DIJAWAB, [about], by=by, kantor=locked.instansi.kantor)
    return row
