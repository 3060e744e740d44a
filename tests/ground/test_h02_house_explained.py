"""The pages that explain the house name what is there, all of it, and nothing else."""

import re
import tomllib

import pytest
from django.apps import apps

from pekppp.testing import ROOT

README = ROOT / "README.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
PAGES = sorted(ROOT.glob("docs/*.md"))
OURS = ("accounts", "instruments", "evaluations", "reports")
# Folders of an application that hold something else than a topic.
NO_TOPIC = {"management", "migrations", "static", "templatetags"}
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
# An address of the application begins with its slash; a path has one later, or ends as files do.
PATH = re.compile(r"[\w.*-]+/[\w./*-]*|[\w.*-]+\.(?:py|md|js|toml|html|sql|yaml)")
TARGET = re.compile(r"\bmake ([a-z][a-z-]+)")


def section(text: str, title: str) -> str:
    """What stands below a heading of the second order."""
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def explained() -> dict[str, str]:
    """By its name, each page, and of the README the map."""
    pages = {page.name: page.read_text() for page in PAGES}
    return pages | {"README.md": section(README.read_text(), "The map of the code")}


def code_of(text: str) -> list[str]:
    """What stands in backticks in running text, not in a block of code."""
    return CODE.findall(re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))


def paths_of(text: str) -> list[str]:
    return [code for code in code_of(text) if PATH.fullmatch(code)]


def missing(text: str) -> list[str]:
    """Paths, also by pattern, at which nothing stands."""
    return [path for path in paths_of(text) if not any(ROOT.glob(path))]


def rows_of(text: str) -> dict[str, str]:
    """Of a page's tables, each row by the noun or folder that it explains."""
    lines = re.findall(r"^\| `([^`]+)` \|(.*)$", text, flags=re.MULTILINE)
    assert len(lines) == len(dict(lines)), "a noun is explained twice"
    return dict(lines)


def own_models():
    return [
        model
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        if not hasattr(model, "pgh_tracked_model")  # history mirrors its model
    ]


def topics() -> set[str]:
    """Every folder of an application that holds Python files; instruments is one topic."""
    return {"instruments"} | {
        folder.relative_to(ROOT).as_posix()
        for name in ("pekppp", "evaluations", "reports")
        for folder in (ROOT / name).iterdir()
        if folder.name not in NO_TOPIC and any(folder.glob("*.py"))
    }


def test_h02_a_path_that_is_not_there_is_found():
    text = "`pekppp/nowhere.py`, `pekppp/settings.py`, `make run`, `/siklus/`, `BaseBackend`"
    assert paths_of(text) == ["pekppp/nowhere.py", "pekppp/settings.py"]
    assert missing(text) == ["pekppp/nowhere.py"]
    assert missing("`docs/*.md`, `docs/*.doc`, `docs/`, `nowhere/`") == ["docs/*.doc", "nowhere/"]


@pytest.mark.parametrize("name", explained())
def test_h02_every_path_that_a_page_names_is_there(name):
    assert missing(explained()[name]) == []


@pytest.mark.parametrize("page", [README, *PAGES], ids=lambda page: page.name)
def test_h02_every_link_leads_somewhere(page):
    links = [link for link in LINK.findall(page.read_text()) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", [README, *PAGES], ids=lambda page: page.name)
def test_h02_every_command_that_a_page_names_is_one_of_make(page):
    targets = set(re.findall(r"^([a-z][a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {target for code in code_of(page.read_text()) for target in TARGET.findall(code)}
    assert named - targets == set()


def test_h02_the_map_shows_every_folder_of_the_tree():
    named = {path.split("/")[0] for path in paths_of(explained()["README.md"])}
    folders = {path.parent.name for path in ROOT.glob("*/*.py")} | {"docs", "fixtures", "templates"}
    assert folders - named == set()


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model.__name__)
def test_h02_the_glossary_says_of_every_model_where_it_lives(model):
    row = rows_of(GLOSSARY.read_text()).get(model.__name__, "")
    assert f"`{model.__module__.replace('.', '/')}.py`" in row


def test_h02_the_glossary_names_every_topic_and_no_other():
    folders = rows_of(section(GLOSSARY.read_text(), "Topics"))
    assert set(folders) == topics()


def test_h02_the_picture_of_topics_is_the_contract():
    """Line by line, a topic's explanation standing apart from it by some spaces."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    text = (ROOT / "docs" / "architecture.md").read_text()
    for app in ("evaluations", "reports"):
        (contract,) = [c for c in contracts["contracts"] if c["name"].endswith(f"topics in {app}")]
        block = text.partition(f"The topics of {app}:\n\n```\n")[2].partition("\n```")[0]
        assert [re.split(r" {2,}", line)[0] for line in block.split("\n")] == contract["layers"]


@pytest.mark.parametrize("page", [README, *PAGES], ids=lambda page: page.name)
def test_h02_nothing_is_left_to_do(page):
    assert "TODO" not in page.read_text()


def test_h02_every_question_of_a_newcomer_has_one_file():
    text = (ROOT / "docs" / "architecture.md").read_text()
    rows = section(text, "Five questions").strip().split("\n")[2:]
    assert len(rows) == 5
    assert all(len(LINK.findall(row)) == 1 for row in rows)
