"""Signing, refusing, and handing in a signed file."""

from typing import Any

from django import forms
from django.http import HttpRequest

from pekppp.accounts import reauthentication
from pekppp.base.form_fields import choice_field

# On one page, and approved together.
SIGN_AT_ONCE = 50


class SetujuForm(forms.Form):
    """The last word before a signature: the person shows once more who he is."""

    dibaca = forms.BooleanField(
        label="Saya sudah membaca dokumen ini dan menyetujui isinya.",
        error_messages={"required": "Centang setelah dokumen dibaca."},
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proof = reauthentication.Proof(request)
        self.fields |= self.proof.fields()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        # Only now: a missing tick costs nobody a one-time code.
        if not self.errors:
            for name, words in self.proof.wrong(found):
                self.add_error(name, words)
        return found


class SetujuBanyakForm(SetujuForm):
    """One showing of who he is, for the documents that he selected of those shown."""

    pilih = forms.MultipleChoiceField(
        error_messages={
            "required": "Pilih paling sedikit satu dokumen.",
            "invalid_choice": "Daftarnya sudah berubah. Periksa lagi pilihan Anda.",
        }
    )

    def __init__(self, *args: Any, waiting: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "dibaca"
        ].label = "Saya sudah membaca dokumen yang saya pilih dan menyetujui isinya."
        choice_field(self, "pilih").choices = [(uuid, uuid) for uuid in waiting]

    def clean_pilih(self) -> list[str]:
        found = list(dict.fromkeys(self.cleaned_data["pilih"]))
        if len(found) > SIGN_AT_ONCE:
            raise forms.ValidationError(f"Paling banyak {SIGN_AT_ONCE} dokumen sekaligus.")
        return found


class TolakForm(forms.Form):
    alasan = forms.CharField(
        label="Alasan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NomorForm(forms.Form):
    nomor = forms.CharField(label="Nomor dokumen", max_length=120)


class BerkasForm(forms.Form):
    berkas = forms.FileField(
        label="Berkas",
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"}),
        error_messages={
            "required": "Pilih berkasnya.",
            "empty": "Berkas ini kosong; pilih berkas lain.",
        },
    )


class CaraForm(forms.Form):
    """A way of signing for each person named in the document."""

    def __init__(
        self, *args: Any, places: list[tuple[str, str, list[tuple[str, str]], str]], **more: Any
    ):
        super().__init__(*args, **more)
        for place, label, choices, hint in places:
            self.fields[f"cara-{place}"] = forms.ChoiceField(
                label=label, choices=choices, help_text=hint
            )

    def ways(self) -> dict[str, str]:
        return {name.removeprefix("cara-"): way for name, way in self.cleaned_data.items()}
