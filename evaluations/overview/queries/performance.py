"""What a leader looks at: results, progress and follow-up of an instansi, a region or the country.

Everything is counted by the database, by instansi at the finest, so that the number of queries and
of rows read does not grow with the number of units. Only complete figures that the reader may see
count, as in `monitoring`; practice cycles count nowhere, and schemes are never mixed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import (
    Count,
    F,
    Func,
    JSONField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Window,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import RowNumber, TruncDate
from django.http import Http404
from django.utils import timezone

from evaluations.core.queries.deadlines import is_late, with_deadline
from evaluations.core.queries.monitored import may_monitor, monitored, read_whole, roles_in
from evaluations.follow_up.queries import follow_up
from evaluations.models import Evaluasi, Fase, Respons, Siklus
from evaluations.rules.kinds import BADAN_USAHA, KL, PEMDA, group_of
from evaluations.rules.means import (
    RATA_INSTANSI,
    RATA_UNIT,
    Coverage,
    GroupMean,
    group_mean,
    national_mean,
)
from evaluations.rules.phases import WIB
from evaluations.rules.visibility import Field, Viewer, sees
from evaluations.rules.workflow import DECIDED, ENDED, F01_OPEN, Kegiatan, State
from instruments.models import VersiInstrumen
from pekppp.accounts import queries as accounts
from pekppp.accounts.access import is_national, memberships_of, region_of
from pekppp.accounts.models import Instansi, JenisInstansi, User
from pekppp.accounts.roles import Role

SHOWN = 20  # rows of what is late
POINTS = 7  # dates of the burn-up: each has room for its name below the chart
_ENDED = sorted(item.value for item in ENDED)
_FINISHED = sorted({State.F02_SELESAI, State.DIVERIFIKASI} | DECIDED)


# Whose --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scope:
    """Of whom the page speaks: an `instansi` by its own units, a `wilayah` by all in it."""

    jenis: str  # "instansi", "wilayah" or "nasional"
    instansi: Instansi | None = None

    @property
    def kode(self) -> str:
        return f"{self.jenis}-{self.instansi.uuid}" if self.instansi else self.jenis

    @property
    def nama(self) -> str:
        if self.instansi is None:
            return "Nasional"
        nama = self.instansi.nama
        return f"Wilayah {nama.removeprefix('Provinsi ')}" if self.jenis == "wilayah" else nama

    @property
    def siapa(self) -> str:
        if self.jenis == "nasional":
            return "semua kementerian, lembaga, dan pemerintah daerah"
        if self.jenis == "wilayah":
            return "semua instansi di dalamnya: pemerintah provinsi, kabupaten, dan kota"
        return "unit milik instansi ini sendiri"


def scopes_of(user: User) -> list[Scope]:
    """What this person may choose, the widest first; 403 for who watches nothing."""
    if not may_monitor(user):
        raise PermissionDenied
    found = [Scope("nasional")] if is_national(user) else []
    offices = {row.instansi_id: row.instansi for row in memberships_of(user) if not row.unit_id}
    watching = roles_in(user, Role.ADMIN_INSTANSI, Role.PIMPINAN, Role.ADMIN_NASIONAL)
    region = Instansi.objects.filter(pk__in=region_of(user)).order_by("-jenis", "nama")
    offices |= {row.pk: row for row in region}
    watching |= region_of(user)
    for pk, instansi in offices.items():
        if pk in watching and instansi.jenis == JenisInstansi.PROVINSI:
            found.append(Scope("wilayah", instansi))
        if pk in watching and instansi.jenis != JenisInstansi.NASIONAL:
            found.append(Scope("instansi", instansi))
    return found


def get_scope(user: User, kode: str) -> Scope:
    """The one asked for, the first one otherwise; 404 for what this person does not watch."""
    own = scopes_of(user)
    for scope in own:
        if not kode or scope.kode == kode:
            return scope
    jenis, _, uuid = kode.partition("-")
    try:
        wanted = Instansi.objects.filter(uuid=UUID(uuid)).select_related("induk").first()
    except ValueError:
        wanted = None
    above = {scope.instansi.pk for scope in own if scope.jenis == "wilayah" and scope.instansi}
    allowed = wanted is not None and (is_national(user) or bool(wanted.above & above))
    if wanted is None or not allowed or jenis not in ("instansi", "wilayah"):
        raise Http404
    if jenis == "wilayah" and wanted.jenis != JenisInstansi.PROVINSI:
        raise Http404
    return Scope(jenis, wanted)


def rows_in(user: User, scope: Scope) -> QuerySet[Evaluasi]:
    found = monitored(user).filter(siklus__latihan=False)
    found = found.exclude(siklus__status=Siklus.Status.DISIAPKAN).order_by()
    if scope.instansi is None:
        return found
    own = Q(instansi=scope.instansi)
    return found.filter(
        own | accounts.below("instansi", [scope.instansi.pk]) if scope.jenis == "wilayah" else own
    )


def choices(user: User, scope: Scope) -> list[tuple[int, str]]:
    """Pairs of year and scheme that have evaluations, newest first."""
    rows = rows_in(user, scope).values_list("siklus__tahun", "siklus__skema").distinct()
    order = {"nasional": 0, "mandiri": 1, "khusus": 2}
    return sorted(rows, key=lambda pair: (-pair[0], order.get(pair[1], 3)))


# What ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Office:
    """One instansi as a row: where its units stand, and what the complete ones come to."""

    pk: int
    uuid: UUID
    nama: str
    group: str  # K/L, pemda or state enterprises, see `rules.kinds`
    province: int
    total: int
    ended: int
    complete: int
    decided: int  # of the complete ones
    waiting: int
    late: int
    sum: Decimal | None

    @property
    def mean(self) -> Fraction | None:
        return Fraction(self.sum) / self.complete if self.sum is not None else None


@dataclass(slots=True)
class Row:
    """One line of the table: an instansi, or in the country a region or the ministries."""

    nama: str
    kode: str  # of the scope that it leads to, "" for none
    mean: GroupMean
    before: GroupMean | None
    cover: Coverage
    late: int


@dataclass(frozen=True, slots=True)
class Stage:
    """One activity of the calendar: since when, until when, and how far it is."""

    nama: str
    mulai: datetime | None
    akhir: datetime | None
    selesai: int
    jumlah: int

    @property
    def persen(self) -> int | None:
        """Rounded down: 100 means that nothing is missing."""
        return 100 * self.selesai // self.jumlah if self.jumlah else None


@dataclass(slots=True)
class Report:
    scope: Scope
    tahun: int
    skema: str
    mean: GroupMean
    cover: Coverage
    final: bool
    before: GroupMean
    before_cover: Coverage
    rows: list[Row]
    bands: list[tuple[str, str, int]]  # letter, words, number
    aspects: list[tuple[str, str, Fraction]]  # code, name, mean; the best first
    stages: list[Stage]
    days: list[date] = field(default_factory=list)
    burn: list[tuple[str, list[int | None]]] = field(default_factory=list)  # per cent by day
    late: int = 0
    late_offices: list[Office] = field(default_factory=list)
    late_units: list[Any] = field(default_factory=list)
    followed: list[tuple[int, follow_up.Rate]] = field(default_factory=list)


# Form B, where its cycle does not let it share a mean with form A.
_APART = Q(formulir="B", siklus__formulir_bersama=False)


def forms(user: User, scope: Scope, tahun: int, skema: str) -> list[str]:
    """The forms whose figures are told apart here, A first; one of them is the usual case."""
    rows = rows_in(user, scope).filter(siklus__skema=skema, siklus__tahun=tahun)
    found = {"A": rows.exclude(_APART).exists(), "B": rows.filter(_APART).exists()}
    return [form for form, there in found.items() if there]


def report(user: User, scope: Scope, tahun: int, skema: str, form: str = "A") -> Report:
    """Of one form: A, with what of B its cycle averages with it, or B."""
    every = rows_in(user, scope).filter(siklus__skema=skema)
    every = every.filter(_APART) if form == "B" else every.exclude(_APART)
    rows, last = every.filter(siklus__tahun=tahun), every.filter(siklus__tahun=tahun - 1)
    counts = _counts(user)
    offices, earlier = _offices(rows, counts), _offices(last, counts)
    late = sum(office.late for office in offices)
    counted, before = _averaged(scope, offices), _averaged(scope, earlier)
    stages, days, burn = _progress(rows, sum(row.total - row.ended for row in offices))
    worst = sorted((row for row in offices if row.late), key=lambda row: (-row.late, row.nama))
    return Report(
        scope,
        tahun,
        skema,
        _mean(scope, counted),
        _cover(counted),
        bool(counted) and all(row.complete == row.decided for row in counted),
        _mean(scope, before),
        _cover(before),
        _table(scope, offices, earlier),
        _bands(rows, counts),
        _aspects(rows.filter(counts)),
        stages,
        days,
        burn,
        late,
        worst[:SHOWN] if scope.jenis != "instansi" else [],
        _late_units(rows) if scope.jenis == "instansi" and late else [],
        [(year, _followed(user, part)) for year, part in ((tahun, rows), (tahun - 1, last))],
    )


def _counts(user: User) -> Q:
    """Complete figures that this person may see, by the visibility table, as in `monitoring`."""

    def states(viewer: Viewer) -> list[str]:
        return sorted(
            state.value
            for state in State
            if state not in ENDED
            and (
                sees(Field.ANGKA_SEMENTARA, (viewer,), state)
                or (state in DECIDED and sees(Field.ANGKA_FINAL, (viewer,), state))
            )
        )

    whole = read_whole(user) & Q(state__in=states(Viewer.ADMIN))
    return Q(hasil__ipp__isnull=False) & (Q(state__in=states(Viewer.READER)) | whole)


def _offices(rows: QuerySet[Evaluasi], counts: Q) -> list[Office]:
    """One query; as many rows as instansi."""
    grouped = (
        with_deadline(rows)
        .values(
            "instansi",
            "instansi__uuid",
            "instansi__nama",
            "instansi__induk",
            "jenis_instansi",
        )
        .annotate(
            total=Count("pk"),
            ended=Count("pk", filter=Q(state__in=_ENDED)),
            complete=Count("pk", filter=counts),
            decided=Count("pk", filter=counts & Q(state__in=sorted(DECIDED))),
            waiting=Count("pk", filter=Q(state__in=sorted(F01_OPEN)) & ~counts),
            late=Count("pk", filter=is_late()),
            sum=Sum("hasil__ipp", filter=counts),
        )
        .order_by("instansi__nama", "instansi")
    )
    return [
        Office(
            row["instansi"],
            row["instansi__uuid"],
            row["instansi__nama"],
            group_of(row["jenis_instansi"]),
            row["instansi__induk"] or row["instansi"],
            *(
                row[name]
                for name in ("total", "ended", "complete", "decided", "waiting", "late", "sum")
            ),
        )
        for row in grouped
    ]


def _averaged(scope: Scope, offices: list[Office]) -> list[Office]:
    """Of whom the headline figure speaks: state enterprises count in none but their own."""
    if scope.jenis == "instansi":
        return offices
    return [row for row in offices if row.group != BADAN_USAHA]


def _mean(scope: Scope, offices: list[Office]) -> GroupMean:
    """Of an instansi its units', of a region its instansi's, of the nation its two groups'."""
    if scope.jenis == "nasional":
        return national_mean(
            kl=_means(row for row in offices if row.group == KL),
            pemda=_means(row for row in offices if row.group == PEMDA),
        )
    if scope.jenis == "wilayah":
        return group_mean(_means(offices), RATA_INSTANSI)
    return _own_mean(offices)


def _means(offices: Iterable[Office]) -> list[Fraction | None]:
    """Of those that have a unit which did not end."""
    return [row.mean for row in offices if row.total > row.ended]


def _own_mean(offices: list[Office]) -> GroupMean:
    complete = sum(row.complete for row in offices)
    total = sum((Fraction(row.sum) for row in offices if row.sum is not None), Fraction(0))
    value = total / complete if complete else None
    return GroupMean(value, complete, sum(row.total - row.ended for row in offices), RATA_UNIT)


def _cover(offices: Iterable[Office]) -> Coverage:
    parts = list(offices)
    total, ended = sum(row.total for row in parts), sum(row.ended for row in parts)
    complete, waiting = sum(row.complete for row in parts), sum(row.waiting for row in parts)
    return Coverage(
        total=total,
        complete=complete,
        assessed=total - ended - complete - waiting,
        waiting=waiting,
        ended=ended,
    )


def _table(scope: Scope, offices: list[Office], earlier: list[Office]) -> list[Row]:
    if scope.jenis == "instansi":
        return []
    if scope.jenis == "wilayah":
        before = {row.pk: row for row in earlier}
        return [
            Row(
                row.nama,
                Scope("instansi", Instansi(uuid=row.uuid)).kode,
                _own_mean([row]),
                _own_mean([before[row.pk]]) if row.pk in before else None,
                _cover([row]),
                row.late,
            )
            for row in offices
        ]
    provinces = Instansi.objects.in_bulk({row.province for row in offices if row.group == PEMDA})
    found = []
    for key in (KL, *sorted(provinces, key=lambda pk: provinces[pk].nama), BADAN_USAHA):
        members, past = _of_region(offices, key), _of_region(earlier, key)
        if not members:
            continue
        head = provinces.get(key) if isinstance(key, int) else None
        region = Scope("wilayah", head) if head else None
        leads = region if head and head.jenis == JenisInstansi.PROVINSI else None
        found.append(
            Row(
                region.nama if region else str(key),
                leads.kode if leads else "",
                group_mean(_means(members), RATA_INSTANSI),
                group_mean(_means(past), RATA_INSTANSI) if past else None,
                _cover(members),
                sum(row.late for row in members),
            )
        )
    return found


def _of_region(offices: list[Office], key: int | str) -> list[Office]:
    """The governments of a province by its id, or a whole group by its name."""
    if isinstance(key, str):
        return [row for row in offices if row.group == key]
    return [row for row in offices if row.group == PEMDA and row.province == key]


def _bands(rows: QuerySet[Evaluasi], counts: Q) -> list[tuple[str, str, int]]:
    """Every band of the instruments in use, the highest first, with its number of units."""
    numbers = dict(rows.filter(counts).values_list("hasil__kategori").annotate(number=Count("pk")))
    found: dict[str, tuple[Fraction, str]] = {}
    for versi in VersiInstrumen.objects.filter(pk__in=rows.values("versi")):
        for band in versi.instrumen.kategori:
            found.setdefault(band.huruf, (band.minimum, band.sebutan))
    ordered = sorted(found, key=lambda kode: -found[kode][0])
    return [(kode, found[kode][1], numbers.get(kode, 0)) for kode in ordered]


def _aspects(rows: QuerySet[Evaluasi]) -> list[tuple[str, str, Fraction]]:
    """The mean of each aspect over complete results, exactly: summed by distinct value, of which
    whole levels leave few, so that what is read does not grow with the units."""
    part = Func(
        KeyTransform("aspects", "hasil__rincian"),
        function="jsonb_array_elements",
        output_field=JSONField(),
    )
    grouped = (
        rows.annotate(
            kode=KeyTextTransform("kode", part),
            nama_aspek=KeyTextTransform("nama", part),
            nilai_aspek=KeyTextTransform("value", part),
        )
        .values_list("kode", "nama_aspek", "nilai_aspek")
        .annotate(number=Count("pk"))
    )
    totals: dict[tuple[str, str], tuple[Fraction, int]] = {}
    for kode, nama, value, number in grouped:
        if value is not None:
            total, count = totals.get((kode, nama), (Fraction(0), 0))
            totals[kode, nama] = total + Fraction(value) * number, count + number
    found = [(kode, nama, total / count) for (kode, nama), (total, count) in totals.items()]
    return sorted(found, key=lambda row: (-row[2], row[0]))


# Over time ----------------------------------------------------------------------------------------


def _progress(
    rows: QuerySet[Evaluasi], total: int
) -> tuple[list[Stage], list[date], list[tuple[str, list[int | None]]]]:
    """How many have sent the F01, finished the F02 and have the F03's minimum, by day, against the
    calendar. Days come from the row history, which a trigger writes; who stands there no more is
    not counted, so that the last point is what `monitoring` says."""
    alive = rows.exclude(state__in=_ENDED)
    events = apps.get_model("evaluations", "EvaluasiEvent").objects.filter(pgh_obj=OuterRef("pk"))
    sent = alive.filter(dikirim_pada__isnull=False).exclude(state__in=sorted(F01_OPEN))
    reached = Respons.objects.filter(Respons.COUNTS, survei=OuterRef("survei")).annotate(
        n=Window(RowNumber(), order_by=[F("pada").asc(), F("pk").asc()])
    )
    per_day = {
        Kegiatan.ISI_F01: _by_day(sent, _first(events, "dikirim_pada")),
        Kegiatan.SURVEI: _by_day(
            alive.filter(hasil__responden__gte=F("survei__minimum")),
            Subquery(reached.filter(n=OuterRef("survei__minimum")).values("pada")[:1]),
        ),
        Kegiatan.NILAI_F02: _by_day(
            alive.filter(state__in=_FINISHED),
            _first(events.filter(state__in=_FINISHED), "pgh_created_at"),
        ),
    }
    phases = Fase.objects.filter(siklus__in=rows.values("siklus"))
    spans = phases.aggregate(
        **{
            f"{name}_{item.value}": how(column, filter=Q(membuka__contains=[item.value]))
            for item in per_day
            for name, how, column in (("mulai", Min, "mulai"), ("akhir", Max, "akhir"))
        }
    )
    names = {Kegiatan.ISI_F01: "F01", Kegiatan.SURVEI: "F03", Kegiatan.NILAI_F02: "F02"}
    stages = [
        Stage(
            names[item],
            spans[f"mulai_{item.value}"],
            spans[f"akhir_{item.value}"],
            sum(found.values()),
            total,
        )
        for item, found in per_day.items()
    ]
    days = _days(spans.values())
    today = timezone.now().astimezone(WIB).date()
    burn: list[tuple[str, list[int | None]]] = [
        (
            names[item],
            [
                None
                if day > today or not total
                else 100
                * sum(n for when, n in found.items() if when is None or when <= day)
                // total
                for day in days
            ],
        )
        for item, found in per_day.items()
    ]
    return stages, days, burn


def _first(events: Any, column: str) -> Subquery:
    earliest = events.order_by().values("pgh_obj").annotate(first=Min(column))
    return Subquery(earliest.values("first"))


def _by_day(rows: QuerySet[Evaluasi], moment: Subquery) -> dict[date | None, int]:
    """How many reached it on which day of WIB; None where no history tells."""
    dated = rows.annotate(pada_saat=moment).annotate(hari=TruncDate("pada_saat", tzinfo=WIB))
    return dict(dated.values_list("hari").annotate(number=Count("pk")))


def _days(moments: Iterable[datetime | None]) -> list[date]:
    """Evenly from the first day of the calendar to its last; today takes the place of the nearest
    one between, where it lies there."""
    known = [item.astimezone(WIB).date() for item in moments if item is not None]
    if not known:
        return []
    first, last = min(known), max(known)
    length = (last - first).days
    found = sorted({first + timedelta(days=length * n // (POINTS - 1)) for n in range(POINTS)})
    today = timezone.now().astimezone(WIB).date()
    if first < today < last:
        inner = found[1:-1]
        if inner:
            found.remove(min(inner, key=lambda day: abs((day - today).days)))
        found = sorted({*found, today})
    return found


def _late_units(rows: QuerySet[Evaluasi]) -> list[Any]:
    late = with_deadline(rows).filter(is_late())
    return list(late.order_by("tenggat", "nama_unit")[:SHOWN])


def _followed(user: User, rows: QuerySet[Evaluasi]) -> follow_up.Rate:
    asked = follow_up.rows_for(user, follow_up.Filter())
    return follow_up.total(asked.filter(evaluasi__in=rows.values("pk")))
