"""The one writer of an answer of the F01."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from evaluations.core.queries import calendar, errata
from evaluations.core.services.saving import claim, hold, keep_lost, settle
from evaluations.models import BarisRalat, Evaluasi, Jawaban
from evaluations.results import services as result_services
from instruments import rules
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base.certain import certain
from pekppp.base.errors import Conflict, Refused
from pekppp.base.formats import waktu


@dataclass(frozen=True, slots=True)
class Saved:
    jawaban: Jawaban
    replay: bool


class Mended(Refused):
    """An answer to a question as it was before an errata; `baris` is what mended it."""

    def __init__(self, words: str, baris: BarisRalat) -> None:
        when = waktu(certain(baris.pada, "it was applied"))
        super().__init__(
            f"Instrumen diralat pada {when}: {words} Yang Anda ketik disimpan dalam riwayat, dan "
            "tidak dihitung. Muat ulang halaman.",
            status=410,
        )
        self.baris = baris


@transaction.atomic
def save_answer(
    *,
    by: User,
    evaluasi: Evaluasi,
    indikator: int,
    question: str,
    value: Any,
    based_on: int,
    key: UUID,
) -> Saved:
    """Save one answer; `value` as typed, `based_on` the version that was shown (0: none yet).

    The same key saves once. Raises Refused (bad value, closed window), Conflict with the present
    Jawaban when somebody else saved another value meanwhile, PermissionDenied.
    """
    require(by, Permission.FILL_F01, evaluasi)
    hold(evaluasi)
    refusal = calendar.f01_refusal(evaluasi, indikator)
    if refusal:
        raise Refused(refusal, status=403)
    pertanyaan = _question(evaluasi, indikator, question)
    try:
        nilai = rules.normalise(pertanyaan, value)
    except ValueError as error:
        mended = errata.lost_question(evaluasi, indikator, question)
        if mended is not None and based_on < _version_now(evaluasi, indikator, question):
            raise Mended("pertanyaan ini ditanyakan lagi.", mended) from error
        raise Refused(str(error), field=question) from error

    target = f"jawaban:{indikator}.{question}"
    claimed, replay = claim(
        by=by, evaluasi=evaluasi, key=key, target=target, payload=nilai, based_on=based_on
    )
    row = (
        Jawaban.objects.select_for_update(of=("self",))
        .select_related("oleh")
        .filter(evaluasi=evaluasi, indikator=indikator, pertanyaan=question)
        .first()
    )
    if replay and row is not None:
        return Saved(row, True)
    row = _write(by, evaluasi, row, indikator, question, nilai, based_on)
    settle(claimed, row.versi)
    result_services.mark_stale(evaluasi)
    return Saved(row, False)


def _question(evaluasi: Evaluasi, indikator: int, question: str) -> Any:
    try:
        return evaluasi.versi.instrumen.indikator(indikator).pertanyaan_dengan(question)
    except KeyError:
        mended = errata.lost_question(evaluasi, indikator, question)
        if mended is not None:
            raise Mended("pertanyaan ini dihapus.", mended) from None
        raise Refused("Pertanyaan ini tidak ada pada instrumen.", status=404) from None


def _version_now(evaluasi: Evaluasi, indikator: int, question: str) -> int:
    rows = Jawaban.objects.filter(evaluasi=evaluasi, indikator=indikator, pertanyaan=question)
    return rows.values_list("versi", flat=True).first() or 0


def _write(
    by: User,
    evaluasi: Evaluasi,
    row: Jawaban | None,
    indikator: int,
    question: str,
    nilai: Any,
    based_on: int,
) -> Jawaban:
    if row is None:
        if based_on != 0:
            raise Refused("Versi jawaban tidak dikenal. Muat ulang halaman.", status=409)
        try:
            with transaction.atomic():
                return Jawaban.objects.create(
                    instansi_id=evaluasi.instansi_id,
                    siklus_id=evaluasi.siklus_id,
                    evaluasi=evaluasi,
                    indikator=indikator,
                    pertanyaan=question,
                    nilai=nilai,
                    oleh=by,
                )
        except IntegrityError:  # somebody answered it first, this very moment
            row = (
                Jawaban.objects.select_for_update(of=("self",))
                .select_related("oleh")
                .get(evaluasi=evaluasi, indikator=indikator, pertanyaan=question)
            )
    if row.nilai == nilai and type(row.nilai) is type(nilai):
        return row  # what is there is what was meant, whoever wrote it
    if row.versi != based_on:
        raise Conflict("Jawaban ini sudah diubah orang lain.", current=row)
    row.nilai = nilai
    row.versi += 1
    row.oleh = by
    row.save()
    return row


@transaction.atomic
def keep_refused(*, by: User, current: Jawaban, value: Any, based_on: int) -> None:
    """The value that lost a conflict stays in the answer's history."""
    require(by, Permission.FILL_F01, current.evaluasi)
    pertanyaan = _question(current.evaluasi, current.indikator, current.pertanyaan)
    nilai = rules.normalise(pertanyaan, value)
    keep_lost(by=by, current=current, values={"nilai": nilai}, based_on=based_on)


@transaction.atomic
def keep_mended(
    *, by: User, evaluasi: Evaluasi, indikator: int, question: str, value: Any, mended: Mended
) -> None:
    """What was typed into a question that an errata took away, or asks otherwise, stays in the
    history of its answer."""
    require(by, Permission.FILL_F01, evaluasi)
    try:
        old = mended.baris.dari.instrumen.indikator(indikator).pertanyaan_dengan(question)
        nilai = rules.normalise(old, value)
    except (KeyError, ValueError):
        return  # it never was an answer
    row, _ = Jawaban.objects.get_or_create(
        evaluasi=evaluasi,
        indikator=indikator,
        pertanyaan=question,
        defaults={"instansi_id": evaluasi.instansi_id, "siklus_id": evaluasi.siklus_id, "oleh": by},
    )
    keep_lost(by=by, current=row, values={"nilai": nilai}, based_on=row.versi)


__all__ = ["Mended", "Saved", "keep_mended", "keep_refused", "save_answer"]
