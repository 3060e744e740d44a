"""Hashes are made a few at a time, whatever asks for them."""

import threading

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.urls import reverse

from pekppp.base.errors import Unavailable
from pekppp.serving import hashing
from tests.factories import PASSWORD

OURS = "pekppp.serving.hashing.BoundedArgon2PasswordHasher"


@pytest.fixture
def turnstile(monkeypatch, settings):
    settings.PASSWORD_HASHERS = [OURS]
    made = hashing._Turnstile(1)
    monkeypatch.setattr(hashing, "_turnstile", made)
    return made


def test_what_was_hashed_is_known_again(turnstile):
    encoded = make_password(PASSWORD)
    assert check_password(PASSWORD, encoded)
    assert not check_password("lain", encoded)


def test_one_works_one_waits_and_the_third_is_told_to_come_again(turnstile):
    inside, go_on, waited = threading.Event(), threading.Event(), threading.Event()

    def work():
        with turnstile():
            inside.set()
            go_on.wait(10)

    def wait():
        with turnstile():
            waited.set()

    threads = [threading.Thread(target=work), threading.Thread(target=wait)]
    threads[0].start()
    assert inside.wait(10)
    threads[1].start()
    while turnstile._places._value:
        assert threads[1].is_alive()
    with pytest.raises(Unavailable), turnstile():
        pass
    assert not waited.is_set()
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert waited.is_set()


def test_a_person_is_told_when_to_try_again(turnstile, cast, client, monkeypatch):
    monkeypatch.setattr(hashing, "WAIT_SECONDS", 0.1)
    client.raise_request_exception = False
    with turnstile():
        response = client.post(
            reverse("account_login"), {"login": cast.operator.username, "password": PASSWORD}
        )
    assert (response.status_code, response["Retry-After"]) == (503, "3")
    assert "Sedang banyak yang masuk bersamaan" in response.content.decode()
