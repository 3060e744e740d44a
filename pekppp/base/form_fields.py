"""The fields of a form, under the class that they were declared with."""

from typing import Any, TypeVar

from django.forms import BaseForm, CharField, ChoiceField, Field, ModelChoiceField, Textarea
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from pekppp.base.texts import NO_REASON

_Kind = TypeVar("_Kind", bound=Field)


class ReasonField(CharField):
    """The reason that a step must have, in a box of `rows` lines; its service asks it again."""

    def __init__(self, *, most: int, rows: int, label: str = "Alasan", help_text: str = "") -> None:
        super().__init__(
            label=label,
            max_length=most,
            widget=Textarea({"rows": rows}),
            help_text=help_text,
            error_messages={"required": NO_REASON},
        )


def field_of(form: BaseForm, name: str, kind: type[_Kind]) -> _Kind:
    """A field of the form; TypeError where it is declared as something else than `kind`."""
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name}: {type(field).__name__}")
    return field


def choice_field(form: BaseForm, name: str) -> ChoiceField:
    """A field whose choices the form fills; see `field_of`."""
    return field_of(form, name, ChoiceField)


def model_field(form: BaseForm, name: str) -> "ModelChoiceField[Any]":
    """A field whose rows the form fills; see `field_of`."""
    return field_of(form, name, ModelChoiceField)


def sent_as(form: BaseForm, name: str) -> list[str]:
    """Every value that a request brought under this name; none where nothing was sent."""
    return form.data.getlist(name) if isinstance(form.data, MultiValueDict) else []


def retype(form: BaseForm, name: str, value: str) -> None:
    """Show a sent form with another value in one field."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data[name] = value
    form.data = data
