"""Evidence of the F01: attach, describe, replace, remove, download."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.core.queries.f01 import get_f01
from evaluations.evidence.forms import AskedForm, ExplainForm, ReplaceForm
from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.evidence.services import evidence, existing
from evaluations.models import Berkas, Bukti, Evaluasi
from pekppp.accounts.middleware import wants_json
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt
from pekppp.base.errors import Refused
from pekppp.base.files import filetypes
from pekppp.base.files.storages import stored_file


def place_of(evaluasi: Evaluasi, nomor: int) -> str:
    """Where the evidence of an indicator stands on its page."""
    kode = evaluasi.versi.instrumen.aspek_dari(nomor).kode
    return reverse("evaluations:f01", args=[evaluasi.uuid, kode]) + f"#bukti-{nomor}"


@require_POST
def upload(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """One or several files for an indicator. A script gets the new list, a form the page."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    nomor = indicator_of(found, request.POST.get("indikator", ""))
    files = request.FILES.getlist("berkas")
    problems = [] if files else ["Pilih berkas dahulu."]
    taken = []
    for file in files:
        try:
            made = evidence.add_evidence(
                by=request.user, evaluasi=found, indikator=nomor, file=file
            )
        except Refused as error:
            problems.append(error.message)
        else:
            taken.append(made.nama)
    if wants_json(request):
        html = list_html(request, found, nomor)
        status = 200 if taken else 422
        return JsonResponse({"html": html, "terima": taken, "pesan": problems}, status=status)
    for problem in problems:
        messages.error(request, problem)
    if taken:
        messages.success(request, f"Tersimpan: {', '.join(taken)}.")
    return redirect(place_of(found, nomor))


def indicator_of(evaluasi: Evaluasi, given: str) -> int:
    """The number of an indicator of this instrument, from what a request says; 404 for others."""
    known = {str(item.nomor): item.nomor for item in evaluasi.versi.instrumen.semua_indikator}
    if given not in known:
        raise Http404
    return known[given]


def list_html(request: UserRequest, evaluasi: Evaluasi, nomor: int) -> str:
    """The evidence of one indicator as the page of the unit shows it."""
    rows = evidence_queries.listed(evaluasi).get(nomor, [])
    evidence_queries.flag(request.user, evaluasi, rows)
    context = {
        "evaluasi": evaluasi,
        "bukti": rows,
        "may_change": not evidence.refusal(evaluasi, nomor),
    }
    return render_to_string("evaluations/evidence/_evidence.html", context, request)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponse:
    """What is said about a file; replacing and removing it start from the same page."""
    found, row = _own(request, evaluasi, bukti)
    form = _evidence_form(found, row, request.POST if request.method == "POST" else None)

    def save(data: dict[str, Any]) -> Bukti:
        return evidence.update_evidence(by=request.user, evaluasi=found, bukti=row.uuid, **data)

    if attempt(form, save):
        messages.success(request, f"Keterangan «{row.nama}» disimpan.")
        return redirect(place_of(found, row.indikator))
    return _edit_page(request, found, row, form=form)


@require_POST
def replace(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponse:
    """A new file in the place of one."""
    found, row = _own(request, evaluasi, bukti)
    form = ReplaceForm(request.POST, request.FILES)

    def save(data: dict[str, Any]) -> Bukti:
        return evidence.replace_evidence(
            by=request.user, evaluasi=found, bukti=row.uuid, file=data["berkas"]
        )

    made = attempt(form, save)
    if made:
        messages.success(request, f"«{row.nama}» diganti dengan «{made.nama}».")
        return redirect(place_of(found, row.indikator))
    return _edit_page(request, found, row, replace_form=form)


@require_POST
def reuse(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponse:
    """The same file for another indicator too."""
    found, row = _own(request, evaluasi, bukti)
    nomor = indicator_of(found, request.POST.get("indikator", ""))
    try:
        existing.reuse_evidence(by=request.user, evaluasi=found, bukti=row.uuid, indikator=nomor)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"«{row.nama}» dipakai juga untuk indikator {nomor}.")
    return redirect(place_of(found, nomor))


@require_POST
def explain(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponse:
    """Why a file that needs explaining is right."""
    found, row = _own(request, evaluasi, bukti)
    form = ExplainForm(request.POST)

    def save(data: dict[str, Any]) -> Bukti:
        return evidence.explain_evidence(by=request.user, evaluasi=found, bukti=row.uuid, **data)

    if attempt(form, save):
        messages.success(request, f"Penjelasan «{row.nama}» disimpan.")
        return redirect(place_of(found, row.indikator))
    return _edit_page(request, found, row, explain_form=form)


@require_POST
def remove(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponse:
    found, row = _own(request, evaluasi, bukti)
    try:
        evidence.remove_evidence(by=request.user, evaluasi=found, bukti=row.uuid)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"«{row.nama}» dihapus.")
    return redirect(place_of(found, row.indikator))


def _own(request: UserRequest, evaluasi: UUID, bukti: UUID) -> tuple[Evaluasi, Bukti]:
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    row = evidence_queries.get_listed_or_replaced(found, bukti)
    if row.dihapus_pada is not None:
        raise Http404
    return found, row


def _closed(request: UserRequest, evaluasi: Evaluasi, row: Bukti) -> str:
    try:
        evidence.require_may_attach(request.user, evaluasi, row.indikator, row.sanggahan)
    except Refused as error:
        return error.message
    return ""


def _evidence_form(evaluasi: Evaluasi, row: Bukti, data: Any = None) -> AskedForm:
    names = ("dokumen", "keterangan", "halaman", "tanggal_dokumen")
    asked = evaluasi.versi.instrumen.indikator(row.indikator).dokumen
    return AskedForm(
        data,
        initial={name: getattr(row, name) for name in names},
        dokumen=() if row.sanggahan_id else asked,
    )


def _edit_page(
    request: UserRequest,
    evaluasi: Evaluasi,
    row: Bukti,
    *,
    form: AskedForm | None = None,
    replace_form: ReplaceForm | None = None,
    explain_form: ExplainForm | None = None,
) -> HttpResponse:
    evidence_queries.flag(request.user, evaluasi, [row])
    others = [
        item for item in evaluasi.versi.instrumen.semua_indikator if item.nomor != row.indikator
    ]
    context = {
        "evaluasi": evaluasi,
        "bukti": row,
        "explain_form": explain_form or ExplainForm(initial={"penjelasan": row.penjelasan}),
        "versi_lama": evidence_queries.versions(row),
        "indikator_lain": others,
        "form": form or _evidence_form(evaluasi, row),
        "replace_form": replace_form or ReplaceForm(),
        "kembali": place_of(evaluasi, row.indikator),
        "terkunci": _closed(request, evaluasi, row),
        "accept": filetypes.ACCEPT,
    }
    return render(request, "evaluations/evidence/evidence.html", context)


@require_safe
def download(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponseBase:
    """The file, always as an attachment: nothing a unit hands in is shown as a page of ours."""
    found = get_f01(request.user, evaluasi)
    row = evidence_queries.get_listed_or_replaced(found, bukti)
    if row.berkas is None:  # a link: its address is on the page
        raise Http404
    return attachment(request, row.berkas, row.nama)


def attachment(request: UserRequest, berkas: Berkas, nama: str) -> HttpResponseBase:
    """The stored content to keep, whoever has asked for permission to hand it out."""
    etag = f'"{berkas.sha256}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = stored_file(
                berkas.path, as_attachment=True, filename=nama, content_type=berkas.tipe
            )
        except FileNotFoundError:
            raise Http404 from None
        response["ETag"] = etag
    # Kept by the browser, but asked about every time: permission may have ended.
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response
