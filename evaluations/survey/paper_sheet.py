"""Answers copied from paper as a workbook: its sample, and its rows with what is wrong where."""

from dataclasses import dataclass, field
from typing import IO

from evaluations.rules.survey.profile import FIELDS
from instruments.spec import Instrumen
from pekppp.base import sheet_reading, sheets
from pekppp.base.sheet_reading import Problem, Row
from pekppp.base.sheets import Column, Entry, Sheet

SHEET, NUMBER = "Jawaban kertas", "No. lembar"
UNKNOWN = {"x", "-", "tidak tahu"}
WORDS = (("layanan", "Layanan yang dipakai", 200), ("komentar", "Saran atau komentar", 2000))
MAX_ROWS, SAMPLE_ROWS = 2_000, 50


@dataclass(slots=True)
class PaperAnswer:
    """One sheet of paper; `baris` is where it stands in the file."""

    baris: int
    nomor: str
    butir: list[int | None]
    profil: dict[str, str] = field(default_factory=dict)


def titles(spec: Instrumen) -> list[str]:
    items = [f"B{number}" for number in range(1, len(spec.butir) + 1)]
    return [NUMBER, *items, *(t for _, t, _ in FIELDS), *(t for _, t, _ in WORDS)]


def sample(spec: Instrumen, unit: str) -> bytes:
    """The workbook to fill in, with numbered empty rows."""
    columns = [
        Column(title, width=12 if number == 0 else None)
        for number, title in enumerate(titles(spec))
    ]
    levels = f"{spec.skala.levels[0]} sampai {spec.skala.levels[-1]}"
    items = [Entry(None) for _ in spec.butir]
    profile = [
        Entry(None, choices=tuple(name for _, name in choices), refusal="Pilih dari daftar.")
        for _, _, choices in FIELDS
    ]
    words = [Entry(None, format=sheets.TEXT) for _ in WORDS]
    rows = [[Entry(number), *items, *profile, *words] for number in range(1, SAMPLE_ROWS + 1)]
    notes = [
        f"Jawaban kertas F03 {unit}. Satu baris untuk satu lembar kertas.",
        f"B1 dan seterusnya: nilai {levels}; x atau kosong untuk tidak tahu. Jangan menulis nama.",
        "Baris yang belum diisi dilewati. Nomori kertasnya, agar salinan dapat dicocokkan.",
    ]
    texts = [[f"B{n}", butir.teks] for n, butir in enumerate(spec.butir, start=1)]
    return sheets.write_workbook(
        [
            Sheet(SHEET, columns, rows, notes, protected=True),
            Sheet("Pernyataan", [Column("Kolom"), Column("Pernyataan", width=60)], texts),
        ]
    )


def read(file: IO[bytes], spec: Instrumen) -> tuple[list[PaperAnswer], list[Problem]]:
    rows, problems = sheet_reading.read_rows(file, max_rows=MAX_ROWS)
    if not rows:
        return [], problems or [Problem("", 0, "", "Berkas ini kosong.")]
    wanted = [title.lower() for title in titles(spec)]
    header = next((row for row in rows if row.text(0).lower() == wanted[0]), None)
    if header is None:
        words = f"Baris judul yang diawali «{NUMBER}» tidak ditemukan. Pakai contoh lembar."
        return [], [*problems, Problem(rows[0].sheet, rows[0].number, "", words)]
    if [header.text(n).lower() for n in range(len(wanted))] != wanted:
        words = "Kolom tidak sama dengan contoh lembar untuk survei ini. Unduh contohnya lagi."
        return [], [Problem(header.sheet, header.number, "", words)]
    problems = [
        p for p in problems if p.sheet in ("", header.sheet) and (p.note or p.row > header.number)
    ]
    found: list[PaperAnswer] = []
    seen: dict[str, int] = {}
    broken = {problem.row for problem in problems if not problem.note}
    for row in rows:
        filled = any(row.get(n) is not None for n in range(1, len(wanted)))
        here = row.sheet == header.sheet and row.number > header.number
        if not here or not (filled or row.number in broken):
            continue
        nomor = row.text(0)[:20]
        if nomor and nomor in seen:
            words = f"Nomor lembar {nomor} sudah ada pada baris {seen[nomor]}."
            problems.append(row.problem(0, words))
        seen.setdefault(nomor, row.number)
        found.append(_answer(row, nomor, spec, problems, whole=row.number not in broken))
    if not found:
        problems.append(Problem(header.sheet, 0, "", "Belum ada baris yang diisi."))
    return found, problems


def _answer(
    row: Row, nomor: str, spec: Instrumen, problems: list[Problem], *, whole: bool
) -> PaperAnswer:
    made = PaperAnswer(row.number, nomor, [])
    wrong = len(problems)
    for number in range(1, len(spec.butir) + 1):
        text = row.text(number).lower()
        level = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None
        if text and text not in UNKNOWN and (level is None or level not in spec.skala):
            low, high = spec.skala.levels[0], spec.skala.levels[-1]
            words = f"«{text[:20]}» bukan nilai {low} sampai {high}, x, atau kosong."
            problems.append(row.problem(number, words))
            level = None
        made.butir.append(level)
    place = len(spec.butir) + 1
    for name, title, choices in FIELDS:
        text = row.text(place)
        known = {label.lower(): key for key, label in choices}
        if text and text.lower() not in known:
            words = f"«{text[:40]}» tidak ada pada daftar {title}: pilih dari daftar di selnya."
            problems.append(row.problem(place, words))
        made.profil[name] = known.get(text.lower(), "")
        place += 1
    for name, title, longest in WORDS:
        text = sheet_reading.shown(row.get(place)) if name == "komentar" else row.text(place)
        if len(text) > longest:
            problems.append(row.problem(place, f"{title} paling panjang {longest} huruf."))
        made.profil[name] = text[:longest]
        place += 1
    if whole and len(problems) == wrong and all(level is None for level in made.butir):
        problems.append(row.problem(1, "Beri nilai sedikitnya pada satu pernyataan."))
    return made
