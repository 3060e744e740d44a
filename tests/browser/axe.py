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
# Contrast is five sixths of the work, and in another window the same colours have the same: what
# has been looked at is remembered with its look, and looked at again where it, or what it lies in,
# has another one. All other rules see everything each time.
VIOLATIONS = """async ([options, again]) => {
  const look = (node) => {
    const style = getComputedStyle(node);
    return [style.color, style.backgroundColor, style.backgroundImage, style.opacity,
            style.fontSize, style.fontWeight].join();
  };
  const shown = new Map([...document.querySelectorAll("body, body *")]
    .filter((node) => node.checkVisibility({ visibilityProperty: true }))
    .map((node) => [node, look(node)]));
  const before = again && window.seenByAxe;
  window.seenByAxe = shown;
  const runs = [[document, options]];
  if (before) {
    const fresh = new Set([...shown.keys()].filter((node) => before.get(node) !== shown.get(node)));
    const include = [...fresh].filter((node) => !fresh.has(node.parentElement));
    runs[0][1] = { ...options, rules: { "color-contrast": { enabled: false } } };
    if (include.length) {
      const contrast = { ...options, runOnly: { type: "rule", values: ["color-contrast"] } };
      runs.push([{ include }, contrast]);
    }
  }
  const found = [];
  for (const [where, how] of runs) found.push(...(await axe.run(where, how)).violations);
  return found.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}"""


def faults(page: Page, *, again: bool = False) -> list[str]:
    """What is wrong; `again` where only the window's size has changed since the last time.

    Looked at from the end of the page: a bar that stays in sight lies in its own place there, and
    covers nothing. What it covers elsewhere is scrolled free, by the keyboard too (test_f01.py).
    """
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(VIOLATIONS, [OPTIONS, again])
    return found
