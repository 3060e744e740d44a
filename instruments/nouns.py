"""The nouns of an instrument, as immutable data. Pure: no framework, no input or output.

Weights and thresholds are `Fraction`s made from decimal text, so nothing here ever rounds.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

# How a question is worded that asks about a year, for instruments that do not say `periode`.
_OF_A_YEAR = re.compile(r"tahun (lalu|terakhir)|setahun|tahun ini", re.IGNORECASE)

# The code of the seventh pseudo-aspect: asked and scored, without weight.
TAMBAHAN = "tambahan"

FORMULIR = ("A", "B")
METODE_ASPEK = {
    "tertimbang": "jumlah nilai kali bobot indikator",
    "rata": "rata-rata nilai indikator",
}
METODE_SURVEI = {
    "rata_butir": "rata-rata seluruh butir seluruh responden",
    "rata_aspek": "rata-rata dari rata-rata tiap aspek",
}
SUMBER = {
    "rubrik": "nilai rubrik",
    "survei": "survei pengguna layanan",
    "angka": "angka dari luar",
}
JENIS_CATATAN = {"skm": "nilai SKM unit"}
JENIS_PERTANYAAN = {
    "ya_tidak": "ya atau tidak",
    "angka": "bilangan bulat",
    "persen": "bilangan pecahan",
    "teks": "isian teks",
    "pilihan_tunggal": "satu pilihan",
    "pilihan_ganda": "beberapa pilihan",
}
# Whose a part of an instrument is: the ministry's, or of whoever wrote the file.
DARI = {"kementerian": "KemenPANRB", "penyusun": "penyusun instrumen ini"}
JENIS_BERPILIHAN = ("pilihan_tunggal", "pilihan_ganda")
JENIS_PEMERIKSAAN = ("galat", "peringatan")


class Angka(str):
    """Exact decimal text of a number; a type of its own so that YAML writes it without quotes."""

    __slots__ = ()


def decimal_text(value: Fraction) -> Angka:
    """Exact decimal text, "4.51". Only for numbers that were read from decimal text."""
    text = format(Decimal(value.numerator) / Decimal(value.denominator), "f")
    return Angka(text.rstrip("0").rstrip(".") if "." in text else text)


@dataclass(frozen=True, slots=True)
class Skala:
    minimum: int
    maksimum: int

    @property
    def levels(self) -> range:
        return range(self.minimum, self.maksimum + 1)

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int | Fraction | Decimal) and (
            self.minimum <= value <= self.maksimum
        )


@dataclass(frozen=True, slots=True)
class SkalaAsal:
    """The scale an external number comes in (SKM: 25 to 100); mapped linearly to ours."""

    minimum: Fraction
    maksimum: Fraction


@dataclass(frozen=True, slots=True)
class Pilihan:
    kode: str
    teks: str


@dataclass(frozen=True, slots=True)
class Asal:
    """Where something of an instrument comes from, as its readers should know."""

    hal: str
    dari: str
    keterangan: str = ""

    @property
    def sebutan(self) -> str:
        return DARI[self.dari]


@dataclass(frozen=True, slots=True)
class Istilah:
    """A term of the glossary; `juga` are its other spellings."""

    istilah: str
    arti: str
    juga: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """What it is called in addresses and attributes: "sp4n-lapor"."""
        return re.sub(r"[^a-z0-9]+", "-", self.istilah.lower()).strip("-")


@dataclass(frozen=True, slots=True)
class Pertanyaan:
    id: str
    jenis: str
    teks: str
    wajib: bool
    bila: str | None = None
    pilihan: tuple[Pilihan, ...] = ()
    sumber: str = ""  # a record that the unit keeps anyway, offered as the answer: JENIS_CATATAN
    periode: bool | None = None  # whether it asks about the period of the cycle; None: not said

    @property
    def sebut_periode(self) -> bool:
        """Whether the period of the cycle is named beside it. Where the instrument does not say,
        as those from before the field, the wording of the question tells."""
        return bool(_OF_A_YEAR.search(self.teks)) if self.periode is None else self.periode

    def label(self, kode: str) -> str:
        return next((p.teks for p in self.pilihan if p.kode == kode), kode)


@dataclass(frozen=True, slots=True)
class Pemeriksaan:
    bila: str
    jenis: str
    pesan: str


@dataclass(frozen=True, slots=True)
class Indikator:
    nomor: int
    kode: str
    nama: str
    bobot: Fraction | None  # of its aspect, in percent; None with `rata` and for `tambahan`
    pertanyaan: tuple[Pertanyaan, ...] = ()
    bukti: tuple[str, ...] = ()
    pemeriksaan: tuple[Pemeriksaan, ...] = ()
    level: tuple[tuple[int, str], ...] = ()  # ascending
    aturan: tuple[tuple[int, str], ...] = ()  # ascending
    penjelasan: str = ""  # what is meant, its terms in plain words, an example
    dokumen: tuple[Pilihan, ...] = ()  # what is asked for, each ticked by unit and evaluators
    asal: tuple[Asal, ...] = ()

    def uraian(self, level: int) -> str:
        """The rubric text of a level, empty where the instrument has none."""
        return dict(self.level).get(level, "")

    def pertanyaan_dengan(self, id: str) -> Pertanyaan:
        for pertanyaan in self.pertanyaan:
            if pertanyaan.id == id:
                return pertanyaan
        raise KeyError(id)

    def nama_dokumen(self, kode: str) -> str:
        return next((d.teks for d in self.dokumen if d.kode == kode), kode)


@dataclass(frozen=True, slots=True)
class Aspek:
    kode: str
    nama: str
    bobot: Fraction  # of the rubric component, in percent; 0 for `tambahan`
    indikator: tuple[Indikator, ...]

    @property
    def tambahan(self) -> bool:
        return self.kode == TAMBAHAN


@dataclass(frozen=True, slots=True)
class Komponen:
    kode: str
    sumber: str
    bobot: Fraction
    nama: str = ""
    skala_asal: SkalaAsal | None = None


@dataclass(frozen=True, slots=True)
class ButirSurvei:
    nomor: int
    aspek: str
    teks: str  # the plain words that respondents read
    kode_resmi: str = ""
    teks_resmi: str = ""


@dataclass(frozen=True, slots=True)
class Survei:
    metode: str
    minimum: int
    target: int
    butir: tuple[ButirSurvei, ...]


@dataclass(frozen=True, slots=True)
class Terjemahan:
    """What the survey says in another language; "" or missing where it says nothing."""

    bahasa: str
    butir: tuple[tuple[int, str], ...] = ()  # ascending
    aspek: tuple[tuple[str, str], ...] = ()  # by code
    rendah: str = ""  # the words at both ends of the scale
    tinggi: str = ""
    tidak_tahu: str = ""


@dataclass(frozen=True, slots=True)
class Kategori:
    huruf: str
    minimum: Fraction
    sebutan: str

    def __str__(self) -> str:
        return f"{self.huruf} ({self.sebutan})"


@dataclass(frozen=True, slots=True)
class Instrumen:
    kode: str
    nama: str
    formulir: str
    skala: Skala
    metode_aspek: str
    desimal: int
    komponen: tuple[Komponen, ...]
    aspek_berbobot: tuple[Aspek, ...]
    tambahan: tuple[Indikator, ...]
    survei: Survei | None
    kategori: tuple[Kategori, ...]  # descending
    dasar_hukum: tuple[str, ...] = ()
    terjemahan: tuple[Terjemahan, ...] = ()  # by language
    asal: tuple[Asal, ...] = ()
    glosarium: tuple[Istilah, ...] = ()

    def terjemahan_ke(self, bahasa: str) -> Terjemahan | None:
        return next((t for t in self.terjemahan if t.bahasa == bahasa), None)

    @property
    def semua_aspek(self) -> tuple[Aspek, ...]:
        """The weighted aspects, then `tambahan` as a pseudo-aspect where there is any."""
        if not self.tambahan:
            return self.aspek_berbobot
        extra = Aspek(TAMBAHAN, "Tambahan", Fraction(0), self.tambahan)
        return (*self.aspek_berbobot, extra)

    def iter_indikator(self, *, tambahan: bool = True) -> Iterator[Indikator]:
        for aspek in self.semua_aspek if tambahan else self.aspek_berbobot:
            yield from aspek.indikator

    @property
    def indikator_berbobot(self) -> tuple[Indikator, ...]:
        return tuple(self.iter_indikator(tambahan=False))

    @property
    def semua_indikator(self) -> tuple[Indikator, ...]:
        return tuple(self.iter_indikator())

    def indikator(self, nomor: int) -> Indikator:
        for indikator in self.iter_indikator():
            if indikator.nomor == nomor:
                return indikator
        raise KeyError(nomor)

    def aspek(self, kode: str) -> Aspek:
        for aspek in self.semua_aspek:
            if aspek.kode == kode:
                return aspek
        raise KeyError(kode)

    def aspek_dari(self, nomor: int) -> Aspek:
        """The aspect that holds the indicator with this number."""
        for aspek in self.semua_aspek:
            if any(i.nomor == nomor for i in aspek.indikator):
                return aspek
        raise KeyError(nomor)

    def komponen_dari(self, sumber: str) -> Komponen | None:
        """The first component fed by `sumber`; rubrik and survei occur at most once."""
        return next((k for k in self.komponen if k.sumber == sumber), None)

    @property
    def komponen_angka(self) -> tuple[Komponen, ...]:
        return tuple(k for k in self.komponen if k.sumber == "angka")

    @property
    def butir(self) -> tuple[ButirSurvei, ...]:
        return self.survei.butir if self.survei else ()

    def kategori_untuk(self, ipp: Decimal | Fraction) -> Kategori:
        """The category of an IPP that is already rounded."""
        value = Fraction(ipp)
        return next((k for k in self.kategori if value >= k.minimum), self.kategori[-1])


def to_data(spec: Instrumen) -> dict[str, Any]:
    """The canonical JSON form, in the layout of the YAML files.

    Options are a list of pairs, since their order matters and JSON objects in a database lose it.
    """
    data: dict[str, Any] = {
        "kode": spec.kode,
        "nama": spec.nama,
        "dasar_hukum": list(spec.dasar_hukum),
        "formulir": spec.formulir,
        "skala": {"minimum": spec.skala.minimum, "maksimum": spec.skala.maksimum},
        "metode_aspek": spec.metode_aspek,
        "ipp": {
            "desimal": spec.desimal,
            "komponen": [_komponen(k) for k in spec.komponen],
        },
        "aspek": [
            {
                "kode": a.kode,
                "nama": a.nama,
                "bobot": decimal_text(a.bobot),
                "indikator": [_indikator(i) for i in a.indikator],
            }
            for a in spec.aspek_berbobot
        ],
        "tambahan": [_indikator(i) for i in spec.tambahan],
    }
    if spec.survei:
        data["f03"] = {
            "metode": spec.survei.metode,
            "responden": {"minimum": spec.survei.minimum, "target": spec.survei.target},
            "butir": [_butir(b) for b in spec.survei.butir],
        }
    data["kategori"] = [
        {"huruf": k.huruf, "minimum": decimal_text(k.minimum), "sebutan": k.sebutan}
        for k in spec.kategori
    ]
    if spec.terjemahan:
        data["terjemahan"] = {t.bahasa: _terjemahan(t) for t in spec.terjemahan}
    # What a file does not say is not in its data: the digest of older files stays as it was.
    if spec.asal:
        data["asal"] = [_asal(a) for a in spec.asal]
    if spec.glosarium:
        data["glosarium"] = [_istilah(i) for i in spec.glosarium]
    return data


def _asal(a: Asal) -> dict[str, Any]:
    data = {"hal": a.hal, "dari": a.dari}
    if a.keterangan:
        data["keterangan"] = a.keterangan
    return data


def _istilah(i: Istilah) -> dict[str, Any]:
    data: dict[str, Any] = {"istilah": i.istilah}
    if i.juga:
        data["juga"] = list(i.juga)
    return {**data, "arti": i.arti}


def _butir(b: ButirSurvei) -> dict[str, Any]:
    data: dict[str, Any] = {"nomor": b.nomor, "aspek": b.aspek, "teks": b.teks}
    official = {"kode_resmi": b.kode_resmi, "teks_resmi": b.teks_resmi}
    return {**data, **{key: text for key, text in official.items() if text}}


def _terjemahan(t: Terjemahan) -> dict[str, Any]:
    words = {"rendah": t.rendah, "tinggi": t.tinggi, "tidak_tahu": t.tidak_tahu}
    return {
        "butir": {str(nomor): teks for nomor, teks in t.butir},
        "aspek": dict(t.aspek),
        **{key: text for key, text in words.items() if text},
    }


def _komponen(k: Komponen) -> dict[str, Any]:
    data: dict[str, Any] = {
        "kode": k.kode,
        "sumber": k.sumber,
        "bobot": decimal_text(k.bobot),
    }
    if k.nama:
        data["nama"] = k.nama
    if k.skala_asal:
        data["skala_asal"] = {
            "minimum": decimal_text(k.skala_asal.minimum),
            "maksimum": decimal_text(k.skala_asal.maksimum),
        }
    return data


def _indikator(i: Indikator) -> dict[str, Any]:
    data: dict[str, Any] = {"nomor": i.nomor, "kode": i.kode}
    if i.bobot is not None:
        data["bobot"] = decimal_text(i.bobot)
    data["nama"] = i.nama
    if i.penjelasan:
        data["penjelasan"] = i.penjelasan
    data["pertanyaan"] = [_pertanyaan(p) for p in i.pertanyaan]
    data["bukti"] = list(i.bukti)
    data["pemeriksaan"] = [
        {"bila": p.bila, "jenis": p.jenis, "pesan": p.pesan} for p in i.pemeriksaan
    ]
    if i.dokumen:
        data["dokumen"] = _pilihan(i.dokumen)
    data["level"] = {str(level): teks for level, teks in i.level}
    data["aturan"] = {str(level): rule for level, rule in i.aturan}
    if i.asal:
        data["asal"] = [_asal(a) for a in i.asal]
    return data


def _pilihan(pilihan: tuple[Pilihan, ...]) -> list[dict[str, str]]:
    return [{"kode": o.kode, "teks": o.teks} for o in pilihan]


def _pertanyaan(p: Pertanyaan) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": p.id,
        "jenis": p.jenis,
        "teks": p.teks,
        "wajib": p.wajib,
    }
    if p.bila is not None:
        data["bila"] = p.bila
    if p.sumber:
        data["sumber"] = p.sumber
    if p.periode is not None:
        data["periode"] = p.periode
    if p.pilihan:
        data["pilihan"] = _pilihan(p.pilihan)
    return data


def digest(spec: Instrumen) -> str:
    """SHA-256 of the canonical JSON: equal for two files that say the same in other layouts."""
    text = json.dumps(to_data(spec), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
