"""A unit's public page says what became of its recommendations, and nothing that is not out."""

from django.utils import timezone

from evaluations.follow_up.queries import follow_up as follow_up_queries
from evaluations.models import HasilTerbit, Rekomendasi
from evaluations.publication.services import publication
from evaluations.rules.follow_up import Status, Step
from tests import factories
from tests.evaluations.follow_up.test_follow_up import attach, commit, recommend, step
from tests.evaluations.ready import make_validated
from tests.stage import stage

SECRET = "RAHASIAUNIT"


@stage.fixture
def past(cast, siklus):
    """The RSUD's result of 2026, level 3, with four recommendations, published."""
    made = make_validated(cast, siklus, cast.rsud, level=3)
    for number in (1, 2, 3, None):
        recommend(made, f"Saran {number}.", number)
    publish(cast, siklus)
    made.refresh_from_db()
    return made


def publish(cast, siklus, by=None) -> HasilTerbit:
    publication.publish(
        by=by or cast.menpan, siklus=siklus, nomor="1", tanggal=timezone.localdate()
    )
    return HasilTerbit.objects.get(siklus=siklus)


def advice(past, number) -> Rekomendasi:
    return Rekomendasi.objects.get(evaluasi=past, indikator=number)


def shown(client, past, **query):
    page = client.get(f"/hasil/unit/{past.unit.uuid}/", query)
    return page, page.content.decode()


def told(client, past, hasil) -> list[tuple[str, str, str]]:
    """Of each recommendation its state, where it was verified, and where its level went."""
    page, text = shown(client, past, hasil=hasil.uuid)
    lanjut = page.context["lanjut"]
    for item in lanjut.saran:
        assert item.teks in text
    return [(item.status, item.siklus, item.gerak and item.gerak.ke) for item in lanjut.saran]


def next_year(cast, past, level, owner=None):
    """The result of a later cycle, validated; all but the first were looked at."""
    siklus = factories.make_siklus(owner or cast.nasional, nama="PEKPPP 2027", tahun=2027)
    made = make_validated(cast, siklus, cast.rsud, level=level)
    for number, status in ((2, Status.TERVERIFIKASI), (3, Status.BELUM_TERBUKTI)):
        row = follow_up_queries.commitment_of(advice(past, number))
        row.status, row.verifikasi, row.diverifikasi_dalam = status, SECRET, made
        row.save()
    return siklus


def test_states_are_coarse_and_nothing_that_anybody_wrote_is_told(client, cast, past):
    given = {"tindakan": SECRET, "penanggung_jawab": SECRET, "anggaran": 7654321}
    for number in (1, 2):
        commit(cast.operator, past, advice(past, number), **given)
    attach(cast.operator, past, advice(past, 1), name=f"{SECRET}.pdf")
    step(cast.operator, past, advice(past, 1), Step.LAPORKAN, SECRET)
    step(cast.bagian, past, advice(past, 1), Step.KEMBALIKAN, SECRET)
    hasil = HasilTerbit.objects.get()
    assert [row[0] for row in told(client, past, hasil)] == [
        "berjalan",
        "berjalan",
        "belum",
        "belum",
    ]
    text = shown(client, past)[1]
    assert "4 rekomendasi: 2 belum ada komitmen, 2 sedang ditindaklanjuti." in text
    assert SECRET not in text and "7.654.321" not in text and "Kembalikan" not in text


@stage.fixture
def promised(cast, past):
    for number in (1, 2, 3):
        commit(cast.operator, past, advice(past, number))
    return past


def test_a_verification_is_told_once_its_result_is_public(client, cast, promised):
    first = HasilTerbit.objects.get()
    siklus = next_year(cast, promised, 5)
    running = [("berjalan", "", None)] * 3 + [("belum", "", None)]
    assert told(client, promised, first) == running
    later = publish(cast, siklus)
    assert told(client, promised, first) == [
        ("berjalan", "", "5"),
        ("terverifikasi", "PEKPPP 2027", "5"),
        ("belum_terbukti", "PEKPPP 2027", "5"),
        ("belum", "", "5"),
    ]
    publication.withdraw(by=cast.menpan, terbit=later, reason=SECRET)
    assert told(client, promised, first) == running


def test_levels_of_another_scheme_are_not_compared(client, cast, promised):
    first = HasilTerbit.objects.get()
    publish(cast, next_year(cast, promised, 5, cast.banjarnegara), cast.bagian)
    assert [row[2] for row in told(client, promised, first)] == [None] * 4


def test_a_text_that_was_not_published_is_never_told(client, cast, past):
    Rekomendasi.objects.filter(pk=advice(past, 1).pk).update(teks=SECRET)
    recommend(past, SECRET, 4)
    hasil = HasilTerbit.objects.get()
    assert [row[0] for row in told(client, past, hasil)] == [None, "belum", "belum", "belum"]
    assert SECRET not in shown(client, past)[1]
