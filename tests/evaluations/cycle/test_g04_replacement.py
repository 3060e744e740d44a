"""G4, a replacement: one step, both ends told and linked, the survey follows, two at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluations.core.queries.evaluations import get_evaluasi
from evaluations.cycle.services.replacement import candidates, replace
from evaluations.models import (
    Evaluasi,
    Fase,
    KodeSurvei,
    Respons,
    TautanSurvei,
    UsulanLokus,
)
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action, State
from evaluations.survey.services import codes as survey_codes
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.ready import make_finished, make_validated, respond
from tests.stage import stage

REASON = {"reason": "RSUD sedang direnovasi.", "surat": "B/7/PP.00.02/2026"}
FORM = {"alasan": "RSUD sedang direnovasi.", "surat": "B/7/PP.00.02/2026"}


@stage.fixture
def klinik(cast):
    unit = factories.make_unit(cast.banjarnegara, "Klinik Pratama")
    cast.people["kepala_klinik"] = factories.make_user("kepala_klinik")
    factories.member(cast.kepala_klinik, "kepala", unit)
    return unit


def address(evaluasi, **query) -> str:
    found = reverse("evaluations:evaluation_replace", args=[evaluasi.uuid])
    return f"{found}?unit={query['unit'].uuid}" if query else found


def swap(cast, evaluasi, unit, **more):
    return replace(by=cast.menpan, evaluasi=evaluasi, unit=unit, **REASON | more)


def heard(person) -> str:
    return " ".join(Notice.objects.filter(user=person).values_list("subject", flat=True))


def test_g04_one_step_ends_the_old_and_opens_the_new(cast, evaluasi, klinik):
    made = swap(cast, evaluasi, klinik)
    assert (evaluasi.state, evaluasi.pengganti, evaluasi.akhir_surat) == (
        State.DIGANTI, made, REASON["surat"],
    )  # fmt: skip
    assert (made.state, made.unit, made.aspek.count()) == (State.DRAF, klinik, 7)
    assert made.survei.unit == klinik and made.survei != evaluasi.survei
    assert made.survei.buka <= timezone.now() < made.survei.tutup
    entry = AuditEntry.objects.get(action="ganti")
    assert entry.reason == REASON["reason"] and entry.data["surat"] == REASON["surat"]
    assert "dinyatakan diganti" in heard(cast.kepala)
    assert "dinyatakan diganti" in heard(cast.evaluator)
    assert "Evaluasi Klinik Pratama dibuka" in heard(cast.kepala_klinik)


def test_g04_answers_of_the_old_survey_do_not_count_for_the_new(cast, siklus, klinik):
    old = make_finished(cast, siklus, cast.rsud)
    made = swap(cast, old, klinik)
    respond(made.survei, [5] * 14)
    counted = Respons.objects.filter(Respons.COUNTS)
    assert counted.filter(survei=old.survei).count() == 10  # all of them stay to be read
    assert counted.filter(survei=made.survei).count() == 1
    assert old.nilai.count() == 31 and made.nilai.count() == 0


def test_g04_the_old_link_says_so_and_leads_to_the_survey_of_the_new(cast, evaluasi, klinik):
    link = TautanSurvei.objects.get(unit=cast.rsud)
    old = reverse("evaluations:survey", args=[link.token])
    swap(cast, evaluasi, klinik)
    new = reverse("evaluations:survey", args=[TautanSurvei.objects.get(unit=klinik).token])
    html = Client().get(old).content.decode()
    assert "Unit ini diganti." in html and "Klinik Pratama" in html and f'href="{new}"' in html
    assert REASON["reason"] not in html and REASON["surat"] not in html
    assert "Bagaimana layanan kami?" in Client().get(new).content.decode()
    assert f'href="{new}?bahasa=en"' in Client().get(f"{old}?bahasa=en").content.decode()
    successor = Evaluasi.objects.get(unit=klinik)
    successor.survei.tutup = timezone.now()
    successor.survei.save()
    html = Client().get(old).content.decode()
    assert "Klinik Pratama" in html and f'href="{new}"' not in html


def test_g04_dates_of_its_own_where_the_cycle_is_late(cast, siklus, evaluasi, klinik):
    Fase.objects.update(akhir=timezone.now() - timedelta(days=1))
    sampai = timezone.now() + timedelta(days=14)
    made = swap(cast, evaluasi, klinik, sampai=sampai)
    assert made.survei.tutup == sampai
    given = set(siklus.perpanjangan.values_list("kegiatan", "unit", "nomor_surat"))
    assert given == {
        (name, klinik.pk, REASON["surat"]) for name in ("isi_f01", "unggah_bukti", "survei")
    }


def test_g04_only_a_unit_of_the_same_instansi_that_is_not_in_the_cycle(cast, evaluasi, klinik):
    assert set(candidates(cast.menpan, evaluasi)) == {klinik, cast.puskesmas}
    for unit in (cast.unit_tetangga, cast.rsud):
        with pytest.raises(Refused, match="tidak dapat menggantikan"):
            swap(cast, evaluasi, unit)
    for field, more in (("alasan", {"reason": ""}), ("surat", {"surat": " "})):
        with pytest.raises(Refused) as error:
            swap(cast, evaluasi, klinik, **more)
        assert error.value.field == field
    for person in (cast.bagian, cast.biro, cast.evaluator, cast.kepala, cast.admin_tetangga):
        with pytest.raises(PermissionDenied):
            replace(by=person, evaluasi=evaluasi, unit=klinik, **REASON)
    assert Evaluasi.objects.count() == 1


def test_g04_a_decided_one_is_not_replaced(cast, siklus, klinik):
    decided = make_validated(cast, siklus, cast.rsud)
    with pytest.raises(Refused, match="Divalidasi"):
        swap(cast, decided, klinik)
    assert not Evaluasi.objects.filter(unit=klinik).exists()


def test_g04_the_page_shows_what_follows_before_it_asks(cast, siklus, klinik, as_user):
    old = make_finished(cast, siklus, cast.rsud)
    client = as_user(cast.menpan)
    offered = client.get(address(old) + "?q=klinik").content.decode()
    assert "Klinik Pratama" in offered and "Puskesmas Mandiraja" not in offered
    html = client.get(address(old, unit=klinik)).content.decode()
    for words in ("30 nilai F02", "10 responden F03", "Survei F03: sampai", "tugaskan lagi"):
        assert words in html, words
    assert "Kepala" in html  # who is told
    refused = client.post(address(old, unit=klinik), FORM | {"surat": ""})
    assert refused.status_code == 422 and FORM["alasan"] in refused.content.decode()
    said = client.post(address(old, unit=klinik), FORM, follow=True).content.decode()
    assert f"{cast.rsud.nama} diganti oleh Klinik Pratama." in said
    assert "orang diberi tahu" in said
    again = client.post(address(old, unit=cast.puskesmas), FORM).content.decode()
    assert f"{cast.rsud.nama} sudah diganti oleh Klinik Pratama." in again


def test_g04_an_accepted_proposal_fills_the_form(cast, siklus, evaluasi, klinik, as_user):
    UsulanLokus.objects.create(
        siklus=siklus, instansi=cast.banjarnegara, jenis="pengganti", status="diterima",
        unit=cast.rsud, pengganti=klinik, alasan="Renovasi besar.", nomor_surat="005/88",
        oleh=cast.bagian, diputus_oleh=cast.menpan, diputus_pada=timezone.now(),
    )  # fmt: skip
    html = as_user(cast.menpan).get(address(evaluasi)).content.decode()
    assert "Ganti dengan Klinik Pratama" in html and 'value="005/88"' in html
    assert "Renovasi besar." in html


def test_g04_both_are_linked_wherever_either_is_shown(cast, siklus, evaluasi, klinik, as_user):
    made = swap(cast, evaluasi, klinik)
    client = as_user(cast.menpan)

    def page(name, *args) -> str:
        return client.get(reverse(f"evaluations:{name}", args=args)).content.decode()

    for name in ("evaluasi", "survey_unit"):
        assert "Unit ini diganti oleh" in page(name, evaluasi.uuid)
        assert "Unit ini menggantikan" in page(name, made.uuid)
    listed = page("monitoring")
    assert "Diganti oleh" in listed and "Menggantikan" in listed
    assert made.get_absolute_url() in page("unit_evaluasi", cast.rsud.uuid)
    assert evaluasi.get_absolute_url() in page("unit_evaluasi", klinik.uuid)
    assert (
        "Klinik Pratama"
        not in as_user(cast.operator).get(evaluasi.get_absolute_url()).content.decode()
    )


def test_g04_a_restored_one_says_that_its_successor_goes_on(cast, evaluasi, klinik, as_user):
    made = swap(cast, evaluasi, klinik)
    client, place = as_user(cast.menpan), reverse("evaluations:restore", args=[evaluasi.uuid])
    assert "tetap dievaluasi" in client.get(place).content.decode()
    said = client.post(place, {"alasan": "Renovasi batal."}, follow=True).content.decode()
    assert "Klinik Pratama tetap dievaluasi; batalkan evaluasinya" in said
    evaluasi.refresh_from_db()
    made.refresh_from_db()
    assert (evaluasi.state, evaluasi.pengganti, made.state) == (State.DRAF, None, State.DRAF)
    advance(by=cast.menpan, evaluasi=made, action=Action.BATALKAN, reason="Tidak jadi.")
    assert get_evaluasi(cast.menpan, made.uuid, Permission.END).state == State.DIBATALKAN


@pytest.mark.django_db(transaction=True)
def test_g04_of_two_who_replace_at_once_one_wins(cast, evaluasi, klinik):
    def one(unit) -> str:
        try:
            replace(
                by=cast.menpan, evaluasi=Evaluasi.objects.get(pk=evaluasi.pk), unit=unit, **REASON
            )
        except Refused as refused:
            return refused.message
        finally:
            connection.close()
        return "ok"

    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(one, unit) for unit in (klinik, cast.puskesmas)]
        results = sorted((item.result() for item in tries), key=len)
    assert results[0] == "ok" and "sudah diganti oleh" in results[1]
    assert Evaluasi.objects.count() == 2


def test_g04_a_page_that_was_open_before_is_told_and_keeps_nothing(cast, evaluasi, klinik):
    """The form of the old unit, and the slip of its counter, after it was replaced."""
    link = TautanSurvei.objects.get(unit=cast.rsud)
    batch = survey_codes.make_batch(by=cast.operator, evaluasi=evaluasi, jumlah=1, label="Loket")
    kode = KodeSurvei.objects.get(lembar=batch).kode
    place = reverse("evaluations:survey", args=[link.token])
    form = {"survei": str(evaluasi.survei.uuid), "kunci": str(uuid4()), "b1": "4"}
    swap(cast, evaluasi, klinik)
    sent = Client().post(place, form)
    assert sent.status_code == 403 and "Klinik Pratama" in sent.content.decode()
    slip = Client().get(reverse("evaluations:survey_code", args=[kode])).content.decode()
    assert "Klinik Pratama" in slip
    assert not Respons.objects.exists()
