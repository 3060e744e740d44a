"""Plain forms: a YAML text that may come as a file, two versions to compare, a reason."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from instruments import importers
from instruments.models import VersiInstrumen
from pekppp.base.form_fields import model_field


class YamlForm(forms.Form):
    """The text in the page, or a file that takes its place; `bacaan` holds what was read."""

    berkas = forms.FileField(
        label="Berkas YAML",
        required=False,
        help_text="Bila diisi, isi berkas ini menggantikan teks di bawah. Paling besar 2 MB.",
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".yaml,.yml"}),
    )
    teks = forms.CharField(
        label="Isi instrumen",
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"class": "form-control font-monospace", "rows": 24, "spellcheck": "false"}
        ),
    )
    dasar = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    bacaan: importers.Bacaan | None = None
    isi = ""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        berkas = data.get("berkas")
        if berkas and berkas.size > importers.MAX_BYTES:
            self.add_error("berkas", "Berkas terlalu besar (paling banyak 2 MB).")
            return data
        content = berkas.read() if berkas else data.get("teks", "").replace("\r\n", "\n")
        self.isi = content.decode("utf-8-sig", "replace") if berkas else content
        self.bacaan = importers.read(content)
        return data


class VersiField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no [] when it runs
    def label_from_instance(self, obj: VersiInstrumen) -> str:
        """Code and number first: a phone cuts the end off."""
        return f"{obj.kode} versi {obj.versi} ({obj.get_status_display()})"


class BandingkanForm(forms.Form):
    dari = VersiField(
        queryset=None,
        label="Dari",
        empty_label="Pilih versi",
        to_field_name="uuid",
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    ke = VersiField(
        queryset=None,
        label="Ke",
        empty_label="Pilih versi",
        to_field_name="uuid",
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: Any, versions: QuerySet[VersiInstrumen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("dari", "ke"):
            model_field(self, name).queryset = versions


class AlasanForm(forms.Form):
    alasan = forms.CharField(
        label="Alasan penarikan",
        max_length=1000,
        error_messages={"required": "Tuliskan alasan penarikan."},
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )


class RalatForm(forms.Form):
    alasan = forms.CharField(
        label="Alasan ralat",
        max_length=1000,
        help_text="Dibaca unit dan evaluator: apa yang salah, dan apa yang benar.",
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )
    surat = forms.CharField(
        label="Nomor surat", max_length=100, widget=forms.TextInput(attrs={"class": "form-control"})
    )
