"""What became of last year's recommendations, as the desk shows it."""

from dataclasses import dataclass
from typing import Any

from evaluations.f02.queries.desk import Desk
from evaluations.follow_up.forms.follow_up import VerifyForm
from evaluations.follow_up.pages import DESK, Shown, files_of
from evaluations.follow_up.queries import follow_up as follow_up_queries
from evaluations.models import Rekomendasi, TindakLanjut
from evaluations.rules.agreement import in_words
from evaluations.rules.follow_up import LABELS, Status
from evaluations.rules.history import Movement
from evaluations.rules.visibility import Field


@dataclass(slots=True)
class Past:
    """A recommendation of last year with what was done, and the levels then and now."""

    rekomendasi: Rekomendasi
    row: TindakLanjut | None
    status: Status
    kata: str
    bukti: list[Shown]
    indikator: Any  # of the present instrument, where it is the same one
    level: str  # then and now, in words
    form: VerifyForm | None = None


def past_of(desk: Desk) -> list[Past]:
    """Last year's recommendations with their follow-up, as far as this person sees them."""
    if Field.REKOMENDASI not in desk.fields or desk.previous is None:
        return []
    return [_past(desk, row) for row in follow_up_queries.of(desk.previous)]


def _past(desk: Desk, row: Rekomendasi) -> Past:
    there, status = follow_up_queries.commitment_of(row), follow_up_queries.status_of(row)
    same = None
    if row.indikator is not None and desk.previous is not None:
        kode = desk.previous.versi.instrumen.indikator(row.indikator).kode
        numbered = [i for i in desk.instrumen.semua_indikator if i.nomor == row.indikator]
        same = next((item for item in numbered if item.kode == kode), None)
    then = desk.last_year(same.nomor) if same else None
    now = desk.team_level(same.nomor) if same else None
    return Past(
        rekomendasi=row,
        row=there,
        status=status,
        kata=LABELS[status],
        bukti=files_of(row, desk.evaluasi, DESK),
        indikator=same,
        level=_moved(then, now) if same else "",
    )


def _moved(then: Any, now: Any) -> str:
    if then is not None and now is not None:
        arah = Movement(str(then), str(now)).arah
        return f"Level {in_words(then)} → {in_words(now)} ({arah})"
    if then is not None:
        return f"Level tahun lalu {in_words(then)}; yang sekarang belum ada atau belum terlihat"
    if now is not None:
        return f"Level sekarang {in_words(now)}; tahun lalu tidak ada"
    return "Belum ada level untuk dibandingkan"
