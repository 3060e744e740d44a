"""H3: axe finds the faults of a broken page; and none on a page that has just refused a form."""

import pytest

from tests.browser.axe import TAGS, faults
from tests.browser.conftest import PHONE, loaded
from tests.browser.test_every_page import PAGES, scene

__all__ = ["scene"]  # a fixture

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


# The first form that asks for something (a survey's fields may each stay empty) is sent empty, as
# it is where the browser does not look first; gives whether there is one.
SEND = """(any) => {
  const form = [...document.querySelectorAll("main form")].find((form) =>
    form.method === "post" && (any || form.querySelector("[required]")));
  if (!form) return false;
  form.noValidate = true;
  for (const field of form.querySelectorAll("[required]")) {
    if (["radio", "checkbox"].includes(field.type)) field.checked = false;
    else field.value = "";
  }
  form.requestSubmit(form.querySelector("button:not([type=button])"));
  return true;
}"""
# Their files are sent by a script, which says in place what is missing.
SENT_BY_SCRIPT = ("/f01/I/", "/f01/tambahan/", "/hitamkan/")
TOLD = "main :is([role=alert], .errorlist, [aria-invalid=true])"


@pytest.mark.parametrize(
    "people",
    [("", "operator", "kepala"), ("evaluator", "bagian", "menpan")],  # two, for two cores
    ids=["the unit", "the offices"],
)
def test_h03_axe_finds_nothing_where_a_form_was_refused(cast, scene, page_as, people):
    wrong, refused = [], 0
    for person in people:
        page = page_as(getattr(cast, person) if person else None, PHONE)
        for who, template in PAGES:
            if (who or "") != person or any(part in template for part in SENT_BY_SCRIPT):
                continue
            page.goto(template.format(**scene))
            if page.evaluate(SEND, template.startswith(("/survei/", "/s/"))):
                page.locator(TOLD).first.wait_for(state="attached")
                loaded(page)
                wrong += [f"{person} {template}: {fault}" for fault in faults(page)]
                refused += 1
    assert not wrong, "\n".join(wrong)
    assert refused > 15
