"""Masa sanggah: the unit objects to a level, the level above decides, both on one page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.queries.evaluations import (
    decided_levels,
    get_evaluasi,
    levels_of,
    viewers_of,
)
from evaluations.core.queries.f01 import read_calendar
from evaluations.core.services.notices import telling
from evaluations.core.words import said_beside
from evaluations.evidence.services import evidence
from evaluations.models import Evaluasi, Sanggahan
from evaluations.objections import queries as objection_queries
from evaluations.objections import services as objection_services
from evaluations.objections.forms import CloseForm, DecisionForm, ObjectionForm
from evaluations.rules.visibility import Field, Viewer, visible_fields
from evaluations.rules.workflow import DECIDED, OBJECTABLE
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt
from pekppp.base.errors import Refused
from pekppp.base.files import filetypes


@dataclass(slots=True)
class Item:
    """One objection as this person sees it, with the form that decides it."""

    sanggahan: Sanggahan
    indikator: Any
    aspek: str
    bukti: list[Any]
    form: DecisionForm | None


_DECIDER = {
    Permission.VERIFY: "verifikator",
    Permission.LEAD: "ketua tim evaluator",
    Permission.VALIDATE: "penyelenggara siklus",
}


@require_safe
def objections(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """What was objected to, what was decided; `?indikator=` opens the form for one."""
    return _page(request, _load(request, evaluasi))


@require_POST
def object_to(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """File an objection, with its files. The objection stands where a file is refused."""
    found = _load(request, evaluasi)
    form = ObjectionForm(request.POST, instrumen=found.versi.instrumen)

    def file(data: dict[str, Any]) -> Sanggahan:
        return objection_services.file(
            by=request.user,
            evaluasi=found,
            indikator=data["indikator"],
            alasan=data["alasan"],
            nilai_diminta=data["nilai_diminta"],
            key=data["kunci"],
        )

    with telling() as told:
        row = attempt(form, file)
    if row is None:
        return _page(request, found, form=form, status=422)
    messages.success(request, told.after(f"Sanggahan indikator {row.indikator} diajukan."))
    _attach(request, found, row)
    return _back(found, row)


@require_POST
def objection_evidence(request: UserRequest, evaluasi: UUID, sanggahan: UUID) -> HttpResponse:
    """More files for an objection that is not decided yet."""
    found = _load(request, evaluasi)
    row = objection_queries.get(found, sanggahan)
    if not request.FILES.getlist("berkas"):
        messages.error(request, "Pilih berkas dahulu.")
    elif _attach(request, found, row):
        messages.success(request, "Bukti baru tersimpan.")
    return _back(found, row)


def _attach(request: UserRequest, found: Evaluasi, row: Sanggahan) -> int:
    taken = 0
    for file in request.FILES.getlist("berkas"):
        try:
            evidence.add_evidence(
                by=request.user, evaluasi=found, indikator=row.indikator, file=file, sanggahan=row
            )
        except Refused as error:
            messages.error(request, error.message)
        else:
            taken += 1
    return taken


@require_POST
def objection_withdraw(request: UserRequest, evaluasi: UUID, sanggahan: UUID) -> HttpResponse:
    found = _load(request, evaluasi)
    row = objection_queries.get(found, sanggahan)
    try:
        with telling() as told:
            objection_services.withdraw(by=request.user, evaluasi=found, sanggahan=row.uuid)
    except Refused as error:
        messages.error(request, error.message)
    else:
        done = f"Sanggahan indikator {row.indikator} ditarik kembali."
        messages.success(request, told.after(done))
    return _back(found, row)


@require_POST
def objection_decide(request: UserRequest, evaluasi: UUID, sanggahan: UUID) -> HttpResponse:
    found = _load(request, evaluasi)
    row = objection_queries.get(found, sanggahan)
    form = _decision_form(found, row, request.POST)

    def decide(data: dict[str, Any]) -> Sanggahan:
        return objection_services.decide(
            by=request.user,
            evaluasi=found,
            sanggahan=row.uuid,
            accept=data["keputusan"] == "terima",
            nilai_baru=data["nilai_baru"],
            putusan=data["putusan"],
        )

    with telling() as told:
        decided = attempt(form, decide)
    if decided is None:
        return _page(request, found, decisions={row.pk: form}, status=422)
    messages.success(request, told.after(f"Sanggahan indikator {row.indikator} diputus."))
    return _back(found, row)


@require_POST
def objections_close(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """The organiser goes on without a decision, with a reason."""
    found = _load(request, evaluasi)
    form = CloseForm(request.POST)

    def close(data: dict[str, Any]) -> Any:
        return objection_services.close_open(by=request.user, evaluasi=found, alasan=data["alasan"])

    with telling() as told:
        closed = attempt(form, close)
    if closed is None:
        return _page(request, found, close_form=form, status=422)
    messages.success(request, told.after("Sanggahan yang terbuka ditutup."))
    return redirect("evaluations:objections", found.uuid)


# The page -----------------------------------------------------------------------------------------


def _load(request: UserRequest, evaluasi: UUID) -> Evaluasi:
    found = get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)
    viewers = viewers_of(request.user, found)
    if Viewer.UNIT not in viewers and Field.LEVEL not in visible_fields(viewers, found.status):
        raise PermissionDenied("objections speak of levels")
    read_calendar(found)
    return found


def _back(found: Evaluasi, row: Sanggahan) -> HttpResponse:
    return redirect(reverse("evaluations:objections", args=[found.uuid]) + f"#i-{row.indikator}")


def _decision_form(found: Evaluasi, row: Sanggahan, data: Any = None) -> DecisionForm:
    """Empty at first: what the unit asks for is no proposal of the one who decides."""
    return DecisionForm(data, instrumen=found.versi.instrumen, auto_id=f"putus-{row.pk}-%s")


def _page(
    request: UserRequest,
    found: Evaluasi,
    *,
    form: ObjectionForm | None = None,
    decisions: dict[int, DecisionForm] | None = None,
    close_form: CloseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    instrumen = found.versi.instrumen
    fields = visible_fields(viewers_of(request.user, found), found.status)
    deciding = (
        objection_queries.may_decide(request.user, found) and found.status in OBJECTABLE | DECIDED
    )
    rows = objection_queries.of(found)
    waiting = {row.indikator for row in rows if row.status == Sanggahan.Status.DIAJUKAN}
    files = Field.JAWABAN in fields
    items = [
        Item(
            row,
            instrumen.indikator(row.indikator),
            instrumen.aspek_dari(row.indikator).nama,
            [item for item in row.bukti.all() if item.dihapus_pada is None] if files else [],
            ((decisions or {}).get(row.pk) or _decision_form(found, row))
            if deciding and row.status == Sanggahan.Status.DIAJUKAN
            else None,
        )
        for row in rows
    ]
    may_object = request.user.has_perm(Permission.OBJECT, found)
    refusal = objection_queries.refusal(found)
    context = {
        "evaluasi": found,
        "items": items,
        "menunggu": len(waiting),
        "unit": may_object,
        "terkunci": refusal,
        "tenggat": objection_queries.deadline(found),
        "memutus": deciding,
        "pemutus": _DECIDER[objection_queries.deciding_permission(found)],
        "ditetapkan": found.status in DECIDED,
        "angka": bool({Field.ANGKA_SEMENTARA, Field.ANGKA_FINAL} & fields),
        "close_form": close_form or CloseForm(),
        "boleh_tutup": bool(waiting)
        and found.status in OBJECTABLE
        and request.user.has_perm(Permission.VALIDATE, found),
        "accept": filetypes.ACCEPT,
        "alasan": said_beside(levels_of(found), fields) if Field.LEVEL in fields else {},
        **(_to_object(request, found, waiting, form) if may_object and not refusal else {}),
    }
    return render(request, "evaluations/objections/objections.html", context, status=status)


def _to_object(
    request: UserRequest, found: Evaluasi, waiting: set[int], form: ObjectionForm | None
) -> dict[str, Any]:
    """Every level that can be objected to, and the form for the one that was chosen."""
    instrumen = found.versi.instrumen
    decided = decided_levels(found)
    parts = [
        (
            aspek,
            [
                (
                    item,
                    objection_queries.shown_words(found, decided[item.nomor]),
                    item.nomor in waiting,
                )
                for item in aspek.indikator
                if objection_queries.shown_level(found, decided[item.nomor]) is not None
            ],
        )
        for aspek in instrumen.semua_aspek
    ]
    asked = request.POST.get("indikator") or request.GET.get("indikator", "")
    numbers = {item.nomor: item for _, lines in parts for item, _, taken in lines if not taken}
    chosen = numbers.get(int(asked)) if asked.isdecimal() and len(asked) < 6 else None
    if chosen is None:
        return {"bagian": parts}
    return {
        "bagian": parts,
        "pilihan": chosen,
        "nilai_pilihan": objection_queries.shown_words(found, decided[chosen.nomor]),
        "form": form
        or ObjectionForm(
            instrumen=instrumen, initial={"indikator": chosen.nomor, "kunci": uuid4()}
        ),
    }
