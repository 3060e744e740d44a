"""Opening a cycle: first a preview of what the rules name, then everything in one transaction.

Opening may be repeated: it adds what is missing and doubles nothing. The number of queries does
not grow with the number of units.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluations.core.queries import people as people_queries
from evaluations.core.queries.calendar import Calendar
from evaluations.core.services.windows import survey_span, sync_surveys
from evaluations.cycle import queries as cycle_queries
from evaluations.cycle.services.cycles import lock, unopened
from evaluations.cycle.services.opening_notices import announce
from evaluations.models import (
    Evaluasi,
    EvaluasiAspek,
    Hasil,
    Siklus,
    Survei,
    TautanSurvei,
)
from evaluations.models.evaluasi import provinces_of
from evaluations.results import services as result_services
from evaluations.rules.phases import opened_by
from evaluations.rules.workflow import STEPS, Skema, steps_of
from instruments.models import VersiInstrumen
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, UnitLokus, User
from pekppp.accounts.roles import Permission
from pekppp.base import queues
from pekppp.base.certain import certain
from pekppp.base.errors import Refused

BATCH = 2000  # rows of one INSERT
NO_HEAD = "Kepala unit belum punya akun; F01 tidak dapat dikirim."


@dataclass(frozen=True, slots=True)
class Seed:
    """What an evaluation grows from."""

    unit: UnitLokus
    formulir: str
    versi: VersiInstrumen
    penilai: Instansi


@dataclass(slots=True)
class Row:
    """A unit that the rules name. `chosen`: opened unless the organiser chooses otherwise."""

    unit: UnitLokus
    formulir: str
    versi: VersiInstrumen
    penilai: Instansi
    evaluasi: Evaluasi | None
    chosen: bool
    warnings: list[str]

    @property
    def seed(self) -> Seed:
        return Seed(self.unit, self.formulir, self.versi, self.penilai)


@dataclass(slots=True)
class Quota:
    """An instansi with more units of a kind than the rule allows: somebody has to choose."""

    instansi: Instansi
    jenis: str
    jumlah: int
    taken: int
    units: list[int] = field(default_factory=list)

    @property
    def left(self) -> int:
        return max(0, self.jumlah - self.taken)


@dataclass(slots=True)
class Preview:
    rows: list[Row]
    quotas: list[Quota]
    obstacles: list[str]  # why nothing can be opened yet

    @property
    def existing(self) -> int:
        return sum(row.evaluasi is not None for row in self.rows)

    @property
    def new(self) -> int:
        return sum(row.chosen for row in self.rows)

    @property
    def warned(self) -> int:
        return sum(bool(row.warnings) for row in self.rows if row.evaluasi is None)


@dataclass(frozen=True, slots=True)
class Opened:
    created: int
    existing: int
    unchosen: list[Quota]


def preview_opening(*, by: User, siklus: Siklus) -> Preview:
    """What opening would create now. Writes nothing."""
    require(by, Permission.MANAGE_SIKLUS, siklus)
    rules = list(siklus.aturan_lokus.select_related("jenis_unit"))
    there = cycle_queries.evaluated_units(siklus)
    units = list(cycle_queries.named_units(siklus, rules))
    heads = people_queries.units_with_head({unit.pk for unit in units})
    rows = []
    for unit in units:
        formulir, other_form = _form_for(siklus, unit)
        versi = certain(siklus.versi_untuk(formulir), "`_form_for` names a form of the cycle")
        warnings = [other_form] if other_form else []
        if unit.pk not in heads:
            warnings.append(NO_HEAD)
        evaluasi = there.get(unit.pk)
        row = Row(unit, formulir, versi, unit.instansi, evaluasi, evaluasi is None, warnings)
        rows.append(row)
    limits = {(rule.jenis_instansi, rule.jenis_unit_id): rule.jumlah for rule in rules}
    quotas = _quotas(rows, limits)
    return Preview(rows, quotas, _obstacles(siklus, rules))


def _form_for(siklus: Siklus, unit: UnitLokus) -> tuple[str, str]:
    """The form a unit is evaluated with, and what to say where it is not its own."""
    available = siklus.formulir_tersedia
    if unit.formulir in available:
        return unit.formulir, ""
    form = available[0]
    return form, f"Siklus tanpa formulir {unit.formulir}; dipakai formulir {form}."


def _quotas(rows: list[Row], limits: dict[tuple[str, str | None], int | None]) -> list[Quota]:
    """Find where a choice is needed, and choose nothing there."""
    groups: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        if limits[row.unit.instansi.jenis, row.unit.jenis_id] is not None:
            groups.setdefault((row.unit.instansi_id, row.unit.jenis_id), []).append(row)
    found = []
    for members in groups.values():
        unit = members[0].unit
        limit = limits[unit.instansi.jenis, unit.jenis_id]
        taken = sum(
            row.evaluasi is not None and row.evaluasi.state not in cycle_queries.VACATED
            for row in members
        )
        waiting = [row for row in members if row.evaluasi is None]
        if limit is None or len(waiting) <= limit - taken:
            continue
        quota = Quota(unit.instansi, unit.jenis.nama, limit, taken)
        quota.units = [row.unit.pk for row in waiting]
        for row in waiting:
            row.chosen = False
            row.warnings.insert(
                0,
                f"Pilih {quota.left} dari {len(waiting)} {quota.jenis}."
                if quota.left
                else f"Jatah {limit} {quota.jenis} sudah terpenuhi.",
            )
        found.append(quota)
    return found


def _obstacles(siklus: Siklus, rules: Collection[Any]) -> list[str]:
    found = unopened(siklus, opened_by(siklus.fase.all()))
    if not rules:
        found.append("Belum ada aturan lokus: tentukan jenis unit yang dievaluasi.")
    for form in siklus.formulir_tersedia:
        versi = siklus.versi_untuk(form)
        if versi is not None and versi.status != VersiInstrumen.Status.TERBIT:
            found.append(f"Instrumen formulir {form} sudah ditarik; pilih versi lain.")
    return found


@transaction.atomic
def open_siklus(*, by: User, siklus: Siklus, units: Iterable[UnitLokus] | None = None) -> Opened:
    """Create the evaluations of the units that the rules name, or of those chosen in `units`.

    Where an instansi has more units than the rule allows, only an explicit choice opens them.
    Repeatable: what is there stays as it is. Raises Refused, PermissionDenied.
    """
    locked = lock(by, siklus)
    preview = preview_opening(by=by, siklus=locked)
    if preview.obstacles:
        raise Refused(" ".join(preview.obstacles), status=409)
    rows = _chosen(preview, units)
    if not rows and not preview.existing:
        raise Refused("Belum ada unit yang dapat dibuka. Pilih sedikitnya satu unit.")
    created = _create(locked, [row.seed for row in rows])
    if locked.status == Siklus.Status.DISIAPKAN:
        locked.status = Siklus.Status.BERJALAN
        locked.dibuka_pada = timezone.now()
        locked.save(update_fields=["status", "dibuka_pada"])
    audit.write(by=by, action="buka_siklus", thing=locked, siklus=locked, evaluasi=len(created))
    audit.write_each(by=by, action="buka_evaluasi", things=created)
    announce(locked, created)
    taken = {row.unit.pk for row in rows}
    unchosen = [q for q in preview.quotas if q.left and not taken & set(q.units)]
    siklus.refresh_from_db()
    return Opened(len(created), preview.existing, unchosen)


def _chosen(preview: Preview, units: Iterable[UnitLokus] | None) -> list[Row]:
    if units is None:
        return [row for row in preview.rows if row.chosen]
    wanted = {unit.pk for unit in units}
    known = {row.unit.pk: row for row in preview.rows}
    if not wanted <= set(known):
        raise Refused("Ada unit yang tidak termasuk lokus siklus ini.", field="unit")
    for quota in preview.quotas:
        count = len(wanted & set(quota.units))
        if count > quota.left:
            raise Refused(
                f"{quota.instansi}: paling banyak {quota.jumlah} {quota.jenis}. Dipilih {count}, "
                f"tersisa {quota.left}.",
                field="unit",
            )
    return [known[pk] for pk in sorted(wanted) if known[pk].evaluasi is None]


@transaction.atomic
def add_evaluasi(
    *,
    by: User,
    siklus: Siklus,
    unit: UnitLokus,
    formulir: str = "",
    penilai: Instansi | None = None,
) -> Evaluasi:
    """Add one unit to a running cycle, beside its rules: another form, or another evaluator."""
    locked = lock(by, siklus)
    if locked.status != Siklus.Status.BERJALAN:
        raise Refused("Buka siklusnya dahulu; unit lain dapat ditambahkan sesudahnya.", status=409)
    if not cycle_queries.eligible_units(locked).filter(pk=unit.pk).exists():
        raise Refused(
            "Unit ini tidak dapat dievaluasi dalam siklus ini: sudah ditutup, atau bukan milik "
            "penyelenggaranya.",
            field="unit",
        )
    formulir = formulir or _form_for(locked, unit)[0]
    versi = locked.versi_untuk(formulir)
    if versi is None:
        raise Refused(f"Siklus ini tidak memakai formulir {formulir}.", field="formulir")
    penilai = penilai or unit.instansi
    if penilai.pk not in {unit.instansi_id, unit.instansi.induk_id, locked.instansi_id}:
        raise Refused(
            "Penilai adalah instansi pemilik unit, provinsinya, atau penyelenggara siklus.",
            field="penilai",
        )
    if Evaluasi.objects.filter(siklus=locked, unit=unit, formulir=formulir).exists():
        raise Refused(f"{unit} sudah ikut dengan formulir {formulir}.", field="unit")
    created = _create(locked, [Seed(unit, formulir, versi, penilai)])
    audit.write_each(by=by, action="tambah_evaluasi", things=created)
    announce(locked, created)
    return created[0]


# What an evaluation consists of -------------------------------------------------------------------


def _create(siklus: Siklus, seeds: list[Seed]) -> list[Evaluasi]:
    """Evaluations with aspects, survey, link and result row."""
    if not seeds:
        return []
    surveys = _surveys(siklus, seeds)
    evaluations = Evaluasi.objects.bulk_create(
        (_evaluasi(siklus, seed, surveys) for seed in seeds), batch_size=BATCH
    )
    EvaluasiAspek.objects.bulk_create(
        (
            EvaluasiAspek(
                instansi_id=evaluasi.instansi_id,
                siklus=siklus,
                evaluasi=evaluasi,
                kode=aspek.kode,
                nama=aspek.nama,
                urutan=number,
            )
            for evaluasi in evaluations
            for number, aspek in enumerate(evaluasi.versi.instrumen.semua_aspek, start=1)
        ),
        batch_size=BATCH,
    )
    now = timezone.now()
    Hasil.objects.bulk_create(
        (
            Hasil(
                instansi_id=evaluasi.instansi_id,
                siklus=siklus,
                evaluasi=evaluasi,
                stale_since=now,
            )
            for evaluasi in evaluations
        ),
        batch_size=BATCH,
    )
    sync_surveys(siklus)
    queues.wake(result_services.TASK)
    return evaluations


def _evaluasi(siklus: Siklus, seed: Seed, surveys: dict[tuple[int, str, int], Survei]) -> Evaluasi:
    unit, instansi = seed.unit, seed.unit.instansi
    return Evaluasi(
        siklus=siklus,
        unit=unit,
        formulir=seed.formulir,
        instansi=instansi,
        penilai=seed.penilai,
        versi=seed.versi,
        survei=surveys.get((unit.pk, seed.formulir, seed.versi.pk)),
        nama_unit=unit.nama,
        nama_instansi=instansi.nama,
        nama_induk=instansi.induk.nama if instansi.induk else "",
        jenis_instansi=instansi.jenis,
        jenis_unit=unit.jenis.nama,
        sektor=unit.sektor,
        kode_wilayah=unit.wilayah_id or instansi.wilayah_id or "",
        tahapan=sorted(
            steps_of(
                Skema(siklus.skema),
                verification=siklus.verifikasi and bool(provinces_of(instansi, seed.penilai)),
            ),
            key=STEPS.index,
        ),
    )


def _surveys(siklus: Siklus, seeds: list[Seed]) -> dict[tuple[int, str, int], Survei]:
    """The survey of each unit, form and version in this period; another cycle may have made it.

    What a running cycle already asks of an overlapping period is not asked a second time: users of
    a unit answer once, and it counts in both.
    """
    calendar = Calendar(siklus)
    asked = [seed for seed in seeds if seed.versi.instrumen.survei]
    period = {
        "periode_mulai": siklus.periode_mulai,
        "periode_akhir": siklus.periode_akhir,
        "latihan": siklus.latihan,
    }
    shared = cycle_queries.surveys_to_share(siklus, {seed.unit.pk for seed in asked})
    wanted = []
    for seed in asked:
        if (seed.unit.pk, seed.formulir, seed.versi.pk) in shared:
            continue
        probe = Evaluasi(unit_id=seed.unit.pk, instansi=seed.unit.instansi)
        span = survey_span(calendar, probe)
        survei = seed.versi.instrumen.survei
        if span is None or survei is None:
            continue
        wanted.append(
            Survei(
                instansi=seed.unit.instansi,
                unit=seed.unit,
                formulir=seed.formulir,
                versi=seed.versi,
                buka=span[0],
                tutup=span[1],
                minimum=siklus.min_responden or survei.minimum,
                target=siklus.target_responden or survei.target,
                **period,
            )
        )
    Survei.objects.bulk_create(wanted, batch_size=BATCH, ignore_conflicts=True)
    TautanSurvei.objects.bulk_create(
        (TautanSurvei(instansi=item.instansi, unit=item.unit) for item in wanted),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    found = Survei.objects.filter(unit__in={item.unit_id for item in wanted}, **period)
    return {(row.unit_id, row.formulir, row.versi_id): row for row in found} | shared
