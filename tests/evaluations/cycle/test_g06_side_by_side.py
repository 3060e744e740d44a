"""G6: a unit in two running cycles: each says so, and its users are asked once for both."""

from datetime import date

import pytest
from django.utils import timezone

from evaluations.core.queries.evaluations import running_beside
from evaluations.cycle.services.cycles import LokusRule, create_siklus, set_lokus, set_phases
from evaluations.cycle.services.opening import open_siklus
from evaluations.models import Evaluasi, Survei, TautanSurvei
from evaluations.overview.queries.todo import todos
from evaluations.results.services import recompute_stale
from evaluations.survey.queries.surveys import surveys_open_at
from evaluations.survey.services import tally
from tests import factories
from tests.evaluations.cycle.test_cycles import spans
from tests.evaluations.f01.test_f01_pages import page
from tests.evaluations.survey.test_survey import answers

YEAR = (date(2025, 1, 1), date(2025, 12, 31))


def opened(by, owner, nama, period=YEAR, **fields):
    """A cycle of one RSUD, opened; gives its evaluation."""
    siklus = create_siklus(
        by=by, instansi=owner, nama=nama, tahun=2026, periode_mulai=period[0],
        periode_akhir=period[1], skema="nasional" if owner.is_national else "mandiri",
        **{"instrumen_a": factories.make_version("A"), **fields},
    )  # fmt: skip
    set_phases(by=by, siklus=siklus, phases=spans())
    rule = LokusRule("kabupaten", factories.make_kind())
    set_lokus(by=by, siklus=siklus, rules=[rule])
    open_siklus(by=by, siklus=siklus)
    return Evaluasi.objects.get(siklus=siklus, unit__nama__startswith="RSUD Hj.")


@pytest.fixture
def both(cast):
    national = opened(cast.menpan, cast.nasional, "Nasional 2026")
    overlapping = (date(2025, 7, 1), date(2026, 6, 30))
    return national, opened(cast.bagian, cast.banjarnegara, "Mandiri 2026", overlapping)


def test_g06_one_survey_counts_in_both_and_nobody_is_asked_twice(cast, both, client):
    national, mandiri = both
    assert national.survei == mandiri.survei
    assert len(surveys_open_at(cast.rsud.pk, timezone.now())) == 1
    link = f"/survei/{TautanSurvei.objects.get(unit=cast.rsud).token}/"
    assert "<fieldset" in client.get(link).content.decode()  # no page that asks which
    client.post(link, answers(national.survei))
    tally.count_all()
    recompute_stale()
    for evaluasi in both:
        evaluasi.refresh_from_db()
        assert evaluasi.hasil.responden == 1
    membership = cast.operator.memberships.get()
    asked = [item for item in todos(cast.operator, membership) if "survei" in item.what]
    assert len(asked) == 1


@pytest.mark.parametrize("other", ["period", "practice", "closed", "over"])
def test_g06_what_does_not_fit_has_a_survey_of_its_own(cast, other):
    national = opened(cast.menpan, cast.nasional, "Nasional 2026")
    period = (date(2026, 1, 1), date(2026, 12, 31))
    if other != "period":
        period = (date(2025, 7, 1), date(2026, 6, 30))
    if other == "closed":
        type(national.siklus).objects.update(status="ditutup", dibuka_pada=timezone.now())
    if other == "over":
        Survei.objects.update(tutup=timezone.now())
    fields = {"latihan": True} if other == "practice" else {}
    mandiri = opened(cast.bagian, cast.banjarnegara, "Mandiri 2026", period, **fields)
    assert national.survei != mandiri.survei


def test_g06_each_page_names_the_other_cycle_and_who_is_in_charge(cast, both, as_user):
    national, mandiri = both
    for one, other in (both, both[::-1]):
        html = page(as_user(cast.operator), "evaluasi", one)
        assert "Unit ini ikut 2 siklus yang berjalan" in html
        assert f'href="{other.get_absolute_url()}">{other.siklus.nama}</a>' in html
        assert "sama: jawaban dihitung di keduanya" in html
        filling = page(as_user(cast.operator), "f01", one, "I")
        assert f"Isian di halaman ini untuk <strong>{one.siklus.nama}" in filling
    home = as_user(cast.operator).get("/beranda/").content.decode()
    assert "Nasional · Formulir A" in home and "Mandiri · Formulir A" in home
    # Only for who sees both: a neighbour's cycle with this unit is no business of another office.
    assert running_beside(cast.verifikator, national) == []
    Evaluasi.objects.filter(pk=mandiri.pk).update(state="dibatalkan", akhir_alasan="Uji.")
    assert running_beside(cast.operator, national) == []
    mandiri.refresh_from_db()
    assert running_beside(cast.operator, mandiri) == []
