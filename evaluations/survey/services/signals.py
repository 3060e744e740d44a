"""Signals that a response may not be what it seems. They mark it for a person, and hold a burst
back until a person or the end of the survey decides; nothing is dropped.

Of a survey with a new row every day is judged anew from the first one on that has a new row, by
all rows that there are, counted or not. So what a row carries in the end does not depend on the
order of counting. A kiosk is one device, one address and many people by design, and paper is typed
by one person in a row: neither is looked at by its traces.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock
from fractions import Fraction
from zoneinfo import ZoneInfo

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection
from django.utils import timezone

from evaluations.models import Respons, Survei
from evaluations.rules.survey import bursts
from evaluations.survey.services.traces import hashed_network
from pekppp.accounts.models import Membership

LABELS = {
    "perangkat": "Perangkat yang sama",
    "kilat": "Terlalu cepat diisi",
    "lurus": "Semua nilai sama",
    "jam": "Serentak di luar jam layanan",
    "seragam": "Banyak jawaban yang persis sama",
    "jaringan": "Dari jaringan pegawai unit",
    bursts.BURST: "Beruntun, jauh melebihi kebiasaan unit",
    bursts.UNLIKE: "Jauh berbeda dari jawaban lain unit ini",
    bursts.NO_GAPS: "Masuk hampir tanpa jeda",
    bursts.ALL_ODD: "Hampir semuanya bertanda",
}
# Reading a statement and touching a number takes longer than this, however fast one is.
SECONDS_PER_ITEM = 1.0
STRAIGHT_FROM_ITEMS = 5
ALIKE_FROM_ROWS = 5
CLOSED_FROM_ROWS = 5
# A network of the unit's people is also that of everyone who waits there, so it says nothing here.
_ODD = {"perangkat", "kilat", "lurus", "seragam"}
_WITHOUT_TRACES = {Respons.Kanal.KIOS, Respons.Kanal.KERTAS}


@dataclass(frozen=True, slots=True)
class Found:
    """What a row carries, where no office has decided about it."""

    tanda: list[str]
    ditahan: bool


def find(rows: list[Respons]) -> dict[int, Found]:
    """Of these rows, and of those from their days on that should carry something else than they do;
    by the id."""
    first: dict[int, date] = {}
    for row in rows:
        day = timezone.localdate(row.pada)
        first[row.survei_id] = min(day, first.get(row.survei_id, day))
    surveys = Survei.objects.select_related("instansi").in_bulk(first)
    new = {row.pk for row in rows}
    networks = _staff_networks(set(first))
    known, before = _known(first), _before(first)
    found: dict[int, Found] = {}
    for pk, survei in surveys.items():
        marks: dict[int, set[str]] = defaultdict(set)
        own = known[pk]
        for row in own:
            marks[row.pk].update(_alone(row))
            here = None if row.kanal in _WITHOUT_TRACES else row.jejak_alamat
            # Known by the salt and the sessions of the moment, so it is looked for once.
            if row.pk not in new:
                marks[row.pk].update({"jaringan"} & set(row.tanda))
            elif here is not None and bytes(here) in networks.get(pk, ()):
                marks[row.pk].add("jaringan")
        _together(marks, own, survei)
        verdicts = bursts.judge(_seen(own, marks), before[pk], limits_of(survei))
        for row in own:
            verdict = verdicts.get(row.pk, bursts.NOTHING)
            one = Found(sorted(marks[row.pk] | verdict.codes), verdict.held)
            if row.pk in new or one != Found(row.tanda, row.ditahan):
                found[row.pk] = one
    return found


def limits_of(survei: Survei) -> bursts.Limits:
    hold = settings.SURVEY_HOLD_FROM if survei.tahan_mulai is None else survei.tahan_mulai
    return bursts.Limits(
        hold=hold,
        mark=min(settings.SURVEY_MARK_FROM, hold),
        times=settings.SURVEY_HOLD_TIMES,
        far=Fraction(settings.SURVEY_HOLD_FAR),
    )


def _alone(row: Respons) -> Iterable[str]:
    """What one response says by itself."""
    given = [value for value in row.butir if value is not None]
    if len(given) >= STRAIGHT_FROM_ITEMS and len(set(given)) == 1:
        yield "lurus"
    if row.durasi is not None and row.durasi < SECONDS_PER_ITEM * len(given):
        yield "kilat"


def _together(marks: dict[int, set[str]], rows: list[Respons], survei: Survei) -> None:
    """What the responses of one day say beside each other."""
    devices, alike, hours = defaultdict(list), defaultdict(list), defaultdict(list)
    zone = ZoneInfo(survei.instansi.zone)
    for row in rows:
        day = timezone.localdate(row.pada)
        if row.kanal not in _WITHOUT_TRACES:
            if row.jejak_perangkat is not None:
                devices[day, bytes(row.jejak_perangkat)].append(row.pk)
            hours[_closed_hour(row.pada, zone, survei)].append(row.pk)
        if len({value for value in row.butir if value is not None}) > 1:
            alike[day, tuple(row.butir)].append(row.pk)  # all the same is a signal of its own
    hours.pop(None, None)
    for groups, code, least in (
        (devices, "perangkat", 2),
        (alike, "seragam", ALIKE_FROM_ROWS),
        (hours, "jam", CLOSED_FROM_ROWS),
    ):
        for ids in groups.values():
            if len(ids) >= least:
                for pk in ids:
                    marks[pk].add(code)


def _closed_hour(moment: datetime, zone: ZoneInfo, survei: Survei) -> datetime | None:
    """The hour that a moment lies in where the unit is; None while it is open."""
    local = timezone.localtime(moment, zone)
    if survei.jam_mulai <= local.hour < survei.jam_selesai:
        return None
    return local.replace(minute=0, second=0, microsecond=0)


def _seen(rows: list[Respons], marks: dict[int, set[str]]) -> Iterable[bursts.Seen]:
    for row in rows:
        given = [value for value in row.butir if value is not None]
        if given and row.kanal != Respons.Kanal.KERTAS:
            trace = None if row.kanal in _WITHOUT_TRACES else row.jejak_alamat
            yield bursts.Seen(
                row.pk,
                timezone.localtime(row.pada),
                row.tautan_id or row.kanal,
                None if trace is None else bytes(trace),
                sum(given),
                len(given),
                not _ODD.isdisjoint(marks[row.pk]),
                excluded=row.dikecualikan,
                reviewed=row.ditinjau_pada is not None,
            )


def _known(first: dict[int, date]) -> dict[int, list[Respons]]:
    """All rows of the surveys from the beginning of their first day on."""
    start = _midnight(min(first.values()))
    found: dict[int, list[Respons]] = {pk: [] for pk in first}
    for row in Respons.objects.filter(survei__in=first, pada__gte=start).only(
        *("survei_id", "tautan_id", "kanal", "butir", "pada", "durasi", "jejak_alamat"),
        *("jejak_perangkat", "tanda", "ditahan", "dikecualikan", "ditinjau_pada"),
    ):
        if row.pada >= _midnight(first[row.survei_id]):
            found[row.survei_id].append(row)
    return found


# How many came by what in each hour, and what they said, of the days before.
_BEFORE = """
    SELECT r.survei_id, (pada AT TIME ZONE %s)::date, extract(hour FROM pada AT TIME ZONE %s)::int,
        tautan_id, kanal, CASE WHEN kanal = 'kios' THEN NULL ELSE jejak_alamat END, count(*),
        sum((SELECT sum(level) FROM unnest(butir) AS level)),
        sum(cardinality(array_remove(butir, NULL)))
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS s(survei_id, awal)
    JOIN evaluations_respons AS r ON r.survei_id = s.survei_id
        AND r.pada >= s.awal - %s::interval AND r.pada < s.awal
    WHERE NOT ditahan AND NOT dikecualikan AND kanal <> 'kertas'
        AND array_remove(butir, NULL) <> '{}'
    GROUP BY 1, 2, 3, 4, 5, 6
"""


def _before(first: dict[int, date]) -> dict[int, list[bursts.Day]]:
    days: dict[int, dict[date, bursts.Day]] = {pk: {} for pk in first}
    zone = settings.TIME_ZONE
    starts = [_midnight(day) for day in first.values()]
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, [zone, zone, list(first), starts, bursts.REMEMBERED])  # type: ignore[list-item]  # psycopg takes a timedelta
        for pk, day, hour, link, kanal, network, people, total, items in cursor.fetchall():
            days[pk].setdefault(day, bursts.Day(day)).add(
                link or kanal,
                None if network is None else bytes(network),
                hour,
                total=int(total),
                items=int(items),
                people=people,
            )
    return {pk: list(found.values()) for pk, found in days.items()}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock.min))


def _staff_networks(surveys: set[int]) -> dict[int, set[bytes]]:
    """Hashes of the addresses from which people of the surveys' units are logged in."""
    places: dict[int, set[int]] = defaultdict(set)
    members = Membership.objects.filter(unit__survei__in=surveys, ended_at__isnull=True)
    for user, survei in members.values_list("user", "unit__survei"):
        if survei in surveys:
            places[user].add(survei)
    found: dict[int, set[bytes]] = defaultdict(set)
    if not places:
        return found
    sessions = UserSession.objects.filter(user__in=places).values_list("user", "ip").distinct()
    for user, address in sessions:
        for survei in places[user]:
            found[survei].add(hashed_network(str(address)))
    return found
