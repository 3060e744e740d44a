"""Proposals about lokus: nominated, replaced or exempted by an instansi, decided by the organiser.

What the organiser proposes himself holds at once. Choosing on the preview is a nomination of the
organiser's own (`choosing`).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.cycle.queries import proposals as proposal_queries
from evaluations.cycle.queries import units as cycle_queries
from evaluations.cycle.services import proposal_notices
from evaluations.cycle.services.cycles import lock
from evaluations.cycle.services.opening import exceeded_words
from evaluations.cycle.services.preview import (
    Preview,
    Row,
    preview_of_instansi,
    preview_opening,
)
from evaluations.evidence.services import letters
from evaluations.models import Evaluasi, Siklus, UsulanLokus
from evaluations.rules.lokus.choosing import CHOSEN
from evaluations.rules.lokus.choosing import Status as Place
from evaluations.rules.workflow import VACATED
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, JenisUnit, UnitLokus, User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused
from pekppp.base.formats import waktu
from pekppp.base.words import listed

Jenis, Status = UsulanLokus.Jenis, UsulanLokus.Status
MOST = 2000  # letters of a reason or a note
NAMED = 5  # units that a refusal names
CHOSEN_WORDS = "Dipilih penyelenggara."


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter that a proposal rests on; its file is a PDF or a picture, or none."""

    nomor: str
    tanggal: date
    berkas: "File[Any] | None" = None


# By the instansi ----------------------------------------------------------------------------------


@transaction.atomic
def nominate(
    *, by: User, siklus: Siklus, instansi: Instansi, units: Collection[UnitLokus], alasan: str
) -> int:
    """Propose which units a rule takes where it takes fewer than there are; how many that were.

    Until the cycle's date; no more than there is room for. Raises Refused, PermissionDenied.
    """
    locked = _held(by, siklus, instansi)
    limit = locked.nominasi_sampai
    if limit is None:
        raise Refused("Siklus ini tidak meminta usulan instansi.", status=409)
    if timezone.now() > limit:
        raise Refused(
            f"Masa usulan berakhir {waktu(limit)}. Sejak itu penyelenggara yang memilih.",
            status=409,
        )
    if not units:
        raise Refused("Centang sedikitnya satu unit.", field="unit")
    reason = texts.reason(alasan, MOST)
    preview = preview_of_instansi(by=by, siklus=locked, instansi=instansi)
    wanted = {unit.pk for unit in units}
    rows = _rows(preview, wanted)
    refused = [
        str(row.unit) for row in rows if not row.choosable or not row.aturan.nominasi or row.usulan
    ]
    if refused or len(rows) < len(wanted):
        raise Refused(
            "Tidak dapat diusulkan"
            + (f": {listed(refused[:NAMED])}. " if refused else ". ")
            + "Muat ulang halaman ini untuk melihat keadaannya.",
            field="unit",
        )
    waiting = {
        row.unit.pk
        for row in preview.rows
        if row.unit and row.status in (Place.DINOMINASIKAN, Place.TERPILIH)
    }
    for quota in preview.quotas:
        over = quota.counted.exceeded_by(wanted | waiting)
        if over and wanted & set(quota.counted.units):
            there = len(waiting & set(quota.counted.units))
            raise Refused(
                f"Paling banyak {quota.counted.left} {quota.what}; sudah diusulkan {there}.",
                field="unit",
            )
    made = [
        _made(by, locked, instansi, jenis=Jenis.NOMINASI, unit=row.unit, alasan=reason)
        for row in rows
    ]
    proposal_notices.tell_proposed(by, made)
    return len(made)


@transaction.atomic
def propose_replacement(
    *,
    by: User,
    siklus: Siklus,
    instansi: Instansi,
    unit: UnitLokus,
    pengganti: UnitLokus,
    alasan: str,
    letter: Letter,
) -> UsulanLokus:
    """Propose that a unit, open or chosen, is replaced by one that the cycle does not evaluate.

    Acceptance is recorded; who is open is replaced by the organiser in a step of its own.
    """
    locked = _held(by, siklus, instansi)
    reason, stored = texts.reason(alasan, MOST), _letter(letter)
    preview = preview_of_instansi(by=by, siklus=locked, instansi=instansi)
    row = next((row for row in preview.rows if row.unit == unit), None)
    if _running(locked, unit) is None and (row is None or row.status not in CHOSEN):
        raise Refused("Hanya unit yang sudah dibuka atau terpilih yang diganti.", field="unit")
    if not proposal_queries.free_units(locked, instansi).filter(pk=pengganti.pk).exists():
        raise Refused(
            "Pengganti adalah unit aktif instansi ini yang belum ikut siklus.", field="pengganti"
        )
    made = _made(
        by,
        locked,
        instansi,
        jenis=Jenis.PENGGANTI,
        unit=unit,
        pengganti=pengganti,
        alasan=reason,
        **stored,
    )
    return _proposed(by, made)


@transaction.atomic
def ask_exemption(
    *,
    by: User,
    siklus: Siklus,
    instansi: Instansi,
    alasan: str,
    letter: Letter,
    unit: UnitLokus | None = None,
    jenis_unit: JenisUnit | None = None,
) -> UsulanLokus:
    """Ask that a unit, a kind of unit (`jenis_unit`) or the whole instansi does not take part."""
    locked = _held(by, siklus, instansi)
    reason, stored = texts.reason(alasan, MOST), _letter(letter)
    if unit is not None:
        if not cycle_queries.eligible_units(locked).filter(pk=unit.pk, instansi=instansi).exists():
            raise Refused("Unit ini tidak termasuk siklus ini.", field="unit")
        _require_not_open(locked, unit)
    elif jenis_unit is not None:
        kinds = proposal_queries.kinds_named(locked, instansi)
        if not kinds.filter(pk=jenis_unit.pk).exists():
            raise Refused("Siklus ini tidak mengevaluasi jenis unit itu.", field="jenis_unit")
    made = _made(
        by,
        locked,
        instansi,
        jenis=Jenis.PENGECUALIAN,
        unit=unit,
        jenis_unit=None if unit else jenis_unit,
        alasan=reason,
        **stored,
    )
    return _proposed(by, made)


@transaction.atomic
def take_back(*, by: User, usulan: UsulanLokus) -> UsulanLokus:
    """The instansi takes its proposal back while nobody has decided."""
    row = _row(usulan)
    require(by, Permission.MANAGE_UNITS, row.instansi)
    _require_waiting([row])
    row.status = Status.DITARIK
    row.save(update_fields=["status"])
    audit.write(by=by, action="tarik_usulan_lokus", thing=row)
    proposal_notices.tell_taken_back(by, row)
    return row


# By the organiser ---------------------------------------------------------------------------------


@transaction.atomic
def decide(
    *, by: User, siklus: Siklus, usulan: Iterable[UsulanLokus], accept: bool, catatan: str = ""
) -> int:
    """Accept or refuse proposals that wait, all or none; how many that were.

    A refusal says why. More nominations than there is room for are refused with every instansi
    that has too many.
    """
    locked = lock(by, siklus)
    note = texts.at_most(catatan, "catatan", MOST)
    if not accept and not note:
        raise Refused("Tulis alasan penolakannya.", field="catatan")
    rows = _of(locked, usulan)
    if not rows:
        raise Refused("Centang sedikitnya satu usulan.", field="pilih")
    _require_waiting(rows)
    if accept:
        _accept(by, rows, note)
        _require_room(by, locked)
    else:
        _decide(by, rows, Status.DITOLAK, note)
    action = "terima_usulan_lokus" if accept else "tolak_usulan_lokus"
    audit.write_each(by=by, action=action, things=rows, reason=note)
    proposal_notices.tell_decided(by, rows, note)
    return len(rows)


@transaction.atomic
def end(*, by: User, usulan: UsulanLokus, reason: str) -> UsulanLokus:
    """What was accepted holds no longer: an exemption, a nomination or a replacement."""
    row = _row(usulan)
    locked = lock(by, row.siklus)
    reason = texts.reason(reason, MOST)
    if row.status != Status.DITERIMA:
        raise Refused("Hanya usulan yang sudah diterima yang dapat diakhiri.", status=409)
    if row.jenis == Jenis.NOMINASI and row.unit and _running(locked, row.unit):
        raise Refused(f"{row.unit} sudah dibuka; akhiri evaluasinya.", status=409)
    _decide(by, [row], Status.DIAKHIRI, reason)
    audit.write(by=by, action="akhiri_usulan_lokus", thing=row, reason=reason)
    proposal_notices.tell_decided(by, [row], reason)
    return row


@transaction.atomic
def choose(*, by: User, siklus: Siklus, units: Collection[UnitLokus]) -> int:
    """Choose among units where a rule takes fewer than there are; what was nominated is accepted.

    Kept as nominations of the organiser's own until the cycle is opened. Refused with every
    instansi of which too many would be chosen.
    """
    locked = lock(by, siklus)
    preview = preview_opening(by=by, siklus=locked)
    rows = [row for row in _rows(preview, {unit.pk for unit in units}) if row.choosable]
    if not rows:
        raise Refused("Centang sedikitnya satu unit yang perlu dipilih.", field="unit")
    waiting = _nominations(locked, rows)
    _decide(by, waiting, Status.DITERIMA, "")
    made = UsulanLokus.objects.bulk_create(
        UsulanLokus(
            siklus=locked,
            instansi=row.instansi,
            jenis=Jenis.NOMINASI,
            unit=row.unit,
            alasan=CHOSEN_WORDS,
            oleh=by,
            status=Status.DITERIMA,
            diputus_oleh=by,
            diputus_pada=timezone.now(),
        )
        for row in rows
        if row.usulan is None
    )
    _require_room(by, locked)
    audit.write_each(by=by, action="pilih_lokus", things=[*made, *waiting])
    proposal_notices.tell_decided(by, waiting, "")
    return len(rows)


@transaction.atomic
def release(*, by: User, siklus: Siklus, units: Collection[UnitLokus]) -> int:
    """Undo a choice that is not open yet; an instansi that had nominated the unit is told."""
    locked = lock(by, siklus)
    preview = preview_opening(by=by, siklus=locked)
    rows = _nominations(
        locked, [row for row in _rows(preview, {unit.pk for unit in units}) if row.chosen]
    )
    if not rows:
        raise Refused("Centang sedikitnya satu unit yang terpilih.", field="unit")
    _decide(by, rows, Status.DIAKHIRI, "Dilepaskan penyelenggara.")
    audit.write_each(by=by, action="lepaskan_lokus", things=rows)
    nominated = [row for row in rows if row.alasan != CHOSEN_WORDS]
    proposal_notices.tell_decided(by, nominated, "Dilepaskan penyelenggara.")
    return len(rows)


@transaction.atomic
def ask_for_nominations(*, by: User, siklus: Siklus) -> int:
    """Tell the instansi that have to nominate, and have not enough yet; how many that are."""
    locked = lock(by, siklus)
    limit = locked.nominasi_sampai
    if limit is None or limit < timezone.now():
        raise Refused(
            "Tulis dahulu sampai kapan instansi mengusulkan, pada data siklus.", status=409
        )
    preview = preview_opening(by=by, siklus=locked)
    asked = {
        quota.instansi.pk: quota.instansi for quota in preview.unchosen if quota.aturan.nominasi
    }
    if not asked:
        raise Refused("Tidak ada instansi yang masih harus mengusulkan.", status=409)
    audit.write(by=by, action="minta_nominasi", thing=locked, siklus=locked, banyaknya=len(asked))
    proposal_notices.tell_asked(by, locked, asked, limit)
    return len(asked)


# Parts --------------------------------------------------------------------------------------------


def _held(by: User, siklus: Siklus, instansi: Instansi) -> Siklus:
    """The cycle taken for this transaction by someone who may propose for the instansi."""
    require(by, Permission.MANAGE_UNITS, instansi)
    locked = (
        Siklus.objects.select_for_update(of=("self",))
        .select_related("instansi__induk", "instrumen_a", "instrumen_b")
        .get(pk=siklus.pk)
    )
    if locked.status == Siklus.Status.DITUTUP:
        raise Refused("Siklus ini sudah ditutup.", status=409)
    if not proposal_queries.named_places(locked).filter(pk=instansi.pk).exists():
        raise Refused("Aturan lokus siklus ini tidak menyebut instansi itu.", status=409)
    return locked


def _letter(letter: Letter) -> dict[str, Any]:
    nomor = texts.required(letter.nomor, "nomor_surat", 100, "Nomor surat wajib diisi.")
    if letter.tanggal > timezone.localdate():
        raise Refused("Tanggal surat belum tiba.", field="tanggal_surat")
    return {
        "nomor_surat": nomor,
        "tanggal_surat": letter.tanggal,
        "surat": letters.store(letter.berkas) if letter.berkas else None,
    }


def _made(by: User, siklus: Siklus, instansi: Instansi, **fields: Any) -> UsulanLokus:
    row = UsulanLokus(siklus=siklus, instansi=instansi, oleh=by, **fields)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "usulan_lokus_once" not in str(error):
            raise
        raise Refused(f"Sudah ada usulan tentang {row.tentang}.", status=409) from None
    audit.write(by=by, action="usulkan_lokus", thing=row, reason=row.alasan, jenis=row.jenis)
    return row


def _proposed(by: User, row: UsulanLokus) -> UsulanLokus:
    """What the organiser proposes holds at once; everybody else waits for him."""
    if by.has_perm(Permission.MANAGE_SIKLUS, row.siklus):
        _accept(by, [row], "")
        audit.write(by=by, action="terima_usulan_lokus", thing=row)
        proposal_notices.tell_decided(by, [row], row.alasan)
    else:
        proposal_notices.tell_proposed(by, [row])
    return row


def _row(usulan: UsulanLokus) -> UsulanLokus:
    return (
        UsulanLokus.objects.select_for_update(of=("self",))
        .select_related("siklus__instansi", "instansi__induk", "unit", "pengganti", "jenis_unit")
        .get(pk=usulan.pk)
    )


def _of(siklus: Siklus, usulan: Iterable[UsulanLokus]) -> list[UsulanLokus]:
    rows = UsulanLokus.objects.select_for_update(of=("self",)).filter(
        siklus=siklus, pk__in=[row.pk for row in usulan]
    )
    found = list(rows.select_related("instansi__induk", "unit", "pengganti", "jenis_unit"))
    for row in found:
        row.siklus = siklus
    return found


def _require_waiting(rows: Iterable[UsulanLokus]) -> None:
    decided = [row.tentang for row in rows if row.status != Status.MENUNGGU]
    if decided:
        raise Refused(f"Sudah diputus atau ditarik: {listed(decided[:NAMED])}.", status=409)


def _rows(preview: Preview, wanted: Collection[int]) -> list[Row]:
    return [row for row in preview.rows if row.unit is not None and row.unit.pk in wanted]


def _nominations(siklus: Siklus, rows: Iterable[Row]) -> list[UsulanLokus]:
    """The nominations of these rows, with what the rows know already."""
    found = []
    for row in rows:
        if row.usulan is not None:
            row.usulan.siklus, row.usulan.instansi = siklus, row.instansi
            row.usulan.unit = row.unit
            found.append(row.usulan)
    return found


def _running(siklus: Siklus, unit: UnitLokus) -> Evaluasi | None:
    """The evaluation that holds the unit's place in the cycle."""
    rows = Evaluasi.objects.filter(siklus=siklus, unit=unit)
    return rows.exclude(state__in=VACATED).first()


def _require_not_open(siklus: Siklus, unit: UnitLokus) -> None:
    if _running(siklus, unit) is not None:
        raise Refused(
            f"{unit} sudah dibuka, jadi tidak dikecualikan. Usulkan penggantinya, atau minta "
            "penyelenggara mengakhiri evaluasinya.",
            field="unit",
        )


def _accept(by: User, rows: list[UsulanLokus], note: str) -> None:
    for row in rows:
        if row.jenis == Jenis.PENGECUALIAN and row.unit:
            _require_not_open(row.siklus, row.unit)
        if row.jenis == Jenis.PENGGANTI and row.unit and _running(row.siklus, row.unit) is None:
            _choose_instead(by, row)
    _decide(by, rows, Status.DITERIMA, note)


def _choose_instead(by: User, row: UsulanLokus) -> None:
    """The unit is chosen and not open yet: its successor is chosen in its place."""
    there = UsulanLokus.objects.filter(
        siklus=row.siklus, jenis=Jenis.NOMINASI, status__in=proposal_queries.IN_FORCE
    )
    _decide(by, list(there.filter(unit=row.unit)), Status.DIAKHIRI, f"Diganti {row.pengganti}.")
    nomination = there.filter(unit=row.pengganti).first() or UsulanLokus(
        siklus=row.siklus,
        instansi=row.instansi,
        jenis=Jenis.NOMINASI,
        unit=row.pengganti,
        alasan=row.alasan,
        oleh=row.oleh,
    )
    nomination.status, nomination.diputus_oleh = Status.DITERIMA, by
    nomination.diputus_pada = timezone.now()
    nomination.save()


def _decide(by: User, rows: list[UsulanLokus], status: str, note: str) -> None:
    now = timezone.now()
    for row in rows:
        row.status, row.catatan = status, note
        row.diputus_oleh, row.diputus_pada = by, now
    UsulanLokus.objects.bulk_update(rows, ["status", "catatan", "diputus_oleh", "diputus_pada"])


def _require_room(by: User, siklus: Siklus) -> None:
    exceeded = preview_opening(by=by, siklus=siklus).exceeded
    if exceeded:
        raise Refused(exceeded_words(quota.words for quota in exceeded), field="unit", status=409)
