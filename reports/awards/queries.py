"""Reads of award lists: their settings, what was released, scores of others, whom to coach."""

from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from evaluations.models import HasilTerbit, NilaiLain, Siklus
from evaluations.publication.queries import publication as publication_queries
from reports.models import DaftarPenghargaan, Dokumen, RilisPenghargaan
from reports.rules.awards import IPP, Rule


def lists_of(siklus: Siklus) -> list[DaftarPenghargaan]:
    """The lists of a cycle that is already loaded and authorised, in their order."""
    return list(DaftarPenghargaan.objects.filter(siklus=siklus).select_related("siklus"))


def get_list(siklus: Siklus, uuid: UUID) -> DaftarPenghargaan:
    found = DaftarPenghargaan.objects.filter(siklus=siklus, uuid=uuid).first()
    if found is None:
        raise Http404
    found.siklus = siklus
    return found


def release_of(siklus: Siklus) -> RilisPenghargaan | None:
    """What the organiser released and has not taken back."""
    found = RilisPenghargaan.objects.filter(siklus=siklus, dicabut_pada__isnull=True)
    return found.select_related("oleh").first()


def releases_before(siklus: Siklus) -> QuerySet[RilisPenghargaan]:
    """What was taken back, newest first."""
    found = RilisPenghargaan.objects.filter(siklus=siklus, dicabut_pada__isnull=False)
    return found.select_related("oleh", "dicabut_oleh").defer("isi")


def is_current(release: RilisPenghargaan, siklus: Siklus) -> bool:
    """Whether the very results are in force that the lists were made of."""
    return release.sidik_hasil == publication_queries.digest_of_published(siklus)


def public_lists(siklus: Siklus) -> list[dict[str, Any]]:
    """What everyone may read of a cycle's awards; nothing where its results have changed since."""
    release = release_of(siklus)
    return release.isi if release is not None and is_current(release, siklus) else []


def kinds_of_unit(siklus: Siklus) -> list[str]:
    """Kinds of unit with a published result."""
    rows = publication_queries.published_in(siklus).order_by("evaluasi__jenis_unit")
    return list(rows.values_list("evaluasi__jenis_unit", flat=True).distinct())


def scores_for(rule: Rule) -> dict[Any, Fraction]:
    """Another's score of the year that the rule asks for: by the UUID of a unit, or by instansi."""
    if rule.sumber == IPP:
        return {}
    of_units = rule.penerima == "unit"
    rows = NilaiLain.objects.filter(
        jenis=rule.sumber, tahun=rule.tahun, nilai__isnull=False, unit__isnull=not of_units
    )
    key = "unit__uuid" if of_units else "instansi"
    return {who: Fraction(value) for who, value in rows.values_list(key, "nilai")}


def to_be_coached(siklus: Siklus) -> QuerySet[HasilTerbit]:
    """Prioritas pembinaan among the published results of a cycle, the lowest first."""
    rows = publication_queries.published_in(siklus).filter(prioritas_pembinaan=True)
    return rows.order_by("ipp", "evaluasi__nama_unit", "pk")


def documents_of(siklus: Siklus) -> QuerySet[Dokumen]:
    """The lists of awards that the organiser had made as documents, newest first."""
    rows = Dokumen.objects.filter(siklus=siklus, jenis=Dokumen.Jenis.PENGHARGAAN)
    return rows.select_related("instansi", "siklus").defer("masukan").order_by("-versi")


def has_signed(siklus: Siklus) -> bool:
    """Whether a new version of the document would correct a signed one."""
    sealed = [Dokumen.Tahap.DISEGEL, Dokumen.Tahap.BERLAKU]
    return documents_of(siklus).filter(tahap__in=sealed).exists()
