"""What each step of an evaluation does besides changing its state; `steps.advance` calls it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from django.utils import timezone

from evaluations.core import assignments, on_behalf
from evaluations.core.queries import calendar, conflicts, decreed
from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.core.queries.f01 import unconfirmed
from evaluations.models import Evaluasi, Pengembalian, Perpanjangan, Survei
from evaluations.models.siklus import TanpaDasar
from evaluations.objections import queries as objection_queries
from evaluations.objections import services as objection_services
from evaluations.progress.queries import basis, reasons, taking_back
from evaluations.progress.queries import versions as progress_versions_queries
from evaluations.progress.services import statements
from evaluations.progress.services import versions as progress_versions
from evaluations.results import services as result_services
from evaluations.rules.agreement import Decided
from evaluations.rules.workflow import F01_OPEN, Action, Kegiatan, State
from evaluations.survey.queries.review import uncounted
from evaluations.survey.services import review as survey_review
from evaluations.survey.services import tally as tally_services
from instruments import rules
from pekppp.accounts.models import User
from pekppp.base import texts
from pekppp.base.errors import Refused
from pekppp.base.formats import waktu
from pekppp.base.queues import wake


class Facts(TypedDict, total=False):
    """What steps are given besides a reason; the overloads of `steps.advance` say which has what.

    `f02_sampai`, and `tenggat` of a reopened F02 where it was not given, are written by the step.
    """

    ralat: bool  # returned by an errata of the instrument, and not by whoever evaluates
    confirmed_gaps: bool  # sent though questions are without an answer
    confirmed_untouched: bool  # sent again though a returned indicator is as it was
    declaration: str  # what the unit's head agreed to
    statement: statements.Statement | None  # of the head, where an operator sends
    dengan_pernyataan: str  # who signed it and when, written by the step
    atas_nama_unit: bool  # sent by the office in the unit's place, written by the step
    indikator: Sequence[int]  # numbers of those that are returned
    alasan_indikator: Mapping[str, str]  # what is to be mended, by number; not of every one
    tenggat: datetime | None  # until when it may be mended
    dasar: str  # what the ketua tim says about high levels without a basis
    tanpa_dasar: Sequence[int]  # which those were, written by the step
    f02_sampai: datetime  # until when the F02 may be done, where its own time is over
    surat: str  # number of the letter that ends the evaluation
    pengganti: Evaluasi | None  # what is evaluated instead


Effect = Callable[[User, Evaluasi, State, str, Facts], None]

# Who makes a receipt of every submission.
RECEIPTS = "reports.tasks.make_receipts"
# What a reopened or returned F02 gets when its time is over and nobody has named another day.
REPAIR = timedelta(days=7)


def _submit(by: User, evaluasi: Evaluasi, previous: State, reason: str, facts: Facts) -> None:
    """A galat refuses, and what was taken over and not confirmed; gaps are listed, and confirmed by
    the one who submits."""
    statement = statements.needed(by, evaluasi, facts.pop("statement", None))
    answers = evaluation_queries.answers_of(evaluasi)
    open_returns = Pengembalian.objects.filter(evaluasi=evaluasi, selesai_pada__isnull=True)
    returned = {nomor for row in open_returns for nomor in row.indikator}
    errors, gaps = [], 0
    for indikator in evaluasi.versi.instrumen.semua_indikator:
        if returned and indikator.nomor not in returned:
            continue  # closed, and as it was when it was submitted before
        values = evaluation_queries.values_of(answers.get(indikator.nomor))
        errors += [
            f"Indikator {indikator.nomor}: {pesan}"
            for jenis, pesan in rules.check(indikator, values)
            if jenis == "galat"
        ]
        gaps += len(rules.missing(indikator, values))
    if errors:
        raise Refused("F01 belum dapat dikirim. " + " ".join(errors))
    taken = [n for n in unconfirmed(evaluasi) if not returned or n in returned]
    if taken:
        raise Refused(
            f"Indikator {', '.join(map(str, taken))} diambil alih dari evaluasi lain dan belum "
            "dikonfirmasi. Periksa isinya, konfirmasi, lalu kirim."
        )
    if gaps and not facts.get("confirmed_gaps"):
        raise Refused(
            f"Masih ada {gaps} pertanyaan yang belum dijawab. Lengkapi, atau nyatakan bahwa F01 "
            "dikirim apa adanya.",
            field="confirmed_gaps",
        )
    same = progress_versions_queries.untouched(evaluasi, returned)
    if same and not facts.get("confirmed_untouched"):
        numbers = ", ".join(map(str, same))
        raise Refused(
            f"Indikator {numbers} dikembalikan dan belum diubah sejak itu. Perbaiki, atau nyatakan "
            "bahwa F01 dikirim tanpa perubahan di sana.",
            field="confirmed_untouched",
        )
    evaluasi.putaran += 1
    evaluasi.dikirim_pada = timezone.now()
    evaluasi.pernyataan = facts.get("declaration", "")
    progress_versions.freeze(by=by, evaluasi=evaluasi, returned=returned)
    if statement is not None:
        facts["dengan_pernyataan"] = statements.keep(by, evaluasi, statement)
    if on_behalf.fills_for(by, evaluasi):
        facts["atas_nama_unit"] = True
    wake(RECEIPTS)
    open_returns.update(selesai_pada=evaluasi.dikirim_pada)
    if previous == State.DIKEMBALIKAN:
        window = calendar.Calendar.of(evaluasi.siklus).window(evaluasi, Kegiatan.NILAI_F02)
        if window.is_over(timezone.now()):
            facts["f02_sampai"] = timezone.now() + REPAIR
            _repair(evaluasi, facts["f02_sampai"], "F01 yang dikembalikan sudah dikirim lagi.")


def _take_back(by: User, evaluasi: Evaluasi, previous: State, reason: str, facts: Facts) -> None:
    """As before it was sent, a return open again; what was sent stays among the submissions."""
    returned = taking_back.answered(evaluasi)
    if returned is not None:
        returned.selesai_pada = None
        returned.save(update_fields=["selesai_pada"])
    evaluasi.pernyataan = ""


def _repair(evaluasi: Evaluasi, akhir: datetime, alasan: str) -> None:
    """Time of its own for the F02 of this unit, or nobody could look at what was mended."""
    Perpanjangan.objects.create(
        siklus=evaluasi.siklus,
        instansi=evaluasi.instansi,
        unit=evaluasi.unit,
        kegiatan=Kegiatan.NILAI_F02,
        mulai=timezone.now(),
        akhir=akhir,
        alasan=alasan[:1000],
    )


def _return_f01(by: User, evaluasi: Evaluasi, previous: State, reason: str, facts: Facts) -> None:
    known = {i.nomor for i in evaluasi.versi.instrumen.semua_indikator}
    indikator = sorted(set(facts.get("indikator") or []))
    tenggat = facts.get("tenggat")
    if not indikator or not set(indikator) <= known:
        raise Refused("Pilih sedikitnya satu indikator yang dikembalikan.", field="indikator")
    words = {
        nomor: texts.at_most(text, "alasan per indikator", texts.SHORT_REASON)
        for nomor, text in (facts.get("alasan_indikator") or {}).items()
        if text.strip()
    }
    if not set(words) <= set(map(str, indikator)):
        raise Refused("Alasan ditulis hanya untuk indikator yang dikembalikan.", field="indikator")
    if tenggat is None or tenggat <= timezone.now():
        raise Refused("Tenggat perbaikan harus setelah saat ini.", field="tenggat")
    rounds = Pengembalian.objects.filter(evaluasi=evaluasi).count()
    # What an errata of the instrument opened again is nobody's return.
    own = Pengembalian.objects.filter(evaluasi=evaluasi, ralat__isnull=True).count()
    if own >= evaluasi.siklus.maks_pengembalian and not facts.get("ralat"):
        raise Refused(
            f"F01 ini sudah {own} kali dikembalikan, batas siklus {evaluasi.siklus.nama}."
        )
    Pengembalian.objects.create(
        instansi_id=evaluasi.instansi_id,
        siklus_id=evaluasi.siklus_id,
        evaluasi=evaluasi,
        putaran=rounds + 1,
        indikator=indikator,
        alasan=reason,
        alasan_indikator=words,
        tenggat=tenggat,
        oleh=by,
    )
    window = calendar.Calendar.of(evaluasi.siklus).window(evaluasi, Kegiatan.NILAI_F02)
    last = max((span.akhir for span in window.spans), default=None)
    if last is not None and last <= tenggat:
        facts["f02_sampai"] = tenggat + REPAIR
        _repair(evaluasi, facts["f02_sampai"], f"F01 dikembalikan: {reason}")


def not_sent(evaluasi: Evaluasi, state: State) -> str:
    """Without a sent F01 the assessment starts only when the unit's time is over."""
    if state not in F01_OPEN:
        return ""
    # The row may carry the next state already, and the unit's window depends on it.
    probe = Evaluasi(state=state, siklus=evaluasi.siklus, unit_id=evaluasi.unit_id)
    probe.pk, probe.instansi = evaluasi.pk, evaluasi.instansi
    window = calendar.f01_window(probe)
    if window.is_over(timezone.now()):
        return ""
    until = waktu(window.deadline(timezone.now())) if window.spans else ""
    words = "Unit belum mengirim F01, dan masa pengisiannya belum berakhir"
    if state == State.DIKEMBALIKAN:
        words = "Unit sedang memperbaiki F01, dan tenggatnya belum lewat"
    return words + (f" ({until})." if until else ".")


def _start_scoring(
    by: User, evaluasi: Evaluasi, previous: State, reason: str, facts: Facts
) -> None:
    refusal = not_sent(evaluasi, previous)
    if refusal:
        raise Refused(refusal, status=403)
    Pengembalian.objects.filter(evaluasi=evaluasi, selesai_pada__isnull=True).update(
        selesai_pada=timezone.now()
    )


def _reopen_f02(by: User, evaluasi: Evaluasi, previous: State, reason: str, facts: Facts) -> None:
    """Sent back after its time, the F02 gets a window of its own, or nobody could mend it."""
    now, tenggat = timezone.now(), facts.get("tenggat")
    window = calendar.Calendar.of(evaluasi.siklus).window(evaluasi, Kegiatan.NILAI_F02)
    if tenggat is not None and tenggat <= now:
        raise Refused("Tenggat perbaikan harus setelah saat ini.", field="tenggat")
    if tenggat is None and window.is_open(now):
        return
    until = facts["tenggat"] = tenggat or now + REPAIR
    _repair(evaluasi, until, reason)


def _unvalidate(by: User, evaluasi: Evaluasi, previous: State, reason: str, facts: Facts) -> None:
    """What a signed decree names stays as it is while the decree is carried out."""
    decree = decreed.being_published(evaluasi)
    if decree is not None:
        raise Refused(
            f"Hasil ini termasuk keputusan {decree} yang sedang diterbitkan. Setelah terbit, "
            "hasilnya dapat ditarik dengan alasan.",
            status=409,
        )
    # What was accepted meanwhile is a level from now on, as if it had been accepted before.
    # In the database it is still decided.
    accepted = objection_queries.accepted_late([evaluasi])
    objection_services.write_accepted(evaluasi, accepted.get(evaluasi.pk, []))
    _reopen_f02(by, evaluasi, previous, reason, facts)


def _finish_f02(by: User, evaluasi: Evaluasi, previous: State, reason: str, facts: Facts) -> None:
    # As it stands in the database, still open: so that who joined the unit since does not count.
    still_open = Evaluasi.objects.select_related("siklus", "versi").get(pk=evaluasi.pk)
    decided = evaluation_queries.decided_levels(still_open)
    weighted = [i.nomor for i in evaluasi.versi.instrumen.indikator_berbobot]
    unsettled = [n for n in weighted if decided[n].berselisih]
    if unsettled:
        numbers = ", ".join(map(str, unsettled))
        raise Refused(f"Nilai evaluator berbeda pada indikator {numbers}; tetapkan nilai bersama.")
    missing = [n for n in weighted if decided[n].evaluator is None]
    if missing:
        raise Refused(f"Belum dinilai: indikator {', '.join(map(str, missing))}.")
    _require_confirmed(evaluasi, "score")
    _require_reasons(still_open)
    _require_basis(still_open, decided, facts)


def _require_basis(evaluasi: Evaluasi, decided: Mapping[int, Decided], facts: Facts) -> None:
    """High levels that nothing supports are answered for once, or hold the F02: see the cycle."""
    members = conflicts.members_of([evaluasi]).get(evaluasi.pk, frozenset())
    levels = evaluation_queries.levels_of(evaluasi)
    found = basis.doubts(evaluasi, levels, decided, members)
    if not found:
        facts.pop("dasar", None)
        return
    facts["tanpa_dasar"] = [item.nomor for item in found]
    numbers = ", ".join(map(str, facts["tanpa_dasar"]))
    what = f"Nilai tinggi tanpa dasar pada indikator {numbers}."
    if evaluasi.siklus.tanpa_dasar == TanpaDasar.TOLAK:
        raise Refused(
            f"{what} Tambahkan foto atau catatan, atau tandai «Diamati di lokasi».", field="dasar"
        )
    facts["dasar"] = texts.required(
        facts.get("dasar", ""), "dasar", texts.LONG_REASON, f"{what} Tulis penjelasannya."
    )


def _require_reasons(evaluasi: Evaluasi) -> None:
    members = conflicts.members_of([evaluasi]).get(evaluasi.pk, frozenset())
    partial = conflicts.scoring(evaluasi, members)
    scorers = evaluation_queries.assigned_by_indicator(
        evaluasi, assignments.rows_of([evaluasi]), "score"
    )
    owed = reasons.owed(
        evaluasi,
        evaluation_queries.levels_of(evaluasi),
        evaluation_queries.answers_of(evaluasi),
        {nomor: people - partial for nomor, people in scorers.items()},
    )
    if owed:
        numbers = ", ".join(map(str, sorted({row.indikator for row in owed})))
        raise Refused(f"Alasan berbeda dari usulan belum ditulis: indikator {numbers}.")


def _require_confirmed(evaluasi: Evaluasi, codename: str) -> None:
    """A level of an indicator that changed since is kept, and looked at again by who gave it."""
    # As it stands in the database, still open: see `_finish_f02`.
    still_open = Evaluasi.objects.select_related("siklus", "versi").get(pk=evaluasi.pk)
    changed = progress_versions_queries.unconfirmed(still_open, codename)
    if changed:
        raise Refused(
            f"Isian atau rubrik berubah sejak dinilai: indikator {', '.join(map(str, changed))}. "
            "Periksa lagi, lalu simpan nilainya, tetap atau baru."
        )


def _verify(by: User, evaluasi: Evaluasi, previous: State, reason: str, facts: Facts) -> None:
    _require_confirmed(evaluasi, "verify")


def _validate(by: User, evaluasi: Evaluasi, previous: State, reason: str, facts: Facts) -> None:
    """Nothing is decided on a figure that is not final, nor over an open objection."""
    waiting = objection_queries.open_numbers(evaluasi)
    if waiting:
        numbers = ", ".join(map(str, waiting))
        raise Refused(
            f"Sanggahan {evaluasi.nama_unit} belum diputus: indikator {numbers}. Tunggu "
            "putusannya, atau tutup dengan alasan pada halaman sanggahan evaluasi itu."
        )
    if evaluasi.survei is not None:
        _settle_survey(evaluasi.survei)
    hasil = result_services.compute_now(evaluasi)
    if hasil.ipp is None:
        missing = "; ".join(hasil.rincian.get("missing", []))
        raise Refused(f"Hasil {evaluasi.nama_unit} belum final. {missing}.")


def _settle_survey(survei: Survei) -> None:
    """All answers of a decided figure were looked at for bursts, and none waits any more: what
    nobody reviewed goes by the rule of the cycle."""
    tally_services.count_batch(survei=survei)
    if uncounted(survei):
        raise Refused(
            "Jawaban survei terakhir sedang dihitung. Validasi lagi sebentar.", status=409
        )
    survey_review.settle(survei)


def _end(by: User, evaluasi: Evaluasi, previous: State, reason: str, facts: Facts) -> None:
    evaluasi.akhir_alasan = reason
    evaluasi.akhir_surat = facts.get("surat", "")[:100]
    evaluasi.akhir_dari = previous
    evaluasi.pengganti = facts.get("pengganti")


def _close_without_ipp(
    by: User, evaluasi: Evaluasi, previous: State, reason: str, facts: Facts
) -> None:
    """For want of respondents alone, and once nobody can answer any more."""
    now, survei = timezone.now(), evaluasi.survei
    hasil = result_services.compute_now(evaluasi)
    if hasil.ipp is not None or survei is None:
        raise Refused(
            f"{evaluasi.nama_unit} sudah mempunyai IPP; yang lengkap tidak dapat ditutup tanpa IPP."
            if hasil.ipp is not None
            else f"{evaluasi.nama_unit} tidak mempunyai survei yang respondennya kurang."
        )
    if survei.buka <= now < survei.tutup:
        raise Refused(
            f"Survei {evaluasi.nama_unit} masih dibuka sampai {waktu(survei.tutup)}. Tutup tanpa "
            "IPP sesudah itu, atau perpanjang surveinya."
        )
    _end(by, evaluasi, previous, reason, facts)


def _restore(by: User, evaluasi: Evaluasi, previous: State, reason: str, facts: Facts) -> None:
    evaluasi.akhir_alasan = evaluasi.akhir_surat = evaluasi.akhir_dari = ""
    evaluasi.pengganti = None


EFFECTS: dict[Action, Effect] = {
    Action.KIRIM_F01: _submit,
    Action.TARIK_KEMBALI: _take_back,
    Action.KEMBALIKAN_F01: _return_f01,
    Action.MULAI_NILAI: _start_scoring,
    Action.SELESAI_F02: _finish_f02,
    Action.VERIFIKASI: _verify,
    Action.BUKA_F02: _reopen_f02,
    Action.BATAL_VALIDASI: _unvalidate,
    Action.VALIDASI: _validate,
    Action.TIDAK_MENGISI: _end,
    Action.TIDAK_DAPAT_DINILAI: _end,
    Action.GANTI: _end,
    Action.BATALKAN: _end,
    Action.TUTUP_TANPA_IPP: _close_without_ipp,
    Action.PULIHKAN: _restore,
}
