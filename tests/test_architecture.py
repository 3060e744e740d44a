"""The rules of the house that a linter does not know."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
OURS = ("accounts", "instruments", "evaluations", "reports")
REQUEST_SIDE = (
    "views.py",
    "views/*.py",
    "forms.py",
    "forms/*.py",
    "portal/*.py",
    "tasks.py",
    "pages.py",
)
FORBIDDEN_CALLS = {"get_object_or_404", "get_list_or_404"}


def request_side_files() -> list[Path]:
    folders = ("pekppp", "pekppp/accounts", "instruments", "evaluations", "reports")
    return sorted(
        path for folder in folders for glob in REQUEST_SIDE for path in (ROOT / folder).glob(glob)
    )


@pytest.mark.parametrize("path", request_side_files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_bare_query_where_requests_live(path):
    """Views, forms, portal and tasks read through queries, which start from the user."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager"):
            found.append(f"line {node.lineno}: .{node.attr}")
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in FORBIDDEN_CALLS:
            found.append(f"line {node.lineno}: {ast.unparse(node.func)}")
    assert not found


def own_models():
    return [
        model
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        # Row history mirrors its model; the database keeps it by trigger.
        if not hasattr(model, "pgh_tracked_model")
    ]


# Rows of nobody's: the reference data, people themselves, and content shared by its digest.
NO_TENANT = {
    "User",
    # Of a person, who may have a role in several instansi.
    "IdentityProposal",
    "Wilayah",
    "JenisUnit",
    "Instansi",
    "VersiInstrumen",
    "Berkas",
    # Hashes of an account and a place, which are nobody's.
    "LoginSource",
    # A random number a day, for every survey of the country.
    "GaramSurvei",
    # Its object is a tenant row by foreign key; guardian names the columns.
    "EvaluasiAspekUserObjectPermission",
}
# A key, unique fields and foreign keys say all there is to say.
NO_CONSTRAINT = {
    "JenisUnit",
    "AuditEntry",
    "GaramSurvei",
    "KodeSurvei",
    "EvaluasiAspekUserObjectPermission",
}


@pytest.mark.parametrize("model", own_models(), ids=lambda m: m.__name__)
def test_every_tenant_row_names_its_instansi(model):
    if model.__name__ in NO_TENANT:
        return
    assert "instansi" in {field.name for field in model._meta.get_fields()}


@pytest.mark.parametrize("model", own_models(), ids=lambda m: m.__name__)
def test_invariants_are_in_the_database(model):
    meta = model._meta
    assert meta.constraints or getattr(meta, "triggers", None) or model.__name__ in NO_CONSTRAINT


def test_package_inits_are_empty():
    """Except the models' re-exports."""
    found = []
    for folder in ("pekppp", "instruments", "evaluations", "reports"):
        for path in (ROOT / folder).rglob("__init__.py"):
            relative = path.relative_to(ROOT).as_posix()
            if relative.endswith("models/__init__.py"):
                continue
            if path.read_text().strip():
                found.append(relative)
    assert not found


def test_templates_carry_no_inline_script_or_style():
    """The CSP would block them silently. PDFs have no CSP, but charts are shared with pages."""
    import re

    wrong = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|\shx-on|javascript:")
    found = []
    for path in (ROOT / "templates").rglob("*.html"):
        if path.is_relative_to(ROOT / "templates" / "pdf"):
            continue
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if wrong.search(line) and 'type="application/json"' not in line:
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert not found


def test_only_one_place_writes_an_evaluation_s_state():
    """`state` is assigned by services.steps alone, and is in no form."""
    found = []
    for path in (ROOT / "evaluations").rglob("*.py"):
        relative = path.relative_to(ROOT).as_posix()
        if "/migrations/" in relative or relative == "evaluations/services/steps.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(t, ast.Attribute) and t.attr == "state" for t in targets):
                found.append(f"{relative}:{node.lineno}")
            is_update = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update"
            if is_update and any(keyword.arg == "state" for keyword in node.keywords):
                found.append(f"{relative}:{node.lineno}")
    assert not found
