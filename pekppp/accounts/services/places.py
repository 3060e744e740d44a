"""Every write of an instansi and its units."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, Invitation, JenisInstansi, UnitLokus, User, Wilayah
from pekppp.accounts.models.instansi import PARENTS
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused

UNIT_FIELDS = frozenset(
    {
        "nama",
        "jenis",
        "sektor",
        "formulir",
        "wilayah",
        "alamat",
        "telepon",
        "email",
        "situs",
        "kepala_nama",
        "kepala_nip",
        "kepala_jabatan",
        "induk",
    }
)
OFFICE_FIELDS = frozenset({"nama_kantor", "nama_kepala_daerah", "zone"})
NAME_FIELDS = frozenset({"nama", "singkatan"})

# Which instansi stand below another one, below which kinds, and what is said where it is not so.
_NAME_TAKEN = "Unit dengan nama ini sudah ada di {instansi}."


@transaction.atomic
def create_unit(*, by: User, instansi: Instansi, **fields: Any) -> UnitLokus:
    """Make a unit; `sektor` defaults to that of its kind. Fields: `UNIT_FIELDS`."""
    require(by, Permission.MANAGE_UNITS, instansi)
    if instansi.closed_on:
        raise Refused("Instansi ini sudah ditutup.")
    unit = UnitLokus(instansi=instansi)
    _put(unit, fields, UNIT_FIELDS)
    _save_unit(unit)
    audit.write(by=by, action="buat_unit", thing=unit)
    return unit


@transaction.atomic
def update_unit(*, by: User, unit: UnitLokus, **fields: Any) -> UnitLokus:
    locked = _locked_unit(unit)
    require(by, Permission.MANAGE_UNITS, locked.instansi)
    if locked.closed_on:
        raise Refused("Unit ini sudah ditutup; buka kembali sebelum mengubahnya.")
    changes = _put(locked, fields, UNIT_FIELDS)
    if changes:
        _save_unit(locked)
        audit.write(by=by, action="ubah_unit", thing=locked, perubahan=changes)
    return locked


@transaction.atomic
def close_unit(
    *,
    by: User,
    unit: UnitLokus,
    closed_on: date | None = None,
    successor: UnitLokus | None = None,
    reason: str = "",
) -> UnitLokus:
    """Close a unit from a day on; its invitations end, its people keep reading its past."""
    locked = _locked_unit(unit)
    require(by, Permission.MANAGE_UNITS, locked.instansi)
    if locked.closed_on:
        raise Refused("Unit ini sudah ditutup.")
    day = closed_on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused("Tanggal penutupan tidak boleh di masa depan.", field="closed_on")
    if successor is not None:
        _check_neighbour(locked, successor, "successor", "Unit pengganti")
    locked.closed_on = day
    locked.successor = successor
    locked.save(update_fields=["closed_on", "successor"])
    Invitation.objects.filter(
        unit=locked, accepted_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=timezone.now())
    audit.write(
        by=by,
        action="tutup_unit",
        thing=locked,
        reason=reason,
        tanggal=day.isoformat(),
        pengganti=str(successor.uuid) if successor else "",
    )
    return locked


@transaction.atomic
def reopen_unit(*, by: User, unit: UnitLokus) -> UnitLokus:
    """Undo a closing."""
    locked = _locked_unit(unit)
    require(by, Permission.MANAGE_UNITS, locked.instansi)
    if not locked.closed_on:
        raise Refused("Unit ini tidak sedang ditutup.")
    locked.closed_on = None
    locked.successor = None
    _save_unit(locked)
    audit.write(by=by, action="buka_kembali_unit", thing=locked)
    return locked


@transaction.atomic
def update_instansi(*, by: User, instansi: Instansi, **fields: Any) -> Instansi:
    """Office name, title of the head and zone; name and short name by the ministry alone."""
    locked = Instansi.objects.select_for_update().get(pk=instansi.pk)
    require(by, Permission.MANAGE_INSTANSI, locked)
    allowed = OFFICE_FIELDS
    if NAME_FIELDS & fields.keys():
        require(by, Permission.MANAGE_INSTANSI, Instansi())
        allowed = OFFICE_FIELDS | NAME_FIELDS
    changes = _put(locked, fields, allowed)
    if changes:
        locked.full_clean(validate_unique=False, validate_constraints=False)
        locked.save()
        audit.write(by=by, action="ubah_instansi", thing=locked, perubahan=changes)
    return locked


@transaction.atomic
def move_instansi(
    *, by: User, instansi: Instansi, induk: Instansi | None, wilayah: Wilayah | None
) -> Instansi:
    """Beneath another office, or into another region, by the ministry."""
    require(by, Permission.MANAGE_INSTANSI, Instansi())
    locked = Instansi.objects.select_for_update().get(pk=instansi.pk)
    words = _parent_refusal(locked.jenis, induk)
    if words:
        raise Refused(words, field="induk")
    changes = _put(locked, {"induk": induk, "wilayah": wilayah}, frozenset({"induk", "wilayah"}))
    locked.save()
    audit.write(by=by, action="pindahkan_instansi", thing=locked, perubahan=changes)
    return locked


@transaction.atomic
def close_instansi(*, by: User, instansi: Instansi, closed_on: date, reason: str) -> Instansi:
    """Close an office by the ministry; its open invitations end, its people keep reading."""
    require(by, Permission.MANAGE_INSTANSI, Instansi())
    locked = Instansi.objects.select_for_update().get(pk=instansi.pk)
    locked.closed_on = closed_on
    locked.save(update_fields=["closed_on"])
    Invitation.objects.filter(
        instansi=locked, unit=None, accepted_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=timezone.now())
    audit.write(
        by=by, action="tutup_instansi", thing=locked, reason=reason, tanggal=closed_on.isoformat()
    )
    return locked


@transaction.atomic
def add_instansi(
    *,
    by: User,
    nama: str,
    jenis: str,
    singkatan: str = "",
    kode: str = "",
    induk: Instansi | None = None,
    zone: str = "Asia/Jakarta",
) -> Instansi:
    """A new agency, region or enterprise, by the ministry.

    Without `kode` one is made from the short name.
    """
    # Asked of a thing that nobody owns: only the ministry relates to it.
    require(by, Permission.MANAGE_INSTANSI, Instansi())
    if jenis not in JenisInstansi.values or jenis == JenisInstansi.NASIONAL:
        raise Refused("Pilih jenis instansi yang tersedia.", field="jenis")
    words = _parent_refusal(jenis, induk)
    if words:
        raise Refused(words, field="induk")
    instansi = Instansi(
        nama=nama, jenis=jenis, singkatan=singkatan, induk=induk, zone=zone, kode=kode.strip()
    )
    instansi.kode = instansi.kode or slugify(singkatan or nama)[:40]
    if Instansi.objects.filter(kode=instansi.kode).exists():
        raise Refused("Kode ini sudah dipakai instansi lain.", field="kode")
    if Instansi.objects.filter(nama__iexact=nama, closed_on__isnull=True).exists():
        raise Refused("Instansi dengan nama ini sudah ada.", field="nama")
    instansi.full_clean(validate_unique=False, validate_constraints=False)
    instansi.save()
    audit.write(by=by, action="tambah_instansi", thing=instansi)
    return instansi


def _parent_refusal(jenis: str, induk: Instansi | None) -> str:
    """Why an instansi of this kind cannot lie beneath that one, or ""."""
    kinds = PARENTS.get(jenis, ())
    if not kinds:
        return "Hanya kabupaten, kota, dan BUMD yang mempunyai induk." if induk else ""
    if induk is not None and induk.jenis in kinds and not induk.closed_on:
        return ""
    if jenis == JenisInstansi.BUMD:
        return "Pilih pemerintah daerah pemilik BUMD ini."
    return "Pilih provinsi tempat kabupaten atau kota ini berada."


def _locked_unit(unit: UnitLokus) -> UnitLokus:
    """The row as it is now; a form may already have written into the object it was given."""
    return (
        UnitLokus.objects.select_for_update(of=("self",))
        .select_related("instansi", "jenis")
        .get(pk=unit.pk)
    )


def _put(
    thing: models.Model, fields: Mapping[str, Any], allowed: frozenset[str]
) -> dict[str, list[str]]:
    """Set fields; return before and after of those that differ."""
    unknown = fields.keys() - allowed
    if unknown:
        raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")
    changes = {}
    for name, value in fields.items():
        before = getattr(thing, name, None) if not thing._state.adding else None
        if before != value:
            setattr(thing, name, value)
            changes[name] = ["" if item is None else str(item) for item in (before, value)]
    return changes


def _save_unit(unit: UnitLokus) -> None:
    if not unit.sektor and unit.jenis_id:
        unit.sektor = unit.jenis.sektor
    unit.full_clean(validate_unique=False, validate_constraints=False)
    if unit.induk is not None:
        _check_neighbour(unit, unit.induk, "induk", "Unit induk")
        if not unit._state.adding and is_below(unit.induk, unit):
            raise Refused("Unit induk tidak boleh unit di bawah unit ini sendiri.", field="induk")
    taken = Refused(_NAME_TAKEN.format(instansi=unit.instansi), field="nama")
    same = UnitLokus.objects.filter(
        ~Q(pk=unit.pk), instansi=unit.instansi, nama__iexact=unit.nama, closed_on__isnull=True
    )
    if same.exists():
        raise taken
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as error:  # somebody was faster by a moment
        raise taken from error


def _check_neighbour(unit: UnitLokus, other: UnitLokus, field: str, label: str) -> None:
    if other.pk == unit.pk:
        raise Refused(f"{label} tidak boleh unit ini sendiri.", field=field)
    if other.instansi_id != unit.instansi_id:
        raise Refused(f"{label} harus dari instansi yang sama.", field=field)
    if other.closed_on:
        raise Refused(f"{label} sudah ditutup.", field=field)


def is_below(candidate: UnitLokus, unit: UnitLokus) -> bool:
    """Whether the candidate is the unit or hangs below it, by the rows as they are now."""
    seen: set[int] = set()
    node: int | None = candidate.pk
    while node is not None and node not in seen:
        if node == unit.pk:
            return True
        seen.add(node)
        node = UnitLokus.objects.values_list("induk", flat=True).get(pk=node)
    return False
