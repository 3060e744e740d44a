"""What arrives from the device of an evaluator after he handed his work over: not taken as his, and
laid beside the F02 for his successor."""

from typing import Any
from uuid import UUID

from django.db import transaction

from evaluations.core.queries import handovers
from evaluations.core.services.notices import tell_person
from evaluations.f02.services.levels import FIELDS, MAX_TEXT
from evaluations.models import KirimanTerlambat
from evaluations.rules.notices import Event
from pekppp.accounts import audit
from pekppp.accounts.models import User
from pekppp.base import texts
from pekppp.base.errors import Refused
from pekppp.base.formats import tanggal

MOST = 300  # of one handover: three for each of many indicators
_KNOWN = frozenset({*FIELDS, "teks", "aspek", "keadaan", "catatan"})


@transaction.atomic
def lay_before_successor(
    *,
    by: User,
    evaluasi: UUID,
    target: str,
    content: dict[str, Any],
    indikator: int | None = None,
    aspek: str = "",
) -> str:
    """Keep what came too late, once per thing that it is about; the words that refuse it.

    "" where this person has handed nothing of this indicator or aspect over.
    """
    row = handovers.former(by, evaluasi)
    if row is None:
        return ""
    if indikator is not None:
        known = {
            i.nomor: a.kode for a in row.evaluasi.versi.instrumen.semua_aspek for i in a.indikator
        }
        aspek = known.get(indikator, "")
    row = handovers.former(by, evaluasi, aspek)
    if row is None:
        return ""
    clean = _clean(content)
    kept, made = KirimanTerlambat.objects.select_for_update().get_or_create(
        serah_terima=row,
        sasaran=target[:80],
        defaults={
            "instansi_id": row.instansi_id,
            "siklus_id": row.siklus_id,
            "indikator": indikator,
            "isi": clean,
        },
    )
    if made and row.kiriman.count() > MOST:
        raise Refused("Terlalu banyak kiriman setelah serah terima. Hubungi penerus Anda.")
    if made or kept.isi != {**kept.isi, **clean}:
        kept.isi = {**kept.isi, **clean}
        kept.save(update_fields=["isi", "pada"])
        audit.write(
            by=by,
            action="kiriman_terlambat",
            thing=row.evaluasi,
            kepada=row.kepada.username,
            indikator=indikator,
        )
        tell_person(
            Event.KIRIMAN_TERLAMBAT,
            [row.kepada],
            details="Isinya belum dihitung; periksa dan pakai bila sesuai.",
            url=row.evaluasi.address("f02"),
            instansi=row.instansi,
            bundle=f"kiriman:{row.pk}",
            dari=by,
            unit=row.evaluasi.nama_unit,
        )
    return (
        f"Tugas ini sudah diserahkan kepada {row.kepada} pada {tanggal(row.pada)}, jadi tidak "
        f"disimpan sebagai nilai Anda. Isinya sudah diteruskan kepada {row.kepada} sebagai usulan; "
        "di perangkat ini boleh dibuang."
    )


def _clean(content: dict[str, Any]) -> dict[str, Any]:
    """Of known fields, levels and marks as they are and texts as they may be stored."""
    found: dict[str, Any] = {}
    for name, value in content.items():
        if name not in _KNOWN:
            raise Refused("Isian tidak dikenal.")
        plain = value is None or isinstance(value, bool | int)
        found[name] = value if plain else texts.at_most(str(value or ""), name, MAX_TEXT)
    return found
