"""Filters every template may use; those for numbers, dates and times stand in `formats`."""

from typing import Any
from urllib.parse import quote

from django import template
from django.forms import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select

from pekppp.base.form_errors import Wrong, wrong_in
from pekppp.base.formats import angka, lama, rupiah, sisa, tanggal, waktu, zona
from pekppp.base.nip import grouped
from pekppp.base.words import action_words, in_sentence
from pekppp.running.awaited import words_for

register = template.Library()

for _filter in (angka, lama, rupiah, sisa, tanggal, waktu, zona):
    register.filter(_filter)


@register.inclusion_tag("_components/worker.html", takes_context=True)
def pekerja(context: Any, what: str) -> dict[str, str]:
    """Said to who waits for `what`, where its worker gives no sign of life; see `awaited`."""
    return {"words": words_for(what, context.get("request"))}


@register.simple_tag(takes_context=True)
def kata_pekerja(context: Any, what: str) -> str:
    """The same as plain words, or nothing."""
    return words_for(what, context.get("request"))


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """A mapping's value by a key held in a variable; None when absent."""
    return mapping.get(key) if mapping else None


@register.filter
def tindakan(action: str) -> str:
    """The code of an audited action as words: kirim_ulang_undangan -> Kirim ulang undangan."""
    return action_words(action)


@register.filter
def nip(number: str) -> str:
    """198001012005011001 -> 19800101 200501 1 001, as papers print it."""
    return grouped(number)


@register.filter
def tengah(label: Any) -> str:
    """A label in the middle of a sentence; its abbreviations stay as they are."""
    return in_sentence(str(label))


@register.filter
def kontrol(field: Any) -> str:
    """A form field's control in Bootstrap's dress, described by its help and errors.

    Placeholders are dropped: they vanish while one types, labels and help texts stay.
    """
    widget = field.field.widget
    own = widget.attrs.get("class", "")
    if isinstance(widget, CheckboxInput | CheckboxSelectMultiple | RadioSelect):
        dress = "form-check-input"
    elif isinstance(widget, Select):
        dress = "form-select"
    else:
        dress = "form-control"
    if field.errors:
        dress += " is-invalid"
    return field.as_widget(attrs={"class": f"{own} {dress}".strip(), "placeholder": False})


@register.simple_tag(takes_context=True)
def galat_isian(context: Any) -> list[Wrong]:
    """What is wrong in the forms of this page, for its title and the summary; base.html asks."""
    request = context.get("request")
    return wrong_in(context.flatten(), sent=request is not None and request.method == "POST")


@register.simple_tag(takes_context=True)
def querystring_of(context: Any, key: str, value: Any) -> str:
    """This page's query string with one parameter changed; its name may be a variable."""
    query = context["request"].GET.copy()
    query[key] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def saringan(context: Any, *without: str) -> str:
    """This page's query string as its filter asked, of every page: without these parameters."""
    query = context["request"].GET.copy()
    for name in ("halaman", *without):
        query.pop(name, None)
    return f"?{query.urlencode()}"


WHATSAPP = "https://wa.me/?text="
LONGEST_LINK = 3000  # letters of a text that is handed over in an address; the copy has all


@register.inclusion_tag("_components/share.html")
def bagikan(text: str, what: str, *, all_of_them: bool = False) -> dict[str, Any]:
    """A text to be copied, or handed over to WhatsApp; `what` says of what, to screen readers
    alone, except where it is `all_of_them`."""
    short = text if len(text) <= LONGEST_LINK else f"{text[:LONGEST_LINK]} …"
    link = WHATSAPP + quote(short, safe="")
    return {"text": text, "what": what, "whatsapp": link, "all_of_them": all_of_them}
