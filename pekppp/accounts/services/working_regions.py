"""The ministry's wilayah kerja: who belongs to which, and who reads it. By its admins alone."""

from collections.abc import Collection

from django.db import transaction

from pekppp.accounts import audit, queries
from pekppp.accounts.access import require
from pekppp.accounts.models import AnggotaWilayah, Instansi, Membership, User, WilayahKerja
from pekppp.accounts.roles import Permission
from pekppp.base.certain import certain
from pekppp.base.errors import Refused


@transaction.atomic
def save(
    *,
    by: User,
    wilayah: WilayahKerja | None = None,
    nama: str,
    urutan: int,
    instansi: Collection[Instansi],
    analis: Collection[Membership],
) -> WilayahKerja:
    """Make one or change it as a whole; a member of another wilayah moves here."""
    ministry = _require(by)
    # One at a time: two that take the same province wait here.
    Instansi.objects.select_for_update(no_key=True).get(pk=ministry.pk)
    nama = " ".join(nama.split())
    row = wilayah or WilayahKerja()
    if WilayahKerja.objects.filter(nama__iexact=nama).exclude(pk=row.pk).exists():
        raise Refused("Nama ini sudah dipakai wilayah lain.", field="nama")
    allowed = queries.wilayah_members()
    if allowed.filter(pk__in=[item.pk for item in instansi]).count() != len(instansi):
        raise Refused("Pilih provinsi dan K/L saja; yang di bawahnya mengikuti.", field="instansi")
    known = queries.analysts(ministry)
    if known.filter(pk__in=[item.pk for item in analis]).count() != len(analis):
        raise Refused("Pilih orang yang berperan sebagai analis.", field="analis")
    before = _state(row) if wilayah else {}
    row.nama, row.urutan = nama, urutan
    row.full_clean()
    row.save()
    AnggotaWilayah.objects.filter(wilayah=row).exclude(instansi__in=instansi).delete()
    AnggotaWilayah.objects.bulk_create(
        (AnggotaWilayah(instansi=item, wilayah=row) for item in instansi),
        update_conflicts=True,
        unique_fields=["instansi"],
        update_fields=["wilayah"],
    )
    row.analis.set(analis)
    now = _state(row)
    changes = {key: [before.get(key, ""), now[key]] for key in now if before.get(key) != now[key]}
    if changes:
        action = "ubah_wilayah_kerja" if wilayah else "buat_wilayah_kerja"
        audit.write(by=by, action=action, thing=row, instansi=ministry, perubahan=changes)
    return row


@transaction.atomic
def delete(*, by: User, wilayah: WilayahKerja) -> None:
    """Its members are in none then, and its analysts read nothing until they get another one."""
    ministry = _require(by)
    audit.write(
        by=by, action="hapus_wilayah_kerja", thing=wilayah, instansi=ministry, isi=_state(wilayah)
    )
    wilayah.delete()


def _require(by: User) -> Instansi:
    # Asked of a thing that nobody owns: only the ministry relates to it.
    require(by, Permission.MANAGE_INSTANSI, Instansi())
    return certain(queries.office_by_kode(None), "whose admin asks is there")


def _state(row: WilayahKerja) -> dict[str, str]:
    members = Instansi.objects.filter(anggota_wilayah__wilayah=row).order_by("nama")
    return {
        "nama": row.nama,
        "urutan": str(row.urutan),
        "instansi": "; ".join(members.values_list("nama", flat=True)),
        "analis": "; ".join(row.analis.order_by("user__nama").values_list("user__nama", flat=True)),
    }
