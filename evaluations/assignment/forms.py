"""Who evaluates what, as forms."""

from typing import Any

from django import forms

from evaluations.core.forms import SearchForm
from evaluations.models import CaraSerah
from pekppp.base.dates import DayField
from pekppp.base.form_fields import choice_field


class AssignForm(forms.Form):
    """Who, as what, for which aspects. The units are chosen in the table beside it."""

    ROLES = [("score", "Evaluator"), ("lead", "Ketua tim"), ("verify", "Verifikator")]

    orang = forms.CharField(label="Orang", max_length=254)
    peran = forms.ChoiceField(label="Sebagai", choices=ROLES)
    aspek = forms.MultipleChoiceField(
        label="Aspek",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tidak memilih aspek berarti seluruh unit.",
    )

    def __init__(
        self,
        *args: Any,
        people: list[tuple[str, str]] | None,
        aspects: list[tuple[str, str]],
        team: bool,
        verifier: bool,
        **kwargs: Any,
    ) -> None:
        """`people` as (username, words), None where they are too many to choose from; `team` and
        `verifier` say what this person assigns."""
        super().__init__(*args, **kwargs)
        offered = {"verify"} if verifier else set()
        offered |= {"score", "lead"} if team else set()
        choice_field(self, "peran").choices = [role for role in self.ROLES if role[0] in offered]
        if people is None:
            self.fields["orang"].label = "Nama pengguna atau surel"
        else:
            self.fields["orang"].widget = forms.Select(choices=[("", "Pilih orang"), *people])
        choice_field(self, "aspek").choices = aspects


class TeamFilterForm(SearchForm):
    tanda = forms.ChoiceField(
        label="Tampilkan",
        required=False,
        choices=[
            ("", "Semua unit"),
            ("tanpa_ketua", "Belum ada ketua tim"),
            ("tanpa_verifikator", "Menunggu verifikator, belum ada"),
        ],
    )


class HandoverForm(forms.Form):
    """To whom, what becomes of the levels, why, and by which letter; units stand in the table."""

    kepada = forms.CharField(widget=forms.HiddenInput)
    cara = forms.ChoiceField(
        label="Nilai yang sudah diberikan",
        choices=CaraSerah.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih apa yang terjadi dengan nilai yang sudah diberikan."},
    )
    surat = forms.CharField(
        label="Nomor surat",
        max_length=100,
        error_messages={"required": "Nomor surat wajib diisi."},
    )
    alasan = forms.CharField(
        label="Alasan",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Dibaca tim penilai, verifikator, dan admin; unit hanya diberi tahu siapa.",
        error_messages={"required": "Tulis alasannya."},
    )


class DecreeFilterForm(forms.Form):
    q = forms.CharField(label="Cari instansi penilai", required=False, max_length=100)
    tanda = forms.ChoiceField(
        label="Tampilkan",
        required=False,
        choices=[("", "Semua instansi penilai"), ("belum", "Belum ada SK tim"), ("ada", "Ada SK")],
    )


class DecreeForm(forms.Form):
    """The decree itself. Its members are chosen in the table below it."""

    nomor = forms.CharField(label="Nomor SK", max_length=100)
    tanggal = DayField(label="Tanggal SK")
    berkas = forms.FileField(
        label="Berkas SK (PDF)",
        required=False,
        widget=forms.FileInput({"accept": "application/pdf"}),
        help_text="Kosongkan bila hanya membetulkan catatan SK yang sama nomornya.",
    )
