"""What is typed about lokus: the filters of the preview and of proposals, and proposals."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from evaluations.cycle.services.proposals import MOST, Letter
from evaluations.models import UsulanLokus
from evaluations.rules.lokus.choosing import LABELS, Status
from pekppp.accounts.models import Instansi, JenisUnit, UnitLokus
from pekppp.base.dates import DayField
from pekppp.base.form_fields import ReasonField, choice_field, model_field

FLAGS = {"tumpang": "Tumpang tindih", "catatan": "Dengan catatan"}


class PreviewFilterForm(forms.Form):
    q = forms.CharField(label="Cari unit atau instansi", required=False, max_length=100)
    provinsi = forms.ChoiceField(label="Provinsi", required=False)
    jenis = forms.ChoiceField(label="Jenis unit", required=False)
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Semua status"), *((item.value, LABELS[item]) for item in Status)],
    )
    tanda = forms.ChoiceField(
        label="Tanda", required=False, choices=[("", "Semua"), *FLAGS.items()]
    )

    def __init__(
        self,
        *args: Any,
        provinces: list[tuple[str, str]],
        kinds: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "provinsi").choices = [("", "Semua provinsi"), *provinces]
        choice_field(self, "jenis").choices = [("", "Semua jenis"), *kinds]


class ProposalFilterForm(forms.Form):
    q = forms.CharField(label="Cari unit atau instansi", required=False, max_length=100)
    jenis = forms.ChoiceField(
        label="Jenis usulan",
        required=False,
        choices=[("", "Semua jenis"), *UsulanLokus.Jenis.choices],
    )
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Semua status"), *UsulanLokus.Status.choices]
    )
    provinsi: "forms.ModelChoiceField[Instansi]" = forms.ModelChoiceField(
        label="Provinsi",
        queryset=None,
        required=False,
        to_field_name="uuid",
        empty_label="Semua provinsi",
    )

    def __init__(self, *args: Any, provinces: QuerySet[Instansi], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model_field(self, "provinsi").queryset = provinces


class NoteForm(forms.Form):
    catatan = forms.CharField(
        label="Catatan keputusan",
        required=False,
        max_length=MOST,
        widget=forms.Textarea({"rows": 2}),
        help_text="Wajib bila ditolak. Dibaca instansi pengusul.",
    )


class NominationForm(forms.Form):
    alasan = ReasonField(most=MOST, rows=2, label="Alasan mengusulkan unit ini")


class LetterForm(forms.Form):
    """A proposal that rests on a letter."""

    alasan = ReasonField(most=MOST, rows=3)
    nomor_surat = forms.CharField(label="Nomor surat", max_length=100)
    tanggal_surat = DayField(label="Tanggal surat")
    berkas = forms.FileField(
        label="Surat (PDF)",
        required=False,
        widget=forms.FileInput({"accept": "application/pdf"}),
    )

    def letter(self) -> Letter:
        data = self.cleaned_data
        return Letter(data["nomor_surat"], data["tanggal_surat"], data["berkas"])


class ReplacementForm(LetterForm):
    unit: "forms.ModelChoiceField[UnitLokus]" = forms.ModelChoiceField(
        label="Unit yang diganti",
        queryset=None,
        to_field_name="uuid",
        empty_label="Pilih unit",
        help_text="Unit yang sudah dibuka atau sudah terpilih.",
    )
    pengganti: "forms.ModelChoiceField[UnitLokus]" = forms.ModelChoiceField(
        label="Unit pengganti", queryset=None, to_field_name="uuid", empty_label="Pilih unit"
    )

    field_order = ("unit", "pengganti", "alasan", "nomor_surat", "tanggal_surat", "berkas")

    def __init__(
        self,
        *args: Any,
        units: QuerySet[UnitLokus],
        successors: QuerySet[UnitLokus],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        model_field(self, "unit").queryset = units
        model_field(self, "pengganti").queryset = successors


class ExemptionForm(LetterForm):
    """For what is one choice."""

    lingkup = forms.ChoiceField(
        label="Yang dikecualikan",
        choices=[
            ("unit", "Satu unit"),
            ("jenis", "Satu jenis unit, misalnya karena instansi ini tidak memilikinya"),
            ("instansi", "Seluruh instansi"),
        ],
        widget=forms.RadioSelect,
    )
    unit: "forms.ModelChoiceField[UnitLokus]" = forms.ModelChoiceField(
        label="Unit", queryset=None, to_field_name="uuid", required=False, empty_label="Pilih unit"
    )
    jenis_unit: "forms.ModelChoiceField[JenisUnit]" = forms.ModelChoiceField(
        label="Jenis unit", queryset=None, required=False, empty_label="Pilih jenis unit"
    )

    field_order = (
        "lingkup", "unit", "jenis_unit", "alasan", "nomor_surat", "tanggal_surat", "berkas",
    )  # fmt: skip

    def __init__(
        self, *args: Any, units: QuerySet[UnitLokus], kinds: QuerySet[JenisUnit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        model_field(self, "unit").queryset = units
        model_field(self, "jenis_unit").queryset = kinds

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        scope = data.get("lingkup")
        if scope == "unit" and not data.get("unit") and "unit" not in self.errors:
            self.add_error("unit", "Pilih unitnya.")
        if scope == "jenis" and not data.get("jenis_unit") and "jenis_unit" not in self.errors:
            self.add_error("jenis_unit", "Pilih jenis unitnya.")
        if scope != "unit":
            data["unit"] = None
        if scope != "jenis":
            data["jenis_unit"] = None
        return data
