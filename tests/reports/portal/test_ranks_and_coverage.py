"""Ranks, forms apart, and when a mean stands for its group: on pages and in open data alike."""

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied

from evaluations.cycle.services.cycles import share_forms, update_siklus
from evaluations.models import HasilTerbit
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from pekppp.accounts.models import AuditEntry
from reports.portal.ranks import instansi_ranks, unit_ranks
from tests import factories
from tests.evaluations.ready import finish, make_finished, make_validated, respond
from tests.reports.portal.test_portal import publish
from tests.stage import stage

WORDS = "formulir B, rata-rata tanpa bobot indikator"


@stage.fixture
def nation(cast):
    """Both forms: three units of form A at two kabupaten and a ministry, two of form B."""
    siklus = factories.make_siklus(
        cast.nasional,
        nama="PEKPPP Nasional, kedua formulir",
        instrumen_a=factories.make_version("A"),
        instrumen_b=factories.make_version("B"),
    )
    other = factories.make_instansi("Kabupaten Wonosobo", induk=cast.jateng)
    kl = factories.make_instansi("Kementerian Contoh", "kl")
    kind = cast.rsud.jenis
    for unit, level, form in (
        (cast.rsud, 3, "A"),
        (factories.make_unit(other, "RSUD Wonosobo", jenis=kind), 3, "A"),
        (factories.make_unit(other, "RSUD Kertek", jenis=kind), 4, "A"),
        (factories.make_unit(kl, "Balai", jenis=kind), 5, "A"),
        (factories.make_unit(other, "RSUD Daring", jenis=kind), 5, "B"),
    ):
        make_validated(cast, siklus, unit, level=level, formulir=form)
    publish(cast, siklus)
    return siklus


def ranks(siklus):
    found = unit_ranks(siklus)
    rows = HasilTerbit.objects.filter(siklus=siklus).select_related("evaluasi")
    return {row.evaluasi.nama_unit: str(found[row.pk]) for row in rows}


def test_u06_every_list_ranks_within_the_kind_and_says_ties(client, cast, nation):
    expected = {
        "RSUD Kertek": "1 dari 3",
        cast.rsud.nama: "2 bersama dari 3",
        "RSUD Wonosobo": "2 bersama dari 3",
        "Balai": "1 dari 1",
        "RSUD Daring": "1 dari 1",
    }
    assert ranks(nation) == expected
    base = f"/hasil/{nation.uuid}/"
    table = csv.DictReader(io.StringIO(client.get(f"{base}data.csv?q=Wonosobo").content.decode()))
    row = next(row for row in table if row["Unit"] == "RSUD Wonosobo")
    # Of the whole group, whatever the filter left of it.
    assert (row["Peringkat"], row["Peringkat bersama"], row["Dari"]) == ("2", "True", "3")
    page = client.get(f"{base}?kategori=B-").content.decode()
    assert page.count("2 bersama dari 3") == 2 and "nilai persis" in page
    data = client.get(f"{base}data.json").json()["data"]
    assert {row["unit"]: row["peringkat"] for row in data}["RSUD Kertek"] == 1
    offices = client.get(f"{base}instansi.json").json()["data"]
    assert [(row["instansi"], row["formulir"], row["peringkat"]) for row in offices] == [
        ("Kementerian Contoh", "A", 1),
        ("Kabupaten Wonosobo", "A", 1),
        (cast.banjarnegara.nama, "A", 2),
        ("Kabupaten Wonosobo", "B", 1),
    ]
    assert "2 dari 2" in client.get(f"{base}?tampil=instansi").content.decode()


def test_u06_two_results_that_print_alike_are_two_places(client, cast, siklus):
    """3.25 and 3.2518, as 4.27 and 4.27 stood 16th and 17th."""
    make_validated(cast, siklus, cast.rsud)
    other = factories.make_unit(cast.banjarnegara, "RSUD Dua", jenis=cast.rsud.jenis)
    evaluasi = factories.make_evaluasi(siklus, other)
    respond(evaluasi.survei, [5, *[4] * (len(evaluasi.versi.instrumen.butir) - 1)])
    finish(cast, evaluasi, people=9)
    advance(by=cast.menpan, evaluasi=evaluasi, action=Action.VALIDASI)
    publish(cast, siklus)
    data = client.get(f"/hasil/{siklus.uuid}/data.json").json()["data"]
    assert {row["unit"]: (row["ipp"], row["peringkat"], row["bersama"]) for row in data} == {
        "RSUD Dua": (3.25, 1, False),
        cast.rsud.nama: (3.25, 2, False),
    }


def test_u06_form_b_says_so_and_shares_no_mean_until_the_ministry_says(client, cast, nation):
    base = f"/hasil/{nation.uuid}/"
    for path in ("", "?tampil=instansi", "data.csv", "rekap/", "rekap.json", "aspek/"):
        assert WORDS in client.get(base + path).content.decode(), path
    b = HasilTerbit.objects.get(evaluasi__formulir="B")
    assert WORDS in client.get(f"/hasil/unit/{b.evaluasi.unit.uuid}/").content.decode()
    rows = client.get(f"{base}rekap.json").json()["data"]
    region = [(r["formulir"], r["anggota"]) for r in rows if r["kelompok"] == "Wilayah provinsi"]
    assert region == [("A", 2), ("B", 1)]

    with pytest.raises(PermissionDenied):
        share_forms(by=cast.bagian, siklus=nation, together=True, reason="Mau saja.")
    share_forms(by=cast.menpan, siklus=nation, together=True, reason="Keputusan Deputi.")
    entry = AuditEntry.objects.get(action="formulir_bersama")
    assert (entry.by, entry.reason) == (cast.menpan, "Keputusan Deputi.")
    rows = client.get(f"{base}rekap.json").json()["data"]
    region = [(r["formulir"], r["anggota"]) for r in rows if r["kelompok"] == "Wilayah provinsi"]
    assert region == [("A dan B", 2)]
    assert ranks(nation)["RSUD Daring"] == "1 dari 4"
    assert len(instansi_ranks(nation)) == 3


def test_u06_the_ministry_turns_it_on_for_any_cycle_by_the_page(as_user, cast):
    own = factories.make_siklus(cast.banjarnegara, instrumen_b=factories.make_version("B"))
    address = f"/siklus/{own.uuid}/formulir-bersama/"
    assert as_user(cast.bagian).get(address).status_code == 403
    ministry = as_user(cast.menpan)
    assert ministry.post(address, {"alasan": ""}).status_code == 422
    assert ministry.post(address, {"alasan": "Diminta KemenPANRB."}).status_code == 302
    own.refresh_from_db()
    assert own.formulir_bersama


def test_u02_landing_headlines_a_group_only_from_a_coverage_on(client, cast, siklus):
    """One of two lokus is published: no big figure, and what is there is named."""
    make_validated(cast, siklus, cast.rsud)
    make_finished(cast, siklus, cast.puskesmas)
    kl = factories.make_instansi("Kementerian Contoh", "kl")
    make_validated(cast, siklus, factories.make_unit(kl, "Balai"), level=5)
    publish(cast, siklus)
    page = client.get("/").content.decode()
    assert 'big-number mb-1">4,75<' in page  # K/L: 1 of 1
    assert "Baru 1 dari 2 lokus terbit; rata-rata yang sudah terbit 3,25." in page
    assert 'big-number mb-1">3,25<' not in page and 'big-number mb-1">4,00<' not in page
    assert "1 instansi, 1 unit" in page and "2 instansi, 2 unit" in page

    def national():
        rows = client.get(f"/hasil/{siklus.uuid}/rekap.json").json()["data"]
        return {
            row["nama"]: (row["terbit"], row["lokus"], row["mewakili"])
            for row in rows
            if row["kelompok"] == "Nasional"
        }

    assert national() == {
        "Nasional": (2, 3, False),
        "Kementerian/Lembaga": (1, 1, True),
        "Pemerintah daerah": (1, 2, False),
    }
    assert client.get("/hasil/data.json").json()["data"][0]["lokus"] == 3
    # A setting of the cycle, which holds at once.
    update_siklus(by=cast.menpan, siklus=siklus, cakupan_tajuk=50)
    assert 'big-number mb-1">4,00<' in client.get("/").content.decode()
    assert national()["Nasional"] == (2, 3, True)
