"""The sample that a province drew for its verification: the newest of a cycle counts."""

from collections.abc import Iterable
from uuid import UUID

from evaluations.models import Evaluasi, SampelVerifikasi, Siklus
from evaluations.rules.evaluators import raters
from pekppp.accounts.models import Instansi


def newest(siklus: Siklus, provinsi: Instansi) -> SampelVerifikasi | None:
    rows = SampelVerifikasi.objects.filter(siklus=siklus, instansi=provinsi)
    return rows.select_related("oleh").first()


def said_of(evaluasi: Evaluasi) -> str:
    """Where an evaluation stands in the sample of its province; "" where none was drawn of it."""
    rows = SampelVerifikasi.objects.filter(
        siklus=evaluasi.siklus_id, instansi__in=evaluasi.penetap_verifikator
    )
    for row in rows:
        inside = evaluasi.uuid in row.terpilih
        if inside or evaluasi.uuid in row.di_luar:
            return raters.words(
                inside=inside,
                chosen=len(row.terpilih),
                population=row.populasi,
                seed=row.benih,
            )
    return ""


def chosen_of(cycles: Iterable[int]) -> set[UUID]:
    """Which evaluations of these cycles (public ids) are in the newest sample of a province."""
    rows = (
        SampelVerifikasi.objects.filter(siklus__in=set(cycles))
        .order_by("siklus_id", "instansi_id", "-pada", "-pk")
        .distinct("siklus_id", "instansi_id")
    )
    return {one for row in rows for one in row.terpilih}
