"""Reading plain data (from YAML or JSON) into an `Instrumen`, with every problem in words. Pure.

This is also the name under which the rest of the project imports the nouns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from instruments import checks, rules, translations
from instruments.nodes import GALAT, Masalah, Node
from instruments.nouns import (
    DARI,
    FORMULIR,
    JENIS_BERPILIHAN,
    JENIS_CATATAN,
    JENIS_PEMERIKSAAN,
    JENIS_PERTANYAAN,
    METODE_ASPEK,
    METODE_SURVEI,
    SUMBER,
    TAMBAHAN,
    Angka,
    Asal,
    Aspek,
    ButirSurvei,
    Indikator,
    Instrumen,
    Istilah,
    Kategori,
    Komponen,
    Pemeriksaan,
    Pertanyaan,
    Pilihan,
    Skala,
    SkalaAsal,
    Survei,
    Terjemahan,
    decimal_text,
    digest,
    to_data,
)

__all__ = [
    "FORMULIR",
    "JENIS_PERTANYAAN",
    "METODE_ASPEK",
    "METODE_SURVEI",
    "SUMBER",
    "TAMBAHAN",
    "Angka",
    "Asal",
    "Aspek",
    "ButirSurvei",
    "Indikator",
    "Instrumen",
    "Istilah",
    "Kategori",
    "Komponen",
    "Masalah",
    "Pemeriksaan",
    "Pertanyaan",
    "Pilihan",
    "Skala",
    "SkalaAsal",
    "Survei",
    "Terjemahan",
    "decimal_text",
    "digest",
    "load",
    "parse",
    "to_data",
]

_ID = re.compile(r"[a-z_][a-z0-9_]{0,39}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,39}")


def parse(data: object) -> tuple[Instrumen | None, list[Masalah]]:
    """The instrument, or None when any problem is a "galat"; warnings come along with it."""
    if not isinstance(data, Mapping):
        return None, [Masalah("", "Berkas harus berisi satu instrumen (kunci dan isi).", GALAT)]
    root = Node(data, "", "", [])
    spec = _instrumen(root)
    checks.whole(root, spec)
    translations.check(root, spec)
    failed = any(m.berat == GALAT for m in root.found)
    return (None if failed else spec), root.found


def load(data: object) -> Instrumen:
    """The instrument of data that was checked before, such as a stored version."""
    spec, problems = parse(data)
    if spec is None:
        raise ValueError(next(m.pesan for m in problems if m.berat == GALAT))
    return spec


def _instrumen(root: Node) -> Instrumen:
    skala_node = root.child("skala", "Skala")
    skala = _skala(skala_node) if skala_node else Skala(0, 5)
    metode = root.choice("metode_aspek", METODE_ASPEK, "tertimbang")
    ipp = root.child("ipp", "IPP")
    desimal = (ipp.whole("desimal") if ipp else None) or 0
    if ipp and not 0 <= desimal <= 6:
        ipp.problem("desimal", "«desimal» berada di antara 0 dan 6.")
    komponen = tuple(
        _komponen(n) for n in (ipp.children("komponen", _named("Komponen", "kode")) if ipp else ())
    )
    if ipp:
        ipp.done()
    spec = Instrumen(
        kode=root.code("kode", _CODE),
        nama=root.text("nama", longest=200),
        dasar_hukum=root.texts("dasar_hukum"),
        formulir=root.choice("formulir", FORMULIR),
        skala=skala,
        metode_aspek=metode,
        desimal=desimal,
        komponen=komponen,
        aspek_berbobot=tuple(
            _aspek(n, skala, metode) for n in root.children("aspek", _named("Aspek", "kode"))
        ),
        tambahan=tuple(
            _indikator(n, skala, None)
            for n in root.children("tambahan", _named("Tambahan", "nomor"), required=False)
        ),
        survei=_survei(root),
        kategori=tuple(
            _kategori(n) for n in root.children("kategori", _named("Kategori", "huruf"))
        ),
        terjemahan=translations.read(root),
        asal=_asal(root),
        glosarium=_glosarium(root),
    )
    root.done()
    return spec


def _named(noun: str, key: str) -> Any:
    """How a list entry is called in messages: by its own code where it has one."""
    return lambda entry, index: f"{noun} {entry.get(key, f'ke-{index + 1}')}"


def _skala(node: Node) -> Skala:
    low, high = node.whole("minimum"), node.whole("maksimum")
    node.done()
    if low is None or high is None:
        return Skala(0, 5)
    if not (0 <= low < high <= low + 20):
        node.problem("", "«minimum» harus di bawah «maksimum», mulai dari 0 atau lebih.")
        return Skala(0, 5)
    return Skala(low, high)


def _komponen(node: Node) -> Komponen:
    asal = node.child("skala_asal", f"{node.name}, skala asal", required=False)
    converted = None
    if asal:
        low, high = asal.number("minimum"), asal.number("maksimum")
        asal.done()
        if low is not None and high is not None:
            converted = SkalaAsal(low, high)
            if low >= high:
                asal.problem("", "«minimum» harus di bawah «maksimum».")
    komponen = Komponen(
        kode=node.code("kode", _CODE),
        sumber=node.choice("sumber", SUMBER),
        bobot=_weight(node),
        nama=node.text("nama", required=False, longest=200),
        skala_asal=converted,
    )
    if converted and komponen.sumber != "angka":
        node.problem("skala_asal", "«skala_asal» hanya untuk komponen bersumber angka.")
    node.done()
    return komponen


def _weight(node: Node) -> Fraction:
    value = node.number("bobot")
    if value is not None and not 0 < value <= 100:
        node.problem("bobot", "«bobot» harus lebih dari 0 dan paling banyak 100.")
    return value or Fraction(0)


def _aspek(node: Node, skala: Skala, metode: str) -> Aspek:
    aspek = Aspek(
        kode=node.code("kode", _CODE),
        nama=node.text("nama", longest=200),
        bobot=_weight(node),
        indikator=tuple(
            _indikator(n, skala, metode)
            for n in node.children("indikator", _named("Indikator", "nomor"))
        ),
    )
    if aspek.kode.lower() == TAMBAHAN:
        node.problem("kode", f"kode «{TAMBAHAN}» sudah dipakai untuk pertanyaan tambahan.")
    node.done()
    return aspek


def _indikator(node: Node, skala: Skala, metode: str | None) -> Indikator:
    """`metode` is None for `tambahan`, which has no weight."""
    before = len(node.found)
    if metode == "tertimbang":
        bobot: Fraction | None = _weight(node)
    else:
        bobot = node.number("bobot", required=False)
        if metode is None and bobot is not None:
            node.problem("bobot", "pertanyaan tambahan tidak boleh berbobot.")
    indikator = Indikator(
        nomor=_number(node),
        kode=node.text("kode", longest=40),
        nama=node.text("nama", longest=500),
        bobot=bobot,
        pertanyaan=tuple(
            _pertanyaan(n)
            for n in node.children("pertanyaan", _nested(node, "pertanyaan", "id"), required=False)
        ),
        bukti=node.texts("bukti"),
        pemeriksaan=tuple(
            _pemeriksaan(n)
            for n in node.children("pemeriksaan", _nested(node, "pemeriksaan", "-"), required=False)
        ),
        level=node.levels("level"),
        aturan=node.levels("aturan"),
        penjelasan=node.text("penjelasan", required=False, longest=2000),
        dokumen=_pairs(node, "dokumen"),
        asal=_asal(node),
    )
    node.done()
    _check_levels(node, indikator, skala)
    for id in checks.repeated(p.id for p in indikator.pertanyaan if p.id):
        node.problem("pertanyaan", f"id pertanyaan «{id}» dipakai lebih dari sekali.")
    if all(m.berat != GALAT for m in node.found[before:]):
        for where, pesan, berat in rules.problems(indikator):
            node.problem(where, pesan, berat)
    return indikator


def _nested(node: Node, noun: str, key: str) -> Any:
    return lambda entry, index: (
        f"{node.name}, {noun} {entry.get(key, f'ke-{index + 1}')}".removeprefix(", ")
    )


def _number(node: Node) -> int:
    nomor = node.whole("nomor")
    if nomor is not None and not 1 <= nomor <= 9999:
        node.problem("nomor", "«nomor» berada di antara 1 dan 9999.")
    return nomor or 0


def _check_levels(node: Node, indikator: Indikator, skala: Skala) -> None:
    described = [level for level, _ in indikator.level]
    if described and described != list(skala.levels):
        node.problem(
            "level",
            f"rubrik harus menguraikan setiap level {skala.minimum} sampai {skala.maksimum}.",
        )
    for level, _ in indikator.aturan:
        if not skala.minimum < level <= skala.maksimum:
            node.problem(
                f"aturan.{level}",
                f"aturan hanya untuk level {skala.minimum + 1} sampai {skala.maksimum}.",
            )


def _pertanyaan(node: Node) -> Pertanyaan:
    id = node.code("id", _ID)
    if id in rules.RESERVED:
        node.problem("id", f"«{id}» tidak dapat dipakai sebagai id; pilih nama lain.")
    jenis = node.choice("jenis", JENIS_PERTANYAAN)
    pertanyaan = Pertanyaan(
        id=id,
        jenis=jenis,
        teks=node.text("teks", longest=1000),
        wajib=node.flag("wajib", jenis != "teks"),
        bila=node.text("bila", required=False) or None,
        pilihan=_pairs(node, "pilihan"),
        sumber=node.choice("sumber", JENIS_CATATAN, ""),
        periode=node.maybe("periode"),
    )
    if pertanyaan.sumber and jenis != "persen":
        node.problem("sumber", "«sumber» hanya untuk pertanyaan berjenis persen.")
    if jenis in JENIS_BERPILIHAN and len(pertanyaan.pilihan) < 1:
        node.problem("pilihan", "pertanyaan pilihan harus memiliki «pilihan».")
    if jenis not in JENIS_BERPILIHAN and pertanyaan.pilihan:
        node.problem("pilihan", "«pilihan» hanya untuk pertanyaan pilihan.")
    node.done()
    return pertanyaan


def _pairs(node: Node, key: str) -> tuple[Pilihan, ...]:
    """A mapping from code to text as people write it, or the list of pairs as we store it."""
    value = node.get(key, required=False)
    pairs: list[tuple[object, object]] = []
    if isinstance(value, Mapping):
        pairs = list(value.items())
    elif value is not None:
        for entry in node.children(key, _nested(node, key, "kode")):
            pairs.append((entry.get("kode"), entry.get("teks")))
            entry.done()
    found = tuple(
        Pilihan(str(kode), node.clean(f"{key}.{kode}", teks, 300)) for kode, teks in pairs
    )
    for pair in found:
        if not _CODE.fullmatch(pair.kode):
            node.problem(key, f"kode {key} «{pair.kode}» tidak dapat dipakai.")
    for kode in checks.repeated(p.kode for p in found):
        node.problem(key, f"{key} «{kode}» tertulis lebih dari sekali.")
    return found


def _asal(node: Node) -> tuple[Asal, ...]:
    def read(entry: Node) -> Asal:
        found = Asal(
            hal=entry.text("hal", longest=200),
            dari=entry.choice("dari", DARI),
            keterangan=entry.text("keterangan", required=False, longest=500),
        )
        entry.done()
        return found

    return tuple(
        read(n) for n in node.children("asal", _nested(node, "asal", "hal"), required=False)
    )


def _glosarium(root: Node) -> tuple[Istilah, ...]:
    def read(entry: Node) -> Istilah:
        found = Istilah(
            istilah=entry.text("istilah", longest=80),
            arti=entry.text("arti", longest=1000),
            juga=entry.texts("juga"),
        )
        entry.done()
        return found

    found = tuple(
        read(n) for n in root.children("glosarium", _named("Glosarium", "istilah"), required=False)
    )
    words = [word.lower() for one in found for word in (one.istilah, *one.juga)]
    for word in checks.repeated(words):
        root.problem("glosarium", f"Istilah «{word}» tertulis lebih dari sekali.")
    return found


def _pemeriksaan(node: Node) -> Pemeriksaan:
    pemeriksaan = Pemeriksaan(
        bila=node.text("bila"),
        jenis=node.choice("jenis", JENIS_PEMERIKSAAN),
        pesan=node.text("pesan", longest=300),
    )
    node.done()
    return pemeriksaan


def _survei(root: Node) -> Survei | None:
    node = root.child("f03", "F03", required=False)
    if node is None:
        return None
    responden = node.child("responden", "F03, responden")
    minimum = (responden.whole("minimum") if responden else None) or 0
    target = (responden.whole("target", required=False) if responden else None) or minimum
    if responden:
        if minimum < 1:
            responden.problem("minimum", "«minimum» sedikitnya 1.")
        if target < minimum:
            responden.problem("target", "«target» tidak boleh di bawah «minimum».")
        responden.done()
    survei = Survei(
        metode=node.choice("metode", METODE_SURVEI, "rata_butir"),
        minimum=minimum,
        target=target,
        butir=tuple(_butir(n) for n in node.children("butir", _named("F03, butir", "nomor"))),
    )
    node.done()
    return survei


def _butir(node: Node) -> ButirSurvei:
    butir = ButirSurvei(
        nomor=_number(node),
        aspek=node.code("aspek", _CODE),
        teks=node.text("teks", longest=500),
        kode_resmi=node.text("kode_resmi", required=False, longest=40),
        teks_resmi=node.text("teks_resmi", required=False, longest=1000),
    )
    node.done()
    return butir


def _kategori(node: Node) -> Kategori:
    kategori = Kategori(
        huruf=node.text("huruf", longest=10),
        minimum=node.number("minimum") or Fraction(0),
        sebutan=node.text("sebutan", longest=100),
    )
    node.done()
    return kategori
