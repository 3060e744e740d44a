"""What a kind of instansi decides about a figure: in which group's mean it counts, where the annex
of a decree lists it, and among whom it has its place. Pure.

State enterprises came into scope later than the two groups of which the national figure is the
mean: they are reported apart, and enter no mean of the others.
"""

from dataclasses import dataclass

KL = "Kementerian/Lembaga"
PEMDA = "Pemerintah daerah"
BADAN_USAHA = "BUMN dan BUMD"
GROUPS = (KL, PEMDA, BADAN_USAHA)
APART = "di luar angka nasional, K/L, dan pemerintah daerah"  # of the last group


@dataclass(frozen=True, slots=True)
class Kind:
    kelompok: str  # the group whose mean it enters
    lampiran: str  # its part of a decree's annex
    antara: str  # the kind among which it is ranked


# In the order of the annex.
TABLE: dict[str, Kind] = {
    "nasional": Kind(KL, "K/L", "kl"),
    "kl": Kind(KL, "K/L", "kl"),
    "provinsi": Kind(PEMDA, "Provinsi", "provinsi"),
    "kabupaten": Kind(PEMDA, "Kabupaten/Kota", "kabupaten"),
    "kota": Kind(PEMDA, "Kabupaten/Kota", "kota"),
    "bumn": Kind(BADAN_USAHA, "BUMN/BUMD", "bumn"),
    "bumd": Kind(BADAN_USAHA, "BUMN/BUMD", "bumd"),
}
ANNEX = tuple(dict.fromkeys(kind.lampiran for kind in TABLE.values()))


def group_of(jenis: str) -> str:
    return TABLE[jenis].kelompok


def among(jenis: str) -> str:
    """The kind of instansi that one stands among: the ministry itself among the K/L."""
    return TABLE[jenis].antara


def kinds_in(group: str) -> tuple[str, ...]:
    return tuple(jenis for jenis, kind in TABLE.items() if kind.kelompok == group)
