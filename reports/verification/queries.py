"""What anyone may know of a document."""

from django.db.models import Count, Q

from evaluations.core.queries.published import in_public, published
from evaluations.models import Evaluasi, HasilTerbit
from evaluations.publication.queries.decrees import TAKEN_BACK
from reports.core.documents import LARGE, versions_of
from reports.models import Dokumen, PemeriksaanDokumen, TandaTangan


def document_by_code(kode: str) -> Dokumen | None:
    """Found by the code that stands on it; the code is the permission."""
    found = Dokumen.objects.filter(kode_verifikasi=kode).select_related(
        "evaluasi__unit", "instansi", "siklus", "pengganti", "menggantikan"
    )
    return found.defer(*LARGE, "pengganti__masukan", "menggantikan__masukan").first()


def registered(dokumen: Dokumen, sha256: str) -> bool:
    """Whether a file is one that was ever registered for the same document or its versions."""
    family = versions_of(dokumen)
    if family.filter(sha256=sha256).exists():
        return True
    return TandaTangan.objects.filter(dokumen__in=family.values("pk"), sha256=sha256).exists()


def published_result(evaluasi: Evaluasi | None) -> HasilTerbit | None:
    """The figures that everyone may read; None until they are published, or when withdrawn."""
    return published().filter(evaluasi=evaluasi).first() if evaluasi else None


def is_withdrawn(evaluasi: Evaluasi | None) -> bool:
    """Whether everyone could read the figures once and none are in force now."""
    if evaluasi is None or published_result(evaluasi) is not None:
        return False
    once = HasilTerbit.objects.filter(evaluasi=evaluasi, siklus__latihan=False)
    back = Q(publikasi__status__in=TAKEN_BACK) | (in_public() & Q(ditarik_pada__isnull=False))
    return once.filter(back).exists()


def figures_once_published(evaluasi: Evaluasi) -> set[str]:
    """Every figure of an evaluation that everyone could read at some time."""
    rows = HasilTerbit.objects.filter(in_public(), evaluasi=evaluasi, siklus__latihan=False)
    return {row.ipp_teks for row in rows.only("ipp", "desimal")}


def looks_at(dokumen: Dokumen) -> dict[str, int]:
    """How often the public page was asked, by outcome."""
    counted = dokumen.pemeriksaan.values_list("hasil").annotate(banyak=Count("pk"))
    labels = dict(PemeriksaanDokumen.Hasil.choices)
    return {labels[hasil]: banyak for hasil, banyak in counted.order_by("hasil")}
