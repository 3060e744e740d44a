"""Which units a cycle opens: rules, what was proposed and decided, what is open already. Pure.

Every unit that a rule names, and every instansi that lacks what a rule names, gets one line with
one status. Where an instansi has more units than a rule takes, nobody chooses for it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    ADA = "ada"
    OTOMATIS = "otomatis"
    TERPILIH = "terpilih"
    DINOMINASIKAN = "dinominasikan"
    PILIH = "pilih"
    DI_LUAR = "di_luar"
    LEBIH = "lebih"
    KECUALI = "kecuali"
    TIADA = "tiada"


LABELS: dict[Status, str] = {
    Status.ADA: "Sudah dibuka",
    Status.OTOMATIS: "Dibuka sekarang",
    Status.TERPILIH: "Terpilih, dibuka sekarang",
    Status.DINOMINASIKAN: "Dinominasikan, belum diputus",
    Status.PILIH: "Perlu dipilih",
    Status.DI_LUAR: "Di luar jumlah",
    Status.LEBIH: "Melebihi jumlah",
    Status.KECUALI: "Dikecualikan",
    Status.TIADA: "Belum ada unit",
}

# What opening opens by itself.
OPENS = frozenset({Status.OTOMATIS, Status.TERPILIH})
# Among these somebody may choose.
CHOOSABLE = frozenset({Status.DINOMINASIKAN, Status.PILIH, Status.DI_LUAR})
CHOSEN = frozenset({Status.TERPILIH, Status.LEBIH})


@dataclass(frozen=True, slots=True)
class Rule:
    """Units of a kind, of a sector, or of a kind that serve in a sector; `jumlah` of each instansi,
    None for all."""

    key: int
    jenis_instansi: str
    jenis_unit: str | None = None
    sektor: str = ""
    jumlah: int | None = None

    def names(self, unit: "Unit") -> bool:
        return (
            self.jenis_instansi == unit.jenis_instansi
            and self.jenis_unit in (None, unit.jenis)
            and self.sektor in ("", unit.sektor)
        )

    @property
    def order(self) -> tuple[int, int]:
        """The narrower rule comes first: kind and sector, then kind, then sector."""
        return (-2 * (self.jenis_unit is not None) - bool(self.sektor), self.key)


@dataclass(frozen=True, slots=True)
class Unit:
    key: int
    instansi: int
    jenis_instansi: str
    jenis: str
    sektor: str


@dataclass(frozen=True, slots=True)
class Exempt:
    """What does not take part: units, kinds of unit of an instansi, whole instansi."""

    units: frozenset[int] = frozenset()
    kinds: frozenset[tuple[int, str]] = frozenset()
    instansi: frozenset[int] = frozenset()

    def has(self, unit: Unit) -> bool:
        return (
            unit.key in self.units
            or (unit.instansi, unit.jenis) in self.kinds
            or unit.instansi in self.instansi
        )

    def has_kind(self, instansi: int, jenis: str | None) -> bool:
        return instansi in self.instansi or (jenis is not None and (instansi, jenis) in self.kinds)


@dataclass(frozen=True, slots=True)
class Facts:
    """By keys of units: what is open, what of it holds its place, what was chosen or proposed."""

    open: frozenset[int] = frozenset()
    holding: frozenset[int] = frozenset()
    chosen: frozenset[int] = frozenset()
    proposed: frozenset[int] = frozenset()
    exempt: Exempt = field(default_factory=Exempt)


@dataclass(slots=True)
class Line:
    """A unit that a rule names, or an instansi without one. `others`: rules that name it, too."""

    instansi: int
    rule: Rule
    unit: Unit | None
    status: Status
    others: tuple[Rule, ...] = ()


@dataclass(slots=True)
class Quota:
    """An instansi with more units than a rule takes; keys of the units that could be opened."""

    instansi: int
    rule: Rule
    jumlah: int
    taken: int
    units: list[int]
    chosen: list[int]

    @property
    def left(self) -> int:
        return max(0, self.jumlah - self.taken)

    @property
    def to_choose(self) -> int:
        return max(0, self.left - len(self.chosen))

    @property
    def exceeded(self) -> int:
        """How many of the chosen have to be released."""
        return max(0, len(self.chosen) - self.left)

    def exceeded_by(self, wanted: Collection[int]) -> int:
        """By how many these would exceed what is left."""
        return max(0, len(set(self.units) & set(wanted)) - self.left)


def lines_of(
    rules: Iterable[Rule],
    instansi: Iterable[tuple[int, str]],
    units: Iterable[Unit],
    facts: Facts,
) -> tuple[list[Line], list[Quota]]:
    """Every line, by instansi (key and kind, in their order), rule and unit; and every quota.

    A unit that several rules name stands under the narrowest of them and is opened once.
    """
    ordered = sorted(rules, key=lambda rule: rule.order)
    owned: dict[int, list[Unit]] = {}
    for unit in units:
        owned.setdefault(unit.instansi, []).append(unit)
    found: list[Line] = []
    quotas: list[Quota] = []
    for key, kind in instansi:
        groups: dict[int, list[Line]] = {}
        mine = [rule for rule in ordered if rule.jenis_instansi == kind]
        there: set[int] = set()
        for unit in owned.get(key, ()):
            naming = tuple(rule for rule in mine if rule.names(unit))
            if naming:
                there |= {rule.key for rule in naming}
                line = Line(key, naming[0], unit, _by_itself(unit, facts), naming[1:])
                groups.setdefault(naming[0].key, []).append(line)
        for rule in mine:
            members = groups.get(rule.key, [])
            if rule.key not in there:
                exempt = facts.exempt.has_kind(key, rule.jenis_unit)
                members = [Line(key, rule, None, Status.KECUALI if exempt else Status.TIADA)]
            quota = _limit(key, rule, members, facts)
            if quota is not None:
                quotas.append(quota)
            found += members
    return found, quotas


def _by_itself(unit: Unit, facts: Facts) -> Status:
    """The status where there is room for all."""
    if unit.key in facts.open:
        return Status.ADA
    return Status.KECUALI if facts.exempt.has(unit) else Status.OTOMATIS


def _limit(instansi: int, rule: Rule, members: Sequence[Line], facts: Facts) -> Quota | None:
    """Where there are more units than places: a quota, and what the choice makes of each unit."""
    if rule.jumlah is None:
        return None
    units = [line.unit.key for line in members if line.unit is not None]
    waiting = [line.unit.key for line in members if line.unit and line.status is Status.OTOMATIS]
    taken = len(facts.holding & set(units))
    chosen = [key for key in waiting if key in facts.chosen]
    quota = Quota(instansi, rule, rule.jumlah, taken, waiting, chosen)
    if len(waiting) <= quota.left:
        return None
    for line in members:
        if line.unit is not None and line.status is Status.OTOMATIS:
            line.status = _by_choice(line.unit.key, quota, facts)
    return quota


def _by_choice(unit: int, quota: Quota, facts: Facts) -> Status:
    if unit in facts.chosen:
        return Status.LEBIH if quota.exceeded else Status.TERPILIH
    if unit in facts.proposed:
        return Status.DINOMINASIKAN
    return Status.PILIH if quota.to_choose else Status.DI_LUAR
