"""Filters every template may use: numbers with decimal comma, dates and times with their zone."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.utils import timezone
from django.utils.formats import date_format

from pekppp.awaited import words_for
from pekppp.nip import grouped
from pekppp.words import action_words, in_sentence

register = template.Library()

_ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
WIB = ZoneInfo("Asia/Jakarta")


@register.inclusion_tag("_components/pekerja.html", takes_context=True)
def pekerja(context: Any, what: str) -> dict[str, str]:
    """Said to who waits for `what`, where its worker gives no sign of life; see `awaited`."""
    return {"words": words_for(what, context.get("request"))}


@register.simple_tag(takes_context=True)
def kata_pekerja(context: Any, what: str) -> str:
    """The same as plain words, or nothing."""
    return words_for(what, context.get("request"))


@register.filter
def lama(seconds: int | None) -> str:
    """How long something waits: 45 detik, 12 menit, 3 jam, 2 hari."""
    if seconds is None:
        return "–"
    for size, name in ((86400, "hari"), (3600, "jam"), (60, "menit")):
        if seconds >= 2 * size:
            return f"{seconds // size} {name}"
    return f"{seconds} detik"


@register.filter
def angka(value: Any) -> str:
    """A number as Indonesians write it: 3.62 -> 3,62. Nothing becomes a dash, never a zero."""
    if value is None or value == "":
        return "–"
    if isinstance(value, float):
        value = Decimal(str(value))
    text = str(value).replace(".", ",")
    return f"−{text[1:]}" if text.startswith("-") else text


@register.filter
def rupiah(value: Any) -> str:
    """A whole amount with points between the thousands: 25.000.000."""
    return "–" if value is None else f"{int(value):,}".replace(",", ".")


@register.filter
def waktu(value: datetime | None) -> str:
    """A moment in the reader's zone, with WIB beside it where that differs."""
    if value is None:
        return "–"
    zone = timezone.get_current_timezone_name()
    local = timezone.localtime(value)
    text = f"{date_format(local, 'j F Y')} pukul {local:%H.%M} {_ZONE_NAMES.get(zone, zone)}"
    if zone != "Asia/Jakarta":
        wib = value.astimezone(WIB)
        same_day = wib.date() == local.date()
        shown = f"{wib:%H.%M}" if same_day else f"{date_format(wib, 'j F')} {wib:%H.%M}"
        text += f" ({shown} WIB)"
    return text


@register.filter
def zona(value: str) -> str:
    """The short name of a time zone: Asia/Makassar -> WITA."""
    return _ZONE_NAMES.get(value, value)


@register.filter
def tanggal(value: Any) -> str:
    """A day: 14 Agustus 2026."""
    if value is None or value == "":
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return date_format(value, "j F Y")


@register.filter
def sisa(value: datetime | None) -> str:
    """How far away a deadline is, in words."""
    if value is None:
        return ""
    seconds = (value - timezone.now()).total_seconds()
    if seconds < 0:
        return "sudah lewat"
    days, hours = int(seconds // 86400), int(seconds // 3600)
    if days >= 1:
        return f"{days} hari lagi"
    if hours >= 1:
        return f"{hours} jam lagi"
    return f"{max(1, int(seconds // 60))} menit lagi"


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
def querystring_of(context: Any, key: str, value: Any) -> str:
    """This page's query string with one parameter changed; its name may be a variable."""
    query = context["request"].GET.copy()
    query[key] = value
    return f"?{query.urlencode()}"
