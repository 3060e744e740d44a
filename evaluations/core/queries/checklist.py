"""The documents that an instrument asks for, with what unit and evaluators say of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from evaluations.models import Bukti, Evaluasi, Kelengkapan, Pihak
from instruments.spec import Indikator
from pekppp.accounts.models import User

Ticks = dict[int, list[Kelengkapan]]


@dataclass(frozen=True, slots=True)
class Document:
    """One document; `temuan` are the findings of evaluators other than the reader."""

    kode: str
    teks: str
    unit: Kelengkapan | None
    saya: Kelengkapan | None
    temuan: list[Kelengkapan]
    bukti: list[Bukti]


def ticks_of(evaluasi: Evaluasi) -> Ticks:
    """By indicator number; asks nothing where the instrument names no documents."""
    found: Ticks = {}
    if any(indikator.dokumen for indikator in evaluasi.versi.instrumen.iter_indikator()):
        for row in Kelengkapan.objects.filter(evaluasi=evaluasi).select_related("oleh"):
            found.setdefault(row.indikator, []).append(row)
    return found


def documents(
    user: User,
    indikator: Indikator,
    ticks: Ticks,
    *,
    answers: bool,
    findings: bool,
    bukti: Iterable[Bukti] = (),
) -> list[Document]:
    """What this person sees of them: the unit's ticks with `answers`, others' with `findings`."""
    rows = ticks.get(indikator.nomor, [])
    files = list(bukti)
    made = []
    for dokumen in indikator.dokumen:
        here = [row for row in rows if row.dokumen == dokumen.kode]
        found = [row for row in here if row.pihak == Pihak.EVALUATOR]
        made.append(
            Document(
                dokumen.kode,
                dokumen.teks,
                unit=next((row for row in here if answers and row.pihak == Pihak.UNIT), None),
                saya=next((row for row in found if row.oleh_id == user.pk), None),
                temuan=[
                    row for row in found if findings and row.keadaan and row.oleh_id != user.pk
                ],
                bukti=[row for row in files if row.dokumen == dokumen.kode],
            )
        )
    return made


def not_there(evaluasi: Evaluasi) -> dict[int, list[str]]:
    """Documents that an evaluator looked for and did not find, by indicator number.

    One who found it outweighs one who did not: it is there.
    """
    found: dict[int, list[str]] = {}
    ticks = ticks_of(evaluasi)
    for indikator in evaluasi.versi.instrumen.iter_indikator():
        rows = [r for r in ticks.get(indikator.nomor, []) if r.pihak == Pihak.EVALUATOR]
        for dokumen in indikator.dokumen:
            said = {row.keadaan for row in rows if row.dokumen == dokumen.kode} - {""}
            if said == {"tidak"}:
                found.setdefault(indikator.nomor, []).append(dokumen.teks)
    return found
