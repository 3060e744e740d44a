"""Forms of the objection: filed by the unit, decided by who stands above the level."""

from typing import Any

from django import forms

from instruments.spec import Instrumen
from pekppp.base.form_fields import ReasonField, choice_field

MAX_TEXT = 4000


def _levels(instrumen: Instrumen) -> list[tuple[str, str]]:
    return [(str(level), str(level)) for level in instrumen.skala.levels]


class ObjectionForm(forms.Form):
    """What the unit says against a level. Files come beside it."""

    indikator = forms.IntegerField(widget=forms.HiddenInput)
    kunci = forms.UUIDField(widget=forms.HiddenInput)
    alasan = forms.CharField(
        label="Alasan sanggahan",
        max_length=MAX_TEXT,
        widget=forms.Textarea({"rows": 5}),
        help_text="Sebutkan bagian rubrik yang menurut Anda sudah terpenuhi dan buktinya.",
        error_messages={"required": "Tulis alasan sanggahan."},
    )
    nilai_diminta = forms.TypedChoiceField(
        label="Nilai yang diminta", required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, instrumen: Instrumen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "nilai_diminta").choices = [
            ("", "Tidak disebutkan"),
            *_levels(instrumen),
        ]


class DecisionForm(forms.Form):
    """Accept with a new level, or reject; with a reason either way."""

    keputusan = forms.ChoiceField(
        label="Keputusan",
        choices=[("terima", "Terima, nilai diubah"), ("tolak", "Tolak, nilai tetap")],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih terima atau tolak."},
    )
    nilai_baru = forms.TypedChoiceField(
        label="Nilai baru",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Hanya bila sanggahan diterima.",
    )
    putusan = forms.CharField(
        label="Alasan putusan",
        max_length=MAX_TEXT,
        widget=forms.Textarea({"rows": 4}),
        help_text="Unit membaca alasan ini.",
        error_messages={"required": "Tulis alasan putusan."},
    )

    def __init__(self, *args: Any, instrumen: Instrumen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "nilai_baru").choices = [("", "Pilih nilai"), *_levels(instrumen)]


class CloseForm(forms.Form):
    """The organiser goes on without a decision."""

    alasan = ReasonField(label="Alasan menutup", most=3900, rows=3)
