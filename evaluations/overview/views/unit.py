"""The page of one evaluation for everyone who sees it, and the steps that return or end it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.core import assignments
from evaluations.core.queries import errata, in_charge, replacements
from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.core.queries.f01 import read_calendar
from evaluations.core.services.notices import telling
from evaluations.core.words import period_words
from evaluations.cycle.queries import extensions as extension_queries
from evaluations.evidence.queries import requested
from evaluations.f01 import pages as f01_pages
from evaluations.f02.pages import gap_chart
from evaluations.f02.queries.desk import seen_fields
from evaluations.models import Evaluasi, Siklus
from evaluations.overview import pages as overview_pages
from evaluations.overview.forms import EndForm, RestoreForm, ReturnForm
from evaluations.progress.queries.versions import sent_how
from evaluations.progress.services.step_effects import REPAIR
from evaluations.progress.services.steps import advance, possible_actions
from evaluations.publication.queries.publication import in_force_of
from evaluations.rules.gaps import by_aspect
from evaluations.rules.visibility import Field, Viewer, visible_fields
from evaluations.rules.workflow import (
    ACTION_LABELS,
    DECIDED,
    ENDINGS,
    F01_OPEN,
    F02_OPEN,
    IN_WORK,
    OBJECTABLE,
    PUBLISHED,
    Action,
)
from instruments import rules
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import User
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt

AUDIT_SHOWN = 50


@require_safe
def of_unit(request: UserRequest, unit: UUID) -> HttpResponse:
    """The unit's evaluations that the reader sees, as a fragment for the page of the unit."""
    found = accounts.get_unit(request.user, unit, Permission.VIEW_UNIT)
    rows = list(evaluation_queries.evaluasi_of_unit(request.user, found))
    context = {
        "unit": found,
        "evaluasi": rows,
        "hubungan": replacements.links(request.user, rows),
    }
    return render(request, "evaluations/overview/_list.html", context)


@require_safe
def evaluasi(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Where we are, what comes next, what it came to, and who: the first part of five."""
    found, fields, viewers = _loaded(request, evaluasi)
    actions = tuple(possible_actions(request.user, found))
    tabs = f01_pages.tabs(found, evaluation_queries.answers_of(found))
    terisi, jumlah = sum(tab.terisi for tab in tabs), sum(tab.jumlah for tab in tabs)
    situation = overview_pages.Situation(request.user, found, viewers, actions, terisi, jumlah)
    context = {
        **_frame(found, fields, "ringkasan"),
        "periode": period_words(found),
        "langkah": overview_pages.next_step(situation),
        "ralat": errata.notes(found),
        "tahapan": overview_pages.stages(found),
        "fase": overview_pages.phases(found),
        "perpanjangan": overview_pages.extensions(found),
        **_requests(request.user, found),
        "angka": overview_pages.figure(found, seen_fields(request.user, found)),
        "terbit": in_force_of(found) if found.status in PUBLISHED else None,
        "tindakan": _links(request.user, found, actions, fields, viewers),
        # Named only to those who see it anyway.
        "hubungan": replacements.links_of(request.user, found),
        "sejalan": evaluation_queries.running_beside(request.user, found),
        "admin": Viewer.ADMIN in viewers,
        "unit_mengisi": request.user.has_perm(Permission.FILL_F01, found),
        **_help(found, fields),
        **_people(found, fields),
    }
    return render(request, "evaluations/overview/evaluation.html", context)


@require_safe
def filled(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """What the unit fills and its users answer: F01 per aspect, what was sent back, the survey."""
    found, fields, _ = _loaded(request, evaluasi)
    tabs, people = [], {}
    if Field.JAWABAN in fields:
        tabs = f01_pages.tabs(found, evaluation_queries.answers_of(found))
        people = in_charge.of(found)
    context = {
        **_frame(found, fields, "isian"),
        "penanggung_jawab": [(tab, people.get(tab.kode)) for tab in tabs],
        "membagi": in_charge.divides_now(request.user, found),
        "tabs": tabs,
        "terisi": sum(tab.terisi for tab in tabs),
        "jumlah": sum(tab.jumlah for tab in tabs),
        "pengembalian": [row for row in found.pengembalian.all() if row.selesai_pada is None],
        "survei": Field.KEMAJUAN_SURVEI in fields,
    }
    return render(request, "evaluations/overview/answers.html", context)


@require_safe
def levels(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Figures, levels and recommendations, as far as this person sees them in this state."""
    found, fields, viewers = _loaded(request, evaluasi)
    context = {
        **_frame(found, fields, "nilai"),
        "angka": overview_pages.figure(found, seen_fields(request.user, found)),
        "terbit": in_force_of(found) if found.status in PUBLISHED else None,
        "admin": Viewer.ADMIN in viewers,
        "bertindak_lanjut": found.status in DECIDED,
        **_levels(found, fields, viewers),
    }
    return render(request, "evaluations/overview/levels.html", context)


@require_safe
def history(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """What happened to it: submissions, returns, and for the office the audit."""
    found, fields, viewers = _loaded(request, evaluasi)
    context = {
        **_frame(found, fields, "riwayat"),
        "pengembalian": found.pengembalian.all() if Field.JAWABAN in fields else [],
        "lihat_unit": request.user.has_perm(Permission.VIEW_UNIT, found.unit),
        **_trail(request.user, found, viewers),
    }
    return render(request, "evaluations/overview/history.html", context)


def _loaded(
    request: UserRequest, uuid: UUID
) -> tuple[Evaluasi, frozenset[Field], frozenset[Viewer]]:
    found = evaluation_queries.get_evaluasi(request.user, uuid, Permission.VIEW_EVALUASI)
    read_calendar(found)
    viewers = evaluation_queries.viewers_of(request.user, found)
    return found, visible_fields(viewers, found.status), viewers


def _requests(user: User, found: Evaluasi) -> dict[str, Any]:
    """What was asked for this unit, and whether more may be, for those who could ask."""
    if not extension_queries.may_ask(user, found):
        return {}
    running = found.siklus.status == Siklus.Status.BERJALAN and found.status in IN_WORK
    return {"permohonan": extension_queries.asked_for(found)[:5], "dapat_meminta": running}


def _frame(found: Evaluasi, fields: frozenset[Field], part: str) -> dict[str, Any]:
    """What every part of the page stands in."""
    return {
        "evaluasi": found,
        "fields": fields,
        "bagian": overview_pages.parts(found),
        "bagian_kini": part,
    }


def _people(found: Evaluasi, fields: frozenset[Field]) -> dict[str, Any]:
    if Field.ORANG not in fields:
        return {}
    return {
        "orang": overview_pages.people(assignments.rows_of([found]), found),
        "orang_unit": accounts.members_of_unit(found.unit),
    }


def _help(found: Evaluasi, fields: frozenset[Field]) -> dict[str, Any]:
    """How the F01 came, and what is asked for beside it; to whoever sees the answers."""
    if Field.JAWABAN not in fields:
        return {}
    return {**sent_how(found), "berkas_diminta": list(requested.of(found))}


def _levels(
    found: Evaluasi, fields: frozenset[Field], viewers: frozenset[Viewer]
) -> dict[str, Any]:
    told: dict[str, Any] = {}
    # Until it is finished, whoever scores reads levels on his desk alone: it knows which of his
    # colleagues' levels, and which suggestions, would come before his own judgement.
    judging = Viewer.EVALUATOR in viewers and found.status in F02_OPEN
    if Field.LEVEL in fields and not judging:
        rows = evaluation_queries.levels_of(found)
        suggested: dict[int, int | None] = {}
        if Field.JAWABAN in fields:
            answers = evaluation_queries.answers_of(found)
            for indikator in found.versi.instrumen.semua_indikator:
                values = f01_pages.values_of(answers.get(indikator.nomor))
                usulan = rules.suggest(indikator, values)
                suggested[indikator.nomor] = usulan.level if usulan else None
        decided = evaluation_queries.counting_levels(found, rows)
        told["nilai"] = overview_pages.levels(found, fields, decided, rows, suggested)
        gaps = by_aspect(
            found.versi.instrumen, suggested, decided, verified=Field.LEVEL_VERIFIKATOR in fields
        )
        told |= gap_chart.shown(gaps, maximum=found.versi.instrumen.skala.maksimum)
        told["ada_nilai"] = any(item.evaluator is not None for item in decided.values())
    if Field.REKOMENDASI in fields:
        told["rekomendasi"] = list(evaluation_queries.recommendations_of(found))
    return told


def _trail(user: User, found: Evaluasi, viewers: frozenset[Viewer]) -> dict[str, Any]:
    if Viewer.ADMIN not in viewers:
        return {}
    entries = accounts.audit_of("evaluasi", str(found.uuid))[:AUDIT_SHOWN]
    labels = {action.value: words for action, words in ACTION_LABELS.items()}
    return {"jejak": [(entry, labels.get(entry.action, "")) for entry in entries]}


def _links(
    user: User,
    found: Evaluasi,
    actions: tuple[Action, ...],
    fields: frozenset[Field],
    viewers: frozenset[Viewer],
) -> list[tuple[str, str]]:
    """(words, url name) of the steps and records that have a page here."""
    links = []
    if found.putaran and Field.JAWABAN in fields:
        links.append(("Riwayat pengiriman F01", "evaluations:versions"))
    if found.status in OBJECTABLE | DECIDED and (Viewer.UNIT in viewers or Field.LEVEL in fields):
        links.append(("Sanggahan", "evaluations:objections"))
    if found.status in DECIDED and Field.REKOMENDASI in fields:
        links.append(("Tindak lanjut rekomendasi", "evaluations:follow_up"))
    if found.status in F01_OPEN and user.has_perm(Permission.ASSIST_UNIT, found):
        if evaluation_queries.is_asked_to_review(user, found):
            links.append(("Jawab permintaan reviu", "evaluations:f01_review_answer"))
        links.append(("Isi F01 atas nama unit", "evaluations:f01_fill_for"))
    if Action.TARIK_KEMBALI in actions:
        links.append(("Tarik kembali F01", "evaluations:f01_take_back"))
    if Action.KEMBALIKAN_F01 in actions:
        links.append(("Kembalikan F01 untuk perbaikan", "evaluations:return_f01"))
    if Action.GANTI in actions:
        links.append(("Ganti dengan unit lain", "evaluations:evaluation_replace"))
    if any(action in actions for action in ENDINGS):
        links.append(("Akhiri tanpa hasil", "evaluations:end"))
    if Action.PULIHKAN in actions:
        links.append(("Pulihkan evaluasi", "evaluations:restore"))
    return links


@require_http_methods(["GET", "HEAD", "POST"])
def return_f01(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Named indicators, a reason and a due date: only those are open again."""
    found = evaluation_queries.get_evaluasi(request.user, evaluasi, Permission.RETURN)
    form = ReturnForm(_posted(request), instrumen=found.versi.instrumen)

    def send_back(data: dict[str, Any]) -> Evaluasi:
        return advance(
            by=request.user,
            evaluasi=found,
            action=Action.KEMBALIKAN_F01,
            reason=data["alasan"],
            indikator=data["indikator"],
            tenggat=data["tenggat"],
            alasan_indikator=data["alasan_indikator"],
        )

    with telling() as told:
        returned = attempt(form, send_back)
    if returned:
        messages.success(request, told.after("F01 dikembalikan."))
        return redirect("evaluations:evaluasi", found.uuid)
    possible = Action.KEMBALIKAN_F01 in possible_actions(request.user, found)
    context = {
        "evaluasi": found,
        "form": form,
        "possible": possible,
        "terpilih": request.POST.getlist("indikator"),
        "bagian": [
            (part, [(item, form.words(item.nomor)) for item in part.indikator])
            for part in found.versi.instrumen.semua_aspek
        ],
        "ke": found.pengembalian.count() + 1,
        "hari_f02": REPAIR.days,
    }
    return render(request, "evaluations/overview/return.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """An end without a result. Nothing becomes 0, and it can be undone."""
    found = evaluation_queries.get_evaluasi(request.user, evaluasi, Permission.END)
    possible = possible_actions(request.user, found)
    form = EndForm(
        _posted(request),
        actions=[action for action in ENDINGS if action in possible],
        replacements=evaluation_queries.visible_evaluasi(request.user)
        .filter(siklus=found.siklus_id, instansi=found.instansi_id)
        .exclude(pk=found.pk),
    )

    def finish(data: dict[str, Any]) -> Evaluasi:
        return advance(
            by=request.user,
            evaluasi=found,
            action=next(action for action in ENDINGS if action == data["aksi"]),
            reason=data["alasan"],
            surat=data["surat"],
            pengganti=data.get("pengganti"),
        )

    with telling() as told:
        ended = attempt(form, finish)
    if ended:
        messages.success(request, told.after("Keputusan dicatat."))
        return redirect("evaluations:evaluasi", found.uuid)
    context = {"evaluasi": found, "form": form, "dapat_diganti": Action.GANTI in possible}
    return render(request, "evaluations/overview/end.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Back to the state in which the evaluation was ended."""
    found = evaluation_queries.get_evaluasi(request.user, evaluasi, Permission.END)
    form, pengganti = RestoreForm(_posted(request)), found.pengganti

    def bring_back(data: dict[str, Any]) -> Evaluasi:
        return advance(
            by=request.user, evaluasi=found, action=Action.PULIHKAN, reason=data["alasan"]
        )

    with telling() as told:
        restored = attempt(form, bring_back)
    if restored:
        done = f"Evaluasi dipulihkan: {found.get_state_display()}."
        if pengganti is not None:
            done += (
                f" {pengganti.nama_unit} tetap dievaluasi; batalkan evaluasinya bila tidak jadi."
            )
        messages.success(request, told.after(done))
        return redirect("evaluations:evaluasi", found.uuid)
    possible = Action.PULIHKAN in possible_actions(request.user, found)
    context = {"evaluasi": found, "form": form, "possible": possible, "pengganti": pengganti}
    return render(request, "evaluations/overview/restore.html", context)


def _posted(request: UserRequest) -> Any:
    return request.POST if request.method == "POST" else None
