"""Pembinaan: whom to coach first, the register of sessions, and one session."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.core.forms import SearchForm
from evaluations.core.services.notices import telling
from evaluations.core.views.common import posted
from evaluations.follow_up.forms.coaching import Agreements, Participants, SessionForm
from evaluations.follow_up.queries import coaching
from evaluations.follow_up.services.coaching import save_session
from evaluations.models import Pembinaan
from evaluations.rules.coaching import WORDS
from pekppp.accounts.models import Instansi, UnitLokus
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views import exports
from pekppp.accounts.views.common import attempt, paginate
from pekppp.base import sheets, texts


@require_safe
def coaching_list(request: UserRequest) -> HttpResponse:
    """The register; for an office, its units as well, the lowest published result first."""
    if not coaching.may_list(request.user):
        raise PermissionDenied
    office = coaching.office_of(request.user, request.membership)
    search, words = _searched(request)
    context = {
        "page": paginate(request, coaching.listed(request.user)),
        "kantor": office,
        "coaching": WORDS,
        "search": search,
        "unit": paginate(request, coaching.candidates(request.user, words), "unit")
        if office
        else None,
    }
    return render(request, "evaluations/follow_up/coaching.html", context)


def _searched(request: UserRequest) -> tuple[SearchForm, str]:
    search = SearchForm(request.GET)
    return search, texts.storable(search.cleaned_data["q"]) if search.is_valid() else ""


_COLUMNS = (
    sheets.Column("Instansi", width=30),
    sheets.Column("Unit", width=40),
    sheets.Column("IPP terakhir", sheets.TWO_DECIMALS),
    sheets.Column("Tahun", sheets.INTEGER),
    sheets.Column("Kategori"),
    sheets.Column("Prioritas"),
    sheets.Column("Banyaknya pembinaan", sheets.INTEGER),
    sheets.Column("Pembinaan terakhir", sheets.DATE),
)


@require_safe
def coaching_xlsx(request: UserRequest) -> HttpResponse:
    """Whom to coach first, as searched."""
    if coaching.office_of(request.user, request.membership) is None:
        raise PermissionDenied
    search, words = _searched(request)
    rows = coaching.candidates(request.user, words)
    asked = exports.words_of(search)
    return exports.workbook(request, "Prioritas pembinaan", _COLUMNS, rows, _line, asked=asked)


def _line(row: Any) -> tuple[Any, ...]:
    return (
        row.instansi.nama,
        row.nama,
        row.ipp,
        row.tahun,
        row.kategori or "",
        "ya" if row.prioritas else "",
        row.sesi,
        row.terakhir,
    )


@require_safe
def coaching_session(request: UserRequest, pembinaan: UUID) -> HttpResponse:
    found = coaching.get_session(request.user, pembinaan)
    context = {
        "sesi": found,
        "may_manage": request.user.has_perm(Permission.MANAGE_INSTANSI, found.instansi),
    }
    return render(request, "evaluations/follow_up/coaching_session.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def coaching_new(request: UserRequest) -> HttpResponse:
    """For the units that were ticked (`?pilih=`)."""
    office = coaching.office_of(request.user, request.membership)
    if office is None:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else request.GET
    units = coaching.chosen(request.user, data.getlist("pilih"))
    if not units:
        messages.error(request, "Centang sedikitnya satu unit dahulu.")
        return redirect("evaluations:coaching_list")
    return _form_page(request, office, units, None)


@require_http_methods(["GET", "HEAD", "POST"])
def coaching_edit(request: UserRequest, pembinaan: UUID) -> HttpResponse:
    found = coaching.get_session(request.user, pembinaan)
    if not request.user.has_perm(Permission.MANAGE_INSTANSI, found.instansi):
        raise PermissionDenied
    return _form_page(request, found.instansi, list(found.unit.all()), found)


def _form_page(
    request: UserRequest, office: Instansi, units: list[UnitLokus], found: Pembinaan | None
) -> HttpResponse:
    data = posted(request)
    names = ("pokok", "tanggal", "tempat", "catatan")
    form = SessionForm(
        data,
        initial={**{name: getattr(found, name) for name in names}, "based_on": found.versi}
        if found
        else None,
    )
    people = Participants(
        data,
        prefix="peserta",
        initial=[{"nama": p.nama, "jabatan": p.jabatan} for p in found.peserta.all()]
        if found
        else None,
    )
    agreed = Agreements(
        data,
        prefix="sepakat",
        initial=[
            {"teks": k.teks, "tindak_lanjut": k.tindak_lanjut and k.tindak_lanjut.uuid}
            for k in found.kesepakatan.all()
        ]
        if found
        else None,
        form_kwargs={"commitments": list(coaching.commitments_of(units))},
    )

    def save(cleaned: dict[str, Any]) -> Pembinaan:
        return save_session(
            by=request.user,
            instansi=office,
            unit=units,
            pembinaan=found,
            peserta=[
                (row["nama"], row.get("jabatan", ""))
                for row in people.cleaned_data
                if row.get("nama")
            ],
            kesepakatan=[
                (row["teks"], row.get("tindak_lanjut"))
                for row in agreed.cleaned_data
                if row.get("teks")
            ],
            **cleaned,
        )

    wrong = False
    if data is not None:
        rows_fine = people.is_valid() and agreed.is_valid()
        with telling() as told:
            made = attempt(form, save) if rows_fine else None
        if made is not None:
            messages.success(request, told.after("Catatan pembinaan tersimpan."))
            return redirect("evaluations:coaching_session", made.uuid)
        wrong = True
    context = {
        "sesi": found,
        "kantor": office,
        "unit": units,
        "form": form,
        "peserta": people,
        "sepakat": agreed,
    }
    return render(
        request,
        "evaluations/follow_up/coaching_edit.html",
        context,
        status=422 if wrong else 200,
    )
