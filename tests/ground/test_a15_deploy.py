"""A real installation does not start on settings that give it away; each is told how to mend it."""

import os
import secrets
import subprocess
import sys
from contextlib import nullcontext

import pytest
from django.core.exceptions import ImproperlyConfigured

from pekppp.running import database_roles, preparation
from pekppp.running.production import Given, refusals
from pekppp.testing import ROOT
from tests import factories

REAL = {
    "secret_key": secrets.token_urlsafe(50),
    "base_url": "https://pekppp.example.go.id",
    "allow_http": False,
    "allowed_hosts": ["pekppp.example.go.id", "localhost"],
    "debug": False,
    "demo": False,
    "database_url": "postgres://pekppp_app:x@db/pekppp",
    "redis_url": "redis://redis:6379/0",
}


def test_a15_deploy_nothing_is_refused_where_all_is_well():
    assert refusals(Given(**REAL)) == []


@pytest.mark.parametrize(
    "bad, hint",
    [
        ({"secret_key": "build"}, "secrets.token_urlsafe(50)"),
        ({"secret_key": secrets.token_urlsafe(50)[:49]}, "secrets.token_urlsafe(50)"),
        ({"secret_key": "changeme" * 10}, "secrets.token_urlsafe(50)"),
        ({"secret_key": f"django-insecure-{secrets.token_urlsafe(50)}"}, "token_urlsafe(50)"),
        ({"base_url": ""}, "BASE_URL is not set"),
        ({"base_url": "pekppp.example.go.id"}, "https:// in front"),
        ({"base_url": "http://pekppp.example.go.id"}, "ALLOW_HTTP=1"),
        ({"base_url": "https://other.go.id"}, "not among ALLOWED_HOSTS"),
        ({"allowed_hosts": []}, "ALLOWED_HOSTS is not set"),
        ({"allowed_hosts": ["pekppp.example.go.id", "*"]}, "Name the hosts"),
        ({"debug": True}, "Leave DEBUG out"),
        ({"demo": True}, "Leave DEMO out"),
        ({"database_url": ""}, "embedded PostgreSQL is for trial"),
        ({"redis_url": ""}, "broker of files is for trial"),
    ],
)
def test_a15_deploy_each_bad_setting_is_refused_in_one_line(bad, hint):
    (line,) = refusals(Given(**REAL | bad))
    assert hint in line and "\n" not in line


def test_a15_deploy_http_is_for_who_asks_for_it():
    http = {"base_url": "http://pekppp.example.go.id", "allow_http": True}
    assert refusals(Given(**REAL | http)) == []


@pytest.mark.django_db
def test_a15_deploy_the_accounts_of_the_demonstration_are_refused(settings, monkeypatch):
    user = factories.make_user("peraga")
    user.is_demo = True
    user.save()
    settings.PRODUCTION = True
    monkeypatch.setattr(database_roles, "ensure_role", lambda: None)  # over connections of its own
    monkeypatch.setattr(database_roles, "as_owner", nullcontext)  # and so this
    monkeypatch.setattr(preparation, "_recorded", lambda: "same")
    monkeypatch.setattr(preparation, "_digest", lambda *_: "same")
    monkeypatch.setattr(preparation, "_unapplied", lambda: False)
    with pytest.raises(ImproperlyConfigured, match="Begin with an empty one"):
        preparation.prepare_database(lambda _said: None)


def check(**given: str) -> "subprocess.CompletedProcess[str]":
    # A browser's tests in the same process say that they are asynchronous.
    unset = ("_URL", "DJANGO_ALLOW_ASYNC_UNSAFE")
    kept = {key: value for key, value in os.environ.items() if not key.endswith(unset)}
    environment = {
        "PRODUCTION": "1",
        "SECRET_KEY": REAL["secret_key"],
        "BASE_URL": REAL["base_url"],
        "ALLOWED_HOSTS": "pekppp.example.go.id",
        "DATABASE_URL": "postgres://pekppp_app:x@127.0.0.1:1/pekppp",
        "DATABASE_OWNER_URL": "postgres://pekppp:y@127.0.0.1:1/pekppp",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        cwd=ROOT,
        env={**kept, **environment, **given},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a15_deploy_a_real_installation_passes_django_s_own_checks():
    done = check()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("System check identified no issues")


def test_a15_deploy_who_owns_the_tables_is_asked():
    assert "pekppp.W001" in check(DATABASE_OWNER_URL="").stderr


def test_a15_deploy_a_refusal_is_a_line_and_not_a_traceback():
    done = check(SECRET_KEY="build", DEBUG="1")
    assert done.returncode == 1
    assert [line.split()[0] for line in done.stderr.splitlines()] == ["SECRET_KEY", "DEBUG=1"]


def test_a15_deploy_a_missing_database_is_a_line_for_every_command():
    kept = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
    done = subprocess.run(
        [sys.executable, "manage.py", "load_reference"],
        cwd=ROOT,
        env={**kept, "DATABASE_URL": "postgres://x@127.0.0.1:1/x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("The database does not answer; check DATABASE_URL")
