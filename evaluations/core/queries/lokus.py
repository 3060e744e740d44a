"""What an organiser exempted from its cycle: told wherever lokus are listed."""

from collections.abc import Iterable

from django.db.models import QuerySet

from evaluations.models import Siklus, UsulanLokus
from evaluations.rules.lokus.choosing import Exempt


def exemptions_of(siklus: Siklus) -> QuerySet[UsulanLokus]:
    """Exemptions in force: of a unit, of a kind of unit of an instansi (`jenis_unit`), or of a
    whole instansi (neither), in the order of an annex. The cycle is already authorised."""
    return (
        UsulanLokus.objects.filter(
            siklus=siklus,
            jenis=UsulanLokus.Jenis.PENGECUALIAN,
            status=UsulanLokus.Status.DITERIMA,
        )
        .select_related("instansi__induk__induk", "unit__jenis", "jenis_unit")
        .order_by("instansi__kode", "unit__nama", "jenis_unit__nama", "pk")
    )


def exempted(rows: Iterable[UsulanLokus]) -> Exempt:
    """The exemptions in force among these proposals, by ids of database rows."""
    held = [
        (row.instansi_id, row.unit_id, row.jenis_unit_id)
        for row in rows
        if row.jenis == UsulanLokus.Jenis.PENGECUALIAN and row.status == UsulanLokus.Status.DITERIMA
    ]
    return Exempt(
        units=frozenset(unit for _, unit, _ in held if unit is not None),
        kinds=frozenset((place, kind) for place, unit, kind in held if kind and unit is None),
        instansi=frozenset(place for place, unit, kind in held if unit is None and kind is None),
    )
