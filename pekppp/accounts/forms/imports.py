"""What is typed where a workbook of master data is uploaded."""

from collections.abc import Iterable
from typing import Any

from django import forms

from pekppp.base.form_fields import choice_field


class MasterDataForm(forms.Form):
    jenis = forms.ChoiceField(
        label="Isi berkas",
        error_messages={"required": "Pilih isinya.", "invalid_choice": "Pilih dari daftar."},
    )
    berkas = forms.FileField(
        label="Berkas XLSX, ODS, atau CSV",
        help_text="Paling besar 5 MB dan 20.000 baris.",
        widget=forms.FileInput({"accept": ".xlsx,.ods,.csv"}),
        error_messages={"required": "Pilih berkasnya dahulu.", "empty": "Berkas ini kosong."},
    )

    def __init__(self, *args: Any, kinds: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "jenis").choices = [("", "Pilih isinya"), *kinds]
