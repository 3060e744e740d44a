"""Choosing responses and saying why."""

from django import forms


class ReviewForm(forms.Form):
    kunci = forms.TypedMultipleChoiceField(
        label="Respons", error_messages={"required": "Pilih sedikitnya satu respons."}
    )
    alasan = forms.CharField(
        label="Alasan", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, keys: list[str], *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kunci"].choices = [(key, key) for key in keys]
        self.fields["kunci"].error_messages["invalid_choice"] = (
            "Sebagian respons sudah tidak ada di daftar ini. Muat ulang halaman."
        )
