"""What the F01 pages show, as plain data: cards, tabs, gaps. Reads nothing by itself."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from evaluations.core.words import period_words
from evaluations.f01.queries.prefill import Offer, Prefill
from evaluations.models import AmbilAlih, Bukti, Evaluasi, Jawaban
from instruments import rules
from instruments.spec import Aspek, Indikator, Pertanyaan
from pekppp.accounts.models import User

Answers = Mapping[int, Mapping[str, Jawaban]]


@dataclass(frozen=True, slots=True)
class Option:
    kode: str
    teks: str
    dipilih: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its present answer, as a form field shows it."""

    pertanyaan: Pertanyaan
    nomor: int
    nilai: Any
    versi: int
    kata: str  # the answer in words
    tampil: bool
    lalu: Offer | None = None

    @property
    def anchor(self) -> str:
        return f"q-{self.nomor}-{self.pertanyaan.id}"

    @property
    def teks(self) -> str:
        """What stands in a text box: a percentage with its decimal comma."""
        if self.nilai is None:
            return ""
        text = str(self.nilai)
        return text.replace(".", ",") if self.pertanyaan.jenis == "persen" else text

    @property
    def pilihan(self) -> list[Option]:
        chosen = self.nilai if isinstance(self.nilai, list) else [self.nilai]
        return [Option(p.kode, p.teks, p.kode in chosen) for p in self.pertanyaan.pilihan]

    @property
    def lalu_json(self) -> str:
        return json.dumps(self.lalu.nilai, ensure_ascii=False) if self.lalu else ""

    @property
    def tidak_ada(self) -> bool:
        """Said to be none at all, which is an answer."""
        return self.nilai == []


@dataclass(frozen=True, slots=True)
class Card:
    """One indicator: questions, evidence, and why it cannot be changed ("" if it can)."""

    indikator: Indikator
    pertanyaan: list[Question]
    terisi: int
    jumlah: int
    hidup: str  # rendered: checks and suggested level
    tersimpan: str  # "tersimpan 14 Agustus pukul 14.03 oleh Budi", the latest of its answers
    bukti: list[Bukti] = field(default_factory=list)
    terkunci: str = ""
    bukti_terkunci: str = ""
    bukti_lalu: list[Bukti] = field(default_factory=list)
    dikembalikan: str = ""  # why it was sent back, where it is open again for that
    diambil: AmbilAlih | None = None  # taken over, and not confirmed yet
    galat: bool = False  # answers contradict each other, which refuses the submission

    @property
    def status(self) -> str:
        """One word for the list of indicators; cards.js says the same after each save."""
        if self.dikembalikan:
            return "dikembalikan"
        if self.galat:
            return "galat"
        if self.terisi == self.jumlah:
            return "lengkap"
        return "sebagian" if self.terisi else "belum"

    @property
    def lalu(self) -> bool:
        """Whether several answers of the last time can be taken over at once."""
        return sum(1 for q in self.pertanyaan if q.lalu and q.lalu.ikut) > 1


@dataclass(frozen=True, slots=True)
class Tab:
    kode: str
    nama: str
    terisi: int
    jumlah: int
    sekarang: bool

    @property
    def lengkap(self) -> bool:
        return self.terisi == self.jumlah


@dataclass(frozen=True, slots=True)
class Gap:
    """Something to look at before sending, and where it is."""

    indikator: Indikator
    aspek: str
    teks: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Summary:
    galat: list[Gap]
    kosong: list[Gap]
    peringatan: list[Gap]
    tanpa_bukti: list[Gap]
    rows: list[dict[str, Any]]  # per aspect: its indicators with their figures
    terisi: int
    jumlah: int


def declared_by_head(evaluasi: Evaluasi, in_whose_right: str = "") -> str:
    """What the unit's head says of the F01: on the page, and on paper where he signs there.

    `in_whose_right` names the office of a deputy who says it.
    """
    who = in_whose_right or f"kepala {evaluasi.nama_unit}"
    return (
        f"Saya, {who}, menyatakan bahwa isian F01 dan bukti dukungnya benar, "
        f"menggambarkan keadaan unit pada periode {period_words(evaluasi)}, dan dapat saya "
        "pertanggungjawabkan."
    )


def declared_on_behalf(evaluasi: Evaluasi, user: User) -> str:
    """The same of who fills it in the unit's place."""
    return (
        f"Saya, {user} dari {evaluasi.instansi.kantor} {evaluasi.nama_instansi}, mengisi F01 ini "
        f"atas nama {evaluasi.nama_unit} sesuai keterangan dan berkas dari unit tentang keadaannya "
        f"pada periode {period_words(evaluasi)}."
    )


def values_of(rows: Mapping[str, Jawaban] | None) -> dict[str, Any]:
    return {key: row.nilai for key, row in (rows or {}).items()}


def progress_of_all(indicators: Any, answers: Answers) -> tuple[int, int]:
    done = asked = 0
    for indikator in indicators:
        one, of = rules.progress(indikator, values_of(answers.get(indikator.nomor)))
        done, asked = done + one, asked + of
    return done, asked


def tabs(evaluasi: Evaluasi, answers: Answers, current: str = "") -> list[Tab]:
    found = []
    for aspek in evaluasi.versi.instrumen.semua_aspek:
        done, asked = progress_of_all(aspek.indikator, answers)
        found.append(Tab(aspek.kode, aspek.nama, done, asked, aspek.kode == current))
    return found


def live(indikator: Indikator, values: Mapping[str, Any], *, suggest: bool = True) -> str:
    """Checks and suggested level of one indicator, rendered: as the page opens and after saves."""
    return render_to_string(
        "evaluations/f01/_live.html",
        {
            "pemeriksaan": rules.check(indikator, values),
            "belum_diperiksa": rules.unchecked(indikator, values),
            "usulan": rules.suggest(indikator, values) if suggest else None,
        },
    ).strip()


def card(
    indikator: Indikator,
    rows: Mapping[str, Jawaban] | None,
    *,
    bukti: list[Bukti],
    terkunci: str = "",
    bukti_terkunci: str = "",
    suggest: bool = True,
    lalu: Prefill | None = None,
    catatan: Mapping[str, Offer] | None = None,
    dikembalikan: str = "",
    diambil: AmbilAlih | None = None,
) -> Card:
    values = values_of(rows)
    shown = rules.tampil(indikator, values)
    done, asked = rules.progress(indikator, values)
    offered = dict(lalu.jawaban.get(indikator.nomor, {})) if lalu and not terkunci else {}
    if catatan and not terkunci:
        offered.update(catatan)
    return Card(
        indikator,
        [
            _question(indikator, p, (rows or {}).get(p.id), shown, offered.get(p.id))
            for p in indikator.pertanyaan
        ],
        done,
        asked,
        live(indikator, values, suggest=suggest),
        saved_words((rows or {}).values()),
        bukti,
        terkunci,
        bukti_terkunci,
        lalu.bukti.get(indikator.nomor, []) if lalu and not bukti_terkunci else [],
        dikembalikan,
        diambil,
        any(jenis == "galat" for jenis, _ in rules.check(indikator, values)),
    )


def _question(
    indikator: Indikator,
    pertanyaan: Pertanyaan,
    row: Jawaban | None,
    shown: set[str],
    lalu: Offer | None = None,
) -> Question:
    nilai = row.nilai if row else None
    return Question(
        pertanyaan,
        indikator.nomor,
        nilai,
        row.versi if row else 0,
        rules.in_words(pertanyaan, nilai),
        pertanyaan.id in shown,
        lalu,
    )


def saved_words(rows: Iterable[Jawaban]) -> str:
    """When the latest answer of a card was saved, by whom, and who else answered in it."""
    there = sorted((row for row in rows if row.nilai is not None), key=lambda row: row.pada)
    if not there:
        return ""
    last = there[-1]
    local = timezone.localtime(last.pada)
    day = "" if local.date() == timezone.localdate() else f"{date_format(local, 'j F Y')} "
    others = dict.fromkeys(str(row.oleh) for row in there if row.oleh_id != last.oleh_id)
    also = f"; juga diisi {', '.join(others)}" if others else ""
    return f"tersimpan {day}{local:%H.%M} oleh {last.oleh}{also}"


def to_do(cards: Iterable[Card], tabs: Iterable[Tab]) -> dict[str, Any]:
    """What is to be filled next, a card of this page or another aspect, and which cards lie open:
    the next one, whatever was sent back, and what was taken over and waits to be confirmed."""
    waiting = [card.indikator.nomor for card in cards if card.status != "lengkap"]
    returned = {card.indikator.nomor for card in cards if card.dikembalikan or card.diambil}
    elsewhere = (tab.kode for tab in tabs if not tab.lengkap and not tab.sekarang)
    return {
        "berikut_kartu": waiting[0] if waiting else None,
        "berikut_aspek": next(elsewhere, ""),
        "terbuka": {*waiting[:1], *returned},
    }


def summary(
    evaluasi: Evaluasi,
    answers: Answers,
    bukti: Mapping[int, list[Bukti]],
    returned: Collection[int] = (),
) -> Summary:
    """Everything before sending: what refuses, what is missing, what is worth a look.

    Of a returned F01 only the `returned` indicators: nothing else can be changed.
    """
    found = Summary([], [], [], [], [], *_total(evaluasi, answers))
    for aspek in evaluasi.versi.instrumen.semua_aspek:
        lines = []
        for indikator in aspek.indikator:
            values = values_of(answers.get(indikator.nomor))
            done, asked = rules.progress(indikator, values)
            usulan = rules.suggest(indikator, values)
            files = len(bukti.get(indikator.nomor, []))
            if not returned or indikator.nomor in returned:
                _collect(found, aspek, indikator, values, files)
            lines.append(
                {
                    "indikator": indikator,
                    "terisi": done,
                    "jumlah": asked,
                    "usulan": usulan.level if usulan else None,
                    "bukti": files,
                }
            )
        found.rows.append({"aspek": aspek, "indikator": lines})
    return found


def _total(evaluasi: Evaluasi, answers: Answers) -> tuple[int, int]:
    return progress_of_all(evaluasi.versi.instrumen.semua_indikator, answers)


def _collect(
    found: Summary, aspek: Aspek, indikator: Indikator, values: Mapping[str, Any], files: int
) -> None:
    top = f"i-{indikator.nomor}"
    for jenis, pesan in rules.check(indikator, values):
        where = found.galat if jenis == "galat" else found.peringatan
        where.append(Gap(indikator, aspek.kode, pesan, top))
    for p in rules.missing(indikator, values):
        found.kosong.append(Gap(indikator, aspek.kode, p.teks, f"q-{indikator.nomor}-{p.id}"))
    if indikator.bukti and not files:
        found.tanpa_bukti.append(
            Gap(indikator, aspek.kode, "belum ada bukti dukung", f"bukti-{indikator.nomor}")
        )
