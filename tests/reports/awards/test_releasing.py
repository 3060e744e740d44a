"""Awards of a cycle: set by its organiser, public only while he releases them, printed on paper."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.models import HasilTerbit
from evaluations.publication.services import publication
from pekppp.accounts.models import AuditEntry
from pekppp.base.errors import Refused
from reports.awards import lists, queries, services
from reports.documents.services import documents
from reports.models import DaftarPenghargaan, Dokumen, RilisPenghargaan
from tests import factories
from tests.evaluations.ready import make_validated
from tests.reports.portal.test_portal import publish
from tests.stage import stage


@stage.fixture
def mandiri(cast):
    """A cycle of Banjarnegara with three published units: 4.75, 3.25 and 1.75; a mean of 3.25."""
    siklus = factories.make_siklus(cast.banjarnegara, nama="PEKPPP Mandiri 2026")
    for unit, level in ((cast.rsud, 1), (cast.puskesmas, 3)):
        make_validated(cast, siklus, unit, level=level)
    last = factories.make_unit(cast.banjarnegara, "Kecamatan Batur")
    make_validated(cast, siklus, last, level=5)
    publish(cast, siklus)
    return siklus


def three_best(cast, siklus, **more):
    settings = {"nama": "3 terbaik Mandiri", "penerima": "unit", "pemisahan": "semua", "tempat": 3}
    return services.save_list(by=cast.bagian, siklus=siklus, **settings | more)


def release(cast, siklus):
    made = lists.made(siklus, [row.aturan for row in queries.lists_of(siklus)])
    return services.release(by=cast.bagian, siklus=siklus, expected=lists.digest(made))


def names_in(data):
    return [row["penerima"] for row in data["data"]]


def test_u06_three_best_mandiri_are_public_only_while_they_are_released(
    client, as_user, cast, mandiri
):
    """By the pages alone: set, look, release, take back with a reason."""
    own, public = f"/publikasi/{mandiri.uuid}/penghargaan/", f"/hasil/{mandiri.uuid}/penghargaan"
    office = as_user(cast.bagian)
    form = {
        "nama": "3 terbaik Mandiri",
        "urutan": 1,
        "penerima": "unit",
        "sumber": "ipp",
        "pemisahan": "semua",
        "tempat": 3,
        "anggota_minimum": 1,
    }
    assert office.post(f"{own}baru/", form | {"nama": ""}).status_code == 422
    assert office.post(f"{own}baru/", form).status_code == 302
    page = office.get(own).content.decode()
    assert page.index("Kecamatan Batur") < page.index(cast.puskesmas.nama)
    assert "Tanpa syarat." in page and "Prioritas pembinaan" in page
    assert "belum merilis" in client.get(f"{public}/").content.decode()
    assert client.get(f"{public}.json").json()["data"] == []

    sidik = office.get(f"{own}rilis/").context["sidik"]
    office.post(f"{own}rilis/", {"sidik": "lain"})
    assert not RilisPenghargaan.objects.exists()
    office.post(f"{own}rilis/", {"sidik": sidik})
    shown = client.get(f"{public}/").content.decode()
    assert "3 terbaik Mandiri" in shown and "<strong>4,75</strong>" in shown
    assert "pembinaan" not in shown
    data = client.get(f"{public}.json").json()
    assert names_in(data) == ["Kecamatan Batur", cast.puskesmas.nama, cast.rsud.nama]
    assert [row["peringkat"] for row in data["data"]] == [1, 2, 3]
    assert "Kecamatan Batur" in client.get(f"{public}.csv").content.decode()
    assert client.get(f"{public}.xlsx").status_code == 200

    # Another setting changes nothing of what everyone reads.
    row = DaftarPenghargaan.objects.get()
    assert office.post(f"{own}{row.uuid}/", form | {"tempat": 1}).status_code == 302
    assert len(names_in(client.get(f"{public}.json").json())) == 3

    assert office.post(f"{own}cabut/", {"alasan": ""}).status_code == 422
    office.post(f"{own}cabut/", {"alasan": "Salah satu unit disanggah."})
    assert client.get(f"{public}.json").json()["data"] == []
    actions = AuditEntry.objects.filter(siklus_id=mandiri.pk).values_list("action", flat=True)
    assert {"atur_penghargaan", "rilis_penghargaan", "cabut_penghargaan"} <= set(actions)
    assert as_user(cast.menpan).get(own).status_code == 403


def test_u06_a_result_that_is_withdrawn_takes_the_lists_from_the_public(client, cast, mandiri):
    three_best(cast, mandiri)
    release(cast, mandiri)
    terbit = HasilTerbit.objects.get(evaluasi__unit=cast.rsud)
    publication.withdraw(by=cast.bagian, terbit=terbit, reason="Keliru.")
    page = client.get(f"/hasil/{mandiri.uuid}/penghargaan/").content.decode()
    assert cast.rsud.nama not in page and "berubah sejak penghargaannya dirilis" in page
    assert client.get(f"/hasil/{mandiri.uuid}/penghargaan.json").json()["data"] == []
    again = release(cast, mandiri)
    assert queries.release_of(mandiri) == again
    assert names_in(client.get(f"/hasil/{mandiri.uuid}/penghargaan.json").json()) == [
        "Kecamatan Batur",
        cast.puskesmas.nama,
    ]


@pytest.mark.parametrize(
    ("setting", "field"),
    [
        ({"penerima": "pembina", "sumber": "ombudsman"}, "sumber"),
        ({"sumber": "skm"}, "sumber"),
        ({"penerima": "instansi", "aspek_minimum": "A"}, "aspek_minimum"),
        ({"penerima": "instansi", "pemisahan": "jenis_unit"}, "pemisahan"),
        ({"nama": " "}, "nama"),
    ],
)
def test_u06_what_a_list_cannot_be_is_refused_beside_its_field(cast, mandiri, setting, field):
    with pytest.raises(Refused) as refused:
        three_best(cast, mandiri, **setting)
    assert refused.value.field == field


def test_u06_only_who_publishes_in_the_cycle_sets_and_releases(cast, mandiri):
    for person in (cast.menpan, cast.biro, cast.operator):
        with pytest.raises(PermissionDenied):
            services.save_list(by=person, siklus=mandiri, nama="x", penerima="unit")
        with pytest.raises(PermissionDenied):
            services.release(by=person, siklus=mandiri, expected="")


def test_u06_a_release_is_frozen_and_one_at_a_time(cast, mandiri):
    three_best(cast, mandiri)
    row = release(cast, mandiri)
    with pytest.raises(Exception, match="rilis_penghargaan"), transaction.atomic():
        RilisPenghargaan.objects.filter(pk=row.pk).update(isi=[])
    with pytest.raises(IntegrityError), transaction.atomic():
        RilisPenghargaan.objects.create(
            siklus=mandiri, instansi=mandiri.instansi, isi=[], sidik_hasil="x", oleh=cast.bagian
        )


def test_u06_the_usual_lists_are_a_start_and_can_be_changed(cast, mandiri):
    services.propose_usual(by=cast.bagian, siklus=mandiri)
    made = lists.made(mandiri, [row.aturan for row in queries.lists_of(mandiri)])
    found = {
        one["nama"]: [place["nama"] for part in one["bagian"] for place in part["tempat"]]
        for one in made
    }
    assert found["Unit terbaik"] == found["Unit teladan"] == ["Kecamatan Batur"]
    assert found["Pemerintah daerah terbaik"] == [cast.banjarnegara.nama]
    with pytest.raises(Refused):
        services.propose_usual(by=cast.bagian, siklus=mandiri)


def test_u06_the_lists_become_a_document_under_the_letterhead(cast, mandiri):
    three_best(cast, mandiri)
    row = services.request_document(by=cast.bagian, siklus=mandiri, tanggal=timezone.localdate())
    assert (row.jenis, row.kantor, row.perihal) == (
        "penghargaan",
        cast.banjarnegara,
        mandiri.nama,
    )
    again = services.request_document(by=cast.bagian, siklus=mandiri, tanggal=timezone.localdate())
    assert again == row
    documents.render_next()
    row.refresh_from_db()
    assert (row.status, row.error) == (Dokumen.Status.SELESAI, "")
    assert "Kecamatan Batur" in json.dumps(row.masukan)
