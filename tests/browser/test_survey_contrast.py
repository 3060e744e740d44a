"""The survey on a device that was told to show more: high contrast, and colours of its own."""

import pytest

from evaluations.models import TautanSurvei
from tests.browser import axe
from tests.browser.conftest import DESK, PHONE, sideways

LOOK = """(element) => {
  const { backgroundColor, outlineStyle, outlineWidth, borderTopStyle, borderTopWidth } =
    getComputedStyle(element);
  return { backgroundColor, outline: [outlineStyle, parseFloat(outlineWidth)],
           border: [borderTopStyle, parseFloat(borderTopWidth)] };
}"""
LINE = "(element) => getComputedStyle(element).borderTopColor"
# Seven to one, where 4.5 is the least for everybody.
ENHANCED = """async () => {
  const { violations, passes } = await axe.run(
    { runOnly: { type: "rule", values: ["color-contrast-enhanced"] } });
  return [violations.flatMap(({ nodes }) => nodes.map(({ html }) => html.slice(0, 120))),
          passes.flatMap(({ nodes }) => nodes).length];
}"""


@pytest.fixture
def address(cast, evaluasi) -> str:
    return f"/survei/{TautanSurvei.objects.get(unit=cast.rsud).token}/"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_in_colours_of_the_device_a_choice_a_focus_and_a_button_are_seen(
    address, live_server, new_page, size
):
    page = new_page(live_server.url, size, forced_colors="active")
    page.goto(address)

    def of(level):
        return page.locator(f"input[name=b1][value='{level}'] + span").evaluate(LOOK)

    plain = of(3)
    page.locator("input[name=b1][value='3']").focus()
    page.keyboard.press("Space")
    chosen = of(3)
    assert chosen["backgroundColor"] != of(2)["backgroundColor"]
    for focused in (chosen, _focused(page, of)):
        assert focused["outline"] == ["solid", 3] != plain["outline"]
    assert page.get_by_role("button", name="Kirim jawaban").evaluate(LOOK)["border"] == ["solid", 2]
    assert axe.faults(page) == []
    assert sideways(page) == 0


def _focused(page, of):
    """A level that has the focus and is not chosen: of an item that nobody answered."""
    page.locator("input[name=b2][value='0']").focus()
    page.keyboard.press("Shift+Tab")  # a key was the last thing, so the focus is shown
    page.keyboard.press("Tab")
    return page.locator("input[name=b2]:focus + span").evaluate(LOOK)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_who_asks_for_more_contrast_gets_seven_to_one(address, live_server, new_page, size):
    page = new_page(live_server.url, size, contrast="more")
    page.goto(address)
    edges = ("fieldset >> nth=0", ".skala span >> nth=0", ".tak span >> nth=0", "select >> nth=0")
    for edge in edges:  # a grey line is text's contrast for nobody
        assert page.locator(edge).evaluate(LINE) == "rgb(0, 0, 0)"
    for path in (address, f"{address}?bahasa=en", f"{address}terima-kasih/", "/survei/tidak-ada/"):
        page.goto(path)
        if page.locator("form").count():
            page.locator("input[name=b1][value='3']").check()
        axe.faults(page)
        wrong, right = page.evaluate(ENHANCED)
        assert (wrong, right > 0) == ([], True)
    page.goto(address)
    page.get_by_role("button", name="Kirim jawaban").click()  # with nothing answered
    page.get_by_role("alert").wait_for()
    axe.faults(page)
    assert page.evaluate(ENHANCED)[0] == []
