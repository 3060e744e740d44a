"""What is asked about a change: the letter and the day always, the rest by its kind."""

from typing import Any

from django import forms
from django.utils import timezone

from evaluations.places.kinds import INSTANSI, UNIT
from pekppp.accounts import queries
from pekppp.accounts.models import Instansi, UnitLokus, User, Wilayah
from pekppp.base.dates import DayField
from pekppp.base.form_fields import model_field

ALWAYS = ("berlaku", "nomor_surat", "tanggal_surat", "berkas")


def _choice(label: str, empty: str, **more: Any) -> Any:
    return forms.ModelChoiceField(
        queryset=None, label=label, required=False, empty_label=empty, to_field_name="uuid", **more
    )


class ChangeForm(forms.Form):
    nama = forms.CharField(label="Nama baru", max_length=200)
    singkatan = forms.CharField(label="Singkatan", max_length=60, required=False)
    instansi: "forms.ModelChoiceField[Instansi]" = _choice("Instansi pemilik", "Tetap")
    induk: Any = _choice("Di bawah", "Tidak ada")
    wilayah: "forms.ModelChoiceField[Wilayah]" = forms.ModelChoiceField(
        queryset=None, label="Wilayah", required=False, empty_label="Tidak disebutkan"
    )
    dengan: Any = forms.ModelMultipleChoiceField(
        queryset=None,
        label="Digabung bersama",
        required=False,
        to_field_name="uuid",
        help_text="Pilih satu atau lebih.",
    )
    tujuan: Any = _choice("Penerus yang sudah ada", "Tidak ada")
    nama_baru = forms.CharField(label="Nama penerus yang baru", max_length=200, required=False)
    baru = forms.CharField(
        label="Nama yang baru",
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Satu nama per baris.",
    )
    tetap = forms.BooleanField(label="Unit lama tetap ada", required=False)
    unit: "forms.ModelMultipleChoiceField[UnitLokus]" = forms.ModelMultipleChoiceField(
        queryset=None, label="Unit yang ikut", required=False, to_field_name="uuid"
    )
    orang = forms.BooleanField(
        label="Orangnya ikut: memegang peran yang sama di penerusnya", required=False
    )
    nama_evaluasi = forms.BooleanField(
        label="Evaluasi yang berjalan memakai nama yang baru", required=False
    )
    berlaku = DayField(
        label="Berlaku mulai",
        help_text="Boleh lampau, atau kelak: perubahan dijalankan sendiri pada harinya.",
    )
    nomor_surat = forms.CharField(
        label="Nomor surat atau peraturan",
        max_length=100,
        error_messages={"required": "Nomor surat wajib diisi."},
    )
    tanggal_surat = DayField(label="Tanggal surat")
    berkas = forms.FileField(
        label="Surat (PDF)",
        required=False,
        widget=forms.FileInput({"accept": "application/pdf"}),
    )

    def __init__(
        self, *args: Any, user: User, place: Instansi | UnitLokus, jenis: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        unit = isinstance(place, UnitLokus)
        asked = (UNIT if unit else INSTANSI)[jenis].fields
        self.fields = {name: self.fields[name] for name in (*asked, *ALWAYS)}
        self.fields["berlaku"].initial = timezone.localdate()
        for name in ("nama", "singkatan", "induk", "wilayah"):
            if name in asked:
                value = getattr(place, name)
                self.fields[name].initial = getattr(
                    value, "pk" if name == "wilayah" else "uuid", value
                )
        office = place.instansi if isinstance(place, UnitLokus) else place
        others = queries.visible_instansi(user).filter(closed_on=None).order_by("nama")
        units = queries.open_units_of(user, office)
        alike: Any = units if unit else others.filter(jenis=office.jenis)
        rows: dict[str, Any] = {
            "instansi": others.exclude(pk=office.pk),
            "induk": units.exclude(pk=place.pk) if unit else queries.governments(),
            "wilayah": queries.regions(),
            "dengan": alike.exclude(pk=place.pk),
            "tujuan": (alike if jenis == "gabung" or unit else others).exclude(pk=place.pk),
            "unit": units,
        }
        if not rows["instansi"].exists():
            self.fields.pop("instansi", None)
        for name in rows.keys() & self.fields.keys():
            model_field(self, name).queryset = rows[name]

    def clean_baru(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["baru"].splitlines())
        return [line for line in lines if line]

    def isi(self) -> dict[str, Any]:
        """What the kind asks, as it is kept: places by their public ids, regions by their codes."""
        data = self.cleaned_data
        kept: dict[str, Any] = {
            name: data[name]
            for name in ("nama", "singkatan", "baru", "tetap", "orang", "nama_evaluasi")
            if name in self.fields
        }
        kept |= {
            name: str(data[name].uuid)
            for name in ("instansi", "induk", "tujuan")
            if data.get(name) is not None
        }
        if data.get("wilayah") is not None:
            kept["wilayah"] = data["wilayah"].pk
        if data.get("nama_baru"):
            kept["baru"] = [data["nama_baru"]]
        kept["unit"] = [str(item.uuid) for item in data.get("unit") or ()]
        return kept
