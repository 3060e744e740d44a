"""The ways of an answer to its survey: the same answers are the same row, whichever they take."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import openpyxl  # noqa: TID251  a workbook as a clerk makes it
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluations.models import Evaluasi, Impor, KodeSurvei, LembarKertas, Respons, TautanSurvei
from evaluations.rules.survey.profile import FIELDS
from evaluations.survey import paper_sheet
from evaluations.survey.services import paper as survey_paper
from evaluations.survey.services.codes import make_batch
from evaluations.survey.services.responses import add_link
from tests.evaluations.survey.pages import page_marks

ITEMS = 14
# What every way can bring: a cell that begins with one of =+-@ is a formula, not words.
_SIGNS = st.sampled_from("aZé ñ 7 .,!?«»()\n 語")
_WORDS = st.text(_SIGNS, max_size=40).map(lambda text: text.replace("\n", ""))
answers = st.fixed_dictionaries(
    {
        **{f"b{n}": st.sampled_from(["", "x", *"012345"]) for n in range(1, ITEMS + 1)},
        **{name: st.sampled_from(["", *(key for key, _ in keys)]) for name, _, keys in FIELDS},
        "layanan": _WORDS,
        "komentar": st.text(_SIGNS, max_size=80),
    }
)


@dataclass
class Ways:
    evaluasi: Evaluasi
    clerk: Any
    login: Client

    def page_without_script(self, said: dict[str, str]) -> None:
        self._post(said, content_type="application/x-www-form-urlencoded")

    def page_with_script(self, said: dict[str, str]) -> None:
        """A script sends what `new FormData(form)` holds: in parts, as a file would be."""
        self._post(said)

    def long_way(self, said: dict[str, str]) -> None:
        """With a field that the page does not have, so that the form reads it."""
        self._post({**said, "lain": "1"})

    def kiosk(self, said: dict[str, str]) -> None:
        tautan = add_link(by=self.clerk, evaluasi=self.evaluasi, label="Kios", kios=True)
        self._post(said, tautan.token, content_type="application/x-www-form-urlencoded")

    def slip(self, said: dict[str, str]) -> None:
        make_batch(by=self.clerk, evaluasi=self.evaluasi, jumlah=1)
        url = f"/s/{KodeSurvei.objects.get().kode}/"
        page = Client().get(url).content.decode()
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page))
        Client().post(url, {**said, **hidden})

    def paper_typed(self, said: dict[str, str]) -> None:
        lembar = survey_paper.open_batch(by=self.clerk, evaluasi=self.evaluasi)
        url = f"/evaluasi/{self.evaluasi.uuid}/survei/kertas/{lembar.uuid}/salin/"
        self.login.post(url, {**said, "kunci": str(uuid4())})

    def paper_workbook(self, said: dict[str, str]) -> None:
        base = f"/evaluasi/{self.evaluasi.uuid}/survei/kertas/"
        file = SimpleUploadedFile("kertas.xlsx", workbook(self.evaluasi, said))
        self.login.post(f"{base}unggah/", {"berkas": file})
        impor = Impor.objects.latest("pk")
        self.login.post(f"{base}periksa/{impor.uuid}/terapkan/", {"label": "Kotak"})

    def _post(self, said: dict[str, str], token: str = "", **more: str) -> None:
        token = token or TautanSurvei.objects.get(unit=self.evaluasi.unit_id, label="").token
        data: Any = {**said, **page_marks(self.evaluasi.survei, token=token)}
        Client().post(f"/survei/{token}/", urlencode(data) if more else data, **more)


def workbook(evaluasi: Evaluasi, said: dict[str, str]) -> bytes:
    labels = [dict(keys).get(said[name]) for name, _, keys in FIELDS]
    items = [int(v) if v.isdigit() else v for v in (said[f"b{n}"] for n in range(1, ITEMS + 1))]
    words = [said["layanan"] or None, said["komentar"] or None]
    book = openpyxl.Workbook()
    book.active.title = paper_sheet.SHEET
    book.active.append(paper_sheet.titles(evaluasi.survei.versi.instrumen))
    book.active.append(["1", *(value if value != "" else None for value in items), *labels, *words])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WAYS = {
    "tautan": (Ways.page_without_script, Ways.page_with_script, Ways.long_way),
    "kios": (Ways.kiosk,),
    "kode": (Ways.slip,),
    "kertas": (Ways.paper_typed, Ways.paper_workbook),
}
# Where it came from, when, and what only a page that was open can tell.
OF_THE_WAY = {"id", "tautan_id", "lembar_kertas_id", "kunci", "kanal", "pada"} | {
    *("durasi", "jejak_alamat", "jejak_perangkat")
}


def row_of(way: Callable[[Ways, dict[str, str]], None], ways: Ways, said: dict[str, str]) -> Any:
    """What the way left in the table, taken back again; None where it left nothing."""
    with transaction.atomic():
        way(ways, said)
        rows = list(Respons.objects.values())
        transaction.set_rollback(True)
    assert len(rows) <= 1
    return rows[0] if rows else None


@pytest.fixture
def ways(cast, evaluasi, as_user) -> Ways:
    return Ways(evaluasi, cast.operator, as_user(cast.operator))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=answers)
def test_h04_five_ways_store_one_row(ways, said):
    found = []
    for kanal, many in WAYS.items():
        for way in many:
            row = row_of(way, ways, said)
            assert row is None or row["kanal"] == kanal
            found.append(row and {k: v for k, v in row.items() if k not in OF_THE_WAY})
    assert all(one == found[0] for one in found), found
    assert (found[0] is None) == all(said[f"b{n}"] in ("", "x") for n in range(1, ITEMS + 1))


def test_h04_lines_and_spaces_are_the_same_whoever_sends_them(ways):
    said = {f"b{n}": "4" for n in range(1, ITEMS + 1)} | {name: "" for name, _, _ in FIELDS}
    browser = {**said, "layanan": " Poli  Anak ", "komentar": "Ramah\r\n\r\ncepat \r\n"}
    sheet = {**said, "layanan": "Poli Anak", "komentar": "Ramah\n\ncepat "}
    rows = [
        row_of(Ways.page_without_script, ways, browser),
        row_of(Ways.paper_workbook, ways, sheet),
    ]
    assert [(row["layanan"], row["komentar"]) for row in rows] == [
        ("Poli Anak", "Ramah\n\ncepat")
    ] * 2


def test_h04_a_sheet_is_kept_with_its_batch(ways):
    said = {f"b{n}": "4" for n in range(1, ITEMS + 1)}
    ways.paper_typed(said)
    row, lembar = Respons.objects.get(), LembarKertas.objects.get()
    assert (row.lembar_kertas, row.tautan, lembar.jumlah) == (lembar, None, 1)
