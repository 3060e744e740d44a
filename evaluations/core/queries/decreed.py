"""Which evaluations a decree is being carried out for."""

from evaluations.models import Evaluasi, Publikasi

DECREED = (Publikasi.Status.ANTRE, Publikasi.Status.DIKERJAKAN, Publikasi.Status.GAGAL)


def being_published(evaluasi: Evaluasi) -> Publikasi | None:
    """The decree that this evaluation is a member of, while the decree is carried out."""
    return Publikasi.objects.filter(calon__evaluasi=evaluasi, status__in=DECREED).first()
