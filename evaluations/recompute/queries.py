"""Reads of dry runs and what they showed, for those who decide and for the worker."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from evaluations.models import BarisHitungUlang, Evaluasi, HitungUlang, Siklus
from evaluations.objections import queries as objection_queries
from evaluations.results import queries as result_queries
from evaluations.rules.workflow import DECIDED, ENDED
from instruments import queries as instruments
from instruments.models import VersiInstrumen
from pekppp.base.certain import certain

Status = HitungUlang.Status
Row = BarisHitungUlang.Status
OPEN = (Status.DIHITUNG, Status.SIAP, Status.DITERAPKAN, Status.GAGAL)

_WITH = ("siklus", "versi", "hasil", "instansi", "unit")


def latest(siklus: Siklus) -> HitungUlang | None:
    """The last dry run of a cycle, open or applied; one that was given up is not shown."""
    found = HitungUlang.objects.filter(siklus=siklus).exclude(status=Status.BATAL)
    return found.select_related("oleh", "diterapkan_oleh", "versi_a", "versi_b").first()


def get(siklus: Siklus, uuid: UUID) -> HitungUlang:
    """A dry run of a cycle that is already loaded and authorised."""
    found = HitungUlang.objects.filter(siklus=siklus, uuid=uuid)
    row = found.select_related("oleh", "versi_a", "versi_b").first()
    if row is None:
        raise Http404
    row.siklus = siklus
    return row


def counts(hitung: HitungUlang) -> dict[str, int]:
    """How many rows wait, change, stay, could not be computed, were applied, were refused."""
    rows = BarisHitungUlang.objects.filter(hitung=hitung)
    known = ~Q(status__in=[Row.ANTRE, Row.MASALAH])
    found = rows.aggregate(
        antre=Count("pk", filter=Q(status=Row.ANTRE)),
        siap=Count("pk", filter=Q(status=Row.SIAP)),
        lain=Count("pk", filter=known & Q(berubah=True)),
        tetap=Count("pk", filter=known & Q(berubah=False) & ~Q(status=Row.DITOLAK)),
        masalah=Count("pk", filter=Q(status=Row.MASALAH)),
        diterapkan=Count("pk", filter=Q(status=Row.DITERAPKAN, berubah=True)),
        ditolak=Count("pk", filter=Q(status=Row.DITOLAK)),
    )
    left = found["siap"] if hitung.alasan else found["antre"]
    # An aggregate may not have a column's name.
    return found | {"berubah": found.pop("lain"), "selesai": (hitung.jumlah or 0) - left}


def told(hitung: HitungUlang) -> QuerySet[BarisHitungUlang]:
    """What the table shows: what changes, and what could not be computed or applied."""
    worth = Q(berubah=True) | Q(status__in=[Row.MASALAH, Row.DITOLAK])
    rows = BarisHitungUlang.objects.filter(worth, hitung=hitung).exclude(status=Row.ANTRE)
    return rows.select_related("evaluasi")


def version_for(hitung: HitungUlang, evaluasi: Evaluasi) -> VersiInstrumen:
    """The version by which an evaluation is computed again: the chosen one, or the cycle's; what
    stayed out of an errata stays out of it."""
    chosen = hitung.versi.get(evaluasi.formulir)
    present = chosen or hitung.siklus.versi_untuk(evaluasi.formulir) or evaluasi.versi
    other = evaluasi.versi_id != present.pk
    if other and present.ralat_dari_id and evaluasi.versi_id in instruments.mended_by(present):
        return evaluasi.versi
    return present


def to_list(hitung: HitungUlang) -> list[Evaluasi]:
    """What is decided, and what would take another version though it is not; by name."""
    found = (
        Evaluasi.objects.filter(siklus=hitung.siklus_id)
        .exclude(state__in=[state.value for state in ENDED])
        .exclude(hasil__rincian={})
        .select_related("versi")
        .defer("versi__spec")
        .order_by("nama_instansi", "nama_unit", "formulir", "pk")
    )
    return [
        item
        for item in found
        if item.status in DECIDED or item.versi_id != version_for(hitung, item).pk
    ]


def live(hitung: HitungUlang) -> int:
    """How many evaluations of the cycle have not ended."""
    ended = [state.value for state in ENDED]
    return Evaluasi.objects.filter(siklus=hitung.siklus_id).exclude(state__in=ended).count()


def next_rows(hitung: HitungUlang, status: str, number: int) -> list[BarisHitungUlang]:
    rows = BarisHitungUlang.objects.filter(hitung=hitung, status=status).order_by("urutan")
    return list(rows[:number])


def evaluations_of(rows: Iterable[BarisHitungUlang]) -> dict[int, Evaluasi]:
    found = Evaluasi.objects.filter(pk__in=[row.evaluasi_id for row in rows])
    return {item.pk: item for item in found.select_related(*_WITH).defer("versi__spec")}


def levels_of(evaluations: list[Evaluasi]) -> dict[int, dict[int, Any]]:
    """Per evaluation its level per indicator, read in a handful of queries for all of them.

    With what was accepted since the decision, which is written when it is applied.
    """
    late = objection_queries.accepted_late(evaluations)
    found = result_queries.levels_of(evaluations)
    for item in evaluations:
        levels = found[item.pk]
        for objection in late.get(item.pk, []):
            new = certain(objection.nilai_baru, "it was accepted")
            levels[objection.indikator] = replace(
                levels[objection.indikator], berlaku=Fraction(new), sanggah=new
            )
    return found


def decided_changes(hitung: HitungUlang) -> list[BarisHitungUlang]:
    """Applied rows whose decided figure is another one now, for those who are told."""
    rows = BarisHitungUlang.objects.filter(hitung=hitung, status=Row.DITERAPKAN, berubah=True)
    decided = [state.value for state in DECIDED]
    return list(
        rows.filter(evaluasi__state__in=decided)
        .select_related("evaluasi__unit", "evaluasi__instansi", "evaluasi__penilai")
        .order_by(F("urutan"))
    )
