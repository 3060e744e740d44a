"""Cycles: the list, one cycle at a glance, and what may be changed about it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.core.forms import ReasonForm
from evaluations.core.queries import calendar, granting, monitored
from evaluations.core.views.common import posted
from evaluations.cycle.forms.cycles import SiklusForm
from evaluations.cycle.queries import consequences
from evaluations.cycle.queries import extensions as extension_queries
from evaluations.cycle.queries import proposals as proposal_queries
from evaluations.cycle.services import cycles, practice
from evaluations.models import Siklus, UsulanLokus
from evaluations.rules.workflow import CHAINS, KEGIATAN_LABELS, STATE_LABELS, Kegiatan, Skema, State
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt, paginate
from pekppp.accounts.views.wide import ask
from pekppp.base.errors import Refused

VIEW, MANAGE = Permission.VIEW_SIKLUS, Permission.MANAGE_SIKLUS


@require_safe
def cycles_list(request: UserRequest) -> HttpResponse:
    """Cycles one owns, reads or takes part in, newest first."""
    page = paginate(request, calendar.visible_siklus(request.user))
    counts = monitored.state_counts(request.user, page.object_list)
    context = {
        "page": page,
        "rows": [(item, sum(counts.get(item.pk, {}).values())) for item in page.object_list],
        "may_monitor": monitored.may_monitor(request.user),
        "may_create": calendar.owners_for(request.user).exists(),
    }
    return render(request, "evaluations/cycle/list.html", context)


@require_safe
def cycle(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = calendar.get_siklus(request.user, siklus, VIEW)
    counts = monitored.state_counts(request.user, [found]).get(found.pk, {})
    manages = request.user.has_perm(MANAGE, found)
    context = {
        "siklus": found,
        "manages": manages,
        "hambatan": cycles.unopened(found, _opened(found)) if manages else [],
        "fase": timeline(found),
        "aturan": found.aturan_lokus.select_related("jenis_unit"),
        "perpanjangan": calendar.extensions_of(found)[:5],
        "rantai": [
            link for link in CHAINS[Skema(found.skema)] if not link.optional or found.verifikasi
        ],
        "memberi": manages or granting.grantable(request.user, found).exists(),
        "meminta": [] if manages else extension_queries.asking_places(request.user, found),
        "orang": calendar.organisers_of(found)[:20],
        "jumlah": sum(counts.values()),
        "keadaan": [
            (STATE_LABELS[item], item.value, counts[item.value])
            for item in State
            if counts.get(item.value)
        ],
        "may_assign": monitored.assignable_or_appointable(request.user, found).exists(),
        "may_assign_team": monitored.assignable(request.user, found).exists(),
        "may_validate": request.user.has_perm(Permission.VALIDATE, found),
        "may_publish": request.user.has_perm(Permission.PUBLISH, found),
        "mengusulkan": proposal_queries.proposing_places(request.user, found),
        "usulan_menunggu": proposal_queries.counts_of(found).get(UsulanLokus.Status.MENUNGGU, 0)
        if manages
        else 0,
        "may_share": request.user.has_perm(Permission.MANAGE_INSTRUMEN, found),
    }
    return render(request, "evaluations/cycle/cycle.html", context)


def _opened(siklus: Siklus) -> frozenset[str]:
    return frozenset(item for fase in siklus.fase.all() for item in fase.membuka)


def timeline(siklus: Siklus) -> list[dict[str, Any]]:
    """Each phase with its place between the first and the last day, in per cent for a bar."""
    rows = list(siklus.fase.all())
    if not rows:
        return []
    now = timezone.now()
    first, last = min(row.mulai for row in rows), max(row.akhir for row in rows)
    whole = (last - first).total_seconds()

    def at(moment: datetime) -> float:
        return max(0.0, min(100.0, 100 * (moment - first).total_seconds() / whole))

    return [
        {
            "fase": row,
            "membuka": [KEGIATAN_LABELS[Kegiatan(item)] for item in row.membuka],
            "x": f"{at(row.mulai):.2f}%",
            "lebar": f"{max(1.0, at(row.akhir) - at(row.mulai)):.2f}%",
            "kini": f"{at(now):.2f}%" if first <= now < last else "",
            "keadaan": "berjalan"
            if row.mulai <= now < row.akhir
            else ("selesai" if row.akhir <= now else "belum mulai"),
        }
        for row in rows
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_create(request: UserRequest) -> HttpResponse:
    """A new cycle; phases and lokus follow on their own pages."""
    if not calendar.owners_for(request.user).exists():
        raise PermissionDenied
    form = SiklusForm(posted(request), user=request.user, initial=_usual(request))
    if request.method == "POST":
        made = attempt(form, lambda data: cycles.create_siklus(by=request.user, **data))
        if made is not None:
            messages.success(request, f"{made} dibuat. Atur fasenya sekarang.")
            return redirect("evaluations:cycle_phases", made.uuid)
    context = {"form": form}
    return render(
        request, "evaluations/cycle/edit.html", context, status=422 if form.errors else 200
    )


def _usual(request: UserRequest) -> dict[str, Any]:
    """This year judges the year before, in the scheme of whose office it is."""
    acting = request.membership
    national = acting is not None and acting.instansi.is_national
    tahun = timezone.localdate().year
    return {
        "tahun": tahun,
        "periode_mulai": f"{tahun - 1}-01-01",
        "periode_akhir": f"{tahun - 1}-12-31",
        "skema": (Skema.NASIONAL if national else Skema.MANDIRI).value,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_edit(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = calendar.get_siklus(request.user, siklus, MANAGE)
    form = SiklusForm(posted(request), user=request.user, siklus=found)
    if found.status != Siklus.Status.DISIAPKAN:
        for name in set(form.fields) - cycles.HARMLESS:
            form.fields[name].disabled = True
    if request.method == "POST":
        done = attempt(
            form, lambda data: cycles.update_siklus(by=request.user, siklus=found, **data)
        )
        if done is not None:
            messages.success(request, "Siklus disimpan.")
            return redirect("evaluations:cycle", done.uuid)
    context = {"form": form, "siklus": found}
    return render(
        request, "evaluations/cycle/edit.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_close(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = calendar.get_siklus(request.user, siklus, MANAGE)
    back = reverse("evaluations:cycle", args=[found.uuid])
    outlook = consequences.of_closing(found)
    running = len(outlook["berjalan"])
    asked_first = ask(
        request,
        outlook,
        back=back,
        subject=found.nama,
        refusal=cycles.closing_refusal(found, running),
    )
    if asked_first:
        return asked_first
    try:
        cycles.close_siklus(by=request.user, siklus=found)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            f"{found} ditutup, {running} evaluasi di antaranya belum selesai."
            if running
            else f"{found} ditutup.",
        )
    return redirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_delete(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = calendar.get_siklus(request.user, siklus, MANAGE)
    practised = found.latihan and found.status != Siklus.Status.DISIAPKAN
    if request.method != "POST" and found.status != Siklus.Status.DISIAPKAN and not practised:
        return redirect("evaluations:cycle", found.uuid)
    back = reverse("evaluations:cycle", args=[found.uuid])
    outlook = consequences.of_deleting(found)
    asked_first = ask(
        request,
        outlook,
        back=back,
        subject=found.nama if practised else f"{found.nama}, belum dibuka",
    )
    if asked_first:
        return asked_first
    if request.method == "POST":
        left = 0
        try:
            if practised:
                left = practice.erase(by=request.user, siklus=found)
            else:
                cycles.delete_siklus(by=request.user, siklus=found)
        except Refused as error:
            messages.error(request, error.message)
            return redirect("evaluations:cycle", found.uuid)
        if left:
            messages.warning(request, f"Sebagian terhapus; tersisa {left} evaluasi. Lanjutkan.")
            return redirect("evaluations:cycle_delete", found.uuid)
        messages.success(request, f"{found} dihapus.")
    return redirect("evaluations:cycles")


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_reopen(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = calendar.get_siklus(request.user, siklus, MANAGE)
    form = ReasonForm(posted(request))
    if request.method == "POST":
        done = attempt(
            form,
            lambda data: cycles.reopen_siklus(by=request.user, siklus=found, reason=data["alasan"]),
        )
        if done is not None:
            messages.success(request, f"{found} dibuka lagi.")
            return redirect("evaluations:cycle", found.uuid)
    context = {"form": form, "siklus": found}
    return render(
        request, "evaluations/cycle/reopen.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_forms(request: UserRequest, siklus: UUID) -> HttpResponse:
    """Whether forms A and B share means and ranks: the ministry's to say, of any cycle."""
    found = calendar.get_siklus(request.user, siklus, Permission.MANAGE_INSTRUMEN)
    form = ReasonForm(posted(request))
    together = not found.formulir_bersama
    if request.method == "POST":
        done = attempt(
            form,
            lambda data: cycles.share_forms(
                by=request.user, siklus=found, together=together, reason=data["alasan"]
            ),
        )
        if done is not None:
            how = "bersama" if together else "terpisah"
            messages.success(request, f"Formulir A dan B sekarang dirata-rata {how}.")
            return redirect("evaluations:cycle", found.uuid)
    context = {"form": form, "siklus": found, "together": together}
    return render(
        request,
        "evaluations/cycle/forms_together.html",
        context,
        status=422 if form.errors else 200,
    )
