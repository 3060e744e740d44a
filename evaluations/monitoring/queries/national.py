"""The country at a glance: progress, and means of complete figures with their coverage.

Every mean carries its name: an instansi is the mean of its units, a province or wilayah kerja (and
the group of ministries) the mean of its instansi, the nation the mean of the two groups. Only units
whose IPP is complete count, and each mean says of how many lokus. Practice cycles count nowhere.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from statistics import quantiles

from django.db.models import Count, QuerySet

from evaluations.core.queries.monitored import monitored
from evaluations.models import Evaluasi, Siklus
from evaluations.monitoring.queries.monitoring import Key, keys_of
from evaluations.rules.kinds import APART, BADAN_USAHA, GROUPS, KL, PEMDA, group_of
from evaluations.rules.means import (
    METODE_RERATA,
    RATA_INSTANSI,
    RATA_UNIT,
    Coverage,
    GroupMean,
    by_pool,
    coverage,
    group_mean,
    national_mean,
    pool_of,
    pools_words,
)
from evaluations.rules.places import region
from evaluations.rules.workflow import DECIDED, ENDED, State
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import Instansi, JenisInstansi, User, WilayahKerja

OUTSIDE = "Belum masuk wilayah"
SHOWN = 20  # rows of what is late or stands out
_ENOUGH = 8  # figures below which nothing can be said to stand out
_FENCE = Decimal("1.5")  # Tukey: quartile -/+ 1.5 times the interquartile range

# States as columns: few enough for one look.
STAGES: tuple[tuple[str, frozenset[State]], ...] = (
    ("Mengisi F01", frozenset({State.DRAF, State.DIKEMBALIKAN})),
    ("Dinilai", frozenset({State.DIKIRIM, State.DINILAI})),
    ("F02 selesai", frozenset({State.F02_SELESAI, State.DIVERIFIKASI})),
    ("Divalidasi, terbit", DECIDED),
    ("Tidak dievaluasi", ENDED),
)


@dataclass(slots=True)
class Group:
    """One row of a table: where its evaluations stand and what the complete ones come to."""

    name: str
    total: int = 0
    stages: list[int] = field(default_factory=lambda: [0] * len(STAGES))
    late: int = 0
    unassigned: int = 0
    f01: int | None = None  # per cent
    f02: int | None = None
    means: dict[str, GroupMean] = field(default_factory=dict)  # by pool, see `means.by_pool`
    cover: Coverage = field(default_factory=Coverage)
    final: bool = False  # whether every figure in the means is decided


@dataclass(frozen=True, slots=True)
class Figures:
    """What the units of one form come to, or of both where they share a mean (`pool` is empty)."""

    pool: str
    groups: list[tuple[str, GroupMean, Coverage]]  # ministries, regions, enterprises apart
    national: GroupMean  # ministries and regions together
    instansi: GroupMean  # the same as the mean of all their instansi: of a wilayah kerja
    cover: Coverage
    final: bool


@dataclass(slots=True)
class Report:
    total: int
    states: dict[str, int]
    regions: list[Group]  # wilayah kerja; empty where the ministry has none
    provinces: list[Group]
    kinds: list[Group]
    figures: list[Figures]
    words: str  # how the forms are computed and kept apart
    late: list[tuple[Instansi, int, int]]  # instansi, late, all
    outliers: list[tuple[Evaluasi, Decimal, str]]  # evaluation, figure, low or high


@dataclass(frozen=True, slots=True)
class _Place:
    instansi: int
    jenis: str
    province: int
    kind: str
    pool: str


def years(user: User) -> list[int]:
    """Years with cycles that count, newest first."""
    rows = _counted(user, None).order_by("-siklus__tahun")
    return list(rows.values_list("siklus__tahun", flat=True).distinct())


def by_scheme(
    user: User, tahun: int, wilayah: WilayahKerja | None = None
) -> dict[str, dict[str, int]]:
    """Scheme -> state -> how many."""
    rows = (
        _counted(user, wilayah)
        .order_by()
        .filter(siklus__tahun=tahun)
        .values_list("siklus__skema", "state")
        .annotate(number=Count("pk"))
    )
    found: dict[str, dict[str, int]] = {}
    for skema, state, number in rows:
        found.setdefault(skema, {})[state] = number
    return found


def _counted(user: User, wilayah: WilayahKerja | None) -> QuerySet[Evaluasi]:
    """Of the country, or of a wilayah kerja, what the user watches."""
    found = monitored(user).filter(siklus__latihan=False)
    if wilayah is not None:
        found = found.filter(accounts.within("instansi", wilayah))
    return found.exclude(siklus__status=Siklus.Status.DISIAPKAN)


def report(user: User, tahun: int, skema: str, wilayah: WilayahKerja | None = None) -> Report:
    """All of one year and scheme, in a number of queries that does not grow with it."""
    rows = _counted(user, wilayah).filter(siklus__tahun=tahun, siklus__skema=skema).order_by("pk")
    keys = keys_of(user, rows)
    cycles = list(
        Siklus.objects.filter(pk__in=rows.order_by().values("siklus")).select_related(
            "instrumen_a", "instrumen_b"
        )
    )
    together = bool(cycles) and all(siklus.formulir_bersama for siklus in cycles)
    forms: set[str] = set()
    places = {}
    for pk, instansi, jenis, induk, kind, form in rows.values_list(
        "pk", "instansi", "jenis_instansi", "instansi__induk", "jenis_unit", "formulir"
    ):
        forms.add(form)
        pool = pool_of(form, together=together)
        places[pk] = _Place(instansi, jenis, induk or instansi, kind, pool)
    ids = {place.instansi for place in places.values()}
    ids |= {place.province for place in places.values()}
    names = Instansi.objects.in_bulk(ids)

    def province(key: Key) -> str:
        place = places[key.pk]
        group = group_of(place.jenis)
        if group != PEMDA:
            return group
        above = names[place.province]
        return region(above.nama) if above.jenis == JenisInstansi.PROVINSI else above.nama

    wilayah_of = accounts.wilayah_by_member()
    order = {row.nama: row.urutan for row in wilayah_of.values()}

    def working_region(key: Key) -> str:
        place = places[key.pk]
        group = group_of(place.jenis)
        if group == BADAN_USAHA:
            return group
        found = wilayah_of.get(place.province)
        return found.nama if found else OUTSIDE

    states: dict[str, int] = {}
    for key in keys:
        states[key.state] = states.get(key.state, 0) + 1
    figures = [key for key in keys if key.figure is not None]
    pools = by_pool(keys, lambda key: places[key.pk].pool, together=False)
    return Report(
        total=len(keys),
        states=states,
        regions=_groups(keys, places, working_region, order=order) if order else [],
        provinces=_groups(keys, places, province),
        kinds=_groups(keys, places, lambda key: places[key.pk].kind, by_unit=True),
        figures=[_figures(pool, members, places) for pool, members in pools.items()],
        words=pools_words(forms, cycles[0].kata_formulir, together=together) if cycles else "",
        late=_late(keys, places, names),
        outliers=_outliers(figures),
    )


def _groups(
    keys: Iterable[Key],
    places: dict[int, _Place],
    name_of: Callable[[Key], str],
    *,
    by_unit: bool = False,
    order: Mapping[str, int] | None = None,
) -> list[Group]:
    members: dict[str, list[Key]] = {}
    for key in keys:
        members.setdefault(name_of(key), []).append(key)
    found = [_group(name, rows, places, by_unit=by_unit) for name, rows in members.items()]
    # The ministries first, then regions of provinces by name, then state enterprises.
    last, own = {KL: 0, OUTSIDE: 2, BADAN_USAHA: 3}, order or {}
    return sorted(
        found, key=lambda group: (last.get(group.name, 1), own.get(group.name, 0), group.name)
    )


def _group(name: str, keys: list[Key], places: dict[int, _Place], *, by_unit: bool) -> Group:
    group = Group(name, total=len(keys))
    for key in keys:
        for index, (_, states) in enumerate(STAGES):
            group.stages[index] += key.state in states
        group.late += "terlambat" in key.flags
        group.unassigned += "tanpa_evaluator" in key.flags
    working = [key for key in keys if key.state not in ENDED]
    group.f01 = _per_cent(key.f01 for key in working)
    group.f02 = _per_cent(key.f02 for key in working)
    for pool, members in by_pool(keys, lambda key: places[key.pk].pool, together=False).items():
        if by_unit:
            group.means[pool] = group_mean((key.figure for key in members), RATA_UNIT)
        else:
            values = _instansi_means(members, places).values()
            group.means[pool] = group_mean(values, RATA_INSTANSI)
    group.cover = _cover(keys)
    known = [key for key in keys if key.figure is not None]
    group.final = bool(known) and all(key.final for key in known)
    return group


def _cover(keys: Iterable[Key]) -> Coverage:
    return coverage((key.state, key.figure is not None) for key in keys)


def _per_cent(parts: Iterable[Decimal | None]) -> int | None:
    """The mean of what is known, rounded down: 100 means that nothing is missing."""
    known = [part for part in parts if part is not None]
    return int(100 * sum(known) / len(known)) if known else None


def _instansi_means(
    keys: Iterable[Key], places: dict[int, _Place]
) -> dict[Hashable, Fraction | None]:
    figures: dict[Hashable, list[Decimal | None]] = {}
    for key in keys:
        if key.state not in ENDED:
            figures.setdefault(places[key.pk].instansi, []).append(key.figure)
    return {pk: group_mean(values, RATA_UNIT).value for pk, values in figures.items()}


def _figures(pool: str, keys: list[Key], places: dict[int, _Place]) -> Figures:
    """The groups apart, and of two of them the national figure."""
    members: dict[str, list[Key]] = {name: [] for name in GROUPS}
    for key in keys:
        members[group_of(places[key.pk].jenis)].append(key)
    means = {name: _instansi_means(rows, places).values() for name, rows in members.items()}
    groups = [
        (
            f"{name}, {APART}" if name == BADAN_USAHA else name,
            group_mean(means[name], RATA_INSTANSI),
            _cover(rows),
        )
        for name, rows in members.items()
        if rows
    ]
    counted = [*members[KL], *members[PEMDA]]
    known = [key for key in counted if key.figure is not None]
    return Figures(
        pool,
        groups,
        national_mean(kl=means[KL], pemda=means[PEMDA]),
        group_mean([*means[KL], *means[PEMDA]], RATA_INSTANSI),
        _cover(counted),
        bool(known) and all(key.final for key in known),
    )


def _late(
    keys: Iterable[Key], places: dict[int, _Place], names: dict[int, Instansi]
) -> list[tuple[Instansi, int, int]]:
    late: dict[int, int] = {}
    every: dict[int, int] = {}
    for key in keys:
        pk = places[key.pk].instansi
        every[pk] = every.get(pk, 0) + 1
        late[pk] = late.get(pk, 0) + ("terlambat" in key.flags)
    worst = sorted((pk for pk in late if late[pk]), key=lambda pk: (-late[pk], names[pk].nama))
    return [(names[pk], late[pk], every[pk]) for pk in worst[:SHOWN]]


def _outliers(figures: list[Key]) -> list[tuple[Evaluasi, Decimal, str]]:
    """Figures far from the others: worth a second look, which is all this says."""
    values = [key.figure for key in figures if key.figure is not None]
    if len(values) < _ENOUGH:
        return []
    low, _, high = quantiles(values, n=4, method="inclusive")
    reach = _FENCE * (high - low)
    found = [
        (key, "rendah" if key.figure < low - reach else "tinggi")
        for key in figures
        if key.figure is not None and not low - reach <= key.figure <= high + reach
    ]
    found.sort(key=lambda item: item[0].figure or Decimal(0))
    rows = Evaluasi.objects.in_bulk([key.pk for key, _ in found[:SHOWN]])
    return [(rows[key.pk], key.figure, side) for key, side in found[:SHOWN] if key.figure]


def method_words(mean: GroupMean | None) -> str:
    return METODE_RERATA[mean.method] if mean else ""
