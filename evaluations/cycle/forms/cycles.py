"""What an organiser types about a cycle: its phases, lokus, units and extensions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from evaluations.core.forms import unit_choices
from evaluations.core.queries.calendar import owners_for
from evaluations.cycle.services.cycles import FIELDS, LokusRule
from evaluations.models import AturanLokus, Evaluasi, Siklus, UsulanLokus
from evaluations.models.siklus import (
    KEGIATAN_CHOICES,
    DuaOrang,
    LuarSampel,
    PenilaiLokus,
    SisaTahanan,
    TanpaDasar,
)
from evaluations.rules.calendar import last_instant
from evaluations.rules.phases import WIB, Phase, end_of, start_of
from evaluations.rules.workflow import SKEMA_LABELS, Skema
from instruments import queries as instruments
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import (
    Instansi,
    JenisInstansi,
    JenisUnit,
    Sektor,
    UnitLokus,
    User,
)
from pekppp.accounts.models.unit import Formulir
from pekppp.base.dates import DayField, MomentField
from pekppp.base.form_fields import ReasonField, choice_field, model_field
from pekppp.base.texts import LONG_REASON


class SiklusForm(forms.Form):
    """All of a cycle; the owner only while it is made. Model fields, but the service decides."""

    WIDGETS = {
        "nilai_dipakai": forms.RadioSelect,
        "metode_tim": forms.RadioSelect,
        "luar_sampel": forms.RadioSelect,
        "sisa_tahanan": forms.RadioSelect,
        "tanpa_dasar": forms.RadioSelect,
        "dua_orang": forms.RadioSelect,
    }
    HELP = {
        "nama": "Misalnya: PEKPPP Mandiri 2026.",
        "periode_mulai": "Yang dinilai adalah pelayanan pada periode ini.",
        "target_responden": "Target bukan batas; survei tetap terbuka sesudahnya.",
        "luar_sampel": "Berlaku bila provinsi mengambil sampel untuk verifikasinya.",
        "sisa_tahanan": "Jawaban yang datang beruntun menunggu tinjauan, belum dihitung.",
        "tanpa_dasar": "Ditanyakan sekali, saat ketua tim menyelesaikan F02. Termasuk nilai tinggi "
        "yang ditandai tidak dapat diverifikasi.",
        "maks_pengembalian": "Berapa kali F01 satu unit dapat dikembalikan.",
        "kota_administrasi": "Kabupaten dan kota administrasi di DKI Jakarta bukan daerah otonom. "
        "Tanpa centang, unit miliknya tidak ikut siklus Nasional.",
        "nominasi_sampai": "Sampai pukul 23.59 WIB instansi mengusulkan unitnya; sesudah itu "
        "penyelenggara yang memilih. Kosongkan bila instansi tidak mengusulkan.",
        "latihan": "Tidak ikut dalam angka mana pun, dan surveinya terpisah.",
    }

    def __init__(self, *args: Any, user: User, siklus: Siklus | None = None, **kwargs: Any) -> None:
        if siklus is not None:
            kwargs["initial"] = forms.model_to_dict(siklus, FIELDS)
            if siklus.nominasi_sampai is not None:
                kwargs["initial"]["nominasi_sampai"] = siklus.nominasi_sampai.astimezone(WIB).date()
        super().__init__(*args, **kwargs)
        names = FIELDS if siklus is not None else ("instansi", *FIELDS)
        self.fields.update(
            forms.fields_for_model(
                Siklus,
                names,
                widgets={name: widget() for name, widget in self.WIDGETS.items()},
                help_texts=self.HELP,
                field_classes={
                    "periode_mulai": DayField,
                    "periode_akhir": DayField,
                    "nominasi_sampai": DayField,
                },
            )
        )
        choice_field(self, "skema").choices = [
            ("", "Pilih skema"),
            *((item.value, SKEMA_LABELS[item]) for item in Skema),
        ]
        if siklus is None:
            model_field(self, "instansi").queryset = owners_for(user)
            model_field(self, "instansi").empty_label = None
        for name, form in (("instrumen_a", "A"), ("instrumen_b", "B")):
            found = instruments.published_versions(user, form)
            # A version that was withdrawn meanwhile is still the one that is chosen.
            chosen = getattr(siklus, f"{name}_id", None)
            model_field(self, name).queryset = (
                found | instruments.list_versions(user).filter(pk=chosen) if chosen else found
            )
            model_field(self, name).empty_label = "Tidak dipakai"
            # Who has no choice of the usual form makes none; form B is for those who want it.
            if siklus is None and form == "A" and found.count() == 1:
                model_field(self, name).initial = found.get()
        # Whoever says nothing about it changes nothing.
        self.unsaid = {
            "luar_sampel": siklus.luar_sampel if siklus else LuarSampel.TUNGGU,
            "sisa_tahanan": siklus.sisa_tahanan if siklus else SisaTahanan.KELUARKAN,
            "tanpa_dasar": siklus.tanpa_dasar if siklus else TanpaDasar.TANYA,
            "dua_orang": siklus.dua_orang if siklus else DuaOrang.SKEMA,
        }
        for name in self.unsaid:
            self.fields[name].required = False
        self.coverage = siklus.cakupan_tajuk if siklus is not None else 80
        self.months = siklus.jeda_benturan if siklus is not None else 12
        for name in ("cakupan_tajuk", "jeda_benturan"):
            self.fields[name].required = False
        self.fields["tahun"].widget.attrs |= {"min": 2017, "max": 2100}

    def clean_luar_sampel(self) -> str:
        return self.cleaned_data["luar_sampel"] or self.unsaid["luar_sampel"]

    def clean_sisa_tahanan(self) -> str:
        return self.cleaned_data["sisa_tahanan"] or self.unsaid["sisa_tahanan"]

    def clean_tanpa_dasar(self) -> str:
        return self.cleaned_data["tanpa_dasar"] or self.unsaid["tanpa_dasar"]

    def clean_dua_orang(self) -> str:
        return self.cleaned_data["dua_orang"] or self.unsaid["dua_orang"]

    def clean_cakupan_tajuk(self) -> int:
        asked = self.cleaned_data["cakupan_tajuk"]
        return self.coverage if asked is None else int(asked)

    def clean_jeda_benturan(self) -> int:
        asked = self.cleaned_data["jeda_benturan"]
        return self.months if asked is None else int(asked)

    def clean_nominasi_sampai(self) -> datetime | None:
        day = self.cleaned_data["nominasi_sampai"]
        return end_of(day) if day else None

    def clean_tahun(self) -> int:
        tahun = int(self.cleaned_data["tahun"])
        if not 2017 <= tahun <= 2100:
            raise forms.ValidationError("Tulis tahun dengan empat angka, misalnya 2026.")
        return tahun


# Phases -------------------------------------------------------------------------------------------


class StartForm(forms.Form):
    """The first day from which phases are proposed."""

    mulai = DayField(label="Hari pertama", required=False)


class PhaseForm(forms.Form):
    nama = forms.CharField(label="Nama fase", max_length=100)
    mulai = DayField(label="Mulai")
    akhir = DayField(label="Berakhir")
    membuka = forms.MultipleChoiceField(
        label="Membuka",
        choices=KEGIATAN_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("mulai") and data.get("akhir") and data["akhir"] < data["mulai"]:
            self.add_error("akhir", "Berakhir sebelum dimulai.")
        return data

    def phase(self) -> Phase:
        data = self.cleaned_data
        return Phase(
            data["nama"], start_of(data["mulai"]), end_of(data["akhir"]), tuple(data["membuka"])
        )

    @staticmethod
    def initial_of(phase: Any) -> dict[str, Any]:
        """A phase or its row as whole days in WIB."""
        return {
            "nama": phase.nama,
            "mulai": phase.mulai.astimezone(WIB).date(),
            "akhir": phase.akhir.astimezone(WIB).date(),
            "membuka": list(phase.membuka),
        }


PhaseFormSet = forms.formset_factory(PhaseForm, extra=1, can_delete=True, max_num=20)


# Lokus --------------------------------------------------------------------------------------------


class LokusForm(forms.Form):
    jenis_instansi = forms.ChoiceField(label="Jenis instansi", choices=JenisInstansi.choices)
    jenis_unit: "forms.ModelChoiceField[JenisUnit]" = forms.ModelChoiceField(
        label="Jenis unit", queryset=None, required=False
    )
    sektor = forms.ChoiceField(
        label="Sektor", choices=[("", "Semua sektor"), *Sektor.choices], required=False
    )
    jumlah = forms.IntegerField(
        label="Paling banyak per instansi", min_value=1, max_value=1000, required=False
    )
    nominasi = forms.BooleanField(label="Diusulkan instansi", required=False)
    penilai = forms.ChoiceField(
        label="Dinilai oleh", choices=PenilaiLokus.choices, required=False, initial="pemilik"
    )

    ASKED = frozenset({"jenis_instansi", "jenis_unit", "sektor", "jumlah", "nominasi", "penilai"})

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(JenisInstansi.choices)
        choice_field(self, "jenis_instansi").choices = [(kind, labels[kind]) for kind in kinds]
        usual = JenisInstansi.KABUPATEN.value
        self.fields["jenis_instansi"].initial = usual if usual in kinds else kinds[0]
        model_field(self, "jenis_unit").queryset = accounts.kinds_of_unit()
        model_field(self, "jenis_unit").empty_label = "Semua jenis"

    def has_changed(self) -> bool:
        """A row counts once anything on it was chosen: a half-filled one is never dropped."""
        changed = self.ASKED & set(self.changed_data)
        return bool(changed if self["penilai"].data else changed - {"penilai"})

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("jenis_unit") and not data.get("sektor") and not self.errors:
            self.add_error("jenis_unit", "Pilih jenis unit, sektor, atau keduanya.")
        if data.get("nominasi") and not data.get("jumlah") and "jumlah" not in self.errors:
            self.add_error("jumlah", "Tulis berapa unit yang diusulkan setiap instansi.")
        return data

    def rule(self) -> LokusRule:
        data = self.cleaned_data
        return LokusRule(
            data["jenis_instansi"],
            data["jenis_unit"],
            data["jumlah"],
            sektor=data["sektor"],
            nominasi=data["nominasi"],
            penilai=data["penilai"] or PenilaiLokus.PEMILIK,
        )

    @staticmethod
    def initial_of(row: AturanLokus) -> dict[str, Any]:
        return {
            "jenis_instansi": row.jenis_instansi,
            "jenis_unit": row.jenis_unit_id,
            "sektor": row.sektor,
            "jumlah": row.jumlah,
            "nominasi": row.nominasi,
            "penilai": row.penilai,
        }


LokusFormSet = forms.formset_factory(LokusForm, extra=3, can_delete=True, max_num=300)


# One unit, one extension --------------------------------------------------------------------------


class AddUnitForm(forms.Form):
    unit: "forms.ModelChoiceField[UnitLokus]" = forms.ModelChoiceField(
        label="Unit", queryset=None, to_field_name="uuid", empty_label="Pilih unit"
    )
    formulir = forms.ChoiceField(label="Formulir", required=False)
    penilai = forms.ChoiceField(
        label="Dinilai oleh",
        required=False,
        choices=[
            ("pemilik", "Instansi pemilik unit"),
            ("atasan", "Provinsi di atasnya"),
            ("penyelenggara", "Penyelenggara siklus"),
        ],
    )

    def __init__(
        self,
        *args: Any,
        units: QuerySet[UnitLokus],
        shown: Iterable[UnitLokus],
        forms_offered: list[str],
        **kwargs: Any,
    ) -> None:
        """`units` are all that may be chosen, `shown` those that a search has left."""
        super().__init__(*args, **kwargs)
        model_field(self, "unit").queryset = units
        self.fields["unit"].widget.choices = [("", "Pilih unit"), *unit_choices(shown)]
        labels = dict(Formulir.choices)
        choice_field(self, "formulir").choices = [
            ("", "Formulir bawaan unit"),
            *((code, labels[code]) for code in forms_offered),
        ]

    def evaluating(self, siklus: Siklus) -> Instansi:
        unit: UnitLokus = self.cleaned_data["unit"]
        choice = self.cleaned_data["penilai"]
        if choice == "penyelenggara":
            return siklus.instansi
        return unit.instansi.induk or unit.instansi if choice == "atasan" else unit.instansi


class ReplaceForm(forms.Form):
    """Why one unit takes the place of another, by which letter, and as what it is evaluated."""

    surat = forms.CharField(
        label="Nomor surat",
        max_length=100,
        error_messages={"required": "Nomor surat wajib diisi."},
    )
    alasan = ReasonField(
        most=LONG_REASON, rows=4, help_text="Unit lama, instansi, dan evaluatornya membaca ini."
    )
    formulir = forms.ChoiceField(label="Formulir unit pengganti", required=False)
    penilai = forms.TypedChoiceField(
        label="Dinilai oleh", required=False, coerce=int, empty_value=None
    )
    sampai = MomentField(
        label="Unit pengganti mengisi F01 dan disurvei sampai",
        required=False,
        help_text="Kosong berarti mengikuti jadwal siklus. Hanya bagi unit ini.",
    )

    def __init__(
        self,
        *args: Any,
        evaluasi: Evaluasi,
        unit: UnitLokus,
        usulan: UsulanLokus | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Formulir.choices)
        choice_field(self, "formulir").choices = [
            ("", "Formulir bawaan unit"),
            *((code, labels[code]) for code in evaluasi.siklus.formulir_tersedia),
        ]
        # The same office stays first: most replacements change the unit alone.
        places = (evaluasi.penilai, unit.instansi, unit.instansi.induk, evaluasi.siklus.instansi)
        self.places = {place.pk: place for place in places if place is not None}
        choice_field(self, "penilai").choices = [
            (pk, str(place)) for pk, place in self.places.items()
        ]
        if usulan is not None:
            self.fields["surat"].initial = usulan.nomor_surat
            self.fields["alasan"].initial = usulan.alasan

    def evaluating(self) -> Instansi | None:
        return self.places.get(self.cleaned_data["penilai"])

    def clean_sampai(self) -> datetime | None:
        sampai = self.cleaned_data["sampai"]
        return last_instant(sampai) if sampai else None
