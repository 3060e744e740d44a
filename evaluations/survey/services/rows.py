"""The one way of an answer into the database, whether it came by link, kiosk, code or paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from evaluations.models import Respons, Survei
from evaluations.rules.workflow import DECIDED, ENDED
from evaluations.survey.services import tally as tally_services
from evaluations.survey.services.traces import NO_TRACE, Trace
from pekppp.base.errors import Refused

PROFILE = ("usia", "jenis_kelamin", "pendidikan", "pekerjaan", "layanan", "komentar")
CLOSED = "Survei ini sudah ditutup, jadi jawaban tidak dapat diterima."
NOTHING = "Beri nilai sedikitnya pada satu pernyataan."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a respondent said, as `answer_of` makes it.

    A level or None per item, in the order of the instrument's items, and words about the person.
    The key is that of the page or sheet, which counts once.
    """

    kunci: UUID
    butir: Sequence[int | None]
    profil: dict[str, str]


def answer_of(kunci: UUID, butir: Sequence[int | None], profil: Mapping[str, str]) -> Answer:
    """The same words however they came: a browser ends lines its own way, a cell holds several."""
    said = {name: profil.get(name, "") for name in PROFILE}
    said["layanan"] = " ".join(said["layanan"].split())
    said["komentar"] = "\n".join(said["komentar"].splitlines()).strip()
    return Answer(kunci, butir, said)


# Every value that is bound costs the respondents' time, so what is the same for all stands in the
# text. The function is made by the first migration of evaluations.
_KEEP = (
    "SELECT evaluations_jawab(%s, %s, "
    f"'{{{','.join(sorted(state.value for state in DECIDED | ENDED))}}}'::text[], "
    f"%s, %s, %s, %s, %s::smallint[], {', '.join(['%s'] * 10)})"
)


def keep(
    answers: Sequence[Answer],
    *,
    survei: UUID,
    versi: int,
    token: str = "",
    kanal: str = "",
    lembar: int | None = None,
    bahasa: str = "id",
    jejak: Trace = NO_TRACE,
) -> str:
    """Keep answers that were read by this version of the instrument, each once by its key, for the
    counting worker. They come by the link of `token`, or by a channel that let them in.

    The channel that the last one counts for; "" where it was not kept: the link or the survey is
    not open in this very moment, the link leads to another survey, or the key has answered.
    """
    kept = ""
    with connection.cursor() as cursor:
        for answer in answers:
            cursor.execute(
                _KEEP,
                [
                    *(survei, versi, token, kanal, lembar, answer.kunci, _literal(answer.butir)),
                    *(answer.profil[name] for name in PROFILE),
                    *(bahasa, jejak.durasi, jejak.alamat, jejak.perangkat),
                ],
            )
            kept = cursor.fetchone()[0] or ""
    if kept:
        tally_services.wake()
    return kept


def _literal(butir: Sequence[int | None]) -> str:
    """The items as the database writes an array."""
    return "{" + ",".join("NULL" if value is None else str(value) for value in butir) + "}"


def require_fitting(survei: Survei, answer: Answer) -> None:
    """Raises Refused where it is not an answer to this survey, or says nothing."""
    spec = survei.versi.instrumen
    known = [value for value in answer.butir if value is not None]
    if len(answer.butir) != len(spec.butir) or any(value not in spec.skala for value in known):
        raise Refused("Jawaban tidak sesuai dengan butir survei ini.")
    if not known:
        raise Refused(NOTHING, field="butir")


def kept_before(survei: Survei, answer: Answer) -> bool | None:
    """Whether the page of this key brought these very answers, or others; None where it brought
    none yet. A phone on a bad line sends the same once more; who went back may have changed them.
    """
    row = Respons.objects.filter(survei=survei, kunci=answer.kunci).first()
    if row is None:
        return None
    return row.butir == list(answer.butir) and all(
        getattr(row, name) == answer.profil[name] for name in PROFILE
    )
