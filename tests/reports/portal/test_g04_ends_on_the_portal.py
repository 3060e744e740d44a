"""G4, the portal: who is not evaluated is found once the results are public.

That nothing of it shows before is in test_d07_portal.
"""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.cycle.services.replacement import replace
from evaluations.models import HasilTerbit
from evaluations.progress.services.steps import advance
from evaluations.publication.queries import ends
from evaluations.publication.services import publication
from evaluations.rules.workflow import Action
from tests import factories
from tests.evaluations.ready import finish, make_validated
from tests.stage import stage

REASON = {"reason": "RAHASIA kepala sakit.", "surat": "B/RAHASIA/7"}


def publish(cast, siklus, nomor="SK 1") -> None:
    publication.publish(by=cast.menpan, siklus=siklus, nomor=nomor, tanggal=timezone.localdate())


@stage.fixture
def klinik(cast):
    return factories.make_unit(cast.banjarnegara, "Klinik Pratama")


@stage.fixture
def published(cast, siklus, klinik):
    """The RSUD was replaced by a Klinik with a result; a Samsat did not fill its F01."""
    old = factories.make_evaluasi(siklus, cast.rsud)
    made = replace(by=cast.menpan, evaluasi=old, unit=klinik, **REASON)
    samsat = factories.make_evaluasi(siklus, factories.make_unit(cast.jateng, "Samsat Jaya"))
    advance(by=cast.menpan, evaluasi=samsat, action=Action.TIDAK_MENGISI, **REASON)
    finish(cast, made)
    advance(by=cast.menpan, evaluasi=made, action=Action.VALIDASI)
    publish(cast, siklus)
    return samsat


def page(client, address, status=200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    said = response.content.decode()
    assert "RAHASIA" not in said, address  # letter and reason stay in the annex
    return said


def test_g04_unit_office_cycle_and_search_say_who_is_not_evaluated(
    client, cast, siklus, klinik, published
):
    base, samsat = f"/hasil/{siklus.uuid}/", published
    successor = f'<a href="/hasil/unit/{klinik.uuid}/">Klinik Pratama</a>'
    unit = page(client, f"/hasil/unit/{cast.rsud.uuid}/")
    assert f"Diganti oleh {successor}" in unit and "SK 1" in unit
    office = page(client, f"{base}{cast.banjarnegara.uuid}/")
    assert "Tidak dievaluasi: 1" in office and f"Diganti oleh {successor}" in office
    assert "Samsat Jaya" in page(client, f"{base}{cast.jateng.uuid}/")  # without any result
    assert "2 tidak dievaluasi" in page(client, base)
    listed = page(client, f"{base}?tampil=tidak-dievaluasi")
    assert cast.rsud.nama in listed and "Tidak mengisi" in listed
    narrowed = page(client, f"{base}?tampil=tidak-dievaluasi&q=samsat")
    assert samsat.nama_unit in narrowed and cast.rsud.nama not in narrowed
    found = page(client, "/hasil/?q=anna lasmanah")
    assert cast.rsud.nama in found and "Diganti oleh" in found


def test_g04_means_never_count_them_and_coverage_names_them(client, siklus, published):
    said = page(client, "/")
    assert "1 dari 2 lokus terbit" in said  # the replaced one left its place
    assert "2 tidak dievaluasi" in said
    assert "3,25" in said
    assert list(ends.public_counts(siklus).values()) == [1, 1]


def test_g04_a_unit_with_results_says_that_it_is_not_evaluated_this_year(client, cast, siklus):
    before = factories.make_siklus(cast.nasional, nama="PEKPPP 2025", tahun=2025)
    make_validated(cast, before, cast.rsud)
    publish(cast, before, "SK 2025")
    ended = factories.make_evaluasi(siklus, cast.rsud)
    advance(by=cast.menpan, evaluasi=ended, action=Action.BATALKAN, **REASON)
    address = f"/hasil/unit/{cast.rsud.uuid}/"
    assert "Tidak dievaluasi tahun 2026" not in page(client, address)
    make_validated(cast, siklus, cast.puskesmas)
    publish(cast, siklus)
    assert "Tidak dievaluasi tahun 2026: dibatalkan" in page(client, address)


def test_g04_a_later_end_shows_with_the_decree_that_lists_it(client, cast, siklus, published):
    address = f"/hasil/unit/{published.unit.uuid}/"
    advance(by=cast.menpan, evaluasi=published, action=Action.PULIHKAN, reason="Surat susulan.")
    late = factories.make_evaluasi(siklus, cast.puskesmas)
    advance(by=cast.menpan, evaluasi=late, action=Action.BATALKAN, **REASON)
    assert "Tidak mengisi" in page(client, address)  # as the decree in force says
    page(client, f"/hasil/unit/{cast.puskesmas.uuid}/", 404)
    finish(cast, published)
    advance(by=cast.menpan, evaluasi=published, action=Action.VALIDASI)
    publish(cast, siklus, "SK 2")
    assert "Tidak mengisi" not in page(client, address)
    assert "Dibatalkan" in page(client, f"/hasil/unit/{cast.puskesmas.uuid}/")


def test_g04_a_withdrawn_decree_takes_its_list_along(client, cast, siklus, klinik, published):
    address = f"/hasil/unit/{cast.rsud.uuid}/"
    page(client, address)
    publication.withdraw(by=cast.menpan, terbit=HasilTerbit.objects.get(), reason="Keliru.")
    page(client, address, 404)
    page(client, f"/hasil/{siklus.uuid}/?tampil=tidak-dievaluasi", 404)


def test_g04_a_list_of_many_asks_no_more_than_one_of_few(client, cast, siklus, published):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(client, f"/hasil/{siklus.uuid}/?tampil=tidak-dievaluasi&q=kabupaten")
        return len(asked)

    before = queries()
    for number in range(5):
        unit = factories.make_unit(cast.banjarnegara, f"Unit {number}")
        ended = factories.make_evaluasi(siklus, unit)
        advance(by=cast.menpan, evaluasi=ended, action=Action.BATALKAN, **REASON)
    make_validated(cast, siklus, cast.puskesmas)
    publish(cast, siklus, "SK 2")
    assert queries() == before <= 15
