"""The F01 of one evaluation, with all that decides whether it may be filled now."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, prefetch_related_objects
from django.http import Http404

from evaluations.core.queries.evaluations import get_evaluasi, viewers_of
from evaluations.models import AmbilAlih, Evaluasi, Impor, Perpanjangan
from evaluations.rules.visibility import Field, visible_fields
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission


def get_f01(
    user: User,
    uuid: UUID,
    permission: Permission = Permission.VIEW_EVALUASI,
    *,
    with_result: bool = True,
) -> Evaluasi:
    """The evaluation with its calendar and returns read once; 404, or 403 where its answers
    are not shown to this user (yet). A save does without its result."""
    evaluasi = get_evaluasi(user, uuid, permission, with_result=with_result)
    if Field.JAWABAN not in visible_fields(viewers_of(user, evaluasi), evaluasi.status):
        raise PermissionDenied("answers are not shown in this state")
    read_calendar(evaluasi)
    return evaluasi


def read_calendar(evaluasi: Evaluasi) -> None:
    """Phases, extensions and returns in one go: every question about windows costs nothing.

    Of the extensions of single units its own alone: a cycle may have granted thousands.
    """
    concern_it = Perpanjangan.objects.filter(Q(unit=None) | Q(unit=evaluasi.unit_id))
    extensions = Prefetch("siklus__perpanjangan", concern_it)
    prefetch_related_objects([evaluasi], "pengembalian__oleh", "siklus__fase", extensions)


def get_f01_impor(user: User, evaluasi: Evaluasi, uuid: UUID, jenis: str) -> Impor:
    """One's own upload for an evaluation that is already loaded and authorised."""
    found = Impor.objects.filter(evaluasi=evaluasi, uuid=uuid, jenis=jenis, oleh=user).first()
    if found is None:
        raise Http404
    return found


def unconfirmed(evaluasi: Evaluasi) -> dict[int, AmbilAlih]:
    """By indicator number, what was taken over from another evaluation and waits for the unit."""
    rows = AmbilAlih.objects.filter(evaluasi=evaluasi, dikonfirmasi_pada__isnull=True)
    return {row.indikator: row for row in rows.select_related("sumber__siklus", "oleh")}
