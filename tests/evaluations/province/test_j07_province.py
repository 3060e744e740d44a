"""J7: the province draws its sample, has its worklist and its agreement, and nobody else has."""

import io

import openpyxl  # noqa: TID251  a workbook as an office reads it
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.assignment.services import assigning
from evaluations.core.queries import samples
from evaluations.cycle.services.cycles import update_siklus
from evaluations.models import Evaluasi, Nilai, SampelVerifikasi, Siklus
from evaluations.province import queries, services
from evaluations.publication.services.snapshot import facts
from evaluations.results.services import compute_now
from evaluations.rules.explain import tree
from evaluations.rules.workflow import Step
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from reports.figures import method
from tests import factories
from tests.stage import stage


@stage.fixture
def region(cast, siklus, evaluasi) -> list[Evaluasi]:
    """Three units of the kabupaten, all to be verified by the province."""
    third = factories.make_unit(cast.banjarnegara, "Puskesmas Tiga")
    more = [factories.make_evaluasi(siklus, unit) for unit in (cast.puskesmas, third)]
    return [factories.to_be_verified(item) for item in (evaluasi, *more)]


def draw(cast, siklus, by="biro", **rule):
    rule = {"persen": 34, "minimum": 0, "benih": "abc"} | rule
    found = Siklus.objects.get(pk=siklus.pk)
    return services.draw_sample(by=getattr(cast, by), siklus=found, provinsi=cast.jateng, **rule)


def with_step(siklus) -> set:
    rows = Evaluasi.objects.filter(siklus=siklus, tahapan__contains=[Step.VERIFIKASI])
    return set(rows.values_list("uuid", flat=True))


def address(siklus, more="") -> str:
    return f"/verifikasi-provinsi/{siklus.uuid}/{more}"


def give(item, person, peran, levels):
    Nilai.objects.bulk_create(
        Nilai(evaluasi=item, instansi=item.instansi, siklus=item.siklus, indikator=number,
              peran=peran, oleh=person, level=level)
        for number, level in enumerate(levels, start=1)
    )  # fmt: skip


def test_j07_outside_the_sample_they_wait_on_or_lose_the_step(cast, siklus, region):
    sampel = draw(cast, siklus)
    assert (len(sampel.terpilih), sampel.populasi) == (2, 3)  # 34 % of 3, rounded up
    assert len(with_step(siklus)) == 3
    Siklus.objects.filter(pk=siklus.pk).update(luar_sampel="lewati")
    sampel = draw(cast, siklus)
    assert with_step(siklus) == set(sampel.terpilih)
    entry = AuditEntry.objects.get(action="tiadakan_verifikasi")
    assert "benih abc" in entry.reason
    assert Notice.objects.filter(user=cast.bagian).exists()
    again = draw(cast, siklus, benih="lain", persen=100)
    assert with_step(siklus) == set(again.terpilih) == {item.uuid for item in region}


def test_j07_it_is_not_drawn_anew_once_a_unit_went_on(cast, siklus, region):
    sampel = draw(cast, siklus)
    Evaluasi.objects.filter(uuid=sampel.terpilih[0]).update(state="diverifikasi")
    with pytest.raises(Refused, match="tidak dapat diambil ulang"):
        draw(cast, siklus)
    assert SampelVerifikasi.objects.count() == 1


@pytest.mark.parametrize("who", ["menpan", "bagian", "verifikator", "pimpinan"])
def test_j07_only_the_provinces_admin_draws(cast, siklus, region, who):
    with pytest.raises(PermissionDenied):
        draw(cast, siklus, by=who)


def test_j07_the_setting_does_not_change_once_the_cycle_runs(cast, siklus):
    with pytest.raises(Refused, match="tidak dapat diubah lagi"):
        update_siklus(by=cast.menpan, siklus=siklus, luar_sampel="lewati")


def test_j07_the_page_belongs_to_the_province_and_the_ministry(cast, siklus, region, as_user):
    for who, status in (("biro", 200), ("menpan", 200), ("bagian", 404), ("verifikator", 404)):
        for page in ("/verifikasi-provinsi/", address(siklus), address(siklus, "xlsx/")):
            assert as_user(getattr(cast, who)).get(page).status_code == status, (who, page)
    other = factories.make_instansi("Provinsi Lain", "provinsi")
    lain = factories.make_user("biro_lain")
    factories.member(lain, Role.ADMIN_INSTANSI, other)
    assert as_user(lain).get("/verifikasi-provinsi/").status_code == 200
    assert as_user(lain).get(address(siklus)).status_code == 404
    assert as_user(lain).get(f"{address(siklus)}?provinsi={cast.jateng.uuid}").status_code == 404


def test_j07_its_consequence_is_shown_before_it_is_drawn(cast, siklus, region, as_user):
    Siklus.objects.filter(pk=siklus.pk).update(luar_sampel="lewati")
    office, rule = as_user(cast.biro), {"persen": 34, "minimum": 0, "benih": "abc"}
    shown = office.get(address(siklus, "sampel/"), rule).content.decode()
    assert "<strong>2</strong> unit masuk sampel" in shown
    assert "<strong>1</strong> unit di luar sampel" in shown and "kehilangan tahap" in shown
    assert not SampelVerifikasi.objects.exists()
    refused = office.post(address(siklus, "sampel/"), rule | {"persen": 0})
    assert refused.status_code == 422
    assert office.post(address(siklus, "sampel/"), rule).status_code == 302
    assert SampelVerifikasi.objects.get().benih == "abc"


def test_j07_the_filters_the_export_and_the_bulk_appointment(cast, siklus, region, as_user):
    sampel = draw(cast, siklus)
    office = as_user(cast.biro)
    assigning.assign(by=cast.biro, evaluasi=[region[0]], user=cast.verifikator,
                     codenames={"verify"})  # fmt: skip
    for query, number in (("sampel=dalam", 2), ("sampel=luar", 1), ("tanda=tanpa_verifikator", 2),
                          ("q=Tiga", 1), ("status=terbit", 0),
                          (f"instansi={cast.banjarnegara.pk}", 3)):  # fmt: skip
        page = office.get(f"{address(siklus)}?{query}")
        assert page.context["page"].paginator.count == number, query
        book = openpyxl.load_workbook(
            io.BytesIO(b"".join(office.get(f"{address(siklus, 'xlsx/')}?{query}")))
        )
        told = [row[1] for row in book["Unit"].iter_rows(values_only=True)]
        assert sum(item.nama_unit in told for item in region) == number, query
    chosen = sampel.terpilih[0]
    onward = office.get(f"{address(siklus, 'tetapkan/')}?pilih={chosen}")
    assert onward.status_code == 302 and onward["Location"].endswith(f"?pilih={chosen}")


def test_j07_agreement_counts_what_counts_and_what_readers_see(cast, siklus, region):
    item = region[0]
    assigning.assign(by=cast.biro, evaluasi=[item], user=cast.verifikator, codenames={"verify"})
    give(item, cast.evaluator, "evaluator", [3, 4, 2, 5])
    give(item, cast.evaluator, "sepakat", [3, 3])
    give(item, cast.verifikator, "verifikator", [3, 4, 2, 4])
    rows = Evaluasi.objects.filter(siklus=siklus)
    assert queries.agreement(rows, "instansi") == {}  # nobody above reads these levels yet
    Evaluasi.objects.filter(pk=item.pk).update(state="diverifikasi")
    found = queries.agreement(rows, "instansi")[cast.banjarnegara.pk]
    # 3-3, 4-3 (agreed), 2-2, 4-5
    assert (found.n, found.difference, found.equal) == (4, 0, pytest.approx(0.5))
    # Whoever came to belong to the unit verifies it no more.
    factories.member(cast.verifikator, Role.OPERATOR, cast.rsud)
    assert queries.agreement(rows, "instansi") == {}


def test_j07_the_result_says_where_it_stood_in_the_sample(cast, siklus, region):
    item = region[0]
    compute_now(item)
    item = Evaluasi.objects.get(pk=item.pk)
    assert samples.said_of(item) == ""
    draw(cast, siklus, persen=100)
    told = tree(facts(item, final=False))
    words = "dalam sampel 3 dari 3 unit (benih abc)"
    assert any(words in str(node.catatan) for node in told.anak)
    assert any(words in line for line in method.notes(item, item.hasil))


def test_j07_the_verifier_sees_what_is_in_the_sample(cast, siklus, region, as_user):
    draw(cast, siklus, persen=100)
    assigning.assign(by=cast.biro, evaluasi=region[:1], user=cast.verifikator, codenames={"verify"})
    assert "Dalam sampel verifikasi" in as_user(cast.verifikator).get("/tugas/").content.decode()


def test_j07_the_page_costs_the_same_for_more_rows(cast, siklus, region, as_user):
    office = as_user(cast.biro)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert office.get(address(siklus)).status_code == 200
        return len(asked)

    cost()
    before = cost()
    for number in range(4):
        unit = factories.make_unit(cast.banjarnegara, f"Unit {number}")
        factories.to_be_verified(factories.make_evaluasi(siklus, unit))
    assert cost() == before
    assert before <= 22  # of which some log the person in
