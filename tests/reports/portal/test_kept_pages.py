"""The portal's pages are made by a worker before anyone asks, and once however many ask."""

import threading
from contextlib import contextmanager, suppress

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from evaluations.models import HasilTerbit, Publikasi
from evaluations.publication.queries import publication as publication_queries
from evaluations.publication.services import decree_worker, decrees, publication, withdrawal
from reports.core import kept as core_kept
from reports.core.kept import kept, key_of
from reports.portal import services as portal_services
from tests import factories
from tests.evaluations.ready import make_validated
from tests.stage import stage

pytestmark = pytest.mark.services

# Of one unit or instansi, or with an answer of its own: there are too many to make them all.
# Awards are read from their release, which is no work.
NOT_MADE = {
    "results_awards", "awards_csv", "awards_json", "awards_xlsx",
    "results_unit", "unit_json", "results_instansi", "decree_pdf", "openapi",
    "verify", "verify_search", "compare",
}  # fmt: skip


def publish(cast, siklus, nomor="SK 1") -> Publikasi:
    return publication.publish(
        by=cast.menpan, siklus=siklus, nomor=nomor, tanggal=timezone.localdate()
    )


@contextmanager
def being_made(name, siklus):
    """Somebody else makes this page meanwhile; False where it is taken already."""
    key = key_of(name, publication_queries.state_of_publication(siklus))
    taken: list[bool] = []
    known, over = threading.Event(), threading.Event()

    def make() -> None:
        with transaction.atomic():
            taken.append(core_kept._takes(key))
            known.set()
            over.wait(20)
        connections.close_all()

    somebody = threading.Thread(target=make)
    somebody.start()
    known.wait(20)
    try:
        yield taken == [True]
    finally:
        over.set()
        somebody.join(20)


@stage.fixture
def published(cast, siklus) -> HasilTerbit:
    make_validated(cast, siklus, cast.rsud)
    publish(cast, siklus)
    return HasilTerbit.objects.get()


def public_names() -> set[str]:
    entries = next(
        e for e in get_resolver().url_patterns if getattr(e, "namespace", "") == "reports"
    )
    assert isinstance(entries, URLResolver)
    return {
        entry.name
        for entry in entries.url_patterns
        if not getattr(entry.callback, "login_required", True)
    }


def queries_of(work) -> int:
    with CaptureQueriesContext(connection) as found:
        work()
    return len(found)


def test_every_page_of_a_cycle_is_made_before_anyone_asks(client, siklus, published):
    assert {*portal_services.OF_ALL, *portal_services.OF_A_CYCLE} == public_names() - NOT_MADE
    portal_services.keep_pages()
    kept = {}
    for name in (*portal_services.OF_ALL, *portal_services.OF_A_CYCLE):
        path = reverse(
            f"reports:{name}", args=[] if name in portal_services.OF_ALL else [siklus.uuid]
        )
        siklus_of = None if name in portal_services.OF_ALL else siklus.uuid
        state = publication_queries.state_of_publication(siklus_of)
        assert cache.get(key_of(path, state)) is not None, name
        kept[path] = client.get(path)
    cache.clear()
    for path, first in kept.items():
        again = client.get(path)
        if not path.endswith("xlsx"):  # a workbook says when it was made
            assert first.content == again.content, path
        assert (first["ETag"], first["Cache-Control"]) == (again["ETag"], again["Cache-Control"])


def test_publications_in_a_row_are_made_once_and_a_new_state_anew(cast, siklus, published):
    first = queries_of(portal_services.keep_pages)
    assert queries_of(portal_services.keep_pages) < 5 < first
    make_validated(cast, siklus, factories.make_unit(cast.tetangga, "Satu"), level=4)
    publish(cast, siklus, "SK 2")
    make_validated(cast, siklus, factories.make_unit(cast.tetangga, "Dua"), level=5)
    publish(cast, siklus, "SK 3")
    assert portal_services._unmade() == [siklus.uuid, None]
    portal_services.keep_pages()
    assert portal_services._unmade() == []


def test_a_withdrawal_is_made_too_and_nothing_published_is_no_error(cast, siklus, published):
    portal_services.keep_pages()
    publication.withdraw(by=cast.menpan, terbit=published, reason="Salah unit.")
    assert portal_services._unmade() == [None]
    portal_services.keep_pages()
    assert portal_services._unmade() == []


def test_publishing_and_withdrawing_wake_the_worker(
    cast, siklus, monkeypatch, django_capture_on_commit_callbacks
):
    task = import_string(settings.AFTER_PUBLICATION)
    woken: list[int] = []
    monkeypatch.setattr(task, "delay", lambda: woken.append(1))
    make_validated(cast, siklus, cast.rsud)
    row = decrees.freeze(by=cast.menpan, siklus=siklus)
    decrees.enter(by=cast.menpan, publikasi=row, nomor="SK 1", tanggal=timezone.localdate())
    with django_capture_on_commit_callbacks(execute=True):
        decree_worker.publish_next()
    assert len(woken) == 1
    with django_capture_on_commit_callbacks(execute=True):
        withdrawal.withdraw_decree(by=cast.menpan, publikasi=row, reason="Salah.")
    assert len(woken) == 2
    withdrawal.take_back_next()
    publish(cast, siklus, "SK 2")
    terbit = HasilTerbit.objects.get(ditarik_pada__isnull=True)
    with django_capture_on_commit_callbacks(execute=True):
        publication.withdraw(by=cast.menpan, terbit=terbit, reason="Salah.")
    assert len(woken) == 3


def test_what_the_worker_did_not_reach_the_sweep_finds(siklus, published, monkeypatch):
    from reports.tasks import keep_pages as task

    asked: list[dict] = []
    monkeypatch.setattr(task, "apply_async", lambda **more: asked.append(more))
    portal_services.sweep()
    assert asked == [{"expires": 20}]
    portal_services.keep_pages()
    portal_services.sweep()
    assert len(asked) == 1


def test_an_address_of_nothing_published_keeps_no_one_waiting(siklus):
    """What raises lets the next one in at once."""

    def missing() -> None:
        raise LookupError

    for _ in range(2):
        with pytest.raises(LookupError):
            kept("x", siklus.uuid, missing)
    with being_made("x", siklus.uuid) as taken:
        assert taken


def test_who_finds_a_page_being_made_is_asked_to_come_back(client, siklus, published, monkeypatch):
    monkeypatch.setattr("reports.core.kept.WAIT", 0.3)
    path = reverse("reports:results_detail", args=[siklus.uuid])
    with being_made(path, siklus.uuid):
        response = client.get(path)
        assert (response.status_code, response["Retry-After"]) == (503, "15")
        assert "no-store" in response["Cache-Control"] and "sedang disiapkan" in response.text
        portal_services.keep_pages()  # a worker leaves it to the sweep
        assert portal_services._unmade() == [siklus.uuid, None]
    assert client.get(path).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_visitors_at_once_one_makes_it():
    made, answers = [], []
    begun = threading.Event()

    def make() -> str:
        made.append(1)
        begun.set()
        threading.Event().wait(0.5)
        return "page"

    def visit() -> None:
        answers.append(kept("sekali", None, make))
        connections.close_all()

    visitors = [threading.Thread(target=visit) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(20)
    assert (len(made), answers) == (1, ["page"] * 4)
    cache.clear()


@pytest.mark.django_db(transaction=True)
def test_where_the_maker_dies_the_next_makes_it():
    """However long he would have taken: nothing has to run out first."""
    begun, over = threading.Event(), threading.Event()
    process: list[int] = []

    def die() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            process.extend(cursor.fetchone())
        begun.set()
        over.wait(20)
        return "never"

    def visit() -> None:
        with suppress(OperationalError):
            kept("mati", None, die)
        connections.close_all()

    visitor = threading.Thread(target=visit)
    visitor.start()
    begun.wait(20)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", process)
    assert kept("mati", None, lambda: "page") == "page"
    over.set()
    visitor.join(20)
    assert kept("mati", None, lambda: "again") == "page"
    cache.clear()
