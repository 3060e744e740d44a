"""Forms of the evaluator's desk. Levels have none: each is saved singly, see `core.views.saves`."""

from datetime import datetime
from typing import Any

from django import forms

from evaluations.rules.calendar import last_instant
from pekppp.base.dates import MomentField
from pekppp.base.form_fields import ReasonField, choice_field
from pekppp.base.texts import LONG_REASON


class TaskFilter(forms.Form):
    """What the list of tasks is narrowed to; what is not understood narrows nothing."""

    q = forms.CharField(label="Cari unit atau instansi", required=False, max_length=100)
    siklus = forms.ChoiceField(
        label="Siklus", required=False, widget=forms.Select({"data-kirim-otomatis": ""})
    )
    status = forms.ChoiceField(
        label="Status", required=False, widget=forms.Select({"data-kirim-otomatis": ""})
    )

    def __init__(self, *args: Any, siklus: list[Any], status: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "siklus").choices = [
            ("", "Semua siklus"),
            *((str(item.uuid), f"{item.nama} ({item.tahun})") for item in siklus),
        ]
        choice_field(self, "status").choices = [("", "Semua status"), *status]

    @property
    def narrowed(self) -> dict[str, str]:
        return self.cleaned_data if self.is_valid() else {}


class ReopenForm(forms.Form):
    """Why a finished F02 goes back to the evaluators, and until when it may be mended."""

    alasan = ReasonField(
        most=LONG_REASON,
        rows=3,
        help_text="Evaluator membaca alasan ini. Sebutkan indikator yang perlu diperiksa ulang.",
    )
    tenggat = MomentField(
        label="Diperbaiki paling lambat",
        required=False,
        help_text="Bila kosong: sampai masa penilaian F02 berakhir, atau 7 hari bila sudah lewat.",
    )

    def clean_tenggat(self) -> datetime | None:
        until = self.cleaned_data["tenggat"]
        return last_instant(until) if until else None


class ProposalForm(forms.Form):
    """Whose levels are laid beside the own ones; empty takes them back."""

    sumber = forms.UUIDField(required=False)


class FinishForm(forms.Form):
    """What is said about high levels without a basis; `asked` where there are any."""

    dasar = forms.CharField(
        label="Penjelasan",
        required=False,
        max_length=LONG_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="Mengapa nilai itu tetap diberikan. Tersimpan dalam jejak evaluasi; unit tidak "
        "membacanya.",
        error_messages={"required": "Tulis penjelasannya."},
    )

    def __init__(self, *args: Any, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dasar"].required = asked


class ExternalForm(forms.Form):
    """One number from outside. Its own message, scale and base are the service's to judge."""

    komponen = forms.CharField(max_length=20, widget=forms.HiddenInput)
    based_on = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    angka = forms.CharField(
        label="Angka",
        max_length=20,
        widget=forms.TextInput({"inputmode": "decimal"}),
        error_messages={"required": "Isi angkanya."},
    )
    sumber = forms.CharField(
        label="Sumber angka",
        max_length=300,
        help_text="Misalnya nomor dan tanggal laporan SKM.",
        error_messages={"required": "Tulis sumber angka ini."},
    )
