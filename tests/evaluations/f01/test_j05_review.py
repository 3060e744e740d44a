"""J5: a unit asks its office to look at the F01 before it is sent; nothing waits for it."""

import pytest
from django.core.exceptions import PermissionDenied

from evaluations.core.queries.f01 import get_f01
from evaluations.f01.services import helping
from evaluations.models import Reviu
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action, State
from pekppp.accounts.models import Notice, User
from pekppp.base.errors import Refused
from tests.pages.test_u07_home import home

ASKED = "Jawab permintaan reviu F01"


def tasks(person):
    return [item.url for item in home(person) if item.what == ASKED]


def test_j05_review_is_asked_told_answered_and_read(cast, evaluasi, as_user):
    unit, office = as_user(cast.operator), as_user(cast.bagian)
    unit.post(evaluasi.address("f01_review"), {"pesan": "Aspek I saja."})
    assert tasks(cast.bagian) == [evaluasi.address("f01_review_answer")]
    assert Notice.objects.get(user=cast.bagian).url == evaluasi.address("f01_review_answer")
    page = office.get(evaluasi.address("f01_review_answer")).content.decode()
    assert "Aspek I saja." in page
    office.post(evaluasi.address("f01_review_answer"), {"I": "SK-nya tahun 2019.", "II": ""})
    assert Reviu.objects.get().catatan == {"I": "SK-nya tahun 2019."}
    assert tasks(cast.bagian) == []
    assert "SK-nya tahun 2019." in unit.get(evaluasi.address("f01_review")).content.decode()
    assert "catatan pada aspek I" in unit.get(evaluasi.address("f01_submit")).content.decode()
    # Asked once more, and nothing is left to say.
    helping.ask_review(by=cast.kepala, evaluasi=evaluasi)
    helping.answer_review(by=cast.bagian, evaluasi=evaluasi, catatan={})
    assert "sudah baik" in unit.get(evaluasi.address("f01_submit")).content.decode()


def test_j05_review_blocks_nothing_and_is_over_once_it_was_sent(cast, evaluasi):
    helping.ask_review(by=cast.operator, evaluasi=evaluasi)
    with pytest.raises(Refused, match="sudah diminta"):
        helping.ask_review(by=cast.kepala, evaluasi=evaluasi)
    sent = advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    assert sent.state == State.DIKIRIM
    assert tasks(cast.bagian) == []
    with pytest.raises(Refused, match="sudah dikirim"):
        helping.answer_review(by=cast.bagian, evaluasi=evaluasi, catatan={"I": "Terlambat."})


def test_j05_review_shows_an_unsent_f01_to_an_office_that_does_not_evaluate(cast, evaluasi):
    evaluasi.penilai = cast.jateng
    evaluasi.save(update_fields=["penilai"])

    def reads():
        get_f01(User.objects.get(pk=cast.bagian.pk), evaluasi.uuid)

    with pytest.raises(PermissionDenied):
        reads()
    helping.ask_review(by=cast.operator, evaluasi=evaluasi)
    reads()
    for who in ("operator", "evaluator", "biro"):
        with pytest.raises(PermissionDenied):
            helping.answer_review(by=getattr(cast, who), evaluasi=evaluasi, catatan={})
    helping.answer_review(by=cast.bagian, evaluasi=evaluasi, catatan={"I": "Lengkapi."})
    with pytest.raises(PermissionDenied):
        reads()
