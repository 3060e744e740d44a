"""Before opening: every unit and every instansi that the rules name; choosing, then opening."""

from collections.abc import Callable, Collection
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.core.queries import calendar
from evaluations.core.services.notices import Told, telling
from evaluations.cycle import pages
from evaluations.cycle.forms.proposals import PreviewFilterForm
from evaluations.cycle.queries import units as cycle_queries
from evaluations.cycle.services import opening, proposals
from evaluations.cycle.services.preview import Preview, preview_opening
from evaluations.models import Siklus
from pekppp.accounts.models import UnitLokus
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import download, paginate
from pekppp.accounts.views.wide import ask
from pekppp.base.errors import Refused

MANAGE = Permission.MANAGE_SIKLUS
PER_PAGE = 100  # rows of a preview on one page
NAMED = 5  # instansi that a message names


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_open(request: UserRequest, siklus: UUID) -> HttpResponse:
    """What opening would create and what is in its way; posting creates all that is shown as
    opened, or what was ticked."""
    found = calendar.get_siklus(request.user, siklus, MANAGE)
    if request.method != "POST":
        return _page(request, found)
    units = _ticked(request, found) if request.POST.get("pilihan") == "dicentang" else None
    rows = pages.to_open(preview_opening(by=request.user, siklus=found), units)
    asked_first = ask(
        request,
        {
            "dibuka": pages.place_names(rows),
            "peringatan": pages.place_names(row for row in rows if row.warnings),
            "lain": pages.place_names(row for row in rows if row.elsewhere),
        },
        back=_address(request, found),
        subject=found.nama,
    )
    if asked_first:
        return asked_first
    try:
        with telling() as told:
            opened = opening.open_siklus(by=request.user, siklus=found, units=units)
    except Refused as error:
        return _page(request, found, error.message)
    _say_opened(request, opened, told)
    return redirect("evaluations:cycle", found.uuid)


@require_safe
def cycle_open_xlsx(request: UserRequest, siklus: UUID) -> HttpResponse:
    """The preview as filtered, and every quota."""
    found = calendar.get_siklus(request.user, siklus, MANAGE)
    preview = preview_opening(by=request.user, siklus=found)
    _, asked = _asked(request, preview)
    rows = pages.of_status(pages.matching(preview, asked), asked.status)
    return download(pages.workbook(found, preview, rows), "lokus.xlsx")


@require_POST
def choose(request: UserRequest, siklus: UUID) -> HttpResponse:
    return _choice(request, siklus, proposals.choose, "{} unit dipilih.")


@require_POST
def release(request: UserRequest, siklus: UUID) -> HttpResponse:
    return _choice(request, siklus, proposals.release, "{} unit dilepaskan.")


@require_POST
def ask_for_nominations(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = calendar.get_siklus(request.user, siklus, MANAGE)
    quotas = preview_opening(by=request.user, siklus=found).unchosen
    places = dict.fromkeys(str(item.instansi) for item in quotas if item.aturan.nominasi)
    back = _address(request, found)
    asked_first = ask(request, {"instansi": list(places)}, back=back, subject=found.nama)
    if asked_first:
        return asked_first
    try:
        with telling() as told:
            number = proposals.ask_for_nominations(by=request.user, siklus=found)
    except Refused as error:
        return _page(request, found, error.message)
    messages.success(request, told.after(f"{number} instansi diminta mengusulkan."))
    return redirect("evaluations:cycle_open", found.uuid)


def _choice(
    request: UserRequest,
    siklus: UUID,
    service: Callable[..., int],
    words: str,
) -> HttpResponse:
    found = calendar.get_siklus(request.user, siklus, MANAGE)
    units = _ticked(request, found)
    names = [f"{unit.nama}, {unit.instansi}" for unit in units]
    back = _address(request, found)
    asked_first = ask(request, {"unit": names}, back=back, subject=found.nama)
    if asked_first:
        return asked_first
    try:
        with telling() as told:
            number = service(by=request.user, siklus=found, units=units)
    except Refused as error:
        return _page(request, found, error.message)
    messages.success(request, told.after(words.format(number)))
    return redirect(_address(request, found))


def _ticked(request: UserRequest, siklus: Siklus) -> Collection[UnitLokus]:
    return cycle_queries.units_by_uuid(siklus, request.POST.getlist("unit"))


def _address(request: UserRequest, siklus: Siklus) -> str:
    """The preview as it was filtered and paged."""
    page = reverse("evaluations:cycle_open", args=[siklus.uuid])
    return f"{page}?{request.GET.urlencode()}" if request.GET else page


def _asked(request: UserRequest, preview: Preview) -> tuple[PreviewFilterForm, pages.Asked]:
    """The filter as asked for; what is nonsense in it is left out."""
    form = PreviewFilterForm(
        request.GET, provinces=pages.provinces(preview), kinds=pages.kinds(preview)
    )
    form.is_valid()
    return form, pages.Asked(**{name: form.cleaned_data.get(name, "") for name in form.fields})


def _page(request: UserRequest, siklus: Siklus, refusal: str = "") -> HttpResponse:
    preview = preview_opening(by=request.user, siklus=siklus)
    form, asked = _asked(request, preview)
    rows = pages.matching(preview, asked)
    cards = request.GET.copy()
    for name in ("status", "halaman"):
        cards.pop(name, None)
    context = {
        "siklus": siklus,
        "preview": preview,
        "form": form,
        "asked": asked,
        "counts": pages.counted(rows),
        "total": len(rows),
        "page": paginate(request, pages.of_status(rows, asked.status), size=PER_PAGE),
        "overlaps": sum(bool(row.elsewhere) for row in preview.rows),
        "warned": sum(bool(row.warnings) for row in preview.rows),
        "asking": any(quota.aturan.nominasi for quota in preview.unchosen),
        "refusal": refusal,
        "ticked": set(request.POST.getlist("unit")),
        "saringan": cards.urlencode(),
        "kembali": request.GET.urlencode(),
        "here": reverse("evaluations:cycle_open", args=[siklus.uuid]),
    }
    return render(request, "evaluations/cycle/open.html", context, status=422 if refusal else 200)


def _say_opened(request: UserRequest, opened: opening.Opened, told: Told) -> None:
    words = f"{opened.created} evaluasi dibuka."
    if opened.existing:
        words += f" {opened.existing} sudah ada sebelumnya."
    messages.success(request, told.after(words))
    if opened.unchosen:
        names = ", ".join(str(quota.instansi) for quota in opened.unchosen[:NAMED])
        rest = len(opened.unchosen) - NAMED
        more = f", dan {rest} lainnya" if rest > 0 else ""
        messages.warning(request, f"Unitnya masih harus dipilih: {names}{more}.")
