"""The registers of instansi and of units: what can be asked of them, and what is missing in them.

What can be missing is a table; the filter of a list, the counts above it and at home, and the
export all read the same row of it, so that they never tell different numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce

from pekppp.accounts import queries
from pekppp.accounts.models import (
    Instansi,
    JenisInstansi,
    JenisUnit,
    Membership,
    UnitLokus,
    User,
    WilayahKerja,
)
from pekppp.accounts.roles import ADMINS, Role

OPEN, CLOSED, ALL = "buka", "tutup", "semua"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that an instansi or a unit should have: `words` name those without it."""

    key: str
    words: str
    condition: Any  # of the rows of the register: a Q


def _nobody(place: str, *roles: Role) -> Any:
    """That nobody with a working account holds one of these roles there."""
    held = Membership.objects.filter(
        **{place: OuterRef("pk")}, role__in=roles, ended_at__isnull=True, user__is_active=True
    )
    return Q(~Exists(held), closed_on__isnull=True)


def no_units(jenis: str = "", sektor: str = "") -> Any:
    """Of instansi: that they have no open unit, or none of this kind and sector."""
    units = UnitLokus.objects.filter(instansi=OuterRef("pk"), closed_on__isnull=True)
    if jenis:
        units = units.filter(jenis=jenis)
    if sektor:
        units = units.filter(sektor=sektor)
    return Q(~Exists(units), closed_on__isnull=True)


# The ministry organises; whether it has units of its own to evaluate is its own affair.
INSTANSI_GAPS = (
    Gap("admin", "Belum ada admin", _nobody("instansi", *sorted(ADMINS))),
    Gap("unit", "Belum ada unit", no_units() & ~Q(jenis=JenisInstansi.NASIONAL)),
)
UNIT_GAPS = (
    Gap("kepala", "Belum ada akun kepala", _nobody("unit", Role.KEPALA)),
    Gap("nama_kepala", "Nama kepala kosong", Q(kepala_nama="", closed_on__isnull=True)),
    Gap("operator", "Belum ada operator", _nobody("unit", Role.OPERATOR)),
    Gap("alamat", "Alamat kosong", Q(alamat="", closed_on__isnull=True)),
)


def gap_counts(rows: QuerySet[Any], gaps: Iterable[Gap]) -> dict[str, int]:
    """Of these rows, by key, how many lack it; one query."""
    wanted = {gap.key: Count("pk", filter=gap.condition) for gap in gaps}
    return rows.order_by().aggregate(**wanted)


def with_gaps(rows: QuerySet[Any], gaps: Iterable[Gap]) -> QuerySet[Any]:
    """Each row with what it lacks, for `lacks`."""
    return rows.annotate(
        **{
            f"kurang_{gap.key}": ExpressionWrapper(gap.condition, output_field=BooleanField())
            for gap in gaps
        }
    )


def lacks(row: Model, gaps: Iterable[Gap]) -> list[str]:
    """Of a row `with_gaps`, in words."""
    return [gap.words for gap in gaps if getattr(row, f"kurang_{gap.key}")]


def _lacking(rows: QuerySet[Any], gaps: Iterable[Gap], key: str) -> QuerySet[Any]:
    for gap in gaps:
        if gap.key == key:
            return rows.filter(gap.condition)
    return rows


# Instansi -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InstansiFilter:
    """What was asked for; empty means everything."""

    q: str = ""
    jenis: str = ""
    provinsi: Instansi | None = None
    wilayah: WilayahKerja | None = None
    kurang: str = ""
    tanpa_jenis: str = ""  # a kind of unit that they do not have
    tanpa_sektor: str = ""


def instansi(user: User, asked: InstansiFilter) -> QuerySet[Instansi]:
    """The instansi that a user sees, with the number of their open units as `unit_count` and the
    name of their `wilayah_kerja`."""
    found = queries.visible_instansi(user)
    if asked.q:
        found = found.filter(
            Q(nama__icontains=asked.q) | Q(singkatan__icontains=asked.q) | Q(kode=asked.q)
        )
    if asked.jenis:
        found = found.filter(jenis=asked.jenis)
    if asked.provinsi is not None:
        above = asked.provinsi.pk
        found = found.filter(Q(pk=above) | Q(induk=above) | Q(induk__induk=above))
    if asked.wilayah is not None:
        found = found.filter(queries.within("", asked.wilayah))
    found = _lacking(found, INSTANSI_GAPS, asked.kurang)
    if asked.tanpa_jenis or asked.tanpa_sektor:
        found = found.filter(no_units(asked.tanpa_jenis, asked.tanpa_sektor))
    return found.annotate(
        unit_count=Count("units", filter=Q(units__closed_on__isnull=True)),
        wilayah_kerja=Coalesce(
            "anggota_wilayah__wilayah__nama",
            "induk__anggota_wilayah__wilayah__nama",
            "induk__induk__anggota_wilayah__wilayah__nama",
        ),
    ).order_by("nama", "pk")


def instansi_gaps(user: User, asked: InstansiFilter) -> dict[str, int]:
    """Of what is asked for, whatever else it lacks: how many lack what."""
    rows = instansi(user, replace(asked, kurang="")).values("pk")
    return gap_counts(Instansi.objects.filter(pk__in=rows), INSTANSI_GAPS)


def provinces_of(user: User) -> QuerySet[Instansi]:
    """The provinces below which the user sees instansi."""
    return queries.visible_instansi(user).filter(jenis=JenisInstansi.PROVINSI).order_by("nama")


# Units --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """What was asked for; empty means everything, of open units."""

    q: str = ""
    instansi: Instansi | None = None
    provinsi: Instansi | None = None
    wilayah: WilayahKerja | None = None
    jenis: JenisUnit | None = None
    sektor: str = ""
    formulir: str = ""
    keadaan: str = OPEN
    kurang: str = ""


def units(user: User, asked: UnitFilter) -> QuerySet[UnitLokus]:
    """The units that a user sees, by the names of their instansi and their own."""
    found = queries.visible_units(user)
    for word in asked.q.split():
        named = Q(nama__icontains=word) | Q(jenis__nama__icontains=word)
        if asked.instansi is None:
            named |= Q(instansi__nama__icontains=word)
        found = found.filter(named)
    if asked.instansi is not None:
        found = found.filter(instansi=asked.instansi)
    if asked.provinsi is not None:
        above = asked.provinsi.pk
        found = found.filter(
            Q(instansi=above) | Q(instansi__induk=above) | Q(instansi__induk__induk=above)
        )
    if asked.wilayah is not None:
        found = found.filter(queries.within("instansi", asked.wilayah))
    if asked.jenis is not None:
        found = found.filter(jenis=asked.jenis)
    if asked.sektor:
        found = found.filter(sektor=asked.sektor)
    if asked.formulir:
        found = found.filter(formulir=asked.formulir)
    if asked.keadaan != ALL:
        found = found.filter(closed_on__isnull=asked.keadaan != CLOSED)
    found = _lacking(found, UNIT_GAPS, asked.kurang)
    return found.order_by("instansi__nama", F("closed_on").asc(nulls_first=True), "nama", "pk")


def unit_gaps(user: User, asked: UnitFilter) -> dict[str, int]:
    """Of what is asked for, whatever else it lacks: how many lack what."""
    return gap_counts(units(user, replace(asked, kurang="")), UNIT_GAPS)
