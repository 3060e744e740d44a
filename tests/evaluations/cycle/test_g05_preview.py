"""G5: the preview names every instansi without a lokus, every quota and every overlap."""

import io
import random
import re
from collections import defaultdict

import openpyxl  # noqa: TID251  a workbook as somebody else's program opens it
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.cycle.services import proposals
from evaluations.cycle.services.cycles import LokusRule, lokus_kinds, set_lokus, update_siklus
from evaluations.cycle.services.opening import open_siklus
from evaluations.cycle.services.preview import preview_opening
from evaluations.models import Evaluasi, UsulanLokus
from evaluations.rules.workflow import STEPS
from pekppp.accounts.models import Instansi, UnitLokus, Wilayah
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.cycle.lokus import LETTER, with_rules

KINDS = {"rsud": "kesehatan", "dinkes": "kesehatan", "capil": "adminduk", "samsat": "keuangan"}
# Kind of instansi, kind of unit, sector, number of each.
RULES = [
    ("kabupaten", "rsud", "", 1),
    ("kabupaten", "capil", "", None),
    ("kota", "", "kesehatan", 2),
    ("kota", "rsud", "", None),
    ("provinsi", "samsat", "", 1),
    ("bumd", "samsat", "", None),
    ("bumn", "", "keuangan", None),
]
SIZES = {"short": (70, 220), "full": (655, 1950)}


def nation(cast, places, units):
    """A seeded country: instansi, their units, another running cycle, choices and exemptions."""
    draw = random.Random(2026)  # noqa: S311  the same country each time, nothing secret
    kinds = {
        kode: factories.make_kind(kode, kode.upper(), sektor) for kode, sektor in KINDS.items()
    }
    provinces = [
        factories.make_instansi(f"Provinsi {number:02}", "provinsi") for number in range(8)
    ]
    rest = Instansi.objects.bulk_create(
        Instansi(
            kode=f"g5-{number}",
            nama=f"Instansi {number:03}",
            jenis=jenis,
            induk=draw.choice(provinces) if jenis in ("kabupaten", "kota") else None,
        )
        for number in range(places - len(provinces))
        for jenis in [draw.choice(["kabupaten"] * 7 + ["kota"] * 2 + ["bumn", "bumd"])]
    )
    owners = [*provinces, *rest]
    made = UnitLokus.objects.bulk_create(
        UnitLokus(
            instansi=draw.choice(owners),
            nama=f"Unit {number:04}",
            jenis=kinds[kode],
            sektor=KINDS[kode],
        )
        for number in range(units)
        for kode in [draw.choice(list(KINDS))]
    )
    siklus = factories.make_siklus(cast.nasional)
    other = factories.make_siklus(cast.nasional, nama="PEKPPP lain")
    practice = factories.make_siklus(cast.nasional, nama="Latihan", latihan=True)
    steps = {"versi": siklus.instrumen_a, "tahapan": list(STEPS)}
    Evaluasi.objects.bulk_create(
        Evaluasi(
            siklus=cycle, unit=unit, formulir="A", instansi=unit.instansi, penilai=unit.instansi,
            nama_unit=unit.nama, nama_instansi=unit.instansi.nama,
            jenis_instansi=unit.instansi.jenis, jenis_unit=unit.jenis.nama, sektor=unit.sektor,
            **steps,
        )
        for cycle, part in ((siklus, 9), (other, 5), (practice, 4))
        for unit in made[::part]
    )  # fmt: skip
    decided = {"oleh": cast.menpan, "diputus_oleh": cast.menpan, "diputus_pada": timezone.now()}
    UsulanLokus.objects.bulk_create(
        UsulanLokus(
            siklus=siklus, instansi=unit.instansi, unit=unit, jenis=jenis, status="diterima",
            alasan="A", **decided,
        )
        for jenis, part in (("nominasi", 3), ("pengecualian", 11))
        for unit in made[2::part]
    )  # fmt: skip
    set_lokus(
        by=cast.menpan,
        siklus=siklus,
        rules=[
            LokusRule(kind, kinds.get(kode), jumlah, sector) for kind, kode, sector, jumlah in RULES
        ],
    )
    return siklus, other


def independent(siklus, other):
    """The same by a plain look at each instansi and each of its units; no code of the preview."""
    names = {unit.pk: unit.nama for unit in UnitLokus.objects.all()}
    there = set(siklus.evaluasi.values_list("unit", flat=True))
    elsewhere = set(other.evaluasi.values_list("unit", flat=True))
    said = UsulanLokus.objects.filter(siklus=siklus).values_list("jenis", "unit")
    chosen = {pk for jenis, pk in said if jenis == "nominasi"}
    exempt = {pk for jenis, pk in said if jenis == "pengecualian"}
    missing, quotas, overlaps = set(), {}, set()
    for place in Instansi.objects.filter(closed_on=None).exclude(jenis="nasional"):
        by_rule = defaultdict(list)
        mine = [rule for rule in RULES if rule[0] == place.jenis]
        for unit in place.units.all():
            fits = [
                rule
                for rule in mine
                if rule[1] in ("", unit.jenis_id) and rule[2] in ("", unit.sektor)
            ]
            for rule in fits:
                by_rule[rule, "any"].append(unit.pk)
            if fits:
                by_rule[max(fits, key=lambda rule: rule[1] != ""), "own"].append(unit.pk)
                if unit.pk in elsewhere:
                    overlaps.add(unit.nama)
        for rule in mine:
            if not by_rule[rule, "any"]:
                missing.add((place.nama, rule[1] or rule[2]))
            own = by_rule[rule, "own"]
            waiting = [pk for pk in own if pk not in there and pk not in exempt]
            left = None if rule[3] is None else max(0, rule[3] - len(there & set(own)))
            if left is not None and len(waiting) > left:
                picked = len(chosen & set(waiting))
                quotas[place.nama] = (
                    left,
                    len(waiting),
                    max(0, left - picked),
                    max(0, picked - left),
                )
    return missing, quotas, overlaps, {names[pk] for pk in there}


def told(preview):
    missing = {
        (row.instansi.nama, row.aturan.jenis_unit_id or row.aturan.sektor)
        for row in preview.rows
        if row.status == "tiada"
    }
    quotas = {
        item.instansi.nama: (
            item.counted.left,
            len(item.counted.units),
            item.counted.to_choose,
            item.counted.exceeded,
        )
        for item in preview.quotas
    }
    return missing, quotas, {row.unit.nama for row in preview.rows if row.elsewhere}


@pytest.mark.parametrize(
    "size", ["short", pytest.param("full", marks=pytest.mark.size)], ids=["short", "full"]
)
def test_g05_every_missing_lokus_every_quota_and_every_overlap(cast, as_user, size):
    siklus, other = nation(cast, *SIZES[size])
    missing, quotas, overlaps, opened = independent(siklus, other)
    preview = preview_opening(by=cast.menpan, siklus=siklus)
    assert told(preview) == (missing, quotas, overlaps)
    assert min(map(len, (missing, quotas, overlaps))) >= 5  # the seed tries something
    named = [row.unit.pk for row in preview.rows if row.unit]
    assert len(named) == len(set(named))
    assert {row.unit.nama for row in preview.rows if row.status == "ada"} <= opened

    client, page = as_user(cast.menpan), f"/siklus/{siklus.uuid}/buka/"
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        body = client.get(page).content.decode()
    assert len(queries) <= 15
    shown, number = [], 1
    while True:
        shown += re.findall(r'<td data-label="Status"><strong>([^<]+)', body)
        number += 1
        if f"halaman={number}" not in body:
            break
        body = client.get(page, {"halaman": number}).content.decode()
    assert len(shown) == len(preview.rows)

    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(client.get(f"{page}xlsx/", {"status": "tiada"})))
    )
    rows = [[cell.value for cell in row] for row in book["Lokus"].iter_rows()]
    listed = {row[1] for row in rows if row[6] == "Belum ada unit"}
    assert listed == {place for place, _ in missing}
    assert {row[0].value for row in book["Kuota"].iter_rows(min_row=2)} == set(quotas)


def test_g05_opening_refuses_with_every_exceeded_quota(cast):
    siklus, other = nation(cast, *SIZES["short"])
    _, quotas, _, _ = independent(siklus, other)
    exceeded = {place for place, numbers in quotas.items() if numbers[3]}
    assert len(exceeded) > 1
    with pytest.raises(Refused) as refused:
        open_siklus(by=cast.menpan, siklus=siklus)
    assert {place for place in quotas if f"{place}:" in refused.value.message} == exceeded


def test_g05_the_page_costs_the_same_for_few_and_many(cast, as_user):
    siklus = factories.make_siklus(cast.nasional)
    with_rules(cast.menpan, siklus, LokusRule("kabupaten", factories.make_kind(), 1))
    client, page = as_user(cast.menpan), f"/siklus/{siklus.uuid}/buka/"

    def counted():
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    few = counted()
    for number in range(4):
        place = factories.make_instansi(f"Kabupaten {number}", induk=cast.jateng)
        for unit in range(3):
            factories.make_unit(place, f"RSUD {unit}")
        proposals.ask_exemption(
            by=cast.menpan, siklus=siklus, instansi=place, alasan="A", letter=LETTER
        )
    assert counted() == few


# What the rules say -------------------------------------------------------------------------------


def rows_of(cast, siklus):
    return {
        row.unit or row.instansi: row for row in preview_opening(by=cast.menpan, siklus=siklus).rows
    }


def test_g05_a_unit_that_two_rules_name_is_opened_once(cast, siklus):
    rules = [
        LokusRule("kabupaten", sektor="kesehatan"),
        LokusRule("kabupaten", factories.make_kind()),
    ]
    with_rules(cast.menpan, siklus, *rules)
    row = rows_of(cast, siklus)[cast.rsud]
    assert "Juga disebut aturan unit sektor Kesehatan; dibuka satu kali." in row.warnings
    open_siklus(by=cast.menpan, siklus=siklus)
    assert Evaluasi.objects.filter(unit=cast.rsud).count() == 1
    assert Evaluasi.objects.filter(unit=cast.puskesmas).exists()  # named by the sector alone


@pytest.mark.parametrize(
    ("penilai", "whose", "warned"),
    [("pemilik", "own", False), ("provinsi", "above", True), ("penyelenggara", "ministry", False)],
)
def test_g05_who_evaluates_follows_from_the_rule(cast, siklus, penilai, whose, warned):
    with_rules(cast.menpan, siklus, LokusRule("kabupaten", factories.make_kind(), penilai=penilai))
    rows = rows_of(cast, siklus)
    expected = {"own": cast.banjarnegara, "above": cast.jateng, "ministry": cast.nasional}[whose]
    assert rows[cast.rsud].seed.penilai == expected
    # The neighbour has no province above it.
    words = "Tidak ada provinsi di atasnya; dinilai instansi pemilik."
    assert (words in rows[cast.unit_tetangga].warnings) == warned
    open_siklus(by=cast.menpan, siklus=siklus)
    assert Evaluasi.objects.get(unit=cast.rsud).penilai == expected


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "jenis_unit"),
        ({"sektor": "tiada"}, "sektor"),
        ({"sektor": "data", "penilai": "tiada"}, "penilai"),
        ({"sektor": "data", "penilai": "provinsi", "jenis_instansi": "kl"}, "penilai"),
        ({"sektor": "data", "nominasi": True}, "jumlah"),
        ({"sektor": "data", "jumlah": 0}, "jumlah"),
    ],
)
def test_g05_an_impossible_rule_is_refused_beside_its_field(cast, siklus, fields, field):
    with pytest.raises(Refused) as refused:
        with_rules(cast.menpan, siklus, LokusRule(**{"jenis_instansi": "kabupaten"} | fields))
    assert refused.value.field == field


def test_g05_a_rule_is_written_once_but_kind_and_sector_are_others(cast, siklus):
    kind = factories.make_kind()
    rules = [LokusRule("kabupaten", kind), LokusRule("kabupaten", kind, sektor="kesehatan")]
    with_rules(cast.menpan, siklus, *rules)
    assert siklus.aturan_lokus.count() == 2
    with pytest.raises(Refused, match="ditulis dua kali"):
        with_rules(
            cast.menpan, siklus, LokusRule("kota", sektor="data"), LokusRule("kota", sektor="data")
        )


def test_g05_administrative_cities_take_part_by_the_cycle_s_setting(cast, siklus):
    region = Wilayah.objects.create(kode="31", jenis="provinsi", nama="DKI Jakarta")
    city = Wilayah.objects.create(kode="31.71", induk=region, jenis="kota", nama="X", otonom=False)
    place = factories.make_instansi("Kota Administrasi Jakarta Pusat", "kota", wilayah=city)
    unit = factories.make_unit(place, "RSUD Tarakan")
    with_rules(cast.menpan, siklus, LokusRule("kota", factories.make_kind()))
    preview = preview_opening(by=cast.menpan, siklus=siklus)
    assert (preview.rows, preview.left_out) == ([], ["Kota Administrasi Jakarta Pusat"])
    update_siklus(by=cast.menpan, siklus=siklus, kota_administrasi=True)
    assert rows_of(cast, siklus)[unit].status == "otomatis"


def test_g05_bumn_and_bumd_have_rules_and_cycles_of_their_own(cast):
    owner = factories.make_instansi("PT Uji", "bumn")
    admin = factories.make_user("admin_bumn")
    factories.member(admin, "admin_instansi", owner)
    unit = factories.make_unit(owner, "Cabang Utama")
    own = factories.make_siklus(owner)
    assert lokus_kinds(own) == ["bumn"]
    with_rules(admin, own, LokusRule("bumn", factories.make_kind()))
    assert open_siklus(by=admin, siklus=own).created == 1
    national = factories.make_siklus(cast.nasional)
    assert {"bumn", "bumd"} <= set(lokus_kinds(national))
    with_rules(cast.menpan, national, LokusRule("bumn", factories.make_kind()))
    assert rows_of(cast, national)[unit].elsewhere == [own.nama]


# Pages --------------------------------------------------------------------------------------------


def test_g05_the_counts_filter_the_table_and_the_ticks_are_kept(cast, as_user, siklus):
    factories.make_unit(cast.banjarnegara, "RSUD Kedua")
    rules = [
        LokusRule("kabupaten", factories.make_kind(), 1),
        LokusRule("provinsi", factories.make_kind("samsat", "Samsat", "keuangan")),
    ]
    with_rules(cast.menpan, siklus, *rules)
    client, page = as_user(cast.menpan), f"/siklus/{siklus.uuid}/buka/"
    body = client.get(page, {"status": "tiada"}).content.decode()
    assert "Provinsi Jawa Tengah" in body and "RSUD Kedua" not in body
    for asked in ({"q": "kedua"}, {"jenis": "rsud", "status": "pilih"}):
        body = client.get(page, asked).content.decode()
        assert "RSUD Kedua" in body and cast.unit_tetangga.nama not in body
    code = cast.jateng.kode
    body = client.get(page, {"provinsi": code}).content.decode()
    assert cast.rsud.nama in body and cast.unit_tetangga.nama not in body
    client.get(page, {"provinsi": "tiada", "status": "tiada", "tanda": "x"})
    answer = client.post(f"{page}pilih/?status=pilih", {"unit": [str(cast.rsud.uuid)]})
    assert answer.url == f"{page}?status=pilih"
    assert cast.rsud.nama in client.get(page, {"status": "terpilih"}).content.decode()
    client.post(f"{page}lepaskan/", {"unit": [str(cast.rsud.uuid)]})
    assert cast.rsud.nama in client.get(page, {"status": "pilih"}).content.decode()
    refused = client.post(f"{page}pilih/")
    assert (refused.status_code, "Centang" in refused.content.decode()) == (422, True)
    assert client.post(f"{page}minta-usulan/").status_code == 422


def test_g05_a_small_cycle_opens_what_is_ticked(cast, as_user):
    siklus = factories.make_siklus(cast.banjarnegara)
    units = [factories.make_unit(cast.banjarnegara, f"Unit {number:02}") for number in range(39)]
    with_rules(cast.bagian, siklus, LokusRule("kabupaten", factories.make_kind()))
    client, page = as_user(cast.bagian), f"/siklus/{siklus.uuid}/buka/"
    assert client.get(page).content.decode().count('name="unit"') == 40
    ticked = [str(unit.uuid) for unit in units[:38]]
    client.post(page, {"pilihan": "dicentang", "unit": ticked})
    assert siklus.evaluasi.count() == 38


def test_g05_rows_are_added_without_saving_and_kept(cast, as_user, siklus):
    page = f"/siklus/{siklus.uuid}/lokus/"
    data = {
        "lokus-TOTAL_FORMS": "1",
        "lokus-INITIAL_FORMS": "0",
        "lokus-0-jenis_instansi": "kabupaten",
        "lokus-0-sektor": "kesehatan",
        "lokus-0-penilai": "provinsi",
    }
    answer = as_user(cast.menpan).post(page, data | {"tambah": "1"})
    body = answer.content.decode()
    assert (answer.status_code, siklus.aturan_lokus.count()) == (200, 0)
    assert 'name="lokus-3-jenis_unit"' in body and 'value="kesehatan" selected' in body
    as_user(cast.menpan).post(page, data | {"tambah": "1", "lokus-TOTAL_FORMS": "x"})
    as_user(cast.menpan).post(page, data)
    row = siklus.aturan_lokus.get()
    assert (row.sektor, row.jenis_unit, row.penilai) == ("kesehatan", None, "provinsi")


def test_g05_last_year_s_rules_and_phases_are_proposed_and_not_saved(cast, as_user, siklus):
    old = factories.make_siklus(cast.nasional, tahun=2025, nama="PEKPPP 2025")
    rule = LokusRule("kabupaten", factories.make_kind(), 3, nominasi=True, penilai="penyelenggara")
    with_rules(cast.menpan, old, rule)
    client = as_user(cast.menpan)
    body = client.get(f"/siklus/{siklus.uuid}/lokus/", {"salin": "1"}).content.decode()
    assert 'value="3"' in body and 'value="penyelenggara" selected' in body
    assert "Belum ada yang disimpan" in body
    body = client.get(f"/siklus/{siklus.uuid}/fase/", {"salin": "1"}).content.decode()
    phase = old.fase.get()
    assert "Evaluasi: semula" in body
    assert f'value="{timezone.localtime(phase.mulai).year + 1}-' in body
    assert (siklus.aturan_lokus.count(), siklus.fase.count()) == (0, 1)
    # Nothing to copy from: the offer is not there.
    assert "salin=1" not in client.get(f"/siklus/{old.uuid}/lokus/").content.decode()
