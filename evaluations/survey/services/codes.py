"""One-time codes: made in batches for queue slips, each spent by one finished answer.

Nothing leads from a code to its answer: the two are written in one transaction, and only the day
stays with the code.
"""

import secrets

from django.db import transaction
from django.utils import timezone

from evaluations.models import Evaluasi, KodeSurvei, LembarKode, Respons
from evaluations.survey.queries import codes as survey_codes_queries
from evaluations.survey.services.rows import CLOSED, Answer, keep, kept_before, require_fitting
from evaluations.survey.services.traces import NO_TRACE, Trace
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused

# No two of these are mistaken for each other, spoken or written by hand.
ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"
LENGTH, GROUP = 12, 4
MOST = 1000


class Spent(Refused):
    """The code has brought its one answer."""

    def __init__(self) -> None:
        super().__init__("Kode ini sudah dipakai untuk satu jawaban.", status=409)


def plain(text: str) -> str:
    """A code as it is kept, from what a person typed: any case, with or without its dashes."""
    return "".join(sign for sign in text.upper() if sign.isalnum())[:20]


def grouped(kode: str) -> str:
    """As it is printed: ACDE-FGHJ-KMNP."""
    return "-".join(kode[start : start + GROUP] for start in range(0, len(kode), GROUP))


@transaction.atomic
def make_batch(*, by: User, evaluasi: Evaluasi, jumlah: int, label: str = "") -> LembarKode:
    """A batch of fresh codes of the evaluation's survey. Raises Refused."""
    require(by, Permission.MANAGE_SURVEI, evaluasi)
    survei = evaluasi.survei
    if survei is None:
        raise Refused("Evaluasi ini tidak memakai survei F03.")
    if survei.tutup <= timezone.now():
        raise Refused("Survei ini sudah ditutup, jadi kode baru tidak dapat dipakai.", status=409)
    if not 1 <= jumlah <= MOST:
        raise Refused(f"Jumlah kode 1 sampai {MOST} untuk satu lembar.", field="jumlah")
    label = texts.clean(label)
    lembar = LembarKode.objects.create(
        instansi_id=survei.instansi_id, survei=survei, label=label, jumlah=jumlah, oleh=by
    )
    # 25^12: whatever is guessed, none is hit; a clash would be refused by the unique column.
    codes: set[str] = set()
    while len(codes) < jumlah:
        codes.add("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))
    KodeSurvei.objects.bulk_create(
        KodeSurvei(instansi_id=survei.instansi_id, lembar=lembar, kode=kode) for kode in codes
    )
    audit.write(
        by=by, action="buat_kode_survei", thing=lembar, siklus=evaluasi.siklus, jumlah=jumlah
    )
    return lembar


@transaction.atomic
def cancel_batch(*, by: User, evaluasi: Evaluasi, lembar: LembarKode) -> None:
    """End the codes of a batch, of lost slips for example. Answers that were given stay."""
    require(by, Permission.MANAGE_SURVEI, evaluasi)
    locked = LembarKode.objects.select_for_update().get(pk=lembar.pk)
    if locked.survei_id != evaluasi.survei_id:
        raise Refused("Lembar kode ini milik survei lain.", status=404)
    if locked.dibatalkan_pada is None:
        locked.dibatalkan_pada = timezone.now()
        locked.save(update_fields=["dibatalkan_pada"])
        audit.write(by=by, action="batalkan_kode_survei", thing=locked, siklus=evaluasi.siklus)


@transaction.atomic
def answer(*, kode: str, answer: Answer, bahasa: str = "id", jejak: Trace = NO_TRACE) -> None:
    """Keep the one answer of a code and spend it, both or neither. A repeat of the same page
    changes nothing. Raises Refused, or Spent."""
    row = (
        KodeSurvei.objects.select_for_update(of=("self",))
        .select_related("lembar__survei__versi")
        .filter(kode=kode, lembar__dibatalkan_pada__isnull=True)
        .first()
    )
    if row is None:
        raise Refused("Kode ini tidak berlaku.", status=404)
    survei = row.lembar.survei
    same = kept_before(survei, answer)
    if same:
        return
    if same is False or row.dipakai_pada is not None:
        raise Spent
    if not survey_codes_queries.takes_answers(survei):
        raise Refused(CLOSED, status=403)
    require_fitting(survei, answer)
    kept = keep(
        [answer],
        survei=survei.uuid,
        versi=survei.versi_id,
        kanal=Respons.Kanal.KODE,
        bahasa=bahasa,
        jejak=jejak,
    )
    if not kept:  # it closed a moment ago
        raise Refused(CLOSED, status=403)
    KodeSurvei.objects.filter(pk=row.pk).update(dipakai_pada=timezone.localdate())
