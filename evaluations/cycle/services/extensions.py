"""Extensions of an activity, for a unit, an instansi, a province or the whole cycle."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from evaluations.core.queries.calendar import Calendar
from evaluations.core.services.notices import About, tell
from evaluations.core.services.windows import in_wib, sync_surveys
from evaluations.cycle.services.cycles import lock
from evaluations.models import Evaluasi, Perpanjangan, Siklus
from evaluations.rules.notices import Event
from evaluations.rules.workflow import IN_WORK, KEGIATAN_LABELS, Kegiatan
from pekppp.accounts import audit
from pekppp.accounts.models import Instansi, UnitLokus, User
from pekppp.base import texts
from pekppp.base.errors import Refused


@transaction.atomic
def add_extension(
    *,
    by: User,
    siklus: Siklus,
    kegiatan: str,
    akhir: datetime,
    alasan: str,
    nomor_surat: str = "",
    mulai: datetime | None = None,
    units: Sequence[UnitLokus] = (),
    instansi: Instansi | None = None,
    termasuk_bawahan: bool = False,
) -> list[Perpanjangan]:
    """Extend an activity: for `units` (a row each), else for `instansi`, else for the cycle.

    `termasuk_bawahan` takes the kabupaten and kota below a province along. Without `mulai` the
    extension follows the phases. Surveys stay open as long; who is concerned is told.
    """
    locked = lock(by, siklus)
    kegiatan = _known(kegiatan)
    alasan = texts.reason(alasan)
    if akhir <= timezone.now():
        raise Refused("Perpanjangan harus berakhir setelah saat ini.", field="akhir")
    if mulai is not None and akhir <= mulai:
        raise Refused("Perpanjangan berakhir sebelum dimulai.", field="akhir")
    some: Sequence[UnitLokus | None] = units or [None]
    rows = [
        Perpanjangan(
            siklus=locked,
            instansi=unit.instansi if unit else instansi,
            unit=unit,
            termasuk_bawahan=termasuk_bawahan and unit is None and instansi is not None,
            kegiatan=kegiatan,
            mulai=mulai,
            akhir=akhir,
            nomor_surat=nomor_surat.strip()[:100],
            alasan=alasan,
        )
        for unit in some
    ]
    # A longer extension of one unit does not stand in the way of its instansi.
    calendar = Calendar(locked, of_units=bool(units))
    for row in rows:
        _check(calendar, row)
    Perpanjangan.objects.bulk_create(rows)
    if kegiatan == Kegiatan.SURVEI:
        sync_surveys(locked)
    audit.write(
        by=by,
        action="perpanjang",
        thing=locked,
        siklus=locked,
        reason=alasan,
        kegiatan=kegiatan.value,
        akhir=akhir.isoformat(),
        nomor_surat=nomor_surat.strip(),
        bagi=[whom(row) for row in rows],
    )
    key = f"perpanjangan:{min(row.pk for row in rows)}"
    _announce(by, locked, rows, kegiatan, f"diperpanjang sampai {in_wib(akhir)}", key)
    siklus.__dict__.pop("_calendar", None)
    return rows


@transaction.atomic
def cancel_extension(*, by: User, perpanjangan: Perpanjangan, alasan: str) -> Siklus:
    """Take back an extension that was a mistake; the audit keeps what it said, and whoever was
    told of it hears that it does not hold."""
    locked = lock(by, perpanjangan.siklus)
    alasan = texts.reason(alasan)
    audit.write(
        by=by,
        action="batal_perpanjang",
        thing=locked,
        siklus=locked,
        reason=alasan,
        kegiatan=perpanjangan.kegiatan,
        akhir=perpanjangan.akhir.isoformat(),
        nomor_surat=perpanjangan.nomor_surat,
        bagi=[whom(perpanjangan)],
    )
    kegiatan = Kegiatan(perpanjangan.kegiatan)
    words = f"tidak jadi diperpanjang sampai {in_wib(perpanjangan.akhir)}"
    _announce(by, locked, [perpanjangan], kegiatan, words, f"batal_perpanjangan:{perpanjangan.pk}")
    perpanjangan.delete()
    if kegiatan == Kegiatan.SURVEI:
        sync_surveys(locked)
    return locked


def whom(row: Perpanjangan) -> str:
    """For whom an extension holds, in words."""
    if row.unit is not None:
        return str(row.unit)
    if row.instansi is None:
        return "Seluruh siklus"
    return f"{row.instansi} beserta kabupaten/kota" if row.termasuk_bawahan else str(row.instansi)


def _known(kegiatan: str) -> Kegiatan:
    try:
        return Kegiatan(kegiatan)
    except ValueError:
        raise Refused("Kegiatan tidak dikenal.", field="kegiatan") from None


def _concerned(row: Perpanjangan) -> Q:
    if row.unit_id:
        return Q(unit=row.unit_id)
    if row.instansi_id is None:
        return Q()
    condition = Q(instansi=row.instansi_id)
    return condition | Q(instansi__induk=row.instansi_id) if row.termasuk_bawahan else condition


def _check(calendar: Calendar, row: Perpanjangan) -> None:
    """Refuse an extension that concerns nobody or lengthens nothing."""
    field = "unit" if row.unit_id else "instansi"
    probe = (
        Evaluasi.objects.filter(_concerned(row), siklus=row.siklus_id)
        .select_related("instansi")
        .first()
    )
    if probe is None:
        raise Refused(f"Tidak ada evaluasi {whom(row)} dalam siklus ini.", field=field)
    window = calendar.window(probe, Kegiatan(row.kegiatan))
    if not window.spans and row.mulai is None:
        raise Refused(
            "Kegiatan ini tidak ada pada fase siklus. Tulis kapan perpanjangan dimulai.",
            field="mulai",
        )
    covers_more = all(span.akhir < row.akhir for span in window.spans)
    if not covers_more and row.mulai is None:
        last = max(span.akhir for span in window.spans)
        raise Refused(
            f"Kegiatan ini memang sudah dibuka sampai {in_wib(last)}. Pilih waktu sesudahnya.",
            field="akhir",
        )


def _announce(
    by: User,
    siklus: Siklus,
    rows: Sequence[Perpanjangan],
    kegiatan: Kegiatan,
    what: str,
    key: str,
) -> None:
    concerned = reduce(or_, map(_concerned, rows))
    found = Evaluasi.objects.filter(concerned, siklus=siklus, state__in=sorted(IN_WORK))
    f02 = kegiatan == Kegiatan.NILAI_F02
    tell(
        Event.PERPANJANGAN_F02 if f02 else Event.PERPANJANGAN,
        [About(item) for item in found.select_related("siklus", "instansi__induk")],
        by=by,
        key=key,
        kegiatan=KEGIATAN_LABELS[kegiatan],
        apa=what,
    )
