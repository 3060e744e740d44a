"""Filling the F01: one aspect a page, one answer a save, and the summary before sending it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.core import on_behalf
from evaluations.core.queries import calendar, checklist, errata, in_charge
from evaluations.core.queries.evaluations import (
    answers_of,
    running_beside,
    stored_values,
    viewers_of,
)
from evaluations.core.queries.f01 import get_f01, unconfirmed
from evaluations.core.services.notices import telling
from evaluations.core.views.checklist import tick
from evaluations.core.views.common import opens_without_network
from evaluations.core.views.saves import Save, answer, clock
from evaluations.core.words import period_words
from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.evidence.services import evidence
from evaluations.f01 import pages as f01_pages
from evaluations.f01.forms import SignedSubmitForm, SubmitForm
from evaluations.f01.queries import helping
from evaluations.f01.queries import prefill as f01_queries
from evaluations.f01.queries.prefill import Prefill
from evaluations.f01.queries.takeover import has_sources
from evaluations.f01.services.answers import Mended, Saved, keep_mended, keep_refused, save_answer
from evaluations.f01.services.checklist import tick_as_unit
from evaluations.f02.queries.desk import Desk
from evaluations.models import Evaluasi, Jawaban, Pengembalian
from evaluations.progress.queries import versions as progress_versions_queries
from evaluations.progress.services import ready, statements
from evaluations.progress.services.steps import advance
from evaluations.progress.services.versions import in_whose_right
from evaluations.rules.visibility import Field, Viewer, visible_fields
from evaluations.rules.workflow import F02_OPEN, Action
from evaluations.threads import queries as thread_queries
from instruments import rules
from instruments.spec import Aspek
from pekppp.accounts import queries as accounts
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission, Role
from pekppp.accounts.views.common import attempt
from pekppp.base.errors import Refused
from pekppp.base.files import filetypes


@require_safe
def f01_start(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """To the first question that has no answer, else to the first aspect."""
    found = get_f01(request.user, evaluasi)
    returned = calendar.open_return(found)
    waiting = progress_versions_queries.untouched(found, returned.indikator) if returned else ()
    return redirect(f01_queries.first_open(found, answers_of(found), waiting))


@opens_without_network
@require_safe
def f01(request: UserRequest, evaluasi: UUID, aspek: str) -> HttpResponse:
    """One aspect (or `tambahan`): its indicators as cards, read-only for who may not fill."""
    found = get_f01(request.user, evaluasi)
    part = _aspect(found, aspek)
    answers = answers_of(found)
    tabs = f01_pages.tabs(found, answers, current=part.kode)
    may_fill = request.user.has_perm(Permission.FILL_F01, found)
    codes = [tab.kode for tab in tabs]
    at = codes.index(part.kode)
    returned = calendar.open_return(found)
    context = {
        "evaluasi": found,
        "aspek": part,
        "tabs": tabs,
        "terisi": sum(tab.terisi for tab in tabs),
        "jumlah": sum(tab.jumlah for tab in tabs),
        "sebelum": tabs[at - 1] if at else None,
        "sesudah": tabs[at + 1] if at + 1 < len(tabs) else None,
        "may_fill": may_fill,
        "terkunci": calendar.f01_refusal(found),
        "tenggat": calendar.f01_window(found).deadline(timezone.now()),
        "dikembalikan": returned,
        "ralat": errata.notes(found),
        "lihat_jawaban": True,
        "diminta": _asked_for(found, returned),
        "periode": period_words(found),
        "sejalan": running_beside(request.user, found) if may_fill else [],
        "penanggung_jawab": in_charge.of(found).get(part.kode),
        "membagi": in_charge.divides_now(request.user, found),
        "ada_sumber": may_fill and has_sources(request.user, found),
        "reviu": helping.reviews(found).first(),
        "atas_nama": on_behalf.filled_by(found),
        **_cards(request, found, part, answers, may_fill, returned),
    }
    context |= f01_pages.to_do(context["cards"], tabs)
    return render(request, "evaluations/f01/f01.html", context)


def _asked_for(
    evaluasi: Evaluasi, returned: Any, same: Collection[int] = ()
) -> list[dict[str, Any]]:
    """The returned indicators: where each is, why it came back, whether it is as it was."""
    return [
        {
            "nomor": nomor,
            "url": _card_url(evaluasi, nomor),
            "alasan": returned.tentang(nomor),
            "tetap": nomor in same,
        }
        for nomor in (returned.indikator if returned else ())
    ]


def _card_url(evaluasi: Evaluasi, nomor: int) -> str:
    kode = evaluasi.versi.instrumen.aspek_dari(nomor).kode
    return reverse("evaluations:f01", args=[evaluasi.uuid, kode]) + f"#i-{nomor}"


def _cards(
    request: UserRequest,
    found: Evaluasi,
    part: Aspek,
    answers: Any,
    may_fill: bool,
    returned: Pengembalian | None,
) -> dict[str, Any]:
    files = evidence_queries.listed(found)
    mine = [row for i in part.indikator for row in files.get(i.nomor, [])]
    viewers = viewers_of(request.user, found)
    # The page of the F02 hides a suggestion from who is to judge first; so does this one.
    judging = Viewer.EVALUATOR in viewers and found.siklus.sembunyikan_usulan
    desk = Desk(request.user, found) if judging else None
    evidence_queries.flag(request.user, found, mine, viewers)
    closed_for = {
        i.nomor: calendar.f01_refusal(found, i.nomor) if may_fill else "baca"
        for i in part.indikator
    }
    still_open = [nomor for nomor, closed in closed_for.items() if not closed]
    lalu = f01_queries.offers(found, answers, still_open)
    catatan = f01_queries.recorded(found, answers, still_open)
    taken = unconfirmed(found)
    made = []
    for indikator in part.indikator:
        nomor = indikator.nomor
        closed = closed_for[nomor]
        made.append(
            f01_pages.card(
                indikator,
                answers.get(nomor),
                bukti=files.get(nomor, []),
                terkunci=closed,
                bukti_terkunci=closed or evidence.refusal(found, nomor),
                suggest=desk is None or not desk.hides_suggestion(nomor),
                lalu=lalu,
                catatan=catatan.get(nomor),
                dikembalikan=(returned.tentang(nomor) or returned.alasan)
                if returned and nomor in returned.indikator
                else "",
                diambil=taken.get(nomor),
            )
        )
    return {
        "cards": made,
        "diambil": [card.diambil for card in made if card.diambil and not card.terkunci],
        **_documents(request, found, part, files, viewers),
        **_last_time(found, lalu),
        "catatan": catatan,
        "utas": thread_queries.tallies(found),
        "accept": filetypes.ACCEPT,
        "maks": settings.BUKTI_MAX_BYTES,
        "sisi_foto": settings.FOTO_SISI_MAKS,
        "unggahan": evidence_queries.unfinished(request.user, found) if may_fill else [],
    }


def _documents(
    request: UserRequest, found: Evaluasi, part: Aspek, files: Any, viewers: Any
) -> dict[str, Any]:
    """By indicator number, the documents that it asks for."""
    ticks = checklist.ticks_of(found)
    # An evaluator compares at his desk, where colleagues' findings wait for his own.
    judging = Viewer.EVALUATOR in viewers and found.status in F02_OPEN
    findings = not judging and Field.LEVEL in visible_fields(viewers, found.status)
    return {
        "dokumen": {
            i.nomor: checklist.documents(
                request.user,
                i,
                ticks,
                answers=True,
                findings=findings,
                bukti=files.get(i.nomor, ()),
            )
            for i in part.indikator
        },
    }


def _last_time(found: Evaluasi, lalu: Prefill | None) -> dict[str, Any]:
    if lalu is None:
        return {"lalu": None}
    tahun = lalu.sumber.siklus.tahun
    last = tahun == found.siklus.tahun - 1
    return {
        "lalu": lalu,
        "lalu_tahun": f"tahun lalu ({tahun})" if last else f"tahun {tahun}",
        "lalu_periode": period_words(lalu.sumber),
    }


def _aspect(evaluasi: Evaluasi, kode: str) -> Aspek:
    try:
        return evaluasi.versi.instrumen.aspek(kode)
    except KeyError:
        raise Http404 from None


@require_POST
def jawaban(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Save one answer: {indikator, pertanyaan, nilai, versi, kunci} as JSON."""

    def load() -> Evaluasi:
        return get_f01(request.user, evaluasi, Permission.FILL_F01, with_result=False)

    def work(found: Evaluasi, save: Save) -> dict[str, Any]:
        indikator, question = save.number("indikator"), save.text("pertanyaan")
        value = save.data.get("nilai")
        try:
            saved = save_answer(
                by=request.user,
                evaluasi=found,
                indikator=indikator,
                question=question,
                value=value,
                based_on=save.versi,
                key=save.kunci,
            )
        except Mended as mended:
            keep_mended(
                by=request.user,
                evaluasi=found,
                indikator=indikator,
                question=question,
                value=value,
                mended=mended,
            )
            raise
        return _saved(request, found, saved)

    def keep(row: Jawaban, save: Save) -> None:
        keep_refused(
            by=request.user, current=row, value=save.data.get("nilai"), based_on=save.versi
        )

    return answer(request, work, load=load, describe=_present, keep=keep)


@require_POST
def dokumen(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Tick one of the documents that an indicator asks for."""
    return tick(
        request,
        tick_as_unit,
        load=lambda: get_f01(request.user, evaluasi, Permission.FILL_F01, with_result=False),
    )


def _saved(request: UserRequest, evaluasi: Evaluasi, saved: Saved) -> dict[str, Any]:
    """What the page needs after a save, small enough for a poor line."""
    row, instrumen = saved.jawaban, evaluasi.versi.instrumen
    indikator = instrumen.indikator(row.indikator)
    answers = stored_values([evaluasi.pk])[evaluasi.pk]
    values = answers[indikator.nomor]
    progress = {i.nomor: rules.progress(i, answers[i.nomor]) for i in instrumen.semua_indikator}
    beside = [progress[i.nomor] for i in instrumen.aspek_dari(row.indikator).indikator]
    return {
        "versi": row.versi,
        "nilai": row.nilai,
        "oleh": str(row.oleh),
        # A repeated save may find that somebody has changed the answer since.
        "milik_lain": saved.replay and row.oleh_id != request.user.pk,
        "tampil": sorted(rules.tampil(indikator, values)),
        "hidup": f01_pages.live(indikator, values),
        "kemajuan": {
            "indikator": progress[indikator.nomor],
            "aspek": [sum(part) for part in zip(*beside, strict=True)],
            "semua": [sum(part) for part in zip(*progress.values(), strict=True)],
        },
    }


def _present(row: Jawaban) -> dict[str, Any]:
    """The answer that is there now, for somebody whose save came too late."""
    indikator = row.evaluasi.versi.instrumen.indikator(row.indikator)
    pertanyaan = indikator.pertanyaan_dengan(row.pertanyaan)
    return {
        "versi": row.versi,
        "nilai": row.nilai,
        "kata": rules.in_words(pertanyaan, row.nilai),
        "oleh": str(row.oleh),
        "pada": clock(row.pada),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def kirim(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Everything before sending, gaps first; the head of the unit declares and submits."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    returned = calendar.open_return(found)
    numbers = returned.indikator if returned else ()
    summary = f01_pages.summary(found, answers_of(found), evidence_queries.listed(found), numbers)
    may_submit = request.user.has_perm(Permission.SUBMIT_F01, found)
    declaration = (
        f01_pages.declared_on_behalf(found, request.user)
        if on_behalf.fills_for(request.user, found)
        else f01_pages.declared_by_head(found, in_whose_right(request.user, found))
    )
    same = progress_versions_queries.untouched(found, numbers)
    taken = [n for n in unconfirmed(found) if not numbers or n in numbers]
    form = (SubmitForm if may_submit else SignedSubmitForm)(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        gaps=len(summary.kosong),
        untouched=same,
    )

    def submit(data: dict[str, Any]) -> Evaluasi:
        return advance(
            by=request.user,
            evaluasi=found,
            action=Action.KIRIM_F01,
            confirmed_gaps=bool(data.get("confirmed_gaps")),
            confirmed_untouched=bool(data.get("confirmed_untouched")),
            declaration=declaration,
            statement=statements.read(
                file=data["berkas"],
                penanda_tangan=data["penanda_tangan"],
                ditandatangani=data["ditandatangani"],
            )
            if data.get("berkas")
            else None,
        )

    with telling() as told:
        sent = attempt(form, submit)
    if sent:
        receipt = progress_versions_queries.latest(found)
        number = f" Tanda terima nomor {receipt.nomor} ada di halaman ini." if receipt else ""
        messages.success(request, told.after("F01 sudah dikirim.") + number)
        return redirect("evaluations:evaluasi", found.uuid)
    context = {
        "evaluasi": found,
        "ringkas": summary,
        "diambil": [(n, _card_url(found, n)) for n in taken],
        "dikembalikan": returned,
        "diminta": _asked_for(found, returned, same),
        "belum_diubah": same,
        "form": form,
        "pernyataan": declaration,
        "may_submit": may_submit,
        "kepala": accounts.members_of_unit(found.unit, Role.KEPALA),
        "terkunci": calendar.f01_refusal(found),
        "tenggat": calendar.f01_window(found).deadline(timezone.now()),
        "simpan_url": reverse("evaluations:f01_answer", args=[found.uuid]),
        "reviu": helping.reviews(found).first(),
    }
    return render(request, "evaluations/f01/submit.html", context)


@require_POST
def siap(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Whoever fills asks the head of the unit to send."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    try:
        told = ready.declare_ready(by=request.user, evaluasi=found)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        names = ", ".join(map(str, told))
        messages.success(request, f"F01 dinyatakan siap. {names} diberi tahu untuk mengirimnya.")
    return redirect("evaluations:f01_submit", found.uuid)


@require_POST
def batal_siap(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    try:
        ready.take_back(by=request.user, evaluasi=found)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, "F01 tidak lagi dinyatakan siap; kepala unit tidak diminta.")
    return redirect("evaluations:f01_submit", found.uuid)
