"""YAML in and out: the offered samples, located problems, and files that mean harm."""

import pytest

from instruments import importers
from tests.instruments.examples import FILES, text_of

SOUND = text_of("pekppp-2023-a")


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_offered_file_is_accepted(path):
    assert importers.read(path.read_bytes()).galat == ()


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_what_is_written_out_reads_in_again(path):
    spec = importers.read(path.read_bytes()).instrumen
    assert importers.read(importers.dump(spec)).instrumen == spec


def test_the_2017_weights_pass_with_a_warning():
    read = importers.read(text_of("pekppp-2017"))
    assert len(read.instrumen.indikator_berbobot) == 37
    assert [m.pesan for m in read.peringatan] == [
        "Bobot indikator pada aspek I berjumlah 99,5, seharusnya 100; "
        "diterima karena selisihnya paling banyak 1."
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("bobot: 24", "bobot: 25", "Bobot aspek berjumlah 101"),
        ("bobot: 17", "bobot: tujuh", "Indikator 1: «bobot» harus berupa angka"),
        ("1: sp_ada\n", "1: sp_adda\n", "memakai nama yang tidak dikenal: «sp_adda»"),
        ("{huruf: A, minimum: 4.51", "{huruf: A, minimum: 4.01", "Batas kategori harus menurun"),
        ("{nomor: 14, aspek: V,", "{nomor: 14, aspek: X,", "aspek «X» yang tidak ada"),
    ],
)
def test_a_problem_carries_its_line(old, new, told):
    text = SOUND.replace(old, new, 1)
    (problem,) = importers.read(text).masalah
    assert told in problem.pesan
    lines = text.splitlines()
    around = "\n".join(lines[problem.baris - 1 : problem.baris + 2])
    assert new.strip() in around or around.startswith(("aspek:", "kategori:"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Berkas kosong"),
        (b"\xff\xfe\x00", "bukan teks UTF-8"),
        (b"a: \x07", "tanda yang tidak dapat dibaca"),
        ("a: [", "tidak dapat dibaca di sekitar sini"),
        ("a: 1\n\tb: 2", "tidak dapat dibaca di sekitar sini"),
        ("a: 1\na: 2", "Kunci «a» tertulis dua kali"),
        ("a: &x [1]\nb: [*x, *x]", "Jangkar dan alias"),
        ("--- {a: 1}\n--- {b: 2}", "lebih dari satu dokumen"),
        ("[" * 5000, "terlalu dalam"),
        ("? [a, b]\n: 1", "Kunci harus berupa satu kata"),
        ("- satu", "satu instrumen"),
        ("!!python/object/apply:os.system ['true']", "satu instrumen"),
        ('a: "\\ud800"', "tidak dapat dibaca"),
        (b"x" * (2 * 1024 * 1024 + 1), "terlalu besar"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_files_that_are_no_instrument(content, told):
    read = importers.read(content)
    assert read.instrumen is None
    assert told in str(read.galat[0])


def test_words_that_yaml_would_turn_into_something_else_stay_words():
    text = SOUND.replace("{elektronik: Elektronik, nonelektronik", "{no: On, nonelektronik", 1)
    question = importers.read(text).instrumen.indikator(5).pertanyaan_dengan("media")
    assert (question.pilihan[0].kode, question.pilihan[0].teks) == ("no", "On")
