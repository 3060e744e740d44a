"""Offices and units that are renamed, moved, split, merged or closed at a date, by a letter.

A row stays where it is as long as its owner stays. What goes to another owner, is split off or
merged is a row of its own: the past stays with whose it was, and the successor is tied to it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from pekppp.accounts import audit, notices, queries
from pekppp.accounts.access import require
from pekppp.accounts.models import (
    Instansi,
    Invitation,
    Layanan,
    Lokasi,
    Membership,
    PerubahanTempat,
    SisiPerubahan,
    UnitLokus,
    User,
    Wilayah,
)
from pekppp.accounts.roles import Permission, Role, is_high
from pekppp.accounts.services import places
from pekppp.accounts.services.people import check_place, give_role, require_may_appoint
from pekppp.base import texts
from pekppp.base.errors import Refused
from pekppp.base.formats import tanggal

Place = Instansi | UnitLokus
Jenis, Status = PerubahanTempat.Jenis, PerubahanTempat.Status
_LIKE = ("jenis", "sektor", "formulir", "wilayah", "induk")  # of what is split off or merged


@dataclass(frozen=True, slots=True)
class Letter:
    """`path` is where the stored file lies, "" without one."""

    nomor: str
    tanggal: date
    path: str = ""


def require_may_change(by: User, place: Place) -> None:
    """Who manages the units of an office; an office itself is changed by the ministry alone."""
    if isinstance(place, UnitLokus):
        require(by, Permission.MANAGE_UNITS, place.instansi)
    else:
        require(by, Permission.MANAGE_INSTANSI, Instansi())


@transaction.atomic
def prepare(
    *,
    by: User,
    place: Place,
    jenis: str,
    berlaku: date,
    letter: Letter,
    others: Iterable[Place] = (),
    part_of: PerubahanTempat | None = None,
    **isi: Any,
) -> PerubahanTempat:
    """Keep what is to be done; `others` are merged with the place. Raises Refused."""
    if letter.tanggal > timezone.localdate():
        raise Refused("Tanggal surat belum tiba.", field="tanggal_surat")
    before = [place, *others]
    for item in before:
        require_may_change(by, item)
        if item.closed_on:
            raise Refused(f"{item} sudah ditutup.")
    if isinstance(place, Instansi) and place.is_national and jenis != Jenis.NAMA:
        raise Refused("Kementerian hanya dapat berganti nama.")
    change = PerubahanTempat(
        instansi=_office(place),
        unit=_unit(place),
        jenis=jenis,
        berlaku=berlaku,
        nomor_surat=texts.required(letter.nomor, "nomor_surat", 100, "Nomor surat wajib diisi."),
        tanggal_surat=letter.tanggal,
        surat=letter.path,
        isi=isi,
        bagian_dari=part_of,
        oleh=by,
    )
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError as error:
        if "perubahan_one_open" not in str(error):
            raise
        raise Refused(f"{place} masih mempunyai perubahan lain; tarik dahulu.") from None
    _sides(change, "asal", before)
    audit.write(by=by, action="siapkan_perubahan", thing=change, berlaku=berlaku.isoformat())
    return change


def locked(change: PerubahanTempat, *statuses: str) -> PerubahanTempat:
    """The row as it is now; Refused where it is in none of these."""
    found = PerubahanTempat.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if found.status not in statuses:
        raise Refused(f"Perubahan ini sudah «{found.get_status_display()}».", status=409)
    return found


@transaction.atomic
def withdraw(*, by: User, change: PerubahanTempat) -> PerubahanTempat:
    """Only before it takes effect: nothing was changed yet."""
    found = locked(change, Status.DISIAPKAN, Status.MENUNGGU)
    require_may_change(by, found.tempat)
    settle(found, Status.DITARIK)
    audit.write(by=by, action="tarik_perubahan", thing=found)
    return found


@transaction.atomic
def let_wait(*, by: User, change: PerubahanTempat) -> PerubahanTempat:
    """Until its day, when the sweep carries it out."""
    found = locked(change, Status.DISIAPKAN)
    require_may_change(by, found.tempat)
    found.status = Status.MENUNGGU
    found.save(update_fields=["status"])
    audit.write(by=by, action="rencanakan_perubahan", thing=found)
    return found


def due() -> list[PerubahanTempat]:
    """What waits and whose day has come."""
    rows = PerubahanTempat.objects.filter(status=Status.MENUNGGU, berlaku__lte=timezone.localdate())
    return list(rows.order_by("berlaku", "pk")[:50])


def settle(change: PerubahanTempat, status: str, **fields: Any) -> None:
    change.status, change.selesai_pada = status, timezone.now()
    for name, value in fields.items():
        setattr(change, name, value)
    change.save()


def give_up(change: PerubahanTempat, why: str) -> None:
    """On its day it is no longer possible; whoever prepared it hears why."""
    settle(change, Status.GAGAL, error=why[:300])
    _tell(change, [change.oleh], f"Tidak dapat dijalankan: {change}", why)


@transaction.atomic
def carry_out(change: PerubahanTempat) -> Counter[str]:
    """Do it, for whoever prepared it and by what he may do now; how many rows of what it touched.

    The caller has locked it, and settles it. Raises Refused, PermissionDenied.
    """
    sides = change.sisi.filter(arah="asal").select_related("unit__instansi", "instansi")
    asal = [side.unit or side.instansi for side in sides]
    act = _Act(change, asal)
    for item in asal:
        require_may_change(change.oleh, item)
        if item.closed_on:
            raise Refused(f"{item} sudah ditutup.")
    _ACTS[Jenis(change.jenis)](act)
    if change.bagian_dari_id is None:
        offices = {_office(item).pk: _office(item) for item in (*asal, *act.after)}
        admins = [user for office in offices.values() for user in queries.admins_of(office)]
        _tell(
            change,
            [change.oleh, *admins],
            f"Mulai {tanggal(change.berlaku)}: {change}",
            f"{change} berdasarkan {change.nomor_surat}."
            + (f" Penerus: {', '.join(map(str, act.after))}." if act.after != asal else ""),
        )
    audit.write(by=change.oleh, action="jalankan_perubahan", thing=change, hasil=act.counts)
    return act.counts


class _Act:
    """One change while it is carried out."""

    def __init__(self, change: PerubahanTempat, asal: Sequence[Any]) -> None:
        self.change, self.by, self.isi = change, change.oleh, change.isi
        self.asal = asal
        self.after: list[Any] = []
        self.counts: Counter[str] = Counter()

    # The kinds -------------------------------------------------------------------------------

    def rename(self) -> None:
        place, nama = self.asal[0], texts.one_line(self.isi["nama"])
        if nama == place.nama:
            raise Refused("Nama ini sama dengan yang sekarang.", field="nama")
        if isinstance(place, UnitLokus):
            after: Place = places.update_unit(by=self.by, unit=place, nama=nama)
        else:
            if _office_named(nama, besides=place):
                raise Refused("Instansi dengan nama ini sudah ada.", field="nama")
            short = self.isi.get("singkatan") or ""
            after = places.update_instansi(by=self.by, instansi=place, nama=nama, singkatan=short)
        self._followed_by([after])

    def move(self) -> None:
        place = self.asal[0]
        region = Wilayah.objects.filter(pk=self.isi.get("wilayah") or "").first()
        above = self._chosen("induk", type(place))
        target = self._chosen("instansi", Instansi) or _office(place)
        if (target, above, region) == (_office(place), place.induk, place.wilayah):
            raise Refused("Pilih tempatnya yang baru.", field="induk")
        if isinstance(place, Instansi):
            after = places.move_instansi(by=self.by, instansi=place, induk=above, wilayah=region)
            self._followed_by([after])
            return
        if target != place.instansi:
            self._close(place)
            fields = {name: getattr(place, name) for name in places.UNIT_FIELDS} | {"induk": None}
            # As a part of its office it takes its address along.
            fields |= {} if self.change.bagian_dari_id else {"wilayah": region}
            made = places.create_unit(by=self.by, instansi=target, **fields)
            self._go_over([made], offers=True)
            return
        self._followed_by([places.update_unit(by=self.by, unit=place, induk=above, wilayah=region)])

    def split(self) -> None:
        place, names = self.asal[0], self.isi["baru"]
        stays = bool(self.isi.get("tetap")) or isinstance(place, Instansi)
        if len({name.casefold() for name in names}) < (1 if stays else 2):
            raise Refused("Tulis nama setiap bagian baru, satu per baris.", field="baru")
        if not stays:
            self._close(place)
        made = [self._named(name, like=place) for name in names]
        if place in made:
            raise Refused("Bagian baru memerlukan nama lain.", field="baru")
        self._go_over(made)
        chosen = UnitLokus.objects.filter(uuid__in=self.isi.get("unit", ()), closed_on=None)
        if chosen and len(made) != 1:
            raise Refused(
                "Unit dapat ikut hanya bila ada satu instansi baru; pindahkan sesudahnya.",
                field="unit",
            )
        if isinstance(place, Instansi):
            self._take_along(chosen.filter(instansi=place), _office(made[0]))

    def merge(self) -> None:
        """Also the closing of a place, with a successor or without one."""
        target = self._chosen("tujuan", type(self.asal[0]))
        names = self.isi.get("baru") or []
        if self.change.jenis == Jenis.GABUNG and bool(target) == bool(names):
            raise Refused("Pilih penerusnya, atau tulis nama barunya.", field="tujuan")
        if names and len(self.asal) < 2:
            raise Refused("Pilih paling sedikit satu lagi yang digabung.", field="dengan")
        if target in self.asal or (target is not None and target.closed_on):
            raise Refused("Pilih penerus yang lain.", field="tujuan")
        if len({_office(item).pk for item in self.asal}) > 1 and isinstance(
            self.asal[0], UnitLokus
        ):
            raise Refused("Yang digabung harus dari instansi yang sama.", field="dengan")
        for item in self.asal:
            self._close(item)
        if names:
            target = self._named(names[0], like=self.asal[0])
        self._go_over([target] if target else [], offers=bool(names))
        for item in self.asal:
            if isinstance(item, Instansi):
                self._empty(item, target)

    # What follows ----------------------------------------------------------------------------

    def _chosen(self, name: str, model: Any) -> Any:
        value = self.isi.get(name)
        return model.objects.get(uuid=value) if value else None

    def _named(self, nama: str, *, like: Place) -> Place:
        """The open place of this name beside the one, or a new one."""
        nama = texts.one_line(nama)
        if isinstance(like, UnitLokus):
            rows = UnitLokus.objects.filter(instansi=like.instansi, closed_on=None)
            fields = {name: getattr(like, name) for name in _LIKE}
            return rows.filter(nama__iexact=nama).first() or places.create_unit(
                by=self.by, instansi=like.instansi, nama=nama, **fields
            )
        kode = slugify(nama)[:30]
        if Instansi.objects.filter(kode=kode).exists():
            kode = f"{kode}-{self.change.pk}"
        return _office_named(nama) or places.add_instansi(
            by=self.by, nama=nama, jenis=like.jenis, kode=kode, induk=like.induk, zone=like.zone
        )

    def _close(self, place: Place) -> None:
        day = min(self.change.berlaku, timezone.localdate())
        open_ones = Invitation.objects.filter(accepted_at=None, revoked_at=None)
        if isinstance(place, UnitLokus):
            self.counts["undangan"] += open_ones.filter(unit=place).count()
            places.close_unit(by=self.by, unit=place, closed_on=day, reason=self.change.nomor_surat)
        else:
            self.counts["undangan"] += open_ones.filter(instansi=place, unit=None).count()
            places.close_instansi(
                by=self.by, instansi=place, closed_on=day, reason=self.change.nomor_surat
            )
        place.closed_on = day

    def _followed_by(self, after: Sequence[Any]) -> None:
        self.after = list(after)
        _sides(self.change, "penerus", after)

    def _go_over(self, after: Sequence[Any], *, offers: bool = False) -> None:
        """People, sub-units, readers, services and the words of its names, to its successors."""
        self._followed_by(after)
        self._people()
        for item in self.asal:
            if item.closed_on and len(after) == 1:
                type(item).objects.filter(pk=item.pk).update(successor=after[0])
            if not isinstance(item, UnitLokus):
                continue
            self._sub_units(item)
            readers = [office for office in item.co_owners.all() if not office.closed_on]
            self.counts["pembaca"] += len(readers)
            for other in after:
                other.co_owners.add(*(office for office in readers if office != other.instansi))
                words = UnitLokus.objects.filter(pk=item.pk).values("kata")
                UnitLokus.objects.filter(pk=other.pk).update(kata=words)
                if offers:
                    _copy_offers(item, other)

    def _people(self) -> None:
        unit = isinstance(self.asal[0], UnitLokus)
        # Of an office that stays only the people of the units go that are taken along.
        if not self.isi.get("orang") or not self.after or not (unit or self.asal[0].closed_on):
            return
        at = {"unit__in": self.asal} if unit else {"instansi__in": self.asal, "unit": None}
        held = Membership.objects.filter(ended_at=None, user__is_active=True, **at)
        for row in held.select_related("user"):
            role = Role(row.role)
            if is_high(role, national=False) and not row.user.email:
                # An unproved account gets such a role by two people's hands alone.
                self.counts["orang_tertinggal"] += 1
                continue
            self.counts["orang"] += 1
            for after in self.after:
                office, unit_after = _office(after), _unit(after)
                require_may_appoint(self.by, role, office)
                check_place(role, office, unit_after)
                made = give_role(user=row.user, role=role, instansi=office, unit=unit_after)
                audit.write(by=self.by, action="beri_peran", thing=made, orang=row.user.username)

    def _sub_units(self, unit: UnitLokus) -> None:
        """Below the one successor in the same office; else one step up, unless the unit stays."""
        only = self.after[0] if len(self.after) == 1 else None
        if not unit.closed_on or "bersama" in self.isi:
            return
        rows = UnitLokus.objects.filter(induk=unit, closed_on=None)
        above = unit.induk
        if only and only.instansi_id == unit.instansi_id and not places.is_below(only, unit):
            above = only
        self.counts["bawahan"] += rows.count()
        audit.write_each(by=self.by, action="ubah_unit", things=rows, induk=str(above or ""))
        rows.update(induk=above)

    def _empty(self, office: Instansi, target: Instansi | None) -> None:
        """All that an office holds that is closed."""
        units = UnitLokus.objects.filter(instansi=office, closed_on=None)
        below = Instansi.objects.filter(induk=office, closed_on=None)
        self.counts["instansi_bawahan"] += below.count()
        if target is not None:
            self._take_along(units, target)
            for item in below:
                places.move_instansi(by=self.by, instansi=item, induk=target, wilayah=item.wilayah)
            return
        if below:
            raise Refused("Pindahkan dahulu instansi di bawahnya, atau pilih penerusnya.")
        for unit in units:
            self._part(unit, Jenis.TUTUP)

    def _take_along(self, units: Iterable[UnitLokus], target: Instansi) -> None:
        """Units go to another office with their people, each keeping the unit above it."""
        after: dict[int, UnitLokus] = {}
        rows = list(units)
        for unit in rows:
            child = self._part(unit, Jenis.PINDAH, instansi=str(target.uuid), bersama=True)
            after[unit.pk] = UnitLokus.objects.get(
                sisi_perubahan__perubahan=child, sisi_perubahan__arah="penerus"
            )
        for unit in rows:
            if unit.induk_id in after:
                UnitLokus.objects.filter(pk=after[unit.pk].pk).update(induk=after[unit.induk_id])

    def _part(self, unit: UnitLokus, jenis: str, **isi: Any) -> PerubahanTempat:
        change = self.change
        child = prepare(
            by=self.by,
            place=unit,
            jenis=jenis,
            berlaku=change.berlaku,
            letter=Letter(change.nomor_surat, change.tanggal_surat, change.surat),
            part_of=change,
            orang=bool(self.isi.get("orang")),
            **isi,
        )
        counts = carry_out(child)
        settle(child, Status.BERLAKU, hasil=counts)
        self.counts.update(counts)
        self.counts["unit"] += 1
        return child


_ACTS = {
    Jenis.NAMA: _Act.rename,
    Jenis.PINDAH: _Act.move,
    Jenis.PECAH: _Act.split,
    Jenis.GABUNG: _Act.merge,
    Jenis.TUTUP: _Act.merge,
}


def _office(place: Place) -> Instansi:
    return place.instansi if isinstance(place, UnitLokus) else place


def _unit(place: Place) -> UnitLokus | None:
    return place if isinstance(place, UnitLokus) else None


def _office_named(nama: str, *, besides: Instansi | None = None) -> Instansi | None:
    rows = Instansi.objects.filter(nama__iexact=nama, closed_on=None)
    return (rows.exclude(pk=besides.pk) if besides else rows).first()


def _sides(change: PerubahanTempat, arah: str, items: Iterable[Place]) -> None:
    SisiPerubahan.objects.bulk_create(
        SisiPerubahan(
            perubahan=change, arah=arah, instansi=_office(item), unit=_unit(item), nama=item.nama
        )
        for item in items
    )


def _copy_offers(source: UnitLokus, target: UnitLokus) -> None:
    for model in (Layanan, Lokasi):
        rows: Any = model._default_manager.filter(unit=source)
        for row in rows:
            row.pk, row.unit, row.instansi = None, target, target.instansi
        model._default_manager.bulk_create(rows, ignore_conflicts=True)


def _tell(change: PerubahanTempat, users: Iterable[User], subject: str, body: str) -> None:
    notices.notify(
        users,
        kind="perubahan",
        subject=subject[:200],
        body=body,
        url=reverse("evaluations:change", args=[change.uuid]),
        instansi=change.instansi,
    )
