"""An address stands in the table of URLs alone: product code and templates name the page."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("pekppp", "instruments", "evaluations", "reports")
# Shown when anything may be broken, the table of URLs too.
PLAIN = {"500.html", "stopped.html"}
WRITTEN_OUT = {
    "pekppp/settings.py",  # read before there is a table
    "reports/portal/openapi.py",  # describes addresses, with names in place of ids
    "evaluations/survey/views/survey.py",  # the path of a cookie, above all surveys
}
IN_TEMPLATE = re.compile(r"""\b(?:href|action|src|formaction|hx-get|hx-post|data-\w+)=["']/""")


def first_segments(patterns, before=""):
    for item in patterns:
        route = before + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from first_segments(item.url_patterns, route)
        elif "/" in route and not route.startswith("<"):
            yield route.split("/")[0]


def addresses_in(source, segments):
    starts = tuple(f"/{segment}/" for segment in segments)
    return [
        f"line {node.lineno}: {node.value}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith(starts)
    ]


def product_files():
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return [path for path in found if str(path.relative_to(ROOT)) not in WRITTEN_OUT]


def test_h03_no_address_is_written_out_in_python():
    segments = set(first_segments(get_resolver().url_patterns))
    assert {"evaluasi", "hasil", "akun"} <= segments
    found = {path: addresses_in(path.read_text(), segments) for path in product_files()}
    assert not {str(path): lines for path, lines in found.items() if lines}


def test_h03_no_address_is_written_out_in_a_template():
    templates = [path for path in (ROOT / "templates").rglob("*.*") if path.name not in PLAIN]
    assert not [str(path) for path in templates if IN_TEMPLATE.search(path.read_text())]


@pytest.mark.parametrize("broken", ['x = "/hasil/"', 'x = f"/hasil/{y}/"', 'f(url=f"/hasil/#{y}")'])
def test_h03_a_broken_example_is_found(broken):
    assert addresses_in(broken, {"hasil"})
    assert IN_TEMPLATE.search('<a href="/hasil/{{ x.uuid }}/">')
