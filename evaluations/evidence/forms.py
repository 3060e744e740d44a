"""Evidence described, replaced, explained, linked, and blacked out."""

from collections.abc import Iterable
from typing import Any

from django import forms

from instruments.nouns import Pilihan
from pekppp.base.dates import DayField
from pekppp.base.form_fields import choice_field


class RedactionForm(forms.Form):
    berkas = forms.FileField(
        label="Berkas",
        help_text="PDF, JPEG, PNG, atau WebP.",
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png,.webp"}),
        error_messages={"required": "Pilih berkas dahulu.", "empty": "Berkas ini kosong."},
    )
    # Said by the script: this picture was burnt on the device, the original stayed there.
    terbakar = forms.BooleanField(required=False, widget=forms.HiddenInput)


class EvidenceForm(forms.Form):
    """What is said about a file."""

    keterangan = forms.CharField(label="Keterangan", max_length=500, required=False)
    halaman = forms.CharField(
        label="Bagian yang dirujuk",
        max_length=60,
        required=False,
        help_text="Misalnya hal. 12 atau menit 3.20.",
    )
    tanggal_dokumen = DayField(label="Tanggal dokumen", required=False)


class AskedForm(EvidenceForm):
    """The same of a file of the F01: which of the documents that are asked for it is, too."""

    field_order = ("dokumen", "keterangan", "halaman", "tanggal_dokumen")

    dokumen = forms.ChoiceField(label="Dokumen yang diminta", required=False)

    def __init__(self, *args: Any, dokumen: Iterable[Pilihan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(item.kode, item.teks) for item in dokumen]
        choice_field(self, "dokumen").choices = [("", "Tidak disebut dalam daftar"), *choices]
        if not choices:
            del self.fields["dokumen"]


class ReplaceForm(forms.Form):
    berkas = forms.FileField(
        label="Berkas baru",
        error_messages={
            "required": "Pilih berkas dahulu.",
            "empty": "Berkas ini kosong.",
        },
    )


class ExplainForm(forms.Form):
    penjelasan = forms.CharField(
        label="Penjelasan",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Evaluator membacanya. Misalnya: dokumen ini berlaku untuk beberapa unit.",
    )


class LinkForm(EvidenceForm):
    """A link where nothing can be uploaded."""

    field_order = ("tautan", "nama", "keterangan", "halaman", "tanggal_dokumen")

    tautan = forms.CharField(
        label="Alamat tautan",
        max_length=500,
        widget=forms.URLInput({"placeholder": "https://"}),
        error_messages={"required": "Isi alamat tautan."},
    )
    nama = forms.CharField(label="Nama dokumen", max_length=255, required=False)


class SharedDocumentForm(forms.Form):
    """A document for the shelf of an instansi."""

    berkas = forms.FileField(
        label="Berkas",
        error_messages={"required": "Pilih berkas dahulu.", "empty": "Berkas ini kosong."},
    )
    nama = forms.CharField(
        label="Nama dokumen",
        max_length=255,
        required=False,
        help_text="Kosongkan untuk memakai nama berkas.",
    )
    keterangan = forms.CharField(label="Keterangan", max_length=500, required=False)
    tanggal_dokumen = DayField(label="Tanggal dokumen", required=False)
