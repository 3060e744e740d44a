"""No IPP and no category anywhere for what is incomplete, in any state, for anybody.

Every level that is there is the highest and so is every answer: whatever stretches what is there
over what is missing comes to 5.00, "Pelayanan Prima".
"""

import json
from datetime import date

import pytest
from django.urls import reverse

from evaluations.models import Evaluasi, Hasil
from evaluations.monitoring.queries.monitoring import Filter, overview
from evaluations.publication.queries import publication as publication_queries
from evaluations.rules.visibility import Field
from evaluations.rules.workflow import DECIDED, ENDED, State
from instruments.spec import Instrumen
from reports.figures import berita_acara, lhe
from reports.models import KopSurat
from tests.reports.conftest import computed, respond, score
from tests.stage import stage
from tests.workbooks import words_of

UNDECIDED = [state for state in State if state not in DECIDED]
# What a stretched figure would be called; no page of these says it for another reason.
FORBIDDEN = ("Pelayanan Prima", "5,00 A", "4,8", "big-number")
DAY = date(2026, 7, 11)


def levels(spec: Instrumen, *, gone: int = 0) -> dict[int, int | None]:
    return {i.nomor: 5 for i in spec.indikator_berbobot if i.nomor != gone}


@stage.fixture
def short_of_a_level(cast, evaluasi) -> Evaluasi:
    score(evaluasi, cast.evaluator, levels(evaluasi.versi.instrumen, gone=30))
    respond(evaluasi, 12, 5)
    computed(evaluasi, "dinilai")
    return evaluasi


@stage.fixture
def short_of_people(cast, evaluasi) -> Evaluasi:
    score(evaluasi, cast.evaluator, levels(evaluasi.versi.instrumen))
    respond(evaluasi, 7, 5)
    computed(evaluasi, "f02_selesai")
    return evaluasi


def pages(evaluasi: Evaluasi) -> dict[str, str]:
    one, siklus = [evaluasi.uuid], [evaluasi.siklus.uuid]
    return {
        "beranda": reverse("beranda"),
        "evaluasi": reverse("evaluations:evaluasi", args=one),
        "asal": reverse("evaluations:origin", args=one),
        "pemantauan": reverse("evaluations:monitoring") + "?urut=ipp",
        "csv": reverse("evaluations:monitoring_csv"),
        "nasional": reverse("evaluations:national"),
        "validasi": reverse("evaluations:validation", args=siklus),
        "riwayat": reverse("evaluations:unit_history", args=[evaluasi.unit.uuid]),
        "unit": reverse("evaluations:unit_evaluasi", args=[evaluasi.unit.uuid]),
    }


def in_state(evaluasi: Evaluasi, state: State) -> Evaluasi:
    reason = "Uji" if state in ENDED else ""
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=state, akhir_alasan=reason)
    return Evaluasi.objects.get(pk=evaluasi.pk)


@pytest.mark.parametrize("lacking", ["short_of_a_level", "short_of_people"])
def test_u01_no_page_shows_a_figure_of_what_is_incomplete(request, cast, as_user, lacking):
    evaluasi = request.getfixturevalue(lacking)
    found, seen = {}, set()
    people = {"menpan": pages(evaluasi)}
    own = ("beranda", "evaluasi", "asal")
    people |= {
        name: {page: people["menpan"][page] for page in own}
        for name in ("bagian", "evaluator", "kepala", "pimpinan")
    }
    # Each state with one of the two that may be lacking; those of an F02 in work with both.
    turn = ["short_of_a_level", "short_of_people"].index(lacking)
    for state in {*UNDECIDED[turn::2], State.DINILAI, State.F02_SELESAI, State.DIVERIFIKASI}:
        in_state(evaluasi, state)
        for person, addresses in people.items():
            client = as_user(getattr(cast, person))
            for page, address in addresses.items():
                answer = client.get(address)
                if answer.status_code != 200:
                    continue
                seen.add((person, page))
                body = answer.content.decode()
                words = [word for word in FORBIDDEN if word in body]
                if words and not (words == ["big-number"] and page == "beranda"):
                    found[state.value, person, page] = words
    assert found == {}
    assert {("menpan", page) for page in people["menpan"]} <= seen
    assert ("kepala", "evaluasi") in seen


@pytest.mark.parametrize("lacking", ["short_of_a_level", "short_of_people"])
def test_u01_no_list_sorts_or_exports_it_as_a_figure(request, cast, as_user, lacking):
    evaluasi = request.getfixturevalue(lacking)
    row = Hasil.objects.get(evaluasi=evaluasi)
    assert (row.ipp, row.kategori, row.rincian["ipp"], row.rincian["category"]) == (
        None, "", None, None,
    )  # fmt: skip
    for state in (State.DINILAI, State.F02_SELESAI, State.DIVERIFIKASI):
        in_state(evaluasi, state)
        (key,) = overview(cast.menpan, Filter(urut="ipp")).keys
        assert (key.figure, key.category) == (None, "")
        assert publication_queries.tight_clusters(cast.menpan, evaluasi.siklus) == {}
        content = as_user(cast.menpan).get(reverse("evaluations:monitoring_xlsx")).content
        # IPP, category, what kind of figure it is.
        assert "None, None, 'belum lengkap'" in words_of(content)


@pytest.mark.parametrize("lacking", ["short_of_a_level", "short_of_people"])
def test_u01_no_document_prints_it(request, cast, lacking):
    evaluasi = request.getfixturevalue(lacking)
    KopSurat.objects.update_or_create(
        instansi=evaluasi.penilai, defaults={"angka_berita_acara": True}
    )
    for state in UNDECIDED:
        found = in_state(evaluasi, state)
        ba = berita_acara.build(found, frozenset(Field), nomor="", tanggal=DAY)
        sheet = lhe.build(found, found.hasil, frozenset(Field), nomor="", tanggal=DAY)
        for masukan in (ba, sheet):
            angka = masukan["angka"]
            assert (angka["ipp"], angka["kategori"], angka["sebutan"]) == (None, None, None)
            assert angka["keterangan"]
        assert "Pelayanan Prima" not in json.dumps(sheet["angka"] | {"k": sheet["komponen"]})
