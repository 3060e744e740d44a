"""A BUMD lies beneath whoever owns it: who reads it, and which province verifies it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from evaluations.core.queries.calendar import visible_siklus
from evaluations.core.queries.evaluations import get_evaluasi, visible_evaluasi
from evaluations.core.queries.monitored import appointable, monitored
from evaluations.core.queries.people import verifiers_come_from
from evaluations.overview.queries import performance
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.accounts.services.places import add_instansi
from pekppp.base.errors import Refused
from tests import factories
from tests.stage import stage


@stage.fixture
def water(cast, siklus):
    """The water supply of a kabupaten, with a unit that is evaluated and verified."""
    bumd = factories.make_instansi("Perumda Air Minum", "bumd", induk=cast.banjarnegara)
    unit = factories.make_unit(bumd, "Layanan Pelanggan")
    return factories.make_evaluasi(siklus, unit, verifikasi=True)


def fresh(user):
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("who", "reads"),
    [("bagian", True), ("biro", True), ("menpan", True), ("admin_tetangga", False)],
)
def test_its_owner_the_province_and_the_ministry_read_it(cast, water, who, reads):
    user = fresh(getattr(cast, who))
    assert (water.instansi in accounts.visible_instansi(user)) is reads
    assert (water.unit in accounts.visible_units(user)) is reads
    assert (water in visible_evaluasi(user)) is reads
    assert (water in monitored(user)) is reads
    assert (water.siklus in visible_siklus(user)) is reads
    assert user.has_perm(Permission.VIEW_UNIT, water.unit) is reads
    if reads:
        assert get_evaluasi(user, water.uuid, Permission.VIEW_EVALUASI) == water
        return
    with pytest.raises(Http404):
        get_evaluasi(user, water.uuid, Permission.VIEW_EVALUASI)


def test_the_province_verifies_it_and_never_its_owner(cast, water):
    assert water.provinsi == {cast.jateng.pk}
    assert cast.banjarnegara.pk not in verifiers_come_from(water)
    assert water in appointable(fresh(cast.biro)) and water not in appointable(fresh(cast.bagian))
    get_evaluasi(fresh(cast.biro), water.uuid, Permission.APPOINT_VERIFIER)
    with pytest.raises(PermissionDenied):
        get_evaluasi(fresh(cast.bagian), water.uuid, Permission.APPOINT_VERIFIER)


def test_a_region_shows_it_and_its_mean_leaves_it_out(cast, water):
    scope = performance.get_scope(fresh(cast.biro), "")
    report = performance.report(fresh(cast.biro), scope, 2026, "nasional")
    assert [row.nama for row in report.rows] == ["Perumda Air Minum"]
    assert (report.mean.total, report.cover.total) == (0, 0)
    own = performance.get_scope(fresh(cast.biro), f"instansi-{water.instansi.uuid}")
    assert performance.report(fresh(cast.biro), own, 2026, "nasional").cover.total == 1


def test_it_has_an_owner_and_a_bumn_has_none(cast):
    made = add_instansi(by=cast.menpan, nama="Bank Daerah", jenis="bumd", induk=cast.jateng)
    assert made.province_above == cast.jateng and made.above == {cast.jateng.pk}
    add_instansi(by=cast.menpan, nama="Perusahaan Listrik", jenis="bumn")
    for jenis, induk, words in (
        ("bumd", None, "Pilih pemerintah daerah pemilik BUMD ini."),
        ("bumd", made, "Pilih pemerintah daerah pemilik BUMD ini."),
        ("bumn", cast.jateng, "Hanya kabupaten, kota, dan BUMD yang mempunyai induk."),
        ("kota", None, "Pilih provinsi tempat kabupaten atau kota ini berada."),
    ):
        with pytest.raises(Refused, match=words):
            add_instansi(by=cast.menpan, nama="Lain", jenis=jenis, induk=induk)
