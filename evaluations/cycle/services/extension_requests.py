"""Asking for an extension, and what becomes of it: granted, refused with words, or taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from evaluations.core.queries import granting
from evaluations.core.services.notices import About, tell
from evaluations.core.services.windows import in_wib
from evaluations.cycle.queries import extensions as extension_queries
from evaluations.cycle.services import extensions
from evaluations.evidence.services import letters
from evaluations.models import (
    KetentuanPerpanjangan,
    PermohonanPerpanjangan,
    Siklus,
)
from evaluations.rules.notices import Event, Recipient
from evaluations.rules.workflow import KEGIATAN_LABELS, Kegiatan
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, UnitLokus, User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused
from pekppp.base.words import listed

Status = PermohonanPerpanjangan.Status
WHY = "Tulis mengapa ditolak; pemohon membacanya."


@transaction.atomic
def let_assessors_grant(*, by: User, siklus: Siklus, allowed: bool) -> None:
    """Whether the instansi that evaluates grants extensions, too. Raises PermissionDenied."""
    require(by, Permission.MANAGE_SIKLUS, siklus)
    KetentuanPerpanjangan.objects.update_or_create(
        siklus=siklus, defaults={"penilai_memberi": allowed, "instansi": siklus.instansi}
    )
    audit.write(
        by=by, action="ketentuan_perpanjangan", thing=siklus, siklus=siklus, penilai=allowed
    )


@transaction.atomic
def ask(
    *,
    by: User,
    siklus: Siklus,
    instansi: Instansi,
    unit: UnitLokus | None,
    kegiatan: Sequence[str],
    akhir: datetime,
    alasan: str,
    nomor_surat: str = "",
    berkas: "File[Any] | None" = None,
) -> PermohonanPerpanjangan:
    """Ask for more time for one unit, or for all units of the instansi; whoever grants it hears.

    Raises Refused, PermissionDenied.
    """
    row = PermohonanPerpanjangan(
        siklus=siklus,
        instansi=instansi,
        unit=unit,
        kegiatan=[item.value for item in extensions.known(kegiatan)],
        akhir=akhir,
        alasan=texts.reason(alasan),
        nomor_surat=nomor_surat.strip()[:100],
        oleh=by,
    )
    if not extension_queries.may_ask(by, row):
        raise PermissionDenied
    if siklus.status != Siklus.Status.BERJALAN:
        raise Refused("Perpanjangan diminta selama siklus berjalan.", status=409)
    if akhir <= timezone.now():
        raise Refused("Waktu yang diminta sudah lewat.", field="akhir")
    about = list(extension_queries.at_work(row))
    if not about:
        raise Refused("Tidak ada evaluasi yang masih berjalan.", status=409)
    row.surat = letters.store(berkas) if berkas else None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "permohonan_perpanjangan_one_waits" not in str(error):
            raise
        raise Refused(
            "Permohonan sebelumnya masih menunggu keputusan. Tarik dahulu bila isinya berubah.",
            status=409,
        ) from None
    _audit(by, "minta_perpanjangan", row, kegiatan=row.kegiatan, akhir=akhir.isoformat())
    told: dict[Recipient, list[User]] = (
        {} if granting.assessor_grants(siklus) else {Recipient.ADMIN_PENILAI: []}
    )
    tell(
        Event.PERPANJANGAN_DIMINTA,
        [About(item, details=f"Alasan: {row.alasan}", url=_page(row)) for item in about],
        by=by,
        named=told,
        key=f"permohonan_perpanjangan:{row.uuid}",
        apa=what(row),
        pemohon=str(unit or instansi),
    )
    return row


@transaction.atomic
def grant(
    *, by: User, permohonan: PermohonanPerpanjangan, akhir: datetime, catatan: str = ""
) -> PermohonanPerpanjangan:
    """Extend what was asked for, until `akhir`; whom it concerns hears of it."""
    row = _decided(by, permohonan, Status.DITERIMA, texts.at_most(catatan, "catatan", 1000))
    extensions.add_extension(
        by=by,
        siklus=row.siklus,
        kegiatan=row.kegiatan,
        akhir=akhir,
        alasan=row.alasan,
        nomor_surat=row.nomor_surat,
        surat=row.surat,
        units=[row.unit] if row.unit else [],
        instansi=row.instansi,
        catatan=row.catatan,
    )
    _audit(by, "kabulkan_perpanjangan", row, akhir=akhir.isoformat())
    return row


@transaction.atomic
def refuse(*, by: User, permohonan: PermohonanPerpanjangan, catatan: str) -> PermohonanPerpanjangan:
    """Refuse with words that the unit and its instansi read."""
    row = _decided(by, permohonan, Status.DITOLAK, texts.required(catatan, "catatan", 1000, WHY))
    _audit(by, "tolak_perpanjangan", row)
    tell(
        Event.PERPANJANGAN_DITOLAK,
        [About(item) for item in extension_queries.at_work(row)],
        by=by,
        note=row.catatan,
        key=f"permohonan_perpanjangan:{row.uuid}",
        apa=what(row),
    )
    return row


@transaction.atomic
def take_back(*, by: User, permohonan: PermohonanPerpanjangan) -> PermohonanPerpanjangan:
    """Whoever could have asked takes it back while nobody has decided."""
    row = _waiting(permohonan)
    if not extension_queries.may_ask(by, row):
        raise PermissionDenied
    row.status = Status.DITARIK
    row.save(update_fields=["status"])
    _audit(by, "tarik_permohonan_perpanjangan", row)
    return row


def what(row: PermohonanPerpanjangan) -> str:
    """The activities and until when, in words."""
    labels = [KEGIATAN_LABELS[Kegiatan(item)] for item in row.kegiatan]
    return f"{listed(labels)} sampai {in_wib(row.akhir)}"


def _waiting(permohonan: PermohonanPerpanjangan) -> PermohonanPerpanjangan:
    row = (
        PermohonanPerpanjangan.objects.select_for_update(of=("self",))
        .select_related("siklus__instansi", "instansi__induk", "unit", "surat")
        .get(pk=permohonan.pk)
    )
    if row.status != Status.MENUNGGU:
        raise Refused(f"Permohonan ini sudah {row.get_status_display().lower()}.", status=409)
    return row


def _decided(
    by: User, permohonan: PermohonanPerpanjangan, status: str, catatan: str
) -> PermohonanPerpanjangan:
    row = _waiting(permohonan)
    if not extension_queries.may_decide(by, row):
        raise PermissionDenied
    row.status, row.catatan = status, catatan
    row.diputus_oleh, row.diputus_pada = by, timezone.now()
    row.save(update_fields=["status", "catatan", "diputus_oleh", "diputus_pada"])
    return row


def _audit(by: User, action: str, row: PermohonanPerpanjangan, **data: Any) -> None:
    audit.write(
        by=by,
        action=action,
        thing=row,
        siklus=row.siklus,
        reason=row.catatan or row.alasan,
        bagi=str(row.unit or row.instansi),
        **data,
    )


def _page(row: PermohonanPerpanjangan) -> str:
    return reverse("evaluations:extension_request", args=[row.uuid])
