import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import NoReverseMatch, reverse

from pekppp.accounts import notices
from pekppp.accounts.models import Notice
from tests import factories

LOGIN = "/akun/login/"


@pytest.fixture
def person(db):
    return factories.make_user("sri", email="sri@uji.test")


def log_in(client: Client, name: str, password: str = factories.PASSWORD, **extra):
    return client.post(LOGIN, {"login": name, "password": password, **extra})


def is_logged_in(client: Client) -> bool:
    return client.get("/profil/").status_code == 200


@pytest.mark.parametrize("name", ["sri", "SRI", "sri@uji.test", " Sri@Uji.Test "])
def test_one_logs_in_by_username_or_address_in_any_case(client, person, name):
    assert log_in(client, name)["Location"] == "/beranda/"
    assert is_logged_in(client)


@pytest.mark.parametrize("name", ["sri", "sri@uji.test", "tidakada", "tidakada@uji.test"])
def test_a_wrong_password_and_an_unknown_person_look_alike(client, person, name):
    page = log_in(client, name, "salah-sekali").content.decode()
    kind = "Alamat e-mail" if "@" in name else "Nama pengguna"
    assert f"{kind} dan/atau kata sandi yang anda masukkan tidak benar." in page


def test_login_leads_where_one_wanted_to_go_but_not_away(client, person):
    assert log_in(client, "sri", next="/profil/")["Location"] == "/profil/"
    client.logout()
    assert log_in(client, "sri", next="https://jahat.test/")["Location"] == "/beranda/"


def test_an_inactive_person_is_told_so(client, person):
    person.is_active = False
    person.save()
    assert log_in(client, "sri")["Location"] == "/akun/nonaktif/"
    assert client.get("/akun/nonaktif/").status_code == 200


def test_guessing_ends_after_ten_tries(client, person):
    for _ in range(10):
        log_in(client, "sri", "salah-sekali")
    assert "Sudah terlalu banyak percobaan" in log_in(client, "sri").content.decode()


def test_nobody_signs_up_by_himself(client, db):
    for path in ("/akun/signup/", "/akun/email/", "/akun/social/signup/", "/akun/phone/change/"):
        assert client.get(path).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert "dibuat oleh admin instansi" in client.get(LOGIN).content.decode()


def test_demonstration_accounts_are_listed_and_work_only_in_the_demonstration(client, settings, db):
    factories.make_user("bagian", email="bagian@contoh.id", is_demo=True)
    assert "contoh.id" not in client.get(LOGIN).content.decode()
    page = log_in(client, "bagian@contoh.id").content.decode()
    assert "Akun peragaan tidak dapat dipakai di sini." in page
    settings.DEMO = True
    assert "pekppp-demo" in client.get(LOGIN).content.decode()
    assert log_in(client, "bagian@contoh.id").status_code == 302
    settings.DEMO = False
    assert not is_logged_in(client)


def reset_link(address: str, client: Client) -> str:
    client.post("/akun/kata-sandi/lupa/", {"email": address})
    notice = Notice.objects.get(kind="kata_sandi")
    return re.search(r"(/akun/kata-sandi/baru/\S+)", notice.url)[1]


def test_a_forgotten_password_is_set_anew_by_mail(client, person, mailoutbox):
    path = reset_link("SRI@uji.test", client)
    notices.deliver_waiting()
    assert mailoutbox[0].to == ["sri@uji.test"]
    assert path in mailoutbox[0].body
    form = client.get(path, follow=True)
    new = {"password1": "kebun-teh-88-x", "password2": "kebun-teh-88-x"}
    assert client.post(form.redirect_chain[-1][0], new).status_code == 302
    assert log_in(client, "sri", "kebun-teh-88-x").status_code == 302


def test_a_reset_link_works_once_and_tells_when_it_does_not(client, person):
    path = reset_link("sri@uji.test", client)
    person.set_password("sudah-lain-sekarang")
    person.save()
    assert "Tautan tidak berlaku" in client.get(path, follow=True).content.decode()


def test_asking_for_a_reset_tells_nothing_about_the_address(client, person):
    answers = [
        client.post("/akun/kata-sandi/lupa/", {"email": address})
        for address in ("sri@uji.test", "tidakada@uji.test")
    ]
    assert len({(item.status_code, item["Location"]) for item in answers}) == 1
    assert Notice.objects.count() == 1


def test_without_a_mail_server_no_mail_is_promised(client, person, settings):
    settings.MAIL_WORKS = False
    assert "belum dapat mengirim surel" in client.get("/akun/kata-sandi/lupa/").content.decode()
    client.post("/akun/kata-sandi/lupa/", {"email": "sri@uji.test"})
    assert Notice.objects.count() == 0


def test_a_changed_password_ends_the_other_sessions(client, person):
    other = Client()
    log_in(other, "sri")
    log_in(client, "sri")
    new = {
        "oldpassword": factories.PASSWORD,
        "password1": "kebun-teh-88-x",
        "password2": "kebun-teh-88-x",
    }
    client.post("/akun/kata-sandi/", new)
    assert (is_logged_in(client), is_logged_in(other)) == (True, False)


def test_the_list_of_sessions_names_browsers_and_ends_the_others(person):
    here = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/126 Safari/537"})
    there = Client(headers={"User-Agent": "Mozilla/5.0 (Android 14) Firefox/127.0"})
    log_in(there, "sri")
    log_in(here, "sri")
    page = here.get("/akun/sesi/").content.decode()
    assert ("Chrome di Windows" in page, "Firefox di Android" in page) == (True, True)
    here.post("/akun/sesi/")
    assert (is_logged_in(here), is_logged_in(there)) == (True, False)


def one_time_code(secret: str) -> str:
    # Not the step before it, which is accepted too: that one may be over when the code arrives.
    _, now, _ = totp.yield_hotp_counters_from_time()
    return totp.format_hotp_value(totp.hotp_value(secret, now))


def confirm(client: Client) -> None:
    client.post("/akun/konfirmasi/", {"password": factories.PASSWORD, "next": "/profil/"})


def test_the_second_step_is_switched_on_asked_for_and_switched_off(client, person):
    log_in(client, "sri")
    confirm(client)
    client.get("/akun/dua-langkah/aktifkan/")
    code = one_time_code(client.session[totp.SECRET_SESSION_KEY])
    client.post("/akun/dua-langkah/aktifkan/", {"code": code})
    codes = client.get("/akun/dua-langkah/kode/").content.decode()
    recovery = re.search(r"<code>(\d{8})</code>", codes)[1]
    client.post("/akun/logout/")
    assert log_in(client, "sri")["Location"].startswith("/akun/dua-langkah/masuk/")
    assert not is_logged_in(client)
    client.post("/akun/dua-langkah/masuk/", {"code": recovery})
    assert is_logged_in(client)
    confirm(client)
    client.post("/akun/dua-langkah/nonaktifkan/")
    client.post("/akun/logout/")
    assert log_in(client, "sri")["Location"] == "/beranda/"


PAGES = [
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "usersessions_list",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_generate_recovery_codes",
]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_login_is_ours_and_obeys_the_policy(name, person):
    known = Client()
    log_in(known, "sri")
    confirm(known)
    for client in (Client(), known):
        response = client.get(reverse(name))
        if response.status_code != 200:
            assert response.status_code == 302
            continue
        page = response.content.decode()
        assert '<html lang="id">' in page
        assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page) == []
