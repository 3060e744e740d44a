"""Scores of others that offices keep beside the IPP: their scales, and what a value is called.

Pure. Sources: Ombudsman RI, Penilaian Kepatuhan (three zones until 2021, five grades until 2024;
from 2025 an opinion with a value and words, Peraturan Ombudsman 61/2025); Permendagri 99/2018 (11
variables, 1 to 5 each; its levels are taken as the source names them); PermenPANRB 14/2017 for the
SKM, see `skm`.
"""

from dataclasses import dataclass
from decimal import Decimal

from evaluations.rules.survey import skm


@dataclass(frozen=True, slots=True)
class Kind:
    """`bands`: (from this year on, (least value, name), ...), the latest first.

    Given from year `since` to year `until`, 0 for ever. In `words` the source says what the value
    does not: they are owed, and the value may be unknown.
    """

    nama: str
    pemilik: str
    least: Decimal
    greatest: Decimal
    bands: tuple[tuple[int, tuple[tuple[Decimal, str], ...]], ...] = ()
    of_unit: bool = True
    since: int = 0
    until: int = 0
    words: str = ""  # an example of them

    @property
    def skala(self) -> str:
        """The scale in words, for the page and for whoever fills in a table."""
        return f"{_plain(self.least)}–{_plain(self.greatest)}"

    @property
    def masa(self) -> str:
        """The years in which it is given, in words; "" for always."""
        return " ".join(
            part
            for part in (
                f"sejak {self.since}" if self.since else "",
                f"sampai {self.until}" if self.until else "",
            )
            if part
        )

    def given_in(self, tahun: int) -> bool:
        return self.since <= tahun <= (self.until or tahun)

    def scale_since(self, tahun: int) -> int:
        """The first year of the scale of this year: values of two scales are not compared."""
        known = [since for since, _ in self.bands if tahun >= since]
        return max([self.since, *known])

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
        until=2024,
    ),
    "opini": Kind(
        "Opini pelayanan publik",
        "Ombudsman RI",
        Decimal(0),
        Decimal(100),
        since=2025,
        words="Tertinggi, tanpa maladministrasi",
    ),
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


def proposed(tahun: int) -> str:
    """The code of what the Ombudsman gave in a year."""
    return next(kode for kode in ("ombudsman", "opini") if KINDS[kode].given_in(tahun))
