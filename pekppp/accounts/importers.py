"""The reference files as plain rows: regions, instansi and kinds of unit. Writes nothing."""

import csv
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.conf import settings

from pekppp.accounts.models import JenisInstansi

FIXTURES = Path(settings.BASE_DIR) / "fixtures"

_WITA = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
_WIT = {"81", "82", "91", "92", "93", "94", "95", "96"}
_HEAD = {"provinsi": "Gubernur", "kabupaten": "Bupati", "kota": "Wali Kota"}


@dataclass(frozen=True, slots=True)
class RegionRow:
    kode: str
    induk: str
    jenis: str
    nama: str
    otonom: bool = True


@dataclass(frozen=True, slots=True)
class InstansiRow:
    """`induk` and `wilayah` are codes, empty where there is none."""

    kode: str
    nama: str
    singkatan: str
    jenis: str
    pimpinan: str
    zone: str
    induk: str = ""
    wilayah: str = ""


@dataclass(frozen=True, slots=True)
class KindRow:
    kode: str
    nama: str
    sektor: str


def zone_of(region: str) -> str:
    """The time zone of a region, by the code of its province."""
    province = region[:2]
    if province in _WITA:
        return "Asia/Makassar"
    return "Asia/Jayapura" if province in _WIT else "Asia/Jakarta"


def read_regions(path: Path = FIXTURES / "wilayah.csv") -> list[RegionRow]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            RegionRow(row["kode"], row["induk"], row["jenis"], row["nama"], row["otonom"] == "ya")
            for row in csv.DictReader(file)
        ]


def read_instansi(path: Path = FIXTURES / "instansi.yaml") -> list[InstansiRow]:
    """KemenPANRB, then the other ministries and agencies."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = [_central(data["nasional"], JenisInstansi.NASIONAL)]
    for item in data["kementerian"]:
        coordinates = item["nama"].startswith("Kementerian Koordinator")
        head = "Menteri Koordinator" if coordinates else "Menteri"
        rows.append(_central({"pimpinan": head, **item}, JenisInstansi.KL))
    return rows + [_central(item, JenisInstansi.KL) for item in data["lembaga"]]


def _central(item: dict[str, str], jenis: str) -> InstansiRow:
    return InstansiRow(
        kode=item["kode"],
        nama=item["nama"],
        singkatan=item["singkatan"],
        jenis=str(jenis),
        pimpinan=item["pimpinan"],
        zone=item.get("zone", "Asia/Jakarta"),
    )


def regional_instansi(regions: list[RegionRow]) -> list[InstansiRow]:
    """Every region evaluates as an instansi; its code is the region's."""
    return [
        InstansiRow(
            kode=row.kode,
            nama=row.nama if row.induk else f"Provinsi {row.nama}",
            singkatan="",
            jenis=row.jenis,
            pimpinan=_HEAD[row.jenis],
            zone=zone_of(row.kode),
            induk=row.induk,
            wilayah=row.kode,
        )
        for row in regions
    ]


def read_kinds(path: Path = FIXTURES / "jenis_unit.yaml") -> list[KindRow]:
    return [KindRow(**item) for item in yaml.safe_load(path.read_text(encoding="utf-8"))]
