"""What an office asks of its overview, and what it writes to units."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from evaluations.core.forms import MAX_REASON
from evaluations.models import Siklus
from evaluations.monitoring.queries.ends import BULK
from evaluations.monitoring.queries.monitoring import FLAGS, SORTS
from evaluations.rules.workflow import ACTION_LABELS, SKEMA_LABELS, STATE_LABELS
from pekppp.accounts.forms.working_regions import WilayahField, offer
from pekppp.accounts.models import Instansi, User
from pekppp.base.form_fields import ReasonField, choice_field, model_field
from pekppp.base.texts import LONG_REASON


class SiklusField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no [] when it runs
    def label_from_instance(self, obj: Siklus) -> str:
        return f"{obj.nama} ({obj.tahun})"


class MonitoringForm(forms.Form):
    q = forms.CharField(label="Cari unit atau instansi", required=False, max_length=100)
    siklus = SiklusField(
        label="Siklus",
        queryset=None,
        required=False,
        to_field_name="uuid",
        empty_label="Semua yang berjalan",
    )
    instansi: "forms.ModelChoiceField[Instansi]" = forms.ModelChoiceField(
        label="Instansi",
        queryset=None,
        required=False,
        to_field_name="uuid",
        empty_label="Semua",
    )
    wilayah = WilayahField()
    jenis = forms.ChoiceField(label="Jenis unit", required=False)
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Semua"), *((item.value, label) for item, label in STATE_LABELS.items())],
    )
    tanda = forms.ChoiceField(
        label="Tanda", required=False, choices=[("", "Semua"), *FLAGS.items()]
    )
    urut = forms.ChoiceField(label="Urutkan", required=False, choices=list(SORTS.items()))

    def __init__(
        self,
        *args: Any,
        cycles: QuerySet[Siklus],
        instansi: QuerySet[Instansi],
        user: User,
        kinds: list[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        model_field(self, "siklus").queryset = cycles
        model_field(self, "instansi").queryset = instansi
        offer(self, user)
        choice_field(self, "jenis").choices = [("", "Semua"), *((kind, kind) for kind in kinds)]


class RemindForm(forms.Form):
    pesan = forms.CharField(
        label="Pesan tambahan",
        required=False,
        max_length=MAX_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="Tenggat dan tautannya sudah disebut dalam pengingat.",
    )


class EndManyForm(forms.Form):
    """One decision for many evaluations, with the letter that it rests on."""

    aksi = forms.ChoiceField(
        label="Keputusan",
        choices=[(item.value, ACTION_LABELS[item]) for item in BULK],
        widget=forms.RadioSelect({"class": "form-check-input"}),
        error_messages={"required": "Pilih keputusannya."},
    )
    surat = forms.CharField(
        label="Nomor surat",
        max_length=100,
        error_messages={"required": "Nomor surat wajib diisi."},
    )
    alasan = ReasonField(
        most=LONG_REASON, rows=4, help_text="Unit, instansi, dan evaluatornya membaca alasan ini."
    )


class NationalForm(forms.Form):
    tahun = forms.TypedChoiceField(label="Tahun", required=False, coerce=int, empty_value=None)
    skema = forms.ChoiceField(
        label="Skema",
        required=False,
        choices=[(item.value, label) for item, label in SKEMA_LABELS.items()],
    )

    wilayah = WilayahField()

    def __init__(
        self,
        *args: Any,
        user: User,
        years: list[int],
    ) -> None:
        super().__init__(*args)
        offer(self, user, always=True)
        choice_field(self, "tahun").choices = [(year, str(year)) for year in years]
