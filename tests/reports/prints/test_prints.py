"""Posters, blank forms and slips: what is on them, and who gets them."""

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from evaluations.models import KodeSurvei, LembarKode, TautanSurvei
from evaluations.survey.services.codes import grouped, make_batch
from pekppp.base.errors import Refused
from reports.models import Cetakan
from reports.prints import services as print_services
from tests import factories
from tests.emptying import erase


def content_of(row: Cetakan) -> bytes:
    row.refresh_from_db()
    assert (row.status, row.error) == ("selesai", "")
    return default_storage.open(row.path).read()


def printed(client, evaluasi, address: str) -> bytes:
    """Ask for it, let the worker work, and take it as the unit does."""
    base = f"/evaluasi/{evaluasi.uuid}/survei/cetak/"
    assert client.post(f"{base}{address}").status_code == 302
    page = client.get(base).content.decode()
    assert 'hx-trigger="every 2s"' in page
    row = print_services.print_next()
    assert row is not None and print_services.print_next() is None
    page = client.get(base, headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in page and "<html" not in page
    assert f"/cetakan/{row.uuid}/" in page
    response = client.get(f"/cetakan/{row.uuid}/")
    assert response["Content-Type"] == "application/pdf"
    return b"".join(response.streaming_content)


def test_a_poster_says_whose_survey_what_to_do_and_where(cast, evaluasi, as_user, pdf_text):
    link = TautanSurvei.objects.get(unit=cast.rsud)
    client = as_user(cast.operator)
    pages = pdf_text(printed(client, evaluasi, f"poster/{link.pk}/"))
    assert len(pages) == 1
    for words in (cast.rsud.nama, cast.banjarnegara.nama, "Pindai, nilai, kirim"):
        assert words in pages[0]
    assert f"/survei/{link.token}" in pages[0].replace(" ", "")
    # The same again is there already.
    client.post(f"/evaluasi/{evaluasi.uuid}/survei/cetak/poster/{link.pk}/")
    assert Cetakan.objects.count() == 1 and print_services.print_next() is None


def test_j11_what_is_printed_for_practice_says_so(cast, as_user, pdf_text):
    latihan = factories.make_siklus(cast.banjarnegara, latihan=True)
    evaluasi = factories.make_evaluasi(latihan, cast.rsud)
    link = TautanSurvei.objects.get(unit=cast.rsud)
    for address in (f"poster/{link.pk}/", "formulir/"):
        for page in pdf_text(printed(as_user(cast.operator), evaluasi, address)):
            assert "LATIHAN" in page.replace(" ", "")


@pytest.mark.parametrize(("form", "items"), [("A", 14), ("B", 11)])
def test_a_blank_form_has_every_item_on_one_sheet(cast, siklus, as_user, pdf_text, form, items):
    if form == "B":
        siklus.instrumen_b = factories.make_version("B")
        siklus.save()
    evaluasi = factories.make_evaluasi(siklus, cast.rsud, formulir=form)
    pages = pdf_text(printed(as_user(cast.operator), evaluasi, "formulir/"))
    spec = evaluasi.versi.instrumen
    assert (len(pages), len(spec.butir)) == (1, items)
    for number, butir in enumerate(spec.butir, start=1):
        assert f"{number} {butir.teks}" in pages[0]
    assert "Jangan menulis nama" in pages[0]


def test_slips_carry_every_code_of_the_batch_until_it_is_cancelled(
    cast, evaluasi, as_user, pdf_text
):
    lembar = make_batch(by=cast.operator, evaluasi=evaluasi, jumlah=13, label="Loket 2")
    client = as_user(cast.operator)
    pages = pdf_text(printed(client, evaluasi, f"kode/{lembar.uuid}/"))
    text = " ".join(pages)
    # A unit that is renamed prints its slips once more.
    cast.rsud.nama = "RSUD Nama Baru"
    cast.rsud.save()
    assert "Nama Baru" in pdf_text(printed(client, evaluasi, f"kode/{lembar.uuid}/"))[0]
    erase(Cetakan.objects.filter(masukan__unit="RSUD Nama Baru"))
    assert len(pages) == 2 and text.count("Loket 2") == 13
    for kode in KodeSurvei.objects.values_list("kode", flat=True):
        assert grouped(kode) in text
    LembarKode.objects.update(dibatalkan_pada=timezone.now())
    assert client.get(f"/cetakan/{Cetakan.objects.get().uuid}/").status_code == 404
    page = client.get(f"/evaluasi/{evaluasi.uuid}/survei/cetak/").content.decode()
    assert "Belum ada cetakan" in page


def test_what_a_dead_worker_left_is_found_by_the_sweep(cast, evaluasi):
    row = print_services.request_form(by=cast.operator, evaluasi=evaluasi)
    Cetakan.objects.update(status="dikerjakan", attempts=1, lease_until=timezone.now())
    assert print_services.sweep() == 1
    assert print_services.print_next() == row
    assert content_of(row).startswith(b"%PDF")
    assert print_services.sweep() == 0


def test_a_failure_is_said_on_the_row_and_asked_for_again(cast, evaluasi, as_user):
    row = print_services.request_form(by=cast.operator, evaluasi=evaluasi)
    words = "Pembuatan cetakan berulang kali terhenti di tengah jalan."
    Cetakan.objects.update(
        status="dikerjakan", attempts=print_services.QUEUE.most, lease_until=timezone.now()
    )
    print_services.sweep()
    page = as_user(cast.operator).get(f"/evaluasi/{evaluasi.uuid}/survei/cetak/")
    assert words in page.content.decode()
    print_services.request_form(by=cast.operator, evaluasi=evaluasi)
    assert print_services.print_next() == row


def test_only_who_manages_the_survey_prints(cast, evaluasi, as_user):
    base = f"/evaluasi/{evaluasi.uuid}/survei/cetak/"
    row = print_services.request_form(by=cast.operator, evaluasi=evaluasi)
    print_services.print_next()
    for person, status in ((cast.pimpinan, 403), (cast.operator_puskesmas, 404)):
        client = as_user(person)
        found = [client.get(base), client.post(f"{base}formulir/")]
        found.append(client.get(f"/cetakan/{row.uuid}/"))
        assert {response.status_code for response in found} == {status}


def test_a_kiosk_is_one_device_and_has_no_poster(cast, evaluasi, as_user):
    """Its answers leave no trace of a device: phones that scanned it would pass for the kiosk."""
    make = {"instansi": cast.banjarnegara, "unit": cast.rsud}
    kiosk = TautanSurvei.objects.create(**make, label="Kios lobi", kios=True)
    TautanSurvei.objects.create(**make, label="Loket 2")
    with pytest.raises(Refused, match="perangkat di tempat layanan"):
        print_services.request_poster(by=cast.operator, evaluasi=evaluasi, tautan=kiosk)
    page = as_user(cast.operator).get(f"/evaluasi/{evaluasi.uuid}/survei/cetak/").content.decode()
    assert "Poster kode QR: Loket 2" in page and "Kios lobi" not in page


def test_the_list_costs_the_same_for_three(cast, evaluasi, as_user, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, base = as_user(cast.operator), f"/evaluasi/{evaluasi.uuid}/survei/cetak/"
    print_services.request_form(by=cast.operator, evaluasi=evaluasi)
    client.get(base)
    with CaptureQueriesContext(connection) as one:
        client.get(base)
    for name in ("Loket 1", "Loket 2"):
        link = TautanSurvei.objects.create(instansi=cast.banjarnegara, unit=cast.rsud, label=name)
        print_services.request_poster(by=cast.operator, evaluasi=evaluasi, tautan=link)
    with django_assert_num_queries(len(one)):
        client.get(base)
