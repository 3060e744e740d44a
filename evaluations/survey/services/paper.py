"""Answers on paper, copied by the unit: typed sheet by sheet, or a workbook in two steps.

They are marked `kertas` and counted apart. A scan of the sheets can stand beside a batch.
"""

from collections.abc import Sequence
from typing import IO, Any
from uuid import uuid5

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from evaluations.core.services.saving import hold
from evaluations.evidence.services import evidence
from evaluations.evidence.services import files as evidence_files
from evaluations.models import Evaluasi, Impor, LembarKertas, Respons, Survei
from evaluations.survey import paper_sheet
from evaluations.survey.queries import codes as survey_codes_queries
from evaluations.survey.services import tally as tally_services
from evaluations.survey.services.rows import (
    CLOSED,
    Answer,
    answer_of,
    keep,
    kept_before,
    require_fitting,
)
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.certain import certain
from pekppp.base.errors import Refused
from pekppp.base.importing import told
from pekppp.base.sheet_reading import split

KIND = "kertas"


@transaction.atomic
def open_batch(
    *, by: User, evaluasi: Evaluasi, label: str = "", berkas: "File[Any] | None" = None
) -> LembarKertas:
    """A batch to type into, with a scan of its sheets if there is one."""
    survei = _survey(by, evaluasi)
    lembar = LembarKertas.objects.create(
        instansi_id=survei.instansi_id,
        survei=survei,
        label=texts.clean(label)[:200],
        oleh=by,
    )
    if berkas is not None:
        _attach(evaluasi, lembar, berkas)
    audit.write(by=by, action="buka_lembar_kertas", thing=lembar, siklus=evaluasi.siklus)
    return lembar


@transaction.atomic
def enter(
    *,
    by: User,
    evaluasi: Evaluasi,
    lembar: LembarKertas,
    answer: Answer,
) -> int:
    """Keep one sheet, once by its key; how many sheets the batch holds now. Raises Refused."""
    survei = _survey(by, evaluasi)
    locked = _locked(survei, lembar)
    if locked.dibatalkan_pada is not None:
        raise Refused("Lembar ini sudah dibatalkan. Buka lembar baru.", status=409)
    require_fitting(survei, answer)
    if _keep(survei, locked, [answer]):
        locked.jumlah += 1
        locked.save(update_fields=["jumlah"])
        audit.write(
            by=by,
            action="salin_kertas",
            thing=locked,
            siklus=evaluasi.siklus,
            respons=str(answer.kunci),
        )
    elif kept_before(survei, answer) is None:  # it closed a moment ago
        raise Refused(CLOSED, status=403)
    return locked.jumlah


@transaction.atomic
def void(*, by: User, evaluasi: Evaluasi, lembar: LembarKertas, alasan: str) -> int:
    """Take a whole batch out of every figure, and say why; how many answers. Raises Refused.

    The batch and not one answer: a unit must not pick those that it does not like. The rows stay,
    count among the excluded ones that are published, and the office that reviews the survey sees
    them with the reason and may count them again; the unit itself may not.
    """
    require(by, Permission.MANAGE_SURVEI, evaluasi)
    hold(evaluasi)  # before it is asked what may change: no validation slips in between
    survei = _survey(by, evaluasi)
    missing = "Tulis alasan pembatalan; alasan ini dicatat."
    alasan = texts.required(alasan, "alasan", None, missing)[:400]
    locked = _locked(survei, lembar)
    if locked.dibatalkan_pada is not None:
        raise Refused("Lembar ini sudah dibatalkan.", status=409)
    locked.dibatalkan_pada, locked.alasan_dibatalkan = timezone.now(), alasan
    locked.save(update_fields=["dibatalkan_pada", "alasan_dibatalkan"])
    rows = list(
        Respons.objects.select_for_update(of=("self",))
        .filter(lembar_kertas=locked, dikecualikan=False)
        .order_by("pk")
    )
    tally_services.change(
        rows,
        perlu_ditinjau=False,
        ditinjau_pada=locked.dibatalkan_pada,
        ditinjau_oleh=by,
        dikecualikan=True,
        alasan_dikecualikan=f"Lembar kertas dibatalkan unit: {alasan}",
    )
    audit.write(
        by=by,
        action="batalkan_lembar_kertas",
        thing=locked,
        siklus=evaluasi.siklus,
        reason=alasan,
        jumlah=len(rows),
    )
    return len(rows)


@transaction.atomic
def attach(*, by: User, evaluasi: Evaluasi, lembar: LembarKertas, berkas: "File[Any]") -> None:
    """Put a scan beside a batch, once: what was shown is not exchanged."""
    require(by, Permission.MANAGE_SURVEI, evaluasi)
    locked = LembarKertas.objects.select_for_update(of=("self",)).get(pk=lembar.pk)
    if locked.survei_id != evaluasi.survei_id:
        raise Refused("Lembar ini milik survei lain.", status=404)
    if locked.berkas_id is not None:
        raise Refused("Pindaian lembar ini sudah ada.", field="berkas", status=409)
    _attach(evaluasi, locked, berkas)
    audit.write(by=by, action="lampirkan_pindaian", thing=locked, siklus=evaluasi.siklus)


def sample(*, by: User, evaluasi: Evaluasi) -> bytes:
    require(by, Permission.MANAGE_SURVEI, evaluasi)
    return paper_sheet.sample(
        certain(evaluasi.survei, "who manages a survey has one").versi.instrumen, evaluasi.nama_unit
    )


@transaction.atomic
def check(*, by: User, evaluasi: Evaluasi, file: IO[bytes], name: str) -> Impor:
    """Step one: what the file holds and what is wrong with it where; writes only that."""
    survei = _survey(by, evaluasi)
    rows, said = paper_sheet.read(file, survei.versi.instrumen)
    # What nobody applied holds people's words; the next file takes its place.
    own = Impor.objects.filter(evaluasi=evaluasi, jenis=KIND, oleh=by)
    own.filter(status=Impor.Status.DIPERIKSA).delete()
    return Impor.objects.create(
        instansi_id=survei.instansi_id,
        siklus=evaluasi.siklus,
        evaluasi=evaluasi,
        jenis=KIND,
        nama_berkas=evidence_files.plain_name(name)[:255],
        baris=[]
        if split(said)[0]
        else [
            {"baris": row.baris, "nomor": row.nomor, "butir": row.butir, "profil": row.profil}
            for row in rows
        ],
        **told(said),
        oleh=by,
    )


@transaction.atomic
def apply(
    *,
    by: User,
    evaluasi: Evaluasi,
    impor: Impor,
    label: str = "",
    berkas: "File[Any] | None" = None,
) -> LembarKertas:
    """Step two: all rows of a checked file as one batch, or nothing. Raises Refused."""
    survei = _survey(by, evaluasi)
    locked = Impor.objects.select_for_update(of=("self",)).get(pk=impor.pk)
    if locked.oleh_id != by.pk or locked.evaluasi_id != evaluasi.pk or locked.jenis != KIND:
        raise Refused("Hanya yang mengunggah berkas ini yang dapat menerapkannya.", status=403)
    if locked.status != Impor.Status.DIPERIKSA:
        raise Refused("Berkas ini sudah diterapkan.", status=409)
    if locked.masalah or not locked.baris:
        raise Refused("Perbaiki berkasnya dahulu, lalu unggah lagi.", status=409)
    lembar = open_batch(by=by, evaluasi=evaluasi, label=label or locked.nama_berkas, berkas=berkas)
    answers = [
        answer_of(uuid5(locked.uuid, str(row["baris"])), row["butir"], row["profil"])
        for row in locked.baris
    ]
    for answer in answers:
        require_fitting(survei, answer)
    if not _keep(survei, lembar, answers):  # it closed a moment ago
        raise Refused(CLOSED, status=403)
    lembar.jumlah = len(locked.baris)
    lembar.save(update_fields=["jumlah"])
    # From here on the answers stand in one place, which knows when to forget them.
    locked.baris = []
    locked.status, locked.diterapkan_pada = Impor.Status.DITERAPKAN, timezone.now()
    locked.save(update_fields=["baris", "status", "diterapkan_pada"])
    audit.write(
        by=by,
        action="impor_kertas",
        thing=lembar,
        siklus=evaluasi.siklus,
        berkas=locked.nama_berkas,
        jumlah=lembar.jumlah,
    )
    return lembar


def _survey(by: User, evaluasi: Evaluasi) -> Survei:
    require(by, Permission.MANAGE_SURVEI, evaluasi)
    survei = evaluasi.survei
    if survei is None:
        raise Refused("Evaluasi ini tidak memakai survei F03.")
    if not survey_codes_queries.takes_answers(survei):
        raise Refused(
            "Survei tidak sedang dibuka, jadi jawaban kertas tidak dapat diubah.", status=403
        )
    return survei


def _locked(survei: Survei, lembar: LembarKertas) -> LembarKertas:
    found = LembarKertas.objects.select_for_update(of=("self",)).get(pk=lembar.pk)
    if found.survei_id != survei.pk:
        raise Refused("Lembar ini milik survei lain.", status=404)
    return found


def _keep(survei: Survei, lembar: LembarKertas, answers: Sequence[Answer]) -> bool:
    kanal = Respons.Kanal.KERTAS
    return bool(
        keep(answers, survei=survei.uuid, versi=survei.versi_id, kanal=kanal, lembar=lembar.pk)
    )


def _attach(evaluasi: Evaluasi, lembar: LembarKertas, file: "File[Any]") -> None:
    """Scans take up room of the unit's evidence: both are files that nobody else clears away."""
    content = evidence_files.content_of(file)
    evidence.one_after_another(evaluasi)
    lembar.berkas = evidence.store_in_room(evaluasi, content)
    lembar.nama_berkas = evidence_files.name_of(file.name, content.kind)
    lembar.save(update_fields=["berkas", "nama_berkas"])
