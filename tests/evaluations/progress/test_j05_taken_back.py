"""J5: the unit takes back what it sent until the assessment begins, while it could still fill."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from evaluations.f02.services.levels import save_score
from evaluations.models import Evaluasi, Fase, Pengembalian, PeranNilai
from evaluations.progress.queries import versions
from evaluations.progress.services.steps import advance, possible_actions
from evaluations.rules.workflow import Action, State
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.base.errors import Refused
from tests import factories
from tests.emptying import erase

WHY = "Bukti indikator 3 tertukar."


def send(cast, evaluasi, **more):
    return advance(
        by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True, **more
    )


def take_back(by, evaluasi):
    evaluasi = Evaluasi.objects.get(pk=evaluasi.pk)
    return advance(by=by, evaluasi=evaluasi, action=Action.TARIK_KEMBALI, reason=WHY)


def test_j05_taken_back_is_open_again_and_what_was_sent_is_kept(cast, evaluasi):
    send(cast, evaluasi)
    erase(Notice.objects.all())
    assert Action.TARIK_KEMBALI in possible_actions(cast.kepala, evaluasi)
    again = take_back(cast.kepala, evaluasi)
    assert (again.state, again.putaran, again.pernyataan) == (State.DRAF, 1, "")
    assert len(versions.of(again)) == 1
    entry = AuditEntry.objects.get(action="tarik_kembali")
    assert (entry.by, entry.reason) == (cast.kepala, WHY)
    told = set(Notice.objects.values_list("user__username", flat=True))
    assert told == {"operator", "evaluator"}
    assert send(cast, again).putaran == 2


def test_j05_taken_back_not_by_an_operator_who_did_not_send_it(cast, evaluasi):
    send(cast, evaluasi)
    with pytest.raises(Refused, match="oleh kepala unit atau oleh yang mengirimnya"):
        take_back(cast.operator, evaluasi)
    assert Action.TARIK_KEMBALI not in possible_actions(cast.operator, evaluasi)


@pytest.mark.parametrize("state", ["sent", "returned and sent again"])
def test_j05_taken_back_not_once_a_level_is_saved(cast, evaluasi, state):
    factories.answer_no(evaluasi, cast.operator)
    send(cast, evaluasi)
    save_score(
        by=cast.evaluator, evaluasi=evaluasi, indikator=1, peran=PeranNilai.EVALUATOR,
        changes={"level": 0}, based_on=0, key=uuid4(),
    )  # fmt: skip
    if state != "sent":
        _return(cast, evaluasi, days=5)
        send(cast, evaluasi, confirmed_untouched=True)
    assert Action.TARIK_KEMBALI not in possible_actions(cast.kepala, evaluasi)
    with pytest.raises(Refused, match="tidak dapat"):
        take_back(cast.kepala, evaluasi)


def test_j05_taken_back_not_when_the_time_to_fill_is_over(cast, evaluasi):
    send(cast, evaluasi)
    Fase.objects.update(akhir=timezone.now() - timedelta(hours=1))
    with pytest.raises(Refused, match="sudah ditutup"):
        take_back(cast.kepala, evaluasi)


def _return(cast, evaluasi, *, days):
    advance(
        by=cast.bagian, evaluasi=evaluasi, action=Action.KEMBALIKAN_F01, reason="Perbaiki.",
        indikator=[2], tenggat=timezone.now() + timedelta(days=days),
    )  # fmt: skip


def test_j05_taken_back_answers_to_a_return_open_that_return_again(cast, evaluasi):
    """In the return's own window, whatever the phases say; the other indicators stay closed."""
    send(cast, evaluasi)
    _return(cast, evaluasi, days=5)
    send(cast, evaluasi, confirmed_untouched=True)
    Fase.objects.update(akhir=timezone.now() - timedelta(hours=1))
    again = take_back(cast.kepala, evaluasi)
    row = Pengembalian.objects.get()
    assert (again.state, row.selesai_pada) == (State.DIKEMBALIKAN, None)
    # Still as it was when it came back, though it was sent since.
    assert versions.untouched(again, row.indikator) == [2]
