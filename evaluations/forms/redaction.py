"""The file whose personal data are to be blacked out."""

from django import forms


class RedactionForm(forms.Form):
    berkas = forms.FileField(
        label="Berkas",
        help_text="PDF, JPEG, PNG, atau WebP.",
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png,.webp"}),
        error_messages={"required": "Pilih berkas dahulu.", "empty": "Berkas ini kosong."},
    )
    # Said by the script: this picture was burnt on the device, the original stayed there.
    terbakar = forms.BooleanField(required=False, widget=forms.HiddenInput)
