"""The states of an evaluation and the steps between them: a pure table per scheme.

Basis: PermenPANRB 29/2022 and Pedoman Menteri PANRB 5/2023 (stages evaluasi, validasi,
pengumuman hasil); the chain of deciders per scheme follows the guidelines' division of work
between the instansi, the province and KemenPANRB.

`target_of` says where an action leads. Who may do it is the transition's permission, when is its
window; both are asked by `progress.services.steps.advance`, the one writer of state.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, get_args

from pekppp.accounts.roles import Permission


class State(StrEnum):
    DRAF = "draf"
    DIKIRIM = "dikirim"
    DIKEMBALIKAN = "dikembalikan"
    DINILAI = "dinilai"
    F02_SELESAI = "f02_selesai"
    DIVERIFIKASI = "diverifikasi"
    DIVALIDASI = "divalidasi"
    TERBIT = "terbit"
    DILAPORKAN = "dilaporkan"
    TIDAK_MENGISI = "tidak_mengisi"
    TIDAK_DAPAT_DINILAI = "tidak_dapat_dinilai"
    DIGANTI = "diganti"
    DIBATALKAN = "dibatalkan"
    TANPA_IPP = "tanpa_ipp"


STATE_LABELS: dict[State, str] = {
    State.DRAF: "F01 sedang diisi",
    State.DIKIRIM: "F01 dikirim",
    State.DIKEMBALIKAN: "F01 dikembalikan",
    State.DINILAI: "Sedang dinilai",
    State.F02_SELESAI: "F02 selesai",
    State.DIVERIFIKASI: "Diverifikasi",
    State.DIVALIDASI: "Divalidasi",
    State.TERBIT: "Terbit",
    State.DILAPORKAN: "Terbit dan dilaporkan",
    State.TIDAK_MENGISI: "Tidak mengisi",
    State.TIDAK_DAPAT_DINILAI: "Tidak dapat dinilai",
    State.DIGANTI: "Diganti",
    State.DIBATALKAN: "Dibatalkan",
    State.TANPA_IPP: "Tidak ada IPP: responden kurang",
}

PUBLISHED = frozenset({State.TERBIT, State.DILAPORKAN})
# They left their place in the cycle, to another unit or to none: no result is due of them.
VACATED = frozenset({State.DIGANTI, State.DIBATALKAN})
ENDED = frozenset(
    {
        State.TIDAK_MENGISI,
        State.TIDAK_DAPAT_DINILAI,
        State.DIGANTI,
        State.DIBATALKAN,
        State.TANPA_IPP,
    }
)
# Frozen: no input of the result may change any more.
DECIDED = PUBLISHED | {State.DIVALIDASI}
IN_WORK = frozenset(State) - PUBLISHED - ENDED
F01_OPEN = frozenset({State.DRAF, State.DIKEMBALIKAN})
# Levels are shown to the unit and not decided yet: it may object to them.
OBJECTABLE = frozenset({State.F02_SELESAI, State.DIVERIFIKASI})
F02_OPEN = frozenset({State.DRAF, State.DIKIRIM, State.DIKEMBALIKAN, State.DINILAI})


class Skema(StrEnum):
    NASIONAL = "nasional"
    MANDIRI = "mandiri"
    KHUSUS = "khusus"


SKEMA_LABELS = {
    Skema.NASIONAL: "Nasional",
    Skema.MANDIRI: "Mandiri",
    Skema.KHUSUS: "Khusus",
}


class Step(StrEnum):
    NILAI = "nilai"
    VERIFIKASI = "verifikasi"
    VALIDASI = "validasi"
    TERBIT = "terbit"
    LAPOR = "lapor"


# In the order of a chain.
STEPS = tuple(item.value for item in Step)


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain. Whether an evaluation has an optional one is fixed when it opens."""

    step: Step
    decider: str
    optional: bool = False


CHAINS: dict[Skema, tuple[Link, ...]] = {
    Skema.NASIONAL: (
        Link(Step.NILAI, "Evaluator instansi"),
        Link(Step.VERIFIKASI, "Verifikator provinsi", optional=True),
        Link(Step.VALIDASI, "KemenPANRB"),
        Link(Step.TERBIT, "KemenPANRB, dengan keputusan menteri"),
    ),
    Skema.MANDIRI: (
        Link(Step.NILAI, "Evaluator instansi"),
        Link(Step.VERIFIKASI, "Verifikator provinsi", optional=True),
        Link(Step.VALIDASI, "Instansi penyelenggara"),
        Link(Step.TERBIT, "Instansi penyelenggara, dengan keputusannya"),
        Link(Step.LAPOR, "Instansi penyelenggara kepada KemenPANRB"),
    ),
    Skema.KHUSUS: (
        Link(Step.NILAI, "Evaluator instansi"),
        Link(Step.VERIFIKASI, "Verifikator provinsi", optional=True),
        Link(Step.VALIDASI, "Instansi penyelenggara"),
        Link(Step.TERBIT, "Instansi penyelenggara, dengan keputusannya"),
        Link(Step.LAPOR, "Instansi penyelenggara kepada KemenPANRB"),
    ),
}


class Kegiatan(StrEnum):
    """What a phase of a cycle can open."""

    ISI_F01 = "isi_f01"
    UNGGAH_BUKTI = "unggah_bukti"
    SURVEI = "survei"
    NILAI_F02 = "nilai_f02"
    SANGGAH = "sanggah"


KEGIATAN_LABELS = {
    Kegiatan.ISI_F01: "Isi F01",
    Kegiatan.UNGGAH_BUKTI: "Unggah bukti dukung",
    Kegiatan.SURVEI: "Survei F03",
    Kegiatan.NILAI_F02: "Penilaian F02",
    Kegiatan.SANGGAH: "Masa sanggah",
}


class Action(StrEnum):
    KIRIM_F01 = "kirim_f01"
    TARIK_KEMBALI = "tarik_kembali"
    KEMBALIKAN_F01 = "kembalikan_f01"
    MULAI_NILAI = "mulai_nilai"
    SELESAI_F02 = "selesai_f02"
    BUKA_F02 = "buka_f02"
    VERIFIKASI = "verifikasi"
    VALIDASI = "validasi"
    BATAL_VALIDASI = "batal_validasi"
    TERBITKAN = "terbitkan"
    GANTI_TERBITAN = "ganti_terbitan"
    TARIK = "tarik"
    LAPORKAN = "laporkan"
    TIDAK_MENGISI = "tidak_mengisi"
    TIDAK_DAPAT_DINILAI = "tidak_dapat_dinilai"
    GANTI = "ganti"
    BATALKAN = "batalkan"
    TUTUP_TANPA_IPP = "tutup_tanpa_ipp"
    PULIHKAN = "pulihkan"


# Ends without a result, in the order in which they are offered.
Ending = Literal[
    Action.TIDAK_MENGISI,
    Action.TIDAK_DAPAT_DINILAI,
    Action.TUTUP_TANPA_IPP,
    Action.GANTI,
    Action.BATALKAN,
]
ENDINGS: tuple[Ending, ...] = get_args(Ending)
# From what was scored to the scoring again.
Reopening = Literal[Action.BUKA_F02, Action.BATAL_VALIDASI]


ACTION_LABELS: dict[Action, str] = {
    Action.KIRIM_F01: "Kirim F01",
    Action.TARIK_KEMBALI: "Tarik kembali F01",
    Action.KEMBALIKAN_F01: "Kembalikan untuk perbaikan",
    Action.MULAI_NILAI: "Mulai menilai",
    Action.SELESAI_F02: "Selesaikan F02",
    Action.BUKA_F02: "Kembalikan kepada evaluator",
    Action.VERIFIKASI: "Nyatakan terverifikasi",
    Action.VALIDASI: "Validasi",
    Action.BATAL_VALIDASI: "Batalkan validasi",
    Action.TERBITKAN: "Terbitkan",
    Action.GANTI_TERBITAN: "Gantikan hasil yang terbit",
    Action.TARIK: "Tarik dari publikasi",
    Action.LAPORKAN: "Laporkan kepada KemenPANRB",
    Action.TIDAK_MENGISI: "Nyatakan tidak mengisi",
    Action.TIDAK_DAPAT_DINILAI: "Nyatakan tidak dapat dinilai",
    Action.GANTI: "Nyatakan diganti",
    Action.BATALKAN: "Batalkan evaluasi",
    Action.TUTUP_TANPA_IPP: "Tutup tanpa IPP: responden kurang",
    Action.PULIHKAN: "Pulihkan evaluasi",
}


@dataclass(frozen=True, slots=True)
class Transition:
    action: Action
    sources: frozenset[State]
    target: State
    permission: Permission
    reason: bool = False
    window: Kegiatan | None = None
    step: Step | None = None


def _t(
    action: Action,
    sources: Iterable[State],
    target: State,
    permission: Permission,
    *,
    reason: bool = False,
    window: Kegiatan | None = None,
    step: Step | None = None,
) -> Transition:
    return Transition(action, frozenset(sources), target, permission, reason, window, step)


S, A, P = State, Action, Permission

TRANSITIONS: tuple[Transition, ...] = (
    _t(A.KIRIM_F01, F01_OPEN, S.DIKIRIM, P.SUBMIT_F01, window=Kegiatan.ISI_F01),
    # An operator with the signed statement of the head; the service asks for it.
    _t(A.KIRIM_F01, F01_OPEN, S.DIKIRIM, P.FILL_F01, window=Kegiatan.ISI_F01),
    # Back to the return that it answered, if it did; the service asks who, and until when.
    _t(A.TARIK_KEMBALI, {S.DIKIRIM}, S.DRAF, P.FILL_F01, reason=True),
    _t(A.KEMBALIKAN_F01, {S.DIKIRIM, S.DINILAI}, S.DIKEMBALIKAN, P.RETURN, reason=True),
    # From a draft too: the F02 may proceed without an F01 (the window then has to be over).
    _t(A.MULAI_NILAI, {S.DRAF, S.DIKIRIM, S.DIKEMBALIKAN}, S.DINILAI, P.SCORE,
       window=Kegiatan.NILAI_F02, step=Step.NILAI),
    # A ketua tim without an aspect of his own begins too, with a recommendation.
    _t(A.MULAI_NILAI, {S.DRAF, S.DIKIRIM, S.DIKEMBALIKAN}, S.DINILAI, P.LEAD,
       window=Kegiatan.NILAI_F02, step=Step.NILAI),
    _t(A.SELESAI_F02, {S.DINILAI}, S.F02_SELESAI, P.LEAD,
       window=Kegiatan.NILAI_F02, step=Step.NILAI),
    _t(A.VERIFIKASI, {S.F02_SELESAI}, S.DIVERIFIKASI, P.VERIFY, step=Step.VERIFIKASI),
    _t(A.BUKA_F02, {S.F02_SELESAI}, S.DINILAI, P.VERIFY, reason=True, step=Step.VERIFIKASI),
    _t(A.BUKA_F02, {S.F02_SELESAI, S.DIVERIFIKASI}, S.DINILAI, P.RETURN, reason=True),
    # From F02_SELESAI only without the step of verification; see `transitions_of`.
    _t(A.VALIDASI, {S.DIVERIFIKASI, S.F02_SELESAI}, S.DIVALIDASI, P.VALIDATE, step=Step.VALIDASI),
    _t(A.BATAL_VALIDASI, {S.DIVALIDASI}, S.DINILAI, P.VALIDATE, reason=True, step=Step.VALIDASI),
    _t(A.TERBITKAN, {S.DIVALIDASI}, S.TERBIT, P.PUBLISH, step=Step.TERBIT),
    # By a supplementary decree, after the result was computed again; to be reported once more.
    _t(A.GANTI_TERBITAN, PUBLISHED, S.TERBIT, P.PUBLISH, reason=True, step=Step.TERBIT),
    _t(A.TARIK, PUBLISHED, S.DIVALIDASI, P.PUBLISH, reason=True, step=Step.TERBIT),
    _t(A.LAPORKAN, {S.TERBIT}, S.DILAPORKAN, P.PUBLISH, step=Step.LAPOR),
    _t(A.TIDAK_MENGISI, F01_OPEN, S.TIDAK_MENGISI, P.END, reason=True),
    _t(A.TIDAK_DAPAT_DINILAI, IN_WORK - DECIDED, S.TIDAK_DAPAT_DINILAI, P.END, reason=True),
    _t(A.GANTI, IN_WORK - DECIDED, S.DIGANTI, P.END, reason=True),
    _t(A.BATALKAN, IN_WORK - DECIDED, S.DIBATALKAN, P.END, reason=True),
    # The F02 is complete and the survey stayed below its minimum.
    _t(A.TUTUP_TANPA_IPP, OBJECTABLE, S.TANPA_IPP, P.END, reason=True),
    # Back to where it ended; the service knows that state, the table only that it is a draft.
    _t(A.PULIHKAN, ENDED, S.DRAF, P.END, reason=True),
)  # fmt: skip


def steps_of(skema: Skema, *, verification: bool) -> frozenset[Step]:
    """The steps with which an evaluation of this scheme opens."""
    return frozenset(link.step for link in CHAINS[skema] if not link.optional or verification)


def transitions_of(state: State, action: Action, steps: frozenset[Step]) -> tuple[Transition, ...]:
    """Every way in which the action leads out of the state under these steps; may be empty."""
    return tuple(
        item
        for item in TRANSITIONS
        if item.action is action
        and state in item.sources
        and (item.step is None or item.step in steps)
        and not (
            action is Action.VALIDASI and state is State.F02_SELESAI and Step.VERIFIKASI in steps
        )
    )


def target_of(state: State, action: Action, steps: frozenset[Step]) -> State | None:
    """Where the action leads, or None where it is not possible."""
    found = transitions_of(state, action, steps)
    return found[0].target if found else None


def actions_from(state: State, steps: frozenset[Step]) -> tuple[Action, ...]:
    """The actions that are possible in a state, in the order of the table."""
    return tuple(action for action in Action if transitions_of(state, action, steps))
