"""Reads of the annex of a decree."""

from uuid import UUID

from django.http import Http404

from evaluations.models import Publikasi
from reports.models import Lampiran


def annexes_of(publikasi: Publikasi) -> list[Lampiran]:
    """Of a set that is already loaded and authorised."""
    return list(Lampiran.objects.filter(publikasi=publikasi))


def get_annex(publikasi: Publikasi, uuid: UUID) -> Lampiran:
    """A finished annex of a set that is already loaded and authorised."""
    found = Lampiran.objects.filter(
        publikasi=publikasi, uuid=uuid, status=Lampiran.Status.SELESAI
    ).first()
    if found is None:
        raise Http404
    return found
