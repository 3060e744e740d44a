"""The declaration with which an F01 is sent, and what else is chosen about one."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms

from instruments.spec import Aspek
from pekppp.accounts.models import User
from pekppp.base.dates import DayField
from pekppp.base.form_fields import ReasonField
from pekppp.base.texts import LONG_REASON


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


class SignedSubmitForm(SubmitForm):
    """An operator sends with what the unit's head has signed on paper."""

    field_order = ("berkas", "penanda_tangan", "ditandatangani", "setuju")

    setuju = forms.BooleanField(
        label="Pindaian ini pernyataan kepala unit untuk isian F01 yang saya kirim.",
        error_messages={"required": "Centang pernyataan untuk mengirim F01."},
    )
    berkas = forms.FileField(
        label="Pindaian pernyataan kepala unit",
        required=False,  # the service says which two ways there are
        help_text="PDF atau foto yang terbaca.",
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png,.webp,.heic"}),
        error_messages={"empty": "Berkas ini kosong."},
    )
    penanda_tangan = forms.CharField(
        label="Nama kepala unit yang menandatangani",
        max_length=200,
        error_messages={"required": "Isi nama penanda tangan."},
    )
    ditandatangani = DayField(label="Tanggal tanda tangan")


class TakeBackForm(forms.Form):
    alasan = ReasonField(most=LONG_REASON, rows=3, help_text="Evaluator dan unit membacanya.")


class FillForForm(forms.Form):
    alasan = ReasonField(
        most=1000,
        rows=3,
        label="Mengapa unit tidak dapat mengisi sendiri",
        help_text="Misalnya: tidak ada jaringan sampai akhir bulan; isian diantar di atas kertas.",
    )
    setuju = forms.BooleanField(
        label="Saya mengerti dan mengisi atas nama unit.",
        error_messages={"required": "Centang untuk mulai mengisi atas nama unit."},
    )


class AskReviewForm(forms.Form):
    pesan = forms.CharField(
        label="Yang perlu dilihat",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class AnswerReviewForm(forms.Form):
    """A note per aspect; none at all says that it is good."""

    def __init__(self, *args: Any, aspek: Iterable[Aspek], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in aspek:
            self.fields[item.kode] = forms.CharField(
                label=item.nama if item.tambahan else f"{item.kode}. {item.nama}",
                max_length=1000,
                required=False,
                widget=forms.Textarea({"rows": 2}),
            )


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
