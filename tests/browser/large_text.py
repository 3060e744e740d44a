"""Text at 200 % loses nothing: no scrolling sideways, nothing cut off (WCAG 1.4.4).

A person sets the size of text in the browser; everything that is measured in rem follows it.
"""

from playwright.sync_api import Page

from tests.browser.conftest import sideways

HALF = {"width": 640, "height": 800}

# Elements whose own text is cut: wider or higher than the box that hides what sticks out. What is
# hidden from sight on purpose is a pixel small; fields scroll their own text.
CUT = """() => {
  const cut = [];
  for (const node of document.querySelectorAll("body *")) {
    if (node.matches("input, textarea, select, svg, progress")) continue;
    if (node.closest("svg, .visually-hidden, .visually-hidden-focusable")) continue;
    const box = node.getBoundingClientRect();
    if (box.width < 2 || box.height < 2 || !node.innerText?.trim()) continue;
    const style = getComputedStyle(node);
    const hides = (flow) => flow === "hidden" || flow === "clip";
    const wide = hides(style.overflowX) && node.scrollWidth > node.clientWidth + 1;
    const high = hides(style.overflowY) && node.scrollHeight > node.clientHeight + 1;
    const lines = style.webkitLineClamp !== "none";
    if (wide || high || lines) {
      cut.push(`cut: ${node.tagName} ${node.className}: ${node.innerText.slice(0, 60)}`);
    }
  }
  // Text over text: a control that lies outside the one that holds it.
  for (const node of document.querySelectorAll(".btn, .state, .tanda, legend, th")) {
    const box = node.getBoundingClientRect();
    if (box.width < 2 || node.closest(".visually-hidden")) continue;
    if (node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== "inline") {
      cut.push(`sticks out: ${node.tagName} ${node.className}: ${node.innerText.slice(0, 60)}`);
    }
  }
  return cut;
}"""


SMALL_AGAIN = "document.documentElement.style.removeProperty('font-size')"


def enlarge(page: Page) -> None:
    """Text at 200 %, as a person sets it in the browser."""
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    before = page.evaluate(size)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate(size) == 2 * before


def cut_off(page: Page, viewports: tuple[dict, ...]) -> list[str]:
    """What is wrong with this page with text twice as large, in windows of these sizes."""
    enlarge(page)
    wrong = []
    for viewport in viewports:
        page.set_viewport_size(viewport)
        where = f"large text at {viewport['width']}"
        if sideways(page) > 0:
            wrong.append(f"{where}: {sideways(page)} px too wide")
        wrong += [f"{where}: {item}" for item in page.evaluate(CUT)]
    return wrong
