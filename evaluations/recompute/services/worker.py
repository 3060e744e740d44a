"""Computing a cycle again, the worker's half: the dry run and its application, piece by piece.

A killed worker costs one piece. Applying computes each row once more under its lock and writes it
only where it is still what was shown; a row that is not is left as it was and said to be so.
"""

import time
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from evaluations.models import BarisHitungUlang, Evaluasi, Hasil, HitungUlang, Siklus
from evaluations.objections import queries as objection_queries
from evaluations.objections import services as objection_services
from evaluations.recompute import queries as recompute_queries
from evaluations.recompute.services.notices import tell
from evaluations.recompute.services.recompute import QUEUE, decree_refusal
from evaluations.results import services as result_services
from evaluations.rules.scoring import ScoringError, SurveyTotals
from evaluations.rules.workflow import DECIDED
from instruments.models import VersiInstrumen
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.roles import Permission
from pekppp.base.certain import certain
from pekppp.base.errors import Refused

WORKING_SECONDS = 20  # of one wake-up; others get their turn
CHUNK = 50

Status = HitungUlang.Status
Row = BarisHitungUlang.Status

_SHOWN = ("lama", "lama_kategori", "lama_masukan", "baru", "baru_kategori", "baru_masukan")
_COMPUTED = (*_SHOWN, "berubah", "status", "kata")
_FIELDS = (
    "ipp",
    "kategori",
    "f02_terisi",
    "f02_jumlah",
    "responden",
    "rincian",
    "metode",
    "versi_digest",
    "masukan_digest",
    "dihitung_pada",
)


def recompute_next(seconds: float = WORKING_SECONDS) -> HitungUlang | None:
    """Work on what waits longest; None when nothing waits.

    Others get their turn after `seconds`: what is left waits for the next wake-up, which is made.
    """
    job = QUEUE.claim()
    if job is None:
        return None
    dry = job.status == Status.DIHITUNG
    until = time.monotonic() + seconds
    try:
        (_list if dry else _replace)(job)
        step = _compute_piece if dry else _apply_piece
        while step(job):
            if time.monotonic() > until:
                QUEUE.release(job, attempts=0)
                QUEUE.wake()
                return job
        (_ready if dry else _applied)(job)
    except Exception as error:  # whatever it was: the row says so, the log has the rest
        QUEUE.failed(job, error)
    return job


# The dry run --------------------------------------------------------------------------------------


@transaction.atomic
def _list(job: HitungUlang) -> None:
    """Every evaluation that may change, in the order of the table."""
    if job.jumlah is not None or not QUEUE.holds(job):
        return
    found = recompute_queries.to_list(job)
    BarisHitungUlang.objects.bulk_create(
        BarisHitungUlang(
            instansi_id=item.instansi_id,
            siklus_id=job.siklus_id,
            hitung=job,
            evaluasi=item,
            urutan=number,
        )
        for number, item in enumerate(found, start=1)
    )
    job.jumlah = len(found)
    QUEUE.ours(job).update(jumlah=job.jumlah)


@transaction.atomic
def _compute_piece(job: HitungUlang) -> bool:
    if not QUEUE.holds(job):
        return False
    rows = recompute_queries.next_rows(job, Row.ANTRE, CHUNK)
    computed, left_out = [], []
    for row, item, fields in _computed(job, rows):
        if fields is not None and not _is_shown(item, fields):
            left_out.append(row.pk)
        else:
            computed.append(row)
    BarisHitungUlang.objects.bulk_update(computed, _COMPUTED)
    BarisHitungUlang.objects.filter(pk__in=left_out).delete()
    return bool(rows)


def _computed(
    job: HitungUlang, rows: list[BarisHitungUlang]
) -> list[tuple[BarisHitungUlang, Evaluasi, dict[str, Any] | None]]:
    """The rows filled in, each with its evaluation and the columns of its result (or None)."""
    evaluations = recompute_queries.evaluations_of(rows)
    levels = recompute_queries.levels_of(list(evaluations.values()))
    found: list[tuple[BarisHitungUlang, Evaluasi, dict[str, Any] | None]] = []
    for row in rows:
        item = evaluations[row.evaluasi_id]
        try:
            fields = _fields(item, recompute_queries.version_for(job, item), levels[item.pk])
        except ScoringError as error:
            row.status, row.kata = Row.MASALAH, str(error)[:300] or "Tidak dapat dihitung."
            found.append((row, item, None))
            continue
        old, new = item.hasil.rincian, fields["rincian"]
        row.lama, row.lama_kategori = old["ipp"] or "", old["category"] or ""
        row.baru, row.baru_kategori = new["ipp"] or "", new["category"] or ""
        row.lama_masukan = item.hasil.masukan_digest
        row.baru_masukan = fields["masukan_digest"]
        figure = (row.lama, row.lama_kategori) != (row.baru, row.baru_kategori)
        # Another level changes what is published, whatever it adds up to; so does everything else
        # that is new under the same version.
        corrected = item.hasil.versi_digest == fields["versi_digest"]
        level = _given(old) != _given(new)
        row.berubah = figure or level or (corrected and row.lama_masukan != row.baru_masukan)
        row.status = Row.SIAP
        found.append((row, item, fields))
    return found


def _given(rincian: dict[str, Any]) -> dict[str, str]:
    return {nomor: level for nomor, level in rincian["levels"].items() if level is not None}


def _is_shown(evaluasi: Evaluasi, fields: dict[str, Any]) -> bool:
    """What is neither decided nor complete is computed by itself, as always."""
    complete = evaluasi.hasil.ipp is not None or fields["ipp"] is not None
    return evaluasi.status in DECIDED or complete


def _fields(evaluasi: Evaluasi, versi: VersiInstrumen, decided: Any) -> dict[str, Any]:
    old = evaluasi.hasil.rincian
    items = {item["kode"]: item for item in old["survey_items"]}
    counts = tuple(items[str(butir.nomor)]["answers"] for butir in versi.instrumen.butir)
    sums = tuple(
        int(Fraction(items[str(butir.nomor)]["value"] or 0) * count)
        for butir, count in zip(versi.instrumen.butir, counts, strict=True)
    )
    fields = result_services.scored(
        versi,
        decided,
        SurveyTotals(evaluasi.hasil.responden, sums, counts),
        {kode: Decimal(angka) for kode, angka in old.get("luar", {}).items()},
        result_services.minimum_respondents(evaluasi),
    )
    # Suggested levels and the survey's distribution stay as they were decided on.
    fields["rincian"] = {**old, **fields["rincian"]}
    return fields


@transaction.atomic
def _ready(job: HitungUlang) -> None:
    number = job.baris.count()
    QUEUE.release(
        job,
        status=Status.SIAP,
        diperiksa_pada=timezone.now(),
        jumlah=number,
        dalam_kerja=recompute_queries.live(job) - number,
        attempts=0,
    )


# Applying -----------------------------------------------------------------------------------------


@transaction.atomic
def _replace(job: HitungUlang) -> None:
    """The chosen versions take their places in the cycle, and wherever nothing was shown."""
    require(
        certain(job.diterapkan_oleh, "somebody had it applied"), Permission.VALIDATE, job.siklus
    )
    if not job.versi or not QUEUE.holds(job):
        return
    siklus = Siklus.objects.select_for_update(of=("self",)).get(pk=job.siklus_id)
    names = {"A": "instrumen_a", "B": "instrumen_b"}
    wanted = {
        formulir: versi
        for formulir, versi in job.versi.items()
        if getattr(siklus, f"{names[formulir]}_id") != versi.pk
    }
    shown = Q(pk__in=job.baris.values("evaluasi"))
    for formulir, versi in wanted.items():
        setattr(siklus, names[formulir], versi)
        setattr(job.siklus, names[formulir], versi)
        others = Evaluasi.objects.filter(~shown, siklus=siklus, formulir=formulir)
        list(others.select_for_update(of=("self",)).order_by("pk").values("pk"))
        decided = Q(state__in=[state.value for state in DECIDED])
        # Ended ones too: they may be restored.
        ids = list(others.exclude(decided).values_list("pk", flat=True))
        Evaluasi.objects.filter(pk__in=ids).update(versi=versi)
        result_services.mark_stale_where(Q(evaluasi__in=ids))
        _refuse_new(job, others.filter(decided).exclude(versi=versi))
    if wanted:
        siklus.save(update_fields=["instrumen_a", "instrumen_b"])


def _refuse_new(job: HitungUlang, evaluations: Any) -> None:
    """What was decided after the dry run keeps its version and its figure until the next one."""
    BarisHitungUlang.objects.bulk_create(
        BarisHitungUlang(
            instansi_id=item.instansi_id,
            siklus_id=job.siklus_id,
            hitung=job,
            evaluasi=item,
            urutan=(job.jumlah or 0) + number,
            status=Row.DITOLAK,
            kata="Ditetapkan sesudah tabel ini dihitung.",
        )
        for number, item in enumerate(evaluations, start=1)
    )


@transaction.atomic
def _apply_piece(job: HitungUlang) -> bool:
    if not QUEUE.holds(job):
        return False
    rows = recompute_queries.next_rows(job, Row.SIAP, CHUNK)
    ids = [row.evaluasi_id for row in rows]
    # Evaluations, then their results: the order in which every step takes them.
    list(Evaluasi.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    list(Hasil.objects.select_for_update().filter(evaluasi__in=ids).order_by("evaluasi"))
    # Asked under the locks: entering a decree takes the same ones.
    refusal = decree_refusal(job.siklus)
    if refusal:
        raise Refused(refusal)
    expected = {row.pk: [getattr(row, name) for name in _SHOWN] for row in rows}
    said = {row.pk: row.berubah for row in rows}
    written: list[tuple[Evaluasi, dict[str, Any]]] = []
    for row, item, fields in _computed(job, rows):
        now = [getattr(row, name) for name in _SHOWN]
        if fields is None or now != expected[row.pk]:
            for name, value in zip(_SHOWN, expected[row.pk], strict=True):
                setattr(row, name, value)
            row.berubah = said[row.pk]
            row.status, row.kata = Row.DITOLAK, "Berubah sejak diperiksa."
            continue
        row.status = Row.DITERAPKAN
        written.append((item, fields))
        if row.berubah:
            audit.write(
                by=job.diterapkan_oleh,
                action="hitung_ulang",
                thing=item,
                reason=job.alasan,
                dari=[row.lama or None, row.lama_kategori],
                ke=[row.baru or None, row.baru_kategori],
            )
    _write(job, written)
    BarisHitungUlang.objects.bulk_update(rows, _COMPUTED)
    return bool(rows)


def _write(job: HitungUlang, written: list[tuple[Evaluasi, dict[str, Any]]]) -> None:
    now = timezone.now()
    late = objection_queries.accepted_late([item for item, _ in written])
    for item, fields in written:
        for name, value in fields.items():
            setattr(item.hasil, name, value)
        item.hasil.dihitung_pada = now
        versi = recompute_queries.version_for(job, item)
        if item.versi_id != versi.pk:
            Evaluasi.objects.filter(pk=item.pk).update(versi=versi)
        if item.pk in late:
            objection_services.write_accepted(item, late[item.pk])
            result_services.tell_objections(item, fields)
    Hasil.objects.bulk_update([item.hasil for item, _ in written], _FIELDS)
    undecided = [item.pk for item, _ in written if item.status not in DECIDED]
    if undecided:
        result_services.mark_stale_where(Q(evaluasi__in=undecided))


@transaction.atomic
def _applied(job: HitungUlang) -> None:
    if QUEUE.release(job, status=Status.SELESAI, selesai_pada=timezone.now(), attempts=0):
        tell(job)


def sweep() -> int:
    return QUEUE.sweep()
