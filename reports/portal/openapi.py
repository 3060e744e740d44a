"""The open data as tables of fields: titles of columns, keys of JSON and the OpenAPI schema.

One table says all three, so that no format can say what the description does not.
"""

from dataclasses import dataclass
from typing import Any

from evaluations.rules.agreement import ORIGINS
from evaluations.rules.ranks import OF_INSTANSI, OF_UNITS
from evaluations.rules.ranks import WORDS as RANKS
from pekppp.base.sheets import FOUR_DECIMALS, Column


@dataclass(frozen=True, slots=True)
class Field:
    key: str
    title: str
    type: str = "string"  # of JSON Schema
    format: str = "General"  # of a spreadsheet
    nullable: bool = False
    about: str = ""

    @property
    def column(self) -> Column:
        return Column(self.title, self.format)

    @property
    def schema(self) -> dict[str, Any]:
        types = [self.type, "null"] if self.nullable else self.type
        return {"type": types, "description": self.about or self.title}


UNIT_FIELDS = (
    Field("unit", "Unit"),
    Field("instansi", "Instansi"),
    Field("provinsi", "Provinsi", about="Kosong untuk kementerian/lembaga"),
    Field("jenis_instansi", "Jenis instansi"),
    Field("jenis_unit", "Jenis unit"),
    Field("sektor", "Sektor"),
    Field("formulir", "Formulir", about="A: unit luring, B: unit daring"),
    Field("peringkat", "Peringkat", "integer", "0", True, f"{OF_UNITS} {RANKS}"),
    Field(
        "bersama",
        "Peringkat bersama",
        "boolean",
        nullable=True,
        about="Ada unit lain pada peringkat itu",
    ),
    Field(
        "diperingkat",
        "Dari",
        "integer",
        "0",
        nullable=True,
        about="Banyaknya unit yang diperingkat bersama",
    ),
    Field("ipp", "IPP", "number", about="Indeks Pelayanan Publik, 0 sampai 5"),
    Field("kategori", "Kategori"),
    Field("sebutan", "Sebutan"),
    Field("f02", "F02", "number", FOUR_DECIMALS, nullable=True, about="Nilai evaluator"),
    Field("f03", "F03", "number", FOUR_DECIMALS, nullable=True, about="Nilai survei pengguna"),
    Field("responden", "Responden", "integer", "0", nullable=True),
    Field("skema", "Skema"),
    Field("siklus", "Siklus"),
    Field("tahun", "Tahun", "integer", "0"),
    Field("penilai", "Penilai"),
    Field("keputusan", "Keputusan"),
    Field("tanggal_keputusan", "Tanggal keputusan", format="dd/mm/yyyy"),
    Field("metode_aspek", "Metode aspek", about="Formulir B dapat tanpa bobot indikator"),
    Field("id_unit", "ID unit", about="UUID, tetap dari tahun ke tahun"),
)
SUMMARY_FIELDS = (
    Field("kelompok", "Kelompok"),
    Field("kode", "Kode"),
    Field("nama", "Nama"),
    Field("formulir", "Formulir", about="A, B, atau «A dan B» bila dirata-rata bersama"),
    Field("nilai", "Nilai", "number", "0.00", nullable=True),
    Field("kategori", "Kategori"),
    Field("anggota", "Anggota", "integer", "0", about="Banyaknya yang masuk rata-rata"),
    Field("terbit", "Lokus terbit", "integer", "0", nullable=True, about="Angka nasional saja"),
    Field("lokus", "Lokus", "integer", "0", nullable=True, about="Angka nasional saja"),
    Field(
        "mewakili",
        "Mewakili kelompok",
        "boolean",
        nullable=True,
        about="Apakah cukup banyak lokusnya terbit untuk menjadi angka kelompok",
    ),
    Field("metode", "Cara hitung"),
    Field("skema", "Skema"),
    Field("siklus", "Siklus"),
    Field("tahun", "Tahun", "integer", "0"),
    Field("penyelenggara", "Penyelenggara"),
)
DETAIL_FIELDS = (
    Field("menurut", "Menurut", about="Wilayah provinsi, Instansi, Jenis unit, atau Sektor"),
    Field("nama", "Nama"),
    Field("provinsi", "Provinsi", about="Dari instansi; kosong untuk yang lain"),
    Field("tingkat", "Tingkat", about="Aspek atau Indikator"),
    Field("kode", "Kode", about="Aspek: kodenya; indikator: formulir dan nomornya"),
    Field("ukuran", "Aspek atau indikator"),
    Field("formulir", "Formulir", about="A, B, atau «A dan B» bila dirata-rata bersama"),
    Field("nilai", "Nilai", "number", "0.00", nullable=True),
    Field("anggota", "Anggota", "integer", "0", about="Banyaknya unit yang masuk rata-rata"),
    Field("metode", "Cara hitung"),
    Field("skema", "Skema"),
    Field("siklus", "Siklus"),
    Field("tahun", "Tahun", "integer", "0"),
)
CYCLE_FIELDS = (
    Field("id", "ID siklus"),
    Field("nama", "Siklus"),
    Field("tahun", "Tahun", "integer", "0"),
    Field("skema", "Skema"),
    Field("penyelenggara", "Penyelenggara"),
    Field("jumlah", "Unit", "integer", "0", about="Hasil yang terbit"),
    Field("lokus", "Lokus", "integer", "0", about="Unit yang dievaluasi pada siklus ini"),
    Field("cakupan_minimum", "Cakupan minimum", "integer", "0", about="Persen; lihat `mewakili`"),
)
INSTANSI_FIELDS = (
    Field("instansi", "Instansi"),
    Field("jenis_instansi", "Jenis instansi"),
    Field("formulir", "Formulir", about="A, B, atau «A dan B» bila dirata-rata bersama"),
    Field("peringkat", "Peringkat", "integer", "0", True, f"{OF_INSTANSI} {RANKS}"),
    Field(
        "bersama",
        "Peringkat bersama",
        "boolean",
        nullable=True,
        about="Ada instansi lain pada peringkat itu",
    ),
    Field(
        "diperingkat",
        "Dari",
        "integer",
        "0",
        nullable=True,
        about="Banyaknya instansi yang diperingkat",
    ),
    Field("nilai", "Rata-rata IPP", "number", "0.00"),
    Field("kategori", "Kategori"),
    Field("anggota", "Unit", "integer", "0", about="Banyaknya unit yang masuk rata-rata"),
    Field("metode", "Cara hitung"),
    Field("skema", "Skema"),
    Field("siklus", "Siklus"),
    Field("tahun", "Tahun", "integer", "0"),
    Field("id_instansi", "ID instansi"),
)
AWARD_FIELDS = (
    Field("daftar", "Daftar"),
    Field("bagian", "Bagian", about="Jenis instansi atau jenis unit dan formulirnya"),
    Field("peringkat", "Peringkat", "integer", "0"),
    Field("bersama", "Peringkat bersama", "boolean"),
    Field("penerima", "Penerima"),
    Field("instansi", "Instansi", about="Pemilik unit, atau provinsi dari instansi"),
    Field("nilai", "Nilai", "number", "0.00"),
    Field("kategori", "Kategori IPP"),
    Field("aturan", "Aturan"),
    Field("skema", "Skema"),
    Field("siklus", "Siklus"),
    Field("tahun", "Tahun", "integer", "0"),
)

_ID = {"in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
_CYCLE = [{"name": "siklus", "description": "ID siklus", **_ID}]
_UNIT = [{"name": "unit", "description": "ID unit", **_ID}]
_FILTERS = [
    {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
    for name in ("q", "provinsi", "instansi", "jenis", "sektor", "kategori", "urut")
]
# Address, what it gives, its schema (None: a table in another format), its parameters.
ADDRESSES: tuple[tuple[str, str, str | None, list[dict[str, Any]]], ...] = (
    ("/hasil/data.json", "Semua siklus yang hasilnya terbit", "Siklus", []),
    ("/hasil/{siklus}/data.json", "Hasil tiap unit", "Unit", [*_CYCLE, *_FILTERS]),
    ("/hasil/{siklus}/data.csv", "Hasil tiap unit", None, [*_CYCLE, *_FILTERS]),
    ("/hasil/{siklus}/data.xlsx", "Hasil tiap unit", None, [*_CYCLE, *_FILTERS]),
    (
        "/hasil/{siklus}/rekap.json",
        "Rata-rata nasional, kelompok, wilayah provinsi, jenis unit, sektor, aspek, dan indikator",
        "Rekap",
        _CYCLE,
    ),
    ("/hasil/{siklus}/rekap.csv", "Rata-rata yang sama", None, _CYCLE),
    ("/hasil/{siklus}/rekap.xlsx", "Rata-rata yang sama", None, _CYCLE),
    (
        "/hasil/{siklus}/aspek.json",
        "Rata-rata tiap aspek dan indikator menurut wilayah, instansi, jenis unit, dan sektor",
        "Aspek",
        _CYCLE,
    ),
    ("/hasil/{siklus}/aspek.csv", "Rata-rata tiap aspek dan indikator yang sama", None, _CYCLE),
    ("/hasil/{siklus}/aspek.xlsx", "Rata-rata tiap aspek dan indikator yang sama", None, _CYCLE),
    ("/hasil/{siklus}/instansi.json", "Rata-rata dan peringkat tiap instansi", "Instansi", _CYCLE),
    ("/hasil/{siklus}/instansi.csv", "Rata-rata dan peringkat instansi yang sama", None, _CYCLE),
    ("/hasil/{siklus}/instansi.xlsx", "Rata-rata dan peringkat instansi yang sama", None, _CYCLE),
    (
        "/hasil/{siklus}/penghargaan.json",
        "Daftar penghargaan yang dirilis penyelenggara; kosong bila tidak ada",
        "Penghargaan",
        _CYCLE,
    ),
    ("/hasil/{siklus}/penghargaan.csv", "Daftar penghargaan yang sama", None, _CYCLE),
    ("/hasil/{siklus}/penghargaan.xlsx", "Daftar penghargaan yang sama", None, _CYCLE),
    (
        "/hasil/unit/{unit}/data.json",
        "Semua hasil satu unit dengan aspek, indikator, survei, dan rekomendasi",
        "Rincian",
        _UNIT,
    ),
    (
        "/hasil/{siklus}/keputusan/{publikasi}.pdf",
        "Keputusan yang ditandatangani, selama semua hasilnya berlaku",
        None,
        [*_CYCLE, {"name": "publikasi", "description": "ID pada alamat `berkas`", **_ID}],
    ),
)
MEDIA = {
    "json": "application/json",
    "csv": "text/csv",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def described() -> list[tuple[str, str]]:
    """Address and words, for the page that people read."""
    return [(path, words) for path, words, _, _ in ADDRESSES]


def _object(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.key: field.schema for field in fields},
        "required": [field.key for field in fields],
        "additionalProperties": False,
    }


def _texts(*names: str, more: dict[str, Any] | None = None) -> dict[str, Any]:
    """An object of texts, and of what else it holds; nothing besides."""
    properties = {name: {"type": "string"} for name in names} | (more or {})
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


_TEXT_OR_NULL = {"type": ["string", "null"]}
_INTEGER = {"type": "integer"}
_INDICATOR = _texts(
    "kode",
    "nama",
    "uraian",
    more={"nomor": _INTEGER, "bobot": _TEXT_OR_NULL, "level": _TEXT_OR_NULL},
)
# Where the level comes from; not in what was frozen before origins were.
_INDICATOR["properties"]["asal"] = {"type": "string", "enum": ["", *ORIGINS]}
_RESULT = {
    "type": "object",
    "description": "Isi beku saat terbit. Pecahan seperti «1789/500» adalah nilai persis.",
    "properties": {
        "format": _INTEGER,
        "unit": _texts("uuid", "nama", "jenis", "sektor", "kode_wilayah"),
        "instansi": _texts("uuid", "nama", "jenis", "provinsi"),
        "formulir": {"type": "string"},
        "siklus": _texts(
            "uuid",
            "nama",
            "skema",
            "penyelenggara",
            "periode_mulai",
            "periode_akhir",
            more={"tahun": _INTEGER},
        ),
        "penilai": {"type": "string"},
        "keputusan": _texts("nomor", "tanggal"),
        "instrumen": _texts("kode", "nama", "digest", more={"versi": _INTEGER}),
        "metode": {"type": "object", "additionalProperties": {"type": "string"}},
        "ipp": {"type": "string"},
        "kategori": {"type": "string"},
        "sebutan": {"type": "string"},
        "komponen": _list(_texts("kode", "nama", "sumber", "bobot", more={"nilai": _TEXT_OR_NULL})),
        "aspek": _list(
            _texts(
                "kode",
                "nama",
                "bobot",
                more={
                    "tambahan": {"type": "boolean"},
                    "nilai": _TEXT_OR_NULL,
                    "indikator": _list(_INDICATOR),
                },
            )
        ),
        "survei": {"type": ["object", "null"]},
        "rekomendasi": _list(
            _texts("aspek", "teks", more={"indikator": {"type": ["integer", "null"]}})
        ),
        "dihitung_pada": _TEXT_OR_NULL,
        "masukan_digest": {"type": "string"},
    },
}
_RESULT["required"] = list(_RESULT["properties"])


def _envelope(name: str, *, of_cycle: bool) -> dict[str, Any]:
    """What stands around the data: whose it is, how it may be used, how it came about."""
    more: dict[str, Any] = {
        "lisensi": _texts("nama", "alamat"),
        "metode": _list({"type": "string"}),
        "data": _list({"$ref": f"#/components/schemas/{name}"}),
    }
    if of_cycle:
        more["keputusan"] = _list(_texts("nomor", "tanggal", more={"berkas": _TEXT_OR_NULL}))
        more["siklus"] = {"$ref": "#/components/schemas/Siklus"}
        return _texts("kutipan", "koreksi", more=more)
    return _texts(more=more)


def description(base: str, licence: dict[str, str]) -> dict[str, Any]:
    """The OpenAPI description."""
    paths: dict[str, Any] = {}
    for path, words, schema, parameters in ADDRESSES:
        kind = path.rsplit(".", 1)[1]
        content: dict[str, Any] = {MEDIA[kind]: {}}
        if schema:
            content = {MEDIA[kind]: {"schema": {"$ref": f"#/components/schemas/Jawaban{schema}"}}}
        paths[path] = {
            "get": {
                "summary": words,
                "parameters": parameters,
                "responses": {
                    "200": {"description": words, "content": content},
                    "304": {"description": "Tidak berubah (If-None-Match)"},
                    "404": {"description": "Tidak ada hasil yang terbit"},
                    "429": {"description": "Terlalu banyak saringan; tunggu Retry-After"},
                    "503": {"description": "Sedang disiapkan; tunggu Retry-After"},
                },
            }
        }
    objects = {
        "Siklus": _object(CYCLE_FIELDS),
        "Unit": _object(UNIT_FIELDS),
        "Rekap": _object(SUMMARY_FIELDS),
        "Aspek": _object(DETAIL_FIELDS),
        "Instansi": _object(INSTANSI_FIELDS),
        "Penghargaan": _object(AWARD_FIELDS),
        "Rincian": _RESULT,
    }
    answers = {
        f"Jawaban{name}": _envelope(name, of_cycle=name not in ("Siklus", "Rincian"))
        for name in objects
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Data terbuka PEKPPP",
            "version": "1",
            "description": "Hanya hasil yang terbit dan berlaku. Skema tidak pernah dicampur; null "
            "berarti tidak ada nilai, bukan nol.",
            "license": {"name": licence["nama"], "url": licence["alamat"]},
        },
        "servers": [{"url": base}],
        "paths": paths,
        "components": {"schemas": objects | answers},
    }
