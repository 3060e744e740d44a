"""Run a suite; what failed in it is run once more without neighbours, and named if it passed then.

    python -m tests.flaky make test

Two cores that others use too, with servers, workers and a browser on them: one to three failures
are given a second run, `ARGS` telling the command how. Four or more are never excused.
"""

import json
import subprocess
import sys
from pathlib import Path

LAST_FAILED = Path(__file__).resolve().parent.parent / ".pytest_cache/v/cache/lastfailed"
MOST = 3
ALONE = "ARGS=--last-failed --last-failed-no-failures=none -n 0"


def run(command: list[str], last_failed: Path = LAST_FAILED) -> int:
    """The exit code of the first run, or of the second where there was one."""
    last_failed.unlink(missing_ok=True)  # of an earlier suite
    code = subprocess.call(command)
    failed = _failed(last_failed)
    if code == 0 or not 1 <= len(failed) <= MOST:
        say(f"failed: {sorted(failed)}" if code else "")
        return code
    say("--- once more, alone: what failed")
    code = subprocess.call([*command, ALONE])
    for test in sorted(failed - _failed(last_failed)):
        say(f"FLAKY {test}")
    return code


def say(text: str) -> None:
    if text:
        print(text, flush=True)  # noqa: T201  a command speaks to whoever typed it


def _failed(last_failed: Path) -> set[str]:
    """The node ids that pytest keeps for `--last-failed`."""
    return set(json.loads(last_failed.read_text())) if last_failed.exists() else set()


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
