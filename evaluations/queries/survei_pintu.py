"""What an arriving answer is read by: the instrument of its survey.

Only what never changes is remembered between two answers. Whether the link is in force and the
survey open is asked by the statement that keeps the answer, at that moment.
"""

from uuid import UUID

from evaluations.models import Survei
from instruments.spec import Instrumen

# By the survey; the instruments themselves are few, and shared by their digest.
_known: dict[UUID, tuple[int, Instrumen]] = {}
MOST = 100_000


def instrument_of(survei: str) -> tuple[UUID, int, Instrumen] | None:
    """The survey of this public id with its version and instrument; None where there is none."""
    try:
        uuid = UUID(survei)
    except ValueError:
        return None
    if uuid not in _known:
        row = Survei.objects.select_related("versi").defer("versi__spec").filter(uuid=uuid).first()
        if row is None:
            return None
        if len(_known) >= MOST:
            _known.clear()
        _known[uuid] = row.versi_id, row.versi.instrumen
    return uuid, *_known[uuid]


def forget(uuid: UUID) -> None:
    _known.pop(uuid, None)
