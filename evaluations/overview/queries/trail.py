"""What was done in an instansi, as far as the one who looks may know what it was done to.

The trail names things, and a name can say what a page withholds: that of a file of a draft, the
address of somebody invited. So it is read by the same rule as the thing (`visibility`), as of now:
entries of any age are covered, and a name appears once the thing itself may be read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from evaluations.f02.queries.desk import seen_fields
from evaluations.models import Bukti, Evaluasi, Rekomendasi, Sensor, TindakLanjut, Unggahan
from evaluations.rules.visibility import Field
from pekppp.accounts.models import AuditEntry, Instansi, User
from pekppp.accounts.roles import Permission

# By the type of the thing: where it is kept, what its name belongs to, and what is said instead.
_OF_AN_EVALUATION: dict[str, tuple[Any, Field, str]] = {
    "bukti": (Bukti, Field.JAWABAN, "Bukti dukung"),
    "sensor": (Sensor, Field.JAWABAN, "Bukti yang dihitamkan"),
    "unggahan": (Unggahan, Field.JAWABAN, "Bukti yang diunggah"),
    "rekomendasi": (Rekomendasi, Field.REKOMENDASI, "Rekomendasi"),
    "tindaklanjut": (TindakLanjut, Field.REKOMENDASI, "Tindak lanjut"),
}
# Of people: only for those who manage them.
_OF_PEOPLE = {"invitation": "Undangan"}


@dataclass(frozen=True, slots=True)
class Line:
    entry: AuditEntry
    pada: str
    orang: str


def lines(user: User, instansi: Instansi, entries: Iterable[AuditEntry]) -> list[Line]:
    """The entries of one page, with the names that this person may read."""
    rows = list(entries)
    manages = user.has_perm(Permission.MANAGE_PEOPLE, instansi)
    readable = _readable(user, rows)
    found = []
    for row in rows:
        name, person = row.object_name, str(row.data.get("orang", ""))
        if row.object_type in _OF_AN_EVALUATION and row.pk not in readable:
            name = _OF_AN_EVALUATION[row.object_type][2]
        if not manages:
            name = _OF_PEOPLE.get(row.object_type, name)
            person = "" if "@" in person else person  # a username that is an address
        found.append(Line(row, name, person))
    return found


def _readable(user: User, rows: list[AuditEntry]) -> set[int]:
    """Entries (ids) about a thing of an evaluation whose field the user sees."""
    places: dict[tuple[str, str], int] = {}
    for kind, (model, _, _) in _OF_AN_EVALUATION.items():
        ids = {row.object_id for row in rows if row.object_type == kind}
        key = "uuid" if hasattr(model, "uuid") else "pk"
        if ids:
            pairs = model.objects.filter(**{f"{key}__in": ids}).values_list(key, "evaluasi")
            places |= {(kind, str(thing)): evaluasi for thing, evaluasi in pairs}
    evaluations = (
        Evaluasi.objects.select_related("siklus__instansi", "instansi", "penilai", "unit", "versi")
        .prefetch_related("unit__co_owners")
        .in_bulk(set(places.values()))
    )
    fields = {pk: seen_fields(user, row) for pk, row in evaluations.items()}
    return {
        row.pk
        for row in rows
        if row.object_type in _OF_AN_EVALUATION
        and _OF_AN_EVALUATION[row.object_type][1]
        in fields.get(places.get((row.object_type, row.object_id), 0), ())
    }
