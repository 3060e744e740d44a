"""Who signs a document, and what is frozen about it when the file is sealed."""

from dataclasses import dataclass
from typing import Any

from evaluations.core import assignments
from evaluations.core.queries import decreed_teams
from pekppp.accounts.models import User
from pekppp.base.certain import certain
from reports.figures import shared
from reports.models import Dokumen, TandaTangan
from reports.signers import queries as signer_queries

# Where the people who sign stand in an input, in the order in which they sign.
PLACES = ("evaluator", "mengetahui", "kepala_unit", "penandatangan")


def places_of(masukan: dict[str, Any]) -> list[tuple[str, dict[str, str]]]:
    """(place, person) of everyone who signs: "mengetahui.0" and who stands there."""
    found: list[tuple[str, dict[str, str]]] = []
    for name in PLACES:
        people = masukan.get(name)
        if isinstance(people, list):
            found += [(f"{name}.{index}", person) for index, person in enumerate(people)]
        elif people:
            found.append((name, people))
    return found


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who stands at a place today; `account` where he can approve in the application."""

    person: dict[str, Any]
    account: User | None


_IDENTITY = ("nama", "nip", "jabatan", "atas_nama")


def same_person(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two entries print the same identity."""
    return all((one.get(name) or "") == (other.get(name) or "") for name in _IDENTITY)


def signatories(dokumen: Dokumen) -> dict[str, Signatory]:
    """By place, who is appointed to sign there today and as whom: what a draft has to say.

    Appointments, assignments and roles decide, never a name.
    """
    found: dict[str, list[shared.Signer]] = {}
    if dokumen.jenis == Dokumen.Jenis.BERITA_ACARA:
        evaluasi = certain(dokumen.evaluasi, "a berita acara is of an evaluation")
        found["evaluator"] = shared.evaluators(
            assignments.rows_of([evaluasi]), decreed_teams.of(evaluasi)
        )
        found["mengetahui"] = shared.appointed_signers(dokumen.kantor, dokumen.jenis)
        found["kepala_unit"] = [shared.head_signer(evaluasi)]
    else:
        found["penandatangan"] = shared.appointed_signers(dokumen.kantor, dokumen.jenis)[:1]
    office = {"mengetahui", "penandatangan"}
    people = [a.pk for name in office for _, a in found.get(name, []) if a]
    here = signer_queries.belonging(dokumen.kantor, people) if people else set()
    placed = {}
    for name, rows in found.items():
        for index, (person, account) in enumerate(rows):
            place = f"{name}.{index}" if name in ("evaluator", "mengetahui") else name
            usable = account if name not in office or (account and account.pk in here) else None
            placed[place] = Signatory(person, usable)
    return placed


def approvals(
    dokumen: Dokumen, rows: list[TandaTangan], *, zone: str, trial: bool
) -> dict[str, Any]:
    """The rows of the input that come last: who signs and how; `trial` is the kind of seal."""
    return {
        "kode": dokumen.kode,
        "versi": dokumen.versi,
        "kode_verifikasi": dokumen.kode_verifikasi,
        "percobaan": trial,
        "disetujui": sum(row.cara == TandaTangan.Cara.APLIKASI for row in rows),
        "tanda_tangan": [
            {
                "tempat": row.tempat,
                "jabatan": row.jabatan,
                "nama": row.nama,
                "nip": row.nip,
                "cara": row.cara,
                "waktu": row.pada.isoformat() if row.pada else None,
                "pukul": shared.moment(row.pada, zone),
            }
            for row in rows
        ],
    }


def full_input(dokumen: Dokumen) -> dict[str, Any]:
    """What is rendered: the frozen input, with the number and the approvals that came later."""
    found = dokumen.masukan | {"nomor": dokumen.nomor}
    if dokumen.menggantikan is not None:
        found["menggantikan"] = {
            "versi": dokumen.menggantikan.versi,
            "nomor": dokumen.menggantikan.nomor,
            "perubahan": dokumen.perubahan,
        }
        if dokumen.rincian_perubahan is not None:  # of drafts from before it was told
            found["menggantikan"]["rincian"] = dokumen.rincian_perubahan
    if dokumen.pengesahan is not None:
        found["pengesahan"] = dokumen.pengesahan
    return found
