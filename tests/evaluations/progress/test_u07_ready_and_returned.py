"""An F01 that is asked for and one that came back: what is asked before it is sent again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluations.f01.services.answers import save_answer
from evaluations.models import Evaluasi, Jawaban, Pengembalian
from evaluations.progress.services import ready
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.base.errors import Refused


def sent(cast, evaluasi, **facts) -> Evaluasi:
    return advance(
        by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True, **facts
    )


def returned(cast, evaluasi, **facts) -> Evaluasi:
    sent(cast, evaluasi)
    return advance(
        by=cast.bagian,
        evaluasi=evaluasi,
        action=Action.KEMBALIKAN_F01,
        reason="Belum lengkap",
        indikator=[1, 2],
        tenggat=timezone.now() + timedelta(days=7),
        **facts,
    )


def answered(cast, evaluasi, nomor: int) -> Jawaban:
    indikator = evaluasi.versi.instrumen.indikator(nomor)
    question = next(p for p in indikator.pertanyaan if p.jenis == "ya_tidak")
    return save_answer(
        by=cast.operator,
        evaluasi=evaluasi,
        indikator=nomor,
        question=question.id,
        value=True,
        based_on=0,
        key=f"00000000-0000-4000-8000-{nomor:012d}",
    ).jawaban


def test_u07_a_return_says_why_about_each_indicator(cast, evaluasi, as_user):
    page = as_user(cast.bagian)
    sent(cast, evaluasi)
    when = (timezone.localtime() + timedelta(days=5)).strftime("%Y-%m-%dT23:59")
    answer = page.post(
        evaluasi.address("return_f01"),
        {
            "indikator": ["1", "2"],
            "alasan": "Perbaiki dua indikator.",
            "alasan_1": "Lampirkan SK yang berlaku.",
            "alasan_3": "Bukan indikator yang dipilih.",
            "tenggat": when,
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    row = Pengembalian.objects.get()
    assert row.alasan_indikator == {"1": "Lampirkan SK yang berlaku."}
    assert (row.tentang(1), row.tentang(2)) == ("Lampirkan SK yang berlaku.", "")
    operator = as_user(cast.operator)
    for place in (evaluasi.address("f01", "I"), evaluasi.address("f01_submit")):
        assert "Lampirkan SK yang berlaku." in operator.get(place).content.decode()


def test_u07_what_was_not_touched_is_named_and_asked_for(cast, evaluasi, as_user):
    returned(cast, evaluasi)
    answered(cast, evaluasi, 2)
    with pytest.raises(Refused, match=r"Indikator 1 dikembalikan dan belum diubah"):
        sent(cast, evaluasi)
    head = as_user(cast.kepala)
    there = evaluasi.address("f01_submit")
    page = head.get(there).content.decode()
    assert "Indikator 1 dikembalikan dan belum saya ubah" in page
    assert "Belum diubah sejak dikembalikan" in page
    body = {"setuju": "on", "confirmed_gaps": "on"}
    assert head.post(there, body).status_code == 200
    evaluasi.refresh_from_db()
    assert evaluasi.state == "dikembalikan"
    assert head.post(there, body | {"confirmed_untouched": "on"}).status_code == 302
    evaluasi.refresh_from_db()
    assert evaluasi.state == "dikirim"


def test_u07_whoever_mended_all_is_asked_nothing(cast, evaluasi):
    returned(cast, evaluasi)
    for nomor in (1, 2):
        answered(cast, evaluasi, nomor)
    assert sent(cast, evaluasi).state == "dikirim"


def test_u07_the_operator_asks_and_the_head_is_told(cast, evaluasi, as_user):
    client = as_user(cast.operator)
    assert "Siap, mohon dikirim" in client.get(evaluasi.address("f01_submit")).content.decode()
    assert client.post(evaluasi.address("f01_ready")).status_code == 302
    evaluasi.refresh_from_db()
    assert evaluasi.siap_oleh == cast.operator
    assert [row.user for row in Notice.objects.filter(kind="siap_dikirim")] == [cast.kepala]
    with pytest.raises(Refused, match="sudah dinyatakan siap"):
        ready.declare_ready(by=cast.operator, evaluasi=evaluasi)
    assert client.post(evaluasi.address("f01_not_ready")).status_code == 302
    evaluasi.refresh_from_db()
    assert (evaluasi.siap_pada, evaluasi.siap_oleh) == (None, None)
    ready.declare_ready(by=cast.operator, evaluasi=evaluasi)
    assert sent(cast, evaluasi).siap_pada is None
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"siap_dikirim", "batal_siap"} <= actions
    with pytest.raises(Refused):
        ready.declare_ready(by=cast.operator, evaluasi=evaluasi)


def test_u07_nobody_is_asked_where_there_is_no_head(cast, evaluasi):
    cast.kepala.memberships.update(ended_at=timezone.now())
    with pytest.raises(Refused, match="Belum ada akun kepala unit"):
        ready.declare_ready(by=cast.operator, evaluasi=evaluasi)
