"""Another unit in the place of one: the old evaluation ends, its successor's opens, in one step."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from evaluations.core.queries import people as people_queries
from evaluations.core.queries.calendar import Calendar
from evaluations.core.queries.recipients import expected
from evaluations.cycle.queries import units as cycle_queries
from evaluations.cycle.services import opening, preview
from evaluations.cycle.services.cycles import lock
from evaluations.cycle.services.extensions import add_extension
from evaluations.models import Evaluasi, Hasil, Siklus
from evaluations.progress.services.steps import advance
from evaluations.rules.notices import LABELS, Event, Recipient
from evaluations.rules.workflow import (
    KEGIATAN_LABELS,
    STATE_LABELS,
    Action,
    Kegiatan,
    State,
    target_of,
)
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, UnitLokus, User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused
from pekppp.base.formats import waktu

# What a unit does itself; the F02 has its own extension, given by the organiser.
OWN_DATES = (Kegiatan.ISI_F01, Kegiatan.UNGGAH_BUKTI, Kegiatan.SURVEI)
SHOWN_DATES = (*OWN_DATES, Kegiatan.NILAI_F02)


@dataclass(frozen=True, slots=True)
class Dates:
    """Until when the cycle lets a newcomer do something; None where no phase opens it."""

    kegiatan: str
    akhir: datetime | None
    over: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a replacement by this unit would do."""

    formulir: str
    dates: list[Dates]
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class Ending:
    """What is there of the evaluation that would end, and who would hear of it."""

    answers: int
    levels: int
    respondents: int
    told: list[tuple[str, list[User]]]
    team: list[User]  # who scores it now and is to be assigned anew


def candidates(user: User, evaluasi: Evaluasi) -> QuerySet[UnitLokus]:
    """Units of the same instansi that the cycle may evaluate and does not."""
    there = Evaluasi.objects.filter(siklus=evaluasi.siklus_id).values("unit")
    found = cycle_queries.addable_units(user, evaluasi.siklus)
    return found.filter(instansi=evaluasi.instansi_id).exclude(pk__in=there)


def ending(evaluasi: Evaluasi) -> Ending:
    hasil = Hasil.objects.filter(evaluasi=evaluasi).first()
    told = expected(evaluasi, Event.GANTI)
    team = {
        person.pk: person
        for recipient in (Recipient.KETUA, Recipient.EVALUATOR)
        for person in told.get(recipient, [])
    }
    return Ending(
        hasil.f01_terisi if hasil else 0,
        hasil.f02_terisi if hasil else 0,
        (hasil.responden or 0) if hasil else 0,
        [(LABELS[recipient], people) for recipient, people in told.items()],
        list(team.values()),
    )


def outlook(evaluasi: Evaluasi, unit: UnitLokus) -> Outlook:
    siklus, now = evaluasi.siklus, timezone.now()
    probe = Evaluasi(unit=unit, instansi=unit.instansi, siklus=siklus)
    dates = []
    for kegiatan in SHOWN_DATES:
        akhir = _until(siklus, probe, kegiatan)
        dates.append(Dates(KEGIATAN_LABELS[kegiatan], akhir, akhir is not None and akhir <= now))
    formulir, other = preview.form_for(siklus, unit)
    warnings = [other] if other else []
    if unit.pk not in people_queries.units_with_head({unit.pk}):
        warnings.append(preview.NO_HEAD)
    return Outlook(formulir, dates, warnings)


def _until(siklus: Siklus, probe: Evaluasi, kegiatan: Kegiatan) -> datetime | None:
    spans = Calendar.of(siklus).window(probe, kegiatan).spans
    return max((span.akhir for span in spans), default=None)


@transaction.atomic
def replace(
    *,
    by: User,
    evaluasi: Evaluasi,
    unit: UnitLokus,
    reason: str,
    surat: str,
    formulir: str = "",
    penilai: Instansi | None = None,
    sampai: datetime | None = None,
) -> Evaluasi:
    """End an evaluation as replaced and open the one of `unit` in its place; gives back the new.

    Nothing goes over: the successor has its own F01, its own survey and no evaluator yet. With
    `sampai` it may fill and survey until then, where its cycle ends earlier. Of two people who
    replace at once the second is refused. Raises Refused, PermissionDenied.
    """
    siklus = lock(by, evaluasi.siklus)
    fresh = Evaluasi.objects.select_related("pengganti", "penilai", "unit").get(pk=evaluasi.pk)
    fresh.siklus = siklus
    require(by, Permission.END, fresh)
    _require_replaceable(fresh)
    reason = texts.reason(reason, texts.LONG_REASON)
    surat = texts.required(surat, "surat", 100, "Nomor surat wajib diisi.")
    now = timezone.now()
    if sampai is not None and sampai <= now:
        raise Refused("Waktu unit pengganti harus setelah saat ini.", field="sampai")
    if not candidates(by, fresh).filter(pk=unit.pk).exists():
        raise Refused(
            f"{unit} tidak dapat menggantikan {fresh.nama_unit}: sudah ikut siklus ini, sudah "
            "ditutup, atau bukan unit instansi yang sama.",
            field="unit",
        )
    made = opening.add_evaluasi(
        by=by, siklus=siklus, unit=unit, formulir=formulir, penilai=penilai or fresh.penilai
    )
    if sampai is not None:
        _give_time(by, siklus, made, sampai, f"Menggantikan {fresh.nama_unit}: {reason}", surat)
    advance(
        by=by, evaluasi=evaluasi, action=Action.GANTI, reason=reason, surat=surat, pengganti=made
    )
    made.refresh_from_db()
    return made


def _require_replaceable(evaluasi: Evaluasi) -> None:
    if evaluasi.state == State.DIGANTI:
        by = f" oleh {evaluasi.pengganti.nama_unit}" if evaluasi.pengganti else ""
        raise Refused(f"{evaluasi.nama_unit} sudah diganti{by}.", status=409)
    if target_of(evaluasi.status, Action.GANTI, evaluasi.steps) is None:
        raise Refused(
            f"{evaluasi.nama_unit} tidak dapat diganti: statusnya "
            f"«{STATE_LABELS[evaluasi.status]}».",
            status=409,
        )


def _give_time(
    by: User, siklus: Siklus, made: Evaluasi, sampai: datetime, alasan: str, surat: str
) -> None:
    """Longer windows of the newcomer alone, for what its cycle closes before that."""
    siklus.__dict__.pop("_calendar", None)
    for kegiatan in OWN_DATES:
        until = _until(siklus, made, kegiatan)
        if until is not None and until >= sampai:
            continue
        add_extension(
            by=by,
            siklus=siklus,
            kegiatan=kegiatan,
            akhir=sampai,
            mulai=timezone.now() if until is None else None,
            alasan=texts.clean(alasan)[: texts.LONG_REASON],
            nomor_surat=surat,
            units=[made.unit],
        )


def said(made: Evaluasi, old: Evaluasi) -> str:
    """What was done, in a sentence; when the newcomer's survey takes answers, too."""
    words = f"{old.nama_unit} diganti oleh {made.nama_unit}."
    survei, now = made.survei, timezone.now()
    if survei is None or survei.tutup <= now:
        return f"{words} Surveinya belum dibuka: beri perpanjangan survei bila perlu."
    if survei.buka > now:
        return f"{words} Surveinya dibuka {waktu(survei.buka)}."
    return f"{words} Surveinya dibuka sampai {waktu(survei.tutup)}."
