"""What the annex of a decree says: the rows of its frozen set, group by group, with the digest."""

from itertools import groupby
from typing import Any

from evaluations.models import Publikasi, TidakDievaluasi
from evaluations.publication.queries import decrees as decrees_queries
from evaluations.publication.queries import ends
from pekppp.accounts.models import Instansi
from pekppp.base.sheets import cell_text
from reports.core import documents as document_queries
from reports.figures import shared
from reports.rules.terbilang import tanggal_angka

BLANK = "...................."  # written by hand on the signed paper
GROUP_NAMES = {
    "K/L": "Kementerian/Lembaga",
    "Provinsi": "Pemerintah Provinsi",
    "Kabupaten/Kota": "Pemerintah Kabupaten/Kota",
    "BUMN/BUMD": "Badan Usaha Milik Negara dan Daerah",
}


WITHOUT = "Tidak dievaluasi"
WITHOUT_COLUMNS = ("No", "Instansi dan unit", "Keterangan", "Nomor surat", "Alasan")


def annex(publikasi: Publikasi) -> dict[str, Any]:
    """Plain data, the same for every format. A figure before is printed where one was withdrawn."""
    siklus = publikasi.siklus
    rows = [item.baris for item in decrees_queries.members(publikasi)]
    changes = publikasi.mengubah is not None
    # The place of a unit among its kind, which the set of a first decree was frozen with.
    ranked = any("peringkat" in row for row in rows)
    online = siklus.kata_formulir("B")
    without = _without(ends.listed(publikasi), online)
    columns = ["No", "Instansi", "Unit lokus evaluasi", "IPP", "Kategori"]
    return {
        "judul": "Hasil Pemantauan dan Evaluasi Kinerja Penyelenggaraan Pelayanan Publik "
        f"Tahun {siklus.tahun}",
        "kop": shared.letterhead(siklus.instansi),
        "kepala": f"Lampiran Keputusan {_decider(siklus.instansi)}",
        "penetap": {"jabatan": _decider(siklus.instansi), "nama": _name(siklus.instansi)},
        "siklus": siklus.nama,
        "skema": siklus.get_skema_display(),
        "nomor": publikasi.nomor or BLANK,
        "tanggal": tanggal_angka(publikasi.tanggal)
        if publikasi.tanggal
        else "....................",
        "mengubah": publikasi.mengubah.nomor if publikasi.mengubah else "",
        "kolom": [
            *columns,
            *(["Semula"] if changes else ["Peringkat sejenis"] if ranked else []),
        ],
        "kelompok": [
            {
                "nama": GROUP_NAMES[name],
                "baris": [
                    _row(n, row, changes, ranked, online) for n, row in enumerate(members, start=1)
                ],
            }
            for name, members in groupby(rows, key=lambda row: row["kelompok"])
        ],
        "desimal": max((len(row["ipp"].partition(".")[2]) for row in rows), default=0),
        "jumlah": publikasi.jumlah,
        "tidak": without,
        "jumlah_tidak": len(without),
        "kolom_tidak": list(WITHOUT_COLUMNS),
        "himpunan": publikasi.himpunan,
    }


def _without(rows: list[TidakDievaluasi], online: str) -> list[list[str]]:
    """Who has no result, numbered through: by the frozen rows, never by what is so today."""
    return [_without_row(number, row.baris, online) for number, row in enumerate(rows, start=1)]


def _without_row(number: int, row: dict[str, Any], online: str) -> list[str]:
    unit = row["unit"] + (f" ({online})" if row["formulir"] == "B" else "")
    words = f"{row['kata']} oleh {row['pengganti']}" if row["pengganti"] else row["kata"]
    return [
        str(number),
        cell_text(f"{row['instansi']}: {unit}"),
        cell_text(words),
        cell_text(row["surat"]) or "–",
        cell_text(" ".join(row["alasan"].split())),
    ]


def part(data: dict[str, Any], number: int, size: int) -> dict[str, Any]:
    """A part of an annex: so many rows from so far on, under the headings they belong to."""
    first, groups = number * size, []
    for group in data["kelompok"]:
        rows = group["baris"][max(first, 0) : max(first + size, 0)]
        first -= len(group["baris"])
        if rows:
            groups.append(group | {"baris": rows})
    without = data["tidak"][max(first, 0) : max(first + size, 0)]
    return data | {"kelompok": groups, "tidak": without}


def _decider(instansi: Instansi) -> str:
    """Who signs: Menteri Kesehatan, Gubernur Jawa Tengah, Bupati Banjarnegara."""
    leader, (kind, _, name) = instansi.nama_kepala_daerah, instansi.nama.partition(" ")
    if leader and name and kind in ("Kementerian", "Provinsi", "Kabupaten", "Kota"):
        return f"{leader} {name}"
    return f"{leader or 'Pimpinan'} {instansi.nama}"


def _name(instansi: Instansi) -> str:
    """Of who signs, where the office said it; dots to be written on otherwise."""
    kop = document_queries.letterhead_of(instansi)
    return (kop.pembina_nama if kop else "") or 2 * BLANK


def _row(number: int, row: dict[str, Any], changes: bool, ranked: bool, online: str) -> list[str]:
    unit = row["unit"] + (f" ({online})" if row["formulir"] == "B" else "")
    cells = [
        str(number),
        cell_text(row["instansi"]),
        cell_text(unit),
        row["ipp"].replace(".", ","),
        f"{row['kategori']} · {row['sebutan']}",
    ]
    if changes:
        return [*cells, row["semula"].replace(".", ",") or "baru"]
    return [*cells, row.get("peringkat", "")] if ranked else cells
