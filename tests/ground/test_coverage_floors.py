"""The floors of coverage: a file, a package and the whole are each held to theirs."""

import json

import pytest

from tests.coverage_floors import Covered, below, by_folder, could_rise, main, pure, read

FLOORS = {
    "total": {"floor": 90},
    "packages": {"evaluations": 90},
    "whole": {"files": ["*/rules/*", "*/roles.py"]},
}
SOUND = {
    "evaluations/rules/workflow.py": Covered(100, 100),
    "evaluations/overview/views/unit.py": Covered(100, 85),
    "pekppp/accounts/roles.py": Covered(20, 20),
}


def test_lines_and_branches_count_alike():
    summary = {
        "num_statements": 10, "covered_lines": 9, "num_branches": 4, "covered_branches": 3,
    }  # fmt: skip
    assert read({"files": {"a/b.py": {"summary": summary}}}) == {"a/b.py": Covered(14, 12)}


def test_folders_are_summed_up():
    assert by_folder(SOUND, 1) == {"evaluations": Covered(200, 185), "pekppp": Covered(20, 20)}
    assert set(by_folder(SOUND, 2)) == {
        "evaluations/overview",
        "evaluations/rules",
        "pekppp/accounts",
    }


def test_nothing_is_below_its_floor():
    assert below(SOUND, FLOORS) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"evaluations/rules/workflow.py": Covered(100, 99)},
            ["evaluations/rules/workflow.py: 99.00 %, its floor is 100 %"],
        ),
        (
            {"evaluations/overview/views/unit.py": Covered(100, 79)},
            ["evaluations: 89.50 %, its floor is 90 %"],
        ),
        (
            {"reports/rendering/pdf.py": Covered(100, 0)},
            ["total: 64.06 %, its floor is 90 %"],
        ),
    ],
)
def test_what_is_below_its_floor_is_named(change, said):
    assert below(SOUND | change, FLOORS) == said


def test_a_pattern_that_finds_nothing_and_a_package_that_is_gone_are_named():
    rest = {"reports/rendering/pdf.py": Covered(10, 10)}
    assert below(rest, FLOORS) == [
        "evaluations: 0.00 %, its floor is 90 %",
        "*/rules/*: no file",
        "*/roles.py: no file",
    ]


def test_a_floor_with_room_above_it_could_rise():
    assert could_rise(SOUND, FLOORS) == [
        "total: the floor could rise from 90 to 93",
        "evaluations: the floor could rise from 90 to 92",
    ]


def test_what_is_pure_is_what_the_contract_says(tmp_path, capsys):
    patterns = pure("the pure folders and modules import no Django")
    assert {"evaluations/rules/*", "reports/rules/*", "instruments/rules.py"} <= set(patterns)
    summary = {"num_statements": 1, "covered_lines": 1, "num_branches": 0, "covered_branches": 0}
    files = {
        pattern.replace("*", "one.py"): {"summary": summary}
        for pattern in [*patterns, "reports/rendering/pdf.py"]
    }
    report = tmp_path / "coverage.json"
    report.write_text(json.dumps({"files": files}))
    assert main(str(report), only_pure=True) == 0
    files["evaluations/rules/one.py"] = {"summary": summary | {"covered_lines": 0}}
    report.write_text(json.dumps({"files": files}))
    assert main(str(report), only_pure=True) == 1
    assert "BELOW evaluations/rules/one.py: 0.00 %" in capsys.readouterr().out
