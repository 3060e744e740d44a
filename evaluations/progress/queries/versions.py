"""Submissions of an F01: what was handed in each time, and which levels were given on which."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Subquery
from django.db.models.functions import Coalesce, Now

from evaluations.core import assignments, on_behalf
from evaluations.core.queries import conflicts, errata
from evaluations.core.queries.evaluations import assigned_by_indicator, levels_of
from evaluations.models import (
    Bukti,
    Evaluasi,
    Jawaban,
    Kelengkapan,
    Nilai,
    Pengembalian,
    PeranNilai,
    PernyataanKepala,
    Pihak,
    VersiF01,
)
from evaluations.models.siklus import MetodeTim
from evaluations.rules import differences


def of(evaluasi: Evaluasi) -> list[VersiF01]:
    """Every submission, the first one first."""
    rows = VersiF01.objects.filter(evaluasi=evaluasi).select_related("oleh", "siklus")
    return list(rows.order_by("putaran"))


def get(evaluasi: Evaluasi, putaran: int) -> VersiF01 | None:
    rows = VersiF01.objects.filter(evaluasi=evaluasi, putaran=putaran)
    return rows.select_related("oleh", "siklus").first()


def latest(evaluasi: Evaluasi) -> VersiF01 | None:
    rows = VersiF01.objects.filter(evaluasi=evaluasi).select_related("siklus", "oleh")
    return rows.order_by("-putaran").first()


def statements(evaluasi: Evaluasi) -> dict[int, PernyataanKepala]:
    """By submission, the signed statement of the head with which it came."""
    rows = PernyataanKepala.objects.filter(evaluasi=evaluasi).select_related("berkas", "oleh")
    return {row.putaran: row for row in rows}


def sent_how(evaluasi: Evaluasi) -> dict[str, Any]:
    """For `evaluations/core/_sent_how.html`: with whose statement the last submission came, and
    who filled in the unit's place."""
    return {
        "pernyataan_kepala": statements(evaluasi).get(evaluasi.putaran),
        "atas_nama": on_behalf.filled_by(evaluasi),
    }


def content_of(evaluasi: Evaluasi) -> dict[str, Any]:
    """Answers, evidence and ticked documents as they are now, in the shape of `VersiF01.isi`."""
    found: dict[str, Any] = {}

    def part(nomor: int) -> dict[str, Any]:
        return found.setdefault(str(nomor), {"jawaban": {}, "bukti": []})

    for answer in Jawaban.objects.filter(evaluasi=evaluasi):
        if answer.nilai is not None:
            part(answer.indikator)["jawaban"][answer.pertanyaan] = answer.nilai
    rows = list(Bukti.objects.filter(evaluasi=evaluasi).select_related("berkas"))
    by_id = {row.pk: row for row in rows}
    for row in rows:
        # What belongs to an objection came after the F01.
        if row.dihapus_pada is not None or row.sanggahan_id is not None:
            continue
        part(row.indikator)["bukti"].append(_evidence(row, by_id))
    for tick in Kelengkapan.objects.filter(evaluasi=evaluasi, pihak=Pihak.UNIT):
        if tick.keadaan:
            part(tick.indikator).setdefault("dokumen", {})[tick.dokumen] = tick.kata
    return found


def _evidence(row: Bukti, by_id: dict[int, Bukti]) -> dict[str, Any]:
    before, older = row, []
    while before.menggantikan_id in by_id:
        before = by_id[before.menggantikan_id]
        older.append(str(before.uuid))
    where = {"sha256": row.berkas.sha256} if row.berkas else {"tautan": row.tautan}
    return {
        "uuid": str(row.uuid),
        "nama": row.nama,
        **where,
        "keterangan": row.keterangan,
        "halaman": row.halaman,
        "menggantikan": older,
        **({"dokumen": row.dokumen} if row.dokumen else {}),
    }


def untouched(evaluasi: Evaluasi, returned: Iterable[int]) -> list[int]:
    """Of the returned indicators, those that are as they were when they came back."""
    asked = set(returned)
    if not asked:
        return []
    since = Pengembalian.objects.filter(evaluasi=evaluasi, selesai_pada__isnull=True)
    rows = VersiF01.objects.filter(
        # What was sent since then was taken back.
        pada__lte=Coalesce(Subquery(since.values("dibuat_pada")[:1]), Now()),
        evaluasi=evaluasi,
    )
    before = rows.order_by("-putaran").first()
    if before is None:
        return []
    changed = {item.nomor for item in differences.changes(before.isi, content_of(evaluasi))}
    return sorted(asked - changed)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a level relates to the F01 as it is now."""

    putaran: int
    berubah: bool  # what it was given on has changed since
    ralat: bool = False  # that being its rubric

    @property
    def kata(self) -> str:
        if self.ralat:
            return "rubrik atau aturannya diralat, perlu dilihat lagi"
        if self.berubah:
            return "isian berubah sejak dinilai, periksa lagi"
        return f"dinilai pada pengiriman ke-{self.putaran}, isian tidak berubah"


class Rounds:
    """Which indicators changed with which submission, and whose rubric was mended."""

    def __init__(self, evaluasi: Evaluasi) -> None:
        self.putaran = evaluasi.putaran
        self.ralat = errata.to_look_at([evaluasi])
        self.berubah: dict[int, frozenset[int]] = {}
        # A level may also have been given before the first submission.
        if evaluasi.putaran:
            rows = VersiF01.objects.filter(evaluasi=evaluasi).exclude(berubah=[])
            self.berubah = {
                putaran: frozenset(numbers)
                for putaran, numbers in rows.values_list("putaran", "berubah")
            }

    def standing(self, nilai: Nilai | None) -> Standing | None:
        """None for a level of this submission, and where there is nothing to carry over."""
        if nilai is None or nilai.level is None:
            return None
        if nilai.pk in self.ralat:
            return Standing(nilai.putaran, True, ralat=True)
        if nilai.putaran >= self.putaran:
            return None
        changed = any(
            nilai.indikator in numbers
            for putaran, numbers in self.berubah.items()
            if putaran > nilai.putaran
        )
        # Levels older than the counting of submissions say nothing about one.
        if not changed and not nilai.putaran:
            return None
        return Standing(nilai.putaran, changed)


def unconfirmed(
    evaluasi: Evaluasi,
    codename: str = "score",
    rows: Iterable[Nilai] | None = None,
    assigned: Iterable[Any] | None = None,
    rounds: Rounds | None = None,
) -> list[int]:
    """Weighted indicators whose level counts, though what it was given on has changed since.

    Where the team has agreed on a level, that one has to be looked at again; otherwise each one's.
    Levels that do not count, since whoever gave them has joined the unit, wait for nobody.
    """
    known = rounds or Rounds(evaluasi)
    if not (known.berubah or known.ralat):
        return []
    levels = list(levels_of(evaluasi) if rows is None else rows)
    people = list(assignments.rows_of([evaluasi]) if assigned is None else assigned)
    allowed = assigned_by_indicator(evaluasi, people, codename)
    members = conflicts.members_of([evaluasi]).get(evaluasi.pk, frozenset())
    levels = [row for row in levels if conflicts.counts(evaluasi, row, members)]
    mean = evaluasi.siklus.metode_tim == MetodeTim.RATA
    peran = PeranNilai.EVALUATOR if codename == "score" else PeranNilai.VERIFIKATOR
    found = []
    for indikator in evaluasi.versi.instrumen.indikator_berbobot:
        nomor = indikator.nomor
        given = [row for row in levels if row.indikator == nomor and row.level is not None]
        counting = [
            row
            for row in given
            if row.peran == peran and (not allowed[nomor] or row.kursi_id in allowed[nomor])
        ]
        agreed = [row for row in given if row.peran == PeranNilai.SEPAKAT]
        if agreed and not mean and codename == "score":
            counting = agreed
        stands = [known.standing(row) for row in counting]
        if any(item is not None and item.berubah for item in stands):
            found.append(nomor)
    return found
