"""Computing decided results of a cycle once more: first what would change, then just that.

A decided result is frozen, so that only its cycle's owner can have it computed again: when a
corrected version takes the place of an instrument, or a level was set right afterwards. Levels are
those that count now; the survey and numbers from outside are those that were decided on. What is
published stays as it is until another publication supersedes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from evaluations import assignments
from evaluations.models import Evaluasi, Hasil, Nilai, Siklus
from evaluations.queries import conflicts, decrees
from evaluations.queries import evaluasi as queries
from evaluations.scoring import ScoringError, SurveyTotals
from evaluations.services import results
from evaluations.services.saving import digest_of
from evaluations.workflow import DECIDED, ENDED
from instruments.compare import replacement_problems
from instruments.models import VersiInstrumen
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.roles import Permission
from pekppp.errors import Conflict, Refused

# By form, the version that takes the place of the present one.
Versions = Mapping[str, VersiInstrumen]

_FIELDS = (
    "ipp",
    "kategori",
    "ipp_sementara",
    "kategori_sementara",
    "f02_terisi",
    "f02_jumlah",
    "responden",
    "rincian",
    "metode",
    "versi_digest",
    "masukan_digest",
    "dihitung_pada",
)


# A figure with the decimals of its own instrument ("3.62") and its category; None is no figure.
Figure = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One evaluation with its figure as it is and as it would be, and the columns to write."""

    evaluasi: Evaluasi
    lama: Figure
    baru: Figure
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What computing again would come to. `digest` names everything that is shown of it."""

    versi: Versions
    rows: list[Row]  # every result that would be written
    in_work: int  # not decided and not complete: computed by themselves, as always
    problems: list[tuple[Evaluasi, str]]
    digest: str

    @property
    def changed(self) -> list[Row]:
        return [row for row in self.rows if row.lama != row.baru]

    @property
    def unchanged(self) -> int:
        return len(self.rows) - len(self.changed)


def _figure(rincian: Mapping[str, Any]) -> Figure:
    return rincian["ipp"], rincian["category"] or ""


def replacement_refusal(siklus: Siklus, formulir: str, versi: VersiInstrumen) -> str:
    """Why this version cannot take the place of the cycle's, or ""."""
    present = siklus.versi_untuk(formulir)
    if present is None:
        return f"Siklus ini tidak memakai formulir {formulir}."
    if versi.status != VersiInstrumen.Status.TERBIT:
        return "Hanya versi yang terbit yang dapat menggantikan."
    problems = replacement_problems(present.instrumen, versi.instrumen)
    if problems:
        return (
            f"Versi {versi.versi} tidak dapat menggantikan versi {present.versi}: "
            f"{', '.join(problems)}. Isian dan level yang sudah ada tidak akan cocok lagi."
        )
    return ""


def plan(*, by: Any, siklus: Siklus, versi: Versions) -> Plan:
    """The dry run, which writes nothing. Raises Refused for a version that cannot be taken."""
    require(by, Permission.VALIDATE, siklus)
    for formulir, item in versi.items():
        refusal = replacement_refusal(siklus, formulir, item)
        if refusal:
            raise Refused(refusal, field=f"versi_{formulir}")
    found = list(queries.visible_evaluasi(by).filter(siklus=siklus).order_by("pk"))
    live = [item for item in found if item.status not in ENDED]
    wanted = [
        item
        for item in live
        if item.hasil.rincian and (item.status in DECIDED or item.formulir in versi)
    ]
    rows, problems = [], []
    for item, decided in _with_levels(wanted):
        try:
            fields = _fields(item, versi.get(item.formulir, item.versi), decided)
        except ScoringError as error:
            problems.append((item, str(error)))
            continue
        complete = item.hasil.ipp is not None or fields["ipp"] is not None
        if item.status in DECIDED or complete:
            rows.append(Row(item, _figure(item.hasil.rincian), _figure(fields["rincian"]), fields))
    rows.sort(key=lambda row: (row.evaluasi.nama_instansi, row.evaluasi.nama_unit))
    shown = {
        "versi": {formulir: item.digest for formulir, item in versi.items()},
        "hasil": [
            [str(row.evaluasi.uuid), *row.lama, *row.baru] for row in rows if row.lama != row.baru
        ],
        "masalah": [[str(item.uuid), words] for item, words in problems],
    }
    in_work = len(live) - len(rows) - len(problems)
    return Plan(versi, rows, in_work, problems, digest_of(shown))


def _with_levels(evaluations: list[Evaluasi]) -> Iterable[tuple[Evaluasi, Any]]:
    """Each with its level per indicator, read in a handful of queries for all of them."""
    given: dict[int, list[Nilai]] = {}
    rows = Nilai.objects.filter(evaluasi__in=evaluations).only(
        "evaluasi_id", "indikator", "peran", "oleh_id", "level"
    )
    for row in rows.order_by("indikator", "pada", "pk"):
        given.setdefault(row.evaluasi_id, []).append(row)
    assigned: dict[int, list[Any]] = {}
    for task in assignments.rows_of(evaluations):
        assigned.setdefault(task.content_object.evaluasi_id, []).append(task)
    members = conflicts.members_of(evaluations)
    for item in evaluations:
        yield (
            item,
            queries.decided_levels(
                item,
                given.get(item.pk, []),
                assigned.get(item.pk, []),
                members.get(item.pk, frozenset()),
            ),
        )


def _fields(evaluasi: Evaluasi, versi: VersiInstrumen, decided: Any) -> dict[str, Any]:
    old = evaluasi.hasil.rincian
    items = {item["kode"]: item for item in old["survey_items"]}
    counts = tuple(items[str(butir.nomor)]["answers"] for butir in versi.instrumen.butir)
    sums = tuple(
        int(Fraction(items[str(butir.nomor)]["value"] or 0) * count)
        for butir, count in zip(versi.instrumen.butir, counts, strict=True)
    )
    fields = results.scored(
        versi,
        decided,
        SurveyTotals(evaluasi.hasil.responden, sums, counts),
        {kode: Decimal(angka) for kode, angka in old.get("luar", {}).items()},
        results.minimum_respondents(evaluasi),
    )
    # Suggested levels and the survey's distribution stay as they were decided on.
    fields["rincian"] = {**old, **fields["rincian"]}
    return fields


@transaction.atomic
def apply(*, by: Any, siklus: Siklus, versi: Versions, expected: str, reason: str) -> Plan:
    """Write what the dry run showed. Conflict (with the plan as it is now) if that has changed."""
    require(by, Permission.VALIDATE, siklus)
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise Refused("Alasan wajib diisi.", field="alasan")
    siklus = _hold(siklus)
    decree = decrees.decreed_set(siklus)
    if decree is not None:
        raise Refused(
            f"Keputusan {decree} sedang diterbitkan. Hitung ulang setelah selesai terbit.",
            status=409,
        )
    found = plan(by=by, siklus=siklus, versi=versi)
    if found.digest != expected:
        raise Conflict(
            "Hasilnya berubah sejak diperiksa, jadi belum ada yang diterapkan. Periksa lagi tabel "
            "di bawah ini.",
            current=found,
        )
    if found.problems:
        item, words = found.problems[0]
        raise Refused(f"{item.nama_unit} tidak dapat dihitung. {words}", status=409)
    if not found.changed and not versi:
        raise Refused("Tidak ada hasil yang berubah, jadi tidak ada yang diterapkan.", status=409)
    before = {formulir: siklus.versi_untuk(formulir) for formulir in versi}
    for formulir, item in versi.items():
        _replace(siklus, formulir, item)
    _write(found.rows)
    if versi:
        undecided = ~Q(evaluasi__state__in=[state.value for state in DECIDED])
        results.mark_stale_where(
            undecided & Q(evaluasi__siklus=siklus, evaluasi__formulir__in=list(versi))
        )
    audit.write(
        by=by,
        action="hitung_ulang_siklus",
        thing=siklus,
        siklus=siklus,
        reason=reason,
        berubah=len(found.changed),
        tetap=found.unchanged,
        periksa=found.digest,
        versi={
            formulir: [str(before[formulir].uuid), str(item.uuid)]
            for formulir, item in versi.items()
        },
    )
    for row in found.changed:
        audit.write(
            by=by, action="hitung_ulang", thing=row.evaluasi, reason=reason,
            dari=list(row.lama), ke=list(row.baru),
        )  # fmt: skip
    return found


def _hold(siklus: Siklus) -> Siklus:
    """The cycle, its evaluations, then their results: the order in which every step takes them."""
    locked = (
        Siklus.objects.select_for_update(of=("self",))
        .select_related("instansi__induk", "instrumen_a", "instrumen_b")
        .get(pk=siklus.pk)
    )
    list(Evaluasi.objects.select_for_update().filter(siklus=siklus).order_by("pk").values("pk"))
    list(Hasil.objects.select_for_update().filter(siklus=siklus).order_by("evaluasi").values("pk"))
    return locked


def _replace(siklus: Siklus, formulir: str, versi: VersiInstrumen) -> None:
    """The cycle and all its evaluations of a form, ended ones too: they may be restored."""
    setattr(siklus, "instrumen_a" if formulir == "A" else "instrumen_b", versi)
    siklus.save(update_fields=["instrumen_a", "instrumen_b"])
    Evaluasi.objects.filter(siklus=siklus, formulir=formulir).update(versi=versi)


def _write(rows: list[Row]) -> None:
    now = timezone.now()
    changed = []
    for row in rows:
        hasil = row.evaluasi.hasil
        for name, value in row.fields.items():
            setattr(hasil, name, value)
        hasil.dihitung_pada = now
        changed.append(hasil)
    Hasil.objects.bulk_update(changed, _FIELDS, batch_size=200)
