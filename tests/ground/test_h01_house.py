"""The house: no circle of files, no two packages that need each other, folders one can survey."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("pekppp", "instruments", "evaluations", "reports")
MOST_FILES = 25


def tracked(*patterns):
    found = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return found.stdout.split()


def module_of(path):
    return path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def files_of_python():
    """Module -> path, of the application and its tests; migrations are history."""
    paths = [path for path in tracked("*.py") if "/migrations/" not in path]
    return {module_of(path): path for path in paths}


def imports_of(module, files):
    """Modules of ours that a file imports anywhere: in functions and under TYPE_CHECKING too."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / files[module]).read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = node.module or ""
            for alias in node.names:
                inner = f"{package}.{alias.name}"
                found.add(inner if inner in files else package)
    return {name for name in found if name in files} - {module}


def python_graph():
    files = files_of_python()
    return {module: imports_of(module, files) for module in files}


_IMPORT = re.compile(r"""(?:\bfrom|\bimport|\bimport\()\s*["'](\.{1,2}/[^"']+)["']""")


def script_graph():
    found = {}
    for path in tracked("*.js"):
        folder = (ROOT / path).parent
        names = _IMPORT.findall((ROOT / path).read_text())
        found[path] = {(folder / name).resolve().relative_to(ROOT).as_posix() for name in names}
    return found


def circles(graph):
    """Sets of files that reach each other (Tarjan), without recursion."""
    index, low, on_stack, stack, found = {}, {}, set(), [], []
    for root in graph:
        if root in index:
            continue
        work = [(root, iter(sorted(graph[root])))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in graph:
                    continue
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(sorted(graph[other]))))
                    break
                if other in on_stack:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == index[node]:
                    circle = set()
                    while node not in circle:
                        member = stack.pop()
                        on_stack.discard(member)
                        circle.add(member)
                    if len(circle) > 1:
                        found.append(sorted(circle))
    return found


def package_of(module):
    """The first two names: pekppp.base, evaluations.objections, reports.figures, instruments."""
    parts = module.split(".")
    if parts[0] == "instruments":
        return "instruments"
    return ".".join(parts[:2])


def test_h01_a_circle_is_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


def test_h01_no_circle_of_python_files():
    assert circles(python_graph()) == []


def test_h01_no_circle_of_scripts():
    assert circles(script_graph()) == []


def test_h01_no_two_packages_need_each_other():
    needs = defaultdict(set)
    for module, imported in python_graph().items():
        if module.split(".")[0] in APPS:
            needs[package_of(module)] |= {package_of(name) for name in imported}
    pairs = {(a, b) for a in needs for b in needs[a] if a < b and a in needs.get(b, ())}
    assert pairs == set()


def test_h01_contracts_ignore_nothing():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert not [c["name"] for c in contracts["contracts"] if c.get("ignore_imports")]


def test_h01_every_topic_stands_under_the_contract_of_layers():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (layers,) = [c for c in contracts["contracts"] if c["name"] == "the layers inside a topic"]
    topics = {
        ".".join(path.split("/")[:2])
        for path in tracked("evaluations/*.py", "reports/*.py")
        if re.fullmatch(r"\w+/\w+/(views|services|queries|forms)(/\w+)?\.py", path)
    }
    assert topics <= set(layers["containers"])


def test_h01_at_most_25_files_in_a_folder():
    count = defaultdict(int)
    for path in tracked(*APPS, "templates", "tests"):
        if "/migrations/" not in path:
            count[str(Path(path).parent)] += 1
    assert {folder: number for folder, number in count.items() if number > MOST_FILES} == {}


def test_h01_pure_modules_load_neither_django_nor_celery():
    code = (
        "import sys, evaluations.rules.workflow, evaluations.rules.scoring, instruments.rules; "
        "print([name for name in ('django', 'celery') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout == "[]\n", run.stderr
