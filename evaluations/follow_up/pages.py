"""Files of a follow-up with the addresses under which a page's reader has them."""

from dataclasses import dataclass

from django.urls import reverse

from evaluations.follow_up.queries import follow_up as follow_up_queries
from evaluations.models import BuktiTindakLanjut, Evaluasi, Rekomendasi

UNIT, DESK = "follow_up", "f02_follow_up"


@dataclass(frozen=True, slots=True)
class Shown:
    """A file with the addresses under which this page's reader may have it."""

    bukti: BuktiTindakLanjut
    unduh: str
    lihat: str
    gambar: str  # of page 0, the small picture


def files_of(rekomendasi: Rekomendasi, evaluasi: Evaluasi, door: str) -> list[Shown]:
    """`rekomendasi` comes from `follow_up_queries.of`; `evaluasi` has the page that shows it."""
    there = follow_up_queries.commitment_of(rekomendasi)
    files = there.berkas_ada if there else []  # a prefetch
    return [
        Shown(
            row,
            _address(door, "download", evaluasi, row),
            _address(door, "look", evaluasi, row),
            _address(door, "page", evaluasi, row, 0),
        )
        for row in files
    ]


def _address(door: str, what: str, evaluasi: Evaluasi, row: BuktiTindakLanjut, *more: int) -> str:
    return reverse(f"evaluations:{door}_{what}", args=[evaluasi.uuid, row.uuid, *more])
