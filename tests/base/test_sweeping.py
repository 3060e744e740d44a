"""The parts of a sweep stand alone: one that fails keeps no other from its work."""

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from evaluations.models import Hasil
from evaluations.tasks import sweep
from pekppp.base.sweeping import run_each


def test_what_fails_in_the_middle_keeps_the_rest_from_nothing(evaluasi, settings, caplog):
    Hasil.objects.update(stale=True)
    settings.SURVEY_TRACES_DAYS = None  # the part before the computation cannot even begin
    with pytest.raises(TypeError):
        sweep()
    assert not Hasil.objects.get(evaluasi=evaluasi).stale
    assert "drop_what_is_due failed" in caplog.text


def test_the_first_error_is_raised_and_every_one_is_logged(caplog):
    def missing():
        return {}["first"]

    def impossible():
        return 1 / 0

    with pytest.raises(KeyError, match="first"):
        run_each([missing, impossible])
    assert [row.exc_info[0] for row in caplog.records] == [KeyError, ZeroDivisionError]


def test_a_sweep_that_is_out_of_time_ends():
    done = []

    def late():
        raise SoftTimeLimitExceeded

    with pytest.raises(SoftTimeLimitExceeded):
        run_each([late, lambda: done.append("after")])
    assert done == []
