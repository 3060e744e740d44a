"""What the page of one indicator shows to fill in, as plain data: a panel per capacity."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from evaluations.core.views.saves import clock
from evaluations.f02.queries.desk import Desk
from evaluations.f02.queries.proposals import Proposal
from evaluations.models import Nilai, PeranNilai
from evaluations.progress.queries.versions import Standing
from evaluations.progress.services.steps import scoring_refusal
from evaluations.rules.agreement import in_words
from evaluations.rules.workflow import State
from instruments.spec import Indikator

TEXTS = ("alasan", "alasan_tidak_terverifikasi", "catatan_unit", "catatan_internal")
MARKS = ("tidak_terverifikasi", "diamati")
TITLES = {
    PeranNilai.EVALUATOR: "Nilai Anda",
    PeranNilai.SEPAKAT: "Nilai yang disepakati tim",
    PeranNilai.VERIFIKATOR: "Nilai verifikator",
}
KOSONG = {
    PeranNilai.EVALUATOR: "belum dinilai",
    PeranNilai.SEPAKAT: "belum ditetapkan",
    PeranNilai.VERIFIKATOR: "tanpa level sendiri",
}
WHOSE = {PeranNilai.EVALUATOR: "usulan", PeranNilai.VERIFIKATOR: "nilai evaluator"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One step of the rubric as a radio card."""

    level: int
    uraian: str
    dipilih: bool
    tanda: list[str]  # "usulan", "tahun lalu": said in words on the card


@dataclass(frozen=True, slots=True)
class Panel:
    """Level, reasons and notes in one capacity, with what was typed or saved."""

    peran: PeranNilai
    judul: str
    pilihan: list[Choice]
    isi: dict[str, Any]
    versi: int
    keadaan: str  # "tersimpan 14.03"
    kosong: str  # what having no level is called here
    terkunci: str  # why it cannot be changed now, "" if it can
    acuan: int | None  # a level that differs from it needs a reason
    acuan_kata: str
    utama: bool  # the one that keys 0-5 answer to
    usulan_lain: Sequence[Proposal] = ()  # levels of another evaluation that I laid here
    kedudukan: Standing | None = None  # given on an earlier submission of the F01
    kunci: UUID = field(default_factory=uuid4)
    galat: Mapping[str, str] = field(default_factory=dict)

    @property
    def nama_acuan(self) -> str:
        return WHOSE.get(self.peran, "")

    @property
    def ringkas(self) -> bool:
        """Numbers without the rubric's words, which stand in the panel above."""
        return self.peran == PeranNilai.SEPAKAT and not self.utama

    @property
    def beralasan(self) -> bool:
        """Whether the box for the reason has to be seen from the start."""
        level = self.isi["level"]
        differs = self.acuan is not None and level is not None and level != self.acuan
        return bool(differs or self.isi["alasan"] or self.galat.get("alasan"))


def panels(desk: Desk, indikator: Indikator, typed: "Typed | None" = None) -> list[Panel]:
    """The panels of this person on this indicator; `typed` is a refused form of one of them."""
    nomor = indikator.nomor
    capacities = []
    if desk.scores(nomor):
        capacities.append(PeranNilai.EVALUATOR)
    if desk.settles(nomor) and desk.sees_colleagues(nomor):
        capacities.append(PeranNilai.SEPAKAT)
    if desk.verifies_this(nomor):
        capacities.append(PeranNilai.VERIFIKATOR)
    made: list[Panel] = []
    for peran in capacities:
        mine = typed if typed is not None and typed.peran == peran else None
        locked = refusal(desk, peran)
        first = not locked and not any(panel.utama for panel in made)
        made.append(_panel(desk, indikator, peran, locked, mine, utama=first))
    return made


def refusal(desk: Desk, peran: PeranNilai) -> str:
    """Why this level cannot be changed now; the services say the same when asked to save."""
    state = desk.evaluasi.status
    if peran == PeranNilai.VERIFIKATOR:
        return "" if state == State.F02_SELESAI else "Verifikasi dilakukan setelah F02 selesai."
    if peran == PeranNilai.SEPAKAT and state != State.DINILAI:
        return "Nilai bersama ditetapkan selama F02 dibuka."
    return scoring_refusal(desk.evaluasi)


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was refused: shown again as it was typed, with the words beside the field."""

    peran: PeranNilai
    isi: dict[str, Any]
    galat: dict[str, str]
    versi: int
    kunci: UUID


def _panel(
    desk: Desk,
    indikator: Indikator,
    peran: PeranNilai,
    locked: str,
    typed: Typed | None,
    *,
    utama: bool,
) -> Panel:
    nomor = indikator.nomor
    saved = desk.own(nomor, peran)
    content = typed.isi if typed else contents(saved)
    hidden = desk.hides_suggestion(nomor)
    reference = None if hidden else _reference(desk, nomor, peran)
    taken = desk.inherited(nomor) if peran == PeranNilai.EVALUATOR else None
    return Panel(
        peran=peran,
        judul=TITLES[peran],
        pilihan=_choices(desk, indikator, peran, content["level"], hidden),
        isi=content,
        versi=typed.versi if typed else (saved.versi if saved else 0),
        keadaan=_keadaan(saved, KOSONG[peran], taken),
        kosong=KOSONG[peran],
        terkunci=locked,
        acuan=reference,
        acuan_kata=in_words(reference),
        utama=utama,
        usulan_lain=[
            *(item for item in desk.proposals(nomor) if item.milik_saya),
            *_handed(desk, nomor, taken),
        ]
        if peran == PeranNilai.EVALUATOR and not locked
        else (),
        kedudukan=desk.rounds.standing(saved),
        kunci=typed.kunci if typed else uuid4(),
        galat=typed.galat if typed else {},
    )


def contents(saved: Nilai | None) -> dict[str, Any]:
    """The fields of a level as a form holds them."""
    if saved is None:
        return {"level": None, **dict.fromkeys(MARKS, False), **dict.fromkeys(TEXTS, "")}
    names = ("level", *MARKS, *TEXTS)
    return {name: getattr(saved, name) for name in names}


def _reference(desk: Desk, nomor: int, peran: PeranNilai) -> int | None:
    if peran == PeranNilai.EVALUATOR:
        suggestion = desk.suggestion(nomor)
        return suggestion.level if suggestion else None
    if peran == PeranNilai.VERIFIKATOR:
        team = desk.team_level(nomor)
        return int(team) if team is not None and team.denominator == 1 else None
    return None


def _choices(
    desk: Desk, indikator: Indikator, peran: PeranNilai, level: int | None, hidden: bool
) -> list[Choice]:
    nomor = indikator.nomor
    suggestion = None if hidden else desk.suggestion(nomor)
    team, before = desk.team_level(nomor), desk.last_year(nomor)
    found = []
    for step in desk.instrumen.skala.levels:
        marks = []
        if suggestion is not None and suggestion.level == step:
            marks.append("usulan")
        if peran != PeranNilai.EVALUATOR and team == step:
            marks.append("evaluator")
        if before == step:
            marks.append("tahun lalu")
        found.append(Choice(step, indikator.uraian(step), level == step, marks))
    return found


def _keadaan(saved: Nilai | None, blank: str, taken: Nilai | None) -> str:
    if taken is not None:
        return f"berlaku nilai {taken.level} dari {taken.oleh} sampai Anda menilai"
    if saved is None:
        return blank
    return f"tersimpan {clock(saved.pada)}"


def _handed(desk: Desk, nomor: int, taken: Nilai | None) -> Iterator[Proposal]:
    """Levels of whoever handed his work to me, each to be taken over with one press."""
    if taken is not None and taken.level is not None:
        yield Proposal(taken.level, f"{taken.oleh}, sebelum serah terima", True)
    for row in desk.late(nomor):
        if isinstance(row.isi.get("level"), int) and desk.scores(nomor):
            yield Proposal(row.isi["level"], f"{row.serah_terima.dari}, kiriman terlambat", True)
