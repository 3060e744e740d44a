"""Coaching sessions: held by an office for units that it watches, with who was there."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evaluations.follow_up.queries import coaching
from evaluations.follow_up.services.coaching import save_session
from evaluations.models import HasilTerbit, Pembinaan
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.base.errors import Conflict, Refused
from tests import factories
from tests.evaluations.follow_up.test_follow_up import commit, publish, recommend
from tests.evaluations.publication.test_publication import publish as decree
from tests.evaluations.ready import make_validated


def save(by, instansi, units, **more) -> Pembinaan:
    given = {
        "pokok": "Standar pelayanan",
        "tanggal": timezone.localdate(),
        "tempat": "Aula Bagian Organisasi",
        "peserta": [("Siti", "Kasubbag"), ("Budi", "")],
        **more,
    }
    return save_session(by=by, instansi=instansi, unit=units, **given)


def test_an_office_records_a_session_and_the_unit_hears_of_it(cast, evaluasi):
    publish(evaluasi)
    janji = commit(cast.operator, evaluasi, recommend(evaluasi))
    row = save(
        cast.bagian,
        cast.banjarnegara,
        [cast.rsud, cast.puskesmas],
        kesepakatan=[("SP selesai bulan depan", janji), ("Rapat lagi", None)],
    )
    assert [item.nama for item in row.peserta.all()] == ["Siti", "Budi"]
    assert [item.tindak_lanjut for item in row.kesepakatan.all()] == [janji, None]
    assert AuditEntry.objects.get(action="catat_pembinaan").data["peserta"][0][0] == "Siti"
    assert Notice.objects.filter(user=cast.operator, kind="pembinaan").count() == 1
    again = save(cast.bagian, cast.banjarnegara, [cast.rsud], pembinaan=row, based_on=1, peserta=[])
    assert (again.pk, again.versi, again.peserta.count()) == (row.pk, 2, 0)
    assert Notice.objects.filter(user=cast.operator, kind="pembinaan").count() == 1
    with pytest.raises(Conflict):
        save(cast.bagian, cast.banjarnegara, [cast.rsud], pembinaan=row, based_on=1)


@pytest.mark.parametrize("who", ["operator", "evaluator", "pimpinan", "biro", "admin_tetangga"])
def test_nobody_else_records_for_this_office(cast, who):
    with pytest.raises(PermissionDenied):
        save(getattr(cast, who), cast.banjarnegara, [cast.rsud])


def test_a_province_coaches_below_it_and_nobody_coaches_elsewhere(cast):
    assert save(cast.biro, cast.jateng, [cast.rsud]).instansi == cast.jateng
    with pytest.raises(PermissionDenied):
        save(cast.bagian, cast.banjarnegara, [cast.unit_tetangga])


def test_what_cannot_be_is_refused(cast, evaluasi):
    publish(evaluasi)
    janji = commit(cast.operator, evaluasi, recommend(evaluasi))
    wrong = (
        {"units": []},
        {"pokok": " "},
        {"tanggal": timezone.localdate() + timedelta(days=2)},
        {"units": [cast.puskesmas], "kesepakatan": [("Lain", janji)]},
    )
    for given in wrong:
        units = given.pop("units", [cast.rsud])
        with pytest.raises(Refused):
            save(cast.bagian, cast.banjarnegara, units, **given)
    assert not Pembinaan.objects.exists()


def test_who_reads_a_session(cast):
    row = save(cast.bagian, cast.banjarnegara, [cast.rsud])
    readers = ("bagian", "biro", "menpan", "pimpinan", "operator", "kepala")
    for who in (*readers, "operator_puskesmas", "admin_tetangga", "evaluator"):
        found = coaching.visible_sessions(getattr(cast, who)).filter(pk=row.pk).exists()
        assert found == (who in readers), who


def test_units_coached_together_do_not_read_each_other_s_commitments(cast, evaluasi, as_user):
    publish(evaluasi)
    janji = commit(cast.operator, evaluasi, recommend(evaluasi))
    units = [cast.rsud, cast.puskesmas]
    row = save(cast.bagian, cast.banjarnegara, units, kesepakatan=[("SP selesai", janji)])
    address = reverse("evaluations:coaching_session", args=[row.uuid])
    for who, reads in (
        ("operator", True), ("bagian", True), ("biro", True), ("menpan", True),
        ("operator_puskesmas", False),
    ):  # fmt: skip
        body = as_user(getattr(cast, who)).get(address).content.decode()
        assert "SP selesai" in body
        assert (janji.tindakan in body) == reads, who


def test_the_lowest_published_result_stands_first(cast, siklus):
    make_validated(cast, siklus, cast.puskesmas, level=2)
    make_validated(cast, siklus, cast.rsud, level=4)
    decree(cast, siklus)
    third = factories.make_unit(cast.banjarnegara, "Tanpa hasil")
    found = list(coaching.candidates(cast.bagian))
    assert found == [cast.puskesmas, cast.rsud, third]
    assert found[0].ipp == HasilTerbit.objects.get(evaluasi__unit=cast.puskesmas).ipp
    assert list(coaching.candidates(cast.bagian, "mandiraja")) == [cast.puskesmas]


def test_on_the_pages(cast, as_user, django_assert_num_queries):
    client, address = as_user(cast.bagian), reverse("evaluations:coaching_list")
    assert client.get(f"{address}baru/").status_code == 302  # nothing was ticked
    form = {
        "pilih": [str(cast.rsud.uuid)], "pokok": "SP", "tempat": "Aula", "catatan": "",
        "tanggal": timezone.localdate(), "based_on": "0",
        "peserta-TOTAL_FORMS": "2", "peserta-INITIAL_FORMS": "0",
        "peserta-0-nama": "Siti", "peserta-0-jabatan": "Kasubbag",
        "peserta-1-nama": "", "peserta-1-jabatan": "Tanpa nama",
        "sepakat-TOTAL_FORMS": "1", "sepakat-INITIAL_FORMS": "0", "sepakat-0-teks": "Rapat lagi",
    }  # fmt: skip
    refused = client.post(f"{address}baru/", form)
    assert refused.status_code == 422 and "Tulis namanya." in refused.content.decode()
    made = client.post(f"{address}baru/", form | {"peserta-1-nama": "Budi"})
    row = Pembinaan.objects.get()
    assert made.status_code == 302 and made.url == f"{address}{row.uuid}/"
    text = client.get(made.url).content.decode()
    assert "Siti, Kasubbag" in text and "Rapat lagi" in text
    assert client.get(f"{made.url}ubah/").status_code == 200
    unit = as_user(cast.operator)
    assert unit.get(made.url).status_code == 200 and "SP" in unit.get(address).content.decode()
    assert unit.get(f"{made.url}ubah/").status_code == 403
    assert as_user(cast.evaluator).get(address).status_code == 403
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in (2, 3):
        save(cast.bagian, cast.banjarnegara, [cast.rsud], pokok=f"Sesi {number}")
    with django_assert_num_queries(len(one)):
        client.get(address)
