"""The one writer of a unit's SKM record: one value for each year, its changes kept."""

import re
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.models import SkmUnit
from evaluations.rules.survey.skm import GREATEST, LEAST
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import UnitLokus, User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Conflict, Refused

_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?", re.ASCII)


@transaction.atomic
def record_skm(
    *,
    by: User,
    unit: UnitLokus,
    tahun: int,
    nilai: str,
    tanggal: date,
    sumber: str,
    responden: int | None = None,
    based_on: str = "",
) -> SkmUnit:
    """Record the value of one year as it is typed ("81,25").

    `based_on` is the value that the page showed for that year, "" for none. The same again
    changes nothing. Raises Refused, Conflict (carrying the present SkmUnit), PermissionDenied.
    """
    require(by, Permission.MANAGE_SURVEI, unit)
    value = _number(nilai)
    text = texts.required(sumber, "sumber", None, "Tulis sumbernya, misalnya nomor laporan SKM.")
    _require_dated(tahun, tanggal)
    row = SkmUnit.objects.select_for_update(of=("self",)).filter(unit=unit, tahun=tahun).first()
    before = shown(row.nilai) if row else ""
    given = (value, tanggal, text, responden)
    if row is not None and (row.nilai, row.tanggal, row.sumber, row.responden) == given:
        return row
    if row is not None and before != based_on:
        raise Conflict(
            f"Nilai tahun {tahun} sudah tercatat: {before}. Tekan «Ubah» pada tahun itu untuk "
            "menggantinya.",
            current=row,
        )
    if row is None:
        row = SkmUnit(instansi_id=unit.instansi_id, unit=unit, tahun=tahun)
    row.nilai, row.tanggal, row.sumber, row.responden = given
    row.oleh = by
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # somebody else's first value, this very moment
        current = SkmUnit.objects.get(unit=unit, tahun=tahun)
        raise Conflict(f"Nilai tahun {tahun} sudah dicatat orang lain.", current=current) from None
    audit.write(
        by=by, action="catat_skm", thing=row, tahun=tahun, nilai=str(value), sebelumnya=before
    )
    return row


def shown(nilai: Decimal) -> str:
    """The value as people write it, always with its two decimals."""
    return f"{nilai:.2f}".replace(".", ",")


def _number(nilai: str) -> Decimal:
    if not _NUMBER.fullmatch(nilai.strip()):
        raise Refused("Tulis nilai seperti 81,25; paling banyak dua desimal.", field="nilai")
    value = Decimal(nilai.strip().replace(",", ".")).quantize(Decimal("0.01"))
    if not LEAST <= value <= GREATEST:
        raise Refused("Nilai SKM berada di antara 25,00 dan 100,00.", field="nilai")
    return value


def _require_dated(tahun: int, tanggal: date) -> None:
    today = timezone.localdate()
    if not 2000 <= tahun <= today.year:
        raise Refused(f"Tahun berada di antara 2000 dan {today.year}.", field="tahun")
    if tanggal > today:
        raise Refused("Tanggal laporan belum tiba. Periksa tanggalnya.", field="tanggal")
    if tanggal.year < tahun:
        raise Refused("Tanggal laporan lebih dahulu dari tahun SKM-nya.", field="tanggal")
