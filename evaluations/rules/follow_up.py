"""The states of a recommendation's follow-up and the steps between them: a pure table.

`target_of` says where a step leads. Who may take it is asked by `follow_up.services.follow_up`, the
one
writer: the unit commits and reports, its office checks, the evaluator of a later cycle verifies.
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    BELUM = "belum"  # nothing was promised yet: no row, or one that only says what was verified
    DIRENCANAKAN = "direncanakan"
    DILAPORKAN = "dilaporkan"
    DIKEMBALIKAN = "dikembalikan"
    DITERIMA = "diterima"
    TERVERIFIKASI = "terverifikasi"
    BELUM_TERBUKTI = "belum_terbukti"


LABELS: dict[Status, str] = {
    Status.BELUM: "Belum ada komitmen",
    Status.DIRENCANAKAN: "Sedang dikerjakan",
    Status.DILAPORKAN: "Menunggu pemeriksaan",
    Status.DIKEMBALIKAN: "Dikembalikan",
    Status.DITERIMA: "Diterima, menunggu verifikasi",
    Status.TERVERIFIKASI: "Terverifikasi selesai",
    Status.BELUM_TERBUKTI: "Belum terbukti selesai",
}
# The unit owes something, and is late once its date is over.
OWED = frozenset({Status.DIRENCANAKAN, Status.DIKEMBALIKAN, Status.BELUM_TERBUKTI})
# What counts as followed up in a rate.
DONE = frozenset({Status.DITERIMA, Status.TERVERIFIKASI})


class Step(StrEnum):
    RENCANAKAN = "rencanakan"
    LAPORKAN = "laporkan"
    TARIK = "tarik"
    TERIMA = "terima"
    KEMBALIKAN = "kembalikan"
    VERIFIKASI = "verifikasi"
    TOLAK = "tolak"


class Actor(StrEnum):
    UNIT = "unit"
    KANTOR = "kantor"  # the office of the owner or of the evaluating instansi
    EVALUATOR = "evaluator"  # of the unit's evaluation in a later cycle


@dataclass(frozen=True, slots=True)
class Transition:
    actor: Actor
    sources: frozenset[Status]
    target: Status
    needs_words: bool = False


TABLE: dict[Step, Transition] = {
    Step.RENCANAKAN: Transition(Actor.UNIT, OWED | {Status.BELUM}, Status.DIRENCANAKAN),
    Step.LAPORKAN: Transition(Actor.UNIT, OWED, Status.DILAPORKAN, needs_words=True),
    Step.TARIK: Transition(Actor.UNIT, frozenset({Status.DILAPORKAN}), Status.DIRENCANAKAN),
    Step.TERIMA: Transition(Actor.KANTOR, frozenset({Status.DILAPORKAN}), Status.DITERIMA),
    Step.KEMBALIKAN: Transition(
        Actor.KANTOR,
        frozenset({Status.DILAPORKAN, Status.DITERIMA}),
        Status.DIKEMBALIKAN,
        needs_words=True,
    ),
    # The evaluator sees for himself, whatever was promised or reported.
    Step.VERIFIKASI: Transition(Actor.EVALUATOR, frozenset(Status), Status.TERVERIFIKASI, True),
    Step.TOLAK: Transition(Actor.EVALUATOR, frozenset(Status), Status.BELUM_TERBUKTI, True),
}


def target_of(step: Step, status: Status) -> Status | None:
    """The state that the step leads to from here, None where it cannot be taken."""
    row = TABLE[step]
    return row.target if status in row.sources else None


# What the public reads ----------------------------------------------------------------------------


class PublicStatus(StrEnum):
    """Coarser: what waits between a unit and its office is theirs."""

    BELUM = "belum"
    BERJALAN = "berjalan"
    TERVERIFIKASI = "terverifikasi"
    BELUM_TERBUKTI = "belum_terbukti"


PUBLIC_LABELS: dict[PublicStatus, str] = {
    PublicStatus.BELUM: "Belum ada komitmen",
    PublicStatus.BERJALAN: "Sedang ditindaklanjuti",
    PublicStatus.TERVERIFIKASI: "Terverifikasi selesai",
    PublicStatus.BELUM_TERBUKTI: "Belum terbukti selesai",
}


def public_status(status: Status, *, promised: bool, verification_public: bool) -> PublicStatus:
    """What an evaluator found counts once the result that he found it for is public."""
    if verification_public and status == Status.TERVERIFIKASI:
        return PublicStatus.TERVERIFIKASI
    if verification_public and status == Status.BELUM_TERBUKTI:
        return PublicStatus.BELUM_TERBUKTI
    return PublicStatus.BERJALAN if promised else PublicStatus.BELUM
