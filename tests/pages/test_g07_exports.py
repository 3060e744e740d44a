"""G7: every list that can be filtered can be had as a workbook of exactly what the filter left."""

import io
import re
from pathlib import Path

import openpyxl  # noqa: TID251  what a clerk's program reads
import pytest
from django.conf import settings

from tests import factories
from tests.evaluations.ready import finish

TEMPLATES = Path(settings.BASE_DIR, "templates")
FORM = re.compile(r'<form[^>]*\bmethod="get"')
EXPORT = re.compile(r"_components/export\.html|_xlsx'")
LINK = re.compile(r'href="([^"]+)">Unduh XLSX<')
# Forms that are sent by GET and filter no list that anybody keeps, and why.
NO_LIST = {
    "evaluations/assignment/handover.html": "asks whether units can go to a successor",
    "evaluations/cycle/add_unit.html": "narrows what a form below it offers",
    "evaluations/cycle/extensions.html": "narrows what a form below it offers",
    "evaluations/cycle/phases.html": "proposes dates",
    "evaluations/cycle/replace_choose.html": "narrows what a form below it offers",
    "evaluations/f02/_finish.html": "asks for a page",
    "evaluations/f02/_recommendations.html": "offers sentences to take over",
    "evaluations/f02/earlier.html": "offers sentences to take over",
    "evaluations/follow_up/_filter.html": "stands in the two pages that have the export",
    "evaluations/province/_choice.html": "chooses a province",
    "evaluations/province/sample.html": "shows what would be drawn",
    "evaluations/survey/code.html": "asks for the code on a card",
    "instruments/compare.html": "chooses two versions",
    "reports/portal/cycle_without.html": "public; the annex of the decree lists them all",
    "reports/portal/landing.html": "leads to the search",
    "reports/portal/results.html": "leads to units; each cycle found has its open data",
    "reports/verification/search.html": "asks for the code on a document",
}
# Who looks at which list; {siklus} is the cycle.
LISTS = [
    ("menpan", "/instansi/"),
    ("menpan", "/unit/"),
    ("bagian", "/instansi/{instansi}/"),
    ("bagian", "/pemantauan/"),
    ("bagian", "/pemantauan/survei/"),
    ("menpan", "/nasional/"),
    ("biro", "/kinerja/"),
    ("bagian", "/tindak-lanjut/"),
    ("bagian", "/tindak-lanjut/persentase/"),
    ("bagian", "/pembinaan/"),
    ("evaluator", "/tugas/"),
    ("menpan", "/siklus/{siklus}/penugasan/"),
    ("menpan", "/siklus/{siklus}/sk-tim/"),
    ("menpan", "/validasi/{siklus}/"),
    ("menpan", "/siklus/{siklus}/penyampaian/"),
]
# Of these nothing is asked in words.
BY_CHOICE = {"/pemantauan/survei/", "/nasional/", "/kinerja/"}


def test_g07_every_template_with_a_filter_has_an_export_or_a_reason():
    found = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if FORM.search(text := path.read_text()) and not EXPORT.search(text)
    }
    assert found == set(NO_LIST)


@pytest.mark.parametrize(("person", "path"), LISTS, ids=[path for _, path in LISTS])
def test_g07_a_list_is_exported_as_it_is_filtered(cast, siklus, evaluasi, as_user, person, path):
    factories.make_evaluasi(siklus, cast.puskesmas)
    finish(cast, evaluasi)
    client = as_user(getattr(cast, person))
    address = path.format(siklus=siklus.uuid, instansi=cast.banjarnegara.uuid)
    page = client.get(f"{address}?q=mandiraja").content.decode()
    links = [link.replace("&amp;", "&") for link in LINK.findall(page)]
    assert links, "no export"
    for link in links:
        assert "q=mandiraja" in link
        response = client.get(link)
        assert response.status_code == 200
        book = openpyxl.load_workbook(io.BytesIO(b"".join(response)))
        for sheet in book.worksheets:
            rows = list(sheet.iter_rows(values_only=True))
            empty = next(index for index, row in enumerate(rows) if not any(row))
            notes = "\n".join(str(row[0]) for row in rows[:empty])
            assert "Saringan: " in notes
            assert getattr(cast, person).nama in notes
            number = re.search(r"(\d+) baris\.", notes)
            assert int(number[1]) == len(rows) - empty - 2
            assert path in BY_CHOICE or "RSUD" not in str(rows[empty:])
