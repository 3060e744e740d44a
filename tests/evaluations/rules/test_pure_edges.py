"""What the tables and the arithmetic say at their edges, where no page leads every day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from evaluations.rules import gaps, phases
from evaluations.rules.agreement import SANGGAH, Decided, GivenLevel, decide, in_words
from evaluations.rules.follow_up import PublicStatus, Status, Step, public_status, target_of
from evaluations.rules.means import group_mean
from evaluations.rules.results import round_half_up
from evaluations.rules.scoring import ScoringError, SurveyTotals, score, survey_mean
from evaluations.rules.survey import disclosure, words
from evaluations.rules.survey.tally import Tally, add_all
from evaluations.rules.workflow import Kegiatan
from instruments import rules
from tests.instruments.examples import A

NOTHING = [None] * len(A.butir)


def test_a_level_in_words():
    values = [None, 3, Fraction(7, 2), Fraction(10, 3)]
    assert [in_words(value) for value in values] == ["–", "3", "3,5", "3,33"]


def test_what_an_objection_was_given_counts_before_all():
    rows = [GivenLevel(7, "evaluator", 1, 3), GivenLevel(7, SANGGAH, 2, 4)]
    (found,) = decide(rows, {7: (1,)}, {7: ()}, mean_of_team=False, verifier_counts=False).values()
    assert (found.evaluator, found.berlaku) == (3, 4)


def test_a_mean_by_a_method_that_nobody_knows_is_refused():
    with pytest.raises(ScoringError, match="«tengah» tidak dikenal"):
        group_mean([Decimal(3)], "tengah")


# Survey totals ------------------------------------------------------------------------------------


def test_responses_of_different_lengths_are_refused():
    with pytest.raises(ScoringError, match="Responden ke-2 mengisi 1 butir, seharusnya 2"):
        SurveyTotals.of([[1, 2], [1]])


@pytest.mark.parametrize("value", [9, True, 2.5])
def test_an_answer_outside_the_scale_is_refused(value):
    with pytest.raises(ScoringError, match="Responden ke-1, butir 2: nilai harus"):
        SurveyTotals.of([[1, value]], skala=A.skala)


def test_methods_that_nobody_knows_are_refused():
    with pytest.raises(ScoringError, match="Metode aspek «asal» tidak dikenal"):
        score(A, {}, SurveyTotals(0, (), ()), metode_aspek="asal")
    with pytest.raises(ScoringError, match="Metode survei «asal» tidak dikenal"):
        score(A, {}, SurveyTotals(0, (), ()), metode_survei="asal")


def test_an_instrument_without_a_survey_has_no_mean_of_one():
    everybody_four = SurveyTotals.of([[4] * len(A.butir)])
    assert survey_mean(A, everybody_four) == 4
    assert survey_mean(replace(A, survei=None), everybody_four) is None


# Tally --------------------------------------------------------------------------------------------


def test_who_answered_nothing_is_not_counted():
    tally = Tally.of(A)
    tally.add(NOTHING, "tautan")
    assert tally.empty


def test_excluded_and_held_responses_are_counted_apart():
    tally = Tally.of(A)
    tally.add([3, *NOTHING[1:]], "tautan", dikecualikan=True)
    tally.add([3, *NOTHING[1:]], "tautan", ditahan=True)
    assert (tally.jumlah, tally.dikecualikan, tally.ditahan, tally.empty) == (0, 1, 1, False)


def test_a_response_taken_away_leaves_nothing():
    rows = [([4, 2, *NOTHING[2:]], "kios", False, True), ([9, *NOTHING[1:]], "kode", True, False)]
    tally = add_all(Tally.of(A), rows)
    assert (tally.totals.respondents, tally.totals.sums[:2], tally.ditinjau) == (1, (4, 2), 1)
    tally.add([4, 2, *NOTHING[2:]], "kios", ditinjau=True, times=-1)
    tally.add([9, *NOTHING[1:]], "kode", dikecualikan=True, times=-1)
    assert tally.empty


# Gaps ---------------------------------------------------------------------------------------------


def test_gaps_are_signed_and_stand_only_between_whole_aspects():
    first = A.aspek_berbobot[0]
    whole = {item.nomor: 3 for item in first.indikator}

    def gap(suggested, evaluators, verified=None, objected=None):
        decided = {
            nomor: Decided(
                Fraction(level),
                (verified or {}).get(nomor),
                Fraction((objected or {}).get(nomor, level)),
                asal="sanggah" if nomor in (objected or {}) else "evaluator",
            )
            for nomor, level in evaluators.items()
        }
        return gaps.by_aspect(A, suggested, decided, verified=bool(verified))[0]

    higher = dict.fromkeys(whole, 4)
    assert [gap(whole, higher).selisih, gap(higher, whole).selisih] == ["+1.00", "−1.00"]
    assert gap(whole, whole).selisih == "0.00"
    missing = gap(whole, {})
    assert (missing.selisih, missing.evaluator.angka, missing.verifikator) == ("", None, None)
    one = first.indikator[0].nomor
    verified = gap(whole, whole, {one: 5}).verifikator
    assert verified.exact == Fraction(3 * (len(whole) - 1) + 5, len(whole))
    assert gap(whole, whole).berlaku is None
    decided = gap(whole, whole, objected={one: 5})
    assert (decided.evaluator.exact, decided.berlaku.exact) == (3, verified.exact)
    assert decided.selisih == f"+{round_half_up(verified.exact - 3, 2)}"


# Follow-up ----------------------------------------------------------------------------------------


def test_steps_of_a_follow_up_lead_on_or_nowhere():
    assert target_of(Step.LAPORKAN, Status.DIRENCANAKAN) == Status.DILAPORKAN
    assert target_of(Step.TERIMA, Status.BELUM) is None


@pytest.mark.parametrize(
    ("status", "promised", "public", "shown"),
    [
        (Status.TERVERIFIKASI, True, True, PublicStatus.TERVERIFIKASI),
        (Status.BELUM_TERBUKTI, True, True, PublicStatus.BELUM_TERBUKTI),
        (Status.TERVERIFIKASI, True, False, PublicStatus.BERJALAN),
        (Status.BELUM, False, True, PublicStatus.BELUM),
    ],
)
def test_the_public_reads_what_was_verified_once_that_is_public(status, promised, public, shown):
    assert public_status(status, promised=promised, verification_public=public) is shown


# What is disclosed of a survey --------------------------------------------------------------------


def test_an_aspect_that_was_hidden_hides_the_items():
    item = {"aspek": "I", "nilai": "4", "jawaban": 9, "disamarkan": False, "sebaran": [0, 9]}
    kind = {"kode": "I", "nilai": None, "jawaban": 9, "disamarkan": True, "sebaran": None}
    said = {
        "batas_samaran": 5, "responden": 9, "butir": [item], "aspek": [kind],
        "kanal": [], "profil": [],
    }  # fmt: skip
    told = disclosure.judged(said)
    bare = disclosure.judged({key: said[key] for key in ("batas_samaran", "butir", "aspek")})
    assert bare.keys() == {"batas_samaran", "butir", "aspek"}
    assert [row["nilai"] for row in (*told["butir"], *told["aspek"])] == [None, None]


@pytest.mark.parametrize("hidden", [None, 6])
def test_a_table_that_is_not_shown_is_measured_against_nothing(hidden):
    item = {"aspek": "I", "nilai": "4", "jawaban": 9, "disamarkan": False, "sebaran": None}
    said = {
        "batas_samaran": 5, "responden": 9, "butir": [item], "aspek": [],
        "kanal": [{"kode": "tautan", "jumlah": hidden}],
        "profil": [{"kode": "usia", "kelompok": None}],
    }  # fmt: skip
    later = said | {"kanal": [{"kode": "tautan", "jumlah": 7}]}
    assert disclosure.may_stand_beside(later, said, 5) is (hidden is None)


# Suggested levels ---------------------------------------------------------------------------------


def test_an_answer_that_cannot_be_read_is_missing():
    indikator, number = next(
        (indikator, question)
        for indikator in A.semua_indikator
        for question in indikator.pertanyaan
        if question.jenis == "angka" and question.wajib and question.bila is None
    )
    assert number in rules.missing(indikator, {number.id: "banyak"})
    assert number not in rules.missing(indikator, {number.id: 12})


def test_a_suggestion_names_each_answer_that_carries_it_once():
    usulan = rules.suggest(A.indikator(1), {"sp_ada": True, "komponen_14": True})
    named = [quote.id for quote in usulan.jawaban]
    assert named and len(named) == len(set(named))
    assert set(named) == {quote.id for part in usulan.dasar for quote in part.jawaban}


# Phases and languages -----------------------------------------------------------------------------


def test_the_usual_phases_follow_each_other_and_open_every_activity():
    found = phases.proposed(date(2026, 3, 2))
    assert found[0].mulai == phases.start_of(date(2026, 3, 2))
    assert all(phase.mulai < phase.akhir for phase in found)
    assert [phase.mulai for phase in found] == sorted(phase.mulai for phase in found)
    opened = phases.opened_by(phase for phase in found)
    assert opened >= {Kegiatan.ISI_F01, Kegiatan.SURVEI, Kegiatan.NILAI_F02, Kegiatan.SANGGAH}
    assert phases.opened_by([]) == frozenset()


def test_a_practice_cycle_is_open_for_a_year():
    (only,) = phases.all_year(date(2026, 3, 2))
    assert (only.mulai, only.akhir) == (
        phases.start_of(date(2026, 3, 2)),
        phases.end_of(date(2027, 3, 1)),
    )
    assert set(only.membuka) == set(Kegiatan)


@pytest.mark.parametrize(
    ("asked", "offered", "shown"),
    [("en", ["en"], "en"), ("en", [], "id"), ("fr", ["fr"], "id"), ("", ["en"], "id")],
)
def test_a_page_is_in_the_language_that_is_asked_and_offered(asked, offered, shown):
    assert words.language(asked, offered) == shown
