"""The declaration with which an F01 is sent."""

from typing import Any

from django import forms


class SubmitForm(forms.Form):
    """The declaration of the unit's head; what is missing has to be confirmed."""

    setuju = forms.BooleanField(
        label="Saya membaca pernyataan di atas dan menyetujuinya.",
        error_messages={"required": "Centang pernyataan untuk mengirim F01."},
    )
    confirmed_gaps = forms.BooleanField(required=False)

    def __init__(self, *args: Any, gaps: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if gaps:
            self.fields[
                "confirmed_gaps"
            ].label = (
                f"Saya mengetahui {gaps} pertanyaan belum dijawab, dan F01 dikirim apa adanya."
            )
        else:
            del self.fields["confirmed_gaps"]
