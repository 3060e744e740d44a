"""A corrected name reaches what still runs; what is decided keeps the name of its time."""

import pytest
from django.core.exceptions import PermissionDenied

from evaluations.core.queries.names import RUNNING
from evaluations.models import Evaluasi
from evaluations.places.services import names
from evaluations.publication.queries.search import find_published_units
from evaluations.rules.workflow import State
from pekppp.accounts.models import AuditEntry
from pekppp.accounts.services import places
from tests.evaluations.publication.test_publication import publish
from tests.evaluations.ready import make_validated

NEW = "RSUD Serayu Husada"


def rename(cast):
    places.update_unit(by=cast.bagian, unit=cast.rsud, nama=NEW)


def shown(evaluasi) -> str:
    return Evaluasi.objects.get(pk=evaluasi.pk).nama_unit


@pytest.mark.parametrize("state", State)
def test_only_a_running_evaluation_takes_the_corrected_name(cast, evaluasi, state):
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=state, akhir_alasan="x")
    rename(cast)
    assert names.correct(by=cast.bagian, place=cast.rsud) == (state.value in RUNNING)
    assert (shown(evaluasi) == NEW) is (state.value in RUNNING)


def test_the_unit_s_page_offers_it_to_who_manages_units(cast, evaluasi, as_user):
    page = f"/unit/{cast.rsud.uuid}/nama-evaluasi/"
    rename(cast)
    for who, status in ((cast.pimpinan, 403), (cast.operator, 403), (cast.admin_tetangga, 404)):
        assert as_user(who).post(page).status_code == status
    client = as_user(cast.bagian)
    assert "Perbaiki nama pada 1 evaluasi" in client.get(page).content.decode()
    assert client.post(page).status_code == 302
    entry = AuditEntry.objects.get(action="perbaiki_nama")
    assert (entry.data["dari"]["nama_unit"], entry.data["ke"]["nama_unit"]) == (
        "RSUD Hj. Anna Lasmanah",
        NEW,
    )
    assert client.get(page).content.decode().strip() == ""


def test_a_renamed_instansi_reaches_all_its_units(cast, evaluasi):
    places.update_instansi(by=cast.menpan, instansi=cast.banjarnegara, nama="Kabupaten Serayu")
    with pytest.raises(PermissionDenied):
        names.correct(by=cast.pimpinan, place=cast.banjarnegara)
    assert names.correct(by=cast.bagian, place=cast.banjarnegara) == 1
    assert Evaluasi.objects.get(pk=evaluasi.pk).nama_instansi == "Kabupaten Serayu"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("lasmanah  anna", True),
        ("serayu rsud", True),
        ("  husada   banjarnegara ", True),
        ("serayu tetangga", False),
    ],
)
def test_the_portal_finds_old_and_new_names_word_by_word(cast, siklus, asked, found):
    published = make_validated(cast, siklus, cast.rsud)
    publish(cast, siklus)
    rename(cast)
    rows = find_published_units(asked)
    assert [row.evaluasi for row in rows] == ([published] if found else [])
