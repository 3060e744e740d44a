"""Who evaluates what: the table of a cycle, the team of one unit, and the import of a workbook."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.assignment import queries
from evaluations.assignment.forms import AssignForm, TeamFilterForm
from evaluations.assignment.services import assigning, verification
from evaluations.assignment.services import workbook as assignment_workbook
from evaluations.core import assignments
from evaluations.core.forms import ReasonForm, UploadForm
from evaluations.core.queries import calendar, decreed_teams, monitored, teams
from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.core.queries import people as people_queries
from evaluations.core.services.notices import telling
from evaluations.core.views.common import posted
from evaluations.core.words import named
from evaluations.models import Evaluasi, Impor, Siklus
from pekppp.accounts.models import User
from pekppp.accounts.queries import find_user
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views import exports
from pekppp.accounts.views.common import attempt, download
from pekppp.accounts.views.wide import Found, ask
from pekppp.base import sheets
from pekppp.base.certain import certain
from pekppp.base.errors import Refused

PER_PAGE = 50
OFFERED = 200  # people in a list to choose from; beyond that a name is typed


def _assignable(request: UserRequest, siklus: UUID) -> tuple[Siklus, Any]:
    """The cycle and what this person may assign or appoint to in it; 403 where that is nothing."""
    found = calendar.get_siklus(request.user, siklus, Permission.VIEW_SIKLUS)
    rows = monitored.assignable_or_appointable(request.user, found)
    if not rows.exists():
        raise PermissionDenied
    return found, rows


@require_safe
def assignments_page(request: UserRequest, siklus: UUID) -> HttpResponse:
    found, rows = _assignable(request, siklus)
    chosen = teams.known_uuids(request.GET.getlist("pilih"))
    return _page(request, found, rows, None, chosen)


@require_POST
def assign(request: UserRequest, siklus: UUID) -> HttpResponse:
    return _change(request, siklus, assigning.assign, "Ditugaskan pada {} unit.")


@require_POST
def unassign(request: UserRequest, siklus: UUID) -> HttpResponse:
    return _change(request, siklus, assigning.unassign, "Tugas dicabut dari {} unit.")


def _change(request: UserRequest, siklus: UUID, service: Any, words: str) -> HttpResponse:
    found, rows = _assignable(request, siklus)
    chosen = teams.known_uuids(request.POST.getlist("pilih"))
    form = _form(request, found, rows, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        user = find_user(data["orang"])
        try:
            if user is None:
                raise Refused(f"Tidak ada akun «{data['orang']}».", field="orang")
            evaluations = list(rows.filter(uuid__in=chosen))
            asked_first = _asked(request, found, evaluations, orang=[str(user)])
            if asked_first:
                return asked_first
            with telling() as told:
                number = service(
                    by=request.user,
                    evaluasi=evaluations,
                    user=user,
                    codenames={data["peran"]},
                    aspek=data["aspek"] or None,
                )
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, told.after(f"{user.nama}: {words.format(number)}"))
            if service is assigning.assign and data["peran"] != assigning.VERIFY:
                _warn(request, evaluations, [user])
            return redirect(
                f"{_address(found)}?{request.GET.urlencode()}" if request.GET else _address(found)
            )
    return _page(request, found, rows, form, chosen)


@require_POST
def waive_verification(request: UserRequest, siklus: UUID) -> HttpResponse:
    return _verification(request, siklus, verification.waive, "Verifikasi {} unit ditiadakan.")


@require_POST
def ask_for_verification(request: UserRequest, siklus: UUID) -> HttpResponse:
    return _verification(request, siklus, verification.ask_for, "{} unit menunggu verifikasi.")


def _verification(request: UserRequest, siklus: UUID, service: Any, words: str) -> HttpResponse:
    """The organiser waives the step of verification of the chosen units, or asks for it."""
    found = calendar.get_siklus(request.user, siklus, Permission.MANAGE_SIKLUS)
    rows = monitored.assignable(request.user, found)
    chosen = teams.known_uuids(request.POST.getlist("pilih"))
    reason = ReasonForm(request.POST)
    if reason.is_valid():
        evaluations = list(rows.filter(uuid__in=chosen))
        asked_first = _asked(request, found, evaluations)
        if asked_first:
            return asked_first
        try:
            with telling() as told:
                number = service(
                    by=request.user,
                    evaluasi=evaluations,
                    reason=reason.cleaned_data["alasan"],
                )
        except Refused as error:
            reason.add_error(error.field if error.field in reason.fields else None, error.message)
        else:
            messages.success(request, told.after(words.format(number)))
            return redirect(_address(found))
    return _page(request, found, rows, None, chosen, reason=reason)


def _asked(
    request: UserRequest, siklus: Siklus, evaluations: list[Evaluasi], **more: list[str]
) -> HttpResponse | None:
    if not evaluations:
        return None  # the service says so
    found: dict[str, Found] = {"unit": named(evaluations), **more}
    return ask(request, found, back=_address(siklus), subject=siklus.nama)


def _warn(request: UserRequest, evaluations: list[Evaluasi], people: list[User]) -> None:
    """Assigning somebody whom the decree does not name is not refused."""
    words = decreed_teams.warning(evaluations, people, decreed_teams.of_each(evaluations))
    if words:
        messages.warning(request, words)


def _address(siklus: Siklus) -> str:
    return reverse("evaluations:assignments", args=[siklus.uuid])


def _form(request: UserRequest, siklus: Siklus, rows: Any, data: Any) -> AssignForm:
    places = list(teams.one_of_each_place(rows))
    offered = people_queries.candidates(places, limit=OFFERED)
    named: dict[str, str] = {}
    for user, place in decreed_teams.with_members_first(decreed_teams.of_each(places), offered):
        named[user.username] = (
            f"{named[user.username]}; {place}"
            if user.username in named
            else f"{user.nama} ({place})"
        )
    return AssignForm(
        data,
        people=list(named.items()) if len(offered) <= OFFERED else None,
        aspects=_aspects(siklus),
        team=monitored.assignable(request.user, siklus).exists(),
        verifier=monitored.appointable(request.user, siklus).exists(),
    )


def _aspects(siklus: Siklus) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for form in siklus.formulir_tersedia:
        versi = siklus.versi_untuk(form)
        for aspek in versi.instrumen.semua_aspek if versi else ():
            found.setdefault(aspek.kode, f"{aspek.kode} {aspek.nama}")
    return list(found.items())


def _page(
    request: UserRequest,
    siklus: Siklus,
    rows: Any,
    form: AssignForm | None,
    chosen: list[UUID],
    reason: ReasonForm | None = None,
) -> HttpResponse:
    search, listed = _listed(request, rows, chosen)
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("halaman"))
    listed_now = list(page.object_list)
    crews = _teams(listed_now)
    context = {
        "siklus": siklus,
        "search": search,
        "form": form or _form(request, siklus, rows, None),
        "page": page,
        "rows": [(item, crews.get(item.pk, {})) for item in page.object_list],
        "menugaskan": set(
            monitored.assignable(request.user, siklus)
            .filter(pk__in=[item.pk for item in page.object_list])
            .values_list("pk", flat=True)
        ),
        "chosen": chosen,
        "evaluator": _evaluators(listed_now),
        "sk": decreed_teams.only_place(request.user, siklus),
        "alasan": (reason or ReasonForm())
        if request.user.has_perm(Permission.MANAGE_SIKLUS, siklus)
        else None,
    }
    return render(
        request,
        "evaluations/assignment/assignments.html",
        context,
        status=200 if form is None and reason is None else 422,
    )


def _evaluators(rows: list[Evaluasi]) -> list[tuple[str, UUID]]:
    """Whoever scores or leads on this page, with the role under which his work is handed over."""
    names = {t.user: t.nama for t in assignments.tasks_of(rows) if t.codename != assigning.VERIFY}
    roles = queries.evaluator_roles(names)
    return [(nama, roles[pk]) for pk, nama in names.items() if pk in roles]


def _listed(
    request: UserRequest, rows: Any, first: list[UUID]
) -> tuple[TeamFilterForm, QuerySet[Evaluasi]]:
    search = TeamFilterForm(request.GET)
    asked = search.cleaned_data if search.is_valid() else {}
    words, flag = asked.get("q", ""), asked.get("tanda", "")
    return search, teams.team_list(rows, words=words, flag=flag, first=first)


_COLUMNS = (
    sheets.Column("Instansi", width=30),
    sheets.Column("Unit", width=40),
    sheets.Column("Formulir"),
    sheets.Column("Status"),
    sheets.Column("Ketua tim", width=30),
    sheets.Column("Evaluator", width=40),
    sheets.Column("Verifikator", width=30),
)


@require_safe
def assignments_xlsx(request: UserRequest, siklus: UUID) -> HttpResponse:
    """Who evaluates what, as filtered; to be filled in there is the template of its own."""
    found, rows = _assignable(request, siklus)
    search, asked_rows = _listed(request, rows, [])
    listed = list(asked_rows)
    crews = _teams(listed)

    def line(item: Evaluasi) -> tuple[Any, ...]:
        crew = crews.get(item.pk, {})
        return (
            item.nama_instansi,
            item.nama_unit,
            item.formulir,
            item.get_state_display(),
            crew.get("ketua", ""),
            "; ".join(crew.get("evaluator", ())),
            "; ".join(crew.get("verifikator", ())),
        )

    asked, notes = exports.words_of(search), [f"Penugasan {found.nama}"]
    return exports.workbook(request, "Penugasan", _COLUMNS, listed, line, asked=asked, notes=notes)


def _teams(rows: list[Evaluasi]) -> dict[int, dict[str, Any]]:
    """By evaluation: the ketua tim, the evaluators with their aspects, the verifiers."""
    found: dict[int, dict[str, Any]] = {}
    scoring: dict[tuple[int, str], list[str]] = {}
    for task in assignments.tasks_of(rows):
        pk, nama = task.evaluasi, task.nama
        team = found.setdefault(pk, {"ketua": "", "evaluator": [], "verifikator": []})
        if task.codename == assigning.LEAD:
            team["ketua"] = nama
        elif task.codename == assigning.VERIFY and nama not in team["verifikator"]:
            team["verifikator"].append(nama)
        elif task.codename == assigning.SCORE:
            scoring.setdefault((pk, nama), []).append(task.kode)
    sizes = teams.aspect_counts(rows)
    for (pk, nama), codes in scoring.items():
        whole = len(codes) == sizes.get(pk)
        found[pk]["evaluator"].append(nama if whole else f"{nama} ({', '.join(codes)})")
    return found


# The team of one unit -----------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """People against aspects; posting makes the team exactly what is ticked."""
    found = evaluation_queries.get_evaluasi(request.user, evaluasi, Permission.ASSIGN)
    aspects = list(found.aspek.all())
    crew = _crew(found)
    appoints = request.user.has_perm(Permission.APPOINT_VERIFIER, found) and found.diverifikasi
    refusal = ""
    if request.method == "POST":
        codes = {item.kode for item in aspects}
        scores = {
            user: codes & set(request.POST.getlist(f"nilai-{user.pk}")) for user, _, _ in crew
        }
        lead = request.POST.get("ketua", "")
        verifiers = set(request.POST.getlist("verifikasi"))
        try:
            with telling() as told:
                assigning.set_team(
                    by=request.user,
                    evaluasi=found,
                    scores={user: ticked for user, ticked in scores.items() if ticked},
                    lead=next((user for user, _, _ in crew if str(user.pk) == lead), None),
                    verifiers=[user for user, _, _ in crew if str(user.pk) in verifiers]
                    if appoints
                    else None,
                )
        except Refused as error:
            refusal = error.message
        else:
            messages.success(request, told.after(f"Tim penilai {found.nama_unit} disimpan."))
            named = [user for user, _, _ in crew if scores[user] or str(user.pk) == lead]
            _warn(request, [found], named)
            return redirect("evaluations:assignments", found.siklus.uuid)
    context = {
        "evaluasi": found,
        "siklus": found.siklus,
        "aspects": aspects,
        "rows": _matrix(request, found, crew, bool(refusal)),
        "refusal": refusal,
        "appoints": appoints,
    }
    return render(
        request, "evaluations/assignment/team.html", context, status=422 if refusal else 200
    )


def _crew(evaluasi: Evaluasi) -> list[tuple[User, bool, bool]]:
    """Whoever is assigned or could be: the person, may score, may verify."""
    known: dict[int, User] = {}
    for user, _place in people_queries.candidates([evaluasi], limit=OFFERED):
        known[user.pk] = user
    for row in assignments.rows_of([evaluasi]):
        known[row.user_id] = row.user
    ties = people_queries.ties_of(known.values())
    scoring = people_queries.evaluators_come_from(evaluasi)
    verifying = people_queries.verifiers_come_from(evaluasi)
    rows = [
        (user, bool(ties[pk].evaluator_at & scoring), bool(ties[pk].verifikator_at & verifying))
        for pk, user in known.items()
        if not ties[pk].barred(evaluasi)
    ]
    return sorted(rows, key=lambda row: row[0].nama)


def _matrix(
    request: UserRequest, evaluasi: Evaluasi, crew: list[tuple[User, bool, bool]], typed: bool
) -> list[dict[str, Any]]:
    """Each person with what is ticked: as stored, or as typed when it was refused."""
    tim, held = decreed_teams.of(evaluasi), dict[int, dict[str, set[str]]]()
    inside = {row.orang_id for row in tim.anggota.all()} if tim else set()
    for row in assignments.rows_of([evaluasi]):
        person = held.setdefault(row.user_id, {"score": set(), "lead": set(), "verify": set()})
        person[row.permission.codename].add(row.content_object.kode)
    rows = []
    roles = queries.evaluator_roles(held)
    for user, may_score, may_verify in crew:
        have = held.get(user.pk, {"score": set(), "lead": set(), "verify": set()})
        post = request.POST
        rows.append(
            {
                "user": user,
                "serah": roles.get(user.pk) if have["score"] or have["lead"] else None,
                "di_luar": bool(tim) and may_score and user.pk not in inside,
                "may_score": may_score or bool(have["score"] or have["lead"]),
                "may_verify": may_verify or bool(have["verify"]),
                "score": set(post.getlist(f"nilai-{user.pk}")) if typed else have["score"],
                "lead": post.get("ketua") == str(user.pk) if typed else bool(have["lead"]),
                "verify": str(user.pk) in post.getlist("verifikasi")
                if typed
                else bool(have["verify"]),
            }
        )
    return sorted(rows, key=lambda row: row["user"].pk not in inside)


# The workbook -------------------------------------------------------------------------------------


@require_safe
def assignment_template(request: UserRequest, siklus: UUID) -> HttpResponse:
    found, _rows = _assignable(request, siklus)
    return download(assignment_workbook.template(by=request.user, siklus=found), "penugasan.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_import(request: UserRequest, siklus: UUID) -> HttpResponse:
    """Step one: a file is read and checked, nothing is assigned."""
    found, _rows = _assignable(request, siklus)
    form = UploadForm(posted(request), request.FILES or None)

    def check(data: dict[str, Any]) -> Impor:
        file = data["berkas"]
        return assignment_workbook.check(by=request.user, siklus=found, file=file, name=file.name)

    impor = attempt(form, check)
    if impor:
        return redirect("evaluations:assignment_check", impor.uuid)
    context = {"siklus": found, "form": form}
    wrong = request.method == "POST"
    return render(
        request, "evaluations/assignment/import.html", context, status=422 if wrong else 200
    )


@require_safe
def assignment_check(request: UserRequest, impor: UUID) -> HttpResponse:
    """What the file would do, or what is wrong with it and where."""
    found = calendar.get_impor(request.user, impor, assignment_workbook.KIND)
    context = {
        "impor": found,
        "siklus": found.siklus,
        "page": Paginator(found.baris, PER_PAGE * 4).get_page(request.GET.get("halaman")),
        "applied": found.status == Impor.Status.DITERAPKAN,
    }
    return render(request, "evaluations/assignment/import_check.html", context)


@require_POST
def assignment_apply(request: UserRequest, impor: UUID) -> HttpResponse:
    """Step two: all of it, or nothing."""
    found = calendar.get_impor(request.user, impor, assignment_workbook.KIND)
    try:
        with telling() as told:
            number = assignment_workbook.apply(by=request.user, impor=found)
    except Refused as error:
        messages.error(request, error.message)
        return redirect("evaluations:assignment_check", found.uuid)
    messages.success(request, told.after(f"{number} tugas diterapkan."))
    return redirect(
        "evaluations:assignments", certain(found.siklus, "assignments are read into a cycle").uuid
    )
