"""A small cast of named people, and settings that keep the suite fast and honest."""

import fcntl
import gc
import itertools
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.db import connection
from django.test import Client
from pytest_django.plugin import blocking_manager_key

from evaluations.core import assignments
from evaluations.models import Evaluasi, Siklus
from pekppp.accounts import sessions
from pekppp.accounts.models import Instansi, UnitLokus, User
from pekppp.accounts.roles import Role
from pekppp.base import limits
from pekppp.running import database_roles
from pekppp.testing import ROOT, WORKER, var_dir
from tests import emptying, factories
from tests.stage import stage
from tests.sure import SureClient

# A busy machine is no bug: how long an example takes decides nothing.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")
# Under coverage a line is taken by one example or by a hundred, and by the same ones each time.
hypothesis.settings.register_profile("coverage", deadline=None, max_examples=10, derandomize=True)

# Belongs to the other instansi; must never be seen by anyone outside it.
CANARY = "KENARI-RAHASIA"
# The folders of tests of what lies below the product.
GROUND = ("backups", "base", "ground", "running", "serving")


@dataclass
class Cast:
    """Two kabupaten below one province, the ministry, and a person in every role."""

    nasional: Instansi
    jateng: Instansi
    banjarnegara: Instansi
    tetangga: Instansi
    rsud: UnitLokus
    puskesmas: UnitLokus
    unit_tetangga: UnitLokus
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


@stage.fixture
def cast() -> Cast:
    nasional = factories.make_instansi("Kementerian PANRB", "nasional")
    jateng = factories.make_instansi("Provinsi Jawa Tengah", "provinsi")
    banjarnegara = factories.make_instansi("Kabupaten Banjarnegara", induk=jateng)
    tetangga = factories.make_instansi("Kabupaten Tetangga")
    made = Cast(
        nasional,
        jateng,
        banjarnegara,
        tetangga,
        rsud=factories.make_unit(banjarnegara, "RSUD Hj. Anna Lasmanah"),
        puskesmas=factories.make_unit(
            banjarnegara,
            "Puskesmas Mandiraja",
            jenis=factories.make_kind("puskesmas", "Puskesmas"),
        ),
        unit_tetangga=factories.make_unit(tetangga, f"RSUD {CANARY}"),
    )
    roles = [
        ("menpan", Role.ADMIN_NASIONAL, nasional),
        ("biro", Role.ADMIN_INSTANSI, jateng),
        ("bagian", Role.ADMIN_INSTANSI, banjarnegara),
        ("evaluator", Role.EVALUATOR, banjarnegara),
        ("verifikator", Role.VERIFIKATOR, jateng),
        ("operator", Role.OPERATOR, made.rsud),
        ("kepala", Role.KEPALA, made.rsud),
        ("pimpinan", Role.PIMPINAN, banjarnegara),
        ("operator_puskesmas", Role.OPERATOR, made.puskesmas),
        ("admin_tetangga", Role.ADMIN_INSTANSI, tetangga),
        ("operator_tetangga", Role.OPERATOR, made.unit_tetangga),
    ]
    for name, role, place in roles:
        made.people[name] = factories.make_user(name)
        factories.member(made.people[name], role, place)
    made.people["siapapun"] = factories.make_user("siapapun")
    return made


@stage.fixture
def siklus(cast) -> Siklus:
    """A running national cycle, owned by KemenPANRB."""
    return factories.make_siklus(cast.nasional, nama="PEKPPP Nasional 2026")


@stage.fixture
def evaluasi(cast, siklus) -> Evaluasi:
    """The RSUD's evaluation, scored by `evaluator` who leads the team."""
    made = factories.make_evaluasi(siklus, cast.rsud)
    for codename in ("score", "lead"):
        assignments.assign(cast.evaluator, made.aspek.all(), codename)
    return made


@pytest.fixture
def client() -> Client:
    return SureClient()


@pytest.fixture
def as_user(client):
    """`as_user(person)` gives a client that is logged in, by a session as a login leaves it.

    Written once: `force_login` makes two, and tells of a login that nobody looks at here.
    """

    def login(user: User) -> Client:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session[sessions.STARTED] = session[sessions.ACTIVE] = int(time.time())
        session.save()
        fresh = SureClient()
        fresh.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return fresh

    return login


_test_number = itertools.count(1)


@pytest.fixture(autouse=True)
def _own_cache_keys():
    """Redis outlives a test, so that one's failed logins would lock the next one out."""
    cache = caches["default"]
    prefix = cache.key_prefix
    cache.key_prefix = f"{prefix}:{next(_test_number)}"
    limits._counts.clear()
    yield
    cache.key_prefix = prefix


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """A database is made, and dropped, by its owner; see below."""
    database_roles.log_in(settings.DATABASE_OWNER)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests run as the application does: they own nothing.

    No statistics are gathered meanwhile.

    A table analysed at the moment when a test's rows are rolled back is believed to be empty, and
    the next plan joins whole tables of instansi with each other for the sake of one row.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"ALTER TABLE {name} SET (autovacuum_enabled = false)")
        emptying.install()
        database_roles.grant()  # on the cache's table, which no migration makes
        database_roles.log_in(settings.DATABASE_APPLICATION)
    stage.is_open = True
    yield
    with django_db_blocker.unblock():
        stage.close()
        database_roles.log_in(settings.DATABASE_OWNER)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if stage.is_open:
        with item.config.stash[blocking_manager_key].unblock():
            stage.prepare(item)


@pytest.fixture(scope="session")
def release(tmp_path_factory) -> Path:
    """The static files as they are in production: collected, packed, under hashed names.

    Packing takes ten seconds: they stay in the suite's data folder for the next run, and the first
    worker that asks sees to it for all workers of this one. A stack that finds them as its
    STATIC_ROOT leaves them as they are.
    """
    folder = var_dir / "release"
    base = tmp_path_factory.getbasetemp()
    of_this_run = (base.parent if WORKER else base) / "release"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not of_this_run.exists():
            environment = {k: v for k, v in os.environ.items() if k != "STATIC_FROM_SOURCES"}
            subprocess.run(
                [sys.executable, "-m", "tests.release"],
                cwd=ROOT,
                env={**environment, "STATIC_ROOT": str(folder)},
                check=True,
            )
            of_this_run.touch()
    return folder


def pytest_itemcollected(item: pytest.Item) -> None:
    """What a given server could do otherwise than the embedded one runs on both.

    What stands on a database below the product (queues, locks, limits, roles, cache, processes),
    and every test with real transactions; a module marks itself where its subject is kept in the
    cache or made by triggers.
    """
    asked = set(getattr(item, "fixturenames", ()))
    has_database = "django_db_setup" in asked or item.get_closest_marker("django_db")
    if not has_database:
        item.add_marker("pure")
    ground = has_database and any(ROOT / "tests" / name in item.path.parents for name in GROUND)
    if ground or stage.wants_real_transactions(item, asked):
        item.add_marker("services")


@pytest.hookimpl(trylast=True)  # behind pytest-django, which puts tests of the database first
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts a whole stack and no browser comes first: at the end one core would idle.

    The browser comes last: once its loop runs in a worker's thread no other loop can begin there.
    There the longest walk comes first, for the same reason.
    """
    items.sort(
        key=lambda item: (
            item.get_closest_marker("stack") is None,
            item.get_closest_marker("browser") is not None,
            item.get_closest_marker("walk") is None,
        )
    )


def pytest_collection_finish() -> None:
    """Four thousand tests and their modules stay to the end: no search for garbage sees them.

    A whole search comes after two million new objects and not after seventy thousand: it was most
    of the twelfth of the suite's time that searching took.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 20)


@pytest.fixture(autouse=True)
def _plain_storage(settings, tmp_path_factory):
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path_factory.mktemp("berkas")), "base_url": None},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """A test that waited in vain for a lock says who held it."""
    report = yield
    if call.excinfo is not None and "lock timeout" in str(call.excinfo.value):
        with item.config.stash[blocking_manager_key].unblock():
            report.sections.append(("who works on the database", _activity()))
    return report


def _activity() -> str:
    apart = connection.copy()  # the test's own is in a broken transaction
    try:
        with apart.cursor() as cursor:
            cursor.execute(
                "SELECT pid, state, pg_blocking_pids(pid), statement_timestamp() - xact_start, "
                "left(query, 200) FROM pg_stat_activity WHERE datname = current_database()"
            )
            return "\n".join(str(row) for row in cursor.fetchall())
    finally:
        apart.close()
