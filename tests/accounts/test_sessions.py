"""How long a login lasts, and what the browser keeps of it."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pekppp.accounts import sessions
from tests import factories

pytestmark = pytest.mark.services

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture
def person():
    return factories.make_user("sri")


def log_in(person, **more: str) -> Client:
    client = Client()
    form = {"login": person.username, "password": factories.PASSWORD, **more}
    assert client.post("/akun/login/", form).status_code == 302
    return client


def let_pass(client: Client, seconds: int, *moments: str) -> None:
    """As if so much time had gone by since these moments of the session."""
    session = client.session
    for moment in moments:
        session[moment] -= seconds
    session.save()


def is_in(client: Client) -> bool:
    return client.get("/profil/").status_code == 200


def test_a_session_left_alone_ends_and_one_in_use_goes_on(person, settings):
    settings.SESSION_IDLE_SECONDS = HOUR
    client = log_in(person)
    for _ in range(3):
        let_pass(client, HOUR - 60, sessions.ACTIVE)
        assert is_in(client)
    let_pass(client, HOUR + 60, sessions.ACTIVE)
    assert not is_in(client)
    assert Session.objects.count() == 0


def test_however_much_it_is_used_a_session_ends(person, settings):
    client = log_in(person)
    let_pass(client, settings.SESSION_COOKIE_AGE - 60, sessions.STARTED)
    assert is_in(client)
    let_pass(client, 120, sessions.STARTED)
    assert not is_in(client)


def test_a_save_by_script_counts_as_use_and_hears_of_the_end(person, settings):
    script = {"Accept": "application/json"}
    settings.SESSION_IDLE_SECONDS = HOUR
    client = log_in(person)
    let_pass(client, HOUR - 60, sessions.ACTIVE)
    client.post("/pemberitahuan/dibaca/", headers=script)
    let_pass(client, HOUR - 60, sessions.ACTIVE)
    assert is_in(client)
    let_pass(client, HOUR + 60, sessions.ACTIVE)
    assert client.post("/pemberitahuan/dibaca/", headers=script).status_code == 401


def test_the_session_is_not_written_for_every_request(person):
    client = log_in(person)
    is_in(client)

    def writes() -> int:
        with CaptureQueriesContext(connection) as asked:
            is_in(client)
        return sum("UPDATE" in query["sql"] for query in asked.captured_queries)

    assert writes() == 0
    let_pass(client, HOUR, sessions.ACTIVE)
    assert (writes(), writes()) == (1, 0)


def test_a_session_from_before_there_were_limits_begins_with_its_next_request(person):
    client = log_in(person)
    session = client.session
    del session[sessions.STARTED], session[sessions.ACTIVE]
    session.save()
    assert is_in(client)
    assert client.session[sessions.STARTED]


@pytest.mark.parametrize(("ticked", "kept"), [({}, True), ({"bersama": "on"}, False)])
def test_on_a_computer_of_many_the_cookie_goes_with_the_browser(person, ticked, kept):
    client = log_in(person, **ticked)
    assert bool(client.cookies["sessionid"]["max-age"]) == kept


def test_on_a_computer_of_many_a_session_ends_soon(person, settings):
    alone, many = log_in(person), log_in(person, bersama="on")
    for client in (alone, many):
        let_pass(client, settings.SESSION_SHARED_IDLE_SECONDS + 60, sessions.ACTIVE)
    assert (is_in(alone), is_in(many)) == (True, False)


def test_a_computer_of_many_keeps_no_page_not_even_the_f01(cast, evaluasi, as_user):
    client = as_user(cast.operator)
    address = f"/evaluasi/{evaluasi.uuid}/f01/I/"
    assert client.get(address)["Cache-Control"] == "private, no-cache"
    assert client.get("/profil/")["Cache-Control"] == "private, no-store"
    session = client.session
    session[sessions.SHARED] = True
    session.save()
    assert "no-store" in client.get(address)["Cache-Control"]


def test_logging_out_clears_the_cache_and_leaves_what_was_typed(person):
    client = log_in(person)
    assert "Clear-Site-Data" not in client.get("/akun/logout/")
    assert client.post("/akun/logout/")["Clear-Site-Data"] == '"cache"'
