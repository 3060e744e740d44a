"""Who signs a document, and what is frozen about it when the file is sealed."""

from typing import Any
from zoneinfo import ZoneInfo

from pekppp.accounts.models.user import ZONES
from reports.models import Dokumen, TandaTangan
from reports.terbilang import tanggal_angka

# Where the people who sign stand in an input, in the order in which they sign.
PLACES = ("evaluator", "mengetahui", "kepala_unit", "penandatangan")
_ZONE_NAMES = dict(ZONES)


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
                "pukul": _moment(row, zone),
            }
            for row in rows
        ],
    }


def _moment(row: TandaTangan, zone: str) -> str:
    """11 Juli 2026 pukul 10.15 WIB, in the zone of the office."""
    if row.pada is None:
        return ""
    local = row.pada.astimezone(ZoneInfo(zone))
    return f"{tanggal_angka(local.date())} pukul {local:%H.%M} {_ZONE_NAMES.get(zone, zone)}"


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
