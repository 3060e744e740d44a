"""Extensions of an activity, for a unit, an instansi, a province or the whole cycle."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from evaluations.core.queries import granting
from evaluations.core.queries.calendar import Calendar
from evaluations.core.services.notices import About, tell
from evaluations.core.services.windows import in_wib, sync_surveys
from evaluations.cycle.queries import extensions as extension_queries
from evaluations.cycle.services.cycles import lock
from evaluations.evidence.services import letters
from evaluations.models import Berkas, Perpanjangan, Siklus
from evaluations.rules.notices import Event
from evaluations.rules.workflow import KEGIATAN_LABELS, Kegiatan
from pekppp.accounts import audit
from pekppp.accounts.models import Instansi, UnitLokus, User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused
from pekppp.base.words import listed


@transaction.atomic
def add_extension(
    *,
    by: User,
    siklus: Siklus,
    kegiatan: str | Sequence[str],
    akhir: datetime,
    alasan: str,
    nomor_surat: str = "",
    surat: Berkas | None = None,
    kept_letter: str = "",
    catatan: str = "",
    mulai: datetime | None = None,
    units: Sequence[UnitLokus] = (),
    instansi: Instansi | None = None,
    termasuk_bawahan: bool = False,
) -> list[Perpanjangan]:
    """Extend activities: for `units` (a row each), else for `instansi`, else for the cycle.

    `termasuk_bawahan` takes along what lies below a province: its kabupaten and kota, and what
    they own. Without `mulai` the extension follows the phases. Surveys stay open as long; who is
    concerned is told, with the grantor's `catatan`. `kept_letter`: of `letters.keep`.
    """
    locked = _locked(by, siklus)
    activities = known(kegiatan)
    surat = letters.kept(kept_letter) if kept_letter else surat
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
            kegiatan=item.value,
            mulai=mulai,
            akhir=akhir,
            nomor_surat=nomor_surat.strip()[:100],
            surat=surat,
            alasan=alasan,
        )
        for item in activities
        for unit in some
    ]
    _require_granting(by, locked, rows)
    # A longer extension of one unit does not stand in the way of its instansi.
    calendar = Calendar(locked, of_units=bool(units))
    for row in rows:
        _check(calendar, row)
    Perpanjangan.objects.bulk_create(rows)
    if Kegiatan.SURVEI in activities:
        sync_surveys(locked)
    audit.write(
        by=by,
        action="perpanjang",
        thing=locked,
        siklus=locked,
        reason=alasan,
        kegiatan=[item.value for item in activities],
        akhir=akhir.isoformat(),
        nomor_surat=nomor_surat.strip(),
        bagi=list(dict.fromkeys(whom(row) for row in rows)),
    )
    key = f"perpanjangan:{min(row.pk for row in rows)}"
    _announce(by, rows, activities, f"diperpanjang sampai {in_wib(akhir)}", key, catatan)
    siklus.__dict__.pop("_calendar", None)
    return rows


@transaction.atomic
def cancel_extension(*, by: User, perpanjangan: Perpanjangan, alasan: str) -> Siklus:
    """Take back an extension that was a mistake; the audit keeps what it said, and whoever was
    told of it hears that it does not hold."""
    locked = _locked(by, perpanjangan.siklus)
    _require_granting(by, locked, [perpanjangan])
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
    key = f"batal_perpanjangan:{perpanjangan.pk}"
    _announce(by, [perpanjangan], [kegiatan], words, key, "")
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


def known(kegiatan: str | Sequence[str]) -> list[Kegiatan]:
    """The activities that these texts name, each once. Raises Refused."""
    texts_of = [kegiatan] if isinstance(kegiatan, str) else kegiatan
    if not texts_of:
        raise Refused("Pilih sedikitnya satu kegiatan.", field="kegiatan")
    try:
        return [Kegiatan(item) for item in dict.fromkeys(texts_of)]
    except ValueError:
        raise Refused("Kegiatan tidak dikenal.", field="kegiatan") from None


def _locked(by: User, siklus: Siklus) -> Siklus:
    """The cycle taken for this transaction; of others than its organiser `_require_granting`
    asks once it is known whom it concerns."""
    if by.has_perm(Permission.MANAGE_SIKLUS, siklus):
        return lock(by, siklus)
    found = Siklus.objects.select_for_update(of=("self",)).select_related("instansi__induk")
    locked = found.get(pk=siklus.pk)
    if locked.status == Siklus.Status.DITUTUP:
        raise Refused("Siklus ini sudah ditutup.", status=409)
    return locked


def _require_granting(by: User, siklus: Siklus, rows: Sequence[Perpanjangan]) -> None:
    mine = granting.grantable(by, siklus)
    if extension_queries.concerned(*rows).exclude(pk__in=mine.values("pk")).exists() or (
        not by.has_perm(Permission.MANAGE_SIKLUS, siklus)
        and any(row.instansi_id is None or row.termasuk_bawahan for row in rows)
    ):
        raise PermissionDenied("extends for others than the units that it evaluates")


def _check(calendar: Calendar, row: Perpanjangan) -> None:
    """Refuse an extension that concerns nobody or lengthens nothing."""
    field = "unit" if row.unit_id else "instansi"
    probe = extension_queries.concerned(row).first()
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
    rows: Sequence[Perpanjangan],
    activities: Sequence[Kegiatan],
    what: str,
    key: str,
    note: str,
) -> None:
    """Once of all activities; evaluators hear where theirs is among them."""
    f02 = Kegiatan.NILAI_F02 in activities
    tell(
        Event.PERPANJANGAN_F02 if f02 else Event.PERPANJANGAN,
        [About(item) for item in extension_queries.at_work(*rows)],
        by=by,
        note=note,
        key=key,
        kegiatan=listed([KEGIATAN_LABELS[item] for item in activities]),
        apa=what,
    )
