"""Choosing responses and saying why; what the signals take as usual."""

from typing import Any

from django import forms

from evaluations.survey.queries.review import Burst
from pekppp.base.form_fields import choice_field


class ReviewForm(forms.Form):
    kunci = forms.TypedMultipleChoiceField(
        label="Respons", error_messages={"required": "Pilih sedikitnya satu respons."}
    )
    alasan = forms.CharField(
        label="Alasan", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, keys: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "kunci").choices = [(key, key) for key in keys]
        self.fields["kunci"].error_messages["invalid_choice"] = (
            "Sebagian respons sudah tidak ada di daftar ini. Muat ulang halaman."
        )


class BurstForm(forms.Form):
    rombongan = forms.CharField(max_length=40)
    jumlah = forms.IntegerField(  # as many as the page showed
        min_value=1, error_messages={"required": "Muat ulang halaman, lalu putuskan."}
    )
    alasan = forms.CharField(required=False, max_length=500)

    def clean_rombongan(self) -> Burst:
        found = Burst.of(self.cleaned_data["rombongan"])
        if found is None:
            raise forms.ValidationError("Rombongan ini tidak dikenal. Muat ulang halaman.")
        return found


class SignalsForm(forms.Form):
    jam_mulai = forms.IntegerField(label="Layanan mulai pukul", min_value=0, max_value=23)
    jam_selesai = forms.IntegerField(
        label="Layanan selesai pukul",
        min_value=1,
        max_value=24,
        help_text="Layanan 24 jam, misalnya IGD: 0 sampai 24.",
    )
    tahan_mulai = forms.IntegerField(
        label="Batas jawaban beruntun", min_value=1, max_value=100_000, required=False
    )

    def __init__(self, *args: Any, usual: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tahan_mulai"].help_text = (
            "Lebih dari ini dalam satu jam atau satu hari, dan ganjil pula, menunggu tinjauan. "
            f"Kosongkan untuk batas umum, {usual}."
        )
