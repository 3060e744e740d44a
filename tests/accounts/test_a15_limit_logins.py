"""A password is not guessed, and nobody locks its owner out by trying."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone

from pekppp.accounts.models import LoginSource, Notice
from pekppp.accounts.roles import Role
from pekppp.accounts.services import logins
from pekppp.accounts.services.invitations import invitation_path, invite
from pekppp.base.errors import Refused
from tests import factories
from tests.accounts.test_login import reset_link

pytestmark = pytest.mark.services

LOGIN = "/akun/login/"
TOO_MANY, UNDER_ATTACK = "Sudah terlalu banyak percobaan", "sedang dicoba dari banyak tempat"
OFFICE, ELSEWHERE = "203.0.113.7", "198.51.100.1"


@pytest.fixture(autouse=True)
def person(db, settings):
    settings.LOGIN_FAILURES = 3
    return factories.make_user("sri", email="sri@uji.test")


def log_in(client: Client, name: str = "sri", password: str = factories.PASSWORD):
    return client.post(LOGIN, {"login": name, "password": password})


def at(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def fail(address: str, times: int, name: str = "sri") -> str:
    for _ in range(times):
        page = log_in(at(address), name, "salah")
    return page.content.decode()


def passes(client: Client) -> bool:
    return log_in(client).status_code == 302


def attack(networks: int = 10, times: int = 3) -> None:
    for number in range(networks):
        fail(f"10.1.{number}.1", times)


def days_pass(**ago) -> None:
    LoginSource.objects.update(since=F("since") - timedelta(**ago))


def test_a15_limit_of_a_stranger_s_failures_is_the_stranger_s():
    assert TOO_MANY not in fail(ELSEWHERE, 3)
    assert TOO_MANY in fail(ELSEWHERE, 1)
    assert not passes(at(ELSEWHERE))  # not even with the right password
    assert passes(at(OFFICE))


def test_a15_limit_is_over_for_who_set_a_new_password_by_mail():
    fail(OFFICE, 4)
    owner = at(OFFICE)
    form = owner.get(reset_link("sri@uji.test", owner), follow=True).redirect_chain[-1][0]
    owner.post(form, {"password1": "kebun-teh-88-x", "password2": "kebun-teh-88-x"})
    assert log_in(at(OFFICE), "sri", "kebun-teh-88-x").status_code == 302


def test_a15_limit_is_over_after_its_minutes():
    fail(ELSEWHERE, 4)
    days_pass(minutes=11)
    assert TOO_MANY not in fail(ELSEWHERE, 3)
    assert TOO_MANY in fail(ELSEWHERE, 1)


def test_a15_limit_is_one_for_every_spelling_of_an_account():
    for name in ("SRI", "sri@uji.test", " Sri@Uji.Test "):
        fail(ELSEWHERE, 1, name)
    assert TOO_MANY in fail(ELSEWHERE, 1)


def test_a15_limit_is_one_for_a_whole_ipv6_network():
    for number in range(3):
        fail(f"2001:db8:1:1::{number}", 1)
    assert TOO_MANY in fail("2001:db8:1:1:ffff::9", 1)
    assert TOO_MANY not in fail("2001:db8:1:2::9", 1)


def test_a15_limit_survives_a_restart_of_the_cache():
    fail(ELSEWHERE, 3)
    cache.clear()
    assert TOO_MANY in fail(ELSEWHERE, 1)


@pytest.mark.django_db(transaction=True)
def test_a15_limit_looks_at_one_guess_after_the_other_from_one_place(rf, person):
    """Or a hundred sent at once would all be looked at before the first of them counts."""
    attempt = logins.try_of(rf.get(LOGIN), logins.account_of(person))
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            logins.begin(attempt)
            held.set()
            over.wait(20)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    held.wait(20)
    with pytest.raises(Refused, match="masih diperiksa"), transaction.atomic():
        logins.begin(attempt)
    over.set()
    other.join(20)
    with transaction.atomic():
        logins.begin(attempt)


def test_a15_limit_treats_an_account_that_is_not_there_alike():
    assert TOO_MANY not in fail(ELSEWHERE, 3, "tidakada")
    assert TOO_MANY in fail(ELSEWHERE, 1, "TIDAKADA")


def test_a15_limit_of_a_colleague_does_not_hold_in_the_owner_s_own_browser():
    mine = at(OFFICE)
    assert passes(mine)
    mine.post("/akun/logout/")
    fail(OFFICE, 4)
    assert passes(mine)
    assert not passes(at(OFFICE))


def test_a15_limit_of_a_colleague_does_not_keep_the_owner_from_signing():
    """A browser sends its mark wherever a password is asked for."""
    mine = at(OFFICE)
    assert passes(mine)
    assert mine.cookies[logins.COOKIE]["path"] == "/"


def test_a15_limit_registering_leaves_the_browser_its_other_owners(person):
    mine = at(OFFICE)
    passes(mine)
    mine.post("/akun/logout/")
    office = factories.make_instansi("Kabupaten Uji")
    admin = factories.make_user("admin")
    factories.member(admin, Role.ADMIN_INSTANSI, office)
    row = invite(by=admin, role=Role.EVALUATOR, instansi=office, email="ani@uji.test", nama="Ani")
    word = "sawah-hijau-2026"
    form = {"username": "ani", "nama": "Ani", "zone": "Asia/Jakarta", "password": word,
            "password_again": word}  # fmt: skip
    assert mine.post(invitation_path(row), form).status_code == 302
    mine.post("/akun/logout/")
    fail(OFFICE, 4)
    assert passes(mine)


def test_a15_limit_holds_in_the_owner_s_browser_too():
    mine = at(OFFICE)
    passes(mine)
    mine.post("/akun/logout/")
    for _ in range(3):
        log_in(mine, password="salah")
    assert not passes(mine)


def test_a15_limit_in_a_browser_of_somebody_else_is_his_network_s():
    factories.make_user("budi")
    client = at(ELSEWHERE)
    assert log_in(client, "budi").status_code == 302
    client.post("/akun/logout/")
    fail(ELSEWHERE, 3)
    assert not passes(client)


def test_a15_limit_under_attack_the_owner_waits_where_he_is_new_and_nowhere_else():
    mine = at(OFFICE)
    passes(mine)
    mine.post("/akun/logout/")
    attack()
    assert passes(at(OFFICE))  # from his network
    mine.defaults["REMOTE_ADDR"] = "192.0.2.55"
    assert passes(mine)  # in his browser, wherever he is
    travelling = at("192.0.2.99")
    page = log_in(travelling).content.decode()
    assert UNDER_ATTACK in page and "detik lagi" in page
    LoginSource.objects.update(not_before=F("not_before") - timedelta(seconds=60))
    assert passes(travelling)


def test_a15_limit_under_attack_every_new_place_waits_before_each_try():
    attack()
    assert UNDER_ATTACK in fail(ELSEWHERE, 1)
    LoginSource.objects.update(not_before=F("not_before") - timedelta(seconds=60))
    assert UNDER_ATTACK not in fail(ELSEWHERE, 1)
    assert UNDER_ATTACK in fail(ELSEWHERE, 1)
    waits = [
        row.not_before - timezone.now() for row in LoginSource.objects.exclude(not_before=None)
    ]
    assert max(waits) <= timedelta(seconds=logins.LONGEST_WAIT)


def test_a15_limit_of_tries_by_network_and_of_new_passwords(settings):
    settings.LOGIN_RATE_PER_ADDRESS = settings.RESET_RATE_PER_ADDRESS = 1
    for path, data in (
        (LOGIN, {"login": "x", "password": "y"}),
        ("/akun/kata-sandi/lupa/", {"email": "sri@uji.test"}),
    ):
        answers = [at(ELSEWHERE).post(path, data) for _ in range(2)]
        assert answers[1].status_code == 429
        assert answers[0].status_code != 429
        assert at(OFFICE).post(path, data).status_code != 429


def test_a15_limit_of_mails_is_the_account_s_and_the_answer_is_the_same(settings):
    settings.RESET_MAILS = 2
    path, data = "/akun/kata-sandi/lupa/", {"email": "SRI@uji.test"}
    answers = [at(f"10.2.{number}.1").post(path, data) for number in range(4)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, "/akun/kata-sandi/lupa/terkirim/")
    }
    assert Notice.objects.filter(kind=logins.RESET_KIND).count() == 2


def test_a15_limit_keeps_no_address_and_forgets(person):
    fail(ELSEWHERE, 1)
    passes(at(OFFICE))
    assert not LoginSource.objects.filter(source__contains=".").exists()
    days_pass(days=2)
    assert logins.sweep() == 1
    assert LoginSource.objects.get().account == logins.account_of(person)
    LoginSource.objects.update(succeeded_at=timezone.now() - timedelta(days=91))
    assert logins.sweep() == 1
