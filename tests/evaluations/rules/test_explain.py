"""The tree of a figure: its sums are those of the scoring, and what is missing is said."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.rules import explain
from evaluations.rules.explain import Detail
from evaluations.rules.scoring import SurveyTotals, range_of, score
from instruments import importers
from instruments.nouns import METODE_ASPEK, METODE_SURVEI, Skala, SkalaAsal
from tests.instruments.examples import A, text_of

WITH_NUMBER = importers.read(text_of("ipp-2026")).instrumen
EVERY_LEVEL = dict.fromkeys((i.nomor for i in A.semua_indikator), 3)
TEN = SurveyTotals(10, (40,) * len(A.butir), (10,) * len(A.butir))


def facts_of(spec, levels, survey=None, external=None, *, final=True, responden=None):
    """What a snapshot would freeze, of a result that is computed here."""
    data = score(spec, levels, survey, external).as_data()
    computed = {item["kode"]: item for item in [*data["aspects"], *data["components"]]}
    metode = {"aspek": METODE_ASPEK[spec.metode_aspek]}
    survei = None
    if spec.survei:
        metode["survei"] = METODE_SURVEI[spec.survei.metode]
        means = {item["kode"]: item for item in (*data["survey_items"], *data["survey_aspects"])}

        def mean(kode):
            item = means[kode]
            return {"nilai": item["value"], "jawaban": item["answers"], "disamarkan": False}

        survei = {
            "responden": survey.respondents if survey else 0,
            "aspek": [
                {"kode": item["kode"], "nama": item["kode"], **mean(item["kode"])}
                for item in data["survey_aspects"]
            ],
            "butir": [
                {"nomor": b.nomor, "aspek": b.aspek, "teks": b.teks, **mean(str(b.nomor))}
                for b in spec.butir
            ],
        }

    def component(item):
        low_high = [str(bound) for bound in range_of(item, spec.skala)]
        angka = (external or {}).get(item.kode)
        outside = {"angka": None if angka is None else str(angka), "asal": low_high}
        return {
            "kode": item.kode, "nama": item.nama, "sumber": item.sumber,
            "bobot": str(item.bobot), "nilai": computed[item.kode]["value"],
            **(outside if item.sumber == "angka" else {}),
        }  # fmt: skip

    def indicator(item):
        level = levels.get(item.nomor)
        return {
            "nomor": item.nomor, "nama": item.nama, "level": None if level is None else str(level),
            "bobot": None if item.bobot is None else str(item.bobot),
            "uraian": item.uraian(level) if isinstance(level, int) else "",
        }  # fmt: skip

    return {
        "sementara": not final, "ipp": data["ipp"], "desimal": spec.desimal,
        "kategori": data["category"], "sebutan": data["category_label"], "metode": metode,
        "skala": [spec.skala.minimum, spec.skala.maksimum], "survei": survei,
        "komponen": [component(item) for item in spec.komponen],
        "aspek": [
            {
                "kode": a.kode, "nama": a.nama, "tambahan": a.tambahan, "bobot": str(a.bobot),
                "nilai": computed[a.kode]["value"] if a.kode in computed else None,
                "indikator": [indicator(item) for item in a.indikator],
            }
            for a in spec.semua_aspek
        ],
    }  # fmt: skip


def results_of(lines) -> list[str]:
    return [line.rsplit(" = ", 1)[1] for line in lines if " = " in line]


# Sums ---------------------------------------------------------------------------------------------


def test_the_worked_example_is_told_with_its_exact_fractions():
    parts = [("75", "4363/1250", "F02"), ("25", "4", "F03")]
    assert explain.weighted(parts) == ["75% × 3,4904 + 25% × 4 = 3,6178"]


def test_u01_what_is_missing_is_named_and_nothing_is_stretched():
    parts = [("75", "4", "F02"), ("25", None, "F03")]
    assert explain.weighted(parts) == ["belum dihitung. Belum ada: F03."]
    assert explain.weighted([("75", None, "F02")]) == []


def test_a_figure_has_six_decimals_at_most():
    assert [explain.written(Fraction(n)) for n in ("25/7", "0", "10", "7/2", "0.5625")] == [
        "3,571429", "0", "10", "3,5", "0,5625",
    ]  # fmt: skip


@settings(max_examples=25)
@given(
    st.dictionaries(st.sampled_from(sorted(EVERY_LEVEL)), st.integers(0, 5)),
    st.lists(st.lists(st.integers(0, 5), min_size=14, max_size=14), max_size=12),
    st.booleans(),
)
def test_each_sum_of_the_tree_comes_to_the_figure_beside_it(levels, answers, final):
    survey = SurveyTotals.of(answers, items=len(A.butir))
    facts = facts_of(A, levels, survey, final=final)
    exact = score(A, levels, survey)
    tree = explain.tree(facts)
    rubric, told_survey, _ = tree.anak
    parts = exact.component("F02"), exact.component("F03")
    for node, part in zip((rubric, told_survey), parts, strict=True):
        if part.value is not None:
            assert explain.written(part.value) in results_of(node.rumus)
        else:
            assert node.nilai == "–"
    for node, aspect in zip(rubric.anak, exact.aspects, strict=True):
        assert results_of(node.rumus)[:1] == (
            [] if aspect.value is None else [explain.written(aspect.value)]
        )
    ipp = exact.ipp
    assert tree.nilai.startswith("belum ada" if ipp is None else str(ipp).replace(".", ","))
    assert (explain.ROUNDING in tree.rumus) == (ipp is not None)


# What it says -------------------------------------------------------------------------------------


def test_a_tree_leads_from_the_levels_to_the_figure():
    tree = explain.tree(facts_of(A, EVERY_LEVEL, TEN))
    assert (tree.judul, tree.nilai) == ("Indeks Pelayanan Publik", "3,25 B-")
    assert tree.rumus[0] == "IPP = 75% × 3 + 25% × 4 = 3,25"
    assert explain.PERMEN in tree.dasar and explain.PEDOMAN in tree.dasar
    rubric, survey, extra = tree.anak
    assert [aspek.nilai for aspek in rubric.anak] == ["3,00"] * 6
    first = rubric.anak[0].anak[0]
    weight = A.indikator(1).bobot
    assert first.rumus[0] == f"Bobot {weight}% × level 3 = {explain.written(weight * 3 / 100)}"
    assert first.rumus[1].startswith("Level 3: ")
    assert survey.rumus[-1] == "F03 = jumlah nilai 560 ÷ 140 jawaban = 4"
    assert survey.anak[0].anak[0].rumus == ["10 jawaban"]
    assert extra.nilai == "tidak dihitung"
    assert explain.tree(facts_of(A, EVERY_LEVEL, TEN, final=False)).judul.endswith(", sementara")


def test_u01_a_tree_of_what_is_incomplete_has_no_figure_and_names_what_is_missing():
    few = SurveyTotals.of([[4] * 14] * 7)
    tree = explain.tree(facts_of(A, EVERY_LEVEL, few, final=False))
    assert (tree.judul, tree.nilai) == ("Indeks Pelayanan Publik", "belum ada")
    assert tree.rumus == ["IPP belum dihitung. Belum ada: F03."]
    assert [part.nilai for part in tree.anak[:2]] == ["3,00", "–"]


def test_without_any_level_or_answer_that_is_said():
    tree = explain.tree(facts_of(A, {}))
    assert (tree.nilai, tree.rumus) == ("belum ada", [])
    rubric, survey, _ = tree.anak
    assert rubric.rumus == ["Belum ada indikator yang dinilai."]
    assert rubric.anak[0].anak[0].nilai == "belum dinilai"
    assert (survey.nilai, survey.rumus[1:]) == ("–", [])
    few = explain.tree(facts_of(A, {}, SurveyTotals(2, (8,) * 14, (2,) * 14))).anak[1]
    assert few.rumus[-1] == "Belum dihitung: baru 2 responden."


def test_a_level_that_a_team_means_is_said_as_one():
    levels = EVERY_LEVEL | {1: Fraction(7, 2)}
    first = explain.tree(facts_of(A, levels, TEN)).anak[0].anak[0].anak[0]
    assert (first.nilai, len(first.rumus)) == ("level 3,50 (rata-rata tim evaluator)", 1)


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("evaluator", ""),
        ("sepakat", " (disepakati tim evaluator)"),
        ("verifikator", " (verifikator)"),
    ],
)
def test_u04_a_level_is_told_with_whose_it_is(origin, said):
    facts = facts_of(A, EVERY_LEVEL, TEN)
    facts["aspek"][0]["indikator"][0]["asal"] = origin
    first = explain.tree(facts).anak[0].anak[0].anak[0]
    assert first.nilai == f"level 3{said}"


def test_whoever_sees_no_levels_reads_none():
    detail = Detail(level=False, survei=False)
    rubric, survey = explain.tree(facts_of(A, EVERY_LEVEL, TEN), detail).anak
    assert [(aspek.rumus, aspek.dasar, aspek.anak) for aspek in rubric.anak] == [([], "", [])] * 6
    assert (len(survey.rumus), survey.anak) == (1, [])


def test_notes_and_evidence_stand_beside_their_indicator():
    detail = Detail(catatan={1: ["Loket belum berpetunjuk."]}, bukti={1: ["SK"]})
    first, second = explain.tree(facts_of(A, EVERY_LEVEL), detail).anak[0].anak[0].anak[:2]
    assert (first.catatan, first.bukti) == (["Loket belum berpetunjuk."], ["SK"])
    assert (second.catatan, second.bukti) == ((), ())


def test_plain_means_are_told_without_weights():
    spec = replace(A, metode_aspek="rata", survei=replace(A.survei, metode="rata_aspek"))
    count = len(spec.aspek_berbobot[0].indikator)
    levels = EVERY_LEVEL | {spec.aspek_berbobot[0].indikator[0].nomor: 5}
    rubric, survey, _ = explain.tree(facts_of(spec, levels, TEN)).anak
    mean = explain.written(Fraction(5 + 3 * (count - 1), count))
    assert rubric.anak[0].rumus == [
        f"Nilai aspek = ({' + '.join(['5', *['3'] * (count - 1)])}) ÷ {count} = {mean}"
    ]
    assert not any("Bobot" in line for line in rubric.anak[0].anak[0].rumus)
    assert survey.rumus[-1] == "F03 = (4 + 4 + 4 + 4 + 4) ÷ 5 = 4"
    nothing = explain.tree(facts_of(spec, {}, TEN)).anak[0].anak[0]
    said = f"Nilai aspek belum dihitung: 0 dari {count} indikator dinilai."
    assert (nothing.nilai, nothing.rumus) == ("–", [said])


def test_the_answers_of_a_handful_are_hidden_in_the_tree():
    facts = facts_of(A, EVERY_LEVEL, TEN)
    facts["survei"]["butir"][0] |= {"disamarkan": True, "jawaban": None, "nilai": None}
    survey = explain.tree(facts).anak[1]
    hidden = survey.anak[0].anak[0]
    assert (hidden.nilai, hidden.rumus) == ("disamarkan: terlalu sedikit jawaban", ())
    assert survey.anak[0].rumus == [] and not any(" ÷ " in line for line in survey.rumus)
    facts["survei"]["aspek"][0]["disamarkan"] = True
    facts["metode"]["survei"] = METODE_SURVEI["rata_aspek"]
    survey = explain.tree(facts).anak[1]
    assert (survey.anak[0].nilai, survey.anak[0].rumus) == (hidden.nilai, ())
    assert not any(" ÷ " in line for line in survey.rumus)


def test_a_survey_without_answers_has_no_mean_of_its_aspects():
    spec = replace(A, survei=replace(A.survei, metode="rata_aspek"))
    survey = explain.tree(facts_of(spec, EVERY_LEVEL, SurveyTotals(0, (), ()))).anak[1]
    assert (survey.nilai, survey.rumus[1:]) == ("–", [])


def test_items_that_nobody_answered_have_no_mean():
    survey = SurveyTotals(10, (0, *(40,) * 13), (0, *(10,) * 13))
    first = explain.tree(facts_of(A, EVERY_LEVEL, survey)).anak[1].anak[0]
    assert (first.anak[0].nilai, first.anak[0].rumus) == ("–", ())
    one_item = replace(A, survei=replace(A.survei, butir=A.butir[:1]))
    nobody = explain.tree(facts_of(one_item, EVERY_LEVEL, SurveyTotals(0, (), ()))).anak[1]
    assert (nobody.anak[0].nilai, nobody.anak[0].rumus) == ("–", [])


@pytest.mark.parametrize(
    ("asal", "given_number", "words"),
    [
        (SkalaAsal(Fraction(25), Fraction(100)), "85", "0 + (85 − 25) × 5 ÷ 75 = 4"),
        (None, "4", None),
        (None, None, None),
    ],
)
def test_a_number_from_outside_shows_its_conversion(asal, given_number, words):
    (kept,) = WITH_NUMBER.komponen_angka
    spec = replace(
        WITH_NUMBER,
        skala=Skala(0, 5),
        komponen=tuple(
            replace(item, skala_asal=asal) if item.kode == kept.kode else item
            for item in WITH_NUMBER.komponen
        ),
    )
    number = None if given_number is None else Decimal(given_number)
    facts = facts_of(spec, {}, external={kept.kode: number})
    node = next(n for n in explain.tree(facts).anak if n.judul.startswith(f"{kept.kode},"))
    said = [] if number is None else [f"Angka dari luar: {given_number}."]
    assert node.rumus == said + ([f"{kept.kode} = {words}"] if words else [])
    assert node.nilai == ("–" if number is None else "4,00")
