"""One wilayah kerja: its name, its provinces and K/L, its analysts."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from pekppp.accounts import queries
from pekppp.accounts.models import Instansi, Membership, WilayahKerja
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


def offer(
    form: forms.Form, regions: QuerySet[WilayahKerja], *, everywhere: bool | None = None
) -> None:
    """Those that the user may choose; no field where there is nothing to choose.

    `everywhere` says whether none is a choice, too.
    """
    if not regions:
        del form.fields["wilayah"]
        return
    field = field_of(form, "wilayah", WilayahField)
    field.queryset = regions
    if everywhere is False:
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
        initial = {}
        if wilayah is not None:
            initial = {
                "nama": wilayah.nama,
                "urutan": wilayah.urutan,
                "instansi": Instansi.objects.filter(anggota_wilayah__wilayah=wilayah),
                "analis": wilayah.analis.all(),
            }
        super().__init__(*args, initial=initial)
        members = field_of(self, "instansi", MembersField)
        members.own = wilayah.pk if wilayah else None
        members.queryset = queries.wilayah_members()
        field_of(self, "analis", AnalystsField).queryset = queries.analysts(ministry)
