"""What concerns a person also reaches him by mail, where a server is configured."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from evaluations.cycle.services.window_notices import announce_windows
from evaluations.models import Fase, Siklus
from evaluations.progress.services.steps import advance
from evaluations.publication.services import publication
from evaluations.rules.workflow import Action, Kegiatan
from pekppp.accounts import notices
from pekppp.accounts.models import Notice
from tests.emptying import erase
from tests.evaluations import ready

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.MAIL_WORKS = True


def delivered(mailoutbox, kind):
    """Who got a mail of this kind; every one leads to the page that it speaks of."""
    erase(Notice.objects.exclude(kind=kind))
    notices.deliver_waiting()
    assert all("http://localhost" in mail.body for mail in mailoutbox)
    return {address for mail in mailoutbox for address in mail.to}


def test_a_returned_f01(cast, evaluasi, mailoutbox):
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    advance(
        by=cast.bagian,
        evaluasi=evaluasi,
        action=Action.KEMBALIKAN_F01,
        reason="Bukti belum terbaca.",
        indikator=[1],
        tenggat=timezone.now() + 7 * DAY,
    )
    told = delivered(mailoutbox, Action.KEMBALIKAN_F01)
    assert told == {cast.operator.email, cast.kepala.email}
    assert "Bukti belum terbaca." in mailoutbox[0].body


def test_a_window_that_opens(cast, siklus, evaluasi, mailoutbox):
    now = timezone.now()
    siklus.fase.all().delete()
    Fase.objects.create(
        siklus=siklus,
        instansi=siklus.instansi,
        nama="Pengisian",
        mulai=now,
        akhir=now + 30 * DAY,
        membuka=[Kegiatan.ISI_F01],
    )
    Siklus.objects.update(dibuka_pada=now - 5 * DAY)
    announce_windows()
    assert delivered(mailoutbox, "jendela_dibuka") == {cast.operator.email, cast.kepala.email}


def test_a_published_result(cast, siklus, mailoutbox):
    ready.make_validated(cast, siklus, cast.rsud)
    publication.publish(
        by=cast.menpan, siklus=siklus, nomor="KEP/1/2026", tanggal=date(2026, 1, 5), catatan=""
    )
    told = delivered(mailoutbox, Action.TERBITKAN)
    assert told == {cast.operator.email, cast.kepala.email}


def test_without_a_server_it_stays_in_the_application(cast, evaluasi, settings, mailoutbox):
    settings.MAIL_WORKS = False
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    assert Notice.objects.filter(user=cast.evaluator).exists()
    notices.deliver_waiting()
    assert mailoutbox == []


def test_a_server_that_is_away_is_asked_again_and_given_up_in_the_end(
    cast, evaluasi, settings, mailoutbox
):
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    for _ in range(notices.QUEUE.most):
        assert notices.deliver_waiting() == 0
        assert notices.deliver_waiting() == 0  # not asked again at once
        Notice.objects.update(lease_until=timezone.now() - DAY)
    assert set(Notice.objects.values_list("mail_state", flat=True)) == {"failed"}
    assert Notice.objects.get(user=cast.evaluator).attempts == notices.QUEUE.most


def test_a_mail_that_no_worker_comes_back_from_is_given_up(cast, evaluasi, mailoutbox):
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    Notice.objects.update(attempts=notices.QUEUE.most, lease_until=timezone.now() - DAY)
    assert notices.deliver_waiting() == notices.sweep() == 0
    found = set(Notice.objects.values_list("mail_state", "error"))
    assert found == {("failed", notices.QUEUE.stuck)}
    assert mailoutbox == []
