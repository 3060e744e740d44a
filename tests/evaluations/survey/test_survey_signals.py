"""Signals mark and drop nothing; limits are generous; hashes do not outlive their purpose."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from evaluations.models import GaramSurvei, RekapSurvei, Respons, Survei, TautanSurvei
from evaluations.rules.workflow import State
from evaluations.survey.services import retention
from evaluations.survey.services.tally import count_all
from evaluations.survey.services.traces import hashed, hashed_network, seconds_since
from pekppp.base import limits
from tests.evaluations.ready import respond
from tests.evaluations.survey.pages import page_marks
from tests.factories import PASSWORD

VARIED = [4, 3, 5, 4, 2, 4, 5, 3, 4, 4, 5, 2, 3, 4]
# Signals of night hours must not depend on when the suite runs.
NOON = timezone.now().replace(hour=5, minute=0)


@pytest.fixture
def survei(evaluasi) -> Survei:
    open_hours(evaluasi.survei, 0, 24)
    return evaluasi.survei


def open_hours(survei: Survei, first: int, last: int) -> None:
    survei.jam_mulai, survei.jam_selesai = first, last
    survei.save()


@pytest.fixture
def url(survei) -> str:
    return f"/survei/{TautanSurvei.objects.get(unit=survei.unit).token}/"


def send(client, url, survei, values=VARIED, headers=None, **more):
    items = {f"b{n}": str(value) for n, value in enumerate(values, start=1)}
    data = {**page_marks(survei), **items, **more}
    response = client.post(url, data, headers=headers)
    assert response.status_code == 302
    return Respons.objects.get(kunci=data["kunci"])


def marks(*rows) -> list[list[str]]:
    count_all()
    found = {row.pk: row.tanda for row in Respons.objects.all()}
    return [found[row.pk] for row in rows]


def test_s05_an_ordinary_answer_has_no_signal(client, url, survei):
    row = send(client, url, survei)
    assert marks(row) == [[]]
    assert not Respons.objects.get().perlu_ditinjau


def test_s05_the_same_device_marks_both_and_both_count(client, url, survei):
    first = send(client, url, survei)
    second = send(client, url, survei, VARIED[::-1])
    assert marks(first, second) == [["perangkat"], ["perangkat"]]
    assert RekapSurvei.objects.get().jumlah == 2
    assert RekapSurvei.objects.get().ditinjau == 2


def test_s05_a_mark_reaches_back_to_what_was_counted_before(client, url, survei):
    first = send(client, url, survei)
    assert marks(first) == [[]]
    second = send(client, url, survei, VARIED[::-1])
    assert marks(first, second) == [["perangkat"], ["perangkat"]]


def test_s02_a_kiosk_is_one_device_of_many_people(client, url, survei):
    TautanSurvei.objects.update(kios=True)
    rows = [send(client, url, survei, [n % 6, *VARIED[1:]]) for n in range(4)]
    assert marks(*rows) == [[]] * 4
    assert RekapSurvei.objects.get().dari_kios == 4


def test_s05_a_form_answered_faster_than_it_can_be_read(client, url, survei):
    quick = page_marks(survei, seconds=3)
    row = send(client, url, survei, kunci=quick["kunci"], dibuka=quick["dibuka"])
    assert marks(row) == [["kilat"]]


@pytest.mark.parametrize("forged", ["x:y:z", "", ":", "aé:b", "1:" + "A" * 43])
def test_a_forged_moment_is_no_answer_to_how_long_it_took(forged):
    assert seconds_since(forged, halaman="a/b", kunci="c") is None


def test_s05_a_straight_line(survei):
    respond(survei, [5] * 14, [5] * 4 + [None] * 10)
    rows = Respons.objects.order_by("pk")
    assert marks(*rows) == [["lurus"], []]


def test_s05_many_answers_alike(survei):
    respond(survei, *[VARIED] * 5, VARIED[::-1])
    rows = Respons.objects.order_by("pk")
    assert marks(*rows) == [["seragam"]] * 5 + [[]]


def test_s05_a_burst_while_the_office_is_closed(survei):
    open_hours(survei, 0, 1)
    respond(survei, *[[n, *VARIED[1:]] for n in range(5)])
    # Paper is typed in a row, whenever somebody has the time.
    respond(survei, *[[*VARIED[:13], n] for n in range(5)], kanal="kertas")
    Respons.objects.update(pada=NOON)
    assert marks(*Respons.objects.order_by("pk")) == [["jam"]] * 5 + [[]] * 5


@pytest.mark.parametrize(("zone", "tanda"), [("Asia/Jakarta", ["jam"]), ("Asia/Jayapura", [])])
def test_s05_the_night_is_that_of_the_place(survei, zone, tanda):
    """04.00 in Jakarta is 06.00 in Jayapura, where a market opens."""
    open_hours(survei, 5, 21)
    type(survei.instansi).objects.filter(pk=survei.instansi_id).update(zone=zone)
    respond(survei, *[[n, *VARIED[1:]] for n in range(5)])
    Respons.objects.update(pada=NOON.replace(hour=21))
    assert marks(*Respons.objects.order_by("pk")) == [tanda] * 5


def test_s05_an_answer_from_where_the_staff_is_logged_in(cast, client, url, survei):
    UserSession.objects.create(
        user=cast.operator, ip="127.0.0.1", user_agent="x", session_key="kunci-uji"
    )
    row = send(client, url, survei)
    assert marks(row) == [["jaringan"]]


def test_no_address_is_kept_and_a_hash_is_of_one_day(client, url, survei):
    row = send(client, url, survei)
    today = timezone.localdate()
    assert bytes(row.jejak_alamat) == hashed("127.0.0.1")
    assert hashed("127.0.0.1") != hashed("127.0.0.1", today - timedelta(days=1))
    GaramSurvei.objects.update(tanggal=today - timedelta(days=5))
    retention.drop_what_is_due()
    assert not GaramSurvei.objects.exists()


def test_hashes_go_after_the_cycle_and_words_after_years(client, url, evaluasi, settings):
    row = send(client, url, evaluasi.survei, komentar="Ramah", usia="20-29")
    retention.drop_what_is_due()
    assert Respons.objects.get().jejak_alamat is not None
    Survei.objects.update(tutup=timezone.now() - timedelta(hours=1))
    retention.drop_what_is_due()
    assert Respons.objects.get().jejak_alamat is not None  # an evaluation still waits
    type(evaluasi).objects.update(state=State.TERBIT)
    retention.drop_what_is_due()
    row.refresh_from_db()
    assert (row.jejak_alamat, row.jejak_perangkat, row.komentar) == (None, None, "Ramah")
    settings.SURVEY_RETENTION_DAYS = 0
    retention.drop_what_is_due()
    row.refresh_from_db()
    assert (row.komentar, row.usia, row.butir) == ("", "", VARIED)


def test_a_survey_that_opened_once_more_forgets_once_more(client, url, evaluasi, settings):
    settings.SURVEY_TRACES_DAYS = settings.SURVEY_RETENTION_DAYS = 0
    for _ in range(2):
        Survei.objects.update(tutup=timezone.now() + timedelta(hours=1))
        row = send(client, url, evaluasi.survei, komentar="Ramah")
        Survei.objects.update(tutup=timezone.now() - timedelta(milliseconds=1))
        retention.drop_what_is_due()
        row.refresh_from_db()
        assert (row.jejak_alamat, row.komentar) == (None, "")


def test_a_cycle_that_never_ends_does_not_keep_hashes_for_ever(client, url, evaluasi, settings):
    row = send(client, url, evaluasi.survei)
    assert row.jejak_alamat is not None
    for days, kept in ((settings.SURVEY_TRACES_DAYS - 1, True), (180, True), (181, False)):
        closed = timezone.now() - timedelta(days=days) + timedelta(minutes=5)
        Survei.objects.update(buka=closed - timedelta(days=30), tutup=closed)
        retention.drop_what_is_due()
        row.refresh_from_db()
        assert ((row.jejak_alamat is not None), (row.jejak_perangkat is not None)) == (kept, kept)
    assert retention.drop_what_is_due() == 0  # once, and not on every sweep


def test_s07_too_many_answers_are_told_to_wait_and_an_office_passes(client, url, survei, settings):
    assert settings.SURVEY_RATE_PER_ADDRESS >= 300
    settings.SURVEY_RATE_PER_ADDRESS = 3
    for _ in range(3):
        send(client, url, survei)
    response = client.post(url, {"survei": str(survei.uuid)})
    assert (response.status_code, "Tunggu beberapa menit" in response.content.decode()) == (
        429,
        True,
    )
    assert int(response["Retry-After"]) == limits.WINDOW  # for scripts and kiosks
    assert Respons.objects.count() == 3
    other = client.post(url, {"survei": str(survei.uuid)}, REMOTE_ADDR="10.0.0.9")
    assert other.status_code == 422


def test_an_address_that_anybody_can_write_is_not_believed(client, url, survei, settings):
    row = send(client, url, survei)
    forged = {"HTTP_X_FORWARDED_FOR": "9.9.9.9"}
    client.post(url, page_marks(survei) | {"b1": "2"}, **forged)
    assert {bytes(item.jejak_alamat) for item in Respons.objects.all()} == {bytes(row.jejak_alamat)}


def test_s05_behind_a_proxy_the_staff_is_still_known_by_its_own_address(
    cast, url, survei, settings
):
    settings.TRUSTED_PROXIES = 1
    person = {"login": cast.operator.username, "password": PASSWORD}
    Client().post("/akun/login/", person, HTTP_X_FORWARDED_FOR="9.9.9.9, 203.0.113.7")
    assert UserSession.objects.get().ip == "203.0.113.7"
    rows = [
        send(Client(), url, survei, headers={"X-Forwarded-For": address})
        for address in ("203.0.113.7", "203.0.113.8", "no address")
    ]
    assert marks(*rows) == [["jaringan"], [], []]


def test_a08_one_subscriber_of_ipv6_is_one_network(db):
    """A burst from addresses that one subscriber draws is seen as one."""
    assert hashed_network("2001:db8:1:1::1") == hashed_network("2001:db8:1:1:ffff::9")
    assert hashed_network("2001:db8:1:1::1") != hashed_network("2001:db8:1:2::1")
    assert hashed_network("::ffff:203.0.113.7") == hashed_network("203.0.113.7")
