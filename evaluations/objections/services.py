"""The one writer of objections: filed by the unit, decided by who stands above the level.

An accepted objection writes a level of its own (`PeranNilai.SANGGAH`), which counts before every
other one; none of those is touched. Nothing else can change a level in these states. Where the
result is decided already, its organiser decides, and the level is written when the cycle is
computed again (`recompute.services.worker`): until then every page says what was decided.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.core.services.notices import About, tell
from evaluations.core.services.saving import hold
from evaluations.models import Evaluasi, Hasil, Nilai, PeranNilai, Sanggahan
from evaluations.objections import queries as objection_queries
from evaluations.results import services as result_services
from evaluations.rules.agreement import in_words
from evaluations.rules.notices import Event
from evaluations.rules.workflow import DECIDED, OBJECTABLE
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.certain import certain
from pekppp.base.errors import Refused

MAX_TEXT = 4000
Status = Sanggahan.Status


@transaction.atomic
def file(
    *,
    by: User,
    evaluasi: Evaluasi,
    indikator: int,
    alasan: str,
    key: UUID,
    nilai_diminta: int | None = None,
) -> Sanggahan:
    """Object to the level of one indicator. The same key files once.

    Raises Refused (outside the window, one open already, no level there) or PermissionDenied.
    """
    require(by, Permission.OBJECT, evaluasi)
    hold(evaluasi)
    there = Sanggahan.objects.filter(oleh=by, kunci=key, evaluasi=evaluasi).first()
    if there is not None:
        return there
    closed = objection_queries.refusal(evaluasi)
    if closed:
        raise Refused(closed, status=403)
    alasan = texts.required(alasan, "alasan", MAX_TEXT, "Tulis alasan sanggahan.")
    _known(evaluasi, indikator)
    decided = evaluation_queries.decided_levels(evaluasi)[indikator]
    shown = objection_queries.shown_level(evaluasi, decided)
    if shown is None:
        raise Refused("Indikator ini belum bernilai, jadi tidak ada yang disanggah.")
    _in_scale(evaluasi, nilai_diminta, "nilai_diminta")
    if nilai_diminta is not None and nilai_diminta == shown:
        raise Refused("Nilai yang diminta sama dengan nilai sekarang.", field="nilai_diminta")
    row = Sanggahan(
        instansi_id=evaluasi.instansi_id,
        siklus_id=evaluasi.siklus_id,
        evaluasi=evaluasi,
        indikator=indikator,
        nilai_semula=in_words(shown),
        nilai_diminta=nilai_diminta,
        alasan=alasan,
        kunci=key,
        oleh=by,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(
            f"Sanggahan indikator {indikator} sudah ada dan menunggu putusan.", status=409
        ) from None
    audit.write(
        by=by,
        action="ajukan_sanggah",
        thing=evaluasi,
        reason=alasan,
        indikator=indikator,
        nilai=row.nilai_semula,
        diminta=nilai_diminta,
    )
    wanted = "" if nilai_diminta is None else f", diminta {nilai_diminta}"
    _tell(
        Event.SANGGAHAN_DIAJUKAN,
        by,
        row,
        f"Nilai sekarang {row.nilai_semula}{wanted}.\n\nAlasan: {alasan}",
    )
    return row


@transaction.atomic
def withdraw(*, by: User, evaluasi: Evaluasi, sanggahan: UUID) -> Sanggahan:
    """The unit takes back an objection that is not decided yet."""
    require(by, Permission.OBJECT, evaluasi)
    hold(evaluasi)
    row = _open(evaluasi, sanggahan)
    row.status = Status.DITARIK
    row.diputus_oleh, row.diputus_pada = by, timezone.now()
    row.save(update_fields=["status", "diputus_oleh", "diputus_pada"])
    audit.write(by=by, action="tarik_sanggah", thing=evaluasi, indikator=row.indikator)
    _tell(Event.SANGGAHAN_DITARIK, by, row, "Tidak ada lagi yang perlu diputus.")
    return row


@transaction.atomic
def decide(
    *,
    by: User,
    evaluasi: Evaluasi,
    sanggahan: UUID,
    accept: bool,
    putusan: str,
    nilai_baru: int | None = None,
) -> Sanggahan:
    """Accept with a new level, or reject; with a reason either way.

    The ketua tim decides, or the verifier where one is appointed, or the organiser of a decided
    result; nobody of the unit itself.
    """
    hold(evaluasi)  # first: who decides depends on the state
    if not objection_queries.may_decide(by, evaluasi):
        raise PermissionDenied(f"decide objections of {evaluasi.pk}")
    if evaluasi.status not in OBJECTABLE | DECIDED:
        raise Refused("Sanggahan diputus setelah F02 selesai.", status=403)
    # Alone with the figure: what it was before, and no computation in between.
    Hasil.objects.select_for_update().get(evaluasi=evaluasi)
    row = _open(evaluasi, sanggahan)
    row.putusan = texts.required(putusan, "putusan", MAX_TEXT, "Tulis alasan putusan.")
    before = evaluation_queries.decided_levels(evaluasi)[row.indikator]
    if accept:
        _accept(by, evaluasi, row, before, nilai_baru)
    else:
        row.status = Status.DITOLAK
    row.diputus_oleh, row.diputus_pada = by, timezone.now()
    row.save()
    # What the unit knew until now: a verifier's own level is not told before he has verified.
    known = in_words(objection_queries.shown_level(evaluasi, before))
    change = f": {known} → {row.nilai_baru}" if accept else ""
    audit.write(
        by=by,
        action="putus_sanggah",
        thing=evaluasi,
        reason=row.putusan,
        indikator=row.indikator,
        putusan=row.status,
        dari=in_words(before.berlaku),
        ke=row.nilai_baru,
    )
    words = "diterima" if accept else "ditolak"
    later = (
        "\n\nHasil sudah ditetapkan; angkanya berubah setelah penyelenggara menghitung ulang."
        if accept and evaluasi.status in DECIDED
        else ""
    )
    _tell(
        Event.SANGGAHAN_DIPUTUS,
        by,
        row,
        f"Alasan putusan: {row.putusan}{later}",
        putusan=f"{words}{change}",
    )
    return row


def _accept(
    by: User, evaluasi: Evaluasi, row: Sanggahan, before: Any, nilai_baru: int | None
) -> None:
    if nilai_baru is None:
        raise Refused("Pilih nilai baru.", field="nilai_baru")
    _in_scale(evaluasi, nilai_baru, "nilai_baru")
    if before.berlaku == nilai_baru:
        raise Refused(
            "Nilai baru sama dengan nilai sekarang. Tolak sanggahan bila nilainya tetap.",
            field="nilai_baru",
        )
    row.status, row.nilai_baru, row.ipp_baru = Status.DITERIMA, nilai_baru, ""
    if evaluasi.status in DECIDED:
        frozen = Hasil.objects.values("ipp").get(evaluasi=evaluasi)
        row.ipp_semula = result_services.figure_text(evaluasi, frozen)
        return
    figures = result_services.figures(evaluasi)
    # What an earlier acceptance came to is just what stands before this one.
    result_services.tell_objections(evaluasi, figures)
    row.ipp_semula = result_services.figure_text(evaluasi, figures)
    _write_level(evaluasi, row, by)
    result_services.mark_stale(evaluasi)


def _write_level(evaluasi: Evaluasi, row: Sanggahan, by: User) -> None:
    nilai = (
        Nilai.objects.select_for_update()
        .filter(evaluasi=evaluasi, indikator=row.indikator, peran=PeranNilai.SANGGAH)
        .first()
    ) or Nilai(
        instansi_id=evaluasi.instansi_id,
        siklus_id=evaluasi.siklus_id,
        evaluasi=evaluasi,
        indikator=row.indikator,
        peran=PeranNilai.SANGGAH,
        versi=0,
    )
    nilai.oleh, nilai.level, nilai.alasan = by, row.nilai_baru, row.putusan
    nilai.putaran, nilai.versi = evaluasi.putaran, nilai.versi + 1
    nilai.save()


def write_accepted(evaluasi: Evaluasi, rows: Iterable[Sanggahan]) -> None:
    """Levels of what was accepted after the decision, in the name of who accepted it.

    Inside the transaction in which the figure follows, or in which the decision is taken back.
    """
    for row in rows:
        _write_level(evaluasi, row, certain(row.diputus_oleh, "it was accepted by somebody"))


@transaction.atomic
def close_open(*, by: User, evaluasi: Evaluasi, alasan: str) -> list[int]:
    """The organiser goes on without a decision: what is open is rejected, with his reason."""
    require(by, Permission.VALIDATE, evaluasi)
    hold(evaluasi)
    if evaluasi.status not in OBJECTABLE:
        raise Refused("Sanggahan hanya dapat ditutup sebelum hasil divalidasi.", status=403)
    alasan = texts.reason(alasan, MAX_TEXT)
    rows = Sanggahan.objects.select_for_update(of=("self",)).filter(
        evaluasi=evaluasi, status=Status.DIAJUKAN
    )
    closed = list(rows)
    if not closed:
        raise Refused("Tidak ada sanggahan yang menunggu putusan.")
    for row in closed:
        row.status, row.putusan = Status.DITOLAK, f"Ditutup penyelenggara. {alasan}"[:MAX_TEXT]
        row.diputus_oleh, row.diputus_pada = by, timezone.now()
        row.save()
    numbers = [row.indikator for row in closed]
    audit.write(by=by, action="tutup_sanggah", thing=evaluasi, reason=alasan, indikator=numbers)
    said = ", ".join(map(str, numbers))
    _tell(Event.SANGGAHAN_DITUTUP, by, closed[0], f"Alasan: {alasan}", indikator=said)
    return numbers


# Inside -------------------------------------------------------------------------------------------


def _open(evaluasi: Evaluasi, uuid: UUID) -> Sanggahan:
    row = (
        Sanggahan.objects.select_for_update(of=("self",))
        .filter(evaluasi=evaluasi, uuid=uuid)
        .first()
    )
    if row is None:
        raise Refused("Sanggahan ini tidak ditemukan.", status=404)
    if row.status != Status.DIAJUKAN:
        raise Refused(f"Sanggahan ini sudah {row.get_status_display().lower()}.", status=409)
    return row


def _known(evaluasi: Evaluasi, indikator: int) -> None:
    if indikator not in {item.nomor for item in evaluasi.versi.instrumen.semua_indikator}:
        raise Refused("Indikator ini tidak ada pada instrumen.", status=404)


def _in_scale(evaluasi: Evaluasi, level: int | None, field: str) -> None:
    skala = evaluasi.versi.instrumen.skala
    if level is not None and level not in skala:
        raise Refused(
            f"Nilai berupa bilangan bulat {skala.minimum} sampai {skala.maksimum}.", field=field
        )


def _tell(event: Event, by: User, row: Sanggahan, details: str, **facts: Any) -> None:
    evaluasi = row.evaluasi
    item = About(
        evaluasi,
        {"indikator": row.indikator} | facts,
        details,
        url=f"{evaluasi.address('objections')}#i-{row.indikator}",
    )
    tell(event, [item], by=by, aspek=evaluasi.versi.instrumen.aspek_dari(row.indikator).kode)
