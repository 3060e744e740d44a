"""The steps that return, end or restore an evaluation, as forms."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from evaluations.models import Evaluasi
from evaluations.rules.calendar import last_instant
from evaluations.rules.workflow import ACTION_LABELS, SKEMA_LABELS, Action, Skema
from instruments.spec import Instrumen
from pekppp.accounts.models.user import ZONES
from pekppp.base.dates import MomentField
from pekppp.base.form_fields import ReasonField, choice_field, model_field
from pekppp.base.texts import LONG_REASON, SHORT_REASON


class ReturnForm(forms.Form):
    """Which indicators are open again, why, and until when."""

    indikator = forms.TypedMultipleChoiceField(
        label="Indikator yang dikembalikan",
        coerce=int,
        error_messages={"required": "Pilih sedikitnya satu indikator yang dikembalikan."},
    )
    alasan = ReasonField(
        most=LONG_REASON,
        rows=4,
        help_text="Unit membaca alasan ini. Sebutkan apa yang perlu diperbaiki.",
    )
    tenggat = MomentField(
        label="Tenggat perbaikan", error_messages={"required": "Tenggat perbaikan wajib diisi."}
    )

    def __init__(self, *args: Any, instrumen: Instrumen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "indikator").choices = [
            (item.nomor, item.nama) for item in instrumen.semua_indikator
        ]
        week = timezone.localtime() + timedelta(days=7)
        self.fields["tenggat"].initial = week.replace(hour=23, minute=59, second=0, microsecond=0)
        zone = dict(ZONES).get(timezone.get_current_timezone_name(), "")
        self.fields["tenggat"].help_text = f"Menurut jam Anda ({zone})." if zone else ""

        for item in instrumen.semua_indikator:
            self.fields[f"alasan_{item.nomor}"] = forms.CharField(
                label=f"Yang perlu diperbaiki pada indikator {item.nomor}",
                required=False,
                max_length=SHORT_REASON,
                widget=forms.Textarea({"rows": 2}),
            )

    def words(self, nomor: int) -> forms.BoundField:
        """The box for what is to be mended about one indicator."""
        return self[f"alasan_{nomor}"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["alasan_indikator"] = {
            str(nomor): data[f"alasan_{nomor}"]
            for nomor in data.get("indikator", [])
            if data.get(f"alasan_{nomor}")
        }
        return data

    def clean_tenggat(self) -> datetime:
        return last_instant(self.cleaned_data["tenggat"])


class EndForm(forms.Form):
    """An end without a result, with its reason and the letter it rests on."""

    aksi = forms.ChoiceField(
        label="Keputusan", widget=forms.RadioSelect({"class": "form-check-input"})
    )
    alasan = ReasonField(most=LONG_REASON, rows=4)
    surat = forms.CharField(label="Nomor surat", max_length=100, required=False)
    pengganti: "forms.ModelChoiceField[Evaluasi]" = forms.ModelChoiceField(
        label="Unit pengganti",
        queryset=None,
        required=False,
        empty_label="Tidak disebutkan",
        help_text="Hanya bila diganti oleh unit instansi yang sama yang sudah ikut siklus ini.",
    )

    def __init__(
        self,
        *args: Any,
        actions: Collection[Action],
        replacements: QuerySet[Evaluasi],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "aksi").choices = [(item.value, ACTION_LABELS[item]) for item in actions]
        if Action.GANTI in actions:
            model_field(self, "pengganti").queryset = replacements
        else:
            del self.fields["pengganti"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen: Evaluasi | None = data.get("pengganti")
        if chosen is not None and data.get("aksi") != Action.GANTI:
            self.add_error("pengganti", "Unit pengganti hanya untuk keputusan diganti.")
        return data


class PerformanceForm(forms.Form):
    """Of whom, which year and which scheme a leader looks at."""

    lingkup = forms.ChoiceField(label="Lingkup", required=False)
    tahun = forms.TypedChoiceField(label="Tahun", required=False, coerce=int, empty_value=None)
    skema = forms.ChoiceField(label="Skema", required=False)
    formulir = forms.ChoiceField(
        label="Formulir", required=False, choices=[("A", "Formulir A"), ("B", "Formulir B")]
    )

    def __init__(
        self,
        *args: Any,
        known: Collection[tuple[int, str]],
        scopes: Collection[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "lingkup").choices = list(scopes)
        choice_field(self, "tahun").choices = [
            (year, year) for year in sorted({year for year, _ in known}, reverse=True)
        ]
        choice_field(self, "skema").choices = [
            (item.value, SKEMA_LABELS[item])
            for item in Skema
            if any(skema == item.value for _, skema in known)
        ]


class RestoreForm(forms.Form):
    alasan = ReasonField(most=LONG_REASON, rows=4)
