"""Evidence described, replaced, explained, linked, and blacked out."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from evaluations.rules.calendar import last_instant
from instruments.nouns import Pilihan
from pekppp.base.dates import DayField, MomentField
from pekppp.base.files import filetypes
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


class AskFileForm(forms.Form):
    """Which one file an evaluator still needs, and until when."""

    isi = forms.CharField(
        label="Berkas yang diminta",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Sebut satu berkas, misalnya: SK tim pengaduan yang masih berlaku.",
        error_messages={"required": "Tulis berkas apa yang diminta."},
    )
    tenggat = MomentField(label="Ditunggu sampai", error_messages={"required": "Isi tenggat."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        soon = timezone.localtime() + timedelta(days=3)
        self.fields["tenggat"].initial = soon.replace(hour=23, minute=59, second=0, microsecond=0)

    def clean_tenggat(self) -> datetime:
        return last_instant(self.cleaned_data["tenggat"])


class HandInForm(forms.Form):
    """The file that was asked for."""

    berkas = forms.FileField(
        label="Berkas",
        widget=forms.FileInput({"accept": filetypes.ACCEPT}),
        error_messages={"required": "Pilih berkas dahulu.", "empty": "Berkas ini kosong."},
    )
    keterangan = forms.CharField(label="Keterangan", max_length=500, required=False)


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
