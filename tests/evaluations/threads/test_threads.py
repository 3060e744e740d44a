"""The conversation about an indicator: who writes, who reads, who is told, and when it closes."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from evaluations.core import assignments
from evaluations.models import Evaluasi, Pesan, Utas
from evaluations.threads import services as thread_services
from pekppp.accounts.models import Notice
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from tests import factories


def write(by, evaluasi, isi="Apakah SK-nya sudah terbit?", indikator=3, key=None):
    return thread_services.write(
        by=by, evaluasi=evaluasi, indikator=indikator, isi=isi, key=key or uuid4()
    )


def address(evaluasi, nomor=3, verb=""):
    return f"/evaluasi/{evaluasi.uuid}/utas/{nomor}/{verb}"


def told(person):
    return list(Notice.objects.filter(user=person, kind="percakapan").values_list("url", flat=True))


def test_the_same_message_is_written_once(cast, evaluasi):
    key = uuid4()
    first, again = write(cast.operator, evaluasi, key=key), write(cast.operator, evaluasi, key=key)
    assert (first.pk, Pesan.objects.count()) == (again.pk, 1)
    with pytest.raises(Refused):
        write(cast.operator, evaluasi, "lain", key=key)


def test_a_full_conversation_takes_no_more_and_says_so(cast, evaluasi, settings, as_user):
    settings.UTAS_PESAN = 2
    key = uuid4()
    write(cast.operator, evaluasi)
    last = write(cast.evaluator, evaluasi, key=key)
    answer = as_user(cast.operator).post(
        address(evaluasi, verb="tulis/"), {"isi": "Satu lagi", "kunci": uuid4()}
    )
    assert "sudah penuh, yaitu 2 pesan" in answer.content.decode()
    assert write(cast.evaluator, evaluasi, key=key) == last  # sent again it is no further one
    assert write(cast.operator, evaluasi, indikator=4).pk  # every indicator has its own
    assert Pesan.objects.count() == 3


@pytest.mark.parametrize("who", ["operator", "kepala", "evaluator", "bagian", "menpan"])
def test_unit_evaluators_and_their_offices_write(cast, evaluasi, who):
    assert write(getattr(cast, who), evaluasi).pk


@pytest.mark.parametrize("who", ["pimpinan", "biro", "verifikator", "operator_puskesmas"])
def test_who_only_reads_or_has_no_part_writes_nothing(cast, evaluasi, who):
    with pytest.raises(PermissionDenied):
        write(getattr(cast, who), evaluasi)


def test_a_verifier_takes_part_once_the_form_is_submitted(cast, evaluasi):
    factories.verified_by(evaluasi, cast.verifikator)
    with pytest.raises(PermissionDenied):
        write(cast.verifikator, evaluasi)
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state="dikirim")
    evaluasi.refresh_from_db()
    assert write(cast.verifikator, evaluasi).sebagai == "verifikator"


@pytest.mark.parametrize("isi", ["", "  \n ", "x" * 4001])
def test_a_message_says_something_and_not_too_much(cast, evaluasi, isi):
    with pytest.raises(Refused):
        write(cast.operator, evaluasi, isi)


def test_who_has_left_reads_no_more_of_it_in_his_notices(cast, evaluasi):
    cast.evaluator.memberships.update(ended_at=timezone.now())
    write(cast.operator, evaluasi)
    assert told(cast.evaluator) == []
    assert told(cast.bagian) != []  # somebody has to answer


def test_writing_opens_a_settled_conversation_again(cast, evaluasi):
    write(cast.operator, evaluasi)
    thread_services.resolve(by=cast.evaluator, evaluasi=evaluasi, indikator=3)
    assert Utas.objects.get().selesai_oleh == cast.evaluator
    write(cast.operator, evaluasi)
    assert Utas.objects.get().selesai_pada is None


def test_what_nobody_spoke_about_cannot_be_settled(cast, evaluasi):
    with pytest.raises(Refused):
        thread_services.resolve(by=cast.evaluator, evaluasi=evaluasi, indikator=3)


@pytest.mark.parametrize("state", ["terbit", "dilaporkan", "dibatalkan"])
def test_a_conversation_closes_with_its_evaluation_and_stays_readable(
    cast, evaluasi, as_user, state
):
    write(cast.operator, evaluasi)
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=state, akhir_alasan="Sudah selesai.")
    evaluasi.refresh_from_db()
    with pytest.raises(Refused):
        write(cast.operator, evaluasi)
    page = as_user(cast.operator).get(address(evaluasi)).content.decode()
    assert "Apakah SK-nya sudah terbit?" in page
    assert "<textarea" not in page


def test_the_other_side_is_told_once_until_it_has_read(cast, evaluasi, as_user):
    for _ in range(3):
        write(cast.operator, evaluasi)
    assert told(cast.evaluator) == [address(evaluasi)]
    assert told(cast.kepala) == told(cast.operator) == []
    as_user(cast.evaluator).get(address(evaluasi))
    write(cast.operator, evaluasi)
    assert len(told(cast.evaluator)) == 2
    write(cast.evaluator, evaluasi)
    assert len(told(cast.operator)) == len(told(cast.kepala)) == 1


def test_without_an_evaluator_the_evaluating_office_is_told(cast, siklus):
    alone = factories.make_evaluasi(siklus, cast.puskesmas)
    write(cast.operator_puskesmas, alone)
    assert told(cast.bagian) == [address(alone)]


def test_an_evaluator_of_another_aspect_is_not_told(cast, evaluasi):
    other = factories.make_user("evaluator_lain")
    factories.member(other, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(other, evaluasi.aspek.filter(kode="VI"), "score")
    write(cast.operator, evaluasi)
    assert told(other) == []


def test_a_card_gets_a_fragment_and_a_browser_a_page(cast, evaluasi, as_user):
    write(cast.evaluator, evaluasi, "<script>alert(1)</script>")
    client = as_user(cast.operator)
    page = client.get(address(evaluasi)).content.decode()
    assert page.startswith("<!doctype html>")
    part = client.get(address(evaluasi), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "&lt;script&gt;alert(1)" in part


def test_a_message_goes_through_the_form_and_a_refusal_keeps_what_was_typed(
    cast, evaluasi, as_user
):
    client = as_user(cast.operator)
    sent = {"isi": "Sudah kami unggah.", "kunci": str(uuid4())}
    response = client.post(address(evaluasi, verb="tulis/"), sent)
    assert response.url == address(evaluasi)
    long = {"isi": "y" * 4001, "kunci": str(uuid4())}
    response = client.post(address(evaluasi, verb="tulis/"), long)
    assert response.status_code == 422
    assert "y" * 4001 in response.content.decode()
    in_card = client.post(address(evaluasi, verb="tulis/"), long, headers={"HX-Request": "true"})
    assert (in_card.status_code, "Paling panjang" in in_card.content.decode()) == (200, True)
    client.post(address(evaluasi, verb="selesai/"))
    assert Utas.objects.get().selesai_oleh == cast.operator
    assert Pesan.objects.get().isi == "Sudah kami unggah."


def test_a_reader_sees_no_form(cast, evaluasi, as_user):
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state="dikirim")
    write(cast.operator, evaluasi)
    page = as_user(cast.pimpinan).get(address(evaluasi)).content.decode()
    assert "Apakah SK-nya sudah terbit?" in page
    assert "<textarea" not in page
    refused = as_user(cast.pimpinan).post(
        address(evaluasi, verb="tulis/"), {"isi": "x", "kunci": str(uuid4())}
    )
    assert refused.status_code == 403


def test_a_draft_is_not_talked_about_before_readers(cast, evaluasi, as_user):
    assert as_user(cast.pimpinan).get(address(evaluasi)).status_code == 403


def test_an_unknown_indicator_has_no_conversation(cast, evaluasi, as_user):
    assert as_user(cast.operator).get(address(evaluasi, 99)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_conversation_is_read_with_the_same_number_of_queries(
    cast, evaluasi, as_user, number, django_assert_max_num_queries
):
    for _ in range(number):
        write(cast.evaluator, evaluasi)
    client = as_user(cast.operator)
    client.get(address(evaluasi))
    with django_assert_max_num_queries(16):
        client.get(address(evaluasi), headers={"HX-Request": "true"})


def test_the_card_counts_along_with_what_is_written_in_it(cast, evaluasi, as_user):
    said = {"isi": "Mana SK-nya?", "kunci": uuid4()}
    unit = as_user(cast.operator)
    answer = unit.post(address(evaluasi, verb="tulis/"), said, headers={"HX-Request": "true"})
    counted = '<span id="utas-3-jumlah" hx-swap-oob="true">'
    assert counted in answer.text and "1 pesan, terbuka" in answer.text
    assert counted not in unit.get(address(evaluasi), headers={"HX-Request": "true"}).text
