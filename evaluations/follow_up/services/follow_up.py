"""The one writer of the follow-up of a recommendation: its commitment, state, words and files."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.utils import timezone

from evaluations.core import assignments
from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.core.services.notices import About, tell
from evaluations.core.services.saving import hold
from evaluations.evidence.services.files import content_of, megabytes, name_of, store
from evaluations.follow_up.queries import follow_up as follow_up_queries
from evaluations.models import BuktiTindakLanjut, Evaluasi, Rekomendasi, TindakLanjut
from evaluations.progress.services.steps import scoring_refusal
from evaluations.rules.follow_up import LABELS, TABLE, Actor, Status, Step, target_of
from evaluations.rules.notices import Event
from pekppp.accounts import audit
from pekppp.accounts import queries as accounts
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Conflict, Refused

MAX_TEXT = 4000
MAX_FILES = 20
FAR = timedelta(days=5 * 366)
_DONE_TO_IT = {
    Step.RENCANAKAN: "menyanggupi tindak lanjut",
    Step.LAPORKAN: "melaporkan tindak lanjut",
    Step.TARIK: "menarik laporan tindak lanjut",
    Step.TERIMA: "diterima",
    Step.KEMBALIKAN: "dikembalikan",
    Step.VERIFIKASI: "terverifikasi selesai",
    Step.TOLAK: "belum terbukti selesai",
}


def may_verify(user: User, evaluasi: Evaluasi, rekomendasi: Rekomendasi) -> bool:
    """Whether he scores in this later evaluation of the unit what the recommendation is about.

    An aspect that the present instrument does not have is the ketua tim's.
    """
    if accounts.belongs_to_unit(user, evaluasi.unit_id):
        return False
    if user.has_perm(Permission.LEAD, evaluasi):
        return True
    known = {item.kode for item in evaluasi.versi.instrumen.semua_aspek}
    return rekomendasi.aspek in known and assignments.may_on_aspect(
        user, evaluasi, rekomendasi.aspek, "score"
    )


@transaction.atomic
def commit(
    *,
    by: User,
    evaluasi: Evaluasi,
    rekomendasi: UUID,
    tindakan: str,
    penanggung_jawab: str,
    tenggat: date,
    anggaran: Decimal | None = None,
    based_on: int = 0,
) -> TindakLanjut:
    """The unit says what it will do, who, until when, and for how much.

    `based_on` is the version that the page showed, 0 for none. Raises Refused, Conflict
    (carrying the present TindakLanjut), PermissionDenied.
    """
    recommendation, row = _held(by, Actor.UNIT, evaluasi, rekomendasi)
    given = {
        "tindakan": texts.required(
            tindakan, "tindakan", MAX_TEXT, "Tulis tindakan yang akan dilakukan."
        ),
        "penanggung_jawab": texts.required(
            penanggung_jawab, "penanggung_jawab", 200, "Tulis siapa."
        ),
        "tenggat": tenggat,
        "anggaran": anggaran,
    }
    today = timezone.localdate()
    if (row is None or row.tenggat != tenggat) and not today <= tenggat <= today + FAR:
        raise Refused("Tenggat berada di antara hari ini dan lima tahun lagi.", field="tenggat")
    if anggaran is not None and not 0 <= anggaran < 10**15:
        raise Refused("Tulis anggaran dalam rupiah, tanpa titik.", field="anggaran")
    if row is not None and row.versi != based_on:
        raise Conflict("Tindak lanjut ini sudah diubah di tempat lain.", current=row)
    if row is None:
        row = _new(recommendation)
    _require_step(row, Step.RENCANAKAN)
    if (
        row.pk
        and row.keadaan == Status.DIRENCANAKAN
        and all(getattr(row, name) == value for name, value in given.items())
    ):
        return row
    if row.tenggat != tenggat:
        row.pengingat = 0
    for name, value in given.items():
        setattr(row, name, value)
    told = {**given, "tenggat": tenggat.isoformat(), "anggaran": str(anggaran or "")}
    return _take(by, row, Step.RENCANAKAN, "", **told)


@transaction.atomic
def take_step(
    *,
    by: User,
    evaluasi: Evaluasi,
    rekomendasi: UUID,
    step: Step,
    based_on: int,
    words: str = "",
) -> TindakLanjut:
    """The unit reports or takes back, the office accepts or returns. Words as the table says.

    `based_on` is the version that the page showed. Raises as `commit` does.
    """
    actor = TABLE[step].actor
    if step == Step.RENCANAKAN or actor == Actor.EVALUATOR:
        raise PermissionDenied(f"{step} has a door of its own")
    _recommendation, row = _held(by, actor, evaluasi, rekomendasi)
    if row is None or not row.tindakan:
        raise Refused("Tulis rencana tindak lanjutnya dahulu.", status=409)
    _require_step(row, step)
    if row.versi != based_on:
        raise Conflict("Tindak lanjut ini sudah diubah di tempat lain.", current=row)
    words = _words(step, words)
    if step == Step.LAPORKAN:
        row.laporan = words
    elif actor == Actor.KANTOR:
        row.pemeriksaan = words
    return _take(by, row, step, words)


@transaction.atomic
def verify(
    *, by: User, evaluasi: Evaluasi, rekomendasi: UUID, terbukti: bool, words: str, based_on: int
) -> TindakLanjut:
    """The evaluator of a later cycle (`evaluasi`) says whether it was done, as he saw it.

    `based_on` is the version that the page showed, 0 for none: several evaluators may verify, and
    whoever replaces another's word has read it. Raises as `commit` does.
    """
    before = evaluation_queries.previous_evaluasi(evaluasi)
    if before is None:
        raise Refused("Unit ini belum mempunyai hasil tahun lalu.", status=404)
    recommendation = follow_up_queries.get(before, rekomendasi)
    if not may_verify(by, evaluasi, recommendation):
        raise PermissionDenied(f"verify {recommendation.pk}")
    hold(evaluasi)
    closed = scoring_refusal(evaluasi)
    if closed:
        raise Refused(closed, status=403)
    row = _locked(recommendation) or _new(recommendation)
    if row.versi != based_on:
        raise Conflict(
            "Tindak lanjut ini sudah diubah sejak halaman ini dibuka. Baca dahulu yang tertulis "
            "sekarang; bila catatan Anda tetap berlaku, simpan sekali lagi.",
            current=row,
        )
    step = Step.VERIFIKASI if terbukti else Step.TOLAK
    row.verifikasi, row.diverifikasi_dalam = _words(step, words), evaluasi
    return _take(by, row, step, row.verifikasi, siklus_verifikasi=evaluasi.siklus.nama)


# Files --------------------------------------------------------------------------------------------


def add_file(
    *, by: User, evaluasi: Evaluasi, rekomendasi: UUID, file: "File[Any]", nama: str = ""
) -> BuktiTindakLanjut:
    """Attach a file to what the unit works on or has reported; checked as all evidence is."""
    require(by, Permission.FOLLOW_UP, evaluasi)
    content = content_of(file)
    with transaction.atomic():
        _recommendation, row = _held(by, Actor.UNIT, evaluasi, rekomendasi)
        row = _require_open(row)
        with connection.cursor() as cursor:  # one after another: the room is counted
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                [f"tindak_lanjut:{evaluasi.pk}"],
            )
        there = BuktiTindakLanjut.objects.filter(
            tindak_lanjut=row, berkas__sha256=content.sha256, dihapus_pada__isnull=True
        ).first()
        if there is not None:
            return there
        _require_room(evaluasi, row, content.size)
        made = BuktiTindakLanjut.objects.create(
            instansi_id=row.instansi_id,
            siklus_id=row.siklus_id,
            tindak_lanjut=row,
            berkas=store(content),
            nama=name_of(nama or file.name, content.kind),
            oleh=by,
        )
        audit.write(by=by, action="unggah_bukti_tindak_lanjut", thing=row, berkas=made.nama)
    return made


@transaction.atomic
def remove_file(*, by: User, evaluasi: Evaluasi, bukti: UUID) -> BuktiTindakLanjut:
    """Mark a file as removed; row and history stay."""
    found = follow_up_queries.get_file(evaluasi, bukti)
    _recommendation, row = _held(by, Actor.UNIT, evaluasi, found.tindak_lanjut.rekomendasi.uuid)
    row = _require_open(row)
    found.dihapus_pada = timezone.now()
    found.save(update_fields=["dihapus_pada"])
    audit.write(by=by, action="hapus_bukti_tindak_lanjut", thing=row, berkas=found.nama)
    return found


def _require_open(row: TindakLanjut | None) -> TindakLanjut:
    if row is None or not row.tindakan:
        raise Refused("Tulis rencana tindak lanjutnya dahulu.", status=409)
    if target_of(Step.LAPORKAN, row.keadaan) is None:
        raise Refused(
            f"Tindak lanjut ini {LABELS[row.keadaan].lower()}; berkasnya tidak dapat diubah.",
            status=403,
        )
    return row


def _require_room(evaluasi: Evaluasi, row: TindakLanjut, size: int) -> None:
    rows = BuktiTindakLanjut.objects.filter(
        tindak_lanjut__evaluasi=evaluasi, dihapus_pada__isnull=True
    )
    if rows.filter(tindak_lanjut=row).count() >= MAX_FILES:
        raise Refused(f"Sudah ada {MAX_FILES} berkas. Hapus yang tidak perlu.", field="berkas")
    used = rows.aggregate(sum=Sum("berkas__ukuran"))["sum"] or 0
    if used + size > settings.BUKTI_QUOTA_BYTES:
        raise Refused(
            f"Ruang bukti tindak lanjut {megabytes(settings.BUKTI_QUOTA_BYTES)}, terpakai "
            f"{megabytes(used)}. Hapus berkas yang tidak perlu.",
            field="berkas",
        )


# Inside -------------------------------------------------------------------------------------------


_PERMISSION = {Actor.UNIT: Permission.FOLLOW_UP, Actor.KANTOR: Permission.CHECK_FOLLOW_UP}


def _held(
    by: User, actor: Actor, evaluasi: Evaluasi, uuid: UUID
) -> tuple[Rekomendasi, TindakLanjut | None]:
    """The recommendation and its commitment, locked, once it is sure that he may change it."""
    require(by, _PERMISSION[actor], evaluasi)
    if actor == Actor.KANTOR and accounts.belongs_to_unit(by, evaluasi.unit_id):
        raise PermissionDenied("checks his own unit")
    hold(evaluasi)
    closed = follow_up_queries.refusal(evaluasi)
    if closed:
        raise Refused(closed, status=403)
    found = follow_up_queries.get(evaluasi, uuid)
    return found, _locked(found)


def _locked(rekomendasi: Rekomendasi) -> TindakLanjut | None:
    return (
        TindakLanjut.objects.select_for_update(of=("self",))
        .select_related("evaluasi__siklus", "evaluasi__instansi", "rekomendasi")
        .filter(rekomendasi=rekomendasi)
        .first()
    )


def _new(rekomendasi: Rekomendasi) -> TindakLanjut:
    return TindakLanjut(
        instansi_id=rekomendasi.instansi_id,
        siklus_id=rekomendasi.siklus_id,
        evaluasi=rekomendasi.evaluasi,
        rekomendasi=rekomendasi,
        status=Status.BELUM,
    )


def _require_step(row: TindakLanjut, step: Step) -> Status:
    target = target_of(step, row.keadaan)
    if target is None:
        raise Refused(f"Tindak lanjut ini sudah «{LABELS[row.keadaan]}».", status=409)
    return target


def _take(by: User, row: TindakLanjut, step: Step, words: str, **data: Any) -> TindakLanjut:
    before, row.status = row.status, _require_step(row, step)
    row.status_sejak, row.oleh = timezone.now(), by
    row.versi += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # somebody else's first commitment, this very moment
        current = _locked(row.rekomendasi)
        if current is None or row.pk == current.pk:
            raise
        raise Conflict("Tindak lanjut ini sudah diisi orang lain.", current=current) from None
    audit.write(
        by=by,
        action=f"tindak_lanjut.{step}",
        thing=row,
        reason=words,
        dari=before,
        ke=row.status,
        **data,
    )
    _tell(by, row, step, words)
    return row


def _tell(by: User, row: TindakLanjut, step: Step, words: str) -> None:
    """The other side hears of it: the office what the unit does, the unit what others decide."""
    evaluasi = row.evaluasi
    unit = TABLE[step].actor == Actor.UNIT
    facts = {"apa": _DONE_TO_IT[step], "tentang": f"rekomendasi aspek {row.rekomendasi.aspek}"}
    tell(
        Event.TINDAK_LANJUT_UNIT if unit else Event.TINDAK_LANJUT_PUTUSAN,
        [About(evaluasi, facts, words, url=follow_up_queries.place_of(row))],
        by=by,
        bundle=f"tindak_lanjut-{step}-{evaluasi.pk}" if step == Step.RENCANAKAN else "",
        key=f"tindak_lanjut-{step}-{evaluasi.pk}:{row.pk}:{row.versi}",
    )


def _words(step: Step, given: str) -> str:
    if TABLE[step].needs_words:
        return texts.required(given, "kata", MAX_TEXT, "Tulis penjelasannya.")
    return texts.at_most(given, "kata", MAX_TEXT)
