import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Accept": "application/json"}])
def test_a_script_without_login_gets_401_and_words(client, headers):
    for call in (client.get, client.post):
        response = call("/profil/", headers=headers)
        assert (response.status_code, response.json()["galat"]) == (401, "sesi_berakhir")


def test_a_person_without_login_is_led_to_it(client):
    response = client.get("/profil/")
    assert (response.status_code, response["Location"]) == (302, "/akun/login/?next=/profil/")


def test_an_open_page_is_open_to_scripts_too(client):
    assert client.get("/akun/login/", headers={"HX-Request": "true"}).status_code == 200


def test_times_are_shown_in_ones_own_zone_with_wib_beside_it(as_user, cast):
    from pekppp.accounts.models import Notice

    cast.operator.zone = "Asia/Jayapura"
    cast.operator.save()
    item = Notice.objects.create(user=cast.operator, kind="x", subject="s", body="b")
    Notice.objects.filter(pk=item.pk).update(created_at="2026-08-14T16:30:00Z")
    page = as_user(cast.operator).get("/pemberitahuan/").content.decode()
    assert "15 Agustus 2026 pukul 01.30 WIT (14 Agustus 23.30 WIB)" in page


def test_a_role_that_ended_is_no_longer_acted_in(as_user, cast):
    client: Client = as_user(cast.operator)
    mine = cast.operator.memberships.get()
    client.post("/peran/bertindak/", {"membership": mine.uuid})
    mine.ended_at = mine.started_at
    mine.save()
    assert client.get("/profil/").context["acting"] is None


def test_text_travels_packed_where_the_browser_unpacks_it(client):
    plain = client.get("/akun/login/")
    packed = client.get("/akun/login/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
