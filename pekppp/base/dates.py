"""Days and moments that people type: within bounds that every calculation survives."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

# Wide enough for a decree of the past and a plan of the future; what lies beyond is a slip of the
# keyboard, and days counted from it would leave the calendar.
FIRST, LAST = date(1945, 8, 17), date(2099, 12, 31)
_FAR = "Tulis tanggal antara 17 Agustus 1945 dan 31 Desember 2099."


class DayField(forms.DateField):
    """A day, in the browser's own calendar, which wants ISO dates whatever the language."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "required": "Isi tanggalnya.",
        "invalid": "Tulis tanggal yang benar, misalnya 14-08-2026.",
    }

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not FIRST <= day <= LAST:
            raise ValidationError(_FAR, code="far")
        return day


class MomentField(forms.DateTimeField):
    """A day and time in the person's own zone, to the minute."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
    default_error_messages = {"invalid": "Isi tanggal dan jam."}

    def to_python(self, value: Any) -> datetime | None:
        try:
            moment: datetime | None = super().to_python(value)
            if moment is not None and not FIRST <= moment.astimezone(UTC).date() <= LAST:
                raise ValidationError(_FAR, code="far")
        except OverflowError as error:  # a day at the very edge has no other zone
            raise ValidationError(_FAR, code="far") from error
        return moment
