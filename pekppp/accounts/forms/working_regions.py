"""One wilayah kerja: its name, its provinces and K/L, its analysts."""

from typing import Any

from django import forms
from django.db.models import Case, Value, When

from pekppp.accounts import queries
from pekppp.accounts.access import is_national
from pekppp.accounts.models import Instansi, Membership, User, WilayahKerja
from pekppp.base.form_fields import field_of


class WilayahField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no [] when it runs
    """By which wilayah kerja a list is narrowed; see `offer`."""

    def __init__(self) -> None:
        super().__init__(
            queryset=None,
            label="Wilayah kerja",
            required=False,
            to_field_name="uuid",
            empty_label="Semua",
        )


def offer(form: forms.Form, user: User, *, always: bool = False) -> None:
    """Those that the user may choose; no field where that is no choice.

    `always`: an analyst's only one is shown, too, and he cannot choose none.
    """
    regions, everywhere = queries.working_regions(user), is_national(user)
    if len(regions) < (1 if everywhere or always else 2):
        del form.fields["wilayah"]
        return
    field = field_of(form, "wilayah", WilayahField)
    field.queryset = regions
    if always and not everywhere:
        field.empty_label = None


class MembersField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no [] when it runs
    """Each with the wilayah that it would leave."""

    own: int | None = None

    def label_from_instance(self, obj: Instansi) -> str:
        now = getattr(obj, "anggota_wilayah", None)
        if now is None or now.wilayah_id == self.own:
            return obj.nama
        return f"{obj.nama} (sekarang {now.wilayah})"


class AnalystsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    def label_from_instance(self, obj: Membership) -> str:
        return obj.user.nama


class WorkingRegionForm(forms.Form):
    nama = forms.CharField(label="Nama", max_length=60, help_text="Misalnya Wilayah I.")
    urutan = forms.IntegerField(
        label="Urutan", min_value=1, max_value=99, help_text="Tempatnya dalam daftar."
    )
    instansi = MembersField(
        queryset=None,
        label="Provinsi dan K/L",
        required=False,
        to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
        help_text="Kabupaten, kota, dan BUMD mengikuti provinsinya. Yang dicentang pindah dari "
        "wilayahnya sekarang.",
    )
    analis = AnalystsField(
        queryset=None,
        label="Analis",
        required=False,
        to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
        help_text="Membaca semua yang ada di wilayah ini, dan tidak yang lain.",
    )

    def __init__(self, *args: Any, ministry: Instansi, wilayah: WilayahKerja | None) -> None:
        super().__init__(*args)
        members = field_of(self, "instansi", MembersField)
        # Its own first, then those that are in none.
        place = Case(
            When(anggota_wilayah__wilayah=wilayah, then=Value(0)),
            When(anggota_wilayah=None, then=Value(1)),
            default=Value(2),
        )
        members.queryset = queries.wilayah_members().order_by(place, "-jenis", "nama")
        if wilayah is not None:
            members.own = wilayah.pk
            self.initial = {
                "nama": wilayah.nama,
                "urutan": wilayah.urutan,
                "instansi": members.queryset.filter(anggota_wilayah__wilayah=wilayah),
                "analis": wilayah.analis.all(),
            }
        field_of(self, "analis", AnalystsField).queryset = queries.analysts(ministry)
