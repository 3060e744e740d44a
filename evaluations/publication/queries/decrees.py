"""Reads of frozen sets and their decrees, for those who decide and for the worker."""

from fractions import Fraction
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from evaluations.core.queries.decreed import DECREED
from evaluations.models import CalonTerbit, Evaluasi, Hasil, HasilTerbit, Publikasi, Siklus
from evaluations.rules.ranks import exact_figure
from evaluations.rules.workflow import DECIDED
from pekppp.base.certain import certain

Status = Publikasi.Status
OPEN = (Status.CALON, Status.ANTRE, Status.DIKERJAKAN, Status.GAGAL)
TAKEN_BACK = (Status.MENARIK, Status.DITARIK)


def open_set(siklus: Siklus) -> Publikasi | None:
    """The set of a cycle that is frozen and not published yet: at most one."""
    found = Publikasi.objects.filter(siklus=siklus, status__in=OPEN)
    return found.select_related("oleh", "mengubah").first()


def decreed_set(siklus: Siklus) -> Publikasi | None:
    """The set of a cycle whose decree is entered and not carried out in full: at most one."""
    return Publikasi.objects.filter(siklus=siklus, status__in=DECREED).first()


def get_publikasi(siklus: Siklus, uuid: UUID) -> Publikasi:
    """A set of a cycle that is already loaded and authorised."""
    found = Publikasi.objects.filter(siklus=siklus, uuid=uuid).select_related("berkas").first()
    if found is None:
        raise Http404
    found.siklus = siklus
    return found


def first_decree(siklus: Siklus) -> Publikasi | None:
    """The decree that a later one of the same cycle changes, withdrawn or not."""
    found = Publikasi.objects.filter(
        siklus=siklus, status__in=(Status.TERBIT, *TAKEN_BACK), mengubah__isnull=True
    )
    return found.order_by("terbit_pada").first()


def members(publikasi: Publikasi) -> QuerySet[CalonTerbit]:
    """The rows of a set in the order of the annex."""
    return CalonTerbit.objects.filter(publikasi=publikasi).order_by("urutan")


def evaluations_of(publikasi: Publikasi) -> QuerySet[Evaluasi]:
    """The members of a set, in the order of the annex."""
    return (
        Evaluasi.objects.filter(pencalonan__publikasi=publikasi)
        .select_related("instansi__induk__induk")
        .order_by("pencalonan__urutan")
    )


def figures_before(evaluations: list[Evaluasi]) -> dict[int, str]:
    """The figure last published for each evaluation, in force or not, as it was shown."""
    rows = HasilTerbit.objects.filter(evaluasi__in=evaluations).order_by("pk").defer("isi")
    return {row.evaluasi_id: f"{row.ipp_teks} {row.kategori}" for row in rows}


def exact_figures(evaluations: list[Evaluasi]) -> dict[int, Fraction]:
    """Of each evaluation with a final figure that figure before it was rounded."""
    rows = Hasil.objects.filter(evaluasi__in=evaluations, ipp__isnull=False)
    found = {}
    for pk, ipp, parts in rows.values_list("evaluasi", "ipp", "rincian__components"):
        weights = [Fraction(part["weight"]) for part in parts]
        values = [None if part["value"] is None else Fraction(part["value"]) for part in parts]
        exact = exact_figure(weights, values)
        found[pk] = Fraction(certain(ipp, "asked for above")) if exact is None else exact
    return found


def same(member: CalonTerbit, evaluasi: Evaluasi) -> bool:
    """Whether an evaluation is still what was frozen."""
    hasil = evaluasi.hasil
    return (
        evaluasi.status in DECIDED
        and hasil.ipp is not None
        and hasil.masukan_digest == member.baris["masukan"]
    )


def changed(publikasi: Publikasi, *, lock: bool = False) -> list[str]:
    """Names of the members that are no longer what was frozen."""
    if lock:
        # First, and apart: what was written while we waited is then what the next statement reads.
        held = Evaluasi.objects.filter(pencalonan__publikasi=publikasi).order_by("pk")
        list(held.select_for_update(of=("self",)).values("pk"))
    rows = (
        CalonTerbit.objects.filter(publikasi=publikasi)
        .select_related("evaluasi__hasil")
        .defer("evaluasi__hasil__rincian")
        .order_by("urutan")
    )
    return [row.baris["unit"] for row in rows if not same(row, row.evaluasi)]


def due() -> Q:
    """Decrees that no embargo holds back any more."""
    return Q(embargo_sampai__isnull=True) | Q(embargo_sampai__lte=timezone.now())


def unpublished_members(publikasi: Publikasi, number: int) -> list[CalonTerbit]:
    """The next members to be published, held until the end of the transaction.

    What they share, the cycle and its instruments before all, is read once and not in every row.
    """
    return list(
        CalonTerbit.objects.filter(publikasi=publikasi)
        .exclude(evaluasi__in=HasilTerbit.objects.filter(publikasi=publikasi).values("evaluasi"))
        .select_related("evaluasi")
        .prefetch_related(
            "evaluasi__siklus__instansi",
            "evaluasi__instansi__induk",
            "evaluasi__penilai__induk",
            "evaluasi__unit",
            "evaluasi__versi",
            "evaluasi__hasil",
            "evaluasi__survei",
        )
        .select_for_update(of=("evaluasi",))
        .order_by("urutan")[:number]
    )


def being_withdrawn(siklus: Siklus) -> Publikasi | None:
    """A decree of a cycle whose results a worker still takes back."""
    return Publikasi.objects.filter(siklus=siklus, status=Status.MENARIK).first()


def to_take_back(publikasi: Publikasi, number: int) -> list[HasilTerbit]:
    """The next results of a withdrawn decree, held until the end of the transaction."""
    return list(
        HasilTerbit.objects.filter(publikasi=publikasi, ditarik_pada__isnull=True)
        .select_related("evaluasi__siklus__instansi", "evaluasi__instansi", "evaluasi__unit")
        .defer("isi")
        .select_for_update(of=("self",))
        .order_by("pk")[:number]
    )


def published_by(publikasi: Publikasi) -> list[Evaluasi]:
    """The evaluations whose results a decree published, by office and name."""
    found = HasilTerbit.objects.filter(publikasi=publikasi).values("evaluasi")
    rows = Evaluasi.objects.filter(pk__in=found).defer("versi__spec")
    return list(
        rows.select_related("siklus", "instansi__induk", "penilai__induk").order_by(
            "nama_instansi", "nama_unit", "pk"
        )
    )
