"""What is asked of a batch of documents."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from pekppp.accounts.forms.working_regions import WilayahField, offer
from pekppp.accounts.models import Instansi, User
from pekppp.base.dates import DayField
from pekppp.base.form_fields import choice_field, model_field
from reports.models import Dokumen, Kelompok


class KelompokForm(forms.Form):
    """Which documents of which units or instansi of a cycle."""

    jenis = forms.ChoiceField(
        label="Jenis dokumen",
        # A receipt is made of each submission by itself.
        choices=[kind for kind in Dokumen.Jenis.choices if kind[0] != Dokumen.Jenis.TANDA_TERIMA],
        help_text="Rekap dibuat satu untuk setiap instansi, jenis lain satu untuk setiap unit.",
    )
    tanggal = DayField(label="Tanggal dokumen", initial=timezone.localdate)
    instansi: "forms.ModelChoiceField[Instansi]" = forms.ModelChoiceField(
        queryset=None,  # given when the form is made
        to_field_name="uuid",
        label="Instansi",
        required=False,
        empty_label="Semua instansi",
    )
    wilayah = WilayahField()
    jenis_unit = forms.ChoiceField(label="Jenis unit", required=False)
    final = forms.BooleanField(
        label="Hanya dokumen final",
        required=False,
        initial=True,
        help_text="Tanpa tanda ini, unit yang belum selesai mendapat dokumen bertanda SEMENTARA.",
    )

    def __init__(
        self,
        data: Any,
        *,
        instansi: QuerySet[Instansi],
        user: User,
        kinds: list[str],
    ) -> None:
        super().__init__(data)
        offer(self, user)
        model_field(self, "instansi").queryset = instansi
        choice_field(self, "jenis_unit").choices = [("", "Semua jenis"), *((k, k) for k in kinds)]


class KelompokTandaTanganForm(forms.Form):
    cara = forms.ChoiceField(
        label="Cara menandatangani untuk semua orang",
        choices=Kelompok.Cara.choices,
        help_text="Di aplikasi bila yang ditunjuk mempunyai akun yang boleh membaca dokumennya.",
    )


class RekapForm(forms.Form):
    instansi: "forms.ModelChoiceField[Instansi]" = forms.ModelChoiceField(
        queryset=None,  # given when the form is made
        to_field_name="uuid",
        label="Instansi",
        empty_label=None,
        error_messages={"required": "Pilih instansinya."},
    )
    tanggal = DayField(label="Tanggal dokumen", initial=timezone.localdate)
    nomor = forms.CharField(label="Nomor", max_length=120, required=False)
    perubahan = forms.CharField(
        label="Alasan mengubah rekap yang sudah ditandatangani",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, instansi: QuerySet[Instansi], corrects: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        model_field(self, "instansi").queryset = instansi
        # Asked only where there is something to correct.
        if not corrects:
            del self.fields["perubahan"]
