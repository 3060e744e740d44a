"""Recommendations per aspect: each is saved singly, by script or by a plain form."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.queries.evaluations import get_evaluasi
from evaluations.core.views import saves
from evaluations.f02.pages import f02 as f02_pages
from evaluations.f02.queries import advice
from evaluations.f02.queries.desk import get_desk
from evaluations.f02.services.late import lay_before_successor
from evaluations.f02.services.levels import (
    keep_refused_recommendation,
    remove_recommendation,
    save_recommendation,
)
from evaluations.f02.views.evaluator import overview_page
from evaluations.models import Evaluasi, Rekomendasi
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Conflict, Refused


@require_POST
def f02_recommend(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Add one, or change the one that `rekomendasi` names."""
    if request.content_type == "application/json":
        return _by_script(request, evaluasi)
    return _by_form(request, evaluasi)


def _by_script(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    def work(found: Evaluasi, save: saves.Save) -> dict[str, Any]:
        row = _save(
            request,
            found,
            aspek=save.text("aspek"),
            teks=save.text("teks"),
            indikator=_number(save.text("indikator")),
            rekomendasi=_uuid(save.text("rekomendasi")),
            baru=_uuid(save.text("baru")),
            versi=save.versi,
            kunci=save.kunci,
        )
        told = {"versi": row.versi, "uuid": str(row.uuid)}
        if save.text("rekomendasi"):
            return told
        return {**told, "html": _html(request, found, row)}

    def load() -> Evaluasi:
        return get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)

    def keep(row: Rekomendasi, save: saves.Save) -> None:
        keep_refused_recommendation(
            by=request.user, current=row, teks=save.text("teks"), based_on=save.versi
        )

    def handed(save: saves.Save) -> str:
        aspek = save.text("aspek")
        which = save.text("rekomendasi") or save.text("baru") or save.text("indikator")
        return lay_before_successor(
            by=request.user,
            evaluasi=evaluasi,
            target=f"rekomendasi:{aspek}:{which}",
            aspek=aspek,
            content={"teks": save.text("teks"), "aspek": aspek},
        )

    return saves.answer(request, work, load=load, describe=_present, keep=keep, handed=handed)


def _html(request: UserRequest, evaluasi: Evaluasi, row: Rekomendasi) -> str:
    aspek = evaluasi.versi.instrumen.aspek(row.aspek)
    context = {"evaluasi": evaluasi, "isi": f02_pages.writing(aspek, row)}
    return render_to_string("evaluations/f02/_recommendations.html", context, request)


def _present(row: Rekomendasi) -> dict[str, Any]:
    return {
        "versi": row.versi,
        "teks": row.teks,
        "oleh": str(row.oleh),
        "pada": saves.clock(row.pada),
    }


def _by_form(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    found = get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)
    post = request.POST
    typed = {name: post.get(name, "") for name in ("aspek", "teks", "indikator", "rekomendasi")}
    try:
        _save(
            request,
            found,
            aspek=typed["aspek"],
            teks=typed["teks"],
            indikator=_number(typed["indikator"]),
            rekomendasi=_uuid(typed["rekomendasi"]),
            versi=_number(post.get("versi", "")) or 0,
            kunci=_uuid(post.get("kunci", "")) or uuid4(),
        )
    except Refused as error:
        words, versi = error.message, post.get("versi", "0")
        if isinstance(error, Conflict):
            words += f" Sekarang tertulis: «{error.current.teks}». Simpan lagi untuk menggantinya."
            versi = error.current.versi
        shown = {**typed, "galat": words, "versi": versi}
        desk = get_desk(request.user, evaluasi)
        return overview_page(request, desk, status=error.status, refused=shown)
    messages.success(request, "Rekomendasi tersimpan.")
    return redirect(_place(found, typed["aspek"]))


def _save(
    request: UserRequest,
    evaluasi: Evaluasi,
    *,
    aspek: str,
    teks: str,
    indikator: int | None,
    rekomendasi: UUID | None,
    versi: int,
    kunci: UUID,
    baru: UUID | None = None,
) -> Rekomendasi:
    return save_recommendation(
        by=request.user,
        evaluasi=evaluasi,
        aspek=aspek,
        teks=teks,
        indikator=indikator,
        rekomendasi=rekomendasi,
        baru=baru,
        based_on=versi,
        key=kunci,
    )


def _number(text: str) -> int | None:
    """A number of a form, None where the field is blank."""
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise Refused("Isian tidak lengkap. Muat ulang halaman.", status=400)
    return int(text)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Refused("Isian tidak lengkap. Muat ulang halaman.", status=400) from None


@require_safe
def f02_earlier(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Earlier recommendations for an aspect (`aspek`, `indikator`, `q`): a fragment, or a page."""
    desk = get_desk(request.user, evaluasi)
    asked = request.GET
    aspek = next((a for a in desk.instrumen.semua_aspek if a.kode == asked.get("aspek")), None)
    if aspek is None or not f02_pages.may_recommend(desk)[aspek.kode]:
        raise Http404
    text = asked.get("indikator", "")
    indikator = int(text) if text.isdecimal() and len(text) < 4 else None
    words = texts.storable(asked.get("q", ""))[:100]
    found = advice.earlier(
        request.user, desk.evaluasi, aspek.kode, indikator=indikator, words=words
    )
    context = {
        "evaluasi": desk.evaluasi,
        "aspek": aspek,
        "indikator": indikator,
        "q": words,
        "terdahulu": found[: advice.LIMIT],
        "penuh": len(found) > advice.LIMIT,
    }
    name = "_earlier.html" if request.htmx else "earlier.html"
    return render(request, f"evaluations/f02/{name}", context)


@require_POST
def f02_recommend_remove(request: UserRequest, evaluasi: UUID, rekomendasi: UUID) -> HttpResponse:
    found = get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)
    aspek = ""
    try:
        aspek = remove_recommendation(by=request.user, evaluasi=found, rekomendasi=rekomendasi)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Rekomendasi dihapus.")
    return redirect(_place(found, aspek))


def _place(evaluasi: Evaluasi, aspek: str) -> str:
    place = reverse("evaluations:f02", args=[evaluasi.uuid])
    return f"{place}#rekomendasi-{aspek}" if aspek else place
