"""Labels and lists within a sentence, and the words of audited actions."""

import pytest

from pekppp.base.formats import angka
from pekppp.base.words import action_words, in_sentence, listed


@pytest.mark.parametrize(
    ("said", "is_read"),
    [
        (in_sentence("Lembar hasil evaluasi (LHE)"), "lembar hasil evaluasi (LHE)"),
        (in_sentence("F01 sedang diisi"), "F01 sedang diisi"),
        (action_words("kirim_f01"), "Kirim F01"),
        (action_words("catat_skm"), "Catat SKM"),
        (listed([]), ""),
        (listed(["unit"]), "unit"),
        (listed(["unit", "evaluator"]), "unit dan evaluator"),
        (listed(["unit", "evaluator", "penyelenggara"]), "unit, evaluator, dan penyelenggara"),
        (angka("-0.10"), "−0,10"),
        (angka("2026-11"), "2026-11"),
    ],
)
def test_abbreviations_and_signs_are_written_as_people_write_them(said, is_read):
    assert said == is_read
