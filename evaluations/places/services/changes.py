"""Changes of places with all that follows from them: tried first, done later, by the same code."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from evaluations.evidence.services import files as evidence_files
from evaluations.places.services import names
from pekppp.accounts.models import Instansi, PerubahanTempat, UnitLokus, User
from pekppp.accounts.services import changes
from pekppp.accounts.services.changes import Letter, Status, require_may_change
from pekppp.base.errors import Refused
from pekppp.base.files import filetypes


@transaction.atomic
def prepare(
    *,
    by: User,
    place: UnitLokus | Instansi,
    jenis: str,
    berlaku: date,
    nomor_surat: str,
    tanggal_surat: date,
    berkas: "File[Any] | None" = None,
    others: Any = (),
    isi: Mapping[str, Any],
) -> PerubahanTempat:
    """Keep a change whose consequence can be shown; Refused where it could not be carried out."""
    require_may_change(by, place)
    path = ""
    if berkas is not None:
        content = evidence_files.content_of(berkas)
        if content.kind != filetypes.PDF:
            raise Refused("Berkas surat harus PDF.", field="berkas")
        path = evidence_files.store(content).path
    tujuan = isi.get("tujuan")
    change = changes.prepare(
        by=by,
        place=place,
        jenis=jenis,
        berlaku=berlaku,
        letter=Letter(nomor_surat, tanggal_surat, path),
        others=[item for item in others if str(item.uuid) != tujuan],
        **isi,
    )
    foreseen(change)
    return change


@transaction.atomic
def foreseen(change: PerubahanTempat) -> dict[str, int]:
    """How many rows of what it would touch now: it is carried out and taken back."""
    with transaction.atomic():
        counts = _carried_out(_fresh(change.pk))
        transaction.set_rollback(True)
    return counts


@transaction.atomic
def confirm(*, by: User, change: PerubahanTempat) -> PerubahanTempat:
    """Carry it out now, or let it wait for its day."""
    found = changes.locked(change, Status.DISIAPKAN)
    require_may_change(by, found.tempat)
    if found.berlaku > timezone.localdate():
        return changes.let_wait(by=by, change=found)
    changes.settle(found, Status.BERLAKU, hasil=_carried_out(_fresh(found.pk)))
    return found


def apply_due() -> int:
    """What waits and whose day has come; how many were carried out."""
    return sum(_apply(row) for row in changes.due())


@transaction.atomic
def _apply(change: PerubahanTempat) -> bool:
    rows = PerubahanTempat.objects.select_for_update(of=("self",), skip_locked=True)
    found = rows.filter(pk=change.pk, status=Status.MENUNGGU).first()
    if found is None:
        return False
    try:
        with transaction.atomic():
            counts = _carried_out(_fresh(found.pk))
    except (Refused, ValidationError, PermissionDenied) as error:
        why = {Refused: str(error), ValidationError: "; ".join(getattr(error, "messages", ()))}
        changes.give_up(found, why.get(type(error)) or "Penyusunnya tidak lagi berwenang.")
        return False
    changes.settle(found, Status.BERLAKU, hasil=counts)
    return True


def _fresh(pk: int) -> PerubahanTempat:
    """With objects of its own: what is taken back leaves no trace in those of the caller."""
    rows = PerubahanTempat.objects.select_related("oleh", "unit__instansi", "instansi")
    return rows.get(pk=pk)


def _carried_out(change: PerubahanTempat) -> dict[str, int]:
    counts = changes.carry_out(change)
    if change.isi.get("nama_evaluasi"):
        counts["nama_evaluasi"] = names.correct(by=change.oleh, place=change.tempat)
    return {name: number for name, number in counts.items() if number}
