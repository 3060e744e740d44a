"""What a province asks of its worklist, and the rule of its sample."""

from typing import Any

from django import forms

from evaluations.province.queries import FLAGS, SAMPLES
from evaluations.rules.workflow import STATE_LABELS
from pekppp.accounts.models import Instansi
from pekppp.base.form_fields import choice_field


class ProvinceForm(forms.Form):
    """Whose verification, where there are several."""

    provinsi = forms.ChoiceField(label="Provinsi", required=False)

    def __init__(self, *args: Any, provinces: list[Instansi], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "provinsi").choices = [(str(item.uuid), item.nama) for item in provinces]


class WorklistForm(forms.Form):
    q = forms.CharField(label="Cari unit atau instansi", required=False, max_length=100)
    instansi = forms.TypedChoiceField(
        label="Kabupaten/kota", required=False, coerce=int, empty_value=None
    )
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Semua"), *((item.value, label) for item, label in STATE_LABELS.items())],
    )
    sampel = forms.ChoiceField(
        label="Sampel", required=False, choices=[("", "Semua"), *SAMPLES.items()]
    )
    tanda = forms.ChoiceField(
        label="Tanda", required=False, choices=[("", "Semua"), *FLAGS.items()]
    )

    def __init__(self, *args: Any, places: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "instansi").choices = [("", "Semua"), *places]


class SampleForm(forms.Form):
    persen = forms.IntegerField(
        label="Persen dari setiap kabupaten/kota", min_value=1, max_value=100, initial=30
    )
    minimum = forms.IntegerField(
        label="Paling sedikit setiap kabupaten/kota", min_value=0, max_value=1000, initial=2
    )
    benih = forms.CharField(
        label="Benih",
        max_length=60,
        help_text="Kata atau angka apa saja. Benih yang sama memberi sampel yang sama.",
    )
