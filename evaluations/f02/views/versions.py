"""Submissions of an F01: what differs from the one before; and levels that are confirmed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from evaluations.core import on_behalf
from evaluations.core.queries import errata
from evaluations.core.queries.f01 import get_f01
from evaluations.f02.queries.desk import get_desk, indicator_of
from evaluations.f02.services.levels import save_score
from evaluations.models import Evaluasi, PeranNilai, VersiF01
from evaluations.progress.queries import versions as progress_versions_queries
from evaluations.rules import differences
from instruments import rules
from pekppp.accounts.request import UserRequest
from pekppp.base.certain import certain
from pekppp.base.errors import Refused


@dataclass(frozen=True, slots=True)
class Changed:
    """One indicator that differs, in words."""

    indikator: Any
    aspek: str
    jawaban: list[tuple[str, str, str]]  # question, before, after
    dokumen: list[tuple[str, str, str]]  # document, before, after
    bukti: differences.Change


@require_safe
def versions(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Every submission, newest first."""
    found = get_f01(request.user, evaluasi)
    signed = progress_versions_queries.statements(found)
    rows = [
        (row, _spoken(found, row.berubah), signed.get(row.putaran))
        for row in sorted(progress_versions_queries.of(found), key=_newest_first)
    ]
    context = {"evaluasi": found, "rows": rows, "kantor": _in_its_place(found)}
    return render(request, "evaluations/f02/version.html", context)


def _in_its_place(found: Evaluasi) -> set[int]:
    return {item.oleh_id for item in on_behalf.filled_by(found)}


def _newest_first(row: Any) -> int:
    return -row.putaran


def _spoken(found: Evaluasi, numbers: list[int]) -> list[Any]:
    return [found.versi.instrumen.indikator(nomor) for nomor in numbers]


@require_safe
def version(request: UserRequest, evaluasi: UUID, putaran: int) -> HttpResponse:
    """One submission: all that it says, and what differs from another one, by default from the
    one before it: answers of both, evidence in and out."""
    found = get_f01(request.user, evaluasi)
    rows = {row.putaran: row for row in progress_versions_queries.of(found)}
    row = rows.get(putaran)
    if row is None:
        raise Http404
    asked = {str(number): other for number, other in rows.items() if other is not row}
    other = asked.get(request.GET.get("dengan", ""), rows.get(putaran - 1))
    changes = differences.changes(other.isi, row.isi) if other else []
    context = {
        "evaluasi": found,
        "versi": row,
        "pernyataan": progress_versions_queries.statements(found).get(putaran),
        "kantor": _in_its_place(found),
        "sebelum": other,
        "lain": [number for number in rows if number != putaran],
        "perubahan": [_in_words(found, change, row, other) for change in changes],
        "isi": _whole(found, row),
    }
    return render(request, "evaluations/f02/version_content.html", context)


def _whole(found: Evaluasi, row: VersiF01) -> list[tuple[Any, list[Any]]]:
    """By aspect, of each indicator the questions that were asked with what was said, and files."""
    told = []
    for aspek in errata.version_at(found, row.pada).instrumen.semua_aspek:
        lines = []
        for indikator in aspek.indikator:
            part = row.isi.get(str(indikator.nomor), {})
            values = part.get("jawaban", {})
            asked = rules.tampil(indikator, values)
            said = [
                (p.teks, rules.in_words(p, values.get(p.id)))
                for p in indikator.pertanyaan
                if p.id in asked
            ]
            lines.append((indikator, said, part.get("bukti", [])))
        told.append((aspek, lines))
    return told


def _in_words(
    found: Evaluasi, change: differences.Change, row: VersiF01, other: VersiF01 | None
) -> Changed:
    """Each answer in the words of the instrument it was given on: an errata may lie between."""
    asked: list[dict[str, Any]] = [
        {
            p.id: p
            for p in errata.version_at(found, sent.pada)
            .instrumen.indikator(change.nomor)
            .pertanyaan
        }
        for sent in (other or row, row)
    ]
    instrumen = found.versi.instrumen
    indikator = instrumen.indikator(change.nomor)
    answers = []
    for answer in change.jawaban:
        then, now = (known.get(answer.pertanyaan) for known in asked)
        before = rules.in_words(then, answer.lama) if then else "–"
        after = rules.in_words(now, answer.baru) if now else "–"
        question = certain(now or then, "one of the two was answered")
        answers.append((question.teks, before, after))
    documents = [
        (indikator.nama_dokumen(tick.pertanyaan), tick.lama or "–", tick.baru or "–")
        for tick in change.dokumen
    ]
    return Changed(indikator, instrumen.aspek_dari(change.nomor).nama, answers, documents, change)


@require_POST
def confirm(request: UserRequest, evaluasi: UUID, nomor: int) -> HttpResponse:
    """The level stands, though what it was given on has changed: saved again as it is."""
    desk = get_desk(request.user, evaluasi)
    indicator_of(desk, nomor)
    try:
        peran = PeranNilai(request.POST.get("peran", ""))
    except ValueError:
        raise SuspiciousOperation("form without its hidden fields") from None
    row = desk.own(nomor, peran)
    if row is None or row.level is None:
        messages.error(request, "Belum ada nilai Anda pada indikator ini.")
        return redirect("evaluations:f02_indicator", desk.evaluasi.uuid, nomor)
    try:
        save_score(
            by=request.user,
            evaluasi=desk.evaluasi,
            indikator=nomor,
            peran=peran,
            changes={"level": row.level},
            based_on=row.versi,
            key=uuid4(),
        )
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Nilai {row.level} indikator {nomor} tetap berlaku.")
    return redirect("evaluations:f02_indicator", desk.evaluasi.uuid, nomor)
