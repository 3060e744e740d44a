"""P8: what is kept of the published set changes with it, as a recount of every row would."""

from datetime import date, timedelta

import pytest
from django.contrib.postgres.aggregates import StringAgg
from django.db import connection
from django.db.models import Count, OuterRef, Subquery, TextField
from django.db.models.functions import Cast
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.core.queries.published import published
from evaluations.models import Evaluasi, HasilTerbit, Publikasi, Siklus
from evaluations.progress.services.steps import advance
from evaluations.publication.queries import publication as queries
from evaluations.publication.services import decree_worker, decrees, publication, withdrawal
from evaluations.rules.workflow import Action
from tests import factories
from tests.evaluations.ready import make_validated
from tests.reports.portal.test_d07_portal import enter, frozen

pytestmark = pytest.mark.services


def recount(siklus=None):
    """Of every result in force, and of the cycle that a page names."""
    rows = published() if siklus is None else published().filter(siklus__uuid=siklus)
    due = queries._lokus().filter(siklus=OuterRef("siklus")).order_by().values("siklus")
    names = ("nama", "periode_mulai", "periode_akhir", "instansi__nama")
    rules = ("formulir_bersama", "cakupan_tajuk")
    return list(
        rows.order_by("siklus")
        .values_list("siklus", *(f"siklus__{name}" for name in (*names, *rules)))
        .annotate(lokus=Subquery(due.annotate(n=Count("pk")).values("n")))
        .annotate(baris=StringAgg(Cast("pk", TextField()), ",", order_by="pk"))
    )


def decree(cast, siklus, unit, **more):
    enter(cast, frozen(cast, siklus, unit), **more)
    decree_worker.publish_next()


def validated(cast, siklus):
    make_validated(cast, siklus, factories.make_unit(cast.tetangga, "Lain"), level=4)


def another(cast, siklus):
    validated(cast, siklus)
    publication.publish(by=cast.menpan, siklus=siklus, nomor="SK 9", tanggal=date(2026, 9, 1))


def taken_back(cast, siklus):
    row = HasilTerbit.objects.filter(siklus=siklus).first()
    publication.withdraw(by=cast.menpan, terbit=row, reason="Salah unit.")


def decree_taken_back(cast, siklus):
    row = Publikasi.objects.filter(siklus=siklus).first()
    withdrawal.withdraw_decree(by=cast.menpan, publikasi=row, reason="Keliru.")


def stepped_back(cast, siklus):
    row = Evaluasi.objects.get(siklus=siklus, unit=cast.rsud)
    advance(by=cast.menpan, evaluasi=row, action=Action.TARIK, reason="x")


def renamed(cast, siklus):
    Siklus.objects.filter(pk=siklus.pk).update(nama="Nama lain")


def office_renamed(cast, siklus):
    cast.nasional.nama = "Kementerian lain"
    cast.nasional.save()


def one_more_due(cast, siklus):
    factories.make_evaluasi(siklus, factories.make_unit(cast.tetangga, "Menyusul"))


def one_less_due(cast, siklus):
    row = Evaluasi.objects.exclude(unit=cast.rsud).get(siklus=siklus)
    advance(by=cast.menpan, evaluasi=row, action=Action.BATALKAN, reason="x", surat="y")


CHANGES = [
    another, taken_back, decree_taken_back, stepped_back, renamed, office_renamed, one_more_due,
    one_less_due,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_p08_whatever_changes_what_is_public_changes_what_is_kept(cast, siklus, change):
    factories.make_evaluasi(siklus, factories.make_unit(cast.tetangga, "Beside"))
    decree(cast, siklus, cast.rsud)
    before = [(recount(key), queries.state_of_publication(key)) for key in (siklus.uuid, None)]
    change(cast, siklus)
    for key, (counted, kept) in zip((siklus.uuid, None), before, strict=True):
        assert recount(key) != counted
        assert queries.state_of_publication(key) != kept


def test_p08_the_end_of_an_embargo_needs_nobody_who_writes(cast, siklus, monkeypatch):
    later = timezone.now() + timedelta(hours=1)
    decree(cast, siklus, cast.rsud)
    Publikasi.objects.filter(siklus=siklus).update(embargo_sampai=later)
    hidden = queries.state_of_publication(siklus.uuid)
    assert recount(siklus.uuid) == []
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert recount(siklus.uuid) != []
    assert queries.state_of_publication(siklus.uuid) != hidden


def test_p08_a_cycle_that_runs_disturbs_no_kept_page(cast, siklus):
    """In the filling weeks states change by the minute, and the pages of last year stay."""
    decree(cast, siklus, cast.rsud)
    running = factories.make_siklus(cast.nasional, nama="Berjalan", tahun=2027)
    before = queries.state_of_publication()
    evaluasi = factories.make_evaluasi(running, cast.rsud)
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    validated(cast, running)
    decrees.freeze(by=cast.menpan, siklus=running)
    assert queries.state_of_publication() == before


def test_p08_it_reads_no_result(cast, siklus):
    decree(cast, siklus, cast.rsud)
    with CaptureQueriesContext(connection) as caught:
        queries.state_of_publication()
    (asked,) = [query["sql"] for query in caught.captured_queries]
    assert "hasilterbit" not in asked and "evaluations_evaluasi" not in asked
