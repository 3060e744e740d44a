"""Lines over the years as pages show them: a chart, and the table beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from evaluations.history.queries.lines import Lines
from pekppp.base.charts import Chart, Series, line


@dataclass(frozen=True, slots=True)
class Drawn:
    """`chart` is None where there is a single year: nothing to draw."""

    kunci: str
    lines: Lines
    chart: Chart | None


def drawn(found: Iterable[Lines], key: str = "garis") -> list[Drawn]:
    made = []
    for number, lines in enumerate(found, start=1):
        kunci = f"{key}-{number}"
        made.append(Drawn(kunci, lines, _chart(kunci, lines)))
    return made


def _chart(key: str, lines: Lines) -> Chart | None:
    known = {year for item in lines.garis for year in item.nilai}
    if len(known) < 2:
        return None
    span = range(min(known), max(known) + 1)
    series = [
        Series(
            item.nama if len(lines.garis) > 1 else "",
            [Decimal(item.nilai[year]) if year in item.nilai else None for year in span],
        )
        for item in lines.garis
    ]
    return line(key, lines.judul, [str(year) for year in span], series, maximum=5)
