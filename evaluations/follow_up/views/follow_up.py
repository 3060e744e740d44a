"""Tindak lanjut of one evaluation: the unit commits and reports, its office checks, on one page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.services.notices import telling
from evaluations.follow_up.forms.follow_up import CommitmentForm, WordsForm
from evaluations.follow_up.pages import UNIT, Shown, files_of
from evaluations.follow_up.queries import follow_up as follow_up_queries
from evaluations.follow_up.services import follow_up as follow_up_services
from evaluations.follow_up.views.files import load
from evaluations.models import Evaluasi, Rekomendasi, TindakLanjut
from evaluations.rules.follow_up import DONE, LABELS, TABLE, Actor, Status, Step, target_of
from pekppp.accounts.models import User
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt
from pekppp.base.errors import Refused
from pekppp.base.files import filetypes

BUTTONS = {
    Step.LAPORKAN: ("Laporkan selesai", "Yang sudah dilakukan"),
    Step.TARIK: ("Tarik laporan", ""),
    Step.TERIMA: ("Terima", "Catatan untuk unit"),
    Step.KEMBALIKAN: ("Kembalikan", "Yang masih kurang"),
}


@dataclass(slots=True)
class Action:
    """A step as a button with the words it wants."""

    step: Step
    tombol: str
    form: WordsForm
    label: str


@dataclass(slots=True)
class Item:
    """One recommendation as this person sees it, with what he can do about it."""

    rekomendasi: Rekomendasi
    row: TindakLanjut | None
    status: Status
    kata: str
    indikator: Any
    aspek: str
    bukti: list[Shown]
    gerak: Any
    komitmen: CommitmentForm | None
    tindakan: list[Action]
    unggah: bool
    jejak: list[Any]


@require_safe
def follow_up(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    return _page(request, load(request, evaluasi))


@require_POST
def follow_up_commit(request: UserRequest, evaluasi: UUID, rekomendasi: UUID) -> HttpResponse:
    found = load(request, evaluasi)
    row = follow_up_queries.get(found, rekomendasi)
    form = CommitmentForm(request.POST, auto_id=f"janji-{row.pk}-%s")

    def save(data: dict[str, Any]) -> TindakLanjut:
        return follow_up_services.commit(
            by=request.user, evaluasi=found, rekomendasi=row.uuid, **data
        )

    with telling() as told:
        kept = attempt(form, save)
    if kept is None:
        return _page(request, found, {(row.pk, Step.RENCANAKAN): form}, status=422)
    messages.success(request, told.after("Rencana tindak lanjut tersimpan."))
    return _back(found, row)


@require_POST
def follow_up_step(
    request: UserRequest, evaluasi: UUID, rekomendasi: UUID, action: str
) -> HttpResponse:
    """Report, take back, accept or return: `action` is the step."""
    found = load(request, evaluasi)
    step = next((item for item in BUTTONS if item.value == action), None)
    if step is None:
        raise Http404
    row = follow_up_queries.get(found, rekomendasi)
    form = _words_form(step, row, request.POST)

    def take(data: dict[str, Any]) -> TindakLanjut:
        return follow_up_services.take_step(
            by=request.user,
            evaluasi=found,
            rekomendasi=row.uuid,
            step=step,
            words=data["kata"],
            based_on=data["based_on"],
        )

    with telling() as told:
        made = attempt(form, take)
    if made is None:
        return _page(request, found, {(row.pk, step): form}, status=422)
    messages.success(request, told.after(f"Tersimpan: {LABELS[made.keadaan].lower()}."))
    return _back(found, row)


@require_POST
def follow_up_file(request: UserRequest, evaluasi: UUID, rekomendasi: UUID) -> HttpResponse:
    found = load(request, evaluasi)
    row = follow_up_queries.get(found, rekomendasi)
    files = request.FILES.getlist("berkas")
    if not files:
        messages.error(request, "Pilih berkas dahulu.")
    for file in files:
        try:
            made = follow_up_services.add_file(
                by=request.user, evaluasi=found, rekomendasi=row.uuid, file=file
            )
        except Refused as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"«{made.nama}» tersimpan.")
    return _back(found, row)


@require_POST
def follow_up_file_remove(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponse:
    found = load(request, evaluasi)
    row = follow_up_queries.get_file(found, bukti)
    try:
        follow_up_services.remove_file(by=request.user, evaluasi=found, bukti=row.uuid)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"«{row.nama}» dihapus.")
    return _back(found, row.tindak_lanjut.rekomendasi)


# The page -----------------------------------------------------------------------------------------


def _back(found: Evaluasi, row: Rekomendasi) -> HttpResponse:
    return redirect(reverse("evaluations:follow_up", args=[found.uuid]) + f"#r-{row.pk}")


def _words_form(step: Step, row: Rekomendasi, data: Any = None) -> WordsForm:
    there = follow_up_queries.commitment_of(row)
    return WordsForm(
        data,
        label=BUTTONS[step][1],
        auto_id=f"{step.value}-{row.pk}-%s",
        initial={"based_on": there.versi if there else 0},
    )


def _commitment_form(row: Rekomendasi) -> CommitmentForm:
    there = follow_up_queries.commitment_of(row)
    names = ("tindakan", "penanggung_jawab", "tenggat", "anggaran")
    initial = {name: getattr(there, name) for name in names} if there else {}
    initial["based_on"] = there.versi if there else 0
    return CommitmentForm(initial=initial, auto_id=f"janji-{row.pk}-%s")


def _page(
    request: UserRequest,
    found: Evaluasi,
    refused: dict[tuple[int, Step], Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = follow_up_queries.of(found)
    later = follow_up_queries.later_evaluasi(found)
    closed = follow_up_queries.refusal(found)
    actors = _actors(request.user, found) if not closed else frozenset()
    trails = follow_up_queries.trails(rows)
    items = [_item(found, row, actors, later, trails, refused or {}) for row in rows]
    context = {
        "evaluasi": found,
        "items": items,
        "jumlah": len(items),
        "selesai": sum(1 for item in items if item.status in DONE),
        "terkunci": closed,
        "unit": Actor.UNIT in actors,
        "kantor": Actor.KANTOR in actors,
        "berikut": later,
        "accept": filetypes.ACCEPT,
        "galat": bool(refused),
    }
    return render(request, "evaluations/follow_up/follow_up.html", context, status=status)


def _actors(user: User, found: Evaluasi) -> frozenset[Actor]:
    pairs = ((Actor.UNIT, Permission.FOLLOW_UP), (Actor.KANTOR, Permission.CHECK_FOLLOW_UP))
    actors = frozenset(actor for actor, perm in pairs if user.has_perm(perm, found))
    # Who belongs to the unit never checks it, whatever else he is.
    return frozenset({Actor.UNIT}) if Actor.UNIT in actors else actors


def _item(
    found: Evaluasi,
    row: Rekomendasi,
    actors: frozenset[Actor],
    later: Evaluasi | None,
    trails: dict[str, list[Any]],
    refused: dict[tuple[int, Step], Form],
) -> Item:
    spec = found.versi.instrumen
    there, status = follow_up_queries.commitment_of(row), follow_up_queries.status_of(row)
    promised = there is not None and bool(there.tindakan)

    def may(step: Step) -> bool:
        return TABLE[step].actor in actors and target_of(step, status) is not None

    actions: list[Action] = []
    for step, (button, label) in BUTTONS.items():
        if promised and may(step):
            given = refused.get((row.pk, step))
            form = given if isinstance(given, WordsForm) else _words_form(step, row)
            actions.append(Action(step, button, form, label))
    commitment: Any = None
    if may(Step.RENCANAKAN):
        commitment = refused.get((row.pk, Step.RENCANAKAN)) or _commitment_form(row)
    return Item(
        rekomendasi=row,
        row=there,
        status=status,
        kata=LABELS[status],
        indikator=spec.indikator(row.indikator) if row.indikator else None,
        aspek=next((a.nama for a in spec.semua_aspek if a.kode == row.aspek), row.aspek),
        bukti=files_of(row, found, UNIT),
        gerak=follow_up_queries.moved(row, found, later),
        komitmen=commitment,
        tindakan=actions,
        unggah=promised and may(Step.LAPORKAN),
        jejak=trails.get(str(there.uuid), []) if there else [],
    )
