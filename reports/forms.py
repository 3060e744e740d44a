"""What people type: the number and date of a document, and the letterhead with its signers."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

SIGNER_PLACES = 4


class DokumenForm(forms.Form):
    """One per kind of document on a page; `prefix` tells their fields apart."""

    nomor = forms.CharField(label="Nomor", max_length=120, required=False)
    tanggal = forms.DateField(
        label="Tanggal dokumen",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Tulis tanggal yang benar, misalnya 14-08-2026."},
    )


class KopForm(forms.Form):
    baris_1 = forms.CharField(
        label="Baris pertama",
        max_length=200,
        required=False,
        help_text="Biasanya nama pemerintah daerah atau kementerian.",
    )
    baris_2 = forms.CharField(
        label="Baris kedua",
        max_length=200,
        required=False,
        help_text="Biasanya nama kantor, misalnya SEKRETARIAT DAERAH.",
    )
    alamat = forms.CharField(label="Alamat dan kontak", max_length=300, required=False)
    tempat = forms.CharField(
        label="Tempat penandatanganan",
        max_length=100,
        required=False,
        help_text="Misalnya Banjarnegara.",
    )
    format_nomor = forms.CharField(
        label="Format nomor surat",
        max_length=100,
        required=False,
        help_text="Ditampilkan sebagai contoh saat dokumen dibuat, misalnya "
        "B/{urut}/PP.00.02/{tahun}.",
    )
    logo = forms.FileField(
        label="Lambang",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text="Gambar PNG atau JPEG, paling besar 3 MB.",
    )
    hapus_logo = forms.BooleanField(label="Hapus lambang yang sekarang", required=False)


class PenandatanganForm(forms.Form):
    jabatan = forms.CharField(label="Jabatan", max_length=200, required=False)
    nama = forms.CharField(label="Nama", max_length=200, required=False)
    nip = forms.CharField(label="NIP", max_length=30, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if any(found.get(name) for name in ("jabatan", "nama", "nip")):
            for name in ("jabatan", "nama"):
                if not found.get(name) and name not in self.errors:
                    label = str(self.fields[name].label).lower()
                    self.add_error(name, f"Isi {label}, atau kosongkan seluruh baris ini.")
        return found

    @property
    def filled(self) -> bool:
        return bool(self.cleaned_data.get("jabatan"))


class _Signers(BaseFormSet):
    def rows(self) -> list[dict[str, str]]:
        """The filled places in their order; only after `is_valid`."""
        return [form.cleaned_data for form in self.forms if form.filled]


PenandatanganFormSet = formset_factory(
    PenandatanganForm,
    formset=_Signers,
    extra=SIGNER_PLACES,
    max_num=SIGNER_PLACES,
    absolute_max=SIGNER_PLACES,
)
