"""The registers of instansi and units: searched, filtered, with what is missing, and exported."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from pekppp.accounts import queries, registers
from pekppp.accounts.access import memberships_of
from pekppp.accounts.forms.people import InstansiFilterForm
from pekppp.accounts.forms.units import UnitFilterForm
from pekppp.accounts.models import UnitLokus
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import ADMINS
from pekppp.accounts.views import exports
from pekppp.accounts.views.common import may_add_instansi, paginate
from pekppp.base import sheets
from pekppp.base.nip import grouped


@require_safe
def instansi_list(request: UserRequest) -> HttpResponse:
    """For those who see more than one; who sees one is led to it."""
    seen = list(queries.visible_instansi(request.user)[:2])
    if not seen:
        raise Http404
    if len(seen) == 1:
        return redirect("accounts:instansi", seen[0].uuid)
    form = InstansiFilterForm(request.GET, user=request.user)
    asked = form.asked()
    context = {
        "form": form,
        "page": paginate(request, registers.instansi(request.user, asked)),
        "kurang": _counted(
            registers.INSTANSI_GAPS, registers.instansi_gaps(request.user, asked), asked.kurang
        ),
        "may_add": may_add_instansi(request.user),
        "may_import": any(row.role in ADMINS for row in memberships_of(request.user)),
    }
    return render(request, "accounts/instansi_list.html", context)


_INSTANSI_COLUMNS = (
    sheets.Column("Kode"),
    sheets.Column("Nama", width=40),
    sheets.Column("Singkatan"),
    sheets.Column("Jenis"),
    sheets.Column("Di bawah"),
    sheets.Column("Wilayah kerja"),
    sheets.Column("Kantor pelaksana"),
    sheets.Column("Unit", sheets.INTEGER),
    sheets.Column("Yang kurang", width=40),
    sheets.Column("Ditutup", sheets.DATE),
)


@require_safe
def instansi_xlsx(request: UserRequest) -> HttpResponse:
    if not queries.visible_instansi(request.user).exists():
        raise Http404
    form = InstansiFilterForm(request.GET, user=request.user)
    rows = registers.instansi(request.user, form.asked())
    rows = registers.with_gaps(rows, registers.INSTANSI_GAPS)
    return exports.workbook(
        request, "Instansi", _INSTANSI_COLUMNS, rows, _instansi_line, asked=exports.words_of(form)
    )


def _instansi_line(row: Any) -> tuple[Any, ...]:
    return (
        row.kode,
        row.nama,
        row.singkatan,
        row.get_jenis_display(),
        row.induk.nama if row.induk else "",
        row.wilayah_kerja or "",
        row.kantor,
        row.unit_count,
        "; ".join(registers.lacks(row, registers.INSTANSI_GAPS)),
        row.closed_on,
    )


@require_safe
def units(request: UserRequest) -> HttpResponse:
    """Every unit in sight; who sees one is led to it."""
    seen = list(queries.visible_units(request.user)[:2])
    if not seen and not queries.visible_instansi(request.user).exists():
        raise Http404
    if len(seen) == 1 and not queries.instansi_ids(request.user):
        return redirect("accounts:unit", seen[0].uuid)
    form = UnitFilterForm(request.GET, user=request.user)
    asked = form.asked()
    page = paginate(
        request,
        registers.with_gaps(registers.units(request.user, asked), registers.UNIT_GAPS),
    )
    context = {
        "form": form,
        "several": len(queries.visible_instansi(request.user)[:2]) > 1,
        "page": page,
        "rows": [(row, registers.lacks(row, registers.UNIT_GAPS)) for row in page.object_list],
        "kurang": _counted(
            registers.UNIT_GAPS, registers.unit_gaps(request.user, asked), asked.kurang
        ),
        "menyaring": any(form.cleaned_data.values()),
    }
    return render(request, "accounts/units/units.html", context)


_UNIT_COLUMNS = (
    sheets.Column("Instansi", width=30),
    sheets.Column("Unit", width=40),
    sheets.Column("Jenis"),
    sheets.Column("Sektor"),
    sheets.Column("Formulir"),
    sheets.Column("Wilayah"),
    sheets.Column("Alamat", width=40),
    sheets.Column("Telepon"),
    sheets.Column("Surel"),
    sheets.Column("Situs web"),
    sheets.Column("Nama kepala", width=30),
    sheets.Column("NIP kepala"),
    sheets.Column("Jabatan kepala", width=30),
    sheets.Column("Yang kurang", width=40),
    sheets.Column("Ditutup", sheets.DATE),
)


@require_safe
def units_xlsx(request: UserRequest) -> HttpResponse:
    if not queries.visible_units(request.user).exists():
        raise Http404
    form = UnitFilterForm(request.GET, user=request.user)
    rows = registers.with_gaps(registers.units(request.user, form.asked()), registers.UNIT_GAPS)
    return exports.workbook(
        request, "Unit", _UNIT_COLUMNS, rows, _unit_line, asked=exports.words_of(form)
    )


def _unit_line(row: UnitLokus) -> tuple[Any, ...]:
    return (
        row.instansi.nama,
        row.nama,
        row.jenis.nama,
        row.get_sektor_display(),
        row.formulir,
        row.wilayah.nama if row.wilayah else "",
        row.alamat,
        row.telepon,
        row.email,
        row.situs,
        row.kepala_nama,
        grouped(row.kepala_nip),
        row.kepala_jabatan,
        "; ".join(registers.lacks(row, registers.UNIT_GAPS)),
        row.closed_on,
    )


def _counted(
    gaps: Iterable[registers.Gap], counts: dict[str, int], chosen: str
) -> list[tuple[str, str, int, bool]]:
    """What is missing somewhere, or is asked for: key, words, how many, whether it is chosen."""
    return [
        (gap.key, gap.words, counts[gap.key], gap.key == chosen)
        for gap in gaps
        if counts[gap.key] or gap.key == chosen
    ]
