"""The portal: published results for everyone, and nothing else by any address or format."""

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import Evaluasi, HasilTerbit, Rekomendasi
from evaluations.progress.services.steps import advance
from evaluations.publication.services import publication, snapshot
from evaluations.results import services as result_services
from evaluations.rules.survey import disclosure
from evaluations.rules.workflow import Action
from pekppp.base.sheet_reading import read_rows
from tests import factories
from tests.evaluations.ready import make_finished, make_validated, respond
from tests.reports.figures.test_figures import lhe_of
from tests.stage import stage
from tests.workbooks import words_of

SECRET = "BELUM-UNTUK-UMUM"


def publish(cast, siklus, nomor="659 Tahun 2026"):
    by = cast.menpan if siklus.instansi.is_national else cast.bagian
    return publication.publish(by=by, siklus=siklus, nomor=nomor, tanggal=timezone.localdate())


@stage.fixture
def published(cast, siklus) -> HasilTerbit:
    make_validated(cast, siklus, cast.rsud)
    publish(cast, siklus)
    return HasilTerbit.objects.get()


def addresses(siklus, unit) -> list[str]:
    """Every public address that could show a result of a cycle and a unit."""
    base = f"/hasil/{siklus.uuid}/"
    return [
        "/",
        "/hasil/",
        f"/hasil/?q={unit.nama}",
        base,
        f"{base}?tampil=instansi",
        f"{base}?q={unit.nama}",
        f"{base}data.csv",
        f"{base}data.xlsx",
        f"{base}rekap/",
        f"{base}{unit.instansi.uuid}/",
        f"/hasil/unit/{unit.uuid}/",
    ]


def text_of(response) -> str:
    if "spreadsheet" in response.get("Content-Type", ""):
        return words_of(response.content)
    return response.content.decode()


def test_every_page_shows_the_published_figure_with_its_scheme(client, cast, siklus, published):
    for address in addresses(siklus, cast.rsud):
        response = client.get(address)
        page = text_of(response)
        assert response.status_code == 200, address
        if address != "/hasil/":
            assert "3,25" in page or "3.25" in page, address
        assert "Nasional" in page, address


def unpublished(cast, siklus, unit) -> None:
    make_validated(cast, siklus, unit)


def withdrawn(cast, siklus, unit) -> None:
    make_validated(cast, siklus, unit)
    publish(cast, siklus, "2")
    terbit = HasilTerbit.objects.get(evaluasi__unit=unit)
    publication.withdraw(by=cast.menpan, terbit=terbit, reason=SECRET)


def practice(cast, siklus, unit) -> None:
    evaluasi = make_validated(cast, factories.make_siklus(cast.nasional, latihan=True), unit)
    type(evaluasi).objects.filter(pk=evaluasi.pk).update(state="terbit")


@pytest.mark.parametrize("make", [unpublished, withdrawn, practice])
@pytest.mark.parametrize("beside", [True, False])
def test_nothing_else_is_public_at_any_address(client, cast, siklus, make, beside):
    """Alone in its cycle, and beside a published unit."""
    if beside:
        make_validated(cast, siklus, cast.puskesmas)
        publish(cast, siklus, "1")
    unit = factories.make_unit(factories.make_instansi(f"Kota {SECRET}"), f"RSUD {SECRET}")
    make(cast, siklus, unit)
    for address in addresses(siklus, unit):
        response = client.get(address)
        page = text_of(response).replace(f'value="RSUD {SECRET}"', "")
        assert f"RSUD {SECRET}" not in page.replace(f"«RSUD {SECRET}»", ""), address
        assert f"Kota {SECRET}" not in page, address
        if unit.instansi.uuid.hex in address.replace("-", "") or "/unit/" in address:
            assert response.status_code == 404, address
        if not beside and str(siklus.uuid) in address:
            assert response.status_code == 404, address


def test_what_is_published_never_becomes_practice(cast, siklus, published):
    siklus.latihan = True
    with pytest.raises(DatabaseError), transaction.atomic():
        siklus.save()


@pytest.mark.parametrize("path", ["/hasil/{}/", "/hasil/unit/{}/", "/hasil/{}/data.csv"])
def test_what_does_not_exist_is_not_found(client, db, path):
    assert client.get(path.format(uuid4())).status_code == 404


def test_a_result_of_another_unit_is_not_shown_on_this_one(client, cast, siklus, published):
    make_validated(cast, siklus, cast.puskesmas)
    publish(cast, siklus, "2")
    other = HasilTerbit.objects.exclude(pk=published.pk).get()
    url = f"/hasil/unit/{cast.rsud.uuid}/"
    assert client.get(url, {"hasil": published.uuid}).status_code == 200
    for wrong in (other.uuid, "x", uuid4()):
        assert client.get(url, {"hasil": wrong}).status_code == 404


def test_only_reading_is_possible(client, cast, siklus, published):
    for address in addresses(siklus, cast.rsud):
        assert client.post(address).status_code == 405


def test_a_visitor_s_page_is_the_same_for_all_and_cacheable(client, cast, siklus, published):
    for address in addresses(siklus, cast.rsud):
        cache.clear()
        first, second = client.get(address), Client().get(address)
        assert first["Cache-Control"] == "public, max-age=300", address
        assert not first.cookies
        assert first["ETag"] == second["ETag"], address
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address


def test_a_new_publication_changes_the_etag(client, cast, siklus, published):
    paths = addresses(siklus, cast.rsud)[3:9]
    before = [client.get(path)["ETag"] for path in paths]
    make_validated(cast, siklus, cast.puskesmas, level=4)
    publish(cast, siklus, "2")
    after = [client.get(path)["ETag"] for path in paths]
    assert all(a != b for a, b in zip(before, after, strict=True))


def test_a_page_with_somebody_s_name_is_private(cast, siklus, published, as_user):
    response = as_user(cast.kepala).get(f"/hasil/{siklus.uuid}/")
    assert response["Cache-Control"] == "private, max-age=0"
    assert cast.kepala.get_short_name() in response.content.decode()


def test_text_of_units_is_never_markup(client, cast, siklus):
    unit = factories.make_unit(cast.banjarnegara, "<script>alert(1)</script>")
    evaluasi = make_validated(cast, siklus, unit)
    Rekomendasi.objects.create(
        instansi=evaluasi.instansi,
        siklus=siklus,
        evaluasi=evaluasi,
        aspek="I",
        teks="<img src=x onerror=alert(1)>",
        oleh=cast.evaluator,
    )
    publish(cast, siklus, "<b>1</b>")
    for address in addresses(siklus, unit):
        if "data." not in address:
            page = client.get(address).content.decode()
            assert "<script>alert" not in page and "<img src=x" not in page, address
            assert "<b>1</b>" not in page, address


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+62", "-1"])
def test_downloads_hold_no_formula(client, cast, siklus, name):
    make_validated(cast, siklus, factories.make_unit(cast.banjarnegara, name))
    publish(cast, siklus)
    table = client.get(f"/hasil/{siklus.uuid}/data.csv").content.decode()
    assert list(csv.reader(io.StringIO(table)))[1][0] == f"'{name}"
    content = client.get(f"/hasil/{siklus.uuid}/data.xlsx").content
    rows, problems = read_rows(io.BytesIO(content))
    assert (rows[-1].values[0], problems) == (name, [])


def test_the_csv_says_of_every_figure_whence_it_comes(client, cast, siklus, published):
    response = client.get(f"/hasil/{siklus.uuid}/data.csv")
    row = next(csv.DictReader(io.StringIO(response.content.decode())))
    assert row["IPP"] == "3.25"
    assert (row["F02"], row["F03"], row["Responden"]) == ("3.0000", "4.0000", "10")
    assert (row["Kategori"], row["Sebutan"]) == ("B-", "Baik (dengan catatan)")
    assert (row["Skema"], row["Penilai"]) == ("Nasional", cast.banjarnegara.nama)
    assert (row["Keputusan"], row["Provinsi"]) == ("659 Tahun 2026", cast.jateng.nama)
    assert row["Metode aspek"] == "jumlah nilai kali bobot indikator"


@stage.fixture
def several(cast, siklus):
    """Levels 1, 3 and 5 in two instansi of the pemda, one of a ministry."""
    kl = factories.make_instansi("Kementerian Contoh", "kl")
    kind = factories.make_kind("samsat", "Samsat", "keuangan")
    make_validated(cast, siklus, cast.rsud, level=1)
    make_validated(cast, siklus, factories.make_unit(cast.jateng, "Samsat", jenis=kind), level=3)
    make_validated(cast, siklus, factories.make_unit(kl, "Balai"), level=5)
    publish(cast, siklus)


def units_on(client, siklus, **query) -> list[str]:
    table = client.get(f"/hasil/{siklus.uuid}/data.csv", query).content.decode()
    names = [row["Unit"] for row in csv.DictReader(io.StringIO(table))]
    page = client.get(f"/hasil/{siklus.uuid}/", query).content.decode()
    assert f"{len(names)} unit" in page
    return names


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Balai", "Samsat", "RSUD Hj. Anna Lasmanah"]),
        ({"urut": "ipp"}, ["RSUD Hj. Anna Lasmanah", "Samsat", "Balai"]),
        ({"urut": "nama"}, ["Balai", "RSUD Hj. Anna Lasmanah", "Samsat"]),
        ({"urut": "1; DROP TABLE"}, ["Balai", "Samsat", "RSUD Hj. Anna Lasmanah"]),
        ({"provinsi": "Provinsi Jawa Tengah"}, ["Samsat", "RSUD Hj. Anna Lasmanah"]),
        ({"instansi": "Kementerian Contoh"}, ["Balai"]),
        ({"jenis": "Samsat"}, ["Samsat"]),
        ({"kategori": "A"}, ["Balai"]),
        ({"q": "anna"}, ["RSUD Hj. Anna Lasmanah"]),
        ({"q": "a\x00nna", "halaman": "x"}, ["RSUD Hj. Anna Lasmanah"]),
        ({"q": "tidak ada"}, []),
        ({"sektor": "ngawur"}, []),
    ],
)
def test_table_and_download_answer_the_same_question(client, siklus, several, query, found):
    assert units_on(client, siklus, **query) == found


def test_means_name_their_method_and_groups_are_kept_apart(client, cast, siklus, several):
    page = client.get("/").content.decode()
    # pemda: (1,75 + 3,25) / 2; K/L 4,75; national: the mean of the two groups.
    for figure in ("2,50", "4,75", "3,63"):
        assert f'big-number mb-1">{figure}<' in page
    assert "rata-rata kelompok K/L dan kelompok pemerintah daerah" in page
    assert "rata-rata nilai instansi dalam kelompok" in page
    assert "rata-rata IPP unit lokus" in page


def test_without_a_group_there_is_no_national_figure(client, cast, siklus, published):
    page = client.get("/").content.decode()
    # Of the nation; the group without a lokus has no card.
    assert page.count("Belum ada angka kelompok.") == 1
    assert "Kementerian/Lembaga" not in page
    assert "Baru satu kelompok yang hasilnya terbit: 1 dari 1 lokus." in page


def test_schemes_are_never_mixed(client, cast, siklus, published):
    own = factories.make_siklus(cast.banjarnegara, nama="PEKPPP Mandiri 2026")
    make_validated(cast, own, cast.puskesmas, level=5)
    publish(cast, own, "1")
    assert cast.puskesmas.nama not in client.get(f"/hasil/{siklus.uuid}/").content.decode()
    instansi = f"/hasil/{siklus.uuid}/{cast.banjarnegara.uuid}/"
    assert "3,25" in client.get(instansi).content.decode()
    assert "Mandiri" in client.get(f"/hasil/unit/{cast.puskesmas.uuid}/").content.decode()


def test_history_draws_one_line_per_scheme_and_links_every_year(client, cast, siklus):
    for year, owner, level in (
        (2023, cast.nasional, 2),
        (2024, cast.banjarnegara, 3),
        (2026, cast.nasional, 4),
    ):
        cycle = factories.make_siklus(
            owner,
            nama=f"PEKPPP {year}",
            tahun=year,
            periode_mulai=date(year - 1, 1, 1),
            periode_akhir=date(year - 1, 12, 31),
        )
        make_validated(cast, cycle, cast.rsud, level=level)
        publish(cast, cycle)
    page = client.get(f"/hasil/unit/{cast.rsud.uuid}/").content.decode()
    assert "Skema Nasional. 2023: 2,50; 2024: tidak ada nilai; 2025: tidak ada nilai" in page
    assert "Skema Mandiri. 2023: tidak ada nilai; 2024: 3,25" in page
    old = HasilTerbit.objects.get(siklus__tahun=2023)
    assert f"?hasil={old.uuid}" in page
    shown = client.get(f"/hasil/unit/{cast.rsud.uuid}/?hasil={old.uuid}").content.decode()
    assert 'class="big-number">2,50<' in shown


@pytest.mark.parametrize(
    ("nasional", "state", "words"),
    [
        (None, "", "Tidak dievaluasi tahun ini"),
        (True, "dinilai", "Belum ada hasil yang terbit"),
        (True, "dibatalkan", "Tidak dievaluasi tahun ini"),
        (True, "tidak_mengisi", "Tidak dievaluasi tahun ini"),
        (False, "dinilai", "Tidak dievaluasi tahun ini"),
    ],
)
def test_a_year_without_a_result_says_whether_a_national_one_may_come(
    client, cast, siklus, published, nasional, state, words
):
    """The others have national results of the year after."""
    later = factories.make_siklus(cast.nasional, nama="PEKPPP 2027", tahun=2027)
    make_validated(cast, later, cast.puskesmas)
    publish(cast, later, "700 Tahun 2027")
    if nasional is not None:
        own = factories.make_siklus(cast.banjarnegara, nama="Mandiri 2027", tahun=2027)
        made = factories.make_evaluasi(later if nasional else own, cast.rsud)
        Evaluasi.objects.filter(pk=made.pk).update(state=state, akhir_alasan="Ditutup.")
    page = text_of(client.get(f"/hasil/unit/{cast.rsud.uuid}/"))
    told = ("Tidak dievaluasi tahun ini", "Belum ada hasil yang terbit")
    assert [item for item in told if item in page] == [words]


def test_the_unit_s_page_stays_as_published_when_names_change(client, cast, siklus, published):
    name = cast.rsud.nama
    cast.rsud.nama = "RSUD Ganti Nama"
    cast.rsud.save()
    page = client.get(f"/hasil/unit/{cast.rsud.uuid}/").content.decode()
    assert name in page and "Ganti Nama" not in page


def test_the_search_finds_the_latest_result_of_a_unit_once(client, cast, siklus, published):
    earlier = factories.make_siklus(cast.nasional, nama="Lama", tahun=2024)
    make_validated(cast, earlier, cast.rsud, level=1)
    publish(cast, earlier, "1")
    page = client.get("/hasil/", {"q": "anna"}).content.decode()
    assert page.count(f"/hasil/unit/{cast.rsud.uuid}/") == 1
    assert "3,25" in page and "1,75" not in page
    assert client.get("/hasil/", {"q": "a\x00"}).status_code == 200


def queries_of(client, address) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_lists_take_as_many_queries_for_three_as_for_one(client, cast, siklus, published):
    paths = addresses(siklus, cast.rsud)
    for path in paths:  # parsed instruments are kept, workbooks too
        client.get(path)
    cache.clear()
    before = [queries_of(client, path) for path in paths]
    for number in range(2):
        unit = factories.make_unit(cast.banjarnegara, f"{cast.rsud.nama} {number}")
        make_validated(cast, siklus, unit, level=number)
    publish(cast, siklus, "2")
    cache.clear()
    assert [queries_of(client, path) for path in paths] == before


def test_the_new_tables_take_as_many_queries_for_three_as_for_one(client, cast, siklus, published):
    base = f"/hasil/{siklus.uuid}/"
    paths = [
        f"{base}{name}"
        for name in ("penghargaan/", "aspek/", "data.json", "rekap.json", "rekap.csv")
    ]
    paths += ["/hasil/data.json", "/data/", f"/hasil/unit/{cast.rsud.uuid}/data.json"]
    before = []
    for path in paths:
        cache.clear()
        before.append(queries_of(client, path))
    for number in range(2):
        unit = factories.make_unit(cast.banjarnegara, f"Unit {number}")
        make_validated(cast, siklus, unit, level=number)
    publish(cast, siklus, "2")
    for path, number in zip(paths, before, strict=True):
        cache.clear()
        assert queries_of(client, path) == number, path


def test_a_summary_is_computed_once_for_the_same_results(client, cast, siklus, published):
    path = f"/hasil/{siklus.uuid}/rekap/"
    first, second = queries_of(client, path), queries_of(client, path)
    assert second < first
    publication.withdraw(by=cast.menpan, terbit=published, reason="Salah unit.")
    make_validated(cast, siklus, cast.puskesmas, level=5)
    publish(cast, siklus, "2")
    assert "4,75" in client.get(path).content.decode()


def test_a_result_published_a_moment_ago_is_there(client, cast, siklus):
    assert "Belum ada hasil" in client.get("/").content.decode()
    make_validated(cast, siklus, cast.rsud)
    publish(cast, siklus)
    terbit = HasilTerbit.objects.get()
    assert terbit.ipp == Decimal("3.25")
    assert terbit.terbit_pada - timezone.now() < timedelta(minutes=1)
    assert cast.banjarnegara.nama in client.get("/").content.decode()


def test_a_unit_s_page_says_channels_period_exclusions_and_spread(client, cast, siklus, published):
    page = client.get(f"/hasil/unit/{cast.rsud.uuid}/").content.decode()
    for words in (
        "Tautan daring: 10",
        "<dt>Dikecualikan</dt><dd>Tidak ada</dd>",
        "Masa survei",
        "Rata-rata tiap aspek",
        '<td data-label="Nilai 4" class="number">10</td>',
    ):
        assert words in page


def test_s09_a_distribution_of_before_the_present_rule_is_not_served(
    client, cast, siklus, monkeypatch
):
    """On the page and as data; the frozen row stays what it is."""
    hidden = [None, None, None, 9, 20, 30]

    def spread(rows):
        return [row | {"sebaran": hidden} for row in rows]

    make_validated(cast, siklus, cast.rsud)
    with monkeypatch.context() as older:
        older.setattr(disclosure, "judged", lambda isi: isi | {"butir": spread(isi["butir"])})
        publish(cast, siklus)
    assert HasilTerbit.objects.get().isi["survei"]["butir"][0]["sebaran"] == hidden
    data = client.get(f"/hasil/unit/{cast.rsud.uuid}/data.json").json()["data"][0]["survei"]
    assert {str(row["sebaran"]) for row in data["butir"]} == {"None"}
    page = client.get(f"/hasil/unit/{cast.rsud.uuid}/").content.decode()
    assert '<td data-label="Nilai 4" class="number">*</td>' in page


def test_the_scale_of_the_survey_is_the_instrument_s(client, cast, siklus, monkeypatch):
    made = snapshot.survey_of
    scale = {"skala": [1, 2, 3, 4, 5, 6]}
    monkeypatch.setattr(snapshot, "survey_of", lambda evaluasi: made(evaluasi) | scale)
    make_validated(cast, siklus, cast.rsud)
    publish(cast, siklus)
    page = client.get(f"/hasil/unit/{cast.rsud.uuid}/").content.decode()
    assert "Skala 1 (sangat tidak setuju) sampai 6 (sangat setuju)" in page


def test_an_item_nobody_answered_is_missing_and_nowhere_a_zero(client, cast, siklus, as_user):
    """On the unit's page, in its file, in the report and where it is published."""
    evaluasi = make_finished(cast, siklus, cast.rsud, people=0)
    respond(evaluasi.survei, *[[4] * 13 + [None]] * 10)
    with transaction.atomic():
        result_services.compute_now(evaluasi)
    evaluasi.refresh_from_db()
    assert evaluasi.hasil.ipp == Decimal("3.25")  # it blocks nothing, and counts for nothing
    office, base = as_user(cast.bagian), f"/evaluasi/{evaluasi.uuid}/survei/"
    cells = ROW.search(office.get(base).content.decode())[0]
    assert (cells.count("–"), cells.count("0,00"), cells.count("disamarkan")) == (1, 0, 0)
    rows = list(
        csv.reader(
            io.StringIO(office.get(f"{base}respons.csv").content.decode("utf-8-sig")), delimiter=";"
        )
    )
    assert [row[1:] for row in rows[1:]] == [["4"] * 13 + [""]] * 10
    assert all(item["mean"] is None for item in _of_item_14(evaluasi.hasil.rincian))
    report = str(lhe_of(evaluasi)["survei"])
    assert "'0'" not in report and "0.00" not in report
    advance(by=cast.menpan, evaluasi=evaluasi, action=Action.VALIDASI)
    publish(cast, siklus)
    published = HasilTerbit.objects.get().isi["survei"]
    for missing in (published["butir"][13], *(a for a in published["aspek"] if a["kode"] == "V")):
        assert (missing["nilai"], missing["jawaban"], missing["disamarkan"]) == (None, None, False)
    page = client.get(f"/hasil/unit/{cast.rsud.uuid}/").content.decode()
    cells = ROW.search(page[page.index("<summary>Rata-rata tiap butir") :])[0]
    assert (cells.count("–"), cells.count("0,00"), cells.count("disamarkan")) == (1, 0, 0)


ROW = re.compile(r"14\. .*?</tr>", re.DOTALL)


def _of_item_14(rincian) -> list[dict]:
    return [
        {"mean": item["value"]}
        for item in (*rincian["survey_items"], *rincian["survey_aspects"])
        if item["kode"] in ("14", "V")
    ]
