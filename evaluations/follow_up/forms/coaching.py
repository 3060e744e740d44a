"""A coaching session with its participants and agreements, as plain forms."""

from typing import Any

from django import forms

from evaluations.models import TindakLanjut
from pekppp.base.dates import DayField
from pekppp.base.form_fields import field_of

BLANK = 5  # empty rows below those that are filled; saving gives more


class SessionForm(forms.Form):
    pokok = forms.CharField(label="Pokok bahasan", max_length=200)
    tanggal = DayField(label="Tanggal")
    tempat = forms.CharField(
        label="Tempat", max_length=200, help_text="Misalnya aula Bagian Organisasi, atau daring."
    )
    catatan = forms.CharField(
        label="Catatan", required=False, max_length=8000, widget=forms.Textarea({"rows": 6})
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)


class ParticipantForm(forms.Form):
    nama = forms.CharField(label="Nama", required=False, max_length=200)
    jabatan = forms.CharField(label="Jabatan", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("jabatan") and not data.get("nama"):
            self.add_error("nama", "Tulis namanya.")
        return data


class AgreementForm(forms.Form):
    teks = forms.CharField(label="Kesepakatan", required=False, max_length=1000)
    tindak_lanjut = forms.TypedChoiceField(
        label="Tentang tindak lanjut", required=False, empty_value=None
    )

    def __init__(self, *args: Any, commitments: list[TindakLanjut], **kwargs: Any) -> None:
        """A list, read once for all rows of the formset."""
        super().__init__(*args, **kwargs)
        known = {str(row.uuid): row for row in commitments}
        choices = [(uuid, _label(row)) for uuid, row in known.items()]
        field = field_of(self, "tindak_lanjut", forms.TypedChoiceField)
        field.choices = [("", "Tidak ada"), *choices]
        field.coerce = known.get

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("tindak_lanjut") and not data.get("teks"):
            self.add_error("teks", "Tulis kesepakatannya.")
        return data


def _label(row: TindakLanjut) -> str:
    return f"{row.evaluasi.nama_unit}: {row.tindakan[:80]}"


Participants = forms.formset_factory(ParticipantForm, extra=BLANK, max_num=100)
Agreements = forms.formset_factory(AgreementForm, extra=BLANK, max_num=100)
