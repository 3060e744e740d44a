"""Who is not evaluated: what a decree would list now, what each lists, and what is public of it."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from evaluations.core.queries.lokus import exemptions_of
from evaluations.core.queries.published import published
from evaluations.models import Evaluasi, Publikasi, Siklus, TidakDievaluasi, UsulanLokus
from evaluations.publication.queries.search import units_named
from evaluations.rules.workflow import ENDED
from pekppp.accounts.models import UnitLokus


def ended(siklus: Siklus) -> QuerySet[Evaluasi]:
    """Evaluations of a cycle that ended without a result."""
    found = Evaluasi.objects.filter(siklus=siklus, state__in=sorted(ENDED))
    return found.select_related("pengganti").defer("pernyataan").order_by("pk")


def exempt(siklus: Siklus) -> QuerySet[UsulanLokus]:
    """Accepted exemptions; of a unit that was evaluated nevertheless its evaluation speaks."""
    there = Evaluasi.objects.filter(siklus=siklus).values("unit")
    return exemptions_of(siklus).exclude(unit__in=there)


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
        .order_by("siklus_id", "-terbit_pada", "-pk")
        .distinct("siklus_id")
    )
    found = TidakDievaluasi.objects.filter(publikasi__in=latest.values("pk"))
    found = found.select_related("siklus", "instansi", "unit", "pengganti", "publikasi")
    return found.order_by("-siklus__tahun", "siklus_id", "urutan")


def public_of(siklus: Siklus) -> QuerySet[TidakDievaluasi]:
    return public().filter(siklus=siklus)


def public_of_unit(unit: UUID) -> list[TidakDievaluasi]:
    return list(public().filter(unit__uuid=unit))


def named(rows: QuerySet[TidakDievaluasi], text: str) -> QuerySet[TidakDievaluasi]:
    """Of public rows those whose unit meets a question."""
    return rows.filter(unit__in=units_named(text))


def units_with_page(units: set[int]) -> dict[int, UUID]:
    """Of units (ids) those that have a public page, with their public ids."""
    if not units:
        return {}
    results = published().filter(evaluasi__unit__in=units).order_by()
    found = UnitLokus.objects.filter(
        Q(pk__in=results.values("evaluasi__unit"))
        | Q(pk__in=public().filter(unit__in=units).order_by().values("unit"))
    )
    return dict(found.values_list("pk", "uuid"))


def public_counts(siklus: Siklus) -> dict[tuple[str, str], int]:
    """By kind of instansi and form: how many evaluations ended without a result."""
    rows = public_of(siklus).filter(evaluasi__isnull=False).order_by()
    groups = ("evaluasi__jenis_instansi", "evaluasi__formulir")
    counted = rows.values_list(*groups).annotate(n=Count("pk"))
    return {(kind, form): n for kind, form, n in counted}
