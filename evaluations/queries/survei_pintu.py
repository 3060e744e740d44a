"""What an arriving answer is read by: the instrument of its survey.

Only what never changes is remembered between two answers. Whether the link is in force and the
survey open is asked by the statement that keeps the answer, at that moment.
"""

from dataclasses import dataclass
from uuid import UUID

from evaluations.models import Survei
from instruments.spec import Instrumen

UNKNOWN = "x"  # "Tidak tahu / tidak memakai": said, so that it is not an oversight; counts as null
MOST = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the fields of one version's page are called, and what may stand in them."""

    versi: int
    butir: dict[str, None]  # the names, in the order of the instrument
    nilai: dict[str, int | None]  # what each choice stands for
    bahasa: frozenset[str]


# By the survey. One reading serves all surveys of a version: an answer must not walk through its
# instrument, not even to find it in a cache (its hash is that of four hundred parts).
_known: dict[UUID, Reading] = {}
_of_version: dict[int, Reading] = {}


def reading_of(survei: str) -> tuple[UUID, Reading] | None:
    """The survey of this public id with what its answers are read by; None where there is none."""
    try:
        uuid = UUID(survei)
    except ValueError:
        return None
    found = _known.get(uuid)
    if found is None:
        row = Survei.objects.select_related("versi").defer("versi__spec").filter(uuid=uuid).first()
        if row is None:
            return None
        found = _of_version.get(row.versi_id)
        if found is None:
            found = _of_version[row.versi_id] = _read(row.versi_id, row.versi.instrumen)
        if len(_known) >= MOST:
            _known.clear()
        _known[uuid] = found
    return uuid, found


def forget(uuid: UUID) -> None:
    _known.pop(uuid, None)


def _read(versi: int, spec: Instrumen) -> Reading:
    levels: dict[str, int | None] = {str(level): level for level in spec.skala.levels}
    return Reading(
        versi,
        dict.fromkeys(f"b{butir.nomor}" for butir in spec.butir),
        levels | {"": None, UNKNOWN: None},
        frozenset(one.bahasa for one in spec.terjemahan),
    )
