"""Small forms around the F03: batches of codes, a code typed by hand, sheets of paper."""

from django import forms


class BatchForm(forms.Form):
    jumlah = forms.IntegerField(
        label="Jumlah kode",
        min_value=1,
        max_value=1000,
        initial=100,
        help_text="1 sampai 1.000 untuk satu lembar.",
        error_messages={
            "required": "Tulis jumlah kode.",
            "invalid": "Tulis jumlah kode dengan angka.",
            "min_value": "Sedikitnya 1 kode.",
            "max_value": "Paling banyak 1.000 kode untuk satu lembar.",
        },
    )
    label = forms.CharField(
        label="Keterangan",
        max_length=100,
        required=False,
        help_text="Misalnya Loket 2 minggu ini. Tercetak pada setiap slip.",
    )


class PaperForm(forms.Form):
    label = forms.CharField(
        label="Keterangan",
        max_length=200,
        required=False,
        help_text="Misalnya Kotak survei pekan pertama.",
    )
    berkas = forms.FileField(
        label="Pindaian kertasnya (PDF atau foto)",
        required=False,
        help_text="Boleh menyusul. Hanya dilihat oleh unit dan kantor yang mengelola survei.",
    )


class ScanForm(forms.Form):
    berkas = forms.FileField(
        label="Pindaian kertasnya (PDF atau foto)",
        error_messages={"required": "Pilih berkasnya dahulu.", "empty": "Berkas ini kosong."},
    )


class VoidForm(forms.Form):
    alasan = forms.CharField(
        label="Alasan pembatalan",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Misalnya kertas dari unit lain tersalin. Dicatat dan terlihat oleh "
        "Bagian/Biro Organisasi.",
        error_messages={"required": "Tulis alasan pembatalan; alasan ini dicatat."},
    )
