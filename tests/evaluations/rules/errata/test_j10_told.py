"""J10: what an errata did, added up and said. Pure."""

from evaluations.rules.errata.told import sum_up, to_scorers, to_unit

ONE = {
    "pertanyaan": [
        [1, "a", "Ada?", "diralat", True],
        [4, "b", "Kapan?", "tanya_lagi", True],
        [4, "c", "Siapa?", "baru", False],
    ],
    "tanya": [[4, "b"], [4, "c"]],
    "tetap": 3,
    "usulan": [[4, 5, None]],
    "nilai": [1, 4],
    "buka": [4],
}
TWO = {
    "pertanyaan": [[1, "a", "Ada?", "diralat", False], [4, "b", "Kapan?", "dihapus", True]],
    "tanya": [], "tetap": 2, "usulan": [[4, 5, 3]], "nilai": [4], "buka": [],
}  # fmt: skip


def test_j10_the_dry_run_counts_by_question_and_by_indicator():
    found = sum_up([ONE, TWO])
    assert (found.jumlah, found.tetap, found.dibuka) == (2, 5, 1)
    assert (found.usulan, found.nilai) == ({4: 2}, {1: 1, 4: 2})
    assert [(s.id, s.tetap, s.lagi, s.riwayat, s.jawab) for s in found.soal.values()] == [
        ("a", 1, 0, 0, 0), ("b", 0, 1, 1, 1), ("c", 0, 0, 0, 1),
    ]  # fmt: skip
    assert found.soal[4, "b"].kata_akibat == "dihapus dan ditanyakan lagi"


def test_j10_each_side_reads_what_concerns_it():
    assert to_unit(ONE, "7 Desember") == (
        "Pertanyaan diralat, jawaban tetap: indikator 1.\nPertanyaan ditanyakan lagi: indikator 4."
        "\nPertanyaan baru: indikator 4.\nJawab indikator 4 sampai 7 Desember, lalu kirim lagi F01."
    )
    assert to_unit(ONE, "").endswith("Jawab indikator 4 sebelum F01 dikirim.")
    assert to_unit({}, "") == "Tidak ada yang harus Anda jawab lagi."
    assert to_scorers(ONE) == (
        "Rubrik atau aturannya diralat: nilai indikator 1, 4 perlu dilihat lagi. Nilainya tidak "
        "diubah.\nF01 dibuka lagi bagi unit: indikator 4."
    )
    assert to_scorers({}) == ""
