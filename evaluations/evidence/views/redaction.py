"""The pending area of a unit: a file waits there until its personal data are blacked out."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.evidence.forms import RedactionForm
from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.evidence.queries import pictures as evidence_pictures
from evaluations.evidence.services import evidence, redaction
from evaluations.evidence.views.evidence import place_of
from evaluations.evidence.views.previews import picture
from evaluations.models import Evaluasi, Sensor
from pekppp.accounts.middleware import wants_json
from pekppp.accounts.request import UserRequest
from pekppp.accounts.views.common import attempt
from pekppp.base.errors import Refused

Status = Sensor.Status


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: UserRequest, evaluasi: UUID, nomor: int) -> HttpResponse:
    """Choose a file. A picture is blacked out in the browser and comes here burnt; a PDF waits."""
    found = evidence_pictures.get_redaction_place(request.user, evaluasi)
    indikator = _indicator(found, nomor)
    form = RedactionForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )

    def save(data: dict[str, Any]) -> str:
        return _taken(request, found, nomor, data)

    target = attempt(form, save)
    if wants_json(request) and request.method == "POST":
        said = [text for problems in form.errors.values() for text in problems]
        return JsonResponse({"ke": target, "pesan": said}, status=200 if target else 422)
    if target:
        return redirect(target)
    context = {
        "evaluasi": found,
        "indikator": indikator,
        "form": form,
        "menunggu": evidence_pictures.pending(found),
        "terkunci": evidence.refusal(found, nomor),
        "kembali": place_of(found, nomor),
        "jam": settings.SENSOR_JAM,
        "maks": settings.BUKTI_MAX_BYTES,
        "maks_halaman": settings.SENSOR_HALAMAN,
    }
    return render(request, "evaluations/evidence/redaction_start.html", context)


def _taken(request: UserRequest, evaluasi: Evaluasi, nomor: int, data: dict[str, Any]) -> str:
    """Where to go after the file was taken."""
    file = data["berkas"]
    if data["terbakar"]:
        made = redaction.add_blackened_picture(
            by=request.user, evaluasi=evaluasi, indikator=nomor, file=file
        )
        messages.success(request, f"«{made.nama}» tersimpan, data pribadinya sudah dihitamkan.")
        return place_of(evaluasi, nomor)
    row = redaction.start(by=request.user, evaluasi=evaluasi, indikator=nomor, file=file)
    return reverse("evaluations:redaction", args=[evaluasi.uuid, row.uuid])


def _indicator(evaluasi: Evaluasi, nomor: int) -> Any:
    for item in evaluasi.versi.instrumen.semua_indikator:
        if item.nomor == nomor:
            return item
    raise Http404


@require_POST
def start_from_evidence(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponse:
    """Black out what was handed in already."""
    found = evidence_pictures.get_redaction_place(request.user, evaluasi)
    row = evidence_queries.get_listed_or_replaced(found, bukti)
    if row.dihapus_pada is not None:
        raise Http404
    try:
        made = redaction.start_from_evidence(by=request.user, evaluasi=found, bukti=row)
    except Refused as error:
        messages.error(request, error.message)
        return redirect("evaluations:evidence_edit", found.uuid, row.uuid)
    return redirect("evaluations:redaction", found.uuid, made.uuid)


@require_safe
def sensor(request: UserRequest, evaluasi: UUID, sensor: UUID) -> HttpResponse:
    """Where this file stands; its pages to draw on, once they are there."""
    found, row = evidence_pictures.get_sensor(request.user, evaluasi, sensor)
    return render(request, "evaluations/evidence/redaction.html", _context(found, row))


@require_safe
def state(request: UserRequest, evaluasi: UUID, sensor: UUID) -> HttpResponse:
    """What the page asks for every two seconds while a worker is at it."""
    found, row = evidence_pictures.get_sensor(request.user, evaluasi, sensor)
    context = _context(found, row)
    if not context["menunggu"]:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = reverse("evaluations:redaction", args=[found.uuid, row.uuid])
        return response
    return render(request, "evaluations/evidence/_redaction_state.html", context)


def _context(evaluasi: Evaluasi, row: Sensor) -> dict[str, Any]:
    return {
        "evaluasi": evaluasi,
        "sensor": row,
        "halaman": range(1, (row.halaman or 0) + 1),
        "menunggu": row.status in (Status.DISIAPKAN, Status.DIBAKAR),
        "siap": row.status == Status.SIAP,
        "terkunci": evidence.refusal(evaluasi, row.indikator),
        "kembali": place_of(evaluasi, row.indikator),
        "jam": settings.SENSOR_JAM,
        "kotak": json.dumps(row.kotak),
        "juga": evidence_pictures.also_used(row),
    }


@require_safe
def page(request: UserRequest, evaluasi: UUID, sensor: UUID, nomor: int) -> HttpResponseBase:
    """The picture of one page, while boxes are drawn on it."""
    _, row = evidence_pictures.get_sensor(request.user, evaluasi, sensor)
    if row.status not in (Status.SIAP, Status.DIBAKAR) or not 1 <= nomor <= (row.halaman or 0):
        raise Http404
    response = picture(request, evidence_pictures.pending_page_path(row, nomor), row.uuid.hex)
    # The original is destroyed here; it must not live on in the browser's store.
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def boxes(request: UserRequest, evaluasi: UUID, sensor: UUID) -> HttpResponse:
    """Keep the boxes while they are drawn: {"kotak": [...]} as JSON."""
    _, row = evidence_pictures.get_sensor(request.user, evaluasi, sensor)
    try:
        redaction.save_boxes(by=request.user, sensor=row, kotak=_given(request.body))
    except Refused as error:
        return JsonResponse({"pesan": error.message}, status=error.status)
    return JsonResponse({"pesan": ""})


@require_POST
def burn(request: UserRequest, evaluasi: UUID, sensor: UUID) -> HttpResponse:
    found, row = evidence_pictures.get_sensor(request.user, evaluasi, sensor)
    given = request.POST.get("kotak", "")
    try:
        kotak = _given(f'{{"kotak": {given}}}') if given else None
        redaction.burn(by=request.user, sensor=row, kotak=kotak)
    except Refused as error:
        messages.error(request, error.message)
    return redirect("evaluations:redaction", found.uuid, row.uuid)


@require_POST
def discard(request: UserRequest, evaluasi: UUID, sensor: UUID) -> HttpResponse:
    found, row = evidence_pictures.get_sensor(request.user, evaluasi, sensor)
    try:
        redaction.discard(by=request.user, sensor=row)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"«{row.nama}» dibuang; berkas aslinya dimusnahkan.")
    return redirect(place_of(found, row.indikator))


def _given(text: str | bytes) -> Any:
    try:
        return json.loads(text).get("kotak")
    except (ValueError, AttributeError, RecursionError):
        raise Refused("Kotak tidak terbaca. Muat ulang halaman, lalu tandai lagi.") from None
