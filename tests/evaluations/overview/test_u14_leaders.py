"""A page for leaders: who looks at what, the same figures as in monitoring, charts with tables."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import Evaluasi, Fase, Hasil, Rekomendasi, TindakLanjut
from evaluations.monitoring.queries import national
from evaluations.monitoring.queries.monitoring import keys_of
from evaluations.overview.queries import performance
from evaluations.progress.services.steps import advance
from evaluations.rules.means import coverage
from evaluations.rules.workflow import Action, State
from pekppp.accounts.models import User
from pekppp.accounts.roles import Role
from tests import factories
from tests.evaluations.ready import make_finished, make_validated
from tests.stage import stage

PAGE = "/kinerja/"


@stage.fixture
def country(cast, siklus):
    """Three units of two instansi of a region and one of another: complete, scored, not begun."""
    samsat = factories.make_unit(cast.jateng, "Samsat")
    return {
        "rsud": make_validated(cast, siklus, cast.rsud, level=3),
        "samsat": make_validated(cast, siklus, samsat, level=4),
        "puskesmas": factories.make_evaluasi(siklus, cast.puskesmas),
        "tetangga": make_finished(cast, siklus, cast.unit_tetangga, level=5),
    }


def reported(user, kode="", tahun=2026, skema="nasional"):
    fresh = User.objects.get(pk=user.pk)
    scope = performance.get_scope(fresh, kode)
    return performance.report(fresh, scope, tahun, skema)


def count(work) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("menpan", ["Nasional"]),
        ("biro", ["Wilayah Jawa Tengah", "Provinsi Jawa Tengah"]),
        ("bagian", ["Kabupaten Banjarnegara"]),
        ("pimpinan", ["Kabupaten Banjarnegara"]),
        ("admin_tetangga", ["Kabupaten Tetangga"]),
    ],
)
def test_u14_everyone_looks_at_his_own_and_a_region_has_another_name(
    cast, country, as_user, who, names
):
    user = getattr(cast, who)
    assert [scope.nama for scope in performance.scopes_of(user)] == names
    assert names[0] in as_user(user).get(PAGE).content.decode()


@pytest.mark.parametrize("who", ["evaluator", "verifikator", "operator", "kepala", "siapapun"])
def test_u14_who_watches_nothing_has_no_page(cast, as_user, who):
    assert as_user(getattr(cast, who)).get(PAGE).status_code == 403


def test_u14_nobody_looks_at_the_neighbour(cast, country, as_user):
    there = f"{PAGE}?lingkup=instansi-{cast.tetangga.uuid}"
    for who, status in (("bagian", 404), ("biro", 404), ("pimpinan", 404), ("menpan", 200)):
        assert as_user(getattr(cast, who)).get(there).status_code == status
    below = f"{PAGE}?lingkup=instansi-{cast.banjarnegara.uuid}"
    assert as_user(cast.biro).get(below).status_code == 200
    for nonsense in ("wilayah-x", f"wilayah-{cast.banjarnegara.uuid}", "nasional"):
        assert as_user(cast.bagian).get(f"{PAGE}?lingkup={nonsense}").status_code == 404


def test_u14_a_province_is_led_from_the_country_to_its_region(cast, country, as_user):
    answer = as_user(cast.biro).get("/nasional/", follow=True)
    assert "Wilayah Jawa Tengah" in answer.content.decode()


def test_u14_figures_and_coverage_are_those_of_monitoring(cast, country):
    for who in ("menpan", "biro", "bagian", "pimpinan"):
        user = getattr(cast, who)
        found = reported(user)
        rows = performance.rows_in(user, found.scope)
        keys = keys_of(user, rows)
        cover = coverage((key.state, key.figure is not None) for key in keys)
        assert found.cover == cover
        assert found.late == sum("terlambat" in key.flags for key in keys)
        assert sum(number for _, _, number in found.bands) == cover.complete
    report = national.report(cast.menpan, 2026, "nasional")
    assert reported(cast.menpan).mean.value == report.figures[0].national.value
    regions = {row.nama: row for row in reported(cast.menpan).rows}
    for group in report.provinces:
        if group.name in regions:
            assert regions[group.name].mean == group.means["A"]
    assert "Wilayah Jawa Tengah" in regions


def test_u14_only_complete_figures_count_and_the_rest_is_told(cast, country, as_user):
    found = reported(cast.pimpinan)
    assert found.mean.value == Fraction(Decimal("3.25"))
    assert found.cover.words == "dari 2 lokus: 1 lengkap, 0 sedang dinilai, 1 belum"
    page = as_user(cast.pimpinan).get(PAGE).content.decode()
    assert "Dari 2 lokus: 1 lengkap, 0 sedang dinilai, 1 belum." in page
    assert "dari yang lengkap saja" in page
    region = reported(cast.biro)
    assert region.mean.value == Fraction(Decimal("3.25") + Decimal("4.00")) / 2
    own = reported(cast.biro, f"instansi-{cast.jateng.uuid}")
    assert own.mean.value == Fraction(Decimal("4.00"))


def test_u14_a_reader_sees_no_figure_before_its_time(cast, country):
    """The tetangga's F02 is finished, and a figure while it is being scored is the office's."""
    Evaluasi.objects.filter(pk=country["rsud"].pk).update(state=State.DINILAI)
    assert reported(cast.bagian).cover.complete == 1
    assert reported(cast.pimpinan).cover.complete == 0


def test_u14_last_year_is_the_same_scheme(cast, country, as_user):
    old = factories.make_siklus(cast.nasional, nama="PEKPPP 2025", tahun=2025)
    make_validated(cast, old, cast.rsud, level=2)
    own = factories.make_siklus(cast.banjarnegara, nama="Mandiri 2025", tahun=2025)
    make_validated(cast, own, cast.puskesmas, level=5)
    found = reported(cast.pimpinan)
    assert found.before.value == Fraction(Decimal("2.50"))
    assert found.before_cover.complete == 1
    Evaluasi.objects.filter(pk=country["puskesmas"].pk).update(
        state=State.DIGANTI, akhir_alasan="-"
    )
    page = as_user(cast.pimpinan).get(PAGE).content.decode()
    assert "Naik 0,75 dari tahun 2025." in page


def test_u14_aspects_are_exact_means_the_best_first(cast, country):
    made = reported(cast.biro)
    assert [code for code, _, _ in made.aspects] == ["I", "II", "III", "IV", "V", "VI"]
    assert {mean for _, _, mean in made.aspects} == {Fraction(7, 2)}
    hasil = Hasil.objects.get(evaluasi=country["rsud"])
    hasil.rincian["aspects"][2]["value"] = "1/3"
    hasil.save()
    worst = reported(cast.biro).aspects[-1]
    assert (worst[0], worst[2]) == ("III", (Fraction(1, 3) + 4) / 2)


def test_u14_progress_is_told_against_the_calendar(cast, country):
    advance(
        by=_head(cast), evaluasi=country["puskesmas"], action=Action.KIRIM_F01, confirmed_gaps=True
    )
    found = reported(cast.menpan)
    done = {stage.nama: stage.selesai for stage in found.stages}
    assert done == {"F01": 1, "F03": 3, "F02": 3}
    assert [stage.persen for stage in found.stages] == [25, 75, 75]
    today = timezone.localdate()
    at = found.days.index(today)
    assert {name: values[at] for name, values in found.burn} == {"F01": 25, "F03": 75, "F02": 75}
    assert all(values[-1] is None for _, values in found.burn)  # a day that is yet to come
    assert all(values[0] == 0 for _, values in found.burn)
    fase = Fase.objects.get()
    assert (found.stages[0].mulai, found.stages[0].akhir) == (fase.mulai, fase.akhir)


def _head(cast):
    head = factories.make_user("kepala2")
    factories.member(head, Role.KEPALA, cast.puskesmas)
    return head


def test_u14_late_units_are_named_with_their_date(cast, country, as_user):
    Fase.objects.update(
        mulai=timezone.now() - timedelta(days=20), akhir=timezone.now() - timedelta(days=3)
    )
    page = as_user(cast.pimpinan).get(PAGE).content.decode()
    assert "Terlambat: 1 dari 2 unit" in page and "Puskesmas Mandiraja" in page
    assert [row.nama for row in reported(cast.menpan).late_offices] == ["Kabupaten Banjarnegara"]


def test_u14_the_follow_up_is_a_rate(cast, country):
    row = country["rsud"]
    for status in ("diterima", "direncanakan"):
        advice = Rekomendasi.objects.create(
            instansi=row.instansi, siklus=row.siklus, evaluasi=row, aspek="I", teks="Perbaiki.",
            oleh=cast.evaluator,
        )  # fmt: skip
        TindakLanjut.objects.create(
            instansi=row.instansi, siklus=row.siklus, evaluasi=row, rekomendasi=advice,
            tindakan="Menyusun", penanggung_jawab="Kasubbag", status=status,
            tenggat=timezone.localdate() + timedelta(days=9),
            status_sejak=timezone.now(), oleh=cast.operator,
        )  # fmt: skip
    (year, rate), (_, before) = reported(cast.pimpinan).followed
    assert (year, rate.jumlah, rate.selesai, rate.persen) == (2026, 2, 1, 50)
    assert before.persen is None


def test_u14_every_chart_has_its_table(cast, country, as_user):
    page = as_user(cast.biro).get(PAGE).content.decode()
    assert page.count("<svg") >= 3
    for key, caption in (
        ("kategori", "Banyaknya unit menurut kategori"),
        ("kemajuan-jadwal", "Persen unit yang sudah mengirim F01"),
        ("rata-aspek", "Rata-rata nilai F02 per aspek"),
    ):
        assert f'id="{key}' in page
        assert f"<caption>{caption}" in page


@pytest.mark.parametrize("who", ["menpan", "biro", "pimpinan"])
def test_u14_the_same_queries_for_few_and_many(cast, country, siklus, as_user, who):
    client = as_user(getattr(cast, who))
    client.get(PAGE)
    few = count(lambda: client.get(PAGE))
    for number in range(3):
        place = factories.make_instansi(f"Kabupaten {number}", induk=cast.jateng)
        for owner in (place, cast.banjarnegara):
            factories.make_evaluasi(siklus, factories.make_unit(owner, f"Unit {number} {owner}"))
    assert count(lambda: client.get(PAGE)) == few


def test_u14_an_empty_office_explains_itself(cast, as_user):
    page = as_user(cast.pimpinan).get(PAGE).content.decode()
    assert "Belum ada evaluasi pada lingkup ini" in page


def test_u14_forms_are_told_apart_until_the_cycle_lets_them_share(cast, siklus, country):
    siklus.instrumen_b = factories.make_version("B")
    siklus.save()
    factories.make_evaluasi(siklus, factories.make_unit(cast.banjarnegara, "Loka"), formulir="B")
    scope = performance.scopes_of(cast.menpan)[0]
    asked = (cast.menpan, scope, siklus.tahun, siklus.skema)
    assert performance.forms(*asked) == ["A", "B"]
    assert performance.report(*asked, "B").cover.total == 1
    whole = performance.report(*asked).cover.total
    siklus.formulir_bersama = True
    siklus.save()
    assert performance.forms(*asked) == ["A"]
    assert performance.report(*asked).cover.total == whole + 1
