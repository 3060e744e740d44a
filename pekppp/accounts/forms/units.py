"""What people type about a unit. Saving is the services' work."""

from typing import Any

from django import forms

from pekppp.accounts import queries, registers
from pekppp.accounts.forms.people import EMAIL_WRONG, NipField
from pekppp.accounts.forms.working_regions import WilayahField, offer
from pekppp.accounts.models import Instansi, JenisUnit, UnitLokus, User
from pekppp.accounts.models.unit import Formulir, Sektor
from pekppp.base.form_fields import model_field


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]  # no [] when it runs
    # Blank means: as its kind says.
    sektor = forms.ChoiceField(
        label="Sektor layanan",
        choices=[("", "Menurut jenis unit"), *Sektor.choices],
        required=False,
    )
    # Named here for the scheme that Django will assume from 6.0 on.
    situs = forms.URLField(
        label="Situs web",
        required=False,
        assume_scheme="https",
        max_length=200,
        error_messages={"invalid": "Tulis alamat situsnya, misalnya rsud.contoh.go.id."},
    )

    kepala_nip = NipField(label="NIP kepala unit")

    class Meta:
        model = UnitLokus
        fields = (
            "nama",
            "jenis",
            "sektor",
            "formulir",
            "induk",
            "wilayah",
            "alamat",
            "telepon",
            "email",
            "situs",
            "kepala_nama",
            "kepala_nip",
            "kepala_jabatan",
        )
        help_texts = {
            "formulir": "A untuk layanan tatap muka, B untuk layanan daring. "
            "Dapat dipilih lain untuk tiap evaluasi.",
        }
        error_messages = {"email": {"invalid": EMAIL_WRONG}}
        widgets = {"alamat": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, user: User, instansi: Instansi, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model_field(self, "jenis").empty_label = "Pilih jenis unit"
        model_field(self, "jenis").queryset = queries.kinds_of_unit()
        model_field(self, "wilayah").empty_label = "Tidak disebutkan"
        model_field(self, "wilayah").queryset = queries.regions_for(instansi)
        others = queries.open_units_of(user, instansi)
        if self.instance.pk:
            others = others.exclude(pk=self.instance.pk)
        model_field(self, "induk").empty_label = "Tidak ada"
        model_field(self, "induk").queryset = others
        if not self.instance.pk:
            self.fields["wilayah"].initial = instansi.wilayah_id


class OffersForm(forms.Form):
    """Two lists, a line each; `layanan` and `lokasi` are lists after cleaning."""

    layanan = forms.CharField(
        label="Layanan",
        required=False,
        max_length=15_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Satu layanan per baris, misalnya Rawat jalan. Ditawarkan kepada responden F03.",
    )
    lokasi = forms.CharField(
        label="Lokasi dan loket",
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Satu lokasi per baris: nama; alamat. Misalnya "
        "Pustu Wanadadi; Jalan Raya Wanadadi 3.",
    )

    @staticmethod
    def _lines(text: str) -> list[str]:
        return [" ".join(line.split()) for line in text.splitlines() if line.strip()]

    def clean_layanan(self) -> list[str]:
        return self._lines(self.cleaned_data["layanan"])

    def clean_lokasi(self) -> list[tuple[str, str]]:
        parts = (line.partition(";") for line in self._lines(self.cleaned_data["lokasi"]))
        return [(name.strip(), address.strip()) for name, _, address in parts]


class ReaderForm(forms.Form):
    instansi: "forms.ModelChoiceField[Instansi]" = forms.ModelChoiceField(
        queryset=None,
        label="Instansi",
        to_field_name="uuid",
        empty_label="Pilih instansi",
        error_messages={"required": "Pilih instansinya.", "invalid_choice": "Pilih dari daftar."},
    )

    def __init__(self, *args: Any, unit: UnitLokus, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model_field(self, "instansi").queryset = queries.possible_readers(unit)


class UnitFilterForm(forms.Form):
    """Above the list of units; who sees one instansi is not asked which."""

    q = forms.CharField(label="Cari unit atau instansi", max_length=100, required=False)
    instansi: "forms.ModelChoiceField[Instansi]" = forms.ModelChoiceField(
        queryset=None, label="Instansi", required=False, to_field_name="uuid", empty_label="Semua"
    )
    provinsi: "forms.ModelChoiceField[Instansi]" = forms.ModelChoiceField(
        queryset=None,
        label="Wilayah provinsi",
        required=False,
        to_field_name="uuid",
        empty_label="Semua",
    )
    wilayah = WilayahField()
    jenis: "forms.ModelChoiceField[JenisUnit]" = forms.ModelChoiceField(
        queryset=None, label="Jenis unit", required=False, empty_label="Semua"
    )
    sektor = forms.ChoiceField(
        label="Sektor", required=False, choices=[("", "Semua"), *Sektor.choices]
    )
    formulir = forms.ChoiceField(
        label="Formulir", required=False, choices=[("", "Semua"), *Formulir.choices]
    )
    keadaan = forms.ChoiceField(
        label="Keadaan",
        required=False,
        choices=[
            ("", "Buka"),
            (registers.CLOSED, "Ditutup"),
            (registers.ALL, "Buka dan ditutup"),
        ],
    )
    kurang = forms.ChoiceField(
        label="Yang kurang",
        required=False,
        choices=[("", "Semua"), *((gap.key, gap.words) for gap in registers.UNIT_GAPS)],
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model_field(self, "instansi").queryset = queries.visible_instansi(user).order_by("nama")
        model_field(self, "provinsi").queryset = registers.provinces_of(user)
        offer(self, user)
        model_field(self, "jenis").queryset = queries.kinds_of_unit()

    def asked(self) -> registers.UnitFilter:
        """What is nonsense in it is left out."""
        self.is_valid()
        return registers.UnitFilter(
            **{key: value for key, value in self.cleaned_data.items() if value}
        )
