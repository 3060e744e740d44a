"""What a wide act on a cycle would do, by the keys of `wide.ACTS`; nothing is written.

The cycle is already loaded and authorised.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from evaluations.core.queries.calendar import Calendar
from evaluations.core.words import named
from evaluations.cycle.queries import proposals as proposal_queries
from evaluations.cycle.queries import units as cycle_queries
from evaluations.models import AturanLokus, Evaluasi, Perpanjangan, Siklus, UsulanLokus
from evaluations.rules.calendar import loses
from evaluations.rules.phases import Phase
from evaluations.rules.workflow import (
    F01_OPEN,
    F02_OPEN,
    IN_WORK,
    OBJECTABLE,
    Kegiatan,
    State,
)

# In which states an evaluation minds the end of an activity's window.
MINDS: dict[Kegiatan, frozenset[State]] = {
    Kegiatan.ISI_F01: F01_OPEN,
    Kegiatan.UNGGAH_BUKTI: F01_OPEN,
    Kegiatan.SURVEI: IN_WORK,
    Kegiatan.NILAI_F02: F02_OPEN,
    Kegiatan.SANGGAH: OBJECTABLE,
}


def of_closing(siklus: Siklus) -> dict[str, Any]:
    rows = list(_rows(siklus))
    running = [item for item in rows if item.status in IN_WORK]
    return {"berjalan": named(running), "selesai": len(rows) - len(running)}


def of_deleting(siklus: Siklus) -> dict[str, Any]:
    return {**dict(cycle_queries.holdings(siklus)), "evaluasi": named(_rows(siklus))}


def of_lokus(siklus: Siklus, rules: Sequence[AturanLokus]) -> dict[str, Any]:
    """Rules that go, and what was proposed or chosen that no new rule names."""
    kept = {_key(rule) for rule in rules}
    gone = [
        rule for rule in siklus.aturan_lokus.select_related("jenis_unit") if _key(rule) not in kept
    ]
    open_ones = proposal_queries.proposals_of(siklus).filter(
        status__in=[UsulanLokus.Status.MENUNGGU, UsulanLokus.Status.DITERIMA], unit__isnull=False
    )
    still = set(cycle_queries.named_units(siklus, rules).order_by().values_list("pk", flat=True))
    lost = [f"{row}, {row.instansi}" for row in open_ones if row.unit_id not in still]
    return {"aturan": [str(rule) for rule in gone], "usulan": lost}


def _key(rule: AturanLokus) -> tuple[Any, ...]:
    return (rule.jenis_instansi, rule.jenis_unit_id, rule.sektor, rule.jumlah, rule.nominasi)


def of_phases(siklus: Siklus, phases: Sequence[Phase]) -> dict[str, Any]:
    """Who loses a window that is open now, and who gets less time; of these the drafts and open
    surveys. Nobody while the cycle is being prepared."""
    after = Calendar(siklus)
    after.fase = list(phases)
    return _of_calendars(siklus, Calendar(siklus), after)


def of_cancelling(
    siklus: Siklus, row: Perpanjangan, concerned: Iterable[Evaluasi]
) -> dict[str, Any]:
    """Whom an extension that is taken back had been for."""
    after = Calendar(siklus)
    after.perpanjangan = [item for item in after.perpanjangan if item.pk != row.pk]
    before, now = Calendar(siklus), timezone.now()
    rows, kegiatan = list(concerned), Kegiatan(row.kegiatan)
    shut = [
        item
        for item in rows
        if before.window(item, kegiatan).is_open(now)
        and not after.window(item, kegiatan).is_open(now)
    ]
    return {"unit": named(rows), "tertutup": named(shut)}


def _of_calendars(siklus: Siklus, before: Calendar, after: Calendar) -> dict[str, Any]:
    now = timezone.now()
    shut: list[Evaluasi] = []
    sooner: list[Evaluasi] = []
    drafts: list[Evaluasi] = []
    surveys: list[Evaluasi] = []
    for item in _rows(siklus).filter(state__in=sorted(IN_WORK)).select_related("survei", "hasil"):
        lost = set()
        for kegiatan, states in MINDS.items():
            if item.status in states:
                old, new = before.window(item, kegiatan), after.window(item, kegiatan)
                how = loses(old, new, now)
                lost |= {(kegiatan, how)} if how else set()
        if not lost:
            continue
        (shut if any(how == "tertutup" for _, how in lost) else sooner).append(item)
        activities = {kegiatan for kegiatan, _ in lost}
        if Kegiatan.ISI_F01 in activities and item.hasil.f01_terisi:
            drafts.append(item)
        survei = item.survei
        if Kegiatan.SURVEI in activities and survei and survei.buka <= now < survei.tutup:
            surveys.append(item)
    return {
        "tertutup": named(shut),
        "maju": named(sooner),
        "draf": named(drafts),
        "survei": named(surveys),
    }


def _rows(siklus: Siklus) -> Any:
    return (
        Evaluasi.objects.filter(siklus=siklus)
        .select_related("instansi__induk__induk")
        .order_by("nama_instansi", "nama_unit", "formulir")
    )
