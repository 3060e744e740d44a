"""Services, sites and readers of a unit: kept by those to whom they belong."""

import pytest
from django.core.exceptions import PermissionDenied

from pekppp.accounts.models import AuditEntry
from pekppp.accounts.services import offers, places
from pekppp.base.errors import Refused
from tests import factories


def put(cast, by, layanan=(), lokasi=()):
    return offers.set_offers(by=by, unit=cast.rsud, layanan=layanan, lokasi=lokasi)


@pytest.mark.parametrize("who", ["operator", "kepala", "bagian"])
def test_the_unit_and_its_owner_keep_the_lists(cast, as_user, who):
    client = as_user(getattr(cast, who))
    place = f"/unit/{cast.rsud.uuid}/layanan/"
    sent = {"layanan": "Rawat jalan\n\n  IGD ", "lokasi": "Pustu; Jalan Raya 3\nLoket 2"}
    assert client.post(place, sent).status_code == 302
    page = client.get(f"/unit/{cast.rsud.uuid}/").content.decode()
    assert "Rawat jalan" in page and "Pustu, Jalan Raya 3" in page and place in page
    form = client.get(place).content.decode()
    assert "IGD\nRawat jalan" in form and "Loket 2\nPustu; Jalan Raya 3" in form
    told = AuditEntry.objects.get(action="ubah_layanan_lokasi")
    assert told.data["ke"]["layanan"] == ["Rawat jalan", "IGD"]
    client.post(place, sent)  # nothing new, nothing told
    assert AuditEntry.objects.filter(action="ubah_layanan_lokasi").count() == 1


@pytest.mark.parametrize("who", ["pimpinan", "operator_puskesmas", "admin_tetangga", "siapapun"])
def test_nobody_else_does(cast, as_user, who):
    person = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        put(cast, person, ["IGD"])
    assert as_user(person).post(f"/unit/{cast.rsud.uuid}/layanan/").status_code in (403, 404)
    assert as_user(person).get(f"/unit/{cast.rsud.uuid}/pembaca/").status_code in (403, 404)


def test_respondents_are_offered_the_services(cast, evaluasi, client):
    put(cast, cast.operator, ["Rawat jalan <b>"])
    from evaluations.models import TautanSurvei

    token = TautanSurvei.objects.get(unit=cast.rsud, label="").token
    assert '<option value="Rawat jalan &lt;b&gt;">' in client.get(f"/survei/{token}/").text


@pytest.mark.parametrize(
    ("field", "layanan", "lokasi"),
    [
        ("layanan", ["IGD", "igd"], []),
        ("layanan", ["x" * 201], []),
        ("layanan", [f"Layanan {n}" for n in range(61)], []),
        ("lokasi", [], [("", "Jalan tanpa nama")]),
        ("lokasi", [], [("Pustu", "x" * 501)]),
    ],
)
def test_what_cannot_be_listed_is_refused_and_changes_nothing(cast, field, layanan, lokasi):
    put(cast, cast.operator, ["Lama"])
    with pytest.raises(Refused) as refused:
        put(cast, cast.operator, layanan, lokasi)
    assert refused.value.field == field
    assert [item.nama for item in cast.rsud.layanan.all()] == ["Lama"]


def test_what_was_typed_is_still_there_when_it_is_refused(cast, as_user):
    response = as_user(cast.operator).post(
        f"/unit/{cast.rsud.uuid}/layanan/", {"layanan": "IGD\nigd", "lokasi": "Pustu"}
    )
    assert response.status_code == 422
    assert "ditulis dua kali" in response.text and "IGD\nigd" in response.text


def test_a_reader_reads_the_unit_and_its_evaluations_and_changes_nothing(cast, evaluasi, as_user):
    reader = as_user(cast.admin_tetangga)
    pages = (f"/unit/{cast.rsud.uuid}/", f"/evaluasi/{evaluasi.uuid}/")
    assert [reader.get(page).status_code for page in pages] == [404, 404]
    owner = as_user(cast.bagian)
    place = f"/unit/{cast.rsud.uuid}/pembaca/"
    assert owner.post(place, {"instansi": cast.tetangga.uuid}).status_code == 302
    assert str(cast.tetangga) in owner.get(pages[0]).text
    assert [reader.get(page).status_code for page in pages] == [200, 200]
    assert reader.post(place, {"instansi": cast.tetangga.uuid}).status_code == 403
    assert "Ubah" not in reader.get(pages[0]).text
    assert owner.post(place, {"instansi": cast.tetangga.uuid}).status_code == 422
    assert owner.post(f"{place}{cast.tetangga.uuid}/hapus/").status_code == 302
    assert [reader.get(page).status_code for page in pages] == [404, 404]
    actions = AuditEntry.objects.filter(action__endswith="pembaca_unit")
    assert list(actions.order_by("pk").values_list("action", flat=True)) == [
        "tambah_pembaca_unit",
        "hapus_pembaca_unit",
    ]


def test_who_cannot_become_a_reader(cast):
    shut = factories.make_instansi("Kabupaten Lama")
    shut.closed_on = "2020-01-01"
    shut.save()
    for instansi in (cast.banjarnegara, shut):
        with pytest.raises(Refused):
            offers.add_reader(by=cast.bagian, unit=cast.rsud, instansi=instansi)
    for who in (cast.operator, cast.pimpinan, cast.admin_tetangga):
        with pytest.raises(PermissionDenied):
            offers.add_reader(by=who, unit=cast.rsud, instansi=cast.tetangga)


def test_a_closed_unit_takes_no_changes_but_the_end_of_reading(cast):
    offers.add_reader(by=cast.bagian, unit=cast.rsud, instansi=cast.tetangga)
    places.close_unit(by=cast.bagian, unit=cast.rsud)
    with pytest.raises(Refused):
        put(cast, cast.operator, ["IGD"])
    offers.remove_reader(by=cast.bagian, unit=cast.rsud, instansi=cast.tetangga)
    assert not cast.rsud.co_owners.exists()
