"""J9: whoever closes a unit is told first what it is still evaluated in."""

import pytest

from evaluations.models import Evaluasi
from tests import factories


def test_j09_unfinished_evaluations_are_named_before_a_unit_is_closed(cast, evaluasi, as_user):
    other = factories.make_siklus(cast.banjarnegara, nama="Mandiri 2026")
    done = factories.make_evaluasi(other, cast.rsud)
    Evaluasi.objects.filter(pk=done.pk).update(state="terbit")
    page = as_user(cast.bagian).get(f"/unit/{cast.rsud.uuid}/tutup/").text
    assert f"/unit/{cast.rsud.uuid}/berjalan/" in page
    told = as_user(cast.bagian).get(f"/unit/{cast.rsud.uuid}/berjalan/").text
    assert evaluasi.siklus.nama in told and other.nama not in told
    Evaluasi.objects.update(state="terbit")
    told = as_user(cast.bagian).get(f"/unit/{cast.rsud.uuid}/berjalan/").text
    assert "Tidak ada evaluasi unit ini yang masih berjalan" in told


@pytest.mark.parametrize(("person", "status"), [("operator", 403), ("admin_tetangga", 404)])
def test_j09_only_who_may_close_it_asks(cast, evaluasi, as_user, person, status):
    address = f"/unit/{cast.rsud.uuid}/berjalan/"
    assert as_user(getattr(cast, person)).get(address).status_code == status
