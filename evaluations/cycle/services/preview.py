"""What opening a cycle would do, and all that stands in its way; nothing is written.

The number of queries does not grow with the number of units.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from evaluations.core.queries import people as people_queries
from evaluations.core.queries.lokus import exempted
from evaluations.cycle.queries import proposals as proposal_queries
from evaluations.cycle.queries import units as cycle_queries
from evaluations.cycle.services.cycles import unopened
from evaluations.models import AturanLokus, Evaluasi, Siklus, UsulanLokus
from evaluations.models.siklus import PenilaiLokus
from evaluations.rules.lokus import choosing
from evaluations.rules.lokus.choosing import CHOOSABLE, CHOSEN, LABELS, OPENS, Status
from evaluations.rules.phases import opened_by
from evaluations.rules.workflow import VACATED, Skema
from instruments.models import VersiInstrumen
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, JenisInstansi, UnitLokus, User
from pekppp.accounts.roles import Permission
from pekppp.base.certain import certain

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
    """A unit that the rules name, with what it would be opened with; or an instansi without one."""

    instansi: Instansi
    aturan: AturanLokus
    status: Status
    seed: Seed | None
    evaluasi: Evaluasi | None
    usulan: UsulanLokus | None  # its nomination, waiting or accepted
    elsewhere: list[str]  # other running cycles that evaluate the unit
    warnings: list[str]
    note: str = ""  # why it has this status

    @property
    def unit(self) -> UnitLokus | None:
        return self.seed.unit if self.seed else None

    @property
    def opens(self) -> bool:
        return self.status in OPENS

    @property
    def choosable(self) -> bool:
        return self.status in CHOOSABLE

    @property
    def chosen(self) -> bool:
        return self.status in CHOSEN

    @property
    def label(self) -> str:
        return LABELS[self.status]


@dataclass(frozen=True, slots=True)
class Quota:
    """An instansi with more units than a rule takes: somebody chooses, or has chosen."""

    instansi: Instansi
    aturan: AturanLokus
    counted: choosing.Quota

    @property
    def what(self) -> str:
        return named(self.aturan)

    @property
    def words(self) -> str:
        """What has to be done about it, "" where nothing has."""
        it = self.counted
        if it.exceeded:
            return (
                f"{self.instansi}: terpilih {len(it.chosen)} {self.what}, tersisa {it.left} "
                f"dari jatah {it.jumlah}. Lepaskan {it.exceeded}."
            )
        if it.to_choose:
            return (
                f"{self.instansi}: pilih {it.to_choose} dari {len(it.units) - len(it.chosen)} "
                f"{self.what}."
            )
        return ""


@dataclass(frozen=True)
class Preview:
    rows: list[Row]
    quotas: list[Quota]
    obstacles: list[str]  # why nothing can be opened yet
    left_out: list[str]  # administrative kabupaten and kota that the rules would name
    waiting: int  # proposals that nobody has decided

    @cached_property
    def counts(self) -> dict[Status, int]:
        found = dict.fromkeys(Status, 0)
        for row in self.rows:
            found[row.status] += 1
        return found

    @property
    def new(self) -> int:
        return sum(self.counts[status] for status in OPENS)

    @property
    def existing(self) -> int:
        return self.counts[Status.ADA]

    @property
    def exceeded(self) -> list[Quota]:
        return [quota for quota in self.quotas if quota.counted.exceeded]

    @property
    def unchosen(self) -> list[Quota]:
        return [quota for quota in self.quotas if quota.counted.to_choose]


def preview_opening(*, by: User, siklus: Siklus) -> Preview:
    """Look, and write nothing: each unit that the rules name, with its status, its form, who
    evaluates it and what is wrong with it; and each instansi that has no such unit."""
    require(by, Permission.MANAGE_SIKLUS, siklus)
    return _preview(siklus)


def preview_of_instansi(*, by: User, siklus: Siklus, instansi: Instansi) -> Preview:
    """The same of one instansi, for whoever may propose for it."""
    require(by, Permission.MANAGE_UNITS, instansi)
    return _preview(siklus, instansi)


def _preview(siklus: Siklus, instansi: Instansi | None = None) -> Preview:
    rules = list(siklus.aturan_lokus.select_related("jenis_unit"))
    named_units = cycle_queries.named_units(siklus, rules)
    if instansi is None:
        places, left_out = _taking_part(siklus, cycle_queries.instansi_of_kinds(siklus, rules))
    else:
        own = siklus.skema == Skema.NASIONAL or siklus.instansi_id == instansi.pk
        places, left_out = _taking_part(siklus, [instansi] if own else [])
        named_units = named_units.filter(instansi=instansi.pk)
    units = list(named_units.defer("kata"))
    there = cycle_queries.evaluated_units(siklus)
    proposals = proposal_queries.in_force(siklus)
    nominations = {
        row.unit_id: row
        for row in proposals
        if row.jenis == UsulanLokus.Jenis.NOMINASI and row.unit_id is not None
    }
    accepted = UsulanLokus.Status.DITERIMA
    chosen = {pk for pk, row in nominations.items() if row.status == accepted}
    lines, quotas = choosing.lines_of(
        [pure_rule(rule) for rule in rules],
        [(place.pk, place.jenis) for place in places],
        [pure_unit(unit) for unit in units],
        choosing.Facts(
            open=frozenset(there),
            holding=frozenset(pk for pk, row in there.items() if row.state not in VACATED),
            chosen=frozenset(chosen),
            proposed=frozenset(set(nominations) - chosen),
            exempt=exempted(proposals),
        ),
    )
    made = _Rows(siklus, rules, places, units, there, nominations)
    found = [Quota(made.places[item.instansi], made.rules[item.rule.key], item) for item in quotas]
    notes = {(item.counted.instansi, item.counted.rule.key): _note(item) for item in found}
    rows = [made.row(line, notes) for line in lines]
    # What there is stands before what is missing, of which there may be hundreds.
    rows.sort(key=lambda row: row.unit is None)
    return Preview(
        rows,
        found,
        _obstacles(siklus, rules) if instansi is None else [],
        left_out,
        sum(row.status != accepted for row in proposals),
    )


def _taking_part(siklus: Siklus, found: Iterable[Instansi]) -> tuple[list[Instansi], list[str]]:
    """The instansi that take part, and the names of the administrative ones that are left out."""
    if not cycle_queries.leaves_out(siklus):
        return list(found), []
    taking_part, left_out = [], []
    for place in found:
        if place.wilayah is not None and not place.wilayah.otonom:
            left_out.append(place.nama)
        else:
            taking_part.append(place)
    return taking_part, left_out


def pure_rule(row: AturanLokus) -> choosing.Rule:
    return choosing.Rule(row.pk, row.jenis_instansi, row.jenis_unit_id, row.sektor, row.jumlah)


def pure_unit(unit: UnitLokus) -> choosing.Unit:
    return choosing.Unit(unit.pk, unit.instansi_id, unit.instansi.jenis, unit.jenis_id, unit.sektor)


def named(rule: AturanLokus) -> str:
    """What a rule names, in words."""
    if rule.jenis_unit is None:
        return f"unit sektor {rule.get_sektor_display()}"
    sector = f" sektor {rule.get_sektor_display()}" if rule.sektor else ""
    return f"{rule.jenis_unit}{sector}"


def _note(quota: Quota) -> str:
    it = quota.counted
    if it.exceeded:
        return f"Lepaskan {it.exceeded} dari {len(it.chosen)} {quota.what} yang terpilih."
    if it.to_choose:
        return f"Pilih {it.to_choose} dari {len(it.units) - len(it.chosen)} {quota.what}."
    return f"Jatah {it.jumlah} {quota.what} sudah terpenuhi."


class _Rows:
    """Makes rows of the pure lines, from what was read at once for all of them."""

    def __init__(
        self,
        siklus: Siklus,
        rules: Iterable[AturanLokus],
        places: Iterable[Instansi],
        units: Collection[UnitLokus],
        there: dict[int, Evaluasi],
        nominations: dict[int, UsulanLokus],
    ) -> None:
        self.siklus = siklus
        self.rules = {rule.pk: rule for rule in rules}
        self.places = {place.pk: place for place in places}
        self.units = {unit.pk: unit for unit in units}
        self.there, self.nominations = there, nominations
        self.heads = people_queries.units_with_head(self.units.keys())
        self.elsewhere = cycle_queries.evaluated_elsewhere(siklus, self.units)

    def row(self, line: choosing.Line, notes: dict[tuple[int, int], str]) -> Row:
        rule, place = self.rules[line.rule.key], self.places[line.instansi]
        if line.unit is None:
            note = f"Tidak ada {named(rule)}." if line.status is Status.TIADA else ""
            return Row(place, rule, line.status, None, None, None, [], [], note)
        unit = self.units[line.unit.key]
        seed, warnings = self._seed(unit, rule)
        if unit.pk not in self.heads:
            warnings.append(NO_HEAD)
        if line.others:
            also = ", ".join(named(self.rules[other.key]) for other in line.others)
            warnings.append(f"Juga disebut aturan {also}; dibuka satu kali.")
        note = ""
        if line.status in CHOOSABLE | CHOSEN:
            note = notes.get((line.instansi, line.rule.key), "")
        return Row(
            place,
            rule,
            line.status,
            seed,
            self.there.get(unit.pk),
            self.nominations.get(unit.pk),
            self.elsewhere.get(unit.pk, []),
            [] if line.status in (Status.ADA, Status.KECUALI) else warnings,
            note,
        )

    def _seed(self, unit: UnitLokus, rule: AturanLokus) -> tuple[Seed, list[str]]:
        formulir, other_form = form_for(self.siklus, unit)
        versi = certain(self.siklus.versi_untuk(formulir), "`form_for` names a form of the cycle")
        penilai, nobody_above = _evaluating(self.siklus, unit, rule)
        return Seed(unit, formulir, versi, penilai), [
            words for words in (other_form, nobody_above) if words
        ]


def form_for(siklus: Siklus, unit: UnitLokus) -> tuple[str, str]:
    """The form a unit is evaluated with, and what to say where it is not its own."""
    available = siklus.formulir_tersedia
    if unit.formulir in available:
        return unit.formulir, ""
    form = available[0]
    return form, f"Siklus tanpa formulir {unit.formulir}; dipakai formulir {form}."


def _evaluating(siklus: Siklus, unit: UnitLokus, rule: AturanLokus) -> tuple[Instansi, str]:
    """The evaluating instansi of a rule, and what to say where there is no such one."""
    owner = unit.instansi
    if rule.penilai == PenilaiLokus.PENYELENGGARA:
        return siklus.instansi, ""
    if rule.penilai == PenilaiLokus.PEMILIK or owner.jenis == JenisInstansi.PROVINSI:
        return owner, ""
    if owner.induk is not None and owner.induk.jenis == JenisInstansi.PROVINSI:
        return owner.induk, ""
    return owner, "Tidak ada provinsi di atasnya; dinilai instansi pemilik."


def _obstacles(siklus: Siklus, rules: Collection[Any]) -> list[str]:
    found = unopened(siklus, opened_by(siklus.fase.all()))
    if not rules:
        found.append("Belum ada aturan lokus: tentukan jenis unit yang dievaluasi.")
    for form in siklus.formulir_tersedia:
        versi = siklus.versi_untuk(form)
        if versi is not None and versi.status != VersiInstrumen.Status.TERBIT:
            found.append(f"Instrumen formulir {form} sudah ditarik; pilih versi lain.")
    return found
