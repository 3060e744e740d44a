"""What an office needs before its first cycle runs: a list that knows how far each step is.

`STEPS` is the table: what is done, for which office, how its state is counted, and the one place
where it is done. A page that does a step better is named there and nowhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from evaluations.models import AturanLokus, Evaluasi, Fase, Siklus, UsulanLokus
from instruments.models import VersiInstrumen
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import Instansi, JenisInstansi, Membership, UnitLokus
from pekppp.accounts.roles import ADMINS, Role

MINISTRY, PROVINCE, OFFICE = "kementerian", "provinsi", "instansi"
EVERYBODY = frozenset({MINISTRY, PROVINCE, OFFICE})
PLACES, CYCLE = "Orang dan unit", "Siklus"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is there, of the office and of what lies beneath it; the ministry sees everything."""

    own: Instansi
    kantor: str
    national: bool  # whether the ministry works in this installation
    admins: int
    offices: int
    with_admin: int
    with_units: int
    units: int
    with_people: int
    evaluators: int
    verifiers: int
    instruments: int
    siklus: Siklus | None
    phases: int
    rules: int
    asked: int  # rules whose units are nominated
    waiting: int  # nominations that wait for a decision
    opened: int


@dataclass(frozen=True, slots=True)
class State:
    """How far a step is, in words too; begun is what others need not wait for."""

    done: bool
    begun: bool
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    bagian: str
    what: str
    why: str
    kantor: frozenset[str]
    state: Callable[[Facts], State]
    url: Callable[[Facts], str]
    asked: Callable[[Facts], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class Shown:
    """A step as a page shows it; without an address it waits for an earlier one."""

    what: str
    why: str
    state: State
    url: str


@dataclass(frozen=True, slots=True)
class Guide:
    own: Instansi
    kantor: str
    national: bool
    bagian: list[tuple[str, list[Shown]]]

    @property
    def steps(self) -> list[Shown]:
        return [step for _, steps in self.bagian for step in steps]

    @property
    def done(self) -> int:
        return sum(step.state.done for step in self.steps)

    @property
    def next(self) -> Shown | None:
        """What is not begun comes before what is not complete: 655 offices take their time."""
        left = [step for step in self.steps if not step.state.done and step.url]
        return min(left, key=lambda step: step.state.begun, default=None)


# How far -----------------------------------------------------------------------------------------


def _number(count: Callable[[Facts], int], noun: str, least: int = 1) -> Callable[[Facts], State]:
    """Done from so many on."""

    def state(facts: Facts) -> State:
        number = count(facts)
        words = f"{_grouped(number)} {noun}" if number else "belum ada"
        return State(number >= least, number >= least, words)

    return state


def _part(
    count: Callable[[Facts], int], every: Callable[[Facts], int], noun: str
) -> Callable[[Facts], State]:
    """Done when none of those that are there is missing."""

    def state(facts: Facts) -> State:
        number, total = count(facts), every(facts)
        words = f"{_grouped(number)} dari {_grouped(total)} {noun}" if total else "belum ada"
        return State(0 < total <= number, number > 0, words)

    return state


def _nominations(facts: Facts) -> State:
    if facts.waiting:
        return State(False, False, f"{_grouped(facts.waiting)} usulan menunggu keputusan")
    return State(bool(facts.opened), True, "tidak ada usulan yang menunggu")


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


# Where -------------------------------------------------------------------------------------------


def _invite(facts: Facts) -> str:
    return reverse("accounts:invite", args=[facts.own.uuid])


def _imports(_: Facts) -> str:
    return reverse("accounts:imports")


def _of_cycle(name: str) -> Callable[[Facts], str]:
    """Nowhere as long as there is no cycle."""

    def url(facts: Facts) -> str:
        return reverse(f"evaluations:{name}", args=[facts.siklus.uuid]) if facts.siklus else ""

    return url


def _cycle(facts: Facts) -> str:
    return _of_cycle("cycle")(facts) or reverse("evaluations:cycle_create")


_OFFICES, _ONE = frozenset({MINISTRY, PROVINCE}), frozenset({OFFICE})
_UNITS = _number(lambda facts: facts.units, "unit")
_PEOPLE = _part(lambda facts: facts.with_people, lambda facts: facts.units, "unit")

STEPS = (
    Step(
        PLACES,
        "Undang admin kedua",
        "Peran admin dikonfirmasi orang kedua. Sendirian, setiap pengangkatan admin menunggu.",
        EVERYBODY,
        _number(lambda facts: facts.admins, "admin", least=2),
        _invite,
    ),
    Step(
        PLACES,
        "Periksa dan terbitkan instrumen",
        "Aspek, indikator, bobot, dan pertanyaan F01 yang dipakai siklus.",
        frozenset({MINISTRY}),
        _number(lambda facts: facts.instruments, "instrumen terbit"),
        lambda _: reverse("instruments:daftar"),
    ),
    Step(
        PLACES,
        "Masukkan admin instansi",
        "Setiap instansi perlu admin, yang mengurus unit dan orangnya sendiri.",
        _OFFICES,
        _part(lambda facts: facts.with_admin, lambda facts: facts.offices, "instansi punya admin"),
        _imports,
    ),
    Step(
        PLACES,
        "Masukkan unit lokus",
        "Unit pelayanan yang dievaluasi, dengan jenis, sektor, dan formulirnya.",
        _OFFICES,
        _part(lambda facts: facts.with_units, lambda facts: facts.offices, "instansi punya unit"),
        _imports,
    ),
    Step(
        PLACES,
        "Masukkan unit lokus",
        "Unit pelayanan yang dievaluasi, dengan jenis, sektor, dan formulirnya.",
        _ONE,
        _UNITS,
        _imports,
    ),
    Step(
        PLACES,
        "Masukkan kepala dan operator unit",
        "Operator mengisi F01, kepala unit mengirimnya.",
        _OFFICES,
        _PEOPLE,
        _imports,
    ),
    Step(
        PLACES,
        "Masukkan kepala dan operator unit",
        "Operator mengisi F01, kepala unit mengirimnya.",
        _ONE,
        _PEOPLE,
        _imports,
    ),
    Step(
        PLACES,
        "Undang evaluator",
        "Tim penilai instansi Anda; penugasan per unit menyusul setelah siklus dibuka.",
        frozenset({PROVINCE, OFFICE}),
        _number(lambda facts: facts.evaluators, "evaluator"),
        _invite,
    ),
    Step(
        PLACES,
        "Undang verifikator",
        "Memeriksa hasil kabupaten/kota sebelum divalidasi.",
        frozenset({PROVINCE}),
        _number(lambda facts: facts.verifiers, "verifikator"),
        _invite,
    ),
    Step(
        CYCLE,
        "Buat siklus",
        "Tahun, skema, periode yang dinilai, dan instrumennya.",
        EVERYBODY,
        _number(lambda facts: int(facts.siklus is not None), "siklus"),
        _cycle,
    ),
    Step(
        CYCLE,
        "Atur jadwal",
        "Fase yang membuka pengisian F01, survei, penilaian, dan masa sanggah.",
        EVERYBODY,
        _number(lambda facts: facts.phases, "fase"),
        _of_cycle("cycle_phases"),
    ),
    Step(
        CYCLE,
        "Tentukan aturan lokus",
        "Jenis unit yang dievaluasi pada setiap jenis instansi.",
        EVERYBODY,
        _number(lambda facts: facts.rules, "aturan"),
        _of_cycle("cycle_lokus"),
    ),
    Step(
        CYCLE,
        "Putuskan usulan lokus",
        "Unit yang diusulkan instansi, penggantinya, dan pengecualiannya.",
        EVERYBODY,
        _nominations,
        _of_cycle("cycle_proposals"),
        asked=lambda facts: bool(facts.asked or facts.waiting),
    ),
    Step(
        CYCLE,
        "Periksa pratinjau, lalu buka siklus",
        "Pratinjau menyebut semua yang akan dibuka. Sesudah itu setiap unit mendapat evaluasinya.",
        EVERYBODY,
        _number(lambda facts: facts.opened, "unit dibuka"),
        _of_cycle("cycle_open"),
    ),
)


# What is there -----------------------------------------------------------------------------------


def guide_of(membership: Membership | None) -> Guide | None:
    """For whoever acts as an admin; None for everybody else."""
    if membership is None or membership.role not in ADMINS:
        return None
    facts = _facts(membership.instansi)
    bagian = []
    for name in (PLACES, CYCLE):
        steps = [
            _shown(step, facts)
            for step in STEPS
            if step.bagian == name and facts.kantor in step.kantor and step.asked(facts)
        ]
        bagian.append((name, steps))
    return Guide(facts.own, facts.kantor, facts.national, bagian)


def first_guide(membership: Membership | None) -> Guide | None:
    """The same as long as nothing was ever opened for this office."""
    if membership is None or membership.role not in ADMINS:
        return None
    own = membership.instansi
    rows = Evaluasi.objects.all()
    if not own.is_national:
        of_own = Q(instansi=own) | Q(siklus__instansi=own) | accounts.below("instansi", [own.pk])
        rows = rows.filter(of_own)
    return None if rows.exists() else guide_of(membership)


def _shown(step: Step, facts: Facts) -> Shown:
    return Shown(step.what, step.why, step.state(facts), step.url(facts))


def _facts(own: Instansi) -> Facts:
    """Five queries, however many there are."""
    kantor = {JenisInstansi.NASIONAL: MINISTRY, JenisInstansi.PROVINSI: PROVINCE}.get(
        JenisInstansi(own.jenis), OFFICE
    )
    mine = Q() if kantor == MINISTRY else Q(pk=own.pk) | accounts.below("", [own.pk])
    held = Membership.objects.filter(ended_at__isnull=True, user__is_active=True)
    of_office = held.filter(instansi=OuterRef("pk"))
    open_units = UnitLokus.objects.filter(closed_on__isnull=True)
    offices = (
        Instansi.objects.filter(mine, closed_on__isnull=True)
        .exclude(jenis=JenisInstansi.NASIONAL)
        .annotate(
            has_admin=Exists(of_office.filter(role=Role.ADMIN_INSTANSI)),
            has_units=Exists(open_units.filter(instansi=OuterRef("pk"))),
        )
    )
    of_unit = held.filter(unit=OuterRef("pk"))
    units = open_units.filter(instansi__in=offices.values("pk")).annotate(
        has_head=Exists(of_unit.filter(role=Role.KEPALA)),
        has_operator=Exists(of_unit.filter(role=Role.OPERATOR)),
    )
    whole = {
        **offices.aggregate(
            offices=Count("pk"),
            with_admin=Count("pk", filter=Q(has_admin=True)),
            with_units=Count("pk", filter=Q(has_units=True)),
        ),
        **units.aggregate(
            units=Count("pk"),
            with_people=Count("pk", filter=Q(has_head=True, has_operator=True)),
        ),
        **held.aggregate(
            admins=Count("user", distinct=True, filter=Q(instansi=own, role__in=ADMINS)),
            evaluators=Count("user", distinct=True, filter=Q(instansi=own, role=Role.EVALUATOR)),
            verifiers=Count("user", distinct=True, filter=Q(instansi=own, role=Role.VERIFIKATOR)),
            ministry=Count("pk", filter=Q(role=Role.ADMIN_NASIONAL)),
        ),
    }
    siklus, of_cycle = _first_cycle(own)
    return Facts(
        own=own,
        kantor=kantor,
        national=bool(whole.pop("ministry")),
        instruments=VersiInstrumen.objects.filter(status=VersiInstrumen.Status.TERBIT).count(),
        siklus=siklus,
        **whole,
        **of_cycle,
    )


def _first_cycle(own: Instansi) -> tuple[Siklus | None, dict[str, int]]:
    """The one that is being prepared, else the latest, and what there is of it."""
    counted: dict[str, QuerySet[Any]] = {
        "phases": Fase.objects.all(),
        "rules": AturanLokus.objects.all(),
        "asked": AturanLokus.objects.filter(nominasi=True),
        "waiting": UsulanLokus.objects.filter(status=UsulanLokus.Status.MENUNGGU),
        "opened": Evaluasi.objects.all(),
    }
    found = (
        Siklus.objects.filter(instansi=own, latihan=False)
        .annotate(
            prepared=Q(status=Siklus.Status.DISIAPKAN),
            **{name: _count_of(rows) for name, rows in counted.items()},
        )
        .order_by("-prepared", "-pk")
        .first()
    )
    return found, {name: getattr(found, name, 0) for name in counted}


def _count_of(rows: QuerySet[Any]) -> Coalesce:
    """How many of these belong to the cycle that is asked about."""
    counts = rows.filter(siklus=OuterRef("pk")).order_by().values("siklus")
    return Coalesce(Subquery(counts.annotate(number=Count("pk")).values("number")), 0)
