"""Submissions of an F01: what differs from the one before; and levels that are confirmed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.queries.f01 import get_f01
from evaluations.f02.queries.desk import get_desk, indicator_of
from evaluations.f02.services.levels import save_score
from evaluations.models import Evaluasi, PeranNilai
from evaluations.progress.queries import versions as progress_versions_queries
from evaluations.rules import differences
from instruments import rules
from pekppp.accounts.request import UserRequest
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
    rows = [
        (row, _spoken(found, row.berubah))
        for row in sorted(progress_versions_queries.of(found), key=_newest_first)
    ]
    context = {"evaluasi": found, "rows": rows}
    return render(request, "evaluations/f02/versi.html", context)


def _newest_first(row: Any) -> int:
    return -row.putaran


def _spoken(found: Evaluasi, numbers: list[int]) -> list[Any]:
    return [found.versi.instrumen.indikator(nomor) for nomor in numbers]


@require_safe
def version(request: UserRequest, evaluasi: UUID, putaran: int) -> HttpResponse:
    """One submission against the one before it: old and new answers, evidence in and out."""
    found = get_f01(request.user, evaluasi)
    row = progress_versions_queries.get(found, putaran)
    if row is None:
        raise Http404
    before = progress_versions_queries.get(found, putaran - 1)
    changes = differences.changes(before.isi, row.isi) if before else []
    context = {
        "evaluasi": found,
        "versi": row,
        "sebelum": before,
        "perubahan": [_in_words(found, change) for change in changes],
    }
    return render(request, "evaluations/f02/versi_beda.html", context)


def _in_words(found: Evaluasi, change: differences.Change) -> Changed:
    instrumen = found.versi.instrumen
    indikator = instrumen.indikator(change.nomor)
    answers = []
    for answer in change.jawaban:
        question = indikator.pertanyaan_dengan(answer.pertanyaan)
        before, after = rules.in_words(question, answer.lama), rules.in_words(question, answer.baru)
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
