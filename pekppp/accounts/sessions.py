"""How long a login lasts: at most so long, and at most so long without a sign of life.

The moments lie in the session itself. The last sign of life is written coarsely: a save of a
session for every answer of the last evening before a deadline would cost more than the answers.
"""

import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest

STARTED = "masuk"
ACTIVE = "aktif"
# Somebody said at login that others use this computer too.
SHARED = "bersama"

_COARSE = 300  # seconds; less where the limit is short


def begin(request: HttpRequest, **signal: Any) -> None:
    """Receives `user_logged_in`, whichever way one came in."""
    request.session[STARTED] = request.session[ACTIVE] = _now()


def share(request: HttpRequest, shared: bool) -> None:
    """On a computer of many the browser forgets the session when it is closed."""
    request.session[SHARED] = shared
    if shared:
        request.session.set_expiry(0)


def is_shared(request: HttpRequest) -> bool:
    return bool(request.session.get(SHARED))


def lives_on(request: HttpRequest) -> bool:
    """Whether the session of this request is still good; notes that it was used."""
    session, now = request.session, _now()
    # A session from before there were limits begins with this request.
    started, active = session.setdefault(STARTED, now), session.setdefault(ACTIVE, now)
    shared = is_shared(request)
    idle = settings.SESSION_SHARED_IDLE_SECONDS if shared else settings.SESSION_IDLE_SECONDS
    if now - started > settings.SESSION_COOKIE_AGE or now - active > idle:
        return False
    if now - active > min(_COARSE, idle // 10):
        session[ACTIVE] = now
    return True


def _now() -> int:
    return int(time.time())
