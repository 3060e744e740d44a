"""Levels of another evaluation of the unit that lie beside an F02 as proposals; none counts."""

from dataclasses import dataclass

from evaluations.models import Evaluasi, UsulanLevel
from evaluations.rules.visibility import Viewer

# Proposals are the business of whoever works on the F02, not of those who read its outcome.
_TOLD = frozenset({Viewer.EVALUATOR, Viewer.VERIFIKATOR, Viewer.ADMIN})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A level with where it comes from: "usulan dari Pra 2026: 4"."""

    level: int
    dari: str
    milik_saya: bool  # I laid it there, and may take it over with one press


def laid(evaluasi: Evaluasi, viewers: frozenset[Viewer]) -> list[UsulanLevel]:
    """What each evaluator laid beside this F02; nothing for who only reads it."""
    if not viewers & _TOLD:
        return []
    rows = UsulanLevel.objects.filter(evaluasi=evaluasi, sumber__isnull=False)
    return list(rows.select_related("sumber__siklus").order_by("pada", "pk"))
