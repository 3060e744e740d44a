"""Who is not evaluated: what a decree would list now, what each lists, and what is public of it."""

from uuid import UUID

from django.db.models import Count, QuerySet

from evaluations.core.queries.published import published
from evaluations.models import Evaluasi, Publikasi, Siklus, TidakDievaluasi, UsulanLokus
from evaluations.publication.queries.search import units_named
from evaluations.rules.workflow import ENDED


def ended(siklus: Siklus) -> QuerySet[Evaluasi]:
    """Evaluations of a cycle that ended without a result."""
    found = Evaluasi.objects.filter(siklus=siklus, state__in=sorted(ENDED))
    return found.select_related("pengganti").defer("pernyataan").order_by("pk")


def exempt(siklus: Siklus) -> QuerySet[UsulanLokus]:
    """Accepted exemptions; of a unit that was evaluated nevertheless its evaluation speaks."""
    there = Evaluasi.objects.filter(siklus=siklus).values("unit")
    found = UsulanLokus.objects.filter(
        siklus=siklus,
        jenis=UsulanLokus.Jenis.PENGECUALIAN,
        status=UsulanLokus.Status.DITERIMA,
    ).exclude(unit__in=there)
    return found.select_related("instansi__induk", "unit__jenis", "jenis_unit").order_by("pk")


def listed(publikasi: Publikasi) -> list[TidakDievaluasi]:
    """What was frozen with a set, in the order of its annex."""
    return list(TidakDievaluasi.objects.filter(publikasi=publikasi).order_by("urutan"))


# What the public reads ----------------------------------------------------------------------------


def public() -> QuerySet[TidakDievaluasi]:
    """What the last decree in force of each cycle lists, by its order.

    From the frozen rows alone, and only of decrees by which a result is public now: so nothing of
    a cycle shows before its results do, and a later end shows with the decree that lists it.
    """
    latest = (
        Publikasi.objects.filter(pk__in=published().order_by().values("publikasi"))
        .order_by("siklus", "-terbit_pada", "-pk")
        .distinct("siklus")
    )
    found = TidakDievaluasi.objects.filter(publikasi__in=latest.values("pk"))
    found = found.select_related("siklus", "instansi", "unit", "pengganti", "publikasi")
    return found.order_by("-siklus__tahun", "siklus", "urutan")


def public_of(siklus: Siklus) -> QuerySet[TidakDievaluasi]:
    return public().filter(siklus=siklus)


def public_of_unit(unit: UUID) -> list[TidakDievaluasi]:
    return list(public().filter(unit__uuid=unit))


def public_named(text: str) -> QuerySet[TidakDievaluasi]:
    """Of the units that meet a question."""
    return public().filter(unit__in=units_named(text))


def public_counts(siklus: Siklus) -> dict[tuple[str, str], int]:
    """By kind of instansi and form: how many evaluations ended without a result."""
    rows = public_of(siklus).filter(evaluasi__isnull=False).order_by()
    groups = ("evaluasi__jenis_instansi", "evaluasi__formulir")
    counted = rows.values_list(*groups).annotate(n=Count("pk"))
    return {(kind, form): n for kind, form, n in counted}
