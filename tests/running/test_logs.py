"""What stands in the log when somebody is refused."""

import logging


def test_a_refusal_is_one_line_in_the_log(as_user, cast, evaluasi, caplog):
    with caplog.at_level(logging.WARNING, logger="django.request"):
        assert as_user(cast.operator).get(f"/evaluasi/{evaluasi.uuid}/f02/").status_code == 403
    (record,) = [item for item in caplog.records if item.name == "django.request"]
    assert record.exc_info is None
    assert record.getMessage().endswith("/f02/ (the F02 is not the unit's page)")
    assert "\n" not in record.getMessage()
