"""Which units and instansi a cycle names, and which of them it already evaluates."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from evaluations.models import (
    AturanLokus,
    Bukti,
    Evaluasi,
    Jawaban,
    Nilai,
    Respons,
    Siklus,
    Survei,
)
from evaluations.rules.workflow import DECIDED, IN_WORK, VACATED, Skema
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import Instansi, UnitLokus, User


def eligible_units(siklus: Siklus) -> QuerySet[UnitLokus]:
    """Active units that this cycle may evaluate at all, by its scheme."""
    today = timezone.localdate()
    found = UnitLokus.objects.select_related("instansi__induk", "jenis").filter(
        Q(closed_on__isnull=True) | Q(closed_on__gt=today),
        Q(instansi__closed_on__isnull=True) | Q(instansi__closed_on__gt=today),
    )
    if siklus.skema != Skema.NASIONAL:
        found = found.filter(instansi=siklus.instansi_id)
    elif leaves_out(siklus):
        found = found.exclude(instansi__wilayah__otonom=False)
    return found.order_by("instansi__kode", "nama", "pk")


def instansi_of_kinds(siklus: Siklus, rules: Iterable[AturanLokus]) -> QuerySet[Instansi]:
    """Active instansi of the kinds that the rules name, by the scheme of the cycle; also the
    administrative ones."""
    today = timezone.localdate()
    found = Instansi.objects.select_related("induk", "wilayah").filter(
        Q(closed_on__isnull=True) | Q(closed_on__gt=today),
        jenis__in={rule.jenis_instansi for rule in rules},
    )
    if siklus.skema != Skema.NASIONAL:
        found = found.filter(pk=siklus.instansi_id)
    return found.order_by("kode")


def named_units(siklus: Siklus, rules: Iterable[AturanLokus]) -> QuerySet[UnitLokus]:
    """The units that the rules name."""
    condition = Q(pk__in=[])
    for rule in rules:
        named = Q(instansi__jenis=rule.jenis_instansi)
        if rule.jenis_unit_id is not None:
            named &= Q(jenis=rule.jenis_unit_id)
        if rule.sektor:
            named &= Q(sektor=rule.sektor)
        condition |= named
    return eligible_units(siklus).filter(condition)


def named_instansi(siklus: Siklus, rules: Iterable[AturanLokus]) -> QuerySet[Instansi]:
    """The instansi that the rules name, with or without a unit."""
    found = instansi_of_kinds(siklus, rules)
    return found.exclude(wilayah__otonom=False) if leaves_out(siklus) else found


def leaves_out(siklus: Siklus) -> bool:
    """Whether administrative kabupaten and kota take no part; nobody leaves out his own units."""
    return siklus.skema == Skema.NASIONAL and not siklus.kota_administrasi


def previous_siklus(siklus: Siklus) -> Siklus | None:
    """The cycle before this one, of the same organiser and scheme, that had phases or rules."""
    return (
        Siklus.objects.filter(
            Q(fase__isnull=False) | Q(aturan_lokus__isnull=False),
            instansi=siklus.instansi_id,
            skema=siklus.skema,
            latihan=siklus.latihan,
            tahun__lt=siklus.tahun,
        )
        .order_by("-tahun", "-pk")
        .first()
    )


def evaluated_elsewhere(siklus: Siklus, units: Iterable[int]) -> dict[int, list[str]]:
    """By unit id, other running cycles that evaluate it; a practice cycle overlaps with nothing."""
    if siklus.latihan:
        return {}
    rows = (
        Evaluasi.objects.filter(
            unit__in=list(units), siklus__status=Siklus.Status.BERJALAN, siklus__latihan=False
        )
        .exclude(siklus=siklus)
        .exclude(state__in=VACATED)
        .order_by("siklus__nama")
        .values_list("unit", "siklus__nama")
        .distinct()
    )
    found: dict[int, list[str]] = {}
    for unit, nama in rows:
        found.setdefault(unit, []).append(nama)
    return found


def units_by_uuid(siklus: Siklus, uuids: Iterable[str]) -> list[UnitLokus]:
    """Of the units that the cycle may evaluate, those that a form sent."""
    ids = [item for item in map(_as_uuid, uuids) if item is not None]
    return list(eligible_units(siklus).filter(uuid__in=ids)) if ids else []


def evaluated_units(siklus: Siklus) -> dict[int, Evaluasi]:
    """By unit id, its evaluation in this cycle (one of them, where it has two forms)."""
    rows = Evaluasi.objects.filter(siklus=siklus).only(
        "uuid", "unit", "siklus", "instansi", "state", "formulir"
    )
    return {row.unit_id: row for row in rows}


def holdings(siklus: Siklus) -> list[tuple[str, int]]:
    """What a cycle holds, in words and numbers: said before a practice cycle is deleted."""
    counted: tuple[tuple[str, QuerySet[Any]], ...] = (
        ("evaluasi", Evaluasi.objects.filter(siklus=siklus)),
        ("isian F01", Jawaban.objects.filter(siklus=siklus)),
        ("bukti dukung", Bukti.objects.filter(siklus=siklus)),
        ("nilai", Nilai.objects.filter(siklus=siklus)),
        ("jawaban survei", Respons.objects.filter(survei__evaluasi__siklus=siklus)),
    )
    return [(words, rows.count()) for words, rows in counted]


def surveys_to_share(siklus: Siklus, units: Collection[int]) -> dict[tuple[int, str, int], Survei]:
    """By unit, form and version, the survey of another period that overlaps the cycle's, while an
    undecided evaluation of a running cycle uses it. That of the very same period is found anyway.
    """
    rows = Survei.objects.filter(
        Exists(
            Evaluasi.objects.filter(
                survei=OuterRef("pk"),
                siklus__status=Siklus.Status.BERJALAN,
                state__in=[state.value for state in IN_WORK - DECIDED],
            ).exclude(siklus=siklus)
        ),
        unit__in=units,
        latihan=siklus.latihan,
        tutup__gt=timezone.now(),
        periode_mulai__lte=siklus.periode_akhir,
        periode_akhir__gte=siklus.periode_mulai,
    )
    found: dict[tuple[int, str, int], Survei] = {}
    for row in rows.order_by("-buka", "-pk"):
        same = (row.periode_mulai, row.periode_akhir) == (
            siklus.periode_mulai,
            siklus.periode_akhir,
        )
        key = (row.unit_id, row.formulir, row.versi_id)
        if same or key not in found:
            found[key] = row
    return found


def addable_units(user: User, siklus: Siklus) -> QuerySet[UnitLokus]:
    """Units that the organiser may add by hand; what is there already, the service says."""
    return eligible_units(siklus).filter(pk__in=accounts.visible_units(user).values("pk"))


def search_units(units: QuerySet[UnitLokus], words: str) -> QuerySet[UnitLokus]:
    """Those whose name or instansi contains every word."""
    for word in words.split():
        units = units.filter(Q(nama__icontains=word) | Q(instansi__nama__icontains=word))
    return units


def offered(
    units: QuerySet[UnitLokus], words: str, chosen: Iterable[str], limit: int
) -> list[UnitLokus]:
    """What a list to choose from shows: the chosen ones first, then what the search leaves."""
    ids = [item for item in map(_as_uuid, chosen) if item is not None]
    first = list(units.filter(uuid__in=ids)) if ids else []
    rest = search_units(units, words).exclude(uuid__in=ids)[: max(0, limit - len(first))]
    return [*first, *rest]


def _as_uuid(text: str) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def participating_units(siklus: Siklus) -> QuerySet[UnitLokus]:
    """Units that a cycle evaluates; the cycle is already authorised."""
    taking_part = Evaluasi.objects.filter(siklus=siklus).values("unit")
    return (
        UnitLokus.objects.select_related("instansi")
        .filter(pk__in=taking_part)
        .order_by("instansi__kode", "nama", "pk")
    )


def participating_instansi(siklus: Siklus) -> QuerySet[Instansi]:
    """Owners of those units, and what lies above them."""
    rows = Evaluasi.objects.filter(siklus=siklus).order_by()
    return Instansi.objects.filter(
        Q(pk__in=rows.values("instansi"))
        | Q(pk__in=rows.values("instansi__induk"))
        | Q(pk__in=rows.values("instansi__induk__induk"))
    )
