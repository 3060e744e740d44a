"""Writes of the F03: an answer from outside, and the links through which it comes.

`submit` is the one service without `by`: a respondent is nobody, and nothing is kept that would
make him somebody.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from evaluations.models import Evaluasi, Hasil, Respons, Survei, TautanSurvei
from evaluations.queries import survei as queries
from evaluations.services import survey_tally
from evaluations.services.survey_rows import PROFILE, keep, response
from evaluations.services.survey_traces import NO_TRACE, Trace
from evaluations.workflow import DECIDED, ENDED
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.roles import Permission
from pekppp.errors import Refused

# A breakdown of fewer respondents could point at one of them.
SMALLEST_GROUP = 5


def submit(
    *,
    tautan: TautanSurvei,
    survei: Survei,
    kunci: UUID,
    butir: Sequence[int | None],
    profil: Mapping[str, str],
    bahasa: str = "id",
    jejak: Trace = NO_TRACE,
) -> None:
    """Keep one answered F03 once: a repeat of its key changes nothing. Raises Refused.

    One insert and no lock of the unit: thousands answer at the same moment. A worker counts it.
    """
    if not queries.is_open(survei):
        raise Refused("Survei ini sudah ditutup, jadi jawaban tidak dapat diterima.", status=403)
    row = response(
        survei,
        kunci=kunci,
        butir=butir,
        profil=profil,
        tautan=tautan,
        kanal=Respons.Kanal.KIOS if tautan.kios else Respons.Kanal.TAUTAN,
        bahasa=bahasa,
        durasi=jejak.durasi,
        jejak_alamat=jejak.alamat,
        jejak_perangkat=jejak.perangkat,
    )
    keep([row])


def submit_at_door(
    *,
    token: str,
    survei: UUID,
    versi: int,
    kunci: UUID,
    butir: Sequence[int | None],
    profil: Mapping[str, str],
    bahasa: str,
    jejak: Trace = NO_TRACE,
) -> str:
    """Keep an answer that was read by this version of the instrument, in one statement.

    The channel it counts for; "" where nothing was kept: the link or the survey is not open in
    this very moment, the unit has several such surveys, or the key has answered. `submit` and the
    pages around it tell these apart.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            [
                *(token, survei, versi, kunci, bahasa, _literal(butir)),
                *(profil.get(name, "") for name in PROFILE),
                *(jejak.durasi, jejak.alamat, jejak.perangkat),
            ],
        )
        kanal = cursor.fetchone()[0] or ""
    if kanal:
        survey_tally.wake()
    return kanal


# The function is in the database (the first migration of evaluations), so that its plan is kept there. Every value that
# is bound costs the respondents' time, so what is the same for all stands in the text.
_KEEP = (
    "SELECT evaluations_jawab(%s, %s, %s, "
    f"'{{{','.join(state.value for state in DECIDED | ENDED)}}}'::text[], "
    f"%s, %s, %s::smallint[], {', '.join(['%s'] * 9)})"
)


def _literal(butir: Sequence[int | None]) -> str:
    """The items as the database writes an array."""
    return "{" + ",".join("NULL" if value is None else str(value) for value in butir) + "}"


def reconcile() -> int:
    """Mark the results whose survey holds answers that their computation did not see."""
    return Hasil.objects.filter(pk__in=queries.results_with_unseen_responses(), stale=False).update(
        stale=True, stale_since=timezone.now(), attempts=0, mark=F("mark") + 1
    )


@transaction.atomic
def add_link(*, by: Any, evaluasi: Evaluasi, label: str, kios: bool = False) -> TautanSurvei:
    """A further permanent link, named after the counter or site where it hangs; `kios` is for a
    device that everyone shares."""
    require(by, Permission.MANAGE_SURVEI, evaluasi)
    label = label.strip()
    if not label:
        raise Refused("Beri nama tautan, misalnya nama loket atau lokasi.", field="label")
    try:
        with transaction.atomic():
            tautan = TautanSurvei.objects.create(
                instansi_id=evaluasi.instansi_id,
                unit_id=evaluasi.unit_id,
                label=label,
                kios=kios,
            )
    except IntegrityError:
        raise Refused(f"Tautan «{label}» sudah ada.", field="label") from None
    audit.write(by=by, action="tambah_tautan_survei", thing=tautan, siklus=evaluasi.siklus)
    return tautan


@transaction.atomic
def revoke_link(*, by: Any, evaluasi: Evaluasi, tautan: TautanSurvei) -> None:
    """End a labelled link. The main one is on posters and stays for good."""
    require(by, Permission.MANAGE_SURVEI, evaluasi)
    if not tautan.label:
        raise Refused("Tautan utama unit bersifat tetap dan tidak dapat dicabut.")
    tautan.dicabut_pada = timezone.now()
    tautan.save(update_fields=["dicabut_pada"])
    audit.write(by=by, action="cabut_tautan_survei", thing=tautan, siklus=evaluasi.siklus)
