"""Which charts a result is shown with, in pages and documents. See `pekppp.base.charts`."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from evaluations.rules.scoring import round_half_up
from instruments.spec import Kategori
from pekppp.base.charts import Bar, Chart, Series, bars, line, radar

DECIMALS = 2


def rounded(exact: str | None, decimals: int = DECIMALS) -> Decimal | None:
    """An exact figure as stored ("1789/500"), rounded once for show."""
    return None if exact is None else round_half_up(Fraction(exact), decimals)


def aspect_radar(
    key: str,
    names: Mapping[str, str],
    results: Sequence[tuple[str, Mapping[str, str | None]]],
    *,
    maximum: int = 5,
) -> Chart:
    """Radar of aspects: `names` by code, then per series its name and exact values by code."""
    series = [
        Series(name, [rounded(values.get(kode)) for kode in names]) for name, values in results
    ]
    if len(series) == 1:
        series = [Series("", series[0].values)]
    return radar(key, "Nilai per aspek", list(names.values()), series, maximum=maximum)


def history(
    key: str, years: Sequence[int], series: Mapping[str, Mapping[int, Decimal]], *, maximum: int = 5
) -> Chart:
    """The IPP over years, one line per scheme: schemes are never mixed."""
    lines = [Series(name, [values.get(year) for year in years]) for name, values in series.items()]
    return line(
        key, "IPP dari tahun ke tahun", [str(year) for year in years], lines, maximum=maximum
    )


def distribution(key: str, rows: Iterable[tuple[Kategori, int]]) -> Chart:
    """How many units reached each category."""
    found = [Bar(f"{item.huruf} · {item.sebutan}", number) for item, number in rows]
    return bars(key, "Jumlah unit menurut kategori", found)


def level_text(level: str | None) -> str | None:
    """A level as it is shown: whole, or the mean of a team with two decimals."""
    if level is None or level.isdecimal():
        return level
    return str(rounded(level))
