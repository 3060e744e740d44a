"""axe-core in a page: its source goes in once, and only what is wrong comes back.

A page's whole report, with all that passed, is a megabyte, and carrying it over took longer than
finding it.
"""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations"],  # of the rest one example each is enough
}
VIOLATIONS = """async (options) => {
  const { violations } = await axe.run(options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}"""


def faults(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(VIOLATIONS, OPTIONS)
    return found
