"""A list as it was filtered, as a workbook: its notes say filter, moment, person and rows."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm, ChoiceField, ModelChoiceField
from django.http import HttpResponse
from django.utils import timezone

from pekppp.accounts.request import UserRequest
from pekppp.accounts.views.common import download
from pekppp.base import sheets
from pekppp.base.formats import waktu

MOST_ROWS = 50_000


def workbook(
    request: UserRequest,
    title: str,
    columns: Sequence[sheets.Column],
    rows: "QuerySet[Any] | Sequence[Any]",
    line: Callable[[Any], Sequence[Any]],
    *,
    asked: str | None = None,
    notes: Sequence[str] = (),
) -> HttpResponse:
    """The answer to a request for these rows, a `line` each, in a file named after the title."""
    sheet = sheet_of(request, title, columns, rows, line, asked=asked, notes=notes)
    name = f"{title.lower().replace(' ', '-')}.xlsx"
    return download(sheets.write_workbook([sheet]), name)


def sheet_of(
    request: UserRequest,
    title: str,
    columns: Sequence[sheets.Column],
    rows: "QuerySet[Any] | Sequence[Any]",
    line: Callable[[Any], Sequence[Any]],
    *,
    asked: str | None = None,
    notes: Sequence[str] = (),
) -> sheets.Sheet:
    """At most MOST_ROWS of them; the notes say if there are more.

    `asked` are the words of the list's filter, see `words_of`; None where it has none.
    """
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    number = f"{total} baris."
    if total > MOST_ROWS:
        number = f"Hanya {MOST_ROWS} dari {total} baris; persempit saringannya."
    told = [f"Saringan: {asked or 'tidak ada'}."] if asked is not None else []
    told.append(f"Diunduh {waktu(timezone.now())} oleh {request.user.nama}. {number}")
    lines = [line(row) for row in rows[:MOST_ROWS]]
    return sheets.Sheet(title, columns, lines, [*notes, *told])


def words_of(form: BaseForm) -> str:
    """What a valid filter asks for, as its labels and choices call it."""
    found = []
    for name, value in getattr(form, "cleaned_data", {}).items():
        field = form.fields[name]
        if value in (None, ""):
            continue
        if isinstance(field, ModelChoiceField):
            said = field.label_from_instance(value)
        elif isinstance(field, ChoiceField):
            said = ", ".join(part.choice_label for part in form[name] if part.data["selected"])
        else:
            said = value
        found.append(f"{field.label}: {said}")
    return "; ".join(found)
