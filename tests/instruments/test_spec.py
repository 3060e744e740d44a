"""Reading an instrument: what is accepted, and what a clerk is told otherwise."""

import json
from fractions import Fraction

import pytest

from instruments.spec import digest, load, parse, to_data
from tests.instruments.examples import A, B, small


def _first(data):
    return data["aspek"][0]["indikator"][0]


def _question(data):
    return _first(data)["pertanyaan"][0]


class TestTheOfficialInstruments:
    @pytest.mark.parametrize(
        ("spec", "counted", "items"), [(A, 30, 14), (B, 29, 11)], ids=["A", "B"]
    )
    def test_counts(self, spec, counted, items):
        assert len(spec.indikator_berbobot) == counted
        assert len(spec.butir) == items
        assert [a.bobot for a in spec.aspek_berbobot] == [24, 25, 18, 11, 10, 12]

    def test_the_additional_indicator_is_a_seventh_aspect(self):
        assert [a.kode for a in A.semua_aspek] == ["I", "II", "III", "IV", "V", "VI", "tambahan"]
        assert A.aspek_dari(31).tambahan
        assert A.indikator(31).nama == "Sistem antrean"

    def test_thresholds_are_exact(self):
        assert A.kategori[0].minimum == Fraction(451, 100)

    def test_texts_are_not_required_unless_said(self):
        by_id = {p.id: p.wajib for p in A.indikator(6).pertanyaan}
        assert (by_id["periode_ikm"], by_id["nilai_ikm"]) == (False, True)

    @pytest.mark.parametrize("spec", [A, B], ids=["A", "B"])
    def test_each_question_about_a_year_says_so(self, spec):
        asked = [p for i in spec.semua_indikator for p in i.pertanyaan if p.sebut_periode]
        assert {p.id: p.periode for p in asked} == {
            "frekuensi": True, "realisasi": True, "mekanisme": True,
        }  # fmt: skip

    @pytest.mark.parametrize("spec", [A, B], ids=["A", "B"])
    def test_the_stored_form_gives_the_same_instrument(self, spec):
        stored = json.loads(json.dumps(to_data(spec), sort_keys=True))
        assert load(stored) == spec
        assert digest(load(stored)) == digest(spec)

    def test_the_digest_tells_instruments_apart(self):
        assert len({digest(A), digest(B), digest(small()[0])}) == 3

    def test_the_order_of_options_is_part_of_the_digest(self):
        def turn(data):
            question = _first(data)["pertanyaan"][5]
            question["pilihan"] = dict(reversed(question["pilihan"].items()))

        assert digest(small(turn)[0]) != digest(small()[0])


@pytest.mark.parametrize(
    ("text", "said", "named"),
    [
        ("Jumlah", {}, False),
        ("Jumlah tahun lalu", {}, True),  # as instruments from before the field are read
        ("Jumlah", {"periode": True}, True),
        ("Jumlah tahun lalu", {"periode": "tidak"}, False),
    ],
)
def test_whether_a_question_asks_about_the_period(text, said, named):
    spec, problems = small(lambda data: _question(data).update({"teks": text, **said}))
    stored = to_data(spec)
    assert (problems, load(stored) == spec) == ([], True)
    assert spec.indikator(1).pertanyaan[0].sebut_periode is named
    assert ("periode" in _question(stored)) is bool(said)


def _weights(*weights):
    def change(data):
        aspect = data["aspek"][0]
        aspect["indikator"] = [
            {"nomor": n, "kode": f"k{n}", "nama": "Nama", "bobot": w}
            for n, w in enumerate(weights, start=1)
        ]

    return change


class TestWeights:
    def test_decimal_text_is_exact(self):
        spec, problems = small(_weights("33.4", "33.3", "33.3"))
        assert problems == []
        assert spec.indikator(1).bobot == Fraction(334, 10)

    @pytest.mark.parametrize("weights", [("99.5",), ("50", "49"), ("50", "51"), (99,)])
    def test_within_one_is_a_warning(self, weights):
        spec, (problem,) = small(_weights(*weights))
        assert spec is not None
        assert problem.berat == "peringatan"

    @pytest.mark.parametrize("weights", [("98.99",), ("50", "51.01"), (60, 60)])
    def test_further_off_is_refused(self, weights):
        spec, (problem,) = small(_weights(*weights))
        assert spec is None
        assert problem.pesan.startswith("Bobot indikator pada aspek I berjumlah")

    def test_with_plain_means_indicator_weights_are_ignored(self):
        def change(data):
            _weights("10", None)(data)
            data["metode_aspek"] = "rata"

        assert small(change)[1] == []

    @pytest.mark.parametrize("weight", ["0", "-5", "101", "dua", True, "1e2", "1/3"])
    def test_what_is_no_weight(self, weight):
        spec, problems = small(_weights(weight))
        assert spec is None
        assert problems[0].path == "aspek[0].indikator[0].bobot"


def _set(path, value):
    def change(data):
        target = data
        *keys, last = path
        for key in keys:
            target = target[key]
        target[last] = value

    return change


def _twice(path):
    def change(data):
        target = data
        for key in path:
            target = target[key]
        target.append(dict(target[0]))

    return change


_I = ("aspek", 0, "indikator", 0)
_Q = (*_I, "pertanyaan", 0)
REFUSED = {
    "unknown scale method": (_set(["metode_aspek"], "median"), "«metode_aspek» harus salah satu"),
    "unknown form": (_set(["formulir"], "C"), "«formulir» harus salah satu dari: A, B."),
    "scale without an end": (_set(["skala"], {"minimum": 0}), "«maksimum» belum diisi"),
    "scale upside down": (_set(["skala"], {"minimum": 5, "maksimum": 0}), "Skala:"),
    "decimals": (_set(["ipp", "desimal"], 9), "«desimal» berada di antara 0 dan 6."),
    "component weights": (_set(["ipp", "komponen", 0, "bobot"], 60), "Bobot komponen IPP"),
    "source": (_set(["ipp", "komponen", 0, "sumber"], "lain"), "«sumber» harus salah satu"),
    "two rubrics": (_set(["ipp", "komponen", 1, "sumber"], "rubrik"), "paling banyak satu"),
    "survey without items": (_set(["f03"], None), "«f03» tidak ada"),
    "survey without a minimum": (_set(["f03", "responden"], {}), "«minimum» belum diisi"),
    "survey without respondents": (_set(["f03", "responden"], None), "«responden» belum diisi"),
    "survey of nobody": (_set(["f03", "responden", "minimum"], 0), "«minimum» sedikitnya 1"),
    "target below the minimum": (
        _set(["f03", "responden"], {"minimum": 10, "target": 5}),
        "«target» tidak boleh di bawah",
    ),
    "item of an unknown aspect": (_set(["f03", "butir", 0, "aspek"], "IX"), "aspek «IX»"),
    "item twice": (_twice(["f03", "butir"]), "Nomor butir survei «1»"),
    "aspect code that is taken": (_set(["aspek", 0, "kode"], "tambahan"), "sudah dipakai untuk"),
    "aspect code twice": (_twice(["aspek"]), "Kode aspek «I» dipakai lebih dari sekali"),
    "indicator twice": (_twice(["aspek", 0, "indikator"]), "Nomor indikator «1»"),
    "indicator number too large": (_set([*_I, "nomor"], 10_000), "di antara 1 dan 9999"),
    "indicator number": (_set([*_I, "nomor"], "satu"), "«nomor» harus berupa bilangan bulat"),
    "question id twice": (_twice([*_I, "pertanyaan"]), "id pertanyaan «ada»"),
    "question id in capitals": (_set([*_Q, "id"], "Ada"), "«id» hanya boleh memuat"),
    "question id that CEL keeps": (_set([*_Q, "id"], "in"), "tidak dapat dipakai sebagai id"),
    "question id of a function": (_set([*_Q, "id"], "size"), "tidak dapat dipakai sebagai id"),
    "source of what is no percentage": (
        _set([*_Q, "sumber"], "skm"),
        "«sumber» hanya untuk pertanyaan berjenis persen",
    ),
    "question type": (_set([*_Q, "jenis"], "tanggal"), "«jenis» harus salah satu dari"),
    "question without text": (_set([*_Q, "teks"], "  "), "«teks» belum diisi"),
    "choice without options": (_set([*_Q, "jenis"], "pilihan_ganda"), "harus memiliki «pilihan»"),
    "options without a choice": (_set([*_Q, "pilihan"], {"a": "A"}), "hanya untuk pertanyaan"),
    "option codes": (_set([*_I, "pertanyaan", 4, "pilihan"], {"a b": "A"}), "kode pilihan «a b»"),
    "option twice": (
        _set([*_I, "pertanyaan", 4, "pilihan"], {1: "A", "1": "B"}),
        "lebih dari sekali",
    ),
    "required neither way": (_set([*_Q, "wajib"], "mungkin"), "«wajib» diisi true atau false"),
    "levels with a gap": (_set([*_I, "level"], {"0": "Nol", "5": "Lima"}), "setiap level 0 sampai"),
    "levels that are no mapping": (_set([*_I, "level"], ["Nol"]), "pasangan level dan isi"),
    "level without words": (_set([*_I, "level"], {"0": None}), "untuk level 0 masih kosong"),
    "level twice": (_set([*_I, "level"], {0: "Nol", "0": "Nol"}), "Level 0 tertulis lebih dari"),
    "level that is no number": (_set([*_I, "level"], {"nol": "Nol"}), "bilangan bulat"),
    "rule for no level": (_set([*_I, "aturan"], {"6": "ada"}), "aturan hanya untuk level 1"),
    "rule for level 0": (_set([*_I, "aturan"], {"0": "ada"}), "aturan hanya untuk level 1"),
    "check without a message": (
        _set([*_I, "pemeriksaan"], [{"bila": "ada", "jenis": "galat"}]),
        "«pesan» belum diisi",
    ),
    "weight of an extra": (
        _set(["tambahan"], [{"nomor": 2, "kode": "x", "nama": "X", "bobot": 5}]),
        "tidak boleh berbobot",
    ),
    "categories upside down": (_set(["kategori", 0, "minimum"], -1), "harus menurun"),
    "categories above the bottom": (_set(["kategori", 1, "minimum"], 1), "mulai dari 0"),
    "categories above the top": (_set(["kategori", 0, "minimum"], 6), "di atas nilai tertinggi"),
    "no categories": (_set(["kategori"], []), "«kategori» masih kosong"),
    "aspects that are no list": (_set(["aspek"], {"I": 1}), "«aspek» harus berupa daftar"),
    "aspect that is no mapping": (_set(["aspek"], ["I"]), "Isi ke-1 dari «aspek»"),
    "text with a null byte": (_set(["nama"], "a\0b"), "tidak dapat disimpan"),
    "conversion without an end": (
        _set(["ipp", "komponen", 1, "skala_asal"], {"minimum": 25}),
        "«maksimum» belum diisi",
    ),
    "conversion upside down": (
        _set(["ipp", "komponen", 1, "skala_asal"], {"minimum": 100, "maksimum": 25}),
        "«minimum» harus di bawah «maksimum»",
    ),
    "conversion of a survey": (
        _set(["ipp", "komponen", 1, "skala_asal"], {"minimum": 25, "maksimum": 100}),
        "hanya untuk komponen bersumber angka",
    ),
}


@pytest.mark.parametrize(("change", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_refused_with_words(change, told):
    spec, problems = small(change)
    assert spec is None
    assert told in " | ".join(m.pesan for m in problems)


@pytest.mark.parametrize("data", [None, [], "teks", {}, {"aspek": [None, 3]}], ids=str)
def test_what_is_no_instrument_is_told_and_never_raises(data):
    spec, problems = parse(data)
    assert spec is None
    assert problems


def test_unknown_keys_are_told_and_let_through():
    spec, (problem,) = small(_set([*_Q, "tekss"], "x"))
    assert spec is not None
    assert problem.pesan.endswith("Kunci «tekss» tidak dikenal dan diabaikan.")


def test_only_what_is_sound_is_loaded():
    with pytest.raises(ValueError, match="«nama» belum diisi"):
        load(to_data(A) | {"nama": ""})


def test_what_an_instrument_does_not_have_is_a_mistake_of_the_code():
    for find, wrong in (
        (A.indikator, 99), (A.aspek, "IX"), (A.aspek_dari, 99),
        (A.indikator(1).pertanyaan_dengan, "tiada"),
    ):  # fmt: skip
        with pytest.raises(KeyError):
            find(wrong)
    assert (A.aspek("I"), A.aspek_dari(1)) == (A.semua_aspek[0],) * 2
    assert str(A.kategori[0]) == f"{A.kategori[0].huruf} ({A.kategori[0].sebutan})"


def test_a_scale_of_its_own_is_stored_with_its_component():
    def change(data):
        data["ipp"]["komponen"][1] = {
            "kode": "SKM", "sumber": "angka", "bobot": 25, "nama": "Survei lain",
            "skala_asal": {"minimum": 25, "maksimum": 100},
        }  # fmt: skip
        del data["f03"]

    spec, _ = small(change)
    assert load(to_data(spec)) == spec
    assert to_data(spec)["ipp"]["komponen"][1]["skala_asal"] == {"minimum": "25", "maksimum": "100"}
