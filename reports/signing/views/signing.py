"""The page of a document's signatures, and what each person does there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import escape
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.services.notices import telling
from pekppp.accounts.access import signing_hold
from pekppp.accounts.request import UserRequest
from pekppp.base.errors import Refused
from pekppp.base.files import filetypes
from reports.core import documents as document_queries
from reports.core import signatures as signature_queries
from reports.documents.services import numbering
from reports.figures import later
from reports.models import Dokumen, TandaTangan
from reports.rendering.pades import takes_certificates
from reports.signing.forms import BerkasForm, CaraForm, NomorForm, SetujuForm, TolakForm
from reports.signing.services import signatures, signed_files
from reports.verification import queries as verification_queries

Tahap, Cara = Dokumen.Tahap, TandaTangan.Cara


@require_safe
@never_cache
def halaman(request: UserRequest, dokumen: UUID) -> HttpResponse:
    return _page(request, signature_queries.get_dokumen_to_sign(request.user, dokumen))


@require_POST
def mulai(request: UserRequest, dokumen: UUID) -> HttpResponse:
    found = signature_queries.get_dokumen_to_make(request.user, dokumen)
    form = _ways_form(found, request.POST)
    return _done(
        request,
        found,
        "cara",
        form,
        lambda: signatures.start(by=request.user, dokumen=found, ways=form.ways()),
        "Penandatanganan dimulai.",
    )


@require_POST
def nomor(request: UserRequest, dokumen: UUID) -> HttpResponse:
    found = signature_queries.get_dokumen_to_make(request.user, dokumen)
    form = NomorForm(request.POST, prefix="nomor")
    return _done(
        request,
        found,
        "nomor",
        form,
        lambda: signatures.set_number(by=request.user, dokumen=found, **form.cleaned_data),
        "Nomor disimpan.",
    )


@require_POST
def cabut(request: UserRequest, dokumen: UUID) -> HttpResponse:
    found = signature_queries.get_dokumen_to_make(request.user, dokumen)
    form = TolakForm(request.POST, prefix="cabut")
    return _done(
        request,
        found,
        "cabut",
        form,
        lambda: signatures.revoke(
            by=request.user, dokumen=found, reason=form.cleaned_data["alasan"]
        ),
        "Dokumen dicabut. Halaman pemeriksaan untuk umum sudah menyatakannya.",
    )


@require_POST
def setujui(request: UserRequest, tanda: UUID) -> HttpResponse:
    row = signature_queries.get_signature(request.user, tanda)
    if row.orang_id != request.user.pk:  # nobody tries his password on another's signature
        raise Http404
    form = SetujuForm(request.POST, prefix="setuju", request=request)
    return _done(
        request,
        row.dokumen,
        "setuju",
        form,
        lambda: signatures.approve(by=request.user, row=row, proof=form.proof.words),
        "Terima kasih. Persetujuan Anda tercatat.",
    )


@require_POST
def tolak(request: UserRequest, tanda: UUID) -> HttpResponse:
    row = signature_queries.get_signature(request.user, tanda)
    form = TolakForm(request.POST, prefix="tolak")
    return _done(
        request,
        row.dokumen,
        "tolak",
        form,
        lambda: signatures.refuse(by=request.user, row=row, reason=form.cleaned_data["alasan"]),
        "Penolakan tercatat.",
    )


@require_POST
def unggah(request: UserRequest, tanda: UUID) -> HttpResponse:
    row = signature_queries.get_signature(request.user, tanda)
    form = BerkasForm(request.POST, request.FILES, prefix="unggah")
    return _done(
        request,
        row.dokumen,
        "unggah",
        form,
        lambda: signed_files.hand_in(by=request.user, row=row, file=form.cleaned_data["berkas"]),
        "Berkas diterima dan tercatat.",
    )


@require_safe
@never_cache
def berkas(request: UserRequest, tanda: UUID) -> FileResponse:
    """What was handed in for one signature: a scan, or the file signed by certificate."""
    row = signature_queries.get_signature(request.user, tanda)
    if not row.path:
        raise Http404
    try:
        content = default_storage.open(row.path)
    except FileNotFoundError:
        raise Http404 from None
    kind = filetypes.detect(content)
    content.seek(0)
    return FileResponse(
        content,
        as_attachment=True,
        filename=f"{row.dokumen.kode}-tanda-tangan-{row.urutan}{kind.suffix}",
        content_type=kind.mime,
    )


def _done(
    request: UserRequest,
    dokumen: Dokumen,
    name: str,
    form: Form,
    act: Callable[[], Dokumen],
    words: str,
) -> HttpResponse:
    """Do it and come back to the page, or show the form again with what was wrong."""
    if form.is_valid():
        try:
            with telling() as told:
                act()
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, told.after(words))
            return redirect("reports:signing", dokumen.uuid)
    return _page(request, dokumen, {name: form}, status=422)


def _page(
    request: UserRequest, dokumen: Dokumen, given: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    rows = signature_queries.signatures_of(dokumen)
    turn = signature_queries.next_signature(rows)
    maker = document_queries.may_make(request.user, dokumen)
    ready = dokumen.status == Dokumen.Status.SELESAI
    context: dict[str, Any] = {
        "dokumen": dokumen,
        "evaluasi": dokumen.evaluasi,
        "pembuat": maker,
        "tahanan": signing_hold(request.user),
        "baris": rows,
        "giliran": turn,
        "siap": ready,
        "level_berubah": later.changed_levels(dokumen),
        "nomor_otomatis": numbering.is_automatic(dokumen.kantor),
        "terdaftar": signature_queries.current_file(dokumen) if dokumen.pengesahan else None,
        "pemeriksaan": verification_queries.looks_at(dokumen).items() if maker else (),
    }
    for name, form in (_forms(request, dokumen, turn, maker) if ready else {}).items():
        context[f"form_{name}"] = (given or {}).get(name) or form()
    # What cannot be shown beside its form any more is said above.
    for name, sent in (given or {}).items():
        if f"form_{name}" not in context:
            context["galat"] = sent.non_field_errors()
    if turn is not None and "form_setuju" in context:
        turn.dokumen = dokumen
        context["sebagai"] = signatures.approver_of(turn)
    if turn is not None and turn.cara == Cara.BASAH:
        turn.dokumen = dokumen
        context["basah"] = signature_queries.answered_by_scan(request.user, turn)
    return render(request, "reports/signing/signing.html", context, status=status)


def _forms(
    request: UserRequest, dokumen: Dokumen, turn: TandaTangan | None, maker: bool
) -> dict[str, Callable[[], Form]]:
    """What this person can do with the document now."""
    found: dict[str, Callable[[], Form]] = {}
    open_ = dokumen.tahap in (Tahap.PROSES, Tahap.DISEGEL)
    final = dokumen.ditandatangani and not dokumen.sementara
    if maker and dokumen.tahap == Tahap.KONSEP and final:
        found["cara"] = lambda: _ways_form(dokumen)
    if maker and not dokumen.nomor and dokumen.tahap in (Tahap.KONSEP, Tahap.PROSES):
        found["nomor"] = lambda: NomorForm(prefix="nomor")
    if maker and dokumen.tahap in (Tahap.DISEGEL, Tahap.BERLAKU):
        found["cabut"] = lambda: TolakForm(prefix="cabut")
    if turn is None or not open_:
        return found
    turn.dokumen = dokumen
    if turn.cara == Cara.APLIKASI:
        if turn.orang_id == request.user.pk and dokumen.tahap == Tahap.PROSES:
            found["setuju"] = lambda: SetujuForm(prefix="setuju", request=request)
            found["tolak"] = lambda: TolakForm(prefix="tolak")
    elif signature_queries.may_hand_in(request.user, turn):
        if dokumen.tahap == Tahap.DISEGEL:
            found["unggah"] = lambda: BerkasForm(prefix="unggah")
        found["tolak"] = lambda: TolakForm(prefix="tolak")
    return found


def _ways_form(dokumen: Dokumen, typed: Any = None) -> CaraForm:
    places: list[tuple[str, str, list[tuple[str, str]], str]] = []
    for place in signatures.approvers(dokumen):
        choices = []
        if place.account is not None:
            way = f"{Cara.APLIKASI.value}:{place.account.username}"
            choices.append((way, f"Menyetujui di aplikasi ({place.account.username})"))
        choices.append((Cara.BASAH.value, "Tanda tangan basah di kertas, pindaiannya diunggah"))
        if takes_certificates():
            choices.append(
                (Cara.SERTIFIKAT.value, "Sertifikat elektronik (BSrE), berkasnya diunggah")
            )
        person = place.person
        name = f"{person['jabatan'] or 'Evaluator'}: {person['nama'] or 'belum bernama'}"
        # Names are people's own words, and help texts are shown as HTML.
        hint = escape(place.berubah or (f"NIP {person['nip']}: {place.aneh}" if place.aneh else ""))
        places.append((place.tempat, name, choices, hint))
    return CaraForm(typed, places=places)
