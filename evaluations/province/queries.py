"""What a province verifies: its worklist, its sample, and how far its levels agree.

Levels never leave the database one by one: pairs of levels come back counted, per kabupaten/kota
or per unit of one page. They come from the states in which readers see both levels alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from evaluations.assignment.services.verification import OPEN
from evaluations.core import assignments
from evaluations.core.queries import monitored
from evaluations.core.queries.names import by_words
from evaluations.models import Evaluasi, Nilai, PeranNilai, SampelVerifikasi, Siklus
from evaluations.monitoring.queries import monitoring
from evaluations.rules.evaluators import raters
from evaluations.rules.means import Coverage, GroupMean, by_pool, coverage, group_mean
from evaluations.rules.visibility import TABLE, Field, Viewer
from evaluations.rules.workflow import ENDED, State, Step
from instruments.models import VersiInstrumen
from pekppp.accounts.access import is_national
from pekppp.accounts.models import Instansi, JenisInstansi, User
from pekppp.accounts.roles import Role

_SHOWN = sorted(TABLE[Field.LEVEL][Viewer.READER] & TABLE[Field.LEVEL_VERIFIKATOR][Viewer.READER])
IN, OUT, NONE = "dalam", "luar", "tanpa"
SAMPLES = {IN: "Dalam sampel", OUT: "Di luar sampel", NONE: "Tidak diundi"}
FLAGS = {"tanpa_verifikator": "Belum ada verifikator", "terlambat": "Terlambat"}


def provinces(user: User) -> list[Instansi]:
    """Whose verification the user reads: the provinces he administers or leads, all for the
    ministry."""
    if is_national(user):
        return list(Instansi.objects.filter(jenis=JenisInstansi.PROVINSI, closed_on__isnull=True))
    return monitored.provinces_read(user)


def get_province(user: User, asked: str) -> Instansi:
    """The one named by its public id, else the first; 404 where there is none of his."""
    found = provinces(user)
    mine = [item for item in found if str(item.uuid) == asked] if asked else found[:1]
    if not mine:
        raise Http404
    return mine[0]


def may_draw(user: User, provinsi: Instansi) -> bool:
    """Whether the user appoints verifiers in the name of this province."""
    return provinsi.pk in monitored.roles_in(user, Role.ADMIN_INSTANSI)


def region(provinsi: Instansi) -> QuerySet[Evaluasi]:
    """What this province would verify, with a step of verification or without."""
    return Evaluasi.objects.filter(
        Q(instansi=provinsi)
        | Q(penilai=provinsi)
        | Q(instansi__induk=provinsi)
        | Q(penilai__induk=provinsi)
    ).exclude(instansi=provinsi, penilai=provinsi)


def concerned(provinsi: Instansi, siklus: Siklus, sampel: SampelVerifikasi | None) -> Any:
    """What its verification is about: what has the step, and what was drawn from."""
    ours = Q(tahapan__contains=[Step.VERIFIKASI])
    if sampel is not None:
        ours |= Q(uuid__in=[*sampel.terpilih, *sampel.di_luar])
    return region(provinsi).filter(ours, siklus=siklus)


def cycles(provinsi: Instansi) -> list[tuple[Siklus, int]]:
    """Cycles in which this province verifies, the newest first, with the number of its units."""
    rows = region(provinsi)
    sampled = SampelVerifikasi.objects.filter(instansi=provinsi).values("siklus")
    verified = rows.filter(tahapan__contains=[Step.VERIFIKASI]).order_by()
    counts = dict(verified.values_list("siklus").annotate(number=Count("pk")))
    found = Siklus.objects.filter(Q(pk__in=list(counts)) | Q(pk__in=sampled))
    return [(item, counts.get(item.pk, 0)) for item in found]


def get_cycle(provinsi: Instansi, uuid: UUID) -> Siklus:
    """A cycle in which this province verifies; 404 for any other."""
    verified = region(provinsi).filter(tahapan__contains=[Step.VERIFIKASI]).order_by()
    sampled = SampelVerifikasi.objects.filter(instansi=provinsi).order_by()
    found = Siklus.objects.select_related("instansi").filter(
        Q(pk__in=verified.values("siklus")) | Q(pk__in=sampled.values("siklus"))
    )
    return get_object_or_404(found, uuid=uuid)


# The sample ---------------------------------------------------------------------------------------


def population(provinsi: Instansi, siklus: Siklus, sampel: SampelVerifikasi | None) -> Any:
    """From what a sample is drawn now: whose step can still be given or taken."""
    return concerned(provinsi, siklus, sampel).filter(state__in=sorted(OPEN))


def gone_on(sampel: SampelVerifikasi) -> bool:
    """Whether a unit of this sample, or outside it, is verified or decided already."""
    both = [*sampel.terpilih, *sampel.di_luar]
    rows = Evaluasi.objects.filter(siklus=sampel.siklus_id, uuid__in=both)
    return rows.exclude(state__in=sorted(OPEN | ENDED)).exists()


@dataclass(frozen=True, slots=True)
class Draw:
    """What a drawing would come to: by kabupaten/kota (name, chosen, of how many)."""

    places: list[tuple[str, int, int]]
    chosen: list[UUID]
    outside: list[UUID]


def draw(rows: QuerySet[Evaluasi], *, percent: int, minimum: int, seed: str) -> Draw:
    units: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    for pk, name, uuid in rows.order_by("nama_instansi", "pk").values_list(
        "instansi", "nama_instansi", "uuid"
    ):
        units.setdefault(pk, []).append(str(uuid))
        names[pk] = name
    found = raters.drawn(units, percent=percent, minimum=minimum, seed=seed)
    chosen = [one for place in units for one in found[place]]
    inside = set(chosen)
    outside = [one for place in units.values() for one in place if one not in inside]
    return Draw(
        [(names[pk], len(found[pk]), len(all_)) for pk, all_ in units.items()],
        [UUID(one) for one in chosen],
        [UUID(one) for one in outside],
    )


# Agreement ----------------------------------------------------------------------------------------


Pairs = list[tuple[Fraction, Fraction, int]]


def agreement(evaluations: QuerySet[Evaluasi], key: str) -> dict[int, raters.Agreement]:
    """By the value of `key` of the evaluation, verifier against evaluators, in one query."""
    return {place: raters.agree(found) for place, found in pairs_by(evaluations, key).items()}


def pairs_by(evaluations: QuerySet[Evaluasi], key: str) -> dict[int, Pairs]:
    """The counted pairs of levels that `raters.agree` takes, by the value of `key`."""
    pairs: dict[int, Pairs] = {}
    for place, level, total, people, number in _pairs(evaluations, key):
        pairs.setdefault(place, []).append((Fraction(level), Fraction(total, people), number))
    return pairs


def _pairs(evaluations: QuerySet[Evaluasi], key: str) -> Iterable[tuple[Any, ...]]:
    """(key, verifier's level, sum of the evaluators' levels, how many of them, how many such)."""
    name = f"evaluasi__{key}"
    rows = Nilai.objects.filter(
        _assigned("verify"),
        evaluasi__in=evaluations.filter(state__in=_SHOWN).order_by().values("pk"),
        peran=PeranNilai.VERIFIKATOR,
        level__isnull=False,
    )
    same = Nilai.objects.filter(
        evaluasi=OuterRef("evaluasi"), indikator=OuterRef("indikator"), level__isnull=False
    ).order_by()
    agreed = same.filter(peran=PeranNilai.SEPAKAT).values("level")
    singly = same.filter(_assigned("score"), peran=PeranNilai.EVALUATOR).values("evaluasi")
    one = same.filter(peran=PeranNilai.SEPAKAT).values("evaluasi").annotate(n=Count("pk"))
    found = rows.annotate(
        total=Coalesce(Subquery(agreed[:1]), Subquery(singly.annotate(n=Sum("level")).values("n"))),
        people=Coalesce(
            Subquery(one.values("n")), Subquery(singly.annotate(n=Count("pk")).values("n"))
        ),
    ).filter(total__isnull=False)
    return (
        found.order_by().values_list(name, "level", "total", "people").annotate(number=Count("pk"))
    )


def _assigned(codename: str) -> Exists:
    """Of the level that is asked about: whoever gave it, or took the work over, is assigned so,
    and it counts."""
    return Exists(
        assignments.counting(codename).filter(
            content_object__evaluasi=OuterRef("evaluasi"),
            user=Coalesce(OuterRef("penerus"), OuterRef("oleh")),
        )
    )


# The page -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filter:
    """What was asked for; empty means everything."""

    instansi: int | None = None
    state: str = ""
    sampel: str = ""
    tanda: str = ""
    q: str = ""


@dataclass(slots=True)
class Unit:
    """One row of the worklist; `given` of `asked` indicators have the verifier's level."""

    key: monitoring.Key
    sampel: str
    formulir: str
    without: bool
    evaluasi: Any = None
    verifiers: list[str] = field(default_factory=list)
    given: int = 0
    asked: int = 0
    agreement: raters.Agreement | None = None

    @property
    def late(self) -> bool:
        return "terlambat" in self.key.flags

    @property
    def sample_words(self) -> str:
        return SAMPLES[self.sampel]


@dataclass(slots=True)
class Place:
    """One kabupaten/kota (or the province itself): its progress, means and agreement."""

    pk: int
    nama: str
    units: list[Unit]
    agreement: raters.Agreement

    @property
    def late(self) -> int:
        return sum(unit.late for unit in self.units)

    @property
    def inside(self) -> int:
        return sum(unit.sampel == IN for unit in self.units)

    @property
    def verified(self) -> int:
        return sum(unit.key.state in _SHOWN for unit in self.units)

    @property
    def coverage(self) -> Coverage:
        return coverage((unit.key.state, unit.key.figure is not None) for unit in self.units)


@dataclass(frozen=True, slots=True)
class Report:
    """The whole region of one cycle, whatever the filters leave of its list."""

    places: list[Place]
    agreement: raters.Agreement
    means: dict[str, GroupMean]  # by pool; of complete units alone
    coverage: Coverage

    @property
    def units(self) -> list[Unit]:
        return [unit for place in self.places for unit in place.units]

    @property
    def late(self) -> int:
        return sum(place.late for place in self.places)

    @property
    def without(self) -> int:
        return sum(unit.without for unit in self.units)


def report(
    user: User, provinsi: Instansi, siklus: Siklus, sampel: SampelVerifikasi | None
) -> Report:
    """Everything of the page but the full rows, see `filled`."""
    rows = concerned(provinsi, siklus, sampel).order_by("nama_instansi", "nama_unit", "pk")
    keys = {key.pk: key for key in monitoring.keys_of(user, rows)}
    verifier = assignments.counting("verify").filter(content_object__evaluasi=OuterRef("pk"))
    inside = set(sampel.terpilih) if sampel else set()
    outside = set(sampel.di_luar) if sampel else set()
    pairs = pairs_by(rows, "instansi")
    places: dict[int, Place] = {}
    for row in rows.annotate(verifier=Exists(verifier)).values_list(
        *("pk", "instansi", "nama_instansi", "uuid", "formulir", "tahapan", "verifier"), named=True
    ):
        key = keys.get(row.pk)
        if key is None:  # opened a moment ago
            continue
        where = IN if row.uuid in inside else OUT if row.uuid in outside else NONE
        waits = Step.VERIFIKASI in row.tahapan and State(key.state) in OPEN
        unit = Unit(key, where, row.formulir, waits and not row.verifier)
        empty = Place(
            row.instansi, row.nama_instansi, [], raters.agree(pairs.get(row.instansi, ()))
        )
        places.setdefault(row.instansi, empty).units.append(unit)
    every = [unit for place in places.values() for unit in place.units]
    pools = by_pool(every, lambda unit: unit.formulir, together=siklus.formulir_bersama)
    return Report(
        list(places.values()),
        raters.agree(pair for found in pairs.values() for pair in found),
        {pool: group_mean([one.key.figure for one in members]) for pool, members in pools.items()},
        coverage((unit.key.state, unit.key.figure is not None) for unit in every),
    )


def narrowed(report: Report, asked: Filter) -> list[Unit]:
    """The units that a filter leaves, in the order of names."""
    found = {place.pk: place.units for place in report.places}
    units = report.units if asked.instansi is None else found.get(asked.instansi, [])
    if asked.q:
        rows = Evaluasi.objects.filter(pk__in=[unit.key.pk for unit in units])
        named = rows.filter(by_words(asked.q, "nama_unit", "nama_instansi"))
        matching = set(named.values_list("pk", flat=True))
        units = [unit for unit in units if unit.key.pk in matching]
    return [
        unit
        for unit in units
        if asked.state in ("", unit.key.state)
        and asked.sampel in ("", unit.sampel)
        and (asked.tanda != "tanpa_verifikator" or unit.without)
        and (asked.tanda != "terlambat" or unit.late)
    ]


def filled(units: Sequence[Unit]) -> list[Unit]:
    """These rows with their unit, verifiers, levels and difference: of one page, or an export."""
    ids = [unit.key.pk for unit in units]
    rows = Evaluasi.objects.filter(pk__in=ids)
    found = rows.defer("pernyataan").in_bulk()
    versions = VersiInstrumen.objects.in_bulk({item.versi_id for item in found.values()})
    asked = {pk: len(list(one.instrumen.semua_indikator)) for pk, one in versions.items()}
    names: dict[int, list[str]] = {}
    for task in assignments.tasks_of(found):
        if task.codename == "verify" and task.nama not in names.setdefault(task.evaluasi, []):
            names[task.evaluasi].append(task.nama)
    given = dict(
        Nilai.objects.filter(
            _assigned("verify"),
            evaluasi__in=ids,
            peran=PeranNilai.VERIFIKATOR,
            level__isnull=False,
        )
        .order_by()
        .values_list("evaluasi")
        .annotate(number=Count("indikator", distinct=True))
    )
    agreed = agreement(rows, "pk")
    for unit in units:
        pk = unit.key.pk
        unit.evaluasi = found[pk]
        unit.verifiers = names.get(pk, [])
        unit.given = given.get(pk, 0)
        unit.asked = asked[found[pk].versi_id]
        unit.agreement = agreed.get(pk)
    return list(units)
