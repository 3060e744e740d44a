"""A page for each kind of change of a unit or an office: asked, foreseen, carried out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.core.views.common import posted
from evaluations.places.forms import ChangeForm
from evaluations.places.kinds import INSTANSI, UNIT, WORDS
from evaluations.places.queries import changes as change_queries
from evaluations.places.services import changes as change_services
from pekppp.accounts import lineage
from pekppp.accounts.models import Instansi, PerubahanTempat, UnitLokus
from pekppp.accounts.queries import get_instansi, get_unit
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.services import changes as account_changes
from pekppp.accounts.views.common import attempt, may_add_instansi
from pekppp.base.errors import Refused
from pekppp.base.files.storages import stored_file


@require_safe
def of_unit(request: UserRequest, unit: UUID) -> HttpResponse:
    found = get_unit(request.user, unit, Permission.VIEW_UNIT)
    may = request.user.has_perm(Permission.MANAGE_UNITS, found)
    return _of_place(request, found, UNIT if may else {}, "evaluations:unit_change")


@require_safe
def of_instansi(request: UserRequest, instansi: UUID) -> HttpResponse:
    found = get_instansi(request.user, instansi, Permission.VIEW_INSTANSI)
    kinds = INSTANSI if may_add_instansi(request.user) else {}
    return _of_place(request, found, kinds, "evaluations:instansi_change")


def _of_place(
    request: UserRequest, place: UnitLokus | Instansi, kinds: dict[str, Any], address: str
) -> HttpResponse:
    """A fragment: predecessors, successors, changes, and what may be recorded."""
    context = {
        "tempat": place,
        "sebelum": lineage.before(place),
        "sesudah": lineage.after(place),
        "perubahan": change_queries.changes_of(place),
        "macam": {} if place.closed_on else kinds,
        "alamat": address,
        "rincian": _back(place),
    }
    return render(request, "evaluations/places/_changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_change(request: UserRequest, unit: UUID, jenis: str) -> HttpResponse:
    found = get_unit(request.user, unit, Permission.MANAGE_UNITS)
    return _ask(request, found, jenis, UNIT)


@require_http_methods(["GET", "HEAD", "POST"])
def instansi_change(request: UserRequest, instansi: UUID, jenis: str) -> HttpResponse:
    found = get_instansi(request.user, instansi, Permission.VIEW_INSTANSI)
    account_changes.require_may_change(request.user, found)
    return _ask(request, found, jenis, INSTANSI)


def _ask(
    request: UserRequest, place: UnitLokus | Instansi, jenis: str, kinds: dict[str, Any]
) -> HttpResponse:
    if jenis not in kinds:
        raise Http404
    form = ChangeForm(
        posted(request), request.FILES or None, user=request.user, place=place, jenis=jenis
    )

    def prepare(data: dict[str, Any]) -> PerubahanTempat:
        asked = ("berlaku", "nomor_surat", "tanggal_surat", "berkas")
        return change_services.prepare(
            by=request.user,
            place=place,
            jenis=jenis,
            others=data.get("dengan") or (),
            isi=form.isi(),
            **{name: data[name] for name in asked},
        )

    change = attempt(form, prepare)
    if change is not None:
        return redirect("evaluations:change", change.uuid)
    context = {"tempat": place, "form": form, "macam": kinds[jenis], "kembali": _back(place)}
    status = 422 if form.errors else 200
    return render(request, "evaluations/places/change_form.html", context, status=status)


@require_safe
def change(request: UserRequest, perubahan: UUID) -> HttpResponse:
    """What would follow from it, as long as it is open; what it did, afterwards."""
    found = change_queries.get_change(request.user, perubahan)
    counts, refusal, may = found.hasil, found.error, _may_act(request, found)
    if found.terbuka and may:
        try:
            counts = change_services.foreseen(found)
        except Refused as error:
            refusal = error.message
    context = {
        "perubahan": found,
        "asal": [side for side in found.sisi.all() if side.arah == "asal"],
        "penerus": [side for side in found.sisi.all() if side.arah == "penerus"],
        "akibat": [(counts[name], words) for name, words in WORDS.items() if counts.get(name)],
        "ditolak": refusal,
        "berjalan": change_queries.running_of(found) if found.terbuka and may else None,
        "kelak": found.berlaku > timezone.localdate(),
        "boleh": may,
        "kembali": _back(found.tempat),
    }
    return render(request, "evaluations/places/change.html", context)


@require_POST
def confirm(request: UserRequest, perubahan: UUID) -> HttpResponse:
    found = change_queries.get_change(request.user, perubahan, to_act=True)
    try:
        done = change_services.confirm(by=request.user, change=found)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{done}: {done.get_status_display().lower()}.")
    return redirect("evaluations:change", found.uuid)


@require_POST
def withdraw(request: UserRequest, perubahan: UUID) -> HttpResponse:
    found = change_queries.get_change(request.user, perubahan, to_act=True)
    try:
        account_changes.withdraw(by=request.user, change=found)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Ditarik: {found}.")
    return redirect("evaluations:change", found.uuid)


@require_safe
def letter(request: UserRequest, perubahan: UUID) -> HttpResponseBase:
    """The letter that a change rests on."""
    found = change_queries.get_change(request.user, perubahan)
    if not found.surat:
        raise Http404
    return stored_file(
        found.surat, as_attachment=True, filename="surat.pdf", content_type="application/pdf"
    )


def _may_act(request: UserRequest, found: PerubahanTempat) -> bool:
    if found.unit is not None:
        return request.user.has_perm(Permission.MANAGE_UNITS, found.unit)
    return may_add_instansi(request.user)


def _back(place: UnitLokus | Instansi) -> str:
    return "accounts:unit" if isinstance(place, UnitLokus) else "accounts:instansi"
