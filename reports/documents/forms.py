"""The number and date of a document."""

from django import forms

from pekppp.base.dates import DayField


class DokumenForm(forms.Form):
    """One per kind of document on a page; `prefix` tells their fields apart."""

    nomor = forms.CharField(label="Nomor", max_length=120, required=False)
    tanggal = DayField(label="Tanggal dokumen")
    perubahan = forms.CharField(
        label="Alasan mengubah versi yang sudah ditandatangani",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Dicetak pada versi baru. Yang berubah, dari apa menjadi apa, ditulis sendiri "
        "oleh aplikasi.",
    )
