"""Forms that several topics use: a file, a reason, a search."""

from collections.abc import Iterable

from django import forms

from pekppp.accounts.models import UnitLokus

MAX_REASON = 1000


class ReasonForm(forms.Form):
    alasan = forms.CharField(
        label="Alasan", max_length=MAX_REASON, widget=forms.Textarea({"rows": 3})
    )


def unit_choices(units: Iterable[UnitLokus]) -> list[tuple[str, str]]:
    return [(str(unit.uuid), f"{unit.nama} ({unit.instansi})") for unit in units]


class UploadForm(forms.Form):
    berkas = forms.FileField(
        label="Berkas XLSX, ODS, atau CSV",
        widget=forms.FileInput({"accept": ".xlsx,.ods,.csv"}),
        error_messages={"required": "Pilih berkasnya dahulu.", "empty": "Berkas ini kosong."},
    )


class SearchForm(forms.Form):
    q = forms.CharField(label="Cari unit", required=False, max_length=100)
