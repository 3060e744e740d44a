"""Masa sanggah: from an objection to a changed figure, who decides, and what it holds up."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from evaluations.core import assignments
from evaluations.core.queries.evaluations import decided_levels
from evaluations.evidence.services.evidence import add_evidence
from evaluations.f02.services.levels import save_score
from evaluations.models import Evaluasi, Fase, Hasil, Nilai, PeranNilai, Sanggahan
from evaluations.objections import services as objection_services
from evaluations.overview.queries.todo import todos
from evaluations.progress.services.steps import advance
from evaluations.recompute.services import recompute as recompute_services
from evaluations.recompute.services import worker as recompute_worker
from evaluations.results.services import recompute_stale
from evaluations.rules.agreement import EVALUATOR, SANGGAH, SEPAKAT, VERIFIKATOR, GivenLevel, decide
from evaluations.rules.workflow import Action
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from tests import factories
from tests.emptying import erase
from tests.evaluations.evidence.test_evidence import file as upload
from tests.evaluations.ready import make_finished
from tests.stage import stage

REASON = "SP sudah ditetapkan dengan SK 12/2025."


@stage.fixture
def finished(cast, siklus):
    """F02 finished with level 3 everywhere; `evaluator` leads, nobody verifies."""
    made = make_finished(cast, siklus, cast.rsud)
    for codename in ("score", "lead"):
        assignments.assign(cast.evaluator, made.aspek.all(), codename)
    return made


@stage.fixture
def verified(cast, finished):
    factories.verified_by(finished, cast.verifikator)
    return finished


def file(by, evaluasi, indikator=5, wanted=4, key=None, alasan=REASON):
    return objection_services.file(
        by=by, evaluasi=evaluasi, indikator=indikator, alasan=alasan,
        nilai_diminta=wanted, key=key or uuid4(),
    )  # fmt: skip


def settle(by, row, level=4, accept=True, putusan="Bukti baru memenuhi rubrik."):
    return objection_services.decide(
        by=by, evaluasi=row.evaluasi, sanggahan=row.uuid, accept=accept,
        nilai_baru=level, putusan=putusan,
    )  # fmt: skip


def counts(evaluasi, indikator=5):
    return decided_levels(evaluasi)[indikator].berlaku


def page(evaluasi, verb=""):
    return f"/evaluasi/{evaluasi.uuid}/sanggah/{verb}"


# Filing -------------------------------------------------------------------------------------------


def test_the_unit_objects_once_and_the_lead_is_told(cast, finished):
    key = uuid4()
    first, again = file(cast.operator, finished, key=key), file(cast.operator, finished, key=key)
    assert (first.pk, first.nilai_semula, Sanggahan.objects.count()) == (again.pk, "3", 1)
    assert Notice.objects.get(user=cast.evaluator, kind="sanggahan").url.endswith("/sanggah/#i-5")
    assert AuditEntry.objects.get(action="ajukan_sanggah").data["diminta"] == 4


@pytest.mark.parametrize("who", ["evaluator", "bagian", "menpan", "pimpinan", "operator_puskesmas"])
def test_nobody_but_the_unit_objects(cast, finished, who):
    with pytest.raises(PermissionDenied):
        file(getattr(cast, who), finished)


def test_one_open_objection_for_an_indicator(cast, finished):
    first = file(cast.operator, finished)
    with pytest.raises(Refused, match="menunggu putusan"):
        file(cast.kepala, finished)
    objection_services.withdraw(by=cast.kepala, evaluasi=finished, sanggahan=first.uuid)
    assert file(cast.kepala, finished).status == "diajukan"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"alasan": "  "}, "Tulis alasan"),
        ({"wanted": 6}, "bilangan bulat"),
        ({"wanted": 3}, "sama dengan nilai sekarang"),
        ({"indikator": 99}, "tidak ada pada instrumen"),
    ],
)
def test_what_cannot_be_objected_is_refused_in_words(cast, finished, more, words):
    with pytest.raises(Refused, match=words):
        file(cast.operator, finished, **more)


def test_an_objection_keeps_to_its_window_and_an_extension_opens_it(cast, finished):
    Fase.objects.update(akhir=timezone.now() - timedelta(days=1))
    fresh = Evaluasi.objects.get(pk=finished.pk)
    with pytest.raises(Refused, match="Masa sanggah sudah ditutup"):
        file(cast.operator, fresh)
    fresh.siklus.perpanjangan.create(
        kegiatan="sanggah", akhir=timezone.now() + timedelta(days=1), alasan="Surat 7."
    )
    assert file(cast.operator, Evaluasi.objects.get(pk=finished.pk)).pk


@pytest.mark.parametrize("state", ["draf", "dikirim", "dinilai", "dikembalikan"])
def test_levels_are_objected_to_once_they_are_shown(cast, finished, state):
    Evaluasi.objects.filter(pk=finished.pk).update(state=state)
    finished.refresh_from_db()
    with pytest.raises(Refused):
        file(cast.operator, finished)


def test_a_verifiers_level_stays_unknown_until_he_has_verified(cast, verified):
    verified.siklus.nilai_dipakai = "verifikator"
    verified.siklus.save()
    save_score(
        by=cast.verifikator, evaluasi=verified, indikator=5, peran=PeranNilai.VERIFIKATOR,
        changes={"level": 1, "alasan": "Tidak terlihat."}, based_on=0, key=uuid4(),
    )  # fmt: skip
    assert counts(verified) == 1
    assert file(cast.operator, verified).nilai_semula == "3"


def test_the_news_of_a_decision_does_not_tell_a_verifiers_level_either(cast, verified):
    verified.siklus.nilai_dipakai = "verifikator"
    verified.siklus.save()
    save_score(
        by=cast.verifikator, evaluasi=verified, indikator=5, peran=PeranNilai.VERIFIKATOR,
        changes={"level": 1, "alasan": "Tidak terlihat."}, based_on=0, key=uuid4(),
    )  # fmt: skip
    row = file(cast.operator, verified)
    erase(Notice.objects.all())
    settle(cast.verifikator, row)
    assert "diterima: 3 → 4" in Notice.objects.get(user=cast.kepala, kind="sanggahan").subject


def test_what_a_verifier_writes_to_the_unit_waits_for_his_verification(cast, verified, as_user):
    save_score(
        by=cast.verifikator, evaluasi=verified, indikator=5, peran=PeranNilai.VERIFIKATOR,
        changes={"level": 1, "alasan": "x", "catatan_unit": "Ruang tunggu ditutup."},
        based_on=0, key=uuid4(),
    )  # fmt: skip
    unit = as_user(cast.operator)
    levels = f"/evaluasi/{verified.uuid}/nilai/"
    assert "Ruang tunggu ditutup." not in unit.get(levels).text
    advance(by=cast.verifikator, evaluasi=verified, action=Action.VERIFIKASI)
    assert "Ruang tunggu ditutup." in unit.get(levels).text


def test_who_has_left_is_not_told_of_objections(cast, finished):
    cast.evaluator.memberships.update(ended_at=timezone.now())
    file(cast.operator, finished)
    assert not Notice.objects.filter(user=cast.evaluator).exists()


def test_new_evidence_belongs_to_the_objection(cast, finished):
    row = file(cast.operator, finished)
    bukti = add_evidence(
        by=cast.operator, evaluasi=finished, indikator=5, file=upload(), sanggahan=row
    )
    assert (bukti.sanggahan_id, list(row.bukti.all())) == (row.pk, [bukti])


# Deciding -----------------------------------------------------------------------------------------


def test_an_accepted_objection_counts_and_leaves_every_level_as_it_was(cast, finished):
    settle(cast.evaluator, file(cast.operator, finished))
    assert counts(finished) == 4
    given = Nilai.objects.filter(indikator=5).values_list("peran", "level")
    assert sorted(given) == [("evaluator", 3), ("sanggah", 4)]
    assert Notice.objects.filter(user=cast.kepala, subject__contains="diterima: 3 → 4").count() == 1
    assert AuditEntry.objects.get(action="putus_sanggah").data["ke"] == 4


def test_the_figure_before_and_after_is_the_engines(cast, finished):
    before = Hasil.objects.get(evaluasi=finished).ipp
    row = settle(cast.evaluator, file(cast.operator, finished))
    assert (row.ipp_semula, row.ipp_baru) == (f"{before:.2f}".replace(".", ","), "")
    recompute_stale()
    row.refresh_from_db()
    after = Hasil.objects.get(evaluasi=finished).ipp
    assert after > before
    assert row.ipp_baru == f"{after:.2f}".replace(".", ",")


def test_two_acceptances_in_a_row_follow_one_another(cast, finished):
    first = settle(cast.evaluator, file(cast.operator, finished, 5))
    second = settle(cast.evaluator, file(cast.operator, finished, 6))
    recompute_stale()
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.ipp_semula < first.ipp_baru == second.ipp_semula < second.ipp_baru


def test_a_rejected_objection_changes_no_level(cast, finished):
    row = settle(cast.evaluator, file(cast.operator, finished), None, accept=False)
    assert (row.status, counts(finished), row.putusan) == (
        "ditolak", 3, "Bukti baru memenuhi rubrik.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("level", "putusan", "words"),
    [(None, "Ya.", "Pilih nilai baru"), (3, "Ya.", "sama dengan nilai"), (4, " ", "alasan putusan"),
     (9, "Ya.", "bilangan bulat")],
)  # fmt: skip
def test_a_decision_has_a_level_that_differs_and_a_reason(cast, finished, level, putusan, words):
    row = file(cast.operator, finished)
    with pytest.raises(Refused, match=words):
        settle(cast.evaluator, row, level, putusan=putusan)


def test_level_zero_is_a_decision(cast, finished):
    settle(cast.evaluator, file(cast.operator, finished), 0)
    assert counts(finished) == 0


def test_an_objection_is_decided_once(cast, finished):
    row = settle(cast.evaluator, file(cast.operator, finished))
    with pytest.raises(Refused, match="sudah diterima"):
        settle(cast.evaluator, row, None, accept=False)


@pytest.mark.parametrize("who", ["operator", "kepala", "bagian", "menpan", "verifikator"])
def test_only_the_lead_decides_where_nobody_verifies(cast, finished, who):
    row = file(cast.operator, finished)
    with pytest.raises(PermissionDenied):
        settle(getattr(cast, who), row)


def test_where_somebody_verifies_he_decides_and_the_lead_no_longer(cast, verified):
    row = file(cast.operator, verified)
    with pytest.raises(PermissionDenied):
        settle(cast.evaluator, row)
    assert settle(cast.verifikator, row).status == "diterima"


def test_nobody_decides_about_his_own_unit(cast, finished):
    factories.member(cast.evaluator, Role.OPERATOR, cast.rsud)
    row = file(cast.operator, finished)
    with pytest.raises(PermissionDenied):
        settle(type(cast.evaluator).objects.get(pk=cast.evaluator.pk), row)


@pytest.mark.parametrize(("mean", "verifier"), [(False, False), (True, False), (False, True)])
def test_a_decision_counts_whichever_rule_the_cycle_has(mean, verifier):
    rows = [GivenLevel(1, EVALUATOR, 1, 2), GivenLevel(1, EVALUATOR, 2, 3),
            GivenLevel(1, SEPAKAT, 1, 3), GivenLevel(1, VERIFIKATOR, 9, 1),
            GivenLevel(1, SANGGAH, 9, 4)]  # fmt: skip
    found = decide(rows, {1: {1, 2}}, mean_of_team=mean, verifier_counts=verifier)[1]
    assert (found.berlaku, found.sanggah, found.verifikator) == (4, 4, 1)


def test_a_level_given_after_the_f02_was_opened_again_takes_its_place(cast, finished):
    row = settle(cast.evaluator, file(cast.operator, finished))
    advance(by=cast.menpan, evaluasi=finished, action=Action.BUKA_F02, reason="Salah baca.")
    assert counts(finished) == 4
    save_score(
        by=cast.evaluator, evaluasi=finished, indikator=5, peran=PeranNilai.EVALUATOR,
        changes={"level": 2, "alasan": "Bukti ternyata kedaluwarsa."}, based_on=1, key=uuid4(),
    )  # fmt: skip
    row.refresh_from_db()
    assert (counts(finished), row.nilai_baru) == (2, 4)
    assert AuditEntry.objects.filter(action="putusan_sanggah_diganti").count() == 1


def test_nobody_writes_the_level_of_an_objection_by_the_desk(cast, evaluasi):
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state="dinilai")
    evaluasi.refresh_from_db()
    with pytest.raises(PermissionDenied):
        save_score(
            by=cast.evaluator, evaluasi=evaluasi, indikator=5, peran=PeranNilai.SANGGAH,
            changes={"level": 5}, based_on=0, key=uuid4(),
        )  # fmt: skip


# Holding up, and going on -------------------------------------------------------------------------


def test_nothing_is_validated_over_an_open_objection(cast, finished):
    row = file(cast.operator, finished)
    with pytest.raises(Refused, match="belum diputus: indikator 5"):
        advance(by=cast.menpan, evaluasi=finished, action=Action.VALIDASI)
    settle(cast.evaluator, row)
    advance(by=cast.menpan, evaluasi=finished, action=Action.VALIDASI)
    row.refresh_from_db()
    assert (finished.state, row.ipp_baru != "") == ("divalidasi", True)


def test_the_validation_page_leads_to_what_is_open(cast, finished, as_user):
    address = f"/validasi/{finished.siklus.uuid}/"
    row = file(cast.operator, finished)
    link = f'href="{page(finished)}"'
    before = as_user(cast.menpan).get(address).content.decode()
    settle(cast.evaluator, row)
    after = as_user(cast.menpan).get(address).content.decode()
    assert ("1 sanggahan belum diputus" in before, link in before, link in after) == (
        True,
        True,
        False,
    )


def test_the_desk_shows_what_an_objection_changed_beside_the_level(cast, finished, as_user):
    settle(cast.evaluator, file(cast.operator, finished))
    text = as_user(cast.evaluator).get(f"/evaluasi/{finished.uuid}/f02/").content.decode()
    assert text.count("setelah sanggahan: 4") == 1
    desk = as_user(cast.evaluator).get(f"/evaluasi/{finished.uuid}/f02/5/").text
    assert desk.count("Setelah sanggahan") == 1


def test_the_organiser_goes_on_with_a_reason_that_the_unit_reads(cast, finished):
    row = file(cast.operator, finished)
    with pytest.raises(PermissionDenied):
        objection_services.close_open(by=cast.evaluator, evaluasi=finished, alasan="x")
    objection_services.close_open(by=cast.menpan, evaluasi=finished, alasan="Tenggat penetapan.")
    row.refresh_from_db()
    assert (row.status, row.putusan) == ("ditolak", "Ditutup penyelenggara. Tenggat penetapan.")
    assert Notice.objects.filter(user=cast.kepala, subject__contains="ditutup").count() == 1
    advance(by=cast.menpan, evaluasi=finished, action=Action.VALIDASI)


# The page -----------------------------------------------------------------------------------------


def test_the_unit_files_and_the_lead_decides_through_the_page(cast, finished, as_user):
    unit, lead = as_user(cast.operator), as_user(cast.evaluator)
    assert 'name="alasan"' in unit.get(page(finished) + "?indikator=5").content.decode()
    typed = {"indikator": 5, "kunci": uuid4(), "alasan": REASON, "nilai_diminta": "4"}
    response = unit.post(page(finished, "ajukan/"), {**typed, "berkas": upload()})
    assert response.status_code == 302
    row = Sanggahan.objects.get()
    assert row.bukti.count() == 1
    unit.post(page(finished, f"{row.uuid}/bukti/"), {"berkas": upload(name="dua.pdf")})
    refused = lead.post(page(finished, f"{row.uuid}/putus/"), {"keputusan": "terima"})
    assert refused.status_code == 422
    assert "Tulis alasan putusan." in refused.content.decode()
    lead.post(
        page(finished, f"{row.uuid}/putus/"),
        {"keputusan": "terima", "nilai_baru": "4", "putusan": "Bukti cukup."},
    )
    assert "sedang dihitung" in lead.get(page(finished)).content.decode()
    recompute_stale()
    row.refresh_from_db()
    assert row.ipp_baru in lead.get(page(finished)).content.decode()
    seen = unit.get(page(finished)).content.decode()
    assert "Bukti cukup." in seen
    # The unit learns the level now, and its figure once it is decided.
    assert row.ipp_baru not in seen


def test_a_refused_file_leaves_the_objection_standing(cast, finished, as_user):
    typed = {"indikator": 5, "kunci": uuid4(), "alasan": REASON, "nilai_diminta": ""}
    broken = upload(content=b"#!/bin/sh\n", name="sk.pdf")
    response = as_user(cast.operator).post(
        page(finished, "ajukan/"), {**typed, "berkas": broken}, follow=True
    )
    words = response.content.decode()
    assert "Sanggahan indikator 5 diajukan" in words
    assert "alert-danger" in words
    assert Sanggahan.objects.get().bukti.count() == 0


def test_a_unit_withdraws_through_the_page_and_the_organiser_closes(cast, finished, as_user):
    row = file(cast.operator, finished)
    as_user(cast.kepala).post(page(finished, f"{row.uuid}/tarik/"))
    row.refresh_from_db()
    assert row.status == "ditarik"
    file(cast.operator, finished)
    as_user(cast.menpan).post(page(finished, "tutup/"), {"alasan": "Tenggat."})
    assert set(Sanggahan.objects.values_list("status", flat=True)) == {"ditarik", "ditolak"}


def test_before_the_f02_is_finished_the_page_shows_the_unit_no_level(cast, evaluasi, as_user):
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state="dinilai")
    words = as_user(cast.operator).get(page(evaluasi)).content.decode()
    assert "Sanggahan dapat diajukan setelah F02 selesai." in words
    assert "Nilai yang dapat disanggah" not in words
    assert as_user(cast.pimpinan).get(page(evaluasi)).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_much_for_one_objection_as_for_three(
    cast, finished, as_user, number, django_assert_max_num_queries
):
    for indikator in range(1, number + 1):
        file(cast.operator, finished, indikator)
    client = as_user(cast.operator)
    client.get(page(finished))
    with django_assert_max_num_queries(28):
        client.get(page(finished))


def home(person):
    return [item.what for item in todos(person, person.memberships.get())]


def test_home_says_until_when_one_objects_and_what_waits_for_a_decision(cast, finished):
    assert "Baca nilai; ajukan sanggahan bila belum sesuai" in home(cast.operator)
    assert "Putuskan 1 sanggahan" not in home(cast.evaluator)
    file(cast.operator, finished)
    assert "Putuskan 1 sanggahan" in home(cast.evaluator)
    factories.verified_by(finished, cast.verifikator)
    fresh = type(cast.evaluator).objects.get(pk=cast.evaluator.pk)
    assert "Putuskan 1 sanggahan" not in home(fresh)
    assert "Putuskan 1 sanggahan" in home(cast.verifikator)


# After the decision -------------------------------------------------------------------------------


@stage.fixture
def decided(cast, finished):
    return advance(by=cast.menpan, evaluasi=finished, action=Action.VALIDASI)


def recomputed(cast, evaluasi) -> None:
    job = recompute_services.start(by=cast.menpan, siklus=evaluasi.siklus, versi={})
    recompute_worker.recompute_next()
    recompute_services.apply(by=cast.menpan, hitung=job, reason="Sanggahan diterima.")
    recompute_worker.recompute_next()


def test_a_decided_level_is_objected_to_in_its_window_and_the_organiser_decides(cast, decided):
    row = file(cast.operator, decided)
    told = Notice.objects.filter(kind="sanggahan").values_list("user__username", flat=True)
    # Who decides, who gave the level, and the unit's other people.
    assert set(told) == {"menpan", "evaluator", "kepala"}
    assert "Putuskan 1 sanggahan atas hasil yang sudah ditetapkan" in home(cast.menpan)
    for person in (cast.evaluator, cast.bagian, cast.kepala):
        with pytest.raises(PermissionDenied):
            settle(person, row)
    assert settle(cast.menpan, row).status == "diterima"


def test_what_is_accepted_late_counts_from_the_recomputation_on(cast, decided, as_user):
    before = Hasil.objects.get(evaluasi=decided)
    settle(cast.menpan, file(cast.operator, decided))
    # Until then every page says what was decided.
    assert (counts(decided), Nilai.objects.filter(peran="sanggah").count()) == (3, 0)
    shown = as_user(cast.operator).get(page(decided)).content.decode()
    assert "berlaku setelah hasil dihitung ulang" in shown
    recomputed(cast, decided)
    after, level = Hasil.objects.get(evaluasi=decided), Nilai.objects.get(peran="sanggah")
    assert (level.level, level.oleh, level.alasan) == (
        4,
        cast.menpan,
        "Bukti baru memenuhi rubrik.",
    )
    assert (counts(decided), after.rincian["levels"]["5"], after.ipp > before.ipp) == (4, "4", True)
    assert Sanggahan.objects.get().ipp_baru == f"{after.ipp:.2f}".replace(".", ",")


def test_what_was_accepted_late_is_a_level_once_the_decision_is_taken_back(cast, decided):
    settle(cast.menpan, file(cast.operator, decided))
    advance(by=cast.menpan, evaluasi=decided, action=Action.BATAL_VALIDASI, reason="Diperiksa.")
    recompute_stale()
    assert (counts(decided), Sanggahan.objects.get().ipp_baru != "") == (4, True)


# Reasons ------------------------------------------------------------------------------------------


def test_the_unit_reads_why_a_level_differs_and_could_not_be_verified_where_it_objects(
    cast, as_user, finished
):
    Nilai.objects.filter(evaluasi=finished, indikator=5).update(
        alasan="Loket tutup.",
        tidak_terverifikasi=True,
        alasan_tidak_terverifikasi="Petugas tidak di tempat.",
        catatan_internal="RAHASIA TIM",
    )
    client = as_user(cast.operator)
    levels = finished.address("evaluasi_levels")
    for place in (f"{page(finished)}?indikator=5", levels):
        text = client.get(place).text
        assert "Alasan nilai 3: Loket tutup." in text
        assert "Tidak dapat diverifikasi: Petugas tidak di tempat." in text
        assert "RAHASIA TIM" not in text
    # Once the F02 is open again, the reason goes with the level.
    Evaluasi.objects.filter(pk=finished.pk).update(state="dinilai")
    assert "Loket tutup." not in client.get(levels).text


def test_a_decision_starts_empty(cast, as_user, finished):
    file(cast.operator, finished, wanted=4)
    [item] = as_user(cast.evaluator).get(page(finished)).context["items"]
    assert {name: item.form[name].value() for name in item.form.fields} == {
        "keputusan": None, "nilai_baru": None, "putusan": None,
    }  # fmt: skip
