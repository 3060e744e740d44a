"""The register of letters: what was sent, how, and who received it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.queries.names import by_words
from evaluations.core.queries.teams import known_uuids
from evaluations.core.words import named
from evaluations.models import Siklus
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import Instansi
from pekppp.accounts.request import UserRequest
from pekppp.accounts.views import exports
from pekppp.accounts.views.common import attempt, download, paginate
from pekppp.accounts.views.wide import ask
from pekppp.base import sheets
from pekppp.base.certain import certain
from pekppp.base.errors import Refused
from reports.batches.views import office_asked
from reports.core import offices as office_queries
from reports.letters import services as letter_services
from reports.letters.forms import DikirimForm, DiterimaForm, PenyampaianFilter
from reports.models import Dokumen

STATES = {
    "belum": Q(penyampaian__isnull=True),
    "dikirim": Q(penyampaian__isnull=False, penyampaian__diterima_pada__isnull=True),
    "diterima": Q(penyampaian__diterima_pada__isnull=False),
}


@require_safe
@never_cache
def daftar(request: UserRequest, siklus: UUID) -> HttpResponse:
    return _page(request, *office_asked(request, siklus))


@require_POST
def kirim(request: UserRequest, siklus: UUID) -> HttpResponse:
    found, office = office_asked(request, siklus)
    form = DikirimForm(request.POST)
    chosen = known_uuids(request.POST.getlist("pilih"))
    letters = office_queries.letters_of(found, office).filter(uuid__in=chosen)
    if form.is_valid():
        back = reverse("reports:register", args=[found.uuid])
        names = [
            ", ".join(filter(None, [row.nomor, *named([row.evaluasi] if row.evaluasi else [])]))
            for row in letters
        ]
        asked_first = ask(request, {"surat": names}, back=back, subject=found.nama)
        if asked_first:
            return asked_first
    sent = attempt(
        form,
        lambda data: letter_services.record_sent(
            by=request.user, siklus=found, office=office, letters=letters, **data
        ),
    )
    if sent is None:
        return _page(request, found, office, form=form, chosen=chosen, status=422)
    messages.success(request, f"{sent} surat dicatat dikirim.")
    return redirect("reports:register", found.uuid)


@require_POST
def terima(request: UserRequest, dokumen: UUID) -> HttpResponse:
    letter = office_queries.get_letter(request.user, dokumen)
    form = DiterimaForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(m) for found in form.errors.values() for m in found))
    else:
        try:
            letter_services.record_received(by=request.user, letter=letter, **form.cleaned_data)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, f"Surat untuk {letter.perihal} dicatat diterima.")
    return redirect("reports:register", letter.siklus.uuid)


@require_safe
@never_cache
def ekspor(request: UserRequest, siklus: UUID) -> HttpResponse:
    """The rows that the filter shows, as a workbook."""
    found, office = office_asked(request, siklus)
    asked, rows = _filtered(request, office_queries.letters_of(found, office))
    titles = [("No", 6), ("Unit", 40), ("Instansi", 32), ("Nomor surat", 28)]
    titles += [("Tanggal surat", 14), ("Dikirim pada", 14), ("Cara", 18), ("Dikirim oleh", 24)]
    titles += [("Diterima pada", 14), ("Diterima oleh", 28), ("Dicatat oleh", 24)]
    formats = dict.fromkeys(("Tanggal surat", "Dikirim pada", "Diterima pada"), sheets.DATE)
    sheet = exports.sheet_of(
        request,
        "Register",
        [sheets.Column(t, formats.get(t, "General"), width) for t, width in titles],
        list(enumerate(rows, start=1)),
        lambda pair: _cells(*pair),
        asked=exports.words_of(asked),
        notes=[f"Register surat penyampaian hasil {found.nama}", office.nama],
    )
    book = sheets.write_workbook([sheet])
    return download(book, "register-surat-penyampaian.xlsx")


def _cells(number: int, row: Dokumen) -> list[Any]:
    entry = getattr(row, "penyampaian", None)
    unit = certain(row.evaluasi, "a letter is about a unit's evaluation")
    cells = [number, unit.nama_unit, unit.nama_instansi, row.nomor, row.tanggal]
    if entry is None:
        return [*cells, None, "", "", None, "", ""]
    return [
        *cells,
        entry.dikirim_pada,
        entry.get_cara_display(),
        entry.dikirim_oleh.nama,
        entry.diterima_pada,
        entry.diterima_oleh,
        entry.dicatat_oleh.nama if entry.dicatat_oleh else "",
    ]


def _filtered(
    request: UserRequest, rows: QuerySet[Dokumen]
) -> tuple[PenyampaianFilter, QuerySet[Dokumen]]:
    """Narrowed as asked; what is nonsense in the query is left out."""
    form = PenyampaianFilter(request.GET, user=request.user)
    form.is_valid()
    wilayah = form.cleaned_data.get("wilayah")
    if wilayah is not None:
        rows = rows.filter(accounts.within("evaluasi__instansi", wilayah))
    words, state = form.cleaned_data.get("q", ""), form.cleaned_data.get("keadaan", "")
    if words:
        rows = rows.filter(
            by_words(words, "evaluasi__nama_unit", "evaluasi__nama_instansi", "nomor")
        )
    return form, rows.filter(STATES[state]) if state in STATES else rows


def _page(
    request: UserRequest,
    siklus: Siklus,
    office: Instansi,
    *,
    form: DikirimForm | None = None,
    chosen: list[UUID] | None = None,
    status: int = 200,
) -> HttpResponse:
    letters = office_queries.letters_of(siklus, office)
    asked, rows = _filtered(request, letters)
    counts = letters.order_by().aggregate(
        **{name: Count("pk", filter=condition) for name, condition in STATES.items()}
    )
    context = {
        "siklus": siklus,
        "kantor": office,
        "asked": asked,
        "page": paginate(request, rows),
        "jumlah": counts,
        "form": form or DikirimForm(),
        "diterima": DiterimaForm(auto_id=False),
        "dipilih": set(chosen or ()),
        "query": request.GET.urlencode(),
    }
    return render(request, "reports/letters/letters.html", context, status=status)
