"""The rules of the house that a linter does not know."""

import pytest
from django.apps import apps

from tests.gates import contracts
from tests.gates.bare_query import bare_queries
from tests.gates.inits import filled_inits
from tests.gates.inline_code import inline_code
from tests.gates.notice_sender import notice_senders
from tests.gates.purity import impure
from tests.gates.state_writer import state_writers
from tests.gates.tree import ROOT, is_pure, is_request_side, modules, templates

OURS = ("accounts", "instruments", "evaluations", "reports")


def found_in(paths, gate) -> list[str]:
    """What a gate finds in each file, behind the file's name."""
    return [
        f"{path.relative_to(ROOT)}, {finding}"
        for path in paths
        for finding in gate(path.read_text())
    ]


def test_no_bare_query_where_requests_live():
    """Views, forms, portal and tasks read through queries, which start from the user."""
    assert found_in(filter(is_request_side, modules()), bare_queries) == []


def test_pure_modules_know_no_django():
    """By folder and name; the contract of import-linter lists what else is pure."""
    listed = {
        ROOT.joinpath(*name.split(".")).with_suffix(".py")
        for contract in contracts.contracts(contracts.pyproject())
        if contract["type"] == "forbidden"
        for name in contract["source_modules"]
    }
    assert impure([path for path in modules() if is_pure(path) or path in listed]) == []


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
    "PerangkatLapangan",
    "Wilayah",
    # The ministry's division of the country.
    "WilayahKerja",
    "JenisUnit",
    "Instansi",
    "VersiInstrumen",
    "Berkas",
    # Hashes of an account and a place, which are nobody's.
    "LoginSource",
    # A random number a day, for every survey of the country.
    "GaramSurvei",
    # A number beside a cycle, of which all are asked at once.
    "KeadaanTerbit",
    # Its object is a tenant row by foreign key; guardian names the columns.
    "EvaluasiAspekUserObjectPermission",
}
# A key, unique fields and foreign keys say all there is to say.
NO_CONSTRAINT = {
    "JenisUnit",
    "AuditEntry",
    "GaramSurvei",
    "KeadaanTerbit",
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
    assert filled_inits(modules()) == []


def test_templates_carry_no_inline_script_or_style():
    """The CSP would block them silently. PDFs have no CSP, but charts are shared with pages."""
    assert found_in(templates(), inline_code) == []


# `advance`, and a row that is never saved: it asks the calendar about another state.
# The generator of a nation writes rows that no step led to, into a database of its own.
WRITERS = {"steps.py": 1, "step_effects.py": 1, "scale.py": 1}


def test_only_one_place_writes_an_evaluation_s_state():
    """Of an evaluation that somebody runs: by `advance` alone, and in no form."""
    assert found_in((path for path in modules() if path.name not in WRITERS), state_writers) == []
    for name, places in WRITERS.items():
        (path,) = (path for path in modules() if path.name == name)
        assert len(state_writers(path.read_text())) == places


def test_u08_only_one_place_tells_people_of_evaluations_cycles_and_documents():
    """Whom, says the table `evaluations.rules.notices`; accounts speak of themselves."""
    sender = ROOT / "evaluations" / "core" / "services" / "notices.py"
    others = (
        path
        for path in modules()
        if path != sender and ROOT / "pekppp" / "accounts" not in path.parents
    )
    assert found_in(others, notice_senders) == []
    assert len(notice_senders(sender.read_text())) == 1
