"""H3: axe finds the faults of a broken page. That ours have none: `test_every_page.py`."""

import pytest

from tests.browser.axe import TAGS, faults

SOUND = """<!doctype html><html lang="id"><head><title>Uji</title></head>
<body><main><h1>Uji</h1><p>Isi.</p>{}</main></body></html>"""


@pytest.mark.parametrize(
    ("tag", "rule", "html"),
    [
        ("wcag2a", "image-alt", '<img src="x.png">'),
        ("wcag2aa", "color-contrast", '<p style="color: #bbb">Isi yang samar.</p>'),
        ("wcag21aa", "autocomplete-valid", '<label>Nama <input autocomplete="x y z"></label>'),
        (
            "wcag22aa",
            "target-size",
            '<button style="width: 9px; height: 9px; padding: 0; border: 0">x</button>' * 2,
        ),
        ("best-practice", "heading-order", "<h4>Langsung ke tingkat empat</h4>"),
        ("best-practice", "landmark-unique", "<nav>Satu</nav><nav>Dua</nav>"),
    ],
)
def test_h03_axe_finds_a_fault_of_each_kind(new_page, tag, rule, html):
    assert tag in TAGS
    page = new_page("http://localhost")
    page.set_content(SOUND.format(""))
    assert faults(page) == []
    page.set_content(SOUND.format(html))
    assert {fault.partition(":")[0] for fault in faults(page)} == {rule}
