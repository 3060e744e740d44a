"""Scores of others that offices keep beside the IPP: their scales, and what a value is called.

Pure. Sources: Ombudsman RI, Penilaian Kepatuhan (three zones until 2021, five grades from 2022; an
opinion in words from 2025); Permendagri 99/2018 (11 variables, 1 to 5 each; its levels are taken as
the source names them); PermenPANRB 14/2017 for the SKM, see `skm`.
"""

from dataclasses import dataclass
from decimal import Decimal

from evaluations.rules import skm


@dataclass(frozen=True, slots=True)
class Kind:
    """`bands`: (from this year on, (least value, name), ...), the latest first."""

    nama: str
    pemilik: str
    least: Decimal | None = None
    greatest: Decimal | None = None
    bands: tuple[tuple[int, tuple[tuple[Decimal, str], ...]], ...] = ()
    of_unit: bool = True

    @property
    def skala(self) -> str:
        """The scale in words, for the page and for whoever fills in a table."""
        if self.least is None or self.greatest is None:
            return "tanpa angka, ditulis sebutannya"
        return f"{_plain(self.least)}–{_plain(self.greatest)}"

    def name_of(self, tahun: int, nilai: Decimal) -> str:
        """What the value is called by the bands of its year; "" where none are laid down."""
        for since, steps in self.bands:
            if tahun >= since:
                return next((name for least, name in steps if nilai >= least), "")
        return ""


def _plain(value: Decimal) -> str:
    return f"{value:f}".removesuffix(".00").replace(".", ",")


def _steps(*pairs: tuple[str, str]) -> tuple[tuple[Decimal, str], ...]:
    return tuple((Decimal(least), name) for least, name in pairs)


_OMBUDSMAN_2022 = _steps(
    ("88", "A (Kualitas tertinggi)"),
    ("78", "B (Kualitas tinggi)"),
    ("54", "C (Kualitas sedang)"),
    ("32", "D (Kualitas rendah)"),
    ("0", "E (Kualitas terendah)"),
)
_OMBUDSMAN_2016 = _steps(
    ("81", "Zona hijau (kepatuhan tinggi)"),
    ("51", "Zona kuning (kepatuhan sedang)"),
    ("0", "Zona merah (kepatuhan rendah)"),
)
_SKM = tuple((least, f"{huruf} ({sebutan})") for least, huruf, sebutan in skm.BANDS)

KINDS: dict[str, Kind] = {
    "ombudsman": Kind(
        "Kepatuhan pelayanan publik",
        "Ombudsman RI",
        Decimal(0),
        Decimal(100),
        ((2022, _OMBUDSMAN_2022), (2016, _OMBUDSMAN_2016)),
    ),
    "opini": Kind("Opini pelayanan publik", "Ombudsman RI"),
    "kematangan": Kind(
        "Kematangan organisasi", "Kementerian Dalam Negeri", Decimal(11), Decimal(55)
    ),
    "skm": Kind(
        "Survei Kepuasan Masyarakat",
        "Survei sendiri",
        skm.LEAST,
        skm.GREATEST,
        ((2017, _SKM),),
        of_unit=False,
    ),
}
