"""Text at 200 % loses nothing: no scrolling sideways, nothing cut off (WCAG 1.4.4).

A person sets the size of text in the browser; everything that is measured in rem follows it.
"""

import pytest

from tests.browser.conftest import sideways
from tests.browser.test_every_page import scene  # noqa: F401 - the same evaluations

WIDE = {"width": 1280, "height": 800}
HALF = {"width": 640, "height": 800}

PAGES = [
    ("operator", "/beranda/"),
    ("operator", "/evaluasi/{draft}/"),
    ("operator", "/evaluasi/{draft}/f01/I/"),
    ("operator", "/evaluasi/{draft}/f01/lembar/"),
    ("operator", "/evaluasi/{draft}/utas/1/"),
    ("operator", "/evaluasi/{done}/sanggah/?indikator=3"),
    ("evaluator", "/tugas/"),
    ("evaluator", "/tugas/lapangan/"),
    ("evaluator", "/evaluasi/{sent}/f02/"),
    ("evaluator", "/evaluasi/{sent}/f02/1/"),
    ("evaluator", "/evaluasi/{sent}/versi/1/"),
    ("evaluator", "/evaluasi/{done}/sanggah/"),
    ("menpan", "/validasi/{siklus}/"),
]

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


def enlarge(page) -> None:
    """Text at 200 %, as a person sets it in the browser."""
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    before = page.evaluate(size)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate(size) == 2 * before


@pytest.mark.parametrize("person", ["operator", "evaluator", "menpan"])
def test_text_twice_as_large_is_neither_cut_nor_wider_than_the_window(
    cast,
    scene,  # noqa: F811
    page_as,
    person,
):
    wrong = []
    page = page_as(getattr(cast, person), WIDE)
    for who, template in PAGES:
        if who != person:
            continue
        page.set_viewport_size(WIDE)
        page.goto(template.format(**scene))
        enlarge(page)
        for viewport in (WIDE, HALF):
            page.set_viewport_size(viewport)
            where = f"{template} at {viewport['width']}"
            if sideways(page) > 0:
                wrong.append(f"{where}: {sideways(page)} px too wide")
            wrong += [f"{where}: {item}" for item in page.evaluate(CUT)]
    assert not wrong, "\n".join(wrong)
