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
from evaluations.queries.survei_pintu import Door
from evaluations.services import survey_tally
from evaluations.services.survey_traces import NO_TRACE, Trace
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.roles import Permission
from pekppp.errors import Refused

PROFILE = ("usia", "jenis_kelamin", "pendidikan", "pekerjaan", "layanan", "komentar")
# A breakdown of fewer respondents could point at one of them.
SMALLEST_GROUP = 5


def submit(
    *,
    tautan: TautanSurvei | Door,
    survei: Survei | Door,
    kunci: UUID,
    butir: Sequence[int | None],
    profil: Mapping[str, str],
    kanal: Respons.Kanal = Respons.Kanal.TAUTAN,
    bahasa: str = "id",
    jejak: Trace = NO_TRACE,
) -> None:
    """Keep one answered F03 once: a repeat of its key changes nothing. Raises Refused.

    One insert and no lock of the unit: thousands answer at the same moment. A worker counts it.
    One statement needs no savepoint either. A `Door` was found open a moment ago.
    """
    if isinstance(survei, Door):
        pk, link, instansi, spec = (
            survei.survei_id,
            survei.tautan_id,
            survei.instansi_id,
            survei.spec,
        )
    else:
        pk, link, instansi, spec = survei.pk, tautan.pk, survei.instansi_id, survei.versi.instrumen
        if not queries.is_open(survei):
            raise Refused(
                "Survei ini sudah ditutup, jadi jawaban tidak dapat diterima.", status=403
            )
    known = [value for value in butir if value is not None]
    if len(butir) != len(spec.butir) or any(value not in spec.skala for value in known):
        raise Refused("Jawaban tidak sesuai dengan butir survei ini.")
    if not known:
        raise Refused("Beri nilai sedikitnya pada satu pernyataan.", field="butir")
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                *(instansi, pk, link, kunci, str(kanal), bahasa, list(butir)),
                *(profil.get(name, "") for name in PROFILE),
                *(timezone.now(), jejak.durasi, jejak.alamat, jejak.perangkat),
            ],
        )
    survey_tally.wake()


# Written out: building this statement anew for every respondent takes longer than running it.
_INSERT = """
    INSERT INTO evaluations_respons (instansi_id, survei_id, tautan_id, kunci, kanal, bahasa, butir,
        usia, jenis_kelamin, pendidikan, pekerjaan, layanan, komentar, pada, durasi, jejak_alamat,
        jejak_perangkat, dihitung, tanda, perlu_ditinjau, dikecualikan, alasan_dikecualikan)
    VALUES (%s, %s, %s, %s, %s, %s, %s::smallint[], %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,
        false, '{}', false, false, '')
    ON CONFLICT DO NOTHING
"""


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
