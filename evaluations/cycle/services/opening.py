"""Opening a cycle: everything that `preview` shows as opened, in one transaction.

Opening may be repeated: it adds what is missing and doubles nothing. The number of queries does
not grow with the number of units.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from evaluations.core.queries.calendar import Calendar
from evaluations.core.services.windows import survey_span, sync_surveys
from evaluations.cycle.queries import units as cycle_queries
from evaluations.cycle.services.cycles import lock
from evaluations.cycle.services.opening_notices import announce
from evaluations.cycle.services.preview import Preview, Quota, Seed, form_for, preview_opening
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
from evaluations.rules.lokus.choosing import Status
from evaluations.rules.workflow import STEPS, Skema, steps_of
from pekppp.accounts import audit
from pekppp.accounts.models import Instansi, UnitLokus, User
from pekppp.base import queues
from pekppp.base.errors import Refused
from pekppp.base.words import listed

BATCH = 2000  # rows of one INSERT


@dataclass(frozen=True, slots=True)
class Opened:
    created: int
    existing: int
    unchosen: list[Quota]


@transaction.atomic
def open_siklus(*, by: User, siklus: Siklus, units: Iterable[UnitLokus] | None = None) -> Opened:
    """Create the evaluations of the units that need no choice and of those that were chosen; or of
    exactly these `units`.

    Where an instansi has more units than the rule takes, what nobody chose stays closed. Where more
    were chosen, nothing is opened at all. Repeatable: what is there stays as it is. Raises Refused,
    PermissionDenied.
    """
    locked = lock(by, siklus)
    preview = preview_opening(by=by, siklus=locked)
    if preview.obstacles:
        raise Refused(" ".join(preview.obstacles), status=409)
    if units is None and preview.exceeded:
        raise Refused(exceeded_words(quota.words for quota in preview.exceeded), field="unit")
    rows = _chosen(preview, units)
    if not rows and not preview.existing:
        raise Refused("Belum ada unit yang dapat dibuka. Pilih sedikitnya satu unit.")
    created = _create(locked, rows)
    if locked.status == Siklus.Status.DISIAPKAN:
        locked.status = Siklus.Status.BERJALAN
        locked.dibuka_pada = timezone.now()
        locked.save(update_fields=["status", "dibuka_pada"])
    audit.write(by=by, action="buka_siklus", thing=locked, siklus=locked, evaluasi=len(created))
    audit.write_each(by=by, action="buka_evaluasi", things=created)
    announce(locked, created)
    taken = {seed.unit.pk for seed in rows}
    unchosen = [
        quota
        for quota in preview.unchosen
        if len(taken & set(quota.counted.units)) < quota.counted.left
    ]
    siklus.refresh_from_db()
    return Opened(len(created), preview.existing, unchosen)


def exceeded_words(quotas: Iterable[str]) -> str:
    """All that exceed, each in a sentence of its own."""
    return f"Jumlah yang terpilih melebihi jatah. {' '.join(quotas)}"


def _chosen(preview: Preview, units: Iterable[UnitLokus] | None) -> list[Seed]:
    known = {row.seed.unit.pk: (row, row.seed) for row in preview.rows if row.seed is not None}
    if units is None:
        return [seed for row, seed in known.values() if row.opens]
    wanted = {unit.pk for unit in units}
    if not wanted <= set(known):
        raise Refused("Ada unit yang tidak termasuk lokus siklus ini.", field="unit")
    found = [known[pk] for pk in sorted(wanted)]
    exempt = [str(seed.unit) for row, seed in found if row.status is Status.KECUALI]
    if exempt:
        raise Refused(
            f"Dikecualikan, jadi tidak dibuka: {listed(exempt)}. Akhiri dahulu pengecualiannya.",
            field="unit",
        )
    exceeded = [
        f"{quota.instansi}: dipilih {len(wanted & set(quota.counted.units))} {quota.what}, "
        f"tersisa {quota.counted.left} dari jatah {quota.counted.jumlah}."
        for quota in preview.quotas
        if quota.counted.exceeded_by(wanted)
    ]
    if exceeded:
        raise Refused(exceeded_words(exceeded), field="unit")
    return [seed for row, seed in found if row.evaluasi is None]


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
            "Unit ini tidak dapat dievaluasi dalam siklus ini: sudah ditutup, bukan milik "
            "penyelenggaranya, atau milik kabupaten/kota administrasi yang tidak ikut.",
            field="unit",
        )
    formulir = formulir or form_for(locked, unit)[0]
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
        nama_induk=instansi.province_above.nama if instansi.province_above else "",
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
