"""What a worker stores: the cycle's rules obeyed, and whence the figure comes."""

from evaluations.models import Evaluasi, Hasil, Nilai, Siklus
from evaluations.results import services as result_services
from tests import factories
from tests.emptying import erase
from tests.evaluations import ready
from tests.stage import stage


@stage.fixture
def finished(cast, siklus):
    return ready.make_finished(cast, siklus, cast.rsud, people=7)


def computed(evaluasi):
    result_services.mark_stale(evaluasi)
    result_services.recompute_stale()
    return Hasil.objects.get(evaluasi=evaluasi)


def test_the_minimum_is_the_cycle_s_else_the_instrument_s(finished):
    assert computed(finished).ipp is None  # the official instrument asks for ten
    Siklus.objects.update(min_responden=7)
    assert str(computed(finished).ipp) == "3.250"
    Siklus.objects.update(min_responden=8)
    assert computed(finished).ipp is None


def test_a_result_carries_method_version_and_the_digest_of_its_inputs(finished):
    before = computed(finished)
    assert before.metode == "tertimbang, rata_butir"
    assert before.versi_digest == finished.versi.digest
    assert computed(finished).masukan_digest == before.masukan_digest
    Nilai.objects.filter(evaluasi=finished, indikator=1).update(level=2)
    assert computed(finished).masukan_digest != before.masukan_digest


def test_the_additional_indicator_makes_nothing_incomplete(finished):
    Siklus.objects.update(min_responden=7)
    extra = finished.versi.instrumen.tambahan[0].nomor
    erase(Nilai.objects.filter(evaluasi=finished, indikator=extra))
    assert str(computed(finished).ipp) == "3.250"


def test_which_level_counts_is_a_rule_of_the_cycle(cast, finished):
    Siklus.objects.update(min_responden=7)
    Nilai.objects.bulk_create(
        Nilai(
            instansi=row.instansi,
            siklus=row.siklus,
            evaluasi=finished,
            indikator=row.indikator,
            peran="verifikator",
            oleh=cast.verifikator,
            level=0,
        )
        for row in Nilai.objects.filter(evaluasi=finished)
    )
    assert str(computed(finished).ipp) == "3.250"
    Siklus.objects.update(nilai_dipakai="verifikator")
    assert str(computed(finished).ipp) == "1.000"  # all levels zero: only the survey is left


def test_a_level_that_cannot_be_verified_counts_as_the_level_it_is(finished):
    Siklus.objects.update(min_responden=7)
    Nilai.objects.filter(evaluasi=finished, indikator=1).update(
        tidak_terverifikasi=True, alasan_tidak_terverifikasi="Dokumen asli tidak ada di tempat."
    )
    assert str(computed(finished).ipp) == "3.250"


def test_an_evaluation_keeps_the_names_of_its_time(cast, evaluasi, as_user):
    old = evaluasi.nama_unit
    cast.rsud.nama = "RSUD Nama Baru"
    cast.rsud.save()
    cast.banjarnegara.nama = "Kabupaten Nama Baru"
    cast.banjarnegara.save()
    kept = Evaluasi.objects.get(pk=evaluasi.pk)
    assert (kept.nama_unit, kept.nama_instansi) == (old, "Kabupaten Banjarnegara")
    page = as_user(cast.menpan).get("/pemantauan/").content.decode()
    assert old in page and "RSUD Nama Baru" not in page
    # The past of the unit itself is in its row history.
    names = cast.rsud.events.values_list("nama", flat=True)
    assert old in names and "RSUD Nama Baru" in names


def test_who_evaluates_is_apart_from_who_owns(cast, siklus):
    made = factories.make_evaluasi(siklus, cast.puskesmas, penilai=cast.jateng)
    assert (made.instansi, made.penilai) == (cast.banjarnegara, cast.jateng)
    assert made.access_scope.evaluating == cast.jateng.pk
    assert made.access_scope.owner == cast.banjarnegara.pk
