"""A set is frozen, decreed after signature, and published by a worker: exactly that set."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from evaluations.core.queries import published as published_queries
from evaluations.models import CalonTerbit, Evaluasi, HasilTerbit, Publikasi, SampelValidasi
from evaluations.progress.services.steps import advance
from evaluations.publication.queries import publication as publication_queries
from evaluations.publication.services import decree_worker, decrees, publication, withdrawal
from evaluations.recompute.services import recompute as recompute_services
from evaluations.recompute.services import worker as recompute_worker
from evaluations.rules.workflow import Action, State
from pekppp.accounts.models import Membership, Notice
from pekppp.base.errors import Conflict, Refused
from tests import factories
from tests.evaluations.ready import make_finished, make_validated
from tests.stage import stage

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@stage.fixture
def frozen(cast, siklus) -> Publikasi:
    """Two units of two instansi, in a set of their own."""
    make_validated(cast, siklus, cast.rsud)
    make_validated(cast, siklus, factories.make_unit(cast.jateng, "Samsat"), level=4)
    return decrees.freeze(by=cast.menpan, siklus=siklus)


def enter(cast, publikasi, nomor="659 Tahun 2026", **more) -> Publikasi:
    values = {"by": cast.menpan, "tanggal": timezone.localdate()} | more
    return decrees.enter(publikasi=publikasi, nomor=nomor, **values)


def work(publikasi) -> Publikasi:
    while decree_worker.publish_next() is not None:
        pass
    publikasi.refresh_from_db()
    return publikasi


# The set ----------------------------------------------------------------------------------------


def test_the_annex_lists_the_groups_apart_in_order(cast, frozen):
    rows = [item.baris for item in frozen.calon.all()]
    assert [(row["kelompok"], row["unit"], row["ipp"]) for row in rows] == [
        ("Provinsi", "Samsat", "4.00"),
        ("Kabupaten/Kota", cast.rsud.nama, "3.25"),
    ]
    assert frozen.himpunan == decrees.set_digest(rows)


@pytest.mark.parametrize("key", ["ipp", "unit", "masukan", "evaluasi"])
def test_the_digest_names_every_figure_and_its_inputs(frozen, key):
    rows = [item.baris for item in frozen.calon.all()]
    assert decrees.set_digest([rows[0] | {key: "x"}, rows[1]]) != frozen.himpunan


def test_a_frozen_row_cannot_be_changed(frozen):
    with pytest.raises(DatabaseError), transaction.atomic():
        CalonTerbit.objects.update(baris={})
    with pytest.raises(DatabaseError), transaction.atomic():
        CalonTerbit.objects.all().delete()


def test_what_is_validated_later_waits_for_the_next_decree(cast, siklus, frozen):
    late = make_validated(cast, siklus, cast.puskesmas)
    work(enter(cast, frozen))
    assert HasilTerbit.objects.count() == 2
    assert Evaluasi.objects.get(pk=late.pk).state == State.DIVALIDASI
    with pytest.raises(Refused):
        decrees.enter(by=cast.menpan, publikasi=frozen, nomor="2", tanggal=timezone.localdate())
    second = decrees.freeze(by=cast.menpan, siklus=siklus)
    assert (second.mengubah, second.jumlah) == (frozen, 1)


def test_one_set_at_a_time(cast, siklus, frozen):
    with pytest.raises(Refused):
        decrees.freeze(by=cast.menpan, siklus=siklus)
    decrees.cancel(by=cast.menpan, publikasi=frozen, reason="Salah tahun.")
    assert decrees.freeze(by=cast.menpan, siklus=siklus).jumlah == 2


def test_a_member_that_changed_stops_the_decree(cast, siklus, frozen):
    evaluasi = Evaluasi.objects.get(unit=cast.rsud)
    publication.send_back(by=cast.menpan, evaluations=[evaluasi], reason="Salah hitung.")
    with pytest.raises(Conflict) as conflict:
        enter(cast, frozen)
    assert cast.rsud.nama in conflict.value.message
    assert not HasilTerbit.objects.exists()


def test_a_member_validated_anew_with_other_levels_stops_the_decree(cast, siklus, frozen):
    evaluasi = Evaluasi.objects.get(unit=cast.rsud)
    publication.send_back(by=cast.menpan, evaluations=[evaluasi], reason="Salah hitung.")
    evaluasi.nilai.update(level=5)
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=State.F02_SELESAI)
    publication.validate(by=cast.menpan, evaluations=[evaluasi])
    with pytest.raises(Conflict):
        enter(cast, frozen)


def test_another_digest_than_the_signed_one_is_refused(cast, frozen):
    with pytest.raises(Conflict):
        enter(cast, frozen, expected="0" * 64)


def test_a_supplementary_decree_says_what_it_changes(cast, siklus, frozen):
    work(enter(cast, frozen))
    terbit = HasilTerbit.objects.get(evaluasi__unit=cast.rsud)
    publication.withdraw(by=cast.menpan, terbit=terbit, reason="Salah unit.")
    second = decrees.freeze(by=cast.menpan, siklus=siklus)
    assert [item.baris["semula"] for item in second.calon.all()] == ["3.25 B-"]
    work(enter(cast, second, "700 Tahun 2026"))
    assert published_queries.published().get(evaluasi__unit=cast.rsud).publikasi == second
    assert [item.nomor for item in publication_queries.decrees_of(siklus)] == [
        frozen.nomor,
        second.nomor,
    ]


def test_who_may_not_publish_does_nothing_of_it(cast, siklus, frozen):
    for call in (
        lambda: enter(cast, frozen, by=cast.bagian),
        lambda: decrees.cancel(by=cast.bagian, publikasi=frozen, reason="x"),
        lambda: decrees.freeze(by=cast.bagian, siklus=siklus),
    ):
        with pytest.raises(PermissionDenied):
            call()


# The worker -------------------------------------------------------------------------------------


def test_entering_the_decree_publishes_nothing_by_itself(cast, frozen):
    enter(cast, frozen)
    assert (frozen.status, HasilTerbit.objects.count()) == ("antre", 0)
    work(frozen)
    assert (frozen.status, frozen.selesai, published_queries.published().count()) == (
        "terbit",
        2,
        2,
    )
    assert Notice.objects.filter(user=cast.bagian, kind="publikasi").count() == 1


def test_nothing_is_public_before_the_last_is_done(cast, frozen, monkeypatch):
    monkeypatch.setattr(decree_worker, "CHUNK", 1)
    enter(cast, frozen)
    decree_worker.publish_next(seconds=0)
    frozen.refresh_from_db()
    assert (frozen.status, frozen.selesai) == ("antre", 1)
    assert (HasilTerbit.objects.count(), published_queries.published().count()) == (1, 0)
    work(frozen)
    assert published_queries.published().count() == 2


def test_a_killed_worker_costs_no_member(cast, frozen, monkeypatch):
    """Its lease runs out and another goes on where it stopped, publishing nobody twice."""
    monkeypatch.setattr(decree_worker, "CHUNK", 1)
    enter(cast, frozen)
    row = decrees.QUEUE.claim()
    decree_worker._chunk(row)
    assert decree_worker.publish_next() is None  # it may still be alive
    Publikasi.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert decrees.QUEUE.claim() == row
    assert not decree_worker._chunk(row)  # the first one wakes up: the row is no longer its own
    Publikasi.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work(frozen)
    assert (frozen.status, HasilTerbit.objects.count()) == ("terbit", 2)


def test_an_embargoed_decree_waits_for_its_time(cast, frozen):
    enter(cast, frozen, embargo=timezone.now() + timedelta(hours=2))
    assert decree_worker.publish_next() is None
    assert not HasilTerbit.objects.exists()
    Publikasi.objects.update(embargo_sampai=timezone.now() - timedelta(seconds=1))
    work(frozen)
    assert published_queries.published().count() == 2


def test_published_rows_stay_hidden_while_an_embargo_lasts(cast, frozen):
    """The portal asks for itself, whoever wrote the rows."""
    work(enter(cast, frozen))
    Publikasi.objects.update(embargo_sampai=timezone.now() + timedelta(hours=1))
    assert not published_queries.published().exists()


def test_an_embargoed_set_can_be_cancelled_and_a_published_one_cannot(cast, siklus, frozen):
    enter(cast, frozen, embargo=timezone.now() + timedelta(hours=2))
    decrees.cancel(by=cast.menpan, publikasi=frozen, reason="Ditunda.")
    second = decrees.freeze(by=cast.menpan, siklus=siklus)
    work(enter(cast, second))  # the number is free again
    with pytest.raises(Refused):
        decrees.cancel(by=cast.menpan, publikasi=second, reason="Ditunda.")


def test_a_set_that_stopped_before_its_first_member_can_be_given_up(cast, siklus, frozen):
    """As when a member was computed again after the decree had been entered."""
    enter(cast, frozen)
    hasil = Evaluasi.objects.get(unit=cast.rsud).hasil
    type(hasil).objects.filter(pk=hasil.pk).update(masukan_digest="lain")
    work(frozen)
    assert (frozen.status, HasilTerbit.objects.count()) == ("gagal", 0)
    assert cast.rsud.nama in frozen.error
    decrees.cancel(by=cast.menpan, publikasi=frozen, reason="Dihitung ulang.")
    assert decrees.freeze(by=cast.menpan, siklus=siklus).jumlah == 2


def test_validation_of_a_member_cannot_be_undone_while_its_decree_is_carried_out(cast, frozen):
    enter(cast, frozen, embargo=timezone.now() + timedelta(hours=2))
    evaluasi = Evaluasi.objects.get(unit=cast.rsud)
    with pytest.raises(Refused) as refused:
        advance(by=cast.menpan, evaluasi=evaluasi, action=Action.BATAL_VALIDASI, reason="x")
    assert frozen.nomor in refused.value.message


def test_nothing_is_computed_again_while_a_decree_is_carried_out(cast, siklus, frozen):
    """Or a set that is half published could neither go on nor be given up."""
    enter(cast, frozen, embargo=timezone.now() + timedelta(hours=2))
    shown = recompute_services.start(by=cast.menpan, siklus=siklus, versi={})
    recompute_worker.recompute_next()
    with pytest.raises(Refused) as refused:
        recompute_services.apply(by=cast.menpan, hitung=shown, reason="Ralat.")
    assert frozen.nomor in refused.value.message


def test_a_publication_that_stopped_says_why_and_goes_on_when_asked(cast, frozen):
    enter(cast, frozen)
    membership = Membership.objects.get(user=cast.menpan)
    Membership.objects.filter(pk=membership.pk).update(ended_at=timezone.now())
    work(frozen)
    assert (frozen.status, HasilTerbit.objects.count()) == ("gagal", 0)
    assert "tidak lagi berhak" in frozen.error
    Membership.objects.filter(pk=membership.pk).update(ended_at=None)
    decrees.retry(by=type(cast.menpan).objects.get(pk=cast.menpan.pk), publikasi=frozen)
    work(frozen)
    assert frozen.status == "terbit"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"nomor": " "}, "nomor"),
        ({"tanggal": timezone.localdate() + timedelta(days=2)}, "tanggal"),
        ({"embargo": timezone.now() - timedelta(hours=1)}, "embargo"),
        ({"berkas": SimpleUploadedFile("sk.pdf", b"bukan pdf")}, "berkas"),
    ],
)
def test_a_decree_that_cannot_be_is_refused_beside_its_field(cast, frozen, more, field):
    with pytest.raises(Refused) as refused:
        enter(cast, frozen, **more)
    assert refused.value.field == field
    assert Publikasi.objects.get().status == "calon"


def test_a_number_names_one_decree_of_a_cycle(cast, siklus, frozen):
    work(enter(cast, frozen, "1"))
    make_validated(cast, siklus, cast.puskesmas)
    with pytest.raises(Refused) as refused:
        enter(cast, decrees.freeze(by=cast.menpan, siklus=siklus), "1")
    assert refused.value.field == "nomor"


# Taking a decree back ---------------------------------------------------------------------------


def test_a_withdrawn_decree_is_hidden_at_once_and_taken_back_by_a_worker(
    cast, siklus, frozen, monkeypatch
):
    monkeypatch.setattr(withdrawal, "CHUNK", 1)
    work(enter(cast, frozen))
    withdrawal.withdraw_decree(by=cast.menpan, publikasi=frozen, reason="Salah lampiran.")
    assert (frozen.status, published_queries.published().count()) == ("menarik", 0)
    withdrawal.take_back_next(seconds=0)  # as if it were killed after one
    assert HasilTerbit.objects.filter(ditarik_pada__isnull=True).count() == 1
    with pytest.raises(Refused):
        decrees.freeze(by=cast.menpan, siklus=siklus)
    withdrawal.take_back_next()
    frozen.refresh_from_db()
    assert frozen.status == "ditarik"
    assert set(HasilTerbit.objects.values_list("alasan_ditarik", flat=True)) == {"Salah lampiran."}
    assert set(Evaluasi.objects.values_list("state", flat=True)) == {"divalidasi"}
    assert Notice.objects.filter(user=cast.bagian, subject__contains=frozen.nomor).count() == 1
    second = decrees.freeze(by=cast.menpan, siklus=siklus)
    assert (second.mengubah, second.jumlah) == (frozen, 2)


def test_one_who_may_not_any_more_holds_up_no_other_withdrawal(cast, siklus, frozen):
    work(enter(cast, frozen))
    make_validated(cast, siklus, cast.puskesmas)
    later = decrees.freeze(by=cast.menpan, siklus=siklus)
    work(enter(cast, later, "2"))
    for item in (frozen, later):
        withdrawal.withdraw_decree(by=cast.menpan, publikasi=item, reason="Salah lampiran.")
    Publikasi.objects.filter(pk=frozen.pk).update(ditarik_oleh=cast.operator)
    withdrawal.take_back_next()
    states = Publikasi.objects.order_by("pk").values_list("status", flat=True)
    assert list(states) == ["menarik", "ditarik"]
    withdrawal.withdraw_decree(by=cast.menpan, publikasi=frozen, reason="Salah lampiran.")
    withdrawal.take_back_next()
    assert list(states.all()) == ["ditarik", "ditarik"]


def test_a_decree_is_withdrawn_by_who_publishes_with_a_reason(cast, siklus, frozen, as_user):
    url = f"/publikasi/{siklus.uuid}/himpunan/{frozen.uuid}/tarik/"
    assert as_user(cast.menpan).post(url, {"alasan": "x"}).status_code == 422  # not published yet
    work(enter(cast, frozen))
    assert as_user(cast.bagian).post(url, {"alasan": "x"}).status_code in (403, 404)
    assert as_user(cast.menpan).post(url, {"alasan": " "}).status_code == 422
    assert published_queries.published().count() == 2
    page = as_user(cast.menpan).post(url, {"alasan": "Keliru."}, follow=True).content.decode()
    assert "Sedang ditarik" in page and "Keliru." in page
    assert not published_queries.published().exists()


# Pages ------------------------------------------------------------------------------------------


def test_the_pages_lead_from_the_set_over_the_signed_decree_to_publication(cast, siklus, as_user):
    make_validated(cast, siklus, cast.rsud)
    client, base = as_user(cast.menpan), f"/publikasi/{siklus.uuid}/"
    page = client.post(f"{base}bekukan/", follow=True).content.decode()
    made = Publikasi.objects.get()
    assert made.himpunan in page
    assert cast.rsud.nama in client.get(f"{base}himpunan/{made.uuid}/").content.decode()
    sent = {
        "himpunan": re.search(r'name="himpunan" value="(\w+)"', page)[1],
        "nomor": "659 Tahun 2026",
        "tanggal": timezone.localdate().isoformat(),
    }
    url = f"{base}himpunan/{made.uuid}/keputusan/"
    refused = client.post(url, sent)
    assert (refused.status_code, Publikasi.objects.get().status) == (422, "calon")
    page = client.post(
        url, sent | {"berkas": SimpleUploadedFile("sk.pdf", PDF)}, follow=True
    ).content.decode()
    assert "Menunggu diterbitkan: 0 dari 1 hasil" in page
    progress = f"{base}himpunan/{made.uuid}/kemajuan/"
    assert "HX-Refresh" not in client.get(progress)
    work(made)
    assert client.get(progress)["HX-Refresh"] == "true"
    file = client.get(f"{base}himpunan/{made.uuid}/keputusan.pdf")
    assert b"".join(file.streaming_content) == PDF


def test_the_owner_of_a_mandiri_cycle_does_the_same(cast, as_user):
    own = factories.make_siklus(cast.banjarnegara, nama="PEKPPP Mandiri 2026")
    make_validated(cast, own, cast.rsud)
    client = as_user(cast.bagian)
    assert client.post(f"/publikasi/{own.uuid}/bekukan/").status_code == 302
    work(enter(cast, Publikasi.objects.get(), by=cast.bagian))
    assert published_queries.published().count() == 1
    assert as_user(cast.biro).post(f"/publikasi/{own.uuid}/bekukan/").status_code == 403


def test_a_set_of_another_cycle_is_not_found(cast, siklus, frozen, as_user):
    other = factories.make_siklus(cast.nasional, nama="Lain")
    client = as_user(cast.menpan)
    for path in ("", "kemajuan/", "keputusan.pdf"):
        url = f"/publikasi/{other.uuid}/himpunan/{frozen.uuid}/{path}"
        assert client.get(url).status_code == 404


# Validation: samples and outliers ---------------------------------------------------------------


def test_a_drawn_sample_is_recorded_and_shown(cast, siklus, as_user):
    for number in range(4):
        make_finished(cast, siklus, factories.make_unit(cast.banjarnegara, f"Unit {number}"))
    client = as_user(cast.menpan)
    url = f"/validasi/{siklus.uuid}/sampel/"
    page = client.post(url, {"ukuran": 2, "benih": "dadu 4-2-6"}, follow=True).content.decode()
    drawn = SampelValidasi.objects.get()
    chosen = Evaluasi.objects.filter(uuid__in=drawn.terpilih)
    assert (drawn.ukuran, drawn.populasi, drawn.oleh, chosen.count()) == (2, 4, cast.menpan, 2)
    for evaluasi in Evaluasi.objects.filter(siklus=siklus):
        assert (f"/evaluasi/{evaluasi.uuid}/" in page) == (evaluasi in chosen)
    assert "benih <code>dadu 4-2-6</code>" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        SampelValidasi.objects.update(benih="lain")


def test_a_sample_without_a_seed_gets_one(cast, siklus):
    make_finished(cast, siklus, cast.rsud)
    drawn = publication.draw_sample(by=cast.menpan, siklus=siklus, ukuran=5)
    assert (len(drawn.benih), drawn.ukuran) == (8, 1)


def test_the_view_of_outliers_says_of_each_why(cast, siklus, as_user):
    for number in range(5):
        make_finished(
            cast, siklus, factories.make_unit(cast.banjarnegara, f"Unit {number}"), people=30
        )
    calm = make_finished(cast, siklus, factories.make_unit(cast.jateng, "Wajar"), people=30)
    calm.hasil.rincian["suggested"] = {}
    calm.hasil.save()
    client = as_user(cast.menpan)
    page = client.get(f"/validasi/{siklus.uuid}/?tampil=menonjol").content.decode()
    assert "Wajar" not in page
    assert page.count("5 dari 5 unit instansi ini bernilai hampir sama") == 5
    assert "Wajar" in client.get(f"/validasi/{siklus.uuid}/").content.decode()
