"""What pages link to is collected, although most of Bootstrap is left out."""

import json
import posixpath
import re

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from pekppp.serving.static_files import ReleaseStorage

LINK = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")


def test_every_static_file_that_a_template_names_is_collected() -> None:
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    collected = {
        f"{storage.prefix}/{path}" if getattr(storage, "prefix", None) else path
        for finder in get_finders()
        for path, storage in finder.list(ignored)
    }
    named = {
        (name, template.name)
        for template in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in LINK.findall(template.read_text())
    }
    assert {(name, template) for name, template in named if name not in collected} == set()
    assert {"bootstrap/css/bootstrap.min.css", "django_htmx/htmx-2.min.js"} <= collected


@pytest.fixture
def collected(settings, release):
    """A release: everything collected as in production."""
    settings.STATIC_ROOT = release
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "pekppp.serving.static_files.ReleaseStorage"},
    }
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    return release


IMPORT = re.compile(r"""^(?:import|export)[^;]*?["'](\.[^"']+)["'];""", re.MULTILINE)
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")


def test_modules_of_a_release_import_only_each_other_and_are_kept_for_good(collected, client):
    """A browser that still keeps an older module never mixes it with newer ones."""
    manifest = json.loads((collected / "staticfiles.json").read_text())["paths"]
    apps_of_ours = ("evaluations/", "pekppp/", "reports/")
    modules = [path for path in manifest if path.endswith(".js") and path.startswith(apps_of_ours)]
    imports = [
        (path, posixpath.normpath(posixpath.join(posixpath.dirname(path), found)))
        for path in modules
        for found in IMPORT.findall((collected / manifest[path]).read_text())
    ]
    assert ("evaluations/f01/f01.js", manifest["evaluations/core/saving.js"]) in imports
    assert [pair for pair in imports if not HASHED.search(pair[1])] == []
    assert {found for _, found in imports} <= set(manifest.values())
    response = client.get("/static/" + manifest["evaluations/core/saving.js"])
    assert response.headers["Cache-Control"] == "max-age=315360000, public, immutable"


def test_a_changed_module_gives_all_that_import_it_a_new_name(tmp_path):
    def names(deep: str) -> list[str]:
        storage = ReleaseStorage(location=tmp_path, base_url="/static/")
        texts = {
            "a.js": 'import { b } from "./b.js";',
            # Two that import each other, and one further down.
            "b.js": 'import { c } from "./c.js";\nexport const b = c;',
            "c.js": 'import { b } from "./b.js";\nimport { d } from "./d.js";',
            "d.js": f"export const d = {deep};",
            "other.js": "export const e = 1;",
        }
        for name, text in texts.items():
            (tmp_path / name).write_text(text)
        done = storage.post_process({name: (storage, name) for name in texts})
        assert not [error for *_, error in done if isinstance(error, Exception)]
        return [storage.hashed_files[name] for name in texts]

    before, after = names("1"), names("2")
    assert [old == new for old, new in zip(before, after, strict=True)] == [False] * 4 + [True]
