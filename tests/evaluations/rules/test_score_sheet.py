"""`manage.py score_sheet`: a figure to check by hand, or one clear line."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[3]
FORM_A = str(ROOT / "fixtures/instrumen/pekppp-2023-a.yaml")
FORM_B = str(ROOT / "fixtures/instrumen/pekppp-2023-b.yaml")
NEW = str(ROOT / "fixtures/instrumen/contoh/ipp-2026.yaml")
WORKED = [3, 4, 2, 5, 4, 5, 3, 2, 1, 4, 3, 5, 2, 4, 3, 4, 5, 2, 4, 3, 4, 3, 5, 2, 3, 4, 2, 1, 5, 3]
SCORES = {str(number): level for number, level in enumerate(WORKED, start=1)}
RESPONSES = [[4] * 14] * 10


@pytest.fixture
def calculate(tmp_path):
    def run(sheet, **options):
        path = tmp_path / "sheet.json"
        path.write_text(sheet if isinstance(sheet, str) else json.dumps(sheet))
        out = StringIO()
        call_command("score_sheet", str(path), stdout=out, **options)
        return json.loads(out.getvalue())

    return run


def sheet(**changed):
    return {"instrument": FORM_A, "scores": SCORES, "responses": RESPONSES, **changed}


def test_the_worked_example(calculate):
    assert calculate(sheet()) == {
        "aspects": {
            "I": "3.5800",
            "II": "3.6000",
            "III": "3.5400",
            "IV": "3.4000",
            "V": "2.4000",
            "VI": "4.0000",
        },
        "components": {"F02": "3.4904", "F03": "4.0000"},
        "ipp": "3.62",
        "category": "B",
        "status": "final",
        "missing": [],
    }


def test_the_worked_example_with_plain_means(calculate, tmp_path):
    text = Path(FORM_A).read_text().replace("metode_aspek: tertimbang", "metode_aspek: rata")
    (tmp_path / "rata.yaml").write_text(text)
    result = calculate(sheet(instrument="rata.yaml"))
    assert (result["ipp"], result["category"]) == ("3.56", "B")
    assert calculate(sheet(), metode_aspek="rata") == result


def test_unanswered_is_null_and_named(calculate):
    scores = {**SCORES, "3": None}
    del scores["7"]
    result = calculate(sheet(scores=scores, responses=RESPONSES[:7]))
    assert result["aspects"]["I"] is None
    assert result["components"] == {"F02": None, "F03": None}
    assert (result["ipp"], result["category"], result["status"]) == (None, None, "provisional")
    assert result["missing"] == ["F02: indikator 3, 7", "F03: 7 dari 10 responden"]


def test_an_external_number(calculate):
    scores = {str(n): 4 for n in range(1, 10)}
    result = calculate({"instrument": NEW, "scores": scores, "external": {"SKM": "4.123"}})
    assert result["components"] == {"F02": "4.0000", "SKM": "4.1230"}
    assert (result["ipp"], result["category"]) == ("4.062", "A-")


@pytest.mark.parametrize("whole", ["3", "3.0", "3e0"])
def test_a_whole_number_may_be_written_as_json_likes(calculate, whole):
    result = calculate(f'{{"instrument": "{FORM_B}", "scores": {{"28": {whole}, "29": 4}}}}')
    assert result["aspects"]["VI"] == "3.5000"


BAD = {
    "not JSON": "{",
    "not UTF-8 text": '{"instrument": "\\ud800"}',
    "a list": "[]",
    "nested without end": "[" * 100_000,
    "no instrument": {},
    "instrument of the wrong type": sheet(instrument=5),
    "instrument that is not there": sheet(instrument="tidak-ada.yaml"),
    "instrument that is a folder": sheet(instrument=str(ROOT)),
    "instrument that is no instrument": sheet(instrument=str(ROOT / "pyproject.toml")),
    "instrument with a null byte": sheet(instrument="a\0b"),
    "unknown key": sheet(nilai=[]),
    "score outside the scale": sheet(scores={"1": 6}),
    "negative score": sheet(scores={"1": -1}),
    "score that is not whole": sheet(scores={"1": 3.5}),
    "score as text": sheet(scores={"1": "4"}),
    "score as bool": sheet(scores={"1": True}),
    "score as list": sheet(scores={"1": [4]}),
    "score as NaN": f'{{"instrument": "{FORM_A}", "scores": {{"1": NaN}}}}',
    "score as Infinity": f'{{"instrument": "{FORM_A}", "scores": {{"1": -Infinity}}}}',
    "score beyond every machine": f'{{"instrument": "{FORM_A}", "scores": {{"1": 1e999999999}}}}',
    "score beyond decimals": f'{{"instrument": "{FORM_A}", "scores": {{"1": 1e{"9" * 30}}}}}',
    "score next to nothing": f'{{"instrument": "{FORM_A}", "scores": {{"1": 1e-999999999}}}}',
    "score of many digits": f'{{"instrument": "{FORM_A}", "scores": {{"1": {"9" * 5000}}}}}',
    "score twice": f'{{"instrument": "{FORM_A}", "scores": {{"1": 3, "1": 4}}}}',
    "scores as list": sheet(scores=[3, 4]),
    "unknown indicator": sheet(scores={"32": 3}),
    "indicator that is no number": sheet(scores={"satu": 3}),
    "indicator zero": sheet(scores={"0": 3}),
    "indicator with a leading zero": sheet(scores={"01": 3}),
    "response too short": sheet(responses=[[4] * 13]),
    "response too long": sheet(responses=[[4] * 15]),
    "response outside the scale": sheet(responses=[[6] * 14]),
    "response not whole": sheet(responses=[[4.5] * 14]),
    "response as bool": sheet(responses=[[True] * 14]),
    "response as text": sheet(responses=["4" * 14]),
    "responses as object": sheet(responses={}),
    "responses without a survey": sheet(instrument=NEW, scores={}, responses=[[4]]),
    "unknown external number": sheet(external={"SKM": "4"}),
    "external number outside the scale": sheet(
        instrument=NEW, scores={}, responses=None, external={"SKM": 6}
    ),
    "external number in words": sheet(
        instrument=NEW, scores={}, responses=None, external={"SKM": "empat"}
    ),
    "external number as bool": sheet(
        instrument=NEW, scores={}, responses=None, external={"SKM": True}
    ),
    "external NaN": sheet(instrument=NEW, scores={}, responses=None, external={"SKM": "NaN"}),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_bad_input_is_one_clear_line_and_exit_2(calculate, bad):
    with pytest.raises(CommandError) as refused:
        calculate(bad)
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith(".")


def test_weights_that_do_not_add_up_are_refused(calculate, tmp_path):
    text = Path(FORM_A).read_text().replace("bobot: 24", "bobot: 14")
    (tmp_path / "salah.yaml").write_text(text)
    with pytest.raises(CommandError, match="Bobot aspek berjumlah 90, seharusnya 100"):
        calculate(sheet(instrument="salah.yaml"))


def test_a_missing_sheet_ends_with_2_and_without_a_traceback(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "score_sheet", str(tmp_path / "tidak-ada.json")],
        cwd=ROOT,
        env={**os.environ, "PEKPPP_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "postgres").exists()
