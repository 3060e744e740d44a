"""Forms of those who decide: a reason, and the decree that publishes."""

from typing import Any

from django import forms
from django.utils import timezone

from evaluations.models import Publikasi


class SendBackForm(forms.Form):
    alasan = forms.CharField(
        label="Alasan pengembalian",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dibaca evaluator. Sebutkan indikator yang perlu diperiksa ulang.",
    )


class WithdrawForm(forms.Form):
    alasan = forms.CharField(
        label="Alasan penarikan",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Diberitahukan kepada unit dan instansinya.",
    )


class PublishForm(forms.ModelForm):
    class Meta:
        model = Publikasi
        fields = ("nomor", "tanggal", "catatan")
        widgets = {
            "tanggal": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "catatan": forms.Textarea(attrs={"rows": 3}),
        }

    def clean_tanggal(self) -> Any:
        tanggal = self.cleaned_data["tanggal"]
        if tanggal > timezone.localdate():
            raise forms.ValidationError("Tanggal keputusan belum tiba.")
        return tanggal
