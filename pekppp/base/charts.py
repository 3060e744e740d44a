"""Geometry of the charts: radar, line, bars, columns. Pure; the SVG is templates/charts/chart.svg:

    {% include "charts/chart.svg" with chart=radar %}

The same SVG stands in pages (strict CSP) and in PDFs: its look is presentation attributes alone.
Null is never drawn as 0: it breaks the line, is written "tidak ada nilai" and said in the
description. Values are shown as they are given: whoever asks for a chart has rounded them.
Coordinates are texts, because a template would write 3.5 as 3,5.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import cos, pi, sin

Number = int | Decimal | None

NOTHING = "tidak ada nilai"
WIDTH = 360
INK, MUTED, GRID = "#1c2430", "#4b5563", "#c5ccd6"
# Colour, dash and marker differ together: nobody has to tell series apart by colour.
LOOKS = (
    ("#0b3b75", "none", "circle"),
    ("#b5121b", "6 4", "square"),
    ("#0f6b3a", "2 3", "triangle"),
)


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: Sequence[Number]


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: Number


@dataclass(frozen=True, slots=True)
class Text:
    x: str
    y: str
    text: str
    anchor: str = "middle"
    size: str = "13"
    weight: str = "normal"
    fill: str = INK


@dataclass(frozen=True, slots=True)
class Shape:
    """A path: grid, outline, marker or bar."""

    d: str
    stroke: str = "none"
    width: str = "1"
    dash: str = "none"
    fill: str = "none"
    opacity: str = "1"


@dataclass(frozen=True, slots=True)
class Chart:
    key: str  # unique in its page; the ids of title and description are made of it
    title: str
    desc: str
    height: str
    shapes: list[Shape]
    texts: list[Text]
    width: str = str(WIDTH)


def radar(
    key: str,
    title: str,
    axes: Sequence[str],
    series: Sequence[Series],
    *,
    maximum: int = 5,
) -> Chart:
    """A radar of at least three axes; fewer become bars of the first series."""
    if len(axes) < 3:
        rows = [Bar(name, value) for name, value in zip(axes, series[0].values, strict=True)]
        return bars(key, title, rows, maximum=maximum)
    centre_x, centre_y, radius = WIDTH / 2, 142.0, 82.0

    def at(axis: int, distance: float) -> tuple[float, float]:
        angle = 2 * pi * axis / len(axes) - pi / 2
        return centre_x + distance * cos(angle), centre_y + distance * sin(angle)

    rings = [radius * level / maximum for level in _levels(maximum)]
    grid = [
        Shape(_closed(at(axis, ring) for axis in range(len(axes))), stroke=GRID) for ring in rings
    ]
    grid += [
        Shape(_open([(centre_x, centre_y), at(a, radius)]), stroke=GRID) for a in range(len(axes))
    ]
    texts: list[Text] = []
    for axis, name in enumerate(axes):
        texts += _axis_label(*at(axis, radius + 12), centre_y, name, series[0].values[axis])
    shapes: list[Shape] = []
    for index, item in enumerate(series):
        points = [
            None if value is None else at(axis, radius * _share(value, maximum))
            for axis, value in enumerate(item.values)
        ]
        shapes += _outline(points, index, closed=True)
    # A long name straight below takes more lines than there is room for usually.
    lowest = max(float(text.y) for text in texts)
    legend, height = _legend(series, max(284, int(lowest) + 8))
    return Chart(
        key,
        title,
        _described(axes, series),
        str(height),
        [*grid, *shapes, *legend[0]],
        [*texts, *legend[1]],
    )


def line(
    key: str,
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    maximum: int = 5,
) -> Chart:
    """Values over time; the axis starts at 0, and a gap in the values is a gap in the line."""
    left, right, top, bottom = 30.0, WIDTH - 20.0, 22.0, 190.0

    def x(index: int) -> float:
        if len(labels) == 1:
            return (left + right) / 2
        return left + 18 + (right - left - 36) * index / (len(labels) - 1)

    def y(value: Number) -> float:
        return bottom - (bottom - top) * _share(value, maximum)

    grid, texts = _scale(maximum, left, right, y)
    for index in _shown(len(labels), 7):
        texts.append(Text(_n(x(index)), _n(bottom + 18), labels[index], size="12"))
    shapes: list[Shape] = []
    for number, item in enumerate(series):
        points = [
            None if value is None else (x(index), y(value))
            for index, value in enumerate(item.values)
        ]
        shapes += _outline(points, number, closed=False)
        if len(series) == 1 and len(labels) <= 8:
            texts += [
                Text(_n(p[0]), _n(p[1] - 9), said(v), size="12", weight="bold")
                for p, v in zip(points, item.values, strict=True)
                if p is not None
            ]
    legend, height = _legend(series, 220)
    return Chart(
        key,
        title,
        _described(labels, series),
        str(height),
        [*grid, *shapes, *legend[0]],
        [*texts, *legend[1]],
    )


def bars(key: str, title: str, rows: Sequence[Bar], *, maximum: Number = None) -> Chart:
    """Horizontal bars, one row each, the value written at the end of its bar."""
    left, right, row_height = 138.0, WIDTH - 45.0, 34.0
    top = maximum if maximum is not None else _largest(row.value for row in rows)
    grid = [Shape(_open([(left, 4), (left, 4 + row_height * len(rows))]), stroke=MUTED)]
    shapes, texts = [], []
    for index, row in enumerate(rows):
        middle = 4 + row_height * (index + 0.5)
        lines = _wrapped(row.label, 23)[:2]
        for number, part in enumerate(lines):
            offset = (number - (len(lines) - 1) / 2) * 14 + 4
            texts.append(Text(_n(left - 8), _n(middle + offset), part, "end", "12"))
        end = left
        if row.value is not None:
            end = left + (right - left) * _share(row.value, top)
            shapes.append(Shape(_box(left, middle - 10, end, middle + 10), fill=LOOKS[0][0]))
        texts.append(Text(_n(end + 6), _n(middle + 4), said(row.value), "start", "12", "bold"))
    series = [Series("", [row.value for row in rows])]
    return Chart(
        key,
        title,
        _described([row.label for row in rows], series),
        _n(row_height * len(rows) + 8),
        [*grid, *shapes],
        texts,
    )


def columns(key: str, title: str, rows: Sequence[Bar], *, maximum: int | None = None) -> Chart:
    """Vertical bars for a series of days: only some of them are named."""
    left, right, top, bottom = 34.0, WIDTH - 8.0, 12.0, 150.0
    most = maximum or max(1, int(-(-_largest(row.value for row in rows) // 1)))
    step = (right - left) / max(1, len(rows))

    def y(value: Number) -> float:
        return bottom - (bottom - top) * _share(value, most)

    grid, texts = _scale(most, left, right, y)
    shapes = []
    for index, row in enumerate(rows):
        start = left + step * index
        if row.value is not None:
            box = _box(start + step * 0.12, y(row.value), start + step * 0.88, bottom)
            shapes.append(Shape(box, fill=LOOKS[0][0]))
    for index in _shown(len(rows), 5):
        place = min(max(left + step * (index + 0.5), left + 20), right - 22)
        texts.append(Text(_n(place), _n(bottom + 18), rows[index].label, size="12"))
    series = [Series("", [row.value for row in rows])]
    return Chart(
        key,
        title,
        _described([row.label for row in rows], series),
        "178",
        [*grid, *shapes],
        texts,
    )


def said(value: Number) -> str:
    """A value as a person reads it: decimal comma; null in words."""
    return NOTHING if value is None else str(value).replace(".", ",")


# Parts --------------------------------------------------------------------------------------------


def _n(value: float) -> str:
    return f"{value:.1f}"


def _point(point: tuple[float, float]) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _open(points: Iterable[tuple[float, float]]) -> str:
    return "M" + " L".join(_point(point) for point in points)


def _closed(points: Iterable[tuple[float, float]]) -> str:
    return _open(points) + " Z"


def _box(x1: float, y1: float, x2: float, y2: float) -> str:
    return _closed([(x1, y1), (x2, y1), (x2, y2), (x1, y2)])


def _share(value: Number, maximum: Number | Fraction) -> float:
    """How far along its axis a value lies, 0 to 1."""
    most = Fraction(maximum or 1)
    return float(min(max(Fraction(value or 0) / most, Fraction(0)), Fraction(1)))


def _largest(values: Iterable[Number]) -> Fraction:
    return max((Fraction(v) for v in values if v is not None), default=Fraction(1)) or Fraction(1)


def _levels(maximum: int) -> range:
    """Grid levels above zero: every whole one of a small scale, five or so of a large one."""
    step = max(1, -(-maximum // 5))
    return range(step, maximum + 1, step)


def _shown(count: int, most: int) -> list[int]:
    """Which of many labels are written: evenly spaced, first and last always."""
    step = max(1, -(-(count - 1) // (most - 1)))
    chosen = list(range(0, count, step))
    if chosen and chosen[-1] != count - 1:
        if 2 * (count - 1 - chosen[-1]) < step and len(chosen) > 1:
            chosen.pop()
        chosen.append(count - 1)
    return chosen


def _scale(
    maximum: int, left: float, right: float, y: Callable[[int], float]
) -> tuple[list[Shape], list[Text]]:
    levels = [0, *_levels(maximum)]
    grid = [
        Shape(_open([(left, y(v)), (right, y(v))]), stroke=GRID if v else MUTED) for v in levels
    ]
    texts = [Text(_n(left - 6), _n(y(v) + 4), str(v), "end", "12", fill=MUTED) for v in levels]
    return grid, texts


def _axis_label(x: float, y: float, centre_y: float, name: str, value: Number) -> list[Text]:
    anchor = "middle"
    if x > WIDTH / 2 + 20:
        anchor = "start"
    elif x < WIDTH / 2 - 20:
        anchor = "end"
    lines = _wrapped(name, 16)
    height = 15 * (len(lines) + 1)
    first = y + 10 - height / 2
    if anchor == "middle":  # straight above or below the centre
        first = max(12.0, y - height + 12) if y < centre_y else y + 10
    texts = [
        Text(_n(x), _n(first + 15 * number), part, anchor, "12")
        for number, part in enumerate(lines)
    ]
    last = _n(first + 15 * len(lines))
    return [*texts, Text(_n(x), last, said(value), anchor, "13", "bold")]


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _outline(
    points: Sequence[tuple[float, float] | None], index: int, *, closed: bool
) -> list[Shape]:
    """The line through the points, broken where one is missing, and a marker on each."""
    colour, dash, marker = LOOKS[index % len(LOOKS)]
    shapes = []
    known = [point for point in points if point is not None]
    if closed and len(known) == len(points):
        fill = colour if index == 0 else "none"
        shapes.append(Shape(_closed(known), colour, "2", dash, fill, "0.15"))
    else:
        ring = [*points, points[0]] if closed and points else list(points)
        for run in _runs(ring):
            if len(run) > 1:
                shapes.append(Shape(_open(run), colour, "2", dash))
    return shapes + [Shape(_marker(marker, *point), fill=colour) for point in known]


def _runs(points: Iterable[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _marker(shape: str, x: float, y: float) -> str:
    if shape == "circle":
        return f"M{_n(x - 4)} {_n(y)} a4 4 0 1 0 8 0 a4 4 0 1 0 -8 0 Z"
    if shape == "square":
        return _box(x - 3.5, y - 3.5, x + 3.5, y + 3.5)
    return _closed([(x, y - 5), (x + 4.5, y + 4), (x - 4.5, y + 4)])


def _legend(series: Sequence[Series], top: int) -> tuple[tuple[list[Shape], list[Text]], int]:
    """Names of the series below the chart, when there is more than one; and the full height."""
    shapes: list[Shape] = []
    texts: list[Text] = []
    if len(series) < 2:
        return (shapes, texts), top
    for index, item in enumerate(series):
        colour, dash, marker = LOOKS[index % len(LOOKS)]
        y = top + 8 + 20.0 * index
        shapes.append(Shape(_open([(30, y), (66, y)]), colour, "2", dash))
        shapes.append(Shape(_marker(marker, 48, y), fill=colour))
        texts.append(Text("76", _n(y + 4), item.name, "start", "12"))
    return (shapes, texts), top + 20 * len(series) + 4


def _described(labels: Sequence[str], series: Sequence[Series]) -> str:
    sentences = []
    for item in series:
        pairs = "; ".join(
            f"{label}: {said(value)}" for label, value in zip(labels, item.values, strict=True)
        )
        sentences.append(f"{item.name}. {pairs}." if item.name else f"{pairs}.")
    return " ".join(sentences)
