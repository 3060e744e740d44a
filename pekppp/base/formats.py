"""Numbers, days and times as Indonesians write them: decimal comma, times with their zone."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

_ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
WIB = ZoneInfo("Asia/Jakarta")


def lama(seconds: int | None) -> str:
    """How long something waits: 45 detik, 12 menit, 3 jam, 2 hari."""
    if seconds is None:
        return "–"
    for size, name in ((86400, "hari"), (3600, "jam"), (60, "menit")):
        if seconds >= 2 * size:
            return f"{seconds // size} {name}"
    return f"{seconds} detik"


def angka(value: Any) -> str:
    """A number as Indonesians write it: 3.62 -> 3,62. Nothing becomes a dash, never a zero."""
    if value is None or value == "":
        return "–"
    if isinstance(value, float):
        value = Decimal(str(value))
    text = str(value).replace(".", ",")
    return f"−{text[1:]}" if text.startswith("-") else text


def rupiah(value: Any) -> str:
    """A whole amount with points between the thousands: 25.000.000."""
    return "–" if value is None else f"{int(value):,}".replace(",", ".")


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


def zona(value: str) -> str:
    """The short name of a time zone: Asia/Makassar -> WITA."""
    return _ZONE_NAMES.get(value, value)


def tanggal(value: Any) -> str:
    """A day: 14 Agustus 2026."""
    if value is None or value == "":
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return date_format(value, "j F Y")


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
