"""IPP as lines over the years: of the nation and its groups, of an instansi, of a region.

A line is of one scheme. What was published here comes first; for other years stands what was
published elsewhere, with its source, and within the ministry what it imported.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet, Sum

from evaluations.core.queries.published import published
from evaluations.history.queries.history import IMPOR, TERBIT
from evaluations.models import AngkaTerbit, HasilTerbit, HasilTerdahulu, Siklus
from evaluations.models.riwayat import Kelompok, LingkupTerbit
from evaluations.rules.growth import Line, Point, line_of
from evaluations.rules.kinds import GROUPS, KL, PEMDA, group_of
from evaluations.rules.means import (
    METODE_RERATA,
    RATA_INSTANSI,
    RATA_UNIT,
    GroupMean,
    group_mean,
    national_mean,
)
from evaluations.rules.places import region
from evaluations.rules.results import round_half_up
from evaluations.rules.workflow import SKEMA_LABELS, Skema
from pekppp.accounts import lineage
from pekppp.accounts.models import Instansi

NASIONAL = "Nasional"
_GROUPS = {Kelompok.NASIONAL: NASIONAL, Kelompok.KL: KL, Kelompok.PEMDA: PEMDA}


# Form B, where its cycle does not let it share a mean with form A.
_APART = Q(evaluasi__formulir="B", siklus__formulir_bersama=False)
_OF_B = " (formulir B)"


@dataclass(frozen=True, slots=True)
class Lines:
    """What is drawn in one chart: lines of one scheme."""

    judul: str
    skema: str
    garis: list[Line]


def national(*, imports: bool = False) -> list[Lines]:
    """The nation and its two groups, in the scheme Nasional. `imports`: not for the public."""
    own = _computed()
    others: dict[str, list[Point]] = {}
    if imports:
        rows = HasilTerdahulu.objects.exclude(kelompok="").filter(skema=Skema.NASIONAL)
        for row in rows:
            name = _GROUPS[Kelompok(row.kelompok)]
            point = Point(row.tahun, row.ipp_teks, row.kategori, row.sumber, IMPOR)
            others.setdefault(name, []).append(point)
    known = [LingkupTerbit.NASIONAL, LingkupTerbit.KELOMPOK]
    for figure in AngkaTerbit.objects.filter(lingkup__in=known, skema=Skema.NASIONAL):
        name = NASIONAL if figure.lingkup == LingkupTerbit.NASIONAL else figure.nama
        others.setdefault(name, []).append(_point(figure))
    return _drawn("IPP nasional dari tahun ke tahun", Skema.NASIONAL, own, others)


def of_place(instansi: Instansi, skema: str) -> list[Lines]:
    """The mean of an instansi's own units in one scheme, going on over what it was before."""
    own = {instansi.nama + words: found for words, found in _own_points(instansi, skema).items()}
    past = lineage.past_of(instansi)
    for tie in (*past.lanjutan, *past.terpisah):
        until = 9999 if tie.dari.closed_on else tie.sampai
        for words, found in _own_points(tie.dari, skema).items():
            here = own.setdefault(instansi.nama + words, [])
            points = [
                replace(point, sumber=f"{point.sumber}; {tie.nama}, {tie.lewat}")
                for point in found
                if point.tahun <= until
            ]
            overlaps = points and here and points[-1].tahun >= here[0].tahun
            if overlaps or tie in past.terpisah:
                own[f"{tie.nama}{words}, {tie.lewat}"] = points
            else:
                here[:0] = points
    figures = AngkaTerbit.objects.filter(
        instansi=instansi, skema=skema, lingkup=LingkupTerbit.INSTANSI
    )
    return _drawn(
        f"{instansi.nama} dari tahun ke tahun, skema {SKEMA_LABELS[Skema(skema)]}",
        Skema(skema),
        own,
        {instansi.nama: [_point(figure) for figure in figures]},
    )


def _own_points(instansi: Instansi, skema: str) -> dict[str, list[Point]]:
    """By what the form adds to the name; each point says a name that is not today's."""
    rows = published().filter(instansi=instansi, siklus__skema=skema)
    return {
        words: [
            _mean_point(
                year,
                group_mean([value], RATA_UNIT),
                bands,
                f"{units} unit" + ("" if nama == instansi.nama else f", sebagai {nama}"),
            )
            for year, value, units, nama, bands in _by_year(part)
        ]
        for words, part in (("", rows.exclude(_APART)), (_OF_B, rows.filter(_APART)))
    }


def of_region(instansi: Instansi) -> list[Lines]:
    """What was published of a province's region, with all offices in it: never of its own units."""
    found: dict[str, list[Point]] = {}
    for figure in AngkaTerbit.objects.filter(instansi=instansi, lingkup=LingkupTerbit.WILAYAH):
        found.setdefault(figure.skema, []).append(_point(figure))
    name = region(instansi.nama)
    words = f"{name} (pemerintah provinsi dan kabupaten/kotanya), skema"
    return [
        lines
        for skema, points in found.items()
        for lines in _lines(
            f"{words} {SKEMA_LABELS[Skema(skema)]}", Skema(skema), {}, {name: points}
        )
    ]


def _drawn(
    judul: str, skema: Skema, own: dict[str, list[Point]], others: dict[str, list[Point]]
) -> list[Lines]:
    if settings.DEMO:  # what it invents never stands in one line with what is true
        apart = _lines(f"{judul} (rekaan peragaan)", skema, own, {})
        return [*_lines(judul, skema, {}, others), *apart]
    return _lines(judul, skema, own, others)


def _lines(
    judul: str, skema: Skema, own: dict[str, list[Point]], others: dict[str, list[Point]]
) -> list[Lines]:
    names = dict.fromkeys((NASIONAL, *GROUPS, *own, *others))
    points = {name: [*own.get(name, []), *others.get(name, [])] for name in names}
    garis = [line_of(name, found) for name, found in points.items() if found]
    known = {year for line in garis for year in line.nilai}
    # One year of our own is no line, and the page tells it anyway.
    if not garis or (len(known) == 1 and not any(others.values())):
        return []
    return [Lines(judul, skema.value, garis)]


def _point(row: AngkaTerbit) -> Point:
    return Point(row.tahun, row.ipp_teks, row.kategori, row.sumber, TERBIT)


# What was published here --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Bands:
    """With what the means of a year are shown."""

    siklus: Siklus

    def shown(self, value: Fraction) -> tuple[str, str]:
        versi = self.siklus.instrumen_a or self.siklus.instrumen_b
        if versi is None:
            return str(round_half_up(value, 2)), ""
        spec = versi.instrumen
        rounded = round_half_up(value, spec.desimal)
        return str(rounded), spec.kategori_untuk(rounded).huruf


def _cycles(ids: Iterable[int]) -> dict[int, _Bands]:
    rows = Siklus.objects.filter(pk__in=set(ids)).select_related("instrumen_a", "instrumen_b")
    return {row.pk: _Bands(row) for row in rows}


def _by_year(rows: QuerySet[HasilTerbit]) -> list[tuple[int, Fraction, int, str, _Bands]]:
    """Year, exact mean of its units and their number, the name that their instansi had, and its
    bands. Summed by the database."""
    found = list(
        rows.order_by("siklus__tahun")
        .values("siklus__tahun")
        .annotate(
            jumlah=Sum("ipp"),
            unit=Count("pk"),
            terakhir=Max("siklus"),
            nama=Max("evaluasi__nama_instansi"),
        )
    )
    bands = _cycles(row["terakhir"] for row in found)
    return [
        (
            row["siklus__tahun"],
            Fraction(row["jumlah"]) / row["unit"],
            row["unit"],
            row["nama"],
            bands[row["terakhir"]],
        )
        for row in found
    ]


def _computed() -> dict[str, list[Point]]:
    """Of the national cycles: instansi are means of their units, groups means of instansi. What of
    form B shares no mean with form A is told beside it, under a name of its own."""
    every = published().filter(siklus__skema=Skema.NASIONAL)
    apart = _points(every.filter(_APART))
    return _points(every.exclude(_APART)) | {name + _OF_B: row for name, row in apart.items()}


def _points(every: QuerySet[HasilTerbit]) -> dict[str, list[Point]]:
    rows = list(
        every.order_by()
        .values("siklus__tahun", "instansi", "evaluasi__jenis_instansi")
        .annotate(jumlah=Sum("ipp"), unit=Count("pk"), terakhir=Max("siklus"))
    )
    bands = _cycles(row["terakhir"] for row in rows)
    years: dict[int, dict[str, list[Fraction]]] = {}
    last: dict[int, int] = {}
    for row in rows:
        year = row["siklus__tahun"]
        groups = years.setdefault(year, {name: [] for name in GROUPS})
        value = Fraction(row["jumlah"]) / row["unit"]
        groups[group_of(row["evaluasi__jenis_instansi"])].append(value)
        last[year] = max(last.get(year, 0), row["terakhir"])
    found: dict[str, list[Point]] = {}
    for year, groups in sorted(years.items()):
        means = {NASIONAL: national_mean(kl=groups[KL], pemda=groups[PEMDA])}
        means |= {name: group_mean(values, RATA_INSTANSI) for name, values in groups.items()}
        counts = {name: len(values) for name, values in groups.items()}
        counts[NASIONAL] = counts[KL] + counts[PEMDA]
        for name, mean in means.items():
            if mean.value is not None:
                words = f"{counts[name]} instansi"
                found.setdefault(name, []).append(_mean_point(year, mean, bands[last[year]], words))
    return found


def _mean_point(year: int, mean: GroupMean, bands: _Bands, words: str) -> Point:
    shown, letter = bands.shown(mean.value or Fraction(0))
    return Point(year, shown, letter, f"Terbit di sini: {METODE_RERATA[mean.method]}, {words}")
