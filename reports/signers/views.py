"""Who signs for an office: appointing, ending, and what is missing."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from pekppp.accounts.models import Instansi
from pekppp.accounts.queries import deputies_at, get_instansi
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt
from pekppp.base import nip
from pekppp.base.errors import Refused
from reports.models import Penandatangan
from reports.models.penandatangan import SIGNED_KINDS
from reports.signers import queries as signer_queries
from reports.signers import services as signer_services
from reports.signers.forms import AkhiriPenunjukanForm, PenunjukanForm

MANAGE = Permission.MANAGE_INSTANSI


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def daftar(request: UserRequest, instansi: UUID) -> HttpResponse:
    """The list, and the form to appoint; for the page of the instansi the short list alone."""
    found = get_instansi(request.user, instansi, MANAGE)
    form = PenunjukanForm(request.POST or None, people=signer_queries.may_be_appointed(found))
    made = attempt(
        form, lambda data: signer_services.appoint(by=request.user, instansi=found, **data)
    )
    if made:
        messages.success(request, f"{made.bernama} ditunjuk sebagai {made.sebutan}.")
        return redirect("reports:signers", found.uuid)
    context = _context(found) | {"form": form}
    if request.headers.get("HX-Request") and request.method != "POST":
        return render(request, "reports/signers/_brief.html", context)
    status = 422 if form.is_bound else 200
    return render(request, "reports/signers/list.html", context, status=status)


@require_POST
def akhiri(request: UserRequest, penunjukan: UUID) -> HttpResponse:
    row = signer_queries.get_appointment(request.user, penunjukan)
    form = AkhiriPenunjukanForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Tulis hari terakhirnya dengan benar.")
    else:
        try:
            signer_services.end(by=request.user, row=row, **form.cleaned_data)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, f"Penunjukan {row.bernama} diakhiri.")
    return redirect("reports:signers", row.instansi.uuid)


def _context(instansi: Instansi) -> dict[str, object]:
    """By kind of document, who signs it today; and every appointment by when it holds."""
    today, rows = signer_queries.today_at(instansi), list(signer_queries.appointments_of(instansi))
    here = signer_queries.belonging(instansi, [row.orang_id for row in rows if row.orang_id])
    kinds = dict(SIGNED_KINDS)
    acting = deputies_at(instansi, [row.orang_id for row in rows if row.orang_id])
    for row in rows:
        row.penjabat = acting.get(row.orang_id) if row.orang_id else None
    shown: list[dict[str, Any]] = [
        {
            "row": row,
            "untuk": [kinds[kind] for kind in row.dokumen],
            "keluar": row.orang_id is not None and row.orang_id not in here,
            "aneh": nip.problem(str(row.tertulis["nip"]), timezone.localdate()),
            "akhiri": AkhiriPenunjukanForm(auto_id=f"akhiri-{row.pk}-%s"),
        }
        for row in rows
    ]
    return {
        "instansi": instansi,
        "jenis": [(label, _now(rows, kind, today)) for kind, label in SIGNED_KINDS],
        "kini": [item for item in shown if item["row"].berlaku(today)],
        "nanti": [item for item in shown if item["row"].mulai > today],
        "lalu": [
            item for item in shown if item["row"].mulai <= today and not item["row"].berlaku(today)
        ],
    }


def _now(rows: list[Penandatangan], kind: str, today: date) -> list[Penandatangan]:
    found = [row for row in rows if kind in row.dokumen and row.berlaku(today)]
    return found if kind == "berita_acara" else found[:1]
