"""A client that confirms what a wide act asks, as somebody who reads it and goes on.

What is asked, and that nothing happens unasked, is `tests/evaluations/cycle/test_j09_wide_acts.py`.
"""

from typing import Any

from django.http import HttpResponse
from django.test import Client


class SureClient(Client):
    def post(self, path: str, data: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(path, data, *args, **kwargs)
        digest = response.headers.get("X-Akibat")
        if digest is None or isinstance(data, str | bytes):
            return response
        for value in (data or {}).values():
            if hasattr(value, "seek"):
                value.seek(0)
        return super().post(path, {**(data or {}), "akibat": digest}, *args, **kwargs)
