"""Whatever stands behind the question mark, a public address has few answers, which are kept."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations.models import HasilTerbit
from pekppp.accounts.views import common
from pekppp.base import limits
from reports.core import kept as core_kept
from reports.portal import services as portal_services
from reports.portal.views.parameters import KNOWN
from tests import factories
from tests.evaluations.ready import make_validated
from tests.reports.portal.test_kept_pages import being_made, public_names, publish

pytestmark = pytest.mark.services

KEPT = (*portal_services.OF_ALL, *portal_services.OF_A_CYCLE)
STRANGE = (
    "x=0.123", "x=1&x=2", "utm_source=a&fbclid=b", "halaman=1", "halaman=01", "halaman=0",
    "halaman=-3", "halaman=1e9", "halaman=%D9%A3", "HALAMAN=2", "Q=rsud", "halaman=", "q=", "q=%00",
    "urut=-ipp", "urut=tidakada", "tampil=peta", "menurut=provinsi", "aspek=tidakada",
    "provinsi=%20&sektor=", "%00=%00", "hasil=x",
)  # fmt: skip


@pytest.fixture
def published(cast, siklus) -> HasilTerbit:
    make_validated(cast, siklus, cast.rsud)
    publish(cast, siklus)
    portal_services.keep_pages()
    return HasilTerbit.objects.get()


def address(name: str, siklus) -> str:
    return reverse(f"reports:{name}", args=[] if name in portal_services.OF_ALL else [siklus.uuid])


def asked_of_the_database(path: str) -> tuple[int, bytes]:
    with CaptureQueriesContext(connection) as found:
        response = Client().get(path)
    assert response.status_code == 200, path
    asked = [row["sql"].lower() for row in found]
    assert not any("hasilterbit" in sql for sql in asked), path  # kept: no result is read
    return sum("keadaanterbit" in sql for sql in asked), response.content


def test_a06_every_public_address_and_strange_query_gives_the_kept_page(siklus, published):
    for name in KEPT:
        path = address(name, siklus)
        plain = asked_of_the_database(path)
        assert plain[0] == 1, name  # is it still the same that is published?
        for query in STRANGE:
            if query != "aspek=tidakada":  # known only to the instrument of the cycle
                assert asked_of_the_database(f"{path}?{query}") == plain, (name, query)


def test_a06_what_may_be_asked_is_one_table_of_addresses_that_exist():
    assert set(KNOWN) <= public_names()


@pytest.fixture
def two_pages(cast, siklus, monkeypatch):
    monkeypatch.setattr(common, "PER_PAGE", 1)
    monkeypatch.setattr(common.paginate, "__defaults__", ("halaman", 1))
    for number in range(2):
        unit = factories.make_unit(cast.tetangga, f"Unit {number}")
        make_validated(cast, siklus, unit, level=3 + number)
    publish(cast, siklus)


def kept_now(monkeypatch) -> list[str]:
    names: list[str] = []
    key_of = core_kept.key_of
    monkeypatch.setattr(
        core_kept, "key_of", lambda name, state: names.append(name) or key_of(name, state)
    )
    return names


def test_a06_pages_that_do_not_exist_are_the_last_one_and_keep_nothing_new(
    siklus, two_pages, monkeypatch
):
    names = kept_now(monkeypatch)
    path = address("results_siklus", siklus)
    second = Client().get(f"{path}?halaman=2").content
    found = {Client().get(f"{path}?{q}").content for q in ("halaman=7", "x=1&halaman=000002")}
    assert found == {second} != {Client().get(path).content}
    assert set(names) == {path, f"{path}?halaman=2", "peringkat-unit"}


def test_a06_the_order_of_a_question_does_not_multiply_what_is_kept(siklus, two_pages, monkeypatch):
    names = kept_now(monkeypatch)
    path = address("results_siklus", siklus)
    for query in ("urut=nama&tampil=instansi", "tampil=instansi&z=1&urut=nama"):
        assert Client().get(f"{path}?{query}").status_code == 200
    assert set(names) == {f"{path}?urut=nama&tampil=instansi", "peringkat-instansi"}


@pytest.mark.parametrize("name", ["results", "results_siklus", "results_csv", "results_xlsx"])
def test_a06_what_people_type_is_computed_so_often_for_a_network(siklus, published, settings, name):
    settings.PORTAL_RATE_PER_ADDRESS = 2
    path = address(name, siklus)
    asked = [Client().get(path, {"q": f"rsud{n}"}) for n in range(3)]
    assert [response.status_code for response in asked] == [200, 200, 429]
    assert int(asked[-1]["Retry-After"]) == limits.WINDOW
    assert "no-store" in asked[-1]["Cache-Control"]
    assert Client().get(path, {"x": "1"}).status_code == 200  # what is kept is not counted
    assert Client(REMOTE_ADDR="10.0.0.9").get(path, {"q": "rsud"}).status_code == 200


def test_a06_no_more_than_a_few_are_computed_at_a_time(siklus, published, monkeypatch):
    def slept(seconds):
        pytest.fail("nobody waits for a place")

    monkeypatch.setattr(core_kept.time, "sleep", slept)
    monkeypatch.setattr(core_kept, "FEW", 0)
    response = Client().get(address("results", siklus), {"q": "rsud"})
    assert (response.status_code, response["Retry-After"]) == (503, "15")
    monkeypatch.setattr(core_kept, "FEW", 1)
    assert Client().get(address("results", siklus), {"q": "rsud"}).status_code == 200


def test_a06_of_a_large_cycle_no_visitor_makes_what_is_dear(
    cast, siklus, published, as_user, monkeypatch
):
    woken = []
    monkeypatch.setattr(portal_services, "wake_now", lambda _task: woken.append(1))
    monkeypatch.setattr(core_kept, "DEAR_FROM", 0)
    cache.clear()
    for name in KEPT:
        response = Client().get(address(name, siklus))
        assert (response.status_code, response["Retry-After"]) == (503, "15"), name
    official = as_user(cast.bagian)
    assert official.get(address("results_detail", siklus)).status_code == 503
    assert woken == [1]
    portal_services.keep_pages()
    for name in KEPT:
        assert Client().get(address(name, siklus)).status_code == 200, name
    # Made of the same rows, so that it is little work.
    path = address("results_detail", siklus)
    assert Client().get(path, {"menurut": "instansi", "aspek": "KP"}).status_code == 200


def test_a06_of_a_large_cycle_nobody_waits_for_the_worker(siklus, published, monkeypatch):
    monkeypatch.setattr(core_kept, "DEAR_FROM", 0)
    monkeypatch.setattr(core_kept, "WAIT", 60)
    cache.clear()
    path = address("detail_xlsx", siklus)
    with being_made(path, siklus.uuid):
        assert Client().get(path).status_code == 503


def test_a06_files_are_the_same_for_who_is_logged_in(cast, siklus, published, as_user):
    path = address("detail_csv", siklus)
    response = as_user(cast.bagian).get(path)
    assert response.content == Client().get(path).content
    assert "private" in response["Cache-Control"]


def test_a06_head_and_etag_work_with_a_strange_query(siklus, published):
    path = f"{address('detail_xlsx', siklus)}?x=1"
    head = Client().head(path)
    assert (head.status_code, head.content) == (200, b"")
    again = Client().get(path, headers={"If-None-Match": head["ETag"]})
    assert again.status_code == 304
