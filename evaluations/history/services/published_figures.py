"""Figures that others published, loaded from the file that comes with the software."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F

from evaluations.models import AngkaTerbit
from evaluations.models.riwayat import LingkupTerbit
from pekppp.accounts.models import Instansi, JenisInstansi

FILE = Path(settings.BASE_DIR) / "fixtures" / "ipp-terbit.csv"
OF_A_PLACE = (LingkupTerbit.INSTANSI, LingkupTerbit.WILAYAH)


@dataclass(frozen=True, slots=True)
class Loaded:
    new: int
    unmatched: list[str]  # names of places that no instansi bears: kept by name


@transaction.atomic
def load(path: Path = FILE) -> Loaded:
    """Rows follow the file: what it no longer says goes. Repeatable.

    A row that once found its instansi keeps it, whatever that is called today.
    """
    there = {_key(row): row for row in AngkaTerbit.objects.all()}
    places = _places()
    found: list[AngkaTerbit] = []
    with path.open(encoding="utf-8", newline="") as file:
        for said in csv.DictReader(file):
            row = AngkaTerbit(
                tahun=int(said["tahun"]),
                lingkup=said["lingkup"],
                nama=said["nama"],
                skema=said["skema"].lower(),
                ipp=Decimal(said["ipp"]),
                desimal=len(said["ipp"].partition(".")[2]),
                kategori=said["kategori"],
                sumber=said["sumber"],
            )
            before = there.get(_key(row))
            if row.lingkup in OF_A_PLACE:
                row.instansi_id = (before and before.instansi_id) or places.get(_place(row.nama))
            found.append(row)
    kept = {_key(row) for row in found}
    gone = [row.pk for key, row in there.items() if key not in kept]
    AngkaTerbit.objects.filter(pk__in=gone).delete()
    AngkaTerbit.objects.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=["tahun", "lingkup", "nama", "skema"],
        update_fields=["ipp", "desimal", "kategori", "sumber", "instansi"],
    )
    unmatched = {row.nama for row in found if row.lingkup in OF_A_PLACE and row.instansi_id is None}
    return Loaded(len(kept - there.keys()), sorted(unmatched))


def _key(row: AngkaTerbit) -> tuple[int, str, str, str]:
    return row.tahun, row.lingkup, row.nama, row.skema


def _place(nama: str) -> str:
    """Without what explains it: "Provinsi Banten (provinsi dan kabupaten/kota)"."""
    return nama.partition(" (")[0]


def _places() -> dict[str, int]:
    """Instansi by name, and a province's government by the name of its region. Open ones win."""
    rows = Instansi.objects.order_by(F("closed_on").desc(nulls_last=True), "-pk")
    named = rows.values_list("pk", "nama", "jenis", "wilayah__nama")
    of_regions = {
        region: pk for pk, _, jenis, region in named if jenis == JenisInstansi.PROVINSI and region
    }
    return of_regions | {nama: pk for pk, nama, _, _ in named}
