"""Writes of the F03: an answer from outside, and the links through which it comes.

`submit` is the one service without `by`: a respondent is nobody, and nothing is kept that would
make him somebody.
"""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from evaluations.models import Evaluasi, Hasil, TautanSurvei
from evaluations.survey.queries import surveys
from evaluations.survey.services.rows import Answer, keep
from evaluations.survey.services.traces import NO_TRACE, Trace
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused

# A breakdown of fewer respondents could point at one of them.
SMALLEST_GROUP = 5


def submit(
    *,
    token: str,
    survei: UUID,
    versi: int,
    answer: Answer,
    bahasa: str = "id",
    jejak: Trace = NO_TRACE,
) -> str:
    """Keep one answered F03 that came by a link, once: a repeat of its key changes nothing.

    One statement and no lock of the unit: thousands answer at the same moment. A worker counts it.
    Returns the channel, or "" where nothing was kept; see `keep`.
    """
    return keep([answer], survei=survei, versi=versi, token=token, bahasa=bahasa, jejak=jejak)


def reconcile() -> int:
    """Mark the results whose survey holds answers that their computation did not see."""
    return Hasil.objects.filter(pk__in=surveys.results_with_unseen_responses(), stale=False).update(
        stale=True, stale_since=timezone.now(), attempts=0, mark=F("mark") + 1
    )


@transaction.atomic
def add_link(*, by: User, evaluasi: Evaluasi, label: str, kios: bool = False) -> TautanSurvei:
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
def revoke_link(*, by: User, evaluasi: Evaluasi, tautan: TautanSurvei) -> None:
    """End a labelled link. The main one is on posters and stays for good."""
    require(by, Permission.MANAGE_SURVEI, evaluasi)
    if not tautan.label:
        raise Refused("Tautan utama unit bersifat tetap dan tidak dapat dicabut.")
    tautan.dicabut_pada = timezone.now()
    tautan.save(update_fields=["dicabut_pada"])
    audit.write(by=by, action="cabut_tautan_survei", thing=tautan, siklus=evaluasi.siklus)
