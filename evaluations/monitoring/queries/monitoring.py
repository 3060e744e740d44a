"""What an office watches: every evaluation as a row, its progress, its deadline, its flags.

The rows of a list are read in two steps: a few columns of every row that the filters leave, from
which deadlines, flags and order follow, and then the full rows of one page. Deadlines come from
`Calendar` alone, so a list and the page of a unit never say different things.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils import timezone

from evaluations.core import assignments
from evaluations.core.queries.calendar import Calendar
from evaluations.core.queries.deadlines import WAITS_FOR
from evaluations.core.queries.monitored import monitored, read_whole
from evaluations.core.queries.names import by_words
from evaluations.models import Evaluasi, Pengembalian, Siklus
from evaluations.monitoring.queries.gaps import EVALUATION_GAPS
from evaluations.rules import standing
from evaluations.rules.calendar import Window
from evaluations.rules.visibility import Field, Viewer, sees
from evaluations.rules.workflow import DECIDED, State
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import AuditEntry, Instansi, User, WilayahKerja
from pekppp.accounts.registers import with_gaps

REMINDED = "ingatkan"  # the action under which the audit keeps a reminder
FLAGS = {
    "terlambat": "Terlambat",
    **{gap.key: gap.words for gap in EVALUATION_GAPS},
}
SORTS = {
    "unit": "Instansi dan unit",
    "tenggat": "Tenggat terdekat",
    "f01": "F01 paling sedikit",
    "f02": "F02 paling sedikit",
    "responden": "Responden paling sedikit",
    "ipp": "Nilai terendah",
}


# What the list shows ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filter:
    """What was asked for; empty means everything (`siklus` None: all cycles that run)."""

    siklus: Siklus | None = None
    instansi: Instansi | None = None
    wilayah: WilayahKerja | None = None
    state: str = ""
    jenis: str = ""
    tanda: str = ""
    q: str = ""
    urut: str = "unit"


@dataclass(frozen=True, slots=True)
class _Owner:
    above: frozenset[int | None]


@dataclass(frozen=True, slots=True)
class _Where:
    """As much of an evaluation as `Calendar` asks about."""

    unit_id: int
    instansi_id: int
    instansi: _Owner


@dataclass(slots=True)
class Key:
    """The columns of one row from which deadline, flags, figure and order follow."""

    pk: int
    state: str
    deadline: datetime | None
    flags: frozenset[str]
    figure: Decimal | None  # the IPP, once it is complete
    category: str
    final: bool  # whether it is decided
    seen: bool  # whether the viewer may see how it stands
    f01: Decimal | None  # part of what is asked, 0 to 1
    f02: Decimal | None
    respondents: int


@dataclass(slots=True)
class Row:
    """`figure` is the figure of the key as text, with as many decimals as its instrument has;
    `there` says what is there instead of one."""

    key: Key
    evaluasi: Evaluasi
    figure: str | None = None
    there: tuple[str, ...] = ()
    lead: str = ""

    @property
    def flags(self) -> list[str]:
        return [label for name, label in FLAGS.items() if name in self.key.flags]


@dataclass(slots=True)
class Overview:
    """All that the filters leave: counts before state and flag, keys after them."""

    keys: list[Key]
    states: dict[str, int] = field(default_factory=dict)
    flags: dict[str, int] = field(default_factory=dict)
    total: int = 0


_COLUMNS = (
    "pk",
    "siklus",
    "state",
    "unit",
    "instansi",
    "instansi__induk",
    "instansi__induk__induk",
    "utuh",
    "hasil__f01_terisi",
    "hasil__f01_jumlah",
    "hasil__f02_terisi",
    "hasil__f02_jumlah",
    "hasil__responden",
    "hasil__ipp",
    "hasil__kategori",
    *(f"kurang_{gap.key}" for gap in EVALUATION_GAPS),
)


def filtered(user: User, asked: Filter) -> QuerySet[Evaluasi]:
    """Everything but state and flag, in the order of names."""
    found = monitored(user)
    if asked.siklus is not None:
        found = found.filter(siklus=asked.siklus)
    else:
        found = found.filter(siklus__status=Siklus.Status.BERJALAN)
    if asked.instansi is not None:
        found = found.filter(
            Q(instansi=asked.instansi) | accounts.below("instansi", [asked.instansi.pk])
        )
    if asked.wilayah is not None:
        found = found.filter(accounts.within("instansi", asked.wilayah))
    if asked.jenis:
        found = found.filter(jenis_unit=asked.jenis)
    found = found.filter(by_words(asked.q, "nama_unit", "nama_instansi"))
    return found.order_by("nama_instansi", "nama_unit", "pk")


def overview(user: User, asked: Filter) -> Overview:
    """The keys of every row asked for, in order, and the counts around them."""
    keys = keys_of(user, filtered(user, asked))
    result = Overview(keys, total=len(keys))
    for key in keys:
        result.states[key.state] = result.states.get(key.state, 0) + 1
        for flag in key.flags:
            result.flags[flag] = result.flags.get(flag, 0) + 1
    if asked.state:
        keys = [key for key in keys if key.state == asked.state]
    if asked.tanda:
        keys = [key for key in keys if asked.tanda in key.flags]
    order = _ORDERS.get(asked.urut)
    result.keys = sorted(keys, key=order) if order else keys
    return result


_LAST = (1, 0)
# Rows without a value come last, and names decide among equals (sorting is stable).
_ORDERS: dict[str, Callable[[Key], Any]] = {
    "tenggat": lambda key: (0, key.deadline.timestamp()) if key.deadline else _LAST,
    "f01": lambda key: _LAST if key.f01 is None else (0, key.f01),
    "f02": lambda key: _LAST if key.f02 is None else (0, key.f02),
    "responden": lambda key: (0, key.respondents),
    "ipp": lambda key: _LAST if key.figure is None else (0, key.figure),
}


def keys_of(user: User, evaluations: QuerySet[Evaluasi]) -> list[Key]:
    """Deadline, flags and visible figure of each, whatever their number, in four queries."""
    whole = Case(When(read_whole(user), then=Value(True)), default=Value(False))
    annotated = with_gaps(evaluations, EVALUATION_GAPS).annotate(utuh=whole)
    rows = list(annotated.values_list(*_COLUMNS, named=True))
    calendars = _calendars({row.siklus for row in rows})
    returned = _open_returns(row.pk for row in rows if row.state == State.DIKEMBALIKAN)
    figures = _Figures()
    now = timezone.now()
    return [_key(row, calendars, returned, figures, now) for row in rows]


def _calendars(ids: set[int]) -> dict[int, Calendar]:
    cycles = Siklus.objects.filter(pk__in=ids).prefetch_related("fase", "perpanjangan")
    return {siklus.pk: Calendar(siklus) for siklus in cycles}


def _open_returns(ids: Iterable[int]) -> dict[int, Pengembalian]:
    found = Pengembalian.objects.filter(evaluasi__in=list(ids), selesai_pada__isnull=True)
    return {row.evaluasi_id: row for row in found}


def reminded_today(evaluations: Iterable[Evaluasi]) -> set[int]:
    """Which of these (ids) somebody has reminded today."""
    by_uuid = {str(item.uuid): item.pk for item in evaluations}
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = AuditEntry.objects.filter(
        object_type="evaluasi", object_id__in=by_uuid, action=REMINDED, at__gte=start
    )
    return {by_uuid[name] for name in rows.values_list("object_id", flat=True)}


def _window(row: Any, calendar: Calendar, returned: Pengembalian | None) -> Window | None:
    """The window that the row's state waits for."""
    kegiatan = WAITS_FOR.get(row.state)
    if kegiatan is None:
        return None
    above = frozenset({row.instansi__induk, row.instansi__induk__induk})
    where: Any = _Where(row.unit, row.instansi, _Owner(above))
    if returned is not None:
        return calendar.returned_window(where, returned)
    return calendar.window(where, kegiatan)


def _key(
    row: Any,
    calendars: dict[int, Calendar],
    returned: dict[int, Pengembalian],
    figures: "_Figures",
    now: datetime,
) -> Key:
    window = _window(row, calendars[row.siklus], returned.get(row.pk))
    flags = {gap.key for gap in EVALUATION_GAPS if getattr(row, f"kurang_{gap.key}")}
    if window is not None and window.is_over(now):
        flags.add("terlambat")
    final, seen = figures.of(row)
    return Key(
        row.pk,
        row.state,
        window.deadline(now) if window is not None else None,
        frozenset(flags),
        row.hasil__ipp if seen else None,
        (row.hasil__kategori or "") if seen else "",
        final,
        seen,
        _part(row.hasil__f01_terisi, row.hasil__f01_jumlah),
        _part(row.hasil__f02_terisi, row.hasil__f02_jumlah),
        row.hasil__responden or 0,
    )


def _part(have: int | None, need: int | None) -> Decimal | None:
    return Decimal(have or 0) / need if need else None


class _Figures:
    """Which figure of a row its user sees, by the visibility table."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, Viewer, Field], bool] = {}

    def of(self, row: Any) -> tuple[bool, bool]:
        """Whether the figure is decided, and whether this user may see it."""
        viewer = Viewer.ADMIN if row.utuh else Viewer.READER
        if row.state in DECIDED and self._sees(Field.ANGKA_FINAL, viewer, row.state):
            return True, True
        return False, self._sees(Field.ANGKA_SEMENTARA, viewer, row.state)

    def _sees(self, field: Field, viewer: Viewer, state: str) -> bool:
        key = (state, viewer, field)
        if key not in self.known:
            self.known[key] = sees(field, (viewer,), State(state))
        return self.known[key]


def rows_of(keys: list[Key]) -> list[Row]:
    """The full rows of these keys, in their order."""
    found = (
        Evaluasi.objects.filter(pk__in=[key.pk for key in keys])
        .select_related("siklus", "hasil", "survei", "pengganti")
        .defer("hasil__rincian", "pernyataan")
        .annotate(
            ipp_text=KeyTextTransform("ipp", "hasil__rincian"),
            components=KeyTransform("components", "hasil__rincian"),
        )
        .in_bulk()
    )
    leads: dict[int, str] = {}
    for task in assignments.tasks_of(found):
        if task.codename == "lead":
            leads[task.evaluasi] = task.nama
    return [_row(key, found[key.pk], leads.get(key.pk, "")) for key in keys if key.pk in found]


def _row(key: Key, evaluasi: Any, lead: str) -> Row:
    figure = None if key.figure is None else evaluasi.ipp_text or f"{key.figure:f}"
    there = standing.words(evaluasi.components or ()) if key.seen else ()
    return Row(key, evaluasi, figure, there, lead)
