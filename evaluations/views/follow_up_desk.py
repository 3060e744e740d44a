"""What became of last year's recommendations, at the desk of this year's evaluator."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from evaluations.agreement import in_words
from evaluations.follow_up import LABELS, Status
from evaluations.forms.follow_up import VerifyForm
from evaluations.history import Movement
from evaluations.models import Rekomendasi, TindakLanjut
from evaluations.queries import follow_up as queries
from evaluations.queries.desk import Desk, get_desk
from evaluations.services import follow_up as services
from evaluations.services.steps import scoring_refusal
from evaluations.views.follow_up_files import DESK, Shown, files_of, load_past
from evaluations.visibility import Field
from pekppp.accounts.request import UserRequest
from pekppp.accounts.views.common import attempt
from pekppp.errors import Conflict
from pekppp.form_fields import retype


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
    return [_past(desk, row) for row in queries.of(desk.previous)]


def _past(desk: Desk, row: Rekomendasi) -> Past:
    there, status = queries.commitment_of(row), queries.status_of(row)
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


@require_safe
def f02_follow_up(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    return _page(request, get_desk(request.user, evaluasi))


@require_POST
def f02_follow_up_verify(request: UserRequest, evaluasi: UUID, rekomendasi: UUID) -> HttpResponse:
    desk, past = load_past(request, evaluasi)
    row = queries.get(past, rekomendasi)
    form = VerifyForm(request.POST, auto_id=f"verifikasi-{row.pk}-%s")

    def verify(data: dict[str, Any]) -> TindakLanjut:
        try:
            return services.verify(
                by=request.user, evaluasi=desk.evaluasi, rekomendasi=row.uuid, **data
            )
        except Conflict as error:
            # The page now shows what is there: saving once more is on purpose.
            retype(form, "based_on", str(error.current.versi))
            raise

    if attempt(form, verify) is None:
        return _page(request, desk, {row.pk: form}, status=422)
    messages.success(request, "Verifikasi tindak lanjut tersimpan; unit diberi tahu.")
    place = reverse("evaluations:f02_follow_up", args=[desk.evaluasi.uuid])
    return redirect(f"{place}#r-{row.pk}")


def _page(
    request: UserRequest,
    desk: Desk,
    refused: dict[int, VerifyForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    items = past_of(desk)
    closed = scoring_refusal(desk.evaluasi)
    for item in items:
        row = item.rekomendasi
        if not closed and services.may_verify(request.user, desk.evaluasi, row):
            item.form = (refused or {}).get(row.pk) or VerifyForm(
                auto_id=f"verifikasi-{row.pk}-%s",
                initial={"based_on": item.row.versi if item.row else 0},
            )
    context = {
        "evaluasi": desk.evaluasi,
        "lalu": desk.previous,
        "items": items,
        "terkunci": closed,
    }
    return render(request, "evaluations/evaluator/tindak_lanjut.html", context, status=status)
