"""Which deadlines people are reminded of, whom, and when: a pure table and a rule about days.

A day is one of WIB, since letters name their dates so; the notice says the hour in the person's own
zone as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from evaluations.rules.notices import Recipient
from evaluations.rules.phases import WIB, Opens

DAYS = (7, 3, 1)  # before the day of the deadline
MORNING = 6  # nobody is woken: from this hour on, WIB


class Duty(StrEnum):
    """What is owed. Where no window of the cycle says until when (verifying, deciding an objection,
    validating, signing), it is until the cycle means to have decided: `decided_until`."""

    KIRIM_F01 = "kirim_f01"
    PERBAIKI_F01 = "perbaiki_f01"
    SURVEI = "survei"
    NILAI_F02 = "nilai_f02"
    SANGGAH = "sanggah"
    PUTUS_SANGGAHAN = "putus_sanggahan"
    VERIFIKASI = "verifikasi"
    VALIDASI = "validasi"
    TINDAK_LANJUT = "tindak_lanjut"
    TANDA_TANGAN = "tanda_tangan"


R = Recipient


@dataclass(frozen=True, slots=True)
class Row:
    """Who owes it, in which words; `{nama}` is the unit, or the document."""

    told: tuple[Recipient, ...]
    what: str


TABLE: dict[Duty, Row] = {
    Duty.KIRIM_F01: Row((R.UNIT,), "mengirim F01 {nama}"),
    Duty.PERBAIKI_F01: Row((R.UNIT,), "memperbaiki dan mengirim lagi F01 {nama}"),
    Duty.SURVEI: Row((R.UNIT,), "melengkapi responden survei {nama}"),
    # An evaluator who has given all his levels owes nothing any more; the ketua has to finish.
    Duty.NILAI_F02: Row((R.EVALUATOR, R.KETUA), "menyelesaikan F02 {nama}"),
    Duty.SANGGAH: Row((R.UNIT,), "menyanggah nilai {nama}, bila tidak sesuai"),
    Duty.PUTUS_SANGGAHAN: Row((R.PEMUTUS,), "memutus sanggahan {nama}"),
    Duty.VERIFIKASI: Row((R.VERIFIKATOR,), "memverifikasi nilai {nama}"),
    Duty.VALIDASI: Row((R.PENYELENGGARA,), "memvalidasi hasil {nama}"),
    Duty.TINDAK_LANJUT: Row((R.UNIT,), "menyelesaikan tindak lanjut {nama}"),
    Duty.TANDA_TANGAN: Row((R.ORANG,), "menandatangani {nama}"),
}


def days_left(deadline: datetime, now: datetime) -> int:
    return (deadline.astimezone(WIB).date() - now.astimezone(WIB).date()).days


def stage(deadline: datetime, now: datetime) -> int | None:
    """Which of DAYS is due: a day on which nothing ran is made up for until the next one."""
    if deadline <= now or now.astimezone(WIB).hour < MORNING:
        return None
    left = days_left(deadline, now)
    return min((days for days in DAYS if left <= days), default=None)


Person = TypeVar("Person")


def lacking(
    aspects: Iterable[str], in_charge: Mapping[str, Person], days: int
) -> tuple[dict[Person, list[str]], bool]:
    """By person, which of the unfinished aspects are his; and whether only these people hear now.

    So it is at the first of DAYS while each unfinished aspect has somebody in charge; later, and
    where one has nobody, the whole unit hears.
    """
    found: dict[Person, list[str]] = {}
    unfinished = list(aspects)
    for kode in unfinished:
        if kode in in_charge:
            found.setdefault(in_charge[kode], []).append(kode)
    alone = days == max(DAYS) and sum(map(len, found.values())) == len(unfinished) > 0
    return found, alone


def in_days(left: int) -> str:
    return {0: "hari ini", 1: "besok"}.get(left, f"{left} hari lagi")


class Phase(Opens, Protocol):
    @property
    def akhir(self) -> datetime: ...


def decided_until(phases: Iterable[Phase]) -> datetime | None:
    """Until when a cycle means to have decided: the end of the first phase that opens nothing and
    outlasts every activity, such as "Validasi dan penetapan"; None where it has no such phase."""
    known = list(phases)
    last = max((phase.akhir for phase in known if phase.membuka), default=None)
    if last is None:
        return None
    later = (phase.akhir for phase in known if not phase.membuka and phase.akhir > last)
    return min(later, default=None)
