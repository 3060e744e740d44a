"""What is typed about extensions: by who grants them, and by who asks for one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from evaluations.core.forms import MAX_REASON, unit_choices
from evaluations.models.siklus import KEGIATAN_CHOICES
from evaluations.rules.phases import end_of, start_of
from pekppp.accounts.models import Instansi, UnitLokus
from pekppp.base.dates import DayField
from pekppp.base.form_fields import ReasonField, choice_field, model_field


def _activities() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Kegiatan",
        choices=KEGIATAN_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih sedikitnya satu kegiatan."},
    )


def _letter() -> forms.FileField:
    return forms.FileField(
        label="Surat (PDF)",
        required=False,
        widget=forms.FileInput({"accept": "application/pdf"}),
    )


class AskForm(forms.Form):
    """By the unit or its instansi."""

    kegiatan = _activities()
    akhir = DayField(label="Diperpanjang sampai", help_text="Berakhir pukul 23.59 WIB.")
    alasan = ReasonField(most=MAX_REASON, rows=3)
    nomor_surat = forms.CharField(label="Nomor surat", max_length=100, required=False)
    berkas = _letter()

    def clean_akhir(self) -> datetime:
        return end_of(self.cleaned_data["akhir"])


class GrantForm(forms.Form):
    """Until when it is granted, which may be another day than was asked for."""

    akhir = DayField(label="Dikabulkan sampai", help_text="Berakhir pukul 23.59 WIB.")
    catatan = forms.CharField(
        label="Catatan",
        required=False,
        max_length=MAX_REASON,
        widget=forms.Textarea({"rows": 2}),
        help_text="Dibaca pemohon.",
    )

    def clean_akhir(self) -> datetime:
        return end_of(self.cleaned_data["akhir"])


class RefuseForm(forms.Form):
    catatan = forms.CharField(
        label="Alasan penolakan",
        max_length=MAX_REASON,
        widget=forms.Textarea({"rows": 2}),
        help_text="Dibaca pemohon.",
        error_messages={"required": "Tulis mengapa ditolak."},
    )


class ExtensionForm(forms.Form):
    """For whom is one choice; units and instansi are those that take part in the cycle."""

    SCOPES = [
        ("unit", "Unit tertentu"),
        ("instansi", "Satu instansi"),
        ("provinsi", "Satu provinsi beserta kabupaten/kota di bawahnya"),
        ("siklus", "Seluruh siklus"),
    ]

    kegiatan = _activities()
    lingkup = forms.ChoiceField(label="Berlaku bagi", choices=SCOPES, widget=forms.RadioSelect)
    unit: "forms.ModelMultipleChoiceField[UnitLokus]" = forms.ModelMultipleChoiceField(
        label="Unit",
        queryset=None,
        required=False,
        to_field_name="uuid",
        widget=forms.SelectMultiple({"size": 6}),
        help_text="Untuk «Unit tertentu». Tahan Ctrl untuk memilih lebih dari satu.",
    )
    instansi: "forms.ModelChoiceField[Instansi]" = forms.ModelChoiceField(
        label="Instansi atau provinsi",
        queryset=None,
        required=False,
        to_field_name="uuid",
        empty_label="Pilih instansi",
    )
    akhir = DayField(label="Diperpanjang sampai", help_text="Berakhir pukul 23.59 WIB.")
    mulai = DayField(
        label="Dibuka mulai",
        required=False,
        help_text="Kosongkan bila melanjutkan fase yang ada.",
    )
    nomor_surat = forms.CharField(label="Nomor surat", max_length=100, required=False)
    berkas = _letter()
    # Instead of the file, once it is stored and the form comes a second time.
    tersimpan = forms.CharField(required=False, widget=forms.HiddenInput)
    alasan = forms.CharField(
        label="Alasan", max_length=MAX_REASON, widget=forms.Textarea({"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        units: QuerySet[UnitLokus],
        shown: Iterable[UnitLokus],
        instansi: QuerySet[Instansi],
        organises: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not organises:  # who evaluates grants to units alone
            choice_field(self, "lingkup").choices = self.SCOPES[:1]
            del self.fields["instansi"]
        model_field(self, "unit").queryset = units
        self.fields["unit"].widget.choices = unit_choices(shown)
        if organises:
            model_field(self, "instansi").queryset = instansi
        self.fields["akhir"].widget.attrs["min"] = timezone.localdate().isoformat()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        scope = data.get("lingkup")
        if scope == "unit" and not data.get("unit") and "unit" not in self.errors:
            self.add_error("unit", "Pilih sedikitnya satu unit.")
        if scope in ("instansi", "provinsi") and not data.get("instansi"):
            self.add_error("instansi", "Pilih instansinya.")
        return data

    def arguments(self) -> dict[str, Any]:
        """What `add_extension` takes."""
        data = self.cleaned_data
        scope = data["lingkup"]
        return {
            "kegiatan": data["kegiatan"],
            "akhir": end_of(data["akhir"]),
            "mulai": start_of(data["mulai"]) if data["mulai"] else None,
            "nomor_surat": data["nomor_surat"],
            "kept_letter": data["tersimpan"],
            "alasan": data["alasan"],
            "units": list(data["unit"]) if scope == "unit" else [],
            "instansi": data["instansi"] if scope in ("instansi", "provinsi") else None,
            "termasuk_bawahan": scope == "provinsi",
        }
