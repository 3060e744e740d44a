"""What several views share."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from pekppp.accounts.access import may_appoint, may_confirm
from pekppp.accounts.forms.people import explain
from pekppp.accounts.models import Instansi, PendingRole, User
from pekppp.accounts.roles import Permission, Role
from pekppp.accounts.services.pending import waits_for
from pekppp.base.errors import Refused

PER_PAGE = 25
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml; charset=utf-8",
}


def paginate(
    request: HttpRequest,
    rows: "QuerySet[Any] | Sequence[Any]",
    key: str = "halaman",
    size: int = PER_PAGE,
) -> "Page[Any]":
    """The page that the query string names; nonsense gives the first or the last."""
    return Paginator(rows, size).get_page(request.GET.get(key))


def download(content: bytes | str, name: str) -> HttpResponse:
    """A file that was made just now, to keep; its name says what it is."""
    return HttpResponse(
        content,
        content_type=MEDIA[name.rpartition(".")[2]],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def attempt(form: BaseForm, call: Callable[[dict[str, Any]], Any]) -> Any | None:
    """Call a service with the cleaned data, if the form is valid.

    Services return something; None means that the form has an error to show, its own or what the
    service refused.
    """
    if not form.is_valid():
        return None
    try:
        return call(form.cleaned_data)
    except (Refused, ValidationError) as error:
        explain(form, error)
        return None


def appointable(user: User, instansi: Instansi) -> list[str]:
    """Roles whose holders this user may invite, change and dismiss here."""
    return [role.value for role in Role if may_appoint(user, role, instansi)]


def may_add_instansi(user: User) -> bool:
    # Asked of a thing that nobody owns: only the ministry relates to it.
    return user.has_perm(Permission.MANAGE_INSTANSI, Instansi())


def waiting_card(user: User, rows: list[PendingRole]) -> dict[str, Any]:
    """Roles of one batch that wait, and what the user may do about them."""
    mine = [may_confirm(user, row) for row in rows]
    first = rows[0]
    return {
        "rows": rows,
        "first": first,
        "waits_for": waits_for(first),
        "may_confirm": all(mine),
        "may_refuse": all(mine) or first.appointed_by_id == user.pk,
        # Of what waits elsewhere too nobody decides before he has seen it all.
        "elsewhere": getattr(first, "batch_size", len(rows)) - len(rows),
    }
