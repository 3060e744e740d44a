"""What a unit offers and where, and which other instansi read it: lists beside its identity."""

from collections.abc import Sequence

from django.db import transaction

from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, Layanan, Lokasi, UnitLokus, User
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused

# The survey offers them all on its one light page.
MOST = 60


@transaction.atomic
def set_offers(
    *, by: User, unit: UnitLokus, layanan: Sequence[str], lokasi: Sequence[tuple[str, str]]
) -> bool:
    """Replace the services (names) and sites (name, address) of a unit; whether anything changed.

    The unit itself and its owner keep them, as they keep the survey that offers them. Raises
    Refused, PermissionDenied.
    """
    locked = _open_unit(unit, by, Permission.MANAGE_SURVEI)
    _check("layanan", layanan, 200)
    _check("lokasi", [name for name, _ in lokasi], 120)
    if any(len(address) > 500 for _, address in lokasi):
        raise Refused("Alamat lokasi paling banyak 500 karakter.", field="lokasi")
    services = set(locked.layanan.values_list("nama", flat=True))
    sites = dict(locked.lokasi.values_list("nama", "alamat"))
    if services == set(layanan) and sites == dict(lokasi):
        return False
    locked.layanan.exclude(nama__in=layanan).delete()
    Layanan.objects.bulk_create(
        Layanan(instansi_id=locked.instansi_id, unit=locked, nama=name)
        for name in layanan
        if name not in services
    )
    locked.lokasi.all().delete()
    Lokasi.objects.bulk_create(
        Lokasi(instansi_id=locked.instansi_id, unit=locked, nama=name, alamat=address)
        for name, address in lokasi
    )
    audit.write(
        by=by,
        action="ubah_layanan_lokasi",
        thing=locked,
        dari={"layanan": sorted(services), "lokasi": sites},
        ke={"layanan": list(layanan), "lokasi": dict(lokasi)},
    )
    return True


@transaction.atomic
def add_reader(*, by: User, unit: UnitLokus, instansi: Instansi) -> Instansi:
    """Let another instansi read the unit and its evaluations; it changes nothing there."""
    locked = _open_unit(unit, by, Permission.MANAGE_UNITS)
    if instansi.pk == locked.instansi_id:
        raise Refused("Instansi ini pemilik unit, jadi sudah membacanya.", field="instansi")
    if instansi.closed_on:
        raise Refused("Instansi ini sudah ditutup.", field="instansi")
    if locked.co_owners.filter(pk=instansi.pk).exists():
        raise Refused(f"{instansi} sudah ikut membaca.", field="instansi")
    locked.co_owners.add(instansi)
    audit.write(by=by, action="tambah_pembaca_unit", thing=locked, pembaca=str(instansi))
    return instansi


@transaction.atomic
def remove_reader(*, by: User, unit: UnitLokus, instansi: Instansi) -> Instansi:
    """End it, also for a unit that is closed."""
    locked = UnitLokus.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    require(by, Permission.MANAGE_UNITS, locked)
    if locked.co_owners.filter(pk=instansi.pk).exists():
        locked.co_owners.remove(instansi)
        audit.write(by=by, action="hapus_pembaca_unit", thing=locked, pembaca=str(instansi))
    return instansi


def _open_unit(unit: UnitLokus, by: User, permission: Permission) -> UnitLokus:
    locked = UnitLokus.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    require(by, permission, locked)
    if locked.closed_on:
        raise Refused("Unit ini sudah ditutup; buka kembali sebelum mengubahnya.")
    return locked


def _check(field: str, names: Sequence[str], longest: int) -> None:
    if len(names) > MOST:
        raise Refused(f"Paling banyak {MOST} baris.", field=field)
    seen: set[str] = set()
    for name in names:
        if not name:
            raise Refused("Setiap baris dimulai dengan nama.", field=field)
        if len(name) > longest:
            raise Refused(f"«{name[:40]}…» lebih dari {longest} karakter.", field=field)
        if name.casefold() in seen:
            raise Refused(f"«{name}» ditulis dua kali.", field=field)
        seen.add(name.casefold())
