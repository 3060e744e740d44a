"""Everybody in an admin's sight, and ways into their accounts, singly or in bulk."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pekppp.accounts import directory
from pekppp.accounts.forms.people import PeopleForm
from pekppp.accounts.models import User
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.services import accounts, activation, invitations
from pekppp.accounts.views.common import appointable, download, paginate
from pekppp.accounts.views.wide import Found, ask, consequence
from pekppp.base import sheets
from pekppp.base.errors import Refused
from pekppp.base.formats import waktu
from pekppp.base.nip import grouped

PER_PAGE = 50
MAX_EXPORT = 10_000
# Slips of one PDF: a page of a browser waits for them.
PART = 100


@require_safe
def people(request: UserRequest) -> HttpResponse:
    return _list(request, request.GET)


@require_safe
def never_in(request: UserRequest) -> HttpResponse:
    """The list of who has never logged in, under an address of its own."""
    asked = request.GET.copy()
    asked["keadaan"] = directory.NEVER_IN
    return _list(request, asked)


def _list(request: UserRequest, asked_for: QueryDict) -> HttpResponse:
    directory.require_admin(request.user)
    form = PeopleForm(asked_for, user=request.user)
    asked = form.asked()
    context: dict[str, Any] = {"form": form, "asked": asked, "ekspor": _query(asked_for)}
    if asked.state == directory.INVITED:
        page = paginate(request, directory.invitations(request.user, asked), size=PER_PAGE)
        context |= {"page": page, "invited": [_invited(request, row) for row in page]}
        return render(request, "accounts/access/people.html", context)
    page = paginate(request, directory.people(request.user, asked), size=PER_PAGE)
    shown = list(page.object_list)
    roles, waiting = directory.roles_of(shown), directory.promised_to(shown)
    able, ways = directory.administrable(request.user, shown), directory.ways_of(shown)
    rows = [
        {
            "person": person,
            "roles": [row for row in roles[person.pk] if row.ended_at is None],
            "waiting": waiting[person.pk],
            "account": next(
                (
                    row
                    for row in roles[person.pk]
                    if request.user.has_perm(Permission.MANAGE_PEOPLE, row.instansi)
                ),
                None,
            ),
            "able": person.pk in able and person.is_active and accounts.needs_access(person),
            "way": ways.get(person.pk) if person.pk in able else None,
        }
        for person in shown
    ]
    context |= {"page": page, "rows": rows}
    return render(request, "accounts/access/people.html", context)


def _invited(request: UserRequest, row: Any) -> dict[str, Any]:
    mine = row.role in appointable(request.user, row.instansi)
    link = ""
    if mine and invitations.may_show_link(row):
        link = request.build_absolute_uri(invitations.invitation_path(row))
    return {"row": row, "link": link, "text": invitations.text_of(row, link)}


@require_safe
def people_xlsx(request: UserRequest) -> HttpResponse:
    """The list as filtered, at most MAX_EXPORT rows; a note says so."""
    asked = PeopleForm(request.GET, user=request.user).asked()
    found = directory.people(request.user, asked)
    total, shown = found.count(), list(found[:MAX_EXPORT])
    roles, ways = directory.roles_of(shown), directory.ways_of(shown)
    rows = [_exported(person, roles[person.pk], ways.get(person.pk)) for person in shown]
    return download(
        sheets.write_workbook([sheets.Sheet("Orang", _PEOPLE, rows, _limited(total))]), "orang.xlsx"
    )


_PEOPLE = (
    sheets.Column("Nama"),
    sheets.Column("NIP"),
    sheets.Column("Nama pengguna"),
    sheets.Column("Surel"),
    sheets.Column("Jabatan"),
    sheets.Column("Instansi"),
    sheets.Column("Peran"),
    sheets.Column("Terakhir masuk", sheets.DATE_TIME),
    sheets.Column("Akses berlaku sampai", sheets.DATE_TIME),
)


def _exported(person: User, roles: Any, way: Any) -> tuple[Any, ...]:
    held = [row for row in roles if row.ended_at is None]
    return (
        person.nama,
        grouped(person.nip),
        person.username,
        person.email or person.email_claimed,
        person.jabatan,
        "; ".join(dict.fromkeys(row.instansi.nama for row in held)),
        "; ".join(str(row) for row in held),
        person.last_login,
        way.expires_at if way else None,
    )


def _limited(total: int) -> list[str]:
    if total <= MAX_EXPORT:
        return []
    return [f"Hanya {MAX_EXPORT} dari {total} baris; persempit saringannya."]


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: UserRequest) -> HttpResponse:
    """Ways in for all of a filter, or for the ticked: what would happen first, then the act."""
    asked, ticked = _asked(request)
    if "dicentang" in request.POST and not ticked:
        messages.error(request, "Centang dahulu orang yang diberi akses.")
        return redirect("accounts:people")
    found = list(directory.people(request.user, asked))
    able = directory.administrable(request.user, found)
    open_ones = [person for person in found if person.pk in able and person.is_active]
    chosen = [person for person in open_ones if accounts.needs_access(person)]
    too_many = len(chosen) > MAX_EXPORT
    found_now: dict[str, Found] = {
        "orang": [str(person) for person in chosen],
        "lama": len(directory.ways_of(chosen)),
    }
    if request.method == "POST" and "yakin" in request.POST and chosen and not too_many:
        asked_first = ask(request, found_now, back=reverse("accounts:people"))
        return asked_first or _given(request, chosen)
    context = {
        "chosen": len(chosen),
        "akibat": consequence("accounts:give_ways", found_now),
        "known": sum(person.last_login is not None for person in chosen),
        "not_mine": len(found) - len([one for one in found if one.pk in able]),
        "closed": sum(one.pk in able and not one.is_active for one in found),
        "by_mail": len(open_ones) - len(chosen),
        "too_many": MAX_EXPORT if too_many else 0,
        "ticked": sorted(ticked),
        "query": _query(request.GET),
        "days": activation.LIFETIME.days,
    }
    return render(request, "accounts/access/give_ways.html", context)


def _given(request: UserRequest, chosen: list[User]) -> HttpResponse:
    places = directory.places_of(chosen)
    waiting = directory.promised_to(chosen)
    own = request.membership.instansi if request.membership else None
    given = []
    for person in chosen:
        held, promised = places[person.pk], waiting[person.pk]
        place = held.instansi if held else promised[0].instansi if promised else own
        if place is None:
            raise PermissionDenied
        given.append((person, place))
    try:
        made = activation.issue_many(by=request.user, given=given)
    except Refused as error:
        messages.error(request, error.message)
        return redirect("accounts:people")
    messages.success(request, f"Akses masuk dibuat untuk {len(made)} orang.")
    if len(made) <= PER_PAGE:
        query = QueryDict(mutable=True)
        query.setlist("akses", [str(row.uuid) for row in made])
        return redirect(f"{reverse('accounts:ways')}?{query.urlencode()}")
    return redirect(f"{reverse('accounts:ways')}?{_query(request.GET)}")


@require_safe
@never_cache
def ways(request: UserRequest) -> HttpResponse:
    """Links and codes to hand over. Each showing is audited."""
    asked, only = asked_ways(request)
    found = directory.bundle(request.user, asked, only)
    page = paginate(request, found, size=PER_PAGE)
    rows = directory.ways(request.user, list(page.object_list))
    context = {
        "page": page,
        "secrets": activation.show(by=request.user, rows=rows, how="halaman"),
        "parts": [
            (start + 1, start + len(part), part[0], part[-1])
            for start in range(0, len(found), PART)
            for part in [found[start : start + PART]]
        ],
        "ekspor": _query(request.GET),
    }
    return render(request, "accounts/access/ways.html", context)


@require_safe
@never_cache
def ways_xlsx(request: UserRequest) -> HttpResponse:
    asked, only = asked_ways(request)
    found = directory.bundle(request.user, asked, only)
    rows = directory.ways(request.user, found[:MAX_EXPORT])
    told = activation.show(by=request.user, rows=rows, how="xlsx")
    sheet = sheets.Sheet(
        "Akses masuk",
        _WAYS,
        [
            (
                item.instansi.nama,
                item.unit,
                item.user.nama,
                item.role,
                item.user.username,
                item.url,
                item.code,
                waktu(item.until),
                item.whatsapp,
            )
            for item in told
        ],
        [
            "Setiap tautan dan kode sekali pakai. Serahkan hanya kepada orangnya.",
            *_limited(len(found)),
        ],
    )
    return download(sheets.write_workbook([sheet]), "akses-masuk.xlsx")


_WAYS = (
    sheets.Column("Instansi"),
    sheets.Column("Unit"),
    sheets.Column("Nama"),
    sheets.Column("Peran"),
    sheets.Column("Nama pengguna"),
    sheets.Column("Tautan", width=60),
    sheets.Column("Kode"),
    sheets.Column("Berlaku sampai"),
    sheets.Column("Kirim lewat WhatsApp", width=60),
)


def asked_ways(request: UserRequest) -> tuple[directory.Filter, list[UUID]]:
    """The filter of an address, and the ways in that it names singly."""
    directory.require_admin(request.user)
    return PeopleForm(request.GET, user=request.user).asked(), uuids(request.GET.getlist("akses"))


def uuids(texts: list[str]) -> list[UUID]:
    """Of these texts those that are ids."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _asked(request: UserRequest) -> tuple[directory.Filter, frozenset[str]]:
    """Who is ticked, or else everybody of the filter."""
    directory.require_admin(request.user)
    ticked = frozenset(request.POST.getlist("orang"))
    if ticked:
        return directory.Filter(usernames=ticked), ticked
    return PeopleForm(request.GET, user=request.user).asked(), ticked


def _query(asked_for: QueryDict) -> str:
    query = asked_for.copy()
    query.pop("halaman", None)
    return query.urlencode()
