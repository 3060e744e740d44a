"""The declaration with which an F01 is sent, and what else is chosen about one."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms

from pekppp.accounts.models import User


class SubmitForm(forms.Form):
    """The declaration of the unit's head; what is missing has to be confirmed."""

    setuju = forms.BooleanField(
        label="Saya membaca pernyataan di atas dan menyetujuinya.",
        error_messages={"required": "Centang pernyataan untuk mengirim F01."},
    )
    confirmed_gaps = forms.BooleanField(required=False)
    confirmed_untouched = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, gaps: int, untouched: Collection[int] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if untouched:
            numbers = ", ".join(map(str, untouched))
            self.fields["confirmed_untouched"].label = (
                f"Indikator {numbers} dikembalikan dan belum saya ubah; F01 dikirim lagi tanpa "
                "perubahan di sana."
            )
        else:
            del self.fields["confirmed_untouched"]
        if gaps:
            self.fields[
                "confirmed_gaps"
            ].label = (
                f"Saya mengetahui {gaps} pertanyaan belum dijawab, dan F01 dikirim apa adanya."
            )
        else:
            del self.fields["confirmed_gaps"]


class TakeoverForm(forms.Form):
    """The key of one taking over; what is ticked is as long as the page shows it."""

    kunci = forms.UUIDField(widget=forms.HiddenInput)


class ConfirmForm(forms.Form):
    """Which indicators are confirmed, and whether the summary was the page."""

    indikator = forms.TypedMultipleChoiceField(coerce=int, choices=[(n, n) for n in range(1, 1000)])
    ringkasan = forms.BooleanField(required=False)


class InChargeForm(forms.Form):
    """One of the unit's people for each aspect, or nobody; fields bear the aspects' codes."""

    def __init__(
        self,
        *args: Any,
        aspek: Iterable[tuple[str, str]],
        people: Iterable[User],
        now: Mapping[str, User],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", "Belum ditentukan"), *((person.username, str(person)) for person in people)]
        for kode, nama in aspek:
            there = now.get(kode)
            self.fields[kode] = forms.ChoiceField(
                label=nama,
                choices=offered,
                required=False,
                initial=there.username if there else "",
            )
