"""The one writer of coaching sessions: held by an office, for units that it watches."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluations.core.queries import people as people_queries
from evaluations.core.services.notices import tell_person
from evaluations.follow_up.queries import coaching
from evaluations.models import (
    KesepakatanPembinaan,
    Pembinaan,
    PesertaPembinaan,
    TindakLanjut,
)
from evaluations.rules.notices import Event, Recipient
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, UnitLokus, User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Conflict, Refused

MOST = 100  # units, participants, agreements of one session
LONGEST = {"pokok": 200, "tempat": 200, "catatan": 8000}


@transaction.atomic
def save_session(
    *,
    by: User,
    instansi: Instansi,
    unit: Sequence[UnitLokus],
    pokok: str,
    tanggal: date,
    tempat: str,
    catatan: str = "",
    peserta: Sequence[tuple[str, str]] = (),
    kesepakatan: Sequence[tuple[str, TindakLanjut | None]] = (),
    pembinaan: Pembinaan | None = None,
    based_on: int = 0,
) -> Pembinaan:
    """Record a session (or change `pembinaan`), its participants and what was agreed.

    Raises Refused, Conflict (carrying the present Pembinaan), PermissionDenied.
    """
    require(by, Permission.MANAGE_INSTANSI, instansi)
    texts = _texts(pokok=pokok, tempat=tempat, catatan=catatan)
    _refuse(unit, tanggal, peserta, kesepakatan)
    row = _row(by, instansi, pembinaan, based_on)
    first = row.pk is None
    before = set() if first else set(row.unit.values_list("pk", flat=True))
    for item in unit:  # one that was coached may have gone to another office since
        if item.pk not in before:
            require(by, Permission.VIEW_MONITORING, item)
    row.pokok, row.tempat, row.catatan = texts["pokok"], texts["tempat"], texts["catatan"]
    row.tanggal, row.oleh, row.versi = tanggal, by, row.versi + 1
    row.save()
    row.unit.set(unit)
    row.peserta.all().delete()
    row.kesepakatan.all().delete()
    PesertaPembinaan.objects.bulk_create(
        PesertaPembinaan(instansi=instansi, pembinaan=row, nama=nama, jabatan=jabatan)
        for nama, jabatan in peserta
    )
    KesepakatanPembinaan.objects.bulk_create(
        KesepakatanPembinaan(instansi=instansi, pembinaan=row, teks=teks, tindak_lanjut=about)
        for teks, about in kesepakatan
    )
    audit.write(
        by=by,
        action="catat_pembinaan" if first else "ubah_pembinaan",
        thing=row,
        unit=[str(item.uuid) for item in unit],
        peserta=[list(item) for item in peserta],
        kesepakatan=[[teks, str(about.uuid) if about else ""] for teks, about in kesepakatan],
    )
    _tell(by, row, [item.pk for item in unit if item.pk not in before])
    return row


def _refuse(
    unit: Sequence[UnitLokus],
    tanggal: date,
    peserta: Sequence[tuple[str, str]],
    kesepakatan: Sequence[tuple[str, TindakLanjut | None]],
) -> None:
    if not unit:
        raise Refused("Pilih sedikitnya satu unit.")
    if max(len(unit), len(peserta), len(kesepakatan)) > MOST:
        raise Refused(f"Paling banyak {MOST} unit, peserta, dan kesepakatan dalam satu pembinaan.")
    if not date(2000, 1, 1) <= tanggal <= timezone.localdate():
        raise Refused("Pembinaan dicatat setelah berlangsung; periksa tanggalnya.", field="tanggal")
    allowed = set(coaching.commitments_of(unit).values_list("pk", flat=True))
    kept = {about.pk for _teks, about in kesepakatan if about is not None}
    if not kept <= allowed:
        raise Refused("Kesepakatan menunjuk tindak lanjut unit lain. Pilih lagi.")


def _row(by: User, instansi: Instansi, pembinaan: Pembinaan | None, based_on: int) -> Pembinaan:
    if pembinaan is None:
        return Pembinaan(instansi=instansi)
    row = Pembinaan.objects.select_for_update(of=("self",)).get(pk=pembinaan.pk)
    require(by, Permission.MANAGE_INSTANSI, row.instansi)
    if row.versi != based_on:
        raise Conflict("Catatan pembinaan ini sudah diubah orang lain.", current=row)
    return row


def _texts(**given: str) -> dict[str, str]:
    return {
        name: texts.at_most(text, name, LONGEST[name])
        if name == "catatan"
        else texts.required(text, name, LONGEST[name], "Isian ini wajib diisi.")
        for name, text in given.items()
    }


def _tell(by: User, row: Pembinaan, units: Sequence[int]) -> None:
    """The units that were coached find the notes; once for each."""
    members = people_queries.members_by_unit(units)
    tell_person(
        Event.PEMBINAAN,
        [person for some in members.values() for person in some],
        by=by,
        details="Hasil dan kesepakatannya dapat dibaca.",
        url=reverse("evaluations:coaching_session", args=[row.uuid]),
        instansi=row.instansi,
        recipient=Recipient.UNIT,
        key=f"pembinaan:{row.pk}",
        kantor=row.instansi,
        pokok=row.pokok,
    )
