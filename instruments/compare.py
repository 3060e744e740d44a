"""What differs between two instruments, said in places that a person can find. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from instruments.nouns import (
    Asal,
    Aspek,
    Indikator,
    Instrumen,
    Pertanyaan,
    SkalaAsal,
    decimal_text,
)


@dataclass(frozen=True, slots=True)
class Perbedaan:
    """One difference; an empty side means that the thing is not there."""

    tempat: str
    hal: str
    lama: str
    baru: str

    @property
    def jenis(self) -> str:
        if self.lama and self.baru:
            return "berubah"
        return "dihapus" if self.lama else "ditambahkan"


# place -> what -> value
_Things = dict[str, dict[str, str]]


def differences(lama: Instrumen, baru: Instrumen) -> tuple[Perbedaan, ...]:
    """From the old to the new; a thing that is only on one side is one line, not twenty."""
    return tuple(_compare(_things(lama), _things(baru)))


def _compare(old: _Things, new: _Things) -> Iterator[Perbedaan]:
    for place in dict.fromkeys([*old, *new]):
        before, after = old.get(place), new.get(place)
        if before is None or after is None:
            name = next(iter((before or after or {}).values()), "")
            yield Perbedaan(place, "", name if before else "", name if after else "")
            continue
        for what in dict.fromkeys([*before, *after]):
            one, two = before.get(what, ""), after.get(what, "")
            if one != two:
                yield Perbedaan(place, what, one, two)


def _things(spec: Instrumen) -> _Things:
    found: _Things = {
        "Umum": {
            "nama": spec.nama,
            "kode": spec.kode,
            "formulir": spec.formulir,
            "dasar hukum": "; ".join(spec.dasar_hukum),
            "skala": f"{spec.skala.minimum} sampai {spec.skala.maksimum}",
            "metode aspek": spec.metode_aspek,
            "desimal IPP": str(spec.desimal),
            "urutan indikator": ", ".join(str(i.nomor) for i in spec.iter_indikator()),
            **_origin(spec.asal),
        }
    }
    for komponen in spec.komponen:
        found[f"Komponen {komponen.kode}"] = {
            "nama": komponen.nama or komponen.kode,
            "sumber": komponen.sumber,
            "bobot": _weight(komponen.bobot),
            "skala asal": _range(komponen.skala_asal),
        }
    for aspek in spec.semua_aspek:
        found.update(_aspect(aspek))
    if spec.survei:
        found["Survei"] = {
            "metode": spec.survei.metode,
            "minimum responden": str(spec.survei.minimum),
            "target responden": str(spec.survei.target),
        }
    for butir in spec.butir:
        found[f"Survei, butir {butir.nomor}"] = {
            "teks": butir.teks,
            "aspek": butir.aspek,
            "kode resmi": butir.kode_resmi,
            "teks resmi": butir.teks_resmi,
        }
    for kategori in spec.kategori:
        found[f"Kategori {kategori.huruf}"] = {
            "sebutan": kategori.sebutan,
            "minimum": _weight(kategori.minimum),
        }
    for terjemahan in spec.terjemahan:
        found[f"Terjemahan {terjemahan.bahasa}"] = {
            "bahasa": terjemahan.bahasa,
            **{f"butir {nomor}": teks for nomor, teks in terjemahan.butir},
            **{f"aspek {kode}": teks for kode, teks in terjemahan.aspek},
            "ujung rendah": terjemahan.rendah,
            "ujung tinggi": terjemahan.tinggi,
            "tidak tahu": terjemahan.tidak_tahu,
        }
    for istilah in spec.glosarium:
        found[f"Istilah {istilah.istilah}"] = {
            "arti": istilah.arti,
            "sebutan lain": "; ".join(istilah.juga),
        }
    return found


def _origin(asal: tuple[Asal, ...]) -> dict[str, str]:
    return {f"asal {a.hal}": f"{a.sebutan}. {a.keterangan}".strip() for a in asal}


def _aspect(aspek: Aspek) -> _Things:
    name = "Tambahan" if aspek.tambahan else f"Aspek {aspek.kode}"
    found: _Things = {name: {"nama": aspek.nama, "bobot": _weight(aspek.bobot)}}
    for indikator in aspek.indikator:
        found.update(_indicator(name, indikator))
    return found


def _indicator(aspect: str, indikator: Indikator) -> _Things:
    place = f"Indikator {indikator.nomor}"
    values = {
        "nama": indikator.nama,
        "kode": indikator.kode,
        "aspek": aspect,
        "bobot": _weight(indikator.bobot) if indikator.bobot is not None else "",
        "penjelasan": indikator.penjelasan,
        "bukti": "; ".join(indikator.bukti),
    }
    values |= {f"dokumen {d.kode}": d.teks for d in indikator.dokumen}
    values |= {f"rubrik level {level}": text for level, text in indikator.level}
    values |= {f"aturan level {level}": rule for level, rule in indikator.aturan}
    values["pemeriksaan"] = "; ".join(
        f"{p.jenis} bila {p.bila}: {p.pesan}" for p in indikator.pemeriksaan
    )
    values |= _origin(indikator.asal)
    found = {place: values}
    for pertanyaan in indikator.pertanyaan:
        found[f"{place}, pertanyaan {pertanyaan.id}"] = _question(pertanyaan)
    return found


def _question(pertanyaan: Pertanyaan) -> dict[str, str]:
    return {
        "teks": pertanyaan.teks,
        "jenis": pertanyaan.jenis,
        "wajib": "ya" if pertanyaan.wajib else "tidak",
        "bila": pertanyaan.bila or "",
        "sumber": pertanyaan.sumber,
        "periode": {None: "", True: "ya", False: "tidak"}[pertanyaan.periode],
        "pilihan": "; ".join(f"{p.kode}: {p.teks}" for p in pertanyaan.pilihan),
    }


def _weight(value: Fraction) -> str:
    return decimal_text(value).replace(".", ",")


def _range(asal: SkalaAsal | None) -> str:
    return f"{_weight(asal.minimum)} sampai {_weight(asal.maksimum)}" if asal else ""


def replacement_problems(lama: Instrumen, baru: Instrumen) -> list[str]:
    """Why the new instrument cannot take the place of the old one under given answers and levels.

    Weights, methods, bands, decimals and wording may differ: what was answered keeps its meaning.
    """
    parts = (
        ("kode dan formulir", (lama.kode, lama.formulir), (baru.kode, baru.formulir)),
        ("skala", lama.skala, baru.skala),
        ("aspek dan indikator", _indicators(lama), _indicators(baru)),
        ("pertanyaan F01", _questions(lama), _questions(baru)),
        ("butir survei", *([butir.nomor for butir in spec.butir] for spec in (lama, baru))),
        ("komponen IPP", _components(lama), _components(baru)),
    )
    return [f"{name} tidak sama" for name, old, new in parts if old != new]


def _indicators(spec: Instrumen) -> list[tuple[str, list[tuple[int, str]]]]:
    return [(a.kode, [(i.nomor, i.kode) for i in a.indikator]) for a in spec.semua_aspek]


def _questions(spec: Instrumen) -> list[tuple[int, list[tuple[str, str, list[str]]]]]:
    return [
        (i.nomor, [(p.id, p.jenis, [o.kode for o in p.pilihan]) for p in i.pertanyaan])
        for i in spec.semua_indikator
    ]


def _components(spec: Instrumen) -> list[tuple[str, str, SkalaAsal | None]]:
    return [(k.kode, k.sumber, k.skala_asal) for k in spec.komponen]
