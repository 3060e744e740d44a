"""Recommendations: of this evaluation, of the unit's last one, and earlier ones to use again."""

from dataclasses import dataclass

from django.db.models import Q

from evaluations.core import assignments
from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.models import Evaluasi, Rekomendasi
from evaluations.rules.workflow import PUBLISHED
from pekppp.accounts.models import User

LIMIT = 20
_READ = 500  # texts are often the same: so many rows make twenty different ones


def by_aspect(evaluasi: Evaluasi | None) -> dict[str, list[Rekomendasi]]:
    found: dict[str, list[Rekomendasi]] = {}
    if evaluasi is not None:
        for row in evaluation_queries.recommendations_of(evaluasi):
            found.setdefault(row.aspek, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Earlier:
    teks: str
    unit: str
    tahun: int
    indikator: int | None
    sendiri: bool


def earlier(
    user: User, evaluasi: Evaluasi, aspek: str, *, indikator: int | None = None, words: str = ""
) -> list[Earlier]:
    """Recommendations of this aspect to use again: one's own, and those of this instansi.

    Of the instansi from what is published or what the user works on himself: a draft about
    another unit is not for everybody who evaluates in the same kabupaten. Those about the same
    indicator come first, then the newest; the same words once, LIMIT of them and one more.
    """
    mine = Q(evaluasi__in=assignments.assigned_aspects(user).values("evaluasi"))
    published = Q(evaluasi__state__in=[item.value for item in PUBLISHED])
    rows = (
        Rekomendasi.objects.filter(
            Q(published | mine, instansi=evaluasi.instansi_id) | Q(oleh=user),
            aspek=aspek,
            dihapus_pada__isnull=True,
        )
        .exclude(evaluasi=evaluasi)
        .select_related("evaluasi__siklus")
        .order_by("-pada")
    )
    for word in words.split():
        rows = rows.filter(teks__icontains=word)
    texts: dict[str, Earlier] = {}
    ranked = sorted(rows[:_READ], key=lambda row: indikator is None or row.indikator != indikator)
    for row in ranked:
        if row.teks not in texts and len(texts) <= LIMIT:
            texts[row.teks] = Earlier(
                row.teks,
                row.evaluasi.nama_unit,
                row.evaluasi.siklus.tahun,
                row.indikator,
                row.oleh_id == user.pk,
            )
    return list(texts.values())
