"""From levels, survey totals and external numbers to the IPP. Pure and exact.

Everything inside is an integer or a `Fraction`; there is one rounding (`round_half_up`) and one
band table (the instrument's). Null is "not answered" and never becomes 0; 0 is a score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from evaluations.rules.results import (
    AspectResult,
    ComponentResult,
    Result,
    SurveyMean,
    format4,
    round_half_up,
)
from instruments.checks import TOLERANCE
from instruments.spec import (
    METODE_ASPEK,
    METODE_SURVEI,
    Aspek,
    Instrumen,
    Komponen,
    Skala,
)

__all__ = [
    "AspectResult",
    "ComponentResult",
    "Result",
    "ScoringError",
    "SurveyMean",
    "SurveyTotals",
    "format4",
    "mean_levels",
    "range_of",
    "round_half_up",
    "score",
]

Level = int | Fraction | None
Levels = Mapping[int, Level]


class ScoringError(ValueError):
    """Input that no figure can be made of, in one Indonesian sentence."""


@dataclass(frozen=True, slots=True)
class SurveyTotals:
    """What the arithmetic needs of a survey: per item, in the order of the instrument."""

    respondents: int = 0
    sums: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()

    @classmethod
    def of(
        cls,
        responses: Iterable[Sequence[int | None]],
        *,
        items: int | None = None,
        skala: Skala | None = None,
    ) -> SurveyTotals:
        """Totals of raw responses; one without any answered item is not a response."""
        respondents, sums, counts = 0, [0] * (items or 0), [0] * (items or 0)
        for index, response in enumerate(responses):
            if items is None:
                items, sums, counts = len(response), [0] * len(response), [0] * len(response)
            if len(response) != items:
                raise ScoringError(
                    f"Responden ke-{index + 1} mengisi {len(response)} butir, seharusnya {items}."
                )
            for item, value in enumerate(response):
                if value is not None:
                    _require_item(value, skala, f"Responden ke-{index + 1}, butir {item + 1}")
                    sums[item] += value
                    counts[item] += 1
            respondents += any(value is not None for value in response)
        return cls(respondents, tuple(sums), tuple(counts))


def _require_item(value: object, skala: Skala | None, where: str) -> None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or (skala is not None and value not in skala):
        raise ScoringError(f"{where}: nilai harus bilangan bulat di dalam skala.")


def score(
    spec: Instrumen,
    levels: Levels,
    survey: SurveyTotals | None = None,
    external: Mapping[str, Decimal | None] | None = None,
    *,
    minimum_respondents: int | None = None,
    metode_aspek: str | None = None,
    metode_survei: str | None = None,
) -> Result:
    """The result of one evaluation. ScoringError for input outside the instrument."""
    survey = survey or SurveyTotals()
    external = external or {}
    aspek_method = metode_aspek or spec.metode_aspek
    survei_method = metode_survei or (spec.survei.metode if spec.survei else "")
    _require_methods(spec, aspek_method, survei_method)
    _require_levels(spec, levels)
    survey = _require_survey(spec, survey)
    _require_external(spec, external)

    aspects = tuple(_aspect(a, levels, aspek_method) for a in spec.aspek_berbobot)
    survey_aspects = _survey_aspects(spec, survey)
    minimum = spec.survei.minimum if spec.survei else 0
    if minimum_respondents is not None:
        minimum = minimum_respondents
    components = tuple(
        _rubric(k, aspects)
        if k.sumber == "rubrik"
        else _survey(k, survey, survey_aspects, survei_method, minimum)
        if k.sumber == "survei"
        else _external(k, spec.skala, external.get(k.kode))
        for k in spec.komponen
    )
    exact = _weighted([(c.weight, c.value) for c in components])
    ipp = None if exact is None else round_half_up(exact, spec.desimal)
    kategori = None if ipp is None else spec.kategori_untuk(ipp)
    extra = spec.semua_aspek[-1] if spec.tambahan else None
    return Result(
        aspects=aspects,
        tambahan=replace(_aspect(extra, levels, "rata"), weight=Fraction(0)) if extra else None,
        components=components,
        survey_aspects=survey_aspects,
        survey_items=tuple(
            SurveyMean(str(b.nomor), _mean(total, count), count)
            for b, total, count in zip(spec.butir, survey.sums, survey.counts, strict=True)
        ),
        ipp=ipp,
        category=kategori.huruf if kategori else None,
        category_label=kategori.sebutan if kategori else None,
        missing=tuple(_missing(spec, levels, components)),
        method=", ".join(filter(None, (aspek_method, survei_method))),
    )


def _require_methods(spec: Instrumen, aspek_method: str, survei_method: str) -> None:
    if aspek_method not in METODE_ASPEK:
        raise ScoringError(f"Metode aspek «{aspek_method}» tidak dikenal.")
    if spec.survei and survei_method not in METODE_SURVEI:
        raise ScoringError(f"Metode survei «{survei_method}» tidak dikenal.")
    if aspek_method == "tertimbang":
        for aspek in spec.aspek_berbobot:
            total = sum((i.bobot or Fraction(0) for i in aspek.indikator), Fraction(0))
            if abs(total - 100) > TOLERANCE:
                raise ScoringError(f"Bobot indikator pada aspek {aspek.kode} tidak berjumlah 100.")


def _require_levels(spec: Instrumen, levels: Levels) -> None:
    known = {i.nomor for i in spec.iter_indikator()}
    for nomor, level in levels.items():
        if nomor not in known:
            raise ScoringError(f"Indikator {nomor} tidak ada pada instrumen ini.")
        if level is not None and (isinstance(level, bool) or level not in spec.skala):
            low, high = spec.skala.minimum, spec.skala.maksimum
            raise ScoringError(f"Indikator {nomor}: nilai harus di antara {low} dan {high}.")


def _require_survey(spec: Instrumen, survey: SurveyTotals) -> SurveyTotals:
    items = len(spec.butir)
    if not survey.respondents and not survey.sums:
        return SurveyTotals(0, (0,) * items, (0,) * items)
    if len(survey.sums) != items or len(survey.counts) != items:
        raise ScoringError(f"Survei harus memuat {items} butir, bukan {len(survey.sums)}.")
    low, high = spec.skala.minimum, spec.skala.maksimum
    for butir, total, count in zip(spec.butir, survey.sums, survey.counts, strict=True):
        if not (0 <= count <= survey.respondents and low * count <= total <= high * count):
            raise ScoringError(f"Butir survei {butir.nomor}: jumlah nilainya di luar skala.")
    return survey


def _require_external(spec: Instrumen, external: Mapping[str, Decimal | None]) -> None:
    known = {k.kode: k for k in spec.komponen_angka}
    for kode, value in external.items():
        if kode not in known:
            raise ScoringError(f"Komponen «{kode}» tidak menerima angka dari luar.")
        low, high = range_of(known[kode], spec.skala)
        if value is not None and not (value.is_finite() and low <= Fraction(value) <= high):
            shown = f"{float(low):g} dan {float(high):g}"
            raise ScoringError(f"Komponen {kode}: angka harus di antara {shown}.")


def range_of(komponen: Komponen, skala: Skala) -> tuple[Fraction, Fraction]:
    """The least and the greatest number that a component takes from outside."""
    if komponen.skala_asal:
        return komponen.skala_asal.minimum, komponen.skala_asal.maksimum
    return Fraction(skala.minimum), Fraction(skala.maksimum)


def _weighted(parts: Sequence[tuple[Fraction, Fraction | int | None]]) -> Fraction | None:
    """Sum of weight x value over 100; None while a value is missing, or without any part.

    What is there is never stretched over what is missing: it would be read as a result.
    """
    known = [(weight, value) for weight, value in parts if value is not None]
    if not known or len(known) < len(parts):
        return None
    return sum((weight * value for weight, value in known), Fraction(0)) / 100


def _aspect(aspek: Aspek, levels: Levels, method: str) -> AspectResult:
    even = Fraction(100, len(aspek.indikator))
    parts = [
        (even if method == "rata" else i.bobot or Fraction(0), levels.get(i.nomor))
        for i in aspek.indikator
    ]
    return AspectResult(
        kode=aspek.kode,
        nama=aspek.nama,
        weight=aspek.bobot,
        value=_weighted(parts),
        answered=sum(level is not None for _, level in parts),
        total=len(parts),
    )


def _rubric(komponen: Komponen, aspects: Sequence[AspectResult]) -> ComponentResult:
    return ComponentResult(
        kode=komponen.kode,
        sumber=komponen.sumber,
        weight=komponen.bobot,
        value=_weighted([(a.weight, a.value) for a in aspects]),
        mean=None,
        have=sum(a.answered for a in aspects),
        need=sum(a.total for a in aspects),
    )


def _survey_aspects(spec: Instrumen, survey: SurveyTotals) -> tuple[SurveyMean, ...]:
    """Mean of all answers to the items of each aspect; an aspect without items is not listed."""
    totals: dict[str, tuple[int, int]] = {}
    for butir, total, count in zip(spec.butir, survey.sums, survey.counts, strict=True):
        so_far = totals.get(butir.aspek, (0, 0))
        totals[butir.aspek] = (so_far[0] + total, so_far[1] + count)
    return tuple(SurveyMean(k, _mean(total, count), count) for k, (total, count) in totals.items())


def _mean(total: int | Fraction, count: int) -> Fraction | None:
    return Fraction(total) / count if count else None


def survey_mean(spec: Instrumen, survey: SurveyTotals) -> Fraction | None:
    """The mean of the whole survey by the instrument's method, however few have answered."""
    if spec.survei is None:
        return None
    return _survey_mean(survey, _survey_aspects(spec, survey), spec.survei.metode)


def _survey_mean(
    survey: SurveyTotals, aspects: Sequence[SurveyMean], method: str
) -> Fraction | None:
    if method == "rata_aspek":
        means = [a.value for a in aspects if a.value is not None]
        return _mean(sum(means, Fraction(0)), len(means))
    return _mean(sum(survey.sums), sum(survey.counts))


def _survey(
    komponen: Komponen,
    survey: SurveyTotals,
    aspects: Sequence[SurveyMean],
    method: str,
    minimum: int,
) -> ComponentResult:
    mean = _survey_mean(survey, aspects, method)
    return ComponentResult(
        kode=komponen.kode,
        sumber=komponen.sumber,
        weight=komponen.bobot,
        value=mean if survey.respondents >= minimum else None,
        mean=mean,
        have=survey.respondents,
        need=minimum,
    )


def _external(komponen: Komponen, skala: Skala, value: Decimal | None) -> ComponentResult:
    converted = None
    if value is not None:
        low, high = range_of(komponen, skala)
        span = skala.maksimum - skala.minimum
        converted = skala.minimum + (Fraction(value) - low) * span / (high - low)
    return ComponentResult(
        kode=komponen.kode,
        sumber=komponen.sumber,
        weight=komponen.bobot,
        value=converted,
        mean=None,
        have=int(value is not None),
        need=1,
    )


def _missing(
    spec: Instrumen, levels: Levels, components: Sequence[ComponentResult]
) -> Iterable[str]:
    for component in components:
        if component.value is not None:
            continue
        if component.sumber == "rubrik":
            open_ones = [i.nomor for i in spec.indikator_berbobot if levels.get(i.nomor) is None]
            yield f"{component.kode}: indikator {', '.join(map(str, open_ones))}"
        elif component.sumber == "survei":
            yield f"{component.kode}: {component.have} dari {component.need} responden"
        else:
            yield f"{component.kode}: belum diisi"


def mean_levels(maps: Sequence[Levels]) -> dict[int, Fraction | None]:
    """The mean of several evaluators per indicator; null while one of them has none."""
    merged: dict[int, Fraction | None] = {}
    for nomor in dict.fromkeys(n for levels in maps for n in levels):
        values = [levels.get(nomor) for levels in maps]
        known = [v for v in values if v is not None]
        complete = len(known) == len(values)
        merged[nomor] = _mean(sum(known, Fraction(0)), len(known)) if complete else None
    return merged
