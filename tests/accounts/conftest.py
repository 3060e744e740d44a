from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture(autouse=True)
def _mail(settings):
    """As with a mail server; the broker is not asked, the worker's part is called by name."""
    settings.MAIL_WORKS = True
    settings.DEMO = False


@pytest.fixture
def queries_of() -> Callable[[Callable[[], object]], int]:
    def count(call: Callable[[], object]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            call()
        return len(caught)

    return count
