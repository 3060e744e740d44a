"""The cards of an aspect: their state, which of them lie open, and where the next one is."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from evaluations.models import Jawaban
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from tests.evaluations.f01.test_f01_pages import fill

CHIP = re.compile(r'data-kartu="(\d+)" data-status="(\w+)"')
OPEN = re.compile(r'<details class="card indikator" id="i-(\d+)"[^>]* open>')
NEXT = re.compile(r'data-berikut-belum data-lanjut="([^"]*)" href="([^"]*)"')


def address(evaluasi, kode="I"):
    return reverse("evaluations:f01", args=[evaluasi.uuid, kode])


def answers(evaluasi, by, indikator, **values):
    Jawaban.objects.bulk_create(
        Jawaban(
            evaluasi=evaluasi,
            instansi=evaluasi.instansi,
            siklus=evaluasi.siklus,
            oleh=by,
            indikator=indikator,
            pertanyaan=key,
            nilai=value,
        )
        for key, value in values.items()
    )


def test_u12_each_card_has_a_state_and_one_lies_open(cast, evaluasi, as_user):
    contradicting = {"sp_ada": True, "jumlah_layanan": 2, "jumlah_sp": 5, "komponen_14": True}
    answers(evaluasi, cast.operator, 1, **contradicting, ditetapkan=True, pelibatan=True)
    answers(evaluasi, cast.operator, 1, monev=True)
    answers(evaluasi, cast.operator, 2, dilibatkan=False)
    answers(evaluasi, cast.operator, 3, dipublikasikan=True)
    text = as_user(cast.operator).get(address(evaluasi)).text
    states = dict(CHIP.findall(text))
    assert [states[n] for n in "12345"] == ["galat", "lengkap", "sebagian", "belum", "belum"]
    assert OPEN.findall(text) == ["1"]
    assert NEXT.findall(text) == [(f"{address(evaluasi, 'II')}#belum", "#i-1")]
    # Said once for the whole card, and not beside each question.
    card = text.partition('id="i-1"')[2].partition('id="i-2"')[0]
    assert len(re.findall(r"tersimpan \d\d\.\d\d oleh", card)) == 1


def test_u12_who_else_answered_in_a_card_is_named(cast, evaluasi, as_user):
    answers(evaluasi, cast.kepala, 1, sp_ada=True)
    answers(evaluasi, cast.operator, 1, jumlah_layanan=3)
    text = as_user(cast.operator).get(address(evaluasi)).text
    (said,) = re.findall(r"<span data-tersimpan>(tersimpan [^<]+)</span>", text)
    assert said.endswith(f"oleh {cast.operator}; juga diisi {cast.kepala}")


def test_u12_what_was_sent_back_lies_open_with_its_reason(cast, evaluasi, as_user):
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    advance(
        by=cast.evaluator,
        evaluasi=evaluasi,
        action=Action.KEMBALIKAN_F01,
        reason="SK belum ditandatangani.",
        indikator=[2, 5],
        tenggat=timezone.now() + timedelta(days=5),
    )
    text = as_user(cast.operator).get(address(evaluasi)).text
    states = dict(CHIP.findall(text))
    assert {n for n, state in states.items() if state == "dikembalikan"} == {"2", "5"}
    assert {"2", "5"} <= set(OPEN.findall(text))
    for nomor in ("2", "5"):
        card = text.partition(f'id="i-{nomor}"')[2].partition("</details>")[0]
        assert "<strong>Dikembalikan:</strong> SK belum ditandatangani." in card


def test_u12_a_complete_aspect_is_folded_and_leads_on(cast, evaluasi, as_user):
    fill(evaluasi, cast.operator, without={(10, "tersedia")})
    client = as_user(cast.operator)
    text = client.get(address(evaluasi)).text
    assert set(dict(CHIP.findall(text)).values()) == {"lengkap"}
    assert OPEN.findall(text) == []
    assert NEXT.findall(text) == [(f"{address(evaluasi, 'II')}#belum",) * 2]
    other = client.get(address(evaluasi, "II")).text
    assert OPEN.findall(other) == ["10"] and NEXT.findall(other) == [("", "#i-10")]
