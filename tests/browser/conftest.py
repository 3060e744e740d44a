"""A real Chromium. Where none is found the tests say so and are skipped; CI installs it."""

import os
import shutil
import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import factories
from tests.browser import server
from tests.stage import stage

# Playwright's own loop runs in this thread; Django would refuse the ORM beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A busy machine is no bug: patience costs nothing where the page is as expected.
expect.set_options(timeout=15_000)
PATIENT = 30_000  # ms, for what a person does: pressing, and going to a page
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}


def chromium_path() -> str | None:
    """The shell without windows where there is one: the same engine for a third of the work."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "chrome")
    return next(filter(None, map(shutil.which, names)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser(django_db_setup, django_db_blocker):
    path = chromium_path()
    if path is None:
        pytest.skip("Chromium is not installed: browser tests do not run here")
    _leave_the_database(django_db_blocker)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()
        _leave_the_database(django_db_blocker)


def _leave_the_database(blocker) -> None:
    """Where a loop runs in this thread Django has another connection than where none does.

    Playwright's begins and ends here. A transaction that was left open on the other side would
    hold its locks for as long as the suite runs, and nobody could reach it.
    """
    with blocker.unblock():
        if stage.is_open:
            stage.set_up([])
        connection.close()


@pytest.fixture(autouse=True)
def quiet_server(request: pytest.FixtureRequest):
    """The live server has answered everything before the tables are emptied.

    A save that a page sent in its last moment still holds locks, and emptying the tables deadlocks
    with it. A closed context has closed its connections; each is a thread of the server, which
    ends once its request is answered and committed.
    """
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")  # emptied after this here has waited
    yield
    wait_for_quiet_server()


def wait_for_quiet_server() -> None:
    until = time.monotonic() + 20
    while busy := [t.name for t in threading.enumerate() if "process_request_thread" in t.name]:
        assert time.monotonic() < until, f"the live server never became quiet: {busy}"
        time.sleep(0.02)


@pytest.fixture
def new_page(browser: Browser):
    """`new_page(base_url, viewport)` gives a page in a context of its own; errors fail the test."""
    contexts = []
    errors: list[str] = []

    def make(base_url: str, viewport: dict = DESK, **options) -> Page:
        context = browser.new_context(
            base_url=base_url, viewport=viewport, locale="id-ID", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENT)
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                errors.append(f"{page.url}: {message.text}")
                if "Content Security Policy" in message.text
                else None
            ),
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert not errors, errors


@pytest.fixture
def page_as(live_server, new_page):
    """`page_as(person)` gives a page on the live server, already logged in."""

    def make(user, viewport: dict = DESK) -> Page:
        page = new_page(live_server.url, viewport)
        if user is not None:
            page.context.add_cookies([session_cookie(user, live_server.url)])
        return page

    return make


@pytest.fixture
def killable(transactional_db, release):
    """A server of its own on the test database; see tests/browser/server.py."""
    made = server.Server(release)
    made.start()
    yield made
    made.kill()


def session_cookie(user, url: str) -> dict:
    """Logged in without the form: for `context.add_cookies`."""
    client = Client()  # of its own: a second login in one client ends the first session
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}


def log_in(page: Page, login: str, password: str = factories.PASSWORD) -> None:
    """Through the form, as a person does."""
    page.goto("/akun/login/")
    page.get_by_label("Nama pengguna atau surel").fill(login)
    page.get_by_label("Kata sandi", exact=True).fill(password)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/beranda/")


def until(page: Page, condition: Callable[[], bool], what: str, seconds: int = 30) -> None:
    """For what no page shows, in the database or on the device: asked until it is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"never came: {what}"
        page.wait_for_timeout(100)  # not `sleep`: the browser goes on telling meanwhile


def ready(page: Page) -> Page:
    """F01 or F02: the page has read what an earlier one left, and listens to every key."""
    expect(page.locator("#f01[data-pengguna], #antrean")).to_have_attribute("data-siap", "")
    folded = page.get_by_role("button", name="Buka semua")  # the cards of an F01
    if folded.count():
        folded.press("Enter")  # by keyboard: a pointer would hide the outline of the focus
    return page


def loaded(page: Page) -> None:
    """The parts that a page fetches by itself have come."""
    expect(page.locator(".htmx-request")).to_have_count(0)


def sideways(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
