"""A form that is sent after the session has ended leads back to the page of the form.

For every view that takes POST alone: the resolver is walked, so a new one is asked as well.
"""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from tests import factories
from tests.test_access_sweep import OPEN, ROUTES, fill, secrets

__all__ = ["secrets"]  # a fixture

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOME = "/beranda/"


def led_to(response) -> str:
    """Where the login page that one was sent to leads."""
    assert response.status_code == 302
    address = urlsplit(response["Location"])
    query = parse_qs(address.query)
    assert (address.path, query["terputus"]) == ("/akun/login/", ["1"])
    return query["next"][0]


def sent_from(page: str, address: str) -> str:
    headers = {"Referer": f"http://testserver{page}"}
    return led_to(Client().post(address, {"catatan": "teks"}, headers=headers))


def is_page(response) -> bool:
    return response.status_code == 200 and response["Content-Type"].startswith("text/html")


def test_a12_every_form_without_a_session_leads_to_a_page(secrets, cast, as_user):
    """The page it was sent from; where that cannot be opened, a page above its own address."""
    nobody = as_user(cast.siapapun)
    addresses = [fill(route, secrets) for route in ROUTES if route.name not in OPEN]
    post_only = [one for one in addresses if nobody.get(one).status_code == 405]
    assert len(post_only) > 100
    pages = set()
    for address in post_only:
        assert sent_from("/pemantauan/?halaman=2", address) == "/pemantauan/?halaman=2"
        # Where a refused form is drawn again, at an address that takes POST alone.
        pages.add(sent_from(address, address))
    pages -= {HOME}
    # The sweep has one import, of another kind than these show.
    pages = {page for page in pages if not resolve(page).view_name.endswith("_check")}
    # Whoever may see a thing of the neighbour's, one of these may.
    for name in ("operator_tetangga", "admin_tetangga", "menpan"):
        client = as_user(getattr(cast, name))
        pages -= {page for page in pages if is_page(client.get(page, follow=True))}
    assert not pages, "\n".join(sorted(pages))


@pytest.mark.parametrize(
    "referer", ["", "https://jahat.test/profil/", "http://testserver//jahat.test/"]
)
def test_a12_what_a_stranger_says_leads_nowhere(client, db, referer):
    headers = {"Referer": referer} if referer else {}
    response = client.post("/pemberitahuan/dibaca/", headers=headers)
    assert led_to(response) == "/pemberitahuan/"


def test_a12_the_login_page_says_why_and_leads_back(client, db):
    person = factories.make_user("sri")
    response = client.post("/pemberitahuan/dibaca/")
    assert "kiriman Anda belum diterima" in client.get(response["Location"]).content.decode()
    form = {"login": person.username, "password": factories.PASSWORD, "next": led_to(response)}
    page = client.post("/akun/login/?terputus=1", form, follow=True)
    assert page.redirect_chain == [("/pemberitahuan/", 302)]


@pytest.fixture
def strict(db) -> Client:
    return Client(enforce_csrf_checks=True)


def test_a12_a_stale_token_without_a_session_leads_to_the_page_too(strict):
    headers = {"Referer": "http://testserver/profil/"}
    assert led_to(strict.post("/pemberitahuan/dibaca/", headers=headers)) == "/profil/"


def test_a12_a_token_from_before_another_login_leads_back_to_the_page(strict):
    strict.force_login(factories.make_user("sri"), BACKEND)
    headers = {"Referer": "http://testserver/profil/"}
    response = strict.post("/pemberitahuan/dibaca/", headers=headers)
    assert (response.status_code, 'href="/profil/"' in response.content.decode()) == (403, True)
