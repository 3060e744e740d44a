"""Reads of earlier years: what was published here, what was imported, what others published, and
scores of others. A line is of one scheme, and a unit's of one form; they are never mixed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet
from django.http import Http404

from evaluations.core.queries.published import published
from evaluations.models import (
    AngkaTerbit,
    HasilTerbit,
    HasilTerdahulu,
    Impor,
    NilaiLain,
    SkmUnit,
)
from evaluations.models.riwayat import Kelompok
from evaluations.rules.growth import growth
from evaluations.rules.history import (
    Comparison,
    Earlier,
    Same,
    Year,
    continued,
    same,
    side_by_side,
)
from evaluations.rules.means import METODE_RERATA, RATA_UNIT, group_mean
from evaluations.rules.other_scores import KINDS, Kind
from evaluations.rules.results import round_half_up
from evaluations.rules.survey import skm
from evaluations.rules.workflow import SKEMA_LABELS, Skema
from pekppp.accounts import lineage
from pekppp.accounts.lineage import Tie
from pekppp.accounts.models import Instansi, UnitLokus, User
from pekppp.base.formats import angka

# Results ------------------------------------------------------------------------------------------


IMPOR, TERBIT = "impor", "angka terbit"
LINE = tuple[str, str]  # scheme and form; a mean over units is of no form


def of_unit(unit: UnitLokus) -> list[Comparison]:
    """One comparison per scheme and form, over its predecessors; see `_with_past`."""
    return _with_past(unit, _unit_lines)


def _with_past(
    place: Any, lines_of: Callable[[Any], Mapping[LINE, list[Year]]]
) -> list[Comparison]:
    """Its lines go on over what it was before; what was merged into it is told apart."""
    past = lineage.past_of(place)
    lines, apart = continued(lines_of(place), [_earlier(tie, lines_of) for tie in past.lanjutan])
    merged = (_earlier(tie, lines_of) for tie in past.terpisah)
    apart += [(key, item) for item in merged for key in item.garis]
    return [
        *_compared(lines),
        *(
            side_by_side(f"{line_name(*key)}: {item.nama}, {item.lewat}", item.years(key))
            for key, item in apart
            if item.years(key)
        ),
    ]


def _earlier(tie: Tie, lines_of: Callable[[Any], Mapping[LINE, list[Year]]]) -> Earlier:
    until = None if tie.dari.closed_on else tie.sampai
    return Earlier(tie.nama, tie.lewat, until, lines_of(tie.dari))


def continued_results(unit: UnitLokus, own: Sequence[HasilTerbit]) -> list[HasilTerbit]:
    """Published results of its predecessors that go before its own, the latest first."""
    first = {_line_of(row): row.siklus.tahun for row in own}
    found: list[HasilTerbit] = []
    for tie in lineage.past_of(unit).lanjutan:
        rows = published().filter(evaluasi__unit=tie.dari).order_by("-siklus__tahun", "-pk")
        if tie.dari.closed_on is None:
            rows = rows.filter(siklus__tahun__lte=tie.sampai)
        before = [r for r in rows if r.siklus.tahun < first.get(_line_of(r), r.siklus.tahun + 1)]
        found += before
        first |= {_line_of(row): row.siklus.tahun for row in before}
    return found


def _line_of(row: HasilTerbit) -> LINE:
    return row.siklus.skema, row.evaluasi.formulir


def _unit_lines(unit: UnitLokus) -> dict[LINE, list[Year]]:
    rows = (
        published()
        .filter(evaluasi__unit=unit)
        .defer(None)
        .annotate(formulir=F("evaluasi__formulir"))
        .order_by("siklus__tahun", "pk")
    )
    lines: dict[LINE, list[Year]] = {}
    for row in rows:
        lines.setdefault((row.siklus.skema, row.formulir), []).append(_published(row, unit.nama))
    for earlier in imported(unit.instansi).filter(unit=unit):
        lines.setdefault((earlier.skema, earlier.formulir), []).append(_imported(earlier))
    return {key: sorted(years, key=lambda year: year.tahun) for key, years in lines.items()}


def _compared(lines: Mapping[LINE, list[Year]], more: str = "") -> list[Comparison]:
    """In the order of the schemes, each by year."""
    order = list(Skema)
    return [
        side_by_side(line_name(*key) + more, sorted(lines[key], key=lambda year: year.tahun))
        for key in sorted(lines, key=lambda key: (order.index(Skema(key[0])), key[1]))
    ]


def line_name(skema: str, formulir: str = "") -> str:
    form = f", formulir {formulir}" if formulir else ""
    return f"Skema {SKEMA_LABELS[Skema(skema)]}{form}"


def _published(row: HasilTerbit, today: str) -> Year:
    isi = row.isi
    return Year(
        row.siklus.tahun,
        row.siklus.nama
        if str(row.siklus.tahun) in row.siklus.nama
        else f"{row.siklus.nama} ({row.siklus.tahun})",
        row.ipp_teks,
        f"{row.kategori} · {row.sebutan}",
        isi["instrumen"]["digest"],
        {
            same(item["kode"], item["nama"]): _two(item["nilai"])
            for item in isi["aspek"]
            if not item["tambahan"]
        },
        keterangan=f"Skema {isi['siklus']['skema']}, formulir {isi['formulir']}, "
        f"{isi['instrumen']['nama']}",
        sebagai="" if row.evaluasi.nama_unit == today else row.evaluasi.nama_unit,
    )


def _imported(row: HasilTerdahulu) -> Year:
    return Year(
        row.tahun,
        str(row.tahun),
        row.ipp_teks,
        row.kategori,
        row.instrumen or f"impor {row.tahun}",
        {same(item["kode"], item["nama"]): _padded(item["nilai"]) for item in row.aspek},
        tanda=IMPOR,
        keterangan=f"{row.instrumen + '. ' if row.instrumen else ''}Sumber: {row.sumber}",
    )


def as_read_back(row: dict[str, Any]) -> dict[str, Any]:
    """A checked row of an import in the words of the pages that show it later."""
    shown = {**row}
    if "jenis" in row:
        kind = KINDS[row["jenis"]]
        shown["nama_jenis"], shown["skala"] = kind.nama, kind.skala
        value = None if row["nilai"] is None else Decimal(row["nilai"])
        shown["nilai"] = "" if value is None else _comma(value)
        shown["sebutan"] = row["sebutan"] or name_of(kind, row["tahun"], value)
    else:
        shown["kelompok"] = dict(Kelompok.choices).get(row["kelompok"], "")
        shown["garis"] = line_name(row["skema"], row["formulir"])
        shown["aspek"] = [{**item, "nilai": _padded(item["nilai"])} for item in row["aspek"]]
    return shown


def _padded(value: str | None) -> str | None:
    """As it was imported, with two decimals at least: 3.5 beside 2.74 reads 3.50."""
    whole, _, rest = (value or "").partition(".")
    return f"{whole}.{rest:0<2}" if value else value


def _two(value: str | None) -> str | None:
    return None if value is None else str(round_half_up(Fraction(value), 2))


def of_instansi(instansi: Instansi) -> list[Comparison]:
    """The mean of its units' published results per scheme, and per form where the cycle keeps
    forms apart, with what was imported for all of it and what others published of it; a year that
    was published here is told here. Its predecessors are told as those of a unit."""
    found = _with_past(instansi, _instansi_lines)
    if not settings.DEMO:
        return found
    # What a demonstration invents never stands in one line with what is true.
    others: dict[LINE, list[Year]] = {}
    for figure in _figures_of(instansi):
        others.setdefault((figure.skema, ""), []).append(_figure(figure))
    return [*found, *_compared(others, f", {TERBIT}")]


def _figures_of(instansi: Instansi) -> QuerySet[AngkaTerbit]:
    return AngkaTerbit.objects.filter(instansi=instansi, lingkup="instansi")


def _instansi_lines(instansi: Instansi) -> dict[LINE, list[Year]]:
    rows = published().filter(instansi=instansi).defer(None).order_by("siklus__tahun", "pk")
    grouped: dict[tuple[str, str], dict[int, list[HasilTerbit]]] = {}
    for row in rows:
        # Form A and what both forms share go by the scheme alone.
        alone = row.evaluasi.formulir == "A" or row.siklus.formulir_bersama
        line = (row.siklus.skema, "" if alone else row.evaluasi.formulir)
        grouped.setdefault(line, {}).setdefault(row.siklus.tahun, []).append(row)
    lines: dict[LINE, list[Year]] = {}
    for (skema, form), by_year in grouped.items():
        label = SKEMA_LABELS[Skema(skema)]
        lines[skema, form] = [_mean(label, form, instansi.nama, *pair) for pair in by_year.items()]
    for earlier in imported(instansi).filter(unit=None, kelompok=""):
        lines.setdefault((earlier.skema, ""), []).append(_imported(earlier))
    for figure in () if settings.DEMO else _figures_of(instansi):
        there = lines.setdefault((figure.skema, ""), [])
        if figure.tahun not in {year.tahun for year in there}:
            there.append(_figure(figure))
    return {key: sorted(years, key=lambda year: year.tahun) for key, years in lines.items()}


def _figure(row: AngkaTerbit) -> Year:
    return Year(
        row.tahun,
        str(row.tahun),
        row.ipp_teks,
        row.kategori,
        f"angka terbit {row.tahun}",
        tanda=TERBIT,
        keterangan=f"Sumber: {row.sumber}",
    )


def _mean(skema: str, form: str, today: str, tahun: int, rows: list[HasilTerbit]) -> Year:
    names = {row.evaluasi.nama_instansi for row in rows} - {today}
    mean = group_mean([row.ipp for row in rows], RATA_UNIT)
    digests = {row.isi["instrumen"]["digest"] for row in rows}
    aspects: dict[Same, str | None] = {}
    if len(digests) == 1:  # means of different things have no name
        values: dict[Same, list[Fraction | None]] = {}
        for row in rows:
            for item in row.isi["aspek"]:
                if not item["tambahan"]:
                    found = values.setdefault(same(item["kode"], item["nama"]), [])
                    found.append(None if item["nilai"] is None else Fraction(item["nilai"]))
        aspects = {key: _text(group_mean(found).value) for key, found in values.items()}
    said = f"{rows[0].siklus.kata_formulir(form)}, " if form else ""
    return Year(
        tahun,
        str(tahun),
        _text(mean.value) or "0",
        instrumen=digests.pop() if len(digests) == 1 else "beberapa instrumen",
        aspek=aspects,
        keterangan=f"Skema {skema}, {said}{METODE_RERATA[mean.method]}: {mean.counted} unit",
        sebagai=", ".join(sorted(names)),
    )


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(round_half_up(value, 2))


def imported(instansi: Instansi) -> QuerySet[HasilTerdahulu]:
    rows = HasilTerdahulu.objects.filter(instansi=instansi)
    return rows.select_related("unit", "oleh").order_by("tahun", "pk")


def imported_scores(instansi: Instansi) -> QuerySet[NilaiLain]:
    rows = NilaiLain.objects.filter(instansi=instansi)
    return rows.select_related("unit", "oleh").order_by("jenis", "-tahun", "pk")


def aggregates() -> list[tuple[str, list[HasilTerdahulu]]]:
    """Figures of the country and its two groups of which only the total is known, by year."""
    rows = HasilTerdahulu.objects.exclude(kelompok="").order_by("-tahun", "kelompok")
    found: dict[str, list[HasilTerdahulu]] = {}
    for row in rows:
        found.setdefault(Kelompok(row.kelompok).label, []).append(row)
    return list(found.items())


# Scores of others ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    """One score beside the IPP, as a page shows it."""

    nama: str
    pemilik: str
    tahun: int
    sejak: int  # the first year of its scale
    nilai: str
    skala: str
    sebutan: str
    sumber: str
    oleh: str
    diimpor: bool = False
    tumbuh: str = ""  # in points, since the last earlier year of the same scale


def scores_of_unit(unit: UnitLokus) -> list[Score]:
    """Of others, and the unit's own SKM from its own record."""
    rows = NilaiLain.objects.filter(unit=unit).select_related("oleh")
    own = SkmUnit.objects.filter(unit=unit).select_related("oleh").order_by("-tahun")
    return _with_growth([*map(_score, rows), *map(_own_skm, own)])


def scores_of_instansi(instansi: Instansi) -> list[Score]:
    rows = NilaiLain.objects.filter(instansi=instansi, unit=None).select_related("oleh")
    return _with_growth([_score(row) for row in rows])


def _with_growth(scores: Sequence[Score]) -> list[Score]:
    """Only within one scale: a score of other bands is another measure, whatever its numbers."""
    last: dict[tuple[str, int], Score] = {}
    told: dict[int, str] = {}
    for score in sorted(scores, key=lambda item: item.tahun):
        if score.nilai:
            key = (score.nama, score.sejak)
            before = last.get(key)
            if before is not None:
                moved = growth(_dotted(before.nilai), _dotted(score.nilai)).poin
                told[id(score)] = f"{angka(moved)} poin sejak {before.tahun}"
            last[key] = score
    return [replace(score, tumbuh=told.get(id(score), "")) for score in scores]


def _dotted(text: str) -> str:
    return text.replace(",", ".")


def _score(row: NilaiLain) -> Score:
    kind = KINDS[row.jenis]
    return Score(
        kind.nama,
        kind.pemilik,
        row.tahun,
        kind.scale_since(row.tahun),
        "" if row.nilai is None else _comma(row.nilai),
        kind.skala,
        row.sebutan or name_of(kind, row.tahun, row.nilai),
        row.sumber,
        str(row.oleh),
        row.impor_id is not None,
    )


def _own_skm(row: SkmUnit) -> Score:
    kind, band = KINDS["skm"], skm.band_of(row.nilai)
    words = f"{band.huruf} ({band.sebutan})"
    return Score(
        kind.nama,
        kind.pemilik,
        row.tahun,
        kind.scale_since(row.tahun),
        _comma(row.nilai),
        kind.skala,
        words,
        row.sumber,
        str(row.oleh),
    )


def name_of(kind: Kind, tahun: int, nilai: Decimal | None) -> str:
    return "" if nilai is None else kind.name_of(tahun, nilai)


def _comma(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")


# What an import may name --------------------------------------------------------------------------


def fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def units_by_name(instansi: Iterable[int]) -> dict[int, dict[str, UnitLokus]]:
    """By instansi (id), units by name, closed ones too: they have a past. An open one wins."""
    found: dict[int, dict[str, UnitLokus]] = {}
    rows = UnitLokus.objects.filter(instansi__in=list(instansi))
    for unit in rows.order_by(F("closed_on").asc(nulls_last=True), "pk"):
        found.setdefault(unit.instansi_id, {})[fold(unit.nama)] = unit
    return found


def decided_years(units: Iterable[UnitLokus]) -> set[tuple[int, int, str, str]]:
    """(unit, year, scheme, form) that are published here: an import never stands beside those."""
    rows = published().filter(evaluasi__unit__in=[unit.pk for unit in units]).order_by()
    return set(
        rows.values_list("evaluasi__unit", "siklus__tahun", "siklus__skema", "evaluasi__formulir")
    )


def keys_there(model: Any, key: Sequence[str], instansi: Iterable[int]) -> set[tuple[Any, ...]]:
    """What is imported for these instansi (ids) by now: their `key`s."""
    rows = model.objects.filter(instansi__in=list(instansi)).order_by()
    return set(rows.values_list(*key))


def get_impor(user: User, instansi: Instansi, uuid: UUID, jenis: str) -> Impor:
    """An import of one's own for this instansi."""
    found = Impor.objects.filter(instansi=instansi, uuid=uuid, jenis=jenis, oleh=user).first()
    if found is None:
        raise Http404
    return found


def get_imported(instansi: Instansi, model: Any, uuid: UUID) -> Any:
    """A row that was imported for an instansi that is already loaded and authorised."""
    found = model.objects.filter(instansi=instansi, uuid=uuid).select_related("unit").first()
    if found is None:
        raise Http404
    found.instansi = instansi
    return found
