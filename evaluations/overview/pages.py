"""What the page of one evaluation tells: where it stands, what comes next, and for whom."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from evaluations.core.queries import calendar
from evaluations.core.words import said_beside
from evaluations.models import Evaluasi, Nilai
from evaluations.objections import queries as objection_queries
from evaluations.rules import standing
from evaluations.rules.agreement import Decided
from evaluations.rules.results import round_half_up
from evaluations.rules.visibility import Field, Viewer
from evaluations.rules.workflow import (
    CHAINS,
    DECIDED,
    ENDED,
    F01_OPEN,
    KEGIATAN_LABELS,
    PUBLISHED,
    Action,
    Kegiatan,
    Skema,
    State,
    Step,
)
from instruments.spec import decimal_text
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission


@dataclass(frozen=True, slots=True)
class Next:
    """What this person does next: one sentence, why, until when, and one button."""

    judul: str
    rincian: str = ""
    url: str = ""
    tombol: str = ""
    tenggat: datetime | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    nama: str
    mulai: datetime
    akhir: datetime
    membuka: list[str]
    keadaan: str  # lewat | kini | nanti


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the scheme's chain and who decides it."""

    nama: str
    oleh: str
    keadaan: str


@dataclass(slots=True)
class Person:
    nama: str
    jabatan: str
    peran: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure as text once it is complete, and what is there before."""

    final: bool  # decided
    ipp: str | None
    huruf: str
    sebutan: str
    dasar: str  # "F02 30 dari 30, F03 34 responden"
    aspek: list[dict[str, Any]]
    komponen: list[dict[str, Any]]
    ada: tuple[str, ...]  # instead of a figure; see `standing.words`
    kurang: list[str]


# The parts of the page, each at its address -------------------------------------------------------

# (name, words, url, what lay under these anchors when all of it was one page)
_PARTS = (
    ("ringkasan", "Ringkasan", "evaluations:evaluasi", ""),
    ("isian", "Isian", "evaluations:evaluasi_filled", "f01 survei pengembalian"),
    ("nilai", "Nilai", "evaluations:evaluasi_levels", "nilai rekomendasi celah-judul"),
    ("dokumen", "Dokumen", "reports:documents", "dokumen"),
    ("riwayat", "Riwayat", "evaluations:evaluasi_history", "jejak"),
)


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    words: str
    url: str
    anchors: str


def parts(evaluasi: Evaluasi) -> list[Part]:
    """The tabs of an evaluation; what an upper application adds only where it is there."""
    found = []
    for name, words, page, anchors in _PARTS:
        with suppress(NoReverseMatch):
            found.append(Part(name, words, reverse(page, args=[evaluasi.uuid]), anchors))
    return found


# Where we are -------------------------------------------------------------------------------------


def phases(evaluasi: Evaluasi) -> list[Phase]:
    now = timezone.now()
    return [
        Phase(
            fase.nama,
            fase.mulai,
            fase.akhir,
            [KEGIATAN_LABELS[Kegiatan(item)] for item in fase.membuka],
            "lewat" if fase.akhir <= now else "nanti" if fase.mulai > now else "kini",
        )
        for fase in calendar.Calendar.of(evaluasi.siklus).fase
    ]


def extensions(evaluasi: Evaluasi) -> list[tuple[str, datetime]]:
    """Activities that stay open longer for this unit than the phases say."""
    found = []
    own = calendar.Calendar.of(evaluasi.siklus)
    for kegiatan in Kegiatan:
        planned = [fase.akhir for fase in own.fase if kegiatan in fase.membuka]
        spans = own.window(evaluasi, kegiatan).spans
        last = max((span.akhir for span in spans), default=None)
        if last is not None and (not planned or last > max(planned)):
            found.append((KEGIATAN_LABELS[kegiatan], last))
    return found


_STAGE_OF = {
    State.DRAF: 0,
    State.DIKEMBALIKAN: 0,
    State.DIKIRIM: 1,
    State.DINILAI: 1,
    State.F02_SELESAI: 2,
    State.DIVERIFIKASI: 3,
    State.DIVALIDASI: 4,
    State.TERBIT: 5,
    State.DILAPORKAN: 6,
}
_STAGE_NAMES = {
    Step.NILAI: "F02 dinilai",
    Step.VERIFIKASI: "Diverifikasi",
    Step.VALIDASI: "Divalidasi",
    Step.TERBIT: "Terbit",
    Step.LAPOR: "Dilaporkan",
}
_ORDER = (None, Step.NILAI, Step.VERIFIKASI, Step.VALIDASI, Step.TERBIT, Step.LAPOR)


def stages(evaluasi: Evaluasi) -> list[Stage]:
    """The chain of the scheme: done, the one we are at, and what is to come."""
    if evaluasi.status in ENDED:
        return []
    links = {link.step: link.decider for link in CHAINS[Skema(evaluasi.siklus.skema)]}
    at = _STAGE_OF[evaluasi.status]
    if at == 2 and not evaluasi.diverifikasi:
        at = 3
    found = []
    for number, step in enumerate(_ORDER):
        if step is not None and step not in evaluasi.steps:
            continue
        state = "lewat" if number < at else "kini" if number == at else "nanti"
        name = "F01 diisi dan dikirim" if step is None else _STAGE_NAMES[step]
        found.append(Stage(name, "Unit" if step is None else links[step], state))
    return found


# What comes next ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Situation:
    """What the next thing depends on."""

    user: User
    evaluasi: Evaluasi
    viewers: frozenset[Viewer]
    actions: tuple[Action, ...]
    terisi: int
    jumlah: int

    @property
    def f01(self) -> str:
        return self.evaluasi.address("f01_start")

    def may(self, permission: Permission) -> bool:
        return self.user.has_perm(permission, self.evaluasi)


def next_step(now: Situation) -> Next:
    if now.evaluasi.status in ENDED:
        return Next(now.evaluasi.get_state_display(), now.evaluasi.akhir_alasan)
    if Viewer.UNIT in now.viewers:
        return _next_of_unit(now)
    if now.viewers & {Viewer.EVALUATOR, Viewer.VERIFIKATOR}:
        return _next_of_evaluator(now)
    if Viewer.ADMIN in now.viewers:
        return _next_of_admin(now)
    return Next(f"Status: {now.evaluasi.get_state_display()}")


def _next_of_unit(now: Situation) -> Next:
    evaluasi = now.evaluasi
    if evaluasi.status in F01_OPEN:
        return _next_of_f01(now)
    if evaluasi.status in PUBLISHED:
        return Next("Hasil evaluasi sudah terbit.", url="#hasil", tombol="Lihat hasil")
    if evaluasi.status in (State.DIKIRIM, State.DINILAI):
        return Next(
            "F01 sudah dikirim; evaluator menilai.",
            "Tidak ada yang perlu diisi sekarang. Bila ada yang harus diperbaiki, F01 dikembalikan "
            "kepada Anda dengan alasannya.",
            now.f01,
            "Baca isian F01",
        )
    if not objection_queries.refusal(evaluasi):
        return Next(
            "F02 selesai; nilai dapat disanggah.",
            "Baca nilai tiap indikator. Bila ada yang menurut Anda belum sesuai, ajukan sanggahan "
            "dengan alasan dan bukti baru.",
            evaluasi.address("objections"),
            "Lihat nilai dan sanggah",
            objection_queries.deadline(evaluasi),
        )
    return Next(
        "F02 selesai; hasil menunggu penetapan.",
        "Nilai tiap indikator dan catatan untuk unit dapat dibaca di bawah.",
        evaluasi.address("evaluasi_levels"),
        "Lihat nilai",
    )


def _next_of_f01(now: Situation) -> Next:
    evaluasi = now.evaluasi
    refusal = calendar.f01_refusal(evaluasi)
    if refusal:
        return Next("F01 tidak dapat diisi saat ini.", refusal, now.f01, "Baca isian F01")
    deadline = calendar.f01_window(evaluasi).deadline(timezone.now())
    returned = calendar.open_return(evaluasi)
    if evaluasi.status == State.DIKEMBALIKAN and returned is not None:
        nomor = min(returned.indikator)
        kode = evaluasi.versi.instrumen.aspek_dari(nomor).kode
        return Next(
            "F01 dikembalikan untuk diperbaiki.",
            f"Indikator {', '.join(map(str, returned.indikator))}. Alasan: {returned.alasan}",
            f"{evaluasi.address('f01', kode)}#i-{nomor}",
            "Perbaiki",
            deadline,
        )
    done = f"{now.terisi} dari {now.jumlah} pertanyaan terjawab."
    if now.terisi < now.jumlah:
        return Next("Lengkapi F01.", done, now.f01, "Lanjutkan mengisi", deadline)
    send = evaluasi.address("f01_submit")
    if now.may(Permission.SUBMIT_F01):
        return Next("F01 lengkap.", done, send, "Periksa dan kirim", deadline)
    return Next(
        "F01 lengkap; kepala unit yang mengirimnya.",
        done,
        send,
        "Lihat ringkasan",
        deadline,
    )


def _next_of_evaluator(now: Situation) -> Next:
    evaluasi = now.evaluasi
    desk = evaluasi.address("f02")
    if evaluasi.status == State.F02_SELESAI and Viewer.VERIFIKATOR in now.viewers:
        return Next("F02 selesai dan menunggu verifikasi Anda.", "", desk, "Verifikasi nilai")
    if evaluasi.status in DECIDED | {State.F02_SELESAI, State.DIVERIFIKASI}:
        return Next(f"Status: {evaluasi.get_state_display()}", "", desk, "Lihat F02")
    if Viewer.EVALUATOR not in now.viewers:
        return Next("Evaluator belum menyelesaikan F02.")
    closed = calendar.closed_words(evaluasi, Kegiatan.NILAI_F02, "Masa penilaian F02")
    if closed:
        return Next("F02 tidak dapat diisi saat ini.", closed, desk, "Lihat F02")
    if evaluasi.status in F01_OPEN and not calendar.f01_refusal(evaluasi):
        done = f"Sejauh ini {now.terisi} dari {now.jumlah} pertanyaan terjawab."
        returned = evaluasi.status == State.DIKEMBALIKAN
        title = "Unit sedang memperbaiki F01." if returned else "Unit sedang mengisi F01."
        return Next(title, done, now.f01, "Baca isian F01")
    window = calendar.Calendar.of(evaluasi.siklus).window(evaluasi, Kegiatan.NILAI_F02)
    hasil = evaluasi.hasil
    done = f"{hasil.f02_terisi} dari {hasil.f02_jumlah} indikator sudah dinilai."
    return Next("Nilai F02.", done, desk, "Nilai", window.deadline(timezone.now()))


def _next_of_admin(now: Situation) -> Next:
    siklus = now.evaluasi.siklus
    if Action.VALIDASI in now.actions:
        page = reverse("evaluations:validation", args=[siklus.uuid])
        return Next("Hasil menunggu validasi.", "", page, "Validasi")
    if Action.TERBITKAN in now.actions:
        page = reverse("evaluations:publication", args=[siklus.uuid])
        return Next("Hasil menunggu terbit.", "", page, "Terbitkan")
    if now.evaluasi.status in F01_OPEN:
        done = f"{now.terisi} dari {now.jumlah} pertanyaan terjawab."
        refusal = calendar.f01_refusal(now.evaluasi)
        title = "Unit belum mengirim F01." if refusal else "Unit sedang mengisi F01."
        return Next(title, f"{done} {refusal}".strip(), now.f01, "Baca isian F01")
    hasil = now.evaluasi.hasil
    done = f"{hasil.f02_terisi} dari {hasil.f02_jumlah} indikator sudah dinilai."
    return Next(f"Status: {now.evaluasi.get_state_display()}", done if hasil.f02_jumlah else "")


# Who ----------------------------------------------------------------------------------------------


def people(rows: Iterable[Any], evaluasi: Evaluasi) -> list[Person]:
    """Who is assigned, each once, with what he is assigned to."""
    total = len(evaluasi.versi.instrumen.semua_aspek)
    held: dict[int, dict[str, list[str]]] = {}
    found: dict[int, Person] = {}
    for row in rows:
        found.setdefault(row.user_id, Person(str(row.user), row.user.jabatan))
        codes = held.setdefault(row.user_id, {}).setdefault(row.permission.codename, [])
        codes.append(row.content_object.kode)
    for pk, person in found.items():
        if "lead" in held[pk]:
            person.peran.append("Ketua tim")
        for codename, name in (("score", "Evaluator"), ("verify", "Verifikator")):
            codes = held[pk].get(codename, [])
            if codes:
                whole = len(codes) == total
                person.peran.append(name if whole else f"{name} aspek {', '.join(codes)}")
    return sorted(found.values(), key=lambda person: (person.peran, person.nama))


# What it came to ----------------------------------------------------------------------------------


def figure(evaluasi: Evaluasi, fields: frozenset[Field]) -> Figure | None:
    """The figure this viewer sees in this state, or None."""
    data = evaluasi.hasil.rincian or {}
    if not data:
        return None
    if Field.ANGKA_FINAL in fields and data.get("ipp") is not None:
        return _figure(data, final=True)
    if Field.ANGKA_SEMENTARA in fields:
        return _figure(data, final=False)
    return None


def _figure(data: Mapping[str, Any], *, final: bool) -> Figure:
    components = data.get("components", [])
    return Figure(
        final,
        data.get("ipp"),
        data.get("category") or "",
        data.get("category_label") or "",
        basis(components),
        [_line(item) for item in data.get("aspects", [])],
        [_line(item) for item in components],
        standing.words(components),
        [] if final else list(data.get("missing", [])),
    )


def _line(item: Mapping[str, Any]) -> dict[str, Any]:
    weight = decimal_text(Fraction(item["weight"]))
    return {**item, "angka": item["value_text"], "weight": weight}


def basis(components: Iterable[Mapping[str, Any]]) -> str:
    """What a figure rests on: F02 30 dari 30, F03 34 responden."""
    words = {
        "rubrik": "{kode} {have} dari {need}",
        "survei": "{kode} {have} responden",
        "angka": "{kode} {ada}",
    }
    return ", ".join(
        words[item["sumber"]].format(**item, ada="ada" if item["have"] else "belum ada")
        for item in components
    )


def levels(
    evaluasi: Evaluasi,
    fields: frozenset[Field],
    decided: Mapping[int, Decided],
    rows: Iterable[Nilai],
    suggested: Mapping[int, int | None],
) -> list[dict[str, Any]]:
    """Per aspect, the levels and notes that this viewer sees; empty where none are shown."""
    if Field.LEVEL not in fields:
        return []
    notes = said_beside(rows, fields)
    verified = Field.LEVEL_VERIFIKATOR in fields
    return [
        {
            "aspek": aspek,
            "indikator": [
                {
                    "indikator": indikator,
                    "usulan": suggested.get(indikator.nomor),
                    **_counting(decided[indikator.nomor].shown(verified=verified)),
                    "verifikator": decided[indikator.nomor].verifikator if verified else None,
                    "catatan": notes.get(indikator.nomor, []),
                }
                for indikator in aspek.indikator
            ],
        }
        for aspek in evaluasi.versi.instrumen.semua_aspek
    ]


def _counting(item: Decided) -> dict[str, Any]:
    """The level that counts, where it comes from, and what stood in its place before."""
    return {
        "level": level_text(item.berlaku),
        "asal": item.asal_kata,
        "semula": level_text(item.semula),
    }


def level_text(value: Any) -> str | None:
    """A level as it is read: whole, or with two decimals where a team's mean counts."""
    if value is None:
        return None
    return str(value) if value.denominator == 1 else str(round_half_up(value, 2))
