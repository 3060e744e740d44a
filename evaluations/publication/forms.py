"""Forms of those who decide: a reason, and the decree that publishes."""

from typing import Any

from django import forms
from django.utils import timezone

from evaluations.models import Publikasi
from pekppp.base.dates import DayField, MomentField


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


class SampleForm(forms.Form):
    ukuran = forms.IntegerField(label="Banyaknya", min_value=1, max_value=1000, initial=20)
    benih = forms.CharField(
        label="Benih",
        max_length=60,
        required=False,
        help_text="Angka atau kata apa saja. Benih yang sama menghasilkan sampel yang sama; bila "
        "dikosongkan, benih dibuat dan dicatat.",
    )


class CancelForm(forms.Form):
    alasan = forms.CharField(
        label="Alasan pembatalan", max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )


class DecreeForm(forms.ModelForm):  # type: ignore[type-arg]  # no [] when it runs
    """What is entered once the decree is signed."""

    berkas = forms.FileField(
        label="Keputusan yang sudah ditandatangani (PDF)",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text="Dapat diunduh siapa pun sejak hasilnya terbit. Pastikan tidak ada data pribadi "
        "selain nama dan jabatan penanda tangan.",
    )
    embargo = MomentField(
        label="Terbit pada",
        required=False,
        help_text="Zona waktu Anda. Sebelum waktu ini tidak satu angka pun terbuka bagi umum. "
        "Bila dikosongkan, langsung terbit.",
    )

    class Meta:
        model = Publikasi
        fields = ("nomor", "tanggal", "catatan")
        field_classes = {"tanggal": DayField}
        widgets = {
            "catatan": forms.Textarea(attrs={"rows": 2}),
        }

    field_order = ("nomor", "tanggal", "berkas", "embargo", "catatan")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A set may wait without them; a decree has both.
        self.fields["nomor"].required = self.fields["tanggal"].required = True

    def clean_tanggal(self) -> Any:
        tanggal = self.cleaned_data["tanggal"]
        if tanggal > timezone.localdate():
            raise forms.ValidationError("Tanggal keputusan belum tiba.")
        return tanggal
