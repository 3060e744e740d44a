"""The documents of an evaluation: a list that looks after itself, requests, downloads."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.queries.evaluations import get_evaluasi
from evaluations.core.queries.f01 import get_f01
from evaluations.models import Evaluasi
from evaluations.overview.pages import parts
from evaluations.progress.queries import versions as progress_versions_queries
from evaluations.rules.workflow import ENDED
from pekppp.accounts.form_pages import hands_out_a_file
from pekppp.accounts.models import User
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused
from pekppp.base.files.storages import stored_file
from reports.core import documents as document_queries
from reports.core import signatures as signature_queries
from reports.core.names import document_name
from reports.documents.forms import DokumenForm
from reports.documents.services import documents, numbering
from reports.documents.services.versions import QUEUE
from reports.figures import later
from reports.models import Dokumen

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# The part of the page that is asked for again while a document is being made.
LIST = "daftar"


@require_safe
@never_cache
def daftar(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """A fragment for the page of the evaluation, or a page of its own."""
    found = get_evaluasi(request.user, evaluasi, Permission.VIEW_DOKUMEN)
    if request.GET.get("bagian") == LIST and request.headers.get("HX-Request"):
        return render(request, "reports/documents/_list.html", _list(request.user, found))
    return _page(request, found)


@require_safe
@never_cache
def tanda_terima(request: UserRequest, evaluasi: UUID, putaran: int) -> HttpResponse:
    """A fragment for the pages that tell of a submission."""
    found = get_f01(request.user, evaluasi, Permission.VIEW_DOKUMEN)
    if progress_versions_queries.get(found, putaran) is None:
        raise Http404
    context = {
        "evaluasi": found,
        "putaran": putaran,
        "dokumen": document_queries.receipt_of(request.user, found, putaran),
    }
    return render(request, "reports/documents/_receipt.html", context)


@require_POST
def buat(request: UserRequest, evaluasi: UUID, jenis: str) -> HttpResponse:
    found = get_evaluasi(request.user, evaluasi, Permission.MAKE_DOKUMEN)
    form = DokumenForm(request.POST, prefix=jenis)
    if form.is_valid():
        try:
            dokumen = documents.request_document(
                by=request.user, evaluasi=found, jenis=jenis, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            return _made(request, found, dokumen)
    return _page(request, found, forms={jenis: form}, status=422)


def _made(request: UserRequest, evaluasi: Evaluasi, dokumen: Dokumen) -> HttpResponse:
    name = f"{dokumen.get_jenis_display()} versi {dokumen.versi}"
    if dokumen.status == Dokumen.Status.SELESAI:
        words = f"{name} sudah memuat isi yang sama; tidak perlu dibuat lagi."
    else:
        words = f"{name} sedang dibuat."
    if request.headers.get("HX-Request"):
        return _page(request, evaluasi, words=words)
    messages.success(request, words)
    return redirect("reports:documents", evaluasi.uuid)


@hands_out_a_file
@require_safe
@never_cache
def unduh(request: UserRequest, dokumen: UUID) -> FileResponse | HttpResponseRedirect:
    found = document_queries.get_dokumen(request.user, dokumen)
    try:
        return stored_file(
            signature_queries.current_file(found).path,
            as_attachment=True,
            filename=document_name(found),
            content_type=CONTENT_TYPES[found.ekstensi],
        )
    except FileNotFoundError:
        messages.error(request, "Berkas dokumen ini tidak ditemukan. Hubungi pengelola aplikasi.")
        return _back(found)


@require_POST
def ulangi(request: UserRequest, dokumen: UUID) -> HttpResponse:
    found = document_queries.get_dokumen_to_retry(request.user, dokumen)
    documents.retry_document(by=request.user, dokumen=found)
    return _made(request, found.evaluasi, found) if found.evaluasi else _back(found)


def _back(dokumen: Dokumen) -> HttpResponseRedirect:
    """To the list that the document stands on."""
    if dokumen.evaluasi is None:
        return redirect("reports:batches", dokumen.siklus.uuid)
    return redirect("reports:documents", dokumen.evaluasi.uuid)


def _list(user: User, evaluasi: Evaluasi) -> dict[str, Any]:
    rows = document_queries.documents_of(user, evaluasi)
    newest: dict[str, int] = {}
    for row in rows:
        newest.setdefault(row.jenis, row.versi)
    return {
        "evaluasi": evaluasi,
        "dokumen": [(row, newest[row.jenis]) for row in rows],
        "level_berubah": {row.pk: later.changed_levels(row) for row in rows},
        "menunggu": any(row.waiting for row in rows),
        "boleh_buat": user.has_perm(Permission.MAKE_DOKUMEN, evaluasi),
        "paling_banyak": QUEUE.most,
    }


def _page(
    request: UserRequest,
    evaluasi: Evaluasi,
    *,
    forms: dict[str, DokumenForm] | None = None,
    words: str = "",
    status: int = 200,
) -> HttpResponse:
    context = _list(request.user, evaluasi) | {"kabar": words}
    if context["boleh_buat"] and evaluasi.status not in ENDED:
        context["formulir"] = _forms(evaluasi, forms or {}, request.POST)
        context["contoh_nomor"] = _number_example(evaluasi)
    if request.headers.get("HX-Request"):
        # htmx swaps in nothing but a 200; what is wrong is said beside its field.
        return render(request, "reports/documents/_document.html", context)
    context |= {"bagian": parts(evaluasi), "bagian_kini": "dokumen"}
    return render(request, "reports/documents/document.html", context, status=status)


def _forms(
    evaluasi: Evaluasi, given: dict[str, DokumenForm], typed: Mapping[str, str]
) -> list[tuple[Any, DokumenForm]]:
    """A form per kind; a correction starts from the number and date of the version before.

    What was typed into the form that was not sent comes along with the other one, and stays.
    """
    found = []
    for jenis in documents.kinds_for(evaluasi):
        made = document_queries.versions_of(Dokumen(evaluasi=evaluasi, jenis=jenis))
        last = document_queries.latest_document(made)
        start = {
            "nomor": last.nomor if last and last.tahap != Dokumen.Tahap.DICABUT else "",
            "tanggal": last.tanggal if last else timezone.localdate(),
        }
        initial = {name: typed.get(f"{jenis}-{name}", value) for name, value in start.items()}
        form = given.get(jenis) or DokumenForm(prefix=jenis, initial=initial)
        # Asked only where there is something to correct.
        if document_queries.signed_document(made) is None:
            form.fields.pop("perubahan", None)
        found.append((jenis, form))
    return found


def _number_example(evaluasi: Evaluasi) -> str:
    kop = document_queries.letterhead_of(evaluasi.penilai)
    if kop is None or not kop.format_nomor:
        return ""
    example = numbering.filled(
        kop.format_nomor,
        instansi=evaluasi.penilai,
        jenis="",
        tanggal=timezone.localdate(),
        urut=None,
    )
    if kop.nomor_otomatis:
        return f"{example}; bila dikosongkan, nomor diberikan saat dokumen disegel"
    return example
