"""The official instruments, and a smallest one to bend in a test."""

import copy
from pathlib import Path

from instruments import importers
from instruments.spec import parse

FIXTURES = Path(__file__).parents[2] / "fixtures" / "instrumen"
FILES = sorted(FIXTURES.rglob("*.yaml"))


def text_of(name):
    return next(path for path in FILES if path.stem == name).read_text()


A = importers.read(text_of("pekppp-2023-a")).instrumen
B = importers.read(text_of("pekppp-2023-b")).instrumen

_OPTIONS = {"p": "Pilihan P", "q": "Pilihan Q"}
SMALL = {
    "kode": "KECIL",
    "nama": "Instrumen kecil",
    "formulir": "A",
    "skala": {"minimum": 0, "maksimum": 5},
    "ipp": {
        "desimal": 2,
        "komponen": [
            {"kode": "F02", "sumber": "rubrik", "bobot": 75},
            {"kode": "F03", "sumber": "survei", "bobot": 25},
        ],
    },
    "aspek": [
        {
            "kode": "I",
            "nama": "Aspek satu",
            "bobot": 100,
            "indikator": [
                {
                    "nomor": 1,
                    "kode": "1.a",
                    "nama": "Indikator satu",
                    "bobot": 100,
                    "pertanyaan": [
                        {"id": "ada", "jenis": "ya_tidak", "teks": "Ada?"},
                        {"id": "jumlah", "jenis": "angka", "teks": "Jumlah"},
                        {"id": "persen", "jenis": "persen", "teks": "Persen"},
                        {"id": "isi", "jenis": "teks", "teks": "Isi"},
                        {
                            "id": "pilih",
                            "jenis": "pilihan_tunggal",
                            "teks": "Pilih",
                            "pilihan": _OPTIONS,
                        },
                        {
                            "id": "media",
                            "jenis": "pilihan_ganda",
                            "teks": "Media",
                            "pilihan": _OPTIONS,
                        },
                    ],
                    "aturan": {},
                }
            ],
        }
    ],
    "f03": {
        "responden": {"minimum": 10},
        "butir": [{"nomor": 1, "aspek": "I", "teks": "Mudah"}],
    },
    "kategori": [
        {"huruf": "A", "minimum": "2.51", "sebutan": "Baik"},
        {"huruf": "B", "minimum": 0, "sebutan": "Kurang"},
    ],
}


def small(change=None):
    """Parse the smallest instrument after `change(data)` bent it."""
    data = copy.deepcopy(SMALL)
    if change:
        change(data)
    return parse(data)


def indicator(**keys):
    """Parse it with other keys on its one indicator."""
    return small(lambda data: data["aspek"][0]["indikator"][0].update(keys))
