"""What an organiser types about a list of awards, and about the document of all of them."""

from typing import Any

from django import forms

from evaluations.models import Siklus
from pekppp.accounts.models import JenisInstansi
from pekppp.base.dates import DayField
from reports.awards.services import SETTINGS
from reports.documents.services.versions import MAX_REASON
from reports.models import DaftarPenghargaan
from reports.rules.awards import IPP


class DaftarForm(forms.Form):
    """One list. Model fields, but the service decides."""

    HELP = {
        "nama": "Seperti akan dibaca umum, misalnya: 3 terbaik Mandiri.",
        "urutan": "Urutan daftar pada halaman dan dokumen.",
        "sumber": "Nilai pihak lain memakai nilai yang sudah dicatat pada tahun di bawah ini.",
        "tahun_sumber": "Untuk nilai pihak lain. Kosongkan untuk tahun siklus.",
        "tempat": "Misalnya 3. Kosongkan untuk semua yang memenuhi syarat.",
        "kategori_minimum": "Kosongkan bila tanpa syarat kategori.",
        "aspek_minimum": "Untuk daftar unit. Kosongkan bila tanpa syarat.",
        "nilai_minimum": "Menurut nilai yang dipakai daftar ini. Kosongkan bila tanpa syarat.",
        "anggota_minimum": "Banyaknya unit satu instansi, atau kabupaten/kota satu provinsi.",
    }

    def __init__(
        self,
        *args: Any,
        siklus: Siklus,
        letters: list[tuple[str, str]],
        kinds: list[str],
        row: DaftarPenghargaan | None = None,
        **kwargs: Any,
    ) -> None:
        if row is not None:
            kwargs["initial"] = {name: getattr(row, name) for name in SETTINGS}
        super().__init__(*args, **kwargs)
        self.fields.update(
            forms.fields_for_model(
                DaftarPenghargaan,
                [name for name in SETTINGS if name not in ("kelompok", "jenis_unit")],
                help_texts=self.HELP,
                widgets={"kategori_minimum": forms.Select, "aspek_minimum": forms.Select},
            )
        )
        self.fields["sumber"].initial = IPP
        for name in ("kategori_minimum", "aspek_minimum"):
            field = self.fields[name]
            self.fields[name] = forms.ChoiceField(
                label=field.label,
                choices=[("", "Tanpa syarat"), *letters],
                required=False,
                help_text=field.help_text,
            )
        self.fields["kelompok"] = forms.MultipleChoiceField(
            label="Hanya jenis instansi",
            # The ministry itself stands among the K/L.
            choices=[
                (kind, label)
                for kind, label in JenisInstansi.choices
                if kind != JenisInstansi.NASIONAL
            ],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="Tanpa centang: semua.",
        )
        self.fields["jenis_unit"] = forms.MultipleChoiceField(
            label="Hanya jenis unit",
            choices=[(kind, kind) for kind in kinds],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="Tanpa centang: semua.",
        )
        self.order_fields(SETTINGS)


class DokumenForm(forms.Form):
    tanggal = DayField(label="Tanggal dokumen")
    nomor = forms.CharField(
        label="Nomor",
        max_length=120,
        required=False,
        help_text="Kosongkan untuk memakai nomor urut instansi.",
    )

    def __init__(self, *args: Any, corrects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if corrects:
            self.fields["perubahan"] = forms.CharField(
                label="Alasan perubahan",
                max_length=MAX_REASON,
                required=False,
                widget=forms.Textarea({"rows": 2}),
                help_text="Versi sebelumnya sudah ditandatangani; alasannya dicetak.",
            )
