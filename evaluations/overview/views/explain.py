"""Dari mana angka ini: how the figure of one evaluation came about, for who may see it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.core.words import period_words, said_beside
from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.f02.queries.desk import seen_fields
from evaluations.models import Evaluasi
from evaluations.publication.queries.publication import in_force_of
from evaluations.publication.services.snapshot import facts
from evaluations.rules import explain
from evaluations.rules.agreement import in_words
from evaluations.rules.visibility import Field
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission


@require_safe
def origin(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """The tree behind the figure that this person sees; 403 while he sees none."""
    found = evaluation_queries.get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)
    fields = seen_fields(request.user, found)
    data = found.hasil.rincian
    final = Field.ANGKA_FINAL in fields and data.get("ipp") is not None
    if not final and Field.ANGKA_SEMENTARA not in fields:
        raise PermissionDenied("no figure is visible in this state")
    context = {
        "evaluasi": found,
        "periode": period_words(found),
        "final": final,
        "terbit": in_force_of(found),
        # Nothing is computed yet right after the opening.
        "asal": explain.tree(facts(found, final=final), _detail(found, fields)) if data else None,
    }
    return render(request, "evaluations/overview/origin.html", context)


def _detail(found: Evaluasi, fields: frozenset[Field]) -> explain.Detail:
    """Levels with the notes written for the unit, and the evidence, where they are open."""
    notes: dict[int, list[str]] = {}
    if Field.LEVEL in fields:
        rows = evaluation_queries.levels_of(found)
        for nomor, item in evaluation_queries.counting_levels(found, rows).items():
            if item.semula is not None:
                notes[nomor] = [f"Level evaluator semula {in_words(item.semula)}."]
        for nomor, said in said_beside(rows, fields).items():
            notes.setdefault(nomor, []).extend(said)
    return explain.Detail(
        level=Field.LEVEL in fields,
        survei=Field.RINCIAN_SURVEI in fields,
        catatan=notes,
        bukti=_evidence(found, fields),
    )


def _evidence(found: Evaluasi, fields: frozenset[Field]) -> dict[int, list[Any]]:
    return evidence_queries.listed(found) if Field.JAWABAN in fields else {}
