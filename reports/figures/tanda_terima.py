"""The input of a receipt: one submission of an F01 as it was frozen, in words, with its digest."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from evaluations.core.queries import errata
from evaluations.models import VersiF01
from evaluations.progress.queries.versions import statements
from evaluations.rules.visibility import Field
from instruments import rules
from instruments.spec import Indikator
from reports.figures import shared
from reports.rules.terbilang import tanggal_angka

MEMUAT = [Field.JAWABAN.value]


def build(versi: VersiF01, sizes: Mapping[str, int]) -> dict[str, Any]:
    """JSON-safe; `sizes` are the bytes of its files by SHA-256. Its evaluation is loaded."""
    evaluasi = versi.evaluasi
    zone = evaluasi.instansi.zone
    given = errata.version_at(evaluasi, versi.pada)
    aspects = [
        {
            "kode": "" if aspek.tambahan else aspek.kode,
            "nama": aspek.nama,
            "indikator": [_indicator(item, versi.isi, sizes) for item in aspek.indikator],
        }
        for aspek in given.instrumen.semua_aspek
    ]
    told = [item for aspek in aspects for item in aspek["indikator"]]
    files = [file for item in told for file in item["bukti"]]
    return {
        "jenis": "tanda_terima",
        "susunan": shared.SUSUNAN,
        "nomor": versi.nomor,
        "tanggal": shared.day(versi.pada.astimezone(ZoneInfo(zone)).date()),
        "sementara": False,
        "kop": shared.letterhead(evaluasi.penilai),
        "unit": shared.unit_of(evaluasi),
        "siklus": shared.siklus_of(evaluasi) | {"instrumen": given.sebutan},
        "pengiriman": {
            "putaran": versi.putaran,
            "waktu": versi.pada.isoformat(),
            "pukul": shared.moment(versi.pada, zone),
            "oleh": {"nama": versi.oleh.nama, "jabatan": versi.sebagai or versi.oleh.jabatan},
            "berubah": versi.berubah,
            "pernyataan": _signed(versi),
        },
        "sidik": versi.sidik,
        "jumlah": {
            "pertanyaan": sum(len(item["jawaban"]) for item in told),
            "terjawab": sum(said is not None for item in told for _, said in item["jawaban"]),
            "bukti": len(files),
            "ukuran": sum(file["ukuran"] or 0 for file in files),
        },
        "aspek": aspects,
        "kepala_unit": shared.unit_head(evaluasi),
        "memuat": MEMUAT,
    }


def _signed(versi: VersiF01) -> str:
    """Who signed the statement with which an operator sent it, and when; else ""."""
    row = statements(versi.evaluasi).get(versi.putaran)
    if row is None:
        return ""
    return f"{row.penanda_tangan}, {tanggal_angka(row.ditandatangani)}"


def _indicator(indikator: Indikator, isi: Mapping[str, Any], sizes: Mapping[str, int]) -> Any:
    """Its questions that were asked, given its answers, with what was said; and its evidence."""
    part = isi.get(str(indikator.nomor), {})
    values = part.get("jawaban", {})
    asked = rules.tampil(indikator, values)
    return {
        "nomor": indikator.nomor,
        "nama": indikator.nama,
        "jawaban": [
            [p.teks, None if values.get(p.id) is None else rules.in_words(p, values[p.id])]
            for p in indikator.pertanyaan
            if p.id in asked
        ],
        "bukti": [
            {
                "nama": file["nama"],
                "sidik": file.get("sha256", ""),
                "tautan": file.get("tautan", ""),
                "ukuran": sizes.get(file.get("sha256", "")),
                "keterangan": file.get("keterangan", ""),
                "halaman": file.get("halaman", ""),
            }
            for file in part.get("bukti", [])
        ],
    }
