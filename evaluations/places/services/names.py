"""A corrected name reaches the evaluations that still run.

What was signed or published keeps the name of its time: it stands in frozen rows of its own.
"""

from django.db import transaction

from evaluations.core.queries import names as core_names
from evaluations.models import Evaluasi
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, UnitLokus, User
from pekppp.accounts.roles import Permission

_FIELDS = ("nama_unit", "nama_instansi", "nama_induk")


@transaction.atomic
def correct(*, by: User, place: UnitLokus | Instansi) -> int:
    """Give the running evaluations of a unit, or of an instansi's units, the names of today."""
    require(by, Permission.MANAGE_UNITS, place.instansi if isinstance(place, UnitLokus) else place)
    rows = list(
        Evaluasi.objects.select_for_update(of=("self",))
        .select_related("unit", "instansi__induk", "siklus")
        .filter(pk__in=core_names.outdated(place).order_by().values("pk"))
        .order_by("pk")
    )
    for row in rows:
        before = {name: getattr(row, name) for name in _FIELDS}
        row.nama_unit, row.nama_instansi = row.unit.nama, row.instansi.nama
        province = row.instansi.province_above
        row.nama_induk = province.nama if province else ""
        row.save(update_fields=list(_FIELDS))
        after = {name: getattr(row, name) for name in _FIELDS}
        audit.write(by=by, action="perbaiki_nama", thing=row, dari=before, ke=after)
    return len(rows)
