"""The phases that a new cycle is proposed, and what a day means: it ends with 23.59 WIB. Pure.

Basis: one local calendar, 14 days preparation, 30 F01, 30 F03 beside it, 21 F02, 10 objection and
repair, 14 decision. Every date can be changed; nothing in the code counts on these lengths.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from evaluations.rules.calendar import last_instant
from evaluations.rules.workflow import Kegiatan

WIB = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True, slots=True)
class Phase:
    nama: str
    mulai: datetime
    akhir: datetime
    membuka: tuple[str, ...] = ()


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(0, 0), tzinfo=WIB)


def end_of(day: date) -> datetime:
    """The end of a day as letters say it: 23.59 WIB, that minute included."""
    return last_instant(datetime.combine(day, time(23, 59), tzinfo=WIB))


# Name, days after the first day, length in days, what it opens. Repair after an objection needs
# the F02, so that phase opens both.
_PREPARATION, _F01, _F02, _OBJECTION, _DECISION, _RESULT = 14, 30, 21, 10, 14, 1
_TEMPLATE: tuple[tuple[str, int, int, tuple[Kegiatan, ...]], ...] = (
    ("Persiapan dan sosialisasi", 0, _PREPARATION, ()),
    ("Pengisian F01", _PREPARATION, _F01, (Kegiatan.ISI_F01, Kegiatan.UNGGAH_BUKTI)),
    ("Survei F03", _PREPARATION, _F01, (Kegiatan.SURVEI,)),
    ("Penilaian F02", _PREPARATION + _F01, _F02, (Kegiatan.NILAI_F02,)),
    (
        "Sanggah dan perbaikan",
        _PREPARATION + _F01 + _F02,
        _OBJECTION,
        (Kegiatan.SANGGAH, Kegiatan.NILAI_F02),
    ),
    ("Validasi dan penetapan", _PREPARATION + _F01 + _F02 + _OBJECTION, _DECISION, ()),
    (
        "Pengumuman hasil",
        _PREPARATION + _F01 + _F02 + _OBJECTION + _DECISION,
        _RESULT,
        (),
    ),
)


def proposed(first_day: date) -> list[Phase]:
    """The usual phases, counted from the first day of preparation."""
    return [
        Phase(
            nama,
            start_of(first_day + timedelta(days=offset)),
            end_of(first_day + timedelta(days=offset + length - 1)),
            tuple(item.value for item in opens),
        )
        for nama, offset, length, opens in _TEMPLATE
    ]


def all_year(first_day: date) -> list[Phase]:
    """The one phase of a practice cycle: everything is open from that day on, for a year."""
    last = first_day + timedelta(days=364)
    return [
        Phase("Latihan", start_of(first_day), end_of(last), tuple(item.value for item in Kegiatan))
    ]


DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


@dataclass(frozen=True, slots=True)
class Moved:
    """A phase on the same dates of a later year: the days of the week are others."""

    before: Phase
    phase: Phase

    @property
    def words(self) -> str:
        return (
            f"{self.phase.nama}: semula {_day(self.before.mulai)} sampai {_day(self.before.akhir)},"
            f" menjadi {_day(self.phase.mulai)} sampai {_day(self.phase.akhir)}."
        )


def moved(phases: Iterable[Phase], years: int) -> list[Moved]:
    """The phases of an earlier cycle, by whole years later; 29 February becomes 28 February."""
    return [
        Moved(
            phase,
            Phase(
                phase.nama,
                start_of(_years_on(phase.mulai, years)),
                end_of(_years_on(phase.akhir, years)),
                phase.membuka,
            ),
        )
        for phase in phases
    ]


def _years_on(moment: datetime, years: int) -> date:
    day = moment.astimezone(WIB).date()
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _day(moment: datetime) -> str:
    day = moment.astimezone(WIB).date()
    return f"{DAYS[day.weekday()]} {day:%d-%m-%Y}"


class Opens(Protocol):
    @property
    def membuka(self) -> Collection[str]: ...


class Stored(Opens, Protocol):
    """A phase as it is kept."""

    nama: str
    mulai: datetime
    akhir: datetime


def phase_of(row: Stored) -> Phase:
    return Phase(row.nama, row.mulai, row.akhir, tuple(row.membuka))


def opened_by(phases: Iterable[Opens]) -> frozenset[str]:
    """Every activity that some phase opens."""
    return frozenset(kegiatan for phase in phases for kegiatan in phase.membuka)
