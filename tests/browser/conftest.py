"""A real Chromium. Where none is found the tests say so and are skipped; CI installs it."""

import os
import shutil
import threading
import time

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from tests import factories
from tests.browser import server

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
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}


def chromium_path() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    path = chromium_path()
    if path is None:
        pytest.skip("Chromium is not installed: browser tests do not run here")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


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
        page.set_default_timeout(15_000)
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


@pytest.fixture(scope="session")
def release(tmp_path_factory):
    """The static files as they are in production: collected, packed, under hashed names."""
    return server.collect(tmp_path_factory.mktemp("static"))


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


def sideways(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
