"""The F03 as a respondent fills it in, and the small form for links."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms

from evaluations.rules.survey.profile import JENIS_KELAMIN, PEKERJAAN, PENDIDIKAN, USIA
from evaluations.rules.survey.words import ASLI, say
from evaluations.survey.queries.instrument import UNKNOWN, Reading
from evaluations.survey.services.rows import PROFILE, Answer, answer_of
from instruments.spec import Instrumen, Terjemahan
from pekppp.base.form_fields import choice_field, sent_as

NUL = "Isian memuat karakter yang tidak dapat disimpan."
INVALID = "Pilihan ini tidak tersedia."
TOO_LONG = "Paling banyak %(limit_value)s karakter."


@dataclass(frozen=True, slots=True)
class Item:
    """One statement with the choice that is shown as made: a level, UNKNOWN or ""."""

    nomor: int
    name: str
    teks: str
    chosen: str
    error: str
    teks_asli: bool = False  # in Indonesian on a page of another language
    judul_asli: bool = False


CHOICES = {
    "usia": frozenset(key for key, _ in USIA),
    "jenis_kelamin": frozenset(key for key, _ in JENIS_KELAMIN),
    "pendidikan": frozenset(key for key, _ in PENDIDIKAN),
    "pekerjaan": frozenset(key for key, _ in PEKERJAAN),
}
LONGEST = {"layanan": 200, "komentar": 2000}
_OUR_FIELDS = {"kunci", "survei", "dibuka", "bahasa", *CHOICES, *LONGEST}


def plain_answer(reading: Reading, data: Mapping[str, str]) -> Answer | None:
    """What nearly every respondent sends, read without building a form of thirty fields.

    None for anything in the least unusual: the form looks at it, and says what is wrong.
    """
    if not data.keys() <= reading.butir.keys() | _OUR_FIELDS:
        return None
    try:
        kunci = UUID(data.get("kunci", ""))
        butir = [reading.nilai[data.get(name, "")] for name in reading.butir]
    except (ValueError, KeyError):
        return None
    profil = {name: data.get(name, "") for name in CHOICES}
    words = {name: data.get(name, "").strip() for name in LONGEST}
    usual = all(not value or value in CHOICES[name] for name, value in profil.items()) and all(
        len(text) <= LONGEST[name] and "\x00" not in text for name, text in words.items()
    )
    if not usual or all(value is None for value in butir):
        return None
    return answer_of(kunci, butir, profil | words)


class SurveyForm(forms.Form):
    """The page of a survey; `answer` after validation is what it says."""

    kunci = forms.UUIDField(
        error_messages={
            "required": "Halaman ini belum lengkap dimuat. Kirim sekali lagi.",
            "invalid": "Halaman ini belum lengkap dimuat. Kirim sekali lagi.",
        }
    )
    usia = forms.ChoiceField(label="Usia", required=False, choices=[("", "Tidak diisi"), *USIA])
    jenis_kelamin = forms.ChoiceField(
        label="Jenis kelamin", required=False, choices=[("", "Tidak diisi"), *JENIS_KELAMIN]
    )
    pendidikan = forms.ChoiceField(
        label="Pendidikan terakhir", required=False, choices=[("", "Tidak diisi"), *PENDIDIKAN]
    )
    pekerjaan = forms.ChoiceField(
        label="Pekerjaan", required=False, choices=[("", "Tidak diisi"), *PEKERJAAN]
    )
    layanan = forms.CharField(label="Layanan yang Anda pakai", required=False, max_length=200)
    komentar = forms.CharField(label="Saran atau komentar", required=False, max_length=2000)

    def __init__(self, spec: Instrumen, *args: Any, bahasa: str = ASLI, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spec = spec
        self.bahasa = bahasa
        for name in CHOICES if bahasa != ASLI else ():
            field = choice_field(self, name)
            pairs: Any = field.choices  # what a field may be given besides is not in these
            field.choices = [(key, say(label, bahasa)) for key, label in pairs]
        choices = [(UNKNOWN, ""), *((str(level), "") for level in spec.skala.levels)]
        for butir in spec.butir:
            self.fields[f"b{butir.nomor}"] = forms.ChoiceField(required=False, choices=choices)
        for each in self.fields.values():
            each.error_messages["invalid_choice"] = INVALID
            for validator in getattr(each, "validators", ()):
                kind = validator.__class__.__name__
                if kind == "ProhibitNullCharactersValidator":
                    validator.message = NUL
                elif kind == "MaxLengthValidator":
                    validator.message = TOO_LONG

    def clean(self) -> dict[str, Any]:
        """Refuse what this page cannot have sent: items it does not have, two answers to one."""
        data = super().clean() or {}
        own = {f"b{butir.nomor}" for butir in self.spec.butir}
        for name in self.data:
            if name in own and len(sent_as(self, name)) > 1:
                self.add_error(name, "Pilih satu jawaban saja.")
            elif name[:1] == "b" and name[1:].isdigit() and name not in own:
                raise forms.ValidationError("Jawaban memuat butir yang tidak ada pada survei ini.")
        return data

    @property
    def answer(self) -> Answer:
        values = (self.cleaned_data[f"b{butir.nomor}"] for butir in self.spec.butir)
        return answer_of(
            self.cleaned_data["kunci"],
            [None if value in ("", UNKNOWN) else int(value) for value in values],
            {name: self.cleaned_data[name] for name in PROFILE},
        )

    @property
    def kunci_baru(self) -> str:
        """The key for a page of the unit's own: the sent one where it is one, so that a correction
        counts once."""
        sent = self.data.get("kunci", "")
        return sent if sent and "kunci" not in self.errors else str(uuid4())

    @property
    def ujung(self) -> tuple[str, str, str]:
        """The words at both ends of the scale, and those for not knowing."""
        said = self.spec.terjemahan_ke(self.bahasa) or Terjemahan(self.bahasa)
        return (
            said.rendah or say("Sangat tidak setuju", self.bahasa),
            said.tinggi or say("Sangat setuju", self.bahasa),
            said.tidak_tahu or say("Tidak tahu / tidak memakai", self.bahasa),
        )

    def groups(self) -> Iterator[tuple[str, list[Item]]]:
        """Items by aspect, in the order of the instrument and the language of the page."""
        said = self.spec.terjemahan_ke(self.bahasa) or Terjemahan(self.bahasa)
        texts, titles = dict(said.butir), dict(said.aspek)
        foreign = self.bahasa != ASLI
        names = {aspek.kode: aspek.nama for aspek in self.spec.semua_aspek}
        found: dict[str, list[Item]] = {}
        for number, butir in enumerate(self.spec.butir, start=1):
            name = f"b{butir.nomor}"
            errors = self.errors.get(name) if self.is_bound else None
            found.setdefault(butir.aspek, []).append(
                Item(
                    number,
                    name,
                    texts.get(butir.nomor, butir.teks),
                    self.data.get(name, ""),
                    str(errors[0]) if errors else "",
                    foreign and butir.nomor not in texts,
                    foreign and butir.aspek not in titles,
                )
            )
        for kode, items in found.items():
            yield titles.get(kode) or names.get(kode, kode), items


class LinkForm(forms.Form):
    label = forms.CharField(
        label="Nama tautan", max_length=100, help_text="Misalnya Loket 2 atau Pustu Wanadadi."
    )
    kios = forms.BooleanField(
        label="Kios: satu perangkat di tempat layanan yang dipakai bergantian",
        required=False,
        help_text="Layar penuh, kembali ke awal setelah setiap jawaban dan bila ditinggalkan.",
    )
