"""The kinds of workbook: the shape of each, how it is checked, applied, and shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pekppp.accounts.import_queries import Reach
from pekppp.accounts.models import ImporInduk, User
from pekppp.accounts.roles import Permission
from pekppp.accounts.services.imports import people, units
from pekppp.accounts.services.imports.lines import EFFECTS, Plan, Step
from pekppp.accounts.sheet import ADMINS, PEOPLE, UNITS, Table, Typed

Jenis = ImporInduk.Jenis


class Planner(Protocol):
    def __call__(
        self, by: User, rows: Sequence[Typed], step: Step, *, lock: bool = False
    ) -> Plan: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of workbook. `plan` says what its rows would do, `apply` writes a plan."""

    jenis: Jenis
    table: Table
    needs: Permission  # on the instansi of each row
    plan: Planner
    apply: Callable[[User, Plan], list[dict[str, Any]]]
    sample: Callable[[User], people.Sample]
    about: str  # for whoever chooses
    # Of the workbook of results: titles, and what of a row's result stands below them.
    shown: tuple[tuple[str, str], ...]


_PLACE_AND_PERSON = (
    ("Nama", "nama"),
    ("Peran", "tempat"),
    ("Nama pengguna", "pengguna"),
)
KINDS: dict[str, Kind] = {
    kind.jenis.value: kind
    for kind in (
        Kind(
            Jenis.ADMIN,
            ADMINS,
            people.NEEDS,
            people.plan_admins,
            people.apply,
            people.sample_admins,
            "Admin untuk banyak instansi. Perannya berlaku setelah dikonfirmasi sekali oleh admin "
            "kedua.",
            _PLACE_AND_PERSON,
        ),
        Kind(
            Jenis.UNIT,
            UNITS,
            units.NEEDS,
            units.plan,
            units.apply,
            units.sample,
            "Unit baru, dan perubahan unit yang sudah ada: jenis, formulir, alamat, kepala, dan "
            "lainnya.",
            (("Nama unit", "nama"), ("Instansi", "tempat"), ("ID", "id")),
        ),
        Kind(
            Jenis.ORANG,
            PEOPLE,
            people.NEEDS,
            people.plan_people,
            people.apply,
            people.sample_people,
            "Operator, kepala unit, evaluator, verifikator, dan pimpinan untuk banyak instansi; di "
            "KemenPANRB juga analis, validator, dan penetap.",
            _PLACE_AND_PERSON,
        ),
    )
}


def kinds_for(user: User) -> list[Kind]:
    """What the user may import for at least one instansi."""
    reached = {needs: bool(Reach(user, needs).open) for needs in {k.needs for k in KINDS.values()}}
    return [kind for kind in KINDS.values() if reached[kind.needs]]


def result_rows(kind: Kind, hasil: Sequence[dict[str, Any]]) -> list[list[Any]]:
    """The results of an import as rows of a workbook, under `result_titles`."""
    return [
        [
            row["baris"],
            *(row.get(key, "") for _, key in kind.shown),
            EFFECTS[row["akibat"]][1],
            in_words(row["beda"]),
            row["catatan"],
        ]
        for row in hasil
    ]


def result_titles(kind: Kind) -> list[str]:
    return ["Baris", *(title for title, _ in kind.shown), "Hasil", "Perubahan", "Catatan"]


def in_words(changes: Sequence[Sequence[str]]) -> str:
    """Jabatan: Camat → Sekretaris Dinas; Telepon: kosong → 0812."""
    return "; ".join(
        f"{title}: {before or 'kosong'} → {after or 'kosong'}" for title, before, after in changes
    )
