"""State enterprises are reported apart: in no figure of K/L, pemda or the nation, anywhere."""

from fractions import Fraction

import pytest
from django.urls import reverse

from evaluations.history.queries import lines
from evaluations.monitoring.queries import national
from evaluations.overview.queries import performance
from evaluations.publication.queries.publication import published_in
from evaluations.rules.kinds import BADAN_USAHA
from reports.portal.ranks import instansi_ranks
from reports.portal.summary import nation as nation_of
from reports.portal.summary import summary
from tests import factories
from tests.evaluations.ready import make_validated
from tests.reports.portal.test_portal import publish
from tests.stage import stage


@stage.fixture
def nation(cast):
    """A ministry at 5, two governments at 3, and two enterprises at 1."""
    siklus = factories.make_siklus(cast.nasional, nama="PEKPPP Nasional dengan BUMN")
    owned = factories.make_instansi("Perumda Air Minum", "bumd", induk=cast.banjarnegara)
    kind = cast.rsud.jenis
    for instansi, level in (
        (factories.make_instansi("Kementerian Contoh", "kl"), 5),
        (cast.banjarnegara, 3),
        (cast.jateng, 3),
        (factories.make_instansi("Perusahaan Listrik", "bumn"), 1),
        (owned, 1),
    ):
        unit = factories.make_unit(instansi, f"Layanan {instansi}", jenis=kind)
        make_validated(cast, siklus, unit, level=level)
    publish(cast, siklus)
    return siklus


@pytest.fixture
def own(nation):
    """The exact mean of each kind's instansi, as the portal's ranks know it."""
    return {mean.nama: mean for mean in nation_of(nation, published_in(nation))[0]}


def test_the_portal_reports_them_apart(nation, own):
    assert list(own) == ["Nasional", "Kementerian/Lembaga", "Pemerintah daerah", BADAN_USAHA]
    kl, pemda = own["Kementerian/Lembaga"], own["Pemerintah daerah"]
    assert own["Nasional"].exact == (kl.exact + pemda.exact) / 2
    assert kl.exact > pemda.exact > own[BADAN_USAHA].exact
    assert [own[name].instansi for name in own] == [3, 1, 2, 2]
    assert own["Nasional"].cakupan.lokus == 3 and own[BADAN_USAHA].cakupan.lokus == 2
    assert "di luar angka nasional" in own[BADAN_USAHA].metode


def test_the_portal_shows_them_in_pages_and_open_data(nation, client):
    page = client.get(reverse("reports:results_summary", args=[nation.uuid])).content.decode()
    assert BADAN_USAHA in page and "di luar angka nasional" in page
    rows = {(row.kelompok, row.nama) for row in summary(nation, published_in(nation))}
    assert ("Nasional", BADAN_USAHA) in rows
    assert {"BUMN", "BUMD"} <= {nama for _, nama in rows}
    assert "Kabupaten Banjarnegara" not in {name for group, name in rows if "Wilayah" in group}
    assert {rank.dari for rank in instansi_ranks(nation).values()} == {1}


def test_monitoring_and_the_leaders_page_agree(cast, nation, own):
    (figures,) = national.report(cast.menpan, 2026, "nasional").figures
    named = {name.partition(",")[0]: mean.value for name, mean, _ in figures.groups}
    assert named == {name: own[name].exact for name in named} and BADAN_USAHA in named
    assert figures.national.value == own["Nasional"].exact and figures.cover.total == 3
    report = performance.report(
        cast.menpan, performance.get_scope(cast.menpan, ""), 2026, "nasional"
    )
    assert report.mean.value == own["Nasional"].exact and report.cover.total == 3
    rows = {row.nama: row.mean.value for row in report.rows}
    assert list(rows) == ["Kementerian/Lembaga", "Wilayah Jawa Tengah", BADAN_USAHA]
    groups = [group.name for group in national.report(cast.menpan, 2026, "nasional").provinces]
    assert groups == list(rows)


def test_the_line_of_the_nation_leaves_them_out(nation, own):
    points = lines._computed()
    assert {name: Fraction(found[0].nilai) for name, found in points.items()} == {
        name: Fraction(own[name].nilai) for name in own
    }


def test_an_administrative_city_that_was_not_opened_is_expected_nowhere(cast):
    """DKI's kota govern nothing of their own: what counts is what the cycle opened."""
    dki = factories.make_instansi("Provinsi DKI Jakarta", "provinsi")
    factories.make_unit(factories.make_instansi("Kota Adm. Uji", "kota", induk=dki), "Kelurahan")
    siklus = factories.make_siklus(cast.nasional)
    make_validated(cast, siklus, factories.make_unit(dki, "Dukcapil DKI"), level=4)
    publish(cast, siklus)
    pemda = nation_of(siklus, published_in(siklus))[0][2]
    assert (pemda.instansi, pemda.cakupan.lokus, pemda.berdiri) == (1, 1, True)
    (group,) = national.report(cast.menpan, 2026, "nasional").provinces
    assert (group.name, group.total, group.means["A"].total) == ("Wilayah DKI Jakarta", 1, 1)
    scope = performance.get_scope(cast.menpan, f"wilayah-{dki.uuid}")
    report = performance.report(cast.menpan, scope, 2026, "nasional")
    assert (report.mean.total, report.cover.total, len(report.rows)) == (1, 1, 1)
