"""H3: each gate fails on its broken example, and lets the sound one beside it pass.

The gate of accessibility has its own in tests/browser/test_h03_axe.py.
"""

import sys
import types
from pathlib import Path
from textwrap import dedent

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, include, path

from evaluations.models import Evaluasi
from pekppp.accounts.roles import Permission
from tests import factories
from tests.conftest import CANARY
from tests.gates import contracts
from tests.gates.bare_query import bare_queries
from tests.gates.inits import filled_inits
from tests.gates.inline_code import inline_code
from tests.gates.notice_sender import notice_senders
from tests.gates.purity import impure
from tests.gates.state_writer import state_writers
from tests.gates.sweep import ANONYMOUS, Sweep, open_views, walk
from tests.gates.tree import is_pure, is_request_side, modules, templates

# One sender of notices ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "from pekppp.accounts.notices import notify",
        "from pekppp.accounts.notices import Message, notify_each as tell",
        "notices.notify(people, kind='x', subject='x', body='x')",
        "notices.mail_stranger('a@b', kind='x', subject='x', body='x', url='', instansi=None)",
        "Notice(user=user, kind='x').save()",
        "models.Notice(user=user)",
        "Notice.objects.create(user=user, kind='x')",
        "Notice.objects.using('x').bulk_create(rows)",
    ],
)
def test_h03_a_second_sender_of_notices_is_found(line):
    assert len(notice_senders(line)) == 1


def test_h03_reading_notices_and_telling_by_the_table_is_let_pass():
    sound = """
        from evaluations.core.services.notices import About, tell
        from pekppp.accounts.notices import absolute
        told = Notice.objects.filter(user=user).exists()
        tell(Event.KIRIM_F01, [About(evaluasi)], by=by)
    """
    assert notice_senders(dedent(sound)) == []


# One writer of state ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "row.state = 'draf'",
        "row.state, row.since = 'draf', now()",
        "[first, *row.state] = found",
        "row.state: str = 'draf'",
        "row.state += 'x'",
        "del row.state",
        "for row.state in states: pass",
        "with opened() as row.state: pass",
        "a = row.state = 'draf'",
        "setattr(row, 'state', 'draf')",
        "object.__setattr__(row, 'state', 'draf')",
        "row.__dict__['state'] = 'draf'",
        "vars(row)['state'] = 'draf'",
        "Evaluasi(state='draf', unit=unit)",
        "Evaluasi.objects.create(unit=unit, state='draf')",
        "Evaluasi.objects.create(**{'state': 'draf'})",
        "rows.get_or_create(unit=unit, defaults={'state': 'draf'})",
        "rows.update_or_create(unit=unit, create_defaults=dict(state='draf'))",
        "rows.filter(pk=1).update(state='draf')",
        "rows.update(**{'state': 'draf'})",
        "rows.update(seen=True, **dict(state='draf'))",
        "await rows.aupdate(state='draf')",
        "rows.bulk_update(found, ['state'])",
        "rows.bulk_update(objs=found, fields=('since', 'state'))",
        "row.save(update_fields=['state', 'since'])",
        "cursor.execute('UPDATE evaluations_evaluasi SET state = %s', [state])",
        "class Meta:\n    fields = ['catatan', 'state']",
    ],
)
def test_h03_state_writer_is_seen_however_it_writes(line):
    assert len(state_writers(f"x = 1\n{line}\n")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "state = row.state",
        "rows.filter(state='draf').exclude(state__in=ENDED)",
        "rows.values_list('state', flat=True)",
        "row.refresh_from_db(fields=['state'])",
        "Index(fields=['state'])",
        "row.status = 'siap'",
        "Filter(state='draf')",
        "rows.update(status='siap')",
        "text = 'the state is updated by one service alone'",
    ],
)
def test_h03_state_writer_is_not_who_reads(line):
    assert state_writers(line) == []


# No bare query ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "rows = Evaluasi.objects.filter(pk=1)",
        "rows = E.objects",
        "rows = Evaluasi._default_manager.all()",
        "rows = Evaluasi._base_manager.all()",
        "rows = Evaluasi._meta.default_manager.all()",
        "rows = getattr(Evaluasi, 'objects').all()",
        "take = attrgetter('_base_manager.all', 'objects')",
        "row = get_object_or_404(Evaluasi, pk=1)",
        "row = shortcuts.get_object_or_404(Evaluasi, pk=1)",
        "from django.shortcuts import get_object_or_404 as fetch",
        "from django.shortcuts import aget_list_or_404",
        "rows = QuerySet(Evaluasi).all()",
        "rows = models.QuerySet(model=Evaluasi)",
        "model = apps.get_model('evaluations', 'Evaluasi')",
        "from django.apps import apps as registry",
        "from django.db import connection as c",
        "connections['default'].cursor()",
        "rows = known.raw('SELECT 1')",
        "rows = siklus.evaluasi.select_for_update()",
        "siklus.fase.get_or_create(nama='x')",
        "siklus.fase.bulk_create(rows)",
    ],
)
def test_h03_bare_query_is_seen_however_it_asks(line):
    assert len(bare_queries(f"x = 1\n{line}\n")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "rows = queries.visible_evaluasi(user).filter(siklus=siklus)",
        "from django.db import transaction",
        "from django.shortcuts import redirect, render",
        "rows = list(siklus.fase.all())",
        "def show(rows: QuerySet[Evaluasi]) -> str: ...",
    ],
)
def test_h03_bare_query_is_not_what_queries_give(line):
    assert bare_queries(line) == []


# Which files the gates look at --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "asked", "pure"),
    [
        ("evaluations/overview/views/unit.py", True, False),
        ("evaluations/objections/views.py", True, False),
        ("evaluations/f02/views/panels.py", True, False),
        ("evaluations/survey/pages.py", True, False),
        ("evaluations/f02/pages/panels.py", True, False),
        ("evaluations/evidence/forms.py", True, False),
        ("evaluations/tasks.py", True, False),
        ("pekppp/accounts/forms/units.py", True, False),
        ("pekppp/pages.py", True, False),
        ("reports/portal/views/downloads.py", True, False),
        ("evaluations/f02/queries/worklist.py", False, False),
        ("evaluations/f02/queries/pages.py", False, False),
        ("evaluations/f02/services/forms.py", False, False),
        ("evaluations/models/evaluasi.py", False, False),
        ("evaluations/rules/workflow.py", False, True),
        ("evaluations/rules/counting/tally.py", False, True),
        ("instruments/rules.py", False, True),
        ("pekppp/accounts/roles.py", False, True),
    ],
)
def test_h03_files_are_found_by_pattern_in_every_layout(name, asked, pure):
    root = Path("/checkout")
    assert (is_request_side(root / name, root), is_pure(root / name, root)) == (asked, pure)


def test_h03_files_of_this_tree_are_found():
    """A pattern that finds nothing would hold for ever."""
    found = modules()
    assert len(found) > 300
    assert sum(map(is_request_side, found)) > 60 and sum(map(is_pure, found)) > 1
    assert len(templates()) > 100


# Purity -------------------------------------------------------------------------------------------


def write(root: Path, files: dict[str, str]) -> list[Path]:
    for name, text in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(dedent(text))
    return [root / name for name in files]


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("import django.db\n", "django.db"),
        ("from django.utils import timezone\n", "django.utils"),
        ("import celery as c\n", "celery"),
        ("def f():\n    from django.db import models\n", "django.db"),
        ("if TYPE_CHECKING:\n    import django\n", "django"),
        ("from evaluations.models import Evaluasi\n", "evaluations.models -> django.db"),
        ("from evaluations import models\n", "evaluations.models -> django.db"),
        ("from .. import models\n", "evaluations.models -> django.db"),
        ("from ..between import thing\n", "evaluations.between -> evaluations.models -> django.db"),
    ],
)
def test_h03_purity_sees_django_by_whatever_way(tmp_path, text, way):
    write(
        tmp_path,
        {
            "evaluations/models/__init__.py": "from django.db import models\n",
            "evaluations/between.py": "def f():\n    import evaluations.models\n",
        },
    )
    (module,) = write(tmp_path, {"evaluations/rules/workflow.py": text})
    found = impure([module], tmp_path, ("evaluations",))
    assert f"evaluations.rules.workflow -> {way}" in found


def test_h03_purity_of_plain_python(tmp_path):
    files = write(
        tmp_path,
        {
            "evaluations/rules/scoring.py": "from fractions import Fraction\nimport yaml\n",
            "evaluations/rules/tally.py": "from evaluations.rules.scoring import Fraction\n",
            "evaluations/rules/circle.py": "from evaluations.rules import circle, tally\n",
        },
    )
    assert impure(files, tmp_path, ("evaluations",)) == []


def test_h03_inits_that_hold_something_are_found(tmp_path):
    files = write(
        tmp_path,
        {
            "evaluations/__init__.py": "",
            "evaluations/core/__init__.py": "from evaluations.core import loaders\n",
            "evaluations/models/__init__.py": "from evaluations.models.unit import Unit\n",
        },
    )
    assert filled_inits(files, tmp_path) == ["evaluations/core/__init__.py"]


# The templates' CSP -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<script>go()</script>",
        "<SCRIPT type=module>go()</SCRIPT>",
        "<script\n  async>go()</script>",
        "<style>p { color: red }</style>",
        '<p style="color: red">',
        "<p class='x'\nstyle = 'color: red'>",
        '<p {% if x %}style="color: red"{% endif %}>',
        '<p{{ more }}style="color: red">',
        '<button onclick="go()">',
        "<img src=x OnError=go()>",
        '<div hx-on:click="go()">',
        '<div hx-on::after-swap="go()">',
        '<a href="javascript:go()">',
        '<a href="  JavaScript :go()">',
        '<iframe srcdoc="x">',
    ],
)
def test_h03_csp_sees_inline_code_in_a_template(text):
    assert len(inline_code(f"<p>\n{text}\n")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<script src=\"{% static 'app.js' %}\" defer></script>",
        '<script\n  type="module"\n  src="x.js"></script>',
        '<script type="application/json" id="data">{}</script>',
        '<p class="style" data-on="x">Tombol on = hidup</p>'.replace(" on =", " «on»"),
        "{# style= is blocked by the CSP #}",
        "{% comment %}<style>{% endcomment %}",
        '<progress value="{{ n }}" max="100"></progress>',
        '<link rel="stylesheet" href="x.css">',
    ],
)
def test_h03_csp_allows_files_and_data(text):
    assert inline_code(text) == []


# The sweep of access ------------------------------------------------------------------------------


def _leaks(request, evaluasi):
    return HttpResponse(Evaluasi.objects.get(uuid=evaluasi).nama_unit)


def _refuses_and_tells(request, evaluasi):
    row = Evaluasi.objects.get(uuid=evaluasi)
    return HttpResponse(f"{row.nama_unit} bukan milik Anda.", status=403)


def _lets_in(request, evaluasi):
    return HttpResponse("Tersimpan.")


@login_not_required
def _open(request, evaluasi):
    return HttpResponse("Tersimpan.")


def _breaks(request, evaluasi):
    return HttpResponse("Galat.", status=500)


def _sound(request, evaluasi):
    row = Evaluasi.objects.get(uuid=evaluasi)
    if not request.user.has_perm(Permission.VIEW_EVALUASI, row):
        return HttpResponse("Tidak ditemukan.", status=404)
    return HttpResponse(row.nama_unit)


@pytest.fixture
def broken_pages(monkeypatch, settings):
    """The application with views beside its own, each with one fault but the last."""
    module = types.ModuleType("pages_with_faults")
    views = (_leaks, _refuses_and_tells, _lets_in, _breaks, _open, _sound)
    names = ("leaks", "tells", "lets_in", "breaks", "open", "sound")
    module.urlpatterns = [
        *(
            path(f"{name}/<uuid:evaluasi>/", view, name=name)
            for name, view in zip(names, views, strict=True)
        ),
        path("", include("pekppp.urls")),
    ]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    settings.ROOT_URLCONF = module.__name__
    return [route for route in walk(get_resolver(module.__name__)) if route.name in names]


def test_h03_access_sweep_finds_the_view_that_leaks(cast, as_user, broken_pages):
    cycle = factories.make_siklus(cast.tetangga, nama="Siklus sebelah")
    row = factories.make_evaluasi(cycle, cast.unit_tetangga)
    visitors = {ANONYMOUS: Client(), "another admin": as_user(cast.bagian)}
    sweep = Sweep(CANARY, open=set(), by_secret=set())
    said = sweep.faults(broken_pages, {"evaluasi": row.uuid}, visitors)
    admin = "as another admin: "
    # (page, who, status and fault), for GET and POST alike
    found = {line.replace(f"/{row.uuid}/", "").partition(" /")[2] for line in said}
    assert found == {
        f"leaks {admin}200 leaks",
        f"tells {admin}403 leaks",
        f"lets_in {admin}200 is let in",
        f"breaks {admin}500 breaks",
        f"open {admin}200 is let in",
        "open as anonymous: 200 is let in",
    }
    assert len(said) == 2 * len(found)


def test_h03_access_sweep_lists_what_asks_for_no_login(broken_pages):
    assert open_views(broken_pages) == {"open"}


# The import contracts -----------------------------------------------------------------------------


def test_h03_contracts_break_on_one_wrong_import_each(tmp_path):
    """The real contracts, on a tree of empty modules: kept as it is, broken each by its own."""
    text = contracts.pyproject()
    known = contracts.contracts(text)
    wrong = [one for contract in known for one in contracts.wrong_imports(contract)]
    sound, broken = tmp_path / "sound", tmp_path / "broken"
    contracts.make_tree(sound, text, [])
    contracts.make_tree(broken, text, wrong)
    assert contracts.broken_contracts(sound) == set()
    assert contracts.broken_contracts(broken) == {contract["name"] for contract in known}
