"""Tables of another version are told in one line, before anything is done with them."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from pekppp.running import embedded, other_versions
from pekppp.testing import ROOT

NOW = [(app, "0001_release_0_2_0") for app in other_versions.OURS]


@pytest.mark.parametrize(
    "applied, said",
    [
        ([], None),
        ([("auth", "0001_initial")], None),
        (NOW, None),
        ([("accounts", "0001_initial")], other_versions.OLDER),
        ([("accounts", "0001_initial"), ("accounts", "0002_limits")], other_versions.OLDER),
        ([*NOW, ("reports", "9999_later")], other_versions.NEWER),
        ([*NOW, ("auth", "9999_later")], None),
    ],
)
def test_tables_say_which_version_made_them(applied, said):
    assert other_versions.fault(applied) == said


@pytest.fixture(scope="module")
def older() -> Iterator[Path]:
    """A data folder whose tables an early version made."""
    folder = Path(tempfile.mkdtemp(prefix="pekppp-", dir="/tmp"))
    login = embedded.ensure(folder, durable=False)
    with psycopg.connect(host=login["HOST"], dbname=login["NAME"], user="postgres") as server:
        server.execute(
            "CREATE TABLE django_migrations (id serial, app text, name text, applied timestamptz)"
        )
        server.execute(
            "INSERT INTO django_migrations (app, name) VALUES ('accounts', '0001_initial')"
        )
        server.execute(f"GRANT SELECT ON django_migrations TO {login['USER']}")
    yield folder
    embedded.release(folder)
    shutil.rmtree(folder)


@pytest.mark.parametrize("command", ["serve", "prepare", "migrate", "init"])
def test_an_older_data_folder_gets_one_line_of_advice(older, command):
    kept = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env={**kept, "PEKPPP_VAR": str(older), "PORT": "18931"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == (
        f"The data in {older} come from before version 0.2.0, and cannot be taken over: "
        "move that folder away and start again.\n"
    )
