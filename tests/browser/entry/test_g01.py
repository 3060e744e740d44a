"""G1 once through the browser: chosen, uploaded, checked and applied by a worker, taken home."""

import io
import re

import openpyxl  # noqa: TID251  a workbook as somebody else's program opens it
import pytest
from playwright.sync_api import expect

from pekppp.accounts.models import User
from pekppp.accounts.services.imports import worker
from tests.accounts.imports.importing import book, nip
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.slow


def test_g01_people_come_in_through_the_browser(cast, page_as):
    content = book(
        "orang",
        *(
            {
                "instansi": "Kabupaten Banjarnegara",
                "unit": cast.rsud.nama if role == "operator" else "",
                "nama": f"Orang {number}",
                "nip": nip(number),
                "peran": role,
            }
            for number, role in enumerate(("operator", "evaluator", "pimpinan"))
        ),
    )
    page = page_as(cast.bagian, PHONE)
    page.goto("/instansi/" + str(cast.banjarnegara.uuid) + "/")
    page.get_by_role("link", name="Impor dari tabel").click()
    page.get_by_role("link", name=re.compile("^Unggah.*Orang dan peran$")).click()
    expect(page.get_by_label("Isi berkas")).to_have_value("orang")
    page.get_by_label("Berkas XLSX, ODS, atau CSV").set_input_files(
        {"name": "orang.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Unggah dan periksa").click()
    expect(page.get_by_text("Menunggu giliran diperiksa.")).to_be_visible()
    worker.import_next()
    page.get_by_role("button", name="Terapkan 3 baris").click()  # it came by itself
    expect(page.get_by_text("3 baris sedang diterapkan sekaligus.")).to_be_visible()
    assert not User.objects.filter(username=nip(0)).exists()
    worker.import_next()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Unduh hasil (XLSX)").click()
    rows = list(
        openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes())).worksheets[0].values
    )
    assert [row[3] for row in rows[-3:]] == [nip(0), nip(1), nip(2)]
    assert User.objects.get(username=nip(0)).memberships.get().unit == cast.rsud
