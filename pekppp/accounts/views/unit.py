"""A unit: its identity and its people."""

from copy import copy
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pekppp.accounts import queries
from pekppp.accounts.forms.units import OffersForm, ReaderForm, UnitForm
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import DELEGABLE, Permission
from pekppp.accounts.services import offers, places
from pekppp.accounts.views.common import appointable, attempt
from pekppp.base.errors import Refused

BENEATH = 200  # units that the page of their parent names


@require_safe
def unit(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = queries.get_unit(request.user, uuid, Permission.VIEW_UNIT)
    people = list(queries.people_of_unit(request.user, found))
    manages_people = request.user.has_perm(Permission.MANAGE_PEOPLE, found.instansi)
    context = {
        "unit": found,
        "kepala": queries.head_of(found.pk),
        "people": people,
        "nameable": queries.nameable(request.user, people) if manages_people else (),
        "may_manage": request.user.has_perm(Permission.MANAGE_UNITS, found),
        "may_offer": request.user.has_perm(Permission.MANAGE_SURVEI, found),
        "layanan": found.layanan.order_by("nama"),
        "lokasi": found.lokasi.order_by("nama"),
        "pembaca": found.co_owners.order_by("nama"),
        "bawahan": list(queries.units_beneath(request.user, found)[:BENEATH]),
        "appointable": appointable(request.user, found.instansi),
        "delegable": DELEGABLE,
        "may_manage_people": manages_people,
        "sebagai": queries.managed_from_above(request.user, found.instansi),
        "milik_saya": found.pk in queries.unit_ids(request.user),
        "may_see_instansi": request.user.has_perm(Permission.VIEW_INSTANSI, found.instansi),
    }
    return render(request, "accounts/units/unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create_unit(request: UserRequest, uuid: UUID) -> HttpResponse:
    instansi = queries.get_instansi(request.user, uuid, Permission.MANAGE_UNITS)
    form = UnitForm(request.POST or None, user=request.user, instansi=instansi)
    made = attempt(
        form, lambda data: places.create_unit(by=request.user, instansi=instansi, **data)
    )
    if made:
        messages.success(request, f"{made} ditambahkan. Undang operator dan kepala unitnya.")
        return redirect("accounts:unit", made.uuid)
    return render(request, "accounts/units/unit_form.html", {"form": form, "instansi": instansi})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_unit(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = queries.get_unit(request.user, uuid, Permission.MANAGE_UNITS)
    form = UnitForm(
        request.POST or None, instance=copy(found), user=request.user, instansi=found.instansi
    )
    if attempt(form, lambda data: places.update_unit(by=request.user, unit=found, **data)):
        messages.success(request, "Data unit disimpan.")
        return redirect("accounts:unit", found.uuid)
    context = {"form": form, "unit": found, "instansi": found.instansi}
    return render(request, "accounts/units/unit_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_offers(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Services and sites, kept by the unit itself or its owner."""
    found = queries.get_unit(request.user, uuid, Permission.MANAGE_SURVEI)
    sites = found.lokasi.order_by("nama").values_list("nama", "alamat")
    initial = {
        "layanan": "\n".join(found.layanan.order_by("nama").values_list("nama", flat=True)),
        "lokasi": "\n".join("; ".join(filter(None, site)) for site in sites),
    }
    form = OffersForm(request.POST if request.method == "POST" else None, initial=initial)
    done = attempt(form, lambda data: offers.set_offers(by=request.user, unit=found, **data))
    if done is not None:
        messages.success(request, "Layanan dan lokasi disimpan.")
        return redirect("accounts:unit", found.uuid)
    context = {"form": form, "unit": found}
    return render(
        request, "accounts/units/unit_offers.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def unit_readers(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Other instansi that read this unit."""
    found = queries.get_unit(request.user, uuid, Permission.MANAGE_UNITS)
    form = ReaderForm(request.POST if request.method == "POST" else None, unit=found)
    made = attempt(form, lambda data: offers.add_reader(by=request.user, unit=found, **data))
    if made is not None:
        messages.success(request, f"{made} sekarang ikut membaca.")
        return redirect("accounts:unit_readers", found.uuid)
    context = {"form": form, "unit": found, "pembaca": found.co_owners.order_by("nama")}
    return render(
        request, "accounts/units/unit_readers.html", context, status=422 if form.errors else 200
    )


@require_POST
def remove_reader(request: UserRequest, uuid: UUID, instansi: UUID) -> HttpResponse:
    found = queries.get_unit(request.user, uuid, Permission.MANAGE_UNITS)
    reader = queries.get_reader(found, instansi)
    offers.remove_reader(by=request.user, unit=found, instansi=reader)
    messages.success(request, f"{reader} tidak lagi membaca unit ini.")
    return redirect("accounts:unit_readers", found.uuid)


@require_POST
def reopen_unit(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = queries.get_unit(request.user, uuid, Permission.MANAGE_UNITS)
    try:
        places.reopen_unit(by=request.user, unit=found)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{found} dibuka kembali.")
    return redirect("accounts:unit", found.uuid)
