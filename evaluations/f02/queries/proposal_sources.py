"""Which evaluations of the unit an evaluator may lay beside an F02, and what they say."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from evaluations.core import assignments
from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.f02.queries.desk import seen_fields
from evaluations.models import Evaluasi, Nilai, PeranNilai
from evaluations.rules.visibility import Field, Viewer, sees
from instruments import matching
from pekppp.accounts.models import User


def candidates(user: User, evaluasi: Evaluasi) -> QuerySet[Evaluasi]:
    """The unit's other evaluations with levels; a practice cycle never feeds a real one."""
    levels = Nilai.objects.filter(level__isnull=False, evaluasi__unit=evaluasi.unit_id)
    given = levels.exclude(peran=PeranNilai.VERIFIKATOR).values("evaluasi")
    rows = evaluation_queries.readable_of_unit(user, evaluasi.unit)
    rows = rows.exclude(pk=evaluasi.pk).filter(pk__in=given)
    return rows if evaluasi.siklus.latihan else rows.filter(siklus__latihan=False)


def sources(user: User, evaluasi: Evaluasi) -> list[Evaluasi]:
    """Those whose levels this person may see, the latest first."""
    rows = list(candidates(user, evaluasi))
    assignments.read_ahead(user, rows)
    return [row for row in rows if _open(user, row)]


def get_source(user: User, evaluasi: Evaluasi, uuid: UUID) -> Evaluasi:
    """One of `sources`; else 404."""
    found = candidates(user, evaluasi).filter(uuid=uuid).first()
    if found is None or not _open(user, found):
        raise Http404
    return found


def _open(user: User, source: Evaluasi) -> bool:
    """Its levels are everybody's, or this person's to see."""
    if sees(Field.LEVEL, {Viewer.PUBLIC}, source.status):
        return True
    return Field.LEVEL in seen_fields(user, source)


def levels_of(evaluasi: Evaluasi, source: Evaluasi) -> dict[int, int]:
    """By number here, the whole levels that count there, where code and scale are the same."""
    now, then = evaluasi.versi, source.versi
    if now.instrumen.skala != then.instrumen.skala:
        return {}
    counting = evaluation_queries.counting_levels(source)
    numbers = [item.nomor for item in now.instrumen.semua_indikator]
    same = now.digest == then.digest
    found: dict[int, int] = {}
    for nomor, before in matching.pairs(now.instrumen, then.instrumen, numbers, same=same):
        level = counting[before.nomor].berlaku if before.nomor in counting else None
        if level is not None and level.denominator == 1:
            found[nomor] = int(level)
    return found
