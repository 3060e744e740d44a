"""What is wrong in the forms of a page, for the summary above them: one component for all pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField

DEPTH = 4  # a form may stand in a row of a list that is in the context


@dataclass(frozen=True, slots=True)
class Wrong:
    """One refusal: where to (the id of a control, "" where it concerns a form as a whole)."""

    anchor: str
    label: str
    text: str


def wrong_in(values: Mapping[str, Any], *, sent: bool) -> list[Wrong]:
    """Of every form in a template's context that was refused, each once, in order.

    Only a page that answers something `sent` has forms in the rows of its lists that were refused.
    """
    forms: dict[int, BaseForm] = {}
    loose: list[Wrong] = []
    for value in values.values():
        for found in _searched(value, DEPTH if sent else 0):
            if isinstance(found, BaseFormSet):
                loose += [Wrong("", "", str(text)) for text in found.non_form_errors()]
            else:
                forms[id(found)] = found
    return loose + [wrong for form in forms.values() for wrong in _of_form(form)]


def _searched(value: Any, depth: int) -> Iterator[BaseForm | BaseFormSet[Any]]:
    if isinstance(value, BaseForm):
        if value.is_bound and _found_wrong(value):
            yield value
    elif isinstance(value, BaseFormSet):
        if value.is_bound and _found_wrong(value) is not None:
            yield value
            for form in value.forms:
                yield from _searched(form, 0)
    elif depth and isinstance(value, list | tuple):
        for item in value:
            yield from _searched(item, depth - 1)
    elif depth and isinstance(value, dict):
        for item in value.values():
            yield from _searched(item, depth - 1)
    elif depth and is_dataclass(value):
        for name in value.__dataclass_fields__:
            yield from _searched(getattr(value, name, None), depth - 1)


def _found_wrong(form: BaseForm | BaseFormSet[Any]) -> Any:
    """What its validation found; None where nobody has asked for it, as `errors` itself would."""
    return vars(form)["_errors"]


def _of_form(form: BaseForm) -> Iterator[Wrong]:
    for text in form.non_field_errors():
        yield Wrong("", "", str(text))
    for field in form:
        for text in field.errors:
            yield Wrong(_anchor(field), str(field.label), str(text))


def _anchor(field: BoundField) -> str:
    """The id of its control; of a group of choices that of the first."""
    if field.is_hidden or not field.auto_id:
        return ""
    return field.id_for_label or f"{field.auto_id}_0"
