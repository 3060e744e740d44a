"""From the answers of an F01 to the suggested level, with reasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments import rules
from instruments.expressions import (
    MAX_LENGTH,
    ExpressionError,
    names,
    require_sound,
    split_and,
)
from instruments.spec import Indikator, Pertanyaan, Pilihan
from tests.instruments.examples import A, B, indicator

SP = A.indikator(1)
MEDIA = A.indikator(3)
SKM = A.indikator(6)
COMPLAINTS = A.indikator(28)
INNOVATION = A.indikator(29)


def question(jenis, **more):
    return Pertanyaan(id="q", jenis=jenis, teks="Pertanyaan", wajib=True, **more)


CHOICES = (Pilihan("a", "Pilihan A"), Pilihan("b", "Pilihan B"))


class TestWhatIsStored:
    @pytest.mark.parametrize(
        ("jenis", "typed", "stored"),
        [
            ("ya_tidak", True, True),
            ("ya_tidak", "ya", True),
            ("ya_tidak", "Tidak", False),
            ("ya_tidak", "", None),
            ("angka", "0", 0),
            ("angka", 12, 12),
            ("angka", " 1.234 ", 1234),
            ("angka", 3.0, 3),
            ("angka", "999999999999", 999_999_999_999),
            ("persen", "87,50", "87.5"),
            ("persen", "87.5", "87.5"),
            ("persen", 100, "100"),
            ("persen", 0.1, "0.1"),
            ("persen", "30 %", "30"),
            ("teks", "  satu\r\ndua  ", "satu\ndua"),
            ("teks", "   ", None),
            ("pilihan_tunggal", "b", "b"),
            ("pilihan_ganda", ["b", "a", "b"], ["a", "b"]),
            ("pilihan_ganda", [], []),
            ("pilihan_ganda", None, None),
        ],
    )
    def test_the_exact_value_in_one_form(self, jenis, typed, stored):
        assert rules.normalise(question(jenis, pilihan=CHOICES), typed) == stored

    @pytest.mark.parametrize(
        ("jenis", "typed"),
        [
            ("ya_tidak", "mungkin"),
            ("ya_tidak", 1),
            ("angka", "-1"),
            ("angka", "1,5"),
            ("angka", 1.5),
            ("angka", True),
            ("angka", "1234567890123"),
            ("angka", 10**4000),
            ("angka", "٣"),
            ("angka", float("inf")),
            ("persen", "-1"),
            ("persen", "1.234,5"),
            ("persen", "1e3"),
            ("persen", float("nan")),
            ("persen", False),
            ("persen", "1234567890"),
            ("teks", "x" * 5001),
            ("teks", "a\0b"),
            ("teks", "\ud800"),
            ("teks", 5),
            ("pilihan_tunggal", "c"),
            ("pilihan_tunggal", ["a"]),
            ("pilihan_ganda", "a"),
            ("pilihan_ganda", ["a", "c"]),
            ("pilihan_ganda", [["a"]]),
            ("pilihan_ganda", {"a": 1}),
        ],
        ids=lambda value: repr(value)[:20],
    )
    def test_everything_else_is_refused_in_words(self, jenis, typed):
        with pytest.raises(ValueError, match=r"\.$"):
            rules.normalise(question(jenis, pilihan=CHOICES), typed)

    @pytest.mark.parametrize(
        ("jenis", "stored", "words"),
        [
            ("ya_tidak", True, "Ya"),
            ("ya_tidak", False, "Tidak"),
            ("ya_tidak", None, "belum dijawab"),
            ("angka", 0, "0"),
            ("angka", 1234567, "1.234.567"),
            ("persen", "87.5", "87,5"),
            ("teks", "Semester II", "Semester II"),
            ("pilihan_tunggal", "a", "Pilihan A"),
            ("pilihan_ganda", ["a", "b"], "Pilihan A; Pilihan B"),
            ("pilihan_ganda", [], "tidak ada"),
        ],
    )
    def test_and_read_as_a_person_would(self, jenis, stored, words):
        assert rules.in_words(question(jenis, pilihan=CHOICES), stored) == words


class TestWhatIsAsked:
    def test_a_question_appears_with_its_condition(self):
        assert rules.tampil(SP, {}) == {"sp_ada", "jumlah_layanan"}
        assert rules.tampil(SP, {"sp_ada": True}) == {p.id for p in SP.pertanyaan}

    def test_a_hidden_parent_hides_its_children(self):
        answers = {"skm_ada": False, "dipublikasikan": True, "media": ["elektronik"]}
        assert rules.tampil(SKM, answers) == {"skm_ada"}

    def test_a_hidden_answer_counts_as_blank(self):
        context = rules.konteks(SP, {"sp_ada": False, "jumlah_sp": 7, "ditetapkan": True})
        assert (context["jumlah_sp"], context["ditetapkan"]) == (0, False)

    def test_only_visible_required_questions_are_missing(self):
        asked = {"skm_ada": True, "frekuensi": 2, "nilai_ikm": "88.5", "sesuai": True}
        left = [p.id for p in rules.missing(SKM, asked)]
        assert left == ["dipublikasikan", "tindak_lanjut"]

    def test_no_and_none_of_them_are_answers(self):
        answers = {"dipublikasikan": True, "enam_komponen": False, "media": []}
        assert rules.missing(MEDIA, answers) == ()

    def test_the_opposite_condition_appears_when_unanswered(self):
        assert "pembelajaran" in rules.tampil(INNOVATION, {})
        assert "pembelajaran" not in rules.tampil(INNOVATION, {"inovasi_ada": True})


class TestChecks:
    def test_done_more_than_received(self):
        assert rules.check(COMPLAINTS, {"masuk": 3, "selesai": 4}) == [
            ("galat", "Yang selesai melebihi yang masuk.")
        ]

    @pytest.mark.parametrize("form", [A, B])
    @pytest.mark.parametrize(
        ("ikm", "wrong"), [("0", 1), ("24.99", 1), ("25", 0), ("100", 0), ("100.01", 1)]
    )
    def test_the_range_of_a_satisfaction_figure(self, form, ikm, wrong):
        asked = {"skm_ada": True, "nilai_ikm": ikm}
        found = [i for i in form.iter_indikator() if set(asked) <= {p.id for p in i.pertanyaan}]
        assert [len(rules.check(i, asked)) for i in found] == [wrong]

    def test_an_unanswered_figure_is_not_out_of_range(self):
        assert rules.check(SKM, {"skm_ada": True}) == []

    def test_a_hint_does_not_hold(self):
        answers = {"sp_ada": True, "jumlah_layanan": 5, "jumlah_sp": 3}
        assert rules.check(SP, answers) == [("peringatan", "Belum semua layanan memiliki SP.")]

    @pytest.mark.parametrize(
        ("answers", "waiting"),
        [
            ({"sp_ada": True, "jumlah_sp": 3}, ["jumlah_layanan"]),
            ({"sp_ada": True, "jumlah_layanan": 3}, ["jumlah_sp"]),
            ({"sp_ada": True}, []),  # nothing to compare with yet
            ({"sp_ada": False, "jumlah_layanan": 3, "jumlah_sp": 9}, []),  # hidden, so unasked
            ({}, []),
        ],
    )
    def test_a_number_that_is_missing_is_not_zero(self, answers, waiting):
        assert rules.check(SP, answers) == []
        assert [p.id for p in rules.unchecked(SP, answers)] == waiting

    def test_a_check_that_is_decided_without_the_missing_number_speaks(self):
        found, _ = indicator(
            pemeriksaan=[
                {"bila": "jumlah > 5 || pilih == 'q'", "jenis": "galat", "pesan": "Terlalu besar."}
            ]
        )
        one = found.indikator(1)
        assert rules.check(one, {"jumlah": 9}) == [("galat", "Terlalu besar.")]
        assert rules.check(one, {"jumlah": 5}) == []


class TestTheSuggestion:
    def test_it_is_the_highest_level_whose_rule_holds(self):
        answers = {"sp_ada": True, "komponen_14": True, "ditetapkan": True, "monev": True}
        assert rules.suggest(SP, answers).level == 3

    def test_it_is_zero_when_an_answer_says_so(self):
        usulan = rules.suggest(SP, {"sp_ada": False})
        assert (usulan.level, usulan.uraian, usulan.dasar) == (0, SP.uraian(0), ())

    def test_it_says_what_the_next_level_lacks(self):
        answers = {"dipublikasikan": True, "enam_komponen": False, "media": ["cetak", "sippn"]}
        berikut = rules.suggest(MEDIA, answers).berikut
        assert (berikut.level, berikut.uraian) == (
            2,
            MEDIA.uraian(2),
        )
        assert [
            [(quote.pertanyaan, quote.jawaban) for quote in bagian.jawaban]
            for bagian in berikut.kurang
        ] == [
            [("Apakah keenam komponen service delivery dipublikasikan?", "Tidak")],
            [("Media publikasi SP", "Cetak atau nonelektronik; SIPP Nasional")],
        ]
        assert [bagian.ekspresi for bagian in berikut.terpenuhi] == ["dipublikasikan"]

    def test_it_says_what_carried_the_present_level(self):
        usulan = rules.suggest(SP, {"sp_ada": True, "komponen_14": True})
        assert [(b.ekspresi, b.terpenuhi) for b in usulan.dasar] == [
            ("sp_ada", True),
            ("komponen_14", True),
        ]

    def test_a_hidden_question_is_said_to_be_hidden(self):
        berikut = rules.suggest(A.indikator(2), {"dilibatkan": False}).berikut
        assert [quote.jawaban for part in berikut.kurang for quote in part.jawaban] == [
            "Tidak",
            "tidak ditanyakan",
        ]

    def test_an_alternative_stays_one_part(self):
        no = {"inovasi_ada": False, "pembelajaran": False}
        (part,) = rules.suggest(INNOVATION, no).berikut.kurang
        assert part.ekspresi == "pembelajaran || inovasi_ada"
        assert [quote.id for quote in part.jawaban] == ["pembelajaran", "inovasi_ada"]

    def test_there_is_no_next_after_the_highest(self):
        answers = {"inovasi_ada": True, "prestasi": ["nasional"]}
        usulan = rules.suggest(INNOVATION, answers)
        assert (usulan.level, usulan.berikut) == (5, None)

    def test_an_indicator_without_rules_suggests_nothing(self):
        assert rules.suggest(Indikator(1, "x", "x", None), {}) is None

    def test_percentages_compare_with_whole_numbers(self):
        answers = {"rencana_ada": True, "laporan": True, "realisasi": "80.5"}
        assert rules.suggest(A.indikator(8), answers).level == 4

    def test_the_largest_numbers_do_not_overflow(self):
        answers = {"masuk": 10**12 - 1, "selesai": 10**12 - 1, "terhubung": False}
        assert rules.suggest(COMPLAINTS, answers).level == 2

    @pytest.mark.parametrize("spec", [A, B], ids=lambda s: s.kode)
    def test_whatever_is_stored_a_suggestion_or_none_comes_out(self, spec):
        junk = st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.lists(st.text())

        @given(st.data())
        def holds(data):
            indikator = data.draw(st.sampled_from(spec.semua_indikator))
            answers = {p.id: data.draw(junk) for p in indikator.pertanyaan}
            usulan = rules.suggest(indikator, answers)
            assert usulan is None or 0 <= usulan.level <= 5

        holds()


class TestSplitting:
    @pytest.mark.parametrize(
        ("rule", "parts"),
        [
            ("a", ["a"]),
            ("a && b>=2 && c", ["a", "b>=2", "c"]),
            ("a && (b && c)", ["a", "(b && c)"]),
            ("a && m.exists(x, x == 'p' && x != 'q')", ["a", "m.exists(x, x == 'p' && x != 'q')"]),
            ("a == ' && ' && b", ["a == ' && '", "b"]),
            (r"a == 'it\'s && ' && b", [r"a == 'it\'s && '", "b"]),
            ("a && b || c", ["a && b || c"]),
            ("a && (b || c)", ["a", "(b || c)"]),
            ("a && b ? c : d", ["a && b ? c : d"]),
            ("a && x in ['p', 'q'] && b", ["a", "x in ['p', 'q']", "b"]),
        ],
    )
    def test_only_at_the_top_level(self, rule, parts):
        assert list(split_and(rule)) == parts


class TestRefusedRules:
    @pytest.mark.parametrize(
        ("rule", "why"),
        [
            ("ada && tidak_ada_ini", "nama yang tidak dikenal: «tidak_ada_ini»"),
            ("ada && x.startsWith('p')", "nama yang tidak dikenal: «x»"),
            ("media.exists(x, x == 'p') && x == 'p'", "nama yang tidak dikenal: «x»"),
            ("ada &&", "penulisannya keliru"),
            ("", "belum diisi"),
            ("ada == 'x", "tidak dikenal"),
            ("r'x' == 'x'", "tanda kutip"),
            ("'''x''' == 'x'", "tanda kutip"),
            ("ada // sudah", "komentar"),
            ("ada.bagian", "jawaban tidak punya bagian"),
            ("hitung(media) > 2", "fungsi yang tidak dikenal: «hitung»"),
            ("media.exists(a, media.exists(b, a != b))", "lebih dari satu penyaringan"),
            ("media.exists(a, a == 'p') && media.all(b, b == 'p')", "lebih dari satu penyaringan"),
            ("media.exists(ada, ada == 'p')", "sama dengan id pertanyaan"),
            ("size(media) / jumlah > 1", "membagi dengan nol bila semua jawaban kosong"),
            ("jumlah > 0 && 10 / (jumlah - 1) > 0", "membagi dengan nol bila semua jawaban terisi"),
            ("jumlah * jumlah > 4", "terlalu besar"),
            ("jumlah + persen > 4", "gagal dihitung bila semua jawaban kosong"),
            ("ada && jumlah", "gagal dihitung bila semua jawaban terisi"),
            ("ada || media", "gagal dihitung bila semua jawaban kosong"),
            ("media[0] == 'p'", "gagal dihitung bila semua jawaban kosong"),
            ("jumlah", "hasilnya bukan benar atau salah"),
            ("ada ? 'p' : 'q'", "hasilnya bukan benar atau salah"),
            ("!" * 1001 + "ada", "terlalu panjang"),
        ],
    )
    def test_in_words(self, rule, why):
        spec, problems = indicator(aturan={"1": rule})
        assert spec is None
        (problem,) = problems
        assert why in problem.pesan
        assert problem.path == "aspek[0].indikator[0].aturan.1"

    def test_length_is_looked_at_before_anything_else(self):
        with pytest.raises(ExpressionError, match="paling banyak"):
            require_sound("ada" + " " * MAX_LENGTH, {"ada"}, [])

    def test_names_of_what_is_not_written_to_its_end_are_found(self):
        assert names("ada && media.exists(x, x == pilih") == ("ada", "media", "pilih")

    def test_a_condition_reads_only_questions_before_it(self):
        spec, (problem,) = indicator(
            pertanyaan=[
                {"id": "satu", "jenis": "ya_tidak", "teks": "Satu", "bila": "dua"},
                {"id": "dua", "jenis": "ya_tidak", "teks": "Dua"},
            ]
        )
        assert spec is None
        assert "hanya pertanyaan sebelumnya" in problem.pesan

    def test_an_option_that_does_not_exist_is_pointed_out(self):
        spec, (problem,) = indicator(aturan={"1": "'pq' in media"})
        assert spec is not None
        assert (problem.berat, "'pq'" in problem.pesan) == ("peringatan", True)

    @pytest.mark.parametrize(
        "rule",
        [
            "ada && size(media) >= 2",
            "media.filter(m, m != 'p').size() >= 1",
            "jumlah > 0 && 100 / jumlah > 3",
            "pilih == 'p' || persen >= 30",
            "pilih in ['p', 'q'] ? ada : false",
            "isi.contains('x') && size(isi) > 3",
        ],
    )
    def test_but_not_without_need(self, rule):
        spec, _ = indicator(aturan={"1": rule})
        assert spec is not None


class TestConditionsInWords:
    @pytest.mark.parametrize(
        ("bila", "words"),
        [
            ("ada", "«Ada?» dijawab Ya"),
            ("!ada", "«Ada?» dijawab Tidak atau belum dijawab"),
            ("'p' in media", "«Media» mencakup Pilihan P"),
            ("pilih == 'q' && ada", "«Pilih» dijawab Pilihan Q dan «Ada?» dijawab Ya"),
            ("jumlah > 3", "«Jumlah» lebih dari 3"),
            ("jumlah >= 2.50", "«Jumlah» sedikitnya 2,5"),
            ("jumlah + 1 > 3", "jawaban atas «Jumlah» memenuhi syarat jumlah + 1 > 3"),
            ("ada || jumlah == 1", "«Ada?» dijawab Ya atau «Jumlah» tepat 1"),
            ("size(media) >= 2", "sedikitnya 2 pilihan pada «Media»"),
            (
                "media.exists(x, x in ['p', 'q'])",
                "«Media» mencakup salah satu dari: Pilihan P; Pilihan Q",
            ),
            (
                "media.filter(x, x != 'p').size() > 1",
                "lebih dari 1 pilihan selain Pilihan P pada «Media»",
            ),
            ("jumlah * 100 >= persen * 75", "«Jumlah» sedikitnya 75% dari «Persen»"),
            ("jumlah * 3 >= persen * 2", "«Jumlah» kali 3 sedikitnya «Persen» kali 2"),
            ("jumlah == persen", "«Jumlah» sama dengan «Persen»"),
            ("jumlah < persen", "«Jumlah» kurang dari «Persen»"),
        ],
    )
    def test_simple_ones(self, bila, words):
        spec, _ = indicator()
        assert rules.bila_in_words(spec.indikator(1), bila) == words
