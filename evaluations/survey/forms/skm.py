"""The SKM value of a unit for one year. Its range and its base are the service's to judge."""

from django import forms

from pekppp.base.dates import DayField


class SkmForm(forms.Form):
    tahun = forms.IntegerField(
        label="Tahun",
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={"required": "Isi tahunnya.", "invalid": "Tulis tahun dengan empat angka."},
    )
    nilai = forms.CharField(
        label="Nilai SKM",
        max_length=10,
        widget=forms.TextInput({"inputmode": "decimal"}),
        help_text="Antara 25,00 dan 100,00, seperti pada laporan.",
        error_messages={"required": "Isi nilainya."},
    )
    tanggal = DayField(label="Tanggal laporan")
    responden = forms.IntegerField(
        label="Jumlah responden",
        required=False,
        min_value=1,
        max_value=100_000_000,
        widget=forms.TextInput({"inputmode": "numeric"}),
        help_text="Boleh dikosongkan.",
        error_messages={"invalid": "Tulis jumlahnya dengan angka."},
    )
    sumber = forms.CharField(
        label="Sumber atau cara survei",
        max_length=300,
        help_text="Misalnya nomor laporan SKM, semester, dan daring atau kuesioner.",
        error_messages={"required": "Tulis sumbernya."},
    )
    based_on = forms.CharField(max_length=10, required=False, widget=forms.HiddenInput)
