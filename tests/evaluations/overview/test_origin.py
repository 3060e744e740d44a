"""Dari mana angka ini: the tree adds up to the figure, and shows nobody more than he may see."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import Bukti, Evaluasi, Hasil, Nilai
from evaluations.publication.services import decrees, publication
from evaluations.publication.services.snapshot import facts
from evaluations.rules import explain
from evaluations.rules.scoring import SurveyTotals, score
from tests import factories
from tests.evaluations.ready import make_finished, make_validated
from tests.stage import stage

NOTE, SECRET = "Loket belum berpetunjuk.", "RAHASIA-TIM"


@stage.fixture
def finished(cast, siklus) -> Evaluasi:
    return make_finished(cast, siklus, cast.rsud)


def page(client, evaluasi):
    return client.get(f"/evaluasi/{evaluasi.uuid}/asal/")


def words(node) -> list[str]:
    """Everything that a tree says, from the top."""
    found = [node.judul, node.nilai, *node.rumus, *node.catatan]
    for child in node.anak:
        found += words(child)
    return found


def results_of(lines) -> list[str]:
    return [line.rsplit(" = ", 1)[1] for line in lines if " = " in line]


# What it says -------------------------------------------------------------------------------------


def test_a_tree_adds_up_from_the_levels_to_the_figure(finished):
    tree = explain.tree(facts(finished, final=True))
    assert (tree.judul, tree.nilai) == ("Indeks Pelayanan Publik", "3,25 B-")
    assert tree.rumus[0] == "IPP = 75% × 3 + 25% × 4 = 3,25"
    assert explain.ROUNDING in tree.rumus
    assert "PermenPANRB 29/2022" in tree.dasar and "5/2023" in tree.dasar
    rubric, survey, extra = tree.anak
    assert results_of(rubric.rumus) == ["3"]
    assert [aspek.nilai for aspek in rubric.anak] == ["3,00"] * 6
    assert len([i for aspek in rubric.anak for i in aspek.anak]) == 30
    first = rubric.anak[0].anak[0]
    weight = finished.versi.instrumen.indikator(1).bobot
    assert first.rumus[0] == f"Bobot {weight}% × level 3 = {explain.written(weight * 3 / 100)}"
    assert first.rumus[1].startswith("Level 3: ")
    assert survey.rumus[-1] == "F03 = jumlah nilai 560 ÷ 140 jawaban = 4"
    assert extra.nilai == "tidak dihitung"


def test_a_tree_that_is_not_decided_says_so(finished):
    tree = explain.tree(facts(finished, final=False))
    assert (tree.judul, tree.nilai) == ("Indeks Pelayanan Publik, sementara", "3,25 B-")


def test_the_answers_of_a_handful_are_hidden_in_the_tree(finished):
    spec = finished.versi.instrumen
    counts = [10] * len(spec.butir)
    counts[0] = 2
    result = score(
        spec, dict.fromkeys(range(1, 31), 3),
        SurveyTotals(10, tuple(4 * n for n in counts), tuple(counts)),
    )  # fmt: skip
    finished.hasil.rincian = {**Hasil.objects.get(evaluasi=finished).rincian, **result.as_data()}
    finished.hasil.responden = 10
    survey = explain.tree(facts(finished, final=True)).anak[1]
    told = words(survey)
    assert any("disamarkan" in line for line in told)
    assert not any(line == "2 jawaban" for line in told)


# Who sees it --------------------------------------------------------------------------------------


def test_nobody_sees_the_origin_of_a_figure_that_is_hidden_from_him(cast, finished, as_user):
    """F02 finished: the office sees the figure, the unit its levels but no figure."""
    assert page(as_user(cast.menpan), finished).status_code == 200
    assert page(as_user(cast.operator), finished).status_code == 403
    assert page(as_user(cast.operator_tetangga), finished).status_code == 404


def test_notes_and_evidence_stand_beside_their_level_and_internal_notes_nowhere(
    cast, siklus, as_user
):
    evaluasi = make_validated(cast, siklus, cast.rsud)
    rows = Nilai.objects.filter(evaluasi=evaluasi, indikator=1)
    rows.update(catatan_unit=NOTE, catatan_internal=SECRET)
    Bukti.objects.create(
        instansi=evaluasi.instansi, siklus=siklus, evaluasi=evaluasi, indikator=1,
        nama="SK standar pelayanan", tautan="https://contoh.test/sk",
        tautan_dilihat=timezone.localdate(), oleh=cast.operator,
    )  # fmt: skip
    for person in (cast.menpan, cast.operator):
        body = page(as_user(person), evaluasi).content.decode()
        assert NOTE in body and "SK standar pelayanan" in body
        assert SECRET not in body


def test_a_verifier_who_sees_no_levels_yet_sees_none_here(cast, siklus, as_user):
    evaluasi = make_finished(cast, siklus, cast.rsud)
    factories.verified_by(evaluasi, cast.verifikator)
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state="dikirim")
    body = page(as_user(cast.verifikator), evaluasi).content.decode()
    assert "Aspek I." in body and "level 3" not in body


def test_the_public_reads_the_snapshot_s_tree_and_no_note(cast, siklus, client):
    evaluasi = make_validated(cast, siklus, cast.rsud)
    Nilai.objects.filter(evaluasi=evaluasi).update(catatan_unit=NOTE, catatan_internal=SECRET)
    publication.publish(
        by=cast.menpan, siklus=siklus, nomor="659 Tahun 2026", tanggal=timezone.localdate()
    )
    body = client.get(f"/hasil/unit/{cast.rsud.uuid}/").content.decode()
    assert "IPP = 75% × 3 + 25% × 4 = 3,25" in body
    assert NOTE not in body and SECRET not in body
    # The snapshot alone: what is computed later changes nothing of it.
    Hasil.objects.filter(evaluasi=evaluasi).update(ipp=5, rincian={})
    assert client.get(f"/hasil/unit/{cast.rsud.uuid}/").content.decode() == body


def test_a_result_computed_again_after_publication_says_which_figure_holds(cast, siklus, as_user):
    evaluasi = make_validated(cast, siklus, cast.rsud)
    publication.publish(
        by=cast.menpan, siklus=siklus, nomor="659 Tahun 2026", tanggal=timezone.localdate()
    )
    Hasil.objects.filter(evaluasi=evaluasi).update(ipp=5)
    client = as_user(cast.operator)
    for answer in (page(client, evaluasi), client.get(evaluasi.get_absolute_url())):
        said = "Yang berlaku tetap 3,25 B- menurut keputusan 659 Tahun 2026"
        assert said in answer.content.decode()


def test_every_page_with_a_figure_leads_to_its_origin(cast, siklus, as_user):
    evaluasi = make_validated(cast, siklus, cast.rsud)
    client, address = as_user(cast.menpan), f"/evaluasi/{evaluasi.uuid}/asal/"
    frozen = decrees.freeze(by=cast.menpan, siklus=siklus)
    pages = [
        client.get(evaluasi.get_absolute_url()),
        client.get("/pemantauan/"),
        client.get(f"/validasi/{siklus.uuid}/"),
        client.get(f"/publikasi/{siklus.uuid}/himpunan/{frozen.uuid}/"),
    ]
    assert [address in page.content.decode() for page in pages] == [True] * 4


def test_the_page_asks_the_database_the_same_however_much_is_in_it(cast, siklus, as_user):
    evaluasi = make_validated(cast, siklus, cast.rsud)
    client = as_user(cast.menpan)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert page(client, evaluasi).status_code == 200
        return len(queries)

    asked()
    before = asked()
    for nomor in (1, 2, 3):
        Bukti.objects.create(
            instansi=evaluasi.instansi, siklus=siklus, evaluasi=evaluasi, indikator=nomor,
            nama=f"Bukti {nomor}", tautan="https://contoh.test/x",
            tautan_dilihat=timezone.localdate(), oleh=cast.operator,
        )  # fmt: skip
    assert asked() == before
