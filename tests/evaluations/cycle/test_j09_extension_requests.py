"""J9: an extension is asked for by a button, granted or refused with words; who grants is set."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.core.queries.calendar import Calendar
from evaluations.core.queries.deadlines import with_deadline
from evaluations.cycle.queries import extensions as extension_queries
from evaluations.cycle.services import extension_requests
from evaluations.cycle.services.extensions import add_extension, cancel_extension
from evaluations.models import Evaluasi, PermohonanPerpanjangan, Perpanjangan, Siklus
from evaluations.rules.workflow import Kegiatan
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.base.errors import Refused
from tests import factories

DAY = timedelta(days=1)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def later():
    return timezone.now() + 60 * DAY


def day() -> str:
    return str(later().date())


def ask(cast, siklus, by="operator", **more):
    values = {
        "instansi": cast.banjarnegara, "unit": cast.rsud, "kegiatan": ["isi_f01", "unggah_bukti"],
        "akhir": later(), "alasan": "Gedung kami terendam banjir.",
    }  # fmt: skip
    return extension_requests.ask(by=getattr(cast, by), siklus=siklus, **values | more)


def letter():
    return SimpleUploadedFile("surat.pdf", PDF, "application/pdf")


def test_j09_from_the_button_to_more_time(cast, siklus, evaluasi, as_user):
    """Asked by the unit with its letter, on the organiser's list, granted with words, told."""
    unit, organiser = as_user(cast.operator), as_user(cast.menpan)
    assert "Minta perpanjangan" in unit.get(evaluasi.get_absolute_url()).text
    typed = {
        "kegiatan": ["isi_f01", "survei"], "akhir": day(), "alasan": "Banjir.",
        "nomor_surat": "B/7", "berkas": letter(),
    }  # fmt: skip
    assert unit.post(evaluasi.address("extension_ask"), typed).status_code == 302
    row = PermohonanPerpanjangan.objects.get()
    page = f"/permohonan-perpanjangan/{row.uuid}/"
    assert page in organiser.get(f"/siklus/{siklus.uuid}/perpanjangan/").text
    assert page in unit.get(evaluasi.get_absolute_url()).text
    assert b"".join(organiser.get(f"{page}surat/").streaming_content) == PDF
    assert "unit mendapat waktu lebih lama, dan diberi tahu: RSUD" in organiser.get(page).text
    given = {"akhir": day(), "catatan": "Sekali ini saja."}
    assert organiser.post(f"{page}kabulkan/", given).status_code == 302
    made = Perpanjangan.objects.all()
    assert {item.kegiatan for item in made} == {"isi_f01", "survei"}
    assert {(item.unit, item.nomor_surat, item.surat) for item in made} == {
        (cast.rsud, "B/7", row.surat)
    }
    told = Notice.objects.get(user=cast.operator, kind="perpanjangan")
    assert "Sekali ini saja." in told.body and "dan" in told.subject  # both activities, once
    text = unit.get(page).text
    assert "Dikabulkan" in text and "Sekali ini saja." in text and "Kabulkan</button>" not in text


def test_j09_refused_with_words_or_taken_back(cast, siklus, evaluasi, as_user):
    row = ask(cast, siklus)
    address = f"/permohonan-perpanjangan/{row.uuid}/"
    organiser = as_user(cast.menpan)
    assert organiser.post(f"{address}tolak/", {"catatan": ""}).status_code == 422
    assert organiser.post(f"{address}tolak/", {"catatan": "Cukup."}).status_code == 302
    assert "Cukup." in Notice.objects.get(user=cast.kepala).body
    assert not Perpanjangan.objects.exists()
    with pytest.raises(Refused, match="sudah ditolak"):
        extension_requests.grant(by=cast.menpan, permohonan=row, akhir=later())
    again = ask(cast, siklus)
    with pytest.raises(Refused, match="masih menunggu"):
        ask(cast, siklus, by="bagian")
    assert as_user(cast.kepala).post(f"/permohonan-perpanjangan/{again.uuid}/tarik/")
    again.refresh_from_db()
    assert again.status == "ditarik"
    assert AuditEntry.objects.filter(action="tarik_permohonan_perpanjangan").exists()


@pytest.mark.parametrize(
    ("by", "unit", "fine"),
    [
        ("operator", True, True),
        ("kepala", True, True),
        ("bagian", True, True),
        ("bagian", False, True),
        ("biro", False, True),  # the province manages its units
        ("operator", False, False),
        ("operator_puskesmas", True, False),
        ("pimpinan", True, False),
        ("evaluator", True, False),
        ("admin_tetangga", True, False),
    ],
)
def test_j09_the_unit_asks_for_itself_and_the_office_for_its_units(
    cast, siklus, evaluasi, by, unit, fine
):
    where = {} if unit else {"unit": None}
    if fine:
        assert ask(cast, siklus, by=by, **where).oleh == getattr(cast, by)
    else:
        with pytest.raises(PermissionDenied):
            ask(cast, siklus, by=by, **where)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"kegiatan": []}, "kegiatan"), ({"akhir": timezone.now() - DAY}, "akhir")],
)
def test_j09_what_cannot_be_asked_for(cast, siklus, evaluasi, change, field):
    with pytest.raises(Refused) as refused:
        ask(cast, siklus, **change)
    assert refused.value.field == field


def test_j09_where_nothing_runs_nothing_is_asked_for(cast, siklus, evaluasi):
    Evaluasi.objects.update(state="terbit")
    with pytest.raises(Refused, match="masih berjalan"):
        ask(cast, siklus)
    Siklus.objects.update(status="ditutup")
    siklus.refresh_from_db()
    with pytest.raises(Refused, match="selama siklus berjalan"):
        ask(cast, siklus)


def test_j09_who_grants_is_a_setting_of_the_cycle(cast, siklus, evaluasi, as_user):
    """The organiser alone, until he lets the instansi that evaluates do so for its units."""
    factories.make_evaluasi(siklus, cast.unit_tetangga)
    office, address = as_user(cast.bagian), f"/siklus/{siklus.uuid}/perpanjangan/"
    more = {"siklus": siklus, "kegiatan": "isi_f01", "akhir": later(), "alasan": "Banjir."}
    row = ask(cast, siklus)
    assert office.get(address).status_code == 403
    with pytest.raises(PermissionDenied):
        add_extension(by=cast.bagian, units=[cast.rsud], **more)
    with pytest.raises(PermissionDenied):
        extension_requests.grant(by=cast.bagian, permohonan=row, akhir=later())
    assert office.post(f"{address}pemberi/", {"penilai": "ya"}).status_code == 403
    assert as_user(cast.menpan).post(f"{address}pemberi/", {"penilai": "ya"}).status_code == 302

    text = office.get(address).text
    assert str(row.uuid) in text and "Seluruh siklus" not in text
    assert cast.unit_tetangga.nama not in text
    extension_requests.grant(by=cast.bagian, permohonan=row, akhir=later())
    [made] = add_extension(by=cast.bagian, units=[cast.rsud], **more | {"akhir": later() + DAY})
    cancel_extension(by=cast.bagian, perpanjangan=made, alasan="Keliru.")
    for beyond in (
        {"units": [cast.unit_tetangga]},
        {"instansi": cast.banjarnegara, "termasuk_bawahan": True},
        {},
    ):
        with pytest.raises(PermissionDenied):
            add_extension(by=cast.bagian, **beyond, **more)


def test_j09_the_whole_cycle_is_never_proposed(cast, siklus, evaluasi, as_user):
    page = as_user(cast.menpan).get(f"/siklus/{siklus.uuid}/perpanjangan/").text
    assert 'value="siklus"' in page and 'value="siklus" id="id_lingkup_3" checked' not in page
    chosen = as_user(cast.menpan).get(f"/siklus/{siklus.uuid}/perpanjangan/?unit={cast.rsud.uuid}")
    assert 'value="unit" id="id_lingkup_0" checked' in chosen.text


def test_j09_the_letter_goes_along_through_the_question(cast, siklus, evaluasi, as_user):
    """Chosen once: the page that asks keeps it, and a forged one is nobody's."""
    client, address = as_user(cast.menpan), f"/siklus/{siklus.uuid}/perpanjangan/"
    typed = {
        "kegiatan": ["isi_f01", "unggah_bukti"], "lingkup": "instansi", "alasan": "Banjir.",
        "instansi": cast.banjarnegara.uuid, "akhir": day(), "nomor_surat": "B/8",
    }  # fmt: skip
    bare = Client()  # that confirms nothing by itself
    bare.cookies = client.cookies
    asked = bare.post(address, {**typed, "berkas": letter()})
    assert asked.status_code == 200
    kept = dict(asked.context["kiriman"])["tersimpan"]
    confirmed = {**typed, "akibat": asked["X-Akibat"]}
    assert bare.post(address, {**confirmed, "tersimpan": kept[:-1] + "x"}).status_code == 422
    assert bare.post(address, {**confirmed, "tersimpan": kept}).status_code == 302
    rows = Perpanjangan.objects.all()
    assert {row.kegiatan for row in rows} == {"isi_f01", "unggah_bukti"}
    page = bare.get(f"{address}{rows[0].pk}/surat/")
    assert b"".join(page.streaming_content) == PDF
    wrong = SimpleUploadedFile("x.pdf", b"tidak")
    assert bare.post(address, {**typed, "berkas": wrong}).status_code == 422


def test_j09_a_province_with_all_below_it_reaches_what_a_kabupaten_owns(cast, siklus):
    """The page, the service, the notice and the deadlines in SQL say the same."""
    bumd = factories.make_instansi("PDAM Banjarnegara", "bumd", induk=cast.banjarnegara)
    person = factories.make_user("pdam")
    unit = factories.make_unit(bumd, "Pelayanan Pelanggan")
    factories.member(person, "operator", unit)
    made = factories.make_evaluasi(siklus, unit)
    other = factories.make_evaluasi(siklus, cast.unit_tetangga)
    [row] = add_extension(
        by=cast.menpan, siklus=siklus, kegiatan="isi_f01", akhir=later(), alasan="Banjir.",
        instansi=cast.jateng, termasuk_bawahan=True,
    )  # fmt: skip
    assert list(extension_queries.at_work(row)) == [made]
    assert Notice.objects.filter(user=person).exists()
    calendar = Calendar(siklus)
    for item in Evaluasi.objects.select_related("instansi__induk"):
        until = calendar.window(item, Kegiatan.ISI_F01).deadline(timezone.now())
        assert (until == row.akhir) is (item == made)
        assert with_deadline(Evaluasi.objects.filter(pk=item.pk)).get().tenggat == until
    assert other.pk != made.pk


def test_j09_the_list_costs_the_same_for_one_and_three(cast, siklus, evaluasi, as_user):
    client, costs = as_user(cast.menpan), []
    for number in (1, 2):
        for each in range(number):
            unit = factories.make_unit(cast.banjarnegara, f"Puskesmas {number} {each}")
            factories.make_evaluasi(siklus, unit)
            ask(cast, siklus, by="bagian", unit=unit)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/siklus/{siklus.uuid}/perpanjangan/")
        costs.append(len(queries))
    assert costs[0] == costs[1]
