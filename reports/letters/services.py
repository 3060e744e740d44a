"""The register of letters: when and how each left, when and by whom it was received."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from evaluations.models import Siklus
from pekppp.accounts import audit
from pekppp.accounts.models import Instansi, User
from pekppp.base import texts
from pekppp.base.certain import certain
from pekppp.base.errors import Refused
from reports.core import documents as document_queries
from reports.core import offices as office_queries
from reports.models import Dokumen, Penyampaian


@transaction.atomic
def record_sent(
    *,
    by: User,
    siklus: Siklus,
    office: Instansi,
    letters: Iterable[Dokumen],
    tanggal: date,
    cara: str,
) -> int:
    """Enter letters of this cycle as sent, all or none; return how many.

    An entry may be corrected until the letter was received. Raises Refused or PermissionDenied.
    """
    found = list(letters)
    if not found:
        raise Refused("Pilih dahulu surat yang dikirim.")
    if cara not in Penyampaian.Cara.values:
        raise Refused("Pilih cara pengirimannya.", field="cara")
    _not_later_than_today(tanggal, office)
    _require_theirs(by, siklus, office, found)
    entered = Penyampaian.objects.select_for_update().filter(dokumen__in=found)
    received = {row.dokumen_id for row in entered if row.diterima_pada}
    for letter in found:
        if letter.pk in received:
            raise Refused(f"Surat untuk {letter.perihal} sudah dicatat diterima.", status=409)
    Penyampaian.objects.bulk_create(
        (
            Penyampaian(
                dokumen=letter,
                instansi=office,
                siklus=siklus,
                evaluasi_id=certain(letter.evaluasi_id, "a letter is about an evaluation"),
                dikirim_pada=tanggal,
                cara=cara,
                dikirim_oleh=by,
            )
            for letter in found
        ),
        update_conflicts=True,
        unique_fields=["dokumen"],
        update_fields=["instansi", "dikirim_pada", "cara", "dikirim_oleh"],
    )
    audit.write_each(
        by=by, action="catat_surat_dikirim", things=found, tanggal=tanggal.isoformat(), cara=cara
    )
    return len(found)


@transaction.atomic
def record_received(*, by: User, letter: Dokumen, tanggal: date, oleh: str) -> Penyampaian:
    """Enter that the letter was received, by whom; a mistake is corrected by entering it again."""
    document_queries.require_maker(by, letter)
    row = Penyampaian.objects.select_for_update(of=("self",)).filter(dokumen=letter).first()
    if row is None:
        raise Refused("Catat dahulu kapan surat ini dikirim.", status=409)
    name = texts.one_line(oleh)
    if not name:
        raise Refused("Isi nama penerimanya.", field="oleh")
    if tanggal < row.dikirim_pada:
        raise Refused("Surat tidak dapat diterima sebelum dikirim.", field="tanggal")
    _not_later_than_today(tanggal, row.instansi)
    row.diterima_pada, row.diterima_oleh, row.dicatat_oleh = tanggal, name[:200], by
    row.save(update_fields=["diterima_pada", "diterima_oleh", "dicatat_oleh"])
    audit.write(
        by=by, action="catat_surat_diterima", thing=letter, tanggal=tanggal.isoformat(), oleh=name
    )
    return row


def _require_theirs(by: User, siklus: Siklus, office: Instansi, letters: list[Dokumen]) -> None:
    """All of them at once: letters of this cycle about units of which the office makes documents,
    which whoever administers it may do for each.
    """
    if not document_queries.is_office_of(by, office.pk):
        raise PermissionDenied("not an administrator of the office that sends")
    if any(row.jenis != Dokumen.Jenis.SURAT or row.siklus_id != siklus.pk for row in letters):
        raise Refused("Yang dicatat di sini hanya surat penyampaian siklus ini.", status=404)
    units = {certain(row.evaluasi_id, "a letter is about an evaluation") for row in letters}
    if office_queries.of_office(siklus, office).filter(pk__in=units).count() != len(units):
        raise PermissionDenied("a letter of another office")


def _not_later_than_today(tanggal: date, office: Instansi) -> None:
    if tanggal > timezone.localdate(timezone=ZoneInfo(office.zone)):
        raise Refused("Tanggalnya belum tiba.", field="tanggal")
