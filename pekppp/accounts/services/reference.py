"""Regions, instansi and kinds of unit, loaded from the files that come with the software."""

from dataclasses import dataclass

from django.db import transaction

from pekppp.accounts import importers
from pekppp.accounts.models import Instansi, JenisInstansi, JenisUnit, Wilayah


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were new."""

    regions: int
    instansi: int
    kinds: int


@transaction.atomic
def load_reference() -> Loaded:
    """Add what is missing and delete nothing; repeatable.

    Regions and kinds follow the files. An instansi that is there keeps its name and its office:
    people may have changed them in the pages.
    """
    regions = importers.read_regions()
    return Loaded(
        regions=_load_regions(regions),
        instansi=_load_instansi(importers.read_instansi() + importers.regional_instansi(regions)),
        kinds=_load_kinds(importers.read_kinds()),
    )


def _load_regions(rows: list[importers.RegionRow]) -> int:
    there = {
        kode: (induk or "", jenis, nama, otonom)
        for kode, induk, jenis, nama, otonom in Wilayah.objects.values_list(
            "kode", "induk", "jenis", "nama", "otonom"
        )
    }
    changed = [
        row for row in rows if there.get(row.kode) != (row.induk, row.jenis, row.nama, row.otonom)
    ]
    Wilayah.objects.bulk_create(
        [
            Wilayah(
                kode=row.kode,
                induk_id=row.induk or None,
                jenis=row.jenis,
                nama=row.nama,
                otonom=row.otonom,
            )
            for row in changed
        ],
        update_conflicts=True,
        unique_fields=["kode"],
        update_fields=["induk", "jenis", "nama", "otonom"],
    )
    return sum(row.kode not in there for row in changed)


def _load_instansi(rows: list[importers.InstansiRow]) -> int:
    there = Instansi.objects.values_list("kode", "pk", "jenis")
    ids = {kode: pk for kode, pk, _ in there}
    # There is one ministry; an office that named it otherwise keeps its own row.
    national = any(jenis == JenisInstansi.NASIONAL for _, _, jenis in there)
    missing = [
        row
        for row in rows
        if row.kode not in ids and not (national and row.jenis == JenisInstansi.NASIONAL)
    ]
    # Parents first, since children name them by id.
    for batch in ([row for row in missing if not row.induk], [row for row in missing if row.induk]):
        made = Instansi.objects.bulk_create(
            [
                Instansi(
                    kode=row.kode,
                    nama=row.nama,
                    singkatan=row.singkatan,
                    jenis=row.jenis,
                    nama_kepala_daerah=row.pimpinan,
                    zone=row.zone,
                    induk_id=ids[row.induk] if row.induk else None,
                    wilayah_id=row.wilayah or None,
                )
                for row in batch
            ]
        )
        ids.update((item.kode, item.pk) for item in made)
    return len(missing)


def _load_kinds(rows: list[importers.KindRow]) -> int:
    there = {
        kode: (nama, sektor)
        for kode, nama, sektor in JenisUnit.objects.values_list("kode", "nama", "sektor")
    }
    changed = [row for row in rows if there.get(row.kode) != (row.nama, row.sektor)]
    JenisUnit.objects.bulk_create(
        [JenisUnit(kode=row.kode, nama=row.nama, sektor=row.sektor) for row in changed],
        update_conflicts=True,
        unique_fields=["kode"],
        update_fields=["nama", "sektor"],
    )
    return sum(row.kode not in there for row in changed)
