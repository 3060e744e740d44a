"""The provinces as tiles on a grid: roughly where they lie, all of the same size. Pure.

No geodata: a tile is a name, a short name and a place (column, row).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

SIZE, GAP = 52, 4
TILES: dict[str, tuple[str, int, int]] = {
    "Aceh": ("Aceh", 0, 0),
    "Sumatera Utara": ("Sumut", 1, 1),
    "Kepulauan Riau": ("Kepri", 3, 1),
    "Sumatera Barat": ("Sumbar", 1, 2),
    "Riau": ("Riau", 2, 2),
    "Bengkulu": ("Bengkulu", 1, 3),
    "Jambi": ("Jambi", 2, 3),
    "Kepulauan Bangka Belitung": ("Babel", 3, 3),
    "Sumatera Selatan": ("Sumsel", 2, 4),
    "Lampung": ("Lampung", 2, 5),
    "Banten": ("Banten", 2, 6),
    "DKI Jakarta": ("Jakarta", 3, 6),
    "Jawa Barat": ("Jabar", 3, 7),
    "Jawa Tengah": ("Jateng", 4, 7),
    "Daerah Istimewa Yogyakarta": ("DIY", 4, 8),
    "Jawa Timur": ("Jatim", 5, 7),
    "Bali": ("Bali", 6, 7),
    "Nusa Tenggara Barat": ("NTB", 7, 7),
    "Nusa Tenggara Timur": ("NTT", 8, 7),
    "Kalimantan Utara": ("Kaltara", 6, 1),
    "Kalimantan Barat": ("Kalbar", 4, 2),
    "Kalimantan Tengah": ("Kalteng", 5, 3),
    "Kalimantan Timur": ("Kaltim", 6, 2),
    "Kalimantan Selatan": ("Kalsel", 6, 4),
    "Gorontalo": ("Gorontalo", 8, 1),
    "Sulawesi Utara": ("Sulut", 9, 1),
    "Sulawesi Tengah": ("Sulteng", 8, 2),
    "Sulawesi Barat": ("Sulbar", 8, 3),
    "Sulawesi Selatan": ("Sulsel", 8, 4),
    "Sulawesi Tenggara": ("Sultra", 9, 4),
    "Maluku Utara": ("Malut", 10, 2),
    "Maluku": ("Maluku", 10, 4),
    "Papua Barat Daya": ("PBD", 11, 2),
    "Papua Barat": ("Pabar", 12, 2),
    "Papua": ("Papua", 13, 2),
    "Papua Tengah": ("Pateng", 12, 3),
    "Papua Pegunungan": ("Papeg", 13, 3),
    "Papua Selatan": ("Pasel", 13, 4),
}
# From the lowest band upward: fill and ink; contrast is at least 4.5 in each.
SHADES = (
    ("#eef3fa", "#1c2430"),
    ("#cfdef1", "#1c2430"),
    ("#9fbfe4", "#1c2430"),
    ("#2f6db5", "#ffffff"),
    ("#0b3b75", "#ffffff"),
)
NOTHING = ("#ffffff", "#4b5563")


@dataclass(frozen=True, slots=True)
class Tile:
    name: str
    short: str
    x: int
    y: int
    value: Decimal | None
    fill: str
    ink: str
    row: Any = None  # what the caller knows about the province


def tiles(
    values: Mapping[str, tuple[Decimal | None, Any]], *, maximum: int = 5
) -> tuple[list[Tile], Sequence[str]]:
    """The tile of every province, and the names that have no tile; `values` are by plain name."""
    made = []
    for name, (short, column, row) in TILES.items():
        value, known = values.get(name, (None, None))
        fill, ink = NOTHING if value is None else SHADES[_shade(value, maximum)]
        place = SIZE + GAP
        made.append(Tile(name, short, column * place, row * place, value, fill, ink, known))
    return made, sorted(set(values) - set(TILES))


def _shade(value: Decimal, maximum: int) -> int:
    """Equal steps over the upper half, where nearly all figures lie."""
    half = Decimal(maximum) / 2
    step = (value - half) / half * len(SHADES)
    return min(max(int(step), 0), len(SHADES) - 1)


WIDTH = 14 * (SIZE + GAP)
HEIGHT = 9 * (SIZE + GAP)
