"""The form of an errata in a cycle: which one, and until when units may answer again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from evaluations.rules.calendar import last_instant
from instruments.models import VersiInstrumen
from pekppp.base.dates import MomentField
from pekppp.base.form_fields import choice_field


class ErrataForm(forms.Form):
    versi = forms.ChoiceField(label="Ralat yang diterapkan")
    tenggat = MomentField(
        label="Unit yang sudah mengirim F01 menjawab lagi sampai",
        help_text="Hanya indikator yang harus dijawab lagi yang dibuka. Unit yang belum mengirim "
        "tetap mengikuti jadwalnya.",
        error_messages={"required": "Isi tanggal dan jam."},
    )

    def __init__(self, *args: Any, versions: Sequence[VersiInstrumen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(item.uuid): item for item in versions}
        choice_field(self, "versi").choices = [(key, str(v)) for key, v in self.versions.items()]
        week = timezone.localtime() + timedelta(days=7)
        self.fields["tenggat"].initial = week.replace(hour=23, minute=59, second=0, microsecond=0)

    def clean_versi(self) -> VersiInstrumen:
        return self.versions[self.cleaned_data["versi"]]

    def clean_tenggat(self) -> Any:
        return last_instant(self.cleaned_data["tenggat"])
