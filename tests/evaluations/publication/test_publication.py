"""Validation, publication by decree, withdrawal: exactly that set, all or none, frozen."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.core.queries import published as published_queries
from evaluations.core.services.saving import digest_of
from evaluations.models import (
    Evaluasi,
    HasilTerbit,
    Publikasi,
    Rekomendasi,
    Respons,
    Siklus,
    Survei,
)
from evaluations.progress.services.steps import advance
from evaluations.publication.queries import publication as publication_queries
from evaluations.publication.services import publication
from evaluations.results import services as result_services
from evaluations.rules.phases import WIB
from evaluations.rules.review import review
from evaluations.rules.workflow import Action, State
from pekppp.accounts.models import Notice
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.ready import make_finished, make_validated, respond
from tests.stage import stage


@stage.fixture
def finished(cast, siklus) -> Evaluasi:
    return make_finished(cast, siklus, cast.rsud)


@stage.fixture
def validated(cast, siklus) -> Evaluasi:
    return make_validated(cast, siklus, cast.rsud)


@pytest.fixture
def mandiri(cast) -> Siklus:
    return factories.make_siklus(cast.banjarnegara, nama="PEKPPP Mandiri 2026")


def publish(cast, siklus, nomor="659 Tahun 2026", **more) -> Publikasi:
    by = more.pop("by", cast.menpan)
    return publication.publish(
        by=by, siklus=siklus, nomor=nomor, tanggal=timezone.localdate(), **more
    )


def state_of(evaluasi) -> str:
    return Evaluasi.objects.get(pk=evaluasi.pk).state


# Validation -------------------------------------------------------------------------------------


def test_one_that_cannot_be_validated_hinders_no_other(cast, siklus, finished):
    few = make_finished(cast, siklus, cast.puskesmas, people=9)
    outcome = publication.validate(by=cast.menpan, evaluations=[few, finished])
    assert outcome.done == [finished]
    assert outcome.failed == [
        (few, "Hasil Puskesmas Mandiraja belum final. F03: 9 dari 10 responden.")
    ]
    assert (state_of(few), state_of(finished)) == (State.F02_SELESAI, State.DIVALIDASI)


def test_sending_back_needs_a_reason_and_opens_the_f02(cast, finished):
    with pytest.raises(Refused):
        publication.send_back(by=cast.menpan, evaluations=[finished], reason=" ")
    publication.send_back(by=cast.menpan, evaluations=[finished], reason="Periksa indikator 3.")
    assert state_of(finished) == State.DINILAI


def test_a_validated_one_is_sent_back_too(cast, validated):
    publication.send_back(by=cast.menpan, evaluations=[validated], reason="Salah hitung.")
    assert state_of(validated) == State.DINILAI


def test_the_page_offers_what_is_finished_and_validates_what_is_picked(cast, siklus, as_user):
    finished = make_finished(cast, siklus, cast.rsud)
    factories.make_evaluasi(siklus, cast.puskesmas)
    client = as_user(cast.menpan)
    page = client.get(f"/validasi/{siklus.uuid}/").content.decode()
    assert cast.rsud.nama in page and cast.puskesmas.nama not in page
    assert "3,25" in page
    url = f"/validasi/{siklus.uuid}/sahkan/"
    page = client.post(url, {"pilih": [finished.uuid]}, follow=True).content.decode()
    assert "1 evaluasi divalidasi." in page
    assert state_of(finished) == State.DIVALIDASI


def test_the_page_says_of_each_failure_why(cast, siklus, as_user):
    few = make_finished(cast, siklus, cast.puskesmas, people=9)
    url = f"/validasi/{siklus.uuid}/sahkan/"
    page = as_user(cast.menpan).post(url, {"pilih": [few.uuid]}, follow=True).content.decode()
    assert "9 dari 10 responden" in page


def test_sending_back_without_a_reason_keeps_what_was_picked(cast, siklus, finished, as_user):
    url = f"/validasi/{siklus.uuid}/kembalikan/"
    response = as_user(cast.menpan).post(url, {"pilih": [finished.uuid], "alasan": ""})
    page = response.content.decode()
    assert response.status_code == 422
    assert f'value="{finished.uuid}" checked' in page
    assert state_of(finished) == State.F02_SELESAI


@pytest.mark.parametrize("pilih", [[], ["bukan-uuid"], [str(uuid4())]])
def test_picking_nothing_or_nonsense_changes_nothing(cast, siklus, finished, as_user, pilih):
    response = as_user(cast.menpan).post(f"/validasi/{siklus.uuid}/sahkan/", {"pilih": pilih})
    assert response.status_code in (302, 404)
    assert state_of(finished) == State.F02_SELESAI


@pytest.mark.parametrize("who", ["bagian", "biro", "evaluator", "operator", "kepala", "pimpinan"])
def test_only_the_organiser_decides(cast, siklus, finished, as_user, who):
    client = as_user(getattr(cast, who))
    for path in ("validasi/{}/", "publikasi/{}/"):
        assert client.get("/" + path.format(siklus.uuid)).status_code in (403, 404)
    for path in ("validasi/{}/sahkan/", "publikasi/{}/bekukan/", "publikasi/{}/laporkan/"):
        response = client.post("/" + path.format(siklus.uuid), {"pilih": [finished.uuid]})
        assert response.status_code in (403, 404)


def reviewed(cast, siklus):
    return review(publication_queries.to_validate(cast.menpan, siklus).get())


def last_year(cast, unit, **fields):
    siklus = factories.make_siklus(
        cast.nasional,
        nama="PEKPPP 2025",
        tahun=2025,
        periode_mulai=date(2024, 1, 1),
        periode_akhir=date(2024, 12, 31),
    )
    made = make_validated(cast, siklus, unit, **fields)
    publish(cast, siklus, "1 Tahun 2025")
    return made


def test_a_jump_of_more_than_three_quarters_is_flagged(cast, siklus):
    last_year(cast, cast.rsud, level=2, answer=4)
    make_finished(cast, siklus, cast.rsud, level=3, answer=4)
    found = reviewed(cast, siklus)
    assert (found.ipp, found.change) == (Decimal("3.25"), Decimal("0.75"))
    assert not found.flags[0].startswith("IPP")
    Evaluasi.objects.get(siklus=siklus).nilai.filter(indikator=1).update(level=4)
    with transaction.atomic():
        result_services.compute_now(Evaluasi.objects.get(siklus=siklus))
    assert reviewed(cast, siklus).flags[0] == "IPP naik 0,78 dari 2025, lebih dari 0,75"


def test_few_respondents_are_flagged_with_the_minimum(cast, siklus):
    make_finished(cast, siklus, cast.rsud, people=4)
    found = reviewed(cast, siklus)
    assert (found.kurang[1], found.flags[0]) == (
        "F03 kurang: 4 dari 10 responden",
        "Responden 4, kurang dari minimum 10",
    )


def test_an_f02_far_above_the_suggestion_is_flagged(cast, siklus):
    evaluasi = make_finished(cast, siklus, cast.rsud, level=3)
    evaluasi.hasil.rincian["suggested"] = {"1": 2, "2": 2, "3": None, "4": 2}
    evaluasi.hasil.save()
    found = reviewed(cast, siklus)
    assert (found.gap, found.above) == (Decimal("1.00"), 3)
    words = "F02 jauh di atas usulan: rata-rata 1,00 level, pada 3 indikator lebih tinggi"
    assert words in found.flags


def test_the_lists_take_as_many_queries_for_three_as_for_one(
    cast, siklus, as_user, django_assert_num_queries
):
    client = as_user(cast.menpan)
    paths = [f"/validasi/{siklus.uuid}/", f"/publikasi/{siklus.uuid}/"]
    make_validated(cast, siklus, cast.rsud)
    publish(cast, siklus, "1")
    make_finished(cast, siklus, cast.puskesmas)
    first = []
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(path)
        first.append(len(found))
    for number in range(2):
        make_validated(cast, siklus, factories.make_unit(cast.banjarnegara, f"Unit {number}"))
    publish(cast, siklus, "2")
    for number in range(2, 4):
        make_finished(cast, siklus, factories.make_unit(cast.jateng, f"Unit {number}"))
    for path, expected in zip(paths, first, strict=True):
        with django_assert_num_queries(expected):
            client.get(path)


# Publication ------------------------------------------------------------------------------------


def test_a_decree_publishes_every_validated_result_and_nothing_else(cast, siklus, validated):
    waiting = make_finished(cast, siklus, cast.puskesmas)
    publikasi = publish(cast, siklus)
    terbit = HasilTerbit.objects.get()
    assert (terbit.evaluasi, terbit.publikasi) == (validated, publikasi)
    assert (terbit.ipp_teks, terbit.kategori, terbit.sebutan) == (
        "3.25",
        "B-",
        "Baik (dengan catatan)",
    )
    assert (state_of(validated), state_of(waiting)) == (State.TERBIT, State.F02_SELESAI)


def test_what_is_published_is_frozen_with_its_digest(cast, siklus, validated):
    Rekomendasi.objects.create(
        instansi=validated.instansi,
        siklus=siklus,
        evaluasi=validated,
        aspek="I",
        teks="Tetapkan SP.",
        oleh=cast.evaluator,
    )
    publish(cast, siklus)
    terbit = HasilTerbit.objects.get()
    isi = terbit.isi
    assert digest_of(isi) == terbit.digest
    assert isi["ipp"] == "3.25"
    assert isi["siklus"]["skema"] == "Nasional"
    assert isi["penilai"] == cast.banjarnegara.nama
    assert isi["keputusan"]["nomor"] == "659 Tahun 2026"
    assert isi["metode"]["aspek"] == "jumlah nilai kali bobot indikator"
    assert [a["kode"] for a in isi["aspek"]] == ["I", "II", "III", "IV", "V", "VI", "tambahan"]
    assert isi["aspek"][0]["nilai"] == "3"
    assert isi["aspek"][0]["indikator"][0]["level"] == "3"
    assert isi["survei"]["responden"] == 10
    assert isi["survei"]["butir"][0]["nilai"] == "4"
    assert isi["rekomendasi"] == [{"aspek": "I", "indikator": None, "teks": "Tetapkan SP."}]
    assert isi["instrumen"]["digest"] == validated.versi.digest
    with pytest.raises(DatabaseError), transaction.atomic():
        HasilTerbit.objects.update(ipp=Decimal(5))


def test_nobody_s_name_and_no_comment_is_published(cast, siklus):
    evaluasi = make_finished(cast, siklus, cast.rsud, people=9)
    respond(evaluasi.survei, [4] * 14, komentar="KOMENTAR-RAHASIA")
    evaluasi.nilai.update(catatan_unit="CATATAN-UNIT", catatan_internal="CATATAN-DALAM")
    advance(by=cast.menpan, evaluasi=evaluasi, action=Action.VALIDASI)
    publish(cast, siklus)
    text = str(HasilTerbit.objects.get().isi)
    for word in ("KOMENTAR", "CATATAN", cast.evaluator.nama, cast.menpan.nama):
        assert word not in text


def test_means_beside_one_of_fewer_than_five_answers_are_left_out(cast, siklus):
    evaluasi = make_finished(cast, siklus, cast.rsud, people=0)
    respond(evaluasi.survei, *[[5] * 13 + [None]] * 6, *[[3] * 14] * 4)
    advance(by=cast.menpan, evaluasi=evaluasi, action=Action.VALIDASI)
    publish(cast, siklus)
    survei = HasilTerbit.objects.get().isi["survei"]
    # Item 14 is all of aspect V, so its mean would follow from the others'.
    for row in (*survei["butir"], *survei["aspek"]):
        assert (row["nilai"], row["jawaban"], row["disamarkan"]) == (None, None, True)


def test_number_and_mean_are_published_where_the_distribution_is_not(cast, siklus):
    evaluasi = make_finished(cast, siklus, cast.rsud, people=0)
    respond(evaluasi.survei, *[[5] * 14] * 6, *[[3] * 14] * 4)
    advance(by=cast.menpan, evaluasi=evaluasi, action=Action.VALIDASI)
    publish(cast, siklus)
    item = HasilTerbit.objects.get().isi["survei"]["butir"][0]
    assert (item["nilai"], item["jawaban"], item["sebaran"]) == ("21/5", 10, None)


def test_all_or_none(cast, siklus, validated):
    make_validated(cast, siklus, cast.puskesmas)
    evaluasi = Evaluasi.objects.get(unit=cast.puskesmas)
    evaluasi.hasil.ipp = None
    evaluasi.hasil.kategori = ""
    evaluasi.hasil.save()
    with pytest.raises(Refused):
        publish(cast, siklus)
    assert (HasilTerbit.objects.count(), Publikasi.objects.count()) == (0, 0)
    assert state_of(validated) == State.DIVALIDASI


def test_a_practice_is_never_published(cast):
    practice = factories.make_siklus(cast.nasional, latihan=True)
    make_validated(cast, practice, cast.rsud)
    with pytest.raises(Refused):
        publish(cast, practice)
    assert not HasilTerbit.objects.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"nomor": " "}, "nomor"),
        ({"nomor": "sudah ada"}, "nomor"),
        ({"tanggal": timezone.localdate() + timedelta(days=2)}, "tanggal"),
    ],
)
def test_a_decree_that_cannot_be_is_refused_beside_its_field(cast, siklus, validated, more, field):
    publish(cast, siklus, "sudah ada")
    make_validated(cast, siklus, cast.puskesmas)
    values = {"nomor": "2", "tanggal": timezone.localdate()} | more
    with pytest.raises(Refused) as refused:
        publication.publish(by=cast.menpan, siklus=siklus, **values)
    assert refused.value.field == field
    assert Publikasi.objects.count() == 1


def test_nothing_validated_is_nothing_to_publish(cast, siklus, finished):
    with pytest.raises(Refused):
        publish(cast, siklus)


def test_who_may_not_publish_does_not(cast, siklus, validated):
    for person in (cast.bagian, cast.kepala, cast.pimpinan):
        with pytest.raises(PermissionDenied):
            publish(cast, siklus, by=person)


def test_unit_and_office_are_told(cast, siklus, validated):
    publish(cast, siklus)
    told = set(Notice.objects.filter(subject__contains="terbit").values_list("user", flat=True))
    assert {cast.operator.pk, cast.kepala.pk, cast.bagian.pk} <= told
    assert cast.admin_tetangga.pk not in told


# Withdrawal -------------------------------------------------------------------------------------


@stage.fixture
def published(cast, siklus, validated) -> HasilTerbit:
    publish(cast, siklus, "1")
    return HasilTerbit.objects.get()


def test_a_withdrawn_result_is_public_no_longer_and_may_be_published_again(cast, siklus, published):
    publication.withdraw(by=cast.menpan, terbit=published, reason="Salah unit.")
    assert not published_queries.published().exists()
    assert state_of(published.evaluasi) == State.DIVALIDASI
    publish(cast, siklus, "2")
    old, new = HasilTerbit.objects.order_by("pk")
    assert (old.alasan_ditarik, new.ditarik_pada) == ("Salah unit.", None)
    assert old.digest != new.digest
    assert list(published_queries.published()) == [new]


def test_withdrawing_needs_a_reason_and_the_permission(cast, published):
    with pytest.raises(Refused):
        publication.withdraw(by=cast.menpan, terbit=published, reason=" ")
    with pytest.raises(PermissionDenied):
        publication.withdraw(by=cast.bagian, terbit=published, reason="x")
    assert published_queries.published().exists()


def test_a_step_back_past_the_service_hides_the_result_too(cast, siklus, published):
    advance(by=cast.menpan, evaluasi=published.evaluasi, action=Action.TARIK, reason="x")
    assert not published_queries.published().exists()
    publish(cast, siklus, "2")
    assert published_queries.published().get().publikasi.nomor == "2"


def test_a_published_figure_is_untouched_by_later_work(cast, siklus, published):
    publication.withdraw(by=cast.menpan, terbit=published, reason="Perbaikan.")
    evaluasi = Evaluasi.objects.get(pk=published.evaluasi_id)
    publication.send_back(by=cast.menpan, evaluations=[evaluasi], reason="Perbaikan.")
    evaluasi.nilai.update(level=5)
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=State.F02_SELESAI)
    publication.validate(by=cast.menpan, evaluations=[evaluasi])
    publish(cast, siklus, "2")
    old, new = HasilTerbit.objects.order_by("pk")
    assert (old.ipp_teks, new.ipp_teks) == ("3.25", "4.75")


# Pages ------------------------------------------------------------------------------------------


def test_withdrawing_on_the_page(cast, siklus, published, as_user):
    client = as_user(cast.menpan)
    url = f"/publikasi/{siklus.uuid}/tarik/{published.uuid}/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"alasan": ""}).status_code == 422
    assert client.post(url, {"alasan": "Salah unit."}).status_code == 302
    assert not published_queries.published().exists()
    assert client.get(url).status_code == 404


def test_the_owner_of_a_mandiri_cycle_publishes_and_reports(cast, mandiri, as_user):
    evaluasi = make_validated(cast, mandiri, cast.rsud)
    publish(cast, mandiri, by=cast.bagian)
    page = as_user(cast.bagian).post(f"/publikasi/{mandiri.uuid}/laporkan/", follow=True)
    assert "1 evaluasi dilaporkan" in page.content.decode()
    assert state_of(evaluasi) == State.DILAPORKAN
    assert published_queries.published().exists()
    assert Notice.objects.filter(user=cast.menpan, kind="laporkan").count() == 1


def test_a_national_cycle_is_reported_to_nobody(cast, siklus, published):
    with pytest.raises(Refused):
        publication.report(by=cast.menpan, siklus=siklus)


def test_the_period_of_the_survey_is_published_as_it_was_announced(cast, siklus):
    """From midnight to midnight in Jakarta, which is seven in the evening before in UTC."""
    evaluasi = make_finished(cast, siklus, cast.rsud)
    day = timezone.now().astimezone(WIB).replace(hour=0, minute=0, second=0, microsecond=0)
    opened, closes = day - timedelta(days=3), day + timedelta(days=3, hours=23, minutes=59)
    Survei.objects.update(buka=opened, tutup=closes)
    advance(by=cast.menpan, evaluasi=Evaluasi.objects.get(pk=evaluasi.pk), action=Action.VALIDASI)
    publish(cast, siklus)
    survei = HasilTerbit.objects.get().isi["survei"]
    assert survei["periode"] == [opened.date().isoformat(), closes.date().isoformat()]


def test_s09_nothing_that_is_published_gives_a_small_group_away(cast, siklus):
    evaluasi = make_finished(cast, siklus, cast.rsud, people=0)
    respond(evaluasi.survei, *[[5] * 13 + [None]] * 26, *[[3] * 14] * 4)
    respond(evaluasi.survei, *[[1] * 13 + [None]] * 2, kanal="kertas")
    excluded = Respons.objects.filter(kanal="tautan").first()
    Respons.objects.filter(pk=excluded.pk).update(
        dikecualikan=True, alasan_dikecualikan="Uji", ditinjau_pada=timezone.now()
    )
    with transaction.atomic():
        result_services.compute_now(evaluasi)
    advance(by=cast.menpan, evaluasi=evaluasi, action=Action.VALIDASI)
    publish(cast, siklus)
    survei = HasilTerbit.objects.get().isi["survei"]
    assert (survei["responden"], survei["dikecualikan"]) == (31, 1)
    # Two on paper, and four who answered item 14: numbers of channels and all means go.
    assert {row["jumlah"] for row in survei["kanal"]} == {None}
    for row in (*survei["butir"], *survei["aspek"]):
        assert (row["nilai"], row["jawaban"], row["sebaran"]) == (None, None, None)
