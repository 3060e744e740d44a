"""D8, what its walk does not show: who verifies a follow-up in the next cycle, and what is told."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from evaluations.core import assignments
from evaluations.evidence.services import previews
from evaluations.f02.pages import last_year
from evaluations.f02.services.levels import save_score
from evaluations.follow_up.services import follow_up as follow_up_services
from evaluations.models import TindakLanjut
from evaluations.progress.services.steps import advance
from evaluations.rules.follow_up import Step
from evaluations.rules.workflow import Action
from pekppp.accounts.models import Notice
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.evidence.test_previews import pdf
from tests.evaluations.follow_up.test_follow_up import attach, commit, recommend, step, version_of
from tests.evaluations.publication.test_publication import publish
from tests.evaluations.ready import make_finished
from tests.stage import stage


def finished(cast, tahun, level):
    """The RSUD's evaluation of that year, every level the same, published."""
    siklus = factories.make_siklus(cast.nasional, nama=f"PEKPPP {tahun}", tahun=tahun)
    made = make_finished(cast, siklus, cast.rsud, level=level)
    for codename in ("score", "lead"):
        assignments.assign(cast.evaluator, made.aspek.all(), codename)
    return made


def decree(cast, evaluasi):
    advance(by=cast.menpan, evaluasi=evaluasi, action=Action.VALIDASI)
    publish(cast, evaluasi.siklus, nomor=f"{evaluasi.siklus.tahun}")
    evaluasi.refresh_from_db()
    return evaluasi


@stage.fixture
def past(cast):
    """Last year: level 2 everywhere, one recommendation on indicator 1 and one on its aspect."""
    return decree(cast, finished(cast, 2025, 2))


@stage.fixture
def now(cast, past):
    """This year: sent, and the evaluator's to score."""
    siklus = factories.make_siklus(cast.nasional, nama="PEKPPP 2026", tahun=2026)
    made = factories.make_evaluasi(siklus, cast.rsud)
    for codename in ("score", "lead"):
        assignments.assign(cast.evaluator, made.aspek.all(), codename)
    advance(by=cast.kepala, evaluasi=made, action=Action.KIRIM_F01, confirmed_gaps=True)
    return made


def verify(by, evaluasi, advice, **more):
    given = {
        "terbukti": True,
        "words": "SP sudah terpasang.",
        "based_on": version_of(advice),
        **more,
    }
    return follow_up_services.verify(by=by, evaluasi=evaluasi, rekomendasi=advice.uuid, **given)


def test_what_is_verified_is_told_and_this_years_levels_are_not(cast, past, now, as_user):
    advice = recommend(past)
    commit(cast.operator, past, advice)
    file = attach(cast.operator, past, advice, pdf())
    step(cast.operator, past, advice, Step.LAPORKAN, "SK 12/2026 terbit.")
    step(cast.bagian, past, advice, Step.TERIMA)
    desk = as_user(cast.evaluator)
    elsewhere = desk.get(reverse("evaluations:f02_indicator", args=[now.uuid, 2]))
    assert elsewhere.context["saran_lalu"] == []
    page = reverse("evaluations:f02_follow_up", args=[now.uuid])
    previews.draw_next()
    places = {name: f"{page}bukti/{file.uuid}/{name}/" for name in ("unduh", "lihat", "gambar/1")}
    assert [desk.get(place).status_code for place in places.values()] == [200, 200, 200]
    assert f'src="{places["gambar/1"]}"' in desk.get(places["lihat"]).content.decode()
    assert desk.get(f"{page}bukti/{file.uuid}/gambar/2/").status_code == 404
    save_score(
        by=cast.evaluator, evaluasi=now, indikator=1, peran="evaluator", based_on=0,
        changes={"level": 4, "alasan": "Terlihat di loket."}, key=advice.uuid,
    )  # fmt: skip
    place = reverse("evaluations:f02_follow_up_verify", args=[now.uuid, advice.uuid])
    assert desk.post(place, {"terbukti": "ya", "based_on": "3"}).status_code == 422
    verify(cast.evaluator, now, advice)
    assert TindakLanjut.objects.get().diverifikasi_dalam == now
    assert Notice.objects.filter(user=cast.operator, subject__contains="terverifikasi").exists()
    unit = as_user(cast.operator).get(reverse("evaluations:follow_up", args=[past.uuid]))
    assert unit.context["items"][0].gerak is None


def test_once_the_next_result_is_published_the_unit_reads_whether_it_moved(cast, past, as_user):
    advice, whole = recommend(past), recommend(past, "Untuk aspek.", None)
    decree(cast, finished(cast, 2026, 3))
    page = as_user(cast.operator).get(reverse("evaluations:follow_up", args=[past.uuid]))
    told = {item.rekomendasi: item.gerak for item in page.context["items"]}
    assert (told[advice].dari, told[advice].ke, told[advice].arah) == ("2", "3", "naik")
    assert (told[whole].dari, told[whole].ke) == ("2", "3")
    assert "Level 2 → 3 (naik) dalam PEKPPP 2026" in page.content.decode()


def test_what_was_never_promised_is_verified_all_the_same(cast, past, now):
    advice = recommend(past)
    row = verify(cast.evaluator, now, advice, terbukti=False, words="Belum ada SP.")
    assert (row.status, row.tindakan) == ("belum_terbukti", "")
    # The unit may still take it up, and it is verified once more.
    commit(cast.operator, past, advice, based_on=row.versi)
    assert verify(cast.evaluator, now, advice).status == "terverifikasi"


def test_a_second_evaluator_reads_the_first_s_word_before_he_replaces_it(cast, past, now, as_user):
    advice, second = recommend(past), factories.make_user("evaluator_dua")
    factories.member(second, factories.Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(second, now.aspek.all(), "score")
    page = reverse("evaluations:f02_follow_up", args=[now.uuid])
    place = reverse("evaluations:f02_follow_up_verify", args=[now.uuid, advice.uuid])
    one, two = as_user(cast.evaluator), as_user(second)
    shown = two.get(page).context["items"][0].form
    typed = {
        "terbukti": "tidak",
        "words": "Tidak saya lihat.",
        "based_on": shown["based_on"].value(),
    }
    assert typed["based_on"] == 0
    first = {"terbukti": "ya", "words": "SP sudah terpasang.", "based_on": "0"}
    assert one.post(place, first).status_code == 302
    refused = two.post(place, typed)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert TindakLanjut.objects.get().verifikasi == "SP sudah terpasang."
    assert "sudah diubah sejak halaman ini dibuka" in text
    assert "SP sudah terpasang." in text and "Tidak saya lihat." in text
    again = refused.context["items"][0].form
    assert '<input type="hidden" name="based_on" value="1"' in text
    assert two.post(place, typed | {"based_on": again["based_on"].value()}).status_code == 302
    assert TindakLanjut.objects.get().verifikasi == "Tidak saya lihat."


def test_nobody_verifies_without_saying_what_he_saw(cast, past, now, as_user):
    advice = recommend(past)
    place = reverse("evaluations:f02_follow_up_verify", args=[now.uuid, advice.uuid])
    refused = as_user(cast.evaluator).post(place, {"terbukti": "ya", "words": "SP terpasang."})
    assert refused.status_code == 422
    assert "Muat ulang, lalu simpan sekali lagi." in refused.content.decode()
    assert not TindakLanjut.objects.exists()


@pytest.mark.parametrize("who", ["operator", "bagian", "verifikator", "menpan", "siapapun"])
def test_the_evaluator_alone_verifies(cast, past, now, who):
    with pytest.raises(PermissionDenied):
        verify(getattr(cast, who), now, recommend(past))


def test_only_of_his_aspect_and_never_of_his_own_unit(cast, past, now):
    other = factories.make_user("evaluator_dua")
    factories.member(other, factories.Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(other, now.aspek.filter(kode="II"), "score")
    advice = recommend(past)
    with pytest.raises(PermissionDenied):
        verify(other, now, advice)
    assignments.assign(other, now.aspek.filter(kode="I"), "score")
    del other.__dict__["_assignment_cache"]
    assert verify(other, now, advice).status == "terverifikasi"
    factories.member(cast.evaluator, factories.Role.OPERATOR, cast.rsud)
    with pytest.raises(PermissionDenied):
        verify(cast.evaluator, now, advice)


def test_nothing_is_verified_once_the_f02_is_closed(cast, past):
    advice = recommend(past)
    closed = finished(cast, 2026, 3)
    with pytest.raises(Refused) as refused:
        verify(cast.evaluator, closed, advice)
    assert refused.value.status == 403


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        (2, 4, "Level 2 → 4 (naik)"),
        (2, None, "Level tahun lalu 2; yang sekarang belum ada atau belum terlihat"),
        (None, 0, "Level sekarang 0; tahun lalu tidak ada"),
        (None, None, "Belum ada level untuk dibandingkan"),
    ],
)
def test_a_level_that_is_missing_is_said_in_words(then, now, said):
    assert last_year._moved(then, now) == said
