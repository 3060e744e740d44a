"""More time for a unit, an instansi, a province or the cycle; asking for it, taking it back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.core.forms import ReasonForm, SearchForm
from evaluations.core.queries import calendar, granting
from evaluations.core.queries.evaluations import get_evaluasi
from evaluations.core.services.notices import telling
from evaluations.core.views.common import posted
from evaluations.core.words import named
from evaluations.cycle.forms.extensions import AskForm, ExtensionForm, GrantForm, RefuseForm
from evaluations.cycle.queries import consequences
from evaluations.cycle.queries import extensions as extension_queries
from evaluations.cycle.queries import units as cycle_queries
from evaluations.cycle.services import extension_requests as request_services
from evaluations.cycle.services import extensions as extensions_services
from evaluations.evidence.services import letters
from evaluations.models import Berkas, PermohonanPerpanjangan, Perpanjangan, Siklus
from evaluations.rules.phases import WIB
from evaluations.rules.workflow import KEGIATAN_LABELS, Kegiatan
from pekppp.accounts.models import Instansi, UnitLokus
from pekppp.accounts.queries import get_instansi
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt, paginate
from pekppp.accounts.views.wide import ask, consequence
from pekppp.base.errors import Refused
from pekppp.base.files.storages import stored_file

OFFERED = 200


@require_http_methods(["GET", "HEAD", "POST"])
def extensions(request: UserRequest, siklus: UUID) -> HttpResponse:
    """What was granted and asked for, and a form for more; `?unit=`: units chosen elsewhere."""
    found = extension_queries.get_granting(request.user, siklus)
    organises = request.user.has_perm(Permission.MANAGE_SIKLUS, found)
    units = cycle_queries.participating_units(found)
    mine = set(granting.grantable(request.user, found).values_list("unit", flat=True))
    if not organises:
        units = units.filter(pk__in=mine)
    chosen = request.POST.getlist("unit") or request.GET.getlist("unit")
    search = SearchForm(request.GET)
    words = search.cleaned_data.get("q", "") if search.is_valid() else ""
    form = ExtensionForm(
        posted(request),
        request.FILES or None,
        units=units,
        shown=cycle_queries.offered(units, words, chosen, OFFERED),
        instansi=cycle_queries.participating_instansi(found),
        organises=organises,
        initial=_initial(request, chosen),
    )
    if request.method == "POST":
        answer = _extend(request, found, form)
        if answer is not None:
            return answer
    context = {
        "siklus": found,
        "form": form,
        "search": search,
        "chosen": chosen,
        "organises": organises,
        "penilai_memberi": granting.assessor_grants(found),
        "rows": [
            (row, extensions_services.whom(row))
            for row in calendar.extensions_of(found)
            if organises or row.unit_id in mine
        ],
        "permohonan": paginate(request, extension_queries.requests_of(request.user, found)),
    }
    return render(
        request,
        "evaluations/cycle/extensions.html",
        context,
        status=422 if form.errors else 200,
    )


def _initial(request: UserRequest, chosen: list[str]) -> dict[str, Any]:
    """For whom is never proposed, but where units were chosen."""
    return {
        "lingkup": "unit" if chosen else "",
        "unit": chosen,
        "kegiatan": request.GET.getlist("kegiatan") or ["isi_f01"],
    }


def _extend(request: UserRequest, siklus: Siklus, form: ExtensionForm) -> HttpResponse | None:
    """Ask first, then extend; None where the form has an error to show."""
    kept: dict[str, str] = {}

    def keep(data: dict[str, Any]) -> bool:
        if data["berkas"]:
            kept["tersimpan"] = letters.keep(data["berkas"])
        return True

    if not attempt(form, keep):
        return None
    data = form.cleaned_data
    lines = [
        Perpanjangan(
            siklus=siklus,
            unit=unit,
            instansi=None if unit else data.get("instansi"),
            termasuk_bawahan=data["lingkup"] == "provinsi",
        )
        for unit in (data["unit"] if data["lingkup"] == "unit" else [None])
    ]
    asked = ask(
        request,
        {
            "unit": named(extension_queries.at_work(*lines)),
            "kegiatan": [KEGIATAN_LABELS[Kegiatan(item)] for item in data["kegiatan"]],
        },
        back=reverse("evaluations:extensions", args=[siklus.uuid]),
        subject=f"{siklus.nama}, sampai {data['akhir']:%d-%m-%Y} pukul 23.59 WIB",
        about=f"{data['akhir']} {data['mulai']}",
        kept=kept,
    )
    if asked:
        return asked
    with telling() as told:
        rows = attempt(
            form,
            lambda _: extensions_services.add_extension(
                by=request.user, siklus=siklus, **form.arguments()
            ),
        )
    if rows is None:
        return None
    done = f"{len(rows)} perpanjangan disimpan."
    messages.success(request, told.after(done))
    return redirect("evaluations:extensions", siklus.uuid)


@require_POST
def extension_rule(request: UserRequest, siklus: UUID) -> HttpResponse:
    """Whether the instansi that evaluates grants extensions, too."""
    found = calendar.get_siklus(request.user, siklus, Permission.MANAGE_SIKLUS)
    allowed = request.POST.get("penilai") == "ya"
    request_services.let_assessors_grant(by=request.user, siklus=found, allowed=allowed)
    who = "penyelenggara dan instansi penilai" if allowed else "penyelenggara saja"
    messages.success(request, f"Yang memberi perpanjangan: {who}.")
    return redirect("evaluations:extensions", found.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def extension_cancel(request: UserRequest, siklus: UUID, perpanjangan: int) -> HttpResponse:
    row = _row(request, siklus, perpanjangan)
    form = ReasonForm(posted(request))
    outlook = consequences.of_cancelling(row.siklus, row, extension_queries.at_work(row))
    if request.method == "POST":
        back = reverse("evaluations:extensions", args=[row.siklus.uuid])
        asked = ask(request, outlook, back=back, about=str(row.pk)) if form.is_valid() else None
        if asked:
            return asked
        with telling() as told:
            done = attempt(
                form,
                lambda data: extensions_services.cancel_extension(
                    by=request.user, perpanjangan=row, alasan=data["alasan"]
                ),
            )
        if done is not None:
            messages.success(request, told.after("Perpanjangan dibatalkan."))
            return redirect(back)
    context = {
        "siklus": row.siklus,
        "row": row,
        "whom": extensions_services.whom(row),
        "form": form,
        "akibat": consequence("evaluations:extension_cancel", outlook, str(row.pk)),
    }
    return render(
        request,
        "evaluations/cycle/extension_revoke.html",
        context,
        status=422 if form.errors else 200,
    )


@require_safe
def extension_letter(request: UserRequest, siklus: UUID, perpanjangan: int) -> HttpResponseBase:
    return _letter(_row(request, siklus, perpanjangan).surat)


def _row(request: UserRequest, siklus: UUID, perpanjangan: int) -> Perpanjangan:
    found = extension_queries.get_granting(request.user, siklus)
    return extension_queries.get_extension(request.user, found, perpanjangan)


def _letter(surat: Berkas | None) -> HttpResponseBase:
    if surat is None:
        raise Http404
    return stored_file(
        surat.path, as_attachment=True, filename="surat.pdf", content_type="application/pdf"
    )


# Asking for it ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def extension_ask(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """For one unit: by its people, its instansi, or the province above."""
    found = get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)
    if not extension_queries.may_ask(request.user, found):
        raise PermissionDenied
    return _ask(request, found.siklus, found.instansi, found.unit, found.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def extension_ask_all(request: UserRequest, siklus: UUID, instansi: UUID) -> HttpResponse:
    """For all units of an instansi in a cycle."""
    found = calendar.get_siklus(request.user, siklus, Permission.VIEW_SIKLUS)
    place = get_instansi(request.user, instansi, Permission.MANAGE_UNITS)
    return _ask(request, found, place, None, reverse("evaluations:cycle", args=[found.uuid]))


def _ask(
    request: UserRequest, siklus: Siklus, instansi: Instansi, unit: UnitLokus | None, back: str
) -> HttpResponse:
    probe = PermohonanPerpanjangan(siklus=siklus, instansi=instansi, unit=unit)
    form = AskForm(
        posted(request), request.FILES or None, initial={"kegiatan": ["isi_f01", "unggah_bukti"]}
    )
    with telling() as told:
        made = attempt(
            form,
            lambda data: request_services.ask(
                by=request.user, siklus=siklus, instansi=instansi, unit=unit, **data
            ),
        )
    if made is not None:
        messages.success(request, told.after("Permohonan dikirim."))
        return redirect("evaluations:extension_request", made.uuid)
    context = {
        "siklus": siklus,
        "form": form,
        "unit": unit,
        "instansi": instansi,
        "units": named(extension_queries.at_work(probe)),
        "kembali": back,
    }
    status = 422 if form.errors else 200
    return render(request, "evaluations/cycle/extension_ask.html", context, status=status)


@require_safe
def extension_request(request: UserRequest, permohonan: UUID) -> HttpResponse:
    return _request_page(request, extension_queries.get_request(request.user, permohonan))


@require_POST
def extension_grant(request: UserRequest, permohonan: UUID) -> HttpResponse:
    row = extension_queries.get_request(request.user, permohonan)
    if not extension_queries.may_decide(request.user, row):
        raise PermissionDenied
    form = GrantForm(request.POST)
    if form.is_valid() and row.status == row.Status.MENUNGGU:
        asked = ask(
            request,
            _outlook(row),
            back=_address(row),
            subject=f"{row.siklus.nama}, sampai {form.cleaned_data['akhir']:%d-%m-%Y}",
            about=str(row.uuid),
        )
        if asked:
            return asked
    return _decide(request, row, form, request_services.grant, "Permohonan dikabulkan.", grant=form)


@require_POST
def extension_refuse(request: UserRequest, permohonan: UUID) -> HttpResponse:
    row = extension_queries.get_request(request.user, permohonan)
    form = RefuseForm(request.POST)
    return _decide(request, row, form, request_services.refuse, "Permohonan ditolak.", refuse=form)


@require_POST
def extension_take_back(request: UserRequest, permohonan: UUID) -> HttpResponse:
    row = extension_queries.get_request(request.user, permohonan)
    try:
        request_services.take_back(by=request.user, permohonan=row)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Permohonan ditarik.")
    return redirect(_address(row))


@require_safe
def extension_request_letter(request: UserRequest, permohonan: UUID) -> HttpResponseBase:
    return _letter(extension_queries.get_request(request.user, permohonan).surat)


def _decide(
    request: UserRequest,
    row: PermohonanPerpanjangan,
    form: GrantForm | RefuseForm,
    service: Callable[..., PermohonanPerpanjangan],
    done: str,
    **shown: GrantForm | RefuseForm,
) -> HttpResponse:
    with telling() as told:
        decided = attempt(form, lambda data: service(by=request.user, permohonan=row, **data))
    if decided is None:
        return _request_page(request, row, status=422, **shown)
    messages.success(request, told.after(done))
    return redirect(_address(row))


def _address(row: PermohonanPerpanjangan) -> str:
    return reverse("evaluations:extension_request", args=[row.uuid])


def _outlook(row: PermohonanPerpanjangan) -> dict[str, list[str]]:
    labels = [KEGIATAN_LABELS[Kegiatan(item)] for item in row.kegiatan]
    return {"unit": named(extension_queries.at_work(row)), "kegiatan": labels}


def _request_page(
    request: UserRequest,
    row: PermohonanPerpanjangan,
    status: int = 200,
    grant: Any = None,
    refuse: Any = None,
) -> HttpResponse:
    waits = row.status == row.Status.MENUNGGU
    context = {
        "siklus": row.siklus,
        "row": row,
        "apa": request_services.what(row),
        "memutus": waits and extension_queries.may_decide(request.user, row),
        "menarik": waits and extension_queries.may_ask(request.user, row),
        "beri": grant or GrantForm(initial={"akhir": row.akhir.astimezone(WIB).date()}),
        "tolak": refuse or RefuseForm(auto_id="tolak_%s"),
        "akibat": consequence("evaluations:extension_grant", _outlook(row), str(row.uuid)),
    }
    return render(request, "evaluations/cycle/extension_request.html", context, status=status)
