"""The form of a recomputation: which version replaces the present one, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from instruments.models import VersiInstrumen


class RecomputeForm(forms.Form):
    """`choices` are the later versions by form; nothing chosen keeps the present one."""

    def __init__(
        self, *args: Any, choices: Mapping[str, Sequence[VersiInstrumen]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(item.uuid): item for rows in choices.values() for item in rows}
        for formulir, rows in choices.items():
            kept = [("", "Tetap memakai versi sekarang")]
            self.fields[f"versi_{formulir}"] = forms.ChoiceField(
                label=f"Instrumen formulir {formulir}",
                required=False,
                choices=kept + [(str(item.uuid), str(item)) for item in rows],
            )

    @property
    def chosen(self) -> dict[str, VersiInstrumen]:
        """By form, what was chosen."""
        given = {name: self.cleaned_data.get(name) for name in self.fields if "versi_" in name}
        return {name[-1]: self.versions[uuid] for name, uuid in given.items() if uuid}


class ApplyForm(forms.Form):
    alasan = forms.CharField(
        label="Alasan hitung ulang",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dicatat pada jejak audit siklus dan tiap evaluasi yang berubah.",
    )
