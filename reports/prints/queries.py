"""Reads of what is printed for a survey."""

from uuid import UUID

from django.http import Http404

from evaluations.core.queries.evaluations import get_evaluasi_by
from evaluations.models import Evaluasi
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from reports.core.documents import LARGE
from reports.models import Cetakan


def prints_of(evaluasi: Evaluasi) -> list[Cetakan]:
    """The newest first; of an evaluation that is already loaded and authorised."""
    found = Cetakan.objects.filter(evaluasi=evaluasi).exclude(
        lembar_kode__dibatalkan_pada__isnull=False
    )
    return list(found.defer(*LARGE))


def get_print(user: User, uuid: UUID) -> Cetakan:
    """A finished print of a survey that the user manages; slips end with their batch."""
    row = (
        Cetakan.objects.defer(*LARGE)
        .filter(uuid=uuid, status=Cetakan.Status.SELESAI)
        .exclude(lembar_kode__dibatalkan_pada__isnull=False)
        .first()
    )
    if row is None:
        raise Http404
    row.evaluasi = get_evaluasi_by(user, Permission.MANAGE_SURVEI, pk=row.evaluasi_id)
    return row
