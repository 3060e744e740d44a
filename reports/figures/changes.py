"""What a correction changes: the two frozen inputs held side by side, in rows that people read.

Of the older input only what the newer one may show as well: whoever reads the correction need not
have been allowed to read all of what it replaces.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from evaluations.rules.visibility import Field
from pekppp.base.certain import certain
from reports.rules.terbilang import tanggal_angka

# Rows that are kept and printed; what is beyond them is counted.
MOST = 40
LONGEST = 180
# What is left standing before the place where two long texts part.
BEFORE = 40

NOMOR, ANGKA, LEVEL = "Nomor dan tanggal", "Angka", "Level"
REKOMENDASI, CATATAN, SURVEI = "Rekomendasi", "Catatan", "Survei"
ORANG, KLAUSUL, IDENTITAS, LAIN = "Penanda tangan dan tim", "Klausul", "Identitas", "Bagian lain"
ORDER = (NOMOR, ANGKA, LEVEL, REKOMENDASI, CATATAN, SURVEI, ORANG, KLAUSUL, IDENTITAS, LAIN)
IPP = "IPP"

# Told without their content: they follow from the rest, or tell of other units.
DERIVED = {
    "kekuatan": "Kekuatan",
    "perbaikan": "Yang perlu ditingkatkan",
    "tindak_lanjut": "Tindak lanjut rekomendasi tahun lalu",
    "sejenis": "Perbandingan dengan unit sejenis",
    "tahun_lalu": "Perbandingan dengan tahun lalu",
    "metode": "Dasar dan metode",
}
SIGNERS = {
    "evaluator": "Evaluator",
    "mengetahui": "Mengetahui",
    "kepala_unit": "Kepala unit",
    "penandatangan": "Penanda tangan",
    "tim": "Tim evaluator",
}
LETTERHEAD = {
    "baris_1": "Kop surat, baris pertama",
    "baris_2": "Kop surat, baris kedua",
    "alamat": "Kop surat, alamat",
    "tempat": "Tempat penandatanganan",
}
UNIT = {
    "nama": "Nama unit",
    "instansi": "Instansi",
    "induk": "Induk unit",
    "alamat": "Alamat unit",
    "formulir": "Formulir",
}
ADDRESSEE = {
    "kepada": "Tujuan surat",
    "untuk": "Tujuan surat (u.p.)",
    "nama": "Nama yang dituju",
    "alamat": "Alamat tujuan",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a document says, in one or several texts."""

    bagian: str
    hal: str
    isi: tuple[str, ...]
    perlu: Field | None = None


def compare(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """JSON-safe: `baris` (at most `MOST`), `lebih` beyond them, and `jumlah` by part."""
    then, now = dict(_facts(before)), dict(_facts(after))
    rows: list[tuple[str, ...]] = []
    for key in dict.fromkeys((*then, *now)):
        old, new = then.get(key), now.get(key)
        if old is not None and old.perlu is not None and old.perlu not in after["memuat"]:
            continue
        told = certain(new or old, "the key is of one of the two")
        gone, come = old.isi if old else (), new.isi if new else ()
        pairs = zip_longest(
            [text for text in gone if text not in come],
            [text for text in come if text not in gone],
            fillvalue="",
        )
        rows += [(told.bagian, told.hal, *_excerpts(*pair)) for pair in pairs]
    rows += [
        (LAIN, name, "", "disesuaikan")
        for key, name in DERIVED.items()
        # What an older layout did not have yet is no change.
        if key in before and key in after and before[key] != after[key]
    ]
    rows = sorted(_once(rows), key=lambda row: ORDER.index(row[0]))  # stable: their order stays
    counted = Counter(row[0] for row in rows)
    names = ("bagian", "hal", "semula", "menjadi")
    return {
        "baris": [dict(zip(names, row, strict=True)) for row in rows[:MOST]],
        "lebih": max(len(rows) - MOST, 0),
        "jumlah": [[name, counted[name]] for name in ORDER if counted[name]],
    }


def _once(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Without the evaluators' level where the one that counts says the same."""
    counts = {(hal.partition(",")[0], *pair) for _, hal, *pair in rows if hal.endswith(", level")}
    return [
        row
        for row in rows
        if not (
            row[1].endswith(", level evaluator") and (row[1].partition(",")[0], *row[2:]) in counts
        )
    ]


def _excerpts(old: str, new: str) -> tuple[str, str]:
    """Both texts, of long ones the place where they part."""
    start = 0
    if old and new and max(len(old), len(new)) > LONGEST:
        shared = next(
            (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
            min(len(old), len(new)),
        )
        start = max(shared - BEFORE, 0)
        start = start and old.rfind(" ", 0, start) + 1
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int) -> str:
    head, rest = "… " if start else "", text[start:]
    return head + rest if len(rest) <= LONGEST else f"{head}{rest[: LONGEST - 1].rstrip()}…"


# What an input says -------------------------------------------------------------------------------


def _facts(masukan: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], Fact]]:
    for source in (_heading, _figures, _aspects, _survey, _people, _words, _units):
        yield from source(masukan)


def _one(text: Any) -> tuple[str, ...]:
    clean = " ".join(str(text or "").split())
    return (clean,) if clean else ()


def _number(text: Any) -> tuple[str, ...]:
    return _one("" if text is None else str(text).replace(".", ","))


def _day(text: str) -> str:
    return tanggal_angka(date.fromisoformat(text))


def _heading(masukan: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], Fact]]:
    if masukan["nomor"]:  # a number that is to come later is no change
        yield ("nomor",), Fact(NOMOR, "Nomor", _one(masukan["nomor"]))
    yield ("tanggal",), Fact(NOMOR, "Tanggal dokumen", _one(_day(masukan["tanggal"])))
    for place, names in (("kop", LETTERHEAD), ("unit", UNIT)):
        said = masukan.get(place, {})
        if isinstance(said, dict):  # a recap has rows of units
            for name, label in names.items():
                yield (place, name), Fact(IDENTITAS, label, _one(said.get(name)))
    logo = masukan["kop"]["logo"].rpartition("/")[2][:8]
    yield ("logo",), Fact(IDENTITAS, "Lambang", _one(logo and f"berkas {logo}"))
    siklus = masukan["siklus"]
    yield ("siklus",), Fact(IDENTITAS, "Siklus", _one(f"{siklus['nama']}, {siklus['skema']}"))
    period = " sampai dengan ".join(map(_day, siklus["periode"]))
    yield ("periode",), Fact(IDENTITAS, "Periode yang dinilai", _one(period))


def _figure_field(angka: dict[str, Any] | None) -> Field:
    return Field.ANGKA_FINAL if angka and angka["final"] else Field.ANGKA_SEMENTARA


def _figures(masukan: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], Fact]]:
    angka = masukan.get("angka")
    if not angka:
        return
    field = _figure_field(angka)
    yield ("ipp",), Fact(ANGKA, IPP, _ipp(angka), field)
    for part in masukan.get("komponen", ()):
        yield ("komponen", part["kode"]), Fact(ANGKA, part["kode"], _number(part["nilai"]), field)
    for aspek in masukan.get("aspek", ()):
        if "nilai" in aspek:
            name = f"Aspek {aspek['kode']}, nilai"
            yield ("nilai", aspek["kode"]), Fact(ANGKA, name, _number(aspek["nilai"]), field)
    decision = masukan.get("keputusan")
    words = decision and f"{decision['nomor']}, {_day(decision['tanggal'])}"
    yield ("keputusan",), Fact(ANGKA, "Keputusan penetapan", _one(words), field)
    if "responden" in angka:
        yield (
            ("responden",),
            Fact(SURVEI, "Responden", _one(angka["responden"]), Field.KEMAJUAN_SURVEI),
        )


def _ipp(angka: dict[str, Any]) -> tuple[str, ...]:
    if angka["ipp"] is None:
        return _one(angka["keterangan"] and f"belum ada: {angka['keterangan']}")
    band = f" ({angka['kategori']}, {angka['sebutan']})" if angka["kategori"] else ""
    return _one(f"{_number(angka['ipp'])[0]}{band}{'' if angka['final'] else ' sementara'}")


def _aspects(masukan: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], Fact]]:
    extra = [masukan["tambahan"]] if masukan.get("tambahan") else []
    for aspek in [*masukan.get("aspek", ()), *extra]:
        for item in aspek["indikator"]:
            yield from _indicator(item)
        yield from _advice(aspek["kode"], aspek["nama"], aspek.get("rekomendasi", ()))
    for group in masukan.get("rekomendasi", ()):
        yield from _advice(group["kode"], group["nama"], group["butir"])


def _indicator(item: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], Fact]]:
    number = item["nomor"]
    columns = (
        ("level", "level", Field.LEVEL),
        ("berlaku", "level", Field.LEVEL),
        ("evaluator", "level evaluator", Field.LEVEL),
        ("verifikator", "level verifikator", Field.LEVEL_VERIFIKATOR),
        ("usulan", "usulan dari F01", Field.JAWABAN),
        ("bobot", "bobot", None),
    )
    for name, label, field in columns:
        if name in item:
            fact = Fact(LEVEL, f"Indikator {number}, {label}", _number(item[name]), field)
            yield (name, number), fact
    for name, label in (("catatan", "catatan"), ("tidak_terverifikasi", "tidak terverifikasi")):
        texts = tuple(text for found in item.get(name, ()) for text in _one(found))
        yield (
            (name, number),
            Fact(CATATAN, f"Indikator {number}, {label}", texts, Field.CATATAN_UNIT),
        )


def _advice(kode: str, nama: str, rows: Any) -> Iterator[tuple[tuple[Any, ...], Fact]]:
    found: dict[int | None, list[str]] = {}
    for row in rows:
        found.setdefault(row["indikator"], []).extend(_one(row["teks"]))
    for number, texts in found.items():
        name = f"Indikator {number}" if number else (f"Aspek {kode}" if kode else nama)
        fact = Fact(REKOMENDASI, f"{name}, rekomendasi", tuple(texts), Field.REKOMENDASI)
        yield ("rekomendasi", kode, number), fact


def _survey(masukan: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], Fact]]:
    survey = masukan.get("survei")
    if not survey:
        return
    yield (
        ("responden",),
        Fact(SURVEI, "Responden", _one(survey["responden"]), Field.KEMAJUAN_SURVEI),
    )
    for row in survey["rincian"]:
        fact = Fact(SURVEI, f"F03, {row['nama']}", _number(row["nilai"]), Field.RINCIAN_SURVEI)
        yield ("survei", row["kode"]), fact


def _people(masukan: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], Fact]]:
    """Who signs stands on every document; who evaluates is a field of its own."""
    for name, label in SIGNERS.items():
        people = masukan.get(name) or []
        people = people if isinstance(people, list) else [people]
        texts = tuple(text for person in people for text in _one(_person(person)))
        yield (name,), Fact(ORANG, label, texts, Field.ORANG if name == "tim" else None)


def _person(person: dict[str, Any]) -> str:
    parts = [person["nama"], f"NIP {person['nip']}" if person["nip"] else ""]
    parts += [*person.get("atas_nama", ()), person["jabatan"], person.get("peran", "").lower()]
    return ", ".join(filter(None, parts))


def _words(masukan: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], Fact]]:
    sk = masukan.get("sk_tim")
    yield ("sk_tim",), Fact(ORANG, "SK tim", _one(sk and f"{sk['nomor']}, {_day(sk['tanggal'])}"))
    for name, text in masukan.get("klausul", {}).items():
        yield ("klausul", name), Fact(KLAUSUL, f"Klausul {name}", _one(text))
    told = tuple(masukan.get("serah_terima", ()))
    yield ("serah_terima",), Fact(ORANG, "Serah terima", told, Field.ORANG)
    yield ("sampel",), Fact(KLAUSUL, "Sampel verifikasi", _one(masukan.get("sampel")))
    yield ("isi",), Fact(KLAUSUL, "Isi surat", _one(masukan.get("isi")))
    for name, label in ADDRESSEE.items():
        yield ("tujuan", name), Fact(KLAUSUL, label, _one(masukan.get("tujuan", {}).get(name)))
    yield ("tembusan",), Fact(KLAUSUL, "Tembusan", tuple(masukan.get("tembusan", ())))


def _units(masukan: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], Fact]]:
    """The rows of a recap, and their mean; the places of award lists."""
    for one in masukan.get("daftar", ()):
        for part in one["bagian"]:
            where = ", ".join(filter(None, [one["nama"], part["nama"]]))
            for place in part["tempat"]:
                who = ", ".join(filter(None, [place["nama"], place["instansi"]]))
                words = f"peringkat {place['peringkat']}, {_number(place['nilai'])[0]}"
                fact = Fact(ANGKA, f"{where}: {who}", _one(words), Field.ANGKA_FINAL)
                yield ("daftar", where, who), fact
    if masukan["jenis"] != "rekap":
        return
    for number, mean in enumerate([masukan["rerata"], *masukan.get("rerata_lain", ())]):
        band = f" ({mean['kategori']}, {mean['sebutan']})" if mean["kategori"] else ""
        figure = f"{_number(mean['nilai'])[0]}{band}, dari {mean['dari']} unit"
        shown = _one(figure if mean["nilai"] else "")
        form = ", formulir B" if number else ""
        yield ("rerata", number), Fact(ANGKA, f"Rata-rata IPP{form}", shown, Field.ANGKA_FINAL)
    for row in masukan["unit"]:
        name, key = row["nama"], (row["nama"], row["formulir"])
        yield ("keadaan", *key), Fact(LAIN, f"{name}, keadaan", _one(row["keadaan"]))
        if row["angka"]:
            field = _figure_field(row["angka"])
            yield ("unit", *key), Fact(ANGKA, f"{name}, IPP", _ipp(row["angka"]), field)


# What anyone may know -----------------------------------------------------------------------------


def public_part(told: dict[str, Any], published: str, once: set[str]) -> dict[str, Any]:
    """Number and date in full, of the rest how much changed in which part; nothing personal.

    The IPP where it is the one that is `published`, and what it was where that was public `once`.
    """
    rows = []
    for row in told["baris"]:
        if row["bagian"] == NOMOR:
            rows.append(row)
        elif row["hal"] == IPP and published and _figure(row["menjadi"]) == published:
            rows.append(row | {"semula": row["semula"] if _figure(row["semula"]) in once else ""})
    return {"baris": rows, "jumlah": [pair for pair in told["jumlah"] if pair[0] != NOMOR]}


def _figure(text: str) -> str:
    """3.62 of "3,62 (B, Baik)"."""
    return text.partition(" ")[0].replace(",", ".")
