"""Signals that a response may not be what it seems. They mark it for a person and drop nothing.

Each looks at the new rows together with the rows of the same survey that they may belong with,
and may mark those too. A kiosk is one device, one address and many people by design, and paper
is typed by one person in a row: only what they say is looked at there.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from allauth.usersessions.models import UserSession
from django.utils import timezone

from evaluations.models import Respons, Survei
from evaluations.services.survey_traces import hashed
from pekppp.accounts.models import Membership

LABELS = {
    "perangkat": "Perangkat yang sama",
    "kilat": "Terlalu cepat diisi",
    "lurus": "Semua nilai sama",
    "jam": "Serentak di luar jam layanan",
    "seragam": "Banyak jawaban yang persis sama",
    "jaringan": "Dari jaringan pegawai unit",
}
# Reading a statement and touching a number takes longer than this, however fast one is.
SECONDS_PER_ITEM = 1.0
STRAIGHT_FROM_ITEMS = 5
ALIKE_FROM_ROWS = 5
BURST_FROM_ROWS = 5
CLOSED_FROM_HOUR, CLOSED_TO_HOUR = 21, 5
_WITHOUT_TRACES = {Respons.Kanal.KIOS, Respons.Kanal.KERTAS}

Marks = dict[int, set[str]]


def find(rows: list[Respons]) -> Marks:
    """Signals by the id of the response, of these rows and of earlier ones that they concern."""
    marks: Marks = defaultdict(set)
    for row in rows:
        for code in _alone(row):
            marks[row.pk].add(code)
    by_survey: dict[int, list[Respons]] = defaultdict(list)
    for row in rows:
        by_survey[row.survei_id].append(row)
    earlier = _same_days(rows)
    networks = _staff_networks(set(by_survey))
    zones = dict(Survei.objects.filter(pk__in=by_survey).values_list("pk", "instansi__zone"))
    for survei, own in by_survey.items():
        known = [*earlier.get(survei, ()), *own]
        _together(marks, known, {row.pk for row in own}, ZoneInfo(zones[survei]))
        for row in own:
            here = None if row.kanal in _WITHOUT_TRACES else row.jejak_alamat
            if here is not None and bytes(here) in networks.get(survei, ()):
                marks[row.pk].add("jaringan")
    return {pk: codes for pk, codes in marks.items() if codes}


def _alone(row: Respons) -> Iterable[str]:
    """What one response says by itself."""
    given = [value for value in row.butir if value is not None]
    if len(given) >= STRAIGHT_FROM_ITEMS and len(set(given)) == 1:
        yield "lurus"
    if row.durasi is not None and row.durasi < SECONDS_PER_ITEM * len(given):
        yield "kilat"


def _together(marks: Marks, rows: list[Respons], new: set[int], zone: ZoneInfo) -> None:
    """What the responses of one survey say beside each other; only groups with a new one."""
    devices, alike, hours = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in rows:
        if row.kanal not in _WITHOUT_TRACES:
            if row.jejak_perangkat is not None:
                devices[bytes(row.jejak_perangkat)].append(row.pk)
            hours[_closed_hour(row.pada, zone)].append(row.pk)
        given = [value for value in row.butir if value is not None]
        if len(set(given)) > 1:  # all the same is a signal of its own
            alike[tuple(row.butir)].append(row.pk)
    hours.pop(None, None)
    for groups, code, least in (
        (devices, "perangkat", 2),
        (alike, "seragam", ALIKE_FROM_ROWS),
        (hours, "jam", BURST_FROM_ROWS),
    ):
        for ids in groups.values():
            if len(ids) >= least and not new.isdisjoint(ids):
                for pk in ids:
                    marks[pk].add(code)


def _closed_hour(moment: datetime, zone: ZoneInfo) -> datetime | None:
    """The hour of the night that a moment lies in where the unit is; None by day."""
    local = timezone.localtime(moment, zone)
    if CLOSED_TO_HOUR <= local.hour < CLOSED_FROM_HOUR:
        return None
    return local.replace(minute=0, second=0, microsecond=0)


def _same_days(rows: list[Respons]) -> dict[int, list[Respons]]:
    """Counted responses of the same surveys from the day before the first of these on."""
    first = min(row.pada for row in rows) - timedelta(days=1)
    found: dict[int, list[Respons]] = defaultdict(list)
    for row in Respons.objects.filter(
        survei__in={row.survei_id for row in rows}, pada__gte=first, dihitung=True
    ).only("pk", "survei_id", "kanal", "butir", "pada", "jejak_perangkat"):
        found[row.survei_id].append(row)
    return found


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
            found[survei].add(hashed(str(address)))
    return found
