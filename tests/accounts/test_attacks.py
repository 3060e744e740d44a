"""What a stranger or a colleague could try on the doors of the application."""

import pytest
from django.core import mail
from django.urls import reverse

from pekppp.accounts import notices
from pekppp.accounts.models import Notice


@pytest.mark.parametrize(
    "address",
    ["/beranda/", "/pemantauan/", "/profil/", "/instansi/", "/pemantauan/csv/", "/tidak-ada/"],
)
def test_no_shared_cache_keeps_the_page_of_a_person(cast, as_user, address):
    answer = as_user(cast.bagian).get(address)
    assert "private" in answer.get("Cache-Control", "")


@pytest.mark.parametrize("address", ["/", "/beranda/", "/tidak-ada/", "/akun/login/", "/status/"])
def test_every_answer_is_fenced_in(client, cast, address):
    answer = client.get(address)
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_answer_to_a_wrong_host_is_a_plain_400(client, db):
    answer = client.get("/", headers={"host": "jahat.example"})
    assert answer.status_code == 400
    assert "jahat" not in answer.content.decode()
    assert "Content-Security-Policy" in answer


def test_a_failure_is_fenced_in_and_tells_nothing(client, cast, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("rahasia-dalam")

    monkeypatch.setattr("reports.portal.views.pages.publication_queries.published_cycles", broken)
    client.raise_request_exception = False
    answer = client.get("/hasil/")
    assert answer.status_code == 500
    assert "rahasia-dalam" not in answer.content.decode()
    assert "Content-Security-Policy" in answer


def test_session_and_csrf_cookies_are_not_for_scripts_or_other_sites(client, cast):
    client.get("/akun/login/")
    client.post("/akun/login/", {"login": "bagian", "password": "kata-sandi-uji-1"})
    session = client.cookies["sessionid"]
    assert session["httponly"] and session["samesite"] == "Lax"
    assert client.cookies["csrftoken"]["samesite"] == "Lax"


@pytest.mark.parametrize(
    "there",
    ["https://jahat.example/", "//jahat.example", "javascript:alert(1)", "/\\jahat.example"],
)
def test_no_way_leads_out_of_the_application(client, cast, as_user, there):
    query = {"login": "bagian", "password": "kata-sandi-uji-1", "next": there}
    assert "jahat" not in client.post("/akun/login/", query).get("Location", "")
    person = as_user(cast.bagian)
    membership = cast.bagian.memberships.get().uuid
    answer = person.post(reverse("accounts:switch"), {"membership": membership, "next": there})
    assert answer["Location"] == "/beranda/"
    notice = Notice.objects.create(user=cast.bagian, kind="uji", subject="x", body="x", url=there)
    answer = person.post(reverse("accounts:open_notice", args=[notice.uuid]))
    assert answer["Location"] == reverse("accounts:notices")


def test_a_deactivated_person_is_out_at_once(cast, as_user):
    client = as_user(cast.bagian)
    assert client.get("/beranda/").status_code == 200
    type(cast.bagian).objects.filter(pk=cast.bagian.pk).update(is_active=False)
    assert client.get("/beranda/").status_code == 302


def test_a_name_with_a_line_break_does_not_stop_the_mail_of_everybody(cast, settings):
    settings.MAIL_WORKS = True
    for subject in ("RSUD\nBcc: semua@uji.test", "RSUD\r\nX: y", "Biasa"):
        notices.notify([cast.bagian], kind="uji", subject=subject, body="Isi.")
    assert notices.deliver_waiting() == 3
    assert [len(item.subject.splitlines()) for item in mail.outbox] == [1, 1, 1]
    assert {tuple(item.recipients()) for item in mail.outbox} == {(cast.bagian.email,)}


def test_a_login_says_the_same_of_a_known_and_an_unknown_name(client, cast):
    said = []
    for login in ("bagian", "tidak-ada", "bagian@uji.test", "tidak@uji.test"):
        answer = client.post("/akun/login/", {"login": login, "password": "salah-sekali"})
        said.append([str(error) for error in answer.context["form"].non_field_errors()])
    assert said[0] == said[1] and said[2] == said[3]


def test_a_changed_invitation_link_opens_nothing(client, cast):
    for token in ("x", "a" * 3000, "%00", "0" * 32 + ".1abc.sig", "../../x"):
        assert client.get(f"/undangan/{token}/").status_code in (404, 400)
