"""Forms of the follow-up: the unit's commitment and report, the words of whoever decides."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from evaluations.follow_up.queries.follow_up import LATE
from evaluations.models import Siklus
from evaluations.rules.follow_up import LABELS, Status
from pekppp.accounts.models import Instansi
from pekppp.base.dates import DayField
from pekppp.base.form_fields import model_field

MAX_TEXT = 4000
UNKNOWN_VERSION = "Halaman ini tidak lengkap. Muat ulang, lalu simpan sekali lagi."


class CommitmentForm(forms.Form):
    tindakan = forms.CharField(
        label="Tindakan",
        max_length=MAX_TEXT,
        widget=forms.Textarea({"rows": 3}),
        help_text="Apa yang akan dikerjakan, dan apa hasilnya.",
        error_messages={"required": "Tulis tindakan yang akan dilakukan."},
    )
    penanggung_jawab = forms.CharField(
        label="Penanggung jawab",
        max_length=200,
        help_text="Nama dan jabatan.",
        error_messages={"required": "Tulis siapa yang bertanggung jawab."},
    )
    tenggat = DayField(label="Selesai paling lambat")
    anggaran = forms.DecimalField(
        label="Anggaran (rupiah)",
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=0,
        help_text="Angka saja, misalnya 25000000. Kosongkan bila tanpa anggaran.",
        error_messages={"invalid": "Tulis angka saja, misalnya 25000000."},
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)


class WordsForm(forms.Form):
    """One text, named by what it is for."""

    kata = forms.CharField(max_length=MAX_TEXT, required=False, widget=forms.Textarea({"rows": 3}))
    based_on = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, error_messages={"required": UNKNOWN_VERSION}
    )

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kata"].label = label


class VerifyForm(forms.Form):
    terbukti = forms.TypedChoiceField(
        label="Menurut pengamatan Anda",
        choices=[("ya", "Sudah selesai dilakukan"), ("tidak", "Belum terbukti selesai")],
        coerce=lambda value: value == "ya",
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu."},
    )
    words = forms.CharField(
        label="Apa yang Anda lihat",
        max_length=MAX_TEXT,
        widget=forms.Textarea({"rows": 3}),
        help_text="Unit dan kantor pembinanya membaca catatan ini.",
        error_messages={"required": "Tulis apa yang Anda lihat."},
    )
    based_on = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, error_messages={"required": UNKNOWN_VERSION}
    )


class FollowUpFilterForm(forms.Form):
    q = forms.CharField(label="Cari unit, instansi, atau kata", required=False, max_length=100)
    siklus: "forms.ModelChoiceField[Siklus]" = forms.ModelChoiceField(
        label="Siklus", queryset=None, required=False, to_field_name="uuid", empty_label="Semua"
    )
    instansi: "forms.ModelChoiceField[Instansi]" = forms.ModelChoiceField(
        label="Instansi", queryset=None, required=False, to_field_name="uuid", empty_label="Semua"
    )
    status = forms.ChoiceField(
        label="Keadaan",
        required=False,
        choices=[
            ("", "Semua"),
            *((item.value, LABELS[item]) for item in Status),
            (LATE, "Lewat tenggat"),
        ],
    )

    def __init__(
        self, *args: Any, cycles: QuerySet[Siklus], instansi: QuerySet[Instansi], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        model_field(self, "siklus").queryset = cycles
        model_field(self, "instansi").queryset = instansi
