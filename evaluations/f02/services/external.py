"""The one writer of numbers that an instrument takes from outside, such as a SKM value."""

import re
from decimal import Decimal
from fractions import Fraction

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from evaluations.core.queries import conflicts
from evaluations.core.services.saving import hold
from evaluations.models import Evaluasi, NilaiLuar
from evaluations.progress.services import steps
from evaluations.results import services as result_services
from evaluations.rules.scoring import range_of
from evaluations.rules.workflow import State
from instruments.spec import decimal_text
from pekppp.accounts import audit
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Conflict, Refused

_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,4})?", re.ASCII)


@transaction.atomic
def save_external(
    *, by: User, evaluasi: Evaluasi, komponen: str, angka: str, sumber: str, based_on: str = ""
) -> NilaiLuar:
    """Save the number of one component as the ketua tim types it ("4,123"), with its source.

    `based_on` is the number that the page showed, "" for none. Saving the same again changes
    nothing. Raises Refused, Conflict (carrying the present NilaiLuar), PermissionDenied.
    """
    if conflicts.belongs(by, evaluasi) or not by.has_perm(Permission.LEAD, evaluasi):
        raise PermissionDenied("only the ketua tim")
    value = _number(evaluasi, komponen, angka)
    text = texts.required(
        sumber, "sumber", None, "Tulis sumber angka ini, misalnya nomor laporan SKM."
    )
    steps.start_assessment(by=by, evaluasi=evaluasi)
    hold(evaluasi)
    if evaluasi.state != State.DINILAI:
        raise Refused("F02 sedang tidak dibuka, jadi angka tidak dapat diubah.", status=403)
    steps.require_open(evaluasi, steps.Kegiatan.NILAI_F02, "Masa penilaian F02")
    row = _locked(evaluasi, komponen)
    if row is not None and (row.angka, row.sumber) == (value, text):
        return row
    if row is not None and shown(row.angka) != based_on:
        raise Conflict("Angka ini sudah diubah orang lain.", current=row)
    if row is None:
        row = NilaiLuar(
            instansi_id=evaluasi.instansi_id,
            siklus_id=evaluasi.siklus_id,
            evaluasi=evaluasi,
            komponen=komponen,
        )
    row.angka, row.sumber, row.oleh = value, text, by
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # somebody else's first number, this very moment
        current = _locked(evaluasi, komponen)
        raise Conflict("Angka ini sudah diisi orang lain.", current=current) from None
    audit.write(by=by, action="isi_angka_luar", thing=evaluasi, komponen=komponen, angka=str(value))
    result_services.mark_stale(evaluasi)
    return row


def shown(angka: Decimal) -> str:
    """As a form shows it: without the zeros that the column adds, with a decimal comma."""
    return decimal_text(Fraction(angka)).replace(".", ",")


def _number(evaluasi: Evaluasi, komponen: str, angka: str) -> Decimal:
    spec = evaluasi.versi.instrumen
    known = {item.kode: item for item in spec.komponen_angka}
    if komponen not in known:
        raise Refused("Instrumen ini tidak meminta angka tersebut.", status=404)
    if not _NUMBER.fullmatch(angka.strip()):
        raise Refused("Tulis angka seperti 4,123; paling banyak empat desimal.", field="angka")
    value = Decimal(angka.strip().replace(",", "."))
    low, high = range_of(known[komponen], spec.skala)
    if not low <= Fraction(value) <= high:
        words = " sampai ".join(decimal_text(item).replace(".", ",") for item in (low, high))
        raise Refused(f"Angka harus di antara {words}.", field="angka")
    return value


def _locked(evaluasi: Evaluasi, komponen: str) -> NilaiLuar | None:
    rows = NilaiLuar.objects.select_for_update(of=("self",))
    return rows.filter(evaluasi=evaluasi, komponen=komponen).first()
