"""What a unit said and handed in the last time, as far as it still fits. Writes nothing."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Value, When

from evaluations.models import Bukti, Evaluasi, Jawaban
from evaluations.rules.workflow import DECIDED, ENDED
from evaluations.survey.queries.skm import latest_for
from instruments import matching, rules
from instruments.spec import Indikator

Rows = Mapping[int, Mapping[str, Jawaban]]


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer of the last time. `ikut`: asked, if all offers of its indicator are taken."""

    nilai: Any
    kata: str
    ikut: bool
    dari: str = ""  # which record, where it is no answer of the last time


@dataclass(frozen=True, slots=True)
class Prefill:
    """What is offered, by indicator number, and from which evaluation."""

    sumber: Evaluasi
    jawaban: dict[int, dict[str, Offer]] = field(default_factory=dict)
    bukti: dict[int, list[Bukti]] = field(default_factory=dict)


def first_open(evaluasi: Evaluasi, answers: Rows, returned: Collection[int] = ()) -> str:
    """The address of the first required question without an answer, else of the first aspect.

    Of a returned F01, the first of the `returned` indicators that wait to be mended.
    """
    for aspek in evaluasi.versi.instrumen.semua_aspek:
        for indikator in aspek.indikator:
            there = evaluasi.address("f01", aspek.kode)
            if returned:
                if indikator.nomor in returned:
                    return f"{there}#i-{indikator.nomor}"
                continue
            values = {key: row.nilai for key, row in answers.get(indikator.nomor, {}).items()}
            for pertanyaan in rules.missing(indikator, values):
                return f"{there}#q-{indikator.nomor}-{pertanyaan.id}"
    return evaluasi.address("f01", evaluasi.versi.instrumen.semua_aspek[0].kode)


def source_of(evaluasi: Evaluasi) -> Evaluasi | None:
    """The unit's latest evaluation of an earlier year with the same form, a decided one first.

    A practice cycle never feeds a real one, and what ended otherwise than decided feeds nothing.
    """
    found = Evaluasi.objects.filter(
        Exists(Jawaban.objects.filter(evaluasi=OuterRef("pk"), nilai__isnull=False)),
        unit=evaluasi.unit_id,
        formulir=evaluasi.formulir,
        siklus__tahun__lt=evaluasi.siklus.tahun,
    ).exclude(state__in=[state.value for state in ENDED])
    if not evaluasi.siklus.latihan:
        found = found.filter(siklus__latihan=False)
    decided = Case(
        When(state__in=[state.value for state in DECIDED], then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return (
        found.select_related("siklus", "versi")
        .defer("versi__spec")
        .order_by("-siklus__tahun", "siklus__latihan", decided, "-pk")
        .first()
    )


def offers(evaluasi: Evaluasi, answers: Rows, open_to: Collection[int]) -> Prefill | None:
    """What can be taken over into these indicators: answers only where there is none yet."""
    source = source_of(evaluasi) if open_to else None
    if source is None:
        return None
    found = Prefill(source)
    pairs = dict(_pairs(source, evaluasi, open_to))
    earlier: dict[int, dict[str, Jawaban]] = {}
    wanted = {before.nomor for before in pairs.values()}
    for row in Jawaban.objects.filter(evaluasi=source, indikator__in=wanted):
        earlier.setdefault(row.indikator, {})[row.pertanyaan] = row
    for nomor, before in pairs.items():
        now = evaluasi.versi.instrumen.indikator(nomor)
        offered = _offered(now, before, answers.get(nomor, {}), earlier.get(before.nomor, {}))
        if offered:
            found.jawaban[nomor] = offered
    found.bukti.update(_files(source, evaluasi, pairs))
    return found


def recorded(
    evaluasi: Evaluasi, answers: Rows, open_to: Collection[int]
) -> dict[int, dict[str, Offer]]:
    """Records that the unit keeps anyway, for the questions that name them as their source."""
    asked = [
        (nomor, p)
        for nomor in open_to
        for p in evaluasi.versi.instrumen.indikator(nomor).pertanyaan
        if p.sumber == "skm"
    ]
    row = latest_for(evaluasi) if asked else None
    found: dict[int, dict[str, Offer]] = {}
    if row is None:
        return found
    for nomor, p in asked:
        if _answered(answers.get(nomor, {}).get(p.id)):
            continue
        nilai = rules.normalise(p, str(row.nilai))
        # Never part of "all of last year": it is of another year.
        offer = Offer(nilai, rules.in_words(p, nilai), False, f"catatan SKM tahun {row.tahun}")
        found.setdefault(nomor, {})[p.id] = offer
    return found


def _answered(row: Jawaban | None) -> bool:
    return row is not None and row.nilai is not None


def _pairs(
    source: Evaluasi, evaluasi: Evaluasi, open_to: Collection[int]
) -> Iterator[tuple[int, Indikator]]:
    now, then = evaluasi.versi, source.versi
    same = then.digest == now.digest
    return matching.pairs(now.instrumen, then.instrumen, open_to, same=same)


def _offered(
    now: Indikator,
    before: Indikator,
    rows: Mapping[str, Jawaban],
    earlier: Mapping[str, Jawaban],
) -> dict[str, Offer]:
    values = {key: row.nilai for key, row in rows.items() if row.nilai is not None}
    asked = rules.tampil(before, {key: row.nilai for key, row in earlier.items()})
    then = {p.id: p for p in before.pertanyaan if p.id in asked}
    taken: dict[str, Any] = {}
    for p in now.pertanyaan:
        if p.id in values or p.id not in then or p.id not in earlier:
            continue
        nilai = matching.fitting(p, then[p.id], earlier[p.id].nilai)
        if nilai is not None:
            taken[p.id] = nilai
    shown = rules.tampil(now, {**values, **taken})
    return {
        p.id: Offer(taken[p.id], rules.in_words(p, taken[p.id]), p.id in shown)
        for p in now.pertanyaan
        if p.id in taken
    }


def _files(
    source: Evaluasi, evaluasi: Evaluasi, pairs: Mapping[int, Indikator]
) -> dict[int, list[Bukti]]:
    """Files of the last time that the same indicator does not have yet."""
    there = set(
        Bukti.objects.filter(evaluasi=evaluasi, dihapus_pada__isnull=True).values_list(
            "indikator", "berkas"
        )
    )
    by_number: dict[int, list[Bukti]] = {}
    for row in handed_in(source).filter(indikator__in={i.nomor for i in pairs.values()}):
        by_number.setdefault(row.indikator, []).append(row)
    found = {}
    for nomor, before in pairs.items():
        left = [r for r in by_number.get(before.nomor, []) if (nomor, r.berkas_id) not in there]
        if left:
            found[nomor] = left
    return found


def handed_in(source: Evaluasi) -> Any:
    """The files of an F01 that are in force; those of an objection belong to its level."""
    return Bukti.objects.filter(
        evaluasi=source,
        dihapus_pada__isnull=True,
        berkas__isnull=False,
        sanggahan__isnull=True,
    ).select_related("berkas", "asal")


def find_offered_file(evaluasi: Evaluasi, uuid: Any) -> tuple[int, Bukti] | None:
    """(indicator now, file of the last time), if it is one that may be offered."""
    source = source_of(evaluasi)
    row = handed_in(source).filter(uuid=uuid).first() if source else None
    if source is None or row is None:
        return None
    numbers = [item.nomor for item in evaluasi.versi.instrumen.semua_indikator]
    for nomor, before in _pairs(source, evaluasi, numbers):
        if before.nomor == row.indikator:
            return nomor, row
    return None
