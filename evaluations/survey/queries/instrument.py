"""What an arriving answer is read by: the instrument of its survey.

Only what never changes is remembered between two answers. Whether the link is in force and the
survey open is asked by the statement that keeps the answer, at that moment.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core.cache import caches

from evaluations.models import Survei
from instruments.spec import Instrumen

UNKNOWN = "x"  # "Tidak tahu / tidak memakai": said, so that it is not an oversight; counts as null
DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the fields of one version's page are called, and what may stand in them."""

    versi: int
    butir: dict[str, None]  # the names, in the order of the instrument
    nilai: dict[str, int | None]  # what each choice stands for
    bahasa: frozenset[str]


def reading_of(survei: str) -> tuple[UUID, Reading] | None:
    """The survey of this public id with what its answers are read by; None where there is none.

    Remembered by this process: an answer must not walk through its instrument, not even to find it
    in a cache (its hash is that of four hundred parts).
    """
    try:
        uuid = UUID(survei)
    except ValueError:
        return None
    known = caches["process"]
    found = known.get(_name(uuid))
    if found is None:
        row = Survei.objects.select_related("versi").defer("versi__spec").filter(uuid=uuid).first()
        if row is None:
            return None
        found = _read(row.versi_id, row.versi.instrumen)
        known.set(_name(uuid), found, DAY)
    return uuid, found


def forget(uuid: UUID) -> None:
    caches["process"].delete(_name(uuid))


def _name(uuid: UUID) -> str:
    return f"survey-reading-{uuid.hex}"


def _read(versi: int, spec: Instrumen) -> Reading:
    levels: dict[str, int | None] = {str(level): level for level in spec.skala.levels}
    return Reading(
        versi,
        dict.fromkeys(f"b{butir.nomor}" for butir in spec.butir),
        levels | {"": None, UNKNOWN: None},
        frozenset(one.bahasa for one in spec.terjemahan),
    )
