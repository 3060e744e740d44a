"""The one writer of levels, notes and recommendations."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.core import assignments
from evaluations.core.queries import conflicts
from evaluations.core.queries import errata as errata_queries
from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.core.services import errata
from evaluations.core.services.saving import claim, hold, keep_lost, settle
from evaluations.models import Evaluasi, Nilai, PeranNilai, Rekomendasi, Simpanan
from evaluations.models.siklus import NilaiDipakai
from evaluations.progress.services import steps
from evaluations.results import services as result_services
from evaluations.rules.workflow import State
from instruments import rules
from pekppp.accounts import audit
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Conflict, Refused

TEXTS = ("alasan", "alasan_tidak_terverifikasi", "catatan_unit", "catatan_internal")
MARKS = ("tidak_terverifikasi", "diamati")
FIELDS = ("level", *MARKS, *TEXTS)
MAX_TEXT = 4000


def require_may_score(by: User, evaluasi: Evaluasi, indikator: int, peran: PeranNilai) -> None:
    """PermissionDenied unless this person may give this level; Refused when it is too late."""
    aspek = evaluasi.versi.instrumen.aspek_dari(indikator).kode
    if conflicts.belongs(by, evaluasi):
        raise PermissionDenied("belongs to the unit")
    if peran == PeranNilai.SANGGAH:
        raise PermissionDenied("written by the decision on an objection alone")
    if peran == PeranNilai.SEPAKAT:
        allowed = by.has_perm(Permission.LEAD, evaluasi)
    else:
        codename = "verify" if peran == PeranNilai.VERIFIKATOR else "score"
        allowed = assignments.may_on_aspect(by, evaluasi, aspek, codename)
    if not allowed:
        raise PermissionDenied(f"{peran} on {indikator}")
    if peran == PeranNilai.VERIFIKATOR:
        if evaluasi.state != State.F02_SELESAI:
            raise Refused("Verifikasi dilakukan setelah F02 selesai.", status=403)
        return
    if evaluasi.state != State.DINILAI:
        raise Refused("F02 sedang tidak dibuka, jadi nilai tidak dapat diubah.", status=403)


@transaction.atomic
def save_score(
    *,
    by: User,
    evaluasi: Evaluasi,
    indikator: int,
    peran: PeranNilai,
    changes: dict[str, Any],
    based_on: int,
    key: UUID,
) -> Nilai:
    """Save level, reasons and notes of one indicator: only the fields named in `changes`.

    Scoring starts the assessment where the F01 has been sent (or its time is over). A level that
    differs from the suggestion, and "tidak dapat diverifikasi", need a reason; 0 is a level. Where
    the cycle hides the suggestion, the first level is taken as it is, and its reason is owed until
    the F02 is finished (`progress.queries.reasons`): asking for it now would tell the suggestion.
    Raises Refused, Conflict (carrying the present Nilai), PermissionDenied.
    """
    _known_indicator(evaluasi, indikator)
    if peran == PeranNilai.EVALUATOR:
        steps.start_assessment(by=by, evaluasi=evaluasi)
    hold(evaluasi)
    require_may_score(by, evaluasi, indikator, peran)
    if peran != PeranNilai.VERIFIKATOR:
        steps.require_open(evaluasi, steps.Kegiatan.NILAI_F02, "Masa penilaian F02")
    clean = _clean(evaluasi, changes)
    claimed, replay = claim(
        by=by,
        evaluasi=evaluasi,
        key=key,
        target=f"nilai:{peran}:{indikator}",
        payload=clean,
        based_on=based_on,
    )
    row = _locked(by, evaluasi, indikator, peran)
    if replay and row is not None:
        return _replayed(row, claimed, clean)
    if row is None:
        row = _new(by, evaluasi, indikator, peran, based_on)
    if row.versi != based_on and any(getattr(row, name) != clean[name] for name in clean):
        raise Conflict("Nilai ini sudah diubah di tempat lain.", current=row)
    # A level that is given again on a later submission of the F01 confirms it.
    # So does one whose rubric was mended.
    confirms = "level" in clean and (
        row.putaran != evaluasi.putaran or row.pk in errata_queries.to_look_at([evaluasi])
    )
    if row.pk and not confirms and all(getattr(row, name) == clean[name] for name in clean):
        settle(claimed, row.versi)
        return row
    if "level" in clean:
        row.putaran = evaluasi.putaran
        _take_the_place_of_a_decision(by, evaluasi, indikator, peran)
    first = row.level is None
    blind = evaluasi.siklus.sembunyikan_usulan and first
    for name, value in clean.items():
        setattr(row, name, value)
    _require_reasons(evaluasi, row, clean, blind=blind and peran == PeranNilai.EVALUATOR)
    row.oleh = by
    row.versi += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # another device of the same person, this very moment
        current = _locked(by, evaluasi, indikator, peran)
        raise Conflict("Nilai ini sudah diubah di tempat lain.", current=current) from None
    if "level" in clean:
        errata.seen(row)
    if first and row.level is not None and peran == PeranNilai.EVALUATOR:
        # His own takes the place of one that he had taken over.
        Nilai.objects.filter(evaluasi=evaluasi, indikator=indikator, penerus=by).update(
            penerus=None
        )
    settle(claimed, row.versi)
    result_services.mark_stale(evaluasi)
    return row


def keep_refused_score(*, by: User, current: Nilai, changes: dict[str, Any], based_on: int) -> None:
    """Level, reasons or notes that lost a conflict stay in the history."""
    require_may_score(by, current.evaluasi, current.indikator, PeranNilai(current.peran))
    clean = _clean(current.evaluasi, changes)
    keep_lost(by=by, current=current, values=clean, based_on=based_on)


def _take_the_place_of_a_decision(
    by: User, evaluasi: Evaluasi, indikator: int, peran: PeranNilai
) -> None:
    """A level given after an F02 was opened again ends what an objection decided before.

    The objection itself keeps its decision, and the history its level.
    """
    beside = evaluasi.siklus.nilai_dipakai != NilaiDipakai.VERIFIKATOR
    if peran == PeranNilai.VERIFIKATOR and beside:
        return  # it does not enter the figure
    row = (
        Nilai.objects.select_for_update()
        .filter(evaluasi=evaluasi, indikator=indikator, peran=PeranNilai.SANGGAH)
        .exclude(level=None)
        .first()
    )
    if row is None:
        return
    before, row.level = row.level, None
    row.versi += 1
    row.save()
    audit.write(
        by=by, action="putusan_sanggah_diganti", thing=evaluasi, indikator=indikator, dari=before
    )


def _replayed(row: Any, claimed: Simpanan, clean: dict[str, Any]) -> Any:
    """What a repeated save finds: its own outcome, or that it was overwritten since."""
    if row.versi != claimed.versi and any(getattr(row, name) != clean[name] for name in clean):
        raise Conflict("Isian ini sudah diubah di tempat lain.", current=row)
    return row


def _known_indicator(evaluasi: Evaluasi, indikator: int) -> None:
    try:
        evaluasi.versi.instrumen.indikator(indikator)
    except KeyError:
        raise Refused("Indikator ini tidak ada pada instrumen.", status=404) from None


def _clean(evaluasi: Evaluasi, changes: dict[str, Any]) -> dict[str, Any]:
    unknown = set(changes) - set(FIELDS)
    if unknown or not changes:
        raise Refused("Isian tidak dikenal.")
    clean = dict(changes)
    skala = evaluasi.versi.instrumen.skala
    if "level" in clean:
        level = clean["level"]
        whole = isinstance(level, int) and not isinstance(level, bool)
        if level is not None and not (whole and level in skala):
            raise Refused(
                f"Nilai berupa bilangan bulat {skala.minimum} sampai {skala.maksimum}.",
                field="level",
            )
    for name in MARKS:
        if not isinstance(clean.get(name, False), bool):
            raise Refused("Tanda ini tidak dikenal.", field=name)
    for name in TEXTS:
        if name in clean:
            clean[name] = texts.at_most(str(clean[name] or ""), name, MAX_TEXT)
    return clean


def _locked(by: User, evaluasi: Evaluasi, indikator: int, peran: PeranNilai) -> Nilai | None:
    rows = Nilai.objects.select_for_update(of=("self",)).select_related("oleh")
    rows = rows.filter(evaluasi=evaluasi, indikator=indikator, peran=peran)
    if peran != PeranNilai.SEPAKAT:
        rows = rows.filter(oleh=by)
    return rows.first()


def _new(by: User, evaluasi: Evaluasi, indikator: int, peran: PeranNilai, based_on: int) -> Nilai:
    if based_on != 0:
        raise Refused("Versi nilai tidak dikenal. Muat ulang halaman.", status=409)
    return Nilai(
        instansi_id=evaluasi.instansi_id,
        siklus_id=evaluasi.siklus_id,
        evaluasi=evaluasi,
        indikator=indikator,
        peran=peran,
        oleh=by,
        versi=0,
    )


def reference_level(evaluasi: Evaluasi, indikator: int, peran: PeranNilai) -> int | None:
    """What a level is compared with: the suggestion, or for a verifier the evaluators' level."""
    if peran == PeranNilai.VERIFIKATOR:
        decided = evaluation_queries.decided_levels(evaluasi).get(indikator)
        value = decided.evaluator if decided else None
        return int(value) if value is not None and value.denominator == 1 else None
    if peran == PeranNilai.SEPAKAT:
        return None
    answers = evaluation_queries.answers_of(evaluasi).get(indikator)
    usulan = rules.suggest(
        evaluasi.versi.instrumen.indikator(indikator), evaluation_queries.values_of(answers)
    )
    return usulan.level if usulan else None


def _require_reasons(
    evaluasi: Evaluasi, row: Nilai, changed: Collection[str], *, blind: bool
) -> None:
    """Asked of whoever changes the level or its reason, not of one who only writes a note, nor of
    one who has not seen the suggestion (`blind`)."""
    if row.tidak_terverifikasi and not row.alasan_tidak_terverifikasi:
        raise Refused(
            "Tulis alasan mengapa tidak dapat diverifikasi.", field="alasan_tidak_terverifikasi"
        )
    if not row.tidak_terverifikasi:
        row.alasan_tidak_terverifikasi = ""
    if blind or row.level is None or row.alasan or not {"level", "alasan"} & set(changed):
        return
    reference = reference_level(evaluasi, row.indikator, PeranNilai(row.peran))
    if reference is not None and row.level != reference:
        whose = "nilai evaluator" if row.peran == PeranNilai.VERIFIKATOR else "usulan"
        raise Refused(f"Nilai berbeda dari {whose} ({reference}). Tulis alasannya.", field="alasan")


@transaction.atomic
def save_recommendation(
    *,
    by: User,
    evaluasi: Evaluasi,
    aspek: str,
    teks: str,
    key: UUID,
    indikator: int | None = None,
    rekomendasi: UUID | None = None,
    baru: UUID | None = None,
    based_on: int = 0,
) -> Rekomendasi:
    """Add a recommendation for an aspect or indicator, or change one (`rekomendasi`).

    `baru` is the public id that a device without network gave to a new one: so it can be changed
    there before it has arrived here.
    """
    steps.start_assessment(by=by, evaluasi=evaluasi)
    hold(evaluasi)
    _require_may_recommend(by, evaluasi, aspek)
    text = texts.required(teks, "teks", MAX_TEXT, "Rekomendasi belum ditulis.")
    if indikator is not None:
        _known_indicator(evaluasi, indikator)
    claimed, replay = claim(
        by=by,
        evaluasi=evaluasi,
        key=key,
        target=f"rekomendasi:{aspek}:{rekomendasi or baru or key}",
        payload=[indikator, text],
        based_on=based_on,
    )
    # A new one takes the key as its public id: a replay finds the same row.
    name = rekomendasi or baru or key
    row = (
        Rekomendasi.objects.select_for_update(of=("self",))
        .filter(evaluasi=evaluasi, uuid=name)
        .first()
    )
    if replay and row is not None:
        return _replayed(row, claimed, {"teks": text, "indikator": indikator})
    if row is None:
        if rekomendasi is not None:
            raise Refused("Rekomendasi ini tidak ada lagi.", status=404)
        if Rekomendasi.objects.filter(uuid=name).exists():
            raise Refused("Kunci simpan ini sudah dipakai untuk isian lain.", status=422)
        row = Rekomendasi(
            uuid=name,
            instansi_id=evaluasi.instansi_id,
            siklus_id=evaluasi.siklus_id,
            evaluasi=evaluasi,
            versi=0,
        )
    else:
        # The aspect that was sent is where it would go; this is where it is.
        _require_may_recommend(by, evaluasi, row.aspek)
        if row.dihapus_pada is not None:
            raise Refused("Rekomendasi ini tidak ada lagi.", status=404)
        if row.versi != based_on:
            raise Conflict("Rekomendasi ini sudah diubah di tempat lain.", current=row)
    row.aspek, row.indikator, row.teks, row.oleh = aspek, indikator, text, by
    row.versi += 1
    row.save()
    settle(claimed, row.versi)
    return row


def keep_refused_recommendation(
    *, by: User, current: Rekomendasi, teks: str, based_on: int
) -> None:
    """Words that lost a conflict stay in the history."""
    _require_may_recommend(by, current.evaluasi, current.aspek)
    keep_lost(by=by, current=current, values={"teks": texts.clean(teks)}, based_on=based_on)


@transaction.atomic
def remove_recommendation(*, by: User, evaluasi: Evaluasi, rekomendasi: UUID) -> str:
    """Mark a recommendation as removed, its history stays; return the code of its aspect."""
    hold(evaluasi)
    row = (
        Rekomendasi.objects.select_for_update(of=("self",))
        .filter(evaluasi=evaluasi, uuid=rekomendasi, dihapus_pada__isnull=True)
        .first()
    )
    if row is None:
        raise Refused("Rekomendasi ini tidak ada lagi.", status=404)
    _require_may_recommend(by, evaluasi, row.aspek)
    row.dihapus_pada = timezone.now()
    row.save(update_fields=["dihapus_pada", "pada"])
    # On the evaluation: a name of the row's own would repeat its words to who may not read them.
    audit.write(
        by=by,
        action="hapus_rekomendasi",
        thing=evaluasi,
        rekomendasi=str(row.uuid),
        teks=row.teks[:200],
    )
    return row.aspek


def _require_may_recommend(by: User, evaluasi: Evaluasi, aspek: str) -> None:
    if conflicts.belongs(by, evaluasi):
        raise PermissionDenied("belongs to the unit")
    known = {item.kode for item in evaluasi.versi.instrumen.semua_aspek}
    if aspek not in known:
        raise Refused("Aspek ini tidak ada pada instrumen.", status=404)
    lead = by.has_perm(Permission.LEAD, evaluasi)
    if not lead and not assignments.may_on_aspect(by, evaluasi, aspek, "score"):
        raise PermissionDenied(f"recommend on {aspek}")
    if evaluasi.state != State.DINILAI:
        raise Refused("F02 sedang tidak dibuka, jadi rekomendasi tidak dapat diubah.", status=403)
    # Recommendations are part of the F02: what is told to the unit has the deadline of its levels.
    steps.require_open(evaluasi, steps.Kegiatan.NILAI_F02, "Masa penilaian F02")
