"""How an answer is checked and kept that does not come the short way."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from evaluations.models import Respons, Survei
from evaluations.services import survey_tally
from pekppp.errors import Refused

PROFILE = ("usia", "jenis_kelamin", "pendidikan", "pekerjaan", "layanan", "komentar")
NOTHING = "Beri nilai sedikitnya pada satu pernyataan."


def response(
    survei: Survei,
    *,
    kunci: UUID,
    butir: Sequence[int | None],
    profil: Mapping[str, str],
    **fields: Any,
) -> Respons:
    """The row of one answer. Raises Refused where it is not one of this survey."""
    spec = survei.versi.instrumen
    known = [value for value in butir if value is not None]
    if len(butir) != len(spec.butir) or any(value not in spec.skala for value in known):
        raise Refused("Jawaban tidak sesuai dengan butir survei ini.")
    if not known:
        raise Refused(NOTHING, field="butir")
    return Respons(
        instansi_id=survei.instansi_id,
        survei=survei,
        kunci=kunci,
        butir=list(butir),
        **{name: profil.get(name, "") for name in PROFILE},
        **fields,
    )


def kept_before(
    survei: Survei, kunci: UUID, butir: Sequence[int | None], profil: Mapping[str, str]
) -> bool | None:
    """Whether the page of this key brought these very answers, or others; None where it brought
    none yet. A phone on a bad line sends the same once more; who went back may have changed them.
    """
    row = Respons.objects.filter(survei=survei, kunci=kunci).first()
    if row is None:
        return None
    return row.butir == list(butir) and all(
        getattr(row, name) == profil.get(name, "") for name in PROFILE
    )


def keep(rows: Sequence[Respons]) -> None:
    """Insert them, once by their keys, for the counting worker."""
    Respons.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    survey_tally.wake()
