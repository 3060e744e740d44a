"""Storing a tick of a document. Who may tick, and when, is asked by its two doors: those of the
unit (`f01.services.checklist`) and of an evaluator (`f02.services.checklist`)."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from evaluations.core.services.saving import claim, keep_lost, settle
from evaluations.models import Evaluasi, Keadaan, Kelengkapan, Pihak
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Conflict, Refused

MAX_NOTE = 500


@transaction.atomic
def store(
    *,
    by: User,
    evaluasi: Evaluasi,
    indikator: int,
    dokumen: str,
    pihak: Pihak,
    keadaan: str,
    catatan: str,
    based_on: int,
    key: UUID,
) -> Kelengkapan:
    """Write one tick, once per key. Raises Refused, or Conflict with the present row."""
    _require_document(evaluasi, indikator, dokumen)
    clean = _clean(keadaan, catatan)
    target = f"dokumen:{pihak}:{indikator}.{dokumen}"
    claimed, replay = claim(
        by=by, evaluasi=evaluasi, key=key, target=target, payload=clean, based_on=based_on
    )
    row = _locked(by, evaluasi, indikator, dokumen, pihak)
    if row is None:
        if based_on != 0:
            raise Refused("Versi tanda tidak dikenal. Muat ulang halaman.", status=409)
        row = Kelengkapan(
            instansi_id=evaluasi.instansi_id,
            siklus_id=evaluasi.siklus_id,
            evaluasi=evaluasi,
            indikator=indikator,
            dokumen=dokumen,
            pihak=pihak,
            versi=0,
        )
    elif replay and row.versi == claimed.versi:
        return row
    if row.versi and all(getattr(row, name) == value for name, value in clean.items()):
        settle(claimed, row.versi)
        return row  # what is there is what was meant, whoever wrote it
    if row.versi != based_on or replay:
        raise Conflict("Tanda ini sudah diubah di tempat lain.", current=row)
    row.keadaan, row.catatan = clean["keadaan"], clean["catatan"]
    row.oleh = by
    row.versi += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # somebody ticked it first, this very moment
        current = _locked(by, evaluasi, indikator, dokumen, pihak)
        raise Conflict("Tanda ini sudah diubah di tempat lain.", current=current) from None
    settle(claimed, row.versi)
    return row


def keep_refused(
    *, by: User, current: Kelengkapan, keadaan: str, catatan: str, based_on: int
) -> None:
    """A tick that lost a conflict stays in the history: of the unit's people, or one's own."""
    if current.pihak == Pihak.UNIT:
        require(by, Permission.FILL_F01, current.evaluasi)
    elif current.oleh_id != by.pk:
        raise PermissionDenied("somebody else's finding")
    keep_lost(by=by, current=current, values=_clean(keadaan, catatan), based_on=based_on)


def _require_document(evaluasi: Evaluasi, indikator: int, dokumen: str) -> None:
    for one in evaluasi.versi.instrumen.iter_indikator():
        if one.nomor == indikator and any(d.kode == dokumen for d in one.dokumen):
            return
    raise Refused("Dokumen ini tidak ada pada instrumen.", status=404)


def _clean(keadaan: str, catatan: str) -> dict[str, str]:
    if keadaan not in ("", *Keadaan.values):
        raise Refused("Tanda ini tidak dikenal.", field="keadaan")
    if keadaan != Keadaan.CATATAN:
        return {"keadaan": keadaan, "catatan": ""}
    note = texts.required(catatan, "catatan", MAX_NOTE, "Tulis catatan untuk dokumen ini.")
    return {"keadaan": keadaan, "catatan": note}


def _locked(
    by: User, evaluasi: Evaluasi, indikator: int, dokumen: str, pihak: Pihak
) -> Kelengkapan | None:
    rows = Kelengkapan.objects.select_for_update(of=("self",)).select_related("oleh")
    rows = rows.filter(evaluasi=evaluasi, indikator=indikator, dokumen=dokumen, pihak=pihak)
    if pihak == Pihak.EVALUATOR:
        rows = rows.filter(oleh=by)
    return rows.first()
