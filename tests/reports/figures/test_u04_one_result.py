"""Pages and documents of one result agree to the digit, whoever gave the levels that count."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from evaluations.core import assignments
from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.models import Evaluasi, Hasil, Siklus
from evaluations.publication.services.snapshot import facts
from evaluations.rules import explain
from evaluations.rules.gaps import by_aspect
from evaluations.rules.results import round_half_up
from evaluations.rules.visibility import Field
from evaluations.rules.workflow import State, Step
from reports.figures import berita_acara, lhe, perhitungan
from tests import factories
from tests.reports.conftest import EXAMPLE, computed, score
from tests.reports.figures.test_figures import indicator

DAY = date(2026, 7, 11)
ALL = frozenset(Field)


@pytest.fixture
def decided(cast, scored):
    """An agreed level, a verified one, one of an objection; the others are the evaluator's."""
    Siklus.objects.filter(pk=scored.siklus_id).update(nilai_dipakai="verifikator")
    Evaluasi.objects.filter(pk=scored.pk).update(tahapan=[step.value for step in Step])
    colleague = factories.make_user("rekan")
    assignments.assign(colleague, scored.aspek.filter(kode="I"), "score")
    first = [i.nomor for i in scored.versi.instrumen.aspek_berbobot[0].indikator]
    score(scored, colleague, {n: EXAMPLE[n] for n in first if n != 1} | {1: 5})
    score(scored, cast.evaluator, {1: 4}, peran="sepakat")
    score(scored, cast.verifikator, {2: 1}, peran="verifikator")
    score(scored, cast.bagian, {3: 4}, peran="sanggah")
    computed(Evaluasi.objects.get(pk=scored.pk), State.DIVALIDASI)
    return Evaluasi.objects.get(pk=scored.pk)


def told(evaluasi):
    """Per document, the level of every indicator as a fraction, and its origin."""
    hasil = evaluasi.hasil
    ba = berita_acara.build(evaluasi, nomor="", tanggal=DAY)
    sheet = lhe.build(evaluasi, hasil, ALL, nomor="", tanggal=DAY)
    workbook = perhitungan.calculation(evaluasi.versi.instrumen, hasil.rincian)
    known = facts(evaluasi, final=True)
    counting = evaluation_queries.counting_levels(evaluasi)
    numbers = [i.nomor for i in evaluasi.versi.instrumen.indikator_berbobot]

    def read(masukan, name):
        return {n: exact(indicator(masukan, n)[name]) for n in numbers}

    return {
        "kumpulan": {n: counting[n].berlaku for n in numbers},
        "ba": read(ba, "level"),
        "lhe": read(sheet, "berlaku"),
        "xlsx": read(workbook, "level"),
        "terbit": read(known, "level"),
    }


def exact(text):
    return None if text is None else Fraction(text)


def test_u04_every_document_tells_the_same_levels_and_where_they_come_from(decided):
    found = told(decided)
    assert {name: levels == found["kumpulan"] for name, levels in found.items()} == dict.fromkeys(
        found, True
    )
    assert [found["ba"][n] for n in (1, 2, 3)] == [4, 1, 4]
    ba = berita_acara.build(decided, nomor="", tanggal=DAY)
    sheet = lhe.build(decided, decided.hasil, ALL, nomor="", tanggal=DAY)
    origins = ["disepakati tim evaluator", "verifikator", "putusan sanggahan", ""]
    for masukan in (ba, sheet):
        assert [indicator(masukan, n)["asal"] for n in (1, 2, 3, 4)] == origins
    sheet_of = perhitungan.calculation(decided.versi.instrumen, decided.hasil.rincian)
    assert [indicator(sheet_of, n)["asal"] for n in (1, 2, 3, 4)] == origins


def test_u04_each_row_multiplies_and_the_rows_add_up_to_the_figure(decided):
    masukan = lhe.build(decided, decided.hasil, ALL, nomor="", tanggal=DAY)
    spec = decided.versi.instrumen
    total = Fraction(0)
    for aspek, known in zip(masukan["aspek"], spec.aspek_berbobot, strict=True):
        for row, item in zip(aspek["indikator"], known.indikator, strict=True):
            product = Fraction(row["berlaku"]) * item.bobot / 100
            assert Decimal(row["nilai"]) == round_half_up(product, 4)
            total += product * known.bobot / 100
    ipp = total * 75 / 100 + Fraction(4) * 25 / 100
    shown = str(round_half_up(ipp, 2))
    assert masukan["angka"]["ipp"] == shown == f"{decided.hasil.ipp:.2f}"
    tree = explain.tree(facts(decided, final=True))
    assert tree.nilai == f"{shown.replace('.', ',')} {decided.hasil.kategori}"
    row = tree.anak[0].anak[0].anak[2]
    assert row.nilai == "level 4 (putusan sanggahan)"


def test_u04_the_chart_s_means_follow_what_counts(decided):
    counting = evaluation_queries.counting_levels(decided)
    first = decided.versi.instrumen.aspek_berbobot[0]
    gap = by_aspect(decided.versi.instrumen, {}, counting, verified=True)[0]
    levels = [counting[i.nomor].berlaku for i in first.indikator]
    assert gap.berlaku.exact == sum(levels) / len(levels) != gap.evaluator.exact


def test_u04_a_decided_result_keeps_its_levels_whoever_leaves_the_team(cast, decided):
    before = told(decided)
    other = factories.make_user("pengganti")
    assignments.assign(other, decided.aspek.all(), "score")
    assert told(Evaluasi.objects.get(pk=decided.pk)) == before


def test_u04_the_mean_of_a_team_is_one_number_everywhere(cast, scored):
    Siklus.objects.filter(pk=scored.siklus_id).update(metode_tim="rata")
    colleague = factories.make_user("rekan")
    assignments.assign(colleague, scored.aspek.all(), "score")
    score(scored, colleague, {n: min(5, level + 1) for n, level in EXAMPLE.items()})
    computed(Evaluasi.objects.get(pk=scored.pk), State.DIVALIDASI)
    evaluasi = Evaluasi.objects.get(pk=scored.pk)
    found = told(evaluasi)
    assert all(levels == found["kumpulan"] for levels in found.values())
    assert found["ba"][1] == Fraction(7, 2)
    assert Hasil.objects.get(evaluasi=evaluasi).rincian["origins"]["1"] == "rata"
