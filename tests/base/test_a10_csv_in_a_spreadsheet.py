"""What somebody typed never becomes a formula in the spreadsheet that opens our CSV."""

import shutil
import subprocess

import pytest

from pekppp.base.sheets import Column, Sheet, write_csv, write_csv_for_people
from tests.base.test_sheets import DANGEROUS, HIDDEN

OFFICE = shutil.which("soffice")
SEPARATORS = {";": 59, ",": 44, "tab": 9}


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_a10_libreoffice_finds_no_formula_with_any_separator(tmp_path):
    texts = [*DANGEROUS, *HIDDEN]
    sheet = Sheet("x", [Column(text) for text in texts], [texts, *([text] for text in texts)])
    control = "a;b\r\n1;=1+41\r\n"
    files = {
        "mesin.csv": write_csv(sheet),
        "orang.csv": write_csv_for_people(sheet),
        "kontrol.csv": control.encode(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    found = {}
    for label, code in SEPARATORS.items():
        out = tmp_path / label.replace(";", "titik-koma").replace(",", "koma")
        subprocess.run(
            [
                OFFICE, f"-env:UserInstallation=file://{tmp_path}/profil", "--headless",
                # Separator, quote ", UTF-8, from line 1; formulas are then taken for formulas.
                f"--infilter=CSV:{code},34,76,1",
                "--convert-to", "fods", "--outdir", str(out),
                *(str(tmp_path / name) for name in files),
            ],
            check=True, capture_output=True, timeout=200,
        )  # fmt: skip
        for name in files:
            made = (out / name.replace(".csv", ".fods")).read_text()
            found[name, label] = made.count("table:formula=")
    # The control says that formulas would be found.
    assert found.pop(("kontrol.csv", ";")) == 1
    assert set(found.values()) == {0}
