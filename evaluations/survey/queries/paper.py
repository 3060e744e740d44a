"""Reads of answers that were copied from paper."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from evaluations.models import Evaluasi, Impor, LembarKertas, Survei
from pekppp.accounts.models import User


def paper_of(survei: Survei) -> QuerySet[LembarKertas]:
    """The batches of a survey, and how many answers of each are taken out of the figures."""
    return (
        LembarKertas.objects.filter(survei=survei)
        .select_related("oleh", "berkas")
        .annotate(dikecualikan=Count("respons", filter=Q(respons__dikecualikan=True)))
    )


def get_paper(survei: Survei | None, uuid: UUID) -> LembarKertas:
    """A batch of a survey that is already loaded and authorised."""
    found = paper_of(survei).filter(uuid=uuid).first() if survei else None
    if found is None:
        raise Http404
    return found


def get_paper_impor(user: User, evaluasi: Evaluasi, uuid: UUID, jenis: str) -> Impor:
    """One's own upload for an evaluation that is already loaded and authorised."""
    found = Impor.objects.filter(evaluasi=evaluasi, uuid=uuid, jenis=jenis, oleh=user).first()
    if found is None:
        raise Http404
    return found
